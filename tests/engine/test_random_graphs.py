"""Random graphs: against central differences, another automatic differentiation, and the laws of
the backward pass."""

from __future__ import annotations

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcli import evaluate, parse
from gradcli.engine.numerical import check

UNARY = {
    "sin": anp.sin,
    "cos": anp.cos,
    "tanh": anp.tanh,
    "exp": anp.exp,
    "sigmoid": lambda x: 1 / (1 + anp.exp(-x)),
    "square": lambda x: x * x,
    "atan": anp.arctan,
}
BINARY = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b}


@st.composite
def programs(draw: st.DrawFn) -> list[tuple[str, str, list[int]]]:
    """Draw the steps of a program: (operation, kind, operands), operands counted from the inputs
    x, y, z."""
    steps = []
    for made in range(3, 3 + draw(st.integers(1, 12))):
        pick = st.integers(max(0, made - 6), made - 1)
        if draw(st.booleans()):
            steps.append((draw(st.sampled_from(sorted(UNARY))), "unary", [draw(pick)]))
        else:
            steps.append(
                (draw(st.sampled_from(sorted(BINARY))), "binary", [draw(pick), draw(pick)])
            )
    return steps


def as_text(steps: list[tuple[str, str, list[int]]]) -> str:
    names = ["x", "y", "z"]
    lines = []
    for operation, kind, operands in steps:
        used = [names[operand] for operand in operands]
        made = f"{operation}({used[0]})" if kind == "unary" else f"{used[0]} {operation} {used[1]}"
        names.append(f"n{len(names)}")
        lines.append(
            f"{names[-1]} = tanh({made})" if operation in ("exp", "*") else f"{names[-1]} = {made}"
        )
    return "\n".join([*lines, f"f = {names[-1]} + x*y*z"])


def as_function(steps: list[tuple[str, str, list[int]]]):  # type: ignore[no-untyped-def]
    def function(at):  # type: ignore[no-untyped-def]
        made = [at[0], at[1], at[2]]
        for operation, kind, operands in steps:
            used = [made[operand] for operand in operands]
            value = UNARY[operation](*used) if kind == "unary" else BINARY[operation](*used)
            made.append(anp.tanh(value) if operation in ("exp", "*") else value)
        return made[-1] + at[0] * at[1] * at[2]

    return function


numbers = st.floats(-2, 2).map(lambda x: round(x, 3))
points = st.tuples(numbers, numbers, numbers)


@given(programs(), points)
def test_scalar_graphs_agree_with_another_library(
    steps: list[tuple[str, str, list[int]]], point: tuple[float, float, float]
) -> None:
    worked = evaluate(parse(as_text(steps)), dict(zip("xyz", point, strict=True)))
    function = as_function(steps)
    expected = autograd.grad(function)(np.array(point))
    assert worked.value == pytest.approx(float(function(np.array(point))), rel=1e-12, abs=1e-12)
    found = [worked.gradients[name] for name in "xyz"]
    assert found == pytest.approx(list(expected), rel=1e-9, abs=1e-9)


@given(programs(), points)
def test_scalar_graphs_agree_with_central_differences(
    steps: list[tuple[str, str, list[int]]], point: tuple[float, float, float]
) -> None:
    at = dict(zip("xyz", point, strict=True))
    worked = evaluate(parse(as_text(steps)), at)
    assert all(comparison.agrees for comparison in check(worked))


@given(programs(), points, st.floats(-3, 3))
def test_gradients_are_linear_in_the_seed(
    steps: list[tuple[str, str, list[int]]], point: tuple[float, float, float], seed: float
) -> None:
    graph = parse(as_text(steps))
    at = dict(zip("xyz", point, strict=True))
    once, scaled = evaluate(graph, at), evaluate(graph, at, seed=seed)
    for name, gradient in once.gradients.items():
        assert scaled.gradients[name] == pytest.approx(seed * gradient, rel=1e-9, abs=1e-9)


@given(programs(), points)
def test_every_upstream_gradient_is_the_sum_of_its_contributions(
    steps: list[tuple[str, str, list[int]]], point: tuple[float, float, float]
) -> None:
    worked = evaluate(parse(as_text(steps)), dict(zip("xyz", point, strict=True)))
    leaving = dict(enumerate(worked.graph.consumers()))
    for node in range(len(worked.graph)):
        if worked.upstream[node] is None or node == worked.graph.output:
            continue
        total = 0.0
        for edge in worked.addends(node, leaving):
            assert (
                worked.contributions[edge.id] == worked.upstream[edge.node] * worked.local[edge.id]
            )
            total += worked.contributions[edge.id]
        assert worked.upstream[node] == total


shapes = st.sampled_from([(), (3,), (1, 3), (2, 1), (2, 3)])


@given(programs(), st.tuples(shapes, shapes, shapes), st.integers(0, 10**6))
def test_broadcasting_graphs_agree_with_another_library(
    steps: list[tuple[str, str, list[int]]],
    sizes: tuple[tuple[int, ...], ...],
    number: int,
) -> None:
    draw = np.random.default_rng(number)
    point = [np.round(draw.uniform(-2, 2, size), 3) for size in sizes]
    text = as_text(steps).replace("f = ", "g = ") + "\nsum(g)"
    at = {
        name: value if value.shape else float(value)
        for name, value in zip("xyz", point, strict=True)
    }
    worked = evaluate(parse(text), at)
    function = as_function(steps)
    expected = autograd.grad(lambda at: anp.sum(function(at)))(list(point))
    for name, gradient in zip("xyz", expected, strict=True):
        assert np.shape(worked.gradients[name]) == np.shape(gradient)
        np.testing.assert_allclose(worked.gradients[name], gradient, rtol=1e-8, atol=1e-8)
