"""The kinds of nodes in a graph of scalars: what a tape has to tell apart.

Most nodes are told apart by their operators, and the column of these serves as it is. The others
have options, use something that carries no gradient, or are inputs with a computed value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, repeat
from typing import Any, NamedTuple

from gradcli.engine.derivation import carries
from gradcli.engine.forward import literal_value, with_defaults
from gradcli.engine.irregular import Irregular
from gradcli.graph import CONSTANT, INPUT, NO_OPTIONS, Graph, Literal, Options
from gradcli.operators import OPERATORS

#: The largest number of operands.
OPERANDS = 3

#: The largest number of kinds: the loop asks for them one after the other.
KINDS = 100

#: How many nodes tell which kinds are the most frequent.
_SAMPLE = 100

#: The codes of nodes that compute nothing.
LEAVES = frozenset((INPUT, CONSTANT))

_NEGATED = bytes.maketrans(b"\0\1", b"\1\0")


class Kind(NamedTuple):
    """An operator, its options, which of its edges carry a gradient, and whether it is an input.

    Such an input is computed unless a binding gives it a value.
    """

    operator: str
    options: tuple[tuple[str, Any], ...]
    carrying: tuple[bool, ...]
    given: bool = False


class Kinds:
    """The kinds of the nodes of a graph.

    `codes[i]` stands for the kind of node i; `by_code` has the codes in use with their kinds, the
    most frequent first, None for leaves; `operators` are those in use. No node has more than
    `width` operands.

    Raises:
        Irregular: the graph has an operator that works on arrays, or too many kinds.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._codes = codes = _Codes()
        self.codes: Sequence[str] = graph.operators
        given = {node for node in graph.input_ids if graph.operands[node]}
        if given or graph.options or 0 in graph.depends:
            self.codes = self._told_apart({*given, *graph.options})
        # Sorted by a sample: a loop asks for the most frequent one first.
        sample = self.codes[:: len(graph) // _SAMPLE + 1]
        often = [code for code, _ in Counter(sample).most_common()]
        used = dict.fromkeys([*often, *set(self.codes)])
        self.by_code = {code: codes.kinds.get(code) or _by_operator(code) for code in used}
        kinds = [kind for kind in self.by_code.values() if kind]
        self.operators = {kind.operator for kind in kinds}
        self.width = max([len(kind.carrying) for kind in kinds], default=0)
        if self.width > OPERANDS:
            raise Irregular

    def _told_apart(self, special: Iterable[int]) -> list[str]:
        """Return the codes of a graph whose operators alone do not tell."""
        graph, known = self._graph, self._codes
        operators, operands, depends = graph.operators, graph.operands, graph.depends
        codes = [*operators]
        for node in self._users_of_constants():
            codes[node] = known[operators[node], *[depends[used] for used in operands[node]]]
        for node in special:
            codes[node] = known.code(self._kind(node))
        return codes

    def _users_of_constants(self) -> Iterator[int]:
        """Yield the nodes that use what depends on no input, once for each such use."""
        graph = self._graph
        edges = chain.from_iterable(graph.operands)
        depending = bytes(map(graph.depends.__getitem__, edges))
        nodes = chain.from_iterable(map(repeat, range(len(graph)), map(len, graph.operands)))
        return compress(nodes, depending.translate(_NEGATED))

    def _kind(self, node: int) -> Kind:
        graph = self._graph
        name, given = graph.operators[node], node in graph.input_ids
        carrying = [
            not given and carries(graph, node, position, operand)
            for position, operand in enumerate(graph.operands[node])
        ]
        return Kind(name, _options(name, graph.options_of(node)), tuple(carrying), given)


class _Codes(dict[tuple[Any, ...], str]):
    """The codes of kinds, by operator and which operands depend on an input."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: dict[str, Kind] = {}

    def __missing__(self, key: tuple[Any, ...]) -> str:
        name, *depends = key
        rules = map(OPERATORS[name].differentiable, range(len(depends)))
        carrying = tuple([bool(d and rule) for d, rule in zip(depends, rules, strict=True)])
        self[key] = self.code(Kind(name, _options(name, NO_OPTIONS), carrying))
        return self[key]

    def code(self, kind: Kind) -> str:
        """Return the code of a kind."""
        for code, known in self.kinds.items():
            if known == kind:
                return code
        if len(self.kinds) == KINDS:
            raise Irregular
        code = f"{kind.operator} {len(self.kinds)}"
        self.kinds[code] = _elementwise(kind)
        return code


def _by_operator(name: str) -> Kind | None:
    """Return the kind of a node of which nothing but the operator is special; None for leaves."""
    if name in LEAVES:
        return None
    carrying = map(OPERATORS[name].differentiable, range(len(OPERATORS[name].operands)))
    return _elementwise(Kind(name, _options(name, NO_OPTIONS), tuple(carrying)))


def _elementwise(kind: Kind) -> Kind:
    if not OPERATORS[kind.operator].elementwise:
        raise Irregular
    return kind


def _options(name: str, given: Options) -> tuple[tuple[str, Any], ...]:
    return tuple(with_defaults(OPERATORS[name], given).items())


def literals(graph: Graph) -> list[float | None]:
    """Return the values that are known beforehand, by node.

    Raises:
        Irregular: one is an array.
    """
    known: list[float | None] = [None] * len(graph)
    for node, literal in graph.literals.items():
        known[node] = _scalar(literal)
    return known


def _scalar(literal: Literal) -> float:
    if isinstance(literal, tuple):
        raise Irregular
    return float(literal_value(literal, False))
