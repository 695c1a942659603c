"""What only moves elements about: transpose, reshape, index, concat and stack, of the matrices.

Each is linear, and hands every gradient back to where its element came from.
"""

# Every rule of an operator has one signature, also where it ignores an operand.
# ruff: noqa: ARG001

from __future__ import annotations

import math
from itertools import accumulate, pairwise
from typing import Any

from gradcli import limits
from gradcli.errors import ShapeProblem
from gradcli.numerals import shape_text
from gradcli.operators.axes import Shape, array_of, one_axis
from gradcli.operators.declaration import Operator, Option
from gradcli.operators.elementary import Value, numpy_module

FAMILY = "matrices"

_MATRIX = ((1.0, 2.0, -1.0), (0.5, -3.0, 4.0))
_VECTOR = (1.0, -2.0, 0.5)
_AXIS = Option("axis", 0, ("dim",), kind="whole")


transpose = Operator(
    name="transpose",
    operands=("x",),
    spelled=("T", "t", "transpose"),
    forward=lambda x: array_of(x).T,
    vjp=(lambda g, x, y: array_of(g).T,),
    vjp_text=("g.T",),
    samples=((_MATRIX,), (_VECTOR,), (2.0,)),
    example="A = [[1, 2], [3, 4]]; B = A.T; B[0, 1]",
    rational=True,
    doc="Rows become columns; a vector stays as it is.",
    source="Giles (2008), An extended collection of matrix derivative results.",
    family=FAMILY,
)


# --- reshape


def _new_shape(x: Any, shape: tuple[int, ...]) -> Shape:
    """Return the shape asked for, with -1 worked out.

    Raises:
        ShapeProblem: the elements do not fill it, or it makes no sense.
    """
    wanted = tuple(int(length) for length in shape)
    written = ", ".join(map(str, wanted))
    unknown = wanted.count(-1)
    if unknown > 1 or any(length < 1 and length != -1 for length in wanted):
        raise ShapeProblem(
            f"[{written}] is not a shape: lengths are 1 or more",
            hint="one of them may be -1, which means whatever is left",
        )
    limits.AXES.check(len(wanted))
    known = math.prod(length for length in wanted if length != -1)
    if x.size % known or (not unknown and x.size != known):
        raise ShapeProblem(
            f"the {x.size} elements of shape {shape_text(x.shape)} do not fill "
            f"the shape [{written}]",
            hint=f"the lengths must multiply to {x.size}",
        )
    return tuple(x.size // known if length == -1 else length for length in wanted)


def _reshape(x: Value, *, shape: tuple[int, ...]) -> Value:
    x = array_of(x)
    return x.reshape(_new_shape(x, shape))


reshape = Operator(
    name="reshape",
    operands=("x",),
    forward=_reshape,
    vjp=(lambda g, x, y, shape: array_of(g).reshape(array_of(x).shape),),
    vjp_text=("g, reshaped back",),
    options=(Option("shape", (-1,), kind="shape"),),
    samples=((_MATRIX,), (_VECTOR,), (2.0,)),
    example="x = [1, 2, 3, 4]; A = reshape(x, [2, 2]); A[1, 0]",
    rational=True,
    doc="The same elements, row by row, in another shape; one length may be -1.",
    source="Linearity; reshape as in NumPy.",
    family=FAMILY,
)


# --- index and slices


def _places(x: Any, items: tuple[Any, ...]) -> tuple[int | slice, ...]:
    """Return index items as NumPy takes them.

    Raises:
        ShapeProblem: more items than axes, or an index out of range, or nothing is left.
    """
    if len(items) > x.ndim:
        axes = "1 axis" if x.ndim == 1 else f"{x.ndim} axes"
        raise ShapeProblem(
            f"{len(items)} {'index' if len(items) == 1 else 'indices'} for shape "
            f"{shape_text(x.shape)}, which has {axes if x.ndim else 'no axes'}"
        )
    return tuple(_place(item, length) for item, length in zip(items, x.shape, strict=False))


def _place(item: Any, length: int) -> int | slice:
    if not isinstance(item, tuple):
        if not -length <= item < length:
            raise ShapeProblem(
                f"index {item} is out of range: there {_elements(length)}",
                hint=f"the first is 0, the last {length - 1} or -1",
            )
        return int(item)
    if item[2] == 0:
        raise ShapeProblem("the step of a slice is 0", hint="leave it out, or use 1 or -1")
    if not len(range(*slice(*item).indices(length))):
        start, stop, step = ("" if part is None else str(part) for part in item)
        written = f"{start}:{stop}" + (f":{step}" if step else "")
        raise ShapeProblem(f"the slice {written} is empty: there {_elements(length)}")
    return slice(*item)


def _elements(length: int) -> str:
    return "is 1 element" if length == 1 else f"are {length} elements"


def _index(x: Value, *, index: tuple[Any, ...]) -> Value:
    x = array_of(x)
    return x[_places(x, index)]


def _index_vjp(g: Value, x: Value, y: Value, *, index: tuple[Any, ...]) -> Value:
    """contribution = g where the elements were taken, 0 elsewhere."""
    x, g = array_of(x), array_of(g)
    contribution = numpy_module().zeros(x.shape, dtype=g.dtype)
    # The ellipsis makes NumPy set a single fraction as a number, not as an array in the array.
    contribution[(*_places(x, index), ...)] = g
    return contribution


index = Operator(
    name="index",
    operands=("x",),
    infix="[]",
    forward=_index,
    vjp=(_index_vjp,),
    vjp_text=("g at the place, else 0",),
    options=(Option("index", (), kind="index"),),
    samples=((_VECTOR,), (_MATRIX,)),
    example="x = [1, 2, 3]; x[1]",
    rational=True,
    doc="One element or a slice; what is not taken receives no gradient.",
    source="Linearity; indices and slices as in NumPy.",
    family=FAMILY,
)


# --- concat and stack


def _shapes(arrays: list[Any]) -> str:
    shapes = [shape_text(array.shape) for array in arrays]
    if len(shapes) < 5:
        return ", ".join(shapes[:-1]) + " and " + shapes[-1]
    differing = next(shape for shape in shapes if shape != shapes[0])
    return f"{shapes[0]} and {differing}"


def _concat(*xs: Value, axis: int) -> Value:
    arrays = [array_of(x) for x in xs]
    limits.ELEMENTS.check(sum(x.size for x in arrays))
    if any(x.ndim == 0 for x in arrays):
        raise ShapeProblem(
            "a scalar cannot be joined end to end", hint="stack makes a vector of scalars: [a, b]"
        )
    along = one_axis(axis, arrays[0].ndim)
    if len({(*x.shape[:along], x.ndim, *x.shape[along + 1 :]) for x in arrays}) > 1:
        raise ShapeProblem(
            f"the shapes {_shapes(arrays)} do not fit: "
            f"concat along axis {along} needs the other lengths to be equal"
        )
    return numpy_module().concatenate(arrays, axis=along)


def _concat_vjp(g: Value, *xs_and_y: Value, axis: int) -> list[Value]:
    """contribution = the stretch of g that the operand filled, for each operand."""
    g = array_of(g)
    along = one_axis(axis, g.ndim)
    ends = list(accumulate(x.shape[along] for x in xs_and_y[:-1]))
    whole = (slice(None),) * along
    return [g[(*whole, slice(*ends))] for ends in pairwise((0, *ends))]


concat = Operator(
    name="concat",
    operands=("*xs",),
    spelled=("concat", "concatenate", "cat"),
    forward=_concat,
    vjp=(_concat_vjp,),
    vjp_text=("the part of g that the operand filled",),
    options=(_AXIS,),
    samples=((_VECTOR, (4.0, 5.0)), (_MATRIX, ((7.0, 8.0, 9.0),)), (_VECTOR,)),
    example="x = [1, 2]; y = [3]; z = concat(x, y); z[2]",
    rational=True,
    doc="Arrays joined end to end along an axis; each receives its part of the gradient.",
    source="Linearity; concatenate as in NumPy.",
    family=FAMILY,
)


def _stack(*xs: Value, axis: int) -> Value:
    arrays = [array_of(x) for x in xs]
    first = arrays[0]
    if any(x.shape != first.shape for x in arrays):
        raise ShapeProblem(
            f"the shapes {_shapes(arrays)} do not fit: what is stacked must have equal shapes"
        )
    limits.AXES.check(first.ndim + 1)
    limits.ELEMENTS.check(first.size * len(arrays))
    return numpy_module().stack(arrays, axis=one_axis(axis, first.ndim + 1))


def _stack_vjp(g: Value, *xs_and_y: Value, axis: int) -> list[Value]:
    """contribution = the part of g that the operand filled, for each operand."""
    g = array_of(g)
    return list(numpy_module().moveaxis(g, one_axis(axis, g.ndim), 0))


stack = Operator(
    name="stack",
    operands=("*xs",),
    forward=_stack,
    vjp=(_stack_vjp,),
    vjp_text=("the part of g that the operand filled",),
    options=(_AXIS,),
    samples=((_VECTOR, (4.0, 5.0, 6.0)), (_MATRIX, _MATRIX), (1.0, 2.0, 3.0)),
    example="x = 1; y = 2; v = [x, y, x]; sum(v)",
    rational=True,
    doc="Arrays of equal shape along a new axis; [x, y] stacks scalars to a vector.",
    source="Linearity; stack as in NumPy.",
    family=FAMILY,
)
