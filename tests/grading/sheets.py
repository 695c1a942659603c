"""Sheets to mark: answers to the worked examples of the lectures."""

from __future__ import annotations

from collections.abc import Mapping

from gradcli.grading.key import Keys
from gradcli.grading.marking import Marking
from gradcli.grading.model import ExerciseSet
from gradcli.grading.reader import read_set, read_sheet
from gradcli.grading.sheet_texts import plain_sheet
from gradcli.grading.sheets import mark_all, matched

SET = """\
format: 1
title: {en: Small set, zh: 小练习}
exercises:
  - id: product
    title: {en: A sum into a product, zh: 先加后乘}
    program: |
      q = x + y
      f = q * z
    at: {x: -2, y: 5, z: -4}
    ask: [q, f, df/dq, df/dz, df/dx, df/dy]
    points: 4
  - id: slope
    program: y = sigmoid(b)
    at: {b: 1}
    ask: [y, dy/db]
    points: 1
    carried: 1/2
"""

LECTURE = {"q": "3", "f": "-12", "df/dq": "-4", "df/dz": "3", "df/dx": "1", "df/dy": "1"}
RIGHT = {**LECTURE, "df/dx": "-4", "df/dy": "-4"}
SLOPE = {"y": "0.7311", "dy/db": "0.1966"}


def exercises(text: str = SET) -> ExerciseSet:
    """Return a set of exercises."""
    return read_set("set.yaml", text)


def marking(answers: Mapping[str, Mapping[str, str]], text: str = SET) -> Marking:
    """Mark answers by exercise and quantity."""
    found = exercises(text)
    keys = Keys(found)
    sheet = read_sheet("sheet.yaml", plain_sheet("", answers))
    return mark_all(found, keys, matched(sheet, found, keys))
