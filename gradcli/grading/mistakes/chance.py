"""How near an answer is to the numbers of mistakes, and how likely such a fit is by chance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from gradcli.engine.forward import in_double, shape_of
from gradcli.grading.answers import Answer
from gradcli.grading.mistakes.claims import Candidate
from gradcli.grading.tolerance import FAR_OF_OTHERS
from gradcli.operators.elementary import Value, is_array


def nearby(answer: Value, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates that are worth a closer look.

    That is those within 6 %, more than a rounding to two figures can do, and arrays of the right
    shape.
    """
    if is_array(answer):
        return [one for one in candidates if shape_of(one.value) == answer.shape]
    typed = in_double(answer)
    return [
        one
        for one in candidates
        if (type(value := one.value) is float or not is_array(value))
        and abs(typed - value) <= FAR_OF_OTHERS * abs(value) + 1e-9
    ]


def identity(value: Value) -> Any:
    """Return what tells two values apart; floats that agree to twelve figures are one."""
    if type(value) is not float and is_array(value):
        return (value.shape, *(identity(part) for part in value.ravel().tolist()))
    return f"{in_double(value):.12g}"


def distinct(values: Iterable[Value]) -> dict[Any, Value]:
    """Return the values by what tells them apart."""
    return {identity(value): value for value in values}


def slip_values(right: Value, neighbours: Iterable[Value]) -> list[Value]:
    """Return what slips make of a right value: also a lost sign, or the number of the next cell."""
    if right is None or is_array(right):
        return []
    return [-right, *arithmetic_slips(right), *(n for n in neighbours if n is not None)]


def arithmetic_slips(right: Value) -> list[Value]:
    """Return what slips of arithmetic make of a number; none for an array.

    One or two off, a factor ten, digits exchanged.
    """
    if right is None or is_array(right):
        return []
    near = [right + off for off in (1, -1, 2, -2)]
    return [*near, right * 10, right / 10, *_digits_exchanged(right)]


def _digits_exchanged(value: Value) -> list[Value]:
    if isinstance(value, Fraction) and value.denominator == 1:
        digits = str(abs(value.numerator))
        sign = -1 if value < 0 else 1
        return [
            Fraction(sign * int(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]))
            for i in range(len(digits) - 1)
        ]
    return []


def coincidence(answer: Answer, candidates: Mapping[Any, Value] | Iterable[Any]) -> float:
    """Return the chance that a number typed at random fits one of the candidates.

    For whole numbers: whole candidates / (2B + 1) with B = max(20, 2·max|candidate|); for decimals:
    total width of the candidates' rounding intervals / 2B. For an array that of one element, to the
    power of their number, at most 4.
    """
    keys = list(candidates)
    sizes = [_size(key) for key in keys]
    bound = max(20.0, 2 * max(sizes, default=0.0))
    if is_array(answer.value):
        whole_numbers = all(float(part).is_integer() for part in answer.value.ravel())
        chance = len(keys) * (1.0 if whole_numbers else 0.1) / (2 * bound)
        return float(min(1.0, chance) ** min(4, answer.value.size))
    if isinstance(answer.value, Fraction) and answer.value.denominator == 1:
        return len({whole for key in keys if (whole := _whole(key)) is not None}) / (2 * bound + 1)
    return len(keys) * _width(answer) / (2 * bound)


def _whole(key: Any) -> int | None:
    """Return the whole number that a candidate is, or rounds to with two figures, or None."""
    if isinstance(key, tuple):
        return None
    number = float(key)
    if number.is_integer() or 10 <= abs(number) < 1e15:
        return round(number)
    return None


def _size(key: Any) -> float:
    parts = key[1:] if isinstance(key, tuple) else (key,)
    sizes = [abs(float(part)) for part in parts if not isinstance(part, tuple)]
    finite = [size for size in sizes if size < 1e300]
    return max(finite, default=0.0)


def _width(answer: Answer) -> float:
    """Return the width of the interval of numbers that round to the answer as it was typed.

    A fraction or another expression is as narrow as a decimal with four places.
    """
    if answer.figures is None:
        return 1e-4
    decimals = answer.text.strip().lower().partition("e")[0].partition(".")[2]
    return 10.0 ** -len(decimals) if decimals else 1.0
