"""`gradcli eval`: work an expression through and show every value and every gradient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from gradcli.cli.choices import check_choices
from gradcli.cli.help import EVAL_EXAMPLES, write_examples
from gradcli.cli.parameters import LOOKS, PROGRAM, choice, flag, value
from gradcli.cli.program import ProgramCommand
from gradcli.cli.shells import complete_names
from gradcli.cli.showing import Form, refuse_disagreement, show
from gradcli.cli.working import Task, worked
from gradcli.graph import Graph
from gradcli.operators.declaration import TIES


class Eval(ProgramCommand):
    """The command with its examples."""

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        write_examples(formatter, EVAL_EXAMPLES)


PARAMETERS: list[click.Parameter] = [
    *PROGRAM,
    value(
        "--wrt",
        "NAME",
        "Show the gradients of these names only; repeatable, or with commas.",
        multiple=True,
        shell_complete=complete_names,
    ),
    value("--seed", "VALUE", "The upstream gradient of the output; 1 for a number."),
    flag("--jacobian", "Show the gradients of every element of the output."),
    flag("--expand", "Show composite functions as their primitive steps."),
    flag("--coarse", "Fold every named statement into one node."),
    flag("--saved", "Show what the backward pass needs kept from the forward pass."),
    value(
        "--backward",
        "N",
        "Run the backward pass N times without zeroing the gradients.",
        type=click.IntRange(1, 1_000_000),
    ),
    flag("--exact", "Work with exact fractions where the operations allow it."),
    flag("--check", "Compare every gradient with a central difference."),
    choice("--ties", list(TIES), "Who gets the gradient where max or min are equal.", "split"),
    flag("--ieee", "Carry on with inf and nan instead of an error."),
    *LOOKS,
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
