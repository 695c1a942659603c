"""`gradcli functions`: the reference card of the language, read from the registry of operators."""

from __future__ import annotations

import click

from gradcli.cli import streams
from gradcli.cli.escapes import printable
from gradcli.cli.help import FUNCTIONS_EXAMPLES, Shown
from gradcli.cli.option_types import as_click
from gradcli.cli.options import ASCII_ENGLISH, COLOR, LANGUAGE, choice
from gradcli.cli.shells import complete_functions
from gradcli.cli.showing import for_stdout, language_of_screen
from gradcli.errors import NameProblem
from gradcli.near import nearest
from gradcli.operators import FUNCTIONS, WRITTEN
from gradcli.render.report import Style

#: Other ways to write a sign.
SIGNS = {
    "**": "^",
    "×": "*",
    "·": "*",
    "⋅": "*",
    "÷": "/",
    "−": "-",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
}


def _known(name: str) -> str:
    """Return the name of a function, without the bracket or dot that is often typed with it.

    It may be a sign, or the name that an operator has in JSON.

    Raises:
        NameProblem: there is no such function.
    """
    name = name.strip().removesuffix("()").removeprefix(".")
    name = SIGNS.get(name, name)
    signs = {operator.infix for operator in WRITTEN.values() if operator.infix}
    if name in FUNCTIONS or name in WRITTEN or name in signs:
        return name
    raise NameProblem(f"there is no function {printable(name)}", hint=_offered(name))


def _offered(name: str) -> str:
    """Return which functions are meant by what is none: those that begin so, or the nearest."""
    names = sorted({*FUNCTIONS, *WRITTEN})
    begun = [known for known in names if name and known.lower().startswith(name.lower())]
    if len(begun) > 1 and name.lower() not in begun:
        return f"these begin so: {', '.join(begun)}"
    near = begun[0] if len(begun) == 1 else nearest(name, names)
    return f"did you mean {near}?" if near else "gradcli functions lists them all"


def _show(name: str | None, format: str, lang: str, ascii: bool, color: str) -> None:
    from gradcli import render

    name = None if name is None else _known(name)
    if format == "json":
        streams.write(for_stdout(render.reference_json(name)) + "\n")
        return
    colored = streams.in_color(color)
    plain = ascii or streams.ascii_only()
    language = language_of_screen(lang, plain)
    style = Style(streams.width(), ascii=plain, color=colored, language=language)
    text = render.reference_list(style) if name is None else render.reference_card(name, style)
    streams.write(text.rstrip("\n") + "\n", color=colored)


OPTIONS = (
    choice("--format", ["table", "json"], "The form of the output.", "table"),
    LANGUAGE,
    ASCII_ENGLISH,
    COLOR,
)

command = Shown(
    "functions",
    examples=FUNCTIONS_EXAMPLES,
    params=[
        click.Argument(["name"], required=False, shell_complete=complete_functions),
        *map(as_click, OPTIONS),
    ],
    callback=_show,
    help="Show the functions of the language, or one of them: signature, local gradient, domain, "
    "example.",
)
