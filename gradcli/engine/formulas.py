"""The operators' rules as Python over the operands of a node: read once, written down many times.

An operand is the name of a variable, or a number as it is written: `v3`, `2.0`. What is known of a
formula beforehand is worked out beforehand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from gradcli.engine.folding import FALSE, TRUE, constant, folded, plain
from gradcli.operators.reading import UNREADABLE
from gradcli.operators.symbols import PYTHON, Symbol, symbol, text
from gradcli.records import replace

#: How many formulas are remembered; there are a few for each operator.
_REMEMBERED = 4_000

#: How a number begins, and no name.
_NUMERIC = "-0123456789"

#: Options as they are given to a rule, in a form that can be remembered.
_Given = tuple[tuple[str, Any], ...]


def formula(
    rule: Callable[..., Any],
    operands: Sequence[str],
    options: Mapping[str, Any],
    *,
    floats: bool,
    factor: str | None = None,
) -> str | None:
    """Return what a rule says of its operands, times a factor if one is given.

    None where the rule cannot be written as a formula; with `floats` it is one of plain numbers,
    else one that also holds for arrays.

    >>> formula(lambda a, b: a * b + (2 - 1), ("v0", "3.0"), {}, floats=True)
    'v0*3.0 + 1.0'
    """
    given = tuple(options.items()) if options else ()
    arguments = operands if factor is None else (factor, *operands)
    known = tuple([argument if argument[0] in _NUMERIC else None for argument in arguments])
    template = _template(rule, known, given, floats, factor is not None)
    return None if template is None else template.format(*arguments)


def condition(
    holds: Callable[..., Any],
    operands: Sequence[str],
    options: Mapping[str, Any],
    *,
    floats: bool,
) -> str | None:
    """Return a condition, `True` or `False` where it is known beforehand; None as for `formula`.

    >>> condition(lambda a: a > 0, ("v0",), {}, floats=True)
    'v0 > 0.0'
    """
    known = tuple([operand if operand[0] in _NUMERIC else None for operand in operands])
    template = _test(holds, known, tuple(options.items()) if options else (), floats)
    return None if template is None else template.format(*operands)


def is_number(written: str) -> bool:
    """Return whether what a formula comes to is a number."""
    try:
        float(written)
    except ValueError:
        return False
    return written[0] in _NUMERIC


def _call(name: str, arguments: list[str]) -> str:
    """Write a function of floats; a square is a product, which costs a third of a call."""
    if name != "pow" or arguments[1] != "2.0":
        return PYTHON.function(name, arguments)
    base = arguments[0]
    return f"({base}*{base})" if _OPERAND.fullmatch(base) else f"((s := {base})*s)"


_OPERAND = re.compile(r"\{\d+\}")

_FLOATS = replace(PYTHON, function=_call)


@lru_cache(_REMEMBERED)
def _template(
    rule: Callable[..., Any],
    known: tuple[str | None, ...],
    given: _Given,
    floats: bool,
    times: bool,
) -> str | None:
    """Return a formula with a place `{0}` for each operand that is not known."""
    places = _places(known)
    try:
        read = folded(symbol(rule(*places[times:], **dict(given))))
    except UNREADABLE:
        return None
    if not (floats or plain(read)):
        return None
    return text(places[0] * read if times else read, _FLOATS if floats else PYTHON)


@lru_cache(_REMEMBERED)
def _test(
    holds: Callable[..., Any], known: tuple[str | None, ...], given: _Given, floats: bool
) -> str | None:
    try:
        found = holds(*_places(known), **dict(given))
        read = (TRUE if found else FALSE) if isinstance(found, bool) else folded(symbol(found))
    except UNREADABLE:
        return None
    return text(read, _FLOATS) if floats or read in (TRUE, FALSE) else None


def _places(known: tuple[str | None, ...]) -> list[Symbol]:
    return [
        symbol(f"{{{place}}}") if number is None else constant(float(number))
        for place, number in enumerate(known)
    ]
