"""The wrong numbers that the mistakes of the catalogue give in one cell, by working the graph
again with a rule bent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import chain

from gradcli.engine.forward import shape_of
from gradcli.engine.rules import summed_back
from gradcli.grading.mistakes import MISTAKES, at_operator, of_kind
from gradcli.grading.mistakes.claims import UNWORKABLE, Among, Candidate, Place, some, values
from gradcli.grading.mistakes.declaration import Mistake, Paths, Site, Through
from gradcli.grading.mistakes.sites import (
    array_site,
    edge_site,
    forward_site,
    sheet_site,
    slope_of,
    slopes_at,
)
from gradcli.grading.world import World
from gradcli.graph import Edge
from gradcli.operators import OPERATORS
from gradcli.operators.elementary import Value, is_array

#: Edges on which a mistake is made together, and what that is called.
Extent = tuple[tuple[int, ...], tuple[Place, ...]]

#: What the wrong step hands on for an upstream gradient.
Bent = Callable[[Value], Value]


class GradientCandidates:
    """The candidates for the gradient of one node.

    What lies between the node and the cells that the student filled in above it is worked again
    with each rule bent; beyond those cells the student's own numbers stand.
    """

    def __init__(self, world: World, node: int) -> None:
        self.world = world
        self.graph = world.graph
        self.node = node
        self.region = self._region()
        self.edges = [edge for one in (*self.region, node) for edge in world.edges_from(one)]
        self.right = world.followed_gradients[node]
        self._known_extents: dict[tuple[tuple[int, ...], bool], list[Extent]] = {}

    def _region(self) -> list[int]:
        """Return the nodes above without a cell of their own, from the output downwards."""
        found: set[int] = set()
        waiting = [self.node]
        while waiting:
            for edge in self.world.edges_from(waiting.pop()):
                above = edge.node
                if above in found or above == self.graph.output:
                    continue
                if above not in self.world.typed.gradients:
                    found.add(above)
                    waiting.append(above)
        return sorted(found, reverse=True)

    def all(self, among: Among = None) -> Iterator[Candidate]:
        """Return every candidate, or those of some mistakes."""
        return chain(
            self._bent_edges(among),
            self._arrays(among),
            self._collected(among),
            self._through(among),
            self._sheet(among),
        )

    # --- working the region again

    def again(self, bent: dict[int, Bent], sums: dict[int, Value] | None = None) -> Value:
        """Return the gradient of the node with some edges bent, and some nodes handing on other
        sums."""
        found: dict[int, Value] = dict(sums or {})
        for one in (*self.region, self.node):
            total: Value = None
            for edge in self.world.edges_from(one):
                part = self._part(edge, bent, found)
                if part is None:
                    return None
                total = part if total is None else total + part
            if one == self.node:
                return total
            found.setdefault(one, total)
        return None

    def _part(self, edge: Edge, bent: dict[int, Bent], found: dict[int, Value]) -> Value:
        own = self.world.gradients[edge.node]
        upstream = found.get(edge.node) if found else None
        if upstream is None:
            upstream = own
        if upstream is None:
            return None
        bend = bent.get(edge.id)
        if bend is None:
            return (
                self.contributions[edge.id]
                if upstream is own
                else self.world.handed(edge, upstream)
            )
        if not self.world.ground.arrays:
            return bend(upstream)
        return summed_back(bend(upstream), shape_of(self.world.truth.values[edge.operand]), True)

    @cached_property
    def contributions(self) -> dict[int, Value]:
        """Return the student's contributions on the edges of the region, by edge."""
        return {edge.id: self.world.contribution(edge) for edge in self.edges}

    # --- one edge, one node, every node

    def _bent_edges(self, among: Among) -> Iterator[Candidate]:
        found: dict[tuple[str, int], dict[int, Bent]] = {}
        for edge, site in self._sites:
            typed = (edge.node, edge.operand) in self.world.typed.local
            for mistake in some(at_operator(site.operator), among):
                if mistake.kind == "local" and typed:
                    continue
                for form, bent in enumerate(_forms(mistake, site)):
                    found.setdefault((mistake.id, form), {})[edge.id] = bent
        for (name, form), bends in found.items():
            mistake = MISTAKES[name]
            for edges, places in self._extents(tuple(bends), not mistake.operators):
                value = self._tried({edge: bends[edge] for edge in edges})
                if value is not None:
                    yield Candidate(mistake, form, places, value)

    @cached_property
    def _sites(self) -> list[tuple[Edge, Site]]:
        """Return the edges of the region as the bent rules see them."""
        sites = ((edge, edge_site(self.world, edge)) for edge in self.edges)
        return [(edge, site) for edge, site in sites if site is not None]

    def _extents(self, edges: tuple[int, ...], anywhere: bool) -> list[Extent]:
        """Return in which of some edges a mistake may be made together, and what that is called.

        It is made on one edge, on all edges of one node, at every node with an operator, or
        (`anywhere`) at every node.
        """
        if (edges, anywhere) in self._known_extents:
            return self._known_extents[edges, anywhere]
        groups: dict[Place, list[int]] = {}
        for edge, site in self._sites:
            if edge.id not in edges:
                continue
            places = [("edge", edge.id), ("node", edge.node), ("every", site.operator)]
            for place in (*places, ("every", "")) if anywhere else places:
                groups.setdefault(place, []).append(edge.id)
        together: dict[tuple[int, ...], list[Place]] = {}
        for place, group in groups.items():
            together.setdefault(tuple(group), []).append(place)
        found = [(group, tuple(places)) for group, places in together.items()]
        self._known_extents[edges, anywhere] = found
        return found

    def _tried(self, bent: dict[int, Bent], sums: dict[int, Value] | None = None) -> Value:
        """Return the gradient of the node worked again, None where the arithmetic does not work
        out."""
        try:
            return self.again(bent, sums)
        except UNWORKABLE:
            return None

    # --- sums over paths

    def _collected(self, among: Among) -> Iterator[Candidate]:
        for mistake in some(of_kind("collect"), among):
            groups: dict[tuple[int, Place], dict[int, Value]] = {}
            places: tuple[Place, ...]
            for one in self._shared(mistake):
                for form, wrong in enumerate(values(mistake.bend, self._paths(one))):
                    places = (("node", one), ("every", ""))
                    for place in places:
                        groups.setdefault((form, place), {})[one] = wrong
            for (form, where), sums in groups.items():
                if self.node in sums and not mistake.hands_on:
                    yield Candidate(mistake, form, (where,), sums[self.node])
                else:
                    value = self._tried({}, sums)
                    if value is not None:
                        yield Candidate(mistake, form, (where,), value)

    def _shared(self, mistake: Mistake) -> list[int]:
        """Return the nodes with several paths at which a mistake of collecting can happen."""
        if mistake.hands_on:
            above = {edge.node for edge in self.edges}
            nodes = [one for one in sorted(above) if one not in self.graph.input_ids]
        else:
            nodes = [*self.region, self.node]
        return [one for one in nodes if len(self.world.edges_from(one)) > 1]

    def _paths(self, node: int) -> Paths:
        edges = self.world.edges_from(node)
        parts = tuple(self.world.contribution(edge) for edge in edges)
        consumers = tuple(edge.node for edge in edges)
        return Paths(parts, consumers, tuple(self.graph.operators[one] for one in consumers))

    # --- several steps at once

    def _through(self, among: Among) -> Iterator[Candidate]:
        if self.node not in self.graph.input_ids or shape_of(self.world.values[self.node]):
            return
        below = self.right
        for above in self.world.ground.above(self.node):
            mistakes = some(at_operator(self.graph.operators[above], "path"), among)
            through = self._site_through(above) if mistakes else None
            if through is None or below is None:
                continue
            site, contribution = through
            for mistake in mistakes:
                for form, wrong in enumerate(values(mistake.bend, site)):
                    value = below - contribution + wrong
                    yield Candidate(mistake, form, (("node", above),), value)

    def _site_through(self, above: int) -> tuple[Through, Value] | None:
        """Return y = f(u) or u·v as the path mistakes see it, with the right contribution through
        it."""
        world, graph = self.world, self.graph
        operator = OPERATORS[graph.operators[above]]
        edges = [
            edge
            for edge in graph.edges_of(above)
            if graph.depends[edge.operand] and operator.differentiable(edge.position)
        ]
        upstream = world.gradients[above]
        if upstream is None or shape_of(upstream) or not operator.elementwise:
            return None
        slopes = [self._slopes.get(edge.operand) for edge in edges]
        if len(edges) == 1 and edges[0].operand != self.node and slopes[0] is not None:
            site = Through(
                upstream, world.values[self.node], slopes[0], None, slope_of(world, edges[0])
            )
            local = world.local(above, edges[0].operand)
            return None if local is None else (site, upstream * local * slopes[0])
        if operator.name == "multiply" and len(edges) == 2 and all(s is not None for s in slopes):
            u, v = (world.values[edge.operand] for edge in edges)
            site = Through(upstream, world.values[self.node], slopes[0], slopes[1], lambda at: None)
            return site, upstream * (slopes[0] * v + u * slopes[1])
        return None

    @cached_property
    def _slopes(self) -> dict[int, Value]:
        return slopes_at(self.world, self.node)

    # --- arrays

    def _arrays(self, among: Among) -> Iterator[Candidate]:
        if not self.world.ground.arrays:
            return
        for edge in self.world.edges_from(self.node):
            site = array_site(self.world, edge, self.contributions.get(edge.id))
            if site is None:
                continue
            rest = [
                self.contributions[other.id]
                for other in self.world.edges_from(self.node)
                if other.id != edge.id
            ]
            for mistake in some(at_operator(self.graph.operators[edge.node], "array"), among):
                for form, wrong in enumerate(values(mistake.bend, site)):
                    yield Candidate(mistake, form, (("edge", edge.id),), sum(rest) + wrong)

    # --- the whole sheet

    def _sheet(self, among: Among) -> Iterator[Candidate]:
        mistakes = some(of_kind("whole"), among)
        site = sheet_site(self.world, self.node) if mistakes else None
        if site is None:
            return
        for mistake in mistakes:
            for form, wrong in enumerate(values(mistake.bend, site)):
                if mistake.id == "M18":
                    # Of two opposite gradients nobody can tell an exchange from lost signs.
                    if is_array(wrong) or is_array(site.G) or wrong != -site.G:
                        yield Candidate(mistake, 0, (self._pair(form),), wrong)
                else:
                    yield Candidate(mistake, form, self._sheet_places(mistake), wrong)

    def _pair(self, rival: int) -> Place:
        inputs = [one for one in self.graph.inputs.values() if one != self.node]
        return "pair", frozenset((self.node, inputs[rival]))

    def _sheet_places(self, mistake: Mistake) -> tuple[Place, ...]:
        places: list[Place] = [("sheet", "")]
        if mistake.id in ("M17", "M19"):
            places.append(("node", self.node))
        if mistake.id == "M19" and self.node in self.graph.input_ids:
            places.append(("inputs", ""))
        return tuple(places)


def _forms(mistake: Mistake, site: Site) -> list[Bent]:
    """Return the wrong steps that a mistake makes of one edge."""
    wrong = values(mistake.bend, site)
    if mistake.kind == "local":
        return [_times(slope) for slope in wrong]
    return [_combined(mistake, site, form, value) for form, value in enumerate(wrong)]


def _times(wrong: Value) -> Bent:
    return lambda upstream: upstream * wrong


def _combined(mistake: Mistake, site: Site, form: int, wrong: Value) -> Bent:
    def bent(upstream: Value) -> Value:
        if upstream is site.g:
            return wrong
        return list(mistake.bend(site._replace(g=upstream)))[form]

    return bent


def local_candidates(
    world: World, node: int, operand: int, among: Among = None
) -> Iterator[Candidate]:
    """Yield the candidates for the local gradient of a node with respect to an operand."""
    edges = world.ground.edges_between(node, operand)
    sites = [edge_site(world, edge) for edge in edges]
    operator = world.graph.operators[node]
    if None in sites:
        return
    right = [world.local_of_edge(edge) for edge in edges]
    places: tuple[Place, ...] = (("node", node), ("every", operator))
    if len(edges) == 1:
        places += (("edge", edges[0].id),)
    for mistake in some(at_operator(operator, "local"), among):
        bent = [values(mistake.bend, site) for site in sites]
        for form in range(max(map(len, bent))):
            wrong = [b[form] if form < len(b) else r for b, r in zip(bent, right, strict=True)]
            yield Candidate(mistake, form, places, sum(wrong[1:], wrong[0]))


def forward_candidates(world: World, node: int, among: Among = None) -> Iterator[Candidate]:
    """Yield the candidates for a forward value, from the student's own operands."""
    site = forward_site(world, node)
    if site is None:
        return
    for mistake in some(at_operator(site.operator, "forward"), among):
        for form, wrong in enumerate(values(mistake.bend, site)):
            yield Candidate(mistake, form, (("node", node),), wrong)
