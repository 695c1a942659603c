"""The numerical check: every gradient of the backward pass against differences of the output.

    ∂f/∂x ≈ (f(x + h) - f(x - h)) / 2h

How wide h may be depends on how the function bends, and how narrow on how its values are rounded;
`slopes` finds it, with a bound on the error, and a gradient is contradicted only beyond that bound.

Source: CS231n, Neural Networks Part 3, gradient checks; N. J. Higham, Accuracy and Stability of
Numerical Algorithms, section 3.3, for the error of a computed value.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator

from gradcli.engine.derivation import Derivation
from gradcli.engine.kinked import kinks_met, stands_alone
from gradcli.engine.moving import Moving, as_float, lost, noise_of
from gradcli.engine.slopes import Around, Slope, around, difference, sampled
from gradcli.operators.declaration import Ties
from gradcli.operators.elementary import Value, is_array, numpy_module
from gradcli.records import dataclass

#: Elements of one input that are checked; of a larger array that many, evenly spread.
CHECKED = 200

#: The largest difference that counts as agreement, relative to the larger of gradient and 1.
TOLERANCE = 1e-5

#: The relative difference that no gradient is contradicted for: functions have a last digit.
_DIGITS = 1e-8

#: The step that is tried first, relative to the point: it settles nearly all gradients.
_FIRST = 2.0**-20

#: The part of the output's size from which on rounding is all that a difference shows.
_NOTHING_BUT_NOISE = 2.0**-10

#: Below this size products have lost digits.
_SMALL = sys.float_info.min / math.ulp(1.0)

#: Why a gradient was not checked.
NO_NUMBER = "its gradient is not a finite number"
NO_SLOPE = "the values around the point tend to no slope"
ROUNDING = "rounding hides so small a change of the output"
CHOICE = "where chooses otherwise at the point than on both sides of it"
ALONE = "a jump has a value at the point that it has on neither side of it"
CONVENTIONS = "it is a convention here, and need not lie between the slopes on both sides"
STEPS = "the output jumps or oscillates within the steps of the difference"
CANCELS = "what its contributions add up to is mostly rounding"
VANISHES = "a product on the way back is too small for a floating-point number"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One gradient beside its numerical estimate.

    `index` is the place within an array input, () for a scalar. `numeric` is the slope that the
    values of the output around the point show, None where the gradient is not checked; `reason`
    says why not. `low` and `high` are the smaller and the larger of the slopes on the two sides: at
    a kink the gradient may lie anywhere between them.
    """

    name: str
    index: tuple[int, ...]
    gradient: float | None
    numeric: float | None
    low: float | None
    high: float | None
    agrees: bool
    reason: str = ""


def check(derivation: Derivation, ties: Ties = "split") -> tuple[Comparison, ...]:
    """Compare every gradient of the inputs with differences of the output.

    What is detached is held at its value, as the gradient holds it. `ties` is the convention that
    the gradients were computed with.

    >>> from gradcli.engine import evaluate
    >>> from gradcli.language import parse
    >>> graph, at = parse("x^2"), {"x": 3.0}
    >>> check(evaluate(graph, at))[0].agrees
    True
    """
    return tuple(_comparisons(derivation, ties))


def _comparisons(derivation: Derivation, ties: Ties) -> Iterator[Comparison]:
    graph = derivation.graph
    base = {name: as_float(derivation.values[node]) for name, node in graph.inputs.items()}
    noise = noise_of(derivation)
    for name, gradient in derivation.gradients.items():
        for index in _places(base[name]):
            one = gradient if gradient is None or not is_array(gradient) else gradient[index]
            line = Moving(derivation, base, name, index)
            if one is None or not math.isfinite(one) or not math.isfinite(line.point):
                shown = None if one is None else float(one)
                yield Comparison(name, index, shown, None, None, None, True, NO_NUMBER)
            else:
                yield _compared(float(one), line, noise, ties)


def _places(value: Value) -> list[tuple[int, ...]]:
    if not is_array(value):
        return [()]
    numpy = numpy_module()
    chosen = numpy.unique(numpy.linspace(0, value.size - 1, min(value.size, CHECKED)).astype(int))
    return [tuple(map(int, numpy.unravel_index(place, value.shape))) for place in chosen]


def _compared(gradient: float, line: Moving, noise: float, ties: Ties) -> Comparison:
    """Return the verdict on one gradient; nearly all are settled by two steps to each side."""
    scale = min(line.scale, 1 / max(1.0, abs(gradient)))
    slopes = _at_first_sight(line, noise, gradient)
    found = _against(gradient, line, slopes or around(line.output, line.point, noise, scale))
    if found.agrees:
        return found
    found = _against(gradient, line, around(line.piece(), line.point, noise, scale))
    reason = "" if found.agrees else _excuse(found, gradient, line, noise, ties)
    if found.reason == NO_SLOPE and line.broken:
        reason = STEPS
    return found if not reason else _unchecked(found, reason)


def _unchecked(found: Comparison, reason: str) -> Comparison:
    return Comparison(found.name, found.index, found.gradient, None, None, None, True, reason)


def _against(gradient: float, line: Moving, slopes: Around) -> Comparison:
    """Return the verdict on one gradient, given the slopes around the point."""
    sides = [side.value for side in (slopes.left, slopes.right) if side is not None]
    low, high = (min(sides), max(sides)) if sides else (None, None)
    numeric, agrees, reason = _judged(slopes, gradient)
    return Comparison(line.name, line.index, gradient, numeric, low, high, agrees, reason)


def _excuse(found: Comparison, gradient: float, line: Moving, noise: float, ties: Ties) -> str:
    """Return why a gradient may be right though the difference contradicts it, "" if it may not."""
    if noise > _NOTHING_BUT_NOISE * line.largest and line.varies:
        return ROUNDING
    step = _FIRST * (abs(line.point) or 1.0)
    below, above = line.run(-step), line.run(step)
    if below is None or above is None:
        return ""
    if stands_alone(line.derivation, (below, above)):
        return CHOICE if "where" in line.derivation.graph.operators else ALONE
    if kinks_met(line.derivation, (below, above), ties) > 1:
        return CONVENTIONS
    missing = max((found.low or 0.0) - gradient, gradient - (found.high or 0.0))
    small, rounding = lost(line.derivation, below, above, step)
    if missing <= _SMALL + small:
        return VANISHES
    return CANCELS if missing <= rounding else ""


def _allowed(gradient: float) -> float:
    return TOLERANCE * max(1.0, abs(gradient))


def _at_first_sight(line: Moving, noise: float, gradient: float) -> Around | None:
    """Return the slopes over an ordinary step if all of them are those of the gradient."""
    point = line.point
    step = _FIRST * (abs(point) or 1.0)
    wide, narrow = sampled(line.output, point, step), sampled(line.output, point, step / 4)
    outer = (wide.left, wide.below), (wide.right, wide.above)
    inner = (narrow.left, narrow.below), (narrow.right, narrow.above)
    pairs = (outer[0], inner[0]), (inner[1], outer[1]), inner, outer
    slopes = [difference(start, end, noise) for start, end in pairs]
    for slope, bend in zip(slopes, _BENDS, strict=True):
        if slope is None or not slope.near(gradient, bend * abs(gradient)):
            return None
        if slope.error > _allowed(gradient):
            return None
    left, right, across, _ = slopes
    return Around(left, right, across, hidden=0.0)


#: How far the slopes to the left, to the right and across may be from a gradient at first sight,
#: relative to it, since the function bends over the step: those to the sides the more.
_BENDS = (TOLERANCE, TOLERANCE, _DIGITS, _DIGITS)


def _judged(slopes: Around, gradient: float) -> tuple[float | None, bool, str]:
    """Return the slope to show, whether the gradient agrees, and why it was not checked."""
    left, right, across = slopes.left, slopes.right, slopes.across
    if left is not None and right is not None:
        if across is not None and _one(left, right, across):
            found = _verdict(across, across, gradient, slopes.hidden)
            if found[1]:
                return found
        low, high = sorted((left, right), key=lambda side: side.value)
        return _verdict(low, high, gradient, slopes.hidden)
    side = left or right
    if side is not None and side.near(gradient, _allowed(gradient)):
        found = _verdict(side, side, gradient, slopes.hidden)
        if found[1]:
            return found
    return None, True, NO_SLOPE


def _one(left: Slope, right: Slope, across: Slope) -> bool:
    """Return whether the slopes on both sides are the one across the point: it is smooth there."""
    more = across.error + _allowed(across.value)
    return left.near(across.value, more) and right.near(across.value, more)


def _verdict(
    low: Slope, high: Slope, gradient: float, hidden: float
) -> tuple[float | None, bool, str]:
    """Judge a gradient against the slopes on the two sides, which are one where it is smooth."""
    numeric = low.value if low is high else (low.value + high.value) / 2
    margin = _DIGITS * max(abs(gradient), abs(numeric))
    below, above = low.value - 2 * low.error - margin, high.value + 2 * high.error + margin
    if below - hidden <= gradient <= above + hidden:
        certain = below <= gradient <= above and max(low.error, high.error) <= _allowed(gradient)
        return (numeric, True, "") if certain else (None, True, ROUNDING)
    return numeric, False, ""
