"""Expressions as symbols: what a rule says when it is read instead of computed.

A `Symbol` is a small tree. It is built by the overloaded operators and elementary functions that
the rules of the operators are written with, lightly simplified (`1*x` is `x`, `2 - 1` is `1`), and
printed as text of the language, on the screen with `·`, as Python or as LaTeX. The tree is what a
textbook says; where that would lose digits, it carries another one to compute with.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from gradcli.records import dataclass, replace

#: How tightly an operation binds; a looser one inside a tighter one stands in brackets.
OR, AND, NOT, CONDITION, SUM, PRODUCT, SIGN, POWER, ATOM = range(9)

_BINDS = {
    "less": CONDITION,
    "less_equal": CONDITION,
    "greater": CONDITION,
    "greater_equal": CONDITION,
    "equal": CONDITION,
    "not_equal": CONDITION,
    "and": AND,
    "or": OR,
    "not": NOT,
    "add": SUM,
    "subtract": SUM,
    "multiply": PRODUCT,
    "divide": PRODUCT,
    "remainder": PRODUCT,
    "matmul": PRODUCT,
    "negative": SIGN,
    "pow": POWER,
}


@dataclass(frozen=True, slots=True, eq=False)
class Symbol:
    """A name, a number, or an operation on symbols.

    A name may carry the `value` that it stands for, so that a rule with cases is read as the case
    in force. Programs compute with `computed`, where there is one, and not with the tree itself.
    A `numeral` is a value as it is shown, with its digits as `content`.
    """

    operation: str
    arguments: tuple[Symbol, ...] = ()
    content: str | int | float | Fraction = ""
    value: Any = None
    computed: Symbol | None = None

    # The overloaded operators are the notation in which every rule is written.
    def __add__(self, other: Any) -> Symbol:
        right = symbol(other)
        if _is(self, 0):
            return right
        if _is(right, 0):
            return self
        if _shape(right) == "negative":
            return self - right.arguments[0]
        if _minus(right) and not _number_of(self):
            return self - -right
        return _folded("add", self, right, lambda a, b: a + b)

    def __radd__(self, other: Any) -> Symbol:
        return symbol(other).__add__(self)

    def __sub__(self, other: Any) -> Symbol:
        right = symbol(other)
        if _is(right, 0):
            return self
        if _is(self, 0):
            return -right
        if _shape(right) == "negative":
            return self + right.arguments[0]
        return _folded("subtract", self, right, lambda a, b: a - b)

    def __rsub__(self, other: Any) -> Symbol:
        return symbol(other).__sub__(self)

    def __mul__(self, other: Any) -> Symbol:
        right = symbol(other)
        for one, rest in ((self, right), (right, self)):
            if _is(one, 0):
                return one
            if _is(one, 1):
                return rest
            if _is(one, -1):
                return -rest
        if _shape(self) == "negative" or (_minus(self) and not _number_of(right)):
            return -(-self * right)
        if _shape(right) == "negative" or (_minus(right) and not _number_of(self)):
            return -(self * -right)
        return _folded("multiply", self, right, lambda a, b: a * b)

    def __rmul__(self, other: Any) -> Symbol:
        return symbol(other).__mul__(self)

    def __truediv__(self, other: Any) -> Symbol:
        right = symbol(other)
        if _is(right, 1):
            return self
        if _shape(self) == "divide" and self.arguments[1] is right:
            # The square may overflow where the two divisions do not.
            return taught(self.arguments[0] / right**2, Symbol("divide", (self, right)))
        if _shape(self) == "negative" or _minus(self):
            return -(-self / right)
        return Symbol("divide", (self, right))

    def __rtruediv__(self, other: Any) -> Symbol:
        return symbol(other).__truediv__(self)

    def __mod__(self, other: Any) -> Symbol:
        return Symbol("remainder", (self, symbol(other)))

    def __rmod__(self, other: Any) -> Symbol:
        return symbol(other).__mod__(self)

    def __pow__(self, other: Any) -> Symbol:
        right = symbol(other)
        if _is(right, 1):
            return self
        if _is(right, 0):
            return symbol(1)
        return Symbol("pow", (self, right))

    def __rpow__(self, other: Any) -> Symbol:
        return symbol(other).__pow__(self)

    def __matmul__(self, other: Any) -> Symbol:
        return Symbol("matmul", (self, symbol(other)))

    def __rmatmul__(self, other: Any) -> Symbol:
        return symbol(other).__matmul__(self)

    def __neg__(self) -> Symbol:
        if _shape(self) == "number":
            return symbol(-self.content)  # type: ignore[operator]
        if _shape(self) == "negative":
            return self.arguments[0]
        if _shape(self) == "subtract":
            return self.arguments[1] - self.arguments[0]
        return Symbol("negative", (self,))

    def __lt__(self, other: Any) -> Symbol:
        return Symbol("less", (self, symbol(other)))

    def __le__(self, other: Any) -> Symbol:
        return Symbol("less_equal", (self, symbol(other)))

    def __gt__(self, other: Any) -> Symbol:
        return Symbol("greater", (self, symbol(other)))

    def __ge__(self, other: Any) -> Symbol:
        return Symbol("greater_equal", (self, symbol(other)))

    def __and__(self, other: Any) -> Symbol:
        return Symbol("and", (self, symbol(other)))

    def __or__(self, other: Any) -> Symbol:
        return Symbol("or", (self, symbol(other)))

    def __invert__(self) -> Symbol:
        return Symbol("not", (self,))

    def __getitem__(self, index: Any) -> Symbol:
        return Symbol("index", (self, Symbol("name", content=str(index))))

    def __bool__(self) -> bool:
        raise TypeError("a symbol is neither true nor false: write where(condition, a, b)")

    def __str__(self) -> str:
        return text(self)


class Known(float):
    """A number that is written as a formula, such as log(2); it computes like any float.

    >>> x = symbol("x")
    >>> str(x * Known(math.log(2), call("log", 2))), 2 * Known(0.5, symbol("half"))
    ('x*log(2)', 1.0)
    """

    formula: Symbol

    def __new__(cls, number: float, formula: Symbol) -> Known:
        """Return the number together with its formula."""
        known = super().__new__(cls, number)
        known.formula = formula
        return known


def symbol(value: Any, stands_for: Any = None) -> Symbol:
    """Return a symbol for a name, a number or a symbol; a name may stand for a number."""
    if isinstance(value, Symbol):
        return value
    if isinstance(value, Known):
        return taught(value.formula, symbol(float(value)))
    if isinstance(value, str):
        return Symbol("name", content=value, value=stands_for)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return Symbol("number", content=value)


def call(function: str, *arguments: Any) -> Symbol:
    """Return the application of a named function; the logarithm of the constant e is 1."""
    read = tuple(map(symbol, arguments))
    if function == "pow":
        return read[0] ** read[1]
    unit = function == "log" and (read[0].content, read[0].value) == ("e", math.e)
    return symbol(1) if unit else Symbol(function, read)


def taught(textbook: Symbol, computed: Symbol) -> Symbol:
    """Return the textbook's formula, carrying the one to compute with."""
    return replace(textbook, computed=computed)


def _shape(operand: Symbol) -> str:
    """Return the operation of a symbol that may be taken apart; one with two readings may not."""
    return operand.operation if operand.computed is None else ""


def _is(operand: Symbol, number: int) -> bool:
    return _shape(operand) == "number" and operand.content == number


def _number_of(operand: Symbol) -> bool:
    return _shape(operand) == "number"


def _minus(operand: Symbol) -> bool:
    """Return whether a symbol is a negative number, whose sign can be drawn out."""
    return _number_of(operand) and not isinstance(operand.content, str) and operand.content < 0


def _folded(operation: str, a: Symbol, b: Symbol, compute: Callable[[Any, Any], Any]) -> Symbol:
    if _number_of(a) and _number_of(b) and not _inexact(a) and not _inexact(b):
        return symbol(compute(a.content, b.content))
    return Symbol(operation, (a, b))


def _inexact(operand: Symbol) -> bool:
    return isinstance(operand.content, float)


@dataclass(frozen=True, slots=True)
class Notation:
    """A way of writing symbols down: the sign of each infix operation, and how the rest is written.

    In `infix` the signs stand with their spaces. `function`, when given, writes what is not infix.
    A notation that `computes` is for programs: no digit may be lost, so nothing is regrouped.
    """

    infix: dict[str, str]
    negative: str = "-"
    function: Callable[[str, list[str]], str] = lambda name, arguments: (
        f"{name}({', '.join(arguments)})"
    )
    name: Callable[[str], str] = str
    negation: str = "not "
    computes: bool = False


_RELATIONS = {
    "less": " < ",
    "less_equal": " <= ",
    "greater": " > ",
    "greater_equal": " >= ",
    "equal": " == ",
    "not_equal": " != ",
    "and": " and ",
    "or": " or ",
}

#: The language of gradcli itself: what is printed can be typed again.
LANGUAGE = Notation(
    {
        **_RELATIONS,
        "add": " + ",
        "subtract": " - ",
        "multiply": "*",
        "divide": "/",
        "remainder": " % ",
        "matmul": " @ ",
        "pow": "^",
    }
)

#: The blackboard: the language with `·`, and with `=` where two numbers are compared.
BLACKBOARD = Notation({**LANGUAGE.infix, "multiply": "·", "equal": " = "})

#: Python source. A power is a call: `**` would answer a complex number for (-8)**(1/3).
PYTHON = Notation(
    {sign: written for sign, written in LANGUAGE.infix.items() if sign != "pow"},
    function=lambda name, arguments: (
        f"({arguments[1]} if {arguments[0]} else {arguments[2]})"
        if name == "where"
        else f"{name}({', '.join(arguments)})"
    ),
    computes=True,
)


def text(expression: Symbol, notation: Notation = LANGUAGE) -> str:
    """Return the expression written in a notation, with brackets only where they are needed.

    >>> x = symbol("x")
    >>> text((x + 1) * x)
    '(x + 1)*x'
    """
    written, _ = _write(expression, notation)
    return written


def _write(expression: Symbol, notation: Notation) -> tuple[str, int]:
    """Return the text and how tightly its outermost operation binds.

    Rules are shallow: recursion is safe.
    """
    if notation.computes and expression.computed is not None:
        return _write(expression.computed, notation)
    operation, arguments = expression.operation, expression.arguments
    if operation == "name":
        return notation.name(str(expression.content)), ATOM
    if operation == "number":
        return _number(expression.content, notation)
    if operation == "numeral":
        written = str(expression.content)
        return written, SUM if written.startswith("-") else PRODUCT if "/" in written else ATOM
    if operation == "because" and notation.computes:
        return _write(arguments[0], notation)
    parts = [_write(argument, notation) for argument in arguments]
    if operation == "negative":
        free = _first_factor(arguments[0], "multiply", "divide", "matmul") != "remainder"
        return notation.negative + _bracketed(*parts[0], PRODUCT if free else POWER), SUM
    if operation == "not":
        return notation.negation + _bracketed(*parts[0], ATOM), NOT
    if operation == "because":
        return f"{parts[0][0]} ({parts[1][0]})", OR
    if operation == "index":
        return f"{_bracketed(*parts[0], ATOM)}[{parts[1][0]}]", ATOM
    if operation == "transpose":
        return f"{_bracketed(*parts[0], ATOM)}.T", ATOM
    if operation == "list":
        return f"[{', '.join(part for part, _ in parts)}]", ATOM
    if operation not in notation.infix:
        return notation.function(operation, [part for part, _ in parts]), ATOM
    least = _least(operation, arguments[1], notation)
    sign = notation.infix[operation]
    joined = sign.join(_bracketed(*part, need) for part, need in zip(parts, least, strict=True))
    return joined, _BINDS[operation]


def _least(operation: str, right: Symbol, notation: Notation) -> tuple[int, int]:
    """Return how tightly the operands of an infix operation must bind to stand without brackets.

    Powers group to the right, everything else to the left; relations never chain.
    """
    binds = _BINDS[operation]
    if operation == "pow":
        return binds + 1, binds
    if binds == CONDITION:
        return binds + 1, binds + 1
    free = operation in ("add", "and", "or") and right.operation != "numeral"
    if operation == "multiply" and right.operation == "multiply":
        free = _first_factor(right, "multiply", "divide") not in ("remainder", "matmul")
    return binds, binds if free and not notation.computes else binds + 1


def _first_factor(expression: Symbol, *through: str) -> str:
    """Return the operation of the first factor of a product, looking through some operations."""
    while expression.operation in through:
        expression = expression.arguments[0]
    return expression.operation


def _bracketed(written: str, binds: int, least: int) -> str:
    return written if binds >= least else f"({written})"


def _number(content: Any, notation: Notation) -> tuple[str, int]:
    if isinstance(content, Fraction) and content.denominator != 1:
        return str(content), SUM if content < 0 else PRODUCT
    if isinstance(content, float) and not math.isfinite(content):
        # In Python a number too large for a float is inf, whatever names are known.
        large = "1e999" if notation.computes else "inf"
        written = {math.inf: large, -math.inf: "-" + large}.get(content, "nan")
    elif notation.computes and isinstance(content, int):
        # Whole numbers too, so that no value of a program becomes an int.
        written = repr(float(content))
    else:
        written = repr(content) if isinstance(content, float) else str(content)
    return written, SUM if written.startswith("-") else ATOM
