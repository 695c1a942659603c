"""Operations as text: `x + y`, `max(z, w)`, `sum(p, axis=0)`, `w[0]`, `A.T`, `[x, y]`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gradcli.graph import CONSTANT, INPUT, Graph, Options
from gradcli.operators import OPERATORS
from gradcli.operators.symbols import LANGUAGE, Notation, Symbol, symbol, text

if TYPE_CHECKING:
    from gradcli.render.labels import Labels

#: Operations with more operands are written with their first and last ones.
MOST_OPERANDS = 20

#: The operator of a statement folded into one node, which is written as the program has it.
_STATEMENT = "statement"


def operation_text(graph: Graph, node: int, labels: Labels, notation: Notation = LANGUAGE) -> str:
    """Return the operation of a node over the labels of its operands; an input is `input`."""
    if node in graph.input_ids or graph.operators[node] == INPUT:
        return "input"
    if graph.operators[node] == CONSTANT:
        inline = labels.inline.get(node)
        if inline is not None:
            return text(inline, notation)
        return " ".join(graph.text_of(node).split())
    if graph.operators[node] == _STATEMENT:
        return _right_side(graph.text_of(node))
    return text(operation_symbol(graph, node, labels), notation)


def _right_side(statement: str) -> str:
    """Return a statement on one line, without its comments and the name it assigns."""
    statement = re.sub(r"#.*", "", statement)
    name, sign, expression = statement.partition("=")
    assigned = sign and name.strip().isidentifier() and not expression.startswith("=")
    return " ".join((expression if assigned else statement).split())


def operation_symbol(graph: Graph, node: int, labels: Labels) -> Symbol:
    """Return the operation of a node as a symbol over its operands."""
    name = graph.operators[node]
    options = graph.options_of(node)
    operands = [labels.written(operand) for operand in graph.operands_of(node)]
    if len(operands) > MOST_OPERANDS:
        operands = [*operands[: MOST_OPERANDS // 2], symbol("…"), *operands[-2:]]
    if name == "index":
        return Symbol("index", (operands[0], symbol(_index_text(options))))
    if name == "transpose":
        return symbol(f"{_atom(operands[0])}.T")
    if name == "stack" and not any(options.values()):
        return symbol(f"[{', '.join(map(text, operands))}]")
    if name in LANGUAGE.infix or name in ("negative", "not"):
        return Symbol(name, tuple(operands))
    operator = OPERATORS[name]
    called = operator.calls[0] if operator.calls else name
    return Symbol(called, (*operands, *map(symbol, _option_texts(options))))


def _atom(operand: Symbol) -> str:
    written = text(operand)
    bare = operand.operation == "name" or written.endswith((")", "]"))
    return written if bare else f"({written})"


def _option_texts(options: Options) -> list[str]:
    return [f"{name}={option_text(value)}" for name, value in options.items()]


def option_text(value: Any) -> str:
    """Return an option's value as it is typed: `0`, `"sum"`, `[2, 3]`, `true`."""
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(option_text, value))}]"
    return repr(int(value)) if value == int(value) else repr(value)


def _index_text(options: Mapping[str, Any]) -> str:
    """Return what stands in the brackets of an index: `0`, `1:3`, `0, :`."""
    items = next(iter(options.values()), ())
    return ", ".join(_slice_text(item) if isinstance(item, tuple) else str(item) for item in items)


def _slice_text(item: tuple[int | None, ...]) -> str:
    start, stop, step = ("" if part is None else str(part) for part in item)
    return f"{start}:{stop}:{step}" if step else f"{start}:{stop}"
