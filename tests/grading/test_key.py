"""The key: the truth of every quantity, the answers matched to it, and faults with their place."""

from __future__ import annotations

from fractions import Fraction as F
from pathlib import Path

import pytest

from gradcli.grading.answers import Answer, Invalid
from gradcli.grading.faults import FileFaults
from gradcli.grading.key import Key, Keys, solve
from gradcli.grading.reader import read_set, read_sheet
from gradcli.grading.tolerance import accepts

SHIPPED = sorted((Path(__file__).parents[2] / "exercises").glob("*.yaml"))


def _key(exercise: str) -> Key:
    return solve(read_set("a.yaml", f"format: 1\ntitle: x\nexercises: [{exercise}]\n").exercises[0])


def _truth(exercise: str) -> dict[str, object]:
    return {quantity.text: value for quantity, value in _key(exercise).truth.items()}


def test_the_truth_is_computed_exactly():
    found = _truth('{id: a, program: "q = x + y; f = q*z", at: {x: -2, y: 5, z: -4}}')
    assert found == {
        "q": 3,
        "f": -12,
        "dq/dx": 1,
        "dq/dy": 1,
        "df/dq": -4,
        "df/dz": 3,
        "df/dx": -4,
        "df/dy": -4,
    }
    assert all(isinstance(value, F) for value in found.values())


@pytest.mark.parametrize(
    ("program", "at", "asked", "truth"),
    [
        ("f = x*x", "x: 3", "local df/dx", F(6)),
        ("q = x*x; f = q*2", "x: 3", "dq/dx", F(6)),
        ("a = x^2; b = a + x; f = b*a", "x: 3", "total db/dx", F(7)),
        ("a = x^2; b = a*a + x; f = b*a", "x: 2", "total db/dx", F(33)),
        ("f = x/y", "x: 0.1, y: 3", "f", F(1, 30)),
        ("f = max(x, y)", "x: 1, y: 1", "df/dx", F(1, 2)),
        ("f = where(x > 0, x^2, log(x))", "x: 3", "df/dx", F(6)),
        ("a = x*y; b = a^2; f = where(x > 0, b, log(-x))", "x: 2, y: 1", "total db/dx", F(4)),
    ],
)
def test_each_kind_of_quantity_has_its_truth(program, at, asked, truth):
    exercise = f'{{id: a, program: "{program}", at: {{{at}}}, ask: [{asked}]}}'
    assert list(_truth(exercise).values()) == [truth]


def test_rational_tells_which_truths_are_exact():
    key = _key("{id: a, program: 'q = x/3; f = exp(q)', at: {x: 1}, ask: [q, f, df/dx]}")
    assert [key.rational[quantity] for quantity in key.quantities] == [True, False, False]
    assert isinstance(key.truth[key.quantities[1]], float)


def test_the_convention_for_ties_is_that_of_the_exercise():
    exercise = "{{id: a, program: 'f = max(x, y)', at: {{x: 1, y: 1}}, ask: df/dx, ties: {}}}"
    assert _truth(exercise.format("first")) == {"df/dx": 1}
    assert _truth(exercise.format("last")) == {"df/dx": 0}


def test_arrays_are_exact_too():
    key = _key("{id: a, program: 'f = sum(w*x)', at: {w: [1, 2], x: [[1/3, 2], [3, 4]]}, ask: all}")
    truth = {quantity.text: value for quantity, value in key.truth.items()}
    assert truth["df/dw"].tolist() == [F(10, 3), F(6)]
    assert all(key.rational.values())
    assert not any(
        quantity.kind == "local" and quantity.text.startswith("d(w") for quantity in key.truth
    )


def test_an_array_as_output_has_values_and_no_gradients():
    exercise = "{{id: a, program: 'Y = A@x', at: {{A: [[1, 2], [3, 4]], x: [1, 1]}}, ask: [{}]}}"
    assert _truth(exercise.format("Y"))["Y"].tolist() == [3, 7]
    with pytest.raises(FileFaults, match="a gradient belongs to one number at a time"):
        _key(exercise.format("Y, dY/dx"))


# --- answers


def test_answers_are_matched_however_their_quantity_is_written():
    key = _key("{id: a, program: 'q = x + y; f = q*q', at: {x: 1, y: 2}}")
    sheet = read_sheet("s.yaml", "format: 1\nanswers: {a: {x+y: 3, ∂f/∂x: 6, dq/dy: 1}}\n")
    found, faults = key.matched(sheet.answers["a"])
    assert {quantity.text: answer.text for quantity, answer in found.items()} == {
        "q": "3",
        "df/dx": "6",
        "dq/dy": "1",
    }
    assert not faults


def test_a_name_that_is_not_asked_is_a_fault_with_its_place():
    key = _key("{id: a, program: 'q = x + y; f = q*q', at: {x: 1, y: 2}, ask: [q, df/dx]}")
    text = "format: 1\nanswers:\n  a:\n    q: 3\n    df/dy: 6\n    df/dp: 1\n    x+y: 3\n"
    _, faults = key.matched(read_sheet("s.yaml", text).answers["a"])
    assert list(map(str, faults)) == [
        "s.yaml:5:5: df/dy is not asked in exercise a, did you mean 'df/dx'?",
        "s.yaml:6:5: df/dp: nothing in the program is called 'p', did you mean 'df/dy'?",
        "s.yaml:7:5: q is answered twice; first at line 4",
    ]


def test_an_answer_may_repeat_its_own_question_only():
    key = _key("{id: a, program: 'q = x + y; f = q*q', at: {x: 1, y: 2}}")
    gradient = key.names.resolve("df/dx")
    found = key.read(gradient, "∂f/∂x = 2*x")
    assert isinstance(found, Answer)
    assert found.value == 2
    assert isinstance(key.read(gradient, "df/dy = 6"), Invalid)
    assert isinstance(key.read(gradient, "2*q"), Invalid)
    assert isinstance(key.read(gradient, "x = 3"), Invalid)


# --- faults

HEAD = "format: 1\ntitle: x\nexercises:\n"


@pytest.mark.parametrize(
    ("exercise", "faults"),
    [
        (
            "  - id: a\n    program: |\n      q = x + y\n      f = 2q\n    at: {x: 1, y: 2}\n",
            ["7:11: a sign is missing between 2 and q"],
        ),
        (
            (
                "  - id: a\n    program: |\n      q = x + y\n\n      f = log(q) + 1\n"
                "    at: {x: -1, y: -2}\n"
            ),
            ["8:11: log(q) is not defined here: q = -3"],
        ),
        (
            "  - {id: a, program: 'f = 1/x', at: {x: 0}}\n",
            ["4:27: 1/x is not defined here: x = 0"],
        ),
        (
            "  - {id: a, program: f = x*y, at: {x: 1/, z: 2}}\n",
            ["4:35: no value for y", "4:40: x: nothing follows /", "4:46: the program has no var"],
        ),
        ("  - {id: a, program: f = x*y}\n", ["4:22: no value for x, y"]),
        (
            "  - {id: a, program: q = x*y, at: {x: 1, y: 2}, ask: [q, dp/dx, ∂q/∂x, dq/dx]}\n",
            [
                "4:58: dp/dx: nothing in the program is called 'p', did you mean 'dq/dx'?",
                "4:72: dq/dx and ∂q/∂x are the same quantity",
            ],
        ),
        (
            "  - {id: a, program: 'f = atan2(x, y)', at: {x: 0, y: 0}, ask: df/dx}\n",
            ["4:64: df/dx does not exist here"],
        ),
        (
            "  - {id: a, program: f = sqrt(x), at: {x: 0}, ask: [f, df/dx]}\n",
            ["4:56: df/dx is inf here, which nobody can answer"],
        ),
        (
            "  - {id: a, program: 'q = A@x; f = sum(q)', at: {A: [[1]], x: [1]}, ask: dq/dx}\n",
            ["4:74: dq/dx is a Jacobian"],
        ),
        (
            "  - {id: a, program: x+1, at: {x: 1}, ask: out, hints: {for: dout/dx, text: h}}\n",
            ["4:56: a hint is for dout/dx, which is not asked"],
        ),
    ],
)
def test_an_exercise_that_cannot_be_computed_says_where_in_the_file(exercise, faults):
    with pytest.raises(FileFaults) as found:
        solve(read_set("a.yaml", HEAD + exercise).exercises[0])
    lines = str(found.value).split("\n")
    assert len(lines) == len(faults), lines
    for line, fault in zip(lines, faults, strict=True):
        assert line.startswith(f"a.yaml:{fault}")
        assert "--ieee" not in line
        assert "--seed" not in line


def test_an_exercise_at_fault_does_not_stop_the_others():
    text = HEAD + "  - {id: bad, program: x +}\n  - {id: good, program: x*2, at: {x: 3}}\n"
    keys = Keys(read_set("a.yaml", text))
    for _ in range(2):
        with pytest.raises(FileFaults, match="4:"):
            keys.of("bad")
    assert keys.of("good") is keys.of("good")
    with pytest.raises(KeyError):
        keys.of("missing")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_the_truth_of_every_shipped_exercise_is_accepted_as_an_answer(path):
    exercises = read_set(path)
    keys = Keys(exercises)
    for exercise in exercises.exercises:
        key = keys.of(exercise.id)
        for quantity, truth in key.truth.items():
            answer = Answer("", truth)
            assert accepts(answer, truth, exercise.tolerance, key.rational[quantity]).ok
