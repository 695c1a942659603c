"""The numbers before and after a sweep, by the ordinary rules, one node at a time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from gradcli.engine.derivation import carries
from gradcli.engine.forward import compute, literal_value
from gradcli.engine.irregular import Irregular
from gradcli.engine.rules import EdgeRules, is_uniform, one_of
from gradcli.graph import CONSTANT, Graph
from gradcli.operators.elementary import Value

#: By node what it receives, each with the node and the position of the edge that it comes by.
Received = dict[int, list[tuple[tuple[int, int], float]]]


class Unknown:
    """A number that is not known yet: whatever is done with it raises TypeError."""

    def __bool__(self) -> bool:
        """Refuse."""
        raise TypeError

    def __eq__(self, other: object) -> bool:
        """Refuse."""
        raise TypeError

    __hash__ = None  # type: ignore[assignment]


def forward_numbers(
    graph: Graph, nodes: Sequence[int], given: Mapping[int, Value], values: list[Value]
) -> None:
    """Enter the values of nodes that are numbers, in order.

    Raises:
        Irregular: a value does not exist, or is none of the regular numbers.
    """
    for node in nodes:
        if node in given:
            values[node] = given[node]
        elif graph.operators[node] == CONSTANT:
            values[node] = literal_value(graph.literals[node], False)
        else:
            operands = [values[operand] for operand in graph.operands_of(node)]
            values[node], fault = compute(graph, node, operands, exact=False, ieee=False)
            if fault is not None:
                raise Irregular
        if type(values[node]) is not float:
            raise Irregular


def backward_numbers(
    rules: EdgeRules, nodes: Sequence[int], received: Received, upstream: dict[int, Value]
) -> None:
    """Enter the upstream gradients of nodes that are numbers, and what they hand to their operands.

    That is the one number of an array, where all its elements receive the same.

    Raises:
        Irregular: a gradient does not exist, or is not finite.
    """
    graph = rules.graph
    for node in reversed(nodes):
        if node not in received or not graph.depends[node]:
            continue
        total = added_up(received.pop(node))
        upstream[node] = total
        if not math.isfinite(total):
            raise Irregular
        if node in graph.input_ids:
            continue
        at = rules.at(node)
        for position, operand in enumerate(graph.operands_of(node)):
            if at.operator.stops or not carries(graph, node, position, operand):
                continue
            if at.lacks_gradient(position):
                raise Irregular
            passed = at.contribution(position, total)
            number = one_of(passed) if is_uniform(passed) else passed
            received.setdefault(operand, []).append(((node, position), number))


def added_up(received: list[tuple[tuple[int, int], float]]) -> float:
    """Return the sum of what a node receives, in source order."""
    first, *rest = (passed for _, passed in sorted(received, key=lambda entry: entry[0]))
    for passed in rest:
        first = first + passed
    return first
