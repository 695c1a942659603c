"""The graph as the student worked it: their own numbers where they gave some, what follows from
those elsewhere.

A slip made early is not punished again: a cell is judged from the truth first, and then from these
numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from fractions import Fraction

from gradcli.engine import Derivation
from gradcli.engine.derivation import carries
from gradcli.engine.forward import compute, shape_of
from gradcli.engine.rules import EdgeRules, quietly_times, summed_back
from gradcli.errors import GradcliError
from gradcli.graph import Edge, Graph
from gradcli.operators.declaration import Ties
from gradcli.operators.elementary import Value, is_array


@dataclass(frozen=True, slots=True)
class Typed:
    """The numbers a student gave: forward values and gradients by node, local gradients by (node,
    operand)."""

    values: Mapping[int, Value] = field(default_factory=dict)
    gradients: Mapping[int, Value] = field(default_factory=dict)
    local: Mapping[tuple[int, int], Value] = field(default_factory=dict)


#: For each node the edges that leave it, carry a gradient and lead to the output, in source order.
Leaving = tuple[tuple[Edge, ...], ...]


def leaving_edges(truth: Derivation) -> Leaving:
    """Return for each node the edges on which it receives a contribution."""
    graph, contributions = truth.graph, truth.contributions
    return tuple(
        tuple(
            edge
            for edge in leaving
            if contributions[edge.id] is not None
            and carries(graph, edge.node, edge.position, edge.operand)
        )
        for leaving in graph.consumers()
    )


class World:
    """Every number of a graph as it follows from what a student typed.

    `values[i]` and `gradients[i]` are the student's own numbers, or what follows from those; None
    where
    nothing follows. `followed_values[i]` and `followed_gradients[i]` are what follows from the
    cells before,
    whatever the student typed at node i itself.
    """

    def __init__(
        self,
        truth: Derivation,
        typed: Typed,
        ties: Ties = "split",
        leaving: Leaving | None = None,
    ) -> None:
        self.truth = truth
        self.graph: Graph = truth.graph
        self.typed = typed
        self.ties: Ties = ties
        self.followed_values: list[Value] = list(truth.values)
        self.values: list[Value] = list(truth.values)
        self._forward()
        #: The nodes whose forward value is not the true one.
        self.changed = {
            node for node, value in enumerate(self.values) if value is not truth.values[node]
        }
        self.rules = EdgeRules(self.graph, self.values, ties, True, None)
        self._local: dict[int, Value] = {}
        self.true_rules = EdgeRules(self.graph, truth.values, ties, True, None)
        self.leaving = leaving_edges(truth) if leaving is None else leaving
        self.followed_gradients: list[Value] = list(truth.upstream)
        self.gradients: list[Value] = list(truth.upstream)
        self._backward()

    def _forward(self) -> None:
        graph, true = self.graph, self.truth.values
        for node in range(len(graph)):
            operands = graph.operands_of(node)
            if not operands or node in graph.input_ids:
                continue
            if any(self.values[operand] is not true[operand] for operand in operands):
                self.followed_values[node] = self._computed(node, operands)
            own = self.typed.values.get(node)
            self.values[node] = _own(own, self.followed_values[node], true[node])

    def _computed(self, node: int, operands: Sequence[int]) -> Value:
        found = [self.values[operand] for operand in operands]
        if _unknown(found):
            return None
        try:
            value, fault = compute(self.graph, node, found, exact=True, ieee=False)
        except GradcliError:
            return None
        return None if fault is not None else value

    def _backward(self) -> None:
        for node in range(self.graph.output, -1, -1):
            if self.truth.upstream[node] is None:
                continue
            if node != self.graph.output:
                self.followed_gradients[node] = self.gradient(node)
            own = self.typed.gradients.get(node)
            self.gradients[node] = _own(
                own, self.followed_gradients[node], self.truth.upstream[node]
            )

    def in_floats(self) -> World:
        """Return the same world in floating-point numbers, for the many trials of a diagnosis."""
        known: dict[int, Value] = {}

        def rounded(value: Value) -> Value:
            if value is None or isinstance(value, bool):
                return value
            if id(value) not in known:
                known[id(value)] = value.astype(float) if is_array(value) else float(value)
            return known[id(value)]

        twin = copy(self)
        true = self.truth
        twin.truth = replace(
            true,
            values=[rounded(value) for value in true.values],
            upstream=[rounded(value) for value in true.upstream],
            local=[rounded(value) for value in true.local],
            contributions=[rounded(value) for value in true.contributions],
        )
        twin.values = [rounded(value) for value in self.values]
        twin.gradients = [rounded(value) for value in self.gradients]
        twin.followed_values = [rounded(value) for value in self.followed_values]
        twin.followed_gradients = [rounded(value) for value in self.followed_gradients]
        twin.typed = Typed(
            self.typed.values,
            {node: rounded(value) for node, value in self.typed.gradients.items()},
            {edge: rounded(value) for edge, value in self.typed.local.items()},
        )
        twin._local = {}
        twin.rules = EdgeRules(self.graph, twin.values, self.ties, False, None)
        twin.true_rules = EdgeRules(self.graph, twin.truth.values, self.ties, False, None)
        return twin

    def edges_from(self, node: int) -> tuple[Edge, ...]:
        """Return the edges that leave a node, carry a gradient and lead to the output, in source
        order."""
        return self.leaving[node]

    def gradient(self, node: int, *, true_local: bool = False) -> Value:
        """Return the sum over the consumers of the student's gradient there times the local
        gradient."""
        if not self._touched(node, true_local):
            return self.truth.upstream[node]
        total: Value = None
        for edge in self.edges_from(node):
            part = self.contribution(edge, true_local=true_local)
            if part is None:
                return None
            total = part if total is None else total + part
        return self.truth.upstream[node] if total is None else total

    def _touched(self, node: int, true_local: bool) -> bool:
        """Return whether anything that the gradient of a node follows from differs from the
        truth."""
        true = self.truth
        for edge in self.leaving[node]:
            if self.gradients[edge.node] is not true.upstream[edge.node]:
                return True
            if not true_local and self._local_touched(edge):
                return True
        return False

    def _local_touched(self, edge: Edge) -> bool:
        """Return whether the local gradient of an edge may differ from the truth."""
        if (edge.node, edge.operand) in self.typed.local:
            return True
        if not self.changed:
            return False
        return not self.changed.isdisjoint(self._read_by(edge.node))

    def contribution(self, edge: Edge, *, true_local: bool = False) -> Value:
        """Return the student's gradient of the edge's node times the local gradient of the edge."""
        return self.handed(edge, self.gradients[edge.node], true_local=true_local)

    def handed(self, edge: Edge, upstream: Value, *, true_local: bool = False) -> Value:
        """Return an upstream gradient times the local gradient of an edge, the student's own where
        there is one."""
        if upstream is None:
            return None
        if upstream is self.truth.upstream[edge.node] and not self._local_touched(edge):
            return self.truth.contributions[edge.id]
        own = None if true_local else self.typed.local.get((edge.node, edge.operand))
        if own is not None and self._own_local_fits(edge, own):
            return self._with_own_local(edge, own, upstream)
        if not true_local and not is_array(upstream):
            local = self.local_of_edge(edge)
            if local is not None and not is_array(local):
                return upstream * local
        rules = self.true_rules if true_local else self.rules
        if _unknown(rules.values[node] for node in self._read_by(edge.node)):
            return None
        try:
            return rules.work(edge, upstream).contribution
        except GradcliError:
            return None

    def _own_local_fits(self, edge: Edge, own: Value) -> bool:
        return shape_of(own) == shape_of(self.local_truth(edge.node, edge.operand))

    def _with_own_local(self, edge: Edge, own: Value, upstream: Value) -> Value:
        """Return upstream times the edge's part of the student's local gradient."""
        return summed_back(
            quietly_times(upstream, self._part_of(edge, own)),
            shape_of(self.truth.values[edge.operand]),
            True,
        )

    def _part_of(self, edge: Edge, own: Value) -> Value:
        """Return one edge's part of a local gradient: the cell of x*x is the sum over both
        edges."""
        beside = [one for one in self.graph.edges_of(edge.node) if one.operand == edge.operand]
        if len(beside) == 1:
            return own
        true = [self.truth.local[one.id] for one in beside]
        if is_array(own) or _unknown(true) or not sum(true):
            return own * Fraction(1, len(beside))
        return own * self.truth.local[edge.id] / sum(true)

    def total(self, node: int, wrt: int) -> Value:
        """Return ∂node/∂wrt over all paths, from the student's forward values and local
        gradients."""
        value = self.values[node]
        if value is None:
            return None
        found: dict[int, Value] = {node: value * 0 + 1}
        for one in range(node, wrt, -1):
            if one not in found or one in self.graph.input_ids:
                continue
            for edge in self.graph.edges_of(one):
                if carries(self.graph, one, edge.position, edge.operand):
                    part = self.handed(edge, found[one])
                    if part is None:
                        return None
                    found[edge.operand] = found.get(edge.operand, 0) + part
        return found.get(wrt)

    def local_of_edge(self, edge: Edge) -> Value:
        """Return the local gradient of one edge: the student's own cell, or what follows from
        their values."""
        if edge.id not in self._local:
            self._local[edge.id] = self._found_local(edge)
        return self._local[edge.id]

    def _found_local(self, edge: Edge) -> Value:
        if not self._local_touched(edge):
            return self.truth.local[edge.id]
        own = self.typed.local.get((edge.node, edge.operand))
        if own is not None:
            return self._part_of(edge, own)
        if _unknown(self.values[read] for read in self._read_by(edge.node)):
            return None
        return self.rules.work(edge, None).local

    def local_truth(self, node: int, operand: int) -> Value:
        """Return the true local gradient of a node with respect to an operand, over all edges
        between them."""
        return self._summed(
            self.truth.local[edge.id]
            for edge in self.graph.edges_of(node)
            if edge.operand == operand
        )

    def local(self, node: int, operand: int) -> Value:
        """Return the local gradient that follows from the student's forward values."""
        if _unknown(self.values[read] for read in self._read_by(node)):
            return None
        return self._summed(
            self.rules.work(edge, None).local
            for edge in self.graph.edges_of(node)
            if edge.operand == operand and carries(self.graph, node, edge.position, edge.operand)
        )

    def _read_by(self, node: int) -> tuple[int, ...]:
        """Return the nodes whose values the rules of a node may read."""
        return (*self.graph.operands_of(node), node)

    def _summed(self, parts: Iterable[Value]) -> Value:
        total: Value = None
        for part in parts:
            if part is None:
                return None
            total = part if total is None else total + part
        return total


def _unknown(values: Iterable[Value]) -> bool:
    return any(value is None for value in values)


def _own(own: Value, followed: Value, true: Value) -> Value:
    """Return the student's number if it has the right shape, else what follows; the truth itself
    if equal to it."""
    chosen = followed if own is None or shape_of(own) != shape_of(true) else own
    if chosen is None or chosen is true:
        return chosen
    equal = chosen == true
    return true if (equal.all() if hasattr(equal, "all") else equal) else chosen
