"""A lesson as text for a terminal, and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradcli.operators.symbols import Symbol
from gradcli.render.cells import cells, printable
from gradcli.render.drawing import title
from gradcli.render.explanation.lesson import Item, Lesson, Sentence
from gradcli.render.formulas import Equation, plain
from gradcli.render.markdown_text import escaped, fenced
from gradcli.render.report import Style

#: What is never left alone at the end of a line.
_SIGNS = (" =", " +", " ×", " ·", " *", " -", "=", "+", "×")

#: Where a line may break: at a space, and between two signs of Chinese.
_BREAKS = re.compile(
    r"( )|(?<=[，。；：、])(?![，。；：、”）])|(?<=[\u4e00-\u9fff”）])(?=[\u4e00-\u9fff]\S|[“（])"
)


def words(sentence: Sentence) -> str:
    """Return a sentence as one line of text."""
    return "".join(map(_piece, sentence))


def _piece(piece: str | Symbol | Equation) -> str:
    if isinstance(piece, Equation):
        return " = ".join(map(plain, piece.sides))
    return piece if isinstance(piece, str) else plain(piece)


def lesson_text(lesson: Lesson, style: Style) -> str:
    """Return a lesson as text that fits on a screen of the given width."""
    lines = [printable(line, style.ascii) for line in lesson.program.strip("\n").split("\n")]
    for section in lesson.sections:
        lines += title(words(section.heading), style)
        if section.intro:
            lines += _wrapped(words(section.intro), 2, 2, style)
        number = 0
        for item in section.items:
            number += item.numbered
            lines += _item(item, f"{number}. " if item.numbered else "", style)
    return "\n".join(lines) + "\n"


def _item(item: Item, lead: str, style: Style) -> list[str]:
    lines = _wrapped(lead + words(item.sentence), 2, 2 + len(lead) + 2 * (not lead), style)
    for line in item.lines:
        lines += _wrapped(words(line), 2 + (len(lead) or 3), 5 + len(lead), style)
    return lines


def _wrapped(text: str, first: int, rest: int, style: Style) -> list[str]:
    """Return a text over as many lines as it needs; arrays and signs with numbers stay whole."""
    lines, current = [], " " * first
    room, empty = style.width, True
    for gap, piece in _pieces(printable(text, style.ascii)):
        if not empty and cells(current) + len(gap) + cells(piece) > room:
            lines.append(current)
            current, empty = " " * rest, True
        current += piece if empty else gap + piece
        empty = False
    return [*lines, current]


def _pieces(text: str) -> Iterator[tuple[str, str]]:
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


def lesson_markdown(lesson: Lesson, style: Style) -> str:
    """Return a lesson as Markdown."""
    parts = [fenced(lesson.program, style)]
    for section in lesson.sections:
        parts.append(f"### {escaped(words(section.heading), style)}")
        if section.intro:
            parts.append(escaped(words(section.intro), style))
        lines, number = [], 0
        for item in section.items:
            number += item.numbered
            lead = f"{number}. " if item.numbered else "- "
            lines.append(lead + escaped(words(item.sentence), style))
            indent = " " * len(lead)
            lines += [f"{indent}- {escaped(words(line), style)}" for line in item.lines]
        if lines:
            parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"
