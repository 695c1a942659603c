"""Values on the command line, read by the language's own parser: `--x 1/3`, `--set json=3`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gradcli.cli.escapes import printable
from gradcli.engine import constant_value
from gradcli.engine.problems import short
from gradcli.errors import BindingProblem, DomainProblem, GradcliError, NameProblem
from gradcli.graph import INPUT, Graph, Span
from gradcli.language import needed_names, parse_value
from gradcli.near import nearest
from gradcli.operators import CONSTANTS
from gradcli.operators.elementary import Value

#: Names shown in one message.
_SHOWN = 10


def value_of(text: str, option: str, *, exact: bool = False) -> Value:
    """Return the number or array that a constant expression stands for.

    `option` is named in the message if the expression is at fault.
    """
    if not text.strip():
        raise BindingProblem(f"{option} needs a value", hint=f"write one behind it: {option} 1")
    try:
        return constant_value(parse_value(text), exact=exact)
    except GradcliError as problem:
        problem.located(text, Span(0, len(text)))
        problem.message = f"{option}: {problem.message}"
        if isinstance(problem, DomainProblem):
            problem.hint = "a value must be a number, or inf"
        raise


def assignment(text: str, option: str = "set") -> tuple[str, str]:
    """Return the name and the value of `NAME=VALUE`.

    >>> assignment("json=3")
    ('json', '3')
    """
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise BindingProblem(
            f"--{option} {printable(text)}: a name and a value are needed",
            hint=f"--{option} NAME=VALUE, as in --{option} x=3",
        )
    return name.strip(), value


def canonical(name: str) -> str:
    """Return a name in the form that graphs use, as the language reads it: `x₁` is `x1`."""
    if name.isascii():
        return name
    names = needed_names(name)
    return names[0] if len(names) == 1 else name


def spellings(typed: str) -> list[str]:
    """Return the names that a typed one may stand for: as it is, as it is read, π also as pi.

    >>> spellings("x₁"), spellings("π")
    (['x₁', 'x1'], ['π', 'pi'])
    """
    read = canonical(typed)
    same = [name for name, value in CONSTANTS.items() if value == CONSTANTS.get(read)]
    return list(dict.fromkeys([typed, read, *same]))


def input_named(graph: Graph, typed: str) -> str | None:
    """Return the input of a graph that a typed name stands for, None if there is none."""
    return next((name for name in spellings(typed) if name in graph.inputs), None)


def node_names(graph: Graph) -> list[str]:
    """Return all names of a program: inputs first, then the other nodes."""
    return list(
        dict.fromkeys([*graph.inputs, *(name for names in graph.names.values() for name in names)])
    )


def wanted(graph: Graph, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the names that `--wrt` gives, each an input or another node of the program."""
    names = node_names(graph)
    found: dict[str, None] = {}
    for typed in (part.strip() for text in texts for part in text.split(",")):
        name = next((name for name in (typed, canonical(typed)) if name in names), None)
        if name is None:
            raise NameProblem(
                f"--wrt: nothing in the expression is called {printable(typed) or 'nothing'}",
                hint=_did_you_mean(nearest(typed, names), "its names are ", names),
            )
        found[name] = None
    return tuple(found)


def _did_you_mean(near: str | None, otherwise: str, names: Sequence[str]) -> str:
    if near:
        return f"did you mean {near}?"
    return otherwise + listed(names) if names else ""


def listed(names: Sequence[str]) -> str:
    """Return names as a list for a message, cut off if there are many."""
    shown = ", ".join(map(short, names[:_SHOWN]))
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"


def option_for(name: str, own: Iterable[str]) -> str:
    """Return how a variable is given on the command line, up to its value."""
    return f"--set {name}=" if name in own else f"--{short(name)} "


def check_complete(graph: Graph, given: Iterable[str], own: Iterable[str]) -> None:
    """Make sure that every variable has a value.

    Raises:
        BindingProblem: some have none; the hint is what to type.
    """
    known = frozenset(given)
    missing = [
        name
        for name, node in graph.inputs.items()
        if name not in known and graph.operators[node] == INPUT
    ]
    if missing:
        typed = [graph.written.get(name, name) for name in missing]
        adding = " ".join(option_for(name, own) + "1" for name in typed[:_SHOWN])
        hint = f"add {adding}{_run_together(typed[:_SHOWN], graph)}"
        raise BindingProblem(f"no value for {listed(typed)}", hint=hint)


def _run_together(typed: Iterable[str], graph: Graph) -> str:
    """Return what the first of the names that consists of others may be, nothing if none does."""
    from gradcli.cli.run_together import meant

    names = {graph.written.get(name, name) for name in node_names(graph)}
    for name in typed:
        if apart := meant(name, names - {name}):
            return f", or write {apart} for {short(name)}"
    return ""
