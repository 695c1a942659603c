"""The order of the vertices within each column, such that few edges cross.

Sweeps from left to right and back put each vertex at the median of its neighbours, and neighbours
change places where that leaves fewer crossings.

Source: Sugiyama, Tagawa and Toda 1981; Gansner, Koutsofios, North and Vo 1993, section 3.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from gradcli.render.picture.layers import Lattice

_SWEEPS = 12

#: Above so many vertices neighbours are not tried in each other's place.
_MOST_FOR_EXCHANGES = 2_000

_Neighbours = Mapping[int, Sequence[int]]


def few_crossings(lattice: Lattice) -> list[list[int]]:
    """Return the columns in a better order; what stands well stays where it is."""
    before, after = _neighbours(lattice)
    order = [list(column) for column in lattice.columns]
    best, fewest = order, crossings(order, after)
    exchange = sum(map(len, order)) <= _MOST_FOR_EXCHANGES
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        order = [list(column) for column in order]
        _sweep(order, before if sweep % 2 == 0 else after, forward=sweep % 2 == 0)
        if exchange:
            _exchange(order, before, after)
        found = crossings(order, after)
        if found < fewest:
            best, fewest = [list(column) for column in order], found
    return best


def _neighbours(lattice: Lattice) -> tuple[_Neighbours, _Neighbours]:
    before: dict[int, list[int]] = {}
    after: dict[int, list[int]] = {}
    for step in lattice.steps:
        before.setdefault(step.target, []).append(step.source)
        after.setdefault(step.source, []).append(step.target)
    return before, after


def crossings(columns: Sequence[Sequence[int]], after: _Neighbours) -> int:
    """Return how often edges cross between neighbouring columns.

    >>> crossings([[0, 1], [2, 3]], {0: [3], 1: [2]})
    1
    """
    return sum(_between(left, _places(right), after) for left, right in pairwise(columns))


def _places(column: Sequence[int]) -> dict[int, int]:
    return {vertex: place for place, vertex in enumerate(column)}


def _between(left: Sequence[int], places: Mapping[int, int], after: _Neighbours) -> int:
    seen: list[int] = []
    crossed = 0
    for vertex in left:
        targets = sorted(places[target] for target in after.get(vertex, ()))
        crossed += sum(len(seen) - bisect_right(seen, target) for target in targets)
        for target in targets:
            insort(seen, target)
    return crossed


def _sweep(order: list[list[int]], neighbours: _Neighbours, forward: bool) -> None:
    """Sort every column but the first by the medians in the column before it."""
    places = range(1, len(order)) if forward else range(len(order) - 2, -1, -1)
    for place in places:
        beside = _places(order[place - 1 if forward else place + 1])
        order[place] = _by_median(order[place], beside, neighbours)


def _by_median(
    column: Sequence[int], beside: Mapping[int, int], neighbours: _Neighbours
) -> list[int]:
    """Return a column sorted by medians; a vertex without neighbours keeps its place."""
    medians = {
        vertex: _median([beside[n] for n in neighbours.get(vertex, ())]) for vertex in column
    }
    moving = sorted((v for v in column if medians[v] >= 0), key=medians.__getitem__)
    rest = iter(moving)
    return [vertex if medians[vertex] < 0 else next(rest) for vertex in column]


def _median(places: list[int]) -> float:
    """Return the middle of some places, -1 of none."""
    if not places:
        return -1
    places.sort()
    middle = len(places) // 2
    return places[middle] if len(places) % 2 else (places[middle - 1] + places[middle]) / 2


def _exchange(order: list[list[int]], before: _Neighbours, after: _Neighbours) -> None:
    """Let neighbours change places as long as that leaves fewer crossings."""
    for place, column in enumerate(order):
        sides = [
            (_places(order[other]), neighbours)
            for other, neighbours in ((place - 1, before), (place + 1, after))
            if 0 <= other < len(order)
        ]
        improved = True
        while improved:
            improved = False
            for i in range(len(column) - 1):
                if _gain(column[i], column[i + 1], sides) > 0:
                    column[i], column[i + 1] = column[i + 1], column[i]
                    improved = True


def _gain(upper: int, lower: int, sides: Sequence[tuple[Mapping[int, int], _Neighbours]]) -> int:
    """Return how many crossings fewer there are with two neighbours exchanged."""
    return sum(
        sign for beside, neighbours in sides for sign in _signs(upper, lower, beside, neighbours)
    )


def _signs(
    upper: int, lower: int, beside: Mapping[int, int], neighbours: _Neighbours
) -> Iterator[int]:
    for one in neighbours.get(upper, ()):
        for other in neighbours.get(lower, ()):
            yield (beside[one] > beside[other]) - (beside[one] < beside[other])
