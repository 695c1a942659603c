"""What stands on a blackboard beside the rules: ∂f/∂x, products and sums of numbers.

They are symbols like any, with operations of their own: `derivative`, `times` (a product of
numbers), `chain` (of derivatives), `plus`, `vjp` (what an operator on arrays hands on). Each form
of output writes them in its own way; `plain` writes them as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gradcli.numerals import in_product
from gradcli.operators.elementary import Value, is_array
from gradcli.operators.symbols import BLACKBOARD, Symbol, symbol, text
from gradcli.render.labels import known
from gradcli.render.quantities import on_one_line

#: A formula as text in some form of output, and how tightly its outermost operation binds.
Written = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Equation:
    """A chain of equations: the sides, of which neighbours are not the same text."""

    sides: tuple[Symbol, ...]


def equation(*sides: Symbol | None) -> Equation:
    """Return an equation of the sides that are there, none repeated.

    >>> [plain(side) for side in equation(symbol("q"), symbol("z"), None, symbol("z")).sides]
    ['q', 'z']
    """
    kept: list[Symbol] = []
    for side in sides:
        if side is not None and (not kept or plain(side) != plain(kept[-1])):
            kept.append(side)
    return Equation(tuple(kept))


def derivative(above: str, below: str) -> Symbol:
    """Return ∂above/∂below."""
    return Symbol("derivative", (symbol(above), symbol(below)))


def numeral(value: Value, digits: int, language: str = "en") -> Symbol:
    """Return a value as it is shown; it stands for itself in rules with cases."""
    content = on_one_line(value, digits, language)
    return Symbol("numeral", content=content, value=known_value(value))


def known_value(value: Any) -> Any:
    """Return a value for rules and for matrices: a number, or an array."""
    return value if is_array(value) else known(value)


def times(*factors: Symbol) -> Symbol:
    """Return a product of numbers."""
    return factors[0] if len(factors) == 1 else Symbol("times", factors)


def chain(derivatives: Sequence[Symbol]) -> Symbol:
    """Return a product of derivatives or formulas."""
    return derivatives[0] if len(derivatives) == 1 else Symbol("chain", tuple(derivatives))


def plus(addends: Sequence[Symbol]) -> Symbol:
    """Return a sum."""
    return addends[0] if len(addends) == 1 else Symbol("plus", tuple(addends))


def vjp(template: str, names: dict[str, Symbol], written: str) -> Symbol:
    """Return what an operator on arrays hands on: its formula, and what its names stand for."""
    return Symbol("vjp", content=template, value=(names, written))


#: A part of a formula: Chinese with its signs, a function with its bracket, a name, a number.
_TOKEN = r"[\u3000-\u9fff\uff00-\uffef]+|[^\W\d]\w*\(|\.T|[^\W\d]\w*|[\d.]+|\S"


def vjp_tokens(formula: Symbol) -> Iterator[tuple[str, str | Symbol]]:
    """Yield the parts of what an operator on arrays hands on, in order.

    Each is ("words", several words), ("part", a symbol), ("call", a function before its bracket),
    or ("sign", anything else).
    """
    names: dict[str, Symbol] = formula.value[0]
    words: list[str] = []
    for token in re.findall(_TOKEN, str(formula.content)):
        bare = token.rstrip("(") or token
        word = token == bare and bare.isalpha() and len(bare) > 1 and bare not in names
        if word or token >= "\u3000":
            words.append(bare)
            continue
        if words:
            yield "words", " ".join(words)
            words = []
        if bare in names:
            yield "part", names[bare]
            yield from [("sign", "(")] if bare != token else []
        else:
            yield ("sign", token) if token == bare else ("call", bare)
    if words:
        yield "words", " ".join(words)


def plain(formula: Symbol) -> str:
    """Return a formula as text.

    >>> plain(times(numeral(-4.0, 4), numeral(-1.0, 4)))
    '-4 × (-1)'
    """
    operation, arguments = formula.operation, formula.arguments
    if operation == "derivative":
        return f"∂{plain(arguments[0])}/∂{plain(arguments[1])}"
    if operation == "vjp":
        return str(formula.value[1])
    if operation in ("times", "plus"):
        written = [plain(part) for part in arguments]
        sign = " × " if operation == "times" else " + "
        return sign.join([written[0], *map(_inside, arguments[1:])])
    if operation == "chain":
        return " · ".join(_factor(part) for part in arguments)
    return text(formula, BLACKBOARD)


def written_up(
    formula: Symbol,
    leaf: Callable[[Symbol], Written],
    composed: Callable[[Symbol, list[Written]], Written],
) -> Written:
    """Return a formula written from its leaves up, without recursion: long ones are no problem."""
    done: list[Written] = []
    todo: list[tuple[Symbol, bool]] = [(formula, False)]
    while todo:
        part, ready = todo.pop()
        if ready:
            first = len(done) - len(part.arguments)
            done[first:] = [composed(part, done[first:])]
        elif part.arguments:
            todo.append((part, True))
            todo += [(argument, False) for argument in reversed(part.arguments)]
        else:
            done.append(leaf(part))
    return done[0]


def _inside(part: Symbol) -> str:
    return in_product(plain(part)) if part.operation == "numeral" else plain(part)


def _factor(part: Symbol) -> str:
    written = plain(part)
    loose = part.operation in ("add", "subtract", "negative", "because", "divide", "number")
    if loose and (part.operation != "number" or written.startswith("-")):
        return f"({written})"
    return _inside(part)
