"""Reductions: many elements to one, over the whole array or along `axis=`; and the running sum.

The gradient of a reduction puts the axes back that were reduced and hands every element its part.
"""

# A row has the name that textbooks give it; every rule has one signature, also where it ignores an
# operand.
# ruff: noqa: A001, ARG001

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from gradcli.operators.axes import (
    AXIS,
    KEEPDIMS,
    array_of,
    axes_of,
    count,
    exponentials,
    float_array,
    gathered,
    log_of_sum,
    one_axis,
    restored,
    scattered,
    spread,
    squeezed,
)
from gradcli.operators.declaration import Kink, Operator, Option, Ties, tie_share
from gradcli.operators.elementary import Value, numpy_module

FAMILY = "reductions"

_OPTIONS = (AXIS, KEEPDIMS)
_SAMPLES = (((1.0, -2.0, 3.5),), (((1.0, 2.0, 4.0), (-1.0, 0.5, 3.0)),), (2.5,))


# --- sum and mean


def _sum(x: Value, *, axis: Any, keepdims: bool) -> Value:
    x = array_of(x)
    return x.sum(axis=axes_of(x, axis), keepdims=bool(keepdims))


def _sum_vjp(g: Value, x: Value, y: Value, *, axis: Any, keepdims: bool) -> Value:
    x = array_of(x)
    return spread(g, x, axes_of(x, axis))


def _mean(x: Value, *, axis: Any, keepdims: bool) -> Value:
    return _sum(x, axis=axis, keepdims=keepdims) / count(array_of(x), axes_of(array_of(x), axis))


def _mean_vjp(g: Value, x: Value, y: Value, *, axis: Any, keepdims: bool) -> Value:
    x = array_of(x)
    axes = axes_of(x, axis)
    return spread(array_of(g) / count(x, axes), x, axes)


sum = Operator(
    name="sum",
    operands=("x",),
    forward=_sum,
    vjp=(_sum_vjp,),
    vjp_text=("g for every element",),
    options=_OPTIONS,
    samples=_SAMPLES,
    example="x = [1, 2, 3]; sum(x)",
    rational=True,
    doc="The sum of the elements: each receives the whole upstream gradient.",
    source="The add gate of CS231n, Backpropagation, Intuitions, with many operands.",
    family=FAMILY,
)

mean = Operator(
    name="mean",
    operands=("x",),
    forward=_mean,
    vjp=(_mean_vjp,),
    vjp_text=("g/n for every element",),
    options=_OPTIONS,
    samples=_SAMPLES,
    example="x = [1, 2, 6]; mean(x)",
    rational=True,
    doc="The mean of n elements: each receives 1/n of the upstream gradient.",
    source="Linearity.",
    family=FAMILY,
)


# --- product


def _prod(x: Value, *, axis: Any, keepdims: bool) -> Value:
    x = array_of(x)
    return x.prod(axis=axes_of(x, axis), keepdims=bool(keepdims))


def _prod_vjp(g: Value, x: Value, y: Value, *, axis: Any, keepdims: bool) -> Value:
    """contribution_i = g * (product of the elements before i) * (product of those after it)."""
    x = array_of(x)
    axes = axes_of(x, axis)
    merged = gathered(x, axes)
    others = _before(merged) * _before(merged[..., ::-1])[..., ::-1]
    return restored(g, x, axes) * scattered(others, x.shape, axes)


def _before(merged: Any) -> Any:
    """Return for each element the product of those before it."""
    numpy = numpy_module()
    before = numpy.ones_like(merged)
    before[..., 1:] = numpy.cumprod(merged[..., :-1], axis=-1)
    return before


prod = Operator(
    name="prod",
    operands=("x",),
    forward=_prod,
    vjp=(_prod_vjp,),
    vjp_text=("g*(product of the other elements of x)",),
    options=_OPTIONS,
    samples=(*_SAMPLES, ((2.0, 0.0, 5.0),)),
    example="x = [2, 0, 5]; prod(x)",
    rational=True,
    doc="The product of the elements: each receives the product of the others, zeros or not.",
    source="Product rule; Griewank & Walther, Evaluating Derivatives: Speelpenning's product.",
    family=FAMILY,
)


# --- the largest and the smallest element


def _extreme(method: str) -> Callable[..., Value]:
    def forward(x: Value, *, axis: Any, keepdims: bool) -> Value:
        x = array_of(x)
        return getattr(x, method)(axis=axes_of(x, axis), keepdims=bool(keepdims))

    return forward


def _extreme_vjp(
    g: Value, x: Value, y: Value, *, axis: Any, keepdims: bool, ties: Ties = "split"
) -> Value:
    """contribution = g where x is the extreme value, shared among the tied elements."""
    x = array_of(x)
    axes = axes_of(x, axis)
    tied = gathered(_tied(x, restored(y, x, axes)), axes)
    return restored(g, x, axes) * scattered(_shares(tied, ties, x.dtype), x.shape, axes)


def _tied(x: Any, extreme: Any) -> Any:
    """Return where x is the extreme value; nan is the extreme where there is one."""
    return (x == extreme) | ((x != x) & (extreme != extreme))


def _shares(tied: Any, ties: Ties, kind: Any) -> Any:
    """Return each element's part of the gradient of its slice, exact where the values are."""
    numpy = numpy_module()
    counts = numpy.broadcast_to(tied.sum(axis=-1, keepdims=True), tied.shape)[tied]
    places = (numpy.cumsum(tied, axis=-1) - 1)[tied]
    number: Any = Fraction if kind.hasobject else float
    shares = numpy.zeros(tied.shape, dtype=kind)
    if len(counts):
        shares[tied] = [
            number(1 if many == 1 else tie_share(ties, place, number(many)))
            for place, many in zip(places.tolist(), counts.tolist(), strict=True)
        ]
    return shares


def _has_tie(method: str) -> Callable[..., bool]:
    def at(x: Value, *, axis: Any, keepdims: bool) -> bool:
        x = array_of(x)
        axes = axes_of(x, axis)
        tied = _tied(x, getattr(x, method)(axis=axes, keepdims=True))
        return bool((tied.sum(axis=axes) > 1).any())

    return at


amax = Operator(
    name="amax",
    operands=("x",),
    spelled=("max", "amax"),
    forward=_extreme("max"),
    vjp=(_extreme_vjp,),
    vjp_text=("g where x = y, else 0",),
    options=_OPTIONS,
    ties=True,
    kinks=(Kink(at=_has_tie("max"), where="the largest element is tied", gradient="{ties}"),),
    samples=_SAMPLES,
    example="x = [1, 5, 3]; max(x)",
    rational=True,
    doc="The largest element, which alone receives the upstream gradient.",
    source="CS231n, Backpropagation, Intuitions: the max gate; PyTorch's amax at ties.",
    family=FAMILY,
)

amin = Operator(
    name="amin",
    operands=("x",),
    spelled=("min", "amin"),
    forward=_extreme("min"),
    vjp=(_extreme_vjp,),
    vjp_text=("g where x = y, else 0",),
    options=_OPTIONS,
    ties=True,
    kinks=(Kink(at=_has_tie("min"), where="the smallest element is tied", gradient="{ties}"),),
    samples=_SAMPLES,
    example="x = [1, 5, 3]; min(x)",
    rational=True,
    doc="The smallest element, which alone receives the upstream gradient.",
    source="As max, of the elements with their signs turned; PyTorch's amin at ties.",
    family=FAMILY,
)


# --- log of a sum of exponentials, running sum


def _logsumexp(x: Value, *, axis: Any, keepdims: bool) -> Value:
    x = float_array(x)
    axes = axes_of(x, axis)
    return squeezed(log_of_sum(x, axes), axes, keepdims)


def _logsumexp_vjp(g: Value, x: Value, y: Value, *, axis: Any, keepdims: bool) -> Value:
    """contribution = g * softmax(x); where x is large, x - y would have few digits."""
    x = float_array(x)
    axes = axes_of(x, axis)
    numpy = numpy_module()
    _, _, powers, total = exponentials(x, axes)
    with numpy.errstate(invalid="ignore"):
        return restored(g, x, axes) * powers / total


logsumexp = Operator(
    name="logsumexp",
    operands=("x",),
    forward=_logsumexp,
    vjp=(_logsumexp_vjp,),
    vjp_text=("g*exp(x - y)",),
    options=_OPTIONS,
    samples=_SAMPLES,
    example="x = [1, 2, 3]; logsumexp(x)",
    steps=(
        "e = exp(x - detach(max(x, axis={axis}, keepdims=1))); "
        "log(sum(e, axis={axis}, keepdims={keepdims})) "
        "+ detach(max(x, axis={axis}, keepdims={keepdims}))"
    ),
    doc="The logarithm of the sum of the exponentials, a smooth maximum with gradient softmax(x).",
    source="Goodfellow, Bengio & Courville, Deep Learning, ch. 4.1: overflow and underflow.",
    family=FAMILY,
)


def _cumsum(x: Value, *, axis: Any) -> Value:
    x = array_of(x)
    if not x.ndim:
        axis = None if axis is None else one_axis(axis, 0)
        return x
    return numpy_module().cumsum(x, axis=None if axis is None else one_axis(axis, x.ndim))


def _cumsum_vjp(g: Value, x: Value, y: Value, *, axis: Any) -> Value:
    """contribution_i = sum of the upstream gradients from i on."""
    numpy = numpy_module()
    x, g = array_of(x), array_of(g)
    along = one_axis(axis or 0, g.ndim)
    if not x.ndim:
        return g
    later = numpy.flip(numpy.cumsum(numpy.flip(g, along), axis=along), along)
    return later.reshape(x.shape)


cumsum = Operator(
    name="cumsum",
    operands=("x",),
    forward=_cumsum,
    vjp=(_cumsum_vjp,),
    vjp_text=("g summed from each element to the last",),
    options=(Option("axis", None, ("dim",), kind="whole"),),
    samples=_SAMPLES,
    example="x = [1, 2, 3]; y = cumsum(x); y[2]",
    rational=True,
    doc="The running sum; an array is read row by row unless an axis is given.",
    source="Linearity: the transpose of a running sum runs backward.",
    family=FAMILY,
)
