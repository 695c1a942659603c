"""log(exp(a) + exp(b)) of arrays, to the last digits also where the sum of the powers is near 1."""

from __future__ import annotations

import math
from typing import Any

from gradcli.operators import fixed
from gradcli.operators.elementary import each, numpy_module

#: The table of powers: e^0, e^(-1/_STEPS), …, e^-_LEAST.
_STEPS, _LEAST = 64, 4


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
            found[small] = numpy.log1p(_less_one(high[small], low[small]))
    return found


def _less_one(high: Any, low: Any) -> Any:
    """Return exp(high) + exp(low) - 1, where it is next to nothing one element at a time.

    Few elements are, if the powers have some digits more than a float.
    """
    numpy = numpy_module()
    found = numpy.expm1(high) + numpy.exp(low)
    inner = (high <= 0) & (low > -_LEAST) & (numpy.abs(found) < -high)
    (first, more), (second, others) = _wide(high[inner]), _wide(low[inner])
    rest = first - 1
    left_out = first - (rest + 1)
    found[inner] = rest + second + (left_out + more + others)
    near = numpy.abs(found) < -high / numpy.where(inner, 64, 3)
    if near.any():
        found[near] = each(fixed.powers_less_one)(high[near], low[near])
    return found


def _wide(x: Any) -> tuple[Any, Any]:
    """Return exp(x) for x between -_LEAST and 0 as two numbers to add.

    That of a multiple of 1/_STEPS from the table, times that of the rest.
    """
    numpy = numpy_module()
    place = numpy.rint(x * -_STEPS)
    table = fixed.exponentials(_LEAST * _STEPS + 1, _STEPS)
    power, left_out = numpy.take(table, place.astype(int), axis=0).T
    return power, left_out + power * numpy.expm1(x + place / _STEPS)
