"""What an inspection of exercise files has found: lines that an editor can jump to, or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from gradcli.grading.lint import Finding, Inspection, Severity
from gradcli.grading.suggest import Suggestion
from gradcli.render.cells import Ascii, printable

#: The version of the JSON; it grows when a key changes its meaning or goes.
VERSION = 1


def finding_lines(inspection: Inspection, notes: bool, ascii_only: Ascii = False) -> list[str]:
    """Return a line for each finding, `file:line:column: severity: exercise: message`.

    Notes are left out unless they are wanted.
    """
    return [
        printable(_line(finding), ascii_only)
        for finding in inspection.findings
        if notes or finding.severity is not Severity.NOTE
    ]


def _line(finding: Finding) -> str:
    about = f"{finding.exercise}: " if finding.exercise else ""
    hint = f" ({finding.hint})" if finding.hint else ""
    return f"{finding.place}: {finding.severity}: {about}{finding.message}{hint}"


def summary(inspection: Inspection, notes: bool) -> str:
    """Return what was inspected and how much was found, in one line.

    >>> summary(Inspection(files=1, exercises=2, cells=9), notes=False)
    '1 file, 2 exercises, 9 cells: no errors, no warnings, no notes'
    """
    inspected = [
        _counted(inspection.files, "file"),
        _counted(inspection.exercises, "exercise"),
        _counted(inspection.cells, "cell"),
    ]
    found = [_counted(inspection.count(severity), severity) for severity in Severity]
    more = "" if notes or not inspection.count(Severity.NOTE) else "; --notes shows the notes"
    if inspection.unreadable:
        more += f"; not read: {_counted(len(inspection.unreadable), 'file')}"
    return f"{', '.join(inspected)}: {', '.join(found)}{more}"


def _counted(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def suggestion_lines(suggestions: Iterable[Suggestion], ascii_only: Ascii = False) -> Iterator[str]:
    """Yield the lines of each suggestion: what it improves, and the line to paste."""
    for suggestion in suggestions:
        exercise = suggestion.key.exercise
        place = exercise.place_of("at", "program")
        said = _improvement(suggestion)
        yield printable(f"{place}: suggestion: {exercise.id}: {said}", ascii_only)
        if suggestion.at is not None:
            yield printable(f"    {suggestion.line}", ascii_only)


def _improvement(suggestion: Suggestion) -> str:
    if suggestion.at is None:
        return "no better numbers were found near these"
    before, after = suggestion.before, suggestion.after
    counts = [
        f"{name} {_cells(getattr(before, key))} -> {_cells(getattr(after, key))}"
        for name, key in _COUNTED.items()
        if getattr(before, key) or getattr(after, key)
    ]
    return ", ".join(counts) or "nicer numbers"


#: What is counted of the blind spots, by the words for it.
_COUNTED = {
    "wrong numbers accepted": "accepted",
    "silent mistakes": "silent",
    "mistakes with the same number": "alike",
}


def _cells(found: Any) -> int:
    """Return in how many cells, each mistake counted by itself."""
    return sum(map(len, found.values())) if hasattr(found, "values") else len(found)


def findings_json(inspection: Inspection, suggestions: Sequence[Suggestion] | None) -> str:
    """Return all findings, notes too, as JSON; `suggestions` is there if it was asked for.

    `check` names the check and never changes; `exercise` and `quantity` are null where a finding
    has none. A suggestion's `at` is null where nothing better was found.
    """
    from gradcli.render.documents import pretty

    document: dict[str, Any] = {
        "version": VERSION,
        "files": inspection.files,
        "exercises": inspection.exercises,
        "cells": inspection.cells,
        **{f"{severity}s": inspection.count(severity) for severity in Severity},
        "findings": [_record(finding) for finding in inspection.findings],
    }
    if suggestions is not None:
        document["suggestions"] = [
            {
                "exercise": suggestion.key.exercise.id,
                "at": None if suggestion.at is None else dict(suggestion.at),
                "hidden": {"before": suggestion.before.size, "after": suggestion.after.size},
            }
            for suggestion in suggestions
        ]
    return pretty(document)


def _record(finding: Finding) -> dict[str, Any]:
    return {
        "severity": str(finding.severity),
        "check": finding.check,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "exercise": finding.exercise or None,
        "quantity": finding.quantity or None,
        "message": finding.message,
        "hint": finding.hint or None,
    }
