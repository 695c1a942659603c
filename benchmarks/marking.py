"""Marking a class: sheets a second on one core, and how often a slip is named as a mistake."""

from __future__ import annotations

import importlib

from classes import class_of, exercises, known
from measure import Maker, Work, timed
from rows import PERCENT, SHEETS, TOLD, Row, at_least

from gradcli.grading.marking import Marking, Verdict
from gradcli.grading.model import Sheet
from gradcli.grading.reader import read_sheet
from gradcli.grading.sheets import mark_all, matched

#: The answers of the sheet in which the speed is given.
ANSWERS = 80
THIRD = 1 / 3


def marked(sheet: Sheet) -> Marking:
    """Mark a sheet."""
    found, keys = exercises()
    return mark_all(found, keys, matched(sheet, found, keys))


def read(text: str) -> Sheet:
    """Read a sheet from YAML."""
    return read_sheet("sheet.yaml", text)


def answers_in(sheet: Sheet) -> int:
    """Return how many answers a sheet has."""
    return sum(len(given) for given in sheet.answers.values())


def marks(wrong: float, *, reading: bool = False) -> Maker:
    """Return the maker that marks a class with a part of the answers wrong.

    Its cost is for sheets of `ANSWERS` answers.
    """

    def make(count: int) -> Work:
        texts = class_of(known(), count, wrong)
        sheets = [read(text) for text in texts]
        share = ANSWERS / answers_in(sheets[0])
        if reading:
            work = timed(lambda: [marked(read(text)) for text in texts])
        else:
            work = timed(lambda: [marked(sheet) for sheet in sheets])
        return lambda: work() * share

    return make


def equals(count: int) -> Work:
    """Compare as many answers by SymPy's `equals`, as a marker made with SymPy does."""
    sympy = importlib.import_module("sympy")
    pairs = [
        (str(float(key.truth[cell])), str(key.truth[cell]))
        for key in known()
        for cell in key.quantities
    ]

    def work() -> None:
        for _ in range(count):
            for given, truth in pairs:
                sympy.sympify(given).equals(sympy.sympify(truth))

    cost = timed(work)
    return lambda: cost() * ANSWERS / len(pairs)


def named(count: int) -> Work:
    """Return the share of random slips that are given the name of a mistake; no time."""

    def share() -> float:
        markings = [marked(read(text)) for text in class_of(known(), count, THIRD)]
        cells = [cell for one in markings for part in one.exercises for cell in part.cells]
        wrong = [cell for cell in cells if cell.verdict is Verdict.WRONG]
        return sum(cell.diagnosis is not None for cell in wrong) / len(wrong)

    return share


#: How many sheets.
CLASS = (150, 3)
RIGHT, WRONG = "sheets of 80 answers, all right", "sheets of 80 answers, a third wrong"

ROWS = (
    Row(RIGHT, marks(0), at_least(1_000), unit=SHEETS, sizes=CLASS),
    Row(WRONG, marks(THIRD), at_least(300), unit=SHEETS, sizes=CLASS),
    Row(f"{RIGHT}, read from YAML", marks(0, reading=True), unit=SHEETS, sizes=CLASS),
    Row(f"{WRONG}, read from YAML", marks(THIRD, reading=True), unit=SHEETS, sizes=CLASS),
    Row(RIGHT, marks(0), TOLD, "SymPy's `equals`", equals, SHEETS, CLASS, (2, 1)),
    Row("random slips that are named as a mistake", named, unit=PERCENT, sizes=CLASS),
)
