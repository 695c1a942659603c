"""Notations of other places: values behind an expression, `let y = …`, subscripts in braces."""

from __future__ import annotations

import re

from gradcli.errors import GradcliError
from gradcli.language.inquiry import Inquiry
from gradcli.language.scene import CLOSING, OPENING

#: Words before the values of variables, and what stands between two of these.
BEFORE_VALUES = frozenset(("at", "for", "where", "with", "when", "其中", "在", "当"))
BETWEEN_VALUES = frozenset((",", "and", "&"))

#: Words before a name that is given.
DECLARING = frozenset(("let", "var", "const", "令", "设"))


class Notations(Inquiry):
    """The questions about what is written otherwise elsewhere."""

    def answer(self) -> GradcliError | None:
        """Return how it is written here, or None if it is nothing of the kind."""
        return self._subscript() or self._declared() or self._values()

    def _subscript(self) -> GradcliError | None:
        """Is it x_{1}?"""
        scene = self.scene
        before, inside = scene.word(-1), scene.word(1)
        if scene.word() != "{" or scene.word(2) != "}" or not scene.adjacent():
            return None
        if scene.kind_at(-1) != "NAME" or before[-1] != "_" or not inside.isalnum():
            return None
        return self.problem("subscript", -1, 2, fix=before + inside)

    def _declared(self) -> GradcliError | None:
        """Is it let y = x^2?"""
        scene = self.scene
        word = scene.word(-1)
        named = scene.kind_at(0) == "NAME" and scene.word(1) == "="
        if word not in DECLARING or scene.word(-2) or not named or not scene.word(2):
            return None
        last = scene.words.index("", scene.here) - 1
        fix = scene.typed(scene.here, last)
        return self.between("declared", scene.here - 1, last, word=word, fix=fix)

    def _values(self) -> GradcliError | None:
        """Is it x^2 at x=3?"""
        scene = self.scene
        here, word = scene.here, scene.word()
        if word not in BEFORE_VALUES or word in self.known:
            return None
        if not here or not scene.ends_operand(here - 1):
            return None
        options, place, last = [], here + 1, here
        while self._is_named(place) and self._value_end(place + 2) >= place + 2:
            last = self._value_end(place + 2)
            options.append(_option(scene.words[place], scene.typed(place + 2, last)))
            place = last + 1
            while scene.words[place] in BETWEEN_VALUES:
                place += 1
        return self.between("values", here, last, fix=" ".join(options)) if options else None

    def _is_named(self, place: int) -> bool:
        """Return whether x = stands at a place."""
        return self.scene.kind(place) == "NAME" and self.scene.words[place + 1] == "="

    def _value_end(self, place: int) -> int:
        """Return the last token of the value that begins at a place; one before it if none does."""
        words, depth = self.scene.words, 0
        while words[place] and (depth or words[place] not in BETWEEN_VALUES):
            depth += (words[place] in OPENING) - (words[place] in CLOSING)
            if depth < 0 or (not depth and self._is_named(place)):
                break
            place += 1
        return place - 1


def _option(name: str, value: str) -> str:
    """Return the option that gives a variable its value.

    >>> _option("x", "-1/2"), _option("w", "[1, 2]")
    ('--x -1/2', '--w "[1, 2]"')
    """
    return f"--{name} {value}" if re.fullmatch(r"[\w.+\-/^]+", value) else f'--{name} "{value}"'
