"""`gradcli eval`: work an expression through and show every value and every gradient."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gradcli.cli.choices import check_choices
from gradcli.cli.options import Option
from gradcli.cli.showing import FORMATS, Form, refuse_disagreement, show
from gradcli.cli.working import Task, worked
from gradcli.graph import Graph
from gradcli.numerals import DIGITS
from gradcli.operators.declaration import TIES


def _flag(name: str, text: str) -> Option:
    return Option((name,), text, is_flag=True)


def _value(name: str, metavar: str, text: str, **settings: Any) -> Option:
    return Option((name,), text, metavar, **settings)


def _choice(name: str, words: Iterable[str], text: str, default: str | None = None) -> Option:
    return Option((name,), text, words=tuple(words), default=default)


OPTIONS: list[Option] = [
    Option(("--file", "-f"), "Read the program from FILE; - is standard input.", "FILE"),
    _value(
        "--set",
        "NAME=VALUE",
        "Give a variable a value, also one with the name of an option; repeatable.",
        multiple=True,
        parameter="assignments",
    ),
    _value(
        "--wrt",
        "NAME",
        "Show the gradients of these names only; repeatable, or with commas.",
        multiple=True,
        completes_names=True,
    ),
    _value("--seed", "VALUE", "The upstream gradient of the output; 1 for a number."),
    _flag("--jacobian", "Show the gradients of every element of the output."),
    _flag("--expand", "Show composite functions as their primitive steps."),
    _flag("--coarse", "Fold every named statement into one node."),
    _flag("--saved", "Show what the backward pass needs kept from the forward pass."),
    _value(
        "--backward",
        "N",
        "Run the backward pass N times without zeroing the gradients.",
        bounds=(1, 1_000_000),
    ),
    _flag("--exact", "Work with exact fractions where the operations allow it."),
    _flag("--check", "Compare every gradient with a central difference."),
    _choice("--ties", TIES, "Who gets the gradient where max or min are equal.", "split"),
    _flag("--ieee", "Carry on with inf and nan instead of an error."),
    _value("--digits", "N", f"Decimals shown, {DIGITS} unless given.", bounds=(0, 17)),
    Option(("--quiet", "-q"), "Show the bare numbers only.", is_flag=True),
    _choice("--format", FORMATS, "The form of the output; a table unless given."),
    _flag("--ascii", "Draw with ASCII characters only."),
    _choice("--color", ["auto", "always", "never"], "Whether to use colour.", "auto"),
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

    return ProgramCommand("eval", OPTIONS, work, HELP_TEXT, EVAL_EXAMPLES)
