"""Text from outside, made safe to show: no message carries control characters to a terminal."""

from __future__ import annotations

import unicodedata

#: Categories that show no sign: control, format, surrogate, line and paragraph separator.
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


def printable(text: str) -> str:
    r"""Return a text with control characters, invisible marks and broken bytes written as escapes.

    >>> printable("a\x1b[31m\n")
    'a\\x1b[31m\\n'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join([_escaped(sign) if _hidden(sign) else sign for sign in text])


def _hidden(sign: str) -> bool:
    return unicodedata.category(sign) in _INVISIBLE


def _escaped(sign: str) -> str:
    return repr(sign)[1:-1] if sign != "'" else sign
