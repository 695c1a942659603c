"""The report on a screen: each exercise, its answers with sign, verdict, points and a remark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gradcli.grading.answers import Invalid
from gradcli.grading.faults import FileFaults
from gradcli.grading.key import Key
from gradcli.grading.marking import CellMarking, ExerciseMarking, Verdict
from gradcli.render.caret import caret
from gradcli.render.cells import cells
from gradcli.render.marking import (
    Manner,
    Marked,
    answer_text,
    is_rounded,
    is_untouched,
    listed,
    points_text,
    tally,
)
from gradcli.render.marking_questions import folded, program_lines, shown
from gradcli.render.marking_remarks import remark, revealed
from gradcli.render.words import counted
from gradcli.render.wrapping import wrapped

#: The columns of an answer; a longer one stands on lines of its own.
MOST_ANSWER = 28

#: Escape codes of each verdict, which its sign and word say as well.
_COLORS = {
    Verdict.CORRECT: "32",
    Verdict.CONSISTENT: "33",
    Verdict.WRONG: "31",
    Verdict.INVALID: "35",
    Verdict.BLANK: "2",
    Verdict.UNGRADED: "35",
}


class _Row(NamedTuple):
    """One answer in the table: its four texts, what it is, and the lines below it."""

    question: str
    answer: str
    verdict: str
    points: str
    cell: CellMarking
    below: list[str]


def marking_table(marked: Marked, manner: Manner) -> str:
    """Return the report of a marking as it stands on a screen."""
    title = marked.title.in_language(manner.language)
    between = " - " if manner.ascii else " · "
    heading = between.join(part for part in (title, marked.student) if part)
    lines = [bold(shown(heading, manner), manner)]
    untouched = 0
    for one in marked.marking.exercises:
        if manner.brief and one.cells and is_untouched(one):
            untouched += 1
        else:
            lines += ["", *_exercise(one, marked.keys.get(one.exercise.id), manner)]
    if untouched:
        said = counted("untouched", manner.language, untouched)
        lines += ["", *(_dim(line, manner) for line in folded(said, manner, 0))]
    lines += ["", *summary(marked, manner)]
    return "\n".join(lines).lstrip("\n") + "\n"


def bold(text: str, manner: Manner) -> str:
    """Return a heading in bold, if there is colour."""
    return f"\033[1m{text}\033[0m" if manner.color and text else text


def painted(text: str, verdict: Verdict, manner: Manner) -> str:
    """Return a text in the colour of a verdict, if there is colour."""
    return f"\033[{_COLORS[verdict]}m{text}\033[0m" if manner.color and text else text


def summary(marked: Marked, manner: Manner) -> list[str]:
    """Return the last lines: the points, how many answers have which verdict, the rounding."""
    marking = marked.marking
    parts = [
        manner.word(
            "summary", earned=points_text(marking.earned), points=points_text(marking.points)
        )
    ]
    counts = tally(marking, manner)
    lines = folded(manner.colon.join([parts[0], counts]) if counts else parts[0], manner, 0)
    lines[0] = bold(lines[0], manner)
    if marking.exit_code == 0 and marking.exercises:
        lines += folded(manner.word("all_right"), manner, 0)
    if marking.cost:
        name = "hints_cost_one" if marking.cost == 1 else "hints_cost"
        lines += folded(manner.word(name, points=points_text(marking.cost)), manner, 0)
    if any(one.problem is not None for one in marking.exercises):
        lines += folded(manner.word("without_ungraded"), manner, 0)
    if _anything_rounded(marked):
        lines += folded(manner.word("rounding"), manner, 0)
    return lines


def _anything_rounded(marked: Marked) -> bool:
    exercises = marked.marking.exercises
    numbers = [one.earned for one in exercises]
    for one in exercises:
        numbers += [cell.earned for cell in one.cells]
        numbers += [cell.points for cell in one.cells]
    return any(map(is_rounded, numbers))


# --- one exercise


def _exercise(one: ExerciseMarking, key: Key | None, manner: Manner) -> Iterator[str]:
    yield from _heading(one, manner)
    if one.cells and is_untouched(one) and not manner.reveal:
        yield from _unanswered(one, manner)
        return
    yield from program_lines(one.exercise, manner, 0)
    yield ""
    if one.problem is not None:
        yield from _ungraded(one, manner)
        return
    rows = [_row(cell, one, key, manner) for cell in one.cells]
    widths = _widths(rows, manner)
    if not _fits(widths, manner):
        for row in rows:
            yield from [*_stacked(row, manner), *row.below]
        return
    yield _line(["", *_headers(manner)], widths, manner)
    for row in rows:
        yield from [_row_line(row, widths, manner), *row.below]


def _heading(one: ExerciseMarking, manner: Manner) -> list[str]:
    exercise = one.exercise
    title = exercise.title.in_language(manner.language)
    left = shown(f"{title}  {exercise.id}" if title else exercise.id, manner)
    right = points_text(one.earned)
    worth = manner.word("of_points", earned=right, points=points_text(one.points))
    right = "" if one.problem is not None else f"{worth}"
    gap = min(manner.width, 80) - cells(left) - cells(right)
    if gap < 2:
        lines = list(wrapped(left, manner.width))
        return [*(bold(line, manner) for line in lines), f"  {right}".rstrip()]
    return [bold(left, manner) + (" " * gap + right if right else "")]


def _unanswered(one: ExerciseMarking, manner: Manner) -> Iterator[str]:
    """Yield an exercise without any answer in short."""
    cells = listed([cell.quantity.text for cell in one.cells], manner)
    text = f"{manner.sign(Verdict.BLANK)} {manner.word('blank')}{manner.colon}{cells}"
    yield from (_dim(line, manner) for line in folded(text, manner, 2, 2))


def _ungraded(one: ExerciseMarking, manner: Manner) -> Iterator[str]:
    sign, named = manner.sign(Verdict.UNGRADED), manner.word("ungraded")
    yield "  " + painted(f"{sign} {named}", Verdict.UNGRADED, manner)
    yield from folded(manner.word("ungraded_why"), manner, 4)
    problem = one.problem
    said = problem.faults if isinstance(problem, FileFaults) else [problem and problem.message]
    for fault in said:
        yield from folded(str(fault), manner, 4, 2)


# --- rows


def _headers(manner: Manner) -> list[str]:
    return [manner.word(name) for name in ("question", "answer", "verdict", "points")]


def _row(cell: CellMarking, one: ExerciseMarking, key: Key | None, manner: Manner) -> _Row:
    answer = shown(answer_text(cell), manner)
    below = caret_lines(cell, manner)
    if below:
        answer = ""
    elif cells(answer) > MOST_ANSWER:
        below, answer = folded(answer, manner, 6), ""
    for said in (remark(cell, one, key, manner), revealed(cell, manner)):
        below += folded(said, manner, 6)
    points = "" if cell.verdict is Verdict.BLANK else points_text(cell.earned)
    worth = manner.word("of_points", earned=points or "-", points=points_text(cell.points))
    named = manner.word(cell.verdict.value)
    return _Row(shown(cell.quantity.text, manner), answer, named, worth, cell, below)


def caret_lines(cell: CellMarking, manner: Manner) -> list[str]:
    """Return an answer that cannot be read, with a caret under what is at fault."""
    reading = cell.reading
    if not isinstance(reading, Invalid):
        return []
    marks = caret(reading.text, reading.span, max(manner.width - 8, 20), manner.ascii)
    return [" " * 6 + line for line in marks.split("\n")]


def _widths(rows: Sequence[_Row], manner: Manner) -> list[int]:
    columns = [[row.question, row.answer, row.verdict, row.points] for row in rows]
    columns.append(_headers(manner))
    return [1, *(max(map(cells, column)) for column in zip(*columns, strict=True))]


def _line(texts: Sequence[str], widths: Sequence[int], manner: Manner) -> str:
    line = "  "
    for place, (text, width) in enumerate(zip(texts, widths, strict=True)):
        room = " " * (width - cells(text))
        line += f"{room}{text}" if place == 4 else f"{text}{room}"
        line += " " if place == 0 else "   "
    return line.rstrip() if any(texts[:1]) else _dim(line.rstrip(), manner)


def _dim(text: str, manner: Manner) -> str:
    return f"\033[2m{text}\033[0m" if manner.color else text


def _fits(widths: Sequence[int], manner: Manner) -> bool:
    """Return whether the table is no wider than the screen: margin, columns, and gaps."""
    return 2 + sum(widths) + 1 + 3 * (len(widths) - 2) <= manner.width


def _row_line(row: _Row, widths: Sequence[int], manner: Manner) -> str:
    sign = manner.sign(row.cell.verdict)
    line = _line([sign, row.question, row.answer, row.verdict, row.points], widths, manner)
    return f"  {painted(sign, row.cell.verdict, manner)}" + _verdict(line[3:], row, manner)


def _verdict(line: str, row: _Row, manner: Manner) -> str:
    """Colour the word of the verdict, the last time it stands in its line."""
    before, named, after = line.rpartition(row.verdict)
    return before + painted(named, row.cell.verdict, manner) + after


def _stacked(row: _Row, manner: Manner) -> list[str]:
    """Return an answer as a sentence, where the table is wider than the screen."""
    verdict = row.cell.verdict
    answer = f" = {row.answer}" if row.answer else ""
    line = f"{manner.sign(verdict)} {row.question}{answer}: {row.verdict}, {row.points}"
    return [painted(part, verdict, manner) for part in folded(line, manner, 2, 4)]
