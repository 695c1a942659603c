"""The coarse view: every named statement folded into one node, with the same gradients.

The local gradient of a statement with respect to a name it uses is the sum over all paths within
the statement.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from gradcli.engine.demand import needs_of
from gradcli.engine.derivation import Derivation, carries
from gradcli.engine.forward import forward, settled, shape_of
from gradcli.engine.rules import EdgeRules, NodeRules
from gradcli.graph import CONSTANT, Edge, GraphBuilder
from gradcli.numerals import UNDEFINED, is_undefined
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Ties
from gradcli.operators.elementary import Value, is_array, numpy_module
from gradcli.operators.statements import STATEMENT
from gradcli.records import dataclass


def coarsen(derivation: Derivation, *, ties: Ties = "split", exact: bool = False) -> Derivation:
    """Return the derivation with one node for each input, each named statement and the output.

    >>> from gradcli.engine import evaluate
    >>> from gradcli.language import parse
    >>> coarse = coarsen(evaluate(parse("q = x*x + 1; q*y"), {"x": 3, "y": 2}))
    >>> [node.operator for node in coarse.graph.nodes()], coarse.gradients
    (['input', 'statement', 'input', 'statement'], {'x': 12.0, 'y': 10.0})
    """
    fold = _Fold(derivation, ties, exact)
    if not any(map(is_array, derivation.values)):
        return fold.folded()
    with numpy_module().errstate(all="ignore"):  # inf and nan have been told
        return fold.folded()


@dataclass(frozen=True, slots=True)
class _Folded:
    """One statement: the kept nodes it uses, in order, its gradient and what it hands on."""

    operands: tuple[int, ...]
    local: tuple[Value, ...]
    contributions: tuple[Value, ...]


class _Fold:
    def __init__(self, derivation: Derivation, ties: Ties, exact: bool) -> None:
        self.derivation = derivation
        self.graph = derivation.graph
        self.exact = exact
        values = self._values()
        needs = needs_of(self.graph, values)
        self.rules = EdgeRules(self.graph, values, ties, exact, needs)
        self.kept = self._kept()
        #: Looked up so often that columns made on request would be too slow.
        self.local, self.starts = derivation.local[:], self.graph.starts[:]

    def _values(self) -> Sequence[Value]:
        """Return the values that the gradients were computed with.

        A derivation leaves out what no branch took; the rules of a branch taken in part read it.
        """
        values = self.derivation.values
        if "where" not in self.graph.operators:
            return values
        given = {name: values[node] for name, node in self.graph.inputs.items()}
        return forward(self.graph, given, exact=self.exact, ieee=True)[0]

    def _kept(self) -> set[int]:
        named = {node for node in self.graph.names if self.graph.depends[node]}
        return named | set(self.graph.inputs.values()) | {self.graph.output}

    def folded(self) -> Derivation:
        builder = GraphBuilder(self.graph.source)
        builder.written = dict(self.graph.written)
        place: dict[int, int] = {}
        local: list[Value] = []
        contributions: list[Value] = []
        for node in sorted(self.kept):
            span = self.graph.span_of(node)
            names = self.graph.names.get(node, ())
            if node in self.graph.input_ids:
                place[node] = builder.input(names[0], span.start, span.end)
                names = names[1:]
            elif self.graph.operators[node] == CONSTANT:
                literal = self.graph.literals[node]
                place[node] = builder.constant(literal, span.start, span.end)
            else:
                done = self._statement(node)
                operands = tuple(place[operand] for operand in done.operands)
                place[node] = builder.add(STATEMENT.name, operands, None, span.start, span.end)
                local.extend(done.local)
                contributions.extend(done.contributions)
            for name in names:
                builder.name(place[node], name)
        old = self.derivation
        return Derivation(
            builder.build(place[self.graph.output]),
            [old.values[node] for node in sorted(place)],
            [old.upstream[node] for node in sorted(place)],
            local,
            contributions,
            old.seed,
            old.notices,
            frozenset(place[node] for node in old.undefined if node in place),
        )

    def _statement(self, node: int) -> _Folded:
        """Work back from a statement to the kept nodes that it uses."""
        undefined = node in self.derivation.undefined
        handed = self._within(node, UNDEFINED if undefined else self.derivation.upstream[node])
        used = sorted(handed, key=self._first_use(node).__getitem__)
        slopes: dict[int, Value] = {}
        if not shape_of(self.derivation.values[node]):
            slopes = self._within(node, settled(1, self.exact))
        return _Folded(
            tuple(used),
            tuple(_existing(slopes.get(operand)) for operand in used),
            tuple(_existing(handed[operand]) for operand in used),
        )

    def _within(self, statement: int, seed: Value) -> dict[int, Value]:
        """Return what reaches each kept node on paths within one statement, from a seed."""
        graph = self.graph
        reached: dict[int, Value] = {}
        waiting: dict[int, Value] = {statement: seed}
        order = [-statement]
        while order:
            node = -heapq.heappop(order)
            upstream = waiting.pop(node)
            if self.rules.skips(node):
                continue
            hand = self._hand(node, upstream)
            plain = type(upstream) is float and _is_plain(graph.operators[node])
            operands, first = graph.operands[node], self.starts[node]
            for position in range(len(operands) - 1, -1, -1):
                operand = operands[position]
                if not carries(graph, node, position, operand):
                    continue
                slope = self.local[first + position] if plain else None
                found = upstream * slope if type(slope) is float else hand(position)
                if found is None:
                    continue
                into = reached if operand in self.kept else waiting
                if into is waiting and operand not in waiting:
                    heapq.heappush(order, -operand)
                into[operand] = found + into.get(operand, 0)
        return reached

    def _hand(self, node: int, upstream: Value) -> Callable[[int], Value]:
        """Return what tells the contribution to an operand of a node, from its upstream one."""
        at: list[NodeRules] = []

        def hand(position: int) -> Value:
            if not at:
                at.append(self.rules.at(node))
            operand = self.graph.operands[node][position]
            edge = Edge(self.starts[node] + position, node, operand, position)
            return self.rules.handed(edge, at[0].work(edge, upstream))

        return hand

    def _first_use(self, statement: int) -> dict[int, int]:
        """Return for each kept node its place in the order in which the text uses them."""
        order: dict[int, int] = {}
        for operand in self._leaves(statement):
            order.setdefault(operand, len(order))
        return order

    def _leaves(self, statement: int) -> Iterator[int]:
        seen: set[int] = set()
        waiting = list(reversed(self.graph.operands_of(statement)))
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            if node in self.kept:
                yield node
            else:
                waiting.extend(reversed(self.graph.operands_of(node)))


@cache
def _is_plain(operator: str) -> bool:
    """Return whether a contribution is upstream times local, where these are numbers."""
    return OPERATORS[operator].elementwise and not OPERATORS[operator].ties


def _existing(number: Value) -> Value:
    return None if is_undefined(number) else number
