"""How high each vertex stands: near its neighbours, so that edges are straight, and never too near.

In each column the vertices keep their order and their distances; the squared heights of the steps
to the neighbouring columns are made as small as that allows, by pooling adjacent violators.

Source: Barlow, Bartholomew, Bremner and Brunk 1972, on isotonic regression.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gradcli.render.picture.layers import Lattice, Step

_SWEEPS = 10

#: How much a step pulls: rails should be straight above all.
_RAIL_TO_RAIL, _RAIL, _NODE_TO_NODE = 8.0, 2.0, 1.0


@dataclass(frozen=True, slots=True)
class Extent:
    """The room that a vertex needs above and below the line that leaves it."""

    above: int
    below: int


@dataclass(frozen=True, slots=True)
class Pull:
    """A wish: that a vertex stands `offset` below another one."""

    other: int
    offset: int
    weight: float


def heights(
    lattice: Lattice,
    columns: Sequence[Sequence[int]],
    extents: Mapping[int, Extent],
    ports: Mapping[int, int],
    spacing: int,
    least: int,
) -> dict[int, int]:
    """Return the height of each vertex, counted downwards from 0.

    `ports` has for each edge how far below the line of its node it arrives. `spacing` is left free
    between two neighbours, or at the `least` so much where that makes a line level.
    """
    left, right = _pulls(lattice, ports)
    stacks = [_stacked(column, extents, spacing) for column in columns]
    place = {vertex: height for stack in stacks for vertex, height in stack.items()}
    both = _joined(left, right)
    for sweep in range(_SWEEPS):
        forward = sweep % 2 == 0
        pulls = both if sweep >= _SWEEPS - 2 else left if forward else right
        for stack in stacks if forward else reversed(stacks):
            place.update(_settled(stack, place, pulls))
    _straighten(lattice, columns, place, (left, right), extents, least)
    top = min((place[vertex] - extents[vertex].above for vertex in place), default=0)
    return {vertex: height - top for vertex, height in place.items()}


def _pulls(
    lattice: Lattice, ports: Mapping[int, int]
) -> tuple[dict[int, list[Pull]], dict[int, list[Pull]]]:
    """Return the wishes of each vertex towards the column on its left and on its right."""
    left: dict[int, list[Pull]] = {}
    right: dict[int, list[Pull]] = {}
    for step in lattice.steps:
        offset = 0 if step.edge is None else ports[step.edge]
        weight = _weight(lattice, step)
        left.setdefault(step.target, []).append(Pull(step.source, -offset, weight))
        right.setdefault(step.source, []).append(Pull(step.target, offset, weight))
    return left, right


def _weight(lattice: Lattice, step: Step) -> float:
    rails = lattice.is_rail(step.source) + lattice.is_rail(step.target)
    return (_NODE_TO_NODE, _RAIL, _RAIL_TO_RAIL)[rails]


def _joined(
    left: Mapping[int, list[Pull]], right: Mapping[int, list[Pull]]
) -> dict[int, list[Pull]]:
    return {vertex: [*left.get(vertex, ()), *right.get(vertex, ())] for vertex in {**left, **right}}


def _distance(upper: Extent, lower: Extent, spacing: int) -> int:
    return upper.below + lower.above + spacing


def _stacked(column: Sequence[int], extents: Mapping[int, Extent], spacing: int) -> dict[int, int]:
    """Return the vertices of a column one below the other, about the middle."""
    place = {column[0]: 0} if column else {}
    for upper, lower in pairwise(column):
        place[lower] = place[upper] + _distance(extents[upper], extents[lower], spacing)
    middle = place[column[-1]] // 2 if column else 0
    return {vertex: height - middle for vertex, height in place.items()}


def _settled(
    stack: Mapping[int, int], place: Mapping[int, int], pulls: Mapping[int, Sequence[Pull]]
) -> dict[int, int]:
    """Return the heights of a column that grant its wishes as far as the distances allow.

    `stack` has the vertices as near as they may be: less that, their heights need only rise.
    """
    wishes = []
    for vertex, offset in stack.items():
        wanted = [(place[p.other] + p.offset, p.weight) for p in pulls.get(vertex, ())]
        wanted = wanted or [(place[vertex], 0.1)]
        weight = sum(w for _, w in wanted)
        wishes.append((sum(y * w for y, w in wanted) / weight - offset, weight))
    rising = isotonic(wishes)
    return {
        vertex: round(height) + offset
        for (vertex, offset), height in zip(stack.items(), rising, strict=True)
    }


def isotonic(wishes: Sequence[tuple[float, float]]) -> list[float]:
    """Return the rising numbers next to the wished ones, which come with their weights.

    >>> isotonic([(1.0, 1.0), (5.0, 1.0), (3.0, 1.0), (9.0, 2.0)])
    [1.0, 4.0, 4.0, 9.0]
    """
    pools: list[tuple[float, float, int]] = []
    for height, weight in wishes:
        members = 1
        while pools and pools[-1][0] > height:
            other, other_weight, other_members = pools.pop()
            height = (height * weight + other * other_weight) / (weight + other_weight)
            weight += other_weight
            members += other_members
        pools.append((height, weight, members))
    return [height for height, _, members in pools for _ in range(members)]


def _straighten(
    lattice: Lattice,
    columns: Sequence[Sequence[int]],
    place: dict[int, int],
    pulls: tuple[Mapping[int, Sequence[Pull]], Mapping[int, Sequence[Pull]]],
    extents: Mapping[int, Extent],
    spacing: int,
) -> None:
    """Make steps level that bend only a little, and rails as far as their neighbours allow."""
    left, right = pulls
    for column in columns:
        wishes = {v: left[v][0] for v in column if _follows(lattice, v, left, right)}
        wishes |= {v: pull for v in column if (pull := _nearly_level(v, place, left, 2 * spacing))}
        _granted(column, wishes, place, extents, spacing)
    for column in reversed(columns):
        wishes = {v: right[v][0] for v in column if v not in left and len(right.get(v, ())) == 1}
        _granted(column, wishes, place, extents, spacing)


def _follows(
    lattice: Lattice,
    vertex: int,
    left: Mapping[int, Sequence[Pull]],
    right: Mapping[int, Sequence[Pull]],
) -> bool:
    """Return whether a vertex goes on where the one before it ends: a rail, or a node in a row."""
    before = left.get(vertex, ())
    if len(before) != 1:
        return False
    return lattice.is_rail(vertex) or len(right[before[0].other]) == 1


def _nearly_level(
    vertex: int, place: Mapping[int, int], left: Mapping[int, Sequence[Pull]], most: int
) -> Pull | None:
    """Return the wish of a node with several arrows that is nearest, if it is near."""
    pulls = left.get(vertex, ())
    bends = {abs(place[p.other] + p.offset - place[vertex]): p for p in reversed(pulls)}
    return bends[min(bends)] if len(pulls) > 1 and min(bends) <= most else None


def _granted(
    column: Sequence[int],
    wishes: Mapping[int, Pull],
    place: dict[int, int],
    extents: Mapping[int, Extent],
    spacing: int,
) -> None:
    """Move the vertices with a wish towards it, as far as their neighbours allow."""
    for order in (range(len(column)), range(len(column) - 1, -1, -1), range(len(column))):
        for i in order:
            vertex = column[i]
            if vertex not in wishes:
                continue
            wanted = place[wishes[vertex].other] + wishes[vertex].offset
            if i:
                upper = column[i - 1]
                nearest = place[upper] + _distance(extents[upper], extents[vertex], spacing)
                wanted = max(wanted, nearest)
            if i + 1 < len(column):
                lower = column[i + 1]
                nearest = place[lower] - _distance(extents[vertex], extents[lower], spacing)
                wanted = min(wanted, nearest)
            place[vertex] = wanted
