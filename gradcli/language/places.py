"""Indices and slices: `w[0]`, `w[1:3]`, `A[0, ::2]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradcli.language.parser import Action

if TYPE_CHECKING:
    from gradcli.language.builder import ProgramBuilder

#: A whole number, or the bounds of a slice so far.
Place = int | list[int | None]

#: No array is longer than what this many digits can write.
_DIGITS = 18


#: A place beyond every array is out of range, and the end of a slice there is the end of the array.
_PLACE_DIGITS = 300


def whole(text: str, most: int = _DIGITS) -> int | None:
    """Return the whole number that a literal of at most so many digits writes, or None.

    >>> whole("-1"), whole("1.5")
    (-1, None)
    """
    digits = text.lstrip("+-").replace("_", "")
    return int(text) if digits.isdecimal() and len(digits) <= most else None


class Places:
    """The actions of the rules about indices; there are no indices inside indices."""

    def __init__(self, program: ProgramBuilder) -> None:
        self.program = program
        self.open: list[Place] = []
        self.done: list[Place] = []

    def actions(self) -> dict[str, Action]:
        """Return the action of every rule by its name."""
        return {
            "whole": self._whole,
            "from_first": lambda start, end: self.open.append([None]),
            "from_place": self._from_place,
            "stop": self._bound,
            "step": self._step,
            "first_place": self._first_place,
            "next_place": lambda start, end: self.done.append(self.open.pop()),
            "index": self._index,
        }

    def _whole(self, start: int, end: int) -> None:
        number = whole(self.program.words.pop(), _PLACE_DIGITS)
        if number is None:
            self.program.fail("index-whole", start, end)
        self.open.append(number)

    def _from_place(self, *_place: int) -> None:
        first = self.open.pop()
        assert isinstance(first, int)
        self.open.append([first])

    def _bound(self, *_place: int) -> None:
        bound, slice_ = self.open.pop(), self.open[-1]
        assert isinstance(bound, int)
        assert isinstance(slice_, list)
        slice_.append(bound)

    def _step(self, start: int, end: int) -> None:
        if self.open[-1] == 0:
            self.program.fail("slice-step", start, end)
        slice_ = self.open[-2]
        assert isinstance(slice_, list)
        slice_.extend([None] * (2 - len(slice_)))
        self._bound(start, end)

    def _first_place(self, *_place: int) -> None:
        self.done = [self.open.pop()]

    def _index(self, start: int, end: int) -> None:
        places = tuple(
            place if isinstance(place, int) else (*place, None, None)[:3] for place in self.done
        )
        nodes = self.program.nodes
        nodes[-1] = self.program.graph.add("index", (nodes[-1],), {"index": places}, start, end)
