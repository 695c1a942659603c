"""The table of words: every text in both languages, with the same parts."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

import gradcli.grading.session
from gradcli.grading.answers import Context, Invalid, read_answer
from gradcli.grading.faults import Fault, FileFaults
from gradcli.grading.key import Keys
from gradcli.grading.marking import Verdict
from gradcli.grading.reader import read_set
from gradcli.grading.sheets import faults_of
from gradcli.language.messages import MESSAGES
from gradcli.render.faults import fault_text
from gradcli.render.languages import LANGUAGES
from gradcli.render.marking import Manner
from gradcli.render.marking_remarks import remark
from gradcli.render.phrases import PHRASES, translated
from gradcli.render.phrases_commands import COMMAND_PHRASES
from gradcli.render.phrases_descent import DESCENT_PHRASES
from gradcli.render.phrases_files import FILE_PHRASES
from gradcli.render.phrases_language import LANGUAGE_PHRASES
from gradcli.render.words import WORDS, counted, word
from tests.grading.sheets import marking
from tests.grading.test_reader import FAULTS

PART = re.compile(r"\{(\w+)\}")

#: Words for which a habit of blaming would be noticed.
BLAME = re.compile(r"\b(you (forgot|failed|should have)|your mistake|careless|stupid)\b|你忘|你错")


@pytest.mark.parametrize("name", WORDS)
def test_every_text_is_there_in_every_language(name: str) -> None:
    assert tuple(WORDS[name]) == LANGUAGES
    assert all(WORDS[name].values())


@pytest.mark.parametrize("name", WORDS)
def test_the_parts_of_a_text_are_the_same_in_every_language(name: str) -> None:
    parts = [set(PART.findall(text)) for text in WORDS[name].values()]
    assert all(found == parts[0] for found in parts)


@pytest.mark.parametrize("name", [name for name in WORDS if name.endswith("_one")])
def test_one_and_many_have_the_same_parts(name: str) -> None:
    many = WORDS[name.removesuffix("_one")]
    assert PART.findall(many["en"]) == PART.findall(WORDS[name]["en"])


TABLES = (PHRASES, FILE_PHRASES, LANGUAGE_PHRASES, COMMAND_PHRASES, DESCENT_PHRASES)
ALL_PHRASES = {name: row for table in TABLES for name, row in table.items()}


def test_no_phrase_is_in_two_tables() -> None:
    assert len(ALL_PHRASES) == sum(map(len, TABLES))


@pytest.mark.parametrize("phrase", ALL_PHRASES)
def test_a_translated_phrase_has_no_parts_but_those_of_the_phrase(phrase: str) -> None:
    chinese = ALL_PHRASES[phrase]["zh"]
    assert set(PART.findall(chinese)) <= set(PART.findall(phrase))
    assert re.search("[\u4e00-\u9fff]", chinese)


#: Files that can be read, and programs or questions in them that cannot be worked.
UNWORKABLE = (
    *("program: f = q", "program: f = log(x), at: {x: -1}", "program: x, ask: [out]"),
    *("program: f = x*2, at: {x: 1}, ask: [f, g]", "program: f = x/0, at: {x: 1}"),
    *("program: f = x*2, at: {x: 1}, ask: [df/dx, ∂f/∂x]", "program: f = x > 0, at: {x: 1}"),
    *("program: q = x*2; f = q*3, at: {x: 1}, ask: [q], hints: {f: look}",),
    *("program: f = x*x, at: {x: '[1, 2]'}, ask: [df/dx]", "program: f = sqrt(x), at: {x: 0}"),
    *(
        "program: q = x*2; f = q*3, at: {x: 1}, ask: [local df/dx]",
        "program: f = x, at: {x: 1, y: 2}",
    ),
    *("program: 'f = [1, 2] + x', at: {x: '[1, 2, 3]'}", "program: f = s[4], at: {s: '[1, 2]'}"),
    *("program: f = sum(A@A), at: {A: '[[1, 2]]'}", "program: f = s[2:2], at: {s: '[1, 2]'}"),
    *("program: 'f = cross_entropy(s, 5)', at: {s: '[1, 2]'}",),
    *("program: 'f = cross_entropy(s, 0.5)', at: {s: '[1, 2]'}",),
    *("program: 'f = sum(reshape(s, 3))', at: {s: '[1, 2]'}",),
    *("program: 'f = sum(s, axis=3)', at: {s: '[1, 2]'}",),
)


def _faults(text: str) -> list[Fault]:
    """Return all that is wrong with an exercise file and its exercises."""
    try:
        found = read_set("a.yaml", text)
        return faults_of(found, Keys(found))
    except FileFaults as problem:
        return list(problem.faults)


@pytest.mark.parametrize(
    "text",
    [
        *(text for text, _ in FAULTS),
        *(f"format: 1\ntitle: x\nexercises:\n  - {{id: a, {rest}}}\n" for rest in UNWORKABLE),
    ],
)
def test_an_author_is_told_of_every_fault_in_chinese(text: str) -> None:
    faults = _faults(text)
    assert faults
    for fault in faults:
        told = fault_text(fault, "zh").removeprefix(f"{fault.place}: ")
        told = re.sub("“[^”]*”|`[^`]*`|at: {.*", "", told)
        assert re.search("[\u4e00-\u9fff]", told), fault
        assert not re.search(r"[A-Za-z]{3,} [A-Za-z]{2,} [A-Za-z]{2,}", told), told


@pytest.mark.parametrize("name", WORDS)
def test_no_text_blames(name: str) -> None:
    assert not any(BLAME.search(text) for text in WORDS[name].values())


def test_every_sentence_of_the_session_is_in_the_table() -> None:
    source = Path(gradcli.grading.session.__file__).read_text(encoding="utf-8")
    names = set(re.findall(r'Said\(\s*"(\w+)"', source))
    assert names
    assert names <= WORDS.keys()


UNREADABLE = (
    *("3,5", "1,234", "1 000", "inf", "1e400", "1;2", "3 # x", "{1}", '"1"', "[]", "[1,,2]", "-"),
    *("[[1],[2,3]]", "[1,[2]]", "df/dz = 4", "I do not know", "(" * 60 + "1" + ")" * 60, "2" * 501),
)


#: All texts that the language refuses.
REFUSED = tuple(dict.fromkeys(text for row in MESSAGES for text in row.inputs))
CONTEXT = Context({"x": Fraction(2), "y": Fraction(3), "w": Fraction(1)}, ("q", "f"))


@pytest.mark.parametrize("text", [*UNREADABLE, *REFUSED, "1/0", "log(-1)", "exp(1000)", "q + 1"])
def test_what_cannot_be_read_is_said_in_chinese_too(text: str) -> None:
    reading = read_answer(text, CONTEXT)
    if not isinstance(reading, Invalid):
        return
    key = marking({"product": {}}).exercises[0]
    cell = replace(key.cells[0], reading=reading, verdict=Verdict.INVALID)
    said = remark(cell, key, None, Manner("zh"))
    assert re.search("[\u4e00-\u9fff]", said), said
    code = r"`[^`]*`|\\w+\\([^()]*\\)|UTF|LaTeX"
    words = re.sub(code, "", said)
    assert not re.search(r"\b(the|is|are|Write|you|and its|stands)\b", words), said


def test_what_has_no_translation_stays_english() -> None:
    assert translated("something new", "zh") == "something new"
    assert translated("equal", "en") == "equal"


def test_values_are_put_in_as_they_are() -> None:
    assert word("again_value", "en", operands="{x} %s") == "work it out once more from {x} %s"
    assert counted("welcome", "zh", 1) == "共 1 个答案要填。"
