"""The options of a command as click wants them, made from their plain values."""

from __future__ import annotations

from typing import Any

import click

from gradcli.cli.options import Option
from gradcli.cli.shells import complete_exercises, complete_names

#: Who completes the value of an option, by what it completes.
_COMPLETE = {"names": complete_names, "exercises": complete_exercises}


def as_click(option: Option | click.Option) -> click.Option:
    """Return an option as click wants it; one with a type of its own already is."""
    if isinstance(option, click.Option):
        return option
    taken: Any = bool if option.is_flag else str
    if option.words:
        taken = click.Choice(option.words)
    elif option.bounds:
        taken = click.IntRange(*option.bounds)
    elif option.metavar in {"FILE", "SHEET"}:
        taken = click.Path()
    return click.Option(
        [*option.opts, option.name],
        type=taken,
        is_flag=option.is_flag,
        multiple=option.multiple,
        metavar=option.metavar,
        default=False if option.is_flag else option.default,
        show_default=option.default is not None,
        help=option.help,
        shell_complete=_COMPLETE.get(option.completes),
    )
