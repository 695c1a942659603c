"""`gradcli sweep`: value and gradients along a variable, or over a grid of several."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from gradcli.cli.options import PROGRAM, Option, look, wrt
from gradcli.cli.program import ProgramCommand
from gradcli.cli.shells import complete_assignments
from gradcli.graph import Graph

EXAMPLES = (
    'gradcli sweep "(w*x - y)^2" --w 0:4:0.5 --x 3 --y 6',
    'gradcli sweep "x^2*y" --x 0:2:0.5 --y 1,10,100 --format csv',
    'gradcli sweep "sigmoid(w*x)" --w -4:4:0.1 --x 2 --format plot',
    'gradcli sweep "w*x" --w 1,2,3 --x 2 --scale x=1000',
)

FORMATS = ("table", "json", "csv", "tsv", "markdown", "plot")


OPTIONS: list[Option | click.Option] = [
    *PROGRAM,
    wrt("Show the gradients of these inputs only; repeatable, or with commas."),
    click.Option(
        ["--scale"],
        metavar="NAME=FACTOR",
        help="Show beside it what comes out with this input so many times larger; repeatable.",
        multiple=True,
        shell_complete=complete_assignments,
    ),
    Option(("--plot",), "Draw the curves as FILE.svg.", "FILE"),
    *look(FORMATS),
]


def work(graph: Graph, texts: Mapping[str, str], **options: Any) -> None:
    """Work the graph at every point, and print value and gradients."""
    from gradcli.cli.choices import check_choices
    from gradcli.cli.showing import Form
    from gradcli.cli.sweep_run import run

    check_choices(options)
    form = Form.taken(options)
    run(graph, texts, form, options)


command = ProgramCommand(
    "sweep",
    OPTIONS,
    work,
    "Show value and gradients of an expression along one variable, or over a grid.\n\n"
    "A variable with a range, as in --x 0:10:0.1, or a list, as in --x 1,10,100, is swept; one "
    "with a single value, or an array in brackets, is held.",
    EXAMPLES,
    needs_values=False,
)
