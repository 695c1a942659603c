"""The computational graph: nodes, edges and the order between them, and no numbers at all.

A graph is stored as columns, one entry per node or per edge, so that a million nodes stay small and
a walk is a plain loop. `Node` and `Edge` are views made on request. Nodes are numbered in
topological order: every operand has a smaller id than the node that uses it, and ties follow the
order of the source text.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType
from typing import Literal as OneOf
from typing import overload

from gradcli.records import dataclass

#: A literal as it was typed, `"0.1"` or `"pi"`, or nested tuples of them for an array. Read by the
#: engine.
Literal = str | tuple["Literal", ...]

#: The value of a keyword option such as `axis=0`, `reduction="sum"`, `shape=[2, 3]`.
#: An index keeps its items: whole numbers and slices, these as (start, stop, step).
OptionValue = bool | int | float | str | tuple["int | tuple[int | None, ...]", ...] | None
Options = Mapping[str, OptionValue]

Kind = OneOf["input", "constant", "operation"]

#: The operators of nodes that compute nothing: a variable, and a literal.
INPUT = "input"
CONSTANT = "constant"

NO_OPTIONS: Options = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of source text: the characters `start` up to, but not including, `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Node:
    """One node: an operator applied to an ordered tuple of operands, a variable, or a literal."""

    id: int
    operator: str
    operands: tuple[int, ...]
    options: Options
    names: tuple[str, ...]
    kind: Kind
    span: Span

    @property
    def name(self) -> str | None:
        """Return the first name the program gave the node, or None."""
        return self.names[0] if self.names else None


@dataclass(frozen=True, slots=True)
class Edge:
    """One use of an operand by a node. `position` counts the node's operands from 0."""

    id: int
    node: int
    operand: int
    position: int


@dataclass(frozen=True, slots=True)
class Graph:
    """A whole program as columns.

    `operators[i]` names the operator of node i, and `operands[i]` are the nodes that it uses. Edges
    are numbered node by node, operand by operand: those to node i are `starts[i]` up to
    `starts[i + 1]`. `depends[i]` is 1 if the value of node i depends on an input. `inputs` maps
    names to nodes in the order in which they first appear; `input_ids` are those nodes. An input
    with an operator other than `input` has a value of its own (`a = 2`), which a binding may
    replace. `written` holds every name as it was typed first, where that differs from the name
    itself.
    """

    source: str
    operators: Sequence[str]
    operands: Sequence[tuple[int, ...]]
    starts: Sequence[int]
    options: Mapping[int, Options]
    literals: Mapping[int, Literal]
    names: Mapping[int, tuple[str, ...]]
    spans: Sequence[int]
    depends: Sequence[int]
    inputs: Mapping[str, int]
    input_ids: frozenset[int]
    output: int
    written: Mapping[str, str]

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self.operators)

    def operands_of(self, node: int) -> tuple[int, ...]:
        """Return the operands of a node, in order."""
        return self.operands[node]

    def options_of(self, node: int) -> Options:
        """Return the keyword options of a node; most have none."""
        return self.options.get(node, NO_OPTIONS)

    def span_of(self, node: int) -> Span:
        """Return the stretch of `source` that a node was built from."""
        return Span(self.spans[2 * node], self.spans[2 * node + 1])

    def text_of(self, node: int) -> str:
        """Return the source text of a node, as it was typed."""
        return self.source[self.spans[2 * node] : self.spans[2 * node + 1]]

    def kind_of(self, node: int) -> Kind:
        """Return `input`, `constant` (depends on no input) or `operation`."""
        if not self.depends[node]:
            return "constant"
        if self.operators[node] == INPUT or node in self.input_ids:
            return "input"
        return "operation"

    def node(self, node: int) -> Node:
        """Return a view of one node."""
        return Node(
            node,
            self.operators[node],
            self.operands_of(node),
            self.options_of(node),
            self.names.get(node, ()),
            self.kind_of(node),
            self.span_of(node),
        )

    def nodes(self) -> Iterator[Node]:
        """Yield a view of every node in topological order."""
        return map(self.node, range(len(self)))

    def edges_of(self, node: int) -> Iterator[Edge]:
        """Yield the edges from the operands of a node to it, in operand order."""
        first = self.starts[node]
        for position, operand in enumerate(self.operands[node]):
            yield Edge(first + position, node, operand, position)

    def edges(self) -> Iterator[Edge]:
        """Yield every edge, in the order of the nodes that use it."""
        for node in range(len(self)):
            yield from self.edges_of(node)

    def consumers(self) -> list[list[Edge]]:
        """Return for each node the edges that leave it, in source order.

        Their number is the fan-out of the node.
        """
        leaving: list[list[Edge]] = [[] for _ in range(len(self))]
        for edge in self.edges():
            leaving[edge.operand].append(edge)
        return leaving


class Starts(Sequence[int]):
    """The number of the first edge to each node, and last that of all edges.

    A large graph that is worked once needs none of them: they are counted when one is asked for.
    """

    def __init__(self, operands: Sequence[tuple[int, ...]]) -> None:
        self._operands = operands
        self._counted: Sequence[int] = ()

    def __len__(self) -> int:
        return len(self._operands) + 1

    @overload
    def __getitem__(self, index: int) -> int: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...

    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if not self._counted:
            self._counted = array("q", accumulate(map(len, self._operands), initial=0))
        return self._counted[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Starts) and self._operands == other._operands

    __hash__ = None  # type: ignore[assignment]


class GraphBuilder:
    """Append nodes in topological order, then `build` the graph.

    >>> builder = GraphBuilder()
    >>> x, y = builder.input("x"), builder.input("y")
    >>> q = builder.add("add", (x, y))
    >>> builder.name(q, "q")
    >>> builder.build(q).operands_of(q)
    (0, 1)
    """

    def __init__(self, source: str = "") -> None:
        self.source = source
        self.operators: list[str] = []
        self.operands: list[tuple[int, ...]] = []
        self.options: dict[int, Options] = {}
        self.literals: dict[int, Literal] = {}
        #: The first name of each node, and those after it: a node may have very many.
        self.names: dict[int, tuple[str, ...]] = {}
        self.more_names: dict[int, list[str]] = {}
        #: These two may end early: operations follow without a span, and are yet to be looked at.
        self.spans = array("i")
        #: A list, which is read and grows quicker than bytes.
        self.depends: list[int] = []
        self.inputs: dict[str, int] = {}
        self.written: dict[str, str] = {}

    def input(self, name: str, start: int = 0, end: int = 0) -> int:
        """Return the node of a variable; it is one node however often it is used."""
        if name in self.inputs:
            return self.inputs[name]
        node = self._append(INPUT, (), True, start, end)
        self.inputs[name] = node
        self.names[node] = (name,)
        return node

    def constant(self, literal: Literal, start: int = 0, end: int = 0) -> int:
        """Append a literal and return its node."""
        node = self._append(CONSTANT, (), False, start, end)
        self.literals[node] = literal
        return node

    def add(
        self,
        operator: str,
        operands: tuple[int, ...],
        options: Options | None = None,
        start: int = 0,
        end: int = 0,
    ) -> int:
        """Append an operation and return its node."""
        self._fill_up()
        known = self.depends
        node = self._append(operator, operands, any(map(known.__getitem__, operands)), start, end)
        if options:
            self.options[node] = options
        return node

    def operation(self, operator: str) -> Callable[..., int]:
        """Return a function that appends an operation on its operands, for graphs of many nodes.

        >>> builder = GraphBuilder()
        >>> add, multiply = map(builder.operation, ("add", "multiply"))
        >>> x, y, z = map(builder.input, "xyz")
        >>> builder.build(multiply(add(x, y), z)).operands_of(4)
        (3, 2)
        """
        operators, columns = self.operators, self.operands

        def append(*operands: int) -> int:
            columns.append(operands)
            operators.append(operator)
            return len(operators) - 1

        return append

    def extend(self, operators: Iterable[str], operands: Iterable[tuple[int, ...]]) -> range:
        """Append operations given as two columns, as in a graph; return their nodes.

        >>> builder = GraphBuilder()
        >>> x, y, z = map(builder.input, "xyz")
        >>> builder.extend(["add", "multiply"], [(x, y), (3, z)])
        range(3, 5)
        """
        first = len(self.operators)
        self.operands += operands
        self.operators += operators
        return range(first, len(self.operators))

    def _append(
        self, operator: str, operands: tuple[int, ...], depends: bool, start: int, end: int
    ) -> int:
        self._fill_up()
        node = len(self.operators)
        self.operators.append(operator)
        self.operands.append(operands)
        self.spans.append(start)
        self.spans.append(end)
        self.depends.append(depends)
        return node

    def _fill_up(self) -> None:
        """Complete the columns that may end early."""
        nodes, known = len(self.operators), self.depends
        if len(known) < nodes:
            late = self.operands[len(known) :]
            if 0 in known or not all(late):
                for operands in late:
                    known.append(any(map(known.__getitem__, operands)))
            else:
                known.extend([True] * len(late))
            self.spans.frombytes(bytes(self.spans.itemsize * (2 * nodes - len(self.spans))))

    def name(self, node: int, name: str) -> None:
        """Give a node a name; a node may have several."""
        if node in self.names:
            self.more_names.setdefault(node, []).append(name)
        else:
            self.names[node] = (name,)

    def given(self, node: int, name: str) -> None:
        """Make a named constant an input with a value of its own, as in `a = 2`."""
        self._fill_up()
        self.inputs[name] = node
        self.depends[node] = True

    def build(self, output: int) -> Graph:
        """Return the finished graph."""
        for node, more in self.more_names.items():
            self.names[node] += (*more,)
        self.more_names.clear()
        self._fill_up()
        return Graph(
            self.source,
            self.operators,
            self.operands,
            Starts(self.operands),
            self.options,
            self.literals,
            self.names,
            self.spans,
            bytes(self.depends),
            self.inputs,
            frozenset(self.inputs.values()),
            output,
            self.written,
        )
