"""What is asked, as students write it: `q`, `"x + y"`, `df/dx`, `local df/dx`, `total dq/dx`.

With f the output, `df/dx` is its gradient over all paths; with q another node, `dq/dx` is a local
gradient.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from gradcli.engine.derivation import carries
from gradcli.errors import GradcliError, NameProblem
from gradcli.grading.faults import did_you_mean
from gradcli.grading.notation import POSTFIX, mode_of, plain, splits, without_brackets
from gradcli.grading.structure import Structure
from gradcli.graph import CONSTANT, Graph, Span

#: A forward value; the gradient of the output; the gradient on one edge (for x*x the sum over
#: both); the gradient of another node than the output over all paths.
Kind = Literal["value", "gradient", "local", "total"]

#: What may stand in `ask` instead of single quantities.
SHORTHANDS = ("all", "forward", "local", "gradients")

#: The name of an output that the program gives none.
OUT = "out"


class Quantity(NamedTuple):
    """One number or array that can be asked: a node's value, or a gradient with respect to `wrt`.

    `text` is how it is written, and the same for all ways of writing it. A named tuple, since
    it is the key of every table of a marking.
    """

    kind: Kind
    node: int
    wrt: int | None
    text: str


class QuantityProblem(NameProblem):
    """A text that names no quantity of the program, or more than one."""


def resolve(graph: Graph, text: str) -> Quantity:
    """Return the quantity that a text names.

    >>> from gradcli.language import parse
    >>> resolve(parse("q = x + y; f = q*z"), "∂f/∂x")
    Quantity(kind='gradient', node=4, wrt=0, text='df/dx')

    Raises:
        QuantityProblem: it names none, or more than one.
    """
    return Quantities(graph).resolve(text)


def expand(graph: Graph, ask: Iterable[str]) -> list[Quantity]:
    """Return what is asked, shorthands written out in a sensible order of working.

    Raises:
        QuantityProblem: a text names no quantity, or more than one.
    """
    return Quantities(graph).expand(ask)


class Quantities:
    """The quantities of one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.names = {name: node for node, names in graph.names.items() for name in names}
        self.unnamed_output = graph.output not in graph.names and OUT not in self.names
        if self.unnamed_output:
            self.names[OUT] = graph.output
        self.structure = Structure(graph, self.names)
        self._resolved: dict[str, Quantity] = {}

    def resolve(self, text: str) -> Quantity:
        """Return the quantity that a text names; see `resolve`."""
        if text not in self._resolved:
            self._resolved[text] = self._read(plain(text))
        return self._resolved[text]

    # --- writing

    def written(self, kind: Kind, node: int, wrt: int | None = None) -> Quantity:
        """Return a quantity with its usual text."""
        if wrt is None:
            return Quantity(kind, node, wrt, self.text(node))
        mark = ""
        if kind == "total" or (kind == "local" and node == self.graph.output):
            mark = f"{kind} "
        return Quantity(kind, node, wrt, f"{mark}d{self._part(node)}/d{self._part(wrt)}")

    def text(self, node: int) -> str:
        """Return what a node is called: its name, `out`, or the text of its sub-expression."""
        names = self.graph.names.get(node)
        if names:
            return self.graph.written.get(names[0], names[0])
        if node == self.graph.output and self.unnamed_output:
            return OUT
        return " ".join(re.sub(r"#[^\r\n]*", " ", self.graph.text_of(node)).split())

    def _part(self, node: int) -> str:
        text = self.text(node)
        return text if node in self.names.values() else f"({text})"

    # --- reading

    def _read(self, text: str) -> Quantity:
        if not text:
            raise QuantityProblem("a quantity is expected", hint="such as q or df/dx")
        if text in self.names:
            return self.written("value", self.names[text])
        mode, rest = mode_of(text)
        found = list(splits(rest))
        if found:
            return self._fraction(mode, text, found)
        if mode:
            raise self.problem(text, f"{mode} stands before a gradient, as in {mode} df/dx")
        joined = list(self._joined(text))
        if len(joined) > 1:
            raise self.problem(text, f"'{text}' can be read in two ways", "write it with a /")
        if joined:
            return self._gradient("", *joined[0], text)
        return self.written("value", self._expression(text, text))

    def _joined(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the readings of `dqdx` as `dq/dx`."""
        if text.startswith("d") and text.isidentifier():
            for found in re.finditer("d", text[1:]):
                above, below = text[1 : found.start() + 1], text[found.end() + 1 :]
                if above in self.names and below in self.names:
                    yield self.names[above], self.names[below]

    def _fraction(self, mode: str, text: str, found: list[tuple[str, str]]) -> Quantity:
        """Read a gradient; a division of the program that looks like one is a forward value."""
        problem: QuantityProblem | None = None
        for above, below in found:
            try:
                return self._gradient(mode, self._node(above, text), self._node(below, text), text)
            except Unknown as unknown:
                problem = problem or unknown
        if not mode:
            try:
                return self.written("value", self._expression(text, text))
            except QuantityProblem:
                pass
        assert problem is not None  # there was a split, and it failed
        raise problem

    def _node(self, part: str, text: str) -> int:
        """Return the node that stands above or below in a gradient."""
        inner = without_brackets(part)
        if inner in self.names:
            return self.names[inner]
        if inner == part and not POSTFIX.fullmatch(part):
            message = f"'{part}' must be in brackets here"
            raise self.problem(text, message, f"d({part})", Unknown)
        return self._expression(inner, text)

    def _expression(self, part: str, text: str) -> int:
        """Return the one node whose sub-expression is written so."""
        from gradcli.language import parse

        if "=" in re.sub("[=!<>]=", "", part) or ";" in part:
            raise self.problem(text, f"'{part}' is a statement, not a quantity", kind=Unknown)
        try:
            found = parse(part, bound=tuple(self.names))
        except GradcliError:
            raise self._unknown(part, text) from None
        for name in found.inputs:
            if name not in self.names:
                raise self._unknown(found.written.get(name, name), text)
        nodes = [
            node for node in self.structure.matches(found) if self.graph.operators[node] != CONSTANT
        ]
        if not nodes:
            raise self._unknown(part, text)
        if len(nodes) > 1:
            message = f"'{part}' is there {len(nodes)} times in the program"
            raise self.problem(text, message, "the exercise must give these nodes names", Unknown)
        return nodes[0]

    # --- gradients

    def _gradient(self, mode: str, node: int, wrt: int, text: str) -> Quantity:
        kind: Kind = "gradient" if node == self.graph.output and mode != "local" else "local"
        if kind == "local" and mode == "total":
            kind = "total"
        for end in (wrt, node):
            if not self.graph.depends[end]:
                message = f"{self.text(end)} is a constant: no gradient flows to it"
                raise self.problem(text, message)
        if kind == "local":
            self._check_edge(node, wrt, text)
        elif wrt not in self.graph.input_ids and wrt not in self.below(node):
            message = f"{self.text(node)} does not depend on {self.text(wrt)}"
            raise self.problem(text, message)
        return self.written(kind, node, wrt)

    def _check_edge(self, node: int, wrt: int, text: str) -> None:
        """Make sure that `wrt` is an operand of a node, on an edge that carries a gradient."""
        above, below = self.text(node), self.text(wrt)
        if wrt in self.operands(node):
            if wrt not in self.carrying(node):
                message = f"no gradient flows from {above} to {below}"
                raise self.problem(text, message)
            return
        if node in self.graph.input_ids:
            message, hint = f"{above} is an input: it has no operands", ""
        else:
            message, hint = f"{below} is not an operand of {above}", ""
        if wrt != node and wrt in self.below(node):
            over_all = self.written("gradient" if node == self.graph.output else "total", node, wrt)
            hint = f"for the gradient over all paths write '{over_all.text}'"
        elif node in self.operands(wrt):
            hint = f"did you mean '{self.written('local', wrt, node).text}'?"
        raise self.problem(text, message, hint)

    def operands(self, node: int) -> tuple[int, ...]:
        """Return the operands of an operation; an input has none."""
        return () if node in self.graph.input_ids else self.graph.operands_of(node)

    def carrying(self, node: int) -> list[int]:
        """Return the operands to which a gradient flows from a node, in order, each once."""
        found = (
            operand
            for position, operand in enumerate(self.operands(node))
            if carries(self.graph, node, position, operand)
        )
        return list(dict.fromkeys(found))

    def below(self, node: int) -> set[int]:
        """Return a node and all that it depends on."""
        seen, waiting = {node}, [node]
        while waiting:
            for operand in self.operands(waiting.pop()):
                if operand not in seen:
                    seen.add(operand)
                    waiting.append(operand)
        return seen

    # --- shorthands

    def expand(self, ask: Iterable[str]) -> list[Quantity]:
        """Return what is asked, each once; see `expand`."""
        from gradcli.grading.shorthands import shorthand

        found: dict[Quantity, None] = {}
        for text in ask:
            if self.is_shorthand(text):
                found.update(dict.fromkeys(shorthand(self, plain(text))))
            else:
                found[self.resolve(text)] = None
        return list(found)

    def is_shorthand(self, text: str) -> bool:
        """Return whether a text stands for several quantities; a node of that name comes first."""
        return plain(text) in SHORTHANDS and plain(text) not in self.names

    # --- problems

    def _unknown(self, part: str, text: str) -> QuantityProblem:
        near = did_you_mean(part, self.names) or did_you_mean(text, self._all_texts())
        if not near and self.unnamed_output:
            near = f"the output is called {OUT}"
        called = "called" if part.isidentifier() else "written"
        return self.problem(text, f"nothing in the program is {called} '{part}'", near, Unknown)

    def _all_texts(self) -> list[str]:
        try:
            return [quantity.text for quantity in self.expand(SHORTHANDS[:1])]
        except QuantityProblem:
            return []

    def problem(
        self, text: str, message: str, hint: str = "", kind: type[QuantityProblem] = QuantityProblem
    ) -> QuantityProblem:
        """Return the error for a text, which is named in its message."""
        if message.startswith("'") or text in message:
            return kind(message, hint=hint, source=text, span=Span(0, len(text)))
        return kind(f"{text}: {message}", hint=hint, source=text, span=Span(0, len(text)))


class Unknown(QuantityProblem):
    """A part of a quantity that names no node."""
