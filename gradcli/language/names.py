"""The variables of a text that need not be finished, for a shell that completes it."""

from __future__ import annotations

from gradcli.errors import GradcliError
from gradcli.graph import INPUT
from gradcli.language.layout import laid_out
from gradcli.language.normalise import normalise
from gradcli.language.parser import BLANKS, kind_of, tokens
from gradcli.operators import CONSTANTS

_OPENING, _CLOSING = frozenset("(["), frozenset(")]")


def names_in(text: str) -> list[str]:
    """Return the variables without a value of a program, in the order in which they appear."""
    from gradcli.language import parse

    try:
        graph = parse(text)
    except GradcliError:
        return _guessed(text)
    return [name for name, node in graph.inputs.items() if graph.operators[node] == INPUT]


def _guessed(text: str) -> list[str]:
    """Return the names that are neither functions, options, constants nor assigned."""
    try:
        plain = normalise(text).text
    except GradcliError:
        plain = text
    words = [piece.rstrip(BLANKS) for piece, _ in tokens(laid_out(plain))]
    found: dict[str, None] = {}
    assigned: set[str] = set()
    depth = 0
    for before, word, behind in zip(["", *words], words, [*words[1:], ""], strict=False):
        depth += (word in _OPENING) - (word in _CLOSING)
        if not word or kind_of(word) != "NAME" or before == "." or behind == "(":
            continue
        if behind == "=":
            assigned |= {word} if depth <= 0 else set()
        elif not (before == "=" and depth > 0) and word not in CONSTANTS:
            found.setdefault(word)
    return [name for name in found if name not in assigned]
