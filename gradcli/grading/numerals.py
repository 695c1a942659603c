"""Numbers as they are typed: their exact value, and how many figures and decimals stand there.

A plain number is read here, quickly; anything else is an expression, which the language reads.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from typing import Any, NamedTuple

from gradcli.operators.elementary import Value, is_array


class Figures(NamedTuple):
    """How a plain number was typed: its significant figures, and its decimals.

    `0.20` has two figures and two decimals, `1.2e3` two figures and -2 decimals: its last digit
    counts hundreds.
    """

    significant: int
    decimals: int

    @property
    def half_unit(self) -> Fraction:
        """Return half of what the last digit counts: a correct rounding is off by no more."""
        power = 10 ** abs(self.decimals)
        return Fraction(1, 2 * power) if self.decimals >= 0 else Fraction(power, 2)


#: A decimal number; also with a power of ten behind it, as in `1.2×10^-3`.
_PLAIN = re.compile(
    r"([+-]?) ?(?=\.?\d)(\d*)\.?(\d*)"
    r"(?:[eE]([+-]?\d{1,3})| ?[*×·⋅xX] ?10 ?(?:\^|\*\*) ?\(? ?([+-]?\d{1,3}) ?\)?)?",
    re.ASCII,
)

#: A fraction of whole numbers.
_RATIO = re.compile(r"([+-]?) ?(\d{1,300}) ?/ ?(\d{1,300})", re.ASCII)

#: Digits before the decimal point of the largest floating-point number.
_LARGEST = 308


@lru_cache(maxsize=2048)  # a class types the same numbers again and again
def plain_number(text: str) -> tuple[Fraction, Figures] | None:
    """Return the value of a plain number with its figures, None if the text is not one.

    >>> plain_number("-0.20")
    (Fraction(-1, 5), Figures(significant=2, decimals=2))
    >>> plain_number("1.2×10^-3")
    (Fraction(3, 2500), Figures(significant=2, decimals=4))
    >>> plain_number("2*3"), plain_number("1e400")
    (None, None)
    """
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    sign, whole, after, power, other_power = found.groups()
    digits = whole + after
    decimals = len(after) - int(power or other_power or 0)
    if len(digits) - decimals > _LARGEST:
        return None
    number = -int(digits) if sign == "-" else int(digits)
    if decimals <= 0:
        value = Fraction(number * 10**-decimals)
    else:
        value = Fraction(number, 10**decimals)
    return value, Figures(len(digits.lstrip("0")), decimals)


def ratio(text: str) -> Fraction | None:
    """Return the value of a fraction such as `-1/3`, None if the text is not one.

    >>> ratio("-1/3"), ratio("1/0")
    (Fraction(-1, 3), None)
    """
    found = _RATIO.fullmatch(text)
    if found is None or not int(found[3]):
        return None
    value = Fraction(int(found[2]), int(found[3]))
    return -value if found[1] == "-" else value


def has_value(value: Value) -> bool:
    """Return whether a value is a finite number, or an array of nothing else."""
    if type(value) is Fraction:
        return True
    if value is None or isinstance(value, bool):
        return False
    if is_array(value):
        return all(map(has_value, value.reshape(-1).tolist()))
    return isinstance(value, Fraction) or isfinite(value)


def same_number(a: Value, b: Value) -> Any:
    """Return whether two numbers are equal, for arrays in each element.

    Of fractions it takes no detour through the library.
    """
    if type(a) is Fraction and type(b) is Fraction:
        return a.as_integer_ratio() == b.as_integer_ratio()
    return a == b
