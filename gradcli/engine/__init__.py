"""The engine: a graph and values of its inputs in, a derivation out."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from gradcli.engine.backward import backward, checked_seed
from gradcli.engine.demand import Demand, first_fault, needs_of
from gradcli.engine.derivation import Derivation, Notice
from gradcli.engine.exactness import rounded
from gradcli.engine.forward import as_value, forward
from gradcli.engine.notices import notices
from gradcli.engine.problems import domain_problem
from gradcli.engine.rules import EdgeRules
from gradcli.graph import Graph
from gradcli.operators.declaration import Ties
from gradcli.operators.elementary import Value, is_array

__all__ = ["Derivation", "Notice", "constant_value", "evaluate", "values_of"]

#: Graphs of at least this many nodes are worth compiling for a single run.
TAPE_FROM = 1_000


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

    `bindings` gives each input a number, nested lists or an array. `seed` is the upstream gradient
    of the output, 1 for a scalar. With `exact` rational values are fractions; with `ieee` inf and
    nan are values like others. The gradients of inputs are arrays of their own; the arrays given
    may be kept without a copy, and are to be left as they are while the derivation is read.

    >>> from gradcli.language import parse
    >>> evaluate(parse("x*y"), {"x": 2, "y": 3}).gradients
    {'x': 3.0, 'y': 2.0}

    Raises:
        BindingProblem: a variable without a value, or a value without a variable.
        DomainProblem: a function outside its domain, or a value too large; never with `ieee`.
        ShapeProblem: arrays that do not fit together.
        SeedProblem: an output that is an array, and no seed of its shape.
    """
    bindings = bindings or {}
    plain = seed is None and not exact and not ieee
    if plain and len(graph) >= TAPE_FROM:
        from gradcli.engine.irregular import Irregular
        from gradcli.engine.tape import Tape

        with suppress(Irregular):
            tape = Tape(graph, ties)
            # A tape evaluates both branches of a choice.
            if "where" not in tape.operators:
                return tape.run(bindings)
    if plain and any(map(is_array, bindings.values())) and "where" not in graph.operators:
        from gradcli.engine.plans import derived

        derivation = derived(graph, bindings, ties)
        if derivation is not None:
            return derivation
    values, needs = values_of(graph, bindings, exact=exact, ieee=ieee)
    start = checked_seed(
        graph, values[graph.output], None if seed is None else as_value(seed, exact), exact
    )
    rules = EdgeRules(graph, values, ties, exact, needs)
    done = None
    if needs is None and not exact and not ieee and any(map(is_array, values)):
        from gradcli.engine.regular import regular

        done = regular(rules, start)
    if done is None:
        done = backward(rules, start)
    said = notices(graph, values, needs, ties, done)
    return Derivation(
        graph,
        _shown(graph, values, needs),
        done.upstream,
        done.local,
        done.contributions,
        start,
        (*said, *rounded(graph, values)) if exact else said,
        frozenset(done.undefined),
    )


def values_of(
    graph: Graph,
    bindings: Mapping[str, Any],
    *,
    exact: bool = False,
    ieee: bool = False,
    held: Mapping[int, Value] | None = None,
) -> tuple[list[Value], list[Demand] | None]:
    """Return the value of every node, and which are needed (None: all).

    `held` replaces the values of nodes.

    Raises:
        DomainProblem: a needed value does not exist.
    """
    values, faults = forward(graph, bindings, exact=exact, ieee=ieee, held=held)
    needs = needs_of(graph, values)
    if faults and needs is None:
        node = next(iter(faults))
        raise domain_problem(graph, node, values, faults[node])
    if faults and needs is not None:
        fault = first_fault(faults, needs)
        if fault is not None:
            raise domain_problem(graph, fault[0], values, fault[1])
    return values, needs


def _shown(graph: Graph, values: list[Value], needs: list[Demand] | None) -> list[Value]:
    """Return the values, None for operations that were not needed."""
    if needs is None:
        return values
    return [
        None
        if need is False and graph.depends[node] and node not in graph.input_ids
        else values[node]
        for node, need in enumerate(needs)
    ]


def constant_value(graph: Graph, *, exact: bool = False) -> Value:
    """Return the value of a constant expression.

    >>> from gradcli.language import parse
    >>> constant_value(parse("1/4"))
    0.25
    """
    values, _ = values_of(graph, {}, exact=exact)
    return values[graph.output]
