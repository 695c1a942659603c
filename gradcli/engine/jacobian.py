"""The Jacobian: every gradient of every element of the output, one backward pass for each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gradcli import limits
from gradcli.engine import values_of
from gradcli.engine.backward import backward
from gradcli.engine.forward import settled, shape_of
from gradcli.engine.rules import EdgeRules
from gradcli.errors import LimitError
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
    """Return ∂output/∂name for every input or the given nodes: the output's axes, then the input's.

    >>> from gradcli.language import parse
    >>> jacobian(parse("x*x"), {"x": [1, 2]})["x"].tolist()
    [[2.0, 0.0], [0.0, 4.0]]

    Raises:
        LimitError: the Jacobian would have too many elements.
    """
    values, needs = values_of(graph, bindings, exact=exact, ieee=ieee)
    nodes = graph.inputs if nodes is None else nodes
    shape = shape_of(values[graph.output])
    try:
        _check_size(shape, values, nodes)
    except LimitError as problem:
        raise problem.located(graph.source, graph.span_of(graph.output)) from None
    rules = EdgeRules(graph, values, ties, exact, needs)
    rows: dict[str, list[Value]] = {name: [] for name in nodes}
    for seed in _unit_seeds(shape, exact):
        upstream = backward(rules, seed).upstream
        for name, node in nodes.items():
            rows[name].append(upstream[node])
    return {name: _stacked(rows[name], shape, values[node]) for name, node in nodes.items()}


def _check_size(shape: tuple[int, ...], values: Sequence[Value], nodes: Mapping[str, int]) -> None:
    """Refuse a Jacobian that is too large, or whose passes would handle too many numbers."""
    for node in nodes.values():
        size = math.prod((*shape, *shape_of(values[node])))
        limits.check("elements in a Jacobian", size, limits.ELEMENTS)
    numbers = sum(math.prod(shape_of(value)) for value in values)
    limits.PASSES.check(math.prod(shape) * numbers)


def _unit_seeds(shape: tuple[int, ...], exact: bool) -> Iterator[Value]:
    """Yield the seeds with a single 1, for each element of the output in turn."""
    if not shape:
        yield settled(1, exact)
        return
    numpy = numpy_module()
    for place in range(math.prod(shape)):
        seed = numpy.zeros(shape, dtype=int if exact else float)
        seed.flat[place] = 1
        yield settled(seed, exact)


def _stacked(gradients: Sequence[Value], shape: tuple[int, ...], value: Value) -> Value:
    if not shape:
        return gradients[0]
    numpy = numpy_module()
    marked = [UNDEFINED if gradient is None else gradient for gradient in gradients]
    exact = any(not isinstance(g, float) for g in marked)
    stacked = numpy.array(marked, dtype=object if exact and shape_of(value) == () else None)
    return stacked.reshape((*shape, *shape_of(value)))
