"""Reports on a marking: what is said in both languages, and that other tools can read it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from gradcli.grading.key import Keys
from gradcli.grading.sheets import computed
from gradcli.render.cells import cells
from gradcli.render.marking import Manner, Marked, points_text
from gradcli.render.marking_class import Failed, gradebook, gradebook_csv
from gradcli.render.marking_forms import FORMATS, marking_text
from tests.grading.sheets import LECTURE, RIGHT, SET, SLOPE, exercises, marking

FULL = {"product": RIGHT, "slope": SLOPE}


def marked(answers: Mapping[str, Mapping[str, str]], text: str = SET, student: str = "") -> Marked:
    """Return a marking with all that a report says beside it."""
    found = exercises(text)
    keys = {key.exercise.id: key for key in computed(found, Keys(found))}
    return Marked(marking(answers, text), "set.yaml", found.title, student, "s.yaml", keys)


def screen(answers: Mapping[str, Mapping[str, str]], language: str = "en", width: int = 80) -> str:
    """Return the report of a few answers on a screen."""
    return marking_text(marked(answers), "table", Manner(language, width=width))


def one_line(text: str) -> str:
    """Return a text without its line breaks."""
    return re.sub(r"\s+", " ", text)


SAID = [
    ({"product": {"q": "3"}}, "✓ q", "correct", "正确"),
    ({"product": {"q": "2"}}, "✗ q", "Work it out once more from x, y.", "再从 x、y 算一遍。"),
    ({"product": {"q": "2", "f": "-8"}}, "≈ f", "This follows correctly from", "算得正确。"),
    ({"product": {"q": "3,5"}}, "? q", "a comma does not belong in a number", "写成 3.5"),
    ({"product": {"q": "[1, 2]"}}, "✗ q", "A list of 2 was given where a number", "这里要填一个数"),
    ({"product": LECTURE}, "✗ df/dx", "1 is what you get if the local gradient", "就会得到 1。"),
    ({"product": LECTURE}, "✗ df/dy", "In the same way as df/dx.", "原因与 df/dx 处相同。"),
    ({"slope": {"y": "0.73"}}, "✓ y", "Close enough: within 1 %", "足够接近"),
    ({"product": {"f": "1"}}, "· q", "blank", "未作答"),
]


@pytest.mark.parametrize(("answers", "sign", "english", "chinese"), SAID)
def test_each_verdict_has_a_sign_a_word_and_a_remark(
    answers: Mapping[str, Mapping[str, str]], sign: str, english: str, chinese: str
) -> None:
    assert sign in screen(answers)
    assert english in screen(answers, width=200)
    assert chinese in screen(answers, "zh", 200)


POWER = """\
format: 1
title: Powers
exercises:
  - id: power
    program: |
      n = 3
      L = (y - t)^2
      m = y^n
      k = 2*L + 1
    at: {y: 3, t: 1}
    ask: [L, m, k]
"""


@pytest.mark.parametrize("typed", ["abc", "3x", "(1", "3,5", "sin 3"])
def test_why_an_answer_cannot_be_read_is_a_sentence(typed: str) -> None:
    told = one_line(screen({"product": {"q": typed}}))
    assert "Cannot be read: " in told
    assert "cannot be read: " not in told


def test_no_literal_number_is_named_as_something_to_work_from() -> None:
    answers = marked({"power": {"L": "-77", "m": "-77", "k": "-78"}}, POWER)
    english = marking_text(answers, "table", Manner(width=200))
    assert re.findall("Work it out once more from (.*)[.]", english) == ["y - t", "y, n", "2*L"]
    chinese = marking_text(answers, "table", Manner("zh", width=200))
    assert re.findall("再从 (.*) 算一遍", chinese) == ["y - t", "y、n", "2*L"]


def test_a_habit_is_named_once() -> None:
    text = one_line(screen({"product": LECTURE}))
    assert text.count("what you get if") == 1
    assert "df/dy came about in the same way" in text


def test_part_of_the_points_for_what_follows() -> None:
    half = SET.replace("points: 4", "points: 4\n    carried: 1/2")
    found = marked({"product": {"q": "2", "f": "-8"}}, half)
    assert "earns 0.33 of 0.67" in one_line(marking_text(found, "table", Manner()))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_true_value_is_shown_only_if_it_is_to_be_revealed(form: str, language: str) -> None:
    answers = marked({"product": {"f": "777"}})
    hidden = marking_text(answers, form, Manner(language, width=200))
    assert "-12" not in hidden
    if form != "csv":
        assert "-12" in marking_text(answers, form, Manner(language, reveal=True, width=200))


POINTS = [
    ("1/200", "0.01"),
    ("1/3", "0.33"),
    ("1/8", "0.13"),
    ("8", "8"),
    ("0", "0"),
    ("5/2", "2.5"),
]


@pytest.mark.parametrize(("points", "shown"), POINTS)
def test_points_are_rounded_once_halves_up(points: str, shown: str) -> None:
    assert points_text(Fraction(points)) == shown


def test_the_rounding_is_stated_where_it_happened() -> None:
    assert "rounded to 2 decimals, halves up" in one_line(screen({"product": {"q": "3"}}))
    exact = marked({"slope": SLOPE}, SET.replace("points: 4", "points: 6"))
    assert "halves up" not in marking_text(exact, "table", Manner())


def test_all_correct_is_said() -> None:
    assert "All correct." in screen(FULL)
    assert "全部正确。" in screen(FULL, "zh")


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_line_is_wider_than_the_screen(width: int, language: str) -> None:
    answers = {"product": {**LECTURE, "q": "1+" * 40 + "1", "f": "x" * 70}, "slope": {"y": "0.5"}}
    lines = screen(answers, language, width).splitlines()
    # A number is never cut: only a word without a space may be wider.
    assert all(cells(line) <= width or max(map(cells, line.split())) > width - 10 for line in lines)


def test_ascii_only() -> None:
    text = marking_text(marked({"product": {"q": "３", "f": "学"}}), "table", Manner(ascii=True))
    assert text.isascii()
    assert "+ q" in text


EVIL = "\x1b[31m</failure>|<script>`$x$` [a](b)"


@pytest.mark.parametrize("form", FORMATS)
def test_what_a_student_types_does_nothing_to_a_report(form: str) -> None:
    report = marking_text(marked({"product": {"q": EVIL}}, student=EVIL), form, Manner())
    if form in ("json", "gradescope"):
        json.loads(report)
        assert "\x1b" not in report
        return
    assert all(sign.isprintable() or sign == "\n" for sign in report)
    if form == "junit":
        ElementTree.fromstring(report)
    if form == "markdown":
        assert "<script>" not in report
        assert not re.search(r"(?<!\\)\]\(", report)


def test_json_has_verdicts_points_and_mistakes() -> None:
    found = json.loads(marking_text(marked({"product": LECTURE}), "json", Manner("zh")))
    assert (found["version"], found["earned_exact"], found["points"]) == (1, "8/3", 5)
    last = found["exercises"][0]["cells"][-1]
    assert last["verdict"] == "wrong"
    assert last["mistakes"][0]["id"] == "M01"
    assert last["explains"] == ["df/dx", "df/dy"]
    assert "truth" not in last
    keys = set(found) | set(last)
    english = json.loads(marking_text(marked({"product": LECTURE}), "json", Manner("en")))
    assert keys == set(english) | set(english["exercises"][0]["cells"][-1])


def test_junit_counts_as_the_exit_code_does() -> None:
    root = ElementTree.fromstring(marking_text(marked({"product": LECTURE}), "junit", Manner()))
    cases = root.findall("testsuite/testcase")
    failures = root.findall("testsuite/testcase/failure")
    assert (len(cases), len(failures)) == (8, 4) == (int(root.get("tests", "")), 4)
    assert {failure.get("type") for failure in failures} == {"wrong", "blank"}


def test_gradescope_scores() -> None:
    found = json.loads(marking_text(marked({"product": LECTURE}), "gradescope", Manner()))
    assert found["score"] == 2.67
    assert len(found["tests"]) == 8
    assert all(test["status"] in ("passed", "failed") for test in found["tests"])
    assert all(0 <= test["score"] <= test["max_score"] for test in found["tests"])


BROKEN = SET.replace("y = sigmoid(b)", "y = log(b - 1)").replace("dy/db]", "dy/db]", 1)


def test_an_exercise_that_cannot_be_computed_is_neither_right_nor_wrong() -> None:
    found = marked({"product": RIGHT}, BROKEN)
    text = marking_text(found, "table", Manner())
    assert "ungraded" in text
    assert "set.yaml:13:18:" in text
    assert "4 of 4 points" in text
    scores = json.loads(marking_text(found, "gradescope", Manner()))
    assert "score" not in scores
    assert "score" not in scores["tests"][-1]
    root = ElementTree.fromstring(marking_text(found, "junit", Manner()))
    assert root.get("errors") == "1"
    rows = list(csv.DictReader(io.StringIO(marking_text(found, "csv", Manner()))))
    assert rows[0]["slope"] == ""


def test_a_gradebook_has_a_line_for_each_sheet() -> None:
    entries = [marked(FULL, student="ann"), marked({}, student="=1+1"), Failed("bob", "bob.yaml")]
    rows = list(csv.DictReader(io.StringIO(gradebook_csv(entries, ["product", "slope"], Manner()))))
    assert [row["student"] for row in rows] == ["ann", "'=1+1", "bob"]
    assert [row["total"] for row in rows] == ["5", "0", ""]
    worth = {"product": Fraction(4), "slope": Fraction(1)}
    wide = gradebook(entries, worth, "Set", Manner())
    assert "1 sheet could not be marked." in wide
    assert "student  product  slope  total" in wide
    middle = gradebook(entries, worth, "Set", Manner(width=24)).splitlines()
    assert middle[2:4] == ["student   1    2  total", "         /4   /1     /5"]
    assert middle[-4:-2] == ["1 product, 2 slope", ""]
    narrow = gradebook(entries, worth, "Set", Manner(width=20))
    assert "  product 4/4,\n  slope 1/1\n" in narrow
    assert all(cells(line) <= 20 for line in narrow.splitlines())


def test_a_large_true_array_is_named_in_the_language_of_the_report() -> None:
    row = f"[{', '.join(['1'] * 20)}]"
    text = (
        "format: 1\ntitle: T\nexercises:\n"
        f"  - {{id: a, program: B = 2*A, at: {{A: [{', '.join([row] * 10)}]}}, ask: [B]}}\n"
    )
    report = marking_text(marked({"a": {"B": "3"}}, text), "table", Manner("zh", reveal=True))
    assert "10x20 的数组" in report
    assert "array" not in report


ODD = {"product": {**RIGHT, "q": "?!", "f": "3,5"}}


def test_a_gradebook_tells_which_sheets_have_answers_that_cannot_be_read() -> None:
    odd = {**FULL, **ODD}
    one = {**FULL, "product": {**RIGHT, "q": "?!"}}
    entries = [
        *(marked(FULL, student="ann"), marked(odd, student="bob"), marked({}, student="cyd")),
        *(marked(one, student="dan"), Failed("eve", "eve.yaml")),
    ]
    worth = {"product": Fraction(4), "slope": Fraction(1)}
    said = "Answers that cannot be read: 2 of bob, 1 of dan."
    lines = gradebook(entries, worth, "Set", Manner()).splitlines()
    at = lines.index(said)
    assert lines[at - 1] == "1 sheet could not be marked."
    chinese = gradebook(entries, worth, "Set", Manner("zh")).splitlines()
    assert "无法识别的答案：bob 2 个、dan 1 个。" in chinese
    narrow = gradebook(entries, worth, "Set", Manner(width=20))
    assert said in " ".join(narrow.split())
    assert all(cells(line) <= 20 for line in narrow.splitlines())
    assert gradebook(entries, worth, "Set", Manner(ascii=True)).isascii()
    for silent in (entries[:1], [entries[2]], entries[4:]):
        assert "read" not in gradebook(silent, worth, "Set", Manner())


def test_a_name_beside_an_answer_that_cannot_be_read_is_harmless() -> None:
    entries = [marked(ODD, student="\x1b[31m"), marked(FULL, student="ann")]
    text = gradebook(entries, {"product": Fraction(4), "slope": Fraction(1)}, "Set", Manner())
    assert all(sign.isprintable() or sign == "\n" for sign in text)
    assert "cannot be read: 2 of ·[31m." in text


def test_a_gradebook_counts_no_exercise_that_cannot_be_computed() -> None:
    entries = [marked({"product": RIGHT}, BROKEN, student=name) for name in ("ann", "bob")]
    worth = {"product": Fraction(4), "slope": Fraction(1)}
    text = gradebook(entries, worth, "Set", Manner())
    assert [line.split() for line in text.splitlines()[3:5]] == [
        ["/4", "/1", "/4"],
        ["ann", "4", "-", "4"],
    ]
    assert text.endswith("\n\nUngraded exercises are not counted.\n")
    assert "ann: 4 of 4" in gradebook(entries, worth, "Set", Manner(width=20))
