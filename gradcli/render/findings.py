"""What an inspection of exercise files has found: lines that an editor can jump to, or JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from gradcli.grading.lint import Finding, Inspection, Severity
from gradcli.grading.mistakes import MISTAKES
from gradcli.grading.suggest import Suggestion
from gradcli.render.cells import Ascii, printable
from gradcli.render.phrases import translated
from gradcli.render.sentences import listed
from gradcli.render.words import counted, word

#: The version of the JSON; it grows when a key changes its meaning or goes.
VERSION = 1


def finding_lines(
    inspection: Inspection, notes: bool, ascii_only: Ascii = False, language: str = "en"
) -> list[str]:
    """Return a line for each finding, `file:line:column: severity: exercise: message`.

    Where a note has several sentences, each has a line of its own below. Notes are left out unless
    they are wanted.
    """
    return [
        printable(line, ascii_only)
        for finding in inspection.findings
        if notes or finding.severity is not Severity.NOTE
        for line in _lines(finding, language)
    ]


def _lines(finding: Finding, language: str) -> Iterator[str]:
    severity = word(f"{finding.severity}_found", language)
    about = word("found_in", language, id=finding.exercise) if finding.exercise else ""
    hint = translated(finding.hint, language)
    advice = hint and word("finding_hint", language, hint=hint)
    first, *more = _sentences(finding, language)
    if more:
        yield f"{finding.place}: {severity}{about}".rstrip()
        yield from (f"    {sentence}" for sentence in (first, *more))
    else:
        yield f"{finding.place}: {severity}{about}{first}{advice}"


def _message(finding: Finding, language: str) -> str:
    """Return what was found, in one line."""
    return ("; " if language == "en" else "；").join(_sentences(finding, language))


def _sentences(finding: Finding, language: str) -> list[str]:
    """Return what was found; a note may be several sentences, each of which is looked up."""
    message = finding.message
    if language != "en":
        message = re.sub(r"[a-z-]+ \(([MF]\d\d)\)", _mistake, message)
    sentences = message.split("; ") if finding.severity is Severity.NOTE else [message]
    return [translated(one, language) for one in sentences]


def _mistake(found: re.Match[str]) -> str:
    """Return a mistake by its name in Chinese; one that is not in the catalogue stays."""
    mistake = MISTAKES.get(found[1])
    return f"{mistake.chinese}（{mistake.id}）" if mistake else found[0]


def summary(inspection: Inspection, notes: bool, language: str = "en") -> str:
    """Return what was inspected and how much was found, in one line.

    >>> summary(Inspection(files=1, exercises=2, cells=9), notes=False)
    '1 file, 2 exercises, 9 cells: no errors, no warnings, no notes'
    >>> summary(Inspection(files=1, exercises=2, cells=9), notes=False, language="zh")
    '1 个文件、2 道题、9 个问题：0 个错误、0 个警告、0 个提示'
    """
    counts = {"files": inspection.files, "exercises": inspection.exercises}
    counts |= {"cells": inspection.cells}
    counts |= {f"{severity}s": inspection.count(severity) for severity in Severity}
    parts = {name: _counted(name, count, language) for name, count in counts.items()}
    more = ""
    if inspection.count(Severity.NOTE) and not notes:
        more = word("notes_hidden", language)
    if inspection.unreadable:
        files = _counted("files", len(inspection.unreadable), language)
        more += word("files_unread", language, files=files)
    return word("inspected", language, **parts) + more


def _counted(noun: str, count: int, language: str) -> str:
    return counted(f"count_{noun}", language, count, shown=count or word("none", language))


def suggestion_lines(
    suggestions: Iterable[Suggestion], ascii_only: Ascii = False, language: str = "en"
) -> Iterator[str]:
    """Yield the lines of each suggestion: what it improves, and the line to paste."""
    for suggestion in suggestions:
        exercise = suggestion.key.exercise
        place = exercise.place_of("at", "program")
        said = _improvement(suggestion, language)
        marked = word("suggestion", language)
        about = word("found_in", language, id=exercise.id)
        yield printable(f"{place}: {marked}{about}{said}", ascii_only)
        if suggestion.at is not None:
            yield printable(f"    {suggestion.line}", ascii_only)


def _improvement(suggestion: Suggestion, language: str) -> str:
    if suggestion.at is None:
        return word("nothing_better", language)
    before, after = suggestion.before, suggestion.after
    counts = [
        f"{word(name, language)} {_cells(getattr(before, key))} -> {_cells(getattr(after, key))}"
        for name, key in _COUNTED.items()
        if getattr(before, key) or getattr(after, key)
    ]
    return listed(counts, language) or word("nicer", language)


#: What is counted of the blind spots, by the words for it.
_COUNTED = {
    "wrong_accepted": "accepted",
    "silent_mistakes": "silent",
    "alike_mistakes": "alike",
}


def _cells(found: Any) -> int:
    """Return in how many cells, each mistake counted by itself."""
    return sum(map(len, found.values())) if hasattr(found, "values") else len(found)


def findings_json(
    inspection: Inspection, suggestions: Sequence[Suggestion] | None, language: str = "en"
) -> str:
    """Return all findings, notes too, as JSON; `suggestions` is there if it was asked for.

    `check` names the check and never changes; `exercise` and `quantity` are null where a finding
    has none. A suggestion's `at` is null where nothing better was found. `message` and `hint` are
    in the language of the report.
    """
    from gradcli.render.documents import pretty

    document: dict[str, Any] = {
        "version": VERSION,
        "language": language,
        "files": inspection.files,
        "exercises": inspection.exercises,
        "cells": inspection.cells,
        **{f"{severity}s": inspection.count(severity) for severity in Severity},
        "findings": [_record(finding, language) for finding in inspection.findings],
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


def _record(finding: Finding, language: str) -> dict[str, Any]:
    return {
        "severity": str(finding.severity),
        "check": finding.check,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "exercise": finding.exercise or None,
        "quantity": finding.quantity or None,
        "message": _message(finding, language),
        "hint": translated(finding.hint, language) or None,
    }
