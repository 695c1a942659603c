"""The backward pass: the upstream gradient of every node, from the output to the inputs.

upstream(output) = seed
contribution(edge) = upstream(node) * local(edge)
upstream(operand) = sum of the contributions on the edges that leave it, in source order
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from gradcli.engine.derivation import carries
from gradcli.engine.forward import finite, has_nan, settled, shape_of
from gradcli.engine.rules import EdgeRules, EdgeWork, NodeRules
from gradcli.errors import SeedProblem
from gradcli.graph import Edge, Graph
from gradcli.numerals import is_undefined, shape_text
from gradcli.operators.elementary import Value, is_array, numpy_module
from gradcli.records import dataclass


@dataclass(slots=True)
class Gradients:
    """The gradients of one backward pass, as columns by node and by edge.

    `reached` are the nodes that a path without `detach` leads to from the output. `first_nan` is
    where a nan arose; `infinite` are the edges on which inf arises from finite numbers, and the
    nodes whose finite contributions add up to it, backward.
    """

    upstream: list[Value]
    #: Lists, or views that are made on request.
    local: Any
    contributions: Any
    reached: Container[int]
    undefined: set[int]
    infinite: list[Edge | int]
    first_nan: Edge | None = None


def backward(rules: EdgeRules, seed: Value) -> Gradients:
    """Work a graph from its output back to its inputs."""
    if not any(map(is_array, rules.values)):
        return _worked_back(rules, seed)
    with numpy_module().errstate(all="ignore"):  # inf and nan are told by the notices
        done = _worked_back(rules, seed)
    make_own(done.upstream, rules.graph)
    return done


def make_own(upstream: list[Value], graph: Graph) -> None:
    """Give each input that is an array a gradient of its own.

    What is written into it is seen nowhere else, neither in another gradient nor in the seed.
    """
    ids = list(map(id, upstream))
    for node in graph.input_ids:
        found = upstream[node]
        if is_array(found) and not (
            found.base is None
            and found.flags.writeable
            and node != graph.output
            and ids.count(id(found)) == 1
        ):
            return _copy_shared(upstream, graph)
    return None


def _copy_shared(upstream: list[Value], graph: Graph) -> None:
    """Copy the gradients of inputs that share their memory with another, or may not be written."""
    inputs = graph.input_ids
    arrays = [(node, gradient) for node, gradient in enumerate(upstream) if is_array(gradient)]
    taken = {_memory(gradient) for node, gradient in arrays if node not in inputs}
    for node, gradient in arrays:
        if node in inputs:
            memory = _memory(gradient)
            if memory in taken or not gradient.flags.writeable or node == graph.output:
                upstream[node] = gradient.copy()
            taken.add(memory)


def _memory(array: Value) -> int:
    """Return what tells the memory of an array from that of others: views share it."""
    while is_array(array.base):
        array = array.base
    return id(array)


def _worked_back(rules: EdgeRules, seed: Value) -> Gradients:
    graph = rules.graph
    edges = graph.starts[-1]
    reached: set[int] = set()
    columns = [None] * len(graph), [None] * edges, [None] * edges
    done = Gradients(*columns, reached, undefined=set(), infinite=[])
    received: dict[int, list[Value]] = {graph.output: [seed]}
    inputs = graph.input_ids
    for node in range(len(graph) - 1, -1, -1):
        if not graph.depends[node] or is_condition(rules.values[node]):
            continue
        if node in received:
            reached.add(node)
        addends = received.pop(node, None)
        done.upstream[node] = _added_up(rules, node, addends)
        if addends and not finite(done.upstream[node]) and all(map(finite, addends)):
            done.infinite.append(node)
        if node in inputs:
            continue
        at = rules.at(node)
        for edge in reversed(list(graph.edges_of(node))):
            if carries(graph, node, edge.position, edge.operand):
                work = at.work(edge, done.upstream[node])
                _note(done, edge, work, at)
                handed = rules.handed(edge, work)
                if node in reached and not at.operator.stops and handed is not None:
                    received.setdefault(edge.operand, []).append(handed)
    _name_undefined(done)
    return done


def is_condition(value: Value) -> bool:
    """Return whether a value is true or false, or an array of these."""
    return isinstance(value, bool) or (is_array(value) and value.dtype == bool)


def nothing(value: Value, exact: bool) -> Value:
    """Return the gradient of a value that nothing comes back to: 0 in its shape."""
    return numpy_module().zeros(value.shape) if is_array(value) else settled(0, exact)


def _added_up(rules: EdgeRules, node: int, received: list[Value] | None) -> Value:
    """Return the sum of what a node has received, in source order; 0 if nothing came."""
    if received is None:
        return nothing(rules.values[node], rules.exact)
    total = received[-1]
    for contribution in reversed(received[:-1]):
        total = total + contribution
    return total


def _note(done: Gradients, edge: Edge, work: EdgeWork, at: NodeRules) -> None:
    """Enter what an edge gave, and remember where nan and inf arise."""
    done.local[edge.id], done.contributions[edge.id] = work.local, work.contribution
    if work.contribution is None or edge.node not in done.reached or finite(work.contribution):
        return
    upstream = done.upstream[edge.node]
    if done.first_nan is None and _nan_arises(work, upstream):
        done.first_nan = edge
    if _inf_arises(work, upstream, at):
        done.infinite.append(edge)


def _name_undefined(done: Gradients) -> None:
    """Put None for every number that does not exist; elements of arrays keep their mark."""
    for node, value in enumerate(done.upstream):
        if is_undefined(value):
            done.upstream[node] = None
            done.undefined.add(node)
    for column in (done.local, done.contributions):
        for edge, value in enumerate(column):
            if is_undefined(value):
                column[edge] = None


def _nan_arises(work: EdgeWork, upstream: Value) -> bool:
    """Return whether a contribution is nan although neither of its factors is."""
    if not has_nan(work.contribution) or has_nan(upstream):
        return False
    return work.local is None or not has_nan(work.local)


def _inf_arises(work: EdgeWork, upstream: Value, at: NodeRules) -> bool:
    """Return whether a contribution is inf although upstream gradient and values are finite."""
    if has_nan(work.contribution) or not finite(upstream):
        return False
    return all(map(finite, (*at.operands, at.value)))


def checked_seed(graph: Graph, value: Value, seed: Value | None, exact: bool) -> Value:
    """Return the upstream gradient of the output: 1 for a scalar, else the seed, of its shape.

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
            f'--seed "{_ones(shape)}"; or ask for all its gradients with gradcli eval --jacobian',
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
