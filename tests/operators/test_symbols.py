"""Rules read as symbols: brackets, simplification, cases, and a text that computes."""

from __future__ import annotations

import math
import operator
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcli.operators import elementary as f
from gradcli.operators.cases import choice, opposite, truth
from gradcli.operators.elementary import Elementary
from gradcli.operators.symbols import (
    BLACKBOARD,
    LANGUAGE,
    PYTHON,
    Known,
    Symbol,
    call,
    symbol,
    taught,
    text,
)

a, b, c = (symbol(name) for name in "abc")
FLOATS = {e.name: e.real for e in vars(f).values() if isinstance(e, Elementary)}

WRITTEN = [
    (lambda: a + b * c, "a + b*c"),
    (lambda: (a + b) * c, "(a + b)*c"),
    (lambda: a - (b - c), "a - (b - c)"),
    (lambda: a - (b + c), "a - (b + c)"),
    (lambda: a + (b - c), "a + b - c"),
    (lambda: a / (b / c), "a/(b/c)"),
    (lambda: a / (b * c), "a/(b*c)"),
    (lambda: a / b * c, "a/b*c"),
    (lambda: a * (b / c), "a*(b/c)"),
    (lambda: a * (b * c), "a*b*c"),
    (lambda: a * (b % c), "a*(b % c)"),
    (lambda: a * ((b % c) * a), "a*(b % c*a)"),
    (lambda: a * ((b @ c) * a), "a*(b @ c*a)"),
    (lambda: -(a % b), "-(a % b)"),
    (lambda: -(a % b * c), "-(a % b*c)"),
    (lambda: -(a * b), "-a*b"),
    (lambda: -(a + b), "-(a + b)"),
    (lambda: (-a) ** 2, "(-a)^2"),
    (lambda: -(a**2), "-a^2"),
    (lambda: (a**b) ** c, "(a^b)^c"),
    (lambda: a ** (b**c), "a^b^c"),
    (lambda: a ** (-b), "a^(-b)"),
    (lambda: a ** Fraction(1, 2), "a^(1/2)"),
    (lambda: a ** (b / c), "a^(b/c)"),
    (lambda: f.exp(a + b) * c, "exp(a + b)*c"),
    (lambda: f.where(a < b, a, b), "where(a < b, a, b)"),
    (lambda: (a < b) & (b < c) | (a > c), "a < b and b < c or a > c"),
    (lambda: (a < b) & ((b < c) | (a > c)), "a < b and (b < c or a > c)"),
    (lambda: ~(a < b), "not (a < b)"),
    (lambda: a[(0, 1)], "a[(0, 1)]"),
    (lambda: (a + b)[0], "(a + b)[0]"),
    (lambda: a * float("inf"), "a*inf"),
    (lambda: a * Fraction(-1, 3), "-a*(1/3)"),
]


@pytest.mark.parametrize(("build", "written"), WRITTEN, ids=[w for _, w in WRITTEN])
def test_brackets_stand_only_where_they_are_needed(build, written):
    assert text(build()) == written


SIMPLIFIED = [
    (lambda: 1 * a, "a"),
    (lambda: a * 0, "0"),
    (lambda: -1 * a, "-a"),
    (lambda: a * -2, "-a*2"),
    (lambda: 0 + a, "a"),
    (lambda: a + 0.0, "a"),
    (lambda: a - 0, "a"),
    (lambda: 0 - a, "-a"),
    (lambda: a + -2, "a - 2"),
    (lambda: a - -b, "a + b"),
    (lambda: operator.neg(-a), "a"),
    (lambda: -(a - b), "b - a"),
    (lambda: -a * b, "-a*b"),
    (lambda: -a / b, "-a/b"),
    (lambda: -2 / a, "-2/a"),
    (lambda: a / 1, "a"),
    (lambda: a / b / b, "a/b^2"),
    (lambda: a**1, "a"),
    (lambda: a**0, "1"),
    (lambda: symbol(2) - 1, "1"),
    (lambda: symbol(2.0) * 3, "6"),
    (lambda: symbol(0.1) + 0.2, "0.1 + 0.2"),
]


@pytest.mark.parametrize(("build", "written"), SIMPLIFIED)
def test_what_a_student_would_not_write_is_left_out(build, written):
    assert text(build()) == written


def test_notations_differ_in_their_signs_only():
    rule = a * b ** (c - 2.0)
    assert text(rule, LANGUAGE) == "a*b^(c - 2)"
    assert text(rule, BLACKBOARD) == "a·b^(c - 2)"
    assert text(rule, PYTHON) == "a*pow(b, c - 2.0)"


def test_python_regroups_nothing():
    assert text(a * (b * c), PYTHON) == "a*(b*c)"
    assert text(a + (b + c), PYTHON) == "a + (b + c)"
    assert text(a / b / b, PYTHON) == "a/b/b"
    assert eval(text(symbol(1.0) * math.inf, PYTHON)) == math.inf


def test_textbook_is_shown_and_the_stable_form_is_computed():
    rule = taught(1 - a**2, f.cosh(b))
    assert (text(rule), text(rule, PYTHON)) == ("1 - a^2", "cosh(b)")
    assert (text(-rule), text(-rule, PYTHON)) == ("-(1 - a^2)", "-cosh(b)")
    assert (text(c / rule), text(c / rule, PYTHON)) == ("c/(1 - a^2)", "c/cosh(b)")
    assert f.taught(lambda: pytest.fail("not needed"), lambda: 2.0) == 2.0


def test_known_number_is_written_as_its_formula():
    log2 = Known(math.log(2), call("log", 2))
    assert text(a * log2) == "a*log(2)"
    assert eval(text(a * log2, PYTHON), {"a": 3.0}) == 3 * math.log(2)
    assert 2 * log2 == 2 * math.log(2)


def test_symbol_is_neither_true_nor_false():
    with pytest.raises(TypeError, match="where"):
        bool(a < b)


VALUES = {"x": 2.0, "y": 3.0}
x, y, unknown = symbol("x", 2.0), symbol("y", 3.0), symbol("z")

TRUTHS = [
    (x < y, True),
    (x >= y, False),
    (x > 0, True),
    (f.equal(x, 2), True),
    (f.not_equal(x, 2), False),
    (~(x < y), False),
    (unknown > 0, None),
    (~(unknown > 0), None),
    ((x < y) & (unknown > 0), None),
    ((x > y) & (unknown > 0), False),
    ((x < y) | (unknown > 0), True),
    ((x > y) | (unknown > 0), None),
    ((x < y) & (y > 0), True),
    ((x > y) | (y < 0), False),
    (symbol("c", True), True),
    (symbol("c", False), False),
    (symbol("c"), None),
    (symbol("A", np.array([1.0, 2.0])) > 0, None),
]


@pytest.mark.parametrize(("condition", "holds"), TRUTHS, ids=[str(c) for c, _ in TRUTHS])
def test_truth_of_a_condition(condition, holds):
    assert truth(condition) is holds
    assert truth(opposite(condition)) is (None if holds is None else not holds)


OPPOSITES = [
    (a < b, "a >= b"),
    (~(a < b), "a < b"),
    ((a < b) & (b < c), "a >= b or b >= c"),
    ((a < b) | (b < c), "a >= b and b >= c"),
    (c, "not c"),
]


@pytest.mark.parametrize(("condition", "written"), OPPOSITES)
def test_opposite_of_a_condition(condition, written):
    assert text(opposite(condition)) == written


CHOICES = [
    (lambda: choice(x > 0, 1, 0), "1 (x > 0)"),
    (lambda: choice(x < 0, 1, 0), "0 (x >= 0)"),
    (lambda: choice(x < 0, 1, y), "y"),
    (lambda: choice(unknown > 0, 1, 0), "where(z > 0, 1, 0)"),
    (lambda: choice(unknown > 0, 1, 1), "1"),
    (lambda: choice(symbol(2) > 0, 1, 0), "1"),
    (lambda: choice(symbol("c", True), 1, 0), "1 (c)"),
    (lambda: choice(symbol("c", False), 1, 0), "0 (not c)"),
    (lambda: f.kinked(x, 0, 1), "1 (x > 0)"),
    (lambda: f.kinked(x, 0, 1, at=2), "0 (x == 2)"),
    (lambda: f.kinked(x, 0, 1, at=5), "0 (x < 5)"),
    (lambda: choice(x > 5, 9, choice(x > 1, 7, 8)), "7 (x > 1)"),
]


@pytest.mark.parametrize(("build", "written"), CHOICES, ids=[w for _, w in CHOICES])
def test_choice_names_the_case_in_force_and_why(build, written):
    assert text(build()) == written
    number = written.split(" (")[0]
    assert text(build(), PYTHON) != written or written == number


@pytest.mark.parametrize(
    ("left", "right", "least"), [(-1, 1, 0), (0, 1, 0), (0.1, 1, 0.1), (1, 3, 1), (-3, -1, -1)]
)
def test_least_norm(left, right, least):
    assert f.least_norm(left, right) == f.least_norm(right, left) == least
    assert [f.kinked(v, left, right) for v in (-1.0, 0.0, 1.0)] == [left, least, right]


# --- a random rule, as a symbol and as a number at once

ENVIRONMENT = {"p": 1.5, "q": 0.75, "r": 2.25}
names = st.sampled_from([(symbol(name), value) for name, value in ENVIRONMENT.items()])
numbers = st.sampled_from([0.0, 1.0, -1.0, 2.0, -3.0, 0.5, -0.1, 7.0]).map(
    lambda number: (symbol(number), number)
)
SIGNS = [operator.add, operator.sub, operator.mul, operator.truediv, operator.mod]
CALLS = [f.tanh, f.sin, f.sigmoid, f.softplus, f.absolute, f.atan, f.floor]
RELATIONS = [operator.lt, operator.ge, f.equal, f.not_equal]


def combined(sign, left, right):
    """Return the pair (symbol, number); a number that does not exist is nan."""
    try:
        number = sign(left[1], right[1])
    except (ZeroDivisionError, OverflowError, ValueError):
        number = math.nan
    return sign(left[0], right[0]), number


def chosen(relation, left, right, then, otherwise):
    if math.isnan(left[1] + right[1]):
        return then[0], math.nan
    condition = combined(relation, left, right)
    return f.where(condition[0], then[0], otherwise[0]), f.where(
        condition[1], then[1], otherwise[1]
    )


def divided_twice(one):
    """Return one/p/p, which people write as one/p^2."""
    p = (symbol("p"), ENVIRONMENT["p"])
    return combined(operator.truediv, combined(operator.truediv, one, p), p)


def grown(inner):
    return st.one_of(
        st.builds(combined, st.sampled_from(SIGNS), inner, inner),
        st.builds(lambda g, one: (g(one[0]), g(one[1])), st.sampled_from(CALLS), inner),
        st.builds(lambda one: (-one[0], -one[1]), inner),
        st.builds(lambda one, n: combined(f.power, one, (symbol(n), n)), inner, st.just(2.0)),
        st.builds(divided_twice, inner),
        st.builds(chosen, st.sampled_from(RELATIONS), inner, inner, inner, inner),
    )


rules = st.recursive(names | numbers, grown, max_leaves=12)


@given(rules)
def test_printed_python_computes_the_same_number(rule: tuple[Symbol, float]):
    read, number = rule
    if math.isfinite(number) and abs(number) < 1e15:
        assert eval(text(read, PYTHON), {**FLOATS, **ENVIRONMENT}) == number


@given(rules)
def test_printed_language_means_the_same_number(rule: tuple[Symbol, float]):
    read, number = rule
    written = text(read).replace("^", "**").replace("where(", "choose(")
    known = {**FLOATS, **ENVIRONMENT, "choose": lambda c, p, q: p if c else q}
    if math.isfinite(number) and "%" not in written and "floor" not in written:
        try:
            found = eval(written, known)
        except (ZeroDivisionError, OverflowError):
            return
        assert found == pytest.approx(number, rel=1e-6, abs=1e-6)
