"""Losses over single elements: squares, absolute values, Huber and binary cross-entropy.

Each is an elementwise function of prediction and target, then the mean, the sum or nothing at all.
The losses over classes stand in `classes`.
"""

# Every rule of an operator has one signature, also where it ignores an operand.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gradcli.errors import ShapeProblem
from gradcli.numerals import shape_text
from gradcli.operators import special
from gradcli.operators.axes import array_of, float_array, number_like, summed_to
from gradcli.operators.classes import REDUCTION
from gradcli.operators.declaration import Domain, Kink, Operator, Option, SafeSteps
from gradcli.operators.elementary import Value, absolute, numpy_module, sigmoid, sign

FAMILY = "losses"

_REGRESSION = (
    ((1.0, 2.5, -1.0), (0.5, 4.0, -1.25)),
    (((1.0, 2.0), (-1.0, 3.0)), ((0.0, 2.5), (1.0, 0.5))),
    ((1.0, 2.0, -3.0), 0.5),
    (2.0, 0.5),
)

#: An elementwise rule: (prediction, target, **options) -> number per element.
_Rule = Callable[..., Any]


def _paired(name: str, x: Value, target: Value) -> tuple[Any, Any]:
    """Return prediction and target as arrays of the same shape; a scalar goes with every element.

    Raises:
        ShapeProblem: two shapes that are not the same.
    """
    x, target = array_of(x), array_of(target)
    if x.ndim and target.ndim and x.shape != target.shape:
        raise ShapeProblem(
            f"the shapes {shape_text(x.shape)} and {shape_text(target.shape)} do not fit: "
            f"{name} compares prediction and target element by element",
            hint="reshape one of them to the shape of the other",
        )
    return x, target


def _loss(name: str, element: _Rule) -> _Rule:
    """Return the forward function of a loss given its value per element."""

    def forward(x: Value, target: Value, *, reduction: str, **options: Any) -> Value:
        each = array_of(element(*_paired(name, x, target), **options))
        if reduction == "none":
            return each
        return each.sum() / each.size if reduction == "mean" else each.sum()

    return forward


def _product(name: str, slope: _Rule, position: int) -> _Rule:
    """Return the vjp to one operand: contribution = g * slope, for the mean divided by N."""

    def vjp(
        g: Value, x: Value, target: Value, y: Value, *, reduction: str, **options: Any
    ) -> Value:
        pair = _paired(name, x, target)
        each = array_of(slope(*pair, **options))
        upstream = array_of(g) / each.size if reduction == "mean" else array_of(g)
        return summed_to(array_of(upstream * each), pair[position].shape)

    return vjp


def _products(name: str, to_prediction: _Rule, to_target: _Rule) -> tuple[_Rule, _Rule]:
    return _product(name, to_prediction, 0), _product(name, to_target, 1)


# --- squares and absolute values


mse_loss = Operator(
    name="mse_loss",
    operands=("x", "target"),
    spelled=("mse_loss", "mse"),
    forward=_loss("mse_loss", lambda x, target: (x - target) ** 2),
    vjp=_products(
        "mse_loss", lambda x, target: 2 * (x - target), lambda x, target: 2 * (target - x)
    ),
    vjp_text=("g*2*(x - target)/N", "g*2*(target - x)/N"),
    options=(REDUCTION,),
    samples=_REGRESSION,
    example="x = [1, 2]; t = [1, 4]; mse_loss(x, t)",
    steps="{reduction}((x - target)^2)",
    rational=True,
    doc="The mean squared error over N elements (N = 1 for the sum).",
    source="PyTorch, torch.nn.functional.mse_loss.",
    family=FAMILY,
)

l1_loss = Operator(
    name="l1_loss",
    operands=("x", "target"),
    spelled=("l1_loss", "mae"),
    forward=_loss("l1_loss", lambda x, target: absolute(x - target)),
    vjp=_products(
        "l1_loss", lambda x, target: sign(x - target), lambda x, target: sign(target - x)
    ),
    vjp_text=("g*sign(x - target)/N", "g*sign(target - x)/N"),
    options=(REDUCTION,),
    kinks=(
        Kink(
            at=lambda x, target, **options: bool((array_of(x) == array_of(target)).any()),
            where="x = target",
            gradient="0",
        ),
    ),
    samples=_REGRESSION,
    example="x = [1, 2]; t = [2, 4]; l1_loss(x, t)",
    steps="{reduction}(abs(x - target))",
    rational=True,
    doc="The mean absolute error over N elements (N = 1 for the sum).",
    source="PyTorch, torch.nn.functional.l1_loss.",
    family=FAMILY,
)


def _huber(x: Any, target: Any, *, delta: float) -> Any:
    """Return d^2/2 for |d| <= delta, else delta*(|d| - delta/2), with d = x - target."""
    difference = array_of(x - target)
    size, bound = absolute(difference), number_like(delta, difference)
    inner, outer = difference * difference / 2, bound * (size - bound / 2)
    return numpy_module().where(size <= bound, inner, outer)


def _huber_slope(x: Any, target: Any, *, delta: float) -> Any:
    difference = array_of(x - target)
    bound = number_like(delta, difference)
    return numpy_module().clip(difference, -bound, bound)


huber_loss = Operator(
    name="huber_loss",
    operands=("x", "target"),
    forward=_loss("huber_loss", _huber),
    vjp=_products(
        "huber_loss",
        _huber_slope,
        lambda x, target, delta: -_huber_slope(x, target, delta=delta),
    ),
    vjp_text=(
        "g*clamp(x - target, -delta, delta)/N",
        "g*clamp(target - x, -delta, delta)/N",
    ),
    options=(Option("delta", 1), REDUCTION),
    domain=Domain("delta > 0", lambda x, target, delta, reduction: delta > 0),
    samples=_REGRESSION,
    example="x = [1, 5]; t = [1.5, 2]; huber_loss(x, t, delta=1)",
    steps=("d = abs(x - target); {reduction}(where(d <= {delta}, d^2/2, {delta}*(d - {delta}/2)))"),
    rational=True,
    doc="Half the squared error up to delta, beyond it a straight line, joined smoothly.",
    source="PyTorch, torch.nn.functional.huber_loss.",
    family=FAMILY,
)


# --- binary cross-entropy


def _times_log(weight: Any, logarithm: Any) -> Any:
    """Return weight*logarithm, 0 where the weight is 0 even if the logarithm is infinite."""
    return numpy_module().where(weight == 0, 0.0, weight * logarithm)


def _bce(p: Any, target: Any) -> Any:
    """Return -(target*log(p) + (1 - target)*log(1 - p)), with 0*log(0) = 0."""
    numpy = numpy_module()
    p, target = float_array(p), float_array(target)
    with numpy.errstate(all="ignore"):
        return -(_times_log(target, numpy.log(p)) + _times_log(1 - target, numpy.log1p(-p)))


def _bce_slope(p: Any, target: Any) -> Any:
    """Return (1 - target)/(1 - p) - target/p; each part is 0 where its weight is."""
    p, target = float_array(p), float_array(target)
    with numpy_module().errstate(all="ignore"):
        return _times_log(1 - target, 1 / (1 - p)) - _times_log(target, 1 / p)


def _bce_target_slope(p: Any, target: Any) -> Any:
    """Return log((1 - p)/p); an infinite logarithm counts as 0, as it does in the loss."""
    numpy = numpy_module()
    p = float_array(p)
    with numpy.errstate(all="ignore"):
        slope = numpy.where((p > 0) & (p < 1), -special.logit.forward(p), 0.0)
        return numpy.broadcast_to(slope, numpy.broadcast_shapes(p.shape, target.shape))


def _bce_holds(p: Value, target: Value, reduction: str) -> Any:
    p, target = _paired("binary_cross_entropy", p, target)
    return ((p > 0) | ((p == 0) & (target == 0))) & ((p < 1) | ((p == 1) & (target == 1)))


_PROBABILITIES = (
    ((0.9, 0.2, 0.5), (1.0, 0.0, 1.0)),
    (((0.8, 0.3), (0.6, 0.1)), ((1.0, 0.25), (0.0, 0.5))),
    (0.7, 1.0),
)

binary_cross_entropy = Operator(
    name="binary_cross_entropy",
    operands=("p", "target"),
    spelled=("binary_cross_entropy", "bce"),
    forward=_loss("binary_cross_entropy", _bce),
    vjp=_products("binary_cross_entropy", _bce_slope, _bce_target_slope),
    vjp_text=("g*(p - target)/(p*(1 - p))/N", "g*log((1 - p)/p)/N"),
    options=(REDUCTION,),
    domain=Domain("0 < p < 1; p = 0 needs target = 0, p = 1 needs target = 1", _bce_holds),
    kinks=(
        Kink(
            at=lambda p, target, **options: bool(((array_of(p) == 0) | (array_of(p) == 1)).any()),
            where="p = 0 or p = 1",
            gradient="0 with respect to the target",
            note="0*log(0) is taken as 0",
            positions=(1,),
        ),
    ),
    samples=_PROBABILITIES,
    example="p = [0.9, 0.2]; t = [1, 0]; binary_cross_entropy(p, t)",
    steps="{reduction}(-(target*log(p) + (1 - target)*log(1 - p)))",
    safe_steps=(
        SafeSteps(
            "min(p) == 0 or max(p) == 1",
            "{reduction}(-(xlogy(target, p) + xlogy(1 - target, 1 - p)))",
            "the usual ones take the logarithm of 0",
        ),
    ),
    doc="The cross-entropy of probabilities p against targets between 0 and 1, over N elements.",
    source="PyTorch, torch.nn.functional.binary_cross_entropy, without its clamp of the logarithm.",
    family=FAMILY,
)


def _bce_logits(x: Any, target: Any) -> Any:
    """Return max(x, 0) - x*target + log(1 + exp(-|x|)), which cannot overflow."""
    numpy = numpy_module()
    x, target = float_array(x), float_array(target)
    return numpy.maximum(x, 0) - x * target + numpy.log1p(numpy.exp(-numpy.abs(x)))


def _bce_logits_slope(x: Any, target: Any) -> Any:
    """Return sigmoid(x) - target, without the difference of two numbers near 1."""
    x, target = float_array(x), float_array(target)
    return sigmoid(x) * (1 - target) - target * sigmoid(-x)


def _bce_logits_target_slope(x: Any, target: Any) -> Any:
    numpy = numpy_module()
    return -numpy.broadcast_to(float_array(x), numpy.broadcast_shapes(x.shape, target.shape))


binary_cross_entropy_with_logits = Operator(
    name="binary_cross_entropy_with_logits",
    operands=("x", "target"),
    forward=_loss("binary_cross_entropy_with_logits", _bce_logits),
    vjp=_products("binary_cross_entropy_with_logits", _bce_logits_slope, _bce_logits_target_slope),
    vjp_text=("g*(sigmoid(x) - target)/N", "-g*x/N"),
    options=(REDUCTION,),
    samples=(
        ((2.0, -1.0, 0.5), (1.0, 0.0, 1.0)),
        (((3.0, -2.0), (0.25, 1.0)), ((1.0, 0.25), (0.0, 0.5))),
        (-1.5, 1.0),
    ),
    example="x = [2, -1]; t = [1, 0]; binary_cross_entropy_with_logits(x, t)",
    steps="{reduction}(softplus(x) - x*target)",
    doc="Sigmoid and binary cross-entropy in one, safe for scores of any size.",
    source="PyTorch, torch.nn.functional.binary_cross_entropy_with_logits.",
    family=FAMILY,
)
