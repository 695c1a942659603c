"""An operator read with symbols: its operation over some operands, and its rules as text.

The rules are the functions that compute the local gradients, so that text and number cannot
disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gradcli.graph import Options
from gradcli.operators.declaration import TIES, Operator
from gradcli.operators.symbols import LANGUAGE, Notation, Symbol, symbol

#: What a rule may raise that cannot be read with symbols.
UNREADABLE = (TypeError, AttributeError, ValueError, ArithmeticError)

#: Whole floats from here on are typed as floats: in full they would have very many digits.
_LONG = 1e15


def rule_read(
    operator: Operator,
    position: int,
    arguments: Sequence[Symbol],
    options: Mapping[str, Any],
    number: Any,
) -> Symbol | None:
    """Return the local gradient of an elementwise operator over symbols for operands and value.

    `number` is the local gradient itself: where the rule is a number too, they must agree, which
    tells the convention for ties in force. None if the rule cannot be read.

    >>> from gradcli.operators import OPERATORS
    >>> from gradcli.operators.symbols import text
    >>> x, y, p = map(symbol, "xyp")
    >>> text(rule_read(OPERATORS["multiply"], 0, [x, y, p], {}, 5.0))
    'y'
    """
    rule = operator.local[position] if operator.local else None
    if rule is None:
        return None
    read: Symbol | None = None
    for chosen in _conventions(operator, options):
        try:
            read = symbol(rule(*arguments, **chosen))
        except UNREADABLE:
            return None
        if _agrees(read, number):
            return read
    return None if operator.ties else read


def _conventions(operator: Operator, options: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if not operator.ties:
        yield {**options}
        return
    for ties in TIES:
        yield {**options, "ties": ties}


def _agrees(rule: Symbol, number: Any) -> bool:
    read = rule.arguments[0] if rule.operation == "because" else rule
    if read.operation != "number" or hasattr(number, "shape"):
        return True
    return bool(read.content == number)


def product_read(
    operator: Operator, position: int, names: Mapping[str, str], notation: Notation = LANGUAGE
) -> str | None:
    """Return the vector-Jacobian product of an operator, with names for its operands, `y` and `g`.

    None where the operator has none for that operand.

    >>> from gradcli.operators import OPERATORS
    >>> product_read(OPERATORS["matmul"], 0, {"b": "W", "g": "df/dY"})
    'df/dY @ W.T'
    """
    place = 0 if operator.variadic else position
    if place >= len(operator.vjp_text):
        return None
    put = re.sub(
        r"(?<![\w.])[^\W\d]\w*(?![\w(])",
        lambda found: names.get(found[0], found[0]),
        operator.vjp_text[place],
    )
    return put.replace("*", notation.infix["multiply"])


def operation_read(operator: Operator, operands: Sequence[Symbol], options: Options) -> Symbol:
    """Return an operation over the symbols of its operands, as the language writes it.

    >>> from gradcli.operators import OPERATORS
    >>> from gradcli.operators.symbols import text
    >>> text(operation_read(OPERATORS["maximum"], [symbol("z"), symbol("w")], {}))
    'max(z, w)'
    """
    name = operator.name
    if name == "index":
        return Symbol("index", (operands[0], symbol(index_text(options))))
    if name == "transpose":
        return Symbol("transpose", (operands[0],))
    if name == "stack" and not any(options.values()):
        return Symbol("list", tuple(operands))
    if name in LANGUAGE.infix or name in ("negative", "not"):
        return Symbol(name, tuple(operands))
    called = operator.calls[0] if operator.calls else name
    named = (symbol(f"{option}={option_text(value)}") for option, value in options.items())
    return Symbol(called, (*operands, *named))


def option_text(value: Any) -> str:
    """Return an option's value as it is typed.

    >>> option_text((2, 3)), option_text(2.0), option_text("sum"), option_text(None)
    ('[2, 3]', '2', '"sum"', 'None')
    """
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, tuple):
        return f"[{', '.join(map(option_text, value))}]"
    if isinstance(value, float) and value.is_integer() and abs(value) < _LONG:
        return str(int(value))
    return str(value)


def index_text(options: Options) -> str:
    """Return the places of an index, its only option, as they are typed.

    >>> index_text({"index": (0, (1, None, 2))})
    '0, 1::2'
    """
    places: Any = options.get("index", ())
    return ", ".join(
        _slice_text(place) if isinstance(place, tuple) else str(place) for place in places
    )


def _slice_text(item: tuple[int | None, ...]) -> str:
    start, stop, step = ("" if part is None else str(part) for part in item)
    return f"{start}:{stop}:{step}" if step else f"{start}:{stop}"
