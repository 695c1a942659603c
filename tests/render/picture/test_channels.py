"""Lines through a gap may cross, but never lie on one another, and each leads where it should."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcli.render.picture.channels import Channel, channel


def check(bends: list[tuple[int, int]]) -> None:
    found = channel(bends)
    for direction in (_upright(found), _level(found)):
        for place, count in Counter(direction).items():
            assert count == 1, place
    for source, target in bends:
        assert target in _reached(found, source)


def _upright(found: Channel) -> list[tuple[int, int]]:
    """Return each place of an upright line, once for each net that goes there."""
    places = {(s.net, s.track, row) for s in found.stretches for row in range(s.top, s.bottom + 1)}
    return [(track, row) for _, track, row in places]


def _level(found: Channel) -> list[tuple[int, int]]:
    """Return each piece of a level line between two tracks, once for each net that goes there."""
    places = set()
    for reach in found.reaches:
        start = -1 if reach.start is None else reach.start
        end = found.tracks if reach.end is None else reach.end
        places |= {(reach.net, piece, reach.row) for piece in range(start, end)}
    return [(piece, row) for _, piece, row in places]


def _reached(found: Channel, net: int) -> set[int]:
    """Return the rows at which a net leaves, following its line from where it comes in."""
    done, waiting, rows = set(), [(None, net)], set()
    while waiting:
        track, row = waiting.pop()
        for reach in found.reaches:
            if (reach.net, reach.start, reach.row) == (net, track, row) and reach not in done:
                done.add(reach)
                if reach.end is None:
                    rows.add(reach.row)
                else:
                    stretch = next(
                        s for s in found.stretches if (s.net, s.track) == (net, reach.end)
                    )
                    assert stretch.top <= reach.row <= stretch.bottom
                    waiting += [(reach.end, r) for r in range(stretch.top, stretch.bottom + 1)]
    return rows


GAPS = {
    "nothing": [],
    "a level line": [(3, 3)],
    "one that falls": [(0, 4)],
    "two that exchange their rows": [(0, 4), (4, 0)],
    "three in a ring": [(0, 4), (4, 8), (8, 0)],
    "one with branches": [(2, 0), (2, 2), (2, 4)],
    "two apart": [(0, 2), (6, 8)],
}


@pytest.mark.parametrize("gap", GAPS)
def test_lines_are_apart_and_arrive(gap: str) -> None:
    check(GAPS[gap])


def test_lines_that_are_apart_share_a_track() -> None:
    assert channel([(0, 2), (6, 8)]).tracks == 1


@given(
    st.dictionaries(st.integers(0, 12), st.integers(0, 12), min_size=1).flatmap(
        lambda wanted: st.permutations(sorted(wanted)).map(
            lambda targets: [
                (source, target) for source, target in zip(wanted.values(), targets, strict=True)
            ]
        )
    )
)
def test_random_lines_are_apart_and_arrive(bends: list[tuple[int, int]]) -> None:
    check(bends)
