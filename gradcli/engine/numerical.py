"""The numerical check: every gradient of the backward pass against a central difference.

    ∂f/∂x ≈ (f(x + h) - f(x - h)) / 2h,    h = ∛ε · max(1, |x|)

Source: Press et al., Numerical Recipes, section 5.7, for the step; CS231n, Neural Networks Part 3,
for the use.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from gradcli.engine import values_of
from gradcli.engine.derivation import Derivation
from gradcli.engine.forward import as_value
from gradcli.errors import DomainProblem
from gradcli.operators.elementary import Value, is_array, numpy_module
from gradcli.records import dataclass

#: Elements of one input that are checked; of a larger array that many, evenly spread.
CHECKED = 200

#: The largest difference that counts as agreement, relative to the larger of gradient and 1.
TOLERANCE = 1e-5

_STEP = math.ulp(1.0) ** (1 / 3)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One gradient beside its numerical estimate.

    `index` is the place within an array input, () for a scalar. `numeric` is the central
    difference, None where the
    gradient is not a finite number or the output cannot be computed around the point; such a
    gradient is
    not checked. `low` and `high` are the smaller and the larger of the slopes on the two sides: at
    a kink
    the gradient may lie anywhere between them.
    """

    name: str
    index: tuple[int, ...]
    gradient: float | None
    numeric: float | None
    low: float | None
    high: float | None
    agrees: bool


def check(derivation: Derivation) -> tuple[Comparison, ...]:
    """Compare every gradient of the inputs with a central difference.

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
    for name, gradient in derivation.gradients.items():
        for index in _places(base[name]):
            exact = gradient if gradient is None or not is_array(gradient) else gradient[index]
            yield _compared(name, index, exact, _line(derivation, base, name, index))


def _as_float(value: Value) -> Value:
    return value.astype(float) if is_array(value) else as_value(float(value))


def _places(value: Value) -> list[tuple[int, ...]]:
    if not is_array(value):
        return [()]
    numpy = numpy_module()
    chosen = numpy.unique(numpy.linspace(0, value.size - 1, min(value.size, CHECKED)).astype(int))
    return [tuple(map(int, numpy.unravel_index(place, value.shape))) for place in chosen]


#: The output along one input: at a distance from the point, None where it cannot be computed.
Line = Callable[[float], float | None]


def _line(
    derivation: Derivation, base: Mapping[str, Value], name: str, index: tuple[int, ...]
) -> tuple[float, Line]:
    graph = derivation.graph
    held = {
        node: derivation.values[node]
        for node, operator in enumerate(graph.operators)
        if operator == "detach"
    }

    def output(distance: float) -> float | None:
        moved = base[name]
        if index:
            moved = moved.copy()
            moved[index] += distance
        else:
            moved = moved + distance
        try:
            values, _ = values_of(graph, {**base, name: moved}, held=held)
        except DomainProblem:
            return None
        weighted = derivation.seed * values[graph.output]
        total = float(weighted.sum()) if is_array(weighted) else float(weighted)
        return total if math.isfinite(total) else None

    point = float(base[name][index] if index else base[name])
    return point, output


def _compared(
    name: str, index: tuple[int, ...], gradient: Value, line: tuple[float, Line]
) -> Comparison:
    if gradient is None or not math.isfinite(gradient):
        shown = None if gradient is None else float(gradient)
        return Comparison(name, index, shown, None, None, None, True)
    gradient = float(gradient)
    point, output = line
    step = _STEP * max(1.0, abs(point))
    numeric = _slope(output, -step, step)
    sides = [_slope(output, -2 * step, -step), _slope(output, step, 2 * step)]
    known = [side for side in sides if side is not None]
    low, high = (min(known), max(known)) if known else (None, None)
    if numeric is None:
        return Comparison(name, index, gradient, None, low, high, True)
    allowed = TOLERANCE * max(1.0, abs(gradient), abs(numeric))
    agrees = abs(numeric - gradient) <= allowed
    if not agrees and low is not None and high is not None:
        smooth = max(abs(low - numeric), abs(high - numeric)) <= 10 * allowed
        agrees = not smooth and low - 10 * allowed <= gradient <= high + 10 * allowed
    return Comparison(name, index, gradient, numeric, low, high, agrees)


def _slope(output: Line, start: float, end: float) -> float | None:
    """Return the slope of the output between two distances from the point, None if one cannot be
    computed."""
    first, last = output(start), output(end)
    return None if first is None or last is None else (last - first) / (end - start)
