"""From a sheet to its marking: every answer finds its question, or the sheet is at fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

from gradcli.errors import GradcliError
from gradcli.grading.faults import Fault, FileFaults, did_you_mean
from gradcli.grading.key import Key, Keys
from gradcli.grading.marking import ExerciseMarking, Marking, mark, ungraded
from gradcli.grading.model import AnswerText, Exercise, ExerciseSet, Place, Sheet
from gradcli.grading.quantities import Quantity
from gradcli.records import replace

#: The answers to each exercise, by its id, as they were typed.
Answers = Mapping[str, Mapping[Quantity, AnswerText]]

#: What hints have cost in each exercise, by its id: the part of the points of an answer.
Costs = Mapping[str, Mapping[Quantity, Fraction]]

NO_COSTS: Costs = MappingProxyType({})


def chosen(exercises: ExerciseSet, ids: Iterable[str]) -> ExerciseSet:
    """Return the set with only the exercises of some ids, all if there are none.

    Raises:
        GradcliError: there is no exercise with one of the ids.
    """
    wanted = list(ids)
    known = [exercise.id for exercise in exercises.exercises]
    for name in wanted:
        if name not in known:
            hint = did_you_mean(name, known) or f"it has {', '.join(known)}"
            raise GradcliError(f"{exercises.path} has no exercise '{name}'", hint=hint)
    if not wanted:
        return exercises
    return replace(
        exercises, exercises=tuple(one for one in exercises.exercises if one.id in wanted)
    )


def own_answers(exercises: ExerciseSet) -> Sheet | None:
    """Return the answers that stand in an exercise file itself, None if there are none."""
    given = {one.id: one.answers for one in exercises.exercises if one.answers}
    if not any(answer.text.strip() for answers in given.values() for answer in answers.values()):
        return None
    places = {one.id: one.place for one in exercises.exercises}
    return Sheet(exercises.path, "", given, places)


def matched(sheet: Sheet, exercises: ExerciseSet, keys: Keys) -> Answers:
    """Return the answers of a sheet by quantity; those to exercises without a key are left out.

    Raises:
        FileFaults: the sheet names an exercise or a quantity that is not there or not asked.
    """
    return _by_quantity(sheet.answers, sheet, exercises, keys)


def costs(sheet: Sheet, exercises: ExerciseSet, keys: Keys) -> Costs:
    """Return what hints have cost, by quantity.

    Raises:
        FileFaults: the sheet names an exercise or a quantity that is not there or not asked.
    """
    found = _by_quantity(sheet.hints, sheet, exercises, keys)
    return {
        exercise: {quantity: Fraction(cost.text) for quantity, cost in given.items()}
        for exercise, given in found.items()
    }


def _by_quantity(
    texts: Mapping[str, Mapping[str, AnswerText]], sheet: Sheet, exercises: ExerciseSet, keys: Keys
) -> Answers:
    found: dict[str, Mapping[Quantity, AnswerText]] = {}
    faults: list[Fault] = []
    for name, given in texts.items():
        if exercises.exercise(name) is None:
            faults.append(_unknown(name, sheet, exercises))
            continue
        key = _key(keys, name)
        if isinstance(key, Key):
            found[name], wrong = key.matched(given)
            faults += wrong
    if faults:
        raise FileFaults(faults)
    return found


def _unknown(name: str, sheet: Sheet, exercises: ExerciseSet) -> Fault:
    known = [exercise.id for exercise in exercises.exercises]
    hint = did_you_mean(name, known) or f"it has {', '.join(known)}"
    place = sheet.places.get(name, Place(sheet.path, 1, 1))
    return Fault(place, f"{exercises.path} has no exercise '{name}'", hint)


def _key(keys: Keys, name: str) -> Key | FileFaults:
    try:
        return keys.of(name)
    except FileFaults as faults:
        return faults


def computed(exercises: ExerciseSet, keys: Keys) -> list[Key]:
    """Return the keys of the exercises that can be computed."""
    found = (_key(keys, exercise.id) for exercise in exercises.exercises)
    return [key for key in found if isinstance(key, Key)]


def faults_of(exercises: ExerciseSet, keys: Keys) -> list[Fault]:
    """Return why exercises cannot be computed."""
    found = (_key(keys, exercise.id) for exercise in exercises.exercises)
    return [fault for key in found if isinstance(key, FileFaults) for fault in key.faults]


def mark_all(
    exercises: ExerciseSet, keys: Keys, answers: Answers, paid: Costs = NO_COSTS
) -> Marking:
    """Return the marking of all exercises; one that cannot be computed is ungraded."""
    return Marking(tuple(_marked(one, keys, answers, paid) for one in exercises.exercises))


def _marked(exercise: Exercise, keys: Keys, answers: Answers, paid: Costs) -> ExerciseMarking:
    key = _key(keys, exercise.id)
    if isinstance(key, FileFaults):
        return ungraded(exercise, key)
    given = answers.get(exercise.id, {})
    typed = {quantity: answer.text for quantity, answer in given.items()}
    return mark(key, typed, paid.get(exercise.id, {}))
