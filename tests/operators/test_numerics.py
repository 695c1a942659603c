"""The algorithms of our own against mpmath, swept over their whole domains."""

from __future__ import annotations

import math
from functools import cache

import mpmath as mp
import numpy as np
import pytest

from gradcli.operators import elementary, numerics

mp.mp.prec = 1200


def sweep(low: float, high: float, count: int = 400) -> list[float]:
    return [low + (high - low) * (k + 0.381966) / count for k in range(count)]


def worst(function, truth, points) -> float:
    """Return the largest error in units of the last place."""
    return max(
        float(abs(mp.mpf(function(x)) - true) / math.ulp(float(true)))
        for x in points
        for true in [truth(mp.mpf(x))]
    )


@pytest.mark.parametrize(("low", "high"), [(-170, -1), (-1, 1), (1, 30), (30, 171)])
def test_gamma(low, high):
    assert worst(numerics.gamma, mp.gamma, sweep(low, high)) <= 4


@pytest.mark.parametrize(("low", "high"), [(0, 0.5), (0.5, 1.5), (1.5, 3), (3, 12), (12, 1e3)])
def test_lgamma(low, high):
    assert worst(numerics.lgamma, mp.loggamma, sweep(low, high)) <= 4


@pytest.mark.parametrize(("low", "high"), [(-1, 0), (-3, -1), (-8, -3), (-20, -8), (-40, -20)])
def test_lgamma_below_0(low, high):
    near_poles = [low - sign * 10.0**-power for power in range(1, 15) for sign in (1, -1)]
    points = [*sweep(low, high), *near_poles]
    assert worst(numerics.lgamma, lambda x: mp.log(abs(mp.gamma(x))), points) <= 4


def test_lgamma_of_the_smallest_numbers_has_all_digits():
    points = [sign * x for x in (5e-324, 1e-320, 2.3e-308, 1e-300) for sign in (1, -1)]
    assert worst(numerics.lgamma, lambda x: mp.log(abs(mp.gamma(x))), points) <= 4


def test_lgamma_is_zero_at_1_and_2():
    assert numerics.lgamma(1.0) == numerics.lgamma(2.0) == 0


def test_gamma_of_whole_numbers_is_the_factorial():
    assert [numerics.gamma(float(n)) for n in range(1, 24)] == [
        float(math.factorial(n - 1)) for n in range(1, 24)
    ]


@pytest.mark.parametrize("pole", [0.0, -1.0, -20.0, -math.inf])
def test_digamma_has_poles(pole):
    with pytest.raises(ValueError, match="pole"):
        numerics.digamma(pole)


@pytest.mark.parametrize(("low", "high"), [(-20, -10), (-3, 0), (0, 3), (3, 1e3), (1e3, 1e9)])
def test_digamma_has_13_digits_away_from_its_zeros(low, high):
    for x in sweep(low, high):
        truth = mp.digamma(mp.mpf(x))
        if abs(truth) > 1e-2:
            assert abs(numerics.digamma(x) - truth) <= 1e-13 * abs(truth)


@pytest.mark.parametrize("x", [1e-300, -1e-20, -3 + 1e-12, -3 - 1e-12, 1e300, -1e9 - 0.25])
def test_digamma_at_extremes(x):
    assert numerics.digamma(x) == pytest.approx(float(mp.digamma(mp.mpf(x))), rel=1e-14)


def test_digamma_at_infinity_and_nan():
    assert numerics.digamma(math.inf) == math.inf
    assert math.isnan(numerics.digamma(math.nan))


@pytest.mark.parametrize(
    ("name", "truth"),
    [
        ("sigmoid", lambda x: 1 / (1 + mp.exp(-x))),
        ("softplus", lambda x: mp.log1p(mp.exp(x))),
        ("normal_cdf", lambda x: mp.erfc(-x / mp.sqrt(2)) / 2),
    ],
)
@pytest.mark.parametrize(("low", "high"), [(-37, -3), (-3, 3), (3, 40)])
def test_tails_keep_their_digits_as_numbers_and_in_arrays(name, truth, low, high):
    function = getattr(elementary, name)
    points, truth = sweep(low, high), cache(truth)
    assert worst(function, truth, points) <= 4
    assert worst(lambda x: float(function(np.array([x]))[0]), truth, points) <= 4


def test_rounding_of_the_argument_is_known_exactly():
    for x in sweep(-40, 40):
        product, rest = numerics.times_root_half(x)
        truth = mp.mpf(x) / mp.sqrt(2)
        assert abs(mp.mpf(product) + mp.mpf(rest) - truth) <= abs(truth) * mp.mpf(2) ** -100


def test_array_reading_has_inf_and_nan_instead_of_errors():
    points = np.array([-1.0, 0.0, 200.0])
    assert np.isnan(elementary.gamma(points)[:1]).all()
    assert elementary.gamma(points)[2] == math.inf
    assert list(elementary.lgamma(points)[:2]) == [math.inf, math.inf]
    assert np.isnan(elementary.digamma(points)[:2]).all()


def test_digamma_keeps_its_digits_beside_its_zero():
    zero = 1.4616321449683622
    for x in (zero, math.nextafter(zero, 2), zero + 1e-9, zero - 0.1999, zero + 0.1999):
        with mp.workprec(300):
            truth = mp.digamma(mp.mpf(x))
            assert abs(mp.mpf(numerics.digamma(x)) / truth - 1) <= 1e-15
