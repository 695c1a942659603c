"""Exercise files and sheets: what is read, and every fault with its line and column."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from gradcli.errors import GradcliError
from gradcli.grading import fields
from gradcli.grading.faults import FileFaults
from gradcli.grading.kinds import READERS
from gradcli.grading.model import Place, Tolerance
from gradcli.grading.reader import read_set, read_sheet

SET = """\
# yaml-language-server: $schema=schema.json
format: 1
title: {en: Backpropagation, zh: 反向传播}
tolerance: {figures: 3}
exercises:
  - id: add-multiply
    title: A sum into a product
    program: |
      q = x + y

      f = q * z
    at: {x: -2, y: 1e-3, z: [1, [no, 012]]}
    ask: [q, df/dx, x + y]
    points: 1/2
    hints:
      - {en: look, zh: 看}
      - {for: df/dx, text: which gate?}
    ties: first
    carried: 0.5
    elements: true
    answers: {q: ~, df/dx: 1:30, "x + y": }
  - {id: 求和, program: x, at: {x: 1}, ask: all, tolerance: exact}
"""


def test_a_set_is_read_with_every_key():
    found = read_set("ch4.yaml", SET)
    first, second = found.exercises
    assert found.title.in_language("zh") == "反向传播"
    assert first.program == "q = x + y\n\nf = q * z"
    assert first.at == {"x": "-2", "y": "1e-3", "z": "[1, [no, 012]]"}
    assert first.ask == ("q", "df/dx", "x + y")
    assert first.points == Fraction(1, 2)
    assert first.carried == Fraction(1, 2)
    assert [(hint.quantity, str(hint.text)) for hint in first.hints] == [
        ("", "look"),
        ("df/dx", "which gate?"),
    ]
    assert (first.ties, first.ties_chosen, first.elements) == ("first", True, True)
    assert (second.id, second.ask, second.answers) == ("求和", ("all",), None)


def test_a_scalar_is_the_text_that_stands_there():
    answers = read_set("ch4.yaml", SET).exercises[0].answers
    assert answers is not None
    assert {name: answer.text for name, answer in answers.items()} == {
        "q": "~",
        "df/dx": "1:30",
        "x + y": "",
    }


def test_the_tolerance_of_the_set_is_that_of_exercises_without_their_own():
    first, second = read_set("ch4.yaml", SET).exercises
    assert first.tolerance == Tolerance("figures", count=3)
    assert second.tolerance == Tolerance("exact")


def test_every_part_knows_its_place():
    first = read_set("ch4.yaml", SET).exercises[0]
    assert first.lines == (
        Place("ch4.yaml", 9, 7),
        Place("ch4.yaml", 10, 1),
        Place("ch4.yaml", 11, 7),
    )
    assert first.places["at y"] == ("ch4.yaml", 12, 20)
    assert first.places["ask df/dx"] == ("ch4.yaml", 13, 14)
    assert first.answers is not None
    assert first.answers["df/dx"].place == ("ch4.yaml", 21, 28)
    assert first.answers["df/dx"].named == ("ch4.yaml", 21, 21)


def test_a_sheet_is_read():
    text = "format: 1\nstudent: 2026001\nanswers:\n  add-multiply: {q: 3, f: }\n  other:\n"
    sheet = read_sheet("a.yaml", text)
    assert sheet.student == "2026001"
    assert sheet.answers["add-multiply"]["q"] == ("3", ("a.yaml", 4, 21), ("a.yaml", 4, 18))
    assert sheet.answers["add-multiply"]["f"].text == ""
    assert sheet.answers["other"] == {}
    assert sheet.places["other"] == ("a.yaml", 5, 3)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("{q: 3,5, f: 1}", {"q": "3,5", "f": "1"}),
        ("{q: 1,234}", {"q": "1,234"}),
        ("{q: [1, 2], f: [[1, 2], [3, 4]]}", {"q": "[1, 2]", "f": "[[1, 2], [3, 4]]"}),
        ("{q: {a: 1}}", {"q": "{a: 1}"}),
        ("{q: '3', f: \"-4\"}", {"q": "3", "f": "-4"}),
        ("{∂f/∂x: −4}", {"∂f/∂x": "−4"}),
    ],
)
def test_answers_reach_the_marker_as_they_were_typed(written, read):
    sheet = read_sheet("a.yaml", f"format: 1\nanswers: {{one: {written}}}\n")
    assert {name: answer.text for name, answer in sheet.answers["one"].items()} == read


GOOD = "format: 1\ntitle: x\n"

#: An exercise file, and everything that is said of it.
FAULTS = [
    (
        GOOD + "exercises: [{id: a, program: f = max(x, y)}]\n",
        ["3:41: unknown key 'y)'; a text with commas and brackets in it goes in quotes"],
    ),
    ("", ["1:1: the file is empty: an exercise file is expected"]),
    ("# nothing\n", ["1:1: the file is empty: an exercise file is expected"]),
    ("3\n", ["1:1: an exercise file is expected here, with keys and values"]),
    ("format: 1\n", ["1:1: an exercise file needs title, exercises"]),
    (GOOD + "exercises: 3\n", ["3:12: exercises is a list; begin each exercise with `- id: …`"]),
    (GOOD + "exercises: []\n", ["3:12: there is no exercise in the list"]),
    (
        GOOD + "exercises:\n  - id: a\n    program: x\n    answer: {}\n",
        ["6:5: unknown key 'answer', did you mean 'answers'?"],
    ),
    (
        "format: 2\ntitle: x\nexercises: [{id: a, program: x}]\n",
        ["1:9: format '2' is unknown: this gradcli reads format 1; a newer gradcli may read it"],
    ),
    (
        GOOD + "exercises: [{id: a b, program: x, points: -1, ties: frist, elements: yes}]\n",
        [
            "3:18: 'a b' is no id; an id has letters, digits and - _ . only",
            "3:43: points is a number, 0 or more, not '-1'; such as 8, 0.5 or 1/2",
            "3:53: ties is one of split, first, last, all, not 'frist', did you mean 'first'?",
            "3:70: elements is true or false, not 'yes'",
        ],
    ),
    (
        GOOD + "exercises:\n  - {id: a, program: x, at: {x:1, y: , z: {a: 1}}}\n",
        [
            "4:30: 'x:1' has no value; write a space after the colon: x: 1",
            "4:35: y has no value; give it one, or remove it",
            "4:43: the value of z is a number or a list",
        ],
    ),
    (
        GOOD + "exercises:\n- {id: a, program: x}\n- {id: a, program: ''}\n- {id: a, program: y}\n",
        [
            "5:20: program is empty",
            "6:8: two exercises have the id 'a'; the first is at line 4",
        ],
    ),
    (
        "format: 1\nformat: 1\ntitle: {en: x, en: y, klingon: z, zh: [1]}\nexercises: [{id: a}]\n",
        [
            "2:1: the key 'format' is there twice; first at line 1",
            "3:16: the key 'en' is there twice; first at line 3",
            "3:23: 'klingon' is no language; such as en or zh",
            "3:39: title is one text for each language",
            "4:13: an exercise needs program",
        ],
    ),
    (
        GOOD
        + "exercises: [{id: a, program: x, tolerance: {places: 2, absolute: x}, ask: [q, q]}]\n",
        [
            "3:66: absolute is a number, 0 or more, not 'x'; such as 8, 0.5 or 1/2",
            "3:79: 'q' is asked twice",
        ],
    ),
    (
        GOOD + "tolerance: near\nexercises: [{id: a, program: x, carried: 2, hints: [{for: q}]}]\n",
        [
            f"3:12: tolerance 'near' is unknown; {fields.TOLERANCE_DOC}",
            "4:42: carried is a number from 0 to 1, not 2",
            "4:53: a hint needs text",
        ],
    ),
    (
        "format: 1\nstudent: 3\nanswers: {}\n",
        [
            "1:1: an exercise file needs title, exercises",
            "2:1: unknown key 'student'; this is part of an answer sheet, not of an exercise file",
            "3:1: unknown key 'answers'; this is part of an answer sheet, not of an exercise file",
        ],
    ),
    (
        "title: *x\nb: &y 1\nc: !!python/object:os.system z\n",
        [
            (
                "1:8: *x is a YAML alias, which is not allowed here; "
                "a text that begins with such a sign goes in quotes"
            ),
            (
                "2:4: &y is a YAML anchor, which is not allowed here; "
                "a text that begins with such a sign goes in quotes"
            ),
            (
                "3:4: !!python/object:os.system is a YAML tag, which is not allowed here; "
                "a text that begins with such a sign goes in quotes"
            ),
        ],
    ),
    (
        "---\na: 1\n---\nb: 2\n",
        ["3:1: a second document; a file holds one document: remove the ---"],
    ),
    ("x: " + "[" * 21 + "]" * 21, ["1:23: more than 20 levels deep"]),
    ("a: b\x07\n", ["1:5: a control character, U+0007; remove it"]),
    ("a: 1\n\tb: 2\n", ["2:1: a tab: YAML is indented with spaces; replace it by spaces"]),
    ("a: @x\n", ["1:4: a text cannot begin with @; put it in quotes"]),
    (
        "q: - 4\n",
        ["1:4: a list cannot begin here; a number is written without a space, as in -4"],
    ),
    (
        "at: {x: -2 y: 5}\n",
        [
            (
                "1:13: the braces are not closed, or a comma is missing; "
                "separate the entries with commas and close with }"
            )
        ],
    ),
    (
        "a: 1\nask: [q, f\n",
        [
            (
                "3:1: the list is not closed, or a comma is missing; "
                "it begins at line 2, column 6; "
                "separate the items with commas and close with ]"
            )
        ],
    ),
    (
        "title: 'x\n",
        [
            (
                "2:1: a quoted text is not closed; it begins at line 1, column 8; "
                "put the same quote at its end"
            )
        ],
    ),
]


@pytest.fixture(params=["libyaml", "pure Python"])
def _loader(request, monkeypatch):
    if request.param == "pure Python":
        monkeypatch.delattr(yaml, "CBaseLoader", raising=False)
    elif not hasattr(yaml, "CBaseLoader"):
        pytest.skip("PyYAML was built without libyaml")


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(("text", "faults"), FAULTS)
def test_all_faults_of_a_file_are_reported_with_line_and_column(text, faults):
    with pytest.raises(FileFaults) as found:
        read_set("ch4.yaml", text)
    assert str(found.value).split("\n") == [f"ch4.yaml:{fault}" for fault in faults]
    assert len(found.value.faults) == len(faults)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("format: 1\n", "1:1: an answer sheet needs answers"),
        ("format: 1\nanswers: 3\n", "2:10: a map of exercises to answers is expected here"),
        ("format: 1\nanswers: {a: 3}\n", "2:14: a map of quantities to answers is expected here"),
        ("format: 1\nanswers: {a: {q:3}}\n", "2:15: 'q:3' has no value; write a space"),
        ("format: 1\nanswers: {a: {q: 3, q: 4}}\n", "2:21: the key 'q' is there twice"),
        ("format: 1\nanswers: {}\ntitle: x\n", "3:1: unknown key 'title'; this is part of an ex"),
    ],
)
def test_faults_of_a_sheet_are_reported_with_line_and_column(text, fault):
    with pytest.raises(FileFaults) as found:
        read_sheet("a.yaml", text)
    assert str(found.value).startswith(f"a.yaml:{fault}")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"format: 1\ntitle: \xe5a\n", "2:8: not UTF-8: byte 0xe5 at offset 17; save the file"),
        ("format: 1".encode("utf-16"), "1:1: not UTF-8: byte 0xff at offset 0; save the file"),
        (b"\xef\xbb\xbfa: \xff", "1:4: not UTF-8: byte 0xff at offset 6"),
        (b"x" * ((1 << 20) + 1), "1:1: the file is too large: at most 1,048,576 bytes are allowed"),
    ],
)
def test_bytes_that_are_no_text_are_refused(data, fault):
    with pytest.raises(FileFaults) as found:
        read_set("a.yaml", data)
    assert str(found.value).startswith(f"a.yaml:{fault}")


def test_a_byte_order_mark_is_no_fault():
    assert len(read_set("a.yaml", b"\xef\xbb\xbf" + SET.encode()).exercises) == 2


def test_a_file_is_read_from_its_path(tmp_path: Path):
    path = tmp_path / "ch4.yaml"
    path.write_text(SET, encoding="utf-8")
    assert read_set(path) == read_set(str(path), SET)


def test_a_missing_file_is_an_error_that_offers_its_neighbour(tmp_path: Path):
    (tmp_path / "ch4.yaml").touch()
    with pytest.raises(GradcliError) as found:
        read_set(tmp_path / "ch4.yml")
    assert found.value.hint == "did you mean 'ch4.yaml'?"
    with pytest.raises(GradcliError, match="is a directory"):
        read_set(tmp_path)


def test_there_is_a_reader_for_every_kind_of_value():
    used = {field.kind for record in fields.RECORDS for field in record.fields}
    assert used == set(READERS)
