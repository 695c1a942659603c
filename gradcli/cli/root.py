"""The command `gradcli` itself: a table of subcommands, each imported when it is used."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NoReturn

import click

from gradcli.cli.help import COMMANDS, EXAMPLES, write_examples
from gradcli.errors import GradcliError

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Root(click.Group):
    """A group of commands that are not imported before they are needed."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order in which they are learnt."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"gradcli.cli.{cmd_name}")
        # What may run without click makes its command for click only when it is asked to.
        command: click.Command | Callable[[], click.Command] = module.command
        return command if isinstance(command, click.Command) else command()

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first word names."""
        command = self.get_command(ctx, args[0])
        if command is None and not ctx.resilient_parsing:
            _no_command(*args)
        return args[0], command, args[1:]

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        write_examples(formatter, EXAMPLES)


def _no_command(word: str, *behind: str) -> NoReturn:
    from gradcli.cli.escapes import printable
    from gradcli.grading.shipped import shipped_sets
    from gradcli.near import nearest

    near = nearest(word, COMMANDS)
    if word == "help":
        hint = " ".join(["gradcli", *(one for one in behind[:1] if one in COMMANDS), "--help"])
    elif word in shipped_sets():
        hint = f"gradcli check {word}"
    elif near is None and not word.isidentifier():
        hint = f'an expression is worked with eval: gradcli eval "{printable(word)}"'
    else:
        hint = f"did you mean {near}?" if near else f"the commands are {', '.join(COMMANDS)}"
    raise GradcliError(f"there is no command {printable(word)}", hint=hint)


def _show_version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from gradcli import __version__
        from gradcli.cli.streams import write

        write(f"gradcli {__version__}\n")
        ctx.exit()


@click.group(cls=Root, context_settings=CONTEXT, no_args_is_help=False, invoke_without_command=True)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and leave.",
)
@click.pass_context
def root(ctx: click.Context) -> None:
    """A calculator for the chain rule: all values and gradients of an expression, step by step."""
    if ctx.invoked_subcommand is None:
        from gradcli.cli.streams import write

        write(ctx.get_help() + "\n")
