"""What the grammar need not know: comments, and lines that go on inside brackets.

Both become blanks, one for one, so that every place in the text stays what it was.
"""

from __future__ import annotations

import re
from itertools import repeat


def laid_out(text: str) -> str:
    """Return the text with comments, and ends of lines inside brackets, made blank.

    >>> laid_out("f(x, # one" + chr(10) + "  y)")
    'f(x,         y)'
    """
    if "#" in text:
        text = re.sub(r"#[^\r\n]*", _blank, text)
    if ("\n" in text or "\r" in text) and not _lines_balanced(text):
        text = _joined(text)
    return text


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _lines_balanced(text: str) -> bool:
    """Return whether every line closes as many brackets as it opens: nearly all texts do."""
    if "(" not in text and "[" not in text:
        return True
    lines = text.splitlines()
    return all(
        list(map(str.count, lines, repeat(opening))) == list(map(str.count, lines, repeat(closing)))
        for opening, closing in ("()", "[]")
    )


def _joined(text: str) -> str:
    parts: list[str] = []
    depth = done = 0
    for found in re.finditer(r"[()\[\]\r\n]", text):
        sign = found.group()
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth = max(depth - 1, 0)
        elif depth:
            parts += (text[done : found.start()], " ")
            done = found.end()
    return "".join((*parts, text[done:]))
