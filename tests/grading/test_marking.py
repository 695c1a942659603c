"""Verdicts: truth first, then what follows from the student's own numbers."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from gradcli.grading.key import solve
from gradcli.grading.marking import ExerciseMarking, Marking, Verdict, mark, ungraded
from gradcli.grading.model import Exercise, Tolerance

CHAIN = ("q = x + y; f = q*z", {"x": "-2", "y": "5", "z": "-4"})
FORK = ("a = 2*x; b = a + 1; c = a*3; f = b*c", {"x": "2"})
SIGMOID = ("s = w*x + b; f = sigmoid(s)", {"w": "2", "x": "-1", "b": "1"})
ROWS = (
    "Y = X@W + b; f = sum(U*Y)",
    {
        "X": "[[1,2],[3,4]]",
        "W": "[[1,-1],[2,0]]",
        "b": "[0,0]",
        "U": "[[1,2],[0,-1]]",
    },
)


def marked(
    graph: tuple[str, dict[str, str]], answers: dict[str, Any], **settings: Any
) -> ExerciseMarking:
    program, at = graph
    ask = tuple(answers)
    exercise = Exercise(
        id="t", program=program, at=at, ask=ask, points=Fraction(len(ask)), **settings
    )
    key = solve(exercise)
    typed = {quantity: str(answers[quantity.text]) for quantity in key.quantities}
    return mark(key, typed)


def verdicts(marking: ExerciseMarking) -> dict[str, str]:
    return {cell.quantity.text: str(cell.verdict) for cell in marking.cells}


ALL_RIGHT = {"q": 3, "f": -12, "df/dq": -4, "df/dz": 3, "df/dx": -4, "df/dy": -4}


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("-12", "correct"),
        ("−12", "correct"),
        ("－１２", "correct"),
        ("-12.0", "correct"),
        ("3*z", "correct"),
        ("f = -12", "correct"),
        ("-24/2", "correct"),
        ("-1.2×10^1", "correct"),
        ("12", "wrong"),
        ("-12.1", "wrong"),
        ("", "blank"),
        ("   ", "blank"),
        ("-12,0", "invalid"),
        ("nan", "invalid"),
        ("about twelve", "invalid"),
        ("[-12]", "wrong"),
    ],
)
def test_one_answer(typed: str, verdict: str) -> None:
    assert verdicts(marked(CHAIN, {"f": typed})) == {"f": verdict}


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("0.3775", "wrong"),
        ("0.2689", "correct"),
        ("0.27", "correct"),
        ("0.3", "wrong"),
        ("-0.2689", "wrong"),
        ("0.2716", "correct"),
        ("0.2717", "wrong"),
    ],
)
def test_a_truth_that_is_not_rational(typed: str, verdict: str) -> None:
    assert verdicts(marked(SIGMOID, {"f": typed})) == {"f": verdict}


def test_everything_right_earns_everything() -> None:
    marking = marked(CHAIN, ALL_RIGHT)
    assert set(verdicts(marking).values()) == {"correct"}
    assert marking.earned == marking.points == 6
    assert Marking((marking,)).exit_code == 0


def test_a_slip_costs_only_its_own_cell() -> None:
    marking = marked(CHAIN, {**ALL_RIGHT, "q": 2, "f": -8, "df/dz": 2})
    assert verdicts(marking) == {
        "q": "wrong",
        "f": "consistent",
        "df/dq": "correct",
        "df/dz": "consistent",
        "df/dx": "correct",
        "df/dy": "correct",
    }
    assert marking.earned == 5
    assert Marking((marking,)).exit_code == 1


def test_carried_sets_the_credit_of_what_follows() -> None:
    answers = {"q": 2, "f": -8}
    assert marked(CHAIN, answers, carried=Fraction(1, 2)).earned == Fraction(1, 2)
    assert marked(CHAIN, answers, carried=Fraction(0)).earned == 0


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        # a wrong upstream gradient, carried on
        ({"df/dc": 7, "df/db": 12, "df/da": 33, "df/dx": 66}, "wccc"),
        # a wrong gradient above a fork, one path carried on
        ({"df/dc": 5, "df/db": 11, "df/da": 26, "df/dx": 52}, "owcc".replace("o", "c")),
        # a blank in between is what follows from the others
        ({"df/dc": 7, "df/db": 12, "df/da": "", "df/dx": 66}, "wcbc"),
        # an unreadable one likewise
        ({"df/dc": 7, "df/db": 12, "df/da": "3,3", "df/dx": 66}, "wcic"),
    ],
)
def test_gradients_carried_forward(answers: dict[str, Any], expected: str) -> None:
    marking = marked(FORK, answers)
    signs = "".join(
        {"correct": "c", "consistent": "c", "wrong": "w", "blank": "b", "invalid": "i"}[
            str(cell.verdict)
        ]
        for cell in sorted(marking.cells, key=lambda cell: list(answers).index(cell.quantity.text))
    )
    assert signs == expected


def test_a_local_gradient_follows_from_forward_values() -> None:
    marking = marked(("p = x*x; f = p*y", {"x": "3", "y": "5"}), {"p": 8, "local df/dy": 8})
    assert verdicts(marking) == {"p": "wrong", "local df/dy": "consistent"}


def test_the_student_s_own_local_gradient_is_carried_on() -> None:
    marking = marked(CHAIN, {"local df/dq": 4, "dq/dx": 1, "df/dq": 4, "df/dx": 4})
    assert verdicts(marking) == {
        "local df/dq": "wrong",
        "dq/dx": "correct",
        "df/dq": "consistent",
        "df/dx": "consistent",
    }


@pytest.mark.parametrize(
    ("slope", "verdict"),
    [
        ("0.25", "consistent"),  # 1/(2 sqrt(p)) of p = 4
        ("0.2", "consistent"),  # 1/(2q) of q = 5/2
        ("0.1667", "correct"),
        ("0.22", "wrong"),
    ],
)
def test_a_slope_follows_from_the_operand_or_from_the_value_where_both_are_wrong(
    slope: str, verdict: str
) -> None:
    root = ("p = x + y; q = sqrt(p); f = 3*q", {"x": "4", "y": "5"})
    asked = {"p": "4", "q": "5/2", "dq/dp": slope, "df/dp": f"3*{slope}", "df/dx": f"3*{slope}"}
    own = verdicts(marked(root, asked))
    assert own["dq/dp"] == verdict
    if verdict != "wrong":
        assert own["df/dp"] == own["df/dx"] == verdict
    without = verdicts(marked(root, {"p": "4", "q": "5/2", "df/dx": f"3*{slope}"}))
    assert without["df/dx"] == verdict


def test_what_follows_from_a_rounded_number_is_judged_as_rounded() -> None:
    marking = marked(SIGMOID, {"df/ds": "-0.1966", "df/dw": "0.20", "df/db": "-0.197"})
    assert verdicts(marking)["df/dw"] == "consistent"
    assert verdicts(marking)["df/db"] == "consistent"


def test_a_wrong_zero_excuses_nothing() -> None:
    marking = marked(CHAIN, {"q": 0, "f": 0, "df/dz": 0})
    assert set(verdicts(marking).values()) == {"wrong"}
    assert all(cell.for_teacher for cell in marking.cells if cell.quantity.text != "q")


def test_matrices_are_carried_forward() -> None:
    marking = marked(ROWS, {"Y": "[[5,-1],[11,-2]]", "f": "5"})
    assert verdicts(marking) == {"Y": "wrong", "f": "consistent"}


def test_the_wrong_shape_is_told() -> None:
    (cell,) = marked(ROWS, {"df/db": "[[1,2],[0,-1]]"}).cells
    assert cell.verdict is Verdict.WRONG
    assert "matrix" in cell.note or "2x2" in cell.note


def test_credit_for_elements_only_when_asked_for() -> None:
    answers = {"df/db": "[1, 5]"}
    assert marked(ROWS, answers).earned == 0
    assert marked(ROWS, answers, elements=True).earned == Fraction(1, 2)


def test_points_are_exact_fractions() -> None:
    program, at = CHAIN
    key = solve(
        Exercise(id="t", program=program, at=at, ask=("q", "f", "df/dz"), points=Fraction(1))
    )
    right = {quantity: str(key.truth[quantity]) for quantity in key.quantities}
    del right[key.quantities[0]]
    assert mark(key, right).earned == Fraction(2, 3)


def test_a_tolerance_of_its_own() -> None:
    places = Tolerance("places", count=2)
    assert verdicts(marked(SIGMOID, {"f": "0.27"}, tolerance=places)) == {"f": "correct"}
    assert verdicts(marked(SIGMOID, {"f": "0.3"}, tolerance=places)) == {"f": "wrong"}


def test_an_exercise_that_cannot_be_computed_is_ungraded() -> None:
    from gradcli.errors import DomainProblem

    one = ungraded(Exercise(id="t", program="log(x)"), DomainProblem("no"))
    assert one.earned == 0
    assert Marking((one,)).points == 0
    assert Marking((one,)).exit_code == 2
