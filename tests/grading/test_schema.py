"""The schemas for editors: fresh, valid, and of one mind with the reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from gradcli.grading import fields
from gradcli.grading.faults import FileFaults
from gradcli.grading.reader import read_set, read_sheet
from gradcli.grading.schema import FILES, SCHEMAS, schema_of, text_of

jsonschema = pytest.importorskip("jsonschema")

EXERCISES = Path(__file__).parents[2] / "exercises"
SHIPPED = sorted(EXERCISES.glob("*.yaml"))


def _errors(record: fields.Record, text: str) -> list[Any]:
    validator = jsonschema.Draft202012Validator(schema_of(record))
    return list(validator.iter_errors(yaml.safe_load(text)))


@pytest.mark.parametrize("name", FILES)
def test_the_shipped_schema_is_what_the_format_says(name):
    assert (EXERCISES / name).read_text(encoding="utf-8") == text_of(FILES[name])


@pytest.mark.parametrize("name", FILES)
def test_the_schema_is_a_schema(name):
    jsonschema.Draft202012Validator.check_schema(schema_of(FILES[name]))


def test_there_is_a_schema_for_every_kind_of_value():
    used = {field.kind for record in fields.RECORDS for field in record.fields}
    assert used == set(SCHEMAS)


def test_every_key_is_documented_in_the_schema():
    text = json.dumps([schema_of(record) for record in FILES.values()], ensure_ascii=False)
    for record in fields.RECORDS:
        for field in record.fields:
            assert json.dumps(field.doc, ensure_ascii=False) in text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_shipped_sets_fit_the_schema(path):
    assert not _errors(fields.EXERCISE_FILE, path.read_text(encoding="utf-8"))


EXERCISE = "format: 1\ntitle: x\nexercises: [{{id: a, program: x, {}}}]\n"

#: What stands in an exercise, and whether it is right.
CASES = [
    ("points: 8", True),
    ("points: 1/2", True),
    ("points: -1", False),
    ("points: many", False),
    ("carried: 0.5", True),
    ("carried: 2", False),
    ("tolerance: exact", True),
    ("tolerance: {places: 3}", True),
    ("tolerance: {relative: 0.01, absolute: 1e-8}", True),
    ("tolerance: near", False),
    ("tolerance: {place: 3}", False),
    ("ask: all", True),
    ("ask: [q, df/dx]", True),
    ("ask: []", False),
    ("at: {x: 1, y: 1/3, w: [1, [2, 3]]}", True),
    ("at: {x: }", False),
    ("ties: last", True),
    ("ties: any", False),
    ("elements: true", True),
    ("elements: maybe", False),
    ("hints: [a, {en: b, zh: c}, {for: q, text: {en: d}}]", True),
    ("hints: [{for: q}]", False),
    ("prompt: {en: a, english: b}", False),
    ("answers: {q: 3, f: , w: [1, 2]}", True),
    ("answer: {q: 3}", False),
]


@pytest.mark.parametrize(("part", "right"), CASES)
def test_schema_and_reader_agree_on_an_exercise(part, right):
    text = EXERCISE.format(part)
    assert (not _errors(fields.EXERCISE_FILE, text)) is right
    if right:
        read_set("a.yaml", text)
    else:
        with pytest.raises(FileFaults):
            read_set("a.yaml", text)


@pytest.mark.parametrize(
    "id", ["add-multiply", "求和", "3.b", "_a", "a b", "-a", "a/b", "a,b", "x!"]
)
def test_schema_and_reader_agree_on_ids(id):
    text = f"format: 1\ntitle: x\nexercises: [{{id: '{id}', program: x}}]\n"
    right = not _errors(fields.EXERCISE_FILE, text)
    assert right == (id in ("add-multiply", "求和", "3.b", "_a"))
    if right:
        read_set("a.yaml", text)
    else:
        with pytest.raises(FileFaults, match="is no id"):
            read_set("a.yaml", text)


def test_a_sheet_fits_its_schema():
    text = "format: 1\nstudent: 2026001\nanswers: {a: {q: 3, f: -1/3, w: [[1], [2]], e: }, b: }\n"
    assert not _errors(fields.SHEET, text)
    read_sheet("a.yaml", text)
    assert _errors(fields.SHEET, "format: 1\nanswers: {a: 3}\n")


RECORDS = [fields.EXERCISE_FILE, fields.EXERCISE, fields.HINT, fields.TOLERANCE]


@pytest.mark.parametrize("record", RECORDS, ids=[record.name for record in RECORDS])
def test_the_documents_tell_every_key(record):
    head = f"| key of {record.name.replace('an exercise file', 'the file')} | |\n|---|---|\n"
    page = (EXERCISES.parent / "docs" / "exercises.md").read_text(encoding="utf-8")
    assert head in page
    assert page.split(head)[1].split("\n\n")[0].splitlines() == [
        f"| `{field.key}` | {field.doc}{' Needed.' if field.required else ''} |"
        for field in record.fields
    ]
