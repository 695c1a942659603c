"""The questions of a set, without their answers: for a pipe, the session, and a blank sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gradcli.grading.key import Key
from gradcli.grading.model import Exercise, ExerciseSet
from gradcli.render.cells import cells, printable
from gradcli.render.marking import Manner, asked_text, listed, points_text
from gradcli.render.marking_rules import own_rules, precision
from gradcli.render.wrapping import wrapped


def questions_text(exercises: ExerciseSet, keys: Sequence[Key], manner: Manner) -> str:
    """Return all questions as text: title, prompt, program, values, and what is asked."""
    lines = [shown(exercises.title.in_language(manner.language), manner)]
    lines += folded(exercises.description.in_language(manner.language), manner, 0)
    lines += folded(precision(exercises.tolerance, manner), manner, 0)
    for key in keys:
        lines += ["", *heading(key.exercise, manner), *statement(key.exercise, manner)]
        lines.append("  " + manner.word("asked"))
        lines += _asked(key, manner)
    return "\n".join(lines) + "\n"


def _asked(key: Key, manner: Manner) -> Iterator[str]:
    width = max(cells(quantity.text) for quantity in key.quantities)
    for quantity in key.quantities:
        text = shown(quantity.text, manner)
        said = shown(asked_text(key, quantity, manner), manner)
        room = max(manner.width - width - 6, 20)
        first, *rest = list(wrapped(said, room)) or [""]
        yield f"    {text}{' ' * (width - cells(text))}  {first}".rstrip()
        yield from (" " * (width + 6) + line for line in rest)


def how_to(file: str, sheet: str, manner: Manner) -> list[str]:
    """Return how the questions can be answered."""
    return folded(manner.word("how_to", file=quoted(file), sheet=quoted(sheet)), manner, 0)


def quoted(path: str) -> str:
    """Return a path as it is typed in a shell."""
    import shlex

    return shlex.quote(path)


def heading(exercise: Exercise, manner: Manner) -> list[str]:
    """Return the title of an exercise, its id and what it is worth."""
    title = exercise.title.in_language(manner.language) or exercise.id
    worth = _worth(exercise, manner)
    told = f"{exercise.id}, {worth}" if title != exercise.id else worth
    return list(wrapped(shown(f"{title}  ({told})", manner), manner.width))


def _worth(exercise: Exercise, manner: Manner) -> str:
    points = points_text(exercise.points)
    name = "worth_one" if points == "1" else "worth"
    return manner.word(name, count=points)


def statement(exercise: Exercise, manner: Manner, indent: int = 2) -> list[str]:
    """Return the prompt of an exercise, its program, its values, and the rules of its own."""
    lines = folded(exercise.prompt.in_language(manner.language), manner, indent)
    lines += program_lines(exercise, manner, indent)
    for rule in own_rules(exercise, manner):
        lines += folded(rule, manner, indent)
    return lines


def program_lines(exercise: Exercise, manner: Manner, indent: int = 2) -> list[str]:
    """Return the program of an exercise, never folded, and the values it is worked at."""
    pad = " " * (indent + 2)
    lines = [pad + shown(line, manner) for line in exercise.program.splitlines() if line.strip()]
    values = [f"{name} = {' '.join(text.split())}" for name, text in exercise.at.items()]
    if values:
        at = shown(manner.word("at", values=listed(values, manner)), manner)
        lines += [pad + line for line in wrapped(at, manner.width - indent - 2)]
    return lines


# --- text on a screen


def shown(text: str, manner: Manner) -> str:
    """Return a text as it may be printed: one line, without control characters."""
    return printable(" ".join(text.split("\n")), manner.ascii)


def folded(text: str, manner: Manner, indent: int, hang: int = 0) -> list[str]:
    """Return a text over as many lines as the width needs, set in; nothing for no text."""
    room = max(manner.width - indent - hang, 20)
    lines = list(wrapped(shown(text, manner), room)) if text.strip() else []
    return [" " * (indent + (hang if row else 0)) + line for row, line in enumerate(lines)]
