"""Local gradients as terms: the operators' own rules, read with symbols."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from gradcli.calculus.algebra import Algebra
from gradcli.calculus.terms import LITERAL, all_options
from gradcli.operators import CONSTANTS, FUNCTIONS, OPERATORS
from gradcli.operators.declaration import Operator, Ties
from gradcli.operators.symbols import Symbol, symbol


class Unsayable(Exception):
    """A formula with a function that the language does not have."""


class Reader:
    """Reads rules into an algebra. `textbook` prefers what books print to what keeps every digit.

    `taken` are the names of the program: a constant of that name is written as a number.
    """

    def __init__(self, algebra: Algebra, ties: Ties, textbook: bool, taken: frozenset[str]) -> None:
        self.algebra = algebra
        self.ties = ties
        self.textbook = textbook
        self.taken = taken

    def local(self, term: int, position: int) -> int | None:
        """Return the local gradient of an elementwise operation; None if there is none.

        Raises:
            Unsayable: it cannot be written in the language.
        """
        algebra = self.algebra
        operator = OPERATORS[algebra.operators[term]]
        rule = operator.local[position]
        if rule is None:
            return None
        options: dict[str, Any] = all_options(operator.name, algebra.contents[term])
        if operator.ties:
            options["ties"] = self.ties
        places = {f"#{place}": operand for place, operand in enumerate(algebra.operands[term])}
        arguments = [self._argument(name, place) for name, place in places.items()]
        read = symbol(rule(*arguments, symbol("#y"), **options))
        return self.term(read, {**places, "#y": term})

    def _argument(self, name: str, term: int) -> Symbol:
        """Return the symbol of an operand; a number is itself, so that cases on it are decided."""
        number, literal = self.algebra.number_of(term), self.algebra.contents[term]
        if number is not None:
            return symbol(_exact(number))
        if self.algebra.operators[term] != LITERAL:
            return symbol(name)
        if literal in CONSTANTS:
            return symbol(literal, CONSTANTS[literal])
        return symbol(name, float(literal))

    def term(self, read: Symbol, places: Mapping[str, int]) -> int:
        """Return a formula as a term; `places` are the terms of its names. Formulas are shallow.

        Raises:
            Unsayable: it contains a function that the language does not have.
        """
        computed = None if self.textbook else read.computed
        # A number that carries its formula, such as sqrt(2), is computed by that formula.
        if computed is not None and computed.operation != "number":
            try:
                return self.term(computed, places)
            except Unsayable:
                pass  # The textbook's formula may be written with other functions.
        if read.operation == "name":
            return self._named(str(read.content), places)
        if read.operation == "number":
            return self._number(read.content)
        if read.operation == "because":
            return self.term(read.arguments[0], places)
        operands = tuple(self.term(argument, places) for argument in read.arguments)
        return self.algebra.operation(_operator(read).name, operands)

    def _named(self, name: str, places: Mapping[str, int]) -> int:
        if name in places:
            return places[name]
        if name in self.taken:
            return self.algebra.literal(repr(CONSTANTS[name]))
        return self.algebra.literal(name)

    def _number(self, content: Any) -> int:
        if isinstance(content, float):
            return self.algebra.literal(repr(content))
        return self.algebra.number(content)


def _exact(number: Fraction) -> int | Fraction:
    return number.numerator if number.denominator == 1 else number


def _operator(read: Symbol) -> Operator:
    """Return the operator that a symbol applies.

    Raises:
        Unsayable: no operator of that name takes so many operands.
    """
    name, count = read.operation, len(read.arguments)
    for operator in (*FUNCTIONS.get(name, ()), *filter(None, [OPERATORS.get(name)])):
        if operator.elementwise and len(operator.operands) == count:
            return operator
    raise Unsayable(name)
