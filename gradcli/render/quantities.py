"""Values as text: for people, with a few decimals, or in full for programs."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from gradcli.numerals import DIGITS, in_product, is_undefined, numeral, shape_text
from gradcli.operators.elementary import Value, is_array
from gradcli.render.cells import cells
from gradcli.render.languages import said

#: Arrays with more elements are named by their shape on the screen.
MOST_ELEMENTS = 60

#: From here on doubles are no longer whole one by one.
_WHOLE = 2**53


def is_large(value: Value) -> bool:
    """Return whether an array is too large to be written out on a screen."""
    return is_array(value) and value.size > MOST_ELEMENTS


def shown(value: Value, digits: int = DIGITS, language: str = "en") -> str:
    """Return a value as people read it: a matrix with one line for each row, its columns aligned.

    A gradient that does not exist, and a large array, are told in a language.

    >>> import numpy
    >>> print(shown(numpy.array([[1.0, -20.0], [0.5, 3.0]])))
    [[  1, -20],
     [0.5,   3]]
    """
    if not is_array(value):
        return _number(value, digits, language)
    if is_large(value):
        return said("{shape} array", language, shape=shape_text(value.shape))
    written = _written(value.tolist(), lambda number: _number(number, digits, language))
    return _aligned(written, value.ndim)


def on_one_line(value: Value, digits: int = DIGITS, language: str = "en") -> str:
    """Return a value as people read it, on one line."""
    if not is_array(value) or is_large(value):
        return shown(value, digits, language)
    return _joined(_written(value.tolist(), lambda number: _number(number, digits, language)))


def as_factor(value: Value, digits: int = DIGITS, language: str = "en") -> str:
    """Return a value as it stands within a product or a sum."""
    written = shown(value, digits, language)
    return written if is_array(value) else in_product(written)


def _number(value: Any, digits: int, language: str) -> str:
    written = numeral(value, digits)
    return said(written, language) if written == "undefined" else written


def in_full(value: Value) -> str:
    """Return a value with all its digits, for programs.

    2.0 is `2`, a fraction `20/3`, an array `[1, 0.5]`. A float that is read back is the same float.
    """
    if is_array(value):
        return _joined(_written(value.tolist(), in_full))
    if value is None or isinstance(value, (bool, Fraction)) or not math.isfinite(value):
        return numeral(value)
    return str(int(value)) if value == int(value) and abs(value) < _WHOLE else repr(float(value))


def for_json(value: Value) -> Any:
    """Return a value as JSON has it.

    `"nan"`, `"inf"` and `"-inf"` are strings, arrays nested lists; None and UNDEFINED are null. An
    exact whole number is an integer and another exact fraction a string such as `"20/3"`.
    """
    if is_array(value):
        return _written(value.tolist(), for_json)
    if value is None or is_undefined(value):
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    return float(value) if math.isfinite(value) else numeral(value)


def _written(nested: Any, write: Callable[[Any], Any]) -> Any:
    """Return nested lists with what is written for each number; as deep as an array."""
    if isinstance(nested, list):
        return [_written(part, write) for part in nested]
    return write(nested)


def _joined(nested: Any) -> str:
    if isinstance(nested, list):
        return f"[{', '.join(map(_joined, nested))}]"
    return str(nested)


def _aligned(nested: Any, depth: int) -> str:
    """Return nested lists of numerals over as many lines as there are rows, the columns aligned."""
    if depth == 1:
        return _joined(nested)
    rows = _rows(nested, depth)
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    lines = iter(
        "["
        + ", ".join(" " * (w - cells(part)) + part for part, w in zip(row, widths, strict=True))
        + "]"
        for row in rows
    )
    return _stacked(nested, depth, lines)


def _rows(nested: Any, depth: int) -> list[list[str]]:
    if depth == 1:
        return [nested]
    return [row for part in nested for row in _rows(part, depth - 1)]


def _stacked(nested: Any, depth: int, lines: Any) -> str:
    """Return the lines of the rows in the brackets of the dimensions around them."""
    if depth == 1:
        return str(next(lines))
    parts = [_stacked(part, depth - 1, lines).replace("\n", "\n ") for part in nested]
    return "[" + ",\n ".join(parts) + "]"
