"""Text as it was typed or pasted -> the plain text that the grammar reads, and the way back.

Full-width letters and signs, typographic minus and times signs, superscripts and subscripts mean
what they look like. A compatibility normalisation (NFKC) of the whole would be wrong: it makes a
name `x2` of `x²`. ASCII, which is nearly everything, passes through untouched.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from gradcli.graph import Span


class Plain:
    """A text in plain form.

    Character i of `text` stands for the characters `first[i]` up to `last[i]` of `typed`; both are
    empty when the two texts are the same, character by character.
    """

    __slots__ = ("first", "last", "text", "typed")

    def __init__(
        self, typed: str, text: str, first: Sequence[int] = (), last: Sequence[int] = ()
    ) -> None:
        self.typed = typed
        self.text = text
        self.first = first
        self.last = last

    @property
    def identical(self) -> bool:
        """Return whether positions are the same in both texts."""
        return not self.first

    def start(self, place: int) -> int:
        """Return where the character at a place of the plain text starts in the typed text."""
        if self.identical:
            return place
        return self.first[place] if place < len(self.first) else len(self.typed)

    def end(self, place: int) -> int:
        """Return where the character before a place of the plain text ends in the typed text."""
        if self.identical:
            return place
        return self.last[place - 1] if place else 0

    def span(self, start: int, end: int) -> Span:
        """Return a stretch of the plain text as a stretch of the typed text."""
        first = self.start(start)
        return Span(first, max(first, self.end(end)))

    def as_typed(self, start: int, end: int) -> str:
        """Return a stretch of the plain text as it was typed."""
        span = self.span(start, end)
        return self.typed[span.start : span.end]

    def original_spans(self, spans: array[int]) -> array[int]:
        """Return starts and ends, alternating, as places of the typed text."""
        turned = array("i", spans)
        turned[::2] = array("i", map(self.start, spans[::2]))
        turned[1::2] = array("i", map(self.end, spans[1::2]))
        return turned


def normalise(typed: str) -> Plain:
    """Return the text in plain form."""
    if typed.isascii():
        return Plain(typed, typed)
    from gradcli.language.characters import in_plain_characters

    return in_plain_characters(typed)
