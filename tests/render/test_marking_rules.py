"""A student is told the rules before answering: how near an answer must be, and who wins a tie."""

from __future__ import annotations

import pytest

from gradcli.grading.key import Keys
from gradcli.grading.marking import Verdict
from gradcli.grading.reader import read_set
from gradcli.grading.session import Session
from gradcli.grading.sheets import computed
from gradcli.render.marking import Manner
from gradcli.render.marking_questions import questions_text
from gradcli.render.marking_remarks import remark
from gradcli.render.marking_session import turn_lines
from gradcli.render.marking_sheet import sheet_text
from tests.grading.sheets import marking

SET = """\
format: 1
title: x
{set}
exercises:
  - id: tied
    program: f = 3*max(x, y)
    at: {{x: 2, y: 2}}
    ask: [f, df/dx, df/dy]
    {exercise}
"""

USUAL = {
    "en": "A whole number must be exact; any other may be rounded to 3 figures or more.",
    "zh": "整数要准确；其他数可以舍入，至少保留 3 位有效数字。",
}

#: What a file says of tolerance, and what the student is told of it.
TOLD = [
    ("auto", "en", USUAL["en"]),
    ("auto", "zh", USUAL["zh"]),
    ("exact", "en", "Each answer must be exact, not rounded."),
    ("{places: 2}", "en", "Each answer must be exact, or rounded to 2 or more decimals."),
    ("{figures: 4}", "zh", "每个答案要准确，或正确舍入到 4 位及以上有效数字。"),
    ("{relative: 0.01}", "en", "An answer may be off by 1 %."),
    ("{relative: 0.01, absolute: 0.5}", "zh", "答案的误差不能超过 0.5 + 1 %。"),
]


def texts(text: str, language: str) -> tuple[str, str, str]:
    """Return the blank sheet of a set, its questions in a pipe, and the first turn of a session."""
    found = read_set("set.yaml", text)
    keys = computed(found, Keys(found))
    manner = Manner(language, width=100)
    session = Session(keys, lambda *_: ())
    turn = session.begin({})
    lines = turn_lines(turn.shows, session.keys, session.offered(turn.state), manner)
    return (
        sheet_text(found, keys, "a.yaml", "", manner),
        questions_text(found, keys, manner),
        "\n".join(lines),
    )


@pytest.mark.parametrize(("tolerance", "language", "told"), TOLD)
def test_the_rule_of_the_set_is_said_once_at_the_top(tolerance, language, told):
    text = SET.format(set=f"tolerance: {tolerance}", exercise="")
    sheet, questions, _ = texts(text, language)
    assert f"# {told}\n" in sheet.partition("format: 1")[0]
    assert (sheet.count(told), questions.count(told)) == (1, 1)
    assert questions.index(told) < questions.index("f = 3*max")


@pytest.mark.parametrize(("tolerance", "language", "told"), TOLD)
def test_an_exercise_with_its_own_rule_says_it(tolerance, language, told):
    text = SET.format(set="tolerance: {places: 7}", exercise=f"tolerance: {tolerance}")
    for shown in texts(text, language):
        assert shown.count(told) == 1
        assert shown.index("f = 3*max") < shown.index(told)


@pytest.mark.parametrize(
    ("ties", "language", "told"),
    [
        ("first", "en", "all of it to the first of the tied operands."),
        ("last", "en", "all of it to the last of the tied operands."),
        ("all", "en", "the whole gradient to each of the tied operands."),
        ("last", "zh", "max 或 min 的操作数并列时，梯度的约定：全部给并列操作数中的最后一个。"),
    ],
)
def test_a_convention_of_its_own_is_told_with_the_question(ties, language, told):
    for shown in texts(SET.format(set="", exercise=f"ties: {ties}"), language):
        assert shown.count(told) == 1
        assert shown.index("f = 3*max") < shown.index(told)


def test_the_usual_convention_needs_no_word():
    for shown in texts(SET.format(set="", exercise="ties: split"), "en"):
        assert " a tie " not in shown


@pytest.mark.parametrize(
    ("ties", "given", "wrong"),
    [
        ("last", {"df/dx": "1.5", "df/dy": "1.5"}, ["df/dx", "df/dy"]),
        ("first", {"df/dx": "3/2", "df/dy": "0"}, ["df/dx"]),
        ("all", {"df/dx": "3", "df/dy": "1.50"}, ["df/dy"]),
    ],
)
def test_what_is_right_under_the_usual_convention_is_told_just_that(ties, given, wrong):
    text = SET.format(set="", exercise=f"ties: {ties}")
    (marked,) = marking({"tied": {"f": "6", **given}}, text).exercises
    said = {
        cell.quantity.text: [remark(cell, marked, None, Manner(lang)) for lang in ("en", "zh")]
        for cell in marked.cells
        if cell.verdict is Verdict.WRONG
    }
    assert list(said) == wrong
    for english, chinese in said.values():
        assert english.startswith("That is the gradient if a tie is shared equally; here the conv")
        assert "tied operands" in english
        assert chinese.startswith("这是梯度由并列的操作数平分时的结果；本题的约定是：")
        assert "operands" not in chinese


def test_other_wrong_numbers_at_a_tie_are_not_explained_by_it():
    text = SET.format(set="", exercise="ties: last")
    (marked,) = marking({"tied": {"df/dx": "3", "df/dy": "0"}}, text).exercises
    assert all("shared" not in cell.note for cell in marked.cells)
