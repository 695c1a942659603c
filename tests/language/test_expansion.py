"""Composite functions and their steps: the same values and gradients, at hostile points too."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from gradcli.engine import Derivation, evaluate, values_of
from gradcli.engine.coarse import coarsen
from gradcli.errors import DomainProblem, GradcliError
from gradcli.graph import Graph
from gradcli.language import expand_at, parse
from gradcli.operators import WRITTEN
from gradcli.operators.declaration import Operator
from tests.engine.scalar_programs import Writer

COMPOSITE = [row for row in WRITTEN.values() if row.steps]

#: What every element of an operand may be, and what may alternate in an array.
HOSTILE = (0.0, 1.0, 0.1, 1000.0, -1000.0, 1e200, -1e200, 1e-200, 705.0, -705.0)
ALTERNATING = (
    (1e15, 1e15 + 1, 1e15 + 3),
    (1000.0, -1000.0),
    (0.0, 1000.0),
    (1e200, 1.0),
    (1e200, -1e200),
    (0.0, 1e-200),
)


def filled(operand: Any, numbers: tuple[float, ...]) -> Any:
    """Return an operand of the same shape, its elements taken in turn from the numbers."""
    source = itertools.cycle(numbers)

    def fill(part: Any) -> Any:
        return tuple(map(fill, part)) if isinstance(part, tuple) else next(source)

    return fill(operand)


def points(row: Operator) -> Iterator[tuple[Any, ...]]:
    """Yield the sample points of a function, and hostile ones of the same shapes."""
    yield from row.samples
    for shape in dict.fromkeys(filled(sample, (0.0,)) for sample in row.samples):
        fillings = [(number,) for number in HOSTILE]
        for chosen in itertools.product(fillings, repeat=len(shape)):
            yield tuple(map(filled, shape, chosen))
        for pair in ALTERNATING:
            yield tuple(filled(operand, pair) for operand in shape)
    yield from rows_apart(row)


def rows_apart(row: Operator) -> Iterator[tuple[Any, ...]]:
    """Yield matrices whose rows need different steps."""
    for matrix in (
        ((0.0, 0.0), (1.0, 2.0)),
        ((1e200, 0.0), (0.0, 0.0)),
        ((3.0, 4.0), (1e-200, 0.0)),
    ):
        if len(row.operands) == 1:
            yield (matrix,)


def options(row: Operator) -> Iterator[str]:
    yield ""
    names = [option.name for option in row.options]
    if "axis" in names:
        yield ", axis=0"
    if "keepdims" in names:
        yield ", axis=-1, keepdims=True"
    if "reduction" in names:
        yield ", reduction=none"


def both(graph: Graph, at: dict[str, Any]) -> tuple[Any, Any]:
    """Return what the composite and its steps give: derivations, or the errors they raise."""

    def values(graph: Graph) -> list[Any]:
        return values_of(graph, at)[0]

    def composite() -> Any:
        output = values(graph)[graph.output]
        return evaluate(graph, at, seed=seed(output))

    def steps() -> Any:
        inner = expand_at(graph, values).graph
        assert not {row.name for row in COMPOSITE} & set(inner.operators)
        return evaluate(inner, at, seed=seed(values(inner)[inner.output]))

    return _done(composite), _done(steps)


def seed(output: Any) -> Any:
    """Return different weights for the elements of the output, so that no gradients cancel."""
    return 1 + np.arange(output.size).reshape(output.shape) / 8 if np.ndim(output) else None


def _done(work: Any) -> Any:
    try:
        return work()
    except GradcliError as error:
        return error


def close(found: Any, expected: Any, noise: float = 0.0) -> bool:
    if found is None or expected is None:
        return found is expected
    return np.allclose(found, expected, rtol=1e-9, atol=1e-12 + noise, equal_nan=True)


def rounding(worked: Derivation) -> float:
    """Return what rounding the largest contribution may leave where contributions cancel."""
    given = [np.asarray(c, dtype=float) for c in worked.contributions if c is not None]
    sizes = [np.abs(c[np.isfinite(c)]).max(initial=0) for c in given]
    return 1e-15 * max(sizes, default=0)


@pytest.mark.parametrize("row", COMPOSITE, ids=lambda row: row.name)
def test_steps_give_what_the_composite_gives_everywhere(row: Operator) -> None:
    finite = 0
    for written in options(row):
        call = f"{row.calls[0]}({', '.join(row.operands)}{written})"
        graph = parse(call, bound=row.operands)
        for point in points(row):
            at = dict(zip(row.operands, map(as_lists, point), strict=True))
            composite, steps = both(graph, at)
            if isinstance(composite, GradcliError):
                assert type(steps) is type(composite), (call, at, composite.message)
                continue
            assert not isinstance(steps, GradcliError), (call, at, steps.message)
            finite += 1
            assert close(steps.value, composite.value), (call, at)
            noise = rounding(steps)
            for name, gradient in composite.gradients.items():
                found = steps.gradients[name]
                assert close(found, gradient, noise), (call, at, name, gradient, found)
    assert finite > len(row.samples)


def as_lists(operand: Any) -> Any:
    return [as_lists(part) for part in operand] if isinstance(operand, tuple) else operand


@pytest.mark.parametrize(
    ("program", "at", "operators", "reason"),
    [
        ("sigmoid(x)", 1.0, "input negative exp constant add constant divide", ""),
        ("sigmoid(x)", -1000.0, "input exp exp constant add divide", "range"),
        ("norm(x)", [3.0, 4.0], "input constant pow sum sqrt", ""),
        ("norm(x)", [0.0, 0.0], "input constant pow sum", "by convention"),
    ],
)
def test_only_the_steps_in_force_are_shown(
    program: str, at: Any, operators: str, reason: str
) -> None:
    found = expand_at(parse(program), lambda graph: values_of(graph, {"x": at})[0])
    assert sorted(found.graph.operators) == sorted(operators.split())
    assert [reason in why for why in found.reasons.values()] == [True] * bool(reason)


def test_elements_that_need_different_steps_show_both() -> None:
    found = expand_at(
        parse("sum(sigmoid(x))"), lambda graph: values_of(graph, {"x": [-1000.0, 3.0]})[0]
    )
    assert found.graph.operators.count("where") == 1


def test_names_and_given_values_outlive_the_choice_of_steps() -> None:
    graph = parse("a = sigmoid(-1000); q = sigmoid(a*x); p = q; q*y")
    at = {"x": 2.0, "y": 3.0}
    found = expand_at(graph, lambda graph: values_of(graph, at)[0]).graph
    assert list(found.inputs) == list(graph.inputs)
    assert sorted(found.names.values()) == sorted(graph.names.values())
    assert evaluate(found, at).gradients == evaluate(graph, at).gradients


@pytest.mark.parametrize("first", range(0, 300, 100))
def test_random_programs_keep_their_numbers_in_steps_and_as_statements(first: int) -> None:
    """Some inputs have a value of their own, which a binding may replace."""
    compared = 0
    for seed in range(first, first + 100):
        writer = Writer(seed)
        graph = parse(writer.program())
        at = writer.values(graph)
        try:
            worked = evaluate(graph, at)
            steps = expand_at(graph, lambda graph, at=at: values_of(graph, at)[0])
            stepped = evaluate(steps.graph, at)
        except DomainProblem:
            continue
        assert stepped.value == pytest.approx(worked.value, rel=1e-9, abs=1e-9), graph.source
        if worked.undefined:
            continue
        folded = coarsen(worked).gradients
        assert folded == pytest.approx(worked.gradients, rel=1e-12, nan_ok=True), graph.source
        if not worked.notices:
            slopes = {name: stepped.gradients[name] for name in worked.gradients}
            assert slopes == pytest.approx(worked.gradients, rel=1e-7, abs=1e-9), graph.source
            compared += 1
    assert compared > 10


def test_steps_leave_out_options_that_have_their_default() -> None:
    """The axis of the norm is that of the sum within it, where one is given."""
    plain = expand_at(parse("norm(x)"), lambda graph: values_of(graph, {"x": [3.0, 4.0]})[0]).graph
    assert not any(plain.options_of(node) for node in range(len(plain)))
    along = parse("norm(x, axis=0)")
    steps = expand_at(along, lambda graph: values_of(graph, {"x": [3.0, 4.0]})[0]).graph
    given = [dict(steps.options_of(node)) for node in range(len(steps)) if steps.options_of(node)]
    assert given == [{"axis": 0}]
