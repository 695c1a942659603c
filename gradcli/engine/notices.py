"""What a student is told beside the numbers: kinks and their conventions, blocked gradients, the first nan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gradcli.engine.demand import Demand
from gradcli.engine.derivation import Notice, carries
from gradcli.engine.forward import node_options
from gradcli.engine.problems import short
from gradcli.graph import Edge, Graph
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import TIES, Kink, Operator, Ties
from gradcli.operators.elementary import Value, is_array


def notices(
    graph: Graph,
    values: Sequence[Value],
    needs: Sequence[Demand] | None,
    ties: Ties,
    first_nan: Edge | None,
) -> tuple[Notice, ...]:
    """Return the notices of a worked graph, in the order of its nodes."""
    found = list(_remarks(graph))
    present = {name for name in set(graph.operators) if name in OPERATORS and OPERATORS[name].kinks}
    for node, name in enumerate(graph.operators):
        if name in present and graph.depends[node]:
            need = True if needs is None else needs[node]
            found.extend(_kinks(graph, node, OPERATORS[name], values, need, ties))
    if first_nan is not None:
        found.append(_nan(graph, first_nan))
    return tuple(found)


def _kinks(
    graph: Graph,
    node: int,
    operator: Operator,
    values: Sequence[Value],
    need: Demand,
    ties: Ties,
) -> Iterator[Notice]:
    operands = [values[operand] for operand in graph.operands_of(node)]
    options = node_options(graph, node, operator)
    for kink in operator.kinks:
        if not _concerned(graph, node, operator, kink):
            continue
        there = kink.at(*operands, **options)
        there = there & need if is_array(there) or is_array(need) else there and need
        if there.any() if is_array(there) else there:
            yield _kink_notice(graph, node, kink, ties)


def _concerned(graph: Graph, node: int, operator: Operator, kink: Kink) -> bool:
    return any(
        carries(graph, node, position, operand)
        for position, operand in enumerate(graph.operands_of(node))
        if not kink.positions or position in kink.positions
    )


def _kink_notice(graph: Graph, node: int, kink: Kink, ties: Ties) -> Notice:
    text = short(graph.text_of(node))
    if kink.undefined:
        sentence = f"{text} with {kink.where}: the gradient is {kink.gradient}"
    else:
        convention = kink.gradient.replace("{ties}", TIES[ties])
        sentence = f"{text} is at a kink ({kink.where}): gradient {convention}, by convention"
    if kink.note:
        sentence += f"; {kink.note}"
    return Notice("undefined" if kink.undefined else "kink", sentence, node)


def _remarks(graph: Graph) -> Iterator[Notice]:
    for node, name in enumerate(graph.operators):
        operator = OPERATORS.get(name)
        if operator is not None and operator.remark is not None:
            option, remark = operator.remark
            if option not in graph.options_of(node):
                yield Notice("remark", f"{short(graph.text_of(node))}: {remark}", node)


def _nan(graph: Graph, edge: Edge) -> Notice:
    node, operand = short(graph.text_of(edge.node)), short(graph.text_of(edge.operand))
    return Notice(
        "nan",
        f"nan arises first on the edge from {node} back to {operand}: "
        "the upstream gradient times the local gradient is 0 times inf, which is not a number",
        edge.node,
    )
