"""Sweeps: the numbers of the engine at every point, ranges, and points without a value."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy
import pytest
from numpy.testing import assert_array_equal

from gradcli import evaluate, limits
from gradcli.descent.ranges import stepped
from gradcli.descent.sweeping import grid, sweep
from gradcli.errors import GradcliError, LimitError, SeedProblem
from gradcli.language import parse

SWEPT = ["(x^2 + 2*y)^2", "sigmoid(x*y) + tanh(x)", "relu(x)*y", "sum([1, 2, 3]*x)*y"]


@pytest.mark.parametrize("text", SWEPT)
def test_every_point_has_the_numbers_of_the_engine(text: str) -> None:
    graph = parse(text)
    points = grid({"x": [-1.0, 0.0, 0.5], "y": [1.0, -2.0]})
    found = sweep(graph, points, {}, ("x", "y"))
    for place in range(6):
        worked = evaluate(graph, {n: float(c[place]) for n, c in points.items()})
        assert found.value[place] == pytest.approx(worked.value, rel=1e-14)
        for name in ("x", "y"):
            gradient = found.gradients[name][place]
            assert gradient == pytest.approx(worked.gradients[name], rel=1e-13)


def test_a_fixed_variable_has_a_gradient_at_every_point() -> None:
    found = sweep(parse("x*y^2"), grid({"x": [1.0, 2.0]}), {"y": 3.0}, ("y",))
    assert found.gradients["y"].tolist() == [6.0, 12.0]


def test_a_fixed_array_is_held() -> None:
    data = numpy.array([1.0, 2.0])
    found = sweep(parse("sum((w*x)^2)"), grid({"w": [1.0, 2.0]}), {"x": data}, ("w", "x"))
    assert found.value.tolist() == [5.0, 20.0]
    assert found.gradients["x"].tolist() == [[2, 4], [8, 16]]


def test_points_without_a_value_are_told_with_the_first_of_them() -> None:
    found = sweep(parse("log(x) + relu(x - 1)"), grid({"x": [-1.0, 0, 1, 2]}), {}, ("x",))
    assert numpy.isnan(found.value).tolist() == [True, True, False, False]
    (absence,) = found.absent
    assert absence.points == 2
    assert "x = -1" in absence.problem.message
    assert list(found.remarks.values()) == [1]


def test_a_long_sweep_with_one_kink_is_still_worked_in_columns() -> None:
    x = numpy.linspace(-1, 1, 100_001)
    found = sweep(parse("relu(x)"), {"x": x}, {}, ("x",))
    assert found.gradients["x"].sum() == 50_000


def test_an_output_that_is_an_array_is_refused() -> None:
    with pytest.raises(SeedProblem, match="not one number"):
        sweep(parse("[x, 2*x]"), grid({"x": [1.0]}), {}, ("x",))


RANGES = [
    ("0 1 1/4", [0, 0.25, 0.5, 0.75, 1]),
    ("0 1 3/10", [0, 0.3, 0.6, 0.9]),
    ("1 0 -1/2", [1, 0.5, 0]),
    ("2 2 1", [2]),
]


@pytest.mark.parametrize(("range_", "expected"), RANGES)
def test_a_range_has_its_ends_and_exact_steps(range_: str, expected: list[float]) -> None:
    first, last, step = map(Fraction, range_.split())
    assert stepped(first, last, step) == expected


@pytest.mark.parametrize("range_", ["0 1 0", "0 1 -1", "1 0 1"])
def test_a_range_that_leads_nowhere_is_refused(range_: str) -> None:
    first, last, step = map(Fraction, range_.split())
    with pytest.raises(GradcliError, match="the step"):
        stepped(first, last, step)


def test_a_grid_beyond_the_limit_names_the_option_that_raises_it() -> None:
    with limits.replaced({"points": 10_000}), pytest.raises(LimitError) as found:
        grid({"x": range(100), "y": range(101)})
    assert found.value.limit == "points"


#: Programs that give inputs values of their own, computed or arrays, and what is given instead.
OWN_VALUES = [
    ("a = 1 + 1; a*x", {}),
    ("a = 1 + 1; a*x", {"a": 5.0}),
    ("a = 2; sum([1, 2])*x", {}),
    ("a = [1, 2]*2; sum(a)*x", {}),
    ("a = [1, 2]*2; sum(a)*x", {"a": numpy.array([1.0, 2, 3])}),
    ("a = [1, 2]*2; sum(a)*x", {"a": 5.0}),
    ("a = 1 - 1; relu(a)*x", {}),
    ("a = 1 - 1; (a/x)*a*sqrt(a)", {}),
    ("a = log(0); a*x", {"a": 2.0}),
]


@pytest.mark.parametrize(("text", "fixed"), OWN_VALUES)
def test_an_input_with_a_value_of_its_own_has_the_gradients_of_the_engine(
    text: str, fixed: dict[str, Any]
) -> None:
    graph = parse(text)
    found = sweep(graph, grid({"x": [1.0, 2.0, 3.0]}), fixed, ("a", "x"))
    remarks: dict[str, int] = {}
    for place in range(3):
        worked = evaluate(graph, {**fixed, "x": float(found.points["x"][place])})
        assert found.value[place] == worked.value
        for name in ("a", "x"):
            assert_array_equal(found.gradients[name][place], worked.gradients[name])
        for notice in worked.notices:
            remarks[notice.text] = remarks.get(notice.text, 0) + 1
    assert found.remarks == remarks
