"""The numerical check: a right gradient is never contradicted, a wrong one is."""

from __future__ import annotations

import dataclasses
import math
import random
from typing import Any

import pytest

from gradcli import evaluate, parse
from gradcli.engine.numerical import (
    ALONE,
    CANCELS,
    CHOICE,
    CONVENTIONS,
    NO_NUMBER,
    NO_SLOPE,
    ROUNDING,
    STEPS,
    VANISHES,
    check,
)
from gradcli.errors import DomainProblem
from gradcli.graph import Graph, GraphBuilder
from gradcli.operators import OPERATORS, WRITTEN
from gradcli.operators.declaration import Operator
from tests.engine import scalar_programs
from tests.engine.scalar_programs import Writer

ROWS = [row for row in WRITTEN.values() if row.samples and any((*row.local, *row.vjp))]
ELEMENTWISE = [row for row in ROWS if row.local]


def literal(value: Any) -> Any:
    return tuple(map(literal, value)) if isinstance(value, tuple) else repr(float(value))


def has_class(row: Operator, place: int) -> bool:
    """Return whether an operand may be a class, a whole number that cannot be moved."""
    return row.operands[place : place + 1] == ("target",) and not row.local


def graph_of(row: Operator, sample: tuple[Any, ...], scale: float, offset: float) -> Graph:
    """Return sum(operator(operands)) + offset, the operands scaled inputs where they are smooth."""
    builder = GraphBuilder(f"{row.name}{sample}")
    operands = []
    for place, value in enumerate(sample):
        if isinstance(value, bool):
            two = builder.constant("2.0"), builder.constant("1.0" if value else "3.0")
            operands.append(builder.add("greater", two))
        elif row.differentiable(place) and not has_class(row, place):
            inner = builder.input(f"x{place}")
            operands.append(builder.add("multiply", (inner, builder.constant(repr(scale)))))
        else:
            operands.append(builder.constant(literal(value)))
    node = builder.add("sum", (builder.add(row.name, tuple(operands)),))
    return builder.build(builder.add("add", (node, builder.constant(repr(offset)))))


def scaled(value: Any, scale: float) -> Any:
    return [scaled(part, scale) for part in value] if isinstance(value, tuple) else value / scale


def compared(row: Operator, sample: tuple[Any, ...], scale: float = 1.0, offset: float = 0.0):  # type: ignore[no-untyped-def]
    graph = graph_of(row, sample, scale, offset)
    at = {name: scaled(sample[int(name[1:])], scale) for name in graph.inputs}
    return check(evaluate(graph, at))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
@pytest.mark.parametrize(
    ("scale", "offset"),
    [(1.0, 0.0), (1e6, 0.0), (1e-9, 0.0), (1.0, 1e8), (1e6, -1e16), (1.0, 1e-9)],
)
def test_no_right_gradient_is_contradicted(row: Operator, scale: float, offset: float) -> None:
    for sample in row.samples:
        for comparison in compared(row, sample, scale, offset):
            assert comparison.agrees, (sample, comparison)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_gradients_at_samples_are_truly_checked(row: Operator) -> None:
    for sample in row.samples:
        for comparison in compared(row, sample):
            finite = comparison.gradient is not None and math.isfinite(comparison.gradient)
            assert (comparison.numeric is not None) == finite, (sample, comparison)


@pytest.mark.parametrize("factor", [1.001, -2.0, 3.0])
@pytest.mark.parametrize("row", ELEMENTWISE, ids=lambda row: row.name)
def test_a_wrong_rule_is_contradicted(
    monkeypatch: pytest.MonkeyPatch, row: Operator, factor: float
) -> None:
    sample = row.samples[0]
    right = [comparison.gradient for comparison in compared(row, sample)]
    bent = tuple(
        rule and (lambda *operands, rule=rule, **options: rule(*operands, **options) * factor)
        for rule in row.local
    )
    monkeypatch.setitem(OPERATORS, row.name, dataclasses.replace(row, local=bent))
    for gradient, comparison in zip(right, compared(row, sample), strict=True):
        assert comparison.agrees == (gradient == 0), comparison


@pytest.mark.parametrize("factor", [1.001, 0.0])
@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.vjp and not row.variadic], ids=lambda row: row.name
)
def test_a_wrong_product_is_contradicted(
    monkeypatch: pytest.MonkeyPatch, row: Operator, factor: float
) -> None:
    sample = row.samples[0]
    right = [comparison.gradient for comparison in compared(row, sample)]
    bent = tuple(
        rule and (lambda *operands, rule=rule, **options: rule(*operands, **options) * factor)
        for rule in row.vjp
    )
    monkeypatch.setitem(OPERATORS, row.name, dataclasses.replace(row, vjp=bent))
    for gradient, comparison in zip(right, compared(row, sample), strict=True):
        assert comparison.agrees == (abs(gradient) < 1e-12), comparison


SMOOTH: list[tuple[str, dict[str, Any]]] = [
    ("x + y", {"x": 2, "y": 1e8}),
    ("log(x)", {"x": 1e-5}),
    ("log(x)", {"x": 1e-300}),
    ("sin(1e6*x)", {"x": 0.3}),
    ("sin(1e6*x)", {"x": math.pi / 2e6}),
    ("sin(1e6*x)", {"x": 0}),
    ("x^50", {"x": 3}),
    ("x^50", {"x": 0}),
    ("x^3", {"x": 0}),
    ("exp(x)", {"x": 700}),
    ("1/x", {"x": 1e-150}),
    ("sum((x - 3)^2)", {"x": [1e-8, 3, 1e2]}),
    ("tanh(x)", {"x": 20}),
    ("x*1e-9", {"x": 1}),
    ("cos(x)", {"x": 1e5}),
    ("relu(x)*y", {"x": 1e-9, "y": 2}),
    ("sqrt(x)", {"x": 1e-12}),
    ("x*abs(x)", {"x": 0}),
    ("where(x > 1, x, 3*x)", {"x": 0.999999}),
]


@pytest.mark.parametrize(("program", "at"), SMOOTH)
def test_smooth_functions_are_checked_at_any_scale(program: str, at: dict[str, Any]) -> None:
    for comparison in check(evaluate(parse(program), at)):
        assert comparison.agrees, comparison
        assert comparison.numeric == pytest.approx(comparison.gradient, rel=1e-5, abs=1e-9)


@pytest.mark.parametrize(
    ("program", "at", "low", "high"),
    [
        ("relu(x)", {"x": 0}, 0, 1),
        ("abs(x)*3", {"x": 0}, -3, 3),
        ("max(x, 2)", {"x": 2}, 0, 1),
        ("abs(x - 1e6)", {"x": 1e6}, -1, 1),
        ("sign(x)*5", {"x": 0}, 0, 0),
        ("floor(x)", {"x": 3}, 0, 0),
        ("x % 2", {"x": 4}, 1, 1),
        ("where(x >= 1, x*x, 5)", {"x": 1}, 0, 2),
    ],
)
def test_kinks_and_jumps_have_a_slope_on_each_side(
    program: str, at: dict[str, Any], low: float, high: float
) -> None:
    (found,) = check(evaluate(parse(program), at))
    assert found.agrees
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-6)
    assert found.numeric == pytest.approx((low + high) / 2, abs=1e-6)


@pytest.mark.parametrize(
    ("program", "at", "reason"),
    [
        ("x + y", {"x": 1, "y": 1e25}, ROUNDING),
        ("x + exp(30)", {"x": 1}, ROUNDING),
        ("tanh(x)*1e9", {"x": 20}, ROUNDING),
        ("sin(1e6*x) - 1e16", {"x": 1}, ROUNDING),
        ("sqrt(x)", {"x": 0}, NO_NUMBER),
        ("where(x > 0, 0*x, sqrt(-x))", {"x": 0}, NO_NUMBER),
        ("x^1.5", {"x": 0}, ""),
        ("a = abs(x)^0.5; a - detach(a) + 0*x", {"x": 0}, NO_NUMBER),
        ("where(x == 0, 0*x, abs(x)^0.5)", {"x": 0}, NO_SLOPE),
        ("where(x == 1, 3*x, x)", {"x": 1}, CHOICE),
        ("where(x != 1, x, 2*x - 1)", {"x": 1}, CHOICE),
        ("a = 2; where(x - a == 0 or x > 9, a*a, x)", {"x": 5, "a": 5}, CHOICE),
        ("sum(where([x, 2] == [1, 2], 3*x, x))", {"x": 1}, CHOICE),
        ("x % 1e-16", {"x": 1}, STEPS),
        ("1e200 % q", {"q": 3}, STEPS),
        ("sin(1e15*x)", {"x": 0.3}, STEPS),
        ("sum(sin(1e15*x))", {"x": [0.3, 2]}, STEPS),
        ("tanh(sin(x))", {"x": 2e18}, STEPS),
        ("round(x)", {"x": 1e27}, STEPS),
        ("lgamma(x)", {"x": -1e15 - 0.25}, STEPS),
        ("0.5^sigmoid(x % y)", {"x": -2e148, "y": -1e-210}, STEPS),
        ("(x + 1e16) - 1e16", {"x": 1}, ROUNDING),
        ("exp(-(1e15*(x - 1))^2)", {"x": 1 + 2**-50}, ROUNDING),
        ("(1/(x*1e200))/y", {"x": 1e100, "y": 1e-200}, VANISHES),
        ("y/(x/y)", {"y": -1, "x": 1e263}, VANISHES),
        ("(x/a + 1)/softplus(x - x)", {"x": -3e12, "a": 9e-262}, CANCELS),
        ("relu(abs(x % 1))", {"x": 0}, CONVENTIONS),
        ("min(max(x, 1), x^x)", {"x": 1}, CONVENTIONS),
        ("relu([x, -x]) @ [1, -1]", {"x": 0}, CONVENTIONS),
        ("floor(x) % x^3", {"x": 1}, CONVENTIONS),
        ("sign(x)^2*x", {"x": 0}, ALONE),
    ],
)
def test_what_cannot_be_checked_has_a_reason(program: str, at: dict[str, Any], reason: str) -> None:
    found = check(evaluate(parse(program), at))[0]
    assert found.agrees
    assert found.reason == reason
    assert (found.numeric is None) == bool(reason)


def test_a_tie_that_counts_twice_is_a_convention() -> None:
    (found,) = check(evaluate(parse("max(x, x)"), {"x": 1}, ties="all"), ties="all")
    assert (found.agrees, found.gradient, found.reason) == (True, 2, CONVENTIONS)


def test_a_wrong_gradient_of_a_loss_with_kinks_is_contradicted() -> None:
    worked = evaluate(parse("hinge(s, t)"), {"s": [[3.0, 2.5, 1], [0, 2, 1.5]], "t": [0, 1]})
    bent = [None if g is None else g + 2.5 for g in worked.upstream]
    found = check(dataclasses.replace(worked, upstream=bent))
    assert not any(one.agrees for one in found if one.name == "s" and one.numeric is not None)


def test_steep_slopes_at_0_are_seen_in_steps_as_small() -> None:
    for program in ("gelu(1e280*x)", "sin(1e60*x)", "atan2(x, 1e-58)*1e-58"):
        (found,) = check(evaluate(parse(program), {"x": 0}))
        assert found.numeric == pytest.approx(found.gradient, rel=1e-5), program


def wild(chosen: random.Random) -> float:
    """Return a number of any size."""
    size = chosen.choice((chosen.uniform(-20, 20), chosen.uniform(-310, 300)))
    return chosen.choice((0.0, 1.0, -1.0, 0.5, chosen.choice((-1, 1)) * 10**size))


@pytest.mark.parametrize("first", range(0, 900, 300))
def test_no_gradient_is_contradicted_whatever_the_size_of_the_numbers(
    monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    sizes = ("0", "1", "2", "1e-16", "1e16", "1e200", "1e-200", "1e8", "1e-310", "1e15")
    monkeypatch.setattr(scalar_programs, "_NUMBERS", sizes)
    worked = 0
    for seed in range(first, first + 300):
        chosen, writer = random.Random(seed), Writer(seed)
        graph = parse(writer.program())
        at = {name: wild(chosen) for name in writer.values(graph)}
        try:
            done = evaluate(graph, at)
        except DomainProblem:
            continue
        worked += 1
        assert all(one.agrees for one in check(done)), (graph.source, at)
    assert worked > 100


def test_a_wrong_gradient_at_a_kink_or_a_jump_is_contradicted() -> None:
    for program in ("abs(x)", "sign(x)", "x % 2", "x^3", "x*x"):
        worked = evaluate(parse(program), {"x": 0})
        bent = [None if g is None else g + 2.5 for g in worked.upstream]
        (found,) = check(dataclasses.replace(worked, upstream=bent))
        assert not found.agrees, found


def test_an_ordinary_gradient_needs_few_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    from gradcli.engine import moving

    runs = []
    monkeypatch.setattr(
        moving,
        "values_of",
        lambda *a, run=moving.values_of, **k: runs.append(1) or run(*a, **k),
    )
    worked = evaluate(parse("sum(exp(sin(w)*x))"), {"w": [0.1, 1, 2, 3], "x": 1.5})
    assert all(found.agrees for found in check(worked))
    assert len(runs) <= 5 * 5


def test_what_is_detached_in_a_branch_that_is_not_taken_is_not_held() -> None:
    (found,) = check(evaluate(parse("where(x > 0, x, detach(x)*2)"), {"x": 1}))
    assert found.agrees


def test_infinite_values_are_compared_without_a_warning_of_numpy() -> None:
    worked = evaluate(parse("q = x/[0, 0]; sum(where(q == 0, x*q, 1))"), {"x": 1}, ieee=True)
    assert check(worked)


@pytest.mark.parametrize("at", [{"x": 3}, {"x": 3, "a": 5}])
def test_an_input_that_the_program_detaches_is_moved_like_any(at: dict[str, float]) -> None:
    found = check(evaluate(parse("a = detach(2); a*x"), at))
    assert [(one.name, one.gradient, one.agrees) for one in found] == [
        ("a", 3.0, True),
        ("x", at.get("a", 2), True),
    ]


@pytest.mark.parametrize("first", range(0, 300, 100))
def test_gradients_of_random_programs_are_not_contradicted(first: int) -> None:
    """Some inputs have a value of their own, which a binding may replace."""
    checked = 0
    for seed in range(first, first + 100):
        writer = Writer(seed)
        graph = parse(writer.program())
        try:
            worked = evaluate(graph, writer.values(graph))
        except DomainProblem:
            continue
        if not worked.notices:
            assert all(one.agrees for one in check(worked)), graph.source
            checked += 1
    assert checked > 10
