"""Whether a number can be worked with by hand."""

from __future__ import annotations

from fractions import Fraction

from gradcli.grading.numerals import has_value
from gradcli.operators.elementary import Value, is_array

#: Significant figures beyond which a decimal is a burden, and the largest number.
MOST_FIGURES = 6
LARGEST = 10**5

#: A fraction with a denominator up to this is written as one.
LARGEST_DENOMINATOR = 1000


def awkward(value: Value) -> str:
    """Return why a number, or one of an array, is none for work by hand; "" if it is one.

    >>> awkward(Fraction(1, 3)), awkward(Fraction(1234567, 10**4)), awkward(Fraction(10**7))
    ('', '123.4567, a number of 7 figures', '10000000, larger than 100000')
    """
    if is_array(value):
        return next(filter(None, map(awkward, value.reshape(-1).tolist())), "")
    if not has_value(value):
        return ""
    if abs(value) > LARGEST:
        return f"{_short(value)}, larger than {LARGEST}"
    if isinstance(value, Fraction) and value.denominator > LARGEST_DENOMINATOR:
        figures = figures_of(value)
        if figures is None:
            return f"{value}, a long fraction"
        if figures > MOST_FIGURES:
            return f"{_short(value)}, a number of {figures} figures"
    return ""


def figures_of(value: Fraction) -> int | None:
    """Return the significant figures of a number as a decimal; None if its decimals never end."""
    rest, decimals = value.denominator, 0
    while rest > 1:
        if rest % 2 and rest % 5:
            return None
        rest = rest // 10 if not rest % 10 else rest // 5 if not rest % 5 else rest // 2
        decimals += 1
    return len(str(abs(value * 10**decimals).numerator).strip("0"))


def ugliness(value: Value) -> float:
    """Return how hard a number is to work with: its digits, more for a fraction, and for 0."""
    if is_array(value):
        return float(sum(map(ugliness, value.reshape(-1).tolist())))
    if not isinstance(value, Fraction):
        return 1.0
    digits = len(str(abs(value.numerator))) - 1 + (value == 0)
    return digits + (0 if value.denominator == 1 else 2 + len(str(value.denominator)))


def _short(value: Value) -> str:
    return (
        str(value)
        if isinstance(value, Fraction) and value.denominator == 1
        else f"{float(value):.12g}"
    )
