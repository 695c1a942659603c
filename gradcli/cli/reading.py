"""From the words of a command line to its program, with an option for each of the variables."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from gradcli.cli.allowances import allowed, limits_of
from gradcli.cli.bindings import (
    assignment,
    canonical,
    check_complete,
    input_named,
    listed,
    spellings,
)
from gradcli.cli.escapes import printable
from gradcli.cli.options import LANGUAGE
from gradcli.cli.sources import STDIN, read_program
from gradcli.cli.words import Options, Words, is_name
from gradcli.engine.problems import short
from gradcli.errors import BindingProblem, GradcliError, NameProblem
from gradcli.graph import INPUT, Graph
from gradcli.language import needed_names, parse
from gradcli.near import nearest

#: Variables that `--help` and completion list.
_LISTED = 200

#: What to type, for a command line without a program.
EXAMPLE = 'gradcli eval "(x+y)*z" --x -2 --y 5 --z -4'

#: Options that hold data: giving one twice would silently drop the first.
_ONCE = ("file", "seed", "data")

#: Options that other commands have, and that are looked for here.
_ELSEWHERE = {
    "output": "the result goes to standard output: end the line in > FILE",
    "ieee": "eval, explain and graph have --ieee",
}

#: An option whose dashes or equals sign an input method may have changed.
_OPTION = re.compile("(?:[-－–−]{2}|—{1,2})(\\w[\\w-]*)(?:[=＝](.*))?")

#: Parameters of click that are read here, and that no command needs.
READ_HERE = frozenset(("program", "file", "assignments", "limits"))


class Variable(NamedTuple):
    """A variable of the program as an option: its name in the graph, how it is typed, its help."""

    name: str
    typed: str
    help: str


class Asked(NamedTuple):
    """What a command line asks to be worked: a program, where it is from, and values as typed.

    `origin` is empty for an expression on the command line. `variables` and `records`, lines for
    `--help`, are there where the program is only sketched. `limits` are those that the user gave.
    """

    origin: str
    graph: Graph | None
    values: Mapping[str, str] = MappingProxyType({})
    variables: Sequence[Variable] = ()
    records: Sequence[tuple[str, str]] = ()
    limits: Mapping[str, int] = MappingProxyType({})


def read(words: Words, own: Options, example: str = EXAMPLE) -> Asked:
    """Parse the program and take the values of its variables from their options and from `--set`.

    Raises:
        GradcliError: there is no program or it is at fault; an option is unknown, given twice, or
            without its value.
    """
    limits = limits_of(words.values("limit"))
    with allowed(limits):
        return _read(words, own, example)._replace(limits=limits)


def _read(words: Words, own: Options, example: str) -> Asked:
    typed = _given_once(words, own)
    text, origin = _program(words, own, example)
    assigned = list(map(assignment, words.values("set")))
    fitted = [assignment(value, "param")[0] for value in words.values("param")]
    names = [*typed, *(name for name, _ in assigned), *fitted]
    bound = tuple(spelling for name in names for spelling in spellings(name))
    try:
        graph = parse(text, bound=bound)
    except GradcliError as problem:
        raise placed(problem, text, origin) from None
    return Asked(origin, graph, _values(graph, typed, assigned, own))


def _values(
    graph: Graph,
    typed: Mapping[str, str | None],
    assigned: Sequence[tuple[str, str]],
    own: Options,
) -> dict[str, str]:
    """Return the text of each value by the name of its input."""
    values: dict[str, str] = {}
    given = [*typed, *(name for name, _ in assigned)]
    for name, value in typed.items():
        variable = _input(graph, name, own.names, given)
        if value is None:
            raise _no_value(name, own=False)
        if variable in values:
            raise twice(name)
        values[variable] = value
    for name, value in assigned:
        variable = _input(graph, name, (), given)
        if variable in values:
            raise twice(name)
        values[variable] = value
    return values


def _input(graph: Graph, typed: str, own: Iterable[str], given: Collection[str]) -> str:
    variable = input_named(graph, typed)
    if variable is None:
        raise no_such(typed, graph, own, given)
    return variable


def called(
    command: Callable[..., Any],
    asked: Asked,
    own: Options,
    settings: Mapping[str, Any],
    *,
    needs_values: bool = True,
) -> Any:
    """Call the function of a command with the graph, the values as typed, and its own options.

    Most commands need a value for every variable.

    Raises:
        GradcliError: a variable has no value, or the command refuses.
    """
    graph = asked.graph
    if graph is None:
        raise RuntimeError("a command without a program")
    if needs_values:
        check_complete(graph, asked.values, own.names)
    rest = {name: value for name, value in settings.items() if name not in READ_HERE}
    try:
        with allowed(asked.limits):
            return command(graph, asked.values, **rest)
    except GradcliError as problem:
        raise placed(problem, graph.source, asked.origin) from None


def _given_once(words: Words, own: Options) -> dict[str, str | None]:
    """Return the options that are not the command's own, each given once, with their values."""
    seen: set[str] = set()
    for name, value in words.options:
        if value is None and name in own.names and name not in own.flags:
            raise _no_value(name, own=True)
        if name not in own.names or name in _ONCE:
            if canonical(name) in seen:
                raise twice(name)
            seen.add(canonical(name))
    return {name: value for name, value in words.options if name not in own.names}


def _no_value(name: str, own: bool) -> BindingProblem:
    hint = f"--{name}=VALUE takes any text for it" if own else f"write one behind it: --{name} 1"
    return BindingProblem(f"--{name} needs a value", hint=hint)


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
    text = read_program(path, _language(words, own))
    return text, "standard input" if path == STDIN else printable(path)


def _language(words: Words, own: Options) -> str:
    """Return the choice of a language, before the options are looked at; English without one."""
    if LANGUAGE.long not in own.names:
        return "en"
    chosen = [choice for choice in words.values(LANGUAGE.long) if choice in LANGUAGE.words]
    return chosen[-1] if chosen else "auto"


def _too_many(positionals: Sequence[str], files: Sequence[str], own: Options) -> GradcliError:
    if files:
        return GradcliError(
            f"an expression is given, {printable(positionals[0])}, and a file too",
            hint=_file_or_value(files[-1], positionals[0]),
        )
    extra = printable(positionals[1])
    if extra == "-o":
        file = printable(positionals[2]) if len(positionals) > 2 else "FILE"
        return GradcliError(
            "this command has no option -o: it writes to standard output",
            hint=f"end the line in > {file}",
        )
    for place, word in enumerate(positionals):
        plain = _in_plain_signs(word, positionals[place + 1 : place + 2])
        if plain:
            return GradcliError(
                f"{printable(word)} is not read as an option",
                hint=f"write it with plain dashes: {printable(plain)}",
            )
    hint = _advice(positionals[0], positionals[1], own)
    return GradcliError(f"there is more than one expression: the second is {extra}", hint=hint)


def _advice(program: str, word: str, own: Options) -> str:
    """Return what to try about a word behind the program."""
    if own.read(word):
        return "what follows -- is no option: put options before it"
    if word.startswith("-") and is_name(word[1:]):
        return f"an option of that name has two dashes: -{printable(word)}"
    from gradcli.cli.leftover import advice

    return advice(program, word)


def _file_or_value(file: str, text: str) -> str:
    """Return what to try where both a file and an expression are given.

    `--file 2` may have been meant for a variable of that name.
    """
    if "file" in needed_names(text):
        return f"choose one of them; for a variable called file write --set file={printable(file)}"
    return "choose one of them"


def _in_plain_signs(word: str, behind: Sequence[str]) -> str:
    """Return an option as it is written that came from an input method, nothing if it is none.

    `behind` is the word after it, if there is one.

    >>> _in_plain_signs("——x", ["3"]), _in_plain_signs("－－y＝3", []), _in_plain_signs("－x", [])
    ('--x 3', '--y 3', '')
    """
    found = _OPTION.fullmatch(word)
    if found is None or word.isascii() or not is_name(found[1]):
        return ""
    return " ".join([f"--{found[1]}", *([found[2]] if found[2] else behind)])


def _nothing(words: Words, own: Options, example: str) -> GradcliError:
    for name, _ in words.options:
        if name not in own.names and len(name) > 1 and nearest(name, own.names):
            return no_such(name, None, own.names)
    return GradcliError("there is no expression", hint=example)


def no_such(
    typed: str, graph: Graph | None, own: Iterable[str], given: Collection[str] = ()
) -> GradcliError:
    """Return the error for an option that is neither a variable nor one of the command's own.

    `given` are all names that the command line gives values to.
    """
    from gradcli.cli.run_together import meant

    own = list(own)
    names = [graph.written.get(name, name) for name in graph.inputs] if graph else []
    if typed in _ELSEWHERE and not nearest(typed, names):
        return NameProblem(f"there is no option --{typed}", hint=_ELSEWHERE[typed])
    apart = next(filter(None, (meant(name, given) for name in names)), "")
    near = None if apart else nearest(typed, [*names, *own])
    wish = apart or (f"--{near}" if near else "")
    hint = f"did you mean {wish}?" if wish else ""
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
    variables, records = [], []
    for name in names[:_LISTED]:
        shown = graph.written.get(name, name) if graph else name
        default = _default(graph, name)
        records.append(
            (f"--set {shown}=VALUE" if name in own.names else f"--{shown} VALUE", default)
        )
        if name not in own.names:
            variables.append(Variable(name, shown, default))
    return Asked("", graph, variables=variables, records=records)


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
