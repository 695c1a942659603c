"""An answer that YAML would not read is a text like any other; the sheet around it is marked."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from gradcli.grading.answers import Invalid
from gradcli.grading.faults import FileFaults
from gradcli.grading.key import Keys
from gradcli.grading.marking import Verdict
from gradcli.grading.reader import read_set, read_sheet
from gradcli.grading.sheet_texts import Change, changed_sheet
from gradcli.grading.sheets import mark_all, matched
from gradcli.grading.yaml_answers import as_texts
from tests.grading.sheets import exercises

#: What was typed behind the colon, and the answer that it is.
ODD = [
    ("?", "?"),
    ("? 3", "? 3"),
    ("- 30", "- 30"),
    ("-", "-"),
    ("- 1 # so", "- 1"),
    ("@", "@"),
    ("%5", "%5"),
    ("`3`", "`3`"),
    ("> 3", "> 3"),
    ("| x |", "| x |"),
    ("{3", "{3"),
    ("}", "}"),
    ("[1, 2", "[1, 2"),
    ("]", "]"),
    (", 3", ", 3"),
    ('"3', '"3'),
    ("'3  # mine", "'3"),
    ("'don't'", "'don't'"),
    ('"3" 4', '"3" 4'),
    ("3: 4", "3: 4"),
    ("*a", "*a"),
    ("&a", "&a"),
    ("!x 3", "!x 3"),
    ("!!python/object:os.system x", "!!python/object:os.system x"),
    ("[&x 1, *x]", "[&x 1, *x]"),
    ("[" * 30, "[" * 30),
]

SHEET = """\
# mine
format: 1
student: 张三
answers:
  product:
    q: {}
    f: -12  # the value of f
    df/dq: "-4"
    df/dz: [1,
      2]
    # none of them
    "df/dx": {}
  slope:
    y: |
      0.7311
    dy/db: {}
"""

SET = """\
format: 1
title: x
exercises:
  - id: one
    program: q = x + y
    at: {{x: 1, y: 2}}
    prompt: |
      answers:
        q: ?
    answers:
      q: {}
      dq/dx: 1
"""


@pytest.fixture(params=["libyaml", "pure Python"])
def _loader(request, monkeypatch):
    if request.param == "pure Python":
        monkeypatch.delattr(yaml, "CBaseLoader", raising=False)


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(("written", "read"), ODD)
def test_an_answer_is_the_text_that_stands_there(written, read, ending):
    text = SHEET.format(written, written, written).replace("\n", ending)
    sheet = read_sheet("a.yaml", text)
    product, slope = sheet.answers["product"], sheet.answers["slope"]
    assert (sheet.student, list(sheet.answers)) == ("张三", ["product", "slope"])
    assert product["q"] == (read, ("a.yaml", 6, 8), ("a.yaml", 6, 5))
    assert product["df/dx"] == (read, ("a.yaml", 12, 14), ("a.yaml", 12, 5))
    assert slope["dy/db"].text == read
    rest = product["f"].text, product["df/dq"].text, product["df/dz"].text, slope["y"].text
    assert rest == ("-12", "-4", "[1, 2]", "0.7311\n")


@pytest.mark.parametrize(("written", "read"), ODD)
def test_an_answer_in_an_exercise_file_too(written, read):
    (exercise,) = read_set("a.yaml", SET.format(written)).exercises
    assert exercise.answers is not None
    assert [answer.text for answer in exercise.answers.values()] == [read, "1"]
    assert exercise.prompt.in_language("en") == "answers:\n  q: ?"


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(
    "written", ["?", "- 30", "@", "%5", "*a", "&a", "!x 3", "`3`", '"3" 4', "'3"]
)
def test_answers_in_braces_on_one_line(written):
    line = f"{{q: {written}, f: 3,5, df/dx: [1, 2], 'x + y': {written}}}"
    expected = {"q": written, "f": "3,5", "df/dx": "[1, 2]", "x + y": written}
    sheet = read_sheet("a.yaml", f"format: 1\nanswers:\n  one: {line}  # mine\n  two: {{q: 1}}\n")
    assert {name: answer.text for name, answer in sheet.answers["one"].items()} == expected
    assert sheet.answers["two"]["q"] == ("1", ("a.yaml", 4, 12), ("a.yaml", 4, 9))
    text = SET.format(1).replace("answers:\n      q: 1\n      dq/dx: 1\n", f"answers: {line}\n")
    (exercise,) = read_set("a.yaml", text).exercises
    assert exercise.answers is not None
    assert {name: answer.text for name, answer in exercise.answers.items()} == expected


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("written", ["?", "%5", '"3" 4', "'don't'"])
def test_what_stands_behind_an_odd_answer_in_braces_keeps_its_column(written):
    line = f"  one: {{q: {written}, f: 3,5, df/dx: {written}, y: 1}}"
    given = read_sheet("a.yaml", f"format: 1\nanswers:\n{line}\n").answers["one"]
    for name in ("q", "f", "df/dx", "y"):
        start = line.index(f"{name}: ") + 1
        assert given[name][1:] == (("a.yaml", 3, start + len(name) + 2), ("a.yaml", 3, start))
    text = f"format: 1\nanswers:\n{line}\n  two: {{q: {written}, f: 1, f: 2}}\n"
    with pytest.raises(FileFaults) as found:
        read_sheet("a.yaml", text)
    assert str(found.value).startswith(f"a.yaml:4:{20 + len(written)}: the key 'f' is there twice")


LINE = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff")
    | st.sampled_from("?-:,'\"[]{}#&*!|>%@` 3\xa0"),
    max_size=12,
)


@given(LINE)
@example(">\xa0")
@example('"\xa0')
def test_whatever_stands_in_one_answer_the_next_is_read(typed):
    sheet = read_sheet("a.yaml", f"format: 1\nanswers:\n  one:\n    q: {typed}\n    f: -12\n")
    assert list(sheet.answers["one"]) == ["q", "f"]
    assert sheet.answers["one"]["f"] == ("-12", ("a.yaml", 5, 8), ("a.yaml", 5, 5))


@pytest.mark.parametrize("typed", ["?", "？", "不会", "不知道", "-", "—"])
def test_who_does_not_know_is_told_to_leave_it_empty_and_the_rest_is_marked(typed):
    text = f"format: 1\nanswers:\n  product:\n    q: {typed}\n    f: -12\n    df/dz: - 4\n"
    found = exercises()
    keys = Keys(found)
    marking = mark_all(found, keys, matched(read_sheet("a.yaml", text), found, keys))
    cells = {cell.quantity.text: cell for cell in marking.exercises[0].cells}
    assert cells["q"].verdict is Verdict.INVALID
    reading = cells["q"].reading
    assert isinstance(reading, Invalid)
    assert reading.hint == "write a number; leave it empty if you do not know"
    assert cells["f"].verdict is Verdict.CORRECT
    assert cells["df/dz"].verdict is Verdict.WRONG  # - 4 is -4, as where it is typed


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("format: ?\nanswers:\n  a:\n    q: ?\n", "1:9: a text cannot begin with '?'"),
        ("student: *x\nanswers:\n  a:\n    q: ?\n", "1:10: *x is a YAML alias"),
        ("format: 1\nanswers:\n  a: &x\n    q: *x\n", "3:6: &x is a YAML anchor"),
        ("format: 1\nanswers: &x\n  a:\n    q: *x\n", "2:10: &x is a YAML anchor"),
        ("format: 1\nanswers:\n  a:\n    *q : 3\n", "4:5: *q is a YAML alias"),
        ("format: 1\nanswers:\n  a:\n    q: 3\n  b: *x\n", "5:6: *x is a YAML alias"),
        ("format: 1\nhints:\n  a:\n    q: *x\nanswers:\n", "4:8: *x is a YAML alias"),
        ("format: 1\nanswers: {\n  a: {\n    q: ?,\n    f: 3}}\n", "4:8:"),
        ("format: 1\nanswers:\n  a: {q: 1, b: {c: ?}}\n", "3:20:"),
        ("format: 1\nanswers:\n  a:\n    q: ?\n    q: 3\n", "5:5: the key 'q' is there twice"),
    ],
)
def test_what_is_no_answer_stays_a_fault(text, fault):
    with pytest.raises(FileFaults) as found:
        read_sheet("a.yaml", text)
    assert str(found.value).startswith(f"a.yaml:{fault}")


def test_an_odd_answer_is_replaced_and_others_stay_where_they_are():
    text = SHEET.format("'3  # mine", "?  # gradient", "*a")
    changed = changed_sheet(text, "a.yaml", Change("answers", "product", "q", "3"))
    assert changed == text.replace("q: '3  # mine", "q: 3  # mine")
    changed = changed_sheet(text, "a.yaml", Change("answers", "product", "df/dx", "-4"))
    assert changed == text.replace("?  # gradient", "-4  # gradient")


#: A megabyte below `answers:`, each of one kind.
HOSTILE = {
    "lists": "  a: [\n" * 140_000,
    "blanks": "  x" + " " * 10**6,
    "blanks behind": "  a: (" + " " * 10**6,
    "dashes": "- " * 500_000,
    "blanks in braces": " b: {" + " " * 10**6,
    "braces": " b: {" + ", a: (" * 10**5 + "}",
    "commas": " b: {" + ',"' * 10**5 + "}",
    "quotes": "  '" + "'" * 10**6,
    "colons": "  x" + ":" * 10**6,
    "brackets": "  a: " + "[" * 10**6,
}


def test_a_long_line_of_odd_answers_is_read_in_linear_time():
    given = ", ".join(f"x{number}: ?" for number in range(40_000))
    start = time.process_time()
    answers = read_sheet("a.yaml", f"format: 1\nanswers:\n  one: {{{given}}}\n").answers["one"]
    assert time.process_time() - start < 20
    assert answers["x39999"].named == ("a.yaml", 3, len("  one: {" + given) - len("x39999: ?") + 1)


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_looked_through_in_linear_time(body):
    start = time.process_time()
    as_texts("answers:\n a:\n" + body + "\n")
    assert time.process_time() - start < 20
