"""Measure how fast a class is marked, and how often a wrong number is named.

    python benchmarks/marking.py            about a minute
    python benchmarks/marking.py --quick    fewer sheets

One core; the exercises of `exercises/ch4.yaml` are worked once. A figure in sheets a second is for
sheets of 80 answers. The slips are random: wrong numbers that no rule of the catalogue gave.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

from measure import row, seconds

from gradcli.grading.key import Key, Keys
from gradcli.grading.marking import Marking, Verdict
from gradcli.grading.model import ExerciseSet, Sheet
from gradcli.grading.reader import read_set, read_sheet
from gradcli.grading.sheet_texts import plain_sheet
from gradcli.grading.sheets import mark_all, matched
from gradcli.operators.elementary import Value

FILE = Path(__file__).parents[1] / "exercises" / "ch4.yaml"

#: The answers of the sheet in which the speed is given.
ANSWERS = 80


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


def speed(exercises: ExerciseSet, keys: Keys, texts: Sequence[str], what: str, bound: str) -> None:
    """Print the sheets a second, read beforehand and read from YAML."""
    sheets = [read_sheet("sheet.yaml", text) for text in texts]
    answers = sum(len(given) for given in sheets[0].answers.values())

    def marked(sheet: Sheet) -> Marking:
        return mark_all(exercises, keys, matched(sheet, exercises, keys))

    def rate(took: float) -> str:
        return f"{len(texts) * answers / ANSWERS / took:,.0f} sheets/s"

    alone = seconds(lambda: [marked(sheet) for sheet in sheets])
    read = seconds(lambda: [marked(read_sheet("sheet.yaml", text)) for text in texts])
    row(f"{what}, sheets read beforehand", rate(alone), bound)
    row(f"{what}, with reading them from YAML", rate(read))


def named(exercises: ExerciseSet, keys: Keys, texts: Sequence[str]) -> None:
    """Print how many random slips are given the name of a mistake."""
    wrong = diagnosed = 0
    for text in texts:
        marking = mark_all(
            exercises, keys, matched(read_sheet("sheet.yaml", text), exercises, keys)
        )
        cells = [cell for one in marking.exercises for cell in one.cells]
        wrong += sum(cell.verdict is Verdict.WRONG for cell in cells)
        diagnosed += sum(cell.diagnosis is not None for cell in cells)
    row("random slips that are named as a mistake", f"{100 * diagnosed / wrong:.1f} %")


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="fewer sheets")
    count = 20 if options.parse_args().quick else 150
    exercises = read_set(FILE)
    keys = Keys(exercises)
    known = [keys.of(exercise.id) for exercise in exercises.exercises]
    right, wrong = class_of(known, count, 0), class_of(known, count, 1 / 3)
    speed(exercises, keys, right, "all answers right", "at least 1,000")
    speed(exercises, keys, wrong, "a third of the answers wrong", "at least 300")
    named(exercises, keys, wrong)


if __name__ == "__main__":
    main()
