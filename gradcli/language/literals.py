"""How numbers, arrays and the values of options are written in the language."""

from __future__ import annotations

from gradcli.graph import Literal


def literal_text(literal: Literal) -> str:
    """Return a number or an array as it is typed. Arrays have few axes: recursion is safe.

    >>> literal_text((("1", "-2"), ("3", "4")))
    '[[1, -2], [3, 4]]'
    """
    if isinstance(literal, str):
        return literal
    return f"[{', '.join(map(literal_text, literal))}]"


def option_text(value: object) -> str:
    """Return the value of an option as it is typed.

    >>> option_text((0, 1)), option_text(0.5), option_text(None)
    ('[0, 1]', '0.5', 'None')
    """
    if isinstance(value, tuple):
        return f"[{', '.join(map(option_text, value))}]"
    return str(value)
