"""Reading one answer: what is a number, what cannot be read, and where the caret goes."""

from __future__ import annotations

from fractions import Fraction as F

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcli.grading.answers import Answer, Blank, Context, Invalid, read_answer
from gradcli.grading.numerals import Figures

CONTEXT = Context(
    {"x1": F(3), "x": F(-2), "w": numpy.array([F(1), F(2)], dtype=object)},
    ("q", "f", "e"),
)


def is_label(text):
    return text in ("df/dx", "∂f/∂x")


@pytest.mark.parametrize(
    ("text", "value", "figures"),
    [
        ("3", F(3), (1, 0)),
        (" -4 ", F(-4), (1, 0)),
        ("- 4", F(-4), (1, 0)),
        ("+4", F(4), (1, 0)),
        ("012", F(12), (2, 0)),
        ("0.20", F(1, 5), (2, 2)),
        ("-.5", F(-1, 2), (1, 1)),
        ("5.", F(5), (1, 0)),
        ("0", F(0), (0, 0)),
        ("0.00", F(0), (0, 2)),
        ("0.0012", F(12, 10**4), (2, 4)),
        ("1200", F(1200), (4, 0)),
        ("1e-3", F(1, 1000), (1, 3)),
        ("1.2E3", F(1200), (2, -2)),
        ("1.2×10^-3", F(12, 10**4), (2, 4)),
        ("1.2·10⁻³", F(12, 10**4), (2, 4)),
        ("1.2*10**(-3)", F(12, 10**4), (2, 4)),
        ("1.2 x 10^3", F(1200), (2, -2)),
        ("−4", F(-4), (1, 0)),
        ("３．５", F(7, 2), (2, 1)),
        ("－１２", F(-12), (2, 0)),
    ],
)
def test_a_plain_number_is_exact_and_knows_its_figures(text, value, figures):
    found = read_answer(text)
    assert found == Answer(text, value, Figures(*figures))
    assert found.plain


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/3", F(1, 3)),
        ("-1 / 3", F(-1, 3)),
        ("2*x1", F(6)),
        ("x1^2 - x", F(11)),
        ("2*(3+4)", F(14)),
        ("0.1+0.2", F(3, 10)),
        ("2²", F(4)),
        ("1e3*2", F(2000)),
        ("max(2, x1)", F(3)),
        ("sqrt(4)", 2.0),
    ],
)
def test_an_expression_is_read_by_the_language(text, value):
    found = read_answer(text, CONTEXT, is_label)
    assert isinstance(found, Answer)
    assert (found.value, found.figures, found.plain) == (value, None, False)


@pytest.mark.parametrize("text", ["", "  ", "\t", "　", "df/dx =", " = "])
def test_nothing_is_blank(text):
    assert read_answer(text, CONTEXT, is_label) == Blank(text)


ABOUT = ["~-4", "df/dx ~ -4", "～－４", "~= -4", "≅ -4", "df/dx ≒ -4", "∼−4"]


@pytest.mark.parametrize(
    "text", ["df/dx = -4", "∂f/∂x=−4", "df/dx ≈ -4", "= -4", "df/dx＝－４", *ABOUT]
)
def test_a_label_that_repeats_the_question_is_dropped(text):
    found = read_answer(text, CONTEXT, is_label)
    assert isinstance(found, Answer)
    assert (found.value, found.figures) == (F(-4), Figures(1, 0))


@pytest.mark.parametrize(
    ("text", "value", "figures"),
    [
        ("[1, 2.50]", [F(1), F(5, 2)], ((1, 0), (3, 2))),
        ("[[1, 2], [3, 1/3]]", [[F(1), F(2)], [F(3), F(1, 3)]], ((1, 0), (1, 0), (1, 0), None)),
        ("［１，２］", [F(1), F(2)], ((1, 0), (1, 0))),
        ("[2*x1, -x]", [F(6), F(2)], (None, None)),
        ("2*[1, 2]", [F(2), F(4)], None),
        ("[w, 2*w]", [[F(1), F(2)], [F(2), F(4)]], None),
        ("w", [F(1), F(2)], None),
    ],
)
def test_a_list_is_an_array_with_the_figures_of_its_elements(text, value, figures):
    found = read_answer(text, CONTEXT, is_label)
    assert isinstance(found, Answer)
    assert found.value.tolist() == value
    assert found.figures == figures
    assert found.plain == (figures is not None and None not in figures)


@pytest.mark.parametrize(
    ("text", "marked", "message", "hint"),
    [
        ("3,5", "3,5", "a comma does not belong", "write 3.5"),
        ("-3，50", "-3，50", "a comma does not belong", "write -3.50"),
        ("1,234", "1,234", "a comma does not belong", "write 1234; or 1.234, if the comma is"),
        ("1,234,567", "1,234,567", "a comma does not belong", "write 1234567"),
        ("1.234,5", "1.234,5", "a comma does not belong", "write 1234.5"),
        ("1 000", "1 000", "a number is written without spaces", "write 1000"),
        ("1'000.5", "1'000.5", "a number is written without spaces", "write 1000.5"),
        ("df/dx = 3,5", "3,5", "a comma does not belong", "write 3.5"),
        ("inf", "inf", "inf is no number", "write a finite number"),
        ("-inf", "-inf", "-inf is no number", "write a finite number"),
        ("∞", "∞", "", ""),
        ("nan", "nan", "nan is no number", "write a finite number"),
        ("1e400", "1e400", "the power of ten is out of range", ""),
        ("1e-999999999", "1e-999999999", "the power of ten is out of range", ""),
        ("3; 4", ";", "a ; separates two answers", ""),
        ("3 # about", "#", "a # begins a comment", ""),
        ("3\n4", "\n", "an answer is one line", ""),
        ("{a: 1}", "{", "braces are no part", "a list stands between [ and ]"),
        ("(3", "(", "", ""),
        ("3)", ")", "", ""),
        ("[1, 2", "[", "", ""),
        ("I do not know", "I do not know", "this is no number", "leave it empty"),
        ("不知道", "不知道", "", "leave it empty"),
        ("about 3", "about 3", "this is no number", "leave it empty"),
        ("sin 3", "sin 3", "the argument of sin needs brackets", "sin(3)"),
        ("?", "?", "'?' is no number", "leave it empty"),
        ("abc", "abc", "abc is no number", "leave it empty"),
        ("x2", "x2", "x2 is no number", "did you mean 'x'?"),
        ("2*q", "q", "q is no input of the exercise", "write its value"),
        ("e^2", "e", "e is no input of the exercise", "write its value"),
        ("dq/dx = 3", "dq/dx =", "'dq/dx' is not what is asked here", "write the number alone"),
        ("2*3 = 6", "2*3 =", "'2*3' is not what is asked here", "write the number alone"),
        ("1/0", "1/0", "1/0 is not defined", ""),
        ("log(-1)", "log(-1)", "log(-1) is not defined", ""),
        ("9^9^9", "9^9^9", "9^9^9 is too large", ""),
        ("2^2000", "2^2000", "2^2000 is too large", ""),
        ("sum([1, 2])", "sum([1, 2])", "sum is left for you to work out", "write the number"),
        ("[[1, 2], [3]]", "[[1, 2], [3]]", "the rows have different lengths", ""),
        ("[1, [2]]", "[1, [2]]", "numbers and lists stand side by side", ""),
        ("[]", "[]", "the list is empty", "leave it empty"),
        ("[1, , 2]", ", ,", "an element is missing", ""),
        ("[1, 1 000]", "1 000", "a number is written without spaces", "write 1000"),
        ("2x", "2x", "", "2*x"),
        ("4 cm", "4 cm", "", "4"),
        ("50%", "50%", "", "50/100"),
        ("\x1b[31m", "\x1b", "", ""),
        ("１　０００", "１　０００", "a number is written without spaces", "write 1000"),
    ],
)
def test_what_cannot_be_read_is_invalid_with_place_and_fix(text, marked, message, hint):
    found = read_answer(text, CONTEXT, is_label)
    assert isinstance(found, Invalid)
    assert text[found.span.start : found.span.end] == marked
    assert message in found.message
    assert hint in found.hint
    assert "--" not in found.hint


def test_an_answer_has_at_most_500_characters_and_50_levels():
    assert isinstance(read_answer("1+" * 248 + "1234"), Answer)
    assert "at most 500" in read_answer("1" * 501).message
    assert isinstance(read_answer("(" * 49 + "1" + ")" * 49), Answer)
    for deep in ("(" * 51 + "1" + ")" * 51, "[" * 51 + "1" + "]" * 51, "-" * 60 + "x"):
        assert isinstance(read_answer(deep, CONTEXT), Invalid)


@given(st.text(max_size=40))
def test_no_text_at_all_raises_an_exception(text):
    assert isinstance(read_answer(text, CONTEXT, is_label), (Answer, Blank, Invalid))


@given(st.text("0123456789.,+-*/^()[]eE x1\N{MINUS SIGN}×=", max_size=25))
def test_no_text_like_a_number_raises_an_exception(text):
    found = read_answer(text, CONTEXT, is_label)
    if isinstance(found, Invalid):
        assert found.message
        assert 0 <= found.span.start <= found.span.end <= len(text)


@given(st.integers(-(10**9), 10**9), st.integers(0, 12))
def test_a_decimal_is_the_fraction_that_it_writes(digits, decimals):
    text = f"{abs(digits):0{decimals + 1}d}"
    text = f"{text[: len(text) - decimals]}.{text[len(text) - decimals :]}"
    text = "-" + text if digits < 0 else text
    found = read_answer(text)
    assert isinstance(found, Answer)
    assert found.value == F(digits, 10**decimals)
    assert isinstance(found.figures, Figures)
    assert found.figures.decimals == decimals


@pytest.mark.parametrize(("text", "fix"), [("1 1/3", "1 + 1/3"), ("0。333", "0.333")])
def test_an_answer_in_another_notation_is_told_how_it_is_written(text: str, fix: str) -> None:
    read = read_answer(text)
    assert isinstance(read, Invalid)
    assert read.hint == f"did you mean {fix}?"
    assert isinstance(read_answer(fix), Answer)


@pytest.mark.parametrize("text", ["约0.2", "约 0.2", "约.2", "ca. 0.2", "approx. -3", "大约 3"])
def test_a_word_before_a_number_is_no_part_of_it(text):
    found = read_answer(text, CONTEXT)
    assert isinstance(found, Invalid)
    assert found.message == "this is no number"


@pytest.mark.parametrize(("text", "place"), [("50% + 1", (0, 3)), ("1 - 12.5 % - x", (4, 10))])
def test_a_percent_sign_before_a_sign_is_no_remainder(text, place):
    found = read_answer(text, CONTEXT)
    assert isinstance(found, Invalid)
    assert found.message == "% is the remainder here"
    assert (found.span.start, found.span.end) == place
    assert read_answer("7 % 4", CONTEXT).value == 3
    assert read_answer("x1 % -2", CONTEXT).value == -1
