"""Terms as a graph of the language: written out where they are short, by name where they are not.

A sub-expression that is used more than once and is long becomes a statement of its own, so that the
text never grows faster than the work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain, count

from gradcli.calculus.loading import Loaded
from gradcli.calculus.terms import (
    ARRAY,
    LEAVES,
    LITERAL,
    NUMBER,
    VARIABLE,
    is_decimal,
    number_text,
)
from gradcli.graph import Graph, GraphBuilder
from gradcli.operators import CONSTANTS, OPERATORS

#: A sub-expression of more terms than this is written once, if it is used more than once.
LONG = 7

#: What no statement can name: what has a name already, and conditions.
_NAMELESS = LEAVES | {name for name, row in OPERATORS.items() if row.family == "conditions"}

#: A term times a number, still to be written.
_Scaled = tuple[int, Fraction]

_ONE = Fraction(1)


class Writer:
    """Writes terms of a program as one graph."""

    def __init__(self, work: Loaded) -> None:
        self.algebra = algebra = work.algebra
        self.given = work.given
        self.definitions = work.definitions
        self.names = work.names
        self.order = list(work.graph.inputs)
        self.builder = GraphBuilder()
        #: The nodes of terms that have a name.
        self.nodes: dict[int, int] = {}
        self.taken = {*work.names.values(), *CONSTANTS}
        self.taken |= {
            str(algebra.contents[term])
            for term in range(len(algebra))
            if algebra.operators[term] == VARIABLE
        }

    def node(self, term: int) -> int:
        """Return the node of a term, by its name or written out."""
        return self.nodes[term] if term in self.nodes else self.write(term)

    def free(self, wish: str) -> str:
        """Return a name that nothing has, and take it."""
        more = (f"{wish}_{n}" for n in count(1))
        name = next(name for name in chain([wish], more) if name not in self.taken)
        self.taken.add(name)
        return name

    def shared(self, results: Sequence[int], wishes: Mapping[int, str]) -> None:
        """Write the long sub-expressions that are used more than once, each as a statement.

        `wishes` are names for some of them.
        """
        named = self._to_name(results)
        numbers = (name for n in count(1) if (name := f"v{n}") not in self.taken)
        for term in named:
            if term not in self.nodes:
                node = self.write(term)
                own = wishes.get(term) or self.names.get(term)
                self.name(term, node, own or next(numbers))

    def name(self, term: int, node: int, name: str) -> None:
        """Give a node a name; its term is written by that name from now on."""
        self.taken.add(name)
        self.builder.name(node, name)
        if not self.builder.depends[node]:
            self.builder.given(node, name)
        self.nodes[term] = node

    def entry(self, term: int, name: str) -> int:
        """Return the node of a result, under its own name; a number is written once more."""
        node = self.nodes.get(term)
        if node is None or self.algebra.operators[term] in (NUMBER, LITERAL):
            node = self.write(term)
        if name not in self.builder.names.get(node, ()):
            self.name(term, node, name)
        return node

    def _to_name(self, results: Sequence[int]) -> list[int]:
        """Return the terms to be named, operands first."""
        algebra = self.algebra
        order = self._reachable(results)
        uses: dict[int, int] = dict.fromkeys(order, 0)
        for term in order:
            for operand in self._operands(term):
                uses[operand] += 1
        for result in results:
            uses[result] += 1
        size: dict[int, int] = {}
        named = []
        for term in order:
            size[term] = 1 + sum(size[operand] for operand in self._operands(term))
            long = size[term] > LONG and uses[term] > 1
            if (long and algebra.operators[term] not in _NAMELESS) or term in self.definitions:
                named.append(term)
                size[term] = 1
        return named

    def _operands(self, term: int) -> tuple[int, ...]:
        definition = self.definitions.get(term)
        return self.algebra.operands[term] if definition is None else (definition,)

    def _reachable(self, results: Sequence[int]) -> list[int]:
        """Return all terms that the results are made of, operands first."""
        done: dict[int, None] = {}
        todo = list(reversed(results))
        while todo:
            term = todo[-1]
            missing = [one for one in self._operands(term) if one not in done]
            if term in done or not missing:
                done[todo.pop()] = None
            else:
                todo += reversed(missing)
        return list(done)

    # --- one expression

    def write(self, term: int) -> int:
        """Append the nodes of a term, from left to right, and return its node."""
        if term in self.definitions:
            term = self.definitions[term]
        nodes: list[int] = []
        todo: list[_Scaled | tuple[str, int, int]] = [(term, _ONE)]
        while todo:
            item = todo.pop()
            if len(item) == 2:
                self._open(item, todo, nodes)
                continue
            operator, operands, place = item
            options = self.algebra.contents[place] if place >= 0 else ()
            made = nodes[len(nodes) - operands :]
            del nodes[len(nodes) - operands :]
            nodes.append(self.builder.add(operator, tuple(made), dict(options)))
        return nodes[0]

    def _open(
        self, item: _Scaled, todo: list[_Scaled | tuple[str, int, int]], nodes: list[int]
    ) -> None:
        """Write a leaf, or put what a term consists of on the list of what is to be written."""
        term, number = self._number_in_front(*item)
        operator = self.algebra.operators[term]
        if operator == NUMBER:
            nodes.append(self._number(number * self.algebra.contents[term]))
        elif term in self.nodes and number == 1:
            nodes.append(self.nodes[term])
        elif operator in LEAVES and number == 1:
            nodes.append(self._leaf(term))
        else:
            made, parts = self._parts(term, number)
            operation = made or operator
            todo.append((operation, len(parts), -1 if made else term))
            todo += reversed(parts)

    def _parts(self, term: int, number: Fraction) -> tuple[str, list[_Scaled]]:
        """Return the operation that number × term is written as, and its operands.

        The operation is empty where it is the one of the term itself.
        """
        algebra = self.algebra
        operator, operands = algebra.operators[term], algebra.operands[term]
        whole = term not in self.nodes
        if whole and operator in ("multiply", "divide") and is_decimal(number):
            return operator, [(operands[0], number), (operands[1], _ONE)]
        if whole and operator == "add" and abs(number) == 1:
            found = self._sum(operands, number)
            if found:
                return found
        if number == 1:
            return "", [(operand, _ONE) for operand in operands]
        if number == -1:
            return "negative", [(term, _ONE)]
        if not is_decimal(number):
            return "divide", [
                (term, Fraction(number.numerator)),
                (algebra.number(number.denominator), _ONE),
            ]
        return "multiply", [(algebra.number(1), number), (term, _ONE)]

    def _number_in_front(self, term: int, number: Fraction) -> _Scaled:
        """Return number × term with all numbers of the term in front."""
        while term not in self.nodes:
            inner, rest = self.algebra.split(term)
            if rest is None or rest == term:
                break
            term, number = rest, number * inner
        return term, number

    def _sum(self, operands: tuple[int, ...], number: Fraction) -> tuple[str, list[_Scaled]] | None:
        """Return a sum with one negative addend as a difference, None where both have one sign."""
        (first, _), (second, _) = self.algebra.split(operands[0]), self.algebra.split(operands[1])
        minus = [number * first < 0, number * second < 0]
        if minus == [False, True]:
            return "subtract", [(operands[0], number), (operands[1], -number)]
        if minus == [True, False]:
            return "subtract", [(operands[1], number), (operands[0], -number)]
        return ("add", [(one, _ONE) for one in operands]) if number == 1 else None

    def _leaf(self, term: int) -> int:
        content = self.algebra.contents[term]
        operator = self.algebra.operators[term]
        if operator in (LITERAL, ARRAY):
            return self.builder.constant(content)
        if content in self.given:
            node = self.builder.constant(self.given[content])
            self.name(term, node, content)
            return node
        return self.builder.input(content)

    def _number(self, number: Fraction) -> int:
        if is_decimal(number):
            return self.builder.constant(number_text(number))
        above = self.builder.constant(str(number.numerator))
        return self.builder.add("divide", (above, self.builder.constant(str(number.denominator))))

    def build(self, output: int) -> Graph:
        """Return the graph, its inputs in the order in which the program has them."""
        inputs = self.builder.inputs
        first = [name for name in self.order if name in inputs]
        self.builder.inputs = {name: inputs[name] for name in dict.fromkeys([*first, *inputs])}
        return self.builder.build(output)
