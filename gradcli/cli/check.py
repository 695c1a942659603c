"""`gradcli check`: mark answers that were worked out by hand, and say what a wrong number tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradcli.cli.failures import FAULT
from gradcli.cli.options import ASCII_ENGLISH, COLOR, LANGUAGE, Option, choice, flag, value
from gradcli.render.marking_forms import FORMATS

if TYPE_CHECKING:
    import click

    from gradcli.cli.check_one import Task

EXAMPLES = (
    "gradcli check ch4",
    "gradcli check my-set.yaml --answers my.yaml --lang zh",
    "gradcli check my-set.yaml --answers my.yaml --watch",
    "gradcli check my-set.yaml --answers sheets/ --format csv > gradebook.csv",
)


OPTIONS: list[Option] = [
    Option(
        ("--answers", "-a"),
        "Take the answers from SHEET, or save there what is typed; several sheets, or a "
        "folder of them, are marked as a class.",
        "SHEET",
        multiple=True,
    ),
    value(
        "--only", "ID", "Mark this exercise only; repeatable.", multiple=True, completes="exercises"
    ),
    flag("--watch", "Mark again whenever a file is saved."),
    flag("--reveal", "Show the true values, and notes for teachers; of a class in JSON."),
    LANGUAGE,
    choice("--format", FORMATS, "The form of the report.", "table"),
    ASCII_ENGLISH,
    COLOR,
]


def check(**given: Any) -> None:
    """Mark what the options name, and leave with the exit code that belongs to it."""
    from gradcli.cli.check_one import Task
    from gradcli.cli.speaking import say_error
    from gradcli.errors import GradcliError

    sheets = (*given.pop("answers"), *given.pop("sheets"))
    task = Task(answers=sheets, **given)
    try:
        _mark(task)
    except GradcliError as problem:
        say_error(problem, task.manner().language)
        raise SystemExit(FAULT) from None


def _mark(task: Task) -> None:
    from gradcli.cli.check_one import marked_once

    if task.watch:
        from gradcli.cli.check_watch import watch

        watch(task)
    elif task.is_class():
        from gradcli.cli.check_class import mark_class

        raise SystemExit(mark_class(task))
    else:
        raise SystemExit(marked_once(task))


def command() -> click.Command:
    """Return the command as click runs it."""
    import click

    from gradcli.cli.help import Shown
    from gradcli.cli.option_types import as_click
    from gradcli.cli.shells import complete_sets

    ask = click.Option(
        ["--ask/--no-ask"],
        default=None,
        help="Ask for answers that are missing or wrong; done at a terminal unless refused.",
    )
    own = list(map(as_click, OPTIONS))
    return Shown(
        "check",
        examples=EXAMPLES,
        params=[
            click.Argument(["file"], metavar="FILE", shell_complete=complete_sets),
            click.Argument(["sheets"], metavar="[SHEET]...", nargs=-1, type=click.Path()),
            *own[:2],
            ask,
            *own[2:],
        ],
        callback=check,
        help="Mark the answers to the exercises of FILE: a path, - for standard input, or the name "
        "of a set that comes with gradcli, ch1 to ch8.\n\n"
        "The answers stand in FILE itself, in a sheet, or are asked one by one at a terminal, "
        "where each is saved as it is typed. The exit code is 0 if every answer is correct, 1 if "
        "one is not, 2 if an exercise or a file is at fault.",
    )
