"""How numbers and arrays are written in the language."""

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
