"""`gradcli eval`: work an expression through and show every value and every gradient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from gradcli.cli.choices import check_choices
from gradcli.cli.help import EVAL_EXAMPLES, write_examples
from gradcli.cli.program import ProgramCommand
from gradcli.cli.shells import complete_names
from gradcli.cli.showing import FORMATS, Form, refuse_disagreement, show
from gradcli.cli.working import Task, worked
from gradcli.graph import Graph
from gradcli.numerals import DIGITS
from gradcli.operators.declaration import TIES


class Eval(ProgramCommand):
    """The command with its examples."""

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        write_examples(formatter, EVAL_EXAMPLES)


def flag_option(name: str, text: str) -> click.Option:
    """Return an option that is on or off."""
    return click.Option([name], is_flag=True, help=text)


def value_option(name: str, metavar: str, text: str, **settings: Any) -> click.Option:
    """Return an option with a value."""
    return click.Option([name], metavar=metavar, help=text, **settings)


def choice_option(
    name: str, words: list[str], text: str, default: str | None = None
) -> click.Option:
    """Return an option that takes one of a few words."""
    return click.Option(
        [name],
        type=click.Choice(words),
        default=default,
        show_default=default is not None,
        help=text,
    )


def program_options() -> list[click.Parameter]:
    """Return how every command on a program is given one, and the values of its variables."""
    return [
        click.Argument(["program"], required=False),
        click.Option(
            ["--file", "-f"],
            metavar="FILE",
            type=click.Path(),
            help="Read the program from FILE; - is standard input.",
        ),
        click.Option(
            ["--set", "assignments"],
            metavar="NAME=VALUE",
            multiple=True,
            help="Give a variable a value, also one with the name of an option; repeatable.",
        ),
    ]


def wrt_option(text: str) -> click.Option:
    """Return the option that names what a gradient is taken with respect to."""
    return value_option("--wrt", "NAME", text, multiple=True, shell_complete=complete_names)


def digits_option() -> click.Option:
    """Return the option for the decimals shown."""
    text = f"Decimals shown, {DIGITS} unless given."
    return value_option("--digits", "N", text, type=click.IntRange(0, 17))


PARAMETERS: list[click.Parameter] = [
    *program_options(),
    wrt_option("Show the gradients of these names only; repeatable, or with commas."),
    value_option("--seed", "VALUE", "The upstream gradient of the output; 1 for a number."),
    flag_option("--jacobian", "Show the gradients of every element of the output."),
    flag_option("--expand", "Show composite functions as their primitive steps."),
    flag_option("--coarse", "Fold every named statement into one node."),
    flag_option("--saved", "Show what the backward pass needs kept from the forward pass."),
    value_option(
        "--backward",
        "N",
        "Run the backward pass N times without zeroing the gradients.",
        type=click.IntRange(1, 1_000_000),
    ),
    flag_option("--exact", "Work with exact fractions where the operations allow it."),
    flag_option("--check", "Compare every gradient with a central difference."),
    choice_option(
        "--ties", list(TIES), "Who gets the gradient where max or min are equal.", "split"
    ),
    flag_option("--ieee", "Carry on with inf and nan instead of an error."),
    digits_option(),
    click.Option(["--quiet", "-q"], is_flag=True, help="Show the bare numbers only."),
    choice_option("--format", list(FORMATS), "The form of the output; a table unless given."),
    flag_option("--ascii", "Draw with ASCII characters only."),
    choice_option("--color", ["auto", "always", "never"], "Whether to use colour.", "auto"),
]


def work(
    graph: Graph,
    texts: Mapping[str, str],
    digits: int | None,
    quiet: bool,
    format: str | None,
    ascii: bool,
    color: str,
    **task: Any,
) -> None:
    """Work the graph at the values given, and print it."""
    check_choices({**task, "quiet": quiet, "format": format})
    report = worked(graph, texts, Task(**task))
    show(report, Form(digits, "quiet" if quiet else format or "table", ascii, color))
    refuse_disagreement(report)


command = Eval(
    "eval",
    params=PARAMETERS,
    callback=work,
    help="Work an expression through: every value, every local gradient, every gradient.\n\n"
    "Give each variable a value with an option of its name. Statements are separated by ; or a "
    "new line. An expression may begin with a minus sign.",
)
