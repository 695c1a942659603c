"""The kinks and jumps that lie at the point itself, where gradients are conventions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

from gradcli.engine.derivation import Derivation, carries
from gradcli.engine.forward import lies_at, node_options
from gradcli.engine.pieces import is_stepped
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Kink, Ties
from gradcli.operators.elementary import Value, is_array


def kinks_met(derivation: Derivation, sides: Sequence[Sequence[Value]], ties: Ties) -> int:
    """Return at how many kinks and jumps the point lies that a move to some sides leaves.

    A tie whose every operand is handed the whole gradient counts for two: the gradient is that of
    neither side even if it is the only one.
    """
    jumps = sum(_count(_any(changes)) for changes in _changes(derivation, sides).values())
    return jumps + sum(
        _count(there) * (2 if ties == "all" and "{ties}" in kink.gradient else 1)
        for kink, there in _kinks(derivation, sides)
    )


def stands_alone(derivation: Derivation, sides: Sequence[Sequence[Value]]) -> bool:
    """Return whether a `where` chooses, or a jump has a value, as on neither of two sides.

    So it is for `x == 1` at 1, and for `sign(x)` at 0, whose value there is not its limit on either
    side. A jump that is the output itself has its slopes all the same.
    """
    return any(
        _count(left & right)
        for node, (left, right) in _changes(derivation, sides).items()
        if node != derivation.graph.output
    )


def _kinks(
    derivation: Derivation, sides: Sequence[Sequence[Value]]
) -> Iterator[tuple[Kink, Value]]:
    """Yield the kinks of nodes, with where the point lies there and a move reaches their operands.

    A kink counts for the operands that it concerns alone, as a negative base does for the exponent,
    and in an array for the elements that move.
    """
    graph, here = derivation.graph, derivation.values
    for node in _handing_on(derivation):
        operator, operands = OPERATORS[graph.operators[node]], graph.operands_of(node)
        if any(here[operand] is None for operand in operands):
            continue
        for kink in operator.kinks:
            concerned = [operands[position] for position in kink.positions] or operands
            moved = [side[one] != here[one] for one in concerned for side in sides]
            if kink.blocks or not any(map(_count, moved)):
                continue
            options = node_options(graph, node, operator)
            there = lies_at(kink, [here[operand] for operand in operands], options)
            if operator.elementwise:
                yield kink, (there | _crossed(here, sides, operands)) & _any(moved)
            else:
                yield kink, there


def _crossed(
    here: Sequence[Value], sides: Sequence[Sequence[Value]], operands: Sequence[int]
) -> Value:
    """Return where a move crosses 0, or takes one of two operands past the other.

    There lie the kinks of abs, relu and max.
    """

    def positive(values: Sequence[Value]) -> Value:
        other = values[operands[1]] if len(operands) == 2 else 0
        return values[operands[0]] > other

    return _any([positive(side) != positive(here) for side in sides])


def _changes(derivation: Derivation, sides: Sequence[Sequence[Value]]) -> dict[int, list[Value]]:
    """Return where jumps, and the conditions of choices, differ on some sides from the point."""
    graph, here = derivation.graph, derivation.values
    found = set()
    for node in _handing_on(derivation):
        if graph.operators[node] == "where":
            found.add(graph.operands_of(node)[0])
        elif is_stepped(graph.operators[node]):
            found.add(node)
    found = {node for node in found if here[node] is not None}
    return {node: [side[node] != here[node] for side in sides] for node in found}


def _handing_on(derivation: Derivation) -> Iterator[int]:
    """Yield the evaluated nodes with operands from which gradients flow, whatever their size."""
    graph = derivation.graph
    reached = {graph.output}
    for node in range(graph.output, -1, -1):
        name = graph.operators[node]
        if node not in reached or derivation.values[node] is None or name not in OPERATORS:
            continue
        if node in graph.input_ids:
            continue
        yield node
        for position, operand in enumerate(graph.operands_of(node)):
            if carries(graph, node, position, operand):
                reached.add(operand)


def _any(changes: Sequence[Value]) -> Value:
    return reduce(or_, changes)


def _count(there: Value) -> int:
    return int(there.sum()) if is_array(there) else int(bool(there))
