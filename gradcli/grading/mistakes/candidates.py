"""The wrong numbers that the mistakes of the catalogue give in one cell, whatever it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gradcli.grading.mistakes import at_operator
from gradcli.grading.mistakes.claims import Among, Candidate, Place, some, values
from gradcli.grading.mistakes.gradients import GradientCandidates
from gradcli.grading.mistakes.sites import edge_site, forward_site
from gradcli.grading.quantities import Quantity
from gradcli.grading.world import World, without_warnings


def candidates_of(world: World, quantity: Quantity, among: Among = None) -> list[Candidate]:
    """Return all wrong numbers that the catalogue, or some mistakes of it, give in one cell."""
    with without_warnings():
        return Candidates(world).of(quantity, among)


class Candidates:
    """The candidates for the cells of one sheet; what several questions share is worked once."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._gradients: dict[tuple[int, int], GradientCandidates] = {}

    def of(self, quantity: Quantity, among: Among = None) -> list[Candidate]:
        """Return the candidates in one cell, or those of some mistakes."""
        node, wrt = quantity.node, quantity.wrt
        found: Iterable[Candidate]
        if quantity.kind == "value":
            found = forward_candidates(self.world, node, among)
        elif wrt is None:
            found = ()
        elif quantity.kind == "local":
            found = local_candidates(self.world, node, wrt, among)
        else:
            found = self._gradient(node, wrt).all(among)
        return list(found)

    def _gradient(self, node: int, wrt: int) -> GradientCandidates:
        if (node, wrt) not in self._gradients:
            self._gradients[node, wrt] = GradientCandidates(self.world.toward(node), wrt)
        return self._gradients[node, wrt]


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
    operator = world.graph.operators[node]
    mistakes = some(at_operator(operator, "forward"), among)
    site = forward_site(world, node) if mistakes else None
    if site is None:
        return
    for mistake in mistakes:
        for form, wrong in enumerate(values(mistake.bend, site)):
            yield Candidate(mistake, form, (("node", node),), wrong)
