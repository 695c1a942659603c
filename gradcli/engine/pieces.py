"""The smooth piece of a function that a run lies on, read off the operators that jump or turn.

A difference between two runs says nothing of a slope if a floor, a remainder or the choice of a
`where` changed between them, or if a sine went through a good part of its period.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from gradcli.engine.derivation import Derivation
from gradcli.graph import Graph
from gradcli.operators import OPERATORS
from gradcli.operators.elementary import Value, is_array, numpy_module

#: How far the operand of a periodic function may move, in radians.
_TURN = 1.0

#: From here on floats do not tell one quotient from the next.
_WHOLE = 2.0**53


def breaking(derivation: Derivation) -> list[int]:
    """Return the evaluated nodes whose function has more than one piece."""
    graph, values = derivation.graph, derivation.values
    return [
        node
        for node, operator in enumerate(graph.operators)
        if values[node] is not None and node not in graph.input_ids
        if operator in OPERATORS and _comparing(operator) is not None
    ]


def same_piece(
    graph: Graph, nodes: Sequence[int], one: Sequence[Value], other: Sequence[Value]
) -> bool:
    """Return whether two runs lie on the same piece of each of some nodes."""
    with numpy_module().errstate(all="ignore"):
        return all(_same(graph, node, one, other) for node in nodes)


@cache
def is_stepped(operator: str) -> bool:
    """Return whether an operator is constant between its jumps, as floor is."""
    return any(kink.blocks for kink in OPERATORS[operator].kinks)


def _same(graph: Graph, node: int, one: Sequence[Value], other: Sequence[Value]) -> bool:
    operator = graph.operators[node]
    compare = _comparing(operator)
    if compare is None or one[node] is None or other[node] is None:
        return one[node] is other[node]
    places = (node,) if is_stepped(operator) else graph.operands_of(node)
    return compare([one[place] for place in places], [other[place] for place in places])


@cache
def _comparing(operator: str) -> Callable[[list[Value], list[Value]], bool] | None:
    return _first_equal if is_stepped(operator) else _COMPARING.get(OPERATORS[operator].pieces)


def _first_equal(one: list[Value], other: list[Value]) -> bool:
    return _all(one[0] == other[0])


def _quotients_equal(one: list[Value], other: list[Value]) -> bool:
    floor = numpy_module().floor_divide
    quotient = floor(*one)
    return _all((quotient == floor(*other)) & (abs(quotient) < _WHOLE))


def _hardly_turned(one: list[Value], other: list[Value]) -> bool:
    return _all(abs(one[0] - other[0]) <= _TURN)


def _between_poles(one: list[Value], other: list[Value]) -> bool:
    numpy = numpy_module()
    below = [numpy.floor(numpy.minimum(operands[-1], 0)) for operands in (one, other)]
    return _all(below[0] == below[1])


def _all(same: Value) -> bool:
    return bool(same.all() if is_array(same) else same)


#: How two runs are compared, by what tells the pieces of an operator apart.
_COMPARING = {
    "choice": _first_equal,
    "quotient": _quotients_equal,
    "turns": _hardly_turned,
    "poles": _between_poles,
}
