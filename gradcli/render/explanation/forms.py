"""The forms of a lesson, each written by a module of its own."""

from __future__ import annotations

from gradcli.render.explanation.lesson import Lesson
from gradcli.render.report import Style


def lesson_written(lesson: Lesson, format: str, style: Style, *, fragment: bool = False) -> str:
    """Return a lesson as `text`, `markdown`, `latex` or `html`; a fragment is no whole document."""
    if format == "latex":
        from gradcli.render.explanation.latex import lesson_latex

        return lesson_latex(lesson, fragment=fragment)
    if format == "html":
        from gradcli.render.explanation.html import lesson_html

        return lesson_html(lesson, fragment=fragment)
    from gradcli.render.explanation.text import lesson_markdown, lesson_text

    return lesson_markdown(lesson, style) if format == "markdown" else lesson_text(lesson, style)
