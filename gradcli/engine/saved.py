"""What the backward pass needs kept from the forward pass: why coarse graphs save memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gradcli.engine.derivation import carries
from gradcli.engine.forward import node_options
from gradcli.graph import Graph
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Operator
from gradcli.operators.elementary import Value, is_array
from gradcli.operators.symbols import Symbol, symbol
from gradcli.records import dataclass

#: Bytes of one double.
BYTES = 8


@dataclass(frozen=True, slots=True)
class Saved:
    """One value that has to be kept: its node, its size, and the nodes whose rules read it."""

    node: int
    elements: int
    needed_by: tuple[int, ...]

    @property
    def bytes(self) -> int:
        """Return the memory that the value takes."""
        return BYTES * self.elements


def saved(graph: Graph, values: Sequence[Value]) -> tuple[Saved, ...]:
    """Return the values that the local gradients read, in the order of their nodes.

    They are found by reading each rule with symbols: a product reads both factors, a sum nothing, a
    sigmoid only its output. Literals are not counted.
    """
    readers: dict[int, list[int]] = {}
    for node in range(len(graph)):
        for read in _read_by(graph, node):
            if graph.depends[read]:
                readers.setdefault(read, []).append(node)
    return tuple(
        Saved(node, values[node].size if is_array(values[node]) else 1, tuple(readers[node]))
        for node in sorted(readers)
    )


def _read_by(graph: Graph, node: int) -> list[int]:
    """Return the nodes whose values the rules of a node read, without repetition."""
    operator = OPERATORS.get(graph.operators[node])
    if operator is None or node in graph.input_ids:
        return []
    operands = graph.operands_of(node)
    found: dict[int, None] = {}
    for position, operand in enumerate(operands):
        if carries(graph, node, position, operand):
            for name in names_read(graph, node, operator, position):
                found[node if name == "y" else operands[_place(operator, name)]] = None
    return list(found)


def _place(operator: Operator, name: str) -> int:
    return operator.operands.index(name)


def names_read(graph: Graph, node: int, operator: Operator, position: int) -> list[str]:
    """Return the operand names, and `y` for the output, that one rule reads."""
    known = {*operator.operands, "y"} - ({"y"} & set(operator.operands))
    if not operator.elementwise:
        if operator.variadic:
            return []
        text = operator.vjp_text[position] if position < len(operator.vjp_text) else ""
        return [name for name in dict.fromkeys(re.findall(r"[^\W\d]\w*", text)) if name in known]
    rule = operator.local[position]
    assert rule is not None  # an edge without a rule does not carry
    options = node_options(graph, node, operator)
    if operator.ties:
        options["ties"] = "split"
    literals = [
        graph.literals.get(operand) if not graph.depends[operand] else None
        for operand in graph.operands_of(node)
    ]
    operands = [
        symbol(name) if not isinstance(literal, str) else symbol(f"literal {literal}")
        for name, literal in zip(operator.operands, literals, strict=True)
    ]
    names = _names(symbol(rule(*operands, symbol("y"), **options)))
    return [name for name in dict.fromkeys(names) if name in known]


def _names(expression: Symbol) -> Iterator[str]:
    if expression.operation == "name":
        yield str(expression.content)
    for argument in expression.arguments:
        yield from _names(argument)
