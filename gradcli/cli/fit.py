"""`gradcli fit`: gradient descent on a loss, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from gradcli.cli.fit_options import Batch, Number
from gradcli.cli.options import PROGRAM, Option, choice, flag, look
from gradcli.cli.program import ProgramCommand
from gradcli.cli.shells import complete_assignments
from gradcli.cli.showing import FORMATS, Form
from gradcli.graph import Graph

EXAMPLES = (
    'gradcli fit "(w*x - y)^2" --x "[1, 2, 3]" --y "[2, 4, 6]" --param w=1 --predict w*x --at x=4',
    'gradcli fit "(w*x - y)^2" --x "[1, 2, 3]" --y "[2, 4, 6]" --param w=1 --epochs 1 --trace',
    'printf "x,y\\n1,2\\n2,4\\n" | gradcli fit "(w*x + b - y)^2" --data - --param w=1 --param b=0',
    'gradcli fit "(w - 3)^2" --param w=0 --lr 0.1 --optimizer momentum --until 1e-6',
)


def _value(name: str, metavar: str, text: str, **settings: Any) -> click.Option:
    """Return an option with a value of a type of its own."""
    return click.Option([name], metavar=metavar, help=text, **settings)


OPTIONS: list[Option | click.Option] = [
    *PROGRAM,
    click.Option(
        ["--data"],
        metavar="FILE",
        type=click.Path(),
        help="Take the samples from a CSV, TSV or JSON-lines file; - is standard input.",
    ),
    _value(
        "--param",
        "NAME=VALUE",
        "A parameter to fit, and where it starts; repeatable.",
        multiple=True,
        shell_complete=complete_assignments,
    ),
    _value("--lr", "NUMBER", "The step length; 0.01, for adam 0.001.", type=Number(0)),
    click.Option(
        ["--epochs"],
        metavar="N",
        type=click.IntRange(1),
        default=100,
        show_default=True,
        help="How often to go through the samples.",
    ),
    click.Option(
        ["--batch"],
        metavar="N|all",
        type=Batch(),
        default="1",
        show_default=True,
        help="Samples of one step; its loss is their mean.",
    ),
    flag("--shuffle", "Take the samples in another random order in every epoch."),
    _value("--random-seed", "N", "Make --shuffle repeatable.", type=int),
    choice("--optimizer", ["sgd", "momentum", "adam"], "How a gradient becomes a step.", "sgd"),
    _value("--momentum", "NUMBER", "Of momentum: 0.9.", type=Number(0, True)),
    _value("--dampening", "NUMBER", "Of momentum: 0.", type=Number(0, True)),
    flag("--nesterov", "Of momentum: look ahead, as Nesterov does."),
    _value("--beta1", "NUMBER", "Of adam: 0.9.", type=Number(0, True, 1)),
    _value("--beta2", "NUMBER", "Of adam: 0.999.", type=Number(0, True, 1)),
    _value("--epsilon", "NUMBER", "Of adam: 1e-8.", type=Number(0)),
    _value(
        "--weight-decay", "NUMBER", "Add this part of w to its gradient: 0.", type=Number(0, True)
    ),
    _value(
        "--until",
        "LOSS",
        "Stop after the first epoch with a mean loss not above LOSS.",
        type=Number(float("-inf")),
    ),
    flag("--accumulate", "Never set the gradients to zero, to see what goes wrong."),
    _value("--predict", "EXPRESSION", "Show it before and after the descent.", multiple=True),
    _value(
        "--at",
        "NAME=VALUE",
        "A value for --predict; a name given again begins a new point.",
        multiple=True,
        shell_complete=complete_assignments,
    ),
    flag("--trace", "Print every step: sample, loss, gradients and updates."),
    _value("--history", "FILE", "Write the epochs to FILE.csv or FILE.json.", type=click.Path()),
    _value("--plot", "FILE", "Draw the loss curve as FILE.svg.", type=click.Path()),
    *look(FORMATS),
]


def work(graph: Graph, texts: Mapping[str, str], **options: Any) -> None:
    """Descend, and print what was reached."""
    from gradcli.cli.choices import check_choices
    from gradcli.cli.fit_run import Files, Run

    check_choices(options)
    files = Files.of(options["history"], options["plot"], options["data"])
    form = Form.taken(dict(options))
    own = [name[2:] for option in OPTIONS for name in option.opts if name.startswith("--")]
    Run(graph, form, files, options).work(texts, own)


command = ProgramCommand(
    "fit",
    OPTIONS,
    work,
    "Fit the parameters of a loss by gradient descent, one sample after the other.\n\n"
    "The loss is an expression over the columns of the data and over parameters. Columns come from "
    'a file, or from options of their names, as in --x "[1, 2, 3]".',
    EXAMPLES,
    needs_values=False,
)
