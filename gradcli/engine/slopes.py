"""The slope of a function at a point, from values around it, with a bound on its error.

Differences are taken over steps that grow by 4, and each has an interval: the difference, give or
take what rounding may have done to it. Narrow steps have wide intervals and wide steps narrow ones,
all around the slope until the function bends. The slope is read two steps before the intervals stop
overlapping, where the bend is still far smaller than the rounding.

Source: O. V. Lepski 1991, On a problem of adaptive estimation; Press et al., Numerical Recipes,
section 5.7, for the two errors of a difference.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from gradcli.records import dataclass

#: The output at a distance from the point, None where it cannot be computed.
Line = Callable[[float], float | None]

#: The ratio of one step to the next.
_RATIO = 4.0

#: Steps that must agree before a slope is believed; the bend shrinks by 16 with each of them.
_CERTAIN = 3

#: The widest step, relative to the point or to 1.
_WIDEST = 16.0

#: The narrowest step, relative to the point; and at 0, relative to the scale.
_NARROWEST, _NARROWEST_AT_0 = 2.0**-50, 1e-20

#: Ripples finer than this, relative to the point, are not looked for under the rounding.
_FINEST = 2.0**-19

#: Units of rounding allowed for each value: the functions are right to a few of them.
_ROUNDING = 16 * math.ulp(1.0)


@dataclass(frozen=True, slots=True)
class Slope:
    """A slope and the largest error that it may have."""

    value: float
    error: float

    def near(self, other: float, more: float = 0.0) -> bool:
        """Return whether another slope may be the same, give or take `more`."""
        return abs(self.value - other) <= self.error + more


@dataclass(frozen=True, slots=True)
class Around:
    """The slopes at a point: on the left, on the right, and across; None where there is none.

    The sides are measured beside the point, not from it, so that they exist also where the value
    jumps. A slope that grows without bound is None. `hidden` is how steep the function may be in
    ripples so fine and low that rounding hides them.
    """

    left: Slope | None
    right: Slope | None
    across: Slope | None
    hidden: float


@dataclass(frozen=True, slots=True)
class Sampled:
    """The output at one distance to the left and to the right of a point."""

    left: float
    right: float
    below: float | None
    above: float | None


def around(line: Line, point: float, noise: float, scale: float = 1.0) -> Around:
    """Return the slopes of a function around a point.

    `noise` is what rounding does to its values there; at other distances it is taken to grow with
    the value. At 0 the steps begin at a small part of the `scale`.
    """
    samples: list[Sampled] = []
    for step in _steps(point, scale):
        samples.append(sampled(line, point, step))
        if samples[-1].below is None and samples[-1].above is None:
            break
    below = [(one.left, one.below) for one in samples]
    above = [(one.right, one.above) for one in samples]
    return Around(
        _limit(_differences(below[:-1], below[1:], noise)),
        _limit(_differences(above[:-1], above[1:], noise)),
        _limit(_differences(below, above, noise)),
        2 * noise / (_FINEST * (abs(point) or 1.0)),
    )


def sampled(line: Line, point: float, step: float) -> Sampled:
    """Return the output a step to both sides; the distances are those that floats allow."""
    left, right = (point - step) - point, (point + step) - point
    return Sampled(left, right, line(left), line(right))


def difference(
    start: tuple[float, float | None], end: tuple[float, float | None], noise: float
) -> Slope | None:
    """Return the slope between two places with their values, and what rounding may have added."""
    if start[1] is None or end[1] is None or start[0] == end[0]:
        return None
    wide = abs(end[0] - start[0])
    rounding = 2 * noise + _ROUNDING * (abs(start[1]) + abs(end[1])) + 16 * math.ulp(0.0)
    slope = Slope((end[1] - start[1]) / (end[0] - start[0]), rounding / wide)
    return slope if math.isfinite(slope.value) and math.isfinite(slope.error) else None


def _steps(point: float, scale: float) -> Iterator[float]:
    narrowest = abs(point) * _NARROWEST or _NARROWEST_AT_0 * scale
    widest = _WIDEST * max(1.0, abs(point))
    step = 2.0 ** math.ceil(math.log2(max(narrowest, 4 * math.ulp(point))))
    while step <= widest:
        yield step
        step *= _RATIO


def _differences(
    starts: Sequence[tuple[float, float | None]],
    ends: Sequence[tuple[float, float | None]],
    noise: float,
) -> Iterator[Slope]:
    """Yield the differences from narrow to wide, up to the first that cannot be computed."""
    for start, end in zip(starts, ends, strict=True):
        found = difference(start, end, noise)
        if found is None:
            return
        yield found


def _limit(slopes: Iterator[Slope]) -> Slope | None:
    """Return the slope that the differences tend to as the steps shrink, None if to none."""
    low, high = -math.inf, math.inf
    seen: list[Slope] = []
    agreeing: list[Slope] = []
    for slope in slopes:
        seen.append(slope)
        low, high = max(low, slope.value - slope.error), min(high, slope.value + slope.error)
        if low <= high:
            agreeing.append(slope)
        elif len(seen) > _CERTAIN:
            break
    return agreeing[-_CERTAIN] if len(agreeing) >= _CERTAIN else _narrowest(seen)


def _narrowest(slopes: Sequence[Slope]) -> Slope | None:
    """Return the slope over the narrowest step, if wider ones move away faster and faster.

    So it is where there is hardly any rounding, as for x^3 at 0, and not where a slope is infinite.
    """
    moves = [abs(b.value - a.value) for a, b in pairwise(slopes[: _CERTAIN + 1])]
    if len(moves) < _CERTAIN or any(b < 1.5 * a for a, b in pairwise(moves)):
        return None
    return Slope(slopes[0].value, slopes[0].error + 2 * moves[0])
