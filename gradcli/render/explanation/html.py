"""A lesson as a page that needs nothing else: HTML with MathML, readable on paper as well."""

from __future__ import annotations

from gradcli.operators.symbols import Symbol
from gradcli.render.explanation.lesson import Item, Lesson, Sentence
from gradcli.render.explanation.words import said
from gradcli.render.formulas import Equation
from gradcli.render.mathml import mathml, words

_STYLE = """\
.lesson { max-width: 46em; margin: 2em auto; padding: 0 1em; line-height: 1.6;
  font-family: Georgia, "Times New Roman", "Noto Serif CJK SC", "Songti SC", SimSun, serif; }
.lesson pre { background: #f4f4f4; padding: 0.6em 0.8em; overflow-x: auto; white-space: pre-wrap; }
.lesson h2 { font-size: 1.15em; margin: 1.4em 0 0.4em; }
.lesson p { margin: 0.4em 0; }
.lesson li { margin: 0.7em 0; }
.lesson li p { margin: 0.5em 0; }
.lesson math { font-size: 1.05em; }
.lesson mtd { text-align: right; }
@media (prefers-color-scheme: dark) {
  .lesson { color: #ddd; } .lesson pre { background: #333; } body { background: #1c1c1c; }
}
@media print { .lesson { margin: 0; max-width: none; } .lesson li { break-inside: avoid; } }
"""


def lesson_html(lesson: Lesson, *, fragment: bool = False) -> str:
    """Return a lesson as a page, or as the element that holds it."""
    parts = ['<article class="lesson">', f"<pre>{_lines(lesson.program)}</pre>"]
    for section in lesson.sections:
        parts.append(f"<h2>{_sentence(section.heading)}</h2>")
        if section.intro:
            parts.append(f"<p>{_sentence(section.intro)}</p>")
        parts += _items(section.items)
    body = "\n".join([*parts, "</article>"]) + "\n"
    return body if fragment else _page(lesson, body)


def _page(lesson: Lesson, body: str) -> str:
    program = " ".join(lesson.program.split())
    title = "".join(
        program if kind == "part" else piece for kind, piece in said("page", lesson.language)
    )
    language = "zh-CN" if lesson.language == "zh" else lesson.language
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{words(title)}</title>\n<style>\n{_STYLE}</style>\n</head>\n"
        f"<body>\n{body}</body>\n</html>\n"
    )


def _lines(program: str) -> str:
    return "\n".join(words(line) for line in program.strip("\n").split("\n"))


def _items(items: tuple[Item, ...]) -> list[str]:
    written: list[str] = []
    listed, number = False, 0
    for item in items:
        if item.numbered != listed:
            written.append("</ol>" if listed else f'<ol start="{number + 1}">')
            listed = item.numbered
        number += item.numbered
        lines = [f"<p>{_sentence(line)}</p>" for line in (item.sentence, *item.lines)]
        written.append(f"<li>{''.join(lines)}</li>" if listed else lines[0])
    return [*written, "</ol>"] if listed else written


def _sentence(sentence: Sentence) -> str:
    return "".join(map(_piece, sentence))


def _piece(piece: str | Symbol | Equation) -> str:
    """Return words, or formulas: each side an element of its own, so that lines can break."""
    if isinstance(piece, str):
        return words(piece)
    sides = piece.sides if isinstance(piece, Equation) else (piece,)
    first, *others = (f'<math displaystyle="true">{mathml(side)}</math>' for side in sides)
    return first + "".join(f" = {side}" for side in others)
