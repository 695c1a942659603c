"""The tape: a graph of plain numbers worked by two loops, to be run once or again on new values.

The forward loop is written out from the operators' own rules: for each kind of node it computes the
value and stores the local gradients. The backward loop knows no operators:

    for each node, last first, and each of its operands:
        upstream[operand] += upstream[node] * local

A tape handles what is regular. Where a number is not finite, an operand outside a domain or a
gradient undefined, it gives way to the ordinary engine, which says why.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from itertools import islice, starmap
from typing import Any

from gradcli.engine.backward import Gradients
from gradcli.engine.derivation import Derivation
from gradcli.engine.forward import checked
from gradcli.engine.irregular import Irregular
from gradcli.engine.notices import noticeable, notices
from gradcli.engine.tape_kinds import Kinds, literals
from gradcli.engine.tape_loop import Slopes, forward_loop, work_back
from gradcli.engine.views import View
from gradcli.graph import Graph
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Ties

#: The operators whose values are true or false.
CONDITIONS = frozenset(name for name, row in OPERATORS.items() if row.local and not any(row.local))


class Tape:
    """A graph of scalars, ready to be run. Both branches of a `where` are evaluated.

    >>> from gradcli.language import parse
    >>> tape = Tape(parse("(w*x - y)^2"))
    >>> tape.run({"w": 1.0, "x": 1.0, "y": 2.0}).gradients["w"]
    -2.0

    Raises:
        Irregular: the graph has an operator that works on arrays.
    """

    def __init__(self, graph: Graph, ties: Ties = "split") -> None:
        self.graph = graph
        self.ties = ties
        self._literals = literals(graph)
        self._kinds = kinds = Kinds(graph)
        #: The operators in use.
        self.operators = kinds.operators
        self._forward = forward_loop(kinds.by_code, kinds.width, ties)
        self._noticeable = noticeable(graph, kinds.operators)
        self._conditions = _conditions(graph, kinds.operators)

    def run(self, bindings: Mapping[str, Any]) -> Derivation:
        """Return the derivation at the bindings, all of them plain numbers.

        Raises:
            BindingProblem: an input has no value, or a value has no input.
            Irregular: a value needs the care of the ordinary engine.
        """
        graph, kinds, values = self.graph, self._kinds, self._inputs(bindings)
        slopes: list[list[Any]] = [[None] * len(graph) for _ in range(kinds.width)]
        try:
            self._forward(range(len(graph)), kinds.codes, graph.operands, values, *slopes)
        except (ArithmeticError, ValueError, TypeError) as error:
            raise Irregular from error
        upstream = [0.0] * len(graph)
        if graph.depends[graph.output]:
            upstream[graph.output] = 1.0
        work_back(graph.operands, slopes, upstream)
        if not (_all_finite(values) and _all_finite(upstream)):
            raise Irregular
        return self._derivation(values, slopes, upstream)

    def _inputs(self, bindings: Mapping[str, Any]) -> list[Any]:
        values: list[Any] = self._literals.copy()
        for name, value in checked(self.graph, bindings, False).items():
            if type(value) is not float:
                raise Irregular
            values[self.graph.inputs[name]] = value
        return values

    def _derivation(self, values: list[Any], slopes: Slopes, upstream: list[float]) -> Derivation:
        done = Gradients(upstream, [], [], range(len(upstream)), undefined=set(), infinite=[])
        found = notices(self.graph, values, None, self.ties, done, self._noticeable)
        if any(notice.code == "undefined" for notice in found):
            raise Irregular
        gradients = ByNode(upstream, self.graph.depends, self._conditions)
        local = ByEdge(self.graph, slopes)
        contributions = Contributions(self.graph, slopes, upstream)
        return Derivation(self.graph, values, gradients, local, contributions, 1.0, found)


def _conditions(graph: Graph, operators: Set[str]) -> set[int]:
    """Return the nodes whose values are true or false."""
    if CONDITIONS.isdisjoint(operators):
        return set()
    return {node for node, name in enumerate(graph.operators) if name in CONDITIONS}


def _all_finite(numbers: Sequence[float]) -> bool:
    # A sum is nan or inf if one of its addends is; finite ones may add up to inf too.
    return math.isfinite(sum(numbers)) or all(map(math.isfinite, numbers))


# --- views, so that nothing is copied until it is asked for


class ByNode(View):
    """Upstream gradients; None for conditions and for nodes that depend on no input."""

    def __init__(
        self, upstream: list[float], depends: Sequence[int], conditions: Collection[int]
    ) -> None:
        super().__init__(len(upstream))
        self._upstream = upstream
        self._depends = depends
        self._conditions = conditions

    def _entry(self, place: int) -> float | None:
        if not self._depends[place] or place in self._conditions:
            return None
        return self._upstream[place]


class ByEdge(View):
    """Local gradients by edge, from those by place of the operand; None for an edge without."""

    def __init__(self, graph: Graph, slopes: Slopes) -> None:
        self._graph = graph
        self._slopes = slopes

    def __len__(self) -> int:
        return self._graph.starts[-1]

    def __iter__(self) -> Iterator[float | None]:
        return iter(self[:])

    def _entry(self, place: int) -> float | None:
        return self._of(*self._edge(place))

    def _entries(self, places: range) -> list[float | None]:
        if not places or places.step < 0:
            return super()._entries(places)
        operands = self._graph.operands
        node, position = self._edge(places[0])
        on = ((n, p) for n in range(node, len(operands)) for p in range(len(operands[n])))
        wanted = islice(on, position, position + places[-1] - places[0] + 1, places.step)
        return [*starmap(self._of, wanted)]

    def _edge(self, place: int) -> tuple[int, int]:
        """Return the node of an edge, and the place of the operand there."""
        node = bisect_right(self._graph.starts, place) - 1
        return node, place - self._graph.starts[node]

    def _of(self, node: int, position: int) -> float | None:
        return self._slopes[position][node]


class Contributions(ByEdge):
    """Contributions by edge: upstream gradient of the node times local gradient of the edge."""

    def __init__(self, graph: Graph, slopes: Slopes, upstream: Sequence[float]) -> None:
        super().__init__(graph, slopes)
        self._upstream = upstream

    def _of(self, node: int, position: int) -> float | None:
        slope = self._slopes[position][node]
        return None if slope is None else float(self._upstream[node] * slope)
