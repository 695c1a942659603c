"""Sentences and lists are put together in the manner of the language."""

from __future__ import annotations

import re

import pytest

from gradcli.grading.mistakes import MISTAKES
from gradcli.language.message import Message
from gradcli.language.messages import MESSAGES
from gradcli.render.explanation.words import LESSON
from gradcli.render.notice_words import NOTICES
from gradcli.render.phrases import PHRASES, translated
from gradcli.render.phrases_commands import COMMAND_PHRASES
from gradcli.render.phrases_files import FILE_PHRASES
from gradcli.render.phrases_language import LANGUAGE_PHRASES
from gradcli.render.sentences import filled
from gradcli.render.words import WORDS, word

#: Where Chinese stands close to a Latin letter or a digit.
CLOSE = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("text", "parts", "whole"),
    [
        (
            "如果{mistake}，就会得到 {answer}。",
            {"mistake": "s 乘 t", "answer": "-3"},
            "如果 s 乘 t，就会得到 -3。",
        ),
        ("要求{rule}", {"rule": "相等"}, "要求相等"),
        ("再从 {x} 算", {"x": "q"}, "再从 q 算"),
        ("“{x}”不是数", {"x": "作业a"}, "“作业a”不是数"),
        ("{count:,} 个{what}", {"count": 1234, "what": ""}, "1,234 个"),
        ("以 }} 结束", {}, "以 } 结束"),
        ("{x} and 1", {"x": "学"}, "学 and 1"),
    ],
)
def test_parts_are_set_apart_where_chinese_meets_latin(
    text: str, parts: dict[str, object], whole: str
) -> None:
    assert filled(text, parts) == whole


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("name", ["because", "because_2", "because_3"])
def test_a_diagnosis_is_a_sentence_of_chinese(name: str, mistake: str) -> None:
    texts = dict.fromkeys(("mistake", "other", "third"), MISTAKES[mistake].sentence["zh"])
    told = word(name, "zh", answer="-30", **texts)
    assert not CLOSE.search(told), told
    assert "如果或者" not in told
    assert (name == "because") == told.startswith("如果")


def test_alternatives_are_numbered() -> None:
    told = word("because_2", "zh", answer="-30", mistake="s 与 t 相乘", other="丢了负号")
    assert told == "以下情况会得到 -30：①s 与 t 相乘；②丢了负号。"


TABLES = (WORDS, LESSON, NOTICES, PHRASES, COMMAND_PHRASES, FILE_PHRASES, LANGUAGE_PHRASES)


def test_every_text_sets_chinese_and_latin_apart() -> None:
    texts = [row["zh"] for table in TABLES for row in table.values()]
    texts += [text["zh"] for row in MISTAKES.values() for text in (row.sentence, row.hint)]
    assert not [text for text in texts if CLOSE.search(re.sub(r"\{\w+\}", "", text))]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("the derivative does not depend on x, z", "导数与 x、z 无关"),
        ("f(x) cannot", "f(x) cannot"),
        ("it has one, two, three", "其中有 one、two、three"),
        ("no value for a, b and 3 more", "没有给 a、b 等（另有 3 个）值"),
        ("it comes from A = [1, 2], x = 3", "它来自 A = [1, 2]、x = 3"),
        ("it is written log(x), log(x, base)", "应写成 log(x)、log(x, base)"),
    ],
)
def test_lists_have_their_own_comma(english: str, chinese: str) -> None:
    assert translated(english, "zh") == chinese


@pytest.mark.parametrize("row", MESSAGES, ids=lambda row: row.message[:50])
def test_every_message_of_the_language_is_told_in_chinese(row: Message) -> None:
    for text in (row.message, row.hint):
        english = re.sub(r"\{\w+\}", "x1", text)
        told = re.sub(r"`[^`]*`", "", translated(english, "zh"))
        assert not re.search(r"[a-z]{3,} [a-z]{2,}", told), told
