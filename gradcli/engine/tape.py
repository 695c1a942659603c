"""The tape: a graph of plain numbers compiled once, to be run again and again on new values.

The forward loop is written out from the operators' own rules, read as Python: for each kind of node
it computes the value and appends the local gradients. The backward loop knows no operators:

    for node, operand, local in edges, last first:
        upstream[operand] += upstream[node] * local

A tape handles what is regular. Where a number is not finite, an operand outside a domain or a
gradient undefined, it gives way to the ordinary engine, which says why.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from gradcli.engine.backward import Gradients
from gradcli.engine.derivation import Derivation
from gradcli.engine.forward import checked
from gradcli.engine.irregular import Irregular
from gradcli.engine.notices import noticeable, notices
from gradcli.engine.tape_columns import Columns
from gradcli.engine.tape_loop import forward_loop
from gradcli.engine.views import View
from gradcli.graph import Graph
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Ties

#: The operators whose values are true or false.
CONDITIONS = frozenset(name for name, row in OPERATORS.items() if row.local and not any(row.local))


class Tape:
    """A graph of scalars, ready to be run. Both branches of a `where` are evaluated.

    >>> from gradcli.language import parse
    >>> tape = Tape(parse("(w*x - y)^2"))
    >>> tape.run({"w": 1.0, "x": 1.0, "y": 2.0}).gradients["w"]
    -2.0

    Raises:
        Irregular: the graph has an operator that works on arrays.
    """

    def __init__(self, graph: Graph, ties: Ties = "split") -> None:
        self.graph = graph
        self.ties = ties
        self._columns = columns = Columns(graph)
        self._forward = forward_loop(columns.cases, len(columns.operands), ties)
        self._noticeable = noticeable(graph)
        self._conditions = _conditions(graph, columns)

    def run(self, bindings: Mapping[str, Any]) -> Derivation:
        """Return the derivation at the bindings, all of them plain numbers.

        Raises:
            BindingProblem: an input has no value, or a value has no input.
            Irregular: a value needs the care of the ordinary engine.
        """
        values, columns = self._inputs(bindings), self._columns
        local: list[float] = []
        try:
            self._forward(values, local.append, columns.nodes, columns.codes, *columns.operands)
        except (ArithmeticError, ValueError, TypeError) as error:
            raise Irregular from error
        upstream = self._backward(local)
        if not (_all_finite(values) and _all_finite(upstream)):
            raise Irregular
        return self._derivation(values, local, upstream)

    def _inputs(self, bindings: Mapping[str, Any]) -> list[Any]:
        values = self._columns.start.copy()
        for name, value in checked(self.graph, bindings, False).items():
            if type(value) is not float:
                raise Irregular
            values[self.graph.inputs[name]] = value
        return values

    def _backward(self, local: Sequence[float]) -> list[float]:
        upstream = [0.0] * len(self.graph)
        if self.graph.depends[self.graph.output]:
            upstream[self.graph.output] = 1.0
        nodes, operands = self._columns.edge_nodes, self._columns.edge_operands
        for node, operand, slope in zip(nodes, operands, reversed(local), strict=True):
            upstream[operand] += upstream[node] * slope
        return upstream

    def _derivation(
        self, values: list[Any], local: Sequence[float], upstream: list[float]
    ) -> Derivation:
        done = Gradients(upstream, [], [], range(len(upstream)), undefined=set(), infinite=[])
        found = notices(self.graph, values, None, self.ties, done, self._noticeable)
        if any(notice.code == "undefined" for notice in found):
            raise Irregular
        gradients = ByNode(upstream, self.graph.depends, self._conditions)
        slopes = ByEdge(local, self._columns.carrying, len(self.graph.operands))
        contributions = Contributions(self.graph, upstream, slopes)
        return Derivation(self.graph, values, gradients, slopes, contributions, 1.0, found)


def _conditions(graph: Graph, columns: Columns) -> set[int]:
    """Return the nodes whose values are true or false."""
    if not any(name in CONDITIONS for _, (name, _, _) in columns.cases):
        return set()
    return {node for node, name in enumerate(graph.operators) if name in CONDITIONS}


def _all_finite(numbers: Sequence[float]) -> bool:
    # A sum is nan or inf if one of its addends is; finite ones may add up to inf too.
    return math.isfinite(sum(numbers)) or all(map(math.isfinite, numbers))


# --- views, so that nothing is copied until it is asked for


class ByNode(View):
    """Upstream gradients; None for conditions and for nodes that depend on no input."""

    def __init__(
        self, upstream: list[float], depends: Sequence[int], conditions: Collection[int]
    ) -> None:
        super().__init__(len(upstream))
        self._upstream = upstream
        self._depends = depends
        self._conditions = conditions

    def _entry(self, place: int) -> float | None:
        if not self._depends[place] or place in self._conditions:
            return None
        return self._upstream[place]


class ByEdge(View):
    """Local gradients by edge, from those of the carrying edges in order; None for the others.

    `carrying` is None where all edges carry one."""

    def __init__(self, local: Sequence[float], carrying: Sequence[int] | None, edges: int) -> None:
        super().__init__(edges)
        self._local = local
        self._carrying = carrying
        self._places: dict[int, int] | None = None

    def _entry(self, place: int) -> float | None:
        if self._carrying is None:
            return self._local[place]
        if self._places is None:
            self._places = {edge: order for order, edge in enumerate(self._carrying)}
        order = self._places.get(place)
        return None if order is None else self._local[order]


class Contributions(View):
    """Contributions by edge: upstream gradient of the node times local gradient of the edge."""

    def __init__(self, graph: Graph, upstream: list[float], local: Sequence[Any]) -> None:
        super().__init__(len(local))
        self._graph = graph
        self._upstream = upstream
        self._local = local
        self._nodes: list[int] | None = None

    def _entry(self, place: int) -> float | None:
        slope = self._local[place]
        if slope is None:
            return None
        if self._nodes is None:
            self._nodes = [edge.node for edge in self._graph.edges()]
        return float(self._upstream[self._nodes[place]] * slope)
