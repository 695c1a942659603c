"""What the catalogue needs to know of a graph whatever is typed: worked once, for every sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from gradcli.grading.ground import Ground
from gradcli.grading.mistakes.claims import Place, values
from gradcli.grading.mistakes.declaration import Mistake, Site
from gradcli.graph import Edge
from gradcli.operators import OPERATORS
from gradcli.operators.elementary import Value, is_array

#: Edges on which a mistake is made together, and what that is called.
Extent = tuple[tuple[int, ...], tuple[Place, ...]]

#: Operators that average or sum a loss.
_LOSSES = ("mse_loss", "cross_entropy", "nll_loss", "binary_cross_entropy", "l1_loss")

#: Those of them with a term for each row, not for each element.
_BY_ROWS = ("cross_entropy", "nll_loss")


class Factor(NamedTuple):
    """A number that can be lost or added at a loss, and whether the gradient is divided by it.

    `counted` is the array whose elements it counts, None for the 2 of a square.
    """

    number: int
    divides: bool
    counted: int | None = None


class Outline:
    """The parts of a graph where the mistakes can happen, and what these places are called."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.graph = ground.graph
        self._extents: dict[tuple[tuple[int, ...], bool], list[Extent]] = {}
        self._wrong_slopes: dict[tuple[str, int], Sequence[Value]] = {}
        self._factors: dict[int, tuple[Factor, ...]] = {}
        self._through: dict[int, tuple[tuple[int, tuple[Edge, ...]], ...]] = {}
        self._terms: dict[int, tuple[tuple[int, int], ...]] = {}

    @classmethod
    def of(cls, ground: Ground) -> Outline:
        """Return the outline of a graph, the same one for every world on this ground."""
        if ground.outline is None:
            ground.outline = cls(ground)
        return ground.outline

    def wrong_slopes(self, mistake: Mistake, edge: Edge, site: Site) -> Sequence[Value]:
        """Return what a mistake makes of a local gradient where all that it reads is the truth."""
        if (mistake.id, edge.id) not in self._wrong_slopes:
            self._wrong_slopes[mistake.id, edge.id] = values(mistake.bend, site)
        return self._wrong_slopes[mistake.id, edge.id]

    @cached_property
    def edges(self) -> dict[int, Edge]:
        """The edges by their ids."""
        return {edge.id: edge for into in self.ground.into for edge in into}

    # --- one edge, one node, every node

    def extents(self, edges: tuple[int, ...], anywhere: bool) -> list[Extent]:
        """Return in which of some edges a mistake may be made together, and what that is called.

        It is made on one edge, on all edges of one node, at every node with an operator, or
        (`anywhere`) at every node.
        """
        if (edges, anywhere) not in self._extents:
            self._extents[edges, anywhere] = self._found_extents(edges, anywhere)
        return self._extents[edges, anywhere]

    def _found_extents(self, edges: tuple[int, ...], anywhere: bool) -> list[Extent]:
        groups: dict[Place, list[int]] = {}
        for edge in edges:
            node = self.edges[edge].node
            places = [("edge", edge), ("node", node), ("every", self.graph.operators[node])]
            for place in (*places, ("every", "")) if anywhere else places:
                groups.setdefault(place, []).append(edge)
        together: dict[tuple[int, ...], list[Place]] = {}
        for place, group in groups.items():
            together.setdefault(tuple(group), []).append(place)
        return [(group, tuple(places)) for group, places in together.items()]

    # --- chains of sums, losses, and steps on the way to a variable

    def terms(self, node: int) -> tuple[tuple[int, int], ...]:
        """Return the terms of the sums and differences that a node heads, each with its sign."""
        if node not in self._terms:
            self._terms[node] = tuple(self._found_terms(node))
        return self._terms[node]

    def _found_terms(self, node: int) -> Iterator[tuple[int, int]]:
        graph = self.graph
        waiting = [(node, 1)]
        while waiting:
            one, sign = waiting.pop()
            inner = one == node or one not in graph.names
            if graph.operators[one] in ("add", "subtract") and inner:
                left, right = self.ground.operands[one]
                turned = -sign if graph.operators[one] == "subtract" else sign
                waiting.extend([(right, turned), (left, sign)])
            else:
                yield one, sign

    def factors(self, node: int) -> tuple[Factor, ...]:
        """Return what can be lost or added at the losses above a node."""
        if node not in self._factors:
            self._factors[node] = tuple(self._found_factors(node))
        return self._factors[node]

    def _found_factors(self, node: int) -> Iterator[Factor]:
        found: set[int] = set()
        waiting = [node]
        while waiting:
            for edge in self.ground.leaving[waiting.pop()]:
                if edge.node not in found:
                    found.add(edge.node)
                    waiting.append(edge.node)
                    yield from self._factors_at(edge)

    def _factors_at(self, edge: Edge) -> Iterator[Factor]:
        operator = self.graph.operators[edge.node]
        operand = self.ground.truth.values[edge.operand]
        if operator in ("mean", "sum", *_LOSSES) and is_array(operand):
            count = operand.shape[0] if operator in _BY_ROWS else operand.size
            yield Factor(count, operator == "sum", edge.operand)
        if operator in ("pow", "square") and self.graph.operators[edge.operand] == "subtract":
            yield from (Factor(2, True), Factor(2, False))

    def through(self, variable: int) -> tuple[tuple[int, tuple[Edge, ...]], ...]:
        """Return the nodes y = f(u) and y = u·v on the ways from a variable to the output.

        They come in order, each with the edges that carry a gradient to it.
        """
        if variable not in self._through:
            self._through[variable] = tuple(
                (above, edges)
                for above in self.ground.above(variable)
                if (edges := self._inner_edges(above, variable))
            )
        return self._through[variable]

    def _inner_edges(self, above: int, variable: int) -> tuple[Edge, ...]:
        graph = self.graph
        operator = OPERATORS[graph.operators[above]]
        edges = tuple(
            edge
            for edge in self.ground.into[above]
            if graph.depends[edge.operand] and operator.differentiable(edge.position)
        )
        inner = len(edges) == 1 and edges[0].operand != variable
        product = len(edges) == 2 and operator.name == "multiply"
        return edges if operator.elementwise and (inner or product) else ()
