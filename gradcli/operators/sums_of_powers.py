"""Sums of powers of e in arrays, to the last digits also where they are near 1."""

from __future__ import annotations

import math
from typing import Any

from gradcli.operators import fixed
from gradcli.operators.elementary import each, numpy_module
from gradcli.operators.numerics import product_of

#: The table of powers: e^0, e^(-1/_STEPS), …, e^-_LEAST; what is smaller needs no more digits.
_STEPS, _LEAST = 64, 40

#: Powers of e are added up in units of this size, of which the sum is exact.
_UNIT = 2.0**-29


def logaddexp(a: Any, b: Any) -> Any:
    """Return log(exp(a) + exp(b)): where the larger is small, by how far the sum is from 1.

    The same two ways as `numerics.logaddexp`.
    """
    numpy = numpy_module()
    with numpy.errstate(all="ignore"):
        high, low = numpy.broadcast_arrays(numpy.maximum(a, b), numpy.minimum(a, b))
        above = high + numpy.log1p(numpy.exp(low - high))
        found = numpy.where(high == low, high + math.log(2), above)
        small = (high > -1) & (high < 0.2)
        if small.any():
            found[small] = numpy.log1p(_both_less_one(high[small], low[small]))
    return found


def _both_less_one(high: Any, low: Any) -> Any:
    """Return exp(high) + exp(low) - 1, where it is next to nothing one element at a time."""
    numpy = numpy_module()
    found = numpy.expm1(high) + numpy.exp(low)
    inner = (high <= 0) & (numpy.abs(found) < -high)
    found[inner] = less_one(numpy.stack((high[inner], low[inner]), -1))
    near = inner & (numpy.abs(found) < _NEAREST)
    if near.any():
        found[near] = each(fixed.powers_less_one)(high[near], low[near])
    return found


#: The least that `less_one` finds with all digits of a float.
_NEAREST = 1e-6


def less_one(x: Any) -> Any:
    """Return the sum of exp(x) along the last axis, less 1, for x <= 0; about 1e-22 of it is lost.

    The powers in whole units and the rest of them are added up apart.
    """
    numpy = numpy_module()
    with numpy.errstate(all="ignore"):
        powers, left_out = _powers(x)
    whole = numpy.rint(powers / _UNIT) * _UNIT
    rest = (powers - whole) + left_out
    return (whole.sum(-1) - 1) + rest.sum(-1)


def _powers(x: Any) -> tuple[Any, Any]:
    """Return exp(x) for x <= 0 as two numbers to add.

    That of a multiple of 1/_STEPS from the table, times that of the rest r: 1 + r + r^2/2 + ….
    """
    numpy = numpy_module()
    place = numpy.rint(numpy.maximum(x, -_LEAST) * -_STEPS)
    table = fixed.exponentials(_LEAST * _STEPS + 1, _STEPS)
    power, left_out = numpy.moveaxis(numpy.take(table, place.astype(int), axis=0), -1, 0)
    r = x + place / _STEPS
    square, square_rest = product_of(r, r)
    series = 0.0
    for divisor in range(8, 2, -1):
        series = r / divisor * (1 + series)
    grown = r + square / 2
    grown_rest = square / 2 - (grown - r) + square_rest / 2 + square / 2 * series
    more, more_rest = product_of(power, grown)
    total = power + more
    rest = more - (total - power) + more_rest + power * grown_rest + left_out * (1 + grown)
    inner = x > -_LEAST
    return numpy.where(inner, total, numpy.exp(x)), numpy.where(inner, rest, 0.0)
