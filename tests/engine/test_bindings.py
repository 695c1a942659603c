"""What Python gives for an input: numbers of every kind are float64 inside, all else is refused."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from gradcli.engine import evaluate
from gradcli.engine.tape import Tape
from gradcli.errors import BindingProblem, GradcliError
from gradcli.language import parse

#: One program for each operator that NumPy has not for truth values, and ordinary ones.
PROGRAMS = ("x - 1", "-x", "1 - x", "x*x - x", "x/2", "x^2", "relu(x) + x", "max(x, 0.5)")


class Tensor:
    """An array of another library, which NumPy can take."""

    def __init__(self, values: Any) -> None:
        self.values = values

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        return np.array(self.values, dtype=dtype)


class Real:
    """A number of another library."""

    def __float__(self) -> float:
        return 1.0


#: An array [1, 0, 1] of each kind.
ARRAYS: list[Any] = [
    *(np.array([1, 0, 1], dtype=kind) for kind in "?bBhHiIlLefdgO"),
    *([True, False, True], (1, 0, 1), [1, Fraction(0), Decimal(1)], [np.float32(1), 0, np.True_]),
    np.array([True, Fraction(0), Decimal("1.0")], dtype=object),
    *(np.array([[1, 0, 1]], dtype=bool)[0], np.array([1, 9, 0, 9, 1], dtype=np.int16)[::2]),
    *(Tensor([1, 0, 1]), Tensor([True, False, True]), [Real(), 0, 1]),
]
#: A scalar 1 of each kind.
NUMBERS: list[Any] = [
    *(True, 1, 1.0, Fraction(1), Decimal(1), Real(), Tensor(1)),
    *(np.array(1, dtype=kind)[()] for kind in "?bBhHiIlLefdgO"),
    *(np.array(1, dtype=kind) for kind in "?blfgO"),
]


def named(value: Any) -> str:
    return f"{type(value).__name__} {getattr(value, 'dtype', '')}".strip()


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("value", ARRAYS, ids=named)
def test_an_array_of_any_numbers_is_one_of_floats(program: str, value: Any) -> None:
    graph = parse(f"y = {program}; sum(y*[1, 2, 4])")
    wanted = evaluate(graph, {"x": np.array([1.0, 0.0, 1.0])})
    for _ in range(6):  # then the graph is ready to be run again
        worked = evaluate(graph, {"x": value})
        assert worked.value == wanted.value
        assert worked.gradients["x"].tolist() == wanted.gradients["x"].tolist()
        assert worked.value_of("x").dtype == float


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("value", NUMBERS, ids=named)
def test_a_scalar_of_any_kind_is_a_float(program: str, value: Any) -> None:
    graph = parse(program)
    wanted = evaluate(graph, {"x": 1.0})
    for worked in (evaluate(graph, {"x": value}), Tape(graph).run({"x": value})):
        assert (worked.value, worked.gradients) == (wanted.value, wanted.gradients)
        assert type(worked.value_of("x")) is float


@pytest.mark.parametrize(
    "value", [True, 1, Fraction(1), Decimal(1), np.int8(1), np.True_], ids=named
)
def test_whole_numbers_and_truth_values_are_exact(value: Any) -> None:
    worked = evaluate(parse("x/3 - 1"), {"x": value}, exact=True)
    assert (worked.value, worked.gradients["x"]) == (Fraction(-2, 3), Fraction(1, 3))
    arrays = evaluate(parse("sum(x)/3"), {"x": [value, value]}, exact=True)
    assert arrays.value == Fraction(2, 3)
    assert arrays.gradients["x"].tolist() == [Fraction(1, 3)] * 2


@pytest.mark.parametrize(
    "seed", [[True, True], np.array([1, 1], dtype=np.float32), (1, Fraction(1))]
)
def test_a_seed_is_taken_in_the_same_way(seed: Any) -> None:
    assert evaluate(parse("x*x"), {"x": [3, 4]}, seed=seed).gradients["x"].tolist() == [6, 8]


def test_a_number_too_large_is_infinite_alone_and_in_a_list() -> None:
    for value in (10**400, [10**400, 1], np.array([np.longdouble("1e400"), 1])):
        worked = evaluate(parse("sum(x)"), {"x": value}, ieee=True)
        assert worked.value == np.inf


#: What is no number, and what is said of it.
NONE: list[tuple[Any, str]] = [
    (None, "x is None, not a number or an array"),
    ([1, None], r"x\[1\] is None, not a number"),
    ([[1, 2], [3, None]], r"x\[1, 1\] is None"),
    (np.array(None), "x is None"),
    (1j, "x is a complex number: only real numbers have gradients"),
    (np.complex64(1), "x is a complex number"),
    (np.array([1j, 0]), "the elements of x are complex numbers"),
    ([1j, 0], "the elements of x are complex numbers"),
    ("3", "x is a text: only real numbers have gradients"),
    (b"3", "x is a text"),
    (np.str_("3"), "x is a text"),
    (["3", "4"], "the elements of x are texts"),
    (np.array(["3", 4], dtype=object), r"x\[0\] is a text"),
    (datetime.date(2026, 1, 1), "x is a date"),
    (datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), "x is a date"),
    (datetime.timedelta(1), "x is a length of time"),
    (np.datetime64("2026-01-01"), "x is a date"),
    (np.array(["2026-01-01"], dtype="M8[D]"), "the elements of x are dates"),
    (np.array([1, 2], dtype="m8[s]"), "the elements of x are lengths of time"),
    (np.zeros(2, dtype=[("a", int)]), "the elements of x are records"),
    ([[1, 2], [3]], "the rows of x have different lengths"),
    ([1, [2]], "the rows of x have different lengths"),
    ([[1, 2], 3], "the rows of x have different lengths"),
    ({1: 2}, "x is of the type dict, not a number or an array"),
    ({1, 2}, "x is of the type set"),
    (iter([1]), "x is of the type list_iterator"),
    (float, "x is of the type type"),
    (parse("x"), "x is of the type Graph"),
]


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize(("value", "said"), NONE, ids=[named(value) + said for value, said in NONE])
def test_what_is_no_number_is_refused_by_its_name(value: Any, said: str, exact: bool) -> None:
    if exact and said.startswith("the elements"):  # looked at one by one, so it may say which
        said = r"the elements of x are|x\[0\] is"
    ways: list[Callable[[Any], Any]] = [
        lambda given: evaluate(parse("sum(x)"), {"x": given}, exact=exact),
        lambda given: evaluate(parse("sum(x + w)"), {"w": [1.0, 2.0], "x": given}, exact=exact),
    ]
    for work in ways:
        with pytest.raises(BindingProblem, match=f"^({said})") as caught:
            work(value)
        assert caught.value.hint


def test_a_tape_refuses_as_well() -> None:
    with pytest.raises(GradcliError, match="x is a text"):
        Tape(parse("x*x")).run({"x": "3"})
