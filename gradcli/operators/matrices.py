"""Vectors and matrices: products, softmax, and the operators that only move elements about.

An operator that moves elements hands each gradient back to where its element came from.
"""

# Every rule of an operator has one signature, also where it ignores an operand.
# ruff: noqa: ARG001

from __future__ import annotations

import math
from typing import Any

from gradcli import limits
from gradcli.errors import ShapeProblem
from gradcli.numerals import shape_text
from gradcli.operators.axes import (
    Shape,
    array_of,
    axes_of,
    exponentials,
    float_array,
    log_of_total,
    others,
    summed_to,
)
from gradcli.operators.declaration import Operator, Option
from gradcli.operators.elementary import Value, numpy_module
from gradcli.operators.products import product

FAMILY = "matrices"

_MATRIX = ((1.0, 2.0, -1.0), (0.5, -3.0, 4.0))
_COLUMNS = ((1.0, -2.0), (3.0, 0.5), (2.0, 1.0))
_VECTOR = (1.0, -2.0, 0.5)


def _misfit(a: Any, b: Any, needed: str, hint: str = "") -> ShapeProblem:
    shapes = f"{shape_text(a.shape)} and {shape_text(b.shape)}"
    return ShapeProblem(f"the shapes {shapes} do not fit: {needed}", hint=hint)


# --- the matrix product


def _checked_product(a: Any, b: Any) -> None:
    """Raise ShapeProblem or LimitError unless a @ b exists and is of reasonable size."""
    if not a.ndim or not b.ndim:
        raise _misfit(a, b, "@ needs vectors or matrices", "multiply by a scalar with *")
    if a.ndim == b.ndim == 2 and a.shape[1] == b.shape[0]:
        limits.ELEMENTS.check(a.shape[0] * b.shape[1])
        return
    inner, outer = a.shape[-1], b.shape[-2 if b.ndim > 1 else -1]
    if inner != outer:
        left = f"{inner} {'elements' if a.ndim == 1 else 'columns'} on the left"
        right = f"{outer} {'elements' if b.ndim == 1 else 'rows'} on the right"
        raise _misfit(a, b, f"{left}, {right}", _transposed_fit(a, b))
    batch: Shape = ()
    if a.ndim > 2 or b.ndim > 2:
        try:
            batch = numpy_module().broadcast_shapes(a.shape[:-2], b.shape[:-2])
        except ValueError:
            raise _misfit(a, b, "the axes before the last two must be equal, or 1") from None
    size = math.prod((*batch, *a.shape[-2:-1], *b.shape[-1:][: b.ndim - 1]))
    limits.ELEMENTS.check(size)


def _transposed_fit(a: Any, b: Any) -> str:
    """Return what to try when a transpose would make the product possible."""
    tries = []
    if b.ndim == 2 and a.shape[-1] == b.shape[1]:
        tries.append("a @ b.T")
    if a.ndim == 2 and a.shape[0] == b.shape[-2 if b.ndim > 1 else -1]:
        tries.append("a.T @ b")
    return f"{' or '.join(tries)} would fit" if tries else "the inner two must be equal"


def _matmul(a: Value, b: Value) -> Value:
    a, b = array_of(a), array_of(b)
    _checked_product(a, b)
    return product(a, b)


def _as_matrices(g: Any, a: Any, b: Any) -> tuple[Any, Any, Any]:
    """Return upstream gradient and operands, a left vector as a row, a right one as a column."""
    if b.ndim == 1:
        g, b = g[..., None], b[:, None]
    if a.ndim == 1:
        g, a = g[..., None, :], a[None, :]
    return g, a, b


def _matmul_left(g: Value, a: Value, b: Value, y: Value) -> Value:
    g, a, b = array_of(g), array_of(a), array_of(b)
    if a.ndim == b.ndim == 2:
        return product(g, b.T)
    rows, left, right = _as_matrices(g, a, b)
    back = product(rows, right.swapaxes(-1, -2))
    return summed_to(back, left.shape).reshape(a.shape)


def _matmul_right(g: Value, a: Value, b: Value, y: Value) -> Value:
    g, a, b = array_of(g), array_of(a), array_of(b)
    if a.ndim == b.ndim == 2:
        return product(a.T, g)
    rows, left, right = _as_matrices(g, a, b)
    back = product(left.swapaxes(-1, -2), rows)
    return summed_to(back, right.shape).reshape(b.shape)


matmul = Operator(
    name="matmul",
    operands=("a", "b"),
    spelled=("matmul", "mm"),
    infix="@",
    forward=_matmul,
    vjp=(_matmul_left, _matmul_right),
    vjp_text=("g @ b.T", "a.T @ g"),
    bilinear=True,
    samples=((_MATRIX, _COLUMNS), (_MATRIX, _VECTOR), (_VECTOR, _COLUMNS), (_VECTOR, _VECTOR)),
    example="W = [[1, 2], [3, 4]]; x = [1, -1]; y = W @ x; sum(y)",
    rational=True,
    doc="The matrix product: rows of the left operand times columns of the right one.",
    source="Giles (2008), An extended collection of matrix derivative results.",
    family=FAMILY,
)


# --- inner and outer product


def _dot(a: Value, b: Value) -> Value:
    a, b = array_of(a), array_of(b)
    if not a.ndim or not b.ndim:
        return a * b
    if max(a.ndim, b.ndim) > 2:
        raise _misfit(a, b, "dot takes vectors and matrices", "write @ for stacks of matrices")
    _checked_product(a, b)
    return product(a, b)


def _dot_left(g: Value, a: Value, b: Value, y: Value) -> Value:
    if array_of(a).ndim and array_of(b).ndim:
        return _matmul_left(g, a, b, y)
    return summed_to(array_of(array_of(g) * b), array_of(a).shape)


def _dot_right(g: Value, a: Value, b: Value, y: Value) -> Value:
    if array_of(a).ndim and array_of(b).ndim:
        return _matmul_right(g, a, b, y)
    return summed_to(array_of(array_of(g) * a), array_of(b).shape)


dot = Operator(
    name="dot",
    operands=("a", "b"),
    forward=_dot,
    vjp=(_dot_left, _dot_right),
    vjp_text=("g*b", "g*a"),
    bilinear=True,
    samples=((_VECTOR, (2.0, 0.5, -1.0)), (_MATRIX, _COLUMNS), (2.0, _VECTOR), (2.0, 3.0)),
    example="w = [1, 2, 3]; x = [4, 5, 6]; dot(w, x)",
    rational=True,
    doc="The inner product of two vectors; of matrices their product, of a scalar the multiple.",
    source="Product rule; numpy.dot for operands that are not vectors.",
    family=FAMILY,
)


def _as_vector(x: Value) -> Any:
    return array_of(x).reshape(-1)


def _outer(a: Value, b: Value) -> Value:
    left, right = array_of(a), array_of(b)
    if max(left.ndim, right.ndim) > 1:
        hint = "make a vector of a matrix first, with reshape(a, -1)"
        raise _misfit(left, right, "outer takes two vectors", hint)
    limits.ELEMENTS.check(left.size * right.size)
    return left.reshape(-1, 1) * right.reshape(1, -1)


def _outer_left(g: Value, a: Value, b: Value, y: Value) -> Value:
    return (array_of(g) @ _as_vector(b)).reshape(array_of(a).shape)


def _outer_right(g: Value, a: Value, b: Value, y: Value) -> Value:
    return (_as_vector(a) @ array_of(g)).reshape(array_of(b).shape)


outer = Operator(
    name="outer",
    operands=("a", "b"),
    forward=_outer,
    vjp=(_outer_left, _outer_right),
    vjp_text=("g @ b", "a @ g"),
    samples=((_VECTOR, (2.0, 3.0)), ((1.0,), (4.0, -1.0, 0.0)), (2.0, 3.0)),
    example="a = [1, 2]; b = [3, 4]; y = outer(a, b); sum(y)",
    rational=True,
    doc="The outer product: the table of all products of an element of a and one of b.",
    source="Giles (2008), An extended collection of matrix derivative results.",
    family=FAMILY,
)


# --- softmax


_LAST_AXIS = (Option("axis", -1, ("dim",), kind="whole"),)
_SCORES = ((_VECTOR,), (_MATRIX,), (3.0,))


def _scores(x: Value, axis: int) -> tuple[Any, Shape]:
    x = float_array(x)
    return x, axes_of(x, axis)


def _softmax(x: Value, *, axis: int) -> Value:
    x, axes = _scores(x, axis)
    numpy = numpy_module()
    _, _, powers, total = exponentials(x, axes)
    with numpy.errstate(all="ignore"):
        return powers / total


def _softmax_vjp(g: Value, x: Value, y: Value, *, axis: int) -> Value:
    """contribution = y*(g - sum(g*y)), since dy_i/dx_j = y_i*((1 if i = j else 0) - y_j).

    Without the term of the element itself, g - g*y is g times the sum of the other y.
    """
    _, axes = _scores(x, axis)
    g, y = float_array(g), float_array(y)
    return y * (g * others(y, axes) - others(g * y, axes))


softmax = Operator(
    name="softmax",
    operands=("x",),
    forward=_softmax,
    vjp=(_softmax_vjp,),
    vjp_text=("y*(g - sum(g*y))",),
    options=_LAST_AXIS,
    samples=_SCORES,
    example="x = [1, 2, 3]; p = softmax(x); p[0]",
    steps=(
        "e = exp(x - detach(max(x, axis={axis}, keepdims=1))); e/sum(e, axis={axis}, keepdims=1)"
    ),
    doc="Scores to probabilities: exp(x) divided by its sum, along the last axis.",
    source="Goodfellow, Bengio & Courville, Deep Learning, ch. 4.1 and 6.2.2.3.",
    family=FAMILY,
)


def _log_softmax(x: Value, *, axis: int) -> Value:
    x, axes = _scores(x, axis)
    _, shifted, powers, total = exponentials(x, axes)
    with numpy_module().errstate(all="ignore"):
        return shifted - log_of_total(powers, total, axes)


def _log_softmax_vjp(g: Value, x: Value, y: Value, *, axis: int) -> Value:
    """contribution = g - softmax(x)*sum(g), with softmax(x) = exp(y); 1 - softmax(x) is a sum."""
    _, axes = _scores(x, axis)
    g, p = float_array(g), numpy_module().exp(float_array(y))
    return g * others(p, axes) - p * others(g, axes)


log_softmax = Operator(
    name="log_softmax",
    operands=("x",),
    forward=_log_softmax,
    vjp=(_log_softmax_vjp,),
    vjp_text=("g - exp(y)*sum(g)",),
    options=_LAST_AXIS,
    samples=_SCORES,
    example="x = [1, 2, 3]; p = log_softmax(x); p[0]",
    steps=(
        "s = x - detach(max(x, axis={axis}, keepdims=1)); "
        "s - log(sum(exp(s), axis={axis}, keepdims=1))"
    ),
    doc="The logarithm of softmax, without the detour that would lose small probabilities.",
    source="Goodfellow, Bengio & Courville, Deep Learning, ch. 4.1 and 6.2.2.3.",
    family=FAMILY,
)
