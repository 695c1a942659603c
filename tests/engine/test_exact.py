"""Exact work: what was typed is a fraction, what was rounded stays a float and is said to be."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from gradcli import evaluate, jacobian, parse, read_value
from gradcli.engine import values_of
from gradcli.errors import DomainProblem, LimitError
from gradcli.operators.elementary import where

#: Digits of a literal beyond what Python reads as a whole number.
LONG = "1" * 5_000


def exactly(program: str, **texts: str) -> Any:
    """Return the derivation of a program with fractions, at values as they are typed."""
    at = {name: read_value(text, exact=True) for name, text in texts.items()}
    return evaluate(parse(program), at, exact=True)


@pytest.mark.parametrize("text", ["pi", "e", "sqrt(2)", "2^0.5", "exp(1)/3"])
def test_an_irrational_value_stays_a_float(text: str) -> None:
    worked = exactly("x*2 + y", x=text, y="0.1")
    assert worked.value_of("x") == read_value(text)
    assert isinstance(worked.value_of("x"), float)
    assert worked.value_of("y") == Fraction(1, 10)


@pytest.mark.parametrize("value", [0.1, np.float64(0.1), [0.1, 2], np.array([0.1, 2.0])])
def test_a_float_of_python_has_been_rounded_already(value: Any) -> None:
    worked = evaluate(parse("sum(x)"), {"x": value}, exact=True)
    assert isinstance(worked.value, float)
    typed = evaluate(parse("sum(x)"), {"x": Fraction("0.1")}, exact=True)
    assert typed.value == Fraction(1, 10)


@pytest.mark.parametrize(
    ("program", "at", "where"),
    [
        ("(1/3)^2000*x", {"x": "1"}, ["(1/3)^2000"]),
        ("y = (1/3)^400; y*y*x", {"x": "1"}, ["y*y"]),
        (f"x + 0.{LONG}", {"x": "1"}, [f"0.{LONG}"]),
        ("x^0.5 + exp(x)", {"x": "2"}, []),
        ("sum(v^400)", {"v": "[1/3, 1/9]"}, ["v^400"]),
    ],
)
def test_a_fraction_that_grew_too_long_is_said_to_be_rounded(
    program: str, at: dict[str, str], where: list[str]
) -> None:
    worked = exactly(program, **at)
    found = [notice for notice in worked.notices if notice.code == "rounded"]
    assert [worked.graph.text_of(notice.node) for notice in found] == where
    assert all("1,000 binary digits" in notice.text for notice in found)


@pytest.mark.parametrize(
    ("program", "at", "gradient"),
    [
        ("x % y", {"y": "1e-300", "x": "1e300"}, -math.inf),
        ("reciprocal(x)", {"x": "1e-300"}, -math.inf),
        ("var(x)", {"x": "1/3"}, Fraction(0)),
        ("std(x)", {"x": "1/3"}, 0),
        ("sum(floor([x, inf]))", {"x": "1/2"}, 0),
    ],
)
def test_exact_gradients_at_the_edge_of_the_range(
    program: str, at: dict[str, str], gradient: Any
) -> None:
    worked = exactly(program, **at)
    assert worked.gradients[next(iter(at))] == gradient


def test_an_exact_power_with_an_infinite_exponent_is_worked_element_by_element() -> None:
    program = "sum((-1)^[x, inf])"
    assert exactly(program, x="1").values[-1] == evaluate(parse(program), {"x": 1}).values[-1]


def test_exact_comparisons_of_arrays_choose_element_by_element() -> None:
    worked = exactly("sum(where([1, 3] == 3, x, 2))", x="1/3")
    assert (worked.value, worked.gradients["x"]) == (Fraction(7, 3), 1)


def test_an_exact_overflow_does_not_offer_what_exact_work_refuses() -> None:
    with pytest.raises(DomainProblem) as caught:
        exactly("3^700/3^699*x", x="1")
    assert caught.value.hint is not None
    assert "--exact has no inf" in caught.value.hint


@pytest.mark.parametrize("program", [f"x/0.{LONG}", f"x*1{LONG}e-5000"])
def test_literals_of_thousands_of_digits_can_be_read(program: str) -> None:
    assert exactly(program, x="1").value == pytest.approx(evaluate(parse(program), {"x": 1}).value)


def test_an_exact_jacobian_holds_fractions() -> None:
    found = jacobian(parse("v/3"), {"v": [1, 2]}, exact=True)["v"]
    assert found.tolist() == [[Fraction(1, 3), 0], [0, Fraction(1, 3)]]


def _fractions(shape: tuple[int, ...], denominators: int, seed: int) -> Any:
    draw = np.random.default_rng(seed)
    above, under = draw.integers(-9, 9, shape), draw.integers(1, denominators, shape)
    return np.frompyfunc(lambda a, b: Fraction(int(a), int(b)), 2, 1)(above, under)


@pytest.mark.parametrize("denominators", [2, 9, 10**9])
@pytest.mark.parametrize(
    ("left", "right"),
    [((3, 4), (4, 2)), ((4,), (4, 2)), ((3, 4), (4,)), ((4,), (4,)), ((2, 3, 4), (4, 2))],
)
def test_exact_matrix_products_are_those_of_the_fractions(
    left: tuple[int, ...], right: tuple[int, ...], denominators: int
) -> None:
    a, b = _fractions(left, denominators, 1), _fractions(right, denominators, 2)
    graph = parse("y = A @ B; sum(y*y)")
    worked = evaluate(graph, {"A": a, "B": b}, exact=True)
    assert np.all(worked.value_of("y") == a @ b)
    rounded = evaluate(graph, {"A": a.astype(float), "B": b.astype(float)})
    for name in "AB":
        assert worked.gradients[name].shape == rounded.gradients[name].shape
        assert worked.gradients[name].astype(float) == pytest.approx(rounded.gradients[name])


def test_a_large_exact_product_multiplies_whole_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = _fractions((30, 30), 9, 3)

    def refuse(_one: Fraction, _other: Fraction) -> Fraction:
        raise AssertionError("a product of fractions")

    graph = parse("A @ B")
    expected = matrix @ matrix
    with monkeypatch.context() as patched:
        patched.setattr(Fraction, "__mul__", refuse)
        values, _ = values_of(graph, {"A": matrix, "B": matrix}, exact=True)
    assert np.all(values[-1] == expected)


@pytest.mark.parametrize(("size", "denominators"), [(500, 2), (130, 10**12)])
def test_exact_products_that_would_take_minutes_are_refused(size: int, denominators: int) -> None:
    matrix = _fractions((size, size), denominators, 4)
    with pytest.raises(LimitError, match="products of") as caught:
        evaluate(parse("sum(A @ A)"), {"A": matrix}, exact=True)
    assert "without --exact" in caught.value.hint


@pytest.mark.parametrize("function", ["relu", "abs", "sign", "leaky_relu", "hardtanh"])
def test_exact_pieces_of_arrays_have_exact_gradients(function: str) -> None:
    worked = exactly(f"sum({function}(x)*y)", x="[-1/2, 1/4, 0]", y="[1/3, 1/3, 1/3]")
    assert all(isinstance(part, Fraction) for part in worked.gradients["x"])


def test_a_choice_between_infinity_and_nothing_is_made_by_element() -> None:
    assert where(np.array([True, False]), math.inf, 0.0).tolist() == [math.inf, 0.0]
    assert where(np.array([True, False]), 2, 0).tolist() == [2, 0]


def test_only_a_number_of_the_program_is_said_to_be_rounded() -> None:
    """An input may have another value than the one that the program gives it."""
    assert not exactly("a = 2; a*x", a="sqrt(2)", x="3").notices
    (notice,) = exactly(f"a = 0.{LONG[:400]}; a*x", x="3").notices
    assert notice.code == "rounded"
