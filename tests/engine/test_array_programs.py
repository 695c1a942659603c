"""Random programs over arrays, worked again and again: each time just what the engine gives that
has nothing ready."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from gradcli import Derivation, evaluate, parse
from gradcli.engine import plans
from gradcli.errors import GradcliError
from gradcli.graph import INPUT, Graph
from gradcli.operators.declaration import TIES, Ties
from tests.engine.array_programs import Writer, values

COLUMNS = ("values", "upstream", "local", "contributions")


def outcome(graph: Graph, at: Mapping[str, Any], ties: Ties) -> Any:
    """Return a derivation, or the error with its text."""
    try:
        return evaluate(graph, at, ties=ties)
    except GradcliError as problem:
        return type(problem), str(problem), problem.hint


def of_the_first_time(
    graph: Graph, at: Mapping[str, Any], ties: Ties, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """Return what the engine gives that has nothing ready."""
    with monkeypatch.context() as patch:
        patch.setattr(plans, "derived", lambda *_: None)
        return outcome(graph, at, ties)


def the_same(found: Any, expected: Any) -> None:
    """Assert that two outcomes are the same: numbers with the signs of their zeros, types, notices
    and errors."""
    if not isinstance(found, Derivation) or not isinstance(expected, Derivation):
        assert found == expected
        return
    for column in COLUMNS:
        for one, other in zip(getattr(found, column), getattr(expected, column), strict=True):
            assert type(one) is type(other)
            if one is not None:
                np.testing.assert_array_equal(one, other, strict=True)
                assert _signs(one) == _signs(other)
    assert (found.notices, found.undefined) == (expected.notices, expected.undefined)


def _signs(value: Any) -> list[bool]:
    numbers = np.asarray(value, dtype=float)
    return (np.signbit(numbers) & ~np.isnan(numbers)).ravel().tolist()


def are_their_own(derivation: Derivation) -> None:
    """Assert that the gradients of the inputs may be written to, and share no memory."""
    inputs = set(derivation.graph.inputs.values())
    arrays = [
        (node, gradient)
        for node, gradient in enumerate(derivation.upstream)
        if isinstance(gradient, np.ndarray)
    ]
    for (node, one), (other_node, other) in itertools.combinations(arrays, 2):
        if inputs & {node, other_node}:
            assert not np.shares_memory(one, other)
    for node, gradient in arrays:
        assert node not in inputs or gradient.flags.writeable
        if node in inputs:
            for value in derivation.values:
                assert not np.shares_memory(gradient, value)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("first", range(0, 400, 50))
def test_random_programs_give_the_same_each_time(
    first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = 0
    for seed in range(first, first + 50):
        writer, chosen = Writer(seed), random.Random(seed)
        graph = parse(text := writer.program())
        if seed % 2:
            graph = parse(writer.giving(text, graph.inputs))
        free = [name for name, node in graph.inputs.items() if graph.operators[node] == INPUT]
        ties: Ties = chosen.choice([*TIES])
        for time in range(plans.MEETINGS + 4):
            # Now and then what the program gives its inputs is not replaced.
            names = free if time == plans.MEETINGS + 1 else graph.inputs
            at = values(chosen, names, plain=time <= plans.MEETINGS)
            with np.errstate(all=chosen.choice(("warn", "raise"))):  # type: ignore[call-overload]
                found = outcome(graph, at, ties)
                the_same(found, of_the_first_time(graph, at, ties, monkeypatch))
            if isinstance(found, Derivation):
                are_their_own(found)
        ready += any(
            each.run is not None and same.graph is graph
            for (same, *_), each in plans._READY.items()
        )
    assert ready > 5


def test_a_product_with_one_number_repeated_is_the_same_to_the_last_digit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """NumPy adds up the products with a repeated number in another order than with an array."""
    graph = parse("sum(1 - b @ c)")
    for seed in range(20):
        draw = np.random.default_rng(seed)
        at = {"b": draw.normal(size=(4, 1)), "c": draw.normal(size=(3, 1, 4))}
        first = of_the_first_time(graph, at, "split", monkeypatch)
        the_same(outcome(graph, at, "split"), first)
