"""What every marking of one exercise stands on: its true numbers, and which edges lead where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from gradcli.engine import Derivation, evaluate
from gradcli.engine.derivation import carries
from gradcli.engine.forward import nearest_float
from gradcli.engine.rules import EdgeRules
from gradcli.graph import Edge, Graph
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Rule, Ties
from gradcli.operators.elementary import Value, is_array, numpy_module
from gradcli.records import replace

if TYPE_CHECKING:
    from gradcli.grading.mistakes.outline import Outline


class Ground:
    """The true numbers of a graph, and its edges in the order in which a marking looks at them.

    - `operands[i]`: the operands of node i;
    - `into[i]`: the edges from its operands to it;
    - `leaving[i]`: the edges that leave it, carry a gradient and lead to the output, in source
      order;
    - `read_by[i]`: the nodes whose values the rules of node i may read;
    - `arrays`: whether any value is an array.
    """

    def __init__(self, truth: Derivation, ties: Ties, exact: bool = True) -> None:
        graph = truth.graph
        nodes = range(len(graph))
        self.truth = truth
        self.graph: Graph = graph
        self.ties: Ties = ties
        self.operands = tuple(graph.operands_of(node) for node in nodes)
        self.into = tuple(tuple(graph.edges_of(node)) for node in nodes)
        self.leaving = _leaving(truth)
        self.read_by = tuple((*self.operands[node], node) for node in nodes)
        self.arrays = any(map(is_array, truth.values))
        self.exact = exact
        self._toward: dict[int, Ground] = {}
        self._above: dict[int, tuple[int, ...]] = {}
        self._between: dict[tuple[int, int], tuple[Edge, ...]] = {}
        self._reading: dict[int, frozenset[int]] = {}
        #: What the catalogue of mistakes knows of the graph, once a wrong number asked for it.
        self.outline: Outline | None = None
        self.rules = EdgeRules(graph, truth.values, ties, exact, None)

    def edges_between(self, node: int, operand: int) -> tuple[Edge, ...]:
        """Return the edges from an operand to a node: two for x*x."""
        if (node, operand) not in self._between:
            found = tuple(edge for edge in self.into[node] if edge.operand == operand)
            self._between[node, operand] = found
        return self._between[node, operand]

    def local(self, node: int, operand: int) -> Value:
        """Return ∂node/∂operand, for x*x the sum over both edges; None where there is none."""
        return summed(self.truth.local[edge.id] for edge in self.edges_between(node, operand))

    def reading(self, node: int) -> frozenset[int]:
        """Return the edges whose local gradient may depend on the value of a node."""
        if node not in self._reading:
            above = {edge.node for edge in self._consumers[node]} | {node}
            self._reading[node] = frozenset(edge.id for one in above for edge in self.into[one])
        return self._reading[node]

    @cached_property
    def direct(self) -> dict[int, Rule]:
        """The rules, by edge, that give a local gradient from numbers and need no more.

        They have no options, and no kinks.
        """
        return {} if self.arrays else dict(_direct(self.graph))

    def above(self, node: int) -> tuple[int, ...]:
        """Return the nodes on the ways from a node to the output, in order."""
        if node not in self._above:
            found: set[int] = set()
            waiting = [node]
            while waiting:
                above = {edge.node for edge in self.leaving[waiting.pop()]} - found
                found |= above
                waiting += above
            self._above[node] = tuple(sorted(found))
        return self._above[node]

    @cached_property
    def _consumers(self) -> list[list[Edge]]:
        return self.graph.consumers()

    def toward(self, node: int) -> Ground:
        """Return the ground on which the gradients of another node than the output stand.

        Raises:
            SeedProblem: the node is an array.
        """
        if node not in self._toward:
            turned = replace(self.graph, output=node)
            inputs = {name: self.truth.values[one] for name, one in self.graph.inputs.items()}
            truth = evaluate(turned, inputs, ties=self.ties, exact=self.exact)
            self._toward[node] = Ground(truth, self.ties, self.exact)
        return self._toward[node]

    @cached_property
    def in_floats(self) -> Ground:
        """The same in floating-point numbers, for the many trials of a diagnosis."""
        true = self.truth
        rounded = replace(
            true,
            values=[in_float(value) for value in true.values],
            upstream=[in_float(value) for value in true.upstream],
            local=[in_float(value) for value in true.local],
            contributions=[in_float(value) for value in true.contributions],
        )
        return Ground(rounded, self.ties, exact=False)


def _direct(graph: Graph) -> Iterator[tuple[int, Rule]]:
    for edge in graph.edges():
        operator = OPERATORS[graph.operators[edge.node]]
        if operator.elementwise and not (operator.options or operator.ties or operator.kinks):
            rule = operator.local[edge.position]
            if rule is not None:
                yield edge.id, rule


def summed(parts: Iterable[Value]) -> Value:
    """Return the sum of some numbers; None if there are none, or one of them is None."""
    total: Value = None
    for part in parts:
        if part is None:
            return None
        total = part if total is None else total + part
    return total


def in_float(value: Value) -> Value:
    """Return a number, or an array, in floating-point numbers; what is no number as it is.

    A fraction too large for them is infinite.
    """
    if value is None or isinstance(value, (bool, float)):
        return value
    if not is_array(value):
        return nearest_float(value)
    if value.dtype == object:
        return numpy_module().vectorize(nearest_float, otypes=[float])(value)
    return value.astype(float)


def _leaving(truth: Derivation) -> tuple[tuple[Edge, ...], ...]:
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
