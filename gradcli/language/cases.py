"""The cases of an expansion that are in force: a `where` that takes one branch becomes that branch.

A `where` whose elements take different branches stays. Of what is left out, only the nodes that
nothing else uses disappear.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from gradcli.graph import INPUT, Graph, GraphBuilder
from gradcli.language.expansion import Cases, Expansion, copied


def in_force(graph: Graph, cases: Mapping[int, str], values: Sequence[Any]) -> Expansion:
    """Return the graph with the branches that are taken in place of the `where` nodes in `cases`.

    `values` are those of all nodes. The reasons are those of the safe steps that are taken.
    """
    taken = {node: _taken(graph, node, values) for node in cases}
    stands_for = list(range(len(graph)))
    for node in range(len(graph)):
        branch = taken.get(node)
        if branch is not None:
            stands_for[node] = stands_for[branch]
    needed = _needed(graph, stands_for)
    copies, copy = _copy(graph, stands_for, needed)
    reasons: Cases = {}
    for node, why in cases.items():
        chosen = stands_for[node]
        first = graph.operands_of(node)[1]
        if why and chosen in copies and (taken[node] is None or taken[node] == first):
            reasons[copies[chosen]] = why
    return Expansion(copy, reasons)


def _taken(graph: Graph, node: int, values: Sequence[Any]) -> int | None:
    """Return the branch that every element takes; None if they differ, or it has another shape."""
    condition, first, second = graph.operands_of(node)
    holds = values[condition]
    if not hasattr(holds, "all"):
        branch = first if holds else second
    elif holds.all() or not holds.any():
        branch = first if holds.all() else second
    else:
        return None
    return branch if _shape(values[branch]) == _shape(values[node]) else None


def _shape(value: Any) -> tuple[int, ...]:
    return getattr(value, "shape", ())


def _needed(graph: Graph, stands_for: Sequence[int]) -> bytearray:
    """Return 1 for every node that has a name or leads to one which has, or which nothing uses."""
    used = bytearray(len(graph))
    for operand in chain.from_iterable(graph.operands):
        used[operand] = True
    needed = bytearray(len(graph))
    for node in range(len(graph) - 1, -1, -1):
        if not used[node] or node == graph.output or node in graph.names:
            needed[stands_for[node]] = True
        if needed[node]:
            for operand in graph.operands_of(node):
                needed[stands_for[operand]] = True
    return needed


def _copy(
    graph: Graph, stands_for: Sequence[int], needed: Sequence[int]
) -> tuple[dict[int, int], Graph]:
    builder = GraphBuilder(graph.source)
    builder.written.update(graph.written)
    given = {node: name for name, node in graph.inputs.items()}
    copies: dict[int, int] = {}
    for node, operator in enumerate(graph.operators):
        place = graph.spans[2 * node], graph.spans[2 * node + 1]
        names = graph.names.get(node, ())
        if stands_for[node] != node:
            pass
        elif not needed[node]:
            continue
        elif operator == INPUT:
            copies[node] = builder.input(given[node], *place)
            names = names[1:]
        else:
            operands = tuple(copies[stands_for[operand]] for operand in graph.operands_of(node))
            copies[node] = copied(graph, node, builder, operands, place)
        if node in given and operator != INPUT:
            builder.given(copies[stands_for[node]], given[node])
        for name in names:
            builder.name(copies[stands_for[node]], name)
    return copies, builder.build(copies[stands_for[graph.output]])
