"""Ranges of a sweep: `0:10:0.1`, from the first number to the last in equal steps."""

from __future__ import annotations

import math
from fractions import Fraction

from gradcli import limits
from gradcli.errors import GradcliError


def stepped(first: Fraction, last: Fraction, step: Fraction) -> list[float]:
    """Return the numbers from `first` to `last`, this one included if a step ends there.

    Each is the float nearest to the exact number, so that 0:1:0.1 has 0.3 in it.

    >>> stepped(Fraction(0), Fraction(1, 2), Fraction(1, 10))
    [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]

    Raises:
        GradcliError: the step is 0 or leads away from the last number.
        LimitError: there would be too many numbers.
    """
    if step == 0 or (last - first) / step < 0:
        away = "is 0" if step == 0 else "leads away from the last number"
        raise GradcliError(f"the step {away}", hint="as in 0:10:0.1, or 10:0:-0.1")
    count = (last - first) // step + 1
    limits.POINTS.check(count)
    base = math.lcm(first.denominator, step.denominator)
    start, width = int(first * base), int(step * base)
    return [(start + place * width) / base for place in range(count)]
