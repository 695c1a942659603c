"""How quantities are written, as text alone: what is above and below in `df/dx`, and brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from gradcli.errors import GradcliError


def plain(text: str) -> str:
    """Return a quantity in plain characters: `∂` is `d`, full-width signs are what they look like.

    >>> plain(" ∂f/∂x ")
    'df/dx'
    """
    if not text.isascii():
        from gradcli.language.normalise import normalise

        with suppress(GradcliError):
            text = normalise(text.replace("∂", "d")).text
    return " ".join(text.split())


def mode_of(text: str) -> tuple[str, str]:
    """Return `local` or `total`, if the text begins with it, and the rest."""
    word, _, rest = text.partition(" ")
    return (word, rest) if word in ("local", "total") and rest else ("", text)


#: A name with indices, calls and methods behind it.
POSTFIX = re.compile(r"[^\W\d]\w*(\.\w+|\[[^\[\]]*\]|\([^()]*\))*")


def splits(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands above and below in `d…/d…`, for each / that may be the one."""
    if not text.startswith("d"):
        return
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        below = text[place + 1 :].lstrip()
        if sign == "/" and depth == 0 and below.startswith("d"):
            above, below = text[1:place].strip(), below[1:].strip()
            if above and below:
                yield above, below


def without_brackets(text: str) -> str:
    """Return the text without the brackets around all of it."""
    while text.startswith("(") and _closing(text) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _closing(text: str) -> int:
    """Return the place of the bracket that closes the first one, -1 if none does."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return place
    return -1
