"""Operations as text: `x + y`, `max(z, w)`, `sum(p, axis=0)`, `w[0]`, `A.T`, `[x, y]`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradcli.graph import CONSTANT, INPUT, Graph
from gradcli.operators import OPERATORS
from gradcli.operators.reading import operation_read
from gradcli.operators.statements import STATEMENT
from gradcli.operators.symbols import LANGUAGE, Notation, Symbol, symbol, text

if TYPE_CHECKING:
    from gradcli.render.labels import Labels

#: Operations with more operands are written with their first and last ones.
MOST_OPERANDS = 20


def operation_text(graph: Graph, node: int, labels: Labels, notation: Notation = LANGUAGE) -> str:
    """Return the operation of a node over the labels of its operands; an input is `input`."""
    if is_input(graph, node):
        return "input"
    if graph.operators[node] == CONSTANT:
        inline = labels.inline.get(node)
        if inline is not None:
            return text(inline, notation)
        return " ".join(graph.text_of(node).split())
    if graph.operators[node] == STATEMENT.name:
        return _right_side(graph.text_of(node))
    return text(operation_symbol(graph, node, labels), notation)


def is_input(graph: Graph, node: int) -> bool:
    """Return whether a node is an input, rather than computed from others or constant."""
    return node in graph.input_ids or graph.operators[node] == INPUT


def _right_side(statement: str) -> str:
    """Return a statement on one line, without its comments and the name it assigns."""
    statement = re.sub(r"#.*", "", statement)
    name, sign, expression = statement.partition("=")
    assigned = sign and name.strip().isidentifier() and not expression.startswith("=")
    return " ".join((expression if assigned else statement).split())


def operation_symbol(graph: Graph, node: int, labels: Labels) -> Symbol:
    """Return the operation of a node as a symbol over its operands."""
    operands = [labels.written(operand) for operand in graph.operands_of(node)]
    return operation_over(graph, node, operands)


def operation_over(graph: Graph, node: int, operands: Sequence[Symbol]) -> Symbol:
    """Return the operation of a node over any symbols; of very many the first and last ones."""
    if len(operands) > MOST_OPERANDS:
        operands = [*operands[: MOST_OPERANDS // 2], symbol("…"), *operands[-2:]]
    return operation_read(OPERATORS[graph.operators[node]], operands, graph.options_of(node))
