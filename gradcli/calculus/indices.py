"""The gradients of indices and slices as terms: g where the elements were taken, 0 elsewhere."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gradcli.calculus.rules import Unsayable
from gradcli.calculus.shapes import MOST_MARKS, filled
from gradcli.calculus.terms import Shape
from gradcli.graph import Literal

if TYPE_CHECKING:
    from gradcli.calculus.products import Product

#: A whole axis, as an index has it.
_ALL = (None, None, None)


def index(at: Product, _position: int) -> int:
    """contribution = g where the elements were taken, 0 elsewhere.

    Of a row that is outer(marks, g), of a column outer(g, marks), of one number g times an array of
    0 and 1; otherwise zeros are put around g, axis by axis.
    """
    shape, places = at.shape(at.x), at.options["index"]
    taken = list(_taken(shape, places))
    axis = _lone_axis(shape, places)
    if axis is not None:
        marks = at.algebra.literal(_marks(shape[axis : axis + 1], taken[axis : axis + 1]))
        return at.make("outer", *((at.whole, marks) if axis else (marks, at.whole)))
    if not at.shape(at.g) and math.prod(shape) <= MOST_MARKS:
        return at.times(at.g, at.algebra.literal(_marks(shape, taken)))
    lengths = tuple(map(len, taken))
    found = at.whole
    if at.shape(found) != lengths:  # an axis that one place was taken of is put back
        found = at.make("reshape", found, shape=lengths)
    for axis, there in enumerate(taken):
        found = _spread(at, found, axis, there)
    return found


def along(axis: int, place: Any) -> tuple[Any, ...]:
    """Return the index that takes a place, or a slice, of one axis."""
    return (*(_ALL,) * axis, place)


def _lone_axis(shape: Shape, places: tuple[Any, ...]) -> int | None:
    """Return the axis of a matrix that a whole row or column is taken at."""
    if len(shape) != 2 or max(shape) > MOST_MARKS:
        return None
    match (*places, _ALL)[:2]:
        case (int(), (None, None, None)):
            return 0
        case ((None, None, None), int()):
            return 1
    return None


def _taken(shape: Shape, places: tuple[Any, ...]) -> Iterator[range]:
    """Yield for each axis the places that an index takes."""
    for axis, length in enumerate(shape):
        place = places[axis] if axis < len(places) else _ALL
        if isinstance(place, tuple):
            yield range(length)[slice(*place)]
        else:
            yield range(length)[place % length : place % length + 1]


def _marks(shape: Shape, taken: list[range]) -> Literal:
    """Return an array with 1 in the places taken and 0 elsewhere."""
    if not shape:
        return "1"
    there = _marks(shape[1:], taken[1:])
    nothing = filled(shape[1:], "0")
    return tuple(there if place in taken[0] else nothing for place in range(shape[0]))


def _spread(at: Product, g: int, axis: int, taken: range) -> int:
    """Return g with its elements along an axis in the places they were taken from, 0 between.

    Raises:
        Unsayable: too many elements with others between them.
    """
    length = at.shape(at.x)[axis]
    if taken.step < 0:
        g, taken = at.make("index", g, index=along(axis, (None, None, -1))), taken[::-1]
    parts, filled_up = [], 0
    for place, part in _runs(at, g, axis, taken):
        if place > filled_up:
            parts.append(_zeros(at, g, axis, place - filled_up))
        parts.append(part)
        filled_up = place + at.shape(part)[axis]
    if filled_up < length:
        parts.append(_zeros(at, g, axis, length - filled_up))
    if len(parts) == 1:
        return parts[0]
    return at.make("concat", *parts, **({"axis": axis} if axis else {}))


def _runs(at: Product, g: int, axis: int, taken: range) -> Iterator[tuple[int, int]]:
    """Yield the stretches of g that stay together, each with its place: one, or each element."""
    if taken.step == 1 or len(taken) == 1:
        yield taken[0], g
        return
    if len(taken) > MOST_MARKS:
        raise Unsayable("a long slice with steps")
    for number, place in enumerate(taken):
        yield place, at.make("index", g, index=along(axis, (number, number + 1, None)))


def _zeros(at: Product, g: int, axis: int, count: int) -> int:
    """Return zeros in the shape of g but for one axis; many are written by a part of x."""
    shape = at.shape(g)
    shape = (*shape[:axis], count, *shape[axis + 1 :])
    if math.prod(shape) <= MOST_MARKS:
        return at.algebra.literal(filled(shape, "0"))
    part = at.make("index", at.x, index=tuple((None, length, None) for length in shape))
    zero = at.algebra.number(0)
    # Both branches are 0: a choice between them would be simplified away.
    return at.algebra.apply("where", (at.make("equal", part, part), zero, zero))
