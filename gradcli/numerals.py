"""How numbers are written for people: never cut short, never longer than they are exact."""

from __future__ import annotations

import math
import struct
from fractions import Fraction
from typing import Any

#: Decimals shown unless the user asks for another number; as many as PyTorch prints.
DIGITS = 4

#: Whole numbers are written in full up to here; from here on doubles are no longer whole one by
#: one.
_WHOLE = 10**15


#: Marks a nan as a gradient that does not exist, in bits that arithmetic hands on.
_MARK = 1954

#: An element of an array that stands for a gradient which does not exist. Any number that is added
#: or multiplied gives it again. Source: R marks its missing values, NA, in this way.
UNDEFINED: float = struct.unpack("<d", struct.pack("<Q", 0x7FF8_0000_0000_0000 | _MARK))[0]


def is_undefined(value: Any) -> bool:
    """Return whether a number stands for a gradient that does not exist, and is not just nan.

    >>> is_undefined(-2 * UNDEFINED + 1), is_undefined(math.nan), is_undefined(0.5)
    (True, False, False)
    """
    if not isinstance(value, float) or value == value:
        return False
    bits: int = struct.unpack("<Q", struct.pack("<d", value))[0]
    return bits & 0xFFFF_FFFF == _MARK


def numeral(value: Any, digits: int = DIGITS) -> str:
    """Return a number as text: whole numbers and fractions in full, others with `digits` decimals.

    Below 0.1 that many significant digits are kept instead, and below 1 one of them if `digits` is
    0, so that no small number becomes 0. Zeros at the end say that the number was rounded. None and
    UNDEFINED are written `undefined`.

    >>> numeral(-4.0), numeral(0.7310585786300049), numeral(0.00012345678), numeral(2.9999999996)
    ('-4', '0.7311', '0.0001235', '3.0000')
    """
    if value is None:
        return "undefined"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return str(value)
    if value != value:
        return "undefined" if is_undefined(value) else "nan"
    if not math.isfinite(value):
        return "inf" if value > 0 else "-inf"
    if value == int(value) and abs(value) < _WHOLE:
        return str(int(value))
    return _rounded(float(value), digits)


def _rounded(value: float, digits: int) -> str:
    smallest = 0.1 if digits else 1
    if not smallest <= abs(value) < _WHOLE:
        rounded = f"{value:.{max(digits, 1)}g}"
        return rounded if "e" in rounded else _without_zeros(rounded, value)
    return _without_zeros(f"{value:.{digits}f}", value)


def _without_zeros(rounded: str, value: float) -> str:
    """Drop the zeros at the end where the text is the number itself, up to rounding."""
    if abs(float(rounded) - value) > 1e-13 * abs(value) or "." not in rounded:
        return rounded
    return rounded.rstrip("0").rstrip(".")


def array_text(nested: Any, digits: int = 6) -> str:
    """Return nested lists of numbers on one line, as the language writes an array.

    >>> array_text([[1.0, -0.5], [2.0, 3.0]])
    '[[1, -0.5], [2, 3]]'
    """
    if not isinstance(nested, list):
        return numeral(nested, digits)
    return f"[{', '.join([array_text(part, digits) for part in nested])}]"


def in_product(text: str) -> str:
    """Return a numeral as it stands in a sum or product: negatives and fractions in brackets.

    >>> in_product("-4"), in_product("3")
    ('(-4)', '3')
    """
    return f"({text})" if text.startswith("-") or "/" in text else text


def shape_text(shape: tuple[int, ...]) -> str:
    """Return a shape as people say it: `3`, `2x3`; a scalar is `scalar`.

    >>> shape_text((2, 3)), shape_text(())
    ('2x3', 'scalar')
    """
    return "x".join(map(str, shape)) if shape else "scalar"
