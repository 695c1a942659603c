"""The numbers that a student gave, each in its place of the graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from gradcli.grading.quantities import Quantity
from gradcli.operators.elementary import Value
from gradcli.records import dataclass


@dataclass(frozen=True, slots=True)
class Typed:
    """The numbers a student gave.

    Forward values and gradients of the output by node, local gradients by (node, operand),
    gradients of other nodes over all paths by (node, wrt).
    """

    values: Mapping[int, Value] = MappingProxyType({})
    gradients: Mapping[int, Value] = MappingProxyType({})
    local: Mapping[tuple[int, int], Value] = MappingProxyType({})
    totals: Mapping[tuple[int, int], Value] = MappingProxyType({})

    @classmethod
    def of(cls, numbers: Iterable[tuple[Quantity, Value]]) -> Typed:
        """Return the numbers of some answers, each in its place."""
        values: dict[int, Value] = {}
        gradients: dict[int, Value] = {}
        edges: dict[str, dict[tuple[int, int], Value]] = {"local": {}, "total": {}}
        for (kind, node, wrt, _), value in numbers:
            if wrt is None:
                values[node] = value
            elif kind == "gradient":
                gradients[wrt] = value
            else:
                edges[kind][node, wrt] = value
        return cls(values, gradients, edges["local"], edges["total"])
