"""What a mistake claims: the wrong number that it gives in a cell, and where it was made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from gradcli.grading.mistakes.declaration import Mistake
from gradcli.operators.elementary import Value

#: What a claim is about: (extent, place). Two cells with the same claim are explained by one
#: mistake.
Place = tuple[str, object]

#: What identifies a mistake across cells: its id, the form, and the place.
Claim = tuple[str, int, Place]


class Candidate(NamedTuple):
    """A wrong number, the mistake that gives it, and the places where the mistake is then made.

    `form` counts the forms that the mistake has. A number has several places where nothing in its
    cell tells them apart, as one edge and every edge.
    """

    mistake: Mistake
    form: int
    places: tuple[Place, ...]
    value: Value

    def claims(self) -> list[Claim]:
        """Return what identifies the mistake across cells, once for each place."""
        return [(self.mistake.id, self.form, place) for place in self.places]


#: The mistakes that are looked for, by id; all for None.
Among = Collection[str] | None


#: What goes wrong where a bent rule has no meaning: a shape or a number that it cannot work with.
UNWORKABLE = (ArithmeticError, ValueError)


def values(bend: Callable[..., Iterable[Value]], *sites: object) -> list[Value]:
    """Return the wrong values of a bend, none where its arithmetic does not work out."""
    try:
        return list(bend(*sites))
    except UNWORKABLE:
        return []


def some(mistakes: tuple[Mistake, ...], among: Among) -> tuple[Mistake, ...]:
    """Return the mistakes that are looked for."""
    if among is None:
        return mistakes
    return tuple(mistake for mistake in mistakes if mistake.id in among)
