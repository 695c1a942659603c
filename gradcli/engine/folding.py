"""Formulas made ready for a program: what is known before it runs is worked out beforehand."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

from gradcli.operators import elementary
from gradcli.operators.elementary import Elementary
from gradcli.operators.symbols import PYTHON, Symbol, text

#: The elementary functions that a generated program may call, by the name that symbols give them.
ELEMENTARY = {
    function.name: function
    for function in vars(elementary).values()
    if isinstance(function, Elementary)
}

#: Their readings for floats.
REAL = {name: function.real for name, function in ELEMENTARY.items()}

TRUE, FALSE = Symbol("name", content="True"), Symbol("name", content="False")

#: What the connectives do with a condition that is known: it decides, or it may be left out.
_DECIDES = {"and": FALSE, "or": TRUE}


def constant(number: float) -> Symbol:
    """Return a number as a symbol; it keeps being a float."""
    return Symbol("number", content=number)


def folded(expression: Symbol) -> Symbol:
    """Return a formula with its constant parts worked out and its constant conditions decided.

    Every number is the one that the formula would give when it runs, to the last bit.

    >>> from gradcli.operators import OPERATORS
    >>> from gradcli.operators.symbols import symbol
    >>> slope = OPERATORS["pow"].local[0](symbol("x"), constant(2.0), symbol("y"))
    >>> text(folded(slope), PYTHON)
    '2.0*x'
    """
    if expression.computed is not None:
        return folded(expression.computed)
    if not expression.arguments:
        return expression
    if expression.operation == "because":
        return folded(expression.arguments[0])
    arguments = tuple(map(folded, expression.arguments))
    decided = _decided(expression.operation, arguments)
    if decided is not None:
        return decided
    return _worked_out(Symbol(expression.operation, arguments, expression.content))


def _decided(operation: str, arguments: tuple[Symbol, ...]) -> Symbol | None:
    """Return what is left of a choice, a connective or a power when a part of it is known."""
    if operation == "where" and _is_truth(arguments[0]):
        return arguments[1 if arguments[0].content == "True" else 2]
    if operation == "not" and _is_truth(arguments[0]):
        return FALSE if arguments[0].content == "True" else TRUE
    if operation in _DECIDES:
        known = [argument for argument in arguments if _is_truth(argument)]
        if known:
            one = known[0]
            rest = next((argument for argument in arguments if argument is not one), one)
            return one if one.content == _DECIDES[operation].content else rest
    if operation == "pow" and arguments[1].operation == "number" and arguments[1].content == 1:
        return arguments[0]  # exact for every number, nan among them
    return None


def _is_truth(expression: Symbol) -> bool:
    return expression.operation == "name" and expression.content in ("True", "False")


def _worked_out(expression: Symbol) -> Symbol:
    """Return the number or truth of an operation on numbers, or else the operation itself."""
    if not all(argument.operation == "number" for argument in expression.arguments):
        return expression
    try:
        value = _evaluated(text(expression, PYTHON))
    except (ArithmeticError, ValueError, TypeError, NameError):
        return expression
    if isinstance(value, bool):
        return TRUE if value else FALSE
    known = isinstance(value, float) and math.isfinite(value)
    return constant(value) if known else expression


@lru_cache(maxsize=1_000)
def _evaluated(formula: str) -> Any:
    return eval(formula, dict(REAL))


def plain(expression: Symbol) -> bool:
    """Return whether a formula has no conditions and no choices, and so holds for arrays, too."""
    if not expression.arguments:
        return not _is_truth(expression)
    if expression.operation in _WITH_CONDITIONS:
        return False
    return all(map(plain, expression.arguments))


_WITH_CONDITIONS = frozenset(
    (
        *("where", "and", "or", "not", "index"),
        *("less", "less_equal", "greater", "greater_equal", "equal", "not_equal"),
    )
)
