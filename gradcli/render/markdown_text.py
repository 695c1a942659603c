"""The parts of Markdown, as GitHub shows it: texts without its signs, fences, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from gradcli.render.cells import Ascii, printable

#: What Markdown reads as more than a character: also in a table, as HTML, as `#12` or as a link.
_SPECIAL = re.compile(r"([\\`*_<>|~$&#]|\](?=\())")


class Signs(Protocol):
    """What says which characters may be shown: the style of a screen, the manner of a marking."""

    @property
    def ascii(self) -> Ascii:
        """Return whether in ASCII only."""


def escaped(text: str, signs: Signs) -> str:
    """Return a text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", printable(text, signs.ascii))


def fenced(program: str, signs: Signs) -> str:
    """Return a program in a fence longer than any that it contains."""
    source = "\n".join(printable(line, signs.ascii) for line in program.split("\n"))
    longest = max(map(len, re.findall("`+", source)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{source}\n{fence}"


def markdown_table(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    signs: Signs,
    numbers: slice = slice(0),
) -> str:
    """Return a table; the columns of `numbers` are aligned to the right, by default none."""
    columns = range(len(headers))
    rule = ["---:" if column in columns[numbers] else "---" for column in columns]
    body = [[escaped(cell, signs) for cell in row] for row in [headers, *rows]]
    body.insert(1, rule)
    return "\n".join(f"| {' | '.join(row)} |" for row in body)
