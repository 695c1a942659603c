"""How a cell comes about: the operation of a node, or the paths on which a gradient arrives.

Every number is the student's own where they gave one, else what follows from those.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from gradcli.engine.derivation import carries
from gradcli.engine.forward import node_options, shape_of
from gradcli.grading.answers import Answer
from gradcli.grading.key import Key
from gradcli.grading.quantities import Quantity
from gradcli.grading.typed import Typed
from gradcli.grading.world import World
from gradcli.graph import CONSTANT, Edge
from gradcli.numerals import numeral
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Operator
from gradcli.operators.elementary import Value, is_array
from gradcli.operators.reading import operation_read, product_read, rule_read
from gradcli.operators.symbols import BLACKBOARD, Symbol, symbol, text
from gradcli.records import dataclass

#: What stands where the student is to find a number.
BLANK = "▢"

#: Significant figures at which a long decimal is written.
FIGURES = 6


@dataclass(frozen=True, slots=True)
class Path:
    """One way on which a gradient arrives at a node: through a node that uses it.

    `upstream` and `local` are quantities as text, `upstream_value` and `local_value` their
    numbers (`local_value` is None where it is a Jacobian, which is not formed). `upstream` is
    empty where the node is the one differentiated. `rule` is the local gradient as a formula, or
    (`product`) what the node hands on. `stretched` tells that the operand was used for several
    elements, whose contributions are added up. `positions` are the places of the operand.
    """

    node: int
    operator: Operator
    upstream: str
    upstream_value: Value
    local: str
    local_value: Value
    rule: str
    product: bool
    stretched: bool
    positions: tuple[int, ...]


class Course:
    """The course of the work on one exercise, with the numbers that a student has."""

    def __init__(self, key: Key, typed: Mapping[Quantity, str], leave_out: Quantity) -> None:
        numbers = _numbers(key, typed, leave_out)
        self.key = key
        self.graph = key.graph
        self.world = World(key.ground, numbers)

    # --- names and numbers

    def label(self, node: int) -> str:
        """Return what a node is called, in brackets where it has no name."""
        name = self.key.names.text(node)
        named = node in self.graph.names or self.graph.operators[node] == CONSTANT
        return name if named or node == self.graph.output else f"({name})"

    def value(self, node: int) -> Value:
        """Return the student's value of a node, the true one where nothing follows from theirs."""
        own = self.world.values[node]
        return self.key.derivation.values[node] if own is None else own

    def operation(self, node: int, operands: Sequence[Symbol]) -> str:
        """Return the operation of a node over the given operands."""
        operator = OPERATORS[self.graph.operators[node]]
        return text(operation_read(operator, operands, self.graph.options_of(node)), BLACKBOARD)

    def gate(self, node: int) -> str:
        """Return a node as the program has it: `q = x + y`, or `x + y` for one without a name."""
        written = " ".join(re.sub(r"#[^\r\n]*", " ", self.graph.text_of(node)).split())
        name = self.key.names.text(node)
        return written if name == written else f"{name} = {written}"

    def by_value(self, node: int, blank: int = -1) -> str:
        """Return the operation of a node over its operands' values, that at `blank` left open."""
        operands = self.graph.operands_of(node)
        return self.operation(
            node,
            [
                symbol(BLANK) if place == blank else _operand(self.value(operand), place)
                for place, operand in enumerate(operands)
            ],
        )

    def operands(self, node: int) -> list[int]:
        """Return the operands of a node that are no literals, each once."""
        operands = dict.fromkeys(self.graph.operands_of(node))
        return [one for one in operands if self.graph.operators[one] != CONSTANT]

    # --- paths

    def paths(self, target: int, node: int) -> list[Path]:
        """Return the paths on which ∂target/∂node arrives at the node, in source order."""
        above = self.key.names.below(target)
        consumers: dict[int, list[Edge]] = {}
        for edge in self.world.edges_from(node):
            if edge.node in above and carries(self.graph, edge.node, edge.position, node):
                consumers.setdefault(edge.node, []).append(edge)
        return [self._path(target, consumer, edges) for consumer, edges in consumers.items()]

    def _path(self, target: int, consumer: int, edges: list[Edge]) -> Path:
        operator, node = OPERATORS[self.graph.operators[consumer]], edges[0].operand
        upstream = self.upstream(target, consumer)
        local = self.local_value(consumer, node)
        written = self.gradient_text(target, consumer)
        return Path(
            consumer,
            operator,
            "" if consumer == target else written,
            upstream,
            self.key.names.written("local", consumer, node).text,
            local,
            self.rule(edges, "1" if consumer == target else written),
            not operator.elementwise,
            operator.elementwise
            and shape_of(node_value := self.value(node)) != shape_of(self.value(consumer))
            and shape_of(node_value) != shape_of(upstream),
            tuple(edge.position for edge in edges),
        )

    def gradient_text(self, target: int, node: int) -> str:
        """Return ∂target/∂node as a quantity over all paths."""
        kind: Any = "gradient" if target == self.graph.output else "total"
        return self.key.names.written(kind, target, node).text

    def upstream(self, target: int, node: int) -> Value:
        """Return the student's ∂target/∂node."""
        world = self.world.toward(target)
        own = world.gradients[node]
        return world.truth.upstream[node] if own is None else own

    def local_value(self, node: int, operand: int) -> Value:
        """Return the student's local gradient over all edges between two nodes."""
        own = self.world.typed.local.get((node, operand))
        return self.world.local(node, operand) if own is None else own

    def rule(self, edges: Sequence[Edge], upstream: str) -> str:
        """Return the local gradient of some edges as a formula, or the vector-Jacobian product."""
        return " + ".join(filter(None, (self._edge_rule(edge, upstream) for edge in edges)))

    def _edge_rule(self, edge: Edge, upstream: str) -> str:
        graph = self.graph
        operator = OPERATORS[graph.operators[edge.node]]
        operands = graph.operands_of(edge.node)
        if not operator.elementwise:
            labels = zip(operator.operands, map(self.label, operands), strict=False)
            names = {} if operator.variadic else dict(labels)
            names |= {"y": self.label(edge.node), "g": _factor(upstream, operator, edge.position)}
            return product_read(operator, edge.position, names, BLACKBOARD) or ""
        arguments = [self._symbol(node) for node in (*operands, edge.node)]
        options = node_options(graph, edge.node, operator)
        number = self.key.derivation.local[edge.id]
        read = rule_read(operator, edge.position, arguments, options, number)
        return "" if read is None else text(read, BLACKBOARD)

    def _symbol(self, node: int) -> Symbol:
        value = self.key.derivation.values[node]
        if self.graph.operators[node] == CONSTANT and not is_array(value):
            return symbol(float(value))
        unknown = value is None or is_array(value) or isinstance(value, bool)
        return symbol(self.label(node), None if unknown else float(value))


def _factor(upstream: str, operator: Operator, position: int) -> str:
    formula = operator.vjp_text[
        0 if operator.variadic else min(position, len(operator.vjp_text) - 1)
    ]
    return f"({upstream})" if "/" in formula and "/" in upstream else upstream


def _numbers(key: Key, typed: Mapping[Quantity, str], leave_out: Quantity) -> Typed:
    """Return the numbers of the answers that can be read, without the one asked about."""
    readings = {quantity: key.read(quantity, answer) for quantity, answer in typed.items()}
    return Typed.of(
        (quantity, reading.value)
        for quantity, reading in readings.items()
        if quantity != leave_out and isinstance(reading, Answer)
    )


# --- numbers as text


def number_text(value: Value) -> str:
    """Return a value as a student writes it: a short decimal or a fraction, a list in brackets.

    >>> number_text(Fraction(-1, 4)), number_text(Fraction(2, 3)), number_text(0.19661193)
    ('-0.25', '2/3', '0.1966')
    """
    if is_array(value):
        value = value.tolist()
    if isinstance(value, list):
        return f"[{', '.join(map(number_text, value))}]"
    if isinstance(value, Fraction) and value.denominator != 1:
        decimal = f"{float(value):.{FIGURES}g}"
        return decimal if "e" not in decimal and Fraction(decimal) == value else str(value)
    return numeral(value)


def _operand(value: Value, place: int) -> Symbol:
    """Return a value as an operand: a negative number on the right stands in brackets."""
    written = number_text(value)
    if is_array(value) or (written.startswith("-") and place):
        return symbol(written if is_array(value) else f"({written})")
    return Symbol("number", content=Fraction(value) if "/" in written else written)
