"""Which faults of the forward pass matter where inputs are given other values than their own."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from gradcli.graph import Graph


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
