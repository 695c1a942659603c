"""Algorithms on floats for what neither `math` nor NumPy computes to the last digits.

They know nothing of arrays and symbols; `elementary` gives them those readings.
"""

from __future__ import annotations

import math
from typing import Any

#: Euler's constant, the slope of -log(gamma(x)) at 1.
EULER = 0.5772156649015329

_LN2 = math.log(2)

#: zeta(k) - 1 for k = 2, 3, …; enough of them for |w| <= 0.73.
_ZETA_LESS_ONE = (
    0.6449340668482264,
    0.2020569031595943,
    0.08232323371113819,
    0.03692775514336993,
    0.01734306198444914,
    0.008349277381922827,
    0.00407735619794434,
    0.0020083928260822143,
    0.0009945751278180853,
    0.0004941886041194645,
    0.0002460865533080483,
    0.00012271334757848915,
    6.124813505870483e-05,
    3.058823630702049e-05,
    1.528225940865187e-05,
    7.637197637899763e-06,
    3.81729326499984e-06,
    1.908212716553939e-06,
    9.539620338727962e-07,
    4.769329867878064e-07,
    2.38450502727733e-07,
    1.1921992596531106e-07,
    5.960818905125948e-08,
    2.980350351465228e-08,
    1.4901554828365043e-08,
    7.45071178983543e-09,
    3.725334024788457e-09,
    1.862659723513049e-09,
    9.313274324196682e-10,
    4.656629065033784e-10,
    2.3283118336765053e-10,
    1.164155017270052e-10,
    5.820772087902701e-11,
    2.9103850444971e-11,
    1.4551921891041985e-11,
    7.275959835057482e-12,
    3.637979547378651e-12,
    1.818989650307066e-12,
    9.094947840263888e-13,
    4.547473783042154e-13,
    2.2737368458246524e-13,
    1.136868407680228e-13,
    5.684341987627585e-14,
    2.842170976889302e-14,
    1.4210854828031608e-14,
    7.105427395210853e-15,
)

#: The size of the coefficients of log(gamma(2 + w)), (zeta(k) - 1)/k, the last first.
_LGAMMA_AT_2 = tuple(zeta / k for k, zeta in enumerate(_ZETA_LESS_ONE, 2))[::-1]

#: The coefficients B(2k)/(2k) of the asymptotic series of digamma in 1/x^2, k = 1 …
_BERNOULLI = (1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12)

#: The coefficients B(2k)/(2k)! of the Euler-Maclaurin formula, k = 1 …
_EULER_MACLAURIN = (
    0.08333333333333333,
    -0.001388888888888889,
    3.3068783068783064e-05,
    -8.267195767195768e-07,
    2.08767569878681e-08,
    -5.284190138687493e-10,
    1.338253653068468e-11,
    -3.3896802963225827e-13,
    8.586062056277845e-15,
    -2.174868698558062e-16,
    5.5090028283602295e-18,
    -1.3954464685812525e-19,
)

#: The zero of digamma, and what its rounding left out.
_ZERO, _ZERO_REST = 1.4616321449683622, 9.549995429965697e-17

#: The coefficients of digamma in powers of x - zero, from the first power on; for 0.45 at most.
_AT_ZERO = (
    0.9676722454476212,
    -0.4427631689835921,
    0.258499760955651,
    -0.16394270544240652,
    0.10782405069126237,
    -0.07219956125645471,
    0.04880428816414311,
    -0.03316112647484736,
    0.022597648232218104,
    -0.01542476590494896,
    0.010538791616612175,
    -0.007204534386356869,
    0.004926781395729853,
    -0.003369801655439328,
    0.002305126326734928,
    -0.0015769367714301972,
    0.0010788252019162967,
    -0.0007380709389960052,
    0.000504953265834602,
    -0.0003454680251063077,
    0.00023635601564027053,
    -0.00016170622091974803,
    0.0001106337276874741,
    -7.569179582195066e-05,
    5.178575795222081e-05,
    -3.5430070947659604e-05,
    2.424006611860132e-05,
    -1.6584242271854135e-05,
    1.134638458466385e-05,
    -7.762817668462094e-06,
    5.3110609208898636e-06,
    -3.6336507898010456e-06,
    2.486022733129538e-06,
    -1.7008538854332607e-06,
)

#: From here on that series is exact to the last digit.
_FAR = 12.0

#: Below -_LEAST a float is too far from a pole for gamma to be near 1.
_LEAST = 30.0

#: Beyond, the products that gamma is built from may overflow.
_NEAR = 170.0


def sigmoid(x: float) -> float:
    """Return 1/(1 + exp(-x)), written so that nothing overflows and both tails are exact."""
    small = math.exp(-abs(x))
    return (1.0 if x >= 0 else small) / (1.0 + small)


def sigmoid_slope(x: float, y: float) -> float:
    """Return y*sigmoid(-x), the slope of the sigmoid where it has the value y."""
    small = math.exp(-abs(x))
    return y * ((small if x > 0 else 1.0) / (1.0 + small))


def softplus(x: float) -> float:
    """Return log(1 + exp(x)): max(x, 0) plus a remainder that never overflows."""
    return (x if x > 0 else 0.0) + math.log1p(math.exp(-abs(x)))


def logaddexp(a: float, b: float) -> float:
    """Return log(exp(a) + exp(b)).

    Where the larger is small, by how far the sum is from 1, with more digits where that is little.
    """
    high, low = (a, b) if a > b else (b, a)
    if -1 < high < 0.2:
        rest = math.expm1(high) + math.exp(low)
        if abs(rest) < -high / 3:
            rest = fixed_module().powers_less_one(high, low)
        return math.log1p(rest)
    # Of two equal infinities no difference can be taken.
    return a + _LN2 if a == b else high + math.log1p(math.exp(low - high))


def fixed_module() -> Any:
    """Return the module of numbers with more digits, imported on first use."""
    from gradcli.operators import fixed

    return fixed


def times_root_half(x: Any) -> tuple[Any, Any]:
    """Return x/sqrt(2), rounded, and what the rounding left out; x may be an array."""
    product = x * _ROOT_HALF
    return product, _left_out(product, _halves(x), _ROOT_HALVES) + x * _ROOT_REST


def product_of(a: Any, b: Any) -> tuple[Any, Any]:
    """Return a*b, rounded, and what the rounding left out; they may be arrays."""
    product = a * b
    return product, _left_out(product, _halves(a), _halves(b))


def _left_out(product: Any, a: tuple[Any, Any], b: tuple[Any, Any]) -> Any:
    """Return what a rounded product of two numbers lacks, given the halves of these.

    Source: T. J. Dekker 1971, A floating-point technique for extending the available precision.
    """
    return a[0] * b[0] - product + a[0] * b[1] + a[1] * b[0] + a[1] * b[1]


def _halves(x: Any) -> tuple[Any, Any]:
    """Return two numbers of 26 bits that add up to x, so that their products are exact."""
    scaled = 134217729.0 * x
    high = scaled - (scaled - x)
    return high, x - high


#: sqrt(1/2) to twice the digits of a float, its first part in halves.
_ROOT_HALF, _ROOT_REST = 0.7071067811865476, -4.833646656726457e-17
_ROOT_HALVES = _halves(_ROOT_HALF)


def digamma(x: float) -> float:
    """Return the derivative of log(gamma(x)).

    Below 0 by reflection, then upwards by psi(x) = psi(x + 1) - 1/x to the asymptotic series; near
    its zero by the Taylor series there, which keeps the digits that those would cancel, and near
    its zeros below 0 with more digits.

    Raises:
        ValueError: x is a pole, 0, -1, -2, …, or -inf.

    Source: DLMF 5.5.2, 5.5.4, 5.11.2.
    """
    if x != x or x == math.inf:
        return x
    if x <= 0:
        if math.isinf(x) or x == math.floor(x):
            raise ValueError("digamma has a pole here")
        # Only the distance to the nearest pole counts for the tangent, and it is exact.
        mirrored, turned = digamma(1 - x), math.pi / math.tan(math.pi * (x - round(x)))
        found = mirrored - turned
        lost = abs(found) < max(mirrored / 2, abs(turned) / 2, 1)
        return -fixed_module().hurwitz_below(1, x) if lost else found
    if abs(x - _ZERO) < 0.45:
        return _near_zero(x - _ZERO - _ZERO_REST)
    if 0.27 < x < 3.73:
        return _digamma_near_2(x)
    steps = []
    while x < _FAR:
        steps.append(-1 / x)
        x += 1
    square = 1 / (x * x)
    series = 0.0
    for coefficient in reversed(_BERNOULLI):
        series = (series + coefficient) * square
    return math.fsum([math.log(x), -0.5 / x, -series, *steps])


def _near_zero(distance: float) -> float:
    series = 0.0
    for coefficient in reversed(_AT_ZERO):
        series = (series + coefficient) * distance
    return series


def _digamma_near_2(x: float) -> float:
    """Return digamma(x) for x between 0.27 and 3.73 by its Taylor series at 2, where it is small.

    Source: DLMF 5.5.2, 5.7.4.
    """
    if x < 1.27:
        return _digamma_near_2(x + 1) - 1 / x
    if x > 2.73:
        return _digamma_near_2(x - 1) + 1 / (x - 1)
    series = 0.0
    for coefficient in reversed(_ZETA_LESS_ONE):
        series = coefficient - series * (x - 2)
    return 1 - EULER + (x - 2) * series


def polygamma(n: float, x: float) -> float:
    """Return the derivative of digamma of order n, a whole number.

    (-1)^(n+1)*n! times the sum of 1/(x + k)^(n+1) over k = 0, 1, …; for negative x that sum is the
    term nearest to 0, and what lies on either side of it.

    Raises:
        OverflowError: x is too near to a pole.
        ValueError: x is a pole, 0, -1, -2, …, or -inf.

    Source: DLMF 5.15.1, 25.11.1.
    """
    if n == 0:
        return digamma(x)
    if math.isnan(x):
        return x
    if x <= 0 and (math.isinf(x) or x == math.floor(x)):
        raise ValueError("polygamma has a pole here")
    power = int(n) + 1
    total = _hurwitz(power, x) if x > 0.5 else _hurwitz_below(power, x)
    found: float = (-1) ** power * math.factorial(power - 1) * total
    if math.isinf(found):
        raise OverflowError("too near to a pole")
    return found


def _hurwitz_below(power: int, x: float) -> float:
    """Return the sum of 1/(x + k)^power for x below 1/2: terms above 0, near it and below it."""
    distance = x - round(x)
    nearest, above = distance**-power, _hurwitz(power, distance, 1)
    below = _hurwitz(power, -distance, 1) - _hurwitz(power, -x, 1) if x < -0.5 else 0.0
    found = math.fsum([nearest, above, (-1) ** power * below])
    # The error of a power grows with its exponent.
    lost = abs(found) < abs(nearest) * (1 - 1 / power)
    return fixed_module().hurwitz_below(power, x) if lost else found


def _hurwitz(power: int, x: float, first: int = 0) -> float:
    """Return the sum of 1/(x + k)^power over k = first, first + 1, …, all x + k above 0.

    By the Euler-Maclaurin formula. Source: DLMF 25.11.5.
    """
    if x == math.inf:
        return 0.0
    end = max(math.ceil(power + _FAR - x), first)
    terms = [_power(x, step, -power) for step in range(first, end)]
    x += end
    scale = x ** (1 - power)
    rest = [1 / (power - 1), 0.5 / x]
    factor = power / x / x
    for place, coefficient in enumerate(_EULER_MACLAURIN):
        rest.append(coefficient * factor)
        factor *= (power + 2 * place + 1) * (power + 2 * place + 2) / x / x
    return math.fsum([*terms, scale * math.fsum(rest)])


def _power(x: float, step: int, exponent: int) -> float:
    """Return (x + step)^exponent, corrected for the rounding of the sum, which it magnifies."""
    total = x + step
    added = total - x
    left_out = (x - (total - added)) + (step - added)
    power: float = total**exponent
    return power + power * exponent * left_out / total


def lgamma(x: float) -> float:
    """Return log|gamma(x)|, exact to the last digits also near its zeros.

    By series near 1 and 2; the zeros below 0 lie above -18.

    Raises:
        ValueError: x is a pole, 0, -1, -2, …
    """
    if not 0 < x < _FAR:
        return _lgamma_below(x) if -_LEAST < x < 0 else math.lgamma(x)
    if x < 0.5:
        return _lgamma_near_2(x) - math.log1p(x) - math.log(x)
    if x < 1.27:
        return _lgamma_near_2(x - 1) - math.log1p(x - 1)
    whole = max(round(x), 2)
    return _lgamma_near_2(x - whole) + math.log(_product(x - whole + 2, x))


def _lgamma_below(x: float) -> float:
    """Return log|gamma(x)| for x < 0, from the number nearest to 2 that lies a whole number away.

    With more digits where the two logarithms nearly cancel, as they may up to 0.28.
    """
    if x > -0.5:
        return _lgamma_near_2(x) - math.log1p(x) - math.log(-x)
    found = math.lgamma(x)  # to a few digits at least
    if abs(found) < 0.5:
        return float(fixed_module().lgamma(x))
    if x < -8 and abs(found) > 0.75 * math.lgamma(1 - x):
        return found
    near = x - round(x)
    return _lgamma_near_2(near) - math.log(abs(_product(x, near + 2)))


def gamma(x: float) -> float:
    """Return the gamma function: near 2 from its logarithm, elsewhere by an exact product.

    Raises:
        ValueError: x is a pole, -1, -2, …
        OverflowError: x is above 171.6, or 0.
    """
    if not abs(x) < _NEAR or x == math.floor(x):
        return math.gamma(x)
    near = x - round(x) + 2
    there = math.exp(_lgamma_near_2(near - 2))
    return there * _product(near, x) if x > 2 else there / _product(x, near)


def _product(start: float, end: float) -> float:
    """Return start*(start + 1)*…*(end - 1), rounded once; the factors lie a whole number apart."""
    numerator, denominator = start.as_integer_ratio()
    steps = range(round(end - start))
    top = math.prod([numerator + step * denominator for step in steps])
    bottom: int = denominator ** len(steps)
    return top / bottom


def _lgamma_near_2(w: float) -> float:
    """Return log(gamma(2 + w)) for |w| <= 0.73 by its Taylor series. Source: DLMF 5.7.3."""
    series = 0.0
    for coefficient in _LGAMMA_AT_2:
        series = coefficient - series * w
    return w * (0.42278433509846713 + series * w)
