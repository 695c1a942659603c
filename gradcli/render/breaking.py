"""Sentences with formulas in them over several lines: where a line may break, also in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradcli.render.cells import cells, printable
from gradcli.render.report import Style

#: What is never left alone at the end of a line.
_SIGNS = (" =", " +", " ×", " ·", " *", " -", "=", "+", "×")

#: Signs of Chinese that have their own space behind them.
PAUSES = "，。；：、"

#: Where a line may break: at a space, and between two signs of Chinese.
_BREAKS = re.compile(
    rf"( )|(?<=[{PAUSES}])(?![{PAUSES}”）])"
    r"|(?<=[\u4e00-\u9fff”）])(?=[\u4e00-\u9fff]\S|[“（])"
)


def wrapped(text: str, first: int, rest: int, style: Style) -> list[str]:
    """Return a text over as many lines as it needs; arrays and signs with numbers stay whole."""
    lines, current = [], " " * first
    room, empty = style.width, True
    for gap, piece in pieces(printable(text, style.ascii)):
        if not empty and cells(current) + len(gap) + cells(piece) > room:
            lines.append(current)
            current, empty = " " * rest, True
        current += piece if empty else gap + piece
        empty = False
    return [*lines, current]


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stays together on a line, each with the space before it.

    A sign stays with what follows it, an array whole; Chinese breaks anywhere, though
    not before its closing signs, behind its opening ones, or before the last sign of all.
    """
    gap, before, waiting, depth = "", "", "", 0
    for word in re.split(_BREAKS, text):
        if word in (None, ""):
            continue
        if word == " ":
            gap = gap or " "
            continue
        if waiting:
            if depth == 0 and not waiting.endswith(_SIGNS):
                yield before, waiting
                before, waiting = gap, word
            else:
                waiting += gap + word
        else:
            before, waiting = gap, word
        depth += word.count("[") - word.count("]")
        gap = ""
    if waiting:
        yield before, waiting
