"""One node of a graph as its rules in JavaScript see it, and tables of where elements go."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

from gradcli.engine import Derivation
from gradcli.engine.derivation import carries
from gradcli.engine.forward import node_options, shape_of
from gradcli.graph import Edge
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Operator, Ties
from gradcli.operators.elementary import Value, numpy_module


@dataclass(frozen=True, slots=True)
class Place:
    """One node of a worked graph, with what its rules need to be read."""

    derivation: Derivation
    node: int
    ties: Ties

    @property
    def operator(self) -> Operator:
        """Return the operator of the node."""
        return OPERATORS[self.derivation.graph.operators[self.node]]

    @property
    def operands(self) -> list[Value]:
        """Return the values of the operands."""
        graph = self.derivation.graph
        return [self.derivation.values[operand] for operand in graph.operands_of(self.node)]

    @property
    def options(self) -> dict[str, Any]:
        """Return the options of the node."""
        return node_options(self.derivation.graph, self.node, self.operator)

    @property
    def rule_options(self) -> dict[str, Any]:
        """Return the options of its rules, with the convention for ties where they take it."""
        return {**self.options, "ties": self.ties} if self.operator.ties else self.options

    @property
    def edges(self) -> list[Edge]:
        """Return the edges of the node."""
        return list(self.derivation.graph.edges_of(self.node))

    @property
    def names(self) -> list[str]:
        """Return the names of the operands in JavaScript."""
        return [f"a{position}" for position in range(len(self.operands))]

    @property
    def size(self) -> int:
        """Return how many elements the value has."""
        return size_of(shape_of(self.derivation.values[self.node]))

    def carries(self, edge: Edge) -> bool:
        """Return whether an edge carries a gradient."""
        return carries(self.derivation.graph, self.node, edge.position, edge.operand)


def size_of(shape: tuple[int, ...]) -> int:
    """Return how many elements an array of a shape has; a scalar has one."""
    return math.prod(shape)


def stretched(own: tuple[int, ...], shape: tuple[int, ...]) -> Any:
    """Return for each element of a shape the element of an operand that is stretched to it."""
    numpy = numpy_module()
    places = numpy.arange(size_of(own)).reshape(own)
    return numpy.broadcast_to(places, shape)


def table(places: Any, axes: int = 1) -> str:
    """Return whole numbers as a list of JavaScript, or with 2 axes as a list of lists."""
    flat = places.reshape(-1) if axes == 1 else places
    return json.dumps(flat.tolist(), separators=(",", ":"))
