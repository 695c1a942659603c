"""Every elementwise operator against closed forms, in all its readings, and at its edges."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import mpmath as mp
import numpy as np
import pytest

from gradcli.operators import OPERATORS, WRITTEN, elementary
from gradcli.operators.declaration import Operator
from gradcli.operators.elementary import Elementary
from gradcli.operators.symbols import LANGUAGE, PYTHON, symbol, text
from tests.operators.closed_forms import CLOSED_FORMS, STEERED, derivative

mp.mp.prec = 1200

ELEMENTWISE = [row for row in WRITTEN.values() if row.elementwise and not row.variadic]
SAMPLES = [(row, sample) for row in ELEMENTWISE for sample in row.samples]
IDS = [f"{row.name}{sample}" for row, sample in SAMPLES]

#: What the text of a rule may call: the float readings of the elementary functions.
FLOATS = {e.name: e.real for e in vars(elementary).values() if isinstance(e, Elementary)}


def defaults(row: Operator) -> dict[str, Any]:
    return {option.name: option.default for option in row.options}


def rule_options(row: Operator) -> dict[str, Any]:
    return {**defaults(row), **({"ties": "split"} if row.ties else {})}


def without_ties(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name != "ties"}


def rules(row: Operator) -> Iterator[tuple[int, Any]]:
    return ((place, rule) for place, rule in enumerate(row.local) if rule is not None)


def gradients(name: str, *arguments: float, **given: Any) -> list[float | None]:
    """Return the local gradients as the engine reads them: by IEEE arithmetic if need be."""
    row = OPERATORS[name]
    options = {**rule_options(row), **given}
    y = row.forward(*arguments, **without_ties(options))
    found: list[float | None] = []
    for rule in row.local:
        if rule is None:
            found.append(None)
            continue
        try:
            found.append(float(rule(*arguments, y, **options)))
        except (ZeroDivisionError, OverflowError, ValueError):
            wide = [a if isinstance(a, bool) else np.float64(a) for a in (*arguments, y)]
            with np.errstate(all="ignore"):
                found.append(float(rule(*wide, **options)))
    return found


def ulps(found: float, truth: Any) -> float:
    """Return the error in units of the last place of the true value."""
    return float(abs(mp.mpf(found) - truth) / math.ulp(float(truth)))


def test_every_operator_has_a_closed_form_and_no_other():
    assert {row.name for row in ELEMENTWISE} == set(CLOSED_FORMS)


@pytest.mark.parametrize(("row", "sample"), SAMPLES, ids=IDS)
def test_value_is_that_of_the_closed_form(row, sample):
    found = row.forward(*sample, **defaults(row))
    exact = [a if isinstance(a, bool) else mp.mpf(a) for a in sample]
    truth = CLOSED_FORMS[row.name](*exact, **defaults(row))
    assert found == truth or ulps(found, truth) <= 4


@pytest.mark.parametrize(("row", "sample"), SAMPLES, ids=IDS)
def test_local_gradient_is_the_derivative_of_the_closed_form(row, sample):
    found = gradients(row.name, *sample)
    for place, _ in rules(row):
        truth = derivative(row.name, place, sample, defaults(row))
        assert found[place] == pytest.approx(float(truth), rel=1e-13, abs=1e-15), place


@pytest.mark.parametrize("row", ELEMENTWISE, ids=lambda row: row.name)
def test_array_reading_is_the_scalar_reading_of_each_element(row):
    columns = [np.array(column) for column in zip(*row.samples, strict=True)]
    with np.errstate(all="ignore"):
        values = row.forward(*columns, **defaults(row))
        slopes = {p: rule(*columns, values, **rule_options(row)) for p, rule in rules(row)}
    for index, sample in enumerate(row.samples):
        value = row.forward(*sample, **defaults(row))
        assert values[index] == pytest.approx(value, rel=1e-15, abs=0)
        for place, slope in slopes.items():
            each = np.broadcast_to(slope, values.shape)[index]
            # A slope inherits the last digits of the value, which NumPy may round otherwise.
            assert float(each) == pytest.approx(gradients(row.name, *sample)[place], rel=1e-14)


@pytest.mark.parametrize(("row", "sample"), SAMPLES, ids=IDS)
def test_symbolic_reading_computes_the_same_numbers(row, sample):
    names = [symbol(name) for name in row.operands]
    known = {**FLOATS, **dict(zip(row.operands, sample, strict=True))}
    value = row.forward(*sample, **defaults(row))
    read = text(symbol(row.forward(*names, **defaults(row))), PYTHON)
    assert eval(read, dict(known)) == value
    for place, rule in rules(row):
        read = text(symbol(rule(*names, symbol("y"), **rule_options(row))), PYTHON)
        assert eval(read, {**known, "y": value}) == gradients(row.name, *sample)[place]


@pytest.mark.parametrize(("row", "sample"), SAMPLES, ids=IDS)
def test_textbook_reading_agrees_with_the_one_that_is_computed(row, sample):
    names = [symbol(name, value) for name, value in zip(row.operands, sample, strict=True)]
    known = {**FLOATS, **dict(zip(row.operands, sample, strict=True)), "pi": math.pi}
    known["y"] = row.forward(*sample, **defaults(row))
    for place, rule in rules(row):
        read = symbol(rule(*names, symbol("y", known["y"]), **rule_options(row)))
        read = read.arguments[0] if read.operation == "because" else read
        found = eval(text(read, LANGUAGE).replace("^", "**"), dict(known))
        assert found == pytest.approx(gradients(row.name, *sample)[place], rel=1e-12)


RULES_AS_TAUGHT = [
    ("sigmoid", 0, "y*(1 - y)"),
    ("tanh", 0, "1 - y^2"),
    ("exp", 0, "y"),
    ("sqrt", 0, "1/(2*y)"),
    ("log", 0, "1/x"),
    ("log2", 0, "1/(x*log(2))"),
    ("exp2", 0, "y*log(2)"),
    ("reciprocal", 0, "-y^2"),
    ("cos", 0, "-sin(x)"),
    ("asin", 0, "1/sqrt(1 - x^2)"),
    ("acos", 0, "-1/sqrt(1 - x^2)"),
    ("atan2", 1, "-a/(a^2 + b^2)"),
    ("divide", 1, "-a/b^2"),
    ("multiply", 0, "b"),
    ("erf", 0, "2/sqrt(pi)*exp(-x^2)"),
    ("gamma", 0, "y*digamma(x)"),
    ("digamma", 0, "polygamma(1, x)"),
    ("polygamma", 1, "polygamma(n + 1, x)"),
    ("relu", 0, "where(x > 0, 1, 0)"),
    ("maximum", 0, "where(a > b, 1, where(a < b, 0, 0.5))"),
    ("clamp", 0, "where(x > low and x < high, 1, 0)"),
]


@pytest.mark.parametrize(("name", "place", "written"), RULES_AS_TAUGHT)
def test_rules_read_as_a_student_writes_them(name, place, written):
    row = OPERATORS[name]
    rule = row.local[place]
    read = rule(*map(symbol, row.operands), symbol("y"), **rule_options(row))
    assert text(symbol(read)) == written


RULES_IN_FORCE = [
    ("relu", (2.0,), "1 (x > 0)"),
    ("relu", (-2.0,), "0 (x < 0)"),
    ("relu", (0.0,), "0 (x == 0)"),
    ("maximum", (3.0, 2.0), "1 (a > b)"),
    ("maximum", (2.0, 3.0), "0 (a < b)"),
    ("maximum", (2.0, 2.0), "0.5 (a == b)"),
    ("elu", (-1.0,), "exp(x)"),
    ("where", (True, 2.0, 3.0), "1 (c)"),
    ("where", (False, 2.0, 3.0), "0 (not c)"),
]


@pytest.mark.parametrize(("name", "values", "written"), RULES_IN_FORCE)
def test_rule_with_cases_reads_as_the_case_in_force(name, values, written):
    row = OPERATORS[name]
    names = [symbol(n, value) for n, value in zip(row.operands, values, strict=True)]
    _, rule = next(rules(row))
    assert text(symbol(rule(*names, symbol("y"), **rule_options(row)))) == written


#: Near kinks, where terms cancel, and where a careless form overflows or underflows.
HARD_VALUES: dict[str, list[tuple[float, ...]]] = {
    "square": [(1e-160,), (1e150,)],
    "rsqrt": [(1e-300,), (1e300,)],
    "cbrt": [(-1e-300,), (1e300,), (0.795,)],
    "expm1": [(1e-20,), (-40.0,), (-1e-9,), (700.0,)],
    "log1p": [(1e-20,), (-1e-9,), (1e300,), (-1 + 1e-15,)],
    "log": [(1 + 1e-15,), (5e-324,), (1e308,)],
    "log_base": [(1e300, 7.0), (8.0, 2.0), (1000.0, 10.0), (1 + 1e-12, 3.0)],
    "logaddexp": [(1000.0, 1000.0), (-1000.0, -999.0), (0.0, -800.0), (1e5, 1e5 + 1)],
    "sec": [(1.5707963267948966,), (1e10,)],
    "csc": [(1e-300,), (3.141592653589793,), (1e10,)],
    "cot": [(1e-300,), (1.5707963267948966,), (3.141592653589793,)],
    "asin": [(1 - 1e-16,), (1e-300,), (0.5,)],
    "acos": [(1 - 1e-16,), (-1 + 1e-16,), (1e-300,)],
    "atan2": [(1e-300, 1e300), (1e300, 1e-300), (1e200, -1e200), (-1e-300, -1.0)],
    "tanh": [(1e-20,), (20.0,), (-400.0,)],
    "asinh": [(1e-20,), (-1e200,), (1e10,)],
    "acosh": [(1 + 1e-15,), (1e300,)],
    "atanh": [(1e-20,), (1 - 1e-16,), (-0.999999,)],
    "hypot": [(1e300, 1e300), (1e-200, 1e-200), (3e-320, 4e-320)],
    "hardsigmoid": [(-3 + 1e-12,), (3 - 1e-12,), (-1e308,)],
    "elu": [(-1e-20,), (-800.0,), (1e-300,)],
    "selu": [(-1e-20,), (-800.0,), (1e-300,)],
    "gelu": [(-30.0,), (-37.5,), (-5.3,), (30.0,), (1e-20,), (-1e-20,), (1e300,), (-0.75,)],
    "silu": [(-700.0,), (700.0,), (-36.9,), (1e-20,), (1e300,)],
    "mish": [(-700.0,), (700.0,), (-36.9,), (1e-20,), (0.6,)],
    "sigmoid": [(-700.0,), (700.0,), (-36.9,), (36.9,), (1e-20,)],
    "softplus": [(1000.0,), (-700.0,), (36.9,), (-36.9,), (1e-20,)],
    "softsign": [(1e300,), (-1e-300,)],
    "logsigmoid": [(-1000.0,), (700.0,), (36.9,), (-36.9,)],
    "erf": [(1e-20,), (5.8,)],
    "erfc": [(26.0,), (10.3,), (-3.0,)],
    "gamma": [(171.0,), (1e-300,), (-99.8,), (-0.61,), (30.2,), (2.8556,)],
    "lgamma": [(1 + 1e-9,), (2 - 1e-9,), (1.42,), (0.37,), (3.24,), (1e-300,), (1e300,)],
    "digamma": [(1.4616321449683622,), (1e-300,), (1e300,), (-20.3,), (-3 + 1e-12,)],
    "polygamma": [(1.0, 1e-150), (1.0, 1e300), (20.0, 0.3), (2.0, -1e-9), (1.0, -3000.25)],
    "logit": [(0.5 + 1e-12,), (1e-300,), (1 - 1e-16,), (0.25,), (0.75,), (0.3,)],
    "xlogy": [(1e-300, 1e-300), (3.0, 1 + 1e-15)],
}


@pytest.mark.parametrize(
    ("name", "arguments"), [(n, point) for n, points in HARD_VALUES.items() for point in points]
)
def test_value_is_exact_to_the_last_digits_where_that_is_hard(name, arguments):
    row = OPERATORS[name]
    truth = CLOSED_FORMS[name](*map(mp.mpf, arguments), **defaults(row))
    assert ulps(float(row.forward(*arguments, **defaults(row))), truth) <= 4
    columns = [np.array([argument]) for argument in arguments]
    with np.errstate(all="ignore"):
        assert ulps(float(row.forward(*columns, **defaults(row))[0]), truth) <= 4


HARD_SLOPES: dict[str, list[tuple[float, ...]]] = {
    "divide": [(1e-10, 1e-155), (1.0, 1e160)],
    "rsqrt": [(1e-200,), (1e200,)],
    "reciprocal": [(1e-150,), (1e150,)],
    "expm1": [(-50.0,)],
    "log1p": [(-1 + 1e-15,), (1e300,)],
    "logaddexp": [(1e5, 1e5 + 1), (-1e5, 0.0), (0.0, -700.0), (700.0, 0.0)],
    "tan": [(1.5707963267948966,), (1e-20,)],
    "cot": [(1e-100,), (1.5707963267948966,)],
    "asin": [(1 - 1e-15,), (-1 + 1e-10,)],
    "acos": [(1 - 1e-15,), (-1 + 1e-10,)],
    "atan": [(1e100,), (1e-100,)],
    "atan2": [(1e200, 1e200), (1e-200, 1e-200), (1e-300, 1.0)],
    "tanh": [(20.0,), (-300.0,), (1e-20,)],
    "asinh": [(1e200,), (1e-20,)],
    "acosh": [(1 + 1e-15,), (1e200,)],
    "atanh": [(1 - 1e-15,), (-1 + 1e-10,)],
    "hypot": [(1e300, 1e300), (1e-300, 1e-300)],
    "elu": [(-50.0,), (-700.0,)],
    "selu": [(-50.0,), (-700.0,)],
    "gelu": [(-30.0,), (-37.0,), (30.0,), (1e-20,)],
    "silu": [(-700.0,), (40.0,), (1e6,), (1e-20,)],
    "mish": [(-700.0,), (40.0,), (1000.0,), (1e-20,)],
    "sigmoid": [(-700.0,), (40.0,), (700.0,)],
    "softplus": [(-700.0,), (1000.0,)],
    "softsign": [(1e100,), (-1e-20,)],
    "logsigmoid": [(700.0,), (-1000.0,), (40.0,)],
    "erf": [(26.0,), (1e-20,)],
    "erfc": [(26.0,), (1e-20,)],
    "gamma": [(100.5,), (-20.3,), (1e-10,)],
    "lgamma": [(1e10,), (-20.3,), (1e-10,)],
    "digamma": [(1e10,), (-20.3,), (1e-100,)],
    "polygamma": [(1.0, 1e10), (1.0, -20.3), (2.0, 1e-50), (20.0, 30.5)],
    "logit": [(1e-12,), (1 - 1e-12,), (0.5,)],
}


@pytest.mark.parametrize(
    ("name", "arguments"), [(n, point) for n, points in HARD_SLOPES.items() for point in points]
)
def test_local_gradient_keeps_12_digits_where_that_is_hard(name, arguments):
    row = OPERATORS[name]
    found = gradients(name, *arguments)
    for place, _ in rules(row):
        # The gamma function is slow at many digits, and cancels none here.
        with mp.workprec(600 if "gamma" in name else 4000):
            truth = float(derivative(name, place, arguments, defaults(row)))
        assert found[place] == pytest.approx(truth, rel=1e-12, abs=0), place


INF = math.inf

LIMITS = [
    ("sigmoid", (INF,), 1),
    ("sigmoid", (-INF,), 0),
    ("sigmoid", (-1e308,), 0),
    ("softplus", (-INF,), 0),
    ("softplus", (INF,), INF),
    ("silu", (-INF,), 0),
    ("gelu", (-INF,), 0),
    ("gelu", (INF,), INF),
    ("mish", (-INF,), 0),
    ("elu", (-INF,), -1),
    ("logaddexp", (INF, INF), INF),
    ("logaddexp", (-INF, -INF), -INF),
    ("logaddexp", (INF, -INF), INF),
    ("logaddexp", (-INF, 3.0), 3),
    ("heaviside", (-INF,), 0),
    ("floor", (INF,), INF),
    ("round", (-INF,), -INF),
    ("atan", (INF,), math.pi / 2),
    ("hypot", (INF, 0.0), INF),
    ("clamp", (INF, -1.0, 2.0), 2),
    ("cbrt", (-INF,), -INF),
]


@pytest.mark.parametrize(("name", "arguments", "limit"), LIMITS)
def test_value_at_infinity_is_the_limit(name, arguments, limit):
    row = OPERATORS[name]
    assert row.forward(*arguments, **defaults(row)) == limit
    columns = [np.array([argument]) for argument in arguments]
    with np.errstate(all="ignore"):
        assert row.forward(*columns, **defaults(row))[0] == limit


NUMERIC = [row for row in ELEMENTWISE if row.family != "conditions"]


@pytest.mark.parametrize("row", NUMERIC, ids=lambda row: row.name)
def test_nan_stays_nan(row):
    numbers = (True, math.nan, math.nan) if row.name == "where" else (math.nan,) * len(row.operands)
    assert math.isnan(row.forward(*numbers, **defaults(row)))


#: The table of conventions, one line per point.
KINKS: list[tuple[str, tuple[float, ...], dict[str, Any], list[float]]] = [
    ("relu", (0.0,), {}, [0]),
    ("abs", (0.0,), {}, [0]),
    ("clamp", (0.0, 0.0, 1.0), {}, [0, 0, 0]),
    ("clamp", (1.0, 0.0, 1.0), {}, [0, 0, 0]),
    ("hardtanh", (1.0,), {}, [0]),
    ("hardtanh", (-1.0,), {}, [0]),
    ("hardsigmoid", (3.0,), {}, [0]),
    ("hardsigmoid", (-3.0,), {}, [0]),
    ("leaky_relu", (0.0,), {}, [0.01]),
    ("leaky_relu", (0.0,), {"slope": 2}, [1]),
    ("leaky_relu", (0.0,), {"slope": -0.5}, [0]),
    ("elu", (0.0,), {"alpha": 0.5}, [0.5]),
    ("elu", (0.0,), {"alpha": 3}, [1]),
    ("selu", (0.0,), {}, [1.0507009873554805]),
    ("sign", (0.0,), {}, [0]),
    ("floor", (2.0,), {}, [0]),
    ("ceil", (2.0,), {}, [0]),
    ("round", (2.5,), {}, [0]),
    ("trunc", (2.0,), {}, [0]),
    ("heaviside", (0.0,), {}, [0]),
    ("maximum", (2.0, 2.0), {}, [0.5, 0.5]),
    ("maximum", (2.0, 2.0), {"ties": "first"}, [1, 0]),
    ("maximum", (2.0, 2.0), {"ties": "last"}, [0, 1]),
    ("maximum", (2.0, 2.0), {"ties": "all"}, [1, 1]),
    ("minimum", (2.0, 2.0), {}, [0.5, 0.5]),
    ("minimum", (2.0, 2.0), {"ties": "first"}, [1, 0]),
    ("minimum", (2.0, 2.0), {"ties": "last"}, [0, 1]),
    ("minimum", (2.0, 2.0), {"ties": "all"}, [1, 1]),
    ("hypot", (0.0, 0.0), {}, [0, 0]),
    ("remainder", (6.0, 2.0), {}, [1, -3]),
    ("sqrt", (0.0,), {}, [INF]),
    ("sqrt", (-0.0,), {}, [INF]),
    ("cbrt", (0.0,), {}, [INF]),
    ("cbrt", (-0.0,), {}, [INF]),
    ("asin", (1.0,), {}, [INF]),
    ("asin", (-1.0,), {}, [INF]),
    ("acos", (1.0,), {}, [-INF]),
    ("acos", (-1.0,), {}, [-INF]),
    ("acosh", (1.0,), {}, [INF]),
    ("xlogy", (0.0, 0.0), {}, [0, 0]),
]


@pytest.mark.parametrize(("name", "arguments", "options", "expected"), KINKS)
def test_gradient_at_a_kink_is_the_convention_and_is_announced(name, arguments, options, expected):
    row = OPERATORS[name]
    given = without_ties({**defaults(row), **options})
    assert gradients(name, *arguments, **options) == expected
    assert any(bool(kink.at(*arguments, **given)) for kink in row.kinks)
    columns = [np.array([argument, argument]) for argument in arguments]
    for kink in row.kinks:
        assert list(kink.at(*columns, **given)) == [kink.at(*arguments, **given)] * 2
    with np.errstate(all="ignore"):
        y = row.forward(*columns, **given)
        for place, rule in rules(row):
            slope = rule(
                *columns, y, **{**given, **({"ties": "split"} if row.ties else {}), **options}
            )
            assert list(np.broadcast_to(slope, 2)) == [expected[place]] * 2


def test_every_kink_has_a_line_in_the_table():
    tested = {name for name, *_ in KINKS} | {"pow", "atan2"}
    assert {row.name for row in ELEMENTWISE if row.kinks} == tested


@pytest.mark.parametrize(("row", "sample"), SAMPLES, ids=IDS)
def test_samples_lie_inside_the_domain_and_away_from_kinks(row, sample):
    if row.domain.holds is not None:
        assert row.domain.holds(*sample, **defaults(row))
    for kink in row.kinks:
        assert kink.blocks or not kink.at(*sample, **defaults(row))


@pytest.mark.parametrize("name", ["sign", "floor", "ceil", "round", "trunc", "heaviside"])
def test_step_functions_announce_everywhere_that_the_gradient_is_blocked(name):
    row = OPERATORS[name]
    assert gradients(name, 0.3) == [0]
    assert [kink.at(0.3, **defaults(row)) for kink in row.kinks if kink.blocks] == [True]


def test_angle_of_the_origin_has_no_gradient():
    there = [k for k in OPERATORS["atan2"].kinks if k.at(0.0, 0.0)]
    assert [kink.undefined for kink in there] == [True]
    assert not any(kink.at(0.0, 2.0) for kink in OPERATORS["atan2"].kinks)


def test_angle_announces_its_jump_and_keeps_the_gradient_of_both_sides():
    assert any(kink.at(0.0, -2.0) for kink in OPERATORS["atan2"].kinks)
    assert gradients("atan2", 0.0, -2.0) == [-0.5, 0]


def test_clamp_with_crossed_bounds_is_the_upper_one():
    assert OPERATORS["clamp"].forward(0.5, 2.0, 1.0) == 1
    assert gradients("clamp", 0.5, 2.0, 1.0) == [0, 0, 1]


def test_bounds_of_clamp_receive_the_gradient_where_they_are_in_force():
    assert gradients("clamp", -3.0, -1.0, 2.0) == [0, 1, 0]
    assert gradients("clamp", 5.0, -1.0, 2.0) == [0, 0, 1]


OUTSIDE: dict[str, list[tuple[float, ...]]] = {
    "divide": [(1.0, 0.0)],
    "remainder": [(1.0, 0.0)],
    "pow": [(0.0, -1.0), (-8.0, 0.5)],
    "sqrt": [(-1e-300,)],
    "rsqrt": [(0.0,), (-1.0,)],
    "reciprocal": [(0.0,), (-0.0,)],
    "log": [(0.0,), (-1.0,)],
    "log2": [(0.0,)],
    "log10": [(-2.0,)],
    "log1p": [(-1.0,), (-3.0,)],
    "log_base": [(0.0, 2.0), (2.0, 0.0), (2.0, 1.0), (2.0, -2.0)],
    "csc": [(0.0,)],
    "cot": [(-0.0,)],
    "asin": [(1.0000000000000002,), (-2.0,)],
    "acos": [(1.0000000000000002,), (-2.0,)],
    "acosh": [(0.9999999999999999,)],
    "atanh": [(1.0,), (-1.0,)],
    "gamma": [(0.0,), (-3.0,), (-INF,)],
    "lgamma": [(0.0,), (-3.0,)],
    "digamma": [(0.0,), (-3.0,), (-INF,)],
    "polygamma": [(1.0, 0.0), (2.0, -3.0), (0.5, 1.0), (-1.0, 1.0), (21.0, 1.0)],
    "logit": [(0.0,), (1.0,), (2.0,)],
    "xlogy": [(1.0, 0.0), (1.0, -1.0), (0.0, -1.0)],
}


def test_every_domain_has_points_outside():
    assert {row.name for row in ELEMENTWISE if row.domain.holds} == set(OUTSIDE)


@pytest.mark.parametrize(
    ("name", "arguments"), [(n, point) for n, points in OUTSIDE.items() for point in points]
)
def test_domain_excludes_what_has_no_value(name, arguments):
    holds = OPERATORS[name].domain.holds
    assert not holds(*arguments)
    assert not holds(*[np.array([argument]) for argument in arguments])[0]


RATIONAL = [row for row in NUMERIC if row.rational]


@pytest.mark.parametrize("row", RATIONAL, ids=lambda row: row.name)
def test_fractions_stay_fractions_as_numbers_and_in_arrays(row):
    def exactly(sample: tuple[Any, ...]) -> list[Any]:
        return [a if isinstance(a, bool) else Fraction(a) for a in sample]

    if row.name == "pow":
        samples = [[Fraction(2, 3), Fraction(3)], [Fraction(1, 2), Fraction(-2)]]
    else:
        samples = [exactly(sample) for sample in row.samples]
    options, given = rule_options(row), defaults(row)
    columns = [
        np.array(c, bool if c[0] in (True, False) and isinstance(c[0], bool) else object)
        for c in zip(*samples, strict=True)
    ]
    values = row.forward(*columns, **given)
    for index, sample in enumerate(samples):
        value = row.forward(*sample, **given)
        assert isinstance(value, (Fraction, int))
        assert values[index] == value
        for place, rule in rules(row):
            if (row.name, place) == ("pow", 1):
                continue
            slope = rule(*sample, value, **options)
            assert isinstance(slope, (Fraction, int))
            each = np.broadcast_to(rule(*columns, values, **options), len(samples))[index]
            assert each == slope


def test_exact_options_and_shares_are_the_decimals_that_were_typed():
    assert OPERATORS["leaky_relu"].forward(Fraction(-1), slope=0.1) == Fraction(-1, 10)
    assert OPERATORS["leaky_relu"].local[0](Fraction(-1), None, slope=0.1) == Fraction(1, 10)
    share = OPERATORS["maximum"].local[0](Fraction(1), Fraction(1), None, ties="split")
    assert share == Fraction(1, 2)
    assert isinstance(share, Fraction)


STEPS = [(row, sample) for row, sample in SAMPLES if row.steps]


@pytest.mark.parametrize(("row", "sample"), STEPS, ids=[f"{r.name}{s}" for r, s in STEPS])
def test_steps_of_a_composite_function_give_its_value(row, sample):
    known = {**FLOATS, **dict(zip(row.operands, sample, strict=True)), **defaults(row)}
    found = eval(row.steps.replace("^", "**"), known)
    # Near 0, the steps of expm1 and log1p lose the very digits that those are there to keep.
    assert found == pytest.approx(row.forward(*sample, **defaults(row)), rel=1e-7)


@pytest.mark.parametrize("row", ELEMENTWISE, ids=lambda row: row.name)
def test_row_is_complete(row):
    assert row.doc.endswith(".")
    assert row.source
    assert len(row.local) == len(row.operands)
    assert row.infix or any(f"{call}(" in row.example for call in row.calls)
    assert len(row.samples) >= 2


def test_conditions_carry_no_gradient():
    blind = {row.name for row in ELEMENTWISE if not any(row.local)}
    assert blind == {row.name for row in ELEMENTWISE if row.family == "conditions"}
    assert [OPERATORS["where"].differentiable(place) for place in range(3)] == [False, True, True]


def test_only_what_is_steered_on_purpose_differs_from_the_derivative():
    assert set(STEERED) == {"detach"}
    assert gradients("detach", 3.0) == [0]
    assert OPERATORS["detach"].forward(3.0) == 3
