"""What is at fault in a forward pass: shapes that do not fit, values that do not exist.

Imported where something is at fault, and not before.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Any

from gradcli.engine.forward import shape_of
from gradcli.errors import ShapeProblem
from gradcli.graph import Graph
from gradcli.numerals import shape_text
from gradcli.operators.elementary import Value


def misfit(operands: Sequence[Value]) -> ShapeProblem:
    """Return the error for operands whose shapes do not fit.

    >>> import numpy
    >>> str(misfit([numpy.ones(2), numpy.ones(3)]))
    'the shapes 2 and 3 do not fit together'
    """
    shapes = " and ".join(shape_text(shape_of(operand)) for operand in operands)
    return ShapeProblem(
        f"the shapes {shapes} do not fit together",
        hint="from the right, each length must be the same on both sides, or 1",
    )


def read(graph: Graph, faults: Mapping[int, Any], given: Container[int]) -> dict[int, Any]:
    """Return the faults but those in what only a given input reads, as its own value is not used.

    >>> from gradcli.language import parse
    >>> graph = parse("a = 1 + log(0); a*x")
    >>> read(graph, {2: True}, {3}), read(graph, {2: True}, ())
    ({}, {2: True})
    """
    used, counts = bytearray(len(graph)), bytearray(len(graph))
    for node in range(len(graph) - 1, -1, -1):
        counts[node] |= not used[node] or node == graph.output
        for operand in graph.operands_of(node):
            used[operand] = True
            counts[operand] |= counts[node] and node not in given
    return {node: fault for node, fault in faults.items() if counts[node]}
