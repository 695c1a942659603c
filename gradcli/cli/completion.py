"""`gradcli completion`: print the script with which a shell completes what is typed."""

from __future__ import annotations

import click

from gradcli.cli.help import COMPLETION_EXAMPLES, Shown
from gradcli.cli.shells import INSTALL, completer
from gradcli.cli.streams import write


def _script(shell: str) -> None:
    from gradcli.cli.root import root

    support = completer(shell, root)
    if support is None:
        raise click.UsageError(f"this version of click has no completion for {shell}")
    line, file = INSTALL[shell]
    write(f"# To install it, add this line to {file}:\n#   {line}\n{support.source()}")


command = Shown(
    "completion",
    examples=COMPLETION_EXAMPLES,
    params=[click.Argument(["shell"], type=click.Choice(list(INSTALL)))],
    callback=_script,
    help="Print a script with which the shell completes commands, options, and the variables of "
    "an expression. Its first lines tell where to put it.",
)
