"""How each kind of value in a file is read: one function for each kind that `fields` names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from gradcli.grading import fields
from gradcli.grading.fields import Field, Kind
from gradcli.grading.model import AUTO, AnswerText, Exercise, Hint, Place, Text, Tolerance
from gradcli.grading.scalars import (
    Faulty,
    Reading,
    choice,
    count,
    flag,
    format_,
    id_,
    line,
    number,
    part,
    scalar,
)
from gradcli.grading.yaml_nodes import Mapping as MappingNode
from gradcli.grading.yaml_nodes import Node, Scalar, Sequence

# --- texts for people, hints, tolerance


def _texts(reader: Reading, field: Field, node: Node) -> Text:
    if not isinstance(node, MappingNode):
        return Text({"": scalar(field, node)})
    texts = {}
    for key, value in reader.entries(node, field.key) or ():
        if not fields.LANGUAGE.fullmatch(key.text):
            reader.fault(key.place, f"'{key.text}' is no language", "such as en or zh")
        elif not isinstance(value, Scalar):
            reader.fault(value.place, f"{field.key} is one text for each language")
        else:
            texts[key.text] = value.text.strip()
    return Text(texts)


def _hints(reader: Reading, field: Field, node: Node) -> tuple[Hint, ...]:
    items = node.items if isinstance(node, Sequence) else [node]
    return tuple(hint for item in items if (hint := _hint(reader, field, item)) is not None)


def _hint(reader: Reading, field: Field, node: Node) -> Hint | None:
    if isinstance(node, MappingNode) and any(k.text in fields.HINT.keys for k, _ in node.entries):
        found = reader.record(fields.HINT, node)
        return Hint(found["for"], found["text"]) if len(found) == len(fields.HINT.fields) else None
    try:
        return Hint("", _texts(reader, field, node))
    except Faulty as fault:
        reader.fault(node.place, fault.message, fault.hint)
        return None


def _tolerance(reader: Reading, field: Field, node: Node) -> Tolerance:
    if isinstance(node, Scalar):
        text = scalar(field, node)
        if text not in fields.TOLERANCE_WORDS:
            raise Faulty(f"tolerance '{text}' is unknown", fields.TOLERANCE_DOC)
        return Tolerance("exact") if text == "exact" else AUTO
    found = reader.record(fields.TOLERANCE, node)
    counted = [key for key in ("places", "figures") if key in found]
    if len(found) > 1 and counted:
        raise Faulty(f"{counted[0]} stands alone in a tolerance", fields.TOLERANCE_DOC)
    if "places" in found:
        return Tolerance("places", count=found["places"])
    if "figures" in found:
        return Tolerance("figures", count=max(found["figures"], 1))
    if not found:
        return AUTO
    return Tolerance(
        "bounds", found.get("relative", Fraction(0)), found.get("absolute", Fraction(0))
    )


# --- programs, values and quantities


def _program(reader: Reading, field: Field, node: Node) -> tuple[str, tuple[Place, ...]]:
    """Return the program and the place of each of its lines."""
    scalar(field, node)
    assert isinstance(node, Scalar)
    text = node.text.rstrip("\n")
    return text, _lines(reader.text, node, text)


def _lines(source: str, node: Scalar, text: str) -> tuple[Place, ...]:
    """Return where each line of a text stands in the file."""
    place = node.place
    if node.style not in ("|", ">"):
        return (place._replace(column=place.column + len(node.style)),)
    raw = source.split("\n")
    places = []
    for offset, row in enumerate(text.split("\n"), place.line):
        written = raw[offset] if offset < len(raw) else ""
        column = written.find(row) if node.style == "|" else len(written) - len(written.lstrip(" "))
        places.append(Place(place.file, offset + 1, max(column, 0) + 1))
    return tuple(places)


def _bindings(reader: Reading, _: Field, node: Node) -> tuple[dict[str, str], dict[str, Place]]:
    """Return the text of each value, and where it stands."""
    if isinstance(node, Scalar) and node.blank:
        return {}, {}
    found, places = {}, {}
    for key, value in reader.entries(node, "at") or ():
        text = _language_text(value)
        if not text.strip():
            reader.fault(key.place, f"{key.text} has no value", "give it one, or remove it")
        elif isinstance(value, MappingNode):
            reader.fault(value.place, f"the value of {key.text} is a number or a list")
        found[key.text], places[key.text] = text, value.place
    return found, places


def _language_text(node: Node) -> str:
    """Return a value as the language writes it: a list in brackets.

    A mapping, which the language does not have, is written in braces, so that reading it says what
    is wrong.
    """
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return f"[{', '.join(map(_language_text, node.items))}]"
    inner = (f"{key.text}: {_language_text(value)}" for key, value in node.entries)
    return f"{{{', '.join(inner)}}}"


def _quantities(reader: Reading, _: Field, node: Node) -> tuple[tuple[str, Place], ...]:
    """Return what is asked, each with its place; none of them twice."""
    items = node.items if isinstance(node, Sequence) else [node]
    if not items:
        raise Faulty("nothing is asked", "name quantities, or all")
    found: dict[str, Place] = {}
    for item in items:
        if not isinstance(item, Scalar) or not item.text.strip():
            reader.fault(item.place, "a quantity is expected here", "such as q or df/dx")
        elif item.text.strip() in found:
            reader.fault(item.place, f"'{item.text.strip()}' is asked twice")
        else:
            found[item.text.strip()] = item.place
    return tuple(found.items())


# --- answers


def _answers(reader: Reading, _: Field, node: Node) -> dict[str, AnswerText]:
    if isinstance(node, Scalar) and node.blank:
        return {}
    return {
        key.text: AnswerText(
            value.text if type(value) is Scalar else _language_text(value), value.place, key.place
        )
        for key, value in reader.entries(node, "a map of quantities to answers") or ()
    }


def _sheet(
    reader: Reading, field: Field, node: Node
) -> tuple[dict[str, Mapping[str, AnswerText]], dict[str, Place]]:
    """Return the answers by exercise, and where each exercise begins."""
    if isinstance(node, Scalar) and node.blank:
        return {}, {}
    entries = reader.entries(node, "a map of exercises to answers") or ()
    answers: dict[str, Mapping[str, AnswerText]] = {
        key.text: _answers(reader, field, value) for key, value in entries
    }
    return answers, {key.text: key.place for key, _ in entries}


def _costs(reader: Reading, field: Field, node: Node) -> dict[str, Mapping[str, AnswerText]]:
    """Return what hints have cost, by exercise and quantity; each a number from 0 to 1."""
    found, _ = _sheet(reader, field, node)
    for costs in found.values():
        for cost in costs.values():
            try:
                part(reader, field, Scalar(cost.text, cost.place, ""))
            except Faulty as fault:
                reader.fault(cost.place, fault.message, fault.hint)
    return found


# --- exercises


class Exercises(NamedTuple):
    """The exercises of a file that are without a fault, and the number of faults in the others."""

    sound: tuple[Exercise, ...]
    faults: int


def _exercises(reader: Reading, _: Field, node: Node) -> Exercises:
    if not isinstance(node, Sequence):
        raise Faulty("exercises is a list", "begin each exercise with `- id: …`")
    if not node.items:
        raise Faulty("there is no exercise in the list")
    begin = len(reader.faults)
    found: dict[str, Exercise] = {}
    sound = []
    for item in node.items:
        before = len(reader.faults)
        exercise = _exercise(reader, item)
        if exercise is not None and exercise.id in found:
            first = found[exercise.id].place_of("id").line
            message = f"two exercises have the id '{exercise.id}'"
            reader.fault(exercise.place_of("id"), message, f"the first is at line {first}")
        if exercise is not None:
            found[exercise.id] = exercise
        if exercise is not None and len(reader.faults) == before:
            sound.append(exercise)
    return Exercises(tuple(sound), len(reader.faults) - begin)


def _exercise(reader: Reading, node: Node) -> Exercise | None:
    found = reader.record(fields.EXERCISE, node)
    if not isinstance(node, MappingNode) or "id" not in found or "program" not in found:
        return None
    places = {key.text: value.place for key, value in node.entries}
    found["program"], found["lines"] = found["program"]
    found["at"], bound = found.get("at", ({}, {}))
    places |= {f"at {name}": place for name, place in bound.items()}
    asked = found.pop("ask", (("all", node.place),))
    places |= {f"ask {text}": place for text, place in asked}
    answers = found.get("answers") or {}
    places |= {f"answers {text}": answer.named for text, answer in answers.items()}
    return Exercise(
        **found,
        ask=tuple(text for text, _ in asked),
        ties_chosen="ties" in found,
        place=node.place,
        places=places,
    )


READERS: dict[Kind, Callable[[Reading, Field, Node], Any]] = {
    "answers": _answers,
    "bindings": _bindings,
    "choice": choice,
    "costs": _costs,
    "count": count,
    "exercises": _exercises,
    "flag": flag,
    "format": format_,
    "hints": _hints,
    "id": id_,
    "line": line,
    "number": number,
    "part": part,
    "program": _program,
    "quantities": _quantities,
    "sheet": _sheet,
    "texts": _texts,
    "tolerance": _tolerance,
}
