"""The value that a program itself gives an input, whatever value a binding has put in its place."""

from __future__ import annotations

from gradcli.engine.forward import compute, literal_value
from gradcli.graph import CONSTANT, Graph
from gradcli.operators.elementary import Value


def own_value(graph: Graph, node: int, exact: bool = False) -> Value:
    """Return the value of an input that the program states: 2 for `a = 1 + 1`, also with a = 5.

    It is nan or inf where a function is outside its domain.

    >>> from gradcli.language import parse
    >>> graph = parse("a = 1 + 1; a*x")
    >>> own_value(graph, graph.inputs["a"])
    2.0
    """
    below = {node}
    for one in range(node, -1, -1):
        if one in below:
            below.update(graph.operands_of(one))
    values: dict[int, Value] = {}
    for one in sorted(below):
        if graph.operators[one] == CONSTANT:
            values[one] = literal_value(graph.literals[one], exact)
        else:
            operands = [values[operand] for operand in graph.operands_of(one)]
            values[one], _ = compute(graph, one, operands, exact=exact, ieee=False)
    return values[node]
