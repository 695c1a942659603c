"""What the reference says of each operator, taken from its row alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from gradcli.operators import WRITTEN
from gradcli.operators.declaration import TIES, Operator, Option
from gradcli.operators.reading import option_text
from gradcli.operators.symbols import LANGUAGE, Notation, Symbol, symbol, text

#: A case of a local gradient for the point between two others is left out if it is longer: the kink
#: says it.
_LONG_CASE = 24


class Gradient(NamedTuple):
    """The local gradient with respect to one operand, in cases of (value, condition)."""

    operand: str
    cases: tuple[tuple[str, str], ...]


class Example(NamedTuple):
    """A program, the values of its variables, and what it gives there."""

    program: str
    at: dict[str, Any]
    value: Any
    gradients: dict[str, Any]


def families() -> dict[str, list[Operator]]:
    """Return the operators by family, in the order of the registry."""
    found: dict[str, list[Operator]] = {}
    for operator in WRITTEN.values():
        found.setdefault(operator.family, []).append(operator)
    return found


def signature(operator: Operator, name: str = "") -> str:
    """Return how an operator is written: with its sign, or as a call with its options.

    >>> signature(WRITTEN["add"]), signature(WRITTEN["remainder"], "mod")
    ('a + b', 'mod(a, b)')
    """
    operands = list(operand_names(operator))
    if operator.name == "transpose" and name in ("", "T"):
        return f"{operands[0]}.T"
    if operator.infix and not name:
        if operator.infix == "[]":
            return f"{operands[0]}[index]"
        if len(operands) == 1:
            return f"{operator.infix}{' ' if operator.infix.isalpha() else ''}{operands[0]}"
        return f"{operands[0]} {operator.infix} {operands[1]}"
    if operator.variadic:
        operands = ["a", "b", "…"]
    written = [*operands, *(f"{o.name}={option_text(o.default)}" for o in options(operator))]
    return f"{name or operator.calls[0]}({', '.join(written)})"


def operand_names(operator: Operator) -> Iterator[str]:
    """Yield the names of the operands, without the mark of one that stands for many."""
    for operand in operator.operands:
        yield operand.removeprefix("*")


def options(operator: Operator) -> tuple[Option, ...]:
    """Return the options that are written as keywords; an index stands in brackets."""
    return tuple(option for option in operator.options if option.kind != "index")


def aliases(operator: Operator) -> tuple[str, ...]:
    """Return the other names by which an operator is called."""
    return operator.calls if operator.infix else operator.calls[1:]


def gradients(operator: Operator, notation: Notation = LANGUAGE) -> list[Gradient]:
    """Return the local gradient with respect to each operand that can have one."""
    return [
        Gradient(name, _cases(operator, position, notation))
        for position, name in enumerate(operand_names(operator))
        if operator.differentiable(position)
    ]


def _cases(operator: Operator, position: int, notation: Notation) -> tuple[tuple[str, str], ...]:
    if not operator.elementwise:
        place = 0 if operator.variadic else position
        known = place < len(operator.vjp_text)
        formula = operator.vjp_text[place] if known else "g times the local gradient"
        return ((formula.replace("*", notation.infix["multiply"]), ""),)
    rule: Any = operator.local[position]
    arguments = [*map(symbol, operand_names(operator)), symbol("y")]
    return tuple(_flat(symbol(rule(*arguments, **_options(operator))), notation, ()))


def _options(operator: Operator) -> dict[str, Any]:
    """Return the options with which a rule is read: numbers by their names."""
    options = {option.name: _reading(option) for option in operator.options}
    return {**options, "ties": "split"} if operator.ties else options


def _reading(option: Option) -> Any:
    return symbol(option.name) if option.kind == "number" else option.default


def _flat(rule: Symbol, notation: Notation, before: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the cases of a rule one after the other; a rule has only a few inside one another."""
    if rule.operation == "where":
        condition, then, otherwise = rule.arguments
        yield text(then, notation), text(condition, notation)
        yield from _flat(otherwise, notation, (*before, text(then, notation)))
        return
    last = text(rule, notation)
    if not before or (last not in before and len(last) <= _LONG_CASE):
        yield last, "otherwise" if before else ""


def kinks(operator: Operator) -> list[tuple[str, str]]:
    """Return each point that needs a convention, and the convention."""
    return [
        (
            kink.where,
            kink.gradient.replace("{ties}", TIES["split"])
            + (f"; {kink.note}" if kink.note else ""),
        )
        for kink in operator.kinks
    ]


def example(operator: Operator) -> Example | None:
    """Return the example of an operator, worked; None if there is none that can be."""
    from gradcli import evaluate, parse
    from gradcli.errors import GradcliError
    from gradcli.graph import INPUT

    program = operator.example or _example_text(operator)
    try:
        graph = parse(program)
        free = [name for name, node in graph.inputs.items() if graph.operators[node] == INPUT]
        samples = (2.0, 3.0) if operator.family == "conditions" else operator.samples[0]
        by_name = dict(zip(operand_names(operator), samples, strict=False))
        in_order = dict(zip(free, samples, strict=False))
        at = {name: by_name.get(name, in_order.get(name, 1.0)) for name in free}
        worked = evaluate(graph, at)
    except GradcliError:
        return None
    return Example(program, at, worked.value, worked.gradients)


def _example_text(operator: Operator) -> str:
    if operator.family == "conditions":
        return _condition_example(operator)
    return signature(operator)


def _condition_example(operator: Operator) -> str:
    """Return an example of a condition, which stands only within where(…)."""
    if operator.infix.isalpha():
        sides = {"not": "not a > b"}.get(operator.infix, f"a > 0 {operator.infix} b > 0")
        return f"where({sides}, a, b)"
    return f"where({signature(operator)}, a, b)"
