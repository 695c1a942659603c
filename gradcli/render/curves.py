"""Curves on a terminal, drawn by plotille in braille dots, or in stars in pure ASCII."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from gradcli.numerals import numeral
from gradcli.render.cells import cells, printable
from gradcli.render.report import Style

#: Lines of the drawing.
HEIGHT = 12

#: The narrowest and the widest drawing, in columns.
_WIDTHS = (16, 72)

#: Columns beside the drawing: the indent, and plotille's labels, axis and arrow.
_BESIDE = 21

#: Points that are drawn of a longer curve.
_MOST_POINTS = 2_000

#: From this ratio of largest to smallest value on, the scale is logarithmic.
_WIDE = 1_000.0

_BLANK = "\u2800"


class Series(NamedTuple):
    """A curve: what it is called, and its points."""

    name: str
    x: Sequence[float]
    y: Sequence[float]


def finite_points(series: Series) -> Series:
    """Return a curve without the points at which it has no finite value."""
    kept = [
        (float(x), float(y))
        for x, y in zip(series.x, series.y, strict=True)
        if math.isfinite(x) and math.isfinite(y)
    ]
    return Series(series.name, [x for x, _ in kept], [y for _, y in kept])


def is_wide(series: Sequence[Series]) -> bool:
    """Return whether curves go over so many powers of ten that a logarithmic scale shows more.

    >>> is_wide([Series("loss", [1, 2], [10.0, 0.001])]), is_wide([Series("", [1, 2], [0.0, 9.0])])
    (True, False)
    """
    values = [y for one in series for y in one.y]
    return bool(values) and min(values) > 0 and max(values) / min(values) >= _WIDE


def curve(series: Series, x_label: str, style: Style, log: bool = False) -> list[str]:
    """Return the lines of one curve; none if it has fewer than two points."""
    series = _thinned(finite_points(series))
    if len(series.x) < 2:
        return []
    heights = [math.log10(y) for y in series.y] if log else list(series.y)
    drawn = _figure(series.x, heights, x_label, style, _label(log))
    title = f"{series.name}, logarithmic scale" if log else series.name
    lines = [printable(title, style.ascii), *drawn]
    return [f"  {line}".rstrip() for line in lines]


def _label(log: bool) -> Callable[..., str]:
    """Return how plotille writes a number beside an axis: on a logarithmic scale the power."""

    def written(value: float, chars: int = 10, **_: Any) -> str:
        number = 10**value if log else value
        text = f"{number:.3g}" if number else "0"
        return text.rjust(chars) if cells(text) <= chars else numeral(number, 2).rjust(chars)

    return written


def _figure(
    x: Sequence[float], y: Sequence[float], x_label: str, style: Style, label: Callable[..., str]
) -> list[str]:
    import plotille

    figure = plotille.Figure()
    figure.with_colors = figure.origin = False
    figure.width = min(max(style.width - _BESIDE - cells(x_label), _WIDTHS[0]), _WIDTHS[1])
    figure.height = HEIGHT
    figure.set_y_limits(*_limits(y, 4 * figure.height))
    figure.set_x_limits(*_limits(x, 2 * figure.width))
    figure.y_ticks_fkt = lambda value, _next: label(value)
    figure.x_ticks_fkt = lambda value, _next: f"{value:.3g}"
    figure.y_label, figure.x_label = "", printable(x_label, style.ascii)
    figure.plot(x, y)
    top, *lines = figure.show().splitlines()
    return [_in_style(line, style) for line in (top.replace("()", "  "), *lines)]


def _limits(numbers: Sequence[float], dots: int) -> tuple[float, float]:
    """Return the ends of an axis of so many dots; plotille leaves out what rounds to the one
    beyond the last."""
    low, high = min(numbers), max(numbers)
    if low == high:
        room = abs(low) or 1.0
        return low - room, high + room
    return low, high + (high - low) * 0.6 / dots


def _in_style(line: str, style: Style) -> str:
    line = line.replace(_BLANK, " ").rstrip()
    if style.ascii:
        line = "".join("*" if "\u2800" < sign <= "\u28ff" else sign for sign in line)
    return line


def _thinned(series: Series) -> Series:
    """Return a curve with at most so many points as can be told apart, the last among them."""
    stride = -(-len(series.x) // _MOST_POINTS)
    if stride <= 1:
        return series
    places = [*range(0, len(series.x) - 1, stride), len(series.x) - 1]
    return Series(series.name, [series.x[i] for i in places], [series.y[i] for i in places])
