"""The tape: a graph of plain numbers compiled once, to be run again and again on new values.

The forward loop is written out from the operators' own rules, read as Python: for each kind of node
it computes the value and appends the local gradients. The backward loop knows no operators:

    for node, operand, local in edges, last first:
        upstream[operand] += upstream[node] * local

A tape handles what is regular. Where a number is not finite, an operand outside a domain or a
gradient undefined, it gives way to the ordinary engine, which says why.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from gradcli.engine.backward import Gradients
from gradcli.engine.derivation import Derivation, carries
from gradcli.engine.folding import REAL
from gradcli.engine.forward import checked, literal_value, with_defaults
from gradcli.engine.notices import noticeable, notices
from gradcli.engine.views import View
from gradcli.graph import CONSTANT, INPUT, Graph, Literal
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Operator, Ties
from gradcli.operators.symbols import PYTHON, symbol, text

#: A kind of node: operator, its options, and which of its edges carry a gradient.
Case = tuple[str, tuple[tuple[str, Any], ...], tuple[bool, ...]]

#: The operand columns of a tape, and so the largest number of operands.
_COLUMNS = "ijk"

#: The operators whose values are true or false.
CONDITIONS = frozenset(name for name, row in OPERATORS.items() if row.local and not any(row.local))


class Irregular(Exception):
    """The tape cannot be used: arrays, or numbers that need the ordinary engine's care."""


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
        cases = _Cases(graph)
        self._codes = cases.codes
        self._nodes = cases.nodes
        self._operands = cases.columns
        self._forward = _compiled(tuple(cases.order), ties)
        self._start = cases.start
        self._noticeable = noticeable(graph)
        self._conditions = cases.conditions
        self._carrying = cases.carrying
        self._edge_nodes = cases.edge_nodes[::-1]
        self._edge_operands = array("i", map(graph.operands.__getitem__, reversed(cases.carrying)))

    def run(self, bindings: Mapping[str, Any]) -> Derivation:
        """Return the derivation at the bindings, all of them plain numbers.

        Raises:
            BindingProblem: an input has no value, or a value has no input.
            Irregular: a value needs the care of the ordinary engine.
        """
        values = self._inputs(bindings)
        local = array("d")
        try:
            self._forward(values, local.append, self._nodes, self._codes, *self._operands)
        except (ArithmeticError, ValueError, TypeError) as error:
            raise Irregular from error
        upstream = self._backward(local)
        if not all(map(math.isfinite, values)) or not all(map(math.isfinite, upstream)):
            raise Irregular
        return self._derivation(values, local, upstream)

    def _inputs(self, bindings: Mapping[str, Any]) -> list[Any]:
        values = self._start.copy()
        for name, value in checked(self.graph, bindings, False).items():
            if type(value) is not float:
                raise Irregular
            values[self.graph.inputs[name]] = value
        return values

    def _backward(self, local: Sequence[float]) -> list[float]:
        upstream = [0.0] * len(self.graph)
        if self.graph.depends[self.graph.output]:
            upstream[self.graph.output] = 1.0
        for node, operand, slope in zip(
            self._edge_nodes, self._edge_operands, reversed(local), strict=True
        ):
            upstream[operand] += upstream[node] * slope
        return upstream

    def _derivation(
        self, values: list[Any], local: Sequence[float], upstream: list[float]
    ) -> Derivation:
        done = Gradients(upstream, [], [], range(len(upstream)), undefined=set(), infinite=[])
        found = notices(self.graph, values, None, self.ties, done, self._noticeable)
        if any(notice.code == "undefined" for notice in found):
            raise Irregular
        gradients = ByNode(upstream, self.graph.depends, self._conditions)
        slopes = ByEdge(local, self._carrying, len(self.graph.operands))
        contributions = Contributions(self.graph, upstream, slopes)
        return Derivation(self.graph, values, gradients, slopes, contributions, 1.0, found)


class _Cases:
    """A graph sorted into columns: a code for each operation, its operands, and the edges that
    carry gradients."""

    def __init__(self, graph: Graph) -> None:
        self.start: list[Any] = [None] * len(graph)
        self.nodes = array("i")
        self.codes = array("i")
        self.columns = (array("i"), array("i"), array("i"))
        self.carrying = array("i")
        self.edge_nodes = array("i")
        self._known: dict[Any, int] = {}
        self._all: list[Case] = []
        #: For each code the places of the operands that carry a gradient.
        self._places: list[tuple[int, ...]] = []
        for node, literal in graph.literals.items():
            self.start[node] = _scalar(literal)
        self._operations(graph)
        uses = Counter(self.codes)
        self.order = [(code, self._all[code]) for code, _ in uses.most_common()]
        conditions = {code for code in uses if self._all[code][0] in CONDITIONS}
        self.conditions = {
            node
            for node, code in zip(self.nodes, self.codes, strict=True)
            if conditions and code in conditions
        }

    def _operations(self, graph: Graph) -> None:
        """Enter every operation. This loop runs for each node of a large graph."""
        operators, starts, operands, depends = (
            graph.operators,
            graph.starts,
            graph.operands,
            graph.depends,
        )
        special = {*graph.options, *graph.input_ids}
        known, places = self._known, self._places
        put_node, put_code = self.nodes.append, self.codes.append
        put_i, put_j, put_k = (column.append for column in self.columns)
        put_edge, put_edge_node = self.carrying.append, self.edge_nodes.append
        first = 0
        for node, operator in enumerate(operators):
            last = starts[node + 1]
            count = last - first
            if count == 2:
                i, j, k = operands[first], operands[first + 1], 0
                key: Any = (operator, depends[i], depends[j])
            elif count == 1:
                i, j, k = operands[first], 0, 0
                key = (operator, depends[i])
            elif operator in (CONSTANT, INPUT):
                continue
            elif count == len(_COLUMNS):
                i, j, k = operands[first:last]
                key = (operator, depends[i], depends[j], depends[k])
            else:
                raise Irregular
            if node in special:
                key = key, node
            code = known.get(key)
            if code is None:
                code = known[key] = self._new_case(graph, node, operator)
            put_node(node)
            put_code(code)
            put_i(i)
            put_j(j)
            put_k(k)
            for place in places[code]:
                put_edge(first + place)
                put_edge_node(node)
            first = last

    def _new_case(self, graph: Graph, node: int, name: str) -> int:
        operator = OPERATORS[name]
        if not operator.elementwise:
            raise Irregular
        options = tuple(with_defaults(operator, graph.options_of(node)).items())
        inner = node not in graph.input_ids
        carrying = tuple(
            inner and carries(graph, node, position, operand)
            for position, operand in enumerate(graph.operands_of(node))
        )
        case = (name, options, carrying)
        if case in self._all:
            return self._all.index(case)
        self._all.append(case)
        self._places.append(tuple(place for place, carried in enumerate(carrying) if carried))
        return len(self._all) - 1


def _scalar(literal: Literal) -> float:
    if isinstance(literal, tuple):
        raise Irregular
    return float(literal_value(literal, False))


# --- the forward loop, written from the rules

_COMPILED: dict[Any, Callable[..., None]] = {}


def _compiled(order: tuple[tuple[int, Case], ...], ties: Ties) -> Callable[..., None]:
    """Return the forward loop for the given kinds of nodes; the same kinds share one loop."""
    key = (order, ties)
    if key not in _COMPILED:
        lines = ["def forward(V, push, nodes, codes, I, J, K):"]
        lines.append("    for n, code, i, j, k in zip(nodes, codes, I, J, K):")
        lines.extend(_dispatch(list(order), ties, " " * 8))
        namespace: dict[str, Any] = dict(REAL)
        exec(compile("\n".join(lines), "<tape>", "exec"), namespace)
        _COMPILED[key] = namespace["forward"]
    return _COMPILED[key]


def _dispatch(cases: list[tuple[int, Case]], ties: Ties, indent: str) -> Iterator[str]:
    """Yield the choice of a case by its code, the most frequent first."""
    if not cases:
        yield indent + "pass"
    for place, (code, case) in enumerate(cases):
        if len(cases) > 1:
            yield f"{indent}{'elif' if place else 'if'} code == {code}:"
        inner = indent + "    " if len(cases) > 1 else indent
        yield from (inner + line for line in _statements(case, ties))


def _statements(case: Case, ties: Ties) -> Iterator[str]:
    """Yield the statements that compute one node: domain, value, and the local gradients of its
    edges."""
    name, options, carrying = case
    operator = OPERATORS[name]
    given = dict(options)
    operands = [symbol(f"a{position}") for position in range(len(carrying))]
    for position in range(len(carrying)):
        yield f"a{position} = V[{_COLUMNS[position]}]"
    try:
        if operator.domain.holds is not None:
            inside = symbol(operator.domain.holds(*operands, **given))
            yield f"if not ({text(inside, PYTHON)}): raise ValueError"
        yield f"V[n] = y = {text(symbol(operator.forward(*operands, **given)), PYTHON)}"
        for position, carried in enumerate(carrying):
            if carried:
                yield f"push({_rule(operator, position, operands, given, ties)})"
    except (TypeError, AttributeError) as error:
        raise Irregular from error


def _rule(
    operator: Operator, position: int, operands: list[Any], options: dict[str, Any], ties: Ties
) -> str:
    rule = operator.local[position]
    assert rule is not None  # an edge without a rule does not carry
    if operator.ties:
        options = {**options, "ties": ties}
    read = symbol(rule(*operands, symbol("y"), **options))
    if read.operation == "number":
        return repr(float(read.content))
    return text(read, PYTHON)


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
    """Local gradients by edge, from those of the carrying edges in order; None for the others."""

    def __init__(self, local: Sequence[float], carrying: Sequence[int], edges: int) -> None:
        super().__init__(edges)
        self._local = local
        self._all = len(carrying) == edges
        self._carrying = carrying
        self._places: dict[int, int] | None = None

    def _entry(self, place: int) -> float | None:
        if self._all:
            return self._local[place]
        if self._places is None:
            self._places = {edge: order for order, edge in enumerate(self._carrying)}
        order = self._places.get(place)
        return None if order is None else self._local[order]


class Contributions(View):
    """Contributions by edge: upstream gradient of the node times local gradient of the edge."""

    def __init__(self, graph: Graph, upstream: list[float], local: Sequence[Any]) -> None:
        super().__init__(len(local))
        self._graph = graph
        self._upstream = upstream
        self._local = local
        self._nodes: list[int] | None = None

    def _entry(self, place: int) -> float | None:
        slope = self._local[place]
        if slope is None:
            return None
        if self._nodes is None:
            self._nodes = [edge.node for edge in self._graph.edges()]
        return float(self._upstream[self._nodes[place]] * slope)
