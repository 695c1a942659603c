"""What is wrong with a text that is not YAML, in plain words."""

from __future__ import annotations

from typing import Any, NamedTuple

from gradcli.grading.faults import Fault
from gradcli.grading.model import Place


class Words(NamedTuple):
    """One row: parts of a message of PyYAML or libyaml, what to say, and what to try."""

    parts: tuple[str, ...]
    message: str
    hint: str


#: The first row with a part of the parser's message is taken.
SYNTAX: tuple[Words, ...] = (
    Words(
        ("block sequence entries are not allowed", "sequence entries are not allowed"),
        "a list cannot begin here",
        "a number is written without a space, as in -4",
    ),
    Words(
        ("mapping values are not allowed",),
        "a second ': ' on one line, none on the line above, or a line that is indented wrongly",
        "put the text in quotes, or give each key its own line, with `key: value` in one column",
    ),
    Words(("mapping keys are not allowed",), "a text cannot begin with '?'", "put it in quotes"),
    Words(
        ("could not find expected ':'",),
        "a key without ': ' after it",
        "write `key: value`, with a space after the colon",
    ),
    Words(
        ("',' or ']'",),
        "the list is not closed, or a comma is missing",
        "separate the items with commas and close with ]",
    ),
    Words(
        ("',' or '}'",),
        "the braces are not closed, or a comma is missing",
        "separate the entries with commas and close with }",
    ),
    Words(
        ("end of stream", "document separator"),
        "a quoted text is not closed",
        "put the same quote at its end",
    ),
    Words(
        ("unknown escape",),
        "an unknown escape after a backslash",
        "use single quotes, in which a backslash is itself",
    ),
    Words(
        ("node content",),
        "a value is missing here, or must be put in quotes",
        "a text that begins with a bracket, comma or colon goes in quotes",
    ),
    Words(("YAML document",), "another version of YAML", "remove the line that begins with %YAML"),
    Words(
        ("indentation indicator", "expected comment or line break", "comment or a line break"),
        "a '|' or '>' begins a text of several lines",
        "begin the text on the next line, or put it in quotes",
    ),
    Words(
        ("alphabetic or numeric",),
        "'*' and '&' have a meaning of their own in YAML",
        "put the text in quotes",
    ),
    Words(
        ("expected key", "expected <block end>"),
        "this line does not fit what is around it",
        "check its indentation and the brackets before it",
    ),
    Words(
        ("'-' indicator",),
        "this line does not fit the list before it",
        "begin each item with - in the same column",
    ),
    Words(
        ("document start",),
        "this line is indented less than the first",
        "begin all keys of one level in the same column",
    ),
)

_TAB = Words((), "a tab: YAML is indented with spaces", "replace it by spaces")
_UNCLEAR = Words((), "this is not YAML", "check the indentation, the brackets and the quotes")


def syntax_fault(error: Any, text: str, file: str) -> Fault:
    """Return the fault that a YAML error stands for; its place is where the parser gave up."""
    mark = error.problem_mark or error.context_mark
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    words = _words(error.problem or "", line, mark.column)
    message, opened = words.message, error.context_mark
    if opened is not None and "closed" in message and opened.line != mark.line:
        message += f"; it begins at line {opened.line + 1}, column {opened.column + 1}"
    return Fault(Place(file, mark.line + 1, mark.column + 1), message, words.hint)


def _words(problem: str, line: str, column: int) -> Words:
    sign = line[column : column + 1]
    if sign == "\t" or "tab" in problem.split():
        return _TAB
    if "cannot start any token" in problem:
        return Words((), f"a text cannot begin with {sign}", "put it in quotes")
    for words in SYNTAX:
        if any(part in problem for part in words.parts):
            return words
    return _UNCLEAR
