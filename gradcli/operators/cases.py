"""Rules with cases, read as symbols: which case is in force, and for what reason."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from typing import Any

from gradcli.operators.symbols import Symbol, symbol, text

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
    """Return whether a condition holds for the values of its names, None if that is not known."""
    operation, arguments = condition.operation, condition.arguments
    if operation in _TRUTH:
        values = [_value(argument) for argument in arguments]
        return None if None in values else bool(_TRUTH[operation][0](*values))
    if operation not in ("not", "and", "or"):
        held = _value(condition)
        return None if held is None else bool(held)
    known = [truth(argument) for argument in arguments]
    if operation == "not":
        return None if known[0] is None else not known[0]
    deciding = operation == "or"
    return deciding if deciding in known else None if None in known else not deciding


def _value(expression: Symbol) -> Any:
    """Return the number that a name or number stands for; None if unknown, or an array of many."""
    value = expression.content if expression.operation == "number" else expression.value
    return None if hasattr(value, "shape") and value.shape else value


def opposite(condition: Symbol) -> Symbol:
    """Return the condition that holds exactly when this one does not."""
    operation, arguments = condition.operation, condition.arguments
    if operation in _TRUTH:
        return Symbol(_TRUTH[operation][1], arguments)
    if operation == "not":
        return arguments[0]
    if operation not in ("and", "or"):
        return ~condition
    turned = tuple(opposite(argument) for argument in arguments)
    return Symbol("or" if operation == "and" else "and", turned)


def choice(condition: Symbol, then: Any, otherwise: Any) -> Symbol:
    """Return the branch in force where that is known, otherwise `where(condition, a, b)`.

    A branch that is a bare number is given its reason, `1 (x > 0)`, unless the reason is about
    numbers alone.
    """
    first, second = symbol(then), symbol(otherwise)
    holds = truth(condition)
    if holds is None:
        same = first.operation == second.operation == "number"
        if same and first.content == second.content:
            return first
        return Symbol("where", (condition, first, second))
    return justified(first, condition) if holds else justified(second, opposite(condition))


def justified(branch: Symbol, reason: Symbol) -> Symbol:
    """Return a branch as it reads where it is in force: a bare number is given its reason."""
    if branch.operation == "because":
        number, inner = branch.arguments
        return Symbol("because", (number, _both(reason, inner)))
    if branch.operation == "number" and _about_names(reason):
        return Symbol("because", (branch, reason))
    return branch


def leaves(tree: Symbol) -> Iterator[tuple[Symbol | None, Symbol]]:
    """Yield every branch of nested cases with the condition under which it is in force.

    The conditions are to be tried in order; the last one is None, for whatever is left.

    >>> x = symbol("x")
    >>> tree = Symbol("where", (x > 0, symbol(1), Symbol("where", (x < 0, symbol(0), x))))
    >>> [(str(condition), str(branch)) for condition, branch in leaves(tree)]
    [('x > 0', '1 (x > 0)'), ('x < 0', '0 (x < 0)'), ('None', 'x')]
    """
    if tree.operation != "where":
        yield None, tree
        return
    condition, then, otherwise = tree.arguments
    for inner, branch in leaves(then):
        both = condition if inner is None else condition & inner
        yield both, justified(branch, condition)
    for inner, branch in leaves(otherwise):
        yield inner, justified(branch, opposite(condition))


def _about_names(reason: Symbol) -> bool:
    return any(a.operation != "number" for a in reason.arguments or (reason,))


def _both(outer: Symbol, inner: Symbol) -> Symbol:
    """Return the reason for a choice inside a choice: `x <= 0` and `x >= 0` are `x == 0`."""
    bounds = {"less_equal", "greater_equal"}
    if {outer.operation, inner.operation} == bounds and _same(outer, inner):
        return Symbol("equal", inner.arguments)
    return inner


def _same(one: Symbol, other: Symbol) -> bool:
    return [*map(text, one.arguments)] == [*map(text, other.arguments)]
