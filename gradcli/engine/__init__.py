"""The engine: a graph and values of its inputs in, a derivation out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gradcli.engine.backward import Backward, checked_seed
from gradcli.engine.demand import demanded, first_fault
from gradcli.engine.derivation import Derivation, Notice
from gradcli.engine.forward import as_value, forward
from gradcli.engine.notices import notices
from gradcli.engine.problems import domain_problem
from gradcli.graph import Graph
from gradcli.operators.declaration import Ties
from gradcli.operators.elementary import Value

__all__ = ["Derivation", "Notice", "constant_value", "evaluate"]


def evaluate(
    graph: Graph,
    bindings: Mapping[str, Any] | None = None,
    *,
    seed: Any = None,
    ties: Ties = "split",
    exact: bool = False,
    ieee: bool = False,
) -> Derivation:
    """Work a graph through: every value, every local and upstream gradient, every contribution.

    `bindings` gives each input a number, nested lists or an array. `seed` is the upstream gradient of the output,
    1 for a scalar. With `exact` rational values are fractions; with `ieee` inf and nan are values like others.

    >>> from gradcli.language import parse
    >>> evaluate(parse("x*y"), {"x": 2, "y": 3}).gradients
    {'x': 3.0, 'y': 2.0}

    Raises:
        BindingProblem: a variable without a value, or a value without a variable.
        DomainProblem: a function outside its domain, or a value too large; never with `ieee`.
        ShapeProblem: arrays that do not fit together.
        SeedProblem: an output that is an array, and no seed of its shape.
    """
    values, needs = _values(graph, bindings or {}, exact, ieee)
    start = checked_seed(
        graph, values[graph.output], None if seed is None else as_value(seed, exact), exact
    )
    passed = Backward(graph, values, start, ties=ties, exact=exact, needs=needs)
    return Derivation(
        graph,
        _shown(values, needs),
        passed.upstream,
        passed.local,
        passed.contributions,
        start,
        notices(graph, values, needs, ties, passed.first_nan),
        frozenset(passed.undefined),
    )


def _values(
    graph: Graph, bindings: Mapping[str, Any], exact: bool, ieee: bool
) -> tuple[list[Value], list[Any] | None]:
    values, faults = forward(graph, bindings, exact=exact, ieee=ieee)
    needs = demanded(graph, values) if "where" in graph.operators else None
    if faults and needs is None:
        node = next(iter(faults))
        raise domain_problem(graph, node, values, faults[node])
    if faults and needs is not None:
        fault = first_fault(faults, needs)
        if fault is not None:
            raise domain_problem(graph, fault[0], values, fault[1])
    return values, needs


def _shown(values: list[Value], needs: list[Any] | None) -> list[Value]:
    """Return the values, None for those that were not needed."""
    if needs is None:
        return values
    return [None if need is False else value for value, need in zip(values, needs, strict=True)]


def constant_value(graph: Graph, *, exact: bool = False) -> Value:
    """Return the value of a constant expression.

    >>> from gradcli.language import parse
    >>> constant_value(parse("1/4"))
    0.25
    """
    values, _ = _values(graph, {}, exact, False)
    return values[graph.output]
