"""The value that a program itself gives an input, whatever value a binding has put in its place."""

from __future__ import annotations

from gradcli.engine.forward import compute, literal_value
from gradcli.errors import GradcliError
from gradcli.graph import CONSTANT, Graph
from gradcli.operators.elementary import Value


def own_value(graph: Graph, node: int, exact: bool = False) -> Value:
    """Return the value of an input that the program states: 2 for `a = 1 + 1`, also with a = 5.

    It is nan or inf where a function is outside its domain, None where shapes do not fit.

    >>> from gradcli.language import parse
    >>> graph = parse("a = 1 + 1; a*x")
    >>> own_value(graph, graph.inputs["a"])
    2.0
    """
    values: dict[int, Value] = {}
    for one in sorted(_below(graph, node)):
        if graph.operators[one] == CONSTANT:
            values[one] = literal_value(graph.literals[one], exact)
        else:
            operands = [values[operand] for operand in graph.operands_of(one)]
            try:
                values[one], _ = compute(graph, one, operands, exact=exact, ieee=False)
            except GradcliError:
                return None
    return values[node]


def _below(graph: Graph, node: int) -> set[int]:
    """Return a node and all that it is computed from."""
    found, waiting = {node}, [node]
    while waiting:
        used = set(graph.operands_of(waiting.pop())) - found
        found |= used
        waiting.extend(used)
    return found
