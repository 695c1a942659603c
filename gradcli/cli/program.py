"""Commands on a program as click commands: its variables become options of that very invocation.

The program is parsed before click reads the options, so that `--help`, completion and messages know
the variables, and `--x -2` is an option with a value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

from gradcli.cli.help import Shown
from gradcli.cli.option_types import as_click
from gradcli.cli.options import Option
from gradcli.cli.reading import Asked, Variable, called, read, sketch
from gradcli.cli.words import Options, Words, rejoined


class ProgramCommand(Shown):
    """A command that takes a program, as an expression or a file, and values of its variables.

    Its function is called with the graph, the text of each value by name, and its own options.
    Where `needs_values` is False, a variable may be left without a value.
    """

    def __init__(
        self,
        name: str,
        options: Iterable[Option | click.Option],
        callback: Callable[..., Any],
        text: str,
        examples: Iterable[str],
        *,
        needs_values: bool = True,
    ) -> None:
        program = click.Argument(["program"], required=False)
        params = [program, *map(as_click, options)]
        super().__init__(name, examples=examples, params=params, callback=callback, help=text)
        self.needs_values = needs_values

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Tell the words apart, parse the program, and leave the command's own options to click."""
        own = self._own(ctx)
        words = own.split(rejoined(args) if ctx.resilient_parsing else args)
        if ctx.resilient_parsing:
            ctx.obj = sketch(words, own)
            return super().parse_args(ctx, _recognised(words, own, ctx.obj).arguments())
        if any(option.name == "help" for option in words.options):
            ctx.obj = sketch(words, own)
            return super().parse_args(ctx, ["--help"])
        ctx.obj = read(words, own, *self.examples[:1])
        options = [option for option in words.options if option.name in own.names]
        return super().parse_args(ctx, Words(options, words.positionals).arguments())

    def _own(self, ctx: click.Context) -> Options:
        return Options(super().get_params(ctx))

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the variables, and the command's own parameters."""
        own = super().get_params(ctx)
        variables = ctx.obj.variables if isinstance(ctx.obj, Asked) else ()
        return [*map(_variable, variables, range(len(variables))), *own]

    def invoke(self, ctx: click.Context) -> Any:
        """Call the function of the command."""
        if self.callback is None:
            raise RuntimeError("a command without a function")
        own = self._own(ctx)
        return called(self.callback, ctx.obj, own, ctx.params, needs_values=self.needs_values)

    def collect_usage_pieces(self, _ctx: click.Context) -> list[str]:
        """Return the pieces of the usage line, variables among them."""
        return ["[EXPRESSION]", "[--VARIABLE VALUE]...", "[OPTIONS]"]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the variables of the expression, then the command's own options."""
        if ctx.obj.records:
            with formatter.section("Variables of the expression"):
                formatter.write_dl(ctx.obj.records)
        own = [option for option in super().get_params(ctx) if isinstance(option, click.Option)]
        records = [option.get_help_record(ctx) for option in own]
        with formatter.section("Options"):
            formatter.write_dl([record for record in records if record])


def _variable(variable: Variable, place: int) -> click.Option:
    """Return the option of a variable, for help and completion."""
    spellings = dict.fromkeys((f"--{variable.typed}", f"--{variable.name}"))
    names = [*spellings, f"variable_{place}"]
    return click.Option(names, metavar="VALUE", help=variable.help)


def _recognised(words: Words, own: Options, asked: Asked) -> Words:
    """Return the words without options that are unknown or still lack a value."""
    typed = (name for variable in asked.variables for name in (variable.typed, variable.name))
    known = {*own.names, *typed}
    options = [
        option
        for option in words.options
        if option.name in known and (option.name in own.flags or option.value is not None)
    ]
    return Words(options, words.positionals)
