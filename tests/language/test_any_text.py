"""No text ends in anything but a graph or an error with a place in that text."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gradcli.errors import GradcliError
from gradcli.graph import Graph
from gradcli.language import (
    needed_names,
    parse,
    parse_value,
    same_structure,
    written_graph,
)
from tests.language.reading import ACCEPTED

WORDS = [
    *("x", "y", "sin", "sum", "where", "max", "e", "pi", "axis", "T", "and", "or", "not", "if"),
    *("(", ")", "[", "]", ",", ":", ";", "=", "==", "<", ">=", "+", "-", "*", "/", "%", "@"),
    *("^", "**", ".", "!", "|", "&", "#", "'", '"', "\n", "\r\n", " ", "\t", "{", "}", "\\"),
    *("1", "2.5", ".5", "1e", "1e3", "0x1", "000", "²", "₁", "ᵀ", "×", "−", "（", "】", "½"),
    *("\u0301", "\u200b", "\x00", "\ufeff", "\u2028", "𝑥", "’", "\ud800"),
]

GRAMMAR_LIKE = st.lists(st.sampled_from(WORDS), max_size=30).map("".join)
ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=40)


def outcome(read: Callable[[str], Graph], text: str) -> Graph | GradcliError:
    try:
        return read(text)
    except GradcliError as error:
        return error


def is_read_or_refused(text: str) -> None:
    for read in (parse, parse_value):
        found = outcome(read, text)
        if isinstance(found, GradcliError):
            assert found.message
            assert found.source == text
            assert found.span is not None
            assert 0 <= found.span.start <= found.span.end <= len(text)
            continue
        for node in range(len(found)):
            span = found.span_of(node)
            assert 0 <= span.start < span.end <= len(text)
        assert same_structure(parse(written_graph(found), bound=[*found.inputs]), found)
    assert isinstance(needed_names(text), list)


@given(GRAMMAR_LIKE)
@example("x=[]")
@example("w[")
@example("f(x=")
def test_text_made_of_the_words_of_the_language(text: str) -> None:
    is_read_or_refused(text)


@given(ANY)
def test_any_text(text: str) -> None:
    is_read_or_refused(text)


@given(st.sampled_from(list(ACCEPTED)), st.integers(0, 80), st.sampled_from(WORDS), st.booleans())
def test_a_program_with_one_slip(text: str, place: int, word: str, replace: bool) -> None:
    is_read_or_refused(text[:place] + word + text[place + replace :])


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join))
def test_ten_thousand_characters_are_read_or_refused_at_once(text: str) -> None:
    long = text * (10_000 // len(text))
    began = time.perf_counter()
    outcome(parse, long)
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("x + 2*(y - sum(z, axis=0, reduction=foo)", ["x", "y", "z"]),
        ("a = 2; a*b", ["b"]),
        ("a = 2; a*b +", ["b"]),
        ("sin(x", ["x"]),
        ("(x+y)*z", ["x", "y", "z"]),
        ("2*pi*r +", ["r"]),
        ("x.sum() + y.T *", ["x", "y"]),
        ("x₁ + ", ["x1"]),
        ("", []),
        ("\ud800½", []),
    ],
    ids=ascii,
)
def test_the_variables_of_an_unfinished_program(text: str, names: list[str]) -> None:
    assert [name for name in needed_names(text) if "½" not in name] == names


@pytest.mark.parametrize("text", ["3", "1/3", "[1, 2, 3]", "-pi/4", "2*e", "inf", "sqrt(2)", "−３"])
def test_a_value_is_a_constant_expression(text: str) -> None:
    graph = parse_value(text)
    assert graph.inputs == {}


@pytest.mark.parametrize("text", ["x", "a = 1", "2*x", "a = 1; a"])
def test_a_value_has_no_names(text: str) -> None:
    with pytest.raises(GradcliError, match="a value must be a number"):
        parse_value(text)
