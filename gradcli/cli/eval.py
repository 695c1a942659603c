"""`gradcli eval`: work an expression through and show every value and every gradient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gradcli.cli.choices import check_choices
from gradcli.cli.options import (
    Option,
    choice_option,
    flag_option,
    look_options,
    program_options,
    value_option,
    wrt_option,
)
from gradcli.cli.showing import FORMATS, Form, refuse_disagreement, show
from gradcli.cli.working import Task, worked
from gradcli.graph import Graph
from gradcli.operators.declaration import TIES

PARAMETERS: list[Option] = [
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
        bounds=(1, 1_000_000),
    ),
    flag_option("--exact", "Work with exact fractions where the operations allow it."),
    flag_option("--check", "Compare every gradient with a central difference."),
    choice_option("--ties", TIES, "Who gets the gradient where max or min are equal.", "split"),
    flag_option("--ieee", "Carry on with inf and nan instead of an error."),
    *look_options(FORMATS),
]

HELP_TEXT = (
    "Work an expression through: every value, every local gradient, every gradient.\n\n"
    "Give each variable a value with an option of its name. Statements are separated by ; or a "
    "new line. An expression may begin with a minus sign."
)


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
    check_choices({**task, "quiet": quiet, "format": format, "digits": digits})
    report = worked(graph, texts, Task(**task))
    show(report, Form(digits, "quiet" if quiet else format or "table", ascii, color))
    refuse_disagreement(report)


def __getattr__(name: str) -> Any:
    """Return the click command `command`, made when it is asked for."""
    if name != "command":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from gradcli.cli.help import EVAL_EXAMPLES
    from gradcli.cli.program import ProgramCommand

    return ProgramCommand(
        "eval", params=PARAMETERS, callback=work, help=HELP_TEXT, examples=EVAL_EXAMPLES
    )
