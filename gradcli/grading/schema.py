"""The JSON Schema of exercise files and answer sheets, for editors: generated from `fields`.

`python -m gradcli.grading.schema` writes both into the folder `exercises` of a checkout.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gradcli.grading import fields
from gradcli.grading.fields import Field, Kind, Record

Schema = dict[str, Any]

#: The file of each schema, beside the exercise sets.
FILES = {"schema.json": fields.EXERCISE_FILE, "sheet-schema.json": fields.SHEET}

#: What a value or an answer may be in YAML: a number, an expression, or lists of these.
_SCALAR: Schema = {"type": ["number", "string"]}
_VALUE: Schema = {"anyOf": [_SCALAR, {"type": "array", "items": {"$ref": "#/$defs/value"}}]}
_ANSWER: Schema = {"anyOf": [{"$ref": "#/$defs/value"}, {"type": "null"}]}
_ANSWERS: Schema = {
    "type": ["object", "null"],
    "additionalProperties": {"$ref": "#/$defs/answer"},
}


def schema_of(record: Record) -> Schema:
    """Return the JSON Schema (draft 2020-12) of a file that is one record."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": record.doc,
        **_record(record),
        "$defs": {"value": _VALUE, "answer": _ANSWER},
    }


def _record(record: Record) -> Schema:
    return {
        "type": "object",
        "description": record.doc,
        "properties": {field.key: described(field) for field in record.fields},
        "required": [field.key for field in record.fields if field.required],
        "additionalProperties": False,
    }


def described(field: Field) -> Schema:
    """Return the schema of one value, with its sentence of documentation."""
    return {"description": field.doc, **SCHEMAS[field.kind](field)}


def _list_or_one(item: Schema, **more: Any) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item, **more}]}


def _texts() -> Schema:
    names = {"pattern": f"^{fields.LANGUAGE.pattern}$"}
    by_language = {
        "type": "object",
        "propertyNames": names,
        "additionalProperties": {"type": ["string", "number"]},
        "minProperties": 1,
    }
    return {"anyOf": [{"type": ["string", "number"]}, by_language]}


def _number(most: int | None = None) -> Schema:
    number: Schema = {"type": "number", "minimum": 0}
    if most is not None:
        number["maximum"] = most
    return {"anyOf": [number, {"type": "string", "pattern": f"^({fields.NUMBER.pattern})$"}]}


def _hint() -> Schema:
    for_one = {"type": "object", "required": ["for"]}
    return {"if": for_one, "then": _record(fields.HINT), "else": _texts()}


def _tolerance() -> Schema:
    return {"anyOf": [{"enum": list(fields.TOLERANCE_WORDS)}, _record(fields.TOLERANCE)]}


#: The schema of each kind of value.
SCHEMAS: dict[Kind, Callable[[Field], Schema]] = {
    "answers": lambda field: _ANSWERS,
    "bindings": lambda field: {
        "type": ["object", "null"],
        "additionalProperties": {"$ref": "#/$defs/value"},
    },
    "choice": lambda field: {"enum": list(field.choices)},
    "costs": lambda field: {
        "type": ["object", "null"],
        "additionalProperties": {
            "type": ["object", "null"],
            "additionalProperties": _number(1),
        },
    },
    "count": lambda field: {"type": "integer", "minimum": 0, "maximum": 99},
    "exercises": lambda field: {
        "type": "array",
        "items": _record(fields.EXERCISE),
        "minItems": 1,
    },
    "flag": lambda field: {"type": "boolean"},
    "format": lambda field: {"const": fields.FORMAT},
    "hints": lambda field: _list_or_one(_hint()),
    "id": lambda field: {"type": ["string", "integer"], "pattern": f"^{fields.ID.pattern}$"},
    "line": lambda field: {"type": ["string", "number"]},
    "number": lambda field: _number(),
    "part": lambda field: _number(1),
    "program": lambda field: {"type": "string", "minLength": 1},
    "quantities": lambda field: _list_or_one({"type": "string", "minLength": 1}, minItems=1),
    "sheet": lambda field: {"type": ["object", "null"], "additionalProperties": _ANSWERS},
    "texts": lambda field: _texts(),
    "tolerance": lambda field: _tolerance(),
}


def text_of(record: Record) -> str:
    """Return a schema file as text."""
    return json.dumps(schema_of(record), indent=2, ensure_ascii=False) + "\n"


def write(folder: Path) -> None:
    """Write the schema files into a folder."""
    for name, record in FILES.items():
        (folder / name).write_text(text_of(record), encoding="utf-8")


if __name__ == "__main__":
    write(Path(__file__).resolve().parents[2] / "exercises")
