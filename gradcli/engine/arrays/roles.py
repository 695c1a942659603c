"""What part each node plays in work over long arrays.

One sweep over their elements stands between two pieces of ordinary work on numbers.

    before    a number that is known before the sweep: an input, a constant, what follows from them
    given     a long array that is given
    long      an elementwise operation on long arrays, all of one shape, and numbers before
    total     the sum or the mean of all elements of a long array
    after     a number that follows from a total

A graph with any other node is not for a sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from gradcli.engine.forward import node_options
from gradcli.engine.irregular import Irregular
from gradcli.engine.tape import CONDITIONS
from gradcli.graph import CONSTANT, Graph
from gradcli.operators import OPERATORS
from gradcli.operators.elementary import is_array
from gradcli.records import dataclass

Role = Literal["before", "given", "long", "total", "after"]

#: What becomes of the sum of n elements.
TOTALS: dict[str, Callable[[float, int], float]] = {
    "sum": lambda total, _count: total,
    "mean": lambda total, count: total / count,
}


@dataclass(frozen=True, slots=True)
class Roles:
    """The role of every node, and the nodes of each role, in order."""

    of: list[Role]
    shape: tuple[int, ...]

    def nodes(self, *roles: Role) -> list[int]:
        """Return the nodes that play one of the roles."""
        return [node for node, role in enumerate(self.of) if role in roles]


def roles_of(graph: Graph, given: Mapping[int, Any], shape: tuple[int, ...]) -> Roles:
    """Return the roles of all nodes, where the inputs are given numbers and arrays of one shape.

    Raises:
        Irregular: the graph has a node without a role, or nothing to add up.
    """
    found = Roles([], shape)
    for node, operator in enumerate(graph.operators):
        if node in given:
            found.of.append("given" if is_array(given[node]) else "before")
        elif operator == CONSTANT:
            if isinstance(graph.literals[node], tuple):
                raise Irregular
            found.of.append("before")
        else:
            found.of.append(_role(graph, node, found))
    if found.of[graph.output] not in ("total", "after"):
        raise Irregular
    return found


def _role(graph: Graph, node: int, found: Roles) -> Role:
    operator = OPERATORS[graph.operators[node]]
    read = {found.of[operand] for operand in graph.operands_of(node)}
    if operator.name in CONDITIONS or operator.name == "where":
        raise Irregular
    if read & {"given", "long"}:
        if operator.elementwise and not read & {"total", "after"}:
            return "long"
        if operator.name in TOTALS and _is_whole(graph, node, found.shape):
            return "total"
        raise Irregular
    if not operator.elementwise:
        raise Irregular
    return "after" if read & {"total", "after"} else "before"


def _is_whole(graph: Graph, node: int, shape: tuple[int, ...]) -> bool:
    """Return whether a reduction adds up all elements to one number."""
    options = node_options(graph, node, OPERATORS[graph.operators[node]])
    axis = options["axis"]
    every = axis is None or (len(shape) == 1 and axis in (0, -1))
    return every and not options["keepdims"]
