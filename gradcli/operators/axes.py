"""Axes of arrays: which ones an operator works along, and how what was reduced is put back.

Shared by the reductions, the matrix operators and the losses. NumPy is imported only when a
function runs.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from gradcli.errors import ShapeProblem
from gradcli.numerals import shape_text
from gradcli.operators.declaration import Option
from gradcli.operators.elementary import Value, numpy_module

AXIS = Option("axis", None, ("dim",), kind="axes")
KEEPDIMS = Option("keepdims", False, ("keepdim",), kind="flag")

Shape = tuple[int, ...]


def array_of(value: Value) -> Any:
    """Return a scalar or array as an array; fractions stay exact."""
    return numpy_module().asarray(value)


def float_array(value: Value) -> Any:
    """Return a scalar or array as an array of floats."""
    return numpy_module().asarray(value, dtype=float)


def number_like(number: float, values: Any) -> Any:
    """Return an option as a fraction if it meets exact values: 0.1 is one tenth there."""
    if values.dtype == object and math.isfinite(number):
        return Fraction(str(number))
    return number


def one_axis(axis: Any, dimensions: int) -> int:
    """Return an axis counted from 0. A scalar may be reduced along axis 0 or -1, as in NumPy.

    >>> one_axis(-1, 2)
    1

    Raises:
        ShapeProblem: there is no such axis.
    """
    if isinstance(axis, tuple) or axis is None or axis != int(axis):
        raise ShapeProblem("one axis is needed here", hint="give a whole number, as in axis=0")
    place, axes = int(axis), max(dimensions, 1)
    if not -axes <= place < axes:
        raise ShapeProblem(
            f"axis {place} is out of range: {_axes_there(dimensions)}",
            hint="axis=0 runs down the columns, axis=1 along the rows, axis=-1 is the last",
        )
    return place % axes


def _axes_there(dimensions: int) -> str:
    if dimensions == 0:
        return "a scalar has no axes"
    if dimensions == 1:
        return "a vector has only axis 0"
    return f"there are {dimensions} axes, 0 to {dimensions - 1}"


def axes_of(x: Any, axis: Any) -> Shape:
    """Return the axes that `axis` means for an array, in ascending order; None means all of them.

    Raises:
        ShapeProblem: an axis is out of range or named twice, or the array has no elements.
    """
    if not x.size:
        raise ShapeProblem(f"an array without elements (shape {shape_text(x.shape)})")
    if axis is None:
        return tuple(range(x.ndim))
    given = axis if isinstance(axis, tuple) else (axis,)
    found = [one_axis(one, x.ndim) for one in given]
    if len(set(found)) < len(found):
        raise ShapeProblem(f"axis {max(found, key=found.count)} is named twice")
    return tuple(sorted(found)) if x.ndim else ()


def count(x: Any, axes: Shape) -> int:
    """Return how many elements are reduced to one."""
    return math.prod(x.shape[axis] for axis in axes)


def kept(shape: Shape, axes: Shape) -> Shape:
    """Return the shape with length 1 at the reduced axes."""
    return tuple(1 if axis in axes else length for axis, length in enumerate(shape))


def restored(reduced: Value, x: Any, axes: Shape) -> Any:
    """Return what has the reduced shape, with or without `keepdims`, to be broadcast against x."""
    return array_of(reduced).reshape(kept(x.shape, axes))


def squeezed(full: Any, axes: Shape, keepdims: bool) -> Any:
    """Return a result without the reduced axes, now of length 1, unless they are to be kept."""
    return full if keepdims else full.squeeze(axis=axes)


def spread(reduced: Value, x: Any, axes: Shape) -> Any:
    """Return something in the reduced shape, as if repeated for every element of x; read only."""
    return numpy_module().broadcast_to(restored(reduced, x, axes), x.shape)


def gathered(x: Any, axes: Shape) -> Any:
    """Return x with the given axes merged into one, the last."""
    last = tuple(range(x.ndim - len(axes), x.ndim))
    moved = numpy_module().moveaxis(x, axes, last)
    return moved.reshape((*moved.shape[: x.ndim - len(axes)], -1))


def scattered(merged: Any, shape: Shape, axes: Shape) -> Any:
    """Undo `gathered`: return the array in its original shape."""
    others = [length for axis, length in enumerate(shape) if axis not in axes]
    moved = merged.reshape((*others, *(shape[axis] for axis in axes)))
    return numpy_module().moveaxis(moved, tuple(range(len(others), len(shape))), axes)


def others(x: Any, axes: Shape) -> Any:
    """Return for each element the sum of those beside it along the axes, without subtracting it.

    Of probabilities it is 1 - x, with all digits also where x is near 1.

    >>> import numpy
    >>> others(numpy.array([1.0, 1e-20]), (0,)).tolist()
    [1e-20, 1.0]
    """
    merged = gathered(x, axes)
    found = _before(merged) + _before(merged[..., ::-1])[..., ::-1]
    return scattered(found, x.shape, axes)


def _before(merged: Any) -> Any:
    """Return for each element the sum of those before it."""
    numpy = numpy_module()
    before = numpy.zeros_like(merged)
    before[..., 1:] = numpy.cumsum(merged[..., :-1], axis=-1)
    return before


def summed_to(contribution: Any, shape: Shape) -> Any:
    """Return a contribution summed over what broadcasting repeated, in the shape of the operand."""
    if contribution.shape == shape:
        return contribution
    extra = contribution.ndim - len(shape)
    stretched = tuple(
        axis
        for axis in range(contribution.ndim)
        if axis < extra or (shape[axis - extra] == 1 and contribution.shape[axis] != 1)
    )
    if stretched:
        contribution = array_of(contribution.sum(axis=stretched))
    return contribution.reshape(shape)


#: Elements that NumPy's library multiplies on its own. For more it wakes other threads, and waits
#: long for them where the processors are busy.
_ALONE = 8192


def all_finite(values: Any) -> bool:
    """Return whether all elements of an array of floats are finite.

    The sum of the squares says so, unless it is too large: that is quicker than to look at each.
    """
    return math.isfinite(sum_of_squares(values)) or bool(numpy_module().isfinite(values).all())


def sum_of_squares(values: Any) -> Any:
    """Return the sum of the squares of all elements: inf or nan where one of them is, or too large.

    Rows as long as one thread multiplies are summed on their own, and the rest behind them.
    """
    numpy = numpy_module()
    if values.size <= _ALONE:
        return numpy.vdot(values, values)
    flat = values.reshape(-1)
    whole = flat.size - flat.size % _ALONE
    rows, rest = flat[:whole].reshape(-1, 1, _ALONE), flat[whole:]
    squares = numpy.matmul(rows, rows.reshape(-1, _ALONE, 1))
    return numpy.add.reduce(squares, axis=None) + numpy.vdot(rest, rest)


def exponentials(x: Any, axes: Shape) -> tuple[Any, Any, Any, Any]:
    """Return the largest value m, x - m, exp(x - m), which cannot overflow, and the sum of these.

    The reduced axes are kept. An infinite m is taken as 0: a row of -inf has the sum 0 and not nan.
    """
    numpy = numpy_module()
    largest = numpy.maximum.reduce(x, axis=axes, keepdims=True)
    if not all_finite(largest):
        largest = numpy.where(numpy.isfinite(largest), largest, 0.0)
    shifted = x - largest
    powers = numpy.exp(shifted)
    return largest, shifted, powers, numpy.add.reduce(powers, axis=axes, keepdims=True)


#: The largest of the powers, 1, outweighs the others where all add up to less.
_OUTWEIGHED = 1.25


def log_of_total(powers: Any, total: Any, axes: Shape) -> Any:
    """Return log(total) of what `exponentials` returns.

    Where the largest power, which is 1, outweighs the others, by log1p of their sum, of which the
    total has few digits or none.
    """
    numpy = numpy_module()
    if numpy.minimum.reduce(total, axis=None, initial=_OUTWEIGHED) >= _OUTWEIGHED:
        return numpy.log(total)
    with numpy.errstate(all="ignore"):
        lesser = numpy.where(powers == 1, 0.0, powers)
        others = numpy.add.reduce(lesser, axis=axes, keepdims=True)
        outweighed = (total >= 1) & (total < _OUTWEIGHED)
        return numpy.where(outweighed, numpy.log1p(others), numpy.log(total))


#: The two terms of log(sum(exp(x))) cancel where their sum is less than this part of the first.
_CANCELLED = 1 / 4


def log_of_sum(x: Any, axes: Shape) -> Any:
    """Return log(sum(exp(x))), the reduced axes kept.

    Where the sum is near 1, by how far it is from 1: results down to 1e-6 have all digits, and of
    smaller ones about 1e-22 is lost.
    """
    largest, _, powers, total = exponentials(x, axes)
    found = largest + log_of_total(powers, total, axes)
    if numpy_module().minimum.reduce(largest, axis=None) >= 0:
        return found
    near = abs(found) < largest * -_CANCELLED
    if near.any():
        from gradcli.operators.sums_of_powers import less_one

        rows = gathered(x, axes)[near.squeeze(axis=axes)]
        found[near] = numpy_module().log1p(less_one(rows))
    return found
