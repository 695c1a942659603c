"""Functions by whole numbers against mpmath: more digits than a float has."""

from __future__ import annotations

import mpmath as mp
import pytest

from gradcli.operators import fixed

#: The digits asked for, and those that may be wrong.
BITS, WRONG = 200, 16


def error(found: int, truth: mp.mpf) -> float:
    """Return an error in units of the last digit."""
    return float(abs(found - truth * mp.mpf(2) ** BITS))


@pytest.mark.parametrize("x", [-700.1, -30.2, -0.5, -1e-20, 0.0, 0.3])
def test_exp(x):
    with mp.workprec(400):
        assert error(fixed.exp(fixed.fixed(x, BITS), BITS), mp.exp(x)) < 4


@pytest.mark.parametrize("x", [1.5, 40.3, 1e15])
def test_log(x):
    with mp.workprec(400):
        found = fixed.log(fixed.fixed(x, BITS), BITS)
        assert abs(found / mp.mpf(2) ** BITS - mp.log(x)) < mp.mpf(2) ** -128


@pytest.mark.parametrize("power", [1, 2, 5, 21])
@pytest.mark.parametrize("x", [0.5, 1.0, 1.7, 33.3, 1e6])
def test_hurwitz(power, x):
    with mp.workprec(400):
        found = fixed.hurwitz(power, fixed.fixed(x, BITS), BITS)
        truth = -mp.digamma(x) if power == 1 else mp.zeta(power, x)
        assert abs(found / mp.mpf(2) ** BITS - truth) < mp.mpf(2) ** -128


@pytest.mark.parametrize("x", [-0.5, -2.457024738220801, -15.75, -28.3])
def test_lgamma(x):
    with mp.workprec(400):
        assert fixed.lgamma(x) == pytest.approx(float(mp.log(abs(mp.gamma(x)))), rel=4e-16, abs=0)


def test_exponentials_have_what_their_rounding_left_out():
    with mp.workprec(400):
        for place, (power, left_out) in enumerate(fixed.exponentials(65, 16)):
            assert power == float(mp.exp(-mp.mpf(place) / 16))
            assert abs(mp.mpf(power) + left_out - mp.exp(-mp.mpf(place) / 16)) < 1e-32
