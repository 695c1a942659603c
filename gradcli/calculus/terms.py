"""Expressions as terms: one entry for each different sub-expression, however often it is used.

A term is a number of its entry. Its operands have smaller numbers, so that every walk is a plain
loop over them, and two equal expressions are one term. A term has a shape, which the gradient of
whatever broadcasts or reduces needs.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from gradcli import limits
from gradcli.graph import Literal
from gradcli.operators import OPERATORS
from gradcli.operators.elementary import numpy_module

Shape = tuple[int, ...]

#: What computes nothing: an exact number, a constant kept as it was typed, an array, a variable.
NUMBER, LITERAL, ARRAY, VARIABLE = "number", "literal", "array", "variable"
LEAVES = frozenset((NUMBER, LITERAL, ARRAY, VARIABLE))

#: Whole numbers, numerators and denominators from here on are kept as they were typed.
_LARGE = 10**15

#: Decimals with more digits are written as fractions.
_DECIMALS = 6

Content = Any
Options = tuple[tuple[str, Any], ...]


class Terms:
    """A table of terms: operator, operands, content (of a leaf) or options, and shape.

    >>> terms = Terms()
    >>> x = terms.variable("x")
    >>> terms.apply("multiply", (x, x)) == terms.apply("multiply", (x, x))
    True
    """

    def __init__(self) -> None:
        self.operators: list[str] = []
        self.operands: list[tuple[int, ...]] = []
        self.contents: list[Content] = []
        self.shapes: list[Shape] = []
        self._known: dict[tuple[Any, ...], int] = {}

    def __len__(self) -> int:
        """Return the number of terms."""
        return len(self.operators)

    def _entry(
        self, operator: str, operands: tuple[int, ...], content: Content, shape: Shape | None
    ) -> int:
        key = operator, operands, content
        found = self._known.get(key)
        if found is not None:
            return found
        limits.check("terms in one derivative", len(self), limits.NODES)
        self.shapes.append(self.shape_of(operator, operands, content) if shape is None else shape)
        self.operators.append(operator)
        self.operands.append(operands)
        self.contents.append(content)
        self._known[key] = len(self.operators) - 1
        return len(self.operators) - 1

    def number(self, value: int | Fraction) -> int:
        """Return the term of an exact number."""
        return self._entry(NUMBER, (), Fraction(value), ())

    def literal(self, literal: Literal) -> int:
        """Return the term of a number or array as it is typed; a short number is exact."""
        if isinstance(literal, tuple):
            return self._entry(ARRAY, (), literal, _literal_shape(literal))
        exact = exact_number(literal)
        return self._entry(LITERAL, (), literal, ()) if exact is None else self.number(exact)

    def variable(self, name: str, shape: Shape = ()) -> int:
        """Return the term of a variable."""
        return self._entry(VARIABLE, (), name, shape)

    def apply(self, operator: str, operands: Iterable[int], options: Options = ()) -> int:
        """Return the term of an operation, as it is."""
        return self._entry(operator, tuple(operands), options, None)

    def number_of(self, term: int) -> Fraction | None:
        """Return the exact number that a term is, None if it is none."""
        if self.operators[term] != NUMBER:
            return None
        value: Fraction = self.contents[term]
        return value

    def is_number(self, term: int, value: int) -> bool:
        """Return whether a term is a certain number."""
        return self.operators[term] == NUMBER and self.contents[term] == value

    def shape_of(self, operator: str, operands: tuple[int, ...], options: Options) -> Shape:
        """Return the shape of an operation: that of its value where all operands are ones."""
        shapes = [self.shapes[operand] for operand in operands]
        row = OPERATORS[operator]
        if row.elementwise and not any(shapes):
            return ()
        numpy = numpy_module()
        if row.elementwise:
            return tuple(numpy.broadcast_shapes(*shapes))
        with numpy.errstate(all="ignore"):
            return tuple(
                numpy.shape(row.forward(*map(numpy.ones, shapes), **all_options(operator, options)))
            )


def all_options(operator: str, options: Options) -> dict[str, Any]:
    """Return the options of an operation, those not given at their defaults."""
    return {
        **{option.name: option.default for option in OPERATORS[operator].options},
        **dict(options),
    }


def exact_number(literal: str) -> Fraction | None:
    """Return a number as typed as a fraction; None for a name, or a number with many digits.

    >>> exact_number("0.1"), exact_number("pi"), exact_number("1e300")
    (Fraction(1, 10), None, None)
    """
    try:
        size = abs(float(literal))
    except ValueError:
        return None
    if size and not 1 / _LARGE < size < _LARGE:
        return None
    exact = Fraction(literal)
    return exact if is_plain(exact) else None


def is_plain(number: Fraction) -> bool:
    """Return whether a fraction is short enough to be computed with and written out."""
    return max(abs(number.numerator), number.denominator) < _LARGE


def is_decimal(number: Fraction) -> bool:
    """Return whether a number is whole or a short decimal."""
    return bool((number * 10**_DECIMALS).denominator == 1)


def number_text(number: Fraction) -> str:
    """Return a short decimal as it is typed.

    >>> number_text(Fraction(-1, 4)), number_text(Fraction(3))
    ('-0.25', '3')
    """
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.{_DECIMALS}f}".rstrip("0")


def _literal_shape(literal: Literal) -> Shape:
    shape = []
    while isinstance(literal, tuple):
        shape.append(len(literal))
        literal = literal[0] if literal else ""
    return tuple(shape)
