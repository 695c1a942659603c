"""Answers that YAML would not read: `?`, `- 30`, `*a` or a stray quote, each put into quotes.

One odd answer shall not lose the sheet around it. Only values on one line below `answers:` are
looked at; what stands elsewhere is left to YAML, with its errors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gradcli.grading.faults import FileFaults
from gradcli.grading.yaml_nodes import compose

#: A key and what stands behind it on its line; a list's dashes before it count as indentation.
_ENTRY = re.compile(
    r"""(?P<indent>[ ]*+(?:-[ ]++)*+)"""
    r"""(?P<key>"(?:[^"\\]|\\.)*"[ ]?|'(?:[^']|'')*'[ ]?|[^\s"'#].*?):(?:[ \t]+(?P<value>.*))?"""
)

#: What YAML reads as it stands, by far the most answers; and what it does not, on one line.
_HARMLESS = re.compile(r"-?[\w.][\w./+*^() -]*|#.*|")
_ODD = re.compile(r"[@`%\]},&*!]|[?-](?:[ \t]|$)")

#: The sign of a text of several lines, which may begin a line that is no entry.
_BLOCK = re.compile(r"[|>][+-]?[1-9]?[+-]?[ \t]*(?:#.*)?")

_COMMENT = re.compile(r"[ \t]#")

#: All answers of an exercise on one line, in braces; and the comma before the next quantity.
_BRACES = re.compile(r"\{(?P<inner>[^{}]*)(?P<close>\}[ \t]*+(?:(?<=[ \t])#.*)?)")
_NEXT = re.compile(
    r"""(,[ ]*+)(?=(?:"[^"]*"|'[^']*'|[^][\s,:"'#&*!?@%`|>-][^][,:"'#]*):[ ])""",
)


def with_quotes(text: str) -> str:
    """Return the text of a file with quotes around the answers that YAML would not read.

    Every line stays where it is, and in it everything up to the answer.

    >>> with_quotes("answers:\\n  one:\\n    q: ?  # the value of q\\n    f: -12\\n")
    "answers:\\n  one:\\n    q: '?'  # the value of q\\n    f: -12\\n"
    """
    lines = text.split("\n")
    for row, start, many in _cells(lines):
        line = lines[row].removesuffix("\r")
        value = line[start:]
        mended = _in_braces(value) if many else _mended(value, "k: {}\n")
        lines[row] = line[:start] + mended + lines[row][len(line) :]
    return "\n".join(lines)


def _mended(value: str, around: str) -> str:
    """Return a value, in quotes if YAML does not read it in the braces or on the line around."""
    if _HARMLESS.fullmatch(value):
        return value
    if not _ODD.match(value):
        try:
            compose(around.format(value), "")
        except FileFaults:
            return _quoted(value)
        return value
    return _quoted(value)


def _in_braces(value: str) -> str:
    """Return the answers `{q: ?, f: -12}` with quotes around those that YAML would not read."""
    found = _BRACES.fullmatch(value)
    if found is None:
        return value
    pieces = _NEXT.split(found["inner"])
    for place in range(0, len(pieces), 2):
        entry = _ENTRY.fullmatch(pieces[place])
        if entry is not None and entry["value"]:
            before = pieces[place][: entry.start("value")]
            pieces[place] = before + _mended(entry["value"], "{{k: {}}}\n")
    return "{" + "".join(pieces) + found["close"]


def _quoted(value: str) -> str:
    """Return a value in quotes, the comment behind it kept."""
    found = _COMMENT.search(value)
    answer = value[: found.start() if found else None].rstrip(" \t")
    return "'" + answer.replace("'", "''") + "'" + value[len(answer) :]


# --- where answers stand


def _cells(lines: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """Yield the line of each answer, where in it the answer begins, and whether it is many.

    Below the `answers` of a sheet, which stand at the margin, exercises come before quantities.
    """
    around: list[int] = []  # the columns of the keys from `answers` to where we are
    levels = 0
    skipped = -1  # the column of a key with a text of several lines
    rows = [row for row, line in enumerate(lines) if line.strip() and line.lstrip()[0] != "#"]
    for place, row in enumerate(rows):
        following = rows[place + 1] if place + 1 < len(rows) else None
        line = lines[row].removesuffix("\r")
        found = _ENTRY.fullmatch(line)
        if skipped >= 0 and _indent(line) > skipped:
            continue
        skipped = -1
        if found is None:
            continue
        column = len(found["indent"])
        while around and around[-1] >= column:
            around.pop()
        value = (found["value"] or "").strip(" \t")
        behind = "" if following is None else lines[following]
        if around and len(around) == levels:
            if value and not _goes_on(behind, column):
                yield row, found.start("value"), False
        elif around or found["key"].strip() == "answers":
            levels = levels if around else 1 if column else 2
            if not value or value[0] == "#":
                around.append(column)
            elif value[0] == "{" and len(around) + 1 == levels:
                yield row, found.start("value"), True
        if _BLOCK.fullmatch(value):
            skipped = column


def _goes_on(line: str, column: int) -> bool:
    """Return whether the line behind an entry belongs to it: it is deeper, or no entry itself."""
    return bool(line) and (_indent(line) > column or _ENTRY.fullmatch(line.rstrip("\r")) is None)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
