"""`gradcli graph`: draw the graph of an expression, with its values and gradients."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

from gradcli.cli import streams
from gradcli.cli.choices import check_choices
from gradcli.cli.help import GRAPH_EXAMPLES
from gradcli.cli.options import (
    ASCII,
    BACKWARD,
    COARSE,
    COLOR,
    DECIMALS,
    EXACT,
    EXPAND,
    IEEE,
    JACOBIAN,
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
from gradcli.cli.sources import STDIN
from gradcli.cli.working import Task, worked
from gradcli.errors import GradcliError, LimitError
from gradcli.graph import Graph
from gradcli.numerals import DIGITS
from gradcli.render.cells import Ascii
from gradcli.render.picture.forms import FORMS, draw, form_of
from gradcli.render.report import Report, Style

#: A picture of more nodes shows each named statement as one; one of still more is not drawn.
MOST_NODES, FAR_TOO_MANY = 300, 2_000

#: Forms that are no text.
_BINARY = ("png", "pdf")


class Wish(NamedTuple):
    """How a picture is to look and where it goes: the options of the command."""

    output: str | None
    format: str | None
    force: bool
    theme: Any
    lang: str
    digits: int | None
    ascii: bool
    color: str


def work(
    graph: Graph,
    texts: Mapping[str, str],
    output: str | None,
    format: str | None,
    force: bool,
    theme: str,
    lang: str,
    digits: int | None,
    ascii: bool,
    color: str,
    **task: Any,
) -> None:
    """Work the graph at the values given, and draw it."""
    from gradcli.cli.speaking import language_of_notes
    from gradcli.render import notice_lines

    check_choices(task)
    wish = Wish(output, format, force, theme, lang, digits, ascii, color)
    form = _form(wish)
    spoken = language_of_notes(lang)
    report = _report(graph, texts, Task(**task), spoken)
    plain = ascii or (form == "text" and output in (None, STDIN) and streams.ascii_only())
    colored = form == "text" and output in (None, STDIN) and streams.in_color(color)
    language = _language(wish, plain, shown=form == "text" and output in (None, STDIN))
    digits = DIGITS if digits is None else digits
    style = Style(streams.width(), digits, plain, colored, language)
    wishes = _lesson(wish, Task(**task)) if form == "html" else {}
    _put(draw(report, form, style, wish.theme, **wishes), form, wish, colored)
    _say_what_is_not_drawn(report, spoken)
    for line in notice_lines(report, plain, spoken):
        streams.warn(line)


def _form(wish: Wish) -> str:
    """Return the form of the picture: as asked for, or by the name of the file.

    Raises:
        GradcliError: the name tells no form, or the form cannot be shown on a terminal.
    """
    named = wish.output not in (None, STDIN)
    form = wish.format or (form_of(str(wish.output)) if named else "text")
    if form is None:
        endings = ", ".join(known.suffixes[0] for known in FORMS.values())
        raise GradcliError(
            f"the name {wish.output} does not tell what kind of picture to write",
            hint=f"end it in one of {endings}; or name the kind with --format",
        )
    if form in _BINARY and not named and streams.is_terminal(sys.stdout):
        raise GradcliError(
            f"a {form.upper()} cannot be shown in a terminal",
            hint=f"-o picture.{form} writes a file",
        )
    return form


def _language(wish: Wish, plain: Ascii, shown: bool) -> str:
    """Return the language of a picture: one that is shown on stdout must be one it can show."""
    import os

    from gradcli.cli.speaking import language_shown
    from gradcli.render.languages import language_of

    if shown or plain:
        return language_shown(wish.lang, plain)
    return language_of(wish.lang, os.environ)


def _lesson(wish: Wish, task: Task) -> dict[str, Any]:
    """Return what a lesson page needs to know to compute its numbers again.

    Raises:
        GradcliError: a lesson has one backward pass.
    """
    if task.backward not in (None, 1):
        raise GradcliError(
            "a lesson page goes through one backward pass",
            hint="drop --backward; gradcli eval --backward shows how gradients accumulate",
        )
    return {
        "language": _language(wish, wish.ascii, shown=False),
        "ties": task.ties,
        "ieee": task.ieee,
    }


def _report(graph: Graph, texts: Mapping[str, str], task: Task, language: str) -> Report:
    """Work the graph; of a large one each named statement becomes one node.

    Raises:
        LimitError: there are still far too many nodes.
    """
    report = worked(graph, texts, task)
    nodes = _drawn(report)
    if nodes > MOST_NODES and not task.coarse:
        coarse = worked(graph, texts, task._replace(coarse=True))
        if _drawn(coarse) < nodes:
            _say(
                f"of {nodes:,} nodes each named statement is drawn as one, as by --coarse", language
            )
            report, nodes = coarse, _drawn(coarse)
    if nodes > FAR_TOO_MANY:
        raise LimitError(
            f"{nodes:,} nodes are too many for a picture: at most {FAR_TOO_MANY:,} are drawn",
            hint="give names to the steps that matter, and draw those with --coarse",
        )
    return report


def _drawn(report: Report) -> int:
    from gradcli.render.view import View

    return len(View(report).nodes)


def _put(content: bytes, form: str, wish: Wish, colored: bool) -> None:
    """Write the picture to its file, or to standard output."""
    if wish.output not in (None, STDIN):
        from pathlib import Path

        from gradcli.cli.writing import say_written, write_file

        path = Path(str(wish.output))
        write_file(path, content, force=wish.force)
        say_written(path, wish.lang)
    elif form == "text":
        streams.write(content.decode(), color=colored)
    else:
        streams.write_bytes(content)


def _say_what_is_not_drawn(report: Report, language: str) -> None:
    if report.jacobian is not None:
        _say("only the values are drawn; gradcli eval --jacobian shows the Jacobians", language)


def _say(note: str, language: str) -> None:
    from gradcli.cli.speaking import say_note

    say_note(note, language)


OPTIONS: list[Option] = [
    *PROGRAM,
    wrt("Draw the gradients of these names only; repeatable, or with commas."),
    SEED,
    JACOBIAN,
    EXPAND,
    COARSE,
    BACKWARD,
    EXACT,
    TIED,
    IEEE,
    DECIMALS,
    ASCII,
    COLOR,
    Option(
        ("--output", "-o"),
        "Write the picture to FILE; its ending tells the kind. - is standard output.",
        "FILE",
    ),
    choice("--format", FORMS, "The kind of picture; text unless FILE tells another."),
    flag("--force", "Replace a file that exists."),
    choice(
        "--theme",
        ["auto", "light", "dark"],
        "The colours; auto follows the reader's screen, where the kind can.",
        "auto",
    ),
    LANGUAGE,
]

command = ProgramCommand(
    "graph",
    OPTIONS,
    work,
    "Draw the graph of an expression, from the inputs on the left to the output.\n\n"
    "Values stand above the lines, gradients below, local gradients at the arrows. Variables and "
    "options are those of gradcli eval.",
    GRAPH_EXAMPLES,
)
