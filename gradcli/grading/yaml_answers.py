"""Answers that YAML would not read: `?`, `- 30`, `*a` or a stray quote, each put into quotes.

One odd answer shall not lose the sheet around it. Only values on one line below `answers:` are
looked at; what stands elsewhere is left to YAML, with its errors.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from gradcli.grading.faults import FileFaults
from gradcli.grading.model import Place
from gradcli.grading.yaml_nodes import QUOTED, Node, compose, parts

#: A key and what stands behind it on its line; a list's dashes before it count as indentation.
_ENTRY = re.compile(
    r"""(?P<indent>[ ]*+(?:-[ ]++)*+)"""
    rf"""(?P<key>{QUOTED}[ ]?|[^\s"'#].*?):"""
    r"""(?:[ \t]+(?P<value>.*))?"""
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


class Texts(NamedTuple):
    """A file's text in which each answer is a text, and what was added to its lines.

    `added` holds, by line, the columns behind the answers with quotes put around them, and how many
    characters the line has more than as it was typed, up to there.
    """

    text: str
    added: Mapping[int, Sequence[tuple[int, int]]]

    def typed(self, place: Place) -> Place:
        """Return where in the file as it was typed a place of the text is."""
        added = self.added.get(place.line, ())
        before = bisect_right(added, place.column, key=itemgetter(0))
        return place._replace(column=place.column - added[before - 1][1]) if before else place


def compose_texts(texts: Texts, file: str) -> Node | None:
    """Return the tree of a file in which each answer is a text, with places as it was typed.

    Raises:
        FileFaults: something else in it is at fault, too.
    """
    root = compose(texts.text, file)
    nodes = [] if root is None else [root]
    for node in nodes:  # which grows meanwhile
        node.place = texts.typed(node.place)
        nodes += parts(node)
    return root


def as_texts(text: str) -> Texts:
    """Return the text of a file with quotes around the answers that YAML would not read.

    Every line stays where it is, and in it everything up to the answer.

    >>> as_texts("answers:\\n  one:\\n    q: ?  # the value of q\\n    f: -12\\n").text
    "answers:\\n  one:\\n    q: '?'  # the value of q\\n    f: -12\\n"
    """
    lines = text.split("\n")
    added = {}
    for row, start, many in _cells(lines):
        line = lines[row].removesuffix("\r")
        pieces = _in_braces(line[start:]) if many else [(line[start:], _mended(line[start:]))]
        added[row + 1] = list(_added(pieces, start + 1))
        lines[row] = line[:start] + "".join(new for _, new in pieces) + lines[row][len(line) :]
    return Texts("\n".join(lines), added)


def _added(pieces: Iterable[tuple[str, str]], column: int) -> Iterator[tuple[int, int]]:
    """Yield the column behind each piece that has become longer, and what was added up to there."""
    more = 0
    for typed, mended in pieces:
        column += len(mended)
        if typed != mended:
            more += len(mended) - len(typed)
            yield column, more


def _mended(value: str, around: str = "k: {}\n") -> str:
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


def _in_braces(value: str) -> list[tuple[str, str]]:
    """Return the pieces of the answers `{q: ?, f: -12}`, each as typed and as YAML reads it."""
    found = _BRACES.fullmatch(value)
    if found is None:
        return [(value, value)]
    entries = [(piece, _entry(piece)) for piece in _NEXT.split(found["inner"])]
    return [("{", "{"), *entries, (found["close"], found["close"])]


def _entry(text: str) -> str:
    """Return an entry in braces with quotes around its answer if YAML would not read that."""
    found = _ENTRY.fullmatch(text)
    if found is None or not found["value"]:
        return text
    return text[: found.start("value")] + _mended(found["value"], "{{k: {}}}\n")


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
