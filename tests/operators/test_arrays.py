"""The array operators and losses: gradients, values, exactness, kinks, ties and refused shapes."""

from __future__ import annotations

import contextlib
import itertools
import math
from fractions import Fraction

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from gradcli import limits
from gradcli.errors import DomainProblem, GradcliError, LimitError, ShapeProblem
from gradcli.operators import OPERATORS, WRITTEN

ROWS = [row for row in WRITTEN.values() if row.family in ("reductions", "matrices", "losses")]
#: Values of the options that have no list of their own.
CHOSEN = {
    "keepdims": (False, True),
    "reduction": ("mean", "sum", "none"),
    "ddof": (0, 1),
    "delta": (1, 0.75),
    "margin": (1, 2.5),
    "shape": ((-1,),),
    "index": ((0,), (-1,), ((None, None, -1),), ((0, 2, None),)),
}


def value_of(nested):
    return np.array(nested) if isinstance(nested, tuple) else nested


#: The rows that may also reduce all axes, or several, at once.
REDUCING = {row.name for row in ROWS for option in row.options if option.kind == "axes"}


def axes_for(row, operands):
    """Return the axes that a row is tested along."""
    dimensions = np.ndim(operands[0]) + (row.name == "stack")
    single = [0, -dimensions] if row.name == "concat" else range(-dimensions, dimensions)
    several = [(0, 1), (-1,)] if dimensions == 2 and row.name in REDUCING else []
    everything = [None] if row.name in REDUCING | {"cumsum"} else []
    return [*everything, *single, *several] or [0]


def variants(row, operands):
    """Yield every combination of options for one sample."""
    lists = [
        axes_for(row, operands) if option.name == "axis" else CHOSEN[option.name]
        for option in row.options
    ]
    for values in itertools.product(*lists):
        options = dict(zip((option.name for option in row.options), values, strict=True))
        if options.get("ddof") == 1 and np.shape(operands[0])[-1:] == (1,):
            continue
        yield options


CASES = [
    pytest.param(row, tuple(map(value_of, sample)), options, id=f"{row.name}-{n}-{options}")
    for row in ROWS
    for n, sample in enumerate(row.samples)
    for options in variants(row, sample)
]


def contribution(row, g, operands, position, options):
    """Return what the row's vjp hands to one operand."""
    y = row.forward(*operands, **options)
    more = {"ties": "split"} if row.ties else {}
    if row.variadic:
        return row.vjp[0](g, *operands, y, **options, **more)[position]
    rule = row.vjp[position]
    return None if rule is None else rule(g, *operands, y, **options, **more)


def central_difference(objective, operands, position, step=1e-6):
    """Return the gradient of a scalar function of the operands by central differences."""
    start = np.array(operands[position], dtype=float)
    slopes = np.zeros(start.shape)
    for place in np.ndindex(start.shape):
        sides = []
        for sign in (1, -1):
            moved = start.copy()
            moved[place] += sign * step
            changed = [*operands[:position], moved, *operands[position + 1 :]]
            sides.append(objective(*changed))
        slopes[place] = (sides[0] - sides[1]) / (2 * step)
    return slopes


@pytest.mark.parametrize(("row", "operands", "options"), CASES)
def test_the_vjp_is_the_slope_of_the_weighted_output(row, operands, options):
    y = np.asarray(row.forward(*operands, **options), dtype=float)
    g = np.random.default_rng(7).uniform(0.5, 1.5, y.shape)
    for position, operand in enumerate(operands):
        found = contribution(row, g if y.ndim else float(g), operands, position, options)
        if found is None:
            continue
        assert np.shape(found) == np.shape(operand)
        slopes = central_difference(
            lambda *moved: float(np.sum(g * row.forward(*moved, **options))), operands, position
        )
        np.testing.assert_allclose(np.asarray(found, float), slopes, rtol=1e-6, atol=1e-7)


def test_only_classes_receive_no_gradient():
    silent = {
        (case.values[0].name, position)
        for case in CASES
        for row, operands, options in [case.values]
        for position in range(len(operands))
        if contribution(row, row.forward(*operands, **options), operands, position, options) is None
    }
    assert silent == {("cross_entropy", 1), ("nll_loss", 1), ("hinge", 1)}


# --- gradients against autograd

X = np.array([[1.0, 2.0, 4.0], [-1.0, 0.5, 3.0]])
V, W = np.array([1.0, -2.0, 0.5]), np.array([2.0, 0.25, -1.0])
B = np.arange(12.0).reshape(2, 3, 2) - 4.5

BY_AUTOGRAD = [
    ("sum", (X,), {"axis": 0, "keepdims": True}, lambda x: anp.sum(x, 0, keepdims=True)),
    ("mean", (X,), {"axis": 1, "keepdims": False}, lambda x: anp.mean(x, 1)),
    ("prod", (X,), {"axis": 1, "keepdims": False}, lambda x: anp.prod(x, 1)),
    ("amax", (X,), {"axis": 0, "keepdims": False}, lambda x: anp.max(x, 0)),
    ("amin", (X,), {"axis": None, "keepdims": False}, anp.min),
    ("norm", (X,), {"axis": 1, "keepdims": False}, lambda x: anp.linalg.norm(x, axis=1)),
    ("var", (X,), {"axis": 1, "keepdims": False, "ddof": 1}, lambda x: anp.var(x, 1, ddof=1)),
    ("std", (X,), {"axis": None, "keepdims": False, "ddof": 0}, anp.std),
    ("cumsum", (X,), {"axis": 1}, lambda x: anp.cumsum(x, 1)),
    ("dot", (V, W), {}, anp.dot),
    ("outer", (V, W), {}, anp.outer),
    ("transpose", (X,), {}, anp.transpose),
    ("transpose", (B,), {}, anp.transpose),
    ("reshape", (X,), {"shape": (3, -1)}, lambda x: anp.reshape(x, (3, -1))),
    ("index", (X,), {"index": (1, (None, None, 2))}, lambda x: x[1, ::2]),
    ("concat", (X, X + 1), {"axis": 1}, lambda a, b: anp.concatenate((a, b), 1)),
    ("stack", (V, W), {"axis": 1}, lambda a, b: anp.stack((a, b), 1)),
    ("softmax", (X,), {"axis": -1}, lambda x: anp.exp(x) / anp.sum(anp.exp(x), -1, keepdims=True)),
    ("log_softmax", (V,), {"axis": 0}, lambda x: x - anp.log(anp.sum(anp.exp(x)))),
    ("logsumexp", (V,), {"axis": None, "keepdims": False}, lambda x: anp.log(anp.sum(anp.exp(x)))),
    ("mse_loss", (V, W), {"reduction": "mean"}, lambda a, b: anp.mean((a - b) ** 2)),
    ("l1_loss", (V, W), {"reduction": "sum"}, lambda a, b: anp.sum(anp.abs(a - b))),
    (
        "cross_entropy",
        (X, np.array([2.0, 0.0])),
        {"reduction": "mean"},
        lambda x, t: anp.mean(anp.log(anp.sum(anp.exp(x), 1)) - x[np.arange(2), [2, 0]]),
    ),
    (
        "binary_cross_entropy_with_logits",
        (V, np.array([1.0, 0.0, 0.5])),
        {"reduction": "mean"},
        lambda x, t: anp.mean(anp.log(1 + anp.exp(x)) - x * t),
    ),
    *[
        ("matmul", pair, {}, anp.matmul)
        for pair in (
            (V, W),
            (V, X.T),
            (X, V),
            (X, X.T),
            (B, X),
            (X, B),
            (B, V[:2]),
            (V, B),
            (B, np.ones((4, 1, 2, 5))),
            (B[:1], np.ones((2, 2, 1))),
        )
    ],
]


@pytest.mark.parametrize(("name", "operands", "options", "same"), BY_AUTOGRAD)
def test_value_and_gradient_are_those_of_autograd(name, operands, options, same):
    row = OPERATORS[name]
    y = same(*operands)
    np.testing.assert_allclose(row.forward(*operands, **options), y, rtol=1e-12)
    g = np.random.default_rng(3).normal(size=np.shape(y))
    for position in range(len(operands)):
        found = contribution(row, g, operands, position, options)
        if found is not None:
            gradient = autograd.grad(lambda *xs: anp.sum(g * same(*xs)), position)(*operands)
            assert found.shape == gradient.shape
            np.testing.assert_allclose(found, gradient, rtol=1e-9, atol=1e-12)


# --- values by hand

MEAN = {"reduction": "mean"}
BY_HAND = [
    ("sum", (3.0,), {"axis": None, "keepdims": False}, 3.0),
    ("mean", (X,), {"axis": None, "keepdims": True}, [[1.5833333333333333]]),
    ("norm", (np.array([3e200, -4e200]),), {"axis": None, "keepdims": False}, 5e200),
    ("norm", (np.array([3e-200, 4e-200]),), {"axis": None, "keepdims": False}, 5e-200),
    ("var", ([1.0, 2.0, 6.0],), {"axis": None, "keepdims": False, "ddof": 0}, 14 / 3),
    ("std", ([1.0, 2.0, 6.0],), {"axis": None, "keepdims": False, "ddof": 1}, math.sqrt(7)),
    ("cumsum", (X,), {"axis": None}, [1, 3, 7, 6, 6.5, 9.5]),
    ("cumsum", (2.5,), {"axis": None}, 2.5),
    ("outer", (2.0, 3.0), {}, [[6.0]]),
    ("softmax", ([0.0, math.log(3)],), {"axis": -1}, [0.25, 0.75]),
    ("huber_loss", ([0.0, 0.0], [0.5, 3.0]), {"delta": 1, **MEAN}, (0.125 + 2.5) / 2),
    ("huber_loss", ([0.0], [3.0]), {"delta": 2, "reduction": "none"}, [4.0]),
    ("cross_entropy", ([0.0, 0.0, 0.0, 0.0], 2.0), MEAN, math.log(4)),
    ("cross_entropy", ([[0.0, 0.0], [0.0, 0.0]], [0.0, 1.0]), {"reduction": "sum"}, math.log(4)),
    ("nll_loss", ([[-1.0, -2.0], [-3.0, -4.0]], [1.0, 0.0]), {"reduction": "none"}, [2.0, 3.0]),
    ("binary_cross_entropy", ([0.0, 1.0, 0.5], [0.0, 1.0, 1.0]), MEAN, math.log(2) / 3),
    ("hinge", ([3.2, 5.1, -1.7], 0.0), {"margin": 1, **MEAN}, 2.9),
    ("hinge", ([[1.3, 4.9, 2.0], [2.2, 2.5, -3.1]], [1.0, 2.0]), {"margin": 1, **MEAN}, 6.45),
]


@pytest.mark.parametrize(("name", "operands", "options", "expected"), BY_HAND)
def test_values_worked_out_by_hand(name, operands, options, expected):
    arrays = [np.array(x) if isinstance(x, list) else x for x in operands]
    found = OPERATORS[name].forward(*arrays, **options)
    assert np.shape(found) == np.shape(expected)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


HUGE = np.array([[1e4, -1e4, 0.0], [-1e4, 1e4, 1e4]])


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("softmax", None),
        ("log_softmax", None),
        ("logsumexp", None),
        ("cross_entropy", np.array([1.0, 0.0])),
        ("cross_entropy", np.full((2, 3), 1 / 3)),
        ("binary_cross_entropy_with_logits", np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])),
    ],
)
def test_huge_scores_stay_finite(name, target):
    row = OPERATORS[name]
    operands = (HUGE,) if target is None else (HUGE, target)
    options = {option.name: option.default for option in row.options}
    y = row.forward(*operands, **options)
    assert np.isfinite(y).all()
    assert np.isfinite(contribution(row, np.ones(np.shape(y)), operands, 0, options)).all()


def test_a_masked_score_has_probability_0_and_no_gradient():
    x = np.array([0.0, -math.inf, 0.0])
    row = OPERATORS["softmax"]
    assert row.forward(x, axis=-1).tolist() == [0.5, 0.0, 0.5]
    assert contribution(row, np.array([1.0, 2.0, 3.0]), (x,), 0, {"axis": -1})[1] == 0
    total = OPERATORS["logsumexp"].forward(np.full(2, -math.inf), axis=None, keepdims=False)
    assert total == -math.inf


# --- exact numbers


def exact(value):
    if isinstance(value, float):
        return Fraction(str(value))
    return np.frompyfunc(lambda part: Fraction(str(part)), 1, 1)(value)


def all_exact(value):
    parts = value.ravel().tolist() if isinstance(value, np.ndarray) else [value]
    return all(isinstance(part, (int, Fraction)) for part in parts)


RATIONAL = [case for case in CASES if case.values[0].rational]


@pytest.mark.parametrize(("row", "operands", "options"), RATIONAL)
def test_fractions_stay_exact_and_agree_with_floats(row, operands, options):
    fractions = tuple(map(exact, operands))
    y = row.forward(*fractions, **options)
    assert all_exact(y)
    expected = row.forward(*operands, **options)
    np.testing.assert_allclose(np.asarray(y, float), expected, rtol=1e-12, atol=1e-12)
    g = np.array([Fraction(n + 2, 3) for n in range(np.size(y))], dtype=object)
    g = g.reshape(np.shape(y)) if np.ndim(y) else g[0]
    for position in range(len(operands)):
        found = contribution(row, g, fractions, position, options)
        if found is not None:
            assert all_exact(found)
            as_floats = np.asarray(g, float) if np.ndim(y) else float(g)
            plain = contribution(row, as_floats, operands, position, options)
            np.testing.assert_allclose(np.asarray(found, float), plain, rtol=1e-12, atol=1e-12)


def test_exactly_the_rational_rows_are_declared_rational():
    irrational = {row.name for row in ROWS if not row.rational}
    assert irrational == {
        "norm",
        "std",
        "logsumexp",
        "softmax",
        "log_softmax",
        "cross_entropy",
        "binary_cross_entropy",
        "binary_cross_entropy_with_logits",
    }


def test_a_decimal_option_is_exact_among_fractions():
    operands = (exact(np.array([0.0, 1.0])), exact(np.array([0.0, 0.0])))
    loss = OPERATORS["huber_loss"].forward(*operands, delta=0.1, reduction="sum")
    assert loss == Fraction(19, 200)


# --- kinks and ties

PLAIN = {"axis": None, "keepdims": False}
KINKS = [
    ("norm", (np.zeros(3),), PLAIN, [0, 0, 0]),
    ("norm", (0.0,), PLAIN, 0),
    ("norm", (np.array([[0.0, 0.0], [3.0, 4.0]]),), {**PLAIN, "axis": 1}, [[0, 0], [0.6, 0.8]]),
    ("std", (np.full(3, 0.1),), {**PLAIN, "ddof": 0}, [0, 0, 0]),
    ("std", (np.full(10, 0.1),), {**PLAIN, "ddof": 1}, [0] * 10),
    ("amax", (np.array([2.0, 5.0, 5.0]),), PLAIN, [0, 0.5, 0.5]),
    ("amin", (np.full((2, 2), 7.0),), PLAIN, [[0.25, 0.25], [0.25, 0.25]]),
    ("l1_loss", (np.array([1.0, 2.0]), np.array([1.0, 3.0])), {"reduction": "sum"}, [0, -1]),
    ("hinge", (np.array([2.0, 1.0, 4.0]), 0.0), {"margin": 1, **MEAN}, [-1, 0, 1]),
]


@pytest.mark.parametrize(("name", "operands", "options", "expected"), KINKS)
def test_at_a_kink_the_convention_holds_and_is_announced(name, operands, options, expected):
    row = OPERATORS[name]
    assert any(kink.at(*operands, **options) for kink in row.kinks)
    y = row.forward(*operands, **options)
    g = np.ones(np.shape(y)) if np.ndim(y) else 1.0
    np.testing.assert_allclose(contribution(row, g, operands, 0, options), expected, rtol=1e-12)


@pytest.mark.parametrize(("row", "operands", "options"), CASES)
def test_no_kink_is_announced_at_the_samples(row, operands, options):
    assert not any(kink.at(*operands, **options) for kink in row.kinks)


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("split", [[0, 0.5, 0.5], [1, 0, 0]]),
        ("first", [[0, 1, 0], [1, 0, 0]]),
        ("last", [[0, 0, 1], [1, 0, 0]]),
        ("all", [[0, 1, 1], [1, 0, 0]]),
    ],
)
@pytest.mark.parametrize("name", ["amax", "amin"])
@pytest.mark.parametrize("kind", [float, Fraction])
def test_ties_follow_the_convention_within_each_slice(name, ties, expected, kind):
    x = np.array([[2.0, 5.0, 5.0], [9.0, 1.0, 1.5]])
    if name == "amin":
        x = -x
    x = exact(x) if kind is Fraction else x
    row, options = OPERATORS[name], {"axis": 1, "keepdims": False}
    y = row.forward(x, **options)
    g = np.array([kind(1), kind(1)])
    found = row.vjp[0](g, x, y, **options, ties=ties)
    assert found.tolist() == expected
    assert all_exact(found) == (kind is Fraction)


def test_a_tie_of_three_is_shared_in_exact_thirds():
    x = exact(np.array([4.0, 4.0, 4.0]))
    found = OPERATORS["amax"].vjp[0](Fraction(1), x, Fraction(4), **PLAIN, ties="split")
    assert found.tolist() == [Fraction(1, 3)] * 3


def test_a_tie_over_several_axes_has_one_first_and_one_last_element():
    x = np.array([[5.0, 1.0], [5.0, 5.0]])
    for ties, place in (("first", [[1, 0], [0, 0]]), ("last", [[0, 0], [0, 1]])):
        found = OPERATORS["amax"].vjp[0](1.0, x, 5.0, **PLAIN, ties=ties)
        assert found.tolist() == place


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        ([2.0, 0.0, 5.0], [0, 10, 0]),
        ([0.0, 0.0, 5.0], [0, 0, 0]),
        ([0.0], [1]),
        ([1e-300, 1e300, 3.0], [3e300, 3e-300, 1]),
    ],
)
def test_the_gradient_of_a_product_needs_no_division(x, expected):
    found = contribution(OPERATORS["prod"], 1.0, (np.array(x),), 0, PLAIN)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_binary_cross_entropy_at_a_sure_and_right_prediction():
    row = OPERATORS["binary_cross_entropy"]
    p, t = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    assert row.domain.holds(p, t, reduction="sum").all()
    assert not row.domain.holds(p, 1 - t, reduction="sum").any()
    assert row.forward(p, t, reduction="sum") == 0
    assert contribution(row, 1.0, (p, t), 0, {"reduction": "sum"}).tolist() == [1, -1]
    assert row.domain.holds(0.0, 0.0, reduction="sum")
    assert row.forward(0.0, 0.0, reduction="sum") == 0


def test_a_probability_target_receives_a_gradient():
    row, x, t = OPERATORS["cross_entropy"], V, np.array([0.25, 0.5, 0.25])
    expected = -(V - math.log(np.exp(V).sum()))
    np.testing.assert_allclose(contribution(row, 1.0, (x, t), 1, MEAN), expected)


def test_weights_that_do_not_add_up_to_1_still_have_the_right_gradient():
    row, t = OPERATORS["cross_entropy"], np.array([0.5, 0.0, 1.0])
    slopes = central_difference(lambda x: row.forward(x, t, **MEAN), (V,), 0)
    np.testing.assert_allclose(contribution(row, 1.0, (V, t), 0, MEAN), slopes, rtol=1e-6)


def test_an_impossible_class_that_does_not_occur_costs_nothing():
    scores = np.array([0.0, -math.inf])
    assert OPERATORS["nll_loss"].forward(scores, 0.0, **MEAN) == 0
    assert OPERATORS["cross_entropy"].forward(scores, 0.0, **MEAN) == 0


def test_the_largest_of_nan_is_nan_and_receives_the_gradient():
    row, x = OPERATORS["amax"], np.array([1.0, math.nan, 2.0])
    assert math.isnan(row.forward(x, **PLAIN))
    assert contribution(row, 1.0, (x,), 0, PLAIN).tolist() == [0, 1, 0]


# --- what is refused

M23, ALL = np.ones((2, 3)), {"axis": None, "keepdims": False}
REFUSED = [
    ("matmul", (M23, M23), {}, "2x3 and 2x3 do not fit: 3 columns on the left, 2 rows on the"),
    ("matmul", (V, np.ones(2)), {}, "3 elements on the left, 2 elements on the right"),
    ("matmul", (2.0, V), {}, "@ needs vectors or matrices"),
    ("matmul", (np.ones((2, 3, 3)), np.ones((4, 3, 3))), {}, "before the last two"),
    ("dot", (V, np.ones(2)), {}, "3 elements on the left, 2 elements on the right"),
    ("dot", (B, B), {}, "dot takes vectors and matrices"),
    ("outer", (M23, V), {}, "outer takes two vectors"),
    ("reshape", (M23,), {"shape": (4, 2)}, r"6 elements of shape 2x3 do not fill .*\[4, 2\]"),
    ("reshape", (M23,), {"shape": (4, -1)}, r"do not fill the shape \[4, -1\]"),
    ("reshape", (M23,), {"shape": (-1, -1)}, "is not a shape"),
    ("reshape", (M23,), {"shape": (0, -1)}, "lengths are 1 or more"),
    ("reshape", (M23,), {"shape": (-2, -3)}, "lengths are 1 or more"),
    ("reshape", (2.0,), {"shape": (1,) * 65}, "65 axes"),
    ("index", (V,), {"index": (3,)}, "index 3 is out of range: there are 3 elements"),
    ("index", (V,), {"index": (-4,)}, "index -4 is out of range"),
    ("index", (V,), {"index": (0, 0)}, "2 indices for shape 3, which has 1 axis"),
    ("index", (2.0,), {"index": (0,)}, "1 index for shape scalar, which has no axes"),
    ("index", (V,), {"index": ((2, 2, None),)}, "the slice 2:2 is empty"),
    ("index", (V,), {"index": ((None, None, 0),)}, "step of a slice is 0"),
    ("sum", (M23,), {**ALL, "axis": 2}, "axis 2 is out of range: there are 2 axes, 0 to 1"),
    ("amax", (V,), {**ALL, "axis": -2}, "axis -2 is out of range: a vector has only axis 0"),
    ("sum", (2.0,), {**ALL, "axis": 1}, "a scalar has no axes"),
    ("sum", (M23,), {**ALL, "axis": (0, -2)}, "axis 0 is named twice"),
    ("amax", (np.ones(0),), ALL, "without elements"),
    ("cumsum", (M23,), {"axis": 2}, "axis 2 is out of range"),
    ("cumsum", (M23,), {"axis": (0, 1)}, "one axis is needed"),
    ("softmax", (V,), {"axis": 1}, "axis 1 is out of range"),
    ("var", (np.ones(1),), {**ALL, "ddof": 1}, "there is only 1 value"),
    ("concat", (V, M23), {"axis": 0}, "3 and 2x3 do not fit"),
    ("concat", (M23, np.ones((2, 2))), {"axis": 0}, "2x3 and 2x2 do not fit: concat along axis 0"),
    ("concat", (1.0, 2.0), {"axis": 0}, "a scalar cannot be joined"),
    ("concat", (V, V), {"axis": 1}, "axis 1 is out of range"),
    ("stack", (V, W[:2]), {"axis": 0}, "3 and 2 do not fit: what is stacked"),
    ("stack", (1.0, 2.0), {"axis": 1}, "axis 1 is out of range"),
    ("stack", (np.ones((1,) * 32),), {"axis": 0}, "33 axes"),
    ("mse_loss", (V, W[:2]), MEAN, "3 and 2 do not fit: mse_loss compares"),
    ("mse_loss", (V, V[:, None]), MEAN, "3 and 3x1 do not fit"),
    ("cross_entropy", (V, 3.0), MEAN, "no class 3: 3 scores are for classes 0 to 2"),
    ("cross_entropy", (V, -1.0), MEAN, "no class -1"),
    ("cross_entropy", (V, 0.5), MEAN, "class 0.5 is not a whole number"),
    ("cross_entropy", (V, math.nan), MEAN, "class nan is not a whole number"),
    ("cross_entropy", (M23, V), MEAN, "2x3 and 3 do not fit: cross_entropy needs 2 classes"),
    ("cross_entropy", (V, W[:2]), MEAN, "needs one class .* or probabilities of shape 3"),
    ("cross_entropy", (2.0, 0.0), MEAN, "takes one row of scores or a batch"),
    ("nll_loss", (B, 0.0), MEAN, "takes one row of scores or a batch"),
    ("hinge", (V, W), {"margin": 1, **MEAN}, "3 and 3 do not fit: hinge needs one class"),
]


@pytest.mark.parametrize(("name", "operands", "options", "message"), REFUSED)
def test_operands_that_do_not_fit_are_refused_with_a_reason(name, operands, options, message):
    with pytest.raises((ShapeProblem, DomainProblem, LimitError), match=message) as caught:
        OPERATORS[name].forward(*operands, **options)
    assert isinstance(caught.value, GradcliError)


def test_a_transpose_that_would_fit_is_offered():
    with pytest.raises(ShapeProblem) as caught:
        OPERATORS["matmul"].forward(M23, M23)
    assert caught.value.hint == "a @ b.T or a.T @ b would fit"


@pytest.mark.parametrize(
    ("name", "count"), [("outer", 2), ("matmul", 2), ("stack", 200), ("concat", 200)]
)
def test_results_above_the_limit_are_refused_before_memory_is_spent(name, count):
    x = np.ones(100)
    operands = (x[:, None], x[None, :]) if name == "matmul" else (x,) * count
    options = {option.name: option.default for option in OPERATORS[name].options}
    beyond = pytest.raises(LimitError, match="elements in one array: at most 1,000")
    with limits.replaced({"elements": 1_000}), beyond:
        OPERATORS[name].forward(*operands, **options)


# --- the rows themselves


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_row_says_how_its_products_are_written(row):
    assert len(row.vjp_text) == sum(rule is not None for rule in row.vjp)
    assert len(row.vjp) == len(row.operands)
    assert row.doc.endswith(".")
    assert row.source
    assert row.example


def steps_reading(row, options):
    """Return a row's steps as Python over NumPy functions, with the options put in."""
    written = row.steps.format(
        **{name: "" if value == "none" else value for name, value in options.items()}
    )
    *before, last = written.replace("^", "**").split(";")
    return "\n".join([line.strip() for line in before] + [f"result = {last.strip()}"])


READING = {
    "detach": lambda x: x,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "max": np.max,
    "sum": np.sum,
    "mean": np.mean,
    "var": np.var,
    "where": np.where,
    "softplus": lambda x: np.logaddexp(0, x),
    "log_softmax": lambda x: OPERATORS["log_softmax"].forward(x, axis=-1),
    "nll_loss": OPERATORS["nll_loss"].forward,
}


@pytest.mark.parametrize(
    ("row", "operands", "options"), [case for case in CASES if case.values[0].steps]
)
def test_the_steps_of_a_composite_give_its_value(row, operands, options):
    names = dict(READING, **dict(zip(row.operands, operands, strict=True)))
    exec(steps_reading(row, options), names)
    found = row.forward(*operands, **options)
    assert np.shape(found) == np.shape(names["result"])
    np.testing.assert_allclose(found, names["result"], rtol=1e-12)


MIXED = [
    row
    for row in WRITTEN.values()
    if row.elementwise and row.family != "conditions" and row.name != "where"
    if row.variadic or len(row.operands) > 1
]


@pytest.mark.parametrize("row", MIXED, ids=lambda row: row.name)
def test_a_number_beside_an_array_stands_for_all_its_elements(row):
    """Whatever it is: what is one number for all elements would be added up as one."""
    array, arity = np.array([0.25, 0.5, 0.75]), 2 if row.variadic else len(row.operands)
    for numbers in itertools.product((0.0, 1.0, -1.0, 2.0, None), repeat=arity):
        if None not in numbers:
            continue
        operands = [array if number is None else number for number in numbers]
        options = {option.name: option.default for option in row.options}
        with np.errstate(all="ignore"), contextlib.suppress(ArithmeticError, ValueError):
            assert np.shape(row.forward(*operands, **options)) == (3,), operands
