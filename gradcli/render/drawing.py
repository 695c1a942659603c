"""Tables, blocks and equations on a screen of a given width: no number is cut or broken.

Tables are drawn here and not with rich, whose import costs as much time as all the rest of a short
command; what rich knows better, the width of characters, is asked of it where a text is not plain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple, TypeVar

from gradcli.render.cells import cells, printable
from gradcli.render.languages import said
from gradcli.render.report import Style

#: What a piece of text is: forward values are green and gradients red, as in the figures of the
#: lectures.
Tone = Literal["", "title", "header", "value", "gradient"]

_COLORS: dict[Tone, str] = {"title": "1", "header": "2", "value": "32", "gradient": "31"}

#: A section with more rows than this is cut to its first and last rows.
MOST_ROWS = 200

#: Rows kept at either end of a section that is cut.
ENDS = 20

#: Spaces before every line below a title.
INDENT = 2


_Row = TypeVar("_Row")


class Cell(NamedTuple):
    """A text of one or more lines, what it is, and what stands before it without colour."""

    text: str
    tone: Tone = ""
    lead: str = ""


class Column(NamedTuple):
    """A column of a table: heading, whether aligned to the right, and the spaces before it."""

    header: str = ""
    right: bool = False
    gap: int = 2


class Block(NamedTuple):
    """A cell ready to be drawn: lines of text, whose first `lead` characters have no colour."""

    lines: list[str]
    width: int
    tone: Tone
    lead: int


def block(cell: Cell, style: Style) -> Block:
    """Return a cell as lines that may be printed."""
    lead = printable(cell.lead, style.ascii)
    beside = " " * cells(lead)
    lines = [printable(line, style.ascii) for line in cell.text.split("\n")]
    lines = [(beside if row else lead) + line for row, line in enumerate(lines)]
    return Block(lines, max(map(cells, lines)), cell.tone, len(beside))


def painted(text: str, tone: Tone, style: Style, lead: int = 0) -> str:
    """Return a text in the colour of its tone, if there is colour."""
    if not style.color or not tone or not text.strip():
        return text
    lead += len(text) - lead - len(text[lead:].lstrip())
    return f"{text[:lead]}\033[{_COLORS[tone]}m{text[lead:]}\033[0m"


def title(text: str, style: Style) -> list[str]:
    """Return a heading, with an empty line before it."""
    return ["", *flow([Cell(text, "title")], style, indent=0)]


def table(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], style: Style
) -> list[str] | None:
    """Return the lines of a table, or None if it is wider than the screen."""
    drawn = [[block(cell, style) for cell in row] for row in rows]
    headers = [block(Cell(column.header, "header"), style) for column in columns]
    widths = [max((row[i].width for row in drawn), default=0) for i in range(len(columns))]
    gaps = [column.gap if i else 0 for i, column in enumerate(columns)]
    spans = _spread(headers, widths, gaps)
    if INDENT + sum(widths) + sum(gaps) > style.width:
        return None
    lines = [line for row in drawn for line in _row_lines(row, columns, widths, gaps, style)]
    if not any(column.header for column in columns):
        return lines
    shown = [columns[i] for i in spans]
    heads = [headers[i] for i in spans]
    return [*_row_lines(heads, shown, [*spans.values()], [gaps[i] for i in spans], style), *lines]


def _spread(headers: Sequence[Block], widths: list[int], gaps: Sequence[int]) -> dict[int, int]:
    """Return the width of each heading: it extends over the columns to its right that have none.

    The last of these is widened where the heading needs more room than the columns.
    """
    places = [i for i, header in enumerate(headers) if header.width] or [0]
    spans = {}
    for place, end in zip(places, [*places[1:], len(headers)], strict=True):
        room = sum(widths[place:end]) + sum(gaps[place + 1 : end])
        spans[place] = max(room, headers[place].width)
        widths[end - 1] += spans[place] - room
    return spans


def _row_lines(
    row: Sequence[Block],
    columns: Sequence[Column],
    widths: Sequence[int],
    gaps: Sequence[int],
    style: Style,
) -> Iterable[str]:
    for line in range(max(len(part.lines) for part in row)):
        written = " " * INDENT
        for part, column, width, gap in zip(row, columns, widths, gaps, strict=True):
            written += " " * gap + _cell_line(part, line, column.right, width, style)
        yield written.rstrip()


def _cell_line(part: Block, line: int, right: bool, width: int, style: Style) -> str:
    text = part.lines[line] if line < len(part.lines) else ""
    # A matrix moves to the right as a whole, so that its columns stay aligned.
    before = width - part.width if right else 0
    after = width - before - cells(text)
    return " " * before + painted(text, part.tone, style, part.lead) + " " * after


def flow(
    pieces: Iterable[Cell], style: Style, indent: int = INDENT, hang: int = 2, gap: str = " "
) -> list[str]:
    """Return pieces one after the other; where the width ends, a line breaks between pieces.

    Only a piece that is wider than the screen by itself is broken, at its spaces; a comma of
    Chinese has its own gap behind it. Pieces of several lines, such as matrices, stand beside one
    another.
    """
    lines: list[str] = []
    waiting: list[Block] = []
    used = indent
    for piece in pieces:
        part = block(piece, style)
        if waiting and used + len(gap) + part.width > style.width:
            lines += _beside(waiting, indent + (hang if lines else 0), gap, style)
            waiting, used = [], indent + hang
        room = style.width - indent - (hang if lines else 0)
        if part.width > room:
            part = _broken(part, room, style)
        used += part.width + (len(gap) if waiting else 0)
        waiting.append(part)
    return lines + _beside(waiting, indent + (hang if lines else 0), gap, style)


def _beside(parts: Sequence[Block], indent: int, gap: str, style: Style) -> list[str]:
    """Return blocks side by side, aligned at the top."""
    lines = []
    for line in range(max((len(part.lines) for part in parts), default=0)):
        written = " " * indent
        for part in parts:
            between = "" if part is parts[-1] or _closes(part, style) else gap
            written += _cell_line(part, line, False, part.width, style) + between
        lines.append(written.rstrip())
    return lines


def _closes(part: Block, style: Style) -> bool:
    """Return whether a block ends in a sign of Chinese that has its own space behind it."""
    if style.language == "en":
        return False
    from gradcli.render.breaking import PAUSES

    return part.lines[-1].endswith(tuple(PAUSES))


def _broken(part: Block, room: int, style: Style) -> Block:
    """Return a block with its lines broken to fit, the rest of each set in by 2."""
    lines = [short for line in part.lines for short in _pieces(line, room, style)]
    return part._replace(lines=lines, width=max(map(cells, lines)))


def _pieces(line: str, room: int, style: Style) -> list[str]:
    done, current, set_in = [], "", " " * (len(line) - len(line.lstrip()))
    for gap, word in _words(line, style):
        if current.strip() and cells(current) + len(gap) + cells(word) > room:
            done.append(current)
            current = set_in + "  " + word
        else:
            current = f"{current}{gap}{word}" if current.strip() else current + set_in + word
    return [*done, current]


def _words(line: str, style: Style) -> Iterable[tuple[str, str]]:
    """Return what stays on one line, each with the space before it: words, or parts of Chinese."""
    if style.language == "en":
        return ((" ", word) for word in line.split())
    from gradcli.render.breaking import pieces

    return pieces(line)


def ends(rows: list[_Row]) -> list[_Row]:
    """Return rows, or only the first and last ones of very many."""
    return rows if len(rows) <= MOST_ROWS else rows[:ENDS] + rows[-ENDS:]


def left_out(rows: int, text: str, style: Style) -> str:
    """Return the text that stands for the rows between the first and last ones."""
    return said(text, style.language, count=rows - 2 * ENDS)
