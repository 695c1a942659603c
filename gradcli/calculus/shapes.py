"""Gradients in the shape of what they belong to: summed where broadcasting used a value often.

A gradient may be a smaller term than its node, and then stands for itself repeated: the upstream
gradient of a sum is one number for all elements, and is written as one.
"""

from __future__ import annotations

import math
from typing import Any

from gradcli.calculus.algebra import Algebra
from gradcli.calculus.terms import Shape, is_decimal, number_text
from gradcli.graph import Literal

#: Arrays of 0 and 1 that mark places are written with at most so many elements.
MOST_MARKS = 64

#: Arrays of ones with more elements are written as a choice over the elements of another array.
_MOST_ONES = 12


def repeated(algebra: Algebra, gradient: int, shape: Shape, like: int) -> int:
    """Return a gradient with exactly the given shape, which is that of the term `like`."""
    if algebra.shapes[gradient] == shape:
        return gradient
    number = algebra.number_of(gradient)
    if number is not None and math.prod(shape) <= _MOST_ONES and is_decimal(number):
        return algebra.literal(filled(shape, number_text(number)))
    if math.prod(shape) <= _MOST_ONES:
        return algebra.multiply(gradient, algebra.literal(filled(shape, "1")))
    same = algebra.operation("equal", (like, like))
    # Both branches are one: a choice between them would be simplified away.
    ones = algebra.apply("where", (same, algebra.number(1), algebra.number(1)))
    return algebra.multiply(gradient, ones)


def filled(shape: Shape, number: str) -> Literal:
    """Return an array of one number, as it is typed.

    >>> filled((2, 1), "1")
    (('1',), ('1',))
    """
    literal: Literal = number
    for length in reversed(shape):
        literal = (literal,) * length
    return literal


def summed_back(algebra: Algebra, gradient: int, whole: Shape, shape: Shape) -> int:
    """Return the gradient of an operand of a `shape` that was broadcast to the `whole`."""
    if whole == shape:
        return gradient
    extra = len(whole) - len(shape)
    axes = [
        axis
        for axis, length in enumerate(whole)
        if axis < extra or (shape[axis - extra] == 1 and length != 1)
    ]
    found = algebra.shapes[gradient]
    there = (1,) * (len(whole) - len(found)) + found
    repeats = math.prod(whole[axis] for axis in axes if there[axis] != whole[axis])
    first = len(whole) - len(found)
    real = [axis for axis in axes if axis >= first and (axis < extra or there[axis] != 1)]
    summed = _summed(algebra, gradient, real, whole, shape)
    return algebra.multiply(algebra.number(repeats), summed)


def _summed(algebra: Algebra, gradient: int, axes: list[int], whole: Shape, shape: Shape) -> int:
    found = algebra.shapes[gradient]
    missing, extra = len(whole) - len(found), len(whole) - len(shape)
    if not shape:
        return algebra.operation("sum", (gradient,))
    gone = [axis - missing for axis in axes if axis < extra]
    kept = [axis - missing for axis in axes if axis >= extra]
    if kept:
        gradient = reduced(algebra, "sum", gradient, kept, keepdims=True)
    if gone:
        gradient = reduced(algebra, "sum", gradient, gone)
    return gradient


def reduced(
    algebra: Algebra, operator: str, term: int, axes: Any = None, *, keepdims: bool = False
) -> int:
    """Return a reduction over some axes; over all of them unless axes are given."""
    options: dict[str, Any] = {}
    if axes is not None and (keepdims or len(axes) < len(algebra.shapes[term])):
        options["axis"] = axes[0] if len(axes) == 1 else tuple(axes)
    if keepdims:
        options["keepdims"] = True
    return algebra.operation(operator, (term,), tuple(options.items()))
