"""Curves on a terminal, drawn by plotille in braille dots, or in stars in pure ASCII."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from gradcli.numerals import numeral
from gradcli.render.cells import cells, printable
from gradcli.render.languages import said
from gradcli.render.report import Style

#: The most lines of a drawing.
HEIGHT = 14

#: The narrowest and the widest drawing, in columns.
_WIDTHS = (12, 72)

#: Columns beside the drawing and its labels: the indent, and plotille's axis and arrow.
_BESIDE = 11

#: Columns that plotille gives to a number at the side, and from one number below to the next.
_SIDE, _CELL = 10, 10

#: At the side, a number for every so many lines; below, for every so many cells.
_LINES, _CELLS = (1, 2, 3, 4), (1, 2, 3)

#: Points that are drawn of a longer curve.
_MOST_POINTS = 2_000

#: From this ratio of largest to smallest value on, the scale is logarithmic.
_WIDE = 1_000.0

#: Numbers that are nearer than this part of their size are drawn as one; and so are all smaller
#: than the smallest. Larger ones than the largest have no axis.
_ALIKE, _SMALLEST, _LARGEST = 1e-12, 1e-300, 1e300

#: The part of an axis that may be left empty rather than to have one more cell without a number.
_BLANK_CELLS = 0.15

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


def curve(
    series: Series, x_label: str, style: Style, log: bool = False, counted: bool = False
) -> list[str]:
    """Return the lines of one curve; none if it has fewer than two points.

    Along one that is `counted`, as in epochs, only whole numbers are written.
    """
    series = _thinned(finite_points(series))
    if len(series.x) < 2:
        return []
    title = series.name
    if log:
        title = said("{name}, logarithmic scale", style.language, name=title)
    heights = [math.log10(y) for y in series.y] if log else list(series.y)
    if max(map(abs, (*series.x, *heights))) > _LARGEST:
        return [
            f"  {printable(title, style.ascii)}",
            f"  {said('(too large to be drawn)', style.language)}",
        ]
    drawn = _figure(series.x, heights, printable(x_label, style.ascii), style, log, counted)
    lines = [printable(title, style.ascii), *drawn]
    return [f"  {line}".rstrip() for line in lines]


class Axis(NamedTuple):
    """An axis with a number at each `every`-th multiple of its step, from the multiple `first` on.

    `cells` steps long; not always a whole number.
    """

    step: float
    first: int
    cells: float
    every: int

    @property
    def limits(self) -> tuple[float, float]:
        """Return the numbers at the two ends."""
        return self.first * self.step, (self.first + self.cells) * self.step

    def number(self, cell: int) -> float | None:
        """Return the number that is written at a cell, None if there is none."""
        place, rest = divmod(self.first + cell, self.every)
        # Divided, and not multiplied: 3/10 is 0.3, and 3*0.1 is not.
        per_unit = 1 / (self.step * self.every)
        return None if rest else place / round(per_unit) if per_unit > 1 else place / per_unit


def axis(numbers: Sequence[float], most: float, everies: Sequence[int], least: float = 0.0) -> Axis:
    """Return an axis of at most so many cells whose numbers are 1, 2 or 5 times a power of ten.

    It is the one that leaves the least room, and the fewest cells without a number; `least` is the
    smallest distance of two numbers.

    >>> axis([0.0, 1.0], 14, (1, 2)).limits, axis([0.0, 1.0], 14, (1, 2)).number(1)
    ((0.0, 1.0), 0.1)
    """
    low, high = min(numbers), max(numbers)
    size = max(abs(low), abs(high))
    if high - low <= max(_ALIKE * size, _SMALLEST):
        room = size if size > _SMALLEST else 1.0
        low, high = low - room, high + room
    power = math.floor(math.log10(high - low))
    distances = [lead * 10.0**p for p in range(power - 2, power + 2) for lead in (1, 2, 5)]
    found = [
        Axis(step, first, high / step - first, every)
        for distance in distances
        if distance >= least
        for every in everies
        for step in [distance / every]
        for first in [math.floor(low / step + 1e-9)]
    ]
    fitting = [one for one in found if one.cells <= most]
    several = [one for one in fitting if one.every == 1 or one.cells >= 2 * one.every]
    return max(several, key=lambda one: one.cells - _BLANK_CELLS * most * (one.every - 1))


def _counting(numbers: Sequence[float], most: float) -> Axis:
    """Return an axis with nothing but whole numbers; each of them where they are few.

    >>> _counting([1, 2, 3], 7).limits, _counting([1, 2, 3], 7).every
    ((1.0, 3.0), 3)
    """
    low, length = round(min(numbers)), round(max(numbers) - min(numbers))
    every = math.floor(most / length)
    if not every:
        return axis(numbers, most, _CELLS, 1.0)
    return Axis(1 / every, low * every, length * every, every)


def _written(value: float, distance: float) -> str:
    """Return a number beside an axis with the digits that tell it from the next."""
    power = math.floor(math.log10(distance) + 1e-9)
    if -5 < power < 6 and abs(value) < 1e6:
        return f"{value:.{max(-power, 0)}f}"
    size = max(abs(value), distance)
    text = f"{value:.{math.floor(math.log10(size)) - power + 1}g}" if value else "0"
    return text if len(text) < _SIDE else numeral(value, 2)


def _power(value: float) -> str:
    """Return a number on a logarithmic scale, given its power of ten."""
    return f"{10.0**value:g}" if -5 < value < 6 else f"1e{round(value)}"


def _figure(
    x: Sequence[float],
    y: Sequence[float],
    x_label: str,
    style: Style,
    log: bool,
    counted: bool,
) -> list[str]:
    side = axis(y, HEIGHT, _LINES, 1.0 if log else 0.0)
    rows = math.ceil(side.cells - 1e-9)
    distance = side.step * side.every
    numbers = [side.number(row) for row in range(rows + 1)]
    labels = ["" if n is None else _power(n) if log else _written(n, distance) for n in numbers]
    room = style.width - _BESIDE - max(map(cells, labels)) - cells(x_label)
    if room < _WIDTHS[0]:
        needed = style.width - room + _WIDTHS[0]
        return [said("(a curve needs {count} columns)", style.language, count=needed)]
    most = min(room, _WIDTHS[1]) / _CELL
    below = _counting(x, most) if counted else axis(x, most, _CELLS)
    lines = _drawn(x, y, side._replace(cells=rows), below, labels, x_label)
    unused = _SIDE - max(map(cells, labels))
    return [_in_style(line[unused:], style) for line in lines]


def _drawn(
    x: Sequence[float],
    y: Sequence[float],
    side: Axis,
    below: Axis,
    labels: Sequence[str],
    x_label: str,
) -> list[str]:
    """Return what plotille draws; it asks for the numbers from the origin outwards."""
    import plotille

    figure = plotille.Figure()
    figure.with_colors = figure.origin = False
    figure.width = math.ceil(below.cells * _CELL - 1e-9)
    figure.height = round(side.cells)
    (left, right), (bottom, top) = below.limits, side.limits
    right, top = _beyond(left, right, 2 * figure.width), _beyond(bottom, top, 4 * figure.height)
    figure.set_x_limits(left, right)
    figure.set_y_limits(bottom, top)

    def beside(value: float, _: float) -> str:
        row: int = round((value - bottom) / (top - bottom) * figure.height)
        return labels[row].rjust(_SIDE)

    def beneath(value: float, _: float) -> str:
        cell: int = round((value - left) / (right - left) * figure.width / _CELL)
        number = below.number(cell)
        return "" if number is None else _written(number, below.step * below.every)

    figure.y_ticks_fkt, figure.x_ticks_fkt = beside, beneath
    figure.y_label, figure.x_label = "", x_label
    figure.plot(x, y)
    first, *lines = figure.show().splitlines()
    return [first.replace("()", "  "), *lines]


def _beyond(low: float, high: float, dots: int) -> float:
    """Return the end of an axis of so many dots.

    plotille leaves out what rounds to the one beyond the last.
    """
    return high + (high - low) * 0.6 / dots


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
