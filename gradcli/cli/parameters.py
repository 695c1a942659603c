"""Options that several commands on a program have in common."""

from __future__ import annotations

from typing import Any

import click

from gradcli.cli.showing import FORMATS
from gradcli.numerals import DIGITS


def flag(name: str, text: str) -> click.Option:
    """Return an option without a value."""
    return click.Option([name], is_flag=True, help=text)


def value(name: str, metavar: str, text: str, **settings: Any) -> click.Option:
    """Return an option with a value."""
    return click.Option([name], metavar=metavar, help=text, **settings)


def choice(name: str, words: list[str], text: str, default: str | None = None) -> click.Option:
    """Return an option that takes one of a few words."""
    return click.Option(
        [name],
        type=click.Choice(words),
        default=default,
        show_default=default is not None,
        help=text,
    )


#: Where the program and the values of its variables come from.
PROGRAM: tuple[click.Parameter, ...] = (
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
)

#: The look of a result, whose form is chosen by `format_option`.
_QUIET = click.Option(["--quiet", "-q"], is_flag=True, help="Show the bare numbers only.")


def looks(formats: tuple[str, ...]) -> tuple[click.Option, ...]:
    """Return the options for the look of a result that has these forms, the first by default."""
    form = f"The form of the output; {formats[0]} unless given."
    return (
        value(
            "--digits", "N", f"Decimals shown, {DIGITS} unless given.", type=click.IntRange(0, 17)
        ),
        _QUIET,
        choice("--format", list(formats), form.replace("; table", "; a table")),
        flag("--ascii", "Draw with ASCII characters only."),
        choice("--color", ["auto", "always", "never"], "Whether to use colour.", "auto"),
    )


LOOKS = looks(FORMATS)
