"""A lesson as text for a terminal, and as Markdown."""

from __future__ import annotations

from gradcli.operators.symbols import Symbol
from gradcli.render.breaking import wrapped
from gradcli.render.cells import printable
from gradcli.render.drawing import title
from gradcli.render.explanation.lesson import Item, Lesson, Sentence
from gradcli.render.formulas import Equation, plain
from gradcli.render.markdown_text import escaped, fenced
from gradcli.render.report import Style


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
            lines += wrapped(words(section.intro), 2, 2, style)
        number = 0
        for item in section.items:
            number += item.numbered
            lines += _item(item, f"{number}. " if item.numbered else "", style)
    return "\n".join(lines) + "\n"


def _item(item: Item, lead: str, style: Style) -> list[str]:
    lines = wrapped(lead + words(item.sentence), 2, 2 + len(lead) + 2 * (not lead), style)
    for line in item.lines:
        lines += wrapped(words(line), 2 + (len(lead) or 3), 5 + len(lead), style)
    return lines


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
