"""Inspection of exercise files: each fault is found, at its place, and a sound exercise passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradcli.grading.blind_spots import blind_spots, crooked
from gradcli.grading.key import solve
from gradcli.grading.kinks import conventions_used
from gradcli.grading.lint import Finding, Inspection, Severity, inspect
from gradcli.grading.model import Exercise
from gradcli.grading.niceness import awkward, figures_of, ugliness
from gradcli.grading.reader import read_set
from gradcli.grading.suggest import needs_better, suggest

HEAD = "format: 1\ntitle: Test\nexercises:\n"
SOUND = "  - {id: sound, program: q = x + y; f = q*z, at: {x: 3, y: 4, z: -5}, ask: gradients}\n"


def found_in(*exercises: str, head: str = HEAD) -> Inspection:
    """Return what is found in one file with some exercises."""
    return inspect(["a.yaml"], {"a.yaml": (head + "".join(exercises)).encode()})


def of(check: str, inspection: Inspection) -> list[Finding]:
    """Return the findings of one check."""
    return [finding for finding in inspection.findings if finding.check == check]


def test_a_sound_exercise_passes() -> None:
    inspection = found_in(SOUND)
    assert [finding for finding in inspection.findings if finding.severity != "note"] == []
    assert inspection.passes(strict=True)
    assert (inspection.files, inspection.exercises, inspection.cells) == (1, 1, 4)


# exercise, check, severity, place, part of the message
FAULTS = [
    (
        "{id: a, program: f = x + y, at: {x: 1}}",
        "computes",
        "error",
        "a.yaml:4:37",
        "no value for y",
    ),
    (
        "{id: a, program: f = x, at: {x: 1, y: 2}}",
        "computes",
        "error",
        "a.yaml:4:43",
        "no variable y",
    ),
    (
        "{id: a, program: f = x*, at: {x: 1}}",
        "computes",
        "error",
        "a.yaml:4:27",
        "nothing follows *",
    ),
    ("{id: a, program: f = log(x), at: {x: -1}}", "computes", "error", "a.yaml:4:26", "log"),
    ("{id: a, program: f = 3*x, at: {x: 2}, ask: [g]}", "computes", "error", "a.yaml:4:49", "'g'"),
    (
        "{id: a, program: f = 3*x, at: {x: 2}, ask: [df/dx, ∂f/∂x]}",
        "computes",
        "error",
        "a.yaml:4:56",
        "the same quantity",
    ),
    ("{id: a, programm: f}", "format", "error", "a.yaml:4:13", "programm"),
    (
        "{id: a, program: f = 3*x, at: {x: 2}, points: 0}",
        "points",
        "error",
        "a.yaml:4:51",
        "no points",
    ),
    (
        "{id: a, program: 'f = max(x, y)', at: {x: 3, y: 3}, ask: [df/dx]}",
        "kink",
        "error",
        "a.yaml:4:43",
        "max(x, y) at x = y",
    ),
    (
        "{id: a, program: f = 3*relu(x), at: {x: 0}, ask: [df/dx]}",
        "kink",
        "error",
        "a.yaml:4:41",
        "x = 0",
    ),
    (
        "{id: a, program: f = x*y, at: {x: 1.2345, y: 1.2345}}",
        "nice",
        "warning",
        "a.yaml:4:22",
        "f is 1.52399025, a number of 9 figures",
    ),
    (
        "{id: a, program: f = x*y, at: {x: 1000, y: 2000}}",
        "nice",
        "warning",
        "a.yaml:4:22",
        "larger",
    ),
    (
        "{id: a, program: f = x^2, at: {x: 7}, ask: [df/dx], tolerance: {relative: 1}}",
        "tolerance",
        "error",
        "a.yaml:4:49",
        "is accepted for 14",
    ),
    (
        "{id: a, program: f = x*y, at: {x: 3, y: 3}, ask: [df/dx]}",
        "silent",
        "note",
        "a.yaml:4:35",
        "is silent at df/dx",
    ),
]


@pytest.mark.parametrize(("exercise", "check", "severity", "place", "message"), FAULTS)
def test_each_fault_is_found_at_its_place(
    exercise: str, check: str, severity: str, place: str, message: str
) -> None:
    found = of(check, found_in(f"  - {exercise}\n"))
    known = [
        (finding.severity, str(finding.place)) for finding in found if message in finding.message
    ]
    assert known[:1] == [(severity, place)], found


def test_form_and_programs_are_looked_at_in_one_run() -> None:
    wrong = "  - {id: wrong, program: f = x*, at: {x: 1}}\n"
    form = "  - {id: a, program: f = x*, at: {x: 1}, pionts: 2}\n"
    inspection = found_in(wrong, form, SOUND, SOUND, wrong.replace("wrong", "last"))
    errors = [one for one in inspection.findings if one.severity == "error"]
    assert [(one.check, one.exercise, one.place.line) for one in errors] == [
        ("computes", "wrong", 4),
        ("format", "", 5),
        ("format", "", 7),
        ("computes", "last", 8),
    ]
    assert "pionts" in errors[1].message
    assert "two exercises have the id 'sound'" in errors[2].message
    assert (inspection.exercises, inspection.cells) == (3, 4)


@pytest.mark.parametrize("line", ["tolerence: {relative: 1}", "tolerance: {relative: many}"])
def test_programs_wait_for_what_is_said_of_all_exercises(line: str) -> None:
    exercise = (
        "  - {id: a, program: f = x^2, at: {x: 7}, pionts: 2}\n  - {id: b, program: f = x*}\n"
    )
    for head, end in ((HEAD.replace("exercises", f"{line}\nexercises"), ""), (HEAD, line)):
        inspection = found_in(exercise, end, head=head)
        assert [one.check for one in inspection.findings] == ["format", "format"]
        assert inspection.exercises == 0


def test_ids_are_unique_across_files() -> None:
    content = (HEAD + SOUND).encode()
    inspection = inspect(["a.yaml", "b.yaml"], {"a.yaml": content, "b.yaml": content})
    (finding,) = of("unique", inspection)
    assert str(finding.place) == "b.yaml:4:10"
    assert finding.hint == "the first is at a.yaml:4:10"
    assert not inspection.passes()


def test_texts_are_wanted_in_every_language_of_the_title() -> None:
    head = HEAD.replace("Test", "{en: Test, zh: 测试}")
    inspection = found_in(
        "  - id: a\n    title: {en: A, zh: 一}\n    prompt: {en: Go}\n    program: f = 3*x\n"
        "    at: {x: 2}\n    hints:\n      - {en: Think, zh: 想一想}\n"
        "      - {for: f, text: Three times}\n",
        head=head,
    )
    assert [finding.message for finding in of("languages", inspection)] == [
        "prompt: no text in zh",
        "hints: one text for all languages, where others have en, zh",
    ]
    assert inspection.passes()
    assert not inspection.passes(strict=True)


def test_a_title_is_wanted_in_every_language_of_the_other_texts() -> None:
    exercise = (
        "  - id: {id}\n    title: {title}\n    prompt: {{en: Go, zh: 算}}\n"
        "    program: f = 3*x\n    at: {{x: 2}}\n"
    )
    body = exercise.format(id="a", title="{en: A, zh: 一}")
    body += exercise.format(id="b", title="{en: B}")
    inspection = found_in(body, head=HEAD.replace("Test", "{en: Test}"))
    assert [(one.message, one.exercise) for one in of("languages", inspection)] == [
        ("title: no text in zh", ""),
        ("title: no text in zh", "b"),
    ]


def test_one_language_is_enough_where_the_title_has_one() -> None:
    assert of("languages", found_in(SOUND.replace("ask:", "prompt: Go, ask:"))) == []


@pytest.mark.parametrize(
    "exercise",
    [
        "{id: a, program: 'f = max(x, y)', at: {x: 3, y: 3}, ask: [df/dx], ties: split}",
        "{id: a, program: 'f = max(x, y)', at: {x: 3, y: 3}, ask: [f]}",
        "{id: a, program: f = x*floor(y), at: {x: 3, y: 2}, ask: [df/dy]}",
        "{id: a, program: f = y*relu(x), at: {x: 0, y: 2}, ask: [df/dy]}",
    ],
)
def test_a_kink_is_no_fault_where_nothing_hangs_on_it(exercise: str) -> None:
    assert of("kink", found_in(f"  - {exercise}\n")) == []


def test_a_file_that_is_not_there_does_not_stop_the_others(tmp_path: Path) -> None:
    there = tmp_path / "there.yaml"
    there.write_text(HEAD + SOUND, encoding="utf-8")
    inspection = inspect([tmp_path / "missing.yaml", there])
    assert len(inspection.unreadable) == 1
    assert inspection.exercises == 1
    assert not inspection.passes()


# --- blind spots


def spots_of(program: str, *ask: str, **at: str) -> tuple[set[str], set[frozenset[str]]]:
    """Return the silent mistakes of an exercise, and the groups that look alike."""
    spots = blind_spots(solve(Exercise("a", program, at=at, ask=ask)))
    return set(spots.silent), {frozenset(ids) for ids in spots.alike}


def test_equal_factors_hide_which_factor_was_taken() -> None:
    silent, _ = spots_of("f = x*y", "df/dx", x="3", y="3")
    assert "M20" in silent
    assert "M20" not in spots_of("f = x*y", "df/dx", x="3", y="4")[0]


def test_a_forgotten_factor_one_is_no_fault_of_the_numbers() -> None:
    silent, _ = spots_of("f = x*y", "df/dx", x="3", y="4")
    assert "M01" not in silent


def test_two_mistakes_that_happen_to_give_one_number_are_alike() -> None:
    _, alike = spots_of("q = x + y; f = q^2", "df/dx", x="1", y="3")
    assert any({"M22", "M15"} <= group or len(group) > 1 for group in alike)
    assert not spots_of("q = x + y; f = 5*q", "df/dx", x="17", y="31")[1]


def test_the_twin_has_the_same_graph_and_other_numbers() -> None:
    key = solve(
        Exercise("a", "f = x^n + w[0]*c", at={"x": "3", "n": "2", "w": "[0, 1]", "c": "log(2)"})
    )
    twin = crooked(key)
    assert twin is not None
    assert twin.graph.operators == key.graph.operators
    assert not [q for q in key.quantities if q.kind == "value" and key.truth[q] == twin.truth[q]]


# --- numbers for work by hand


@pytest.mark.parametrize(
    ("text", "figures"),
    [("12", 2), ("1200", 2), ("0.0125", 3), ("1/3", None), ("0", 0), ("-1.5", 2)],
)
def test_figures_of_a_decimal(text: str, figures: int | None) -> None:
    from fractions import Fraction

    assert figures_of(Fraction(text)) == figures


def test_whole_numbers_are_nicer_than_fractions() -> None:
    from fractions import Fraction

    assert ugliness(Fraction(7)) < ugliness(Fraction(12)) < ugliness(Fraction(7, 3))
    assert awkward(Fraction(2, 3)) == ""
    assert awkward(Fraction(10**5)) == ""
    assert awkward(Fraction(12345, 12347)) == "12345/12347, a long fraction"


# --- better numbers


def exercise_of(text: str) -> Exercise:
    return read_set("a.yaml", HEAD + text).exercises[0]


def test_better_numbers_hide_less_and_can_be_pasted() -> None:
    text = "  - id: a\n    program: f = x*y + z\n    {}\n"
    key = solve(exercise_of(text.format("at: {x: 2, y: 2, z: -1}")))
    assert needs_better(key)
    suggestion = suggest(key)
    assert suggestion.at is not None
    assert suggestion.after.size < suggestion.before.size
    pasted = solve(exercise_of(text.format(suggestion.line)))
    assert dict(pasted.exercise.at) == dict(suggestion.at)
    assert blind_spots(pasted).size == suggestion.after.size


def test_better_numbers_keep_signs_and_the_shape_of_the_problem() -> None:
    key = solve(
        Exercise("a", "s = w*x + b; f = relu(s)*v", at={"w": "-2", "x": "2", "b": "1", "v": "-2"})
    )
    suggestion = suggest(key)
    assert suggestion.at is not None
    assert [text.startswith("-") for text in suggestion.at.values()] == [True, False, False, True]
    better = solve(Exercise("a", key.exercise.program, at=suggestion.at))
    assert better.derivation.values[better.names.names["s"]] < 0


def test_a_kink_is_avoided() -> None:
    key = solve(Exercise("a", "f = 2*max(x, y)", at={"x": "3", "y": "3"}, ask=("df/dx",)))
    suggestion = suggest(key)
    assert suggestion.at is not None
    better = solve(Exercise("a", "f = 2*max(x, y)", at=suggestion.at, ask=("df/dx",)))
    assert not conventions_used(better)


def test_the_search_takes_the_same_steps_every_time() -> None:
    key = solve(Exercise("a", "f = (x + y)*z", at={"x": "2", "y": "2", "z": "4"}))
    assert suggest(key).line == suggest(key).line


def test_a_text_with_a_comma_is_quoted() -> None:
    key = solve(Exercise("a", "f = x*y*z", at={"x": "max(1, 2)", "y": "2", "z": "2"}))
    assert read_set(
        "a.yaml", HEAD + f"  - id: a\n    program: f = x*y*z\n    {suggest(key).line}\n"
    )


def test_severities_are_words() -> None:
    assert [str(severity) for severity in Severity] == ["error", "warning", "note"]
