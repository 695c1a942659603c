"""What the numbers of an exercise hide: mistakes that give the right number, or the same one.

A mistake that is silent whatever the numbers are, as a forgotten factor 1, is no fault of theirs:
the exercise is worked a second time at crooked numbers, and only what disappears there is
reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, count
from typing import Any

from gradcli.grading.answers import Answer
from gradcli.grading.faults import FileFaults
from gradcli.grading.key import Key, solve
from gradcli.grading.mistakes.candidates import candidates_of
from gradcli.grading.mistakes.claims import Candidate, Claim
from gradcli.grading.numerals import has_value
from gradcli.grading.quantities import Quantity
from gradcli.grading.tolerance import accepts
from gradcli.grading.typed import Typed
from gradcli.grading.world import World
from gradcli.operators.elementary import Value, is_array
from gradcli.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class BlindSpots:
    """The blind spots of one exercise, by the ids of mistakes.

    - `accepted`: a wrong number that would be taken for right: mistake, cell, number;
    - `silent`: the cells in which a mistake gives the true number;
    - `alike`: the cells in which two or more mistakes give one wrong number.
    """

    accepted: tuple[tuple[str, Quantity, Value], ...]
    silent: Mapping[str, tuple[Quantity, ...]]
    alike: Mapping[tuple[str, ...], tuple[Quantity, ...]]

    @property
    def size(self) -> int:
        """Return how many there are, over all cells; an accepted wrong number counts as ten."""
        hidden = sum(map(len, self.silent.values())) + sum(map(len, self.alike.values()))
        return hidden + 10 * len(self.accepted)


def blind_spots(key: Key, twin: Key | None = None) -> BlindSpots:
    """Return what the numbers of an exercise hide.

    `twin` is the same exercise at crooked numbers; it is worked here if it is not given.
    """
    twin = crooked(key) if twin is None else twin
    world, other = _all_right(key), None if twin is None else _all_right(twin)
    accepted: dict[tuple[str, Quantity], Value] = {}
    silent: dict[str, list[Quantity]] = {}
    alike: dict[tuple[str, ...], list[Quantity]] = {}
    for quantity in key.quantities:
        cell = _Cell(key, quantity, world, twin, other)
        for mistake, value in cell.accepted():
            accepted[mistake, quantity] = value
        for mistake in cell.silent():
            silent.setdefault(mistake, []).append(quantity)
        for ids in cell.alike():
            alike.setdefault(ids, []).append(quantity)
    return BlindSpots(
        tuple((mistake, cell, value) for (mistake, cell), value in accepted.items()),
        {mistake: tuple(cells) for mistake, cells in sorted(silent.items())},
        {ids: tuple(cells) for ids, cells in sorted(alike.items())},
    )


def _all_right(key: Key) -> World:
    """Return the numbers of a student who has every cell right."""
    return World(key.ground, Typed.of(key.truth.items()))


class _Cell:
    """The mistakes in one cell, at the numbers of the exercise and at crooked ones."""

    def __init__(
        self, key: Key, quantity: Quantity, world: World, twin: Key | None, other: World | None
    ) -> None:
        self.key = key
        self.quantity = quantity
        self.truth = mark_of(key.truth[quantity])
        self.found = _by_claim(candidates_of(world, quantity))
        self.twin_truth: Any = None
        self.twins: dict[Claim, Any] = {}
        if twin is not None and other is not None and quantity in twin.truth:
            self.twin_truth = mark_of(twin.truth[quantity])
            found = _by_claim(candidates_of(other, quantity))
            self.twins = {claim: mark_of(candidate.value) for claim, candidate in found.items()}
        self.marks = {claim: mark_of(candidate.value) for claim, candidate in self.found.items()}

    def accepted(self) -> Iterator[tuple[str, Value]]:
        """Yield the mistakes whose wrong number would be accepted, with that number.

        The other cells may be right, or not be there.
        """
        alone = World(self.key.ground, Typed())
        candidates = [*self.found.values(), *candidates_of(alone, self.quantity)]
        for one in candidates:
            if has_value(one.value) and mark_of(one.value) != self.truth and self._taken(one.value):
                yield one.mistake.id, one.value

    def _taken(self, value: Value) -> bool:
        truth, tolerance = self.key.truth[self.quantity], self.key.exercise.tolerance
        return accepts(Answer("", value, None), truth, tolerance).ok

    def silent(self) -> list[str]:
        """Return the mistakes that give the true number, but would not at other numbers."""
        hidden: dict[str, bool] = {}
        for claim, mark in self.marks.items():
            twin = self.twins.get(claim)
            if twin is not None and twin != self.twin_truth:
                hidden[claim[0]] = hidden.get(claim[0], True) and mark == self.truth
        return [mistake for mistake, always in hidden.items() if always]

    def alike(self) -> Iterator[tuple[str, ...]]:
        """Yield the mistakes that give one number here, but several at other numbers."""
        wrong: dict[Any, list[Claim]] = {}
        for claim, mark in self.marks.items():
            if mark != self.truth and claim in self.twins:
                wrong.setdefault(mark, []).append(claim)
        always = self._always_alike()
        for claims in wrong.values():
            pairs = {
                tuple(sorted((one[0], two[0])))
                for one, two in combinations(claims, 2)
                if one[0] != two[0] and self.twins[one] != self.twins[two]
            }
            ids = {mistake for pair in pairs - always for mistake in pair}
            if ids:
                yield tuple(sorted(ids))

    def _always_alike(self) -> set[tuple[str, ...]]:
        """Return the pairs that share a number at the crooked numbers as well."""
        shared: dict[Any, set[str]] = {}
        for claim, mark in self.twins.items():
            if mark != self.twin_truth:
                shared.setdefault(mark, set()).add(claim[0])
        return {pair for ids in shared.values() for pair in combinations(sorted(ids), 2)}


def _by_claim(candidates: list[Candidate]) -> dict[Claim, Candidate]:
    return {claim: one for one in candidates if has_value(one.value) for claim in one.claims()}


def mark_of(value: Value) -> Any:
    """Return what tells two values apart: twelve figures, whatever the kind of number."""
    if is_array(value):
        return (value.shape, *map(mark_of, value.reshape(-1).tolist()))
    number = float(value)
    return 0.0 if abs(number) < 1e-12 else float(f"{number:.11e}")


# --- the twin


def crooked(key: Key) -> Key | None:
    """Return the same exercise at crooked numbers near those it has; None if none can be worked."""
    for bend in (_nearby, _threefold):
        places = count(1)
        at = {name: _text(value, bend, places) for name, value in key.context.inputs.items()}
        try:
            return solve(replace(key.exercise, at=at))
        except FileFaults:
            continue
    return None


def _nearby(value: Value, place: int) -> Value:
    """Return a number a little off, by another part at each place."""
    off = Fraction(place * place % 37 + 7, 1009)
    return value * (1 + off) if isinstance(value, Fraction) else value * (1 + float(off))


def _threefold(value: Value, place: int) -> Value:
    """Return a multiple, for inputs that must stay whole."""
    return value * (2 * place + 1)


def _text(value: Value, bend: Any, places: Iterator[int]) -> str:
    if is_array(value):
        value = value.tolist()
    if isinstance(value, list):
        return f"[{', '.join(_text(part, bend, places) for part in value)}]"
    bent = bend(value, next(places)) if value else Fraction(next(places), 1009)
    return str(bent) if isinstance(bent, Fraction) else repr(float(bent))
