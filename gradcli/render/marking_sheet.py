"""A blank answer sheet: the questions as comments, and a place for each answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gradcli.grading.fields import FORMAT
from gradcli.grading.key import Key
from gradcli.grading.model import ExerciseSet
from gradcli.grading.sheet_texts import yaml_text
from gradcli.render.cells import cells
from gradcli.render.marking import Manner, asked_text
from gradcli.render.marking_questions import heading, quoted, shown, statement
from gradcli.render.marking_rules import precision

#: Columns of the comments.
WIDTH = 90


def sheet_text(
    exercises: ExerciseSet, keys: Sequence[Key], sheet: str, student: str, manner: Manner
) -> str:
    """Return a blank sheet for the exercises of some keys, with their questions as comments."""
    plain = Manner(manner.language, manner.ascii, width=WIDTH)
    lines = [*_head(exercises, sheet, plain), f"format: {FORMAT}"]
    if student:
        lines.append(f"student: {yaml_text(student)}")
    else:
        lines.append(f"# student:  # {plain.word('sheet_student')}")
    lines.append("answers:")
    for place, key in enumerate(keys):
        lines += ([""] if place else []) + list(_exercise(key, plain))
    return "\n".join(lines) + "\n"


def _head(exercises: ExerciseSet, sheet: str, manner: Manner) -> list[str]:
    title = exercises.title.in_language(manner.language)
    head = manner.word("sheet_head", file=exercises.path)
    lines = [f"{head}{manner.colon}{title}", manner.word("sheet_how")]
    lines.append(precision(exercises.tolerance, manner))
    if sheet:
        file = quoted(exercises.path)
        lines.append(manner.word("sheet_then", file=file, sheet=quoted(sheet)))
    return [_comment(shown(line, manner)) for line in lines]


def _exercise(key: Key, manner: Manner) -> Iterator[str]:
    exercise = key.exercise
    about = heading(exercise, manner)
    about += statement(exercise, manner, 0)
    yield from (_comment(line, 2) for line in about)
    yield f"  {yaml_text(exercise.id)}:"
    names = [yaml_text(quantity.text) for quantity in key.quantities]
    width = max(map(cells, names), default=0)
    for name, quantity in zip(names, key.quantities, strict=True):
        room = " " * (width - cells(name) + 10)
        yield f"    {name}:{room}# {shown(asked_text(key, quantity, manner), manner)}"


def _comment(text: str, indent: int = 0) -> str:
    return " " * indent + f"# {text}".rstrip()
