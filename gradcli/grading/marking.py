"""Marking: truth first, then the student's own numbers, then the mistake that gives the number.

Marks are exact fractions; they are rounded once, where they are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from gradcli.errors import GradcliError
from gradcli.grading.answers import Answer, Blank, Invalid, Reading
from gradcli.grading.key import Key
from gradcli.grading.model import Exercise
from gradcli.grading.numerals import has_value, same_number
from gradcli.grading.quantities import Quantity
from gradcli.grading.tolerance import Acceptance, accepts
from gradcli.grading.typed import Typed
from gradcli.grading.world import World, without_warnings
from gradcli.operators.declaration import TIES
from gradcli.operators.elementary import Value, is_array
from gradcli.records import dataclass, replace

if TYPE_CHECKING:
    from gradcli.grading.mistakes.diagnose import Diagnosis


#: What is said of a gradient that is right where a tie is shared equally, as it is not here.
_USUAL = "that is the gradient if a tie is shared equally; here the convention is: {convention}"

#: The part of its points that an answer earns.
NONE, ALL = Fraction(0), Fraction(1)


class Verdict(StrEnum):
    """What is said of one answer.

    `consistent` follows from an earlier wrong answer; `invalid` cannot be read and costs nothing to
    repair; `ungraded` means that the exercise itself could not be computed.
    """

    CORRECT = "correct"
    CONSISTENT = "consistent"
    WRONG = "wrong"
    INVALID = "invalid"
    BLANK = "blank"
    UNGRADED = "ungraded"


@dataclass(frozen=True, slots=True)
class CellMarking:
    """One answer judged.

    `credit` is the part of `points` that the answer is worth, `paid` the part of that which hints
    have cost. `rule` names the tolerance in force; `note` says what else a student, and
    `for_teacher` what else a teacher should know.
    """

    quantity: Quantity
    truth: Value
    reading: Reading
    verdict: Verdict
    points: Fraction
    credit: Fraction = NONE
    rule: str = ""
    note: str = ""
    for_teacher: str = ""
    diagnosis: Diagnosis | None = None
    paid: Fraction = NONE

    @property
    def earned(self) -> Fraction:
        """Return the points earned."""
        return self._worth * (1 - self.paid) if self.paid else self._worth

    @property
    def cost(self) -> Fraction:
        """Return the points that hints have taken off."""
        return self._worth * self.paid if self.paid else NONE

    @property
    def _worth(self) -> Fraction:
        return self.points if self.credit is ALL else self.points * self.credit


@dataclass(frozen=True, slots=True)
class ExerciseMarking:
    """One exercise judged; `problem` is why it is ungraded, None if it is not."""

    exercise: Exercise
    cells: tuple[CellMarking, ...]
    problem: GradcliError | None = None

    @property
    def earned(self) -> Fraction:
        """Return the points earned."""
        return sum((cell.earned for cell in self.cells), Fraction(0))

    @property
    def points(self) -> Fraction:
        """Return the points that could be earned."""
        return self.exercise.points


@dataclass(frozen=True, slots=True)
class Marking:
    """A whole sheet judged."""

    exercises: tuple[ExerciseMarking, ...]

    @property
    def earned(self) -> Fraction:
        """Return the points earned."""
        return sum((one.earned for one in self.exercises), Fraction(0))

    @property
    def points(self) -> Fraction:
        """Return the points that could be earned, without those of ungraded exercises."""
        graded = (one.points for one in self.exercises if one.problem is None)
        return sum(graded, Fraction(0))

    @property
    def cost(self) -> Fraction:
        """Return the points that hints have taken off answers which earn some."""
        cells = (cell for one in self.exercises for cell in one.cells if cell.paid)
        return sum((cell.cost for cell in cells), NONE)

    def count(self, verdict: Verdict) -> int:
        """Return the number of cells with a verdict."""
        return sum(cell.verdict is verdict for one in self.exercises for cell in one.cells)

    @property
    def exit_code(self) -> int:
        """Return 0 if every cell is correct, 2 if an exercise is ungraded, else 1."""
        if any(one.problem is not None for one in self.exercises):
            return 2
        verdicts = [cell.verdict for one in self.exercises for cell in one.cells]
        return 0 if all(verdict is Verdict.CORRECT for verdict in verdicts) else 1


def mark(
    key: Key,
    answers: Mapping[Quantity, str],
    paid: Mapping[Quantity, Fraction] = MappingProxyType({}),
) -> ExerciseMarking:
    """Judge the answers to one exercise, by quantity, as they were typed; a missing one is blank.

    `paid` is the part of the points of an answer that hints have cost.
    """
    marked = _Marker(key, answers).marked()
    if not paid:
        return marked
    cells = (replace(cell, paid=paid.get(cell.quantity, NONE)) for cell in marked.cells)
    return replace(marked, cells=tuple(cells))


def ungraded(exercise: Exercise, problem: GradcliError) -> ExerciseMarking:
    """Return the marking of an exercise that cannot be computed: neither full nor no marks."""
    return ExerciseMarking(exercise, (), problem)


class _Marker:
    def __init__(self, key: Key, answers: Mapping[Quantity, str]) -> None:
        self.key = key
        self.exercise = key.exercise
        self.readings = {
            quantity: key.read(quantity, answers.get(quantity, "")) for quantity in key.quantities
        }
        self.points = self.exercise.points / max(1, len(key.quantities))

    def marked(self) -> ExerciseMarking:
        cells = {quantity: self._by_truth(quantity) for quantity in self.key.quantities}
        wrong = [quantity for quantity in cells if cells[quantity].verdict is Verdict.WRONG]
        if wrong:
            with without_warnings():
                self._by_own_numbers(cells, wrong)
        return ExerciseMarking(self.exercise, tuple(cells.values()))

    # --- truth first

    def _by_truth(self, quantity: Quantity) -> CellMarking:
        reading = self.readings[quantity]
        truth = self.key.truth[quantity]
        cell = quantity, truth, reading
        if isinstance(reading, Blank):
            return CellMarking(*cell, Verdict.BLANK, self.points)
        if isinstance(reading, Invalid):
            return CellMarking(*cell, Verdict.INVALID, self.points, note=reading.message)
        judged, rule = self._accepted(reading, quantity, truth), self.key.rules[quantity]
        if judged.ok:
            return CellMarking(*cell, Verdict.CORRECT, self.points, ALL, rule)
        credit = _part_right(judged) if self.exercise.elements else NONE
        return CellMarking(*cell, Verdict.WRONG, self.points, credit, rule, judged.note)

    def _accepted(self, answer: Answer, quantity: Quantity, truth: Value) -> Acceptance:
        """Judge by the kind of the true value, also where a typed decimal leads to a fraction."""
        return accepts(answer, truth, self.exercise.tolerance, self.key.rational[quantity])

    # --- then the student's own numbers

    def _by_own_numbers(
        self, cells: dict[Quantity, CellMarking], wrong: Sequence[Quantity]
    ) -> None:
        world = World(self.key.ground, self._typed())
        other = world.from_operands()
        unexplained: list[tuple[Quantity, Answer, Value]] = []
        for quantity in wrong:
            reading = self.readings[quantity]
            assert isinstance(reading, Answer)  # only what was read can be wrong
            followed = self._followed(world, quantity)
            cells[quantity], settled = self._judged_again(cells[quantity], reading, followed)
            if not settled and other is not None:
                again = self._followed(other, quantity)
                cells[quantity], settled = self._judged_again(cells[quantity], reading, again)
            if settled:
                continue
            if self._is_usual(quantity, reading):
                note = _USUAL.format(convention=TIES[self.exercise.ties])
                cells[quantity] = replace(cells[quantity], note=note)
            else:
                unexplained.append((quantity, reading, followed[0] if followed else None))
        if unexplained:
            self._explain(world, cells, unexplained)

    def _typed(self, right: Collection[Quantity] = ()) -> Typed:
        """Return the numbers typed; those in `right` without their rounding."""
        truth = self.key.truth
        return Typed.of(
            (quantity, truth[quantity] if quantity in right else value)
            for quantity, value in self.own.items()
        )

    @cached_property
    def own(self) -> dict[Quantity, Value]:
        """The numbers typed.

        Where one is the true fraction it is that object itself, which is known again at a glance.
        """
        return {
            quantity: _as_true(reading.value, self.key.truth[quantity])
            for quantity, reading in self.readings.items()
            if isinstance(reading, Answer)
        }

    def _followed(self, world: World, quantity: Quantity) -> list[Value]:
        """Return what follows for a cell from the student's other numbers, the likeliest first."""
        node, wrt = quantity.node, quantity.wrt
        if quantity.kind == "value":
            found = [world.followed_value(node)]
        elif wrt is None:
            found = []
        elif quantity.kind == "local":
            found = [world.local(node, wrt)]
        elif quantity.kind == "total":
            found = [world.toward(node).gradient(wrt)]
        else:
            found = [world.gradient(wrt), world.gradient(wrt, true_local=True)]
        return [value for value in found if value is not None]

    def _judged_again(
        self, cell: CellMarking, answer: Answer, followed: Sequence[Value]
    ) -> tuple[CellMarking, bool]:
        """Return the cell judged from the student's own numbers, and whether all is said of it."""
        for value in followed:
            if value is cell.truth or not self._accepted(answer, cell.quantity, value).ok:
                continue
            if _vanished(value, cell.truth):
                note = "it follows from a 0 that is not 0 in truth: look at it yourself"
                return replace(cell, for_teacher=note), True
            credit = max(cell.credit, self.exercise.carried)
            return replace(cell, verdict=Verdict.CONSISTENT, credit=credit), True
        return cell, False

    # --- then the mistakes

    def _is_usual(self, quantity: Quantity, answer: Answer) -> bool:
        """Return whether an answer is right where a tie is shared equally, as it is not here."""
        usual = self.key.usual
        return (
            bool(usual)
            and quantity.kind != "value"
            and self._accepted(answer, quantity, usual[quantity]).ok
        )

    def _is_exact(self, quantity: Quantity) -> bool:
        """Return whether an answer is the true value itself, and no rounding of it."""
        own, truth = self.own[quantity], self.key.truth[quantity]
        return own is truth or is_array(truth) or bool(own == truth)

    def _explain(
        self,
        world: World,
        cells: dict[Quantity, CellMarking],
        wrong: Sequence[tuple[Quantity, Answer, Value]],
    ) -> None:
        # The catalogue is loaded only where a number is to be explained.
        from gradcli.grading.mistakes.diagnose import WrongCell, diagnose

        right = [quantity for quantity, cell in cells.items() if cell.verdict is Verdict.CORRECT]

        if not all(self._is_exact(quantity) for quantity in right):
            typed = self._typed(frozenset(right))
            world = World(self.key.ground, typed)

        def accepted(quantity: Quantity, value: Value) -> bool:
            truth = self.key.truth[quantity]
            return has_value(value) and self._accepted(Answer("", value), quantity, truth).ok

        for diagnosis in diagnose(world, [WrongCell(*cell) for cell in wrong], right, accepted):
            for quantity in diagnosis.cells:
                cells[quantity] = replace(cells[quantity], diagnosis=diagnosis)


def _part_right(judged: Acceptance) -> Fraction:
    """Return the part of the elements of an array that is right."""
    return Fraction(sum(judged.elements), len(judged.elements)) if judged.elements else Fraction(0)


def _as_true(typed: Value, truth: Value) -> Value:
    fractions = type(typed) is Fraction and type(truth) is Fraction
    return truth if fractions and same_number(typed, truth) else typed


def _vanished(value: Value, truth: Value) -> bool:
    """Return whether a value is 0 where the truth is not.

    A wrong 0 makes every answer after it right.
    """
    if is_array(value):
        return bool((value == 0).all() and not (truth == 0).all())
    return bool(value == 0 and truth != 0)
