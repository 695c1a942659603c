"""A sheet of characters on which lines and texts are drawn.

Where two lines cross, the upright one is drawn whole: so a crossing never looks like a branch.
"""

from __future__ import annotations

from gradcli.render.cells import cells
from gradcli.render.drawing import Tone, painted
from gradcli.render.report import Style

_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8

_LINES = {
    _UP: "│",
    _DOWN: "│",
    _UP | _DOWN: "│",
    _LEFT: "─",
    _RIGHT: "─",
    _LEFT | _RIGHT: "─",
    _DOWN | _RIGHT: "┌",
    _DOWN | _LEFT: "┐",
    _UP | _RIGHT: "└",
    _UP | _LEFT: "┘",
    _UP | _DOWN | _RIGHT: "├",
    _UP | _DOWN | _LEFT: "┤",
    _DOWN | _LEFT | _RIGHT: "┬",
    _UP | _LEFT | _RIGHT: "┴",
    _UP | _DOWN | _LEFT | _RIGHT: "┼",
}

#: What stands for the signs of a drawing where there is only ASCII.
_ASCII = str.maketrans("│─┌┐└┘├┤┬┴┼━┃┏┓┗┛┄→", "|-+++++++++=|++++.>")


class Canvas:
    """A sheet as wide and high as what is drawn on it."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self._signs: dict[tuple[int, int], str] = {}
        self._tones: dict[tuple[int, int], Tone] = {}
        self._lines: dict[tuple[int, int], dict[int, int]] = {}

    def write(self, row: int, column: int, text: str, tone: Tone = "") -> None:
        """Write a text; a wide character takes two columns."""
        for sign in text:
            width = cells(sign)
            if not width:
                place = (row, column - 1)
                self._signs[place] = self._signs.get(place, "") + sign
                continue
            self._signs[row, column] = sign
            self._tones[row, column] = tone
            if width > 1:
                self._signs[row, column + 1] = ""
            column += width

    def across(self, net: int, row: int, start: int, end: int) -> None:
        """Draw a level line of a net, from column to column."""
        for column in range(start, end + 1):
            self._add(net, row, column, _LEFT if column > start else 0)
            self._add(net, row, column, _RIGHT if column < end else 0)

    def down(self, net: int, column: int, top: int, bottom: int) -> None:
        """Draw an upright line of a net, from row to row."""
        for row in range(top, bottom + 1):
            self._add(net, row, column, _UP if row > top else 0)
            self._add(net, row, column, _DOWN if row < bottom else 0)

    def _add(self, net: int, row: int, column: int, direction: int) -> None:
        there = self._lines.setdefault((row, column), {})
        there[net] = there.get(net, 0) | direction

    def rows(self) -> list[str]:
        """Return the sheet, line by line."""
        places = [*self._signs, *self._lines]
        if not places:
            return []
        top, bottom = min(row for row, _ in places), max(row for row, _ in places)
        width = max(column for _, column in places) + 1
        return [self._row(row, width) for row in range(top, bottom + 1)]

    def _row(self, row: int, width: int) -> str:
        """Return one row, with each stretch of one tone painted as a whole."""
        done, stretch = "", ""
        tone: Tone = ""
        for column in range(width):
            sign = self._sign(row, column)
            here: Tone = self._tones.get((row, column), "") if sign.strip() else tone
            if here != tone:
                done += self._painted(stretch, tone)
                stretch, tone = "", here
            stretch += sign
        return (done + self._painted(stretch.rstrip(), tone)).rstrip()

    def _painted(self, text: str, tone: Tone) -> str:
        bare = text.rstrip()
        return painted(bare, tone, self.style) + text[len(bare) :]

    def _sign(self, row: int, column: int) -> str:
        sign = self._signs.get((row, column))
        if sign is None:
            there = self._lines.get((row, column))
            sign = " " if there is None else _crossed(there)
        return sign.translate(_ASCII) if self.style.ascii else sign


def _crossed(nets: dict[int, int]) -> str:
    """Return the sign of the lines at a place: of two that cross, the upright one."""
    for directions in nets.values():
        if directions & (_UP | _DOWN):
            return _LINES[directions]
    return _LINES[next(iter(nets.values()))] if any(nets.values()) else "─"
