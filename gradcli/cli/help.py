"""What `--help` says beside the options: the commands, and examples that run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

#: Every command with what it does; the module of the same name holds it.
COMMANDS = {
    "eval": "Work an expression through: every value and every gradient.",
    "graph": "Draw the graph of an expression: in the terminal, or as SVG, PNG, PDF and more.",
    "explain": "Write a derivation out as a teacher does, for the screen, a page or a paper.",
    "diff": "Write the gradient as an expression: first derivatives, Hessians and beyond.",
    "fit": "Fit parameters by gradient descent, step by step as in the lectures.",
    "sweep": "Show value and gradients along a variable, or over a grid.",
    "check": "Mark answers worked out by hand, from a file or typed one by one.",
    "sheet": "Write a blank answer sheet for an exercise file.",
    "lint": "Inspect exercise files: do they compute, and do their numbers tell mistakes apart?",
    "functions": "Show the functions of the language: rule, domain, example.",
    "completion": "Print a script with which the shell completes commands and variables.",
}

EXAMPLES = (
    'gradcli eval "(x+y)*z" --x -2 --y 5 --z -4',
    'gradcli graph "(x+y)*z" --x -2 --y 5 --z -4',
    'gradcli diff "(x+y)*z"',
    "gradcli functions sigmoid",
    "gradcli eval --help",
)

GRAPH_EXAMPLES = (
    'gradcli graph "(x+y)*z" --x -2 --y 5 --z -4',
    'gradcli graph "(x+y)*z" --x -2 --y 5 --z -4 -o lecture.svg',
    'gradcli graph "sigmoid(w*x+b)" --w 2 --x 1/4 --b -1 --expand -o neuron.svg --theme dark',
    'gradcli graph "a=2; b=a*3; c=a+2; d=b+4; e=c*d" -o lesson.html --lang zh',
    'gradcli graph "sum(relu(W@x))" --W "[[1, -2], [3, 4]]" --x "[1, 2]" -o layer.dot',
    'gradcli graph "a=2; b=a*3; c=a+2; d=b+4; c*d" --format mmd',
)

EVAL_EXAMPLES = (
    'gradcli eval "(x+y)*z" --x -2 --y 5 --z -4',
    'gradcli eval "q = x + y; f = q*z" --x -2 --y 5 --z -4 --format json',
    'gradcli eval "1/(1+exp(-(w*x+b)))" --w 2 --x 1/4 --b -pi/4 --check',
    'gradcli eval "sum(w*w)" --w "[1, 2, 3]" --quiet',
    'gradcli eval "2*seed" --set seed=3',
    'echo "a = 2; b = 3*a; a*b" | gradcli eval - --a 5',
)

EXPLAIN_EXAMPLES = (
    'gradcli explain "(x+y)*z" --x -2 --y 5 --z -4',
    'gradcli explain "a=2; b=a*3; c=a+2; d=b+4; e=c*d" --wrt a --lang zh',
    'gradcli explain "sigmoid(w*x)" --w 2 --x -1 --expand --format latex > page.tex',
    'gradcli explain "sum(w*w)" --w "[1, 2, 3]" --format html > page.html',
)

DIFF_EXAMPLES = (
    'gradcli diff "(x1^2 + 2*x2)^2" --wrt x1',
    'gradcli diff "(x1^2 + 2*x2)^2" --wrt x1 | gradcli eval - --x1 2 --x2 3 --quiet',
    'gradcli diff "(x1^2 + 2*x2)^2" --order 2',
    'gradcli diff "sum(w*w + 2*w + 1)" --w "[1, 2, 3]"',
    'gradcli diff "sigmoid(w*x + b)" --wrt w --format latex',
)

FUNCTIONS_EXAMPLES = (
    "gradcli functions",
    "gradcli functions sigmoid",
    "gradcli functions @ --format json",
)

COMPLETION_EXAMPLES = (
    "gradcli completion bash",
    "gradcli completion powershell",
)

LINT_EXAMPLES = (
    "gradcli lint my-set.yaml",
    "gradcli lint ch1 ch2 --strict",
    "gradcli lint my-set.yaml --notes --suggest",
)


class Shown(click.Command):
    """A command whose help ends with examples."""

    def __init__(self, name: str, *, examples: Iterable[str], **settings: Any) -> None:
        super().__init__(name, **settings)
        self.examples = tuple(examples)

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        write_examples(formatter, self.examples)


def write_examples(formatter: click.HelpFormatter, examples: Iterable[str]) -> None:
    """Write examples as they are typed, never wrapped."""
    with formatter.section("Examples"):
        for example in examples:
            formatter.write(f"{'':>{formatter.current_indent}}{example}\n")
