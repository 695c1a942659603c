"""Expressions as symbols: what a rule says when it is read instead of computed.

A `Symbol` is a small tree. It is built by the overloaded operators and elementary functions that the rules of
the operators are written with, lightly simplified (`1*x` is `x`, `2 - 1` is `1`), and printed as text of the
language, on the screen with `·`, as Python or as LaTeX.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

#: How tightly an operation binds; brackets are written where a looser one stands inside a tighter one.
CONDITION, SUM, PRODUCT, SIGN, POWER, ATOM = range(6)

_BINDS = {
    "less": CONDITION,
    "less_equal": CONDITION,
    "greater": CONDITION,
    "greater_equal": CONDITION,
    "equal": CONDITION,
    "not_equal": CONDITION,
    "and": CONDITION,
    "or": CONDITION,
    "not": CONDITION,
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

    A name may carry the `value` that it stands for, so that a rule with cases is read as the case in force.
    """

    operation: str
    arguments: tuple[Symbol, ...] = ()
    content: str | int | float | Fraction = ""
    value: Any = None

    # The overloaded operators are the notation in which every rule is written.
    def __add__(self, other: Any) -> Symbol:
        other = symbol(other)
        if _is(self, 0):
            return other
        if _is(other, 0):
            return self
        if other.operation == "negative":
            return self - other.arguments[0]
        return _folded("add", self, other, lambda a, b: a + b)

    def __radd__(self, other: Any) -> Symbol:
        return symbol(other) + self

    def __sub__(self, other: Any) -> Symbol:
        other = symbol(other)
        if _is(other, 0):
            return self
        if _is(self, 0):
            return -other
        return _folded("subtract", self, other, lambda a, b: a - b)

    def __rsub__(self, other: Any) -> Symbol:
        return symbol(other) - self

    def __mul__(self, other: Any) -> Symbol:
        other = symbol(other)
        for one, rest in ((self, other), (other, self)):
            if _is(one, 0):
                return one
            if _is(one, 1):
                return rest
            if _is(one, -1):
                return -rest
        if self.operation == "negative":
            return -(self.arguments[0] * other)
        if other.operation == "negative":
            return -(self * other.arguments[0])
        return _folded("multiply", self, other, lambda a, b: a * b)

    def __rmul__(self, other: Any) -> Symbol:
        return symbol(other) * self

    def __truediv__(self, other: Any) -> Symbol:
        other = symbol(other)
        if _is(other, 1):
            return self
        if self.operation == "divide" and self.arguments[1] is other:
            return self.arguments[0] / other**2
        if self.operation == "negative":
            return -(self.arguments[0] / other)
        return Symbol("divide", (self, other))

    def __rtruediv__(self, other: Any) -> Symbol:
        return symbol(other) / self

    def __mod__(self, other: Any) -> Symbol:
        return Symbol("remainder", (self, symbol(other)))

    def __rmod__(self, other: Any) -> Symbol:
        return symbol(other) % self

    def __pow__(self, other: Any) -> Symbol:
        other = symbol(other)
        if _is(other, 1):
            return self
        if _is(other, 0):
            return symbol(1)
        return Symbol("pow", (self, other))

    def __rpow__(self, other: Any) -> Symbol:
        return symbol(other) ** self

    def __matmul__(self, other: Any) -> Symbol:
        return Symbol("matmul", (self, symbol(other)))

    def __rmatmul__(self, other: Any) -> Symbol:
        return symbol(other) @ self

    def __neg__(self) -> Symbol:
        if self.operation == "number":
            return symbol(-self.content)  # type: ignore[operator]
        if self.operation == "negative":
            return self.arguments[0]
        if self.operation == "subtract":
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


def symbol(value: Any, stands_for: Any = None) -> Symbol:
    """Return a symbol for a name (a string), a number, or a symbol; a name may stand for a number."""
    if isinstance(value, Symbol):
        return value
    if isinstance(value, str):
        return Symbol("name", content=value, value=stands_for)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return Symbol("number", content=value)


def call(function: str, *arguments: Any) -> Symbol:
    """Return the application of a named function."""
    if function == "pow":
        return symbol(arguments[0]) ** symbol(arguments[1])
    return Symbol(function, tuple(symbol(argument) for argument in arguments))


#: What each relation means, and the relation that holds when it does not.
_TRUTH: dict[str, tuple[Callable[[Any, Any], bool], str]] = {
    "less": (operator.lt, "greater_equal"),
    "less_equal": (operator.le, "greater"),
    "greater": (operator.gt, "less_equal"),
    "greater_equal": (operator.ge, "less"),
    "equal": (operator.eq, "not_equal"),
    "not_equal": (operator.ne, "equal"),
}


def truth(condition: Symbol) -> bool | None:
    """Return whether a condition holds for the values its names stand for, or None if that is not known."""
    operation, arguments = condition.operation, condition.arguments
    if operation in _TRUTH:
        values = [a.content if a.operation == "number" else a.value for a in arguments]
        return None if None in values else _TRUTH[operation][0](*values)
    known = [truth(argument) for argument in arguments]
    if operation == "not":
        return None if known[0] is None else not known[0]
    if operation == "and":
        return False if False in known else None if None in known else True
    return True if True in known else None if None in known else False


def opposite(condition: Symbol) -> Symbol:
    """Return the condition that holds exactly when this one does not."""
    operation, arguments = condition.operation, condition.arguments
    if operation in _TRUTH:
        return Symbol(_TRUTH[operation][1], arguments)
    if operation == "not":
        return arguments[0]
    turned = tuple(opposite(argument) for argument in arguments)
    return Symbol("or" if operation == "and" else "and", turned)


def choice(condition: Symbol, then: Any, otherwise: Any) -> Symbol:
    """Return the branch in force where that is known, otherwise `where(condition, then, otherwise)`.

    A branch that is a bare number is given its reason, `1 (x > 0)`, unless the reason is about numbers alone.
    """
    then, otherwise = symbol(then), symbol(otherwise)
    holds = truth(condition)
    if holds is None:
        same = then.operation == otherwise.operation == "number"
        if same and then.content == otherwise.content:
            return then
        return Symbol("where", (condition, then, otherwise))
    branch, reason = (then, condition) if holds else (otherwise, opposite(condition))
    if branch.operation == "number" and any(a.operation != "number" for a in reason.arguments):
        return Symbol("because", (branch, reason))
    return branch


def _is(operand: Symbol, number: int) -> bool:
    return operand.operation == "number" and operand.content == number


def _folded(operation: str, a: Symbol, b: Symbol, compute: Callable[[Any, Any], Any]) -> Symbol:
    if a.operation == b.operation == "number" and not _inexact(a) and not _inexact(b):
        return symbol(compute(a.content, b.content))
    return Symbol(operation, (a, b))


def _inexact(operand: Symbol) -> bool:
    return isinstance(operand.content, float)


@dataclass(frozen=True, slots=True)
class Notation:
    """A way of writing symbols down: the sign of each infix operation, and how the rest is written.

    In `infix` the signs stand with their spaces. `function`, when given, writes what is not infix.
    """

    infix: dict[str, str]
    negative: str = "-"
    function: Callable[[str, list[str]], str] = lambda name, arguments: (
        f"{name}({', '.join(arguments)})"
    )
    name: Callable[[str], str] = str


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

#: The blackboard: the language with `·`.
BLACKBOARD = Notation({**LANGUAGE.infix, "multiply": "·"})

#: Python source. A power is a call: `**` would answer a complex number for (-8)**(1/3).
PYTHON = Notation(
    {sign: written for sign, written in LANGUAGE.infix.items() if sign != "pow"},
    function=lambda name, arguments: (
        f"({arguments[1]} if {arguments[0]} else {arguments[2]})"
        if name == "where"
        else f"{name}({', '.join(arguments)})"
    ),
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
    """Return the text and how tightly its outermost operation binds. Rules are shallow: recursion is safe."""
    operation = expression.operation
    if operation == "name":
        return notation.name(str(expression.content)), ATOM
    if operation == "number":
        return _number(expression.content)
    parts = [_write(argument, notation) for argument in expression.arguments]
    if operation == "negative":
        return notation.negative + _bracketed(*parts[0], PRODUCT), SUM
    if operation == "not":
        return "not " + _bracketed(*parts[0], ATOM), CONDITION
    if operation == "because":
        return f"{parts[0][0]} ({parts[1][0]})", CONDITION
    if operation == "index":
        return f"{_bracketed(*parts[0], ATOM)}[{parts[1][0]}]", ATOM
    if operation not in notation.infix:
        return notation.function(operation, [part for part, _ in parts]), ATOM
    binds = _BINDS[operation]
    # Powers group to the right, everything else to the left; relations never chain.
    left = binds + 1 if operation == "pow" or binds == CONDITION else binds
    right = binds if operation in ("pow", "add", "and", "or") else binds + 1
    if operation == "multiply":
        right = binds if parts[1][1] != PRODUCT or _product(expression.arguments[1]) else binds + 1
    joined = _bracketed(*parts[0], left) + notation.infix[operation] + _bracketed(*parts[1], right)
    return joined, binds


def _product(expression: Symbol) -> bool:
    return expression.operation == "multiply"


def _bracketed(written: str, binds: int, least: int) -> str:
    return written if binds >= least else f"({written})"


def _number(content: object) -> tuple[str, int]:
    if isinstance(content, Fraction) and content.denominator != 1:
        return str(content), SUM if content < 0 else PRODUCT
    if isinstance(content, float) and not math.isfinite(content):
        written = {math.inf: "inf", -math.inf: "-inf"}.get(content, "nan")
    else:
        written = repr(content) if isinstance(content, float) else str(content)
    return written, SUM if written.startswith("-") else ATOM
