"""The gradebook of a class: a line for each sheet, points by exercise, and their sum."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from gradcli.grading.marking import Verdict
from gradcli.render.cells import cells
from gradcli.render.marking import Manner, Marked, is_rounded, listed, points_text
from gradcli.render.marking_questions import folded, shown
from gradcli.render.marking_table import bold
from gradcli.render.words import counted

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Failed(NamedTuple):
    """A sheet that could not be marked."""

    student: str
    sheet: str


Entry = Marked | Failed


def gradebook_csv(entries: Sequence[Entry], exercises: Sequence[str], manner: Manner) -> str:
    """Return the gradebook as CSV: student, points per exercise, total, sheet.

    Points are rounded once, each for itself, to 2 decimals with halves up. A sheet or an exercise
    that could not be marked has empty fields, never 0. A text that a spreadsheet would take for a
    formula begins with an apostrophe.
    """
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["student", *map(_harmless, exercises), "total", "points", "sheet"])
    for entry in entries:
        row = [_harmless(shown(entry.student, manner)), *_points(entry, exercises)]
        of = points_text(entry.marking.points) if isinstance(entry, Marked) else ""
        writer.writerow([*row, of, _harmless(entry.sheet)])
    return buffer.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _points(entry: Entry, exercises: Sequence[str]) -> list[str]:
    """Return the points of each exercise and their sum, empty where nothing was marked."""
    if isinstance(entry, Failed):
        return [""] * (len(exercises) + 1)
    earned = {
        one.exercise.id: "" if one.problem is not None else points_text(one.earned)
        for one in entry.marking.exercises
    }
    return [*(earned.get(name, "") for name in exercises), points_text(entry.marking.earned)]


def gradebook(
    entries: Sequence[Entry], worth: dict[str, Fraction], title: str, manner: Manner
) -> str:
    """Return the gradebook as it stands on a screen; `worth` is what each exercise is worth.

    Where the names of the exercises have no room side by side they are numbered, and where the
    numbers have none either each student has a block.
    """
    head = f"{title}{manner.colon}" if title else ""
    lines = [
        bold(shown(head + counted("class_head", manner.language, len(entries)), manner), manner)
    ]
    numbers = [str(number) for number in range(1, len(worth) + 1)]
    named, numbered = (
        _table(_rows(entries, worth, names, manner)) for names in (list(worth), numbers)
    )
    if _fits(named, manner):
        lines += ["", *named]
    elif _fits(numbered, manner):
        key = [f"{number} {name}" for number, name in zip(numbers, worth, strict=True)]
        lines += ["", *numbered, "", *_packed(key, manner, 0)]
    else:
        lines += _stacked(entries, worth, manner)
    lines += _closing(entries, manner)
    return "\n".join(lines) + "\n"


def _fits(table: Sequence[str], manner: Manner) -> bool:
    return max(map(cells, table)) <= manner.width


def _rows(
    entries: Sequence[Entry], worth: dict[str, Fraction], names: Sequence[str], manner: Manner
) -> list[list[str]]:
    """Return the rows of the table; `names` is what each exercise is called in it."""
    total = points_text(_total(entries, worth))
    of = [f"/{points_text(points)}" for points in worth.values()]
    rows = [
        [manner.word("student"), *(shown(name, manner) for name in names), manner.word("total")],
        ["", *of, f"/{total}"],
    ]
    for entry in entries:
        points = [text or "-" for text in _points(entry, list(worth))]
        rows.append([shown(entry.student, manner), *points])
    marked = [entry for entry in entries if isinstance(entry, Marked)]
    if len(marked) > 1:
        rows.append([manner.word("class_mean"), *_means(marked, list(worth))])
    return rows


def _total(entries: Sequence[Entry], worth: dict[str, Fraction]) -> Fraction:
    """Return the points that could be earned, without those of ungraded exercises."""
    return sum(worth.values(), Fraction(0)) - sum(worth[name] for name in _ungraded(entries))


def _ungraded(entries: Sequence[Entry]) -> set[str]:
    """Return the exercises that could not be computed, for whichever sheet."""
    return {
        one.exercise.id
        for entry in entries
        if isinstance(entry, Marked)
        for one in entry.marking.exercises
        if one.problem is not None
    }


def _means(marked: Sequence[Marked], exercises: Sequence[str]) -> list[str]:
    found = []
    for name in exercises:
        earned = [
            one.earned
            for entry in marked
            for one in entry.marking.exercises
            if one.exercise.id == name and one.problem is None
        ]
        found.append(points_text(sum(earned, Fraction(0)) / len(earned)) if earned else "-")
    total = sum((entry.marking.earned for entry in marked), Fraction(0)) / len(marked)
    return [*found, points_text(total)]


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            text + " " * (width - cells(text)) if place == 0 else " " * (width - cells(text)) + text
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _stacked(entries: Sequence[Entry], worth: dict[str, Fraction], manner: Manner) -> list[str]:
    """Return a small block for each student, where the table is wider than the screen."""
    total = points_text(_total(entries, worth))
    lines: list[str] = []
    for entry in entries:
        *points, earned = _points(entry, list(worth))
        of = manner.word("of_points", earned=earned or "-", points=total)
        lines += ["", *folded(f"{entry.student}{manner.colon}{of}", manner, 0)]
        if isinstance(entry, Failed):
            lines += folded(manner.word("not_marked"), manner, 2)
            continue
        parts = zip(worth.items(), points, strict=True)
        each = [f"{name} {got or '-'}/{points_text(of)}" for (name, of), got in parts]
        lines += _packed(each, manner, 2)
    return lines


def _packed(pieces: Sequence[str], manner: Manner, indent: int) -> list[str]:
    """Return pieces with commas between them; where the width ends, a line breaks between two."""
    comma = listed(["", ""], manner)
    lines: list[str] = []
    for place, piece in enumerate(pieces):
        text = shown(piece, manner) + (comma if place < len(pieces) - 1 else "")
        if lines and cells((lines[-1] + text).rstrip()) <= manner.width:
            lines[-1] += text
        else:
            lines += folded(text, manner, indent)
            lines[-1] += " " * text.endswith(" ")
    return [line.rstrip() for line in lines]


def _unread(marked: Sequence[Marked], manner: Manner) -> list[str]:
    """Return whose sheets have answers that cannot be read, and how many; nothing if nobody's."""
    counts = [(entry.student, entry.marking.count(Verdict.INVALID)) for entry in marked]
    parts = [
        manner.word("class_unread_of", count=count, student=student)
        for student, count in counts
        if count
    ]
    if not parts:
        return []
    return folded(manner.word("class_unread", students=listed(parts, manner)), manner, 0)


def _closing(entries: Sequence[Entry], manner: Manner) -> list[str]:
    bad = sum(isinstance(entry, Failed) for entry in entries)
    marked = [entry for entry in entries if isinstance(entry, Marked)]
    lines = folded(counted("class_bad", manner.language, bad), manner, 0) if bad else []
    lines += _unread(marked, manner)
    if _ungraded(entries):
        lines += folded(manner.word("without_ungraded"), manner, 0)
    if any(is_rounded(one.earned) for entry in marked for one in entry.marking.exercises):
        lines += folded(manner.word("rounding"), manner, 0)
    return ["", *lines] if lines else []
