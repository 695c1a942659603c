"""What each rule of the grammar builds: the nodes of the graph, in one pass, as the text is read.

The actions work on three stacks: words (names and numbers as written), nodes, and groups (the
elements or arguments so far). Positions are those of the plain text until the graph is finished.
"""

from __future__ import annotations

from collections.abc import Collection
from math import isinf
from typing import NoReturn

from gradcli.graph import CONSTANT, INPUT, Graph, GraphBuilder
from gradcli.language.calls import Calls
from gradcli.language.conditions import check_conditions
from gradcli.language.constants import ConstantLists
from gradcli.language.normalise import Plain
from gradcli.language.parser import Action
from gradcli.language.places import Places
from gradcli.language.tables import RULES
from gradcli.limits import NODES
from gradcli.operators import CONSTANTS

#: The rules that build a node of their own name from two nodes, and those that do from one.
BINARY = (
    *("add", "subtract", "multiply", "divide", "remainder", "matmul", "pow", "and", "or"),
    *("less", "less_equal", "greater", "greater_equal", "equal", "not_equal"),
)

#: A number of at most as many characters is no larger than 9e99.
_SURELY_FINITE = 4


class ProgramBuilder:
    """Build the graph of one program: give `actions` to the parser, then call `finish`."""

    def __init__(self, plain: Plain, bound: Collection[str]) -> None:
        self.plain = plain
        self.bound = bound
        self.graph = GraphBuilder(plain.typed)
        self.words: list[str] = []
        self.nodes: list[int] = []
        self.groups: list[list[int]] = []
        #: Every variable and every name assigned, with its node.
        self.known: dict[str, int] = {}
        #: Constants by name, with the place of their first use.
        self.used_constants: dict[str, tuple[int, int]] = {}
        self.unnamed: tuple[int, int] | None = None
        self.output = 0
        self.places = Places(self)
        self.calls = Calls(self)
        self.lists = ConstantLists(self)

    def actions(self) -> list[Action | None]:
        """Return the action of every rule of the grammar; None for a rule that builds nothing."""
        named: dict[str, Action] = {
            **{operator: self._binary(operator) for operator in BINARY},
            "assignment": self._assignment(),
            "result": self._result,
            **self.places.actions(),
            **self.calls.actions(),
            **self.lists.actions(),
            "variable": self._variable(),
            "number": self._number(),
            "negative": self._negative,
            "not": self._not,
        }
        return [named.get(name) for _, name, _ in RULES]

    def watch(self) -> None:
        """Refuse a graph that has grown too large."""
        NODES.check(len(self.graph.operators))

    def fail(self, identifier: str, start: int, end: int, /, **parts: object) -> NoReturn:
        """Raise the error of that name, with the caret under a stretch of the text."""
        from gradcli.language.messages import problem

        raise problem(identifier, self.plain, start, end, **parts)

    def text(self, start: int, end: int) -> str:
        """Return a stretch of the text as it was typed."""
        return self.plain.as_typed(start, end)

    def span(self, node: int) -> tuple[int, int]:
        """Return where the text of a node starts and ends."""
        return self.graph.spans[2 * node], self.graph.spans[2 * node + 1]

    def finish(self) -> Graph:
        """Return the graph of the program that has been read."""
        self.watch()
        check_conditions(self)
        graph = self.graph
        if not self.plain.identical:
            graph.spans = self.plain.original_spans(graph.spans)
        return graph.build(self.output)

    def drop_from(self, node: int) -> None:
        """Take back the node and all after it, which nothing uses."""
        graph = self.graph
        for late in range(node, len(graph.operators)):
            graph.literals.pop(late, None)
            graph.options.pop(late, None)
            self.lists.forget(late)
        del graph.operators[node:], graph.operands[node:], graph.depends[node:]
        del graph.spans[2 * node :]

    # Expressions. The closures are the ones that run for nearly every token.

    def _binary(self, operator: str) -> Action:
        graph = self.graph
        operators, operands = graph.operators, graph.operands
        spans, depends, nodes = graph.spans, graph.depends, self.nodes
        pop = nodes.pop

        def build(start: int, end: int) -> None:
            second = pop()
            first = nodes[-1]
            nodes[-1] = len(operators)
            operators.append(operator)
            operands.append((first, second))
            spans.append(start)
            spans.append(end)
            depends.append(depends[first] | depends[second])

        return build

    def _variable(self) -> Action:
        known, new_name = self.known, self._new_name
        push, pop = self.nodes.append, self.words.pop

        def build(start: int, end: int) -> None:
            name = pop()
            node = known.get(name)
            push(new_name(name, start, end) if node is None else node)

        return build

    def _number(self) -> Action:
        graph = self.graph
        operators, operands = graph.operators, graph.operands
        spans, depends, literals = graph.spans, graph.depends, graph.literals
        push, pop = self.nodes.append, self.words.pop

        def build(start: int, end: int) -> None:
            node = len(operators)
            push(node)
            number = literals[node] = pop()
            if len(number) > _SURELY_FINITE and isinf(float(number)):
                self.fail("too-large", start, end)
            operators.append(CONSTANT)
            operands.append(())
            spans.append(start)
            spans.append(end)
            depends.append(False)

        return build

    def _new_name(self, name: str, start: int, end: int) -> int:
        if name in CONSTANTS and name not in self.bound:
            self.used_constants.setdefault(name, (start, end))
            return self.graph.constant(name, start, end)
        node = self.known[name] = self.graph.input(name, start, end)
        self._remember_typed(name, start, end)
        return node

    def _remember_typed(self, name: str, start: int, end: int) -> None:
        if not self.plain.identical and (typed := self.text(start, end)) != name:
            self.graph.written.setdefault(name, typed)

    def _negative(self, start: int, end: int) -> None:
        node = self.nodes[-1]
        if not self._fold_sign(node, start):
            self.nodes[-1] = self.graph.add("negative", (node,), None, start, end)

    def _fold_sign(self, node: int, start: int) -> bool:
        """Make a number directly behind a sign negative; a bracket keeps the two apart."""
        graph = self.graph
        first = graph.spans[2 * node]
        if graph.operators[node] != CONSTANT or self.plain.text[start + 1 : first].strip():
            return False
        literal = graph.literals[node]
        if first < start or not isinstance(literal, str) or literal[0] not in ".0123456789":
            return False
        graph.literals[node] = "-" + literal
        graph.spans[2 * node] = start
        return True

    def _not(self, start: int, end: int) -> None:
        self.nodes[-1] = self.graph.add("not", (self.nodes[-1],), None, start, end)

    # Statements.

    def _assignment(self) -> Action:
        graph, known, constants = self.graph, self.known, self.used_constants
        depends, names = graph.depends, graph.names
        pop_node, pop_word, identical = self.nodes.pop, self.words.pop, self.plain.identical

        def build(start: int, _end: int) -> None:
            node, name = pop_node(), pop_word()
            if self.unnamed is not None or name in known or name in constants:
                self._refuse_assignment(name, start)
            if not depends[node]:
                graph.given(node, name)
            if node in names:
                graph.name(node, name)
            else:
                names[node] = (name,)
            if not identical:
                self._remember_typed(name, start, start + len(name))
            known[name] = self.output = node

        return build

    def _refuse_assignment(self, name: str, start: int) -> NoReturn:
        self._check_last()
        if name in self.used_constants:
            self.fail("used-as-constant", *self.used_constants[name], name=name)
        node = self.known[name]
        if self.graph.operators[node] == INPUT and name == self.graph.names[node][0]:
            self.fail("used-before", *self.span(node), name=name)
        self.fail("assigned-twice", start, start + len(name), name=name)

    def _result(self, start: int, end: int) -> None:
        self._check_last()
        self.unnamed = start, end
        self.output = self.nodes.pop()

    def _check_last(self) -> None:
        if self.unnamed is not None:
            self.fail("unnamed", *self.unnamed, text=self.text(*self.unnamed))
