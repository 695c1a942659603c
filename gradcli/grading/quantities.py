"""What an exercise asks, as students write it: `q`, `"x + y"`, `df/dx`, `local df/dx`, `total dq/dx`.

With f the output, `df/dx` is its gradient over all paths; with q another node, `dq/dx` is a local gradient.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from gradcli.engine.derivation import carries
from gradcli.errors import GradcliError, NameProblem
from gradcli.grading.faults import did_you_mean
from gradcli.grading.structure import Structure
from gradcli.graph import CONSTANT, Graph, Span
from gradcli.operators import OPERATORS

#: A forward value; the gradient of the output; the gradient on one edge (for x*x the sum over both); the gradient of
#: another node than the output over all paths.
Kind = Literal["value", "gradient", "local", "total"]

#: What may stand in `ask` instead of single quantities.
SHORTHANDS = ("all", "forward", "local", "gradients")

#: The name of an output that the program gives none.
OUT = "out"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number or array that can be asked: a node's value, or a gradient with respect to `wrt`.

    `text` is how it is written, and the same for all ways of writing it.
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


def plain(text: str) -> str:
    """Return a quantity in plain characters: `∂` is `d`, full-width signs are what they look like.

    >>> plain(" ∂f/∂x ")
    'df/dx'
    """
    if not text.isascii():
        from gradcli.language.normalise import normalise

        with suppress(GradcliError):
            text = normalise(text.replace("∂", "d")).text
    return " ".join(text.split())


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
        mode, rest = _mode(text)
        splits = list(_splits(rest))
        if splits:
            return self._fraction(mode, text, splits)
        if mode:
            raise self._problem(text, f"{mode} stands before a gradient, as in {mode} df/dx")
        joined = list(self._joined(text))
        if len(joined) > 1:
            raise self._problem(text, f"'{text}' can be read in two ways", "write it with a /")
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

    def _fraction(self, mode: str, text: str, splits: list[tuple[str, str]]) -> Quantity:
        """Read a gradient; a division of the program that looks like one is a forward value."""
        problem: QuantityProblem | None = None
        for above, below in splits:
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
        inner = _without_brackets(part)
        if inner in self.names:
            return self.names[inner]
        if inner == part and not _POSTFIX.fullmatch(part):
            message = f"'{part}' must be in brackets here"
            raise self._problem(text, message, f"d({part})", Unknown)
        return self._expression(inner, text)

    def _expression(self, part: str, text: str) -> int:
        """Return the one node whose sub-expression is written so."""
        from gradcli.language import parse

        if "=" in re.sub("[=!<>]=", "", part) or ";" in part:
            raise self._problem(text, f"'{part}' is a statement, not a quantity", kind=Unknown)
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
            raise self._problem(text, message, "the exercise must give these nodes names", Unknown)
        return nodes[0]

    # --- gradients

    def _gradient(self, mode: str, node: int, wrt: int, text: str) -> Quantity:
        kind: Kind = "gradient" if node == self.graph.output and mode != "local" else "local"
        if kind == "local" and mode == "total":
            kind = "total"
        for end in (wrt, node):
            if not self.graph.depends[end]:
                message = f"{self.text(end)} is a constant: no gradient flows to it"
                raise self._problem(text, message)
        if kind == "local":
            self._check_edge(node, wrt, text)
        elif wrt not in self.graph.input_ids and wrt not in self.below(node):
            message = f"{self.text(node)} does not depend on {self.text(wrt)}"
            raise self._problem(text, message)
        return self.written(kind, node, wrt)

    def _check_edge(self, node: int, wrt: int, text: str) -> None:
        """Make sure that `wrt` is an operand of a node, on an edge that carries a gradient."""
        above, below = self.text(node), self.text(wrt)
        if wrt in self.operands(node):
            if wrt not in self.carrying(node):
                message = f"no gradient flows from {above} to {below}"
                raise self._problem(text, message)
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
        raise self._problem(text, message, hint)

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
        found: dict[Quantity, None] = {}
        for text in ask:
            if plain(text) in SHORTHANDS and plain(text) not in self.names:
                found.update(dict.fromkeys(self.shorthand(plain(text))))
            else:
                found[self.resolve(text)] = None
        return list(found)

    def shorthand(self, word: str) -> list[Quantity]:
        """Return the quantities that `all`, `forward`, `local` or `gradients` stands for.

        `all` leaves out the local gradients that are the gradients of the output once more.

        Raises:
            QuantityProblem: two nodes cannot be told apart, because they have no names.
        """
        forward = [self.written("value", node) for node in self._operations()]
        local = [
            self.written("local", node, operand)
            for node in self._operations()
            for operand in self.carrying(node)
        ]
        gradients = list(self._gradients())
        if word == "all":
            direct = self._only_direct()
            local = [q for q in local if q.node != self.graph.output or q.wrt not in direct]
        chosen = {"forward": forward, "local": local, "gradients": gradients}
        found = [q for name in chosen if word in ("all", name) for q in chosen[name]]
        self._check_distinct(found)
        return found

    def _operations(self) -> list[int]:
        """Return the nodes whose value is worth asking: no inputs, constants or conditions."""
        graph = self.graph
        return [
            node
            for node in range(len(graph))
            if graph.kind_of(node) == "operation" and _has_rules(graph.operators[node])
        ]

    def _gradients(self) -> Iterator[Quantity]:
        """Yield the gradients of the output, each after those that it is computed from."""
        output = self.graph.output
        reached = self._reached(output)
        waiting = dict.fromkeys(reached, 0)
        for node in reached:
            for operand in self.carrying(node):
                waiting[operand] += 1
        for node in sorted(reached, reverse=True):
            for operand in self.carrying(node):
                waiting[operand] -= 1
                if not waiting[operand]:
                    yield self.written("gradient", output, operand)
        for node in self.graph.inputs.values():
            if node not in reached:
                yield self.written("gradient", output, node)

    def _reached(self, output: int) -> set[int]:
        """Return the nodes that a gradient reaches from the output."""
        seen, waiting = {output}, [output]
        while waiting:
            for operand in self.carrying(waiting.pop()):
                if operand not in seen:
                    seen.add(operand)
                    waiting.append(operand)
        return seen

    def _only_direct(self) -> set[int]:
        """Return the operands of the output that nothing else uses."""
        output = self.graph.output
        used = {
            operand
            for node in range(len(self.graph))
            if node != output
            for operand in self.operands(node)
        }
        return set(self.operands(output)) - used

    def _check_distinct(self, quantities: Iterable[Quantity]) -> None:
        nodes = {node for q in quantities for node in (q.node, q.wrt) if node is not None}
        for node in sorted(nodes):
            if node not in self.names.values() and self.structure.repeated(node):
                text = self.text(node)
                message = f"'{text}' is there more than once in the program"
                raise self._problem(text, message, "the exercise must give these nodes names")

    # --- problems

    def _unknown(self, part: str, text: str) -> QuantityProblem:
        near = did_you_mean(part, self.names) or did_you_mean(text, self._all_texts())
        if not near and self.unnamed_output:
            near = f"the output is called {OUT}"
        called = "called" if part.isidentifier() else "written"
        return self._problem(text, f"nothing in the program is {called} '{part}'", near, Unknown)

    def _all_texts(self) -> list[str]:
        try:
            return [quantity.text for quantity in self.shorthand("all")]
        except QuantityProblem:
            return []

    def _problem(
        self, text: str, message: str, hint: str = "", kind: type[QuantityProblem] = QuantityProblem
    ) -> QuantityProblem:
        if message.startswith("'") or text in message:
            return kind(message, hint=hint, source=text, span=Span(0, len(text)))
        return kind(f"{text}: {message}", hint=hint, source=text, span=Span(0, len(text)))


class Unknown(QuantityProblem):
    """A part of a quantity that names no node."""


def _has_rules(operator: str) -> bool:
    rules = OPERATORS[operator].local or OPERATORS[operator].vjp
    return any(rule is not None for rule in rules)


def _mode(text: str) -> tuple[str, str]:
    """Return `local` or `total`, if the text begins with it, and the rest."""
    word, _, rest = text.partition(" ")
    return (word, rest) if word in ("local", "total") and rest else ("", text)


#: A name with indices, calls and methods behind it.
_POSTFIX = re.compile(r"[^\W\d]\w*(\.\w+|\[[^\[\]]*\]|\([^()]*\))*")


def _splits(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands above and below in `d…/d…`, for each / outside brackets that may be the one."""
    if not text.startswith("d"):
        return
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        below = text[place + 1 :].lstrip()
        if sign == "/" and depth == 0 and below.startswith("d"):
            above, below = text[1:place].strip(), below[1:].strip()
            if above and below:
                yield above, below


def _without_brackets(text: str) -> str:
    """Return the text without the brackets around all of it."""
    while text.startswith("(") and _closing(text) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _closing(text: str) -> int:
    """Return the place of the bracket that closes the first one, -1 if none does."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return place
    return -1
