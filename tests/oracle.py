"""Every elementwise function against mpmath, over its whole domain: the largest errors found.

    python -m tests.oracle            the table, at many points
    python -m tests.oracle tanh pow   some functions only

Values are compared in units of the last place (ulp), local gradients relatively. The points are
powers of ten from the smallest to the largest number, a grid around 0, and neighbours of the points
where functions bend, end or are 0.
"""

from __future__ import annotations

import itertools
import math
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

import mpmath as mp
import numpy as np

from gradcli.engine.forward import ieee_reading
from gradcli.operators import WRITTEN
from gradcli.operators.declaration import Operator
from tests.operators.closed_forms import CLOSED_FORMS, derivative

#: What is aimed at: errors of values in ulps, relative errors of local gradients.
ULPS, RELATIVE = 4, 1e-12

#: Below, numbers have fewer digits, and a relative error says little.
_SMALLEST = 1e-300

#: Binary digits: enough for a difference beside a number 300 powers of ten larger, or with two
#: operands 600.
_PRECISION, _PRECISION_OF_PAIRS = 1600, 2700

#: Enough near a zero, where the numbers are neither very large nor very small.
_PRECISION_NEAR_ZEROS = 400

ROWS = [
    row
    for row in WRITTEN.values()
    if row.elementwise and not row.variadic and row.family not in ("conditions", "graph")
]


@dataclass(slots=True)
class Worst:
    """The largest error found, and where."""

    error: float = 0.0
    at: tuple[float, ...] = ()

    def see(self, error: float, at: tuple[float, ...]) -> None:
        if not error <= self.error:
            self.error, self.at = error, at


@dataclass(frozen=True, slots=True)
class Findings:
    """The largest errors of one function: its value, and the local gradient of each operand."""

    name: str
    points: int
    value: Worst
    gradients: dict[str, Worst]


#: Where functions bend, end, cross 0, overflow or underflow, and where their forms may change;
#: their neighbours are looked at.
_CRITICAL = (
    *(0.25, 0.5, math.log(2), 0.75, 1.0, 2.0, math.e, 3.0, 6.0, 12.0, 22.0, 36.7, 170.0, 355.0),
    *(math.pi / 2, math.pi, 3 * math.pi / 2, 2 * math.pi, 1e5 * math.pi, 2.0**53, 1e22),
    *(5.93, 26.54, 38.47, 171.62, 354.9, 709.78, 710.4758, 745.13, 1023.99, 1.34e154, 1e300),
)

#: The smallest and the largest numbers.
_ENDS = (5e-324, 1.5e-310, 2.3e-308, 1.79e308)


def numbers(step: int) -> list[float]:
    """Return numbers of every size and sign; a larger step leaves more of them out."""
    sizes = [1.2345678 * 10.0**power for power in range(-307, 308, 17 * step)]
    middle = [(place + 0.137) / 8 * step for place in range(320 // step)]
    tails = [50.0 * 1.19**power for power in range(0, 16, step)]
    near = [x * (1 + sign * gap) for x in _CRITICAL for gap in (2e-16, 1e-9) for sign in (1, -1)]
    whole = [1.0, 2.0, 3.0, 10.0, 100.0]
    found = [*sizes, *_ENDS, *middle, *tails, *near[:: max(step // 4, 1)], *whole]
    return [sign * x for x in found for sign in (1, -1)]


def few(step: int) -> list[float]:
    """Return fewer numbers, to be combined in pairs."""
    sizes = [1e-300, 1.3e-150, 2.7e-17, 0.1, 0.7, 1 - 1e-16, 1.0, 1 + 1e-9, 3.1, 40.7, 6.1e5]
    found = [*sizes, 1.7e17, 2.2e150, 1e300][:: max(step // 4, 1)]
    return [sign * x for x in found for sign in (1, -1)]


def around(zero: float) -> list[float]:
    """Return a zero rounded, its neighbours, and numbers at every distance from it."""
    next_to = [zero + place * math.ulp(zero) for place in range(-3, 4)]
    near = [zero + sign * 10.0**-power for power in range(1, 17) for sign in (1, -1)]
    return [*next_to, *near]


def zero(function: Any, low: float, high: float) -> float:
    """Return where a function changes its sign, by halving the interval."""
    with mp.workprec(200):
        ends = [mp.mpf(low), mp.mpf(high)]
        above = function(ends[0]) > 0
        for _ in range(180):
            middle = (ends[0] + ends[1]) / 2
            ends[(function(middle) > 0) is not above] = middle
        return float(ends[0])


#: A zero of polygamma lies between two poles, here at -m - 1 and -m; far out mpmath has a quick way
#: for digamma only.
_POLES, _FAR_POLES = (0, 1, 5, 12, 33), (100, 10**4, 10**9)

#: Left and right of a zero of digamma, where |gamma| is least, lies a zero of lgamma; below -18
#: they are nearer to the poles than any float.
_WELLS = range(2, 18)


@cache
def zeros_of_polygamma(order: int) -> list[float]:
    poles = _POLES if order else (*_POLES, *_FAR_POLES)
    found = [zero(lambda x: mp.psi(order, x), -m - 1 + 1e-6, -m - 1e-6) for m in poles]
    return found if order else [*found, zero(mp.digamma, 1, 2)]


@cache
def zeros_of_lgamma() -> list[float]:
    found = [1.0, 2.0]
    for m in _WELLS:
        middle = zero(mp.digamma, -m - 1 + 1e-6, -m - 1e-6)
        for pole in (-m - 1, -m):
            beside = pole + math.copysign(math.ulp(pole), middle - pole)
            found.append(zero(lambda x: mp.log(abs(mp.gamma(x))), beside, middle))
    return found


def zeros_of_logaddexp() -> list[tuple[float, float]]:
    """Return pairs with e^a + e^b = 1, as near as floats come to it."""
    sizes = (1e-15, 1e-6, 0.01, 0.3, 0.6931471805599453, 0.7, 0.9, 2.0, 20.0)
    with mp.workprec(200):
        return [(-size, float(mp.log1p(-mp.exp(-mp.mpf(size))))) for size in sizes]


def near_zeros(row: Operator) -> Iterator[tuple[float, ...]]:
    """Yield the points next to the zeros of a function or its slope that are no round numbers."""
    if row.name == "logaddexp":
        for a, b in zeros_of_logaddexp():
            for moved in around(b):
                yield from ((a, moved), (moved, a))
    elif row.name == "polygamma":
        for order, zeros_of in ((1.0, 2), (2.0, 2), (7.0, 8), (20.0, 20)):
            yield from ((order, x) for at in zeros_of_polygamma(zeros_of) for x in around(at))
    elif row.name in ("gamma", "lgamma", "digamma"):
        for at in (*zeros_of_polygamma(0), *zeros_of_lgamma()):
            yield from ((x,) for x in around(at))


def points(row: Operator, step: int) -> Iterator[tuple[Any, ...]]:
    """Yield the points of a function's domain at which it is looked at."""
    if row.name == "where":
        yield from itertools.product((True, False), few(step)[:6], few(step)[:6])
        return
    count = len(row.operands)
    columns = {1: numbers, 2: few}.get(count)
    chosen = columns(step) if columns else [-2.5, -1.0, -1e-9, 1e-9, 0.7, 1.0, 3e5]
    firsts = [0.0, 1.0, 2.0, 7.0] if row.name == "polygamma" else chosen
    for point in itertools.product(firsts, *[chosen] * (count - 1)):
        if row.domain.holds is None or bool(row.domain.holds(*point, **options(row))):
            yield point


def options(row: Operator) -> dict[str, Any]:
    return {option.name: option.default for option in row.options}


def smooth(row: Operator, point: tuple[Any, ...]) -> bool:
    """Return whether a point is no kink, so that the derivative is what is to be compared."""
    return not any(not kink.blocks and kink.at(*point, **options(row)) for kink in row.kinks)


def readings(rule: Any, arguments: tuple[Any, ...], given: dict[str, Any]) -> Iterator[float]:
    """Yield what a rule gives on floats and on arrays, by IEEE arithmetic if need be."""
    try:
        yield float(rule(*arguments, **given))
    except (ArithmeticError, ValueError):
        yield float(ieee_reading(rule, list(arguments), given))
    columns = [np.array([argument, argument]) for argument in arguments]
    with np.errstate(all="ignore"):
        yield float(np.broadcast_to(rule(*columns, **given), 2)[0])


def findings(row: Operator, step: int = 1) -> Findings:
    """Return the largest errors of a function."""
    value = Worst()
    slopes = {row.operands[place]: Worst() for place, rule in enumerate(row.local) if rule}
    looked = 0
    wide = _PRECISION if sum(map(bool, row.local)) == 1 else _PRECISION_OF_PAIRS
    next_to_zeros = itertools.islice(near_zeros(row), 0, None, step)
    for bits, chosen in ((wide, points(row, step)), (_PRECISION_NEAR_ZEROS, next_to_zeros)):
        for point in chosen:
            with mp.workprec(bits), suppress(OverflowError):
                looked += _look(row, point, value, slopes)
    return Findings(row.name, looked, value, slopes)


def _look(row: Operator, point: Any, value: Worst, slopes: dict[str, Worst]) -> bool:
    exact = [a if isinstance(a, bool) else mp.mpf(a) for a in point]
    truth = mp.mpf(CLOSED_FORMS[row.name](*exact, **options(row)))
    if not abs(truth) <= sys.float_info.max:
        return False
    for found in readings(row.forward, point, options(row)):
        if abs(truth) >= _SMALLEST and found != truth:
            value.see(float(abs(mp.mpf(found) - truth) / math.ulp(float(truth))), point)
    if not smooth(row, point):
        return True
    given = {**options(row), **({"ties": "split"} if row.ties else {})}
    y = next(readings(row.forward, point, options(row)))
    for place, rule in enumerate(row.local):
        if rule is None:
            continue
        slope = derivative(row.name, place, point, options(row))
        if _SMALLEST <= abs(slope) <= sys.float_info.max or slope == 0:
            for found in readings(rule, (*point, y), given):
                missed = abs(mp.mpf(found) - slope)
                error = missed / abs(slope) if slope else missed
                slopes[row.operands[place]].see(float(error), point)
    return True


def table(names: list[str]) -> Iterator[str]:
    """Yield the lines of the table, a `!` where an error is larger than what is aimed at."""
    yield f"{'function':14}{'points':>7}  {'value':>9}        {'at':32}gradient"
    for row in ROWS:
        if names and row.name not in names:
            continue
        found = findings(row)
        worst = [(w, name) for name, w in found.gradients.items()]
        gradients = "; ".join(
            f"∂/∂{name} {w.error:.1e}{' !' * (not w.error <= RELATIVE)} at {_at(w)}"
            for w, name in worst
        )
        missed = not found.value.error <= ULPS
        value = f"{found.value.error:9.3g} ulp{'!' if missed else ' '}"
        yield f"{row.name:14}{found.points:7}  {value}  {_at(found.value):32}{gradients}"


def _at(worst: Worst) -> str:
    return ", ".join(f"{number:.10g}" for number in worst.at) or "-"


if __name__ == "__main__":
    for line in table(sys.argv[1:]):
        print(line, flush=True)
