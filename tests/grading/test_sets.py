"""The sets that ship with the tool: a right sheet scores in full, a mistake is recognised."""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

import pytest

from gradcli.grading.blind_spots import mark_of
from gradcli.grading.key import Key, solve
from gradcli.grading.lint import Severity, inspect
from gradcli.grading.marking import ExerciseMarking, Verdict, mark
from gradcli.grading.mistakes import MISTAKES
from gradcli.grading.mistakes.candidates import candidates_of
from gradcli.grading.mistakes.claims import Candidate
from gradcli.grading.quantities import Quantity
from gradcli.grading.reader import read_set
from gradcli.grading.typed import Typed
from gradcli.grading.world import World
from gradcli.operators.elementary import Value, is_array
from tests.grading.sets import FILES, keys, typed

KEYS = [pytest.param(key, id=key.exercise.id) for key in keys()]

#: Habits: a mistake made wherever it can be made. An index of M16 and M15 says which factor.
HABITS = ("every", "sheet", "inputs")


def test_there_are_at_least_sixty_exercises_in_eight_sets() -> None:
    assert len(FILES) == 8
    assert len(keys()) >= 60


def test_the_sets_pass_inspection_without_a_warning() -> None:
    inspection = inspect(FILES)
    found = [finding for finding in inspection.findings if finding.severity is not Severity.NOTE]
    assert found == []
    assert inspection.passes(strict=True)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("figures", [17, 3])
def test_the_key_scores_full_marks(key: Key, figures: int) -> None:
    marking = mark(key, {q: typed(truth, figures) for q, truth in key.truth.items()})
    assert [cell.verdict for cell in marking.cells] == [Verdict.CORRECT] * len(key.quantities)
    assert marking.earned == key.exercise.points


@pytest.mark.parametrize("key", KEYS)
def test_an_empty_sheet_scores_nothing(key: Key) -> None:
    marking = mark(key, {})
    assert {cell.verdict for cell in marking.cells} == {Verdict.BLANK}
    assert marking.earned == 0


# --- mistakes


def habits(key: Key) -> Iterator[tuple[str, dict[Quantity, Value]]]:
    """Yield each habit that changes a gradient, and the numbers it gives, carried on."""
    world = World(key.ground, Typed())
    found: dict[object, dict[Quantity, Candidate]] = {}
    for quantity in key.quantities:
        if quantity.kind != "value":
            for candidate in candidates_of(world, quantity):
                for claim in candidate.claims():
                    if claim[2][0] in HABITS:
                        found.setdefault(claim, {})[quantity] = candidate
    for cells in found.values():
        values = {quantity: candidate.value for quantity, candidate in cells.items()}
        if any(mark_of(value) != mark_of(key.truth[q]) for q, value in values.items()):
            yield next(iter(cells.values())).mistake.id, values


def diagnosed(marking: ExerciseMarking) -> set[str]:
    """Return the ids of all mistakes that are named."""
    return {
        mistake.id
        for cell in marking.cells
        if cell.diagnosis is not None
        for mistake in cell.diagnosis.mistakes
    }


def is_outranked(mistake: str, named: set[str]) -> bool:
    """Return whether those that are named are described so much more often that it is left out."""
    return MISTAKES[mistake].tier > min(MISTAKES[one].tier for one in named) + 1


def test_the_numbers_of_a_habit_name_it_or_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    counts: Counter[str] = Counter()
    strangers = []
    for key in keys():
        for mistake, values in habits(key):
            sheet = {q: typed(values.get(q, truth), 7) for q, truth in key.truth.items()}
            marking = mark(key, sheet)
            named = diagnosed(marking)
            if not any(cell.verdict is Verdict.WRONG for cell in marking.cells):
                counts["consistent"] += 1
            elif not named or mistake in named:
                counts["named" if named else "nothing said"] += 1
            elif is_outranked(mistake, named):
                counts["outranked"] += 1
            else:
                strangers.append((key.exercise.id, mistake, sorted(named), sheet))
    with capsys.disabled():
        sys.stdout.write(f"\nhabits: {dict(counts)}, another one named: {len(strangers)}\n")
    assert strangers == []
    assert counts["named"] >= 0.75 * counts.total()
    assert counts["consistent"] <= 0.01 * counts.total()


# --- slips


def slips(value: Value) -> Iterator[Fraction]:
    """Yield what slips of arithmetic make of a number; a lost sign is a mistake of its own."""
    number = value if isinstance(value, Fraction) else Fraction(f"{float(value):.4g}")
    yield from (number + 1, number - 1, number + 2, number - 2, number * 10)
    digits = str(abs(number.numerator))
    if number.denominator == 1 and len(digits) > 1:
        exchanged = int(digits[:-2] + digits[-1] + digits[-2])
        yield Fraction(-exchanged if number < 0 else exchanged)


def test_slips_of_arithmetic_are_rarely_taken_for_mistakes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    counts: Counter[bool] = Counter()
    for key in keys():
        right = {q: typed(truth, 7) for q, truth in key.truth.items()}
        for quantity, truth in key.truth.items():
            if is_array(truth):
                continue
            for slip in slips(truth):
                marking = mark(key, {**right, quantity: typed(slip)})
                cell = next(cell for cell in marking.cells if cell.quantity == quantity)
                if cell.verdict is Verdict.WRONG:
                    counts[cell.diagnosis is not None] += 1
    rate = counts[True] / counts.total()
    with capsys.disabled():
        sys.stdout.write(f"\nslips: {counts.total()}, taken for a mistake: {rate:.1%}\n")
    assert counts.total() > 1000
    assert rate <= 0.05


def with_slips(key: Key, chance: random.Random) -> dict[Quantity, str]:
    """Return a sheet on which a third of the numbers are another one, a sign, or rounded."""
    slips = (lambda t: t + 1, lambda t: -t, lambda t: 2 * t)
    return {
        quantity: typed(chance.choice(slips)(truth), chance.choice((3, 17)))
        if chance.random() < 1 / 3
        else typed(truth, chance.choice((4, 17)))
        for quantity, truth in key.truth.items()
    }


def judged(marking: ExerciseMarking) -> list[tuple[object, ...]]:
    """Return all that is said of each cell."""
    return [(c.verdict, c.credit, c.note, c.for_teacher, c.diagnosis) for c in marking.cells]


@pytest.mark.parametrize("key", KEYS)
def test_a_sheet_is_marked_alike_whatever_was_marked_before_it(key: Key) -> None:
    """What is worked once for all sheets is nothing that a student typed."""
    chance = random.Random(key.exercise.id)
    sheets = [with_slips(key, chance) for _ in range(6)]
    alone = [judged(mark(solve(key.exercise), sheet)) for sheet in sheets]
    assert [judged(mark(key, sheet)) for sheet in reversed(sheets)] == alone[::-1]


def test_the_documents_list_the_sets() -> None:
    page = (FILES[0].parents[1] / "docs" / "exercises.md").read_text(encoding="utf-8")
    sets = {path.stem: read_set(path) for path in FILES}
    assert re.findall(r"^\| `(ch\d+)` \| (.*) \| (\d+) \|$", page, re.MULTILINE) == [
        (name, one.title.in_language("en"), str(len(one.exercises))) for name, one in sets.items()
    ]
