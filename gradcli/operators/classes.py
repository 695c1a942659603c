"""Losses over classes, one row of scores per example: cross-entropy, likelihood and hinge.

A target with one axis fewer than the scores holds classes, whole numbers from 0, and carries no
gradient. One of the same shape holds probabilities.
"""

# Every rule of an operator has one signature, also where it ignores an operand.
# ruff: noqa: ARG001

from __future__ import annotations

from typing import Any

from gradcli.errors import DomainProblem, ShapeProblem
from gradcli.numerals import shape_text
from gradcli.operators.axes import (
    array_of,
    exponentials,
    float_array,
    log_of_total,
    number_like,
    others,
)
from gradcli.operators.declaration import Kink, Operator, Option
from gradcli.operators.elementary import Value, numpy_module

FAMILY = "losses"

REDUCTION = Option("reduction", "mean", choices=("mean", "sum", "none"), kind="choice")

_BATCH = ((2.0, 1.0, -1.0), (0.5, 3.0, 0.25))


# --- targets


def _checked_scores(name: str, scores: Any) -> None:
    if scores.ndim not in (1, 2) or not scores.size:
        raise ShapeProblem(
            f"{name} takes one row of scores or a batch of rows, not shape "
            f"{shape_text(scores.shape)}",
            hint="one score per class: [2, 1, 0], or [[2, 1, 0], [0, 1, 2]] for a batch",
        )


def _is_class(scores: Any, target: Any) -> bool:
    return bool(target.ndim == scores.ndim - 1 and target.shape == scores.shape[:-1])


def _class_numbers(scores: Any, target: Any) -> Any:
    """Return the classes as whole numbers.

    Raises:
        DomainProblem: a class that is not a whole number.
        ShapeProblem: a class without a score.
    """
    numpy = numpy_module()
    given, classes = float_array(target), scores.shape[-1]
    with numpy.errstate(invalid="ignore"):
        numbers = given.astype("i8")
    # Read as a number without a sign, a negative one is beyond all classes.
    fit = (numbers == given) & (numbers.view("u8") < classes)
    if numpy.count_nonzero(fit) == fit.size:
        return numbers
    if not (given == numpy.floor(given)).all():
        found = given[given != numpy.floor(given)].flat[0]
        raise DomainProblem(
            f"class {found:g} is not a whole number",
            hint=f"probabilities need the shape of the scores, {shape_text(scores.shape)}",
        )
    outside = given[(given < 0) | (given >= classes)]
    if outside.size:
        raise ShapeProblem(
            f"there is no class {outside.flat[0]:g}: "
            f"{classes} scores are for classes 0 to {classes - 1}",
            hint="classes are counted from 0",
        )
    return numbers


def _classes(name: str, scores: Any, target: Any) -> Any:
    """Return the class of each row, or None if the target holds probabilities."""
    _checked_scores(name, scores)
    if target.shape == scores.shape:
        return None
    if not _is_class(scores, target):
        raise _unfit(name, scores, target)
    return _class_numbers(scores, target)


def _unfit(name: str, scores: Any, target: Any, probabilities: bool = True) -> ShapeProblem:
    rows = scores.shape[:-1]
    classes = f"{rows[0]} classes (one per row)" if rows else "one class (a scalar)"
    also = f", or probabilities of shape {shape_text(scores.shape)}" if probabilities else ""
    return ShapeProblem(
        f"the shapes {shape_text(scores.shape)} and {shape_text(target.shape)} do not fit: "
        f"{name} needs {classes}{also}"
    )


def _at_class(scores: Any, numbers: Any) -> Any:
    """Return whether a score is that of the class of its row."""
    return numpy_module().arange(scores.shape[-1]) == numbers[..., None]


def _rows(values: Any) -> Any:
    """Return values as a table with one row per example."""
    return values.reshape(-1, values.shape[-1])


def _places(name: str, scores: Any, target: Any) -> tuple[Any, Any] | None:
    """Return where the classes stand in the table of scores, None if the target has no classes."""
    numbers = _classes(name, scores, target)
    if numbers is None:
        return None
    return numpy_module().arange(numbers.size), numbers.reshape(-1)


# --- rows


def _over_rows(each: Any, scores: Any, reduction: str) -> Value:
    """Return one loss per row of scores as it is, added up, or the mean over the rows."""
    each = array_of(each)
    if reduction == "none":
        return each.reshape(scores.shape[:-1])
    total = numpy_module().add.reduce(each, axis=None)
    return total / each.size if reduction == "mean" else total


def _upstream(g: Value, scores: Any, reduction: str) -> Any:
    """Return the upstream gradient of the loss of each row, with an axis for the scores."""
    rows = scores.size // scores.shape[-1] if reduction == "mean" else 1
    if isinstance(g, float):
        return g / rows
    return array_of(array_of(g) / rows)[..., None]


def _expected(logarithms: Any, target: Any) -> Any:
    """Return -sum(target*logarithm) by row of a target of probabilities, where 0*log(0) is 0."""
    numpy = numpy_module()
    with numpy.errstate(invalid="ignore"):
        return -numpy.where(target == 0, 0, target * logarithms).sum(axis=-1)


# --- cross-entropy


def _cross_entropy_shared(logits: Value, target: Value, *, reduction: str) -> tuple[Any, ...]:
    """Return where the classes stand, the shifted scores, their powers and these added up."""
    scores = float_array(logits)
    places = _places("cross_entropy", scores, float_array(target))
    return (places, *exponentials(scores, (scores.ndim - 1,))[1:])


def _cross_entropy(logits: Value, target: Value, *, reduction: str, shared: Any = None) -> Value:
    shared = shared or _cross_entropy_shared(logits, target, reduction=reduction)
    places, shifted, powers, total = shared
    logarithms = log_of_total(powers, total, (shifted.ndim - 1,))
    if places is None:
        each = _expected(shifted - logarithms, float_array(target))
    else:
        each = logarithms.reshape(-1) - _rows(shifted)[places]
    return _over_rows(each, shifted, reduction)


def _cross_entropy_vjp(
    g: Value, logits: Value, target: Value, y: Value, *, reduction: str, shared: Any = None
) -> Value:
    """contribution = g*(softmax(logits)*sum(target) - target)/N; probabilities add up to 1."""
    shared = shared or _cross_entropy_shared(logits, target, reduction=reduction)
    places, _, powers, total = shared
    probabilities = powers / total
    if places is None:
        given, row = float_array(target), (probabilities.ndim - 1,)
        slope = probabilities * others(given, row) - given * others(probabilities, row)
    else:
        slope = _without_class(probabilities, places)
    return _upstream(g, slope, reduction) * slope


def _without_class(probabilities: Any, places: tuple[Any, Any]) -> Any:
    """Return the probabilities, but p - 1 at the class: minus the sum of the others.

    That has all digits.
    """
    rows = _rows(probabilities)
    rows[places] = 0.0
    rows[places] = -numpy_module().add.reduce(rows, axis=-1)
    return rows.reshape(probabilities.shape)


def _cross_entropy_target_vjp(
    g: Value, logits: Value, target: Value, y: Value, *, reduction: str, shared: Any = None
) -> Value:
    shared = shared or _cross_entropy_shared(logits, target, reduction=reduction)
    places, shifted, powers, total = shared
    if places is not None:
        return None
    logarithms = shifted - log_of_total(powers, total, (shifted.ndim - 1,))
    return -_upstream(g, shifted, reduction) * logarithms


cross_entropy = Operator(
    name="cross_entropy",
    operands=("logits", "target"),
    forward=_cross_entropy,
    vjp=(_cross_entropy_vjp, _cross_entropy_target_vjp),
    shared=_cross_entropy_shared,
    vjp_text=("g*(softmax(logits) - target)/N", "-g*log_softmax(logits)/N"),
    options=(REDUCTION,),
    samples=(
        ((2.0, 1.0, -1.0), 0.0),
        (_BATCH, (2.0, 1.0)),
        (_BATCH, ((0.5, 0.25, 0.25), (0.0, 1.0, 0.0))),
        ((2.0, 1.0, -1.0), (0.25, 0.5, 0.25)),
    ),
    example="s = [2, 1, 0]; cross_entropy(s, 0)",
    steps='{reduction}(nll_loss(log_softmax(logits), target, reduction="none"))',
    doc="Softmax and negative log-likelihood of a class or of probabilities, over N rows.",
    source="PyTorch, torch.nn.functional.cross_entropy; CS231n: softmax classifier.",
    family=FAMILY,
)


# --- negative log-likelihood


def _nll_loss(log_probabilities: Value, target: Value, *, reduction: str) -> Value:
    scores, given = array_of(log_probabilities), array_of(target)
    places = _places("nll_loss", scores, given)
    each = _expected(scores, given) if places is None else -_rows(scores)[places]
    return _over_rows(each, scores, reduction)


def _nll_loss_vjp(
    g: Value, log_probabilities: Value, target: Value, y: Value, *, reduction: str
) -> Value:
    scores, given = array_of(log_probabilities), array_of(target)
    numbers = _classes("nll_loss", scores, given)
    weights = given if numbers is None else _at_class(scores, numbers).astype(int)
    return -_upstream(g, scores, reduction) * weights


def _nll_loss_target_vjp(
    g: Value, log_probabilities: Value, target: Value, y: Value, *, reduction: str
) -> Value:
    scores = array_of(log_probabilities)
    if _is_class(scores, array_of(target)):
        return None
    return -_upstream(g, scores, reduction) * scores


nll_loss = Operator(
    name="nll_loss",
    operands=("log_probabilities", "target"),
    forward=_nll_loss,
    vjp=(_nll_loss_vjp, _nll_loss_target_vjp),
    vjp_text=("-g*target/N", "-g*log_probabilities/N"),
    options=(REDUCTION,),
    samples=(
        ((-0.5, -1.5, -2.0), 1.0),
        (((-0.5, -1.5, -2.0), (-1.0, -1.0, -1.25)), (0.0, 2.0)),
        ((-0.5, -1.5, -2.0), (0.25, 0.5, 0.25)),
    ),
    example="s = [2, 1, 0]; nll_loss(log_softmax(s), 0)",
    rational=True,
    doc="Minus the log-probability of a class, or its mean under probabilities, over N rows.",
    source="PyTorch, torch.nn.functional.nll_loss.",
    family=FAMILY,
)


# --- hinge


def _margins(scores: Value, target: Value, margin: float) -> tuple[Any, Any]:
    """Return s_j - s_class + margin for every score, and 1 at the class, 0 elsewhere."""
    s, given = array_of(scores), array_of(target)
    _checked_scores("hinge", s)
    if not _is_class(s, given):
        raise _unfit("hinge", s, given, probabilities=False)
    numbers = _class_numbers(s, given)
    right = numpy_module().take_along_axis(s, numbers[..., None], axis=-1)
    return s - right + number_like(margin, s), _at_class(s, numbers).astype(int)


def _hinge(scores: Value, target: Value, *, margin: float, reduction: str) -> Value:
    """Return the sum of max(0, s_j - s_class + margin) over the wrong classes j."""
    margins, one_hot = _margins(scores, target, margin)
    counted = (margins > 0) & (one_hot == 0)
    each = numpy_module().where(counted, margins, 0).sum(axis=-1)
    return _over_rows(each, margins, reduction)


def _hinge_vjp(
    g: Value, scores: Value, target: Value, y: Value, *, margin: float, reduction: str
) -> Value:
    """contribution = g per wrong class inside the margin, minus their number at the right one."""
    margins, one_hot = _margins(scores, target, margin)
    inside = ((margins > 0) & (one_hot == 0)).astype(int)
    slope = inside - one_hot * inside.sum(axis=-1, keepdims=True)
    return _upstream(g, margins, reduction) * slope


def _on_the_margin(scores: Value, target: Value, *, margin: float, reduction: str) -> bool:
    margins, one_hot = _margins(scores, target, margin)
    return bool(((margins == 0) & (one_hot == 0)).any())


hinge = Operator(
    name="hinge",
    operands=("scores", "target"),
    forward=_hinge,
    vjp=(_hinge_vjp, None),
    vjp_text=(
        "g/N for each j with scores_j - scores_target + margin > 0, minus their sum at target",
    ),
    options=(Option("margin", 1), REDUCTION),
    kinks=(
        Kink(
            at=_on_the_margin,
            where="a wrong class is exactly on the margin",
            gradient="0",
        ),
    ),
    samples=(((3.2, 5.1, -1.7), 0.0), (((1.3, 4.9, 2.0), (2.2, 2.5, -3.1)), (1.0, 2.0))),
    example="s = [3.2, 5.1, -1.7]; hinge(s, 0)",
    rational=True,
    doc="The multiclass SVM loss: how far wrong classes come within the margin of the right one.",
    source="CS231n, Linear Classification: multiclass support vector machine loss.",
    family=FAMILY,
)
