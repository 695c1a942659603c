"""Functions by whole numbers, with more digits than a float has, for where its terms cancel.

A number x is the whole number x*2^bits here. No constant is written down: what the series need is
computed on first use. `numerics` imports this module when it meets such a place.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache

#: Digits for a result 2^-60 of its terms with another 2^-53 of its own, and some to be rounded off.
_BITS = 144

#: From here on the first coefficients of the Euler-Maclaurin formula leave an error below 2^-_BITS.
_FAR, _COEFFICIENTS = 24, 20

#: As many powers of w, at most 1/2, leave as small an error of 1/gamma(2 + w).
_POWERS = 44


def fixed(x: float, bits: int) -> int:
    """Return x*2^bits, without what is smaller than 1.

    >>> fixed(-0.75, 4)
    -12
    """
    numerator, denominator = x.as_integer_ratio()
    return (numerator << bits) // denominator


def exp(x: int, bits: int) -> int:
    """Return e^x: the square of e^(x/2), and so on, down to where a few powers of x are enough."""
    halvings = max(x.bit_length() - bits, 0) + 8
    wide = bits + halvings + 8
    x <<= 8  # with `halvings` digits more, this is x/2^halvings
    total = term = 1 << wide
    power = 0
    while term not in (0, -1):
        power += 1
        term = (term * x >> wide) // power
        total += term
    for _ in range(halvings):
        total = total * total >> wide
    return total >> (wide - bits)


def log(x: int, bits: int) -> int:
    """Return the logarithm: that of a float, and 2*atanh of what it leaves out.

    The rest is below 1e-13, and a twelfth of its cube below 2^-130.
    """
    near = fixed(math.log(x) - bits * math.log(2), bits)
    there = exp(near, bits)
    return near + (2 * (x - there) << bits) // (x + there)


def hurwitz(power: int, x: int, bits: int) -> int:
    """Return the sum of 1/(x + k)^power over k = 0, 1, … for x > 0; for power 1 it is -digamma(x).

    By the Euler-Maclaurin formula, whose integral is -log(x) for power 1. Source: DLMF 25.11.5.
    """
    one = 1 << bits
    top = one << bits * power
    total: int = 0
    while x < _FAR + power << bits:
        total += top // x**power
        x += one
    total += -log(x, bits) if power == 1 else (top >> bits) // (x ** (power - 1) * (power - 1))
    total += top // x**power >> 1
    inverse_square = (one << 2 * bits) // (x * x)
    factor = power * top * one // x ** (power + 1)
    for place, coefficient in enumerate(_euler_maclaurin()):
        total += factor * coefficient.numerator // coefficient.denominator
        rising = (power + 2 * place + 1) * (power + 2 * place + 2)
        factor = factor * rising * inverse_square >> bits
    return total


@cache
def _euler_maclaurin() -> list[Fraction]:
    """Return B(2k)/(2k)! for k = 1, 2, …, the coefficients of h*coth(h) by powers of (2h)^2.

    h*cosh(h) = sinh(h) * (h*coth(h)), power by power. Source: DLMF 4.19.6.
    """
    found = [Fraction(1)]
    for k in range(1, _COEFFICIENTS + 1):
        known = sum(part / math.factorial(2 * (k - j) + 1) for j, part in enumerate(found))
        found.append(Fraction(1, math.factorial(2 * k)) - known)
    return [part / 4**k for k, part in enumerate(found)][1:]


def hurwitz_below(power: int, x: float) -> float:
    """Return the sum of 1/(x + k)^power over k = 0, 1, … for negative x; for power 1 -digamma(x).

    The term nearest to 0, and what lies on either side of it, as in `numerics`.
    """
    bits = _BITS + power * int(1 - x).bit_length()
    one = 1 << bits
    distance = fixed(x - round(x), bits)
    sign = (-1) ** power
    nearest = (one << bits * power) // abs(distance) ** power
    nearest *= sign if distance < 0 else 1
    below = _part(power, one - distance, -round(x), bits)
    total: int = nearest + hurwitz(power, one + distance, bits) + sign * below
    return total / one


def _part(power: int, x: int, count: int, bits: int) -> int:
    """Return the first `count` terms of the sum of `hurwitz`; many are a difference of two sums."""
    if count > _FAR:
        return hurwitz(power, x, bits) - hurwitz(power, x + (count << bits), bits)
    top = 1 << bits * (power + 1)
    return sum(top // (x + (step << bits)) ** power for step in range(count))


def lgamma(x: float) -> float:
    """Return log|gamma(x)|, near its zeros as log1p of how far 1/|gamma(x)| is from 1; for x < 2.5.

    gamma(2 + w) = gamma(x)*x*(x + 1)*…*(1 + w), where 2 + w is the number nearest to 2 that lies a
    whole number from x.
    """
    near = x - round(x)
    product = scale = 1
    numerator, denominator = x.as_integer_ratio()
    for step in range(2 - round(x)):
        product *= numerator + step * denominator
        scale *= denominator
    total = 0
    w = fixed(near, _BITS)
    for coefficient in reversed(_reciprocal_gamma()):
        total = (total * w >> _BITS) + coefficient
    scale <<= _BITS
    reciprocal = abs(product) * total
    if scale < 2 * reciprocal < 4 * scale:
        return -math.log1p((reciprocal - scale) / scale)
    return -math.log(reciprocal / scale)


@cache
def _reciprocal_gamma() -> list[int]:
    """Return the coefficients r of 1/gamma(2 + w) by powers of w.

    Its slope is -digamma(2 + w) times itself, and digamma(2 + w) is the sum of
    -hurwitz(k + 1, 2)*(-w)^k; so (k + 1)*r[k + 1] is a sum of what is known. Source: DLMF 5.15.1.
    """
    sums = [(-1) ** k * hurwitz(k + 1, 2 << _BITS, _BITS) for k in range(_POWERS)]
    found = [1 << _BITS]
    for k in range(_POWERS - 1):
        total = sum(found[j] * sums[k - j] for j in range(k + 1))
        found.append((total >> _BITS) // (k + 1))
    return found


def powers_less_one(a: float, b: float) -> float:
    """Return e^a + e^b - 1 for negative a and b, with enough digits for the smaller power."""
    bits = _BITS - 4 * math.floor(min(a, b))
    rest = exp(fixed(a, bits), bits) + exp(fixed(b, bits), bits) - (1 << bits)
    return rest / (1 << bits)


@cache
def exponentials(count: int, steps: int) -> list[tuple[float, float]]:
    """Return e^0, e^(-1/steps), … as floats, each with what its rounding left out."""
    one = 1 << _BITS
    powers = [exp(-(place << _BITS) // steps, _BITS) for place in range(count)]
    return [(power / one, (power - fixed(power / one, _BITS)) / one) for power in powers]
