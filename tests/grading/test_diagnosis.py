"""What is said of a wrong number, and what is left unsaid."""

from __future__ import annotations

import math
import subprocess
import sys
from fractions import Fraction
from itertools import cycle

import numpy
import pytest

from gradcli.grading.faults import FileFaults
from gradcli.grading.key import Key, solve
from gradcli.grading.marking import CellMarking, Verdict, mark
from gradcli.grading.model import Exercise
from gradcli.operators import WRITTEN
from gradcli.operators.declaration import Operator
from tests.cli.conftest import environment
from tests.grading.sets import typed
from tests.grading.test_marking import ALL_RIGHT, CHAIN, marked

#: The local gradient 6 receives the upstream gradient 1.
FACTORS = ("m = x*y; f = 6*m", {"x": "4", "y": "-7"})
FACTORS_RIGHT = {"m": -28, "f": -168, "df/dm": 6, "df/dx": -42, "df/dy": 24}

#: A gradient between two inner nodes and all that is above it.
NESTED = ("p = x*y; q = p*p; r = 3*q; f = r*z", {"x": "5", "y": "7", "z": "11"})
TOTALS = {"total dr/dq": 3, "total dr/dp": 210, "total dr/dx": 1470, "total dr/dy": 1050}


def named(cells: tuple[CellMarking, ...]) -> dict[str, list[str]]:
    return {
        cell.quantity.text: [mistake.id for mistake in cell.diagnosis.mistakes]
        for cell in cells
        if cell.diagnosis is not None
    }


@pytest.mark.parametrize("answer", [7, 5, 8, 4, 60])
def test_a_slip_of_arithmetic_in_one_cell_is_not_called_a_rare_mistake(answer: int) -> None:
    """1 + 6 adds the two gradients instead of multiplying them, but far more often it is a slip."""
    assert named(marked(FACTORS, {**FACTORS_RIGHT, "df/dm": answer}).cells) == {}


def test_the_same_mistake_in_two_cells_is_no_slip() -> None:
    found = named(marked(CHAIN, {**ALL_RIGHT, "df/dx": -3, "df/dy": -3}).cells)
    assert found == {"df/dx": ["M03"], "df/dy": ["M03"]}


@pytest.mark.parametrize(
    ("wrong", "mistake"),
    [
        ({"total dr/dx": 7, "total dr/dy": 5}, "M01"),
        ({"total dr/dx": 210, "total dr/dy": 210}, "M02"),
        ({"total dr/dx": 1050, "total dr/dy": 1470}, "M20"),
        ({"total dr/dp": 105, "total dr/dx": 735, "total dr/dy": 525}, "M06"),
    ],
)
def test_a_gradient_between_inner_nodes_is_diagnosed(wrong: dict[str, int], mistake: str) -> None:
    found = named(marked(NESTED, {**TOTALS, **wrong}).cells)
    assert mistake in found[next(iter(wrong))], found


def test_a_gradient_between_inner_nodes_follows_from_the_student_s_own() -> None:
    answers = {**TOTALS, "total dr/dp": 105, "total dr/dx": 735, "total dr/dy": 525}
    cells = {cell.quantity.text: str(cell.verdict) for cell in marked(NESTED, answers).cells}
    assert cells == {
        "total dr/dq": "correct",
        "total dr/dp": "wrong",
        "total dr/dx": "consistent",
        "total dr/dy": "consistent",
    }


AMBIGUOUS = """
from tests.grading.test_diagnosis import *
from tests.grading.sets import keys
from gradcli.grading.marking import mark
key = next(key for key in keys() if key.exercise.id == "leaky-relu")
wrong = {"df/ds": "1/10", "df/dw": "1/10", "df/dx": "3"}
answers = {q: wrong.get(q.text, str(truth)) for q, truth in key.truth.items()}
print(named(mark(key, answers).cells))
"""


def test_the_same_sheet_always_gets_the_same_diagnosis() -> None:
    """Two explanations of two cells each: which one is told must not depend on the run."""
    said = {
        subprocess.run(
            [sys.executable, "-c", AMBIGUOUS],
            env=environment(PYTHONHASHSEED=str(seed)),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(6)
    }
    assert len(said) == 1, said


# --- whatever is typed


#: What is typed for every quantity in turn: numbers of any size, and arrays that do not fit.
TYPED = ("0", "1", "-7/3", "1e300", "-1e-300", "[1, 2]", "[[1, 2, 3], [4, 5, 6]]", "abc", "")


def worked(operator: Operator) -> Key | None:
    """Return an exercise on an operator at its first sample, None where that needs options."""
    sample = [str(numpy.asarray(value).tolist()) for value in operator.samples[0]]
    at = {f"x{place}": value for place, value in enumerate(sample)}
    program = f"q = {operator.calls[0]}({', '.join(at)}); f = sum(3*q*q)"
    try:
        return solve(Exercise(id="t", program=program, at=at, ask=("all",)))
    except FileFaults:
        return None


KEYS = {one.name: worked(one) for one in WRITTEN.values() if one.calls}


@pytest.mark.parametrize("operator", [name for name, key in KEYS.items() if key is not None])
def test_no_answer_to_any_operator_stops_the_marking(operator: str) -> None:
    key = KEYS[operator]
    assert key is not None
    for shift in range(len(TYPED)):
        answers = cycle(TYPED[shift:] + TYPED[:shift])
        marking = mark(key, dict(zip(key.quantities, answers, strict=False)))
        assert len(marking.cells) == len(key.quantities)


#: A fraction beyond all floating-point numbers meets one of them: in a sum, and in a product.
TOO_LARGE = [
    ("b = 1e200*x; c = sin(x); f = 2*b + c", ("df/db", "df/dc", "df/dx")),
    ("c = 1e200*sin(x); f = 2*c + c", ("df/dc", "df/dx")),
]


@pytest.mark.parametrize(("program", "ask"), TOO_LARGE)
def test_a_number_from_which_nothing_follows_is_only_wrong(
    program: str, ask: tuple[str, ...]
) -> None:
    key = solve(Exercise(id="t", program=program, at={"x": "2"}, ask=ask))
    cells = mark(key, dict.fromkeys(key.quantities, "1e300")).cells
    assert {cell.verdict for cell in cells} == {Verdict.WRONG}


def test_nearly_every_operator_is_tried() -> None:
    assert sum(key is not None for key in KEYS.values()) >= 0.9 * len(KEYS)


# --- arrays

TWO_ROWS = {"z": "[[1, 2, -2], [-2, 0, 2]]"}

#: By reduction, the softmax of both rows times what comes back to it.
PROBABILITIES = {
    "none": (1, 1),
    "sum": (1, 1),
    "mean": (Fraction(1, 2), Fraction(1, 2)),
}


def softmax_of(row: list[int]) -> list[float]:
    powers = [math.exp(score) for score in row]
    return [power / sum(powers) for power in powers]


@pytest.mark.parametrize("reduction", PROBABILITIES)
def test_a_target_not_subtracted_is_named_whatever_the_reduction(reduction: str) -> None:
    program = f'f = sum(cross_entropy(z, [1, 0], reduction="{reduction}"))'
    parts = zip(PROBABILITIES[reduction], [[1, 2, -2], [-2, 0, 2]], strict=True)
    wrong = [[f"{part * one:.12f}" for one in softmax_of(row)] for part, row in parts]
    answer = str(wrong).replace("'", "")
    assert named(marked((program, TWO_ROWS), {"df/dz": answer}).cells) == {"df/dz": ["M59"]}


def test_a_wrong_shape_beside_another_path_is_no_mistake_of_the_catalogue() -> None:
    """A @ D by a wrong product has the shape of neither operand, and cannot be added up."""
    program = "s = a @ d; f = sum(cumsum(s, axis=-1)*d)"
    at = {"a": "[[0, 2, -2], [2, 1, 2], [1, 0, 1]]", "d": "[[1, -2], [3, 1], [0, 2]]"}
    key = solve(Exercise(id="t", program=program, at=at, ask=("df/ds", "df/da", "df/dd")))
    for wrong in key.quantities:
        for shift in (1, -1, 2):
            answers = {
                quantity: typed(truth * 2 + shift if quantity == wrong else truth)
                for quantity, truth in key.truth.items()
            }
            verdicts = {cell.quantity: cell.verdict for cell in mark(key, answers).cells}
            assert verdicts.pop(wrong) is Verdict.WRONG
            assert set(verdicts.values()) == {Verdict.CORRECT}
