"""Labels of a picture: short enough to stand in it, with the whole text beside them."""

from __future__ import annotations

from dataclasses import dataclass

from gradcli.numerals import shape_text
from gradcli.operators.elementary import Value, is_array
from gradcli.render.cells import cells, printable
from gradcli.render.languages import said
from gradcli.render.quantities import on_one_line, shown
from gradcli.render.report import Style

#: The longest line of a number in columns, and the lines of a vector and of a matrix.
_COLUMNS, _VECTOR_LINES, _MATRIX_LINES = 26, 3, 6


@dataclass(frozen=True, slots=True)
class Label:
    """A text in lines, and the whole of what it stands for.

    `aligned` lines form a table, and need characters of equal width. `lead` is a sign in front of
    the first line, the others begin below what follows it.
    """

    lines: tuple[str, ...]
    whole: str
    aligned: bool = False

    @property
    def is_cut(self) -> bool:
        """Return whether the whole says more than the lines."""
        return " ".join(self.lines) != self.whole

    @property
    def columns(self) -> int:
        """Return the width in columns of a terminal."""
        return max(map(cells, self.lines))


def label(text: str, whole: str = "") -> Label:
    """Return a short text as it is."""
    return Label((text,), whole or text)


def folded(text: str, columns: int, lines: int, style: Style, whole: str = "") -> Label:
    """Return a text over at most so many lines; what does not fit is left out in the middle.

    >>> folded("learning_rate_of_the_second_layer", 16, 1, Style()).lines
    ('learning…d_layer',)
    >>> folded("relu(x @ A + b) * sigmoid(z)", 16, 2, Style()).lines
    ('relu(x @ A + b)', '* sigmoid(z)')
    """
    text = printable(" ".join(text.split()), style.ascii)
    whole = printable(" ".join(whole.split()), style.ascii) or text
    rows = _wrapped(text, columns)
    if len(rows) > lines:
        rows = _wrapped(cut(text, columns * lines - lines * 3, style), columns)[:lines]
    return Label(tuple(cut(row, columns, style) for row in rows), whole)


def _wrapped(text: str, columns: int) -> list[str]:
    rows = [""]
    for word in text.split(" "):
        joined = f"{rows[-1]} {word}" if rows[-1] else word
        if rows[-1] and cells(joined) > columns:
            rows.append(word)
        else:
            rows[-1] = joined
    return rows


def cut(text: str, columns: int, style: Style) -> str:
    """Return a text without its middle, if it is wider than so many columns.

    >>> cut("a_long_name", 7, Style()), cut("学习率学习率", 7, Style())
    ('a_l…ame', '学…率')
    """
    if cells(text) <= columns:
        return text
    dots = "..." if style.ascii else "…"
    half = (columns - len(dots)) // 2
    return _start(text, columns - len(dots) - half) + dots + _start(text[::-1], half)[::-1]


def _start(text: str, columns: int) -> str:
    while cells(text) > columns:
        text = text[: max(1, columns) if len(text) > columns else -1]
    return text


def number(value: Value, style: Style, *, lead: str = "", title: str = "") -> Label:
    """Return a value: a vector over a few lines at most, a matrix row by row.

    What is larger than that is named by its shape, or loses its middle rows. `lead` is a sign
    before the number, and `title` the whole, if that is more than the number.
    """
    whole = printable(title or on_one_line(value, style.digits, style.language), style.ascii)
    rows = _rows(value, style)
    indent = " " * cells(lead)
    lines = tuple((indent if i else lead) + row for i, row in enumerate(rows))
    return Label(tuple(printable(line, style.ascii) for line in lines), whole, len(rows) > 1)


def _rows(value: Value, style: Style) -> list[str]:
    rows = shown(value, style.digits, style.language).split("\n")
    if not is_array(value):
        return rows
    if value.ndim < 2:
        return _vector(rows[0], style)
    if max(map(len, rows)) > _COLUMNS:
        return [said("{shape} array", style.language, shape=shape_text(value.shape))]
    if len(rows) > _MATRIX_LINES:
        dots = "..." if style.ascii else "…"
        rows = [*rows[: _MATRIX_LINES - 2], f" {dots}", rows[-1]]
    return rows


def _vector(text: str, style: Style) -> list[str]:
    rows = _wrapped(text, _COLUMNS)
    if len(rows) > _VECTOR_LINES:
        dots = "..." if style.ascii else "…"
        rows = [*rows[: _VECTOR_LINES - 1], f" {dots} {rows[-1].split(' ')[-1]}"]
    return [row if not i else f" {row.lstrip()}" for i, row in enumerate(rows)]
