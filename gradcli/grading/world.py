"""The graph as the student worked it: their own numbers, and what follows from those elsewhere.

A slip made early is not punished again: a cell is judged from the truth first, and then from these
numbers.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from functools import cached_property

from gradcli.engine.derivation import carries
from gradcli.engine.forward import compute, settled, shape_of
from gradcli.engine.rules import EdgeRules, NodeRules, quietly_times, summed_back, times
from gradcli.errors import GradcliError
from gradcli.grading.ground import Ground, in_float, summed
from gradcli.grading.numerals import same_number
from gradcli.grading.typed import Typed
from gradcli.graph import Edge, Graph
from gradcli.operators.elementary import Value, is_array
from gradcli.records import replace

#: Where nothing follows from a number: it is outside a domain, or what follows is too large.
_UNWORKABLE = (GradcliError, OverflowError)

#: What a rule may stumble over.
_ODD = (GradcliError, ArithmeticError, ValueError)


class World:
    """Every number of a graph as it follows from what a student typed.

    `values[i]` and `gradients[i]` are the student's own numbers, or what follows from those; None
    where nothing follows. `followed_value(i)` and `followed_gradient(i)` are what follows from
    the cells before, whatever the student typed at node i itself. What nothing wrong reaches is
    the truth, the same object, and is not worked again.
    """

    def __init__(self, ground: Ground, typed: Typed) -> None:
        self.ground = ground
        self.truth = ground.truth
        self.graph: Graph = ground.graph
        self.typed = typed
        #: For a world in floats the one that it was rounded from.
        self._exact: World | None = None
        #: Whether a rule reads of its own node what follows from the operands.
        self._reads_followed = False
        self._followed_values: dict[int, Value] = {}
        self._followed_gradients: dict[int, Value] = {}
        self.values: list[Value] = list(self.truth.values)
        self._forward()
        self.rules = EdgeRules(self.graph, self.values, ground.ties, True, None)
        self._local: dict[int, Value] = {}
        self._by_rule: dict[int, Value] = {}
        self._toward: dict[int, World] = {}
        #: The edges whose local gradient may differ from the truth.
        self._bent = self._bent_edges()
        self.gradients: list[Value] = list(self.truth.upstream)
        self._backward()

    def _forward(self) -> None:
        true, typed, inputs = self.truth.values, self.typed.values, self.graph.input_ids
        #: The nodes whose own value, and those whose followed value, may differ from the truth.
        self._changed: set[int] = set()
        self._reached: set[int] = set()
        changed = self._changed
        for node, operands in enumerate(self.ground.operands):
            if not operands or node in inputs:
                continue
            if changed and not changed.isdisjoint(operands):
                self._reached.add(node)
            elif node not in typed:
                continue
            own = typed.get(node)
            if own is None or shape_of(own) != shape_of(true[node]):
                own = self.followed_value(node)
            own = _as_truth(own, true[node])
            if own is not true[node]:
                self.values[node] = own
                changed.add(node)

    def followed_value(self, node: int) -> Value:
        """Return the value of a node that follows from those of its operands."""
        if node not in self._reached:
            return self.truth.values[node]
        if node not in self._followed_values:
            self._followed_values[node] = self._followed_value(node)
        return self._followed_values[node]

    @cached_property
    def from_operands(self) -> World | None:
        """The world in which a rule reads of its own node what follows from the operands.

        With p and q = sqrt(p) both wrong, the slope of q is 1/(2q), or there 1/(2 sqrt(p)). None if
        nowhere both are wrong.
        """
        if self._changed.isdisjoint(self._reached):
            return None
        twin = World.__new__(World)
        twin.__dict__.update(self.__dict__)
        twin._reads_followed = True
        twin._local, twin._by_rule, twin._toward, twin._followed_gradients = {}, {}, {}, {}
        twin.gradients = list(self.truth.upstream)
        twin._backward()
        return twin

    def _read(self, node: int) -> list[Value]:
        """Return the values that the rules of a node read: those of its operands, and its own."""
        values = [self.values[one] for one in self.ground.read_by[node]]
        followed = self.followed_value(node) if self._reads_followed else None
        return values if followed is None else [*values[:-1], followed]

    def _at(self, node: int) -> NodeRules:
        """Return the rules of a node, with the values that they read."""
        at = self.rules.at(node)
        return replace(at, value=self._read(node)[-1]) if self._reads_followed else at

    def _followed_value(self, node: int) -> Value:
        exact = self._exact
        if exact is not None:
            value, true = exact.followed_value(node), exact.truth.values[node]
            return self.truth.values[node] if value is true else in_float(value)
        found = [self.values[operand] for operand in self.ground.operands[node]]
        if _unknown(found):
            return None
        try:
            value, fault = compute(self.graph, node, found, exact=True, ieee=False)
        except _UNWORKABLE:
            return None
        return None if fault is not None else value

    def _bent_edges(self) -> set[int]:
        bent: set[int] = set()
        for node in self._changed:
            bent |= self.ground.reading(node)
        for node, operand in self.typed.local:
            bent.update(edge.id for edge in self.ground.edges_between(node, operand))
        return bent

    def _backward(self) -> None:
        true, typed, output = self.truth.upstream, self.typed.gradients, self.graph.output
        #: The same for gradients.
        self._changed_gradients: set[int] = set()
        self._reached_gradients: set[int] = set()
        changed, bent = self._changed_gradients, self._bent
        for node in range(output, -1, -1):
            if true[node] is None:
                continue
            leaving = self.ground.leaving[node] if node != output else ()
            if any(edge.node in changed or edge.id in bent for edge in leaving):
                self._reached_gradients.add(node)
            elif node not in typed:
                continue
            own = typed.get(node)
            if own is None or shape_of(own) != shape_of(true[node]):
                own = self.followed_gradient(node)
            own = _as_truth(own, true[node])
            if own is not true[node]:
                self.gradients[node] = own
                changed.add(node)

    def followed_gradient(self, node: int) -> Value:
        """Return the gradient of a node that follows from those of its consumers."""
        if node not in self._reached_gradients:
            return self.truth.upstream[node]
        if node not in self._followed_gradients:
            self._followed_gradients[node] = self._followed_gradient(node)
        return self._followed_gradients[node]

    def _followed_gradient(self, node: int) -> Value:
        exact = self._exact
        if exact is None:
            return self._gathered(node, true_local=False)
        gradient, true = exact.followed_gradient(node), exact.truth.upstream[node]
        return self.truth.upstream[node] if gradient is true else in_float(gradient)

    def in_floats(self) -> World:
        """Return the same world in floating-point numbers, for the many trials of a diagnosis."""
        twin = World.__new__(World)
        twin.__dict__.update(self.__dict__)
        twin.ground = self.ground.in_floats
        twin.truth = twin.ground.truth
        true, rounded = self.truth, twin.truth
        twin.values = _in_floats(self.values, true.values, rounded.values)
        twin.gradients = _in_floats(self.gradients, true.upstream, rounded.upstream)
        twin.typed = Typed(
            self.typed.values,
            self.typed.gradients,
            {edge: in_float(value) for edge, value in self.typed.local.items()},
        )
        twin._local, twin._by_rule, twin._toward = {}, {}, {}
        twin._followed_values, twin._followed_gradients = {}, {}
        twin._exact = self
        twin.rules = EdgeRules(self.graph, twin.values, self.ground.ties, False, None)
        return twin

    def toward(self, node: int) -> World:
        """Return the world in which a node is the output, with the same values and local gradients.

        Raises:
            SeedProblem: the node is an array.
        """
        if node == self.graph.output:
            return self
        if node not in self._toward:
            self._toward[node] = self._turned(node)
        return self._toward[node]

    def _turned(self, node: int) -> World:
        if self._exact is not None:
            return self._exact.toward(node).in_floats()
        totals = {wrt: value for (above, wrt), value in self.typed.totals.items() if above == node}
        found = World(self.ground.toward(node), Typed(self.typed.values, totals, self.typed.local))
        return (found.from_operands or found) if self._reads_followed else found

    def edges_from(self, node: int) -> tuple[Edge, ...]:
        """Return a node's edges that carry a gradient and lead to the output, in source order."""
        return self.ground.leaving[node]

    def gradient(self, node: int, *, true_local: bool = False) -> Value:
        """Return the sum of the student's gradients at the consumers times the local gradients.

        The local gradients are the true ones if `true_local`.
        """
        if not true_local:
            return self.followed_gradient(node)
        if self._changed_gradients.isdisjoint(edge.node for edge in self.edges_from(node)):
            return self.truth.upstream[node]
        return self._gathered(node, true_local=True)

    def _gathered(self, node: int, *, true_local: bool) -> Value:
        total: Value = None
        for edge in self.edges_from(node):
            part = self.contribution(edge, true_local=true_local)
            if part is None:
                return None
            try:
                total = part if total is None else total + part
            except _UNWORKABLE:
                return None
        return self.truth.upstream[node] if total is None else total

    def contribution(self, edge: Edge, *, true_local: bool = False) -> Value:
        """Return the student's gradient of the edge's node times the local gradient of the edge."""
        return self.handed(edge, self.gradients[edge.node], true_local=true_local)

    def handed(self, edge: Edge, upstream: Value, *, true_local: bool = False) -> Value:
        """Return an upstream gradient times the local gradient of an edge; None if nothing follows.

        The local gradient is the student's own where there is one.
        """
        if upstream is None:
            return None
        if upstream is self.truth.upstream[edge.node] and edge.id not in self._bent:
            return self.truth.contributions[edge.id]
        try:
            return self._worked_through(edge, upstream, true_local)
        except _UNWORKABLE:
            return None

    def _worked_through(self, edge: Edge, upstream: Value, true_local: bool) -> Value:
        own = None if true_local else self.typed.local.get((edge.node, edge.operand))
        if own is not None and self._own_local_fits(edge, own):
            return self._with_own_local(edge, own, upstream)
        if not true_local and not is_array(upstream):
            local = self.local_of_edge(edge)
            if local is not None and not is_array(local):
                return upstream * local
        if true_local and edge.id in self.ground.direct and not is_array(upstream):
            return times(upstream, self.truth.local[edge.id])
        values = self.truth.values if true_local else self.values
        if _unknown(values[node] for node in self.ground.read_by[edge.node]):
            return None
        at = self.ground.rules.at(edge.node) if true_local else self._at(edge.node)
        return at.work(edge, upstream).contribution

    def _own_local_fits(self, edge: Edge, own: Value) -> bool:
        return shape_of(own) == shape_of(self.ground.local(edge.node, edge.operand))

    def _with_own_local(self, edge: Edge, own: Value, upstream: Value) -> Value:
        """Return upstream times the edge's part of the student's local gradient."""
        return summed_back(
            quietly_times(upstream, self._part_of(edge, own)),
            shape_of(self.truth.values[edge.operand]),
            True,
        )

    def _part_of(self, edge: Edge, own: Value) -> Value:
        """Return one edge's part of a local gradient: the cell of x*x is both edges' sum."""
        beside = self.ground.edges_between(edge.node, edge.operand)
        if len(beside) == 1:
            return own
        true = [self.truth.local[one.id] for one in beside]
        if is_array(own) or _unknown(true) or not sum(true):
            return own * Fraction(1, len(beside))
        return own * self.truth.local[edge.id] / sum(true)

    def is_true(self, edge: Edge) -> bool:
        """Return whether all that the local gradient of an edge follows from is the truth."""
        return edge.id not in self._bent

    def local_of_edge(self, edge: Edge) -> Value:
        """Return the local gradient of one edge: the student's cell, or what follows."""
        if edge.id not in self._bent:
            return self.truth.local[edge.id]
        if edge.id not in self._local:
            self._local[edge.id] = self._found_local(edge)
        return self._local[edge.id]

    def _found_local(self, edge: Edge) -> Value:
        own = self.typed.local.get((edge.node, edge.operand))
        if own is not None and self._own_local_fits(edge, own):
            return self._part_of(edge, own)
        if self._lacks(self.ground.read_by[edge.node]):
            return None
        return self._ruled(edge)

    def _ruled(self, edge: Edge) -> Value:
        """Return the local gradient that the rule of an edge gives for the student's values."""
        if edge.id not in self._by_rule:
            self._by_rule[edge.id] = self._worked(edge)
        return self._by_rule[edge.id]

    def _worked(self, edge: Edge) -> Value:
        rule = self.ground.direct.get(edge.id)
        if rule is not None and self._exact is None and self.is_true(edge):
            return self.truth.local[edge.id]
        if rule is not None:
            try:
                return settled(rule(*self._read(edge.node)), self.rules.exact)
            except _ODD:
                pass  # the engine knows what to make of it
        try:
            return self._at(edge.node).work(edge, None).local
        except _UNWORKABLE:
            return None

    def local(self, node: int, operand: int) -> Value:
        """Return the local gradient that follows from the student's forward values."""
        if self._lacks(self.ground.read_by[node]):
            return None
        return summed(
            self._ruled(edge)
            for edge in self.ground.edges_between(node, operand)
            if carries(self.graph, node, edge.position, edge.operand)
        )

    def _lacks(self, nodes: Sequence[int]) -> bool:
        """Return whether the value of one of some nodes is not known."""
        return _unknown([self.values[node] for node in nodes])


def _in_floats(
    own: Sequence[Value], true: Sequence[Value], rounded: Sequence[Value]
) -> list[Value]:
    """Return numbers in floating-point; of the truth the object that is the rounded truth."""
    return [
        there if value is exact else in_float(value)
        for value, exact, there in zip(own, true, rounded, strict=True)
    ]


def without_warnings() -> AbstractContextManager[object]:
    """Return a context in which NumPy says nothing of nan and inf, which wrong numbers give."""
    loaded = sys.modules.get("numpy")
    return nullcontext() if loaded is None else loaded.errstate(all="ignore")


def _unknown(values: Iterable[Value]) -> bool:
    for value in values:  # noqa: SIM110 - a generator takes twice as long
        if value is None:
            return True
    return False


def _as_truth(own: Value, true: Value) -> Value:
    """Return a number; the truth itself if equal to it."""
    if own is None or own is true:
        return own
    equal = same_number(own, true)
    return true if (equal.all() if hasattr(equal, "all") else equal) else own
