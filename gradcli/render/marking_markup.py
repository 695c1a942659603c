"""A marking as Markdown, in tables that GitHub shows: feedback for issues and course pages."""

from __future__ import annotations

import re

from gradcli.grading.answers import Invalid
from gradcli.grading.key import Key
from gradcli.grading.marking import CellMarking, ExerciseMarking
from gradcli.render.cells import printable
from gradcli.render.marking import Manner, Marked, answer_text, points_text
from gradcli.render.marking_remarks import remark, revealed
from gradcli.render.marking_table import summary

#: What Markdown reads as more than a character, within a table or as HTML.
_SPECIAL = re.compile(r"([\\`*_<>|~$&#\[\]])")


def marking_markdown(marked: Marked, manner: Manner) -> str:
    """Return a marking as Markdown: a table for each exercise, and the summary."""
    plain = Manner(manner.language, manner.ascii, manner.reveal, width=10_000)
    title = marked.title.in_language(manner.language) or marked.file
    parts = [f"# {_escaped(title, plain)}"]
    if marked.student:
        parts.append(f"{plain.word('student')}: {_escaped(marked.student, plain)}")
    for one in marked.marking.exercises:
        parts += _exercise(one, marked.keys.get(one.exercise.id), plain)
    parts += ["---", "  \n".join(_escaped(line, plain) for line in summary(marked, plain))]
    return "\n\n".join(parts) + "\n"


def _exercise(one: ExerciseMarking, key: Key | None, manner: Manner) -> list[str]:
    exercise = one.exercise
    title = exercise.title.in_language(manner.language) or exercise.id
    worth = manner.word("of_points", earned=points_text(one.earned), points=points_text(one.points))
    graded = one.problem is None
    heading = f"## {_escaped(title, manner)}" + (f" ({worth})" if graded else "")
    parts = [heading, _program(one, manner)]
    if one.problem is not None:
        faults = "  \n".join(_escaped(line, manner) for line in one.problem.message.split("\n"))
        named = manner.word("ungraded")
        return [*parts, f"**{named}**: {manner.word('ungraded_why')}", faults]
    return [*parts, _table(one, key, manner)]


def _program(one: ExerciseMarking, manner: Manner) -> str:
    """Return the program in a fence longer than any that it contains, and its values."""
    lines = [printable(line, manner.ascii) for line in one.exercise.program.split("\n")]
    values = [f"{name} = {text}" for name, text in one.exercise.at.items()]
    longest = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    at = manner.word("at", values=", ".join(values)) if values else ""
    return "\n".join([fence, *lines, fence]) + (f"\n\n{_escaped(at, manner)}" if at else "")


def _table(one: ExerciseMarking, key: Key | None, manner: Manner) -> str:
    names = ("question", "answer", "verdict", "points", "remark")
    rows = [[manner.word(name) for name in names], ["---", "---", "---", "---:", "---"]]
    rows += [_cells(cell, one, key, manner) for cell in one.cells]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(cell: CellMarking, one: ExerciseMarking, key: Key | None, manner: Manner) -> list[str]:
    said = [remark(cell, one, key, manner), revealed(cell, manner)]
    if isinstance(cell.reading, Invalid) and cell.reading.span.end > cell.reading.span.start:
        said.insert(0, f"“{cell.reading.text[slice(*_ends(cell.reading))]}”")
    worth = manner.word(
        "of_points", earned=points_text(cell.earned), points=points_text(cell.points)
    )
    texts = [
        cell.quantity.text,
        answer_text(cell),
        f"{manner.sign(cell.verdict)} {manner.word(cell.verdict.value)}",
        worth,
        " ".join(part for part in said if part),
    ]
    return [_escaped(" ".join(text.split()), manner) for text in texts]


def _ends(reading: Invalid) -> tuple[int, int]:
    return reading.span.start, reading.span.end


def _escaped(text: str, manner: Manner) -> str:
    """Return a text that Markdown shows as it is; no link, picture or HTML comes out of it."""
    return _SPECIAL.sub(r"\\\1", printable(text, manner.ascii))
