"""The tokens around a place that cannot be read, and questions about them."""

from __future__ import annotations

from gradcli.language.normalise import Plain
from gradcli.language.parser import BLANKS, kind_of, tokens

OPENING = {"(": ")", "[": "]"}
CLOSING = {")": "(", "]": "["}
#: Signs that need an operand to their left, and all that need one to their right.
INFIX = frozenset(("*", "/", "%", "@", "^", "**", "<", "<=", ">", ">=", "==", "!=", "and", "or"))
PREFIX = frozenset(("+", "-", "not"))
SIGNS = INFIX | PREFIX


class Scene:
    """All tokens of a text; the one at `here` cannot stand there, and the last is empty."""

    def __init__(self, plain: Plain, layout: str, start: int) -> None:
        self.plain = plain
        found = list(tokens(layout))
        self.words = [*(_word(piece) for piece, _ in found), ""]
        self.starts = [*(start for _, start in found), len(layout)]
        self.ends = [start + len(word) for start, word in zip(self.starts, self.words, strict=True)]
        self.here = self._at(start)
        self.open = self._open_before(self.here)

    def _at(self, start: int) -> int:
        return self.starts.index(start)

    def word(self, offset: int = 0) -> str:
        """Return the token so far from the wrong one; empty where a statement ends."""
        place = self.here + offset
        return self.words[place] if 0 <= place < len(self.words) else ""

    def kind(self, place: int) -> str:
        """Return the terminal that a token is, or an empty text at the ends."""
        word = self.words[place] if 0 <= place < len(self.words) else ""
        return kind_of(word) if word else ""

    def kind_at(self, offset: int) -> str:
        """Return the terminal of the token so far from the wrong one."""
        return self.kind(self.here + offset)

    def adjacent(self) -> bool:
        """Return whether the wrong token follows the one before it without a blank."""
        return self.ends[self.here - 1] == self.starts[self.here]

    def _open_before(self, place: int) -> list[int]:
        """Return the brackets open before a token, outer ones first."""
        opened: list[int] = []
        for at in range(place):
            word = self.words[at]
            if word in OPENING:
                opened.append(at)
            elif word in CLOSING and opened:
                opened.pop()
        return opened

    def never_closed(self) -> list[int]:
        """Return the brackets that nothing closes in the rest of the text, outer ones first."""
        opened = list(self.open)
        for word in self.words[self.here :]:
            if word in OPENING:
                opened.append(-1)
            elif word in CLOSING and opened:
                opened.pop()
        return [place for place in opened if place >= 0]

    def ends_operand(self, place: int) -> bool:
        """Return whether a token can end an operand."""
        return self.words[place] in CLOSING or self.kind(place) in ("NAME", "NUMBER", "STRING")

    def begins_operand(self, place: int) -> bool:
        """Return whether a token can begin an operand."""
        return self.words[place] in OPENING or self.kind(place) in ("NAME", "NUMBER", "STRING")

    def matching(self, place: int) -> int:
        """Return the bracket that belongs to one, or the token itself if it has none."""
        step = 1 if self.words[place] in OPENING else -1
        depth = 0
        for at in range(place, len(self.words) if step > 0 else -1, step):
            depth += (self.words[at] in OPENING) - (self.words[at] in CLOSING)
            if not depth:
                return at
        return place

    def unit_before(self, place: int) -> int:
        """Return where the operand begins that ends at a place, back over calls and brackets."""
        while True:
            if self.words[place] in CLOSING:
                place = self.matching(place)
            elif place > 1 and self.words[place - 1] == "." and self.ends_operand(place - 2):
                place -= 2
                continue
            if place and self.words[place] in OPENING and self.ends_operand(place - 1):
                place -= 1
                continue
            return place

    def power_before(self, place: int) -> int:
        """Return where the operand begins that ends at a place, back over powers too."""
        first = self.unit_before(place)
        while first > 1:
            sign = first - 2 if self.words[first - 1] in ("+", "-") else first - 1
            if self.words[sign] not in ("^", "**") or not sign:
                break
            first = self.unit_before(sign - 1)
        return first

    def unit_behind(self, place: int) -> int:
        """Return where the operand ends whose first token is at a place."""
        if self.words[place] in OPENING:
            return self.matching(place)
        if self.kind(place) == "NAME" and self.words[place + 1] == "(":
            return self.matching(place + 1)
        return place

    def power_behind(self, place: int) -> int:
        """Return where the operand ends whose first token is at a place, with its powers."""
        last = self.unit_behind(place)
        while self.words[last + 1] in ("^", "**"):
            behind = last + (3 if self.words[last + 2] in ("+", "-") else 2)
            if not self.words[behind] or not self.begins_operand(behind):
                break
            last = self.unit_behind(behind)
        return last

    def product_before(self, place: int) -> int:
        """Return where the product begins that ends at a place, with its powers and its sign."""
        first = self.power_before(place)
        while first > 1:
            sign = first - 2 if self.words[first - 1] in ("+", "-") else first - 1
            if sign < 1 or self.words[sign] not in ("*", "/", "%", "@"):
                break
            if not self.ends_operand(sign - 1):
                break
            first = self.power_before(sign - 1)
        signed = first and self.words[first - 1] in ("+", "-")
        return first - 1 if signed and (first == 1 or not self.ends_operand(first - 2)) else first

    def typed(self, first: int, last: int) -> str:
        """Return the text of the tokens from first to last, as it was typed."""
        return self.plain.as_typed(self.starts[first], self.ends[last])

    def is_index(self, place: int) -> bool:
        """Return whether a bracket is that of an index: `[` behind an operand."""
        return self.words[place] == "[" and place > 0 and self.ends_operand(place - 1)

    def is_call(self, place: int) -> bool:
        """Return whether a bracket is that of a call: `(` behind a name."""
        return self.words[place] == "(" and place > 0 and self.kind(place - 1) == "NAME"

    def option_around(self) -> int | None:
        """Return the name of the option in whose value the wrong token stands."""
        for bracket in reversed(self.open):
            if self.is_call(bracket):
                first = self._last_comma(bracket) + 1
                named = self.kind(first) == "NAME" and self.words[first + 1] == "="
                return first if named and first + 1 < self.here else None
        return None

    def _last_comma(self, bracket: int) -> int:
        """Return the last comma of a bracket before the wrong token, or the bracket itself."""
        found, depth = bracket, 0
        for at in range(bracket + 1, self.here):
            depth += (self.words[at] in OPENING) - (self.words[at] in CLOSING)
            if self.words[at] == "," and not depth:
                found = at
        return found


def _word(piece: str) -> str:
    """Return the text of a token; the end of a statement has none."""
    word = piece.rstrip(BLANKS)
    return "" if word[:1] in ";\r\n" else word
