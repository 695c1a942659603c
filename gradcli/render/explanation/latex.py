"""A lesson, or a formula, as LaTeX: a whole document with a minimal preamble, or a fragment.

The document needs amsmath and, where it holds Chinese, the package CJKutf8 under pdfLaTeX and ctex
under XeLaTeX and LuaLaTeX.
"""

from __future__ import annotations

from gradcli.operators.symbols import Symbol
from gradcli.render.cells import visible
from gradcli.render.explanation.lesson import Item, Lesson, Sentence
from gradcli.render.formulas import Equation
from gradcli.render.latex import latex
from gradcli.render.latex_text import plain_text

_PREAMBLE = r"""\documentclass{article}
\usepackage{textcomp}
\usepackage{amsmath}
\usepackage[margin=25mm]{geometry}
"""

#: Chinese, in whichever way the engine can set it.
_CHINESE = r"""\ifx\pdfoutput\undefined
  \usepackage[UTF8, heading = false]{ctex}
\else
  \usepackage{CJKutf8}
  \AtBeginDocument{\begin{CJK}{UTF8}{gbsn}}
  \AtEndDocument{\clearpage\end{CJK}}
\fi
"""

_LAYOUT = r"""\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt}
\setlength{\lineskip}{3pt}
\setlength{\lineskiplimit}{3pt}
\sloppy
"""


def document(body: str) -> str:
    """Return a document that holds a body, and loads no more than it needs."""
    chinese = "" if body.isascii() else _CHINESE
    begin, end = "\\begin{document}\n", "\\end{document}\n"
    return f"{_PREAMBLE}{chinese}{_LAYOUT}{begin}{body}{end}"


def lesson_latex(lesson: Lesson, *, fragment: bool = False) -> str:
    """Return a lesson as a document, or as what stands between its begin and its end."""
    parts = [_program(lesson.program)]
    for section in lesson.sections:
        parts.append(rf"\subsection*{{{_sentence(section.heading)}}}")
        if section.intro:
            parts.append(_sentence(section.intro))
        parts += _items(section.items)
    body = "\n".join(parts) + "\n"
    return body if fragment else document(body)


def _program(program: str) -> str:
    lines = [plain_text(visible(line)).replace(" ", "~") for line in program.strip().split("\n")]
    return "{\\ttfamily\\raggedright\n" + "\\\\\n".join(line or "~" for line in lines) + "\\par}"


def _items(items: tuple[Item, ...]) -> list[str]:
    """Return the steps: a numbered list, with paragraphs of their own for those without number."""
    written: list[str] = []
    listed, number = False, 0
    for item in items:
        if item.numbered and not listed:
            written.append(r"\begin{enumerate}")
            if number:
                written.append(rf"\setcounter{{enumi}}{{{number}}}")
            listed = True
        elif not item.numbered and listed:
            written.append(r"\end{enumerate}")
            listed = False
        number += item.numbered
        lead = r"\item " if item.numbered else r"\par "
        written.append(lead + _sentence(item.sentence))
        written += [rf"\par {_sentence(line)}" for line in item.lines]
    return [*written, r"\end{enumerate}"] if listed else written


def _sentence(sentence: Sentence) -> str:
    return "".join(map(_piece, sentence))


def _piece(piece: str | Symbol | Equation) -> str:
    if isinstance(piece, str):
        return plain_text(visible(piece))
    sides = piece.sides if isinstance(piece, Equation) else (piece,)
    return rf"$\displaystyle {' = '.join(map(latex, sides))}$"
