"""`gradcli explain`: a derivation written out as a teacher does, on a screen or a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gradcli.cli.choices import check_choices
from gradcli.cli.help import EXPLAIN_EXAMPLES
from gradcli.cli.options import (
    ASCII_ENGLISH,
    COLOR,
    DECIMALS,
    EXACT,
    IEEE,
    LANGUAGE,
    PROGRAM,
    SEED,
    TIED,
    Option,
    choice,
    flag,
    wrt,
)
from gradcli.cli.program import ProgramCommand
from gradcli.errors import GradcliError
from gradcli.graph import Graph

#: The forms of a lesson.
FORMATS = ("text", "markdown", "latex", "html")


def explain(
    graph: Graph,
    texts: Mapping[str, str],
    digits: int | None,
    format: str,
    fragment: bool,
    lang: str,
    ascii: bool,
    color: str,
    **task: Any,
) -> None:
    """Work the graph at the values given, and tell how."""
    from gradcli.cli import streams
    from gradcli.cli.speaking import language_shown
    from gradcli.cli.working import Task, worked
    from gradcli.numerals import DIGITS
    from gradcli.render.cells import Ascii
    from gradcli.render.explanation.forms import lesson_written
    from gradcli.render.explanation.lesson import lesson
    from gradcli.render.report import Style

    if fragment and format not in ("latex", "html"):
        raise GradcliError(
            "--fragment leaves a document away, and only LaTeX and HTML have one",
            hint="add --format latex or --format html",
        )
    check_choices(task)
    report = worked(graph, texts, Task(**task))
    plain: Ascii = format in ("text", "markdown") and (ascii or streams.ascii_only())
    language = language_shown(lang, plain)
    told = lesson(report, language, DIGITS if digits is None else digits, task["ties"])
    colored = format == "text" and streams.in_color(color)
    style = Style(streams.width(), DIGITS, plain, colored)
    streams.write(lesson_written(told, format, style, fragment=fragment), color=colored)


OPTIONS: list[Option] = [
    *PROGRAM,
    wrt("Write the chain rule out for these names, over all paths; repeatable."),
    SEED,
    flag("--expand", "Explain composite functions by their primitive steps."),
    EXACT,
    TIED,
    IEEE,
    DECIMALS,
    choice("--format", FORMATS, "The form of the text.", "text"),
    flag("--fragment", "LaTeX or HTML without a document around it, to be put in one."),
    LANGUAGE,
    ASCII_ENGLISH,
    COLOR,
]

command = ProgramCommand(
    "explain",
    OPTIONS,
    explain,
    "Write a derivation out, step by step: forward, then backward with each rule in symbols, "
    "the numbers put in, the product, and the sum where paths meet.\n\n"
    "Values, gradients and options are those of gradcli eval.",
    EXPLAIN_EXAMPLES,
)
