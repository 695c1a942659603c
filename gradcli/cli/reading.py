"""From the words of a command line to its program, with an option for each of the variables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import click

from gradcli.cli.bindings import assignment, canonical, input_named, listed
from gradcli.cli.escapes import printable
from gradcli.cli.near import nearest
from gradcli.cli.sources import STDIN, read_program
from gradcli.cli.words import Options, Words, is_name
from gradcli.engine.problems import short
from gradcli.errors import BindingProblem, GradcliError, NameProblem
from gradcli.graph import INPUT, Graph
from gradcli.language import needed_names, parse

#: Variables that `--help` and completion list.
_LISTED = 200

#: Options that hold data: giving one twice would silently drop the first.
_ONCE = ("file", "seed", "data")

#: Options that give a variable a value.
_ASSIGNING = ("set", "param")


class Variable(click.Option):
    """A variable of the program as an option."""

    def __init__(self, name: str, typed: str, place: int, text: str = "") -> None:
        spellings = dict.fromkeys((f"--{typed}", f"--{name}"))
        super().__init__([*spellings, f"variable_{place}"], metavar="VALUE", help=text)
        self.variable = name


class Asked(NamedTuple):
    """What a command line asks to be worked: a program, where it is from, and its variables.

    `origin` is empty for an expression on the command line. `records` lists the variables
    for `--help`.
    """

    origin: str
    graph: Graph | None
    options: list[Variable]
    records: list[tuple[str, str]]


def read(words: Words, own: Options, example: str) -> Asked:
    """Parse the program and return an option for each variable that the command line gives a value.

    Raises:
        GradcliError: there is no program or it is at fault; an option is unknown, given twice, or
            without its value.
    """
    typed = _given_once(words, own)
    text, origin = _program(words, own, example)
    named = [
        canonical(assignment(value, option)[0])
        for option in _ASSIGNING
        for value in words.values(option)
    ]
    try:
        graph = parse(text, bound=(*map(canonical, typed), *named))
    except GradcliError as problem:
        raise placed(problem, text, origin) from None
    options = []
    for place, (name, value) in enumerate(typed.items()):
        variable = input_named(graph, name)
        if variable is None:
            raise no_such(name, graph, own.names)
        if value is None:
            raise _no_value(name)
        options.append(Variable(variable, name, place))
    return Asked(origin, graph, options, [])


def _given_once(words: Words, own: Options) -> dict[str, str | None]:
    """Return the options that are not the command's own, each given once, with their values."""
    seen: set[str] = set()
    for name, value in words.options:
        if value is None and name in own.names and name not in own.flags:
            raise _no_value(name)
        if name not in own.names or name in _ONCE:
            if canonical(name) in seen:
                raise twice(name)
            seen.add(canonical(name))
    return {name: value for name, value in words.options if name not in own.names}


def _no_value(name: str) -> BindingProblem:
    return BindingProblem(f"--{name} needs a value", hint=f"--{name}=VALUE takes any text for it")


def _program(words: Words, own: Options, example: str) -> tuple[str, str]:
    """Return the text of the program, and the name of the file it comes from."""
    files, positionals = words.values("file"), words.positionals
    if len(files) + len(positionals) > 1:
        raise _too_many(positionals, files, own)
    if not files and not positionals:
        raise _nothing(words, own, example)
    path = (files or positionals)[0]
    if not files and path != STDIN:
        return path, ""
    return read_program(path), "standard input" if path == STDIN else printable(path)


def _too_many(positionals: Sequence[str], files: Sequence[str], own: Options) -> GradcliError:
    if files:
        return GradcliError(
            f"an expression is given, {printable(positionals[0])}, and a file too",
            hint="choose one of them",
        )
    extra = printable(positionals[1])
    if own.read(positionals[1]):
        hint = "what follows -- is no option: put options before it"
    elif extra.startswith("-") and is_name(extra[1:]):
        hint = f"an option of that name has two dashes: -{extra}"
    else:
        hint = 'put the whole expression in quotes, as in "x * y"'
    return GradcliError(f"there is more than one expression: the second is {extra}", hint=hint)


def _nothing(words: Words, own: Options, example: str) -> GradcliError:
    for name, _ in words.options:
        if name not in own.names and len(name) > 1 and nearest(name, own.names):
            return no_such(name, None, own.names)
    return GradcliError("there is no expression", hint=example)


def no_such(typed: str, graph: Graph | None, own: Iterable[str]) -> GradcliError:
    """Return the error for an option that is neither a variable nor one of the command's own."""
    own = list(own)
    names = [graph.written.get(name, name) for name in graph.inputs] if graph else []
    near = nearest(typed, [*names, *own])
    hint = f"did you mean --{near}?" if near else ""
    if near in own or "-" in typed or graph is None:
        return NameProblem(f"there is no option --{typed}", hint=hint)
    known = f"its variables are {listed(names)}" if names else "it has no variables"
    return BindingProblem(f"the expression has no variable {printable(typed)}; {known}", hint=hint)


def twice(name: str) -> GradcliError:
    """Return the error for a variable that is given two values."""
    return BindingProblem(f"{printable(name)} is given twice", hint="give each value once")


def placed(problem: GradcliError, text: str, origin: str) -> GradcliError:
    """Return an error in a file's text with the file and the line in its message."""
    if origin and problem.span is not None and problem.source == text:
        line = text.count("\n", 0, problem.span.start) + 1
        problem.message = f"{origin}, line {line}: {problem.message}"
    return problem


def sketch(words: Words, own: Options) -> Asked:
    """Return what can be known of the program for `--help` and completion; never an error."""
    text, graph = _readable(words), None
    typed = [name for name, _ in words.options if name not in own.names]
    try:
        graph = parse(text, bound=tuple(map(canonical, typed))) if text else None
    except GradcliError:
        graph = None
    names = list(graph.inputs) if graph else needed_names(text) if text else []
    options, records = [], []
    for place, name in enumerate(names[:_LISTED]):
        shown = graph.written.get(name, name) if graph else name
        default = _default(graph, name)
        records.append(
            (f"--set {shown}=VALUE" if name in own.names else f"--{shown} VALUE", default)
        )
        if name not in own.names:
            options.append(Variable(name, shown, place, default))
    return Asked("", graph, options, records)


def _default(graph: Graph | None, name: str) -> str:
    if graph is None or graph.operators[graph.inputs[name]] == INPUT:
        return "a number or an array"
    return f"{short(graph.text_of(graph.inputs[name]))} unless given"


def _readable(words: Words) -> str:
    """Return the text of the program if it can be had without waiting for input."""
    from pathlib import Path

    paths = [path for path in words.values("file") if Path(path).is_file()]
    texts = [text for text in words.positionals if text != STDIN]
    try:
        return read_program(paths[0]) if paths else texts[0] if texts else ""
    except GradcliError:
        return ""
