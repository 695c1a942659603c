"""Matrix products, of floats by NumPy and of fractions over common denominators."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from gradcli import limits
from gradcli.operators.elementary import numpy_module

#: Floats are whole one by one up to here.
_WHOLE = 2**53


def product(a: Any, b: Any) -> Any:
    """Return a @ b; among fractions it is exact.

    Fractions are brought over one denominator for each row of a and each column of b, so that only
    whole numbers are multiplied: a product of fractions would cost a common divisor each time.

    >>> import numpy
    >>> third = numpy.array([[Fraction(1, 3)]], dtype=object)
    >>> product(third, third).tolist()
    [[Fraction(1, 9)]]

    Raises:
        LimitError: so many products of fractions would take too long.
    """
    if a.dtype.kind != "O" and b.dtype.kind != "O":
        return a @ b
    count = a.size * (b.size // max(a.shape[-1], 1))
    limits.EXACT_PRODUCTS.check(count)
    left, right = a[None, :] if a.ndim == 1 else a, b[:, None] if b.ndim == 1 else b
    under = _denominators(left, right) if _is_rational(a) and _is_rational(b) else None
    if under is None:
        limits.UNLIKE_PRODUCTS.check(count)
        return a.astype(object) @ b.astype(object)
    rows, columns = under
    wholes = _whole_product(_numerators(left, rows), _numerators(right, columns))
    found = numpy_module().frompyfunc(Fraction, 2, 1)(wholes, rows * columns)
    return found.reshape((*found.shape[:-2], *a.shape[-2:-1], *b.shape[-1:][: b.ndim - 1]))


def _is_rational(array: Any) -> bool:
    """Return whether an array has fractions alone, and neither floats nor symbols."""
    return array.dtype == object and all(isinstance(part, (Fraction, int)) for part in array.flat)


def _denominators(a: Any, b: Any) -> tuple[Any, Any] | None:
    """Return common denominators of the rows of a and the columns of b, None if they are huge."""
    numpy = numpy_module()
    common = numpy.frompyfunc(math.lcm, 2, 1)
    under = numpy.frompyfunc(lambda part: part.denominator, 1, 1)
    rows = common.reduce(under(a), axis=-1, keepdims=True)
    columns = common.reduce(under(b), axis=-2, keepdims=True)
    bits = max(part.bit_length() for array in (rows, columns) for part in array.flat)
    return (rows, columns) if bits <= limits.EXACT_BITS.most else None


def _numerators(array: Any, denominators: Any) -> Any:
    over = numpy_module().frompyfunc(lambda part, d: part.numerator * (d // part.denominator), 2, 1)
    return over(array, denominators)


def _whole_product(a: Any, b: Any) -> Any:
    """Return the product of whole numbers, by floats where these hold every sum exactly."""
    numpy = numpy_module()
    largest = [max(abs(part) for part in array.flat) for array in (a, b)]
    if largest[0] * largest[1] * a.shape[-1] >= _WHOLE:
        return a @ b
    return (a.astype(float) @ b.astype(float)).astype(numpy.int64).astype(object)
