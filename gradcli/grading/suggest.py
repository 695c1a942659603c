"""Better numbers for an exercise: those that hide fewer mistakes and are nicer to work with.

The search begins at the author's numbers and changes one at a time, small whole numbers first,
then halves. Signs are kept, and so is the shape of the problem: what was open stays open, what
was taken stays taken, no kink, nothing outside a domain. It takes the same steps on every
machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from gradcli.grading.blind_spots import BlindSpots, blind_spots, crooked
from gradcli.grading.faults import FileFaults
from gradcli.grading.key import Key, solve
from gradcli.grading.kinks import conventions_used
from gradcli.grading.niceness import awkward, ugliness
from gradcli.grading.paths import number_text
from gradcli.operators.elementary import Value, is_array, numpy_module
from gradcli.records import dataclass, replace

#: Numbers that are tried, in this order, with the sign of the author's number.
WHOLE = tuple(Fraction(n) for n in (2, 3, 4, 5, 6, 7, 8, 9))
HALVES = tuple(Fraction(n, 2) for n in (1, 3, 5, 7, 9))

#: How much work a search may be: about two seconds of it.
EFFORT = 10_000

#: What a hidden mistake weighs against a digit more.
_WEIGHT = 10

#: One number among the inputs: its name, and its place in the array, () for a number.
Spot = tuple[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Other values for the inputs of an exercise, as `at` texts, and what is hidden then and now.

    `at` is None where nothing better was found.
    """

    key: Key
    at: Mapping[str, str] | None
    before: BlindSpots
    after: BlindSpots

    @property
    def line(self) -> str:
        """Return the line of the file with the new numbers."""
        at = (self.at or self.key.exercise.at).items()
        return f"at: {{{', '.join(f'{name}: {_scalar(text)}' for name, text in at)}}}"


def suggest(key: Key) -> Suggestion:
    """Return better numbers for an exercise."""
    return _Search(key).best()


def needs_better(key: Key, spots: BlindSpots | None = None) -> bool:
    """Return whether the numbers of an exercise hide anything, lie on a kink or are awkward."""
    spots = blind_spots(key) if spots is None else spots
    return bool(spots.size) or _faulty(key)


def _faulty(key: Key) -> bool:
    """Return whether an exercise lies on a kink whose convention is not named, or is awkward."""
    return _on_kink(key) or any(map(awkward, key.truth.values()))


def _on_kink(key: Key) -> bool:
    return not key.exercise.ties_chosen and bool(conventions_used(key))


class _Search:
    def __init__(self, key: Key) -> None:
        self.key = key
        self.twin = crooked(key)
        self.numbers = _numbers(key)
        self.form = None if _on_kink(key) else form_of(key)
        edges = key.graph.starts[-1] + 1
        self.left = max(20, EFFORT // (edges * len(key.quantities)))
        self.known: dict[tuple[Fraction, ...], tuple[float, Key, BlindSpots] | None] = {}

    def best(self) -> Suggestion:
        before = blind_spots(self.key, self.twin)
        found = (_cost(self.key, before, self.numbers), self.key, before)
        numbers = dict(self.numbers)
        for values in (WHOLE, (*WHOLE, *HALVES)):
            found, numbers = self._descend(found, numbers, values)
            if not found[2].size and not _faulty(found[1]):
                break
        if found[1] is self.key:
            return Suggestion(self.key, None, before, before)
        return Suggestion(self.key, found[1].exercise.at, before, found[2])

    def _descend(
        self,
        found: tuple[float, Key, BlindSpots],
        numbers: dict[Spot, Fraction],
        values: Iterable[Fraction],
    ) -> tuple[tuple[float, Key, BlindSpots], dict[Spot, Fraction]]:
        """Give each number in turn the value that helps most, until none does."""
        changed = True
        while changed and self.left > 0 and (found[2].size or _faulty(found[1])):
            changed = False
            for spot in self.numbers:
                tried = [
                    (worked, one)
                    for one in _neighbours(numbers, spot, values)
                    if (worked := self._worked(one)) is not None
                ]
                best = min(tried, key=lambda pair: pair[0][0], default=None)
                if best is not None and best[0][0] < found[0]:
                    (found, numbers), changed = best, True
        return found, numbers

    def _worked(self, numbers: dict[Spot, Fraction]) -> tuple[float, Key, BlindSpots] | None:
        """Return the cost of some numbers, with what they give; None if they change the problem."""
        tag = tuple(numbers.values())
        if tag not in self.known:
            self.known[tag] = self._work(numbers) if self.left > 0 else None
            self.left -= 1
        return self.known[tag]

    def _work(self, numbers: dict[Spot, Fraction]) -> tuple[float, Key, BlindSpots] | None:
        exercise = replace(self.key.exercise, at=_texts(self.key, numbers))
        try:
            key = solve(exercise)
        except FileFaults:
            return None
        if _on_kink(key) or self.form not in (None, form_of(key)):
            return None
        spots = blind_spots(key, self.twin)
        return _cost(key, spots, numbers), key, spots


def form_of(key: Key) -> Any:
    """Return what must stay as it is: the shapes, and which edges carry nothing."""
    derivation = key.derivation
    closed = tuple(map(_zeros, derivation.local))
    conditions = tuple(str(value) for value in derivation.values if isinstance(value, bool))
    return closed, conditions, len(key.quantities)


def _zeros(value: Value) -> Any:
    if is_array(value):
        return value.shape, tuple(bool(part == 0) for part in value.reshape(-1).tolist())
    return value is not None and bool(value == 0)


def _cost(key: Key, spots: BlindSpots, numbers: Mapping[Spot, Fraction]) -> float:
    """Return what is to be small: hidden mistakes, awkward and long numbers, repeated ones."""
    awkward_ones = sum(bool(awkward(truth)) for truth in key.truth.values())
    long = sum(map(ugliness, key.truth.values())) + sum(map(ugliness, numbers.values()))
    repeated = len(numbers) - len(set(map(abs, numbers.values())))
    return _WEIGHT * (spots.size + 3 * awkward_ones + 10 * _on_kink(key)) + long + repeated / 2


# --- the numbers


def _numbers(key: Key) -> dict[Spot, Fraction]:
    """Return the numbers that may be changed, those of the file, by name and place."""
    inputs = key.context.inputs
    found: dict[Spot, Fraction] = {}
    for name in key.exercise.at:
        found |= _numbers_of(name, inputs.get(name))
    return found


def _neighbours(
    numbers: dict[Spot, Fraction], spot: Spot, values: Iterable[Fraction]
) -> Iterator[dict[Spot, Fraction]]:
    """Yield the numbers with one of them changed, its sign kept; a 0 stays, it is meant."""
    number = numbers[spot]
    for value in values:
        signed = -value if number < 0 else value
        if number and signed != number:
            yield {**numbers, spot: signed}


def _texts(key: Key, numbers: Mapping[Spot, Fraction]) -> dict[str, str]:
    """Return the `at` texts with changed numbers; what was not changed keeps its text."""
    texts = dict(key.exercise.at)
    for name in texts:
        value: Any = key.context.inputs.get(name)
        old = _numbers_of(name, value)
        new = {spot: numbers.get(spot, one) for spot, one in old.items()}
        if new == old:
            continue
        if is_array(value):
            changed = value.copy()
            for (_, place), one in new.items():
                changed[place] = one
            texts[name] = number_text(changed)
        else:
            texts[name] = number_text(new[name, ()])
    return texts


def _numbers_of(name: str, value: Value) -> dict[Spot, Fraction]:
    if is_array(value):
        places = numpy_module().ndenumerate(value)
        return {(name, place): part for place, part in places if isinstance(part, Fraction)}
    return {(name, ()): value} if isinstance(value, Fraction) else {}


def _scalar(text: str) -> str:
    """Return a text as it stands within braces in YAML: quoted where a sign would end it."""
    listed = text.startswith("[")
    if any(sign in text for sign in ":#{}") or ("," in text and not listed):
        return '"' + text.replace('"', '\\"') + '"'
    return text
