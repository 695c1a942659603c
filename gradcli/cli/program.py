"""Commands on a program: its variables become options of that very invocation.

The program is parsed before click reads the options, so that `--help`, completion and messages know
the variables, and `--x -2` is an option with a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import click

from gradcli.cli.bindings import assignment, check_complete, input_named
from gradcli.cli.reading import Asked, no_such, placed, read, sketch, twice
from gradcli.cli.words import Options, Words, rejoined
from gradcli.errors import GradcliError
from gradcli.graph import Graph


class ProgramCommand(click.Command):
    """A command that takes a program, as an expression or a file, and values of its variables.

    Its function is called with the graph, the text of each value by name, and its own options.
    """

    #: What to type, for a command line without a program.
    example = 'gradcli eval "(x+y)*z" --x -2 --y 5 --z -4'

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Tell the words apart, parse the program, and add an option for each variable."""
        own = Options(super().get_params(ctx))
        words = own.split(rejoined(args) if ctx.resilient_parsing else args)
        if ctx.resilient_parsing:
            ctx.obj = sketch(words, own)
            return super().parse_args(ctx, _recognised(words, own, ctx.obj).arguments())
        if any(option.name == "help" for option in words.options):
            ctx.obj = sketch(words, own)
            return super().parse_args(ctx, ["--help"])
        ctx.obj = read(words, own, self.example)
        return super().parse_args(ctx, words.arguments())

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the variables, and the command's own parameters."""
        own = super().get_params(ctx)
        return [*ctx.obj.options, *own] if isinstance(ctx.obj, Asked) else own

    def invoke(self, ctx: click.Context) -> Any:
        """Call the function of the command."""
        asked: Asked = ctx.obj
        graph = asked.graph
        if graph is None or self.callback is None:
            raise RuntimeError("a command without a program")
        values = _values(ctx, asked, graph)
        self.check(graph, values, Options(super().get_params(ctx)).names)
        try:
            return ctx.invoke(self.callback, graph, values, **ctx.params)
        except GradcliError as problem:
            raise placed(problem, graph.source, asked.origin) from None

    def check(self, graph: Graph, values: Mapping[str, str], own: Iterable[str]) -> None:
        """Make sure that every variable has a value."""
        check_complete(graph, values, own)

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


def _recognised(words: Words, own: Options, asked: Asked) -> Words:
    """Return the words without options that are unknown or still lack a value."""
    known = {*own.names, *(name[2:] for option in asked.options for name in option.opts)}
    options = [
        option
        for option in words.options
        if option.name in known and (option.name in own.flags or option.value is not None)
    ]
    return Words(options, words.positionals)


def _values(ctx: click.Context, asked: Asked, graph: Graph) -> dict[str, str]:
    """Take the values of variables out of the parameters: from their own options and from --set."""
    values: dict[str, str] = {
        option.variable: ctx.params.pop(option.name or "") for option in asked.options
    }
    for text in ctx.params.pop("assignments"):
        typed, value = assignment(text)
        name = input_named(graph, typed)
        if name is None:
            raise no_such(typed, graph, ())
        if name in values:
            raise twice(typed)
        values[name] = value
    for parameter in ("program", "file"):
        ctx.params.pop(parameter)
    return values
