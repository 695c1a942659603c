"""The output of a derivation as one input moves, and what rounding does to it."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence

from gradcli.engine import values_of
from gradcli.engine.derivation import Derivation
from gradcli.engine.forward import nearest_float
from gradcli.engine.pieces import breaking, same_piece
from gradcli.engine.rules import quietly_times
from gradcli.engine.slopes import Line
from gradcli.errors import DomainProblem
from gradcli.operators.elementary import Value, is_array, numpy_module


class Moving:
    """One input, or one of its elements, that moves while all others stay.

    `varies` tells whether the outputs so far differed, `largest` is the largest of them in size,
    and `broken` whether a run lay on another piece of the function. `scale` is the size of the
    smallest value, at most 1.
    """

    def __init__(
        self,
        derivation: Derivation,
        base: Mapping[str, Value],
        name: str,
        index: tuple[int, ...],
    ) -> None:
        self.derivation, self.name, self.index = derivation, name, index
        self.point = float(base[name][index] if index else base[name])
        self.largest, self.varies, self.broken = 0.0, False, False
        self.scale = min([1.0, *map(_smallest, derivation.values)])
        self._base = base
        self._held = _detached(derivation)
        self._first: float | None = None

    def run(self, distance: float) -> Sequence[Value] | None:
        """Return the value of every node at a distance from the point, None where there is none."""
        moved = _moved(self._base, self.name, self.index, distance)
        try:
            return values_of(self.derivation.graph, moved, held=self._held)[0]
        except DomainProblem:
            return None

    def output(self, distance: float) -> float | None:
        """Return the output at a distance from the point, None where there is none."""
        return self._total(self.run(distance))

    def piece(self) -> Line:
        """Return the output on the pieces next to the point only, one on each side."""
        nearest: dict[bool, Sequence[Value]] = {}
        graph, nodes = self.derivation.graph, breaking(self.derivation)

        def output(distance: float) -> float | None:
            values = self.run(distance)
            if values is None:
                return None
            if nodes and not same_piece(
                graph, nodes, nearest.setdefault(distance > 0, values), values
            ):
                self.broken = True
                return None
            return self._total(values)

        return output

    def _total(self, values: Sequence[Value] | None) -> float | None:
        if values is None:
            return None
        weighted = as_float(self.derivation.seed) * values[self.derivation.graph.output]
        total = float(weighted.sum()) if is_array(weighted) else float(weighted)
        if not math.isfinite(total):
            return None
        self._first = total if self._first is None else self._first
        self.varies = self.varies or total != self._first
        self.largest = max(self.largest, abs(total))
        return total


def as_float(value: Value) -> Value:
    """Return a value as a float, or as an array of them."""
    return value.astype(float) if is_array(value) else nearest_float(value)


def noise_of(derivation: Derivation) -> float:
    """Return what rounding may have done to the output: half a unit of every value, passed on.

    noise = sum over the nodes of |upstream * value| * 8 * 2^-52 + |upstream| * 8 * 2^-1074
    """
    total, least = 0.0, 0.0
    for value, upstream in zip(derivation.values, derivation.upstream, strict=True):
        if value is None or upstream is None or isinstance(value, bool):
            continue
        passed = abs(quietly_times(as_float(value), as_float(upstream)))
        if is_array(passed):
            passed = float(passed[numpy_module().isfinite(passed)].sum())
        total += passed if math.isfinite(passed) else 0.0
        least += _size(upstream)
    return 8 * math.ulp(1.0) * total + 8 * math.ulp(0.0) * least


def lost(
    derivation: Derivation, below: Sequence[Value], above: Sequence[Value], away: float
) -> tuple[float, float]:
    """Return what a gradient may have lost to products that are too small, and to rounding.

    A local gradient or a product may lack a number below the smallest of full precision, and half a
    unit of its own; all that it hands on to the input lacks so many times the slope of its operand:
    the change of the operand to two runs, over how far they are `away`.

        small    = sum over the edges of (1 + |upstream|) * 2^-1022 * |slope of the operand|
        rounding = sum over the edges of |contribution| * 8 * 2^-52 * |slope of the operand|
    """
    graph, upstream = derivation.graph, derivation.upstream
    steep = [
        max(_size(as_float(side) / away - as_float(value) / away) for side in sides)
        if value is not None and all(side is not None for side in sides)
        else 0.0
        for value, *sides in zip(derivation.values, below, above, strict=True)
    ]
    small = rounding = 0.0
    for node in range(len(graph)):
        for place, operand in enumerate(graph.operands_of(node)):
            contribution = derivation.contributions[graph.starts[node] + place]
            if contribution is not None:
                small += (1 + _size(upstream[node])) * steep[operand]
                rounding += _size(contribution) * steep[operand]
    return sys.float_info.min * small, 8 * math.ulp(1.0) * rounding


def _smallest(value: Value) -> float:
    """Return the size of the smallest element that is not 0; inf for none."""
    if value is None:
        return math.inf
    sizes = abs(as_float(value))
    if is_array(sizes):
        return float(sizes[sizes > 0].min(initial=math.inf))
    return sizes if sizes > 0 else math.inf


def _size(value: Value) -> float:
    """Return the sum of the sizes of the finite elements of a value."""
    if value is None:
        return 0.0
    sizes = abs(as_float(value))
    if is_array(sizes):
        return float(sizes[numpy_module().isfinite(sizes)].sum())
    return sizes if math.isfinite(sizes) else 0.0


def _detached(derivation: Derivation) -> dict[int, Value]:
    """Return the values of what is detached, as far as it is evaluated."""
    graph = derivation.graph
    return {
        node: derivation.values[node]
        for node, operator in enumerate(graph.operators)
        if operator == "detach" and node not in graph.input_ids
        if derivation.values[node] is not None
    }


def _moved(
    base: Mapping[str, Value], name: str, index: tuple[int, ...], distance: float
) -> dict[str, Value]:
    """Return the inputs with one of them, or one of its elements, moved."""
    if not index:
        return {**base, name: base[name] + distance}
    moved = base[name].copy()
    moved[index] += distance
    return {**base, name: moved}
