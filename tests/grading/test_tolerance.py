"""What is near enough: every bound from both sides, half-way cases, truth 0, signs, shapes."""

from __future__ import annotations

import math
from fractions import Fraction as F

import numpy
import pytest

from gradcli.grading.answers import Answer, read_answer
from gradcli.grading.model import Tolerance
from gradcli.grading.tolerance import accepts, closely, is_rational, rule_text

BOUNDS = Tolerance("bounds", relative=F(1, 10), absolute=F(1, 2))
PLACES = Tolerance("places", count=2)
FIGURES = Tolerance("figures", count=4)
EXACT = Tolerance("exact")
SIGMOID = 0.19661193324148185


def _answer(text: str) -> Answer:
    found = read_answer(text)
    assert isinstance(found, Answer)
    return found


@pytest.mark.parametrize(
    ("text", "truth", "ok"),
    [
        # equal within 1e-9*max(1, |t|)
        ("3", F(3), True),
        ("3.000000001", F(3), True),
        ("3.00000000301", F(3), False),
        ("2.999999997", F(3), True),
        ("2.9999999969", F(3), False),
        ("0.000000001", F(0), True),
        ("0.0000000010001", F(0), False),
        ("-0", F(0), True),
        ("0.125000001", F(1, 8), True),
        # a whole number is not rounded
        ("12300", F(12345), False),
        ("1.23e4", F(12345), False),
        ("-3", F(3), False),
        ("3.01", F(3), False),
        # a correct rounding to 3 figures or more
        ("0.333", F(1, 3), True),
        ("0.33", F(1, 3), False),
        ("0.334", F(1, 3), False),
        ("0.3333", F(1, 3), True),
        ("-0.333", F(1, 3), False),
        ("333", F(1000, 3), True),
        ("334", F(1000, 3), False),
        ("0.00333", F(1, 300), True),
        ("3.33e-3", F(1, 300), True),
        ("1/3", F(1, 3), True),
        ("0.1", F(1, 10), True),
        # half-way cases go either way
        ("0.312", F(3125, 10000), True),
        ("0.313", F(3125, 10000), True),
        ("0.311", F(3125, 10000), False),
        ("-0.312", F(-3125, 10000), True),
        ("-0.313", F(-3125, 10000), True),
        ("0.000", F(1, 8000), False),
    ],
)
def test_a_rational_truth_is_met_exactly_or_rounded_to_three_figures(text, truth, ok):
    assert accepts(_answer(text), truth).ok is ok


@pytest.mark.parametrize(
    ("text", "truth", "ok"),
    [
        # within 1e-8 + 1e-2*|t|, inclusive
        ("2.02000001", 2.0, True),
        ("2.0200000100001", 2.0, False),
        ("1.97999999", 2.0, True),
        ("1.9799999899999", 2.0, False),
        ("0.10100001", 0.1, True),
        ("0.101000011", 0.1, False),
        # a correct rounding to 2 figures or more
        ("0.20", SIGMOID, True),
        ("0.2", SIGMOID, False),
        ("0.197", SIGMOID, True),
        ("0.19", SIGMOID, False),
        ("0.21", SIGMOID, False),
        ("1.4", math.e / 2, True),
        ("0.12", 0.125, True),
        ("0.13", 0.125, True),
        ("0.14", 0.125, False),
        ("1.2e1", 12.5, True),
        # the sign must match unless |t| <= 1e-8
        ("-0.20", SIGMOID, False),
        ("-0.000000001", 0.000000001, True),
        ("-0.00000000000001", 0.000000010001, False),
        ("0", 0.00000001, True),
        ("0", 0.0000000101, False),
        ("0", 0.0, True),
        ("0.00000001", 0.0, True),
        ("0.0000000101", 0.0, False),
        ("0.00", 0.001, False),
    ],
)
def test_another_truth_is_met_within_one_per_cent_or_rounded_to_two_figures(text, truth, ok):
    assert accepts(_answer(text), truth).ok is ok


def test_a_float_may_be_called_rational():
    assert accepts(_answer("2.01"), 2.0).ok
    assert not accepts(_answer("2.01"), 2.0, rational=True).ok


@pytest.mark.parametrize(
    ("text", "truth", "tolerance", "ok"),
    [
        ("11.5", F(10), BOUNDS, True),
        ("11.500001", F(10), BOUNDS, False),
        ("8.5", F(10), BOUNDS, True),
        ("-0.4", F(1, 10), BOUNDS, True),
        ("0.5", F(0), BOUNDS, True),
        ("0.33", F(1, 3), PLACES, True),
        ("0.333", F(1, 3), PLACES, True),
        ("0.3", F(1, 3), PLACES, False),
        ("0.339", F(1, 3), PLACES, False),
        ("1/3", F(1, 3), PLACES, True),
        ("2", F(2), PLACES, True),
        ("0.00", F(1, 1000), PLACES, True),
        ("0.3333", F(1, 3), FIGURES, True),
        ("0.333", F(1, 3), FIGURES, False),
        ("0.1966", SIGMOID, FIGURES, True),
        ("0.197", SIGMOID, FIGURES, False),
        ("1/3", F(1, 3), EXACT, True),
        ("0.3333333333333", F(1, 3), EXACT, False),
        ("2.5", 2.5, EXACT, True),
        ("0.19661193324", SIGMOID, EXACT, True),
        ("0.1966", SIGMOID, EXACT, False),
    ],
)
def test_an_exercise_may_state_its_own_tolerance(text, truth, tolerance, ok):
    assert accepts(_answer(text), truth, tolerance).ok is ok


@pytest.mark.parametrize(
    ("tolerance", "truth", "rule"),
    [
        (Tolerance(), F(3), "equal"),
        (Tolerance(), F(1, 3), "equal, or rounded to 3 or more figures"),
        (Tolerance(), SIGMOID, "within 1 %, or rounded to 2 or more figures"),
        (BOUNDS, F(3), "within 0.5 + 10 %"),
        (PLACES, F(3), "equal, or rounded to 2 or more decimals"),
        (FIGURES, F(3), "equal, or rounded to 4 or more figures"),
        (EXACT, F(3), "equal"),
    ],
)
def test_the_rule_in_force_can_be_shown(tolerance, truth, rule):
    assert rule_text(tolerance, truth, is_rational(truth)) == rule


MATRIX = numpy.array([[F(1), F(1, 3)], [F(0), F(-2)]], dtype=object)


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("[[1, 1/3], [0, -2]]", (True, True, True, True)),
        ("[[1, 0.333], [0, -2]]", (True, True, True, True)),
        ("[[1, 0.33], [0, 2]]", (True, False, True, False)),
        ("[[1, -0.333], [0.1, -2]]", (True, False, False, True)),
    ],
)
def test_arrays_are_judged_element_by_element(text, elements):
    found = accepts(_answer(text), MATRIX)
    assert (found.ok, found.elements) == (all(elements), elements)


@pytest.mark.parametrize(
    ("text", "truth", "note"),
    [
        ("[1, 2, 3]", MATRIX, "a list of 3 was given where a 2x2 array is asked"),
        ("1", MATRIX, "a number was given where a 2x2 array is asked"),
        ("[3]", F(3), "a list of 1 was given where a number is asked"),
        ("3", numpy.array([3.0]), "a number was given where a list of 1 is asked"),
        ("[[1, 2]]", numpy.array([1.0, 2.0]), "a 1x2 array was given where a list of 2 is asked"),
    ],
)
def test_a_wrong_shape_is_not_accepted_and_the_shapes_are_named(text, truth, note):
    found = accepts(_answer(text), truth)
    assert (found.ok, found.note, found.elements) == (False, note, ())


@pytest.mark.parametrize("truth", [None, math.nan, math.inf, True, numpy.array([1.0, math.nan])])
def test_nothing_is_accepted_where_there_is_no_truth(truth):
    assert not accepts(_answer("1"), truth).ok


@pytest.mark.parametrize(
    ("text", "value", "same"),
    [
        ("-4", F(-4), True),
        ("-4", -4.0, True),
        ("0.20", SIGMOID, True),
        ("0.197", SIGMOID, True),
        ("0.2", SIGMOID, False),
        ("0.198", SIGMOID, False),
        ("1/3", F(1, 3), True),
        ("1/3", 1 / 3, True),
        ("0.33", F(1, 3), True),
        ("0.3", F(1, 3), False),
        ("12", 12.5, True),
        ("13", 12.5, True),
        ("14", 12.5, False),
        ("1e1", 10.4, False),
        ("0", 0.0, True),
        ("0", 1e-12, True),
        ("5", None, False),
        ("5", math.inf, False),
        ("5", math.nan, False),
        ("[1, 0.33]", numpy.array([F(1), F(1, 3)], dtype=object), True),
        ("[1, 0.34]", numpy.array([F(1), F(1, 3)], dtype=object), False),
        ("[1, 2]", F(1), False),
        ("1", F(10) ** 400, False),
    ],
)
def test_a_number_matches_a_mistake_closely_or_not_at_all(text, value, same):
    assert closely(_answer(text), value) is same
