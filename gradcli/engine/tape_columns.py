"""A graph of scalars sorted into columns for a tape: one entry per operation, one per edge.

Operations of the same kind share a code, and the forward loop has one branch for each code. All
columns are made by walks that run outside of Python's own loop: a graph that is worked only once
pays for them too.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, islice, repeat
from operator import sub
from typing import Any

from gradcli.engine.derivation import carries
from gradcli.engine.forward import literal_value, with_defaults
from gradcli.engine.irregular import Irregular
from gradcli.graph import INPUT, Graph, Literal
from gradcli.operators import OPERATORS

#: A kind of node: operator, its options, and which of its edges carry a gradient.
Case = tuple[str, tuple[tuple[str, Any], ...], tuple[bool, ...]]

#: The largest number of operands.
OPERANDS = 3

#: From this many nodes on, columns are packed: slower to walk, a third of the memory.
_PACKED_FROM = 200_000


class Columns:
    """The columns of a graph.

    Of the operations, in order: `nodes`, `codes`, and `operands`, a column for each place; where
    an operation has no operand at a place, the number there means nothing. Of the edges that carry
    a gradient, last first: `edge_nodes` and `edge_operands`; `carrying` are their ids, first to
    last, None if all edges do. `start` has the values that are known beforehand, `cases` what each
    code in use means, the most frequent first.

    Raises:
        Irregular: the graph has arrays, or an operator that works on arrays.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._pack = array if len(graph) >= _PACKED_FROM else None
        self.start = _start(graph)
        counts = bytes(map(sub, islice(graph.starts, 1, None), graph.starts))
        names = list(compress(graph.operators, counts))
        self.nodes = self._column(compress(range(len(graph)), counts))
        if len(names) + len(graph.literals) + graph.operators.count(INPUT) != len(graph):
            raise Irregular
        widest = max(counts, default=0)
        if widest > OPERANDS:
            raise Irregular
        self.operands = [self._operands(counts, place) for place in range(widest)]
        kinds = _Kinds()
        self.codes = [*map(kinds.__getitem__, self._keys(names))]
        self._name_special(kinds, counts)
        uses = Counter(self.codes)
        self.cases = [(code, kinds.cases[code]) for code, _ in uses.most_common()]
        self._edges(kinds, [*filter(None, counts)])

    def _column(self, numbers: Iterable[int]) -> Sequence[int]:
        return [*numbers] if self._pack is None else self._pack("i", numbers)

    def _operands(self, counts: bytes, place: int) -> Sequence[int]:
        """Return the operands at a place, any number where an operation has none there."""
        from_place = [*self._graph.operands[place:], *repeat(0, place)]
        return self._column(map(from_place.__getitem__, compress(self._graph.starts, counts)))

    def _keys(self, names: list[str]) -> Iterator[tuple[Any, ...]]:
        """Return what tells the kinds of operations apart: operator, and which operands depend."""
        depends = self._graph.depends
        if 0 not in depends:
            return zip(names, strict=True)
        flags = (map(depends.__getitem__, column) for column in self.operands)
        return zip(names, *flags, strict=True)

    def _name_special(self, kinds: _Kinds, counts: bytes) -> None:
        """Give the operations their codes that have options, or are inputs."""
        graph = self._graph
        for node in {*graph.options, *graph.input_ids}:
            if counts[node]:
                options = tuple(graph.options_of(node).items())
                inner = node not in graph.input_ids
                carrying = tuple(
                    inner and carries(graph, node, position, operand)
                    for position, operand in enumerate(graph.operands_of(node))
                )
                code = kinds.code(graph.operators[node], options, carrying)
                self.codes[bisect_left(self.nodes, node)] = code

    def _edges(self, kinds: _Kinds, counts: list[int]) -> None:
        graph = self._graph
        nodes: Iterable[int] = chain.from_iterable(map(repeat, self.nodes, counts))
        operands: Iterable[int] = graph.operands
        self.carrying: Sequence[int] | None = None
        if not all(all(carrying) for _, (_, _, carrying) in self.cases):
            of_code = [carrying for _, _, carrying in kinds.cases]
            carry = bytes(chain.from_iterable(map(of_code.__getitem__, self.codes)))
            self.carrying = array("i", compress(range(len(graph.operands)), carry))
            nodes, operands = compress(nodes, carry), compress(operands, carry)
        self.edge_nodes = self._column(nodes)[::-1]
        self.edge_operands = self._column(operands)[::-1]


class _Kinds(dict[tuple[Any, ...], int]):
    """The codes of the kinds of operations, by operator and which operands depend on an input."""

    def __init__(self) -> None:
        super().__init__()
        self.cases: list[Case] = []

    def __missing__(self, key: tuple[Any, ...]) -> int:
        name, *depends = key
        operator = OPERATORS[name]
        if not operator.elementwise:
            raise Irregular
        carrying = tuple(
            operator.differentiable(position) and bool(not depends or depends[position])
            for position in range(len(operator.operands))
        )
        self[key] = self.code(name, (), carrying)
        return self[key]

    def code(
        self, name: str, options: tuple[tuple[str, Any], ...], carrying: tuple[bool, ...]
    ) -> int:
        """Return the code of a kind."""
        given = with_defaults(OPERATORS[name], dict(options))
        case = (name, tuple(given.items()), carrying)
        if case not in self.cases:
            self.cases.append(case)
        return self.cases.index(case)


def _start(graph: Graph) -> list[Any]:
    start: list[Any] = [None] * len(graph)
    for node, literal in graph.literals.items():
        start[node] = _scalar(literal)
    return start


def _scalar(literal: Literal) -> float:
    if isinstance(literal, tuple):
        raise Irregular
    return float(literal_value(literal, False))
