"""The table of words: every text in both languages, with the same parts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import gradcli.grading.session
from gradcli.grading.answers import Invalid, read_answer
from gradcli.render.words import LANGUAGES, PHRASES, WORDS, counted, translated, word

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


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_translated_phrase_has_the_parts_of_the_phrase(phrase: str) -> None:
    assert set(PART.findall(PHRASES[phrase]["zh"])) == set(PART.findall(phrase))


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


@pytest.mark.parametrize("text", UNREADABLE, ids=lambda text: text[:12])
def test_what_cannot_be_read_is_said_in_chinese_too(text: str) -> None:
    reading = read_answer(text)
    assert isinstance(reading, Invalid)
    for said in (reading.message, reading.hint):
        assert not said or re.search("[\u4e00-\u9fff]", translated(said, "zh")), said


def test_what_has_no_translation_stays_english() -> None:
    assert translated("something new", "zh") == "something new"
    assert translated("equal", "en") == "equal"


def test_values_are_put_in_as_they_are() -> None:
    assert word("again_value", "en", operands="{x} %s") == "work it out once more from {x} %s"
    assert counted("welcome", "zh", 1) == "共 1 个答案要填。"
