"""Where an exercise lies on a kink, so that its gradient is a convention and is not derived."""

from __future__ import annotations

from collections.abc import Iterator

from gradcli.engine.derivation import carries
from gradcli.engine.forward import node_options
from gradcli.engine.notices import in_words_of, noticeable
from gradcli.grading.key import Key
from gradcli.grading.quantities import Quantity
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Kink
from gradcli.operators.elementary import is_array
from gradcli.records import dataclass


@dataclass(frozen=True, slots=True)
class ConventionUsed:
    """A node at a kink, in words, and the first cell whose truth depends on the convention."""

    node: str
    where: str
    quantity: Quantity


def conventions_used(key: Key) -> list[ConventionUsed]:
    """Return the kinks that an exercise lies on and that decide one of its cells.

    A flat stretch as that of floor is no such kink: its gradient is truly 0.
    """
    found = []
    for node in noticeable(key.graph):
        for kink in OPERATORS[key.graph.operators[node]].kinks:
            cell = next(_cells(key, node, kink), None)
            if cell is not None and not kink.blocks and _lies_there(key, node, kink):
                where = in_words_of(key.graph, node, kink.where)
                found.append(ConventionUsed(key.graph.text_of(node), where, cell))
    return found


def _lies_there(key: Key, node: int, kink: Kink) -> bool:
    graph, values = key.graph, key.derivation.values
    if values[node] is None:
        return False
    operands = [values[operand] for operand in graph.operands_of(node)]
    operator = OPERATORS[graph.operators[node]]
    there = kink.at(*operands, **node_options(graph, node, operator))
    return bool(there.any()) if is_array(there) else bool(there)


def _cells(key: Key, node: int, kink: Kink) -> Iterator[Quantity]:
    """Yield the cells that the gradient at a node goes into."""
    concerned = [
        operand
        for position, operand in enumerate(key.graph.operands_of(node))
        if carries(key.graph, node, position, operand)
        and (not kink.positions or position in kink.positions)
    ]
    below = {one for operand in concerned for one in key.names.below(operand)}
    for quantity in key.quantities:
        if quantity.kind == "local" and quantity.node == node and quantity.wrt in concerned:
            yield quantity
        elif quantity.kind in ("gradient", "total") and quantity.wrt in below:
            above = key.names.below(quantity.node)
            yield from [quantity] if node in above else []
