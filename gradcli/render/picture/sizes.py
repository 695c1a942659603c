"""How much room the texts of an SVG picture take, in pixels.

The letters are those of the reader's machine, so widths are estimated, for wide letters rather
than narrow ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gradcli.render.cells import cells
from gradcli.render.picture.figure import Arrow, Drawn
from gradcli.render.picture.folding import Label
from gradcli.render.picture.layout import Cell, Room, Spacing

#: The size of the letters of each kind of text.
SIZES = {
    "operation": 17,
    "name": 13,
    "value": 15,
    "upstream": 15,
    "local": 13,
    "contribution": 13,
    "remark": 12,
}

#: Around the picture, and the length of an arrow's head.
MARGIN, ARROW = 16, 9

#: Between a text and the line or the border beside it.
_BESIDE, _FROM_LINE, _IN_BOX = 10, 8, 11

#: The smallest box.
_LEAST_BOX = 44

#: Parts of the size that letters take: wide, capital and narrow ones, and all others.
_WIDE, _CAPITAL, _NARROW, _LETTER, _CELL = 0.95, 0.74, 0.36, 0.6, 0.62


def text_width(text: Label, kind: str) -> int:
    """Return the width of a text."""
    measure = _aligned_width if text.aligned else _line_width
    return round(SIZES[kind] * max(map(measure, text.lines)))


def _aligned_width(line: str) -> float:
    return cells(line) * _CELL


def _line_width(line: str) -> float:
    return sum(map(_part, line))


def _part(letter: str) -> float:
    if letter in "mwMW@%…×":
        return _WIDE
    if letter in "iljtf.,:;|'()[] !":
        return _NARROW
    if letter.isascii():
        return _CAPITAL if letter.isupper() else _LETTER
    return max(_CAPITAL, 1.05 * (cells(letter) - 1))


def line_height(kind: str) -> int:
    """Return the distance from one line of text to the next."""
    return round(SIZES[kind] * 1.25)


def block_height(text: Label, kind: str) -> int:
    """Return the height of a text."""
    return line_height(kind) * len(text.lines)


def cell_of(drawn: Drawn, arriving: Iterable[Arrow]) -> Cell:
    """Return the sizes of a node with the edges that arrive there."""
    captions = [(drawn.name, "operation")]
    if drawn.operation is not None:
        captions = [(drawn.operation, "operation"), (drawn.name, "name")]
    width = max(text_width(text, kind) for text, kind in captions) + 2 * _IN_BOX
    height = sum(block_height(text, kind) for text, kind in captions) + _IN_BOX
    return Cell(
        max(_LEAST_BOX, width),
        height,
        _room(drawn.value, "value", drawn.upstream, "upstream", 2 * _BESIDE),
        {
            arrow.edge.id: _room(
                arrow.local, "local", arrow.contribution, "contribution", _BESIDE + ARROW
            )
            for arrow in arriving
        },
    )


def _room(
    above: Label | None, kind_above: str, below: Label | None, kind_below: str, beside: int
) -> Room:
    """Return the room of a line with a text above it and one below."""
    texts = [(above, kind_above), (below, kind_below)]
    widths = [text_width(text, kind) for text, kind in texts if text is not None]
    up, down = (
        _FROM_LINE if text is None else block_height(text, kind) + _FROM_LINE
        for text, kind in texts
    )
    return Room(max(widths, default=10) + beside, up, down)


def _gap(bends: Sequence[tuple[int, int]]) -> int:
    """Return the width between two columns: the steeper the lines, the wider."""
    return 24 + min(56, max((abs(end - start) for start, end in bends), default=0) // 5)


SPACING = Spacing(rows=14, least=7, rail=5, port=4, gap=_gap)
