"""The numerical check: every gradient of the backward pass against differences of the output.

    ∂f/∂x ≈ (f(x + h) - f(x - h)) / 2h

How wide h may be depends on how the function bends, and how narrow on how its values are rounded;
`slopes` finds it, with a bound on the error, and a gradient is contradicted only beyond that bound.

Source: CS231n, Neural Networks Part 3, gradient checks; N. J. Higham, Accuracy and Stability of
Numerical Algorithms, section 3.3, for the error of a computed value.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from gradcli.engine import values_of
from gradcli.engine.derivation import Derivation
from gradcli.engine.forward import nearest_float
from gradcli.engine.rules import quietly_times
from gradcli.engine.slopes import Around, Line, Slope, around, difference, sampled
from gradcli.errors import DomainProblem
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

#: Why a gradient was not checked.
NO_NUMBER = "its gradient is not a finite number"
NO_SLOPE = "the values around the point tend to no slope"
ROUNDING = "rounding hides so small a change of the output"
CHOICE = "where chooses otherwise at the point than on both sides of it"


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


def check(derivation: Derivation) -> tuple[Comparison, ...]:
    """Compare every gradient of the inputs with differences of the output.

    What is detached is held at its value, as the gradient holds it.

    >>> from gradcli.engine import evaluate
    >>> from gradcli.language import parse
    >>> graph, at = parse("x^2"), {"x": 3.0}
    >>> check(evaluate(graph, at))[0].agrees
    True
    """
    return tuple(_comparisons(derivation))


def _comparisons(derivation: Derivation) -> Iterator[Comparison]:
    graph = derivation.graph
    base = {name: derivation.values[node] for name, node in graph.inputs.items()}
    base = {name: _as_float(value) for name, value in base.items()}
    noise = _noise(derivation)
    for name, gradient in derivation.gradients.items():
        for index in _places(base[name]):
            one = gradient if gradient is None or not is_array(gradient) else gradient[index]
            point = float(base[name][index] if index else base[name])
            if one is None or not math.isfinite(one) or not math.isfinite(point):
                shown = None if one is None else float(one)
                yield Comparison(name, index, shown, None, None, None, True, NO_NUMBER)
            else:
                line = _line(derivation, base, name, index)
                found = _compared(name, index, float(one), line, point, noise)
                if not found.agrees and _chooses_alone(derivation, base, name, index):
                    found = Comparison(name, index, float(one), None, None, None, True, CHOICE)
                yield found


def _as_float(value: Value) -> Value:
    return value.astype(float) if is_array(value) else nearest_float(value)


def _places(value: Value) -> list[tuple[int, ...]]:
    if not is_array(value):
        return [()]
    numpy = numpy_module()
    chosen = numpy.unique(numpy.linspace(0, value.size - 1, min(value.size, CHECKED)).astype(int))
    return [tuple(map(int, numpy.unravel_index(place, value.shape))) for place in chosen]


def _noise(derivation: Derivation) -> float:
    """Return what rounding may have done to the output: half a unit of every value, passed on.

    noise = sum over the nodes of |upstream * value| * 8 * 2^-52
    """
    total = 0.0
    for value, upstream in zip(derivation.values, derivation.upstream, strict=True):
        if value is None or upstream is None or isinstance(value, bool):
            continue
        passed = abs(quietly_times(_as_float(value), _as_float(upstream)))
        if is_array(passed):
            passed = float(passed[numpy_module().isfinite(passed)].sum())
        total += passed if math.isfinite(passed) else 0.0
    return 8 * math.ulp(1.0) * total


def _line(
    derivation: Derivation, base: Mapping[str, Value], name: str, index: tuple[int, ...]
) -> Line:
    """Return the output as a function of the distance along one input."""
    graph = derivation.graph
    held = {
        node: derivation.values[node]
        for node, operator in enumerate(graph.operators)
        if operator == "detach" and node not in graph.input_ids
        if derivation.values[node] is not None  # it is evaluated
    }

    def output(distance: float) -> float | None:
        moved = _moved(base, name, index, distance)
        try:
            values, _ = values_of(graph, moved, held=held)
        except DomainProblem:
            return None
        weighted = _as_float(derivation.seed) * values[graph.output]
        total = float(weighted.sum()) if is_array(weighted) else float(weighted)
        return total if math.isfinite(total) else None

    return output


def _moved(
    base: Mapping[str, Value], name: str, index: tuple[int, ...], distance: float
) -> dict[str, Value]:
    """Return the inputs with one of them, or one of its elements, moved."""
    if not index:
        return {**base, name: base[name] + distance}
    moved = base[name].copy()
    moved[index] += distance
    return {**base, name: moved}


def _chooses_alone(
    derivation: Derivation, base: Mapping[str, Value], name: str, index: tuple[int, ...]
) -> bool:
    """Return whether the point is one where a `where` chooses as on neither side: x == 1."""
    graph, here = derivation.graph, derivation.values
    choices = [node for node, operator in enumerate(graph.operators) if operator == "where"]
    conditions = {graph.operands_of(node)[0] for node in choices if here[node] is not None}
    step = _FIRST * (abs(float(base[name][index] if index else base[name])) or 1.0)
    try:
        sides = [values_of(graph, _moved(base, name, index, by))[0] for by in (-step, step)]
    except DomainProblem:
        return False
    changes = [[side[node] != here[node] for side in sides] for node in conditions]
    return any((left & right).any() if is_array(left) else left & right for left, right in changes)


def _compared(
    name: str, index: tuple[int, ...], gradient: float, line: Line, point: float, noise: float
) -> Comparison:
    """Return the verdict on one gradient; nearly all are settled by two steps to each side."""
    slopes = _at_first_sight(line, point, noise, gradient) or around(line, point, noise)
    sides = [side.value for side in (slopes.left, slopes.right) if side is not None]
    low, high = (min(sides), max(sides)) if sides else (None, None)
    numeric, agrees, reason = _judged(slopes, gradient)
    return Comparison(name, index, gradient, numeric, low, high, agrees, reason)


def _allowed(gradient: float) -> float:
    return TOLERANCE * max(1.0, abs(gradient))


def _at_first_sight(line: Line, point: float, noise: float, gradient: float) -> Around | None:
    """Return the slopes over an ordinary step if all of them are those of the gradient."""
    step = _FIRST * (abs(point) or 1.0)
    wide, narrow = sampled(line, point, step), sampled(line, point, step / 4)
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
            return _verdict(across, across, gradient, slopes.hidden)
        low, high = sorted((left, right), key=lambda side: side.value)
        return _verdict(low, high, gradient, slopes.hidden)
    side = left or right
    if side is not None and side.near(gradient, _allowed(gradient)):
        return _verdict(side, side, gradient, slopes.hidden)
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
