"""`gradcli explain`: a derivation written out as a teacher does, on a screen or a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from gradcli.cli.choices import check_choices
from gradcli.cli.eval import (
    choice_option,
    digits_option,
    flag_option,
    program_options,
    value_option,
    wrt_option,
)
from gradcli.cli.help import EXPLAIN_EXAMPLES, write_examples
from gradcli.cli.program import ProgramCommand
from gradcli.errors import GradcliError
from gradcli.graph import Graph
from gradcli.operators.declaration import TIES

#: The forms of a lesson.
FORMATS = ("text", "markdown", "latex", "html")


class Explain(ProgramCommand):
    """The command with its examples."""

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        write_examples(formatter, EXPLAIN_EXAMPLES)


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
    from gradcli.cli.working import Task, worked
    from gradcli.numerals import DIGITS
    from gradcli.render.lesson import lesson
    from gradcli.render.lesson_forms import lesson_written
    from gradcli.render.report import Style

    if fragment and format not in ("latex", "html"):
        raise GradcliError(
            "--fragment leaves a document away, and only LaTeX and HTML have one",
            hint="add --format latex or --format html",
        )
    check_choices(task)
    report = worked(graph, texts, Task(**task))
    plain = format in ("text", "markdown") and (ascii or streams.ascii_only())
    language = "en" if plain else _language(lang)
    told = lesson(report, language, DIGITS if digits is None else digits, task["ties"])
    colored = format == "text" and streams.in_color(color)
    style = Style(streams.width(), DIGITS, plain, colored)
    streams.write(lesson_written(told, format, style, fragment=fragment), color=colored)


def _language(choice: str) -> str:
    import os

    from gradcli.cli.streams import can_show
    from gradcli.render.words import language_of, word

    language = language_of(choice, os.environ)
    return language if can_show(word("answer", language)) else "en"


command = Explain(
    "explain",
    params=[
        *program_options(),
        wrt_option("Write the chain rule out for these names, over all paths; repeatable."),
        value_option("--seed", "VALUE", "The upstream gradient of the output; 1 for a number."),
        flag_option("--expand", "Explain composite functions by their primitive steps."),
        flag_option("--exact", "Work with exact fractions where the operations allow it."),
        choice_option(
            "--ties", list(TIES), "Who gets the gradient where max or min are equal.", "split"
        ),
        flag_option("--ieee", "Carry on with inf and nan instead of an error."),
        digits_option(),
        choice_option("--format", list(FORMATS), "The form of the text.", "text"),
        flag_option("--fragment", "LaTeX or HTML without a document around it, to be put in one."),
        choice_option(
            "--lang",
            ["en", "zh", "auto"],
            "The language; auto goes by LC_ALL and LANG.",
            "auto",
        ),
        flag_option("--ascii", "Use ASCII characters only, in English."),
        choice_option("--color", ["auto", "always", "never"], "Whether to use colour.", "auto"),
    ],
    callback=explain,
    help="Write a derivation out, step by step: forward, then backward with each rule in symbols, "
    "the numbers put in, the product, and the sum where paths meet.\n\n"
    "Values, gradients and options are those of gradcli eval.",
)
