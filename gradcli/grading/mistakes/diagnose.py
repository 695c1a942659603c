"""From wrong numbers to the mistakes that give them: one habit first, then one place, then two
mistakes, never three.

A mistake is named only if its number fits closely, if it would not have broken an answer that is
right, and if chance alone would rarely give such a fit. Otherwise nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from gradcli.engine.forward import shape_of
from gradcli.grading.answers import Answer
from gradcli.grading.mistakes.candidates import (
    GradientCandidates,
    forward_candidates,
    local_candidates,
)
from gradcli.grading.mistakes.claims import Among, Candidate, Claim
from gradcli.grading.mistakes.declaration import Mistake
from gradcli.grading.numerals import has_value
from gradcli.grading.quantities import Quantity
from gradcli.grading.tolerance import FAR_OF_OTHERS, closely
from gradcli.grading.world import World, without_warnings
from gradcli.operators.elementary import Value, is_array
from gradcli.records import dataclass

#: The largest chance of a coincidence at which a mistake is still named.
COINCIDENCE = 0.05

#: The most mistakes that one sentence may offer.
ALTERNATIVES = 3


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What gives the wrong numbers of some cells: one mistake, or one of a few that give the
    same."""

    mistakes: tuple[Mistake, ...]
    cells: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell to be explained: its question, the answer, and what follows for it from the student's
    other numbers."""

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
        self.wrong = wrong
        self.right = right
        self.accepted = accepted
        self.chance: dict[Quantity, float] = {}
        self.matched = {cell.quantity: self._matches(cell) for cell in wrong}
        self._right_candidates: dict[tuple[Quantity, str], dict[Claim, Value]] = {}

    # --- which mistakes fit which cell

    def _matches(self, cell: WrongCell) -> dict[Claim, Mistake]:
        """Return the claims whose number is the answer, and note how likely a fit by chance is."""
        candidates = candidates_of(self.world, cell.quantity)
        near = _near(cell.answer.value, candidates)
        fits = _distinct([candidate.value for candidate in near])
        fits = {key: value for key, value in fits.items() if self._explains(cell, value)}
        if not fits:
            return {}
        distinct = _distinct([candidate.value for candidate in candidates])
        distinct.pop(None if cell.followed is None else _key(cell.followed), None)
        slips = _distinct(slip_values(cell.followed, self._neighbours(cell)))
        self.chance[cell.quantity] = coincidence(cell.answer, {**distinct, **slips})
        fitting = [candidate for candidate in near if _key(candidate.value) in fits]
        return {claim: candidate.mistake for candidate in fitting for claim in candidate.claims()}

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
        """Return two diagnoses that share the cells between them, or those that stand on two
        cells."""
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
        shared = set.intersection(*(set(self.matched[cell]) for cell in cells))
        if not shared or not self._convincing(cells):
            return None
        claims = [claim for claim in shared if self._leaves_right_cells(claim)]
        if not claims:
            return None
        mistakes = {claim[0]: self.matched[cells[0]][claim] for claim in claims}
        if len(cells) == 1 and self._may_be_a_slip(cells[0]):
            mistakes = {name: one for name, one in mistakes.items() if one.tier == 1}
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
        return bool(slips) and _key(cell.answer.value) in map(_key, slips)

    def _cell(self, quantity: Quantity) -> WrongCell:
        return next(cell for cell in self.wrong if cell.quantity == quantity)

    def _weak(self, quantity: Quantity) -> bool:
        cell = self._cell(quantity)
        weak = [0, 1, -1, 2, -2, *self._bound_values()]
        return not is_array(cell.answer.value) and any(
            _key(cell.answer.value) == _key(value) for value in weak
        )

    def _bound_values(self) -> list[Value]:
        graph = self.world.graph
        return [self.world.values[node] for node in graph.inputs.values()]

    def _leaves_right_cells(self, claim: Claim) -> bool:
        """Return whether a mistake would have left every right answer right."""
        for quantity in self.right:
            value = self._at_right(quantity, claim[0]).get(claim)
            if value is not None and not self.accepted(quantity, value):
                return False
        return True

    def _at_right(self, quantity: Quantity, mistake: str) -> dict[Claim, Value]:
        """Return what a mistake would have made of a right answer."""
        if (quantity, mistake) not in self._right_candidates:
            found = candidates_of(self.world, quantity, (mistake,))
            self._right_candidates[quantity, mistake] = {
                claim: candidate.value for candidate in found for claim in candidate.claims()
            }
        return self._right_candidates[quantity, mistake]


def _named(mistakes: Iterable[Mistake], cells: Sequence[Quantity]) -> Diagnosis | None:
    """Return the diagnosis, the more often described mistakes first; None if there are too many of
    them, or none."""
    ordered = sorted(mistakes, key=lambda mistake: (mistake.tier, mistake.id))
    if not ordered:
        return None
    likely = [mistake for mistake in ordered if mistake.tier <= ordered[0].tier + 1]
    if len(likely) > ALTERNATIVES:
        return None
    return Diagnosis(tuple(likely), tuple(cells))


def candidates_of(world: World, quantity: Quantity, among: Among = None) -> list[Candidate]:
    """Return all wrong numbers that the catalogue, or some mistakes of it, give in one cell."""
    with without_warnings():
        return list(_candidates(world, quantity, among))


def _candidates(world: World, quantity: Quantity, among: Among) -> Iterable[Candidate]:
    if quantity.kind == "value":
        return forward_candidates(world, quantity.node, among)
    if quantity.wrt is None:
        return ()
    if quantity.kind == "local":
        return local_candidates(world, quantity.node, quantity.wrt, among)
    return GradientCandidates(world.toward(quantity.node), quantity.wrt).all(among)


# --- how close, and how likely by chance


def _near(answer: Value, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates that are worth a closer look.

    That is those within 6 %, more than a rounding to two figures can do, and arrays of the right
    shape.
    """
    if is_array(answer):
        return [one for one in candidates if shape_of(one.value) == answer.shape]
    typed = float(answer)
    return [
        one
        for one in candidates
        if not is_array(one.value)
        and abs(typed - one.value) <= FAR_OF_OTHERS * abs(one.value) + 1e-9
    ]


def _key(value: Value) -> Any:
    """Return what tells two values apart; floats that agree to twelve figures are one."""
    if is_array(value):
        return (value.shape, *(_key(part) for part in value.ravel().tolist()))
    return f"{float(value):.12g}"


def _distinct(values: Iterable[Value]) -> dict[Any, Value]:
    return {_key(value): value for value in values}


def slip_values(right: Value, neighbours: Iterable[Value]) -> list[Value]:
    """Return what slips make of a right value: also a lost sign, or the number of the cell
    beside it."""
    if right is None or is_array(right):
        return []
    return [-right, *arithmetic_slips(right), *(n for n in neighbours if n is not None)]


def arithmetic_slips(right: Value) -> list[Value]:
    """Return what slips of arithmetic make of a number: one or two off, a factor ten, digits
    exchanged; none for an array."""
    if right is None or is_array(right):
        return []
    near = [right + off for off in (1, -1, 2, -2)]
    return [*near, right * 10, right / 10, *_digits_exchanged(right)]


def _digits_exchanged(value: Value) -> list[Value]:
    if isinstance(value, Fraction) and value.denominator == 1:
        digits = str(abs(value.numerator))
        sign = -1 if value < 0 else 1
        return [
            Fraction(sign * int(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]))
            for i in range(len(digits) - 1)
        ]
    return []


def coincidence(answer: Answer, candidates: Mapping[Any, Value] | Iterable[Any]) -> float:
    """Return the chance that a number typed at random fits one of the candidates.

    For whole numbers: whole candidates / (2B + 1) with B = max(20, 2·max|candidate|); for decimals:
    total width of the candidates' rounding intervals / 2B. For an array that of one element, to the
    power of their number, at most 4.
    """
    keys = list(candidates)
    sizes = [_size(key) for key in keys]
    bound = max(20.0, 2 * max(sizes, default=0.0))
    if is_array(answer.value):
        whole_numbers = all(float(part).is_integer() for part in answer.value.ravel())
        chance = len(keys) * (1.0 if whole_numbers else 0.1) / (2 * bound)
        return float(min(1.0, chance) ** min(4, answer.value.size))
    if isinstance(answer.value, Fraction) and answer.value.denominator == 1:
        return len({whole for key in keys if (whole := _whole(key)) is not None}) / (2 * bound + 1)
    return len(keys) * _width(answer) / (2 * bound)


def _whole(key: Any) -> int | None:
    """Return the whole number that a candidate is, or rounds to with two figures; None for
    others."""
    if isinstance(key, tuple):
        return None
    number = float(key)
    if number.is_integer() or 10 <= abs(number) < 1e15:
        return round(number)
    return None


def _size(key: Any) -> float:
    parts = key[1:] if isinstance(key, tuple) else (key,)
    sizes = [abs(float(part)) for part in parts if not isinstance(part, tuple)]
    finite = [size for size in sizes if size < 1e300]
    return max(finite, default=0.0)


def _width(answer: Answer) -> float:
    """Return the width of the interval of numbers that round to the answer as it was typed.

    A fraction or another expression is as narrow as a decimal with four places.
    """
    if answer.figures is None:
        return 1e-4
    decimals = answer.text.strip().lower().partition("e")[0].partition(".")[2]
    return 10.0 ** -len(decimals) if decimals else 1.0
