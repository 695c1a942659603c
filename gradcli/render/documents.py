"""JSON documents as text: short parts on one line, long ones over several."""

from __future__ import annotations

import math
from collections.abc import Callable
from json.encoder import JSONEncoder, encode_basestring
from typing import Any

#: Columns of a line that holds a whole list or object.
_LINE = 100


class Written(str):
    """A part of a document that is JSON already."""

    __slots__ = ()


_encode = JSONEncoder(ensure_ascii=False, allow_nan=False).encode

#: What is met most; each is written as the encoder writes it.
_WRITERS: dict[type, Callable[[Any], str]] = {
    Written: str,
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
        left, right = "{}"
        items = [f"{encode_basestring(key)}: {pretty(part[key], depth + 1)}" for key in part]
    else:
        left, right = "[]"
        items = [pretty(value, depth + 1) for value in part]
    length = 2 * depth + sum(map(len, items)) + 2 * len(items)
    if length <= _LINE and not any("\n" in item for item in items):
        return f"{left}{', '.join(items)}{right}"
    inner = "\n" + "  " * (depth + 1)
    return f"{left}{inner}{(',' + inner).join(items)}\n{'  ' * depth}{right}"
