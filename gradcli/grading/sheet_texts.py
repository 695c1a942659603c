"""Answer sheets as text: written anew, or with one answer put in, so that all comments stay."""

from __future__ import annotations

import re
from collections.abc import Mapping

from gradcli.errors import GradcliError
from gradcli.grading.fields import FORMAT
from gradcli.grading.model import AnswerText, Sheet
from gradcli.grading.reader import read_sheet

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


def plain_sheet(student: str, answers: Mapping[str, Mapping[str, str]]) -> str:
    """Return a sheet without comments."""
    lines = [f"format: {FORMAT}"]
    if student:
        lines.append(f"student: {yaml_text(student)}")
    lines.append("answers:")
    for exercise, given in answers.items():
        lines.append(f"  {yaml_text(exercise)}:")
        lines += [f"    {yaml_text(name)}: {_value(text)}".rstrip() for name, text in given.items()]
    return "\n".join(lines) + "\n"


def _value(text: str) -> str:
    return yaml_text(text) if text.strip() else ""


# --- one answer into the text of a sheet


def with_answer(text: str, file: str, exercise: str, quantity: str, answer: str) -> str:
    """Return the text of a sheet with one answer put in; `quantity` as the sheet writes it.

    The rest of the text stays as it is, unless the sheet is laid out so that only writing it anew
    is safe.

    Raises:
        FileFaults: the text is no sheet.
    """
    sheet = read_sheet(file, text)
    wanted = _texts(sheet)
    wanted.setdefault(exercise, {})[quantity] = answer
    for changed in (_replaced, _inserted):
        found = changed(text, sheet, exercise, quantity, answer)
        if found is not None and _says(found, file, wanted):
            return found
    return plain_sheet(sheet.student, wanted)


def _texts(sheet: Sheet) -> dict[str, dict[str, str]]:
    return {
        exercise: {name: answer.text for name, answer in given.items()}
        for exercise, given in sheet.answers.items()
    }


def _says(text: str, file: str, wanted: Mapping[str, Mapping[str, str]]) -> bool:
    """Return whether a text is a sheet with just these answers."""
    try:
        return _texts(read_sheet(file, text)) == wanted
    except GradcliError:
        return False


#: What may stand behind a key on its line: a value, and a comment.
_BEHIND = re.compile(
    r"""(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'][^\n]*?)[ \t]*:"""
    r"""(?P<gap>[ \t]*)(?P<value>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#"'][^\n]*?)?"""
    r"""(?P<rest>[ \t]+\#[^\r\n]*)?[ \t\r]*"""
)


def _replaced(text: str, sheet: Sheet, exercise: str, quantity: str, answer: str) -> str | None:
    """Return the text with another answer on the line of the quantity."""
    given: AnswerText | None = sheet.answers.get(exercise, {}).get(quantity)
    if given is None:
        return None
    lines = text.split("\n")
    row, column = given.named.line - 1, given.named.column - 1
    line = lines[row]
    found = _BEHIND.fullmatch(line, column)
    if found is None:
        return None
    rest = found["rest"] or ""
    value = _value(answer)
    if rest and not found["value"]:
        # The comment stays in its column as long as there is room for the answer.
        comment = rest.lstrip()
        room = len(found["gap"] + rest) - len(value) - 1
        rest = comment.rjust(max(room, len(comment) + 2))
    lines[row] = f"{line[: found.end('key')]}: {value}{rest}".rstrip() + "\r" * line.endswith("\r")
    return "\n".join(lines)


def _inserted(text: str, sheet: Sheet, exercise: str, quantity: str, answer: str) -> str | None:
    """Return the text with a new line for the quantity below the others of its exercise."""
    entry = f"{yaml_text(quantity)}: {_value(answer)}".rstrip()
    given = sheet.answers.get(exercise)
    if given:
        last = list(given.values())[-1]
        lines = text.split("\n")
        row = max(last.named.line, last.place.line)
        lines.insert(row, " " * (last.named.column - 1) + entry)
        return "\n".join(lines)
    if given is None:
        return f"{text.rstrip()}\n\n  {yaml_text(exercise)}:\n    {entry}\n"
    return None
