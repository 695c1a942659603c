"""The part of a graph that is worked again to see what a mistake would give.

It lies between one node and the cells that the student filled in above it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType

from gradcli.engine.forward import shape_of
from gradcli.engine.rules import summed_back
from gradcli.grading.mistakes.claims import UNWORKABLE
from gradcli.grading.world import World
from gradcli.graph import Edge
from gradcli.operators.elementary import Value

#: What the wrong step hands on for an upstream gradient.
Bent = Callable[[Value], Value]

_NO_SUMS: Mapping[int, Value] = MappingProxyType({})


class Region:
    """What lies above a node, as far as the student's own numbers leave it open.

    - `nodes`: the nodes above without a cell of their own, from the output downwards;
    - `edges`: the edges that leave these and the node itself.

    Beyond them the student's own numbers stand.
    """

    def __init__(self, world: World, node: int) -> None:
        self.world = world
        self.node = node
        self.nodes = self._nodes()
        self.edges = [edge for one in (*self.nodes, node) for edge in world.edges_from(one)]

    def _nodes(self) -> list[int]:
        found: set[int] = set()
        waiting = [self.node]
        own, output = self.world.typed.gradients, self.world.graph.output
        while waiting:
            for edge in self.world.edges_from(waiting.pop()):
                above = edge.node
                if above not in own and above not in found and above != output:
                    found.add(above)
                    waiting.append(above)
        # A node that leads nowhere hands nothing on, and keeps its gradient of 0.
        return sorted((one for one in found if self.world.edges_from(one)), reverse=True)

    @cached_property
    def contributions(self) -> dict[int, Value]:
        """Return the student's contributions on the edges, by edge."""
        return {edge.id: self.world.contribution(edge) for edge in self.edges}

    def tried(self, bent: Mapping[int, Bent], sums: Mapping[int, Value] = _NO_SUMS) -> Value:
        """Return the gradient of the node with some edges bent, some nodes handing on other sums.

        None where the arithmetic does not work out.
        """
        try:
            return self._again(bent, sums)
        except UNWORKABLE:
            return None

    def _again(self, bent: Mapping[int, Bent], sums: Mapping[int, Value]) -> Value:
        found = dict(sums)
        for one in self.nodes:
            total = self._gathered(one, bent, found)
            if total is None:
                return None
            found.setdefault(one, total)
        return self._gathered(self.node, bent, found)

    def _gathered(self, node: int, bent: Mapping[int, Bent], found: Mapping[int, Value]) -> Value:
        total: Value = None
        for edge in self.world.edges_from(node):
            part = self._part(edge, bent.get(edge.id), found.get(edge.node))
            if part is None:
                return None
            total = part if total is None else total + part
        return total

    def _part(self, edge: Edge, bend: Bent | None, upstream: Value) -> Value:
        """Return what an edge hands on; of the student's own gradient where no other is found."""
        own = self.world.gradients[edge.node]
        if upstream is None:
            upstream = own
        if upstream is None:
            return None
        if bend is None:
            if upstream is own:
                return self.contributions[edge.id]
            return self.world.handed(edge, upstream)
        if not self.world.ground.arrays:
            return bend(upstream)
        return summed_back(bend(upstream), shape_of(self.world.truth.values[edge.operand]), True)
