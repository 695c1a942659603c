"""From wrong numbers to the mistakes that give them.

One habit first, then one place, then two mistakes, never three.

A mistake is named only if its number fits closely, if it would not have broken an answer that is
right, and if chance alone would rarely give such a fit. Otherwise nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from gradcli.grading.answers import Answer
from gradcli.grading.mistakes import MISTAKES
from gradcli.grading.mistakes.candidates import Candidates
from gradcli.grading.mistakes.chance import (
    arithmetic_slips,
    coincidence,
    distinct,
    identity,
    nearby,
    slip_values,
)
from gradcli.grading.mistakes.claims import Claim
from gradcli.grading.mistakes.declaration import Mistake
from gradcli.grading.numerals import has_value
from gradcli.grading.quantities import Quantity
from gradcli.grading.tolerance import closely
from gradcli.grading.world import World, without_warnings
from gradcli.operators.elementary import Value, is_array
from gradcli.records import dataclass

#: The largest chance of a coincidence at which a mistake is still named.
COINCIDENCE = 0.05

#: The most mistakes that one sentence may offer.
ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What gives the wrong numbers of some cells: one mistake, or one of a few alike."""

    mistakes: tuple[Mistake, ...]
    cells: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell to be explained: its question, its answer, and what follows from other answers."""

    quantity: Quantity
    answer: Answer
    followed: Value


def diagnose(
    world: World,
    wrong: Sequence[WrongCell],
    right: Sequence[Quantity],
    accepted: Callable[[Quantity, Value], bool],
) -> tuple[Diagnosis, ...]:
    """Return what explains the wrong cells; nothing rather than a guess.

    `right` are the cells with right answers, which no habit may break; `accepted(cell, value)`
    tells whether a value would be accepted there.
    """
    with without_warnings():
        return _Search(world, wrong, right, accepted).found()


class _Search:
    def __init__(
        self,
        world: World,
        wrong: Sequence[WrongCell],
        right: Sequence[Quantity],
        accepted: Callable[[Quantity, Value], bool],
    ) -> None:
        self.world = world.in_floats()
        self.candidates = Candidates(self.world)
        self.wrong = wrong
        self.right = right
        self.accepted = accepted
        self.chance: dict[Quantity, float] = {}
        self.matched = {cell.quantity: self._matches(cell) for cell in wrong}
        self._right_candidates: dict[tuple[Quantity, str], dict[Claim, Value]] = {}

    # --- which mistakes fit which cell

    def _matches(self, cell: WrongCell) -> dict[Claim, None]:
        """Return the claims whose number is the answer, and note how likely a fit by chance is."""
        candidates = self.candidates.of(cell.quantity)
        close = nearby(cell.answer.value, candidates)
        fits = {
            key
            for key, value in distinct(candidate.value for candidate in close).items()
            if self._explains(cell, value)
        }
        if not fits:
            return {}
        numbers = distinct(candidate.value for candidate in candidates)
        numbers.pop(None if cell.followed is None else identity(cell.followed), None)
        slips = distinct(slip_values(cell.followed, self._neighbours(cell)))
        self.chance[cell.quantity] = coincidence(cell.answer, {**numbers, **slips})
        fitting = [candidate for candidate in close if identity(candidate.value) in fits]
        return dict.fromkeys(claim for candidate in fitting for claim in candidate.claims())

    def _explains(self, cell: WrongCell, value: Value) -> bool:
        fits = has_value(value) and closely(cell.answer, value)
        return fits and not self.accepted(cell.quantity, value)

    def _neighbours(self, cell: WrongCell) -> list[Value]:
        return [self.world.values[cell.quantity.node]] if cell.quantity.kind != "value" else []

    # --- which explanation is the best

    def found(self) -> tuple[Diagnosis, ...]:
        cells = [cell.quantity for cell in self.wrong]
        together = self._explaining(cells)
        if together is not None:
            return (together,)
        return self._two(cells)

    def _two(self, cells: Sequence[Quantity]) -> tuple[Diagnosis, ...]:
        """Return two diagnoses that share the cells between them, or that stand on two cells."""
        found: list[Diagnosis] = []
        rest = list(cells)
        while rest and len(found) < 2:
            best = self._widest(rest)
            if best is None:
                break
            found.append(best)
            rest = [cell for cell in rest if cell not in best.cells]
        if rest:
            return tuple(diagnosis for diagnosis in found if len(diagnosis.cells) > 1)
        return tuple(found)

    def _widest(self, cells: Sequence[Quantity]) -> Diagnosis | None:
        groups = dict.fromkeys(
            tuple(cell for cell in cells if claim in self.matched[cell])
            for cell in cells
            for claim in self.matched[cell]
        )
        for group in sorted(groups, key=len, reverse=True):
            explained = self._explaining(group)
            if explained is not None:
                return explained
        return None

    def _explaining(self, cells: Sequence[Quantity]) -> Diagnosis | None:
        """Return what explains all these cells at once, None if nothing does well enough."""
        if not cells:
            return None
        shared = set(self.matched[cells[0]]).intersection(*[self.matched[cell] for cell in cells])
        if not shared or not self._convincing(cells):
            return None
        if len(cells) == 1 and self._may_be_a_slip(cells[0]):
            shared = {claim for claim in shared if MISTAKES[claim[0]].tier == 1}
        claims = [claim for claim in shared if self._leaves_right_cells(claim)]
        mistakes = {claim[0]: MISTAKES[claim[0]] for claim in claims}
        if set(mistakes) == {"M14"} and len(cells) < 2:
            return None
        return _named(mistakes.values(), cells)

    def _convincing(self, cells: Sequence[Quantity]) -> bool:
        """Return whether chance, and the weak evidence of small numbers, may be ruled out."""
        chance = 1.0
        for cell in cells:
            chance *= self.chance[cell]
        if chance > COINCIDENCE:
            return False
        return len(cells) > 1 or not self._weak(cells[0])

    def _may_be_a_slip(self, quantity: Quantity) -> bool:
        """Return whether a slip of arithmetic gives the number, more likely than most mistakes."""
        cell = self._cell(quantity)
        slips = arithmetic_slips(cell.followed)
        return bool(slips) and identity(cell.answer.value) in map(identity, slips)

    def _cell(self, quantity: Quantity) -> WrongCell:
        return next(cell for cell in self.wrong if cell.quantity == quantity)

    def _weak(self, quantity: Quantity) -> bool:
        cell = self._cell(quantity)
        weak = [0, 1, -1, 2, -2, *self._bound_values()]
        return not is_array(cell.answer.value) and any(
            identity(cell.answer.value) == identity(value) for value in weak
        )

    def _bound_values(self) -> list[Value]:
        graph = self.world.graph
        return [self.world.values[node] for node in graph.inputs.values()]

    def _leaves_right_cells(self, claim: Claim) -> bool:
        """Return whether a mistake would have left every right answer right."""
        forward = MISTAKES[claim[0]].kind == "forward"
        for quantity in self.right:
            # What is made in the forward pass is no rival to a gradient, nor the other way round.
            if forward is not (quantity.kind == "value"):
                continue
            value = self._at_right(quantity, claim[0]).get(claim)
            if value is not None and not self.accepted(quantity, value):
                return False
        return True

    def _at_right(self, quantity: Quantity, mistake: str) -> dict[Claim, Value]:
        """Return what a mistake would have made of a right answer."""
        if (quantity, mistake) not in self._right_candidates:
            found = self.candidates.of(quantity, (mistake,))
            self._right_candidates[quantity, mistake] = {
                claim: candidate.value for candidate in found for claim in candidate.claims()
            }
        return self._right_candidates[quantity, mistake]


def _named(mistakes: Iterable[Mistake], cells: Sequence[Quantity]) -> Diagnosis | None:
    """Return the diagnosis, the more often described mistakes first; None for none or too many."""
    ordered = sorted(mistakes, key=lambda mistake: (mistake.tier, mistake.id))
    if not ordered:
        return None
    likely = [mistake for mistake in ordered if mistake.tier <= ordered[0].tier + 1]
    if len(likely) > ALTERNATIVES:
        return None
    return Diagnosis(tuple(likely), tuple(cells))
