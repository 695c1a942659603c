"""Breaking a text into lines that fit, at spaces and between wide characters."""

from __future__ import annotations

from collections.abc import Iterator

from gradcli.render.cells import cells

#: Signs before which a line must not break, and those after which it must not.
_NO_START, _NO_END = frozenset("，。；：！？、）》”’%,.;:!?)]"), frozenset("（《“‘([")


def wrapped(text: str, width: int) -> Iterator[str]:
    """Yield the lines of a text that is broken at spaces, and between wide characters.

    >>> list(wrapped("one two three", 8)), list(wrapped("先向前，再反向", 7))
    (['one two', 'three'], ['先向', '前，再', '反向'])
    """
    line = ""
    for piece in _pieces(text):
        if line.strip() and cells(line + piece.rstrip()) > width:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    if line.strip():
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Yield the parts of a text between which a line may break."""
    piece = ""
    for place, sign in enumerate(text):
        piece += sign
        following = text[place + 1 : place + 2]
        if following in _NO_START or sign in _NO_END:
            continue
        if (sign == " " and following != " ") or _is_wide(sign) or _is_wide(following):
            yield piece
            piece = ""
    if piece:
        yield piece


def _is_wide(sign: str) -> bool:
    return sign >= "\u2e80" and cells(sign) == 2
