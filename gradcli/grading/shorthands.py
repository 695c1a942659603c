"""What `all`, `forward`, `local` and `gradients` stand for, in the order in which one works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gradcli.grading.quantities import Quantities, Quantity
from gradcli.operators import OPERATORS


def shorthand(names: Quantities, word: str) -> list[Quantity]:
    """Return the quantities that `all`, `forward`, `local` or `gradients` stands for.

    `all` leaves out the local gradients that are the gradients of the output once more.

    Raises:
        QuantityProblem: two nodes cannot be told apart, because they have no names.
    """
    forward = [names.written("value", node) for node in _operations(names)]
    local = [
        names.written("local", node, operand)
        for node in _operations(names)
        for operand in names.carrying(node)
    ]
    gradients = list(_gradients(names))
    if word == "all":
        direct = _only_direct(names)
        local = [q for q in local if q.node != names.graph.output or q.wrt not in direct]
    chosen = {"forward": forward, "local": local, "gradients": gradients}
    found = [q for name in chosen if word in ("all", name) for q in chosen[name]]
    _check_distinct(names, found)
    return found


def _operations(names: Quantities) -> list[int]:
    """Return the nodes whose value is worth asking: no inputs, constants or conditions."""
    graph = names.graph
    return [
        node
        for node in range(len(graph))
        if graph.kind_of(node) == "operation" and _has_rules(graph.operators[node])
    ]


def _gradients(names: Quantities) -> Iterator[Quantity]:
    """Yield the gradients of the output, each after those that it is computed from."""
    output = names.graph.output
    reached = _reached(names)
    waiting = dict.fromkeys(reached, 0)
    for node in reached:
        for operand in names.carrying(node):
            waiting[operand] += 1
    for node in sorted(reached, reverse=True):
        for operand in names.carrying(node):
            waiting[operand] -= 1
            if not waiting[operand]:
                yield names.written("gradient", output, operand)
    for node in names.graph.inputs.values():
        if node not in reached:
            yield names.written("gradient", output, node)


def _reached(names: Quantities) -> set[int]:
    """Return the nodes that a gradient reaches from the output."""
    seen, waiting = {names.graph.output}, [names.graph.output]
    while waiting:
        for operand in names.carrying(waiting.pop()):
            if operand not in seen:
                seen.add(operand)
                waiting.append(operand)
    return seen


def _only_direct(names: Quantities) -> set[int]:
    """Return the operands of the output that nothing else uses."""
    output = names.graph.output
    used = {
        operand
        for node in range(len(names.graph))
        if node != output
        for operand in names.operands(node)
    }
    return set(names.operands(output)) - used


def _check_distinct(names: Quantities, quantities: Iterable[Quantity]) -> None:
    nodes = {node for q in quantities for node in (q.node, q.wrt) if node is not None}
    for node in sorted(nodes):
        if node not in names.names.values() and names.structure.repeated(node):
            text = names.text(node)
            message = f"'{text}' is there more than once in the program"
            raise names.problem(text, message, "the exercise must give these nodes names")


def _has_rules(operator: str) -> bool:
    rules = OPERATORS[operator].local or OPERATORS[operator].vjp
    return any(rule is not None for rule in rules)
