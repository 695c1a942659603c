"""How a single value in a file is read: words, whole numbers, fractions, true and false."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, Protocol

from gradcli.grading import fields
from gradcli.grading.faults import Fault, did_you_mean
from gradcli.grading.fields import Field, Record
from gradcli.grading.model import Place
from gradcli.grading.yaml_nodes import Node, Scalar, Sequence


class Faulty(Exception):
    """A value that is not of its kind; without `place` the fault is where the value begins."""

    def __init__(self, message: str, hint: str = "", place: Place | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.place = place


class Reading(Protocol):
    """What a kind needs of the reader."""

    text: str
    faults: list[Fault]

    def fault(self, place: Place, message: str, hint: str = "") -> None:
        """Note a fault and go on."""

    def record(self, record: Record, node: Node) -> dict[str, Any]:
        """Return the values of a record by key."""

    def entries(self, node: Node, what: str) -> list[tuple[Scalar, Node]] | None:
        """Return the entries of a mapping, None if it is none."""


# --- one text


def scalar(field: Field, node: Node) -> str:
    """Return the text of a scalar that must not be empty."""
    if not isinstance(node, Scalar):
        raise Faulty(f"{field.key} is one value, not a {kind_of(node)}")
    text = node.text.strip()
    if not text:
        raise Faulty(f"{field.key} is empty")
    return text


def kind_of(node: Node) -> str:
    """Return what a node is called in messages."""
    return "list" if isinstance(node, Sequence) else "mapping"


def line(_: Reading, field: Field, node: Node) -> str:
    """Return one text."""
    return scalar(field, node)


def id_(_: Reading, field: Field, node: Node) -> str:
    """Return the id of an exercise."""
    text = scalar(field, node)
    if not fields.ID.fullmatch(text):
        raise Faulty(f"'{text}' is no id", "an id has letters, digits and - _ . only")
    return text


def choice(_: Reading, field: Field, node: Node) -> str:
    """Return one of a few words."""
    text = scalar(field, node)
    if text not in field.choices:
        hint = did_you_mean(text, field.choices)
        raise Faulty(f"{field.key} is one of {', '.join(field.choices)}, not '{text}'", hint)
    return text


def flag(_: Reading, field: Field, node: Node) -> bool:
    """Return true or false."""
    text = scalar(field, node)
    if text.lower() not in ("true", "false"):
        raise Faulty(f"{field.key} is true or false, not '{text}'")
    return text.lower() == "true"


def format_(_: Reading, field: Field, node: Node) -> int:
    """Return the number of the format, which must be the one that is known."""
    text = scalar(field, node)
    if text != str(fields.FORMAT):
        hint = "a newer gradcli may read it" if text.isdecimal() and text != "0" else ""
        raise Faulty(f"format '{text}' is unknown: this gradcli reads format {fields.FORMAT}", hint)
    return fields.FORMAT


# --- numbers


def number(_: Reading, field: Field, node: Node) -> Fraction:
    """Return a number, 0 or more, exactly."""
    text = scalar(field, node)
    if not fields.NUMBER.fullmatch(text):
        raise Faulty(f"{field.key} is a number, 0 or more, not '{text}'", "such as 8, 0.5 or 1/2")
    return Fraction(text.replace(" ", ""))


def part(reader: Reading, field: Field, node: Node) -> Fraction:
    """Return a number from 0 to 1, exactly."""
    found = number(reader, field, node)
    if found > 1:
        raise Faulty(f"{field.key} is a number from 0 to 1, not {scalar(field, node)}")
    return found


def count(_: Reading, field: Field, node: Node) -> int:
    """Return a whole number from 0 to 99."""
    text = scalar(field, node)
    if not re.fullmatch(r"\d{1,2}", text):
        raise Faulty(f"{field.key} is a whole number from 0 to 99, not '{text}'")
    return int(text)
