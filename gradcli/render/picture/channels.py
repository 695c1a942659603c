"""Lines between two columns of characters: which vertical stretch runs on which track.

Each operand with edges through the gap is a net. It comes in at its row from the left, runs up and
down on a track, and leaves to the right at the rows of its targets. Two nets may cross, but never
lie on one another.

Source: Yoshimura and Kuh 1982, on channel routing with vertical constraints and doglegs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Stretch:
    """A vertical stretch of a net, on a track counted from 0, between two rows."""

    net: int
    track: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Reach:
    """A level stretch of a net: from one track to another; None is the edge of the gap."""

    net: int
    row: int
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Channel:
    """All lines of a gap; a net is called by the row at which it comes in."""

    tracks: int
    stretches: tuple[Stretch, ...]
    reaches: tuple[Reach, ...]


@dataclass(slots=True)
class _Part:
    """A part of a net on one track: it comes in at `source`, and leaves at the targets."""

    net: int
    source: int
    targets: set[int]
    after: _Part | None = None
    track: int = -1
    then: list[_Part] = field(default_factory=list)

    @property
    def top(self) -> int:
        return min(self.source, *self.targets)

    @property
    def bottom(self) -> int:
        return max(self.source, *self.targets)


def channel(bends: Iterable[tuple[int, int]]) -> Channel:
    """Return the lines through a gap, given the rows at which each edge leaves and arrives.

    >>> channel([(0, 2), (4, 4)]).stretches
    (Stretch(net=0, track=0, top=0, bottom=2),)
    """
    targets: dict[int, set[int]] = {}
    for source, target in bends:
        targets.setdefault(source, set()).add(target)
    parts = _placed(targets)
    stretches = tuple(Stretch(part.net, part.track, part.top, part.bottom) for part in parts)
    reaches = [
        Reach(source, source, None, None) for source, ends in targets.items() if ends == {source}
    ]
    for part in parts:
        start = None if part.after is None else part.after.track
        reaches.append(Reach(part.net, part.source, start, part.track))
        onward = {later.source for later in part.then}
        reaches += [Reach(part.net, row, part.track, None) for row in part.targets - onward]
    return Channel(max((part.track for part in parts), default=-1) + 1, stretches, tuple(reaches))


def _placed(targets: Mapping[int, set[int]]) -> list[_Part]:
    """Return the parts of all nets that change their row, each with its track."""
    waiting = [_Part(row, row, ends) for row, ends in sorted(targets.items()) if ends != {row}]
    taken = {row for source, ends in targets.items() for row in (source, *ends)}
    done: list[_Part] = []
    first = 0
    while waiting:
        ready = [part for part in waiting if _is_ready(part, waiting)]
        if not ready:
            split = _split(waiting.pop(0), taken)
            waiting.insert(0, split)
            ready = [split.after] if split.after is not None else []
        first = _on_tracks(ready, first)
        waiting = [part for part in waiting if part not in ready]
        done += ready
    return done


def _is_ready(part: _Part, waiting: Sequence[_Part]) -> bool:
    """Return whether no other part that waits comes in at a row where this one leaves."""
    return not any(
        other is not part and other.after is None and other.source in part.targets
        for other in waiting
    )


def _split(part: _Part, taken: set[int]) -> _Part:
    """Return the second part of a net that goes first to a free row, and from there on."""
    nearest = sorted(range(-1, max(taken) + 2), key=lambda row: abs(row - part.source))
    free = next(row for row in nearest if row not in taken)
    taken.add(free)
    first = _Part(part.net, part.source, {free})
    second = _Part(part.net, free, part.targets, first)
    first.then.append(second)
    return second


def _on_tracks(parts: Sequence[_Part], first: int) -> int:
    """Give each part a track from `first` on, sharing where they are apart; return the next one."""
    tracks: list[list[_Part]] = []
    for part in parts:
        for track in tracks:
            if all(part.top > other.bottom or part.bottom < other.top for other in track):
                track.append(part)
                break
        else:
            tracks.append([part])
    for number, track in enumerate(tracks, first):
        for part in track:
            part.track = number
    return first + len(tracks)
