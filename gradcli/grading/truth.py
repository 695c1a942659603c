"""Gradients that a derivation does not hold: between two nodes, on an edge or over all paths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gradcli.engine import Derivation, values_of
from gradcli.engine.backward import backward, checked_seed
from gradcli.engine.rules import EdgeRules
from gradcli.graph import Graph
from gradcli.operators.declaration import Ties
from gradcli.operators.elementary import Value


def local_gradient(derivation: Derivation, node: int, operand: int) -> Value:
    """Return ∂node/∂operand, for x*x the sum over both edges; None where there is none."""
    total: Value = None
    for edge in derivation.graph.edges_of(node):
        if edge.operand == operand:
            part = derivation.local[edge.id]
            if part is None:
                return None
            total = part if total is None else total + part
    return total


def total_gradient(
    graph: Graph, bindings: Mapping[str, Value], node: int, wrt: int, ties: Ties
) -> Value:
    """Return ∂node/∂wrt over all paths: the gradient that `wrt` has when `node` is the output.

    Raises:
        SeedProblem: the node is an array.
    """
    turned = replace(graph, output=node)
    values, needs = values_of(turned, bindings, exact=True)
    seed = checked_seed(turned, values[node], None, True)
    return backward(EdgeRules(turned, values, ties, True, needs), seed).upstream[wrt]
