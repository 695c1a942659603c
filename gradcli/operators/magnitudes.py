"""How large and how far apart: norm, variance and standard deviation, of the reductions."""

# Every rule of an operator has one signature, also where it ignores an operand.
# ruff: noqa: ARG001

from __future__ import annotations

from typing import Any

from gradcli.errors import ShapeProblem
from gradcli.operators.axes import (
    AXIS,
    KEEPDIMS,
    Shape,
    array_of,
    axes_of,
    count,
    float_array,
    restored,
    squeezed,
)
from gradcli.operators.declaration import Kink, Operator, Option, SafeSteps
from gradcli.operators.elementary import Value, numpy_module

FAMILY = "reductions"

_OPTIONS = (AXIS, KEEPDIMS)
_DDOF = Option("ddof", 0, ("correction",), kind="whole")


def _root_of_squares(x: Any, axes: Shape, divisor: int = 1) -> Any:
    """Return sqrt(sum(x^2)/divisor), axes kept; scaled by a power of two against overflow."""
    numpy = numpy_module()
    largest = numpy.abs(x).max(axis=axes, keepdims=True)
    usable = numpy.isfinite(largest) & (largest > 0)
    _, exponent = numpy.frexp(numpy.where(usable, largest, 1.0))
    scale = numpy.ldexp(1.0, exponent - 1)
    squares = ((x / scale) ** 2).sum(axis=axes, keepdims=True)
    return scale * numpy.sqrt(squares / divisor)


def _unless_zero(numerator: Any, denominator: Any) -> Any:
    """Return the quotient, 0 where the denominator is 0."""
    numpy = numpy_module()
    with numpy.errstate(all="ignore"):
        return numpy.where(denominator == 0, 0.0, numerator / denominator)


def _norm(x: Value, *, axis: Any, keepdims: bool) -> Value:
    x = float_array(x)
    axes = axes_of(x, axis)
    return squeezed(_root_of_squares(x, axes), axes, keepdims)


def _norm_vjp(g: Value, x: Value, y: Value, *, axis: Any, keepdims: bool) -> Value:
    x = float_array(x)
    axes = axes_of(x, axis)
    return restored(g, x, axes) * _unless_zero(x, restored(float_array(y), x, axes))


#: What follows `x` in the steps of a reduction: its options, or its axes kept for a division.
_ALONG = ", axis={axis}, keepdims={keepdims}"
_KEPT = ", axis={axis}, keepdims=1"

#: Where squares overflow or lose digits; the same steps for all, since a sum sees every element.
_FAR_FROM_1 = f"m = max(abs(x){_KEPT}); max(m) > 1e150 or min(where(m > 0, m, 1)) < 1e-150"
_SCALED = f"m = max(abs(x){_KEPT}); u = x/detach(where(m > 0, m, 1))"
_ROOT = f"detach(max(abs(x){_ALONG}))*where(s > 0, sqrt(s), s)"

_ALL_ZERO = f"max(abs(x){_ALONG}) == 0"
_ALL_EQUAL = f"max(x{_ALONG}) == min(x{_ALONG})"
_ZERO = "the gradient is 0 here, by convention"

_MEAN_OF_SQUARES = f"n = sum(where(x == x, 1, 1){_ALONG}); sum(d^2{_ALONG})/(n - {{ddof}})"

norm = Operator(
    name="norm",
    operands=("x",),
    forward=_norm,
    vjp=(_norm_vjp,),
    vjp_text=("g*x/y",),
    options=_OPTIONS,
    kinks=(
        Kink(
            at=lambda x, axis, keepdims: bool(
                (float_array(_norm(x, axis=axis, keepdims=keepdims)) == 0).any()
            ),
            where="x = 0",
            gradient="0",
        ),
    ),
    samples=(((3.0, -4.0),), (((1.0, 2.0), (-2.0, 4.0)),), (-2.5,)),
    example="x = [3, 4]; norm(x)",
    steps=f"sqrt(sum(x^2{_ALONG}))",
    safe_steps=(
        SafeSteps(_FAR_FROM_1, f"{_SCALED}; s = sum(u^2{_ALONG}); {_ROOT}"),
        SafeSteps(_ALL_ZERO, f"sum(x^2{_ALONG})", _ZERO),
    ),
    doc="The Euclidean norm, sqrt of the sum of the squares.",
    source="Chain rule; at 0 the subgradient of least norm, as in PyTorch's vector norm.",
    family=FAMILY,
)


def _deviations(x: Any, axes: Shape) -> Any:
    """Return x less its mean, exactly 0 where all are equal, however the mean was rounded.

    What the rounding of the mean left in the deviations is their own mean, and taken off too.
    """
    largest, smallest = x.max(axis=axes, keepdims=True), x.min(axis=axes, keepdims=True)
    deviations = array_of(x - _mean(x, axes))
    return numpy_module().where(largest == smallest, x * 0, deviations - _mean(deviations, axes))


def _mean(x: Any, axes: Shape) -> Any:
    return x.sum(axis=axes, keepdims=True) / count(x, axes)


def _freedom(x: Any, axes: Shape, ddof: int) -> int:
    """Return n - ddof, what the sum of the squared deviations is divided by."""
    elements = count(x, axes)
    if elements <= ddof:
        values = "1 value" if elements == 1 else f"{elements} values"
        raise ShapeProblem(
            f"ddof={ddof} leaves nothing to divide by: there is only {values}",
            hint=f"more than {ddof} are needed; ddof=0 divides by n",
        )
    return elements - int(ddof)


def _var(x: Value, *, axis: Any, keepdims: bool, ddof: int) -> Value:
    x = array_of(x)
    axes = axes_of(x, axis)
    squares = array_of(_deviations(x, axes) ** 2)
    return squares.sum(axis=axes, keepdims=bool(keepdims)) / _freedom(x, axes, ddof)


def _var_vjp(g: Value, x: Value, y: Value, *, axis: Any, keepdims: bool, ddof: int) -> Value:
    """contribution = g * 2*(x - mean)/(n - ddof); the path through the mean adds up to 0."""
    x = array_of(x)
    axes = axes_of(x, axis)
    return restored(g, x, axes) * (2 * _deviations(x, axes) / _freedom(x, axes, ddof))


def _std(x: Value, *, axis: Any, keepdims: bool, ddof: int) -> Value:
    x = float_array(x)
    axes = axes_of(x, axis)
    root = _root_of_squares(_deviations(x, axes), axes, _freedom(x, axes, ddof))
    return squeezed(root, axes, keepdims)


def _std_vjp(g: Value, x: Value, y: Value, *, axis: Any, keepdims: bool, ddof: int) -> Value:
    x = float_array(x)
    axes = axes_of(x, axis)
    slope = _unless_zero(_deviations(x, axes), restored(float_array(y), x, axes))
    return restored(g, x, axes) * slope / _freedom(x, axes, ddof)


_TORCH_DIVIDES = "divides by n; ddof=1 divides by n - 1, as PyTorch does by default"
_SPREAD_SAMPLES = (((1.0, 2.0, 4.5),), (((1.0, 2.0, 4.0), (-1.0, 0.5, 3.0)),))

var = Operator(
    name="var",
    operands=("x",),
    forward=_var,
    vjp=(_var_vjp,),
    vjp_text=("2*g*(x - mean(x))/(n - ddof)",),
    options=(*_OPTIONS, _DDOF),
    samples=_SPREAD_SAMPLES,
    example="x = [1, 2, 6]; var(x)",
    steps=f"d = x - mean(x{_KEPT}); {_MEAN_OF_SQUARES}",
    safe_steps=(
        SafeSteps(
            f"min(max(x{_ALONG}) - min(x{_ALONG}) - max(abs(x){_ALONG})/1e4) <= 0",
            f"u = x - detach(max(x{_KEPT})); d = u - mean(u{_KEPT}); {_MEAN_OF_SQUARES}",
            "the usual ones keep rounding errors of the mean",
        ),
    ),
    remark=("ddof", _TORCH_DIVIDES),
    rational=True,
    doc="The variance: the mean of the squared deviations from the mean; ddof=1 divides by n - 1.",
    source="Chain rule; ddof as in NumPy, called correction in PyTorch.",
    family=FAMILY,
)

std = Operator(
    name="std",
    operands=("x",),
    forward=_std,
    vjp=(_std_vjp,),
    vjp_text=("g*(x - mean(x))/((n - ddof)*y)",),
    options=(*_OPTIONS, _DDOF),
    kinks=(
        Kink(
            at=lambda x, **options: bool((float_array(_std(x, **options)) == 0).any()),
            where="all elements are equal",
            gradient="0",
        ),
    ),
    samples=_SPREAD_SAMPLES,
    example="x = [1, 2, 6]; std(x)",
    steps=f"sqrt(var(x{_ALONG}, ddof={{ddof}}))",
    safe_steps=(
        SafeSteps(_FAR_FROM_1, f"{_SCALED}; s = var(u{_ALONG}, ddof={{ddof}}); {_ROOT}"),
        SafeSteps(_ALL_EQUAL, f"var(x{_ALONG}, ddof={{ddof}})", _ZERO),
    ),
    remark=("ddof", _TORCH_DIVIDES),
    doc="The standard deviation, the square root of the variance.",
    source="Chain rule; ddof as in NumPy, called correction in PyTorch.",
    family=FAMILY,
)
