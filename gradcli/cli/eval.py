"""`gradcli eval`: work an expression through and show every value and every gradient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gradcli.cli.choices import check_choices
from gradcli.cli.options import (
    BACKWARD,
    COARSE,
    EXACT,
    EXPAND,
    IEEE,
    JACOBIAN,
    PROGRAM,
    SEED,
    TIED,
    Option,
    flag,
    look,
    wrt,
)
from gradcli.cli.showing import FORMATS, Form, refuse_disagreement, show
from gradcli.cli.working import Task, worked
from gradcli.graph import Graph

if TYPE_CHECKING:
    import click

OPTIONS: list[Option] = [
    *PROGRAM,
    wrt("Show the gradients of these names only; repeatable, or with commas."),
    SEED,
    JACOBIAN,
    EXPAND,
    COARSE,
    flag("--saved", "Show what the backward pass needs kept from the forward pass."),
    BACKWARD,
    EXACT,
    flag("--check", "Compare every gradient with a central difference."),
    TIED,
    IEEE,
    *look(FORMATS),
]

HELP_TEXT = (
    "Work an expression through: every value, every local gradient, every gradient.\n\n"
    "Give each variable a value with an option of its name. Statements are separated by ; or a "
    "new line. An expression may begin with a minus sign."
)


def work(graph: Graph, texts: Mapping[str, str], **options: Any) -> None:
    """Work the graph at the values given, and print it."""
    check_choices(options)
    form = Form.taken(options)
    report = worked(graph, texts, Task(**options))
    show(report, form)
    refuse_disagreement(report, form)


def command() -> click.Command:
    """Return the command as click runs it."""
    from gradcli.cli.help import EVAL_EXAMPLES
    from gradcli.cli.program import ProgramCommand

    return ProgramCommand("eval", OPTIONS, work, HELP_TEXT, EVAL_EXAMPLES)
