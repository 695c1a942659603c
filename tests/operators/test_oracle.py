"""Values to the last digits and gradients to twelve, over the whole domain of every function."""

from __future__ import annotations

import math

import mpmath as mp
import numpy as np
import pytest

from gradcli import evaluate, parse
from tests.oracle import RELATIVE, ROWS, ULPS, findings

#: Every so many-th point of the table that `python -m tests.oracle` prints.
STEP = 8


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_no_digits_are_lost_anywhere(row):
    found = findings(row, STEP)
    assert found.points >= 10
    assert found.value.error <= ULPS, found.value
    for name, worst in found.gradients.items():
        assert worst.error <= RELATIVE, (name, worst)


def softmax(*scores):
    powers = [mp.exp(mp.mpf(score)) for score in scores]
    return [power / mp.fsum(powers) for power in powers]


def sigmoid(x):
    return 1 / (1 + mp.exp(-mp.mpf(x)))


#: program, bindings, and the gradient of x in closed form; all but cancel in a careless rule.
ARRAYS = [
    ("softmax(x)[0]", {"x": [40, 0]}, lambda p, q: [p * q, -p * q]),
    ("softmax(x)[0]", {"x": [0, 40]}, lambda p, q: [p * q, -p * q]),
    ("log_softmax(x)[0]", {"x": [40, 0]}, lambda p, q: [q, -q]),
    ("cross_entropy(x, 0)", {"x": [40, 0]}, lambda p, q: [-q, q]),
    ("cross_entropy(x, t)", {"x": [40, 0], "t": [1, 0]}, lambda p, q: [-q, q]),
    ("logsumexp(x)", {"x": [1e9 + 1, 1e9]}, lambda p, q: [p, q]),
    ("logsumexp(x)", {"x": [-1e15, -1e15 - 2]}, lambda p, q: [p, q]),
]


@pytest.mark.parametrize(("program", "at", "gradient"), ARRAYS)
def test_gradients_of_arrays_keep_12_digits(program, at, gradient):
    found = evaluate(parse(program), at).gradients["x"].tolist()
    with mp.workdps(50):
        expected = [float(part) for part in gradient(*softmax(*at["x"]))]
    assert found == pytest.approx(expected, rel=1e-12, abs=0)


#: program, scores, and the value in closed form; one score outweighs the others.
OUTWEIGHED = [
    ("log_softmax(x)[0]", [-194.0, -280.0, -305.0], lambda x: -mp.log1p(x[1] + x[2])),
    ("cross_entropy(x, 0)", [40.0, 0.0, -3.0], lambda x: mp.log1p(x[1] + x[2])),
    ("cross_entropy([x, x], [0, 0])", [3.0, 1.0, 0.5], lambda x: mp.log1p(x[1] + x[2])),
    ("logsumexp(x)", [0.0, -40.0, -50.0], lambda x: mp.log1p(x[1] + x[2])),
]


@pytest.mark.parametrize(("program", "scores", "value"), OUTWEIGHED)
def test_what_outweighed_scores_add_is_not_lost(program, scores, value):
    with mp.workdps(50):
        truth = float(value([mp.exp(mp.mpf(score) - scores[0]) for score in scores]))
    assert evaluate(parse(program), {"x": scores}).value == pytest.approx(truth, rel=1e-15, abs=0)


#: Scores whose powers add up to about 1: the largest, and the logarithm of the total, cancel.
CANCELLING = [
    [-0.7, -0.69],
    [-0.6931471805599453, -0.6931471805599454 - 1e-6],
    [-1e-3, -6.9],
    [-3e-5, -10.4, -300.0, -float("inf")],
    [-2.3, -2.31, -0.2230952],
    *(np.log(np.arange(1, n + 1) * 2 / n / (n + 1) * 1.0001).tolist() for n in (3, 50, 2000)),
]


@pytest.mark.parametrize("scores", CANCELLING, ids=len)
def test_powers_that_add_up_to_about_1_have_a_logarithm_with_all_digits(scores):
    with mp.workdps(50):
        truth = float(mp.log(mp.fsum(mp.exp(mp.mpf(score)) for score in scores)))
    assert abs(truth) < abs(max(scores)) / 4
    rows = [scores, scores[::-1], [score + 1 for score in scores]]
    for axis, x in ((1, rows), (0, np.transpose(rows))):
        graph = parse(f"logsumexp(x, axis={axis})")
        found = evaluate(graph, {"x": x}, seed=np.ones(3), ieee=True).value
        assert max(abs(found[:2] - truth)) <= 4 * math.ulp(truth)
    found = evaluate(parse("logsumexp(x)"), {"x": scores}, ieee=True).value
    assert abs(found - truth) <= 4 * math.ulp(truth)


def test_the_logarithm_of_probabilities_adds_up_to_nearly_nothing():
    x = np.random.default_rng(0).normal(size=(6, 9))
    found = evaluate(parse("logsumexp(log_softmax(x), axis=1)"), {"x": x}, seed=np.ones(6))
    scores = evaluate(parse("log_softmax(x)"), {"x": x}, seed=np.ones((6, 9))).value
    with mp.workdps(50):
        truth = [mp.log(mp.fsum(map(mp.exp, map(mp.mpf, row)))) for row in scores]
    assert max(abs(a - b) for a, b in zip(found.value, truth, strict=True)) < 1e-21


@pytest.mark.parametrize("name", ["var", "std"])
@pytest.mark.parametrize("x", [[1e8 + 0.1, 1e8 + 0.2, 1e8 + 0.4], [1e15, 1e15 + 1, 1e15 + 3]])
def test_the_spread_of_large_numbers_keeps_12_digits(name, x):
    worked = evaluate(parse(f"{name}(x)"), {"x": x})
    with mp.workdps(50):
        mean = mp.fsum(map(mp.mpf, x)) / 3
        variance = mp.fsum((mp.mpf(part) - mean) ** 2 for part in x) / 3
        value = variance if name == "var" else mp.sqrt(variance)
        scale = mp.mpf(2) / 3 if name == "var" else 1 / (3 * value)
        expected = [float((mp.mpf(part) - mean) * scale) for part in x]
    assert worked.value == pytest.approx(float(value), rel=1e-12, abs=0)
    assert worked.gradients["x"].tolist() == pytest.approx(expected, rel=1e-12, abs=0)


@pytest.mark.parametrize("x", [40.0, -40.0, 0.1])
@pytest.mark.parametrize("t", [0.0, 1.0, 0.25])
def test_binary_cross_entropy_with_logits_keeps_12_digits(x, t):
    worked = evaluate(parse("binary_cross_entropy_with_logits(x, t)"), {"x": x, "t": t})
    with mp.workdps(50):
        expected = float(sigmoid(x) * (1 - mp.mpf(t)) - sigmoid(-x) * mp.mpf(t))
    assert worked.gradients["x"] == pytest.approx(expected, rel=1e-12, abs=0)


def test_binary_cross_entropy_keeps_12_digits_where_the_probability_is_a_half():
    worked = evaluate(parse("bce(p, t)"), {"p": 0.5 + 1e-12, "t": 0.25})
    with mp.workdps(50):
        p = mp.mpf(0.5 + 1e-12)
        expected = float(mp.log((1 - p) / p))
    assert worked.gradients["t"] == pytest.approx(expected, rel=1e-12, abs=0)
