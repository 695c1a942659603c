"""Classes of students for the measurements: filled sheets of chapter 4, right or with slips.

The slips are random: wrong numbers that no rule of the catalogue of mistakes gave.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from gradcli.grading.key import Key, Keys
from gradcli.grading.model import ExerciseSet
from gradcli.grading.reader import read_set
from gradcli.grading.sheet_texts import plain_sheet
from gradcli.operators.elementary import Value

FILE = Path(__file__).parents[1] / "exercises" / "ch4.yaml"


@cache
def exercises() -> tuple[ExerciseSet, Keys]:
    """Return the exercises of chapter 4, and where their answers are worked once."""
    found = read_set(FILE)
    return found, Keys(found)


def known() -> list[Key]:
    """Return the answers to every exercise."""
    found, keys = exercises()
    return [keys.of(exercise.id) for exercise in found.exercises]


def class_of(keys: Sequence[Key], count: int, wrong: float) -> list[str]:
    """Return sheets as text, a part of the cells wrong by a random slip."""
    chance = random.Random(4)
    return [
        plain_sheet(
            "",
            {
                key.exercise.id: {
                    cell.text: typed(slip(key.truth[cell], chance))
                    if chance.random() < wrong
                    else typed(key.truth[cell])
                    for cell in key.quantities
                }
                for key in keys
            },
        )
        for _ in range(count)
    ]


def slip(truth: Value, chance: random.Random) -> Value:
    """Return a wrong number: a sign, one or two off, digits exchanged, a factor ten, or any."""
    choice = chance.randrange(5)
    if choice == 0 and truth:
        return -truth
    if choice == 1:
        return truth + chance.choice((-2, -1, 1, 2))
    if choice == 2 and truth:
        return truth * 10
    if choice == 3 and len(digits := str(truth).lstrip("-")) > 1 and digits.isdigit():
        place = chance.randrange(len(digits) - 1)
        turned = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        if turned != digits:
            return int(turned) if truth > 0 else -int(turned)
    return truth + chance.choice((-1, 1)) * chance.randrange(3, 40)


def typed(value: Value) -> str:
    """Return a number as a student writes it, decimals with four figures."""
    return f"{value:.4g}" if isinstance(value, float) else str(value)
