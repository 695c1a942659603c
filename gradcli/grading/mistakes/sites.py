"""The places at which a mistake can happen, with the student's own numbers.

This is how the bent rules see them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from gradcli.engine.forward import node_options, shape_of
from gradcli.grading.mistakes.declaration import ArraySite, ForwardSite, SheetSite, Site
from gradcli.grading.mistakes.outline import Outline
from gradcli.grading.world import World
from gradcli.graph import CONSTANT, Edge
from gradcli.operators import OPERATORS
from gradcli.operators.elementary import Value, is_array


def edge_site(world: World, edge: Edge) -> Site | None:
    """Return an edge as the bent rules see it, with the student's values, or None."""
    operands = tuple([world.values[operand] for operand in world.ground.operands[edge.node]])
    value, local = world.values[edge.node], world.local_of_edge(edge)
    if value is None or local is None or any(operand is None for operand in operands):
        return None
    operator = world.graph.operators[edge.node]
    terms = len(Outline.of(world.ground).terms(edge.node)) if operator == "add" else 1
    return Site(
        operator, edge.position, operands, value, _known(world.gradients[edge.node]), local, terms
    )


def sum_terms(world: World, node: int) -> tuple[Value, ...]:
    """Return the terms of the chain of sums and differences that a node heads, with their signs."""
    terms = Outline.of(world.ground).terms(node)
    return tuple([sign * world.values[one] for one, sign in terms])


def slopes_at(world: World, variable: int) -> dict[int, Value]:
    """Return ∂node/∂variable over all paths, by node, from the student's forward values.

    Nodes that do not depend on the variable are left out; None stands where an array or a missing
    number is on the way.
    """
    found: dict[int, Value] = {variable: 1}
    for node in range(variable + 1, world.graph.output + 1):
        if node in world.graph.input_ids:
            continue
        for edge in world.ground.into[node]:
            if edge.operand in found:
                part = _times(found[edge.operand], world.local_of_edge(edge))
                before = found.get(node, 0)
                found[node] = None if part is None or before is None else before + part
    return found


def _times(slope: Value, local: Value) -> Value:
    unknown = slope is None or local is None or shape_of(local)
    return None if unknown else slope * local


def slope_of(world: World, edge: Edge) -> Callable[[Value], Value]:
    """Return f' as a function: a node's local gradient with another value for its operand."""
    graph = world.graph
    operator = OPERATORS[graph.operators[edge.node]]
    rule = operator.local[edge.position]
    options = node_options(graph, edge.node, operator)

    def slope(at: Value) -> Value:
        operands = [world.values[operand] for operand in world.ground.operands[edge.node]]
        operands[edge.position] = at
        if operator.ties or rule is None:
            return None
        return rule(*operands, operator.forward(*operands, **options), **options)

    return slope


def array_site(world: World, edge: Edge, contribution: Value) -> ArraySite | None:
    """Return an edge between arrays as the array mistakes see it; None for scalars."""
    operands = tuple(world.values[operand] for operand in world.ground.operands[edge.node])
    upstream = world.gradients[edge.node]
    if upstream is None or contribution is None or any(o is None for o in operands):
        return None
    if not is_array(contribution) and not is_array(upstream):
        return None
    return ArraySite(
        edge.position,
        operands,
        world.values[edge.node],
        upstream,
        contribution,
        shape_of(contribution),
        _spread(world, edge, upstream),
        _probabilities(world, edge, upstream),
    )


def _spread(world: World, edge: Edge, upstream: Value) -> Value:
    """Return upstream times local before it is summed back, None where nothing was stretched."""
    if not OPERATORS[world.graph.operators[edge.node]].elementwise:
        return None
    local = world.local_of_edge(edge)
    if local is None or shape_of(upstream) == shape_of(world.values[edge.operand]):
        return None
    return upstream * local


def _probabilities(world: World, edge: Edge, upstream: Value) -> Value:
    """Return g·softmax/N of a cross-entropy, N as far as the reduction divides by it."""
    operator = OPERATORS[world.graph.operators[edge.node]]
    if operator.name != "cross_entropy" or edge.position:
        return None
    logits = world.values[edge.operand]
    softmax = OPERATORS["softmax"].forward(logits.astype(float), axis=-1)
    reduction = node_options(world.graph, edge.node, operator)["reduction"]
    if reduction == "none":
        return upstream[..., None] * softmax if is_array(upstream) else upstream * softmax
    rows = logits.shape[0] if logits.ndim > 1 and reduction == "mean" else 1
    return upstream * softmax * (1 / rows)


def sheet_site(world: World, node: int) -> SheetSite | None:
    """Return a gradient cell as the habits of a whole sheet see it; None where it is not known.

    Another number that does not follow from what the student typed is nan, which fits no answer.
    """
    graph = world.graph
    right = world.followed_gradient(node)
    if right is None:
        return None
    return SheetSite(
        right,
        _known(world.values[node]),
        _known(world.values[graph.output]),
        node in graph.input_ids,
        tuple(world.truth.upstream[other] for other in graph.inputs.values() if other != node),
        _factors(world, node),
    )


def _known(value: Value) -> Value:
    return math.nan if value is None else value


def _factors(world: World, node: int) -> tuple[tuple[int, bool], ...]:
    """Return what can be lost or added at the losses above a node: a number, whether it divides.

    What counts the elements of an array that is not known is left out.
    """
    factors = [
        (number, divides)
        for number, divides, counted in Outline.of(world.ground).factors(node)
        if counted is None or world.values[counted] is not None
    ]
    return tuple(dict.fromkeys(factors))


def forward_site(world: World, node: int) -> ForwardSite | None:
    """Return a node of the forward pass with the student's operands; None if one is not known."""
    graph = world.graph
    operator = graph.operators[node]
    operands = world.ground.operands[node]
    a = tuple(world.values[operand] for operand in operands)
    if any(value is None for value in a):
        return None
    return ForwardSite(
        operator,
        a,
        world.followed_value(node),
        tuple(_inner(world, operand) for operand in operands),
        sum_terms(world, node) if operator in ("add", "subtract") else (),
    )


def _inner(world: World, node: int) -> tuple[str, tuple[Value, ...]]:
    """Return the operation inside an operand; a named one has a cell of its own, and is whole."""
    graph = world.graph
    if graph.operators[node] == CONSTANT and isinstance(graph.literals[node], str):
        return "", (world.values[node],)
    if node in graph.names:
        return "", ()
    operands: Sequence[int] = world.ground.operands[node]
    return graph.operators[node], tuple(world.values[operand] for operand in operands)
