"""A graph as a program of the language that parses to the same graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from gradcli.graph import CONSTANT, INPUT, Graph
from gradcli.language.literals import literal_text
from gradcli.operators import OPERATORS
from gradcli.operators.reading import index_text, option_text

#: How tightly an operator binds, from loosest to tightest, as the levels of the grammar.
OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, POWER, POSTFIX = range(9)

_BINDS = {
    "or": OR,
    "and": AND,
    "not": NOT,
    **dict.fromkeys(("less", "less_equal", "greater"), COMPARISON),
    **dict.fromkeys(("greater_equal", "equal", "not_equal"), COMPARISON),
    **dict.fromkeys(("add", "subtract"), SUM),
    **dict.fromkeys(("multiply", "divide", "remainder", "matmul"), PRODUCT),
    "negative": SIGN,
    "pow": POWER,
}
_SIGNS = {
    "or": " or ",
    "and": " and ",
    "less": " < ",
    "less_equal": " <= ",
    "greater": " > ",
    "greater_equal": " >= ",
    "equal": " == ",
    "not_equal": " != ",
    "add": " + ",
    "subtract": " - ",
    "multiply": "*",
    "divide": "/",
    "remainder": " % ",
    "matmul": " @ ",
    "pow": "^",
}

#: A piece of text, or a node and how tightly it must bind.
_Item = str | tuple[int, int]


def structure(graph: Graph) -> tuple[object, ...]:
    """Return all that makes a graph what it is, apart from the text it came from."""
    return (
        list(graph.operators),
        list(graph.operands),
        bytes(graph.depends),
        {node: dict(options) for node, options in graph.options.items() if options},
        dict(graph.literals),
        {node: names for node, names in graph.names.items() if names},
        list(graph.inputs.items()),
        graph.output,
    )


def program_text(graph: Graph, last: str = "") -> str:
    """Return a program that parses to an equal graph; nodes used twice get a name.

    `last` is written for the output, where a node with several names is to be called by another
    than the first.
    """
    return "\n".join(_Printer(graph).statements(last))


class _Printer:
    """Print statement by statement, in the order of the nodes."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        #: How a node is called where it is used; nodes that are not here are written out.
        self.called = {node: names[0] for node, names in graph.names.items() if names}
        self.called |= self._invented()

    def _invented(self) -> dict[int, str]:
        """Return a name for each node without one that is used more than once."""
        used = [0] * len(self.graph)
        for operand in chain.from_iterable(self.graph.operands):
            used[operand] += 1
        taken = {name for names in self.graph.names.values() for name in names}
        free = (name for number in range(1, 10**9) if (name := f"v{number}") not in taken)
        return {
            node: next(free)
            for node, count in enumerate(used)
            if count > 1 and node not in self.called
        }

    def statements(self, written: str = "") -> Iterator[str]:
        """Yield the statements of the program."""
        last = None
        for node, name, text in self._assignments():
            last = node
            yield f"{name} = {text}"
        if last != self.graph.output:
            output = self.graph.output
            yield written or self.called.get(output) or "".join(self._pieces(output))

    def _assignments(self) -> Iterator[tuple[int, str, str]]:
        """Yield (node, name, text) for each named node, and a second name of it right behind.

        A second name of a variable comes as soon as the variable exists, and not before, so that
        the nodes keep their order.
        """
        graph = self.graph
        done = 0
        for root in self._roots():
            while graph.operators[done] == INPUT and len(graph.names[done]) > 1:
                yield from self._second_names(done)
                done += 1
            yield root, self.called[root], "".join(self._pieces(root))
            for node in range(done, root + 1):
                yield from self._second_names(node)
            done = root + 1
        for node in range(done, len(graph)):
            yield from self._second_names(node)

    def _roots(self) -> Iterator[int]:
        """Yield the nodes that are statements of their own: named, and no variables."""
        return (node for node in sorted(self.called) if self.graph.operators[node] != INPUT)

    def _second_names(self, node: int) -> Iterator[tuple[int, str, str]]:
        for name in self.graph.names.get(node, ())[1:]:
            yield node, name, self.called[node]

    def _pieces(self, root: int) -> Iterator[str]:
        """Yield the text of a node piece by piece, from left to right."""
        todo: list[_Item] = list(reversed(list(self._written(root))))
        while todo:
            item = todo.pop()
            if isinstance(item, str):
                yield item
                continue
            node, least = item
            if node in self.called:
                yield self.called[node]
            elif self._binds(node) < least:
                todo += (")", *reversed(list(self._written(node))), "(")
            else:
                todo += reversed(list(self._written(node)))

    def _binds(self, node: int) -> int:
        literal = self.graph.literals.get(node)
        if isinstance(literal, str) and literal.startswith("-"):
            return SIGN
        return _BINDS.get(self.graph.operators[node], POSTFIX)

    def _written(self, node: int) -> Iterable[_Item]:
        """Return what a node is written as, its operands left for later."""
        graph = self.graph
        operator, operands = graph.operators[node], graph.operands_of(node)
        if operator == INPUT:
            return (self.called[node],)
        if operator == CONSTANT:
            return (literal_text(graph.literals[node]),)
        if operator == "negative":
            # A sign directly before a number would become part of it.
            number = graph.operators[operands[0]] == CONSTANT and operands[0] not in self.called
            return ("-", (operands[0], POSTFIX + 1 if number else SIGN))
        if operator == "not":
            return ("not ", (operands[0], NOT))
        if operator in _SIGNS:
            left, right = self._sides(operator)
            return ((operands[0], left), _SIGNS[operator], (operands[1], right))
        if operator == "transpose" and graph.operators[operands[0]] != CONSTANT:
            return ((operands[0], POSTFIX), ".T")
        if operator == "index":
            places = index_text(graph.options[node])
            return ((operands[0], POSTFIX), f"[{places}]")
        return self._call(node, operator, operands)

    def _sides(self, operator: str) -> tuple[int, int]:
        """Return how tightly the operands to the left and to the right must bind."""
        binds = _BINDS[operator]
        if operator == "pow":
            return POSTFIX, SIGN
        return (SUM, SUM) if binds == COMPARISON else (binds, binds + 1)

    def _call(self, node: int, operator: str, operands: tuple[int, ...]) -> Iterator[_Item]:
        options = self.graph.options_of(node)
        row = OPERATORS[operator]
        plain_list = operator == "stack" and not options and not self._all_literal(operands)
        one_list = plain_list or (row.variadic and len(operands) == 1)
        if not plain_list:
            yield f"{row.calls[0]}("
        if one_list:
            yield "["
        for position, operand in enumerate(operands):
            if position:
                yield ", "
            yield operand, OR
        if one_list:
            yield "]"
        for name, value in options.items():
            yield f", {name}={option_text(value)}"
        if not plain_list:
            yield ")"

    def _all_literal(self, operands: tuple[int, ...]) -> bool:
        return all(
            self.graph.operators[operand] == CONSTANT and operand not in self.called
            for operand in operands
        )
