"""A wrong local rule is found by the numerical check, whichever operator has it."""

from __future__ import annotations

import dataclasses
import math
import random
from collections.abc import Callable
from typing import Any

import pytest

from gradcli import evaluate, parse
from gradcli.engine.numerical import Comparison, check
from gradcli.errors import DomainProblem
from gradcli.graph import Graph
from gradcli.operators import OPERATORS, WRITTEN
from gradcli.operators.declaration import Operator
from tests.engine import array_programs, scalar_programs
from tests.engine.test_numerical import ELEMENTWISE, ROWS, graph_of

Rule = Callable[..., Any]

#: What a rule is bent to: a little too large, the other sign, nothing at all.
FACTORS = (1.01, -1.0, 0.0)


def times(rule: Rule | None, factor: float) -> Rule | None:
    """Return a rule with another factor; what selects a class hands on None."""

    def wrong(*operands: Any, **options: Any) -> Any:
        right = rule(*operands, **options) if rule else None
        return None if right is None else right * factor

    return rule and wrong


def bent(row: Operator, factor: float) -> Operator:
    """Return an operator all of whose rules are wrong by a factor."""
    return dataclasses.replace(
        row,
        local=tuple(times(rule, factor) for rule in row.local),
        vjp=tuple(times(rule, factor) for rule in row.vjp),
    )


def swapped(row: Operator) -> Operator:
    """Return an operator that takes each of its two rules for the other's."""
    return dataclasses.replace(row, local=row.local[::-1])


def differ(right: Comparison, wrong: Comparison) -> bool:
    """Return whether a gradient that can be checked has changed by more than its last digits."""
    if right.numeric is None or wrong.gradient is None or not math.isfinite(wrong.gradient):
        return False
    change = abs(right.gradient - wrong.gradient)
    return change > 1e-3 * max(abs(right.gradient), abs(wrong.gradient), 1e-6)


def at_kink(found: Comparison) -> bool:
    return abs(found.high - found.low) > 1e-4 * max(1.0, abs(found.gradient))


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("row", [row for row in ROWS if not row.variadic], ids=lambda row: row.name)
def test_a_rule_wrong_by_a_factor_is_found(
    monkeypatch: pytest.MonkeyPatch, row: Operator, factor: float
) -> None:
    looked_at = changed = 0
    for sample in row.samples:
        graph = graph_of(row, sample, 1.0, 0.0)
        at = {name: sample[int(name[1:])] for name in graph.inputs}
        right = check(evaluate(graph, at))
        with monkeypatch.context() as bending:
            bending.setitem(OPERATORS, row.name, bent(row, factor))
            wrong = check(evaluate(graph, at))
        for one, other in zip(right, wrong, strict=True):
            changed += abs(one.gradient - other.gradient) > 1e-9
            if differ(one, other) and not at_kink(one):
                looked_at += 1
                assert not other.agrees, (sample, other)
    assert looked_at or not changed


TWO = [row for row in ELEMENTWISE if len(row.local) == 2 and all(row.local)]


@pytest.mark.parametrize("row", TWO, ids=lambda row: row.name)
def test_rules_taken_for_one_another_are_found(
    monkeypatch: pytest.MonkeyPatch, row: Operator
) -> None:
    for sample in row.samples:
        graph = graph_of(row, sample, 1.0, 0.0)
        at = {name: sample[int(name[1:])] for name in graph.inputs}
        right = check(evaluate(graph, at))
        with monkeypatch.context() as bending:
            bending.setitem(OPERATORS, row.name, swapped(row))
            wrong = check(evaluate(graph, at))
        for one, other in zip(right, wrong, strict=True):
            if differ(one, other) and not at_kink(one):
                assert not other.agrees, (sample, other)


def scalar_case(seed: int) -> tuple[Graph, dict[str, Any]]:
    writer = scalar_programs.Writer(seed)
    graph = parse(writer.program())
    return graph, writer.values(graph)


def array_case(seed: int) -> tuple[Graph, dict[str, Any]]:
    program = array_programs.Writer(seed).program()
    names = parse(program).inputs
    return parse(program), array_programs.values(random.Random(seed), names, plain=True)


@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize(
    ("case", "seeds"),
    [(scalar_case, range(150)), (array_case, range(25))],
    ids=["scalars", "arrays"],
)
def test_a_wrong_rule_within_a_random_program_is_found(
    monkeypatch: pytest.MonkeyPatch,
    case: Callable[[int], tuple[Graph, dict[str, Any]]],
    seeds: range,
    factor: float,
) -> None:
    looked_at = 0
    for seed in seeds:
        graph, at = case(seed)
        try:
            worked = evaluate(graph, at)
        except DomainProblem:
            continue
        if worked.notices:
            continue
        right = check(worked)
        for name in sorted({name for name in graph.operators if name in WRITTEN}):
            row = OPERATORS[name]
            if not any((*row.local, *row.vjp)) or row.variadic:
                continue
            with monkeypatch.context() as bending:
                bending.setitem(OPERATORS, name, bent(row, factor))
                wrong = check(evaluate(graph, at))
            for one, other in zip(right, wrong, strict=True):
                if differ(one, other) and not at_kink(one):
                    looked_at += 1
                    assert not other.agrees, (graph.source, at, name, other)
    assert looked_at > 100


@pytest.mark.parametrize(
    ("text", "at", "name"),
    [
        ("sum(x^2)", {"x": [-1.0, -2.0, 3.0]}, "sum"),
        ("sum((w*x - y)^2)", {"w": -1.5, "x": [1.0, 2.0], "y": [0.5, 0.25]}, "multiply"),
        ("sum(tanh(x) + abs(y))", {"x": [0.5, -1.0], "y": [0.0, 0.0]}, "tanh"),
        ("sum(relu(x)*w)", {"x": [0.0, 0.0, 1.5], "w": [1.0, 2.0, 3.0]}, "multiply"),
    ],
)
def test_what_lies_elsewhere_excuses_no_wrong_rule(
    monkeypatch: pytest.MonkeyPatch, text: str, at: dict[str, Any], name: str
) -> None:
    """Negative bases are odd for the exponent alone, and kinks for their own elements alone."""
    graph = parse(text)
    right = check(evaluate(graph, at))
    monkeypatch.setitem(OPERATORS, name, bent(OPERATORS[name], 1.01))
    wrong = check(evaluate(graph, at))
    different = [
        (one, other)
        for one, other in zip(right, wrong, strict=True)
        if differ(one, other) and not at_kink(one)
    ]
    assert different
    assert all(one.agrees and not other.agrees for one, other in different)
