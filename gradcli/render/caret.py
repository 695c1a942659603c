"""Where an error is: the line of the source text, and a caret under every character concerned."""

from __future__ import annotations

from gradcli.graph import Span
from gradcli.render.cells import HIDDEN, Ascii, cells, head, in_ascii, tail, visible

#: The columns that a line of the user's has at most.
WIDTH = 76


def caret(source: str, span: Span, width: int = WIDTH, ascii_only: Ascii = False) -> str:
    """Return the source line in which `span` begins, and below it `^` under the whole span.

    A line longer than `width` columns is cut to a window around the span. A span that goes on over
    several lines is marked up to the end of its first line. A tab is shown as one space, other
    control characters as `·`.

    >>> print(caret("y = 2x", Span(4, 6)))
    y = 2x
        ^^
    """
    line, start, end = _line(source, span)
    mark = "?" if ascii_only else HIDDEN
    shown = visible(line.replace("\t", " "), mark)
    before, marked, after = shown[:start], shown[start:end], shown[end:]
    if ascii_only:
        before, marked, after = [in_ascii(part, ascii_only) for part in (before, marked, after)]
    before, marked, after = _window(before, marked, after, width, "..." if ascii_only else "…")
    return f"{before}{marked}{after}".rstrip() + "\n" + " " * cells(before) + "^" * _under(marked)


def _under(marked: str) -> int:
    """Return the number of carets: at least one, also at the end of the text."""
    return max(cells(marked), 1)


def _line(source: str, span: Span) -> tuple[str, int, int]:
    """Return the line in which a span begins, and the part of the span within it."""
    start = min(max(span.start, 0), len(source))
    first = source.rfind("\n", 0, start) + 1
    last = source.find("\n", start)
    line = source[first : len(source) if last < 0 else last].removesuffix("\r")
    start = min(start - first, len(line))
    return line, start, min(max(span.end - first, start), len(line))


def _window(
    before: str, marked: str, after: str, width: int, ellipsis: str
) -> tuple[str, str, str]:
    """Cut the middle of a long span, then what stands on both sides of it, to fit the width."""
    width = max(width, 4 * len(ellipsis))
    if cells(before + marked + after) <= width:
        return before, marked, after
    room = width - 2 * len(ellipsis)
    if cells(marked) > room:
        half = (room - len(ellipsis)) // 2
        marked = head(marked, half) + ellipsis + tail(marked, half)
    room -= cells(marked)
    left = min(cells(before), max(room // 2, room - cells(after)))
    kept = tail(before, left)
    if kept != before:
        kept = ellipsis + kept
    rest = head(after, room - left)
    return kept, marked, rest if rest == after else rest + ellipsis
