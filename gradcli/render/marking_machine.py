"""A marking as JSON: version 1, keys that are never translated, exact points, every digit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from gradcli.errors import GradcliError
from gradcli.grading.answers import Answer, Invalid
from gradcli.grading.faults import FileFaults
from gradcli.grading.key import Key
from gradcli.grading.marking import CellMarking, ExerciseMarking, Verdict
from gradcli.render.documents import pretty
from gradcli.render.marking import Manner, Marked
from gradcli.render.marking_remarks import remark
from gradcli.render.quantities import for_json
from gradcli.render.words import in_language

#: The version of the JSON; it grows when a key changes its meaning or goes.
VERSION = 1


def marking_json(marked: Marked, manner: Manner) -> str:
    """Return a marking as JSON.

    Points are numbers in `earned` and `points`, and exact in `earned_exact` and `points_exact`,
    such as `"2/3"`. `verdict` is one of correct, consistent, wrong, invalid, blank, ungraded.
    `answer` is the text as typed, `value` the number it was read as; `truth` is there only if it is
    to be revealed. `title`, `remark` and the sentences of `mistakes` are in the report's language.
    """
    return pretty(document(marked, manner)) + "\n"


def class_json(sheets: Sequence[Marked], manner: Manner) -> str:
    """Return the markings of several sheets as JSON, one document for each in `students`."""
    found = {"version": VERSION, "students": [document(marked, manner) for marked in sheets]}
    return pretty(found) + "\n"


def document(marked: Marked, manner: Manner) -> dict[str, Any]:
    """Return a marking as objects, lists, texts and numbers."""
    marking = marked.marking
    return {
        "version": VERSION,
        "file": marked.file,
        "sheet": marked.sheet or None,
        "title": marked.title.in_language(manner.language),
        "language": manner.language,
        "student": marked.student or None,
        **_points(marking.earned, marking.points),
        "verdicts": {verdict.value: marking.count(verdict) for verdict in Verdict}
        | {"ungraded": sum(one.problem is not None for one in marking.exercises)},
        "exercises": [
            _exercise(one, marked.keys.get(one.exercise.id), manner) for one in marking.exercises
        ],
    }


def _points(earned: Fraction, points: Fraction) -> dict[str, Any]:
    return {
        "earned": _number(earned),
        "points": _number(points),
        "earned_exact": str(earned),
        "points_exact": str(points),
    }


def _number(points: Fraction) -> int | float:
    return points.numerator if points.denominator == 1 else float(points)


def _exercise(one: ExerciseMarking, key: Key | None, manner: Manner) -> dict[str, Any]:
    exercise = one.exercise
    return {
        "id": exercise.id,
        "title": exercise.title.in_language(manner.language),
        "program": exercise.program,
        "at": dict(exercise.at),
        **_points(one.earned, one.points),
        "graded": one.problem is None,
        "problems": problems(one.problem),
        "cells": [_cell(cell, one, key, manner) for cell in one.cells],
    }


def problems(problem: GradcliError | None) -> list[dict[str, Any]]:
    """Return why an exercise is ungraded: each fault with its place."""
    if problem is None:
        return []
    if not isinstance(problem, FileFaults):
        return [{"message": problem.message, "hint": problem.hint}]
    return [
        {
            "file": fault.place.file,
            "line": fault.place.line,
            "column": fault.place.column,
            "message": fault.message,
            "hint": fault.hint,
        }
        for fault in problem.faults
    ]


def _cell(
    cell: CellMarking, one: ExerciseMarking, key: Key | None, manner: Manner
) -> dict[str, Any]:
    reading = cell.reading
    found: dict[str, Any] = {
        "quantity": cell.quantity.text,
        "kind": cell.quantity.kind,
        "answer": reading.text,
        "value": for_json(reading.value) if isinstance(reading, Answer) else None,
        "verdict": cell.verdict.value,
        **_points(cell.earned, cell.points),
        "rule": cell.rule,
        "remark": remark(cell, one, key, manner),
    }
    if isinstance(reading, Invalid):
        span = [reading.span.start, reading.span.end]
        found["invalid"] = {"message": reading.message, "hint": reading.hint, "span": span}
    if cell.diagnosis is not None:
        found["mistakes"] = _mistakes(cell, manner)
        found["explains"] = [quantity.text for quantity in cell.diagnosis.cells]
    if cell.paid:
        found["hint_cost"] = str(cell.paid)
    if manner.reveal:
        found["truth"] = for_json(cell.truth)
        found["note"] = cell.note
        found["for_teacher"] = cell.for_teacher
    return found


def _mistakes(cell: CellMarking, manner: Manner) -> list[dict[str, Any]]:
    assert cell.diagnosis is not None
    return [
        {
            "id": mistake.id,
            "name": mistake.name,
            "sentence": in_language(mistake.sentence, manner.language),
            "hint": in_language(mistake.hint, manner.language),
        }
        for mistake in cell.diagnosis.mistakes
    ]
