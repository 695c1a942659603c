"""The backward pass: the upstream gradient of every node, from the output to the inputs.

upstream(output) = seed
contribution(edge) = upstream(node) * local(edge)
upstream(operand) = sum of the contributions on the edges that leave it, in source order
"""

from __future__ import annotations

from gradcli.engine.derivation import carries
from gradcli.engine.forward import finite, has_nan, settled, shape_of
from gradcli.engine.rules import EdgeRules, EdgeWork
from gradcli.errors import SeedProblem
from gradcli.graph import Edge, Graph
from gradcli.numerals import shape_text
from gradcli.operators.elementary import Value, is_array, numpy_module
from gradcli.records import dataclass


@dataclass(slots=True)
class Gradients:
    """The gradients of one backward pass, as columns by node and by edge; `first_nan` is where a
    nan arose."""

    upstream: list[Value]
    local: list[Value]
    contributions: list[Value]
    undefined: set[int]
    first_nan: Edge | None = None


def backward(rules: EdgeRules, seed: Value) -> Gradients:
    """Work a graph from its output back to its inputs."""
    graph = rules.graph
    edges = len(graph.operands)
    done = Gradients([None] * len(graph), [None] * edges, [None] * edges, set())
    received: dict[int, list[Value]] = {graph.output: [seed]}
    inputs = graph.input_ids
    for node in range(len(graph) - 1, -1, -1):
        if not graph.depends[node] or _is_condition(rules.values[node]):
            continue
        reaches = node in received
        done.upstream[node] = _added_up(rules, node, received.pop(node, None), done)
        if node in inputs:
            continue
        at = rules.at(node)
        for edge in reversed(list(graph.edges_of(node))):
            if carries(graph, node, edge.position, edge.operand):
                work = at.work(edge, done.upstream[node])
                _note(done, edge, work)
                if reaches:
                    received.setdefault(edge.operand, []).append(work.contribution)
    return done


def _is_condition(value: Value) -> bool:
    return isinstance(value, bool) or (is_array(value) and value.dtype == bool)


def _added_up(rules: EdgeRules, node: int, received: list[Value] | None, done: Gradients) -> Value:
    """Return the sum of what a node has received, in source order; None if nothing with a gradient
    came."""
    if received is None:
        value = rules.values[node]
        return numpy_module().zeros(value.shape) if is_array(value) else settled(0, rules.exact)
    if node in done.undefined:
        return None
    addends = [contribution for contribution in reversed(received) if contribution is not None]
    if not addends:
        return None
    total = addends[0]
    for contribution in addends[1:]:
        total = total + contribution
    return total


def _note(done: Gradients, edge: Edge, work: EdgeWork) -> None:
    """Enter what an edge gave, and remember whether its gradient exists and where the first nan
    arose."""
    done.local[edge.id], done.contributions[edge.id] = work.local, work.contribution
    upstream = done.upstream[edge.node]
    if work.undefined or (upstream is None and edge.node in done.undefined):
        done.undefined.add(edge.operand)
    elif done.first_nan is None and _nan_arises(work, upstream):
        done.first_nan = edge


def _nan_arises(work: EdgeWork, upstream: Value) -> bool:
    """Return whether a contribution is nan although neither of its factors is."""
    if work.contribution is None or not _has_nan(work.contribution) or _has_nan(upstream):
        return False
    return work.local is None or not has_nan(work.local)


def _has_nan(value: Value) -> bool:
    return not finite(value) and has_nan(value)


def checked_seed(graph: Graph, value: Value, seed: Value | None, exact: bool) -> Value:
    """Return the upstream gradient of the output: 1 for a scalar, else the seed, which must have
    its shape.

    Raises:
        SeedProblem: the output is an array and there is no seed, or the seed has another shape.
    """
    shape = shape_of(value)
    if seed is None and not shape:
        return settled(1, exact)
    if seed is None:
        raise SeedProblem(
            f"the output is an array of shape {shape_text(shape)}: "
            "a gradient belongs to one number at a time",
            hint="make it one number, as in sum(…); or weight its elements with "
            f'--seed "{_ones(shape)}"; or ask for all its gradients with --jacobian',
            source=graph.source,
            span=graph.span_of(graph.output),
        )
    if shape_of(seed) != shape:
        raise SeedProblem(
            f"the seed has the shape {shape_text(shape_of(seed))}, "
            f"the output {shape_text(shape)}: they must be the same"
        )
    return seed


def _ones(shape: tuple[int, ...]) -> str:
    if len(shape) > 2 or max(shape) > 4:
        return "[1, 1, …]"
    return str(numpy_module().ones(shape, dtype=int).tolist())
