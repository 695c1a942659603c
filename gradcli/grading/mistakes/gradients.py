"""The wrong numbers that the mistakes of the catalogue give for the gradient of one node.

The graph above it is worked again with a rule bent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from gradcli.engine.forward import shape_of
from gradcli.grading.mistakes import MISTAKES, at_operator, of_kind
from gradcli.grading.mistakes.claims import UNWORKABLE, Among, Candidate, Place, some, values
from gradcli.grading.mistakes.declaration import Mistake, Paths, Site, Through
from gradcli.grading.mistakes.outline import Outline
from gradcli.grading.mistakes.region import Bent, Region
from gradcli.grading.mistakes.sites import (
    array_site,
    edge_site,
    sheet_site,
    slope_of,
    slopes_at,
)
from gradcli.grading.world import World
from gradcli.graph import Edge
from gradcli.operators.elementary import Value, is_array


class GradientCandidates:
    """The candidates for the gradient of one node."""

    def __init__(self, world: World, node: int) -> None:
        self.world = world
        self.graph = world.graph
        self.node = node
        self.outline = Outline.of(world.ground)
        self.region = Region(world, node)
        self.right = world.followed_gradient(node)

    def all(self, among: Among = None) -> Iterator[Candidate]:
        """Return every candidate, or those of some mistakes."""
        return chain(
            self._bent_edges(among),
            self._arrays(among),
            self._collected(among),
            self._through(among),
            self._sheet(among),
        )

    # --- one edge, one node, every node

    def _bent_edges(self, among: Among) -> Iterator[Candidate]:
        if len(self._sites) == len(self.region.edges) == 1 and not self.world.ground.arrays:
            yield from self._bent_edge(*self._sites[0], among)
            return
        found: dict[tuple[str, int], dict[int, Bent]] = {}
        for edge, site in self._sites:
            for mistake in self._at_edge(edge, among):
                for form, bent in enumerate(self._forms(mistake, edge, site)):
                    found.setdefault((mistake.id, form), {})[edge.id] = bent
        for (name, form), bends in found.items():
            mistake = MISTAKES[name]
            for edges, places in self.outline.extents(tuple(bends), not mistake.operators):
                value = self.region.tried({edge: bends[edge] for edge in edges})
                if value is not None:
                    yield Candidate(mistake, form, places, value)

    def _bent_edge(self, edge: Edge, site: Site, among: Among) -> Iterator[Candidate]:
        """Yield the candidates on the only edge between the node and the student's own numbers."""
        upstream = self.world.gradients[edge.node]
        if upstream is None:
            return
        for mistake in self._at_edge(edge, among):
            wrong = self._wrong(mistake, edge, site)
            if not wrong:
                continue
            ((_, places),) = self.outline.extents((edge.id,), not mistake.operators)
            for form, one in enumerate(wrong):
                try:
                    value = upstream * one if mistake.kind == "local" else one
                except UNWORKABLE:
                    continue
                if value is not None:
                    yield Candidate(mistake, form, places, value)

    def _forms(self, mistake: Mistake, edge: Edge, site: Site) -> list[Bent]:
        """Return the wrong steps that a mistake makes of one edge."""
        wrong = self._wrong(mistake, edge, site)
        if mistake.kind == "local":
            return [_times(slope) for slope in wrong]
        return [_combined(mistake, site, form, value) for form, value in enumerate(wrong)]

    def _wrong(self, mistake: Mistake, edge: Edge, site: Site) -> Sequence[Value]:
        """Return what a mistake makes of a local gradient, or of its product with upstream."""
        if mistake.kind == "local" and self.world.is_true(edge):
            return self.outline.wrong_slopes(mistake, edge, site)
        return values(mistake.bend, site)

    def _at_edge(self, edge: Edge, among: Among) -> tuple[Mistake, ...]:
        """Return the mistakes that can happen on an edge.

        Where the student gave the local gradient it is not at fault.
        """
        typed = (edge.node, edge.operand) in self.world.typed.local
        kinds = ("combine",) if typed else ("local", "combine")
        return some(at_operator(self.graph.operators[edge.node], *kinds), among)

    @cached_property
    def _sites(self) -> list[tuple[Edge, Site]]:
        """Return the edges of the region as the bent rules see them."""
        sites = ((edge, edge_site(self.world, edge)) for edge in self.region.edges)
        return [(edge, site) for edge, site in sites if site is not None]

    # --- sums over paths

    def _collected(self, among: Among) -> Iterator[Candidate]:
        for mistake in some(of_kind("collect"), among):
            shared = self._shared_above if mistake.hands_on else self._shared
            groups: dict[tuple[int, Place], dict[int, Value]] = {}
            for one in shared:
                for form, wrong in enumerate(values(mistake.bend, self._paths(one))):
                    places: tuple[Place, ...] = (("node", one), ("every", ""))
                    for place in places:
                        groups.setdefault((form, place), {})[one] = wrong
            for (form, where), sums in groups.items():
                if self.node in sums and not mistake.hands_on:
                    yield Candidate(mistake, form, (where,), sums[self.node])
                else:
                    value = self.region.tried({}, sums)
                    if value is not None:
                        yield Candidate(mistake, form, (where,), value)

    @cached_property
    def _shared(self) -> list[int]:
        """The nodes with several paths at which a mistake of collecting can happen."""
        return [one for one in (*self.region.nodes, self.node) if self._is_shared(one)]

    @cached_property
    def _shared_above(self) -> list[int]:
        """The nodes with several paths that can hand on a wrong number."""
        above = {edge.node for edge in self.region.edges} - self.graph.input_ids
        return [one for one in sorted(above) if self._is_shared(one)]

    def _is_shared(self, node: int) -> bool:
        return len(self.world.edges_from(node)) > 1

    def _paths(self, node: int) -> Paths:
        edges = self.world.edges_from(node)
        parts = tuple(self.world.contribution(edge) for edge in edges)
        consumers = tuple(edge.node for edge in edges)
        return Paths(parts, consumers, tuple(self.graph.operators[one] for one in consumers))

    # --- several steps at once

    def _through(self, among: Among) -> Iterator[Candidate]:
        below = self.right
        if self.node not in self.graph.input_ids or shape_of(self.world.values[self.node]):
            return
        if below is None:
            return
        for above, edges in self.outline.through(self.node):
            mistakes = some(at_operator(self.graph.operators[above], "path"), among)
            through = self._site_through(above, edges) if mistakes else None
            if through is None:
                continue
            site, contribution = through
            for mistake in mistakes:
                for form, wrong in enumerate(values(mistake.bend, site)):
                    value = below - contribution + wrong
                    yield Candidate(mistake, form, (("node", above),), value)

    def _site_through(self, above: int, edges: tuple[Edge, ...]) -> tuple[Through, Value] | None:
        """Return y = f(u) or u·v as the path mistakes see it, with what is right through it."""
        world = self.world
        upstream, at = world.gradients[above], world.values[self.node]
        if upstream is None or shape_of(upstream):
            return None
        slopes = [self._slopes.get(edge.operand) for edge in edges]
        if any(slope is None for slope in slopes):
            return None
        if len(edges) == 1:
            local = world.local(above, edges[0].operand)
            site = Through(upstream, at, slopes[0], None, slope_of(world, edges[0]))
            return None if local is None else (site, upstream * local * slopes[0])
        u, v = (world.values[edge.operand] for edge in edges)
        site = Through(upstream, at, slopes[0], slopes[1], lambda at: None)
        return site, upstream * (slopes[0] * v + u * slopes[1])

    @cached_property
    def _slopes(self) -> dict[int, Value]:
        return slopes_at(self.world, self.node)

    # --- arrays

    def _arrays(self, among: Among) -> Iterator[Candidate]:
        if not self.world.ground.arrays:
            return
        contributions = self.region.contributions
        for edge in self.world.edges_from(self.node):
            site = array_site(self.world, edge, contributions.get(edge.id))
            if site is None:
                continue
            rest = [
                contributions[other.id]
                for other in self.world.edges_from(self.node)
                if other.id != edge.id
            ]
            for mistake in some(at_operator(self.graph.operators[edge.node], "array"), among):
                for form, wrong in enumerate(values(mistake.bend, site)):
                    for total in values(_added, rest, wrong):
                        yield Candidate(mistake, form, (("edge", edge.id),), total)

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
                    yield Candidate(mistake, form, self._sheet_places[mistake.id], wrong)

    def _pair(self, rival: int) -> Place:
        inputs = [one for one in self.graph.inputs.values() if one != self.node]
        return "pair", frozenset((self.node, inputs[rival]))

    @cached_property
    def _sheet_places(self) -> Mapping[str, tuple[Place, ...]]:
        """The places that a mistake of the whole sheet may be made in, by mistake."""
        sheet, node = ("sheet", ""), ("node", self.node)
        inputs = (("inputs", ""),) if self.node in self.graph.input_ids else ()
        return defaultdict(lambda: (sheet,), {"M17": (sheet, node), "M19": (sheet, node, *inputs)})


def _added(rest: Sequence[Value], wrong: Value) -> Iterator[Value]:
    """Yield the sum of all contributions; those of shapes that do not fit cannot be added."""
    yield sum(rest) + wrong


def _times(wrong: Value) -> Bent:
    return lambda upstream: upstream * wrong


def _combined(mistake: Mistake, site: Site, form: int, wrong: Value) -> Bent:
    def bent(upstream: Value) -> Value:
        if upstream is site.g:
            return wrong
        return list(mistake.bend(site._replace(g=upstream)))[form]

    return bent
