"""What each node is called where it is shown: by its name, its text, or a letter of the lectures.

An unnamed node is called as a teacher would: `out` for the output, q, r, s, t, u, v for up to six
steps on the way, v1, v2, v3 … for more, as the literature on automatic differentiation numbers
them. Literals, short constants such as `pi/4` and conditions such as `x > 0` are called by their
own text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import count
from typing import Any

from gradcli.engine import Derivation
from gradcli.graph import CONSTANT, Graph, Literal
from gradcli.operators import CONSTANTS
from gradcli.operators.symbols import Symbol, symbol, text
from gradcli.records import replace
from gradcli.render.cells import shortened
from gradcli.render.operations import operation_symbol

#: For programs with no more unnamed steps than this.
LETTERS = "qrstuv"

#: Constants and conditions with a longer text are given a letter.
SHORT = 20

#: Array literals with a longer text are cut in the middle.
_SHORT_ARRAY = 30

#: Operators whose result is true or false.
CONDITIONS = frozenset(
    ("less", "less_equal", "greater", "greater_equal", "equal", "not_equal", "and", "or", "not")
)


class Labels:
    """The label of every node of a worked graph, and the symbol that stands for it in formulas."""

    def __init__(self, derivation: Derivation, longest: int | None = None) -> None:
        """Name the nodes; names that take more columns than `longest` lose their middle."""
        self.longest = longest
        self.graph = derivation.graph
        self.values = derivation.values
        self._texts: dict[int, str] = {}
        #: The nodes written as their own text wherever they are used, with their symbols.
        self.inline: dict[int, Symbol] = {}
        self._name_all()

    def __getitem__(self, node: int) -> str:
        """Return the label of a node."""
        return self._texts[node]

    def symbol(self, node: int) -> Symbol:
        """Return the symbol of a node for a rule: a name that stands for its value, or a number."""
        if self.graph.operators[node] == CONSTANT and node not in self.graph.input_ids:
            literal = self.graph.literals[node]
            if isinstance(literal, str) and literal.lstrip("+-") not in CONSTANTS:
                return symbol(float(literal))
        return self.written(node)

    def written(self, node: int) -> Symbol:
        """Return the symbol of a node as an operand in the text of an operation."""
        inline = self.inline.get(node)
        return symbol(self._texts[node], known(self.values[node])) if inline is None else inline

    def called(self, name: str) -> str:
        """Return a name of the program as it is shown: as it was typed first, and not too long.

        A name stays whole if another one would look the same.
        """
        whole = self.graph.written.get(name, name)
        if self.longest is None or len(whole) <= self.longest // 2:
            return whole
        short = shortened(whole, self.longest)
        return short if self._alike[short] == 1 else whole

    @cached_property
    def _alike(self) -> Counter[str]:
        """Return how many long names of the program look the same once they are shortened."""
        written, most = self.graph.written, self.longest or 0
        names = dict.fromkeys(name for several in self.graph.names.values() for name in several)
        shown = (written.get(name, name) for name in names)
        return Counter(shortened(name, most) for name in shown if len(name) > most // 2)

    def _name_all(self) -> None:
        """Give names first, then letters to the rest, and last the texts that are made of both."""
        graph = self.graph
        unnamed: list[int] = []
        inline: list[int] = []
        for node in range(len(graph)):
            if node in graph.names:
                self._texts[node] = self.called(graph.names[node][0])
            elif node != graph.output:
                (inline if self._is_inline(node) else unnamed).append(node)
        used = _in_use(graph)
        self._texts.update(zip(unnamed, _fresh(used, len(unnamed)), strict=False))
        if graph.output not in self._texts:
            self._texts[graph.output] = _output_name(used)
        for node in inline:
            self._write_inline(node)

    def _is_inline(self, node: int) -> bool:
        """Return whether a node is a literal, or a short constant or condition."""
        graph = self.graph
        if graph.operators[node] == CONSTANT:
            self._write_inline(node)
            return True
        condition = graph.operators[node] in CONDITIONS
        if graph.depends[node] and not condition:
            return False
        for operand in graph.operands_of(node):
            if operand not in self._texts:
                if not condition:
                    return False
                self._texts[operand] = "v0"  # as long as the letter that it will be given
        self._write_inline(node)
        short = len(self._texts[node]) <= SHORT
        if not short:
            del self.inline[node], self._texts[node]
        return short

    def _write_inline(self, node: int) -> None:
        """Keep the symbol of a literal, constant or condition, with the value it stands for."""
        if self.graph.operators[node] == CONSTANT:
            written = _literal_symbol(self.graph.literals[node])
        else:
            written = operation_symbol(self.graph, node, self)
        self.inline[node] = replace(written, value=known(self.values[node]))
        self._texts[node] = text(written)


def known(value: Any) -> Any:
    """Return the value that a name stands for in a rule; None for an array or nan."""
    return None if value is None or hasattr(value, "shape") or value != value else value


def _literal_symbol(literal: Literal) -> Symbol:
    if isinstance(literal, tuple):
        return symbol(_cut(_array_text(literal)))
    if literal.startswith("-"):
        return -symbol(literal[1:])
    return symbol(literal)


def _array_text(literal: Literal) -> str:
    if isinstance(literal, tuple):
        return f"[{', '.join(map(_array_text, literal))}]"
    return literal


def _cut(written: str) -> str:
    """Return the text of an array without its middle, if it is long."""
    if len(written) <= _SHORT_ARRAY:
        return written
    half = _SHORT_ARRAY // 2 - 1
    return f"{written[:half].rpartition(' ')[0]} … {written[-half:].partition(' ')[2]}"


def _in_use(graph: Graph) -> frozenset[str]:
    """Return all names of a program, in plain form and as they were typed."""
    names = {name for several in graph.names.values() for name in several}
    return frozenset(names | set(graph.inputs) | set(graph.written.values()))


def _fresh(used: frozenset[str], needed: int) -> Iterator[str]:
    """Return names for so many unnamed nodes: letters if they suffice."""
    letters = [letter for letter in LETTERS if letter not in used]
    if needed <= len(letters):
        return iter(letters)
    return (name for name in map("v{}".format, count(1)) if name not in used)


def _output_name(used: frozenset[str]) -> str:
    names = ["out", "output", *map("out{}".format, range(1, len(used) + 2))]
    return next(name for name in names if name not in used)
