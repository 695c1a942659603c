"""Whether an exercise can be trusted: it computes, and its numbers tell mistakes apart.

Each fault is a finding with its place in the file. An `error` would mark a student wrongly or not
at all; a `warning` makes an exercise worse than it could be; a `note` says what its numbers
cannot show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from gradcli.errors import GradcliError
from gradcli.grading.blind_spots import BlindSpots, blind_spots
from gradcli.grading.faults import Fault, FileFaults
from gradcli.grading.key import Key, solve
from gradcli.grading.kinks import conventions_used
from gradcli.grading.mistakes import MISTAKES
from gradcli.grading.model import Exercise, ExerciseSet, Place, Text
from gradcli.grading.niceness import awkward
from gradcli.grading.paths import number_text
from gradcli.grading.quantities import Quantity
from gradcli.grading.reader import sound_part


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found: where, in which exercise and cell (`""` for none), and what.

    `check` names the check in one word and never changes.
    """

    severity: Severity
    check: str
    place: Place
    message: str
    exercise: str = ""
    quantity: str = ""
    hint: str = ""


@dataclass(slots=True)
class Inspection:
    """What an inspection of some files has found, in the order of the files.

    `unreadable` are the files that could not be opened or decoded; `keys` the exercises that
    compute.
    """

    findings: list[Finding] = field(default_factory=list)
    unreadable: list[GradcliError] = field(default_factory=list)
    files: int = 0
    exercises: int = 0
    cells: int = 0
    keys: list[Key] = field(default_factory=list)

    def count(self, severity: Severity) -> int:
        """Return the number of findings of a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def passes(self, strict: bool = False) -> bool:
        """Return whether nothing is wrong; with `strict` a warning is wrong too."""
        failing = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
        return not self.unreadable and not any(map(self.count, failing))


def inspect(paths: Iterable[str | Path], contents: Mapping[str, bytes] | None = None) -> Inspection:
    """Return what is found in some exercise files; ids are compared across all of them.

    `contents` holds what is in files that are not on disk, by path.
    """
    inspection = Inspection()
    ids: dict[str, Place] = {}
    for path in paths:
        inspection.files += 1
        try:
            found = _inspect_file(path, (contents or {}).get(str(path)), inspection, ids)
        except GradcliError as problem:
            inspection.unreadable.append(problem)
        else:
            inspection.findings += sorted(found, key=lambda finding: finding.place)
    return inspection


def _inspect_file(
    path: str | Path, content: bytes | None, inspection: Inspection, ids: dict[str, Place]
) -> list[Finding]:
    """Return what is found in a file: faults of its form, and in the exercises that have none.

    Raises:
        GradcliError: it cannot be read.
    """
    try:
        exercises, faults = sound_part(path, content)
    except FileFaults as problem:
        return _faults(problem.faults, "format", "")
    found = _faults(faults, "format", "")
    return found if exercises is None else found + _inspect_set(exercises, inspection, ids)


def _inspect_set(
    exercises: ExerciseSet, inspection: Inspection, ids: dict[str, Place]
) -> list[Finding]:
    languages = _languages(exercises)
    found = [*_title(exercises, languages)]
    for exercise in exercises.exercises:
        inspection.exercises += 1
        found += [*_unique(exercise, ids), *_words(exercise, languages), *_points(exercise)]
        try:
            key = solve(exercise)
        except FileFaults as problem:
            found += _faults(problem.faults, "computes", exercise.id)
        else:
            inspection.keys.append(key)
            inspection.cells += len(key.quantities)
            found += inspect_key(key)
    return found


def inspect_key(key: Key) -> Iterator[Finding]:
    """Yield what is found in one exercise that computes."""
    yield from _kinks(key)
    yield from _awkward(key)
    spots = blind_spots(key)
    yield from _accepted(key, spots)
    yield from _hidden(key, spots)


def _faults(faults: Iterable[Fault], check: str, exercise: str) -> list[Finding]:
    return [
        Finding(Severity.ERROR, check, fault.place, fault.message, exercise, hint=fault.hint)
        for fault in faults
    ]


# --- the file


def _unique(exercise: Exercise, ids: dict[str, Place]) -> Iterator[Finding]:
    place = exercise.place_of("id")
    first = ids.setdefault(exercise.id, place)
    if first is not place:
        message = f"another exercise has the id '{exercise.id}'"
        yield Finding(
            Severity.ERROR, "unique", place, message, exercise.id, hint=f"the first is at {first}"
        )


def _points(exercise: Exercise) -> Iterator[Finding]:
    if exercise.points <= 0:
        place, message = exercise.place_of("points"), "the exercise has no points"
        yield Finding(Severity.ERROR, "points", place, message, exercise.id)


def _languages(exercises: ExerciseSet) -> frozenset[str]:
    """Return the languages in which anything is told in a file, "" for what has no language."""
    told = [exercises.title, *(text for one in exercises.exercises for _, text in _texts(one))]
    return frozenset(language for text in told for language in text.texts)


def _texts(exercise: Exercise) -> Iterator[tuple[str, Text]]:
    """Yield what an exercise tells a student, with the key that it stands under."""
    yield "title", exercise.title
    yield "prompt", exercise.prompt
    for hint in exercise.hints:
        yield "hints", hint.text


def _title(exercises: ExerciseSet, languages: frozenset[str]) -> Iterator[Finding]:
    """Yield the languages that the title of a file lacks."""
    for message in _lacking("title", exercises.title, languages):
        yield Finding(Severity.WARNING, "languages", Place(exercises.path, 1, 1), message, "")


def _words(exercise: Exercise, languages: frozenset[str]) -> Iterator[Finding]:
    """Yield the languages that the texts of an exercise lack."""
    for name, text in _texts(exercise):
        for message in _lacking(name, text, languages):
            place = exercise.place_of(name)
            yield Finding(Severity.WARNING, "languages", place, message, exercise.id)


def _lacking(name: str, text: Text, languages: frozenset[str]) -> Iterator[str]:
    missing = sorted(language for language in languages if not text.texts.get(language))
    if text and "" in text.texts and missing:
        yield f"{name}: one text for all languages, where others have {', '.join(missing)}"
    elif text and missing and missing != [""]:
        yield f"{name}: no text in {', '.join(filter(None, missing))}"


# --- the numbers


def _place(key: Key, quantity: Quantity) -> Place:
    """Return where a quantity is asked: by itself, or within `all` and the like."""
    exercise = key.exercise
    return exercise.place_of(f"ask {quantity.text}", "ask", "program")


def _kinks(key: Key) -> Iterator[Finding]:
    if key.exercise.ties_chosen:
        return
    for kink in conventions_used(key):
        message = f"{kink.node} at {kink.where}: the gradient there is a convention"
        yield Finding(
            Severity.ERROR,
            "kink",
            key.exercise.place_of("at", "program"),
            message,
            key.exercise.id,
            kink.quantity.text,
            "choose other numbers, or name the convention with ties",
        )


def _awkward(key: Key) -> Iterator[Finding]:
    for quantity in key.quantities:
        reason = awkward(key.truth[quantity])
        if reason:
            place = _place(key, quantity)
            message = f"{quantity.text} is {reason}: hard to work by hand"
            yield Finding(Severity.WARNING, "nice", place, message, key.exercise.id, quantity.text)


def _accepted(key: Key, spots: BlindSpots) -> Iterator[Finding]:
    for mistake, quantity, value in spots.accepted:
        truth = number_text(key.truth[quantity])
        name = f"{MISTAKES[mistake].name} ({mistake})"
        message = f"{number_text(value)}, the number of {name}, is accepted for {truth}"
        yield Finding(
            Severity.ERROR,
            "tolerance",
            _place(key, quantity),
            message,
            key.exercise.id,
            quantity.text,
            "choose other numbers, or a narrower tolerance",
        )


def _hidden(key: Key, spots: BlindSpots) -> Iterator[Finding]:
    silent: dict[tuple[str, ...], tuple[Quantity, ...]]
    silent = {(one,): cells for one, cells in spots.silent.items()}
    for check, found in (("silent", silent), ("alike", dict(spots.alike))):
        if found:
            message = "; ".join(_said(ids, cells) for ids, cells in found.items())
            place = key.exercise.place_of("at", "program")
            yield Finding(Severity.NOTE, check, place, message, key.exercise.id)


def _said(ids: Sequence[str], cells: Iterable[Quantity]) -> str:
    """Return a blind spot in words.

    >>> _said(("M18", "M20"), [Quantity("gradient", 4, 0, "df/dx")])
    'variables-swapped (M18) and product-own-factor (M20) give the same number at df/dx'
    """
    says = "is silent" if len(ids) == 1 else "give the same number"
    names = [f"{MISTAKES[one].name} ({one})" for one in ids]
    listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"{listed} {says} at {', '.join(cell.text for cell in cells)}"
