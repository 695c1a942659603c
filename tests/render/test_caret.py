"""Carets stand under what they mean, whatever stands before it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcli.graph import Span
from gradcli.render import caret
from gradcli.render.cells import cells

#: Source, span, and the two lines shown.
CARETS = [
    ("y = 2x", (4, 6), "y = 2x", "    ^^"),
    ("学习率*2x", (4, 6), "学习率*2x", "       ^^"),
    ("（x＋y）z", (4, 6), "（x＋y）z", "      ^^^"),
    ("x\u0301 + 2x", (5, 7), "x\u0301 + 2x", "    ^^"),
    ("a\tb 2x", (4, 6), "a b 2x", "    ^^"),
    ("a = 1\nb = 2x\nc", (10, 12), "b = 2x", "    ^^"),
    ("a = 1\r\nb = 2x\r\n", (11, 13), "b = 2x", "    ^^"),
    ("f = (a +\n b", (4, 11), "f = (a +", "    ^^^^"),
    ("x +", (3, 3), "x +", "   ^"),
    ("", (0, 0), "", "^"),
    ("x\x1b[31m + 2x", (9, 11), "x·[31m + 2x", "         ^^"),
    ("x\u202e + 2x", (5, 7), "x· + 2x", "     ^^"),
    ("x\u3000+ 2x", (4, 6), "x\u3000+ 2x", "     ^^"),
]


@pytest.mark.parametrize(("source", "span", "line", "marks"), CARETS)
def test_a_caret_stands_under_the_whole_span(
    source: str, span: tuple[int, int], line: str, marks: str
) -> None:
    assert caret(source, Span(*span)).split("\n") == [line, marks]


def test_a_long_line_is_cut_to_a_window_around_the_span() -> None:
    source = "x + " * 100 + "2y" + " + z" * 100
    shown, marks = caret(source, Span(400, 402), width=40).split("\n")
    assert cells(shown) <= 40
    assert shown[marks.index("^") : marks.index("^") + 2] == "2y"
    assert marks.count("^") == 2
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_a_long_span_is_cut_in_its_middle() -> None:
    shown, marks = caret("f(" + "x" * 500 + ")", Span(0, 503), width=40).split("\n")
    assert len(shown) == len(marks) <= 40
    assert "…" in shown


def test_without_unicode_a_caret_stands_right_too() -> None:
    shown, marks = caret("学习率*2x\x07", Span(4, 6), ascii_only=True).split("\n")
    assert shown.isascii()
    assert shown[marks.index("^") :] == "2x?"


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200), st.integers(20, 90))
def test_no_text_breaks_the_caret(source: str, start: int, length: int, width: int) -> None:
    shown, marks = caret(source, Span(start, start + length), width).split("\n")
    assert cells(shown) <= width
    assert len(marks) <= width + 1
    assert "^" in marks
    assert not any(c < " " or c == "\x7f" for c in shown)
