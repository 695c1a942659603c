"""The Jacobian: every gradient of every element of the output, one backward pass for each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from gradcli import limits
from gradcli.engine import values_of
from gradcli.engine.backward import backward
from gradcli.engine.forward import settled, shape_of
from gradcli.engine.rules import EdgeRules
from gradcli.graph import Graph
from gradcli.numerals import UNDEFINED
from gradcli.operators.declaration import Ties
from gradcli.operators.elementary import Value, numpy_module


def jacobian(
    graph: Graph,
    bindings: Mapping[str, Any],
    *,
    nodes: Mapping[str, int] | None = None,
    ties: Ties = "split",
    exact: bool = False,
    ieee: bool = False,
) -> dict[str, Value]:
    """Return ∂output/∂name for every input (or the given nodes), in the shape of the output and
    then of the input.

    >>> from gradcli.language import parse
    >>> jacobian(parse("x*x"), {"x": [1, 2]})["x"].tolist()
    [[2.0, 0.0], [0.0, 4.0]]

    Raises:
        LimitError: the Jacobian would have too many elements.
    """
    values, needs = values_of(graph, bindings, exact=exact, ieee=ieee)
    nodes = graph.inputs if nodes is None else nodes
    shape = shape_of(values[graph.output])
    for node in nodes.values():
        size = math.prod((*shape, *shape_of(values[node])))
        limits.check("elements in a Jacobian", size, limits.ELEMENTS)
    rules = EdgeRules(graph, values, ties, exact, needs)
    passes = [backward(rules, seed).upstream for seed in _unit_seeds(shape, exact)]
    return {
        name: _stacked([upstream[node] for upstream in passes], shape, values[node])
        for name, node in nodes.items()
    }


def _unit_seeds(shape: tuple[int, ...], exact: bool) -> list[Value]:
    """Return the seeds with a single 1, for each element of the output in turn."""
    if not shape:
        return [settled(1, exact)]
    size = math.prod(shape)
    identity = numpy_module().eye(size)
    return [settled(row.reshape(shape), exact) for row in identity]


def _stacked(gradients: Sequence[Value], shape: tuple[int, ...], value: Value) -> Value:
    if not shape:
        return gradients[0]
    numpy = numpy_module()
    marked = [UNDEFINED if gradient is None else gradient for gradient in gradients]
    exact = any(not isinstance(g, float) for g in marked)
    stacked = numpy.array(marked, dtype=object if exact and shape_of(value) == () else None)
    return stacked.reshape((*shape, *shape_of(value)))
