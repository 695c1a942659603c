"""Graphs of arrays made ready to be run again, against the ordinary engine and closed forms."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcli import evaluate, parse
from gradcli.engine import Derivation, plans, values_of
from gradcli.engine.arrays import short, sweep
from gradcli.engine.backward import Gradients, backward
from gradcli.engine.notices import notices
from gradcli.engine.rules import EdgeRules
from gradcli.engine.tape import CONDITIONS
from gradcli.errors import BindingProblem, DomainProblem, GradcliError
from gradcli.graph import Graph, GraphBuilder
from gradcli.operators import OPERATORS

#: Long arrays of these tests, in several blocks.
LONG, BLOCKS = 600, (128, 200)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a few hundred elements be many, and two times often."""
    monkeypatch.setattr(plans, "LONG", LONG)
    monkeypatch.setattr(plans, "MEETINGS", 2)
    monkeypatch.setattr(short, "LONG", LONG)
    monkeypatch.setattr(sweep, "BLOCKS", BLOCKS)
    plans._READY.clear()
    yield
    plans._READY.clear()


def ordinary(graph: Graph, at: dict[str, Any]) -> tuple[list[Any], Gradients, Any]:
    """Return values, gradients and notices by the ordinary engine."""
    values, needs = values_of(graph, at)
    done = backward(EdgeRules(graph, values, "split", False, needs), 1.0)
    return values, done, notices(graph, values, needs, "split", done)


def is_ready(graph: Graph) -> bool:
    """Return whether a run of a graph is kept."""
    of = (
        (key[0][0] if isinstance(key[0], tuple) else key[0], ready)
        for key, ready in plans._READY.items()
    )
    return any(ready.run is not None and same.graph is graph for same, ready in of)


def same(found: Any, expected: Any) -> None:
    """Assert that two numbers or arrays are the same to the last bit."""
    assert (found is None) == (expected is None)
    if expected is not None:
        assert np.shape(found) == np.shape(expected)
        np.testing.assert_array_equal(
            np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
        )


def agree(worked: Derivation, expected: tuple[list[Any], Gradients, Any]) -> None:
    """Assert that every number and notice of a derivation is that of the ordinary engine."""
    values, done, said = expected
    for columns in (
        (worked.values, values),
        (worked.upstream, done.upstream),
        (worked.local, done.local),
        (worked.contributions, done.contributions),
    ):
        for found, number in zip(*columns, strict=True):
            same(found, number)
    assert worked.notices == said


def outcome(work: Callable[[], Any]) -> Any:
    """Return what some work gives, or the error that it ends in."""
    try:
        return work()
    except GradcliError as problem:
        return type(problem), str(problem)


def agrees_again_and_again(graph: Graph, at: dict[str, Any]) -> None:
    """Assert that a graph gives the same each time: result, notices or error."""
    expected = outcome(lambda: ordinary(graph, at))
    for _ in range(3):
        found = outcome(lambda: evaluate(graph, at))
        if isinstance(found, Derivation):
            agree(found, expected)
        else:
            assert found == expected


# --- random graphs

FUNCTIONS = (
    *("relu", "abs", "sign", "elu", "softplus", "silu", "sigmoid", "tanh"),
    *("exp", "log", "sqrt", "square", "sin", "detach"),
)
POWERS = ("2", "3", "0.5", "1", "-1", "w")


def expressions(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    leaves = st.sampled_from((*names, "0", "1", "2", "-1.5"))
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds("({} {} {})".format, inner, st.sampled_from("+-*/"), inner),
            st.builds("{}({})".format, st.sampled_from(FUNCTIONS), inner),
            st.builds("({})^{}".format, inner, st.sampled_from(POWERS)),
            st.builds("{}({}, {})".format, st.sampled_from(("max", "min")), inner, inner),
        ),
        max_leaves=8,
    )


def arrays(draw: st.DrawFn, shape: tuple[int, ...]) -> Any:
    """Draw an array: any numbers, positive ones, whole ones that lie at kinks, or one that is not
    finite."""
    found = np.random.default_rng(draw(st.integers(0, 99))).normal(size=shape)
    kind = draw(st.sampled_from(("any", "positive", "positive", "whole", "nan", "inf")))
    if kind in ("nan", "inf"):
        found.flat[-1] = float(kind)
    return {"positive": np.abs(found) + 0.1, "whole": np.round(found)}.get(kind, found)


@st.composite
def long_work(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Draw sums and means of elementwise work on long arrays, and numbers before and after."""
    text = expressions(("x", "y", "w"))
    total = st.builds("{}({})".format, st.sampled_from(("sum", "mean")), text)
    last = draw(st.sampled_from(("{0}", "{0}", "{0}*w", "log({0})", "{0} - {1}", "{0}/{1}")))
    unused = draw(st.sampled_from(("", "", "u = exp(x*y); ")))
    program = f"{unused}a = sum(x*y); {last.format(draw(total), draw(total))} + 0*a"
    shape = draw(st.sampled_from(((LONG + 77,), (LONG // 3, 4))))
    return program, {"x": arrays(draw, shape), "y": arrays(draw, shape), "w": draw(numbers)}


@st.composite
def short_work(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """Draw work on short arrays of several shapes."""
    text = expressions(("x", "r", "c", "w"))
    total = st.builds(
        "{}({})".format, st.sampled_from(("sum", "mean", "max", "norm", "logsumexp")), text
    )
    program = f"m = x @ z; {draw(total)} + {draw(total)}*w + mean(m*r) + sum(concat(r, r)) + sum(c)"
    at = {"x": (3, 4), "z": (4, 4), "r": (4,), "c": (3, 1)}
    return program, {name: arrays(draw, shape) for name, shape in at.items()} | {"w": draw(numbers)}


numbers = st.sampled_from((0.0, 1.0, 2.0, 3.0, -0.75))


def bound(program: str, at: dict[str, Any]) -> tuple[Graph, dict[str, Any]]:
    graph = parse(program)
    return graph, {name: value for name, value in at.items() if name in graph.inputs}


@given(long_work())
def test_sweeps_give_every_number_of_the_ordinary_engine(work: tuple[str, dict[str, Any]]) -> None:
    agrees_again_and_again(*bound(*work))


@given(short_work())
def test_runs_give_every_number_of_the_ordinary_engine(work: tuple[str, dict[str, Any]]) -> None:
    agrees_again_and_again(*bound(*work))


ELEMENTWISE = [
    name
    for name, row in OPERATORS.items()
    if row.elementwise and name != "where" and name not in CONDITIONS
]


@pytest.mark.parametrize("size", [LONG + 13, 24], ids=["long", "short"])
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_every_elementwise_operator_at_its_samples(name: str, size: int) -> None:
    row, builder = OPERATORS[name], GraphBuilder()
    nodes = tuple(builder.input(operand) for operand in row.operands)
    graph = builder.build(builder.add("mean", (builder.add(name, nodes),)))
    columns = [np.resize(column, size) for column in zip(*row.samples, strict=True)]
    agrees_again_and_again(graph, dict(zip(row.operands, columns, strict=True)))


WHOLE = [name for name, row in OPERATORS.items() if not row.elementwise and not row.variadic]


@pytest.mark.parametrize("name", WHOLE)
def test_every_operator_on_whole_arrays_at_its_samples(name: str) -> None:
    row = OPERATORS[name]
    for sample in row.samples:
        builder = GraphBuilder()
        nodes = tuple(builder.input(operand) for operand in row.operands)
        graph = builder.build(builder.add("mean", (builder.add(name, nodes),)))
        at = {operand: np.array(value) for operand, value in zip(row.operands, sample, strict=True)}
        agrees_again_and_again(graph, at)


# --- what is ready, and what it gives

X = np.random.default_rng(5).normal(size=LONG + 77)


@pytest.mark.parametrize(
    ("text", "gradient"),
    [
        ("sum(x^3)", 3 * X**2),
        ("mean(sigmoid(x))", 1 / (2 + np.exp(X) + np.exp(-X)) / len(X)),
        ("log(sum(exp(x)))", np.exp(X) / np.exp(X).sum()),
        ("sum(relu(x)*2)/4", (X > 0) / 2),
    ],
)
def test_long_arrays_against_closed_forms(text: str, gradient: Any) -> None:
    graph = parse(text)
    worked = evaluate(graph, {"x": X})
    assert is_ready(graph)
    np.testing.assert_allclose(worked.gradients["x"], gradient, rtol=1e-13)


def test_numbers_beside_long_arrays_may_be_others_in_each_run() -> None:
    graph = parse("mean((w*x - x^2 + b)^2)/w")
    for w, b in ((2.0, 1.0), (0.5, -3.0), (-1.0, 0.0)):
        agree(evaluate(graph, {"x": X, "w": w, "b": b}), ordinary(graph, {"x": X, "w": w, "b": b}))
    assert len(plans._READY) == 1


def test_a_network_that_is_met_often_is_made_ready() -> None:
    graph = parse("h = relu(X@W + b); cross_entropy(h@V + c, t)")
    draw = np.random.default_rng(1)
    shapes = {"X": (5, 4), "W": (4, 6), "b": (6,), "V": (6, 3), "c": (3,)}
    for time in range(4):
        at: dict[str, Any] = {name: draw.normal(size=shape) for name, shape in shapes.items()}
        at["t"] = [0, 2, 1, 1, 0]
        worked = evaluate(graph, at)
        agree(worked, ordinary(graph, at))
        assert is_ready(graph) == (time > 0)
        step = 1e-6 * np.sign(worked.gradients["W"])
        higher = evaluate(graph, at | {"W": at["W"] + step}).value
        lower = evaluate(graph, at | {"W": at["W"] - step}).value
        rise = np.abs(worked.gradients["W"]).sum() * 2e-6
        assert higher - lower == pytest.approx(rise, rel=1e-5)


@pytest.mark.parametrize(("large", "finite"), [(1e170, True), (1e200, False)])
def test_a_gradient_that_overflows_is_seen_though_it_is_larger_than_its_factors(
    large: float, finite: bool
) -> None:
    graph = parse("sum((X@W)*s)")
    at = {"X": np.full((2, 30), large), "W": np.full((30, 10), 1e-200), "s": 1e120}
    ready = {**at, "X": np.ones((2, 30)), "W": np.ones((30, 10)), "s": 1.0}
    for _ in range(4):
        evaluate(graph, ready)
    assert is_ready(graph)
    worked = evaluate(graph, at)
    agree(worked, ordinary(graph, at))
    assert np.isfinite(worked.gradients["W"]).all() == finite
    if finite:
        assert worked.gradients["W"][0, 0] == pytest.approx(2 * large * 1e120)


@pytest.mark.parametrize("size", [LONG, 8])
def test_values_asked_for_later_are_those_of_the_run(size: int) -> None:
    graph, x = parse("h = sigmoid(x)*w; sum(h*h)"), X[:size].copy()
    for _ in range(3):
        before = x.copy()
        worked = evaluate(graph, {"x": x, "w": 3.0})
        x -= 0.1 * worked.gradients["x"]
        np.testing.assert_allclose(worked.value_of("h"), 3 / (1 + np.exp(-before)), rtol=1e-13)


@pytest.mark.parametrize("size", [LONG, 8])
def test_gradients_are_arrays_of_their_own(size: int) -> None:
    graph, at = parse("sum(x + y)"), {"x": X[:size], "y": X[:size]}
    for _ in range(3):
        found = evaluate(graph, at).gradients
        found["x"] *= 2
        assert (found["x"] == 2).all()
        assert (found["y"] == 1).all()


@pytest.mark.parametrize("size", [LONG, 8])
@pytest.mark.parametrize(
    "text",
    ["(x + y)^2", "(x + (y + 1))^2", "stack(x, y)^2", "(reshape(x, [-1]) + y)^2", "(x.T + y)^2"],
)
def test_gradients_share_no_memory(text: str, size: int) -> None:
    graph = parse(f"h = {text}; sum(h)")
    for _ in range(3):
        worked = evaluate(graph, {"x": X[:size], "y": X[:size] + 1})
        others = [np.array(gradient) for gradient in worked.upstream[2:]]
        kept = worked.gradients["y"].copy()
        worked.gradients["x"][:] = 7
        assert (worked.gradients["y"] == kept).all()
        for found, before in zip(worked.upstream[2:], others, strict=True):
            np.testing.assert_array_equal(found, before)


@pytest.mark.parametrize("text", ["x", "x + y", "x.T"])
def test_a_gradient_is_not_the_seed(text: str) -> None:
    graph, seed = parse(text), np.ones(4)
    at = dict.fromkeys(graph.inputs, X[:4])
    evaluate(graph, at, seed=seed).gradients["x"][:] = 7
    assert (seed == 1).all()


def test_zeros_of_both_signs_are_numbers_of_their_own() -> None:
    graph, x = parse("mean(atan2(w, x))"), -abs(X) - 1
    for w in (0.0, 0.0, 0.0, -0.0, -0.0, 0.0):
        assert evaluate(graph, {"x": x, "w": w}).value == np.arctan2(w, -1)


@pytest.mark.parametrize("w", [-1e-9, 1e-9])
def test_rounding_keeps_the_sign_of_zero(w: float) -> None:
    graph, at = parse("w % mean(x)"), {"x": np.array([-3.0, -5.0]) * np.sign(w), "w": w}
    signs = [np.signbit(evaluate(graph, at).gradients["x"]).tolist() for _ in range(4)]
    assert signs == signs[:1] * 4


def test_truth_beside_arrays_is_the_number_1() -> None:
    graph = parse("sum(x)*softsign(v)")
    for v in (2.0, 2.0, 2.0, True, True, True):
        worked = evaluate(graph, {"x": X[:4], "v": v})
        assert worked.gradients["v"] == pytest.approx(X[:4].sum() / (1 + v) ** 2)


@pytest.mark.parametrize("text", ["hardtanh(w)", "leaky_relu(w)", "elu(w)", "clamp(w, 0, 1)"])
def test_the_gradient_of_a_number_is_a_float(text: str) -> None:
    graph = parse(f"sum(x) + {text}")
    for _ in range(4):
        assert type(evaluate(graph, {"x": X[:4], "w": 0.5}).gradients["w"]) is float


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_elements_in_memory_is_that_of_every_run(seed: int) -> None:
    graph, draw = parse("sum(max(x.T, w) @ u)^2"), np.random.default_rng(seed)
    at = {"x": draw.normal(size=(20, 15)), "w": 0.1, "u": draw.normal(size=20)}
    assert len({evaluate(graph, at).gradients["w"] for _ in range(4)}) == 1


def test_a_slope_may_be_one_number_for_all_of_an_array() -> None:
    graph = parse("sum(xlogy(x, w))")
    for _ in range(4):
        gradients = evaluate(graph, {"x": abs(X[:4]), "w": 3.0}).gradients
        np.testing.assert_array_equal(gradients["x"], np.full(4, math.log(3)))


@pytest.mark.parametrize("size", [LONG, 9])
@pytest.mark.filterwarnings("ignore:the matrix subclass")
def test_matrices_are_arrays_and_what_is_masked_is_refused(size: int) -> None:
    graph, x = parse("sum(x*y)"), X[:size].reshape(-1, 3)
    masked = np.ma.masked_array(x, x > 0)
    for _ in range(4):
        worked = evaluate(graph, {"x": np.matrix(x), "y": np.ma.masked_array(x)})
        assert worked.value == (x * x).sum()
        assert all(type(gradient) is np.ndarray for gradient in worked.gradients.values())
        with pytest.raises(BindingProblem, match="masked"):
            evaluate(graph, {"x": masked, "y": x})


@pytest.mark.parametrize("size", [LONG, 8])
def test_what_is_outside_a_domain_is_still_said(size: int) -> None:
    graph, good = parse("sum(log(x))"), np.abs(X[:size]) + 1
    bad = good.copy()
    bad[size - 2] = -1
    for _ in range(3):
        evaluate(graph, {"x": good})
    for _ in range(4):
        with pytest.raises(DomainProblem, match="log"):
            evaluate(graph, {"x": bad})
    agree(evaluate(graph, {"x": good}), ordinary(graph, {"x": good}))


def test_few_graphs_are_kept() -> None:
    for number in range(plans.KEPT + 20):
        evaluate(parse(f"sum(x*{number})"), {"x": X})
    assert len(plans._READY) == plans.KEPT


def test_a_graph_of_irregular_numbers_is_left_to_the_ordinary_engine() -> None:
    graph, at = parse("sum(tanh(x*y))"), {"x": abs(X), "y": np.full(len(X), np.inf)}
    for _ in range(plans.PATIENCE + 1):
        agree(evaluate(graph, at), ordinary(graph, at))
    assert not is_ready(graph)


@given(st.integers(1, 3_000), st.integers(0, 9))
def test_blocks_add_up_as_numpy_does(size: int, seed: int) -> None:
    numbers = np.random.default_rng(seed).normal(size=size)
    parts = (numbers[start:stop].sum() for start, stop in sweep.blocks(0, size, BLOCKS[1]))
    assert sweep.added_up(parts, size, BLOCKS[1]) == numbers.sum()


@pytest.mark.parametrize("text", ["xlogy(v, b)", "log(v, b)"])
def test_what_a_number_beside_an_array_has_not_is_nan_with_ieee(text: str) -> None:
    """The logarithm of the number does not exist; the shapes fit."""
    at = {"v": np.array([1.0, 2.0]), "b": -1.0}
    found = evaluate(parse(f"sum({text})"), at, ieee=True)
    assert np.isnan(found.value)


def test_looking_for_inf_wakes_no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """NumPy's library shares a product of many elements among threads, and waits for all of them:
    a hundred times as long as the work where the processors are busy."""
    monkeypatch.undo()
    asked: list[int] = []

    def watched(of: Any) -> Any:
        return lambda a, b: asked.append(a.shape[-1]) or of(a, b)

    monkeypatch.setattr(np, "vdot", watched(np.vdot))
    monkeypatch.setattr(np, "matmul", watched(np.matmul))
    x = np.linspace(-1, 1, 200_000)
    assert evaluate(parse("sum(x*x)"), {"x": x}).gradients["x"].tolist() == (2 * x).tolist()
    evaluate(parse("sum(softmax(A, axis=1))"), {"A": x.reshape(-1, 2)})
    assert 1_000 < max(asked) <= 10_000


def test_a_thread_may_make_a_graph_ready_while_another_counts_how_often_it_was_met() -> None:
    class Hurried:
        """What is read twice has been changed in between."""

        run, failures, times = None, 0, iter([1])

        @property
        def meetings(self) -> int | None:
            return next(self.times, None)

        @meetings.setter
        def meetings(self, _: int | None) -> None:
            pass

    plans._READY["key"] = hurried = Hurried()  # type: ignore[assignment]
    assert plans._when_met_often("key", lambda: None) is hurried
