"""Columns: in which layer each node stands, and the rails that lead long edges through the layers.

An edge that spans several layers passes through each layer between on a rail. All edges of one
operand share its rails, so that a variable used ten times is one line with ten branches.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from gradcli.graph import Edge

#: Inputs stand at the far left as long as that needs at most so many rails for each node.
_RAILS_PER_NODE = 4


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of an edge from one layer to the next: from `source` to `target`.

    `edge` is the edge that arrives, None where the target is a rail.
    """

    source: int
    target: int
    edge: int | None


@dataclass(frozen=True, slots=True)
class Lattice:
    """Vertices in columns, joined by steps between neighbouring columns.

    Vertices 0 up to `len(nodes)` are the nodes, the rest are rails. `routes` has for each edge the
    vertices that it passes, its operand and its node included.
    """

    nodes: Sequence[int]
    columns: list[list[int]]
    steps: list[Step]
    routes: Mapping[int, tuple[int, ...]]

    def is_rail(self, vertex: int) -> bool:
        """Return whether a vertex stands for an edge that passes."""
        return vertex >= len(self.nodes)

    def column_of(self) -> dict[int, int]:
        """Return the column of each vertex."""
        return {vertex: place for place, column in enumerate(self.columns) for vertex in column}


def layers_of(nodes: Sequence[int], edges: Sequence[Edge]) -> dict[int, int]:
    """Return the layer of each node: right of all its operands, inputs at the left.

    Of a node that could stand in several layers the edges decide: it stands where they are short.
    Where inputs at the far left would need very many rails, they stand beside their first use.
    """
    layers = _longest_paths(nodes, edges)
    entering, leaving = _by_end(nodes, edges)
    for node in sorted(nodes, reverse=True):
        if leaving[node] and entering[node] and len(leaving[node]) > len(entering[node]):
            layers[node] = min(layers[edge.node] for edge in leaving[node]) - 1
    if _rails(layers, leaving) > _RAILS_PER_NODE * len(nodes):
        for node in nodes:
            if leaving[node] and not entering[node]:
                layers[node] = min(layers[edge.node] for edge in leaving[node]) - 1
    return layers


def _longest_paths(nodes: Sequence[int], edges: Sequence[Edge]) -> dict[int, int]:
    layers = dict.fromkeys(nodes, 0)
    for edge in sorted(edges, key=lambda edge: edge.node):
        layers[edge.node] = max(layers[edge.node], layers[edge.operand] + 1)
    return layers


def _by_end(
    nodes: Iterable[int], edges: Iterable[Edge]
) -> tuple[dict[int, list[Edge]], dict[int, list[Edge]]]:
    entering: dict[int, list[Edge]] = {node: [] for node in nodes}
    leaving: dict[int, list[Edge]] = {node: [] for node in entering}
    for edge in edges:
        entering[edge.node].append(edge)
        leaving[edge.operand].append(edge)
    return entering, leaving


def _rails(layers: Mapping[int, int], leaving: Mapping[int, Sequence[Edge]]) -> int:
    """Return how many rails the edges need."""
    return sum(
        max(layers[edge.node] for edge in edges) - layers[node] - 1
        for node, edges in leaving.items()
        if edges
    )


def lattice(nodes: Sequence[int], edges: Sequence[Edge]) -> Lattice:
    """Return nodes and rails in columns; within a column operands stand in source order."""
    layers = layers_of(nodes, edges)
    vertex_of = {node: vertex for vertex, node in enumerate(nodes)}
    columns: list[list[int]] = [[] for _ in range(max(layers.values(), default=0) + 1)]
    steps: list[Step] = []
    rails: dict[tuple[int, int], int] = {}
    routes: dict[int, tuple[int, ...]] = {}
    for edge in edges:
        route = [vertex_of[edge.operand]]
        for layer in range(layers[edge.operand] + 1, layers[edge.node]):
            rail = rails.get((edge.operand, layer))
            if rail is None:
                rail = rails[edge.operand, layer] = len(nodes) + len(rails)
                columns[layer].append(rail)
                steps.append(Step(route[-1], rail, None))
            route.append(rail)
        steps.append(Step(route[-1], vertex_of[edge.node], edge.id))
        routes[edge.id] = (*route, vertex_of[edge.node])
    for node in nodes:
        columns[layers[node]].append(vertex_of[node])
    return Lattice(nodes, _in_source_order(columns, steps), steps, routes)


def _in_source_order(columns: list[list[int]], steps: Sequence[Step]) -> list[list[int]]:
    """Return the columns in the order in which a walk from the right meets the vertices."""
    before: dict[int, list[int]] = {}
    for step in steps:
        before.setdefault(step.target, []).append(step.source)
    met: dict[int, int] = {}
    for column in reversed(columns):
        for last in column:
            waiting = [last]
            while waiting:
                vertex = waiting.pop()
                if vertex not in met:
                    met[vertex] = len(met)
                    waiting.extend(reversed(before.get(vertex, ())))
    return [sorted(column, key=met.__getitem__) for column in columns]
