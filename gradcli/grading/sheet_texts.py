"""Answer sheets as text: written anew, or with one answer put in, so that all comments stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from gradcli.errors import GradcliError
from gradcli.grading.fields import FORMAT
from gradcli.grading.model import AnswerText, Sheet
from gradcli.grading.reader import read_sheet
from gradcli.grading.yaml_nodes import QUOTED

#: What needs no quotes, as a key or as an answer.
_PLAIN_KEY = re.compile(r"[^\W\d_][\w./∂]*")
_PLAIN_NUMBER = re.compile(r"[-+]?[0-9.(][0-9.eE+\-*/^() ]*(?<! )", re.ASCII)
_ID = re.compile(r"[^\W\d_][\w.-]*")


def yaml_text(text: str) -> str:
    """Return a text as one YAML scalar that is read back as the same text.

    >>> yaml_text("df/dx"), yaml_text("-0.5"), yaml_text("a: b")
    ('df/dx', '-0.5', '"a: b"')
    """
    if any(pattern.fullmatch(text) for pattern in (_PLAIN_KEY, _PLAIN_NUMBER, _ID)):
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return "\\" + sign
    if sign.isprintable():
        return sign
    code = ord(sign)
    if 0xD800 <= code < 0xE000:
        return "\\uFFFD"
    return (
        f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    )


#: The parts of a sheet that hold texts by exercise and quantity, as they follow one another.
Part = Literal["hints", "answers"]
PARTS: tuple[Part, ...] = ("hints", "answers")

#: The texts of one part.
Texts = Mapping[str, Mapping[str, str]]


def plain_sheet(student: str, answers: Texts, hints: Texts = MappingProxyType({})) -> str:
    """Return a sheet without comments."""
    lines = [f"format: {FORMAT}"]
    if student:
        lines.append(f"student: {yaml_text(student)}")
    if hints:
        lines += _part("hints", hints)
    return "\n".join([*lines, *_part("answers", answers)]) + "\n"


def _part(name: Part, texts: Texts) -> Iterator[str]:
    yield f"{name}:"
    for exercise, given in texts.items():
        yield f"  {yaml_text(exercise)}:"
        for quantity, text in given.items():
            yield f"    {_entry(quantity, text)}"


def _entry(quantity: str, text: str) -> str:
    return f"{yaml_text(quantity)}: {_value(text)}".rstrip()


def _value(text: str) -> str:
    return yaml_text(text) if text.strip() else ""


# --- one text into a sheet


class Change(NamedTuple):
    """One text to be put into a sheet: an answer, or what hints have cost."""

    part: Part
    exercise: str
    quantity: str
    text: str


def changed_sheet(text: str, file: str, change: Change) -> str:
    """Return the text of a sheet with one change made; its quantity is as the sheet writes it.

    The rest of the text stays as it is, unless the sheet is laid out so that only writing it anew
    is safe.

    Raises:
        FileFaults: the text is no sheet.
    """
    sheet = read_sheet(file, text)
    wanted = _texts(sheet)
    wanted[change.part].setdefault(change.exercise, {})[change.quantity] = change.text
    for changed in (_replaced, _inserted, _in_braces):
        found = changed(text, sheet, change)
        if found is not None and _says(found, file, wanted):
            return found
    return plain_sheet(sheet.student, wanted["answers"], wanted["hints"])


def _given(sheet: Sheet, part: Part) -> Mapping[str, Mapping[str, AnswerText]]:
    return sheet.answers if part == "answers" else sheet.hints


def _texts(sheet: Sheet) -> dict[Part, dict[str, dict[str, str]]]:
    return {
        part: {
            exercise: {name: answer.text for name, answer in given.items()}
            for exercise, given in _given(sheet, part).items()
        }
        for part in PARTS
    }


def _says(text: str, file: str, wanted: Mapping[Part, Texts]) -> bool:
    """Return whether a text is a sheet that holds just these texts."""
    try:
        return _texts(read_sheet(file, text)) == wanted
    except GradcliError:
        return False


#: What may stand behind a key on its line: a value, and a comment.
_BEHIND = re.compile(
    rf"""(?P<key>{QUOTED}|[^\s"'][^\n]*?)[ \t]*:"""
    rf"""(?P<gap>[ \t]*)(?P<value>{QUOTED}|[^\s#][^\n]*?)?"""
    r"""(?P<rest>[ \t]+\#[^\r\n]*)?[ \t\r]*"""
)


def _replaced(text: str, sheet: Sheet, change: Change) -> str | None:
    """Return the text with another value on the line of the quantity."""
    given = _given(sheet, change.part).get(change.exercise, {}).get(change.quantity)
    if given is None:
        return None
    lines = text.split("\n")
    row, column = given.named.line - 1, given.named.column - 1
    line = lines[row]
    found = _BEHIND.fullmatch(line, column)
    if found is None:
        return None
    rest = found["rest"] or ""
    value = _value(change.text)
    if rest:
        # The comment stays in its column as long as there is room for the answer.
        comment = rest.lstrip()
        room = len(found["gap"] + (found["value"] or "") + rest) - len(value) - 1
        rest = comment.rjust(max(room, len(comment) + 2))
    lines[row] = f"{line[: found.end('key')]}: {value}{rest}".rstrip() + "\r" * line.endswith("\r")
    return "\n".join(lines)


def _inserted(text: str, sheet: Sheet, change: Change) -> str | None:
    """Return the text with new lines for the quantity, below the others of its exercise or part."""
    exercises = _given(sheet, change.part)
    entry = _entry(change.quantity, change.text)
    given = exercises.get(change.exercise)
    if given:
        last = list(given.values())[-1]
        return _with_lines(text, _end(last), [" " * (last.named.column - 1) + entry])
    if given is not None:
        return None
    new = [f"  {yaml_text(change.exercise)}:", f"    {entry}"]
    if change.part == "answers":
        return "\n".join([text.rstrip(), "", *new, ""])
    ends = [_end(cost) for costs in exercises.values() for cost in costs.values()]
    if ends:
        return _with_lines(text, max(ends), new)
    answers = re.search(r"^answers[ \t]*:", text, re.MULTILINE)
    if answers is None:
        return None
    return _with_lines(text, text.count("\n", 0, answers.start()), ["hints:", *new])


def _end(answer: AnswerText) -> int:
    """Return the last line of an entry."""
    return max(answer.named.line, answer.place.line)


def _with_lines(text: str, row: int, new: Sequence[str]) -> str:
    lines = text.split("\n")
    return "\n".join([*lines[:row], *new, *lines[row:]])


def _in_braces(text: str, _: Sheet, change: Change) -> str | None:
    """Return the text with one entry changed or added where the sheet is written in braces."""
    import yaml

    try:
        place: Any = yaml.compose(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.YAMLError:  # there is an answer in it that YAML does not read
        return None
    new = f"{yaml_text(change.quantity)}: {_value(change.text)}".rstrip()
    for key in (change.part, change.exercise):
        found = _entry_of(place, key)
        if found is None:
            new = f"{yaml_text(key)}: {{{new}}}"
            break
        place = found[1]
    old = None if found is None else _entry_of(place, change.quantity)
    if old is not None:
        start, end = old[0].start_mark.index, old[1].end_mark.index
        return text[:start] + new + text[max(end, old[0].end_mark.index) :]
    if not isinstance(place, yaml.MappingNode) or not place.flow_style:
        return None
    if not place.value:
        start = place.start_mark.index + 1
        return f"{text[:start]}{new}{text[start:]}"
    end = place.value[-1][1].end_mark.index
    return f"{text[:end]}, {new}{text[end:]}"


def _entry_of(node: Any, key: str) -> Any:
    """Return the key and the value of an entry of a YAML mapping, None if it is not there."""
    entries = node.value if node.id == "mapping" else ()
    return next((entry for entry in entries if entry[0].value == key), None)
