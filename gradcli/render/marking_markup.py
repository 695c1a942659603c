"""A marking as Markdown, in tables that GitHub shows: feedback for issues and course pages."""

from __future__ import annotations

from gradcli.grading.answers import Invalid
from gradcli.grading.key import Key
from gradcli.grading.marking import CellMarking, ExerciseMarking
from gradcli.render.markdown_text import escaped, fenced, markdown_table
from gradcli.render.marking import Manner, Marked, answer_text, listed, points_text
from gradcli.render.marking_remarks import remark, revealed
from gradcli.render.marking_table import summary


def marking_markdown(marked: Marked, manner: Manner) -> str:
    """Return a marking as Markdown: a table for each exercise, and the summary."""
    plain = Manner(manner.language, manner.ascii, manner.reveal, width=10_000)
    title = marked.title.in_language(manner.language) or marked.file
    parts = [f"# {escaped(title, plain)}"]
    if marked.student:
        parts.append(f"{plain.word('student')}{plain.colon}{escaped(marked.student, plain)}")
    for one in marked.marking.exercises:
        parts += _exercise(one, marked.keys.get(one.exercise.id), plain)
    parts += ["---", "  \n".join(escaped(line, plain) for line in summary(marked, plain))]
    return "\n\n".join(parts) + "\n"


def _exercise(one: ExerciseMarking, key: Key | None, manner: Manner) -> list[str]:
    exercise = one.exercise
    title = exercise.title.in_language(manner.language) or exercise.id
    worth = manner.word("of_points", earned=points_text(one.earned), points=points_text(one.points))
    graded = one.problem is None
    heading = f"## {escaped(title, manner)}" + (f" ({worth})" if graded else "")
    parts = [heading, _program(one, manner)]
    if one.problem is not None:
        faults = "  \n".join(escaped(line, manner) for line in one.problem.message.split("\n"))
        named = manner.word("ungraded")
        return [*parts, f"**{named}**{manner.colon}{manner.word('ungraded_why')}", faults]
    return [*parts, _table(one, key, manner)]


def _program(one: ExerciseMarking, manner: Manner) -> str:
    """Return the program and its values."""
    values = [f"{name} = {text}" for name, text in one.exercise.at.items()]
    at = manner.word("at", values=listed(values, manner)) if values else ""
    return fenced(one.exercise.program, manner) + (f"\n\n{escaped(at, manner)}" if at else "")


def _table(one: ExerciseMarking, key: Key | None, manner: Manner) -> str:
    names = ("question", "answer", "verdict", "points", "remark")
    rows = [_cells(cell, one, key, manner) for cell in one.cells]
    return markdown_table([manner.word(name) for name in names], rows, manner, slice(3, 4))


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
    return [" ".join(text.split()) for text in texts]


def _ends(reading: Invalid) -> tuple[int, int]:
    return reading.span.start, reading.span.end
