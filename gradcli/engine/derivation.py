"""A derivation: a graph worked through, with every value and every gradient."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from gradcli.graph import Edge, Graph
from gradcli.operators import OPERATORS
from gradcli.operators.elementary import Value
from gradcli.records import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a student should know about the work.

    A kink, a blocked gradient, where a nan arose, what exact work had to round, a loss that grows.

    `code` is one of kink, undefined, nan, inf, remark, rounded, growing, and never changes; `text`
    is a sentence.
    """

    code: str
    text: str
    node: int


@dataclass(frozen=True, slots=True)
class Derivation:
    """A graph with the numbers of one forward and one backward pass.

    `values[i]` is the value of node i, None if it was not evaluated (a branch of `where` that was
    not taken). `upstream[i]` is ∂output/∂node i, None where no gradient flows or none exists.
    `local[e]` is the local gradient ∂node/∂operand of edge e and `contributions[e]` is upstream
    times local, summed back to the shape of the operand; both are None for an edge that carries no
    gradient. For an edge whose node is an array but not elementwise, the local gradient is a
    Jacobian, which is not formed: `local[e]` is None and the contribution is the vector-Jacobian
    product. `undefined` holds the nodes whose gradient does not exist.
    """

    graph: Graph
    values: Sequence[Value]
    upstream: Sequence[Value]
    local: Sequence[Value]
    contributions: Sequence[Value]
    seed: Value
    notices: tuple[Notice, ...] = ()
    undefined: frozenset[int] = frozenset()

    @property
    def value(self) -> Value:
        """Return the value of the output."""
        return self.values[self.graph.output]

    @property
    def gradients(self) -> dict[str, Value]:
        """Return ∂output/∂input for every input, by name."""
        return {name: self.upstream[node] for name, node in self.graph.inputs.items()}

    def node_of(self, name: str) -> int:
        """Return the node that a name stands for.

        Raises:
            KeyError: no node has that name.
        """
        for node, names in self.graph.names.items():
            if name in names:
                return node
        raise KeyError(name)

    def value_of(self, name: str) -> Value:
        """Return the value of the node with a name."""
        return self.values[self.node_of(name)]

    def gradient_of(self, name: str) -> Value:
        """Return ∂output/∂node for the node with a name."""
        return self.upstream[self.node_of(name)]

    def carries(self, edge: Edge) -> bool:
        """Return whether an edge carries a gradient; an operand that selects a class has none."""
        if not carries(self.graph, edge.node, edge.position, edge.operand):
            return False
        elementwise = OPERATORS[self.graph.operators[edge.node]].elementwise
        known = self.contributions[edge.id] is not None or self.local[edge.id] is not None
        return elementwise or known or edge.node in self.undefined or edge.operand in self.undefined

    def addends(self, node: int, leaving: Mapping[int, Sequence[Edge]]) -> list[Edge]:
        """Return the edges that add to the upstream gradient of a node, in source order."""
        return [
            edge
            for edge in leaving.get(node, ())
            if self.carries(edge) and self.contributions[edge.id] is not None
        ]


def carries(graph: Graph, node: int, position: int, operand: int) -> bool:
    """Return whether an edge carries a gradient.

    Its operand depends on an input, and a rule leads there.
    """
    return bool(graph.depends[operand]) and _leads(graph.operators[node], position)


@cache
def _leads(operator: str, position: int) -> bool:
    """Return whether a rule leads to an operand; this is asked for every edge."""
    return OPERATORS[operator].differentiable(position)
