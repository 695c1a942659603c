"""An operation that has no value: which of its operands are to blame, and at which element."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gradcli.engine.forward import Fault, node_options, outside
from gradcli.graph import CONSTANT, Graph
from gradcli.operators import OPERATORS
from gradcli.operators.elementary import Value, is_array, numpy_module


class Blame:
    """One operation with the values of its operands, at the element where the fault is first.

    `numbers[i]` is operand i there and `places[i]` its element, `[0, 1]`, or empty for a scalar.
    Where elements of operands and output do not belong together, `numbers` are the operands.
    """

    def __init__(self, graph: Graph, node: int, values: Sequence[Value], fault: Fault) -> None:
        self.graph = graph
        self.operator = OPERATORS[graph.operators[node]]
        self.options = node_options(graph, node, self.operator)
        self.nodes = graph.operands_of(node)
        self.operands = [values[operand] for operand in self.nodes]
        self.element = _first(fault)
        self.numbers, self.places = list(self.operands), [""] * len(self.nodes)
        shape = fault.shape if is_array(fault) else ()
        if self.element and all(_belongs(operand, shape) for operand in self.operands):
            found = [_at(operand, self.element) for operand in self.operands]
            self.numbers, self.places = map(list, zip(*found, strict=True))

    @property
    def is_outside(self) -> bool:
        """Return whether the operands lie outside the domain, rather than the value overflow."""
        return outside(self.operator, self.operands, self.options) is not None

    @property
    def found_element(self) -> bool:
        """Return whether the numbers are those of one element."""
        return any(self.places)

    @property
    def letters(self) -> tuple[str, ...]:
        """Return the letters that the operator itself has for its operands."""
        return () if self.operator.variadic else self.operator.operands

    def outside(self) -> list[int]:
        """Return the operands that put the others outside the domain.

        One is to blame if the operation were defined with a sample in its place. If no single one
        is, all are of which the domain speaks.
        """
        words = self.words
        spoken = [place for place, letter in enumerate(self.letters) if letter in words]
        alone = [place for place in spoken if self._defined_with_sample(place)]
        return alone or spoken or list(range(len(self.nodes)))

    @property
    def words(self) -> set[str]:
        """Return the words of the sentence that tells the domain."""
        return set(re.findall(r"\w+", self.operator.domain.text))

    def _defined_with_sample(self, place: int) -> bool:
        numbers = list(self.numbers)
        numbers[place] = self.operator.samples[0][place]
        try:
            return outside(self.operator, numbers, self.options) is None
        except (TypeError, ValueError, ArithmeticError):
            return False

    def is_number(self, place: int) -> bool:
        """Return whether the program has a number without a name for that operand."""
        return is_bare_number(self.graph, self.nodes[place])


def is_bare_number(graph: Graph, node: int) -> bool:
    """Return whether a node is a number in the program that has no name."""
    return graph.operators[node] == CONSTANT and node not in graph.names


def _first(fault: Fault) -> tuple[int, ...]:
    if fault is True or not is_array(fault):
        return ()
    return tuple(int(axis[0]) for axis in fault.nonzero())


def _belongs(operand: Value, shape: tuple[int, ...]) -> bool:
    """Return whether each element of the output comes from one element of an operand."""
    if not is_array(operand):
        return True
    try:
        return bool(numpy_module().broadcast_shapes(operand.shape, shape) == shape)
    except ValueError:
        return False


def _at(operand: Value, element: tuple[int, ...]) -> tuple[Value, str]:
    """Return the number of an operand that belongs to an element, and its place there."""
    if not is_array(operand):
        return operand, ""
    last = element[len(element) - operand.ndim :]
    place = tuple(0 if length == 1 else at for at, length in zip(last, operand.shape, strict=True))
    return operand[place], f"[{', '.join(map(str, place))}]" if place else ""
