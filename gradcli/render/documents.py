"""JSON documents as text: short parts on one line, long ones over several."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from json.encoder import JSONEncoder, encode_basestring
from typing import Any

#: Columns of a line that holds a whole list or object.
_LINE = 100


_encode = JSONEncoder(ensure_ascii=False, allow_nan=False).encode

#: What is met most; each is written as the encoder writes it.
_WRITERS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    float: lambda number: repr(number) if math.isfinite(number) else _encode(number),
    int: repr,
    bool: lambda truth: "true" if truth else "false",
    type(None): lambda _: "null",
}


def pretty(part: Any, depth: int = 0) -> str:
    """Return JSON with a line for each short list or object, and longer ones over several lines.

    `depth` is that of the part in its document, which has only a few levels, and so has an array.

    >>> print(pretty({"version": 1, "value": [1.0, 2.0]}))
    {"version": 1, "value": [1.0, 2.0]}
    """
    write = _WRITERS.get(type(part))
    if write is not None:
        return write(part)
    if not isinstance(part, (dict, list)):
        return _encode(part)
    if isinstance(part, dict):
        items = [f"{encode_basestring(key)}: {pretty(part[key], depth + 1)}" for key in part]
        return laid_out("{}", items, depth)
    return laid_out("[]", [pretty(value, depth + 1) for value in part], depth)


def laid_out(brackets: str, items: Sequence[str], depth: int) -> str:
    """Return a list or object of items that are JSON already, on one line if they are short."""
    left, right = brackets[0], brackets[1]
    inside = ", ".join(items)
    if 2 * depth + len(inside) + 2 <= _LINE and "\n" not in inside:
        return f"{left}{inside}{right}"
    inner = "\n" + "  " * (depth + 1)
    return f"{left}{inner}{(',' + inner).join(items)}\n{'  ' * depth}{right}"
