"""How sentences and lists are put together in a language; every text with open parts passes here.

Chinese is set apart from Latin letters and digits by a space, and lists things with 、.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

#: What stands between the things of a list, by language; as in English where none is told.
_BETWEEN = {"zh": "、"}

#: Marks where a part was put in; no text has it, since it cannot be typed.
_SEAM = "\0"

#: A comma of a list, or a bracket or quote that may hold commas of its own.
_COMMA = re.compile(r", |[\[({\])}]|\"[^\"]*\"|“[^”]*”")


def filled(text: str, parts: Mapping[str, object]) -> str:
    """Return a text with its parts put in, and a space wherever Chinese and Latin meet there.

    >>> filled("如果{mistake}，就会得到{answer}。", {"mistake": "s 与 t 相乘", "answer": -30})
    '如果 s 与 t 相乘，就会得到 -30。'
    >>> filled("梯度取{gradient}", {"gradient": "两侧共同的值"})
    '梯度取两侧共同的值'
    """
    if text.isascii():
        return text.format_map(parts)
    marked = re.sub(r"(?<!\{)\{\w+(?::[^{}]*)?\}", rf"{_SEAM}\g<0>{_SEAM}", text)
    whole = ""
    for piece in marked.format_map(parts).split(_SEAM):
        whole += " " + piece if whole and piece and _apart(whole[-1], piece[0]) else piece
    return whole


def _apart(one: str, other: str) -> bool:
    """Return whether one character is Chinese and the other the beginning or end of Latin."""
    return (_chinese(one) and _latin(other)) or (_latin(one) and _chinese(other))


def _chinese(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _latin(character: str) -> bool:
    if character.isdecimal() or character in "∂-−`":
        return True
    return character.isalpha() and not _chinese(character)


def listed(texts: Iterable[str], language: str) -> str:
    """Return texts as a list.

    >>> listed(["x", "y"], "en"), listed(["x", "y"], "zh")
    ('x, y', 'x、y')
    """
    return _BETWEEN.get(language, ", ").join(texts)


def relisted(text: str, language: str) -> str:
    """Return an English list as one of a language; commas in brackets and quotes stay.

    >>> relisted("x, log(x, base), [1, 2]", "zh")
    'x、log(x, base)、[1, 2]'
    """
    depth, between = 0, _BETWEEN.get(language, ", ")

    def comma(found: re.Match[str]) -> str:
        nonlocal depth
        if found[0] == ", " and depth == 0:
            return between
        depth += (found[0] in "[({") - (found[0] in "])}")
        return found[0]

    return _COMMA.sub(comma, text)
