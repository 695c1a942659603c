"""What `--help` says beside the options: the commands, and examples that run."""

from __future__ import annotations

from collections.abc import Iterable

import click

#: Every command with what it does; the module of the same name holds it.
COMMANDS = {
    "eval": "Work an expression through: every value and every gradient.",
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
    "gradcli functions sigmoid",
    "gradcli eval --help",
)

EVAL_EXAMPLES = (
    'gradcli eval "(x+y)*z" --x -2 --y 5 --z -4',
    'gradcli eval "q = x + y; f = q*z" --x -2 --y 5 --z -4 --format json',
    'gradcli eval "1/(1+exp(-(w*x+b)))" --w 2 --x 1/4 --b -pi/4 --check',
    'gradcli eval "sum(w*w)" --w "[1, 2, 3]" --quiet',
    'gradcli eval "2*seed" --set seed=3',
    'echo "a = 2; b = 3*a; a*b" | gradcli eval - --a 5',
)


def write_examples(formatter: click.HelpFormatter, examples: Iterable[str]) -> None:
    """Write examples as they are typed, never wrapped."""
    with formatter.section("Examples"):
        for example in examples:
            formatter.write(f"{'':>{formatter.current_indent}}{example}\n")
