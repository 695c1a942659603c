"""Descents: the lectures' runs step by step, batches, optimizers, and what goes wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy
import pytest

from gradcli.descent.divergence import Diverged
from gradcli.descent.fitting import Fit, Plan, Step, fit
from gradcli.descent.objective import Objective
from gradcli.descent.optimizers import Adam, Sgd
from gradcli.descent.samples import from_values
from gradcli.errors import GradcliError, SeedProblem
from gradcli.language import parse
from tests.descent.recurrences import X, Y, linear, quadratic

DATA = {"x": numpy.array(X), "y": numpy.array(Y)}
LINE = "(w*x - y)^2"
PARABOLA = "(w1*x^2 + w2*x + b - y)^2"


def descend(
    loss: str, start: dict[str, Any], plan: Plan, data: dict[str, Any] = DATA, on_step: Any = None
) -> Fit:
    samples = from_values(data)
    objective = Objective(parse(loss), tuple(start), samples.names)
    return fit(objective, samples, tuple(start.values()), plan, on_step)


def traced(loss: str, start: dict[str, Any], plan: Plan) -> list[Step]:
    steps: list[Step] = []
    descend(loss, start, plan, on_step=steps.append)
    return steps


@pytest.mark.parametrize(
    ("loss", "start", "oracle"),
    [(LINE, {"w": 1.0}, linear), (PARABOLA, {"w1": 1.0, "w2": 1.0, "b": 1.0}, quadratic)],
)
def test_every_step_is_that_of_the_lecture(loss: str, start: dict[str, float], oracle: Any) -> None:
    steps = traced(loss, start, Plan(Sgd(0.01)))
    found = [(step.loss, *step.gradients, *step.after) for step in steps]
    assert len(found) == 300
    numpy.testing.assert_allclose(found, list(oracle()), rtol=0, atol=1e-12)


def test_the_line_of_the_lecture_ends_at_two() -> None:
    done = descend(LINE, {"w": 1.0}, Plan(Sgd(0.01)))
    assert done.parameters[0] == pytest.approx(2, abs=1e-9)
    assert done.steps == 300
    assert [epoch.steps for epoch in done.epochs[:2]] == [3, 6]


def test_the_first_step_of_the_lecture() -> None:
    first = traced(LINE, {"w": 1.0}, Plan(Sgd(0.01), epochs=1))[0]
    assert (first.loss, first.gradients, first.before, first.after) == (1, (-2,), (1,), (1.02,))


def test_watching_a_descent_does_not_change_it() -> None:
    plan = Plan(Sgd(0.01), epochs=20)
    watched = traced(PARABOLA, {"w1": 1.0, "w2": 1.0, "b": 1.0}, plan)[-1]
    assert descend(PARABOLA, {"w1": 1.0, "w2": 1.0, "b": 1.0}, plan).parameters == watched.after


LOOPS: list[tuple[str, dict[str, float]]] = [
    ("(relu(w*x - 2) - y)^2 + abs(v)", {"w": 1.0, "v": 0.02}),
    ("max(w, v)*x + where(w > 0.5, w*x, y)", {"w": 0.7, "v": 0.7}),
    ("softplus(w*x) - log(y)*tanh(v) + 0*u", {"w": 1.0, "v": -2.0, "u": 3.0}),
    ("detach(w)*w*x - y", {"w": 1.5}),
    ("2*y - detach(w)*x", {"w": 1.0}),
]


@pytest.mark.parametrize(("loss", "start"), LOOPS)
@pytest.mark.parametrize("shuffle", [False, True])
def test_a_loop_takes_the_steps_that_are_taken_one_by_one(
    loss: str, start: dict[str, float], shuffle: bool
) -> None:
    plan = Plan(Sgd(0.01), epochs=9, shuffle=shuffle, seed=3)
    steps: list[Step] = []
    watched = descend(loss, start, plan, on_step=steps.append)
    looped = descend(loss, start, plan)
    assert looped.parameters == watched.parameters == steps[-1].after
    assert (looped.epochs, looped.steps) == (watched.epochs, watched.steps)
    assert looped.notices == watched.notices


class Failing:
    """Samples whose second round ends before its second row, with a problem."""

    def __init__(self, problem: BaseException) -> None:
        self.kept = from_values(DATA)
        self.names, self.count, self.first = self.kept.names, self.kept.count, self.kept.first
        self.batches = self.kept.batches
        self.problem = problem
        self.rounds = 0

    def rows(self, order: Any = None) -> Iterator[tuple[Any, ...]]:
        self.rounds += 1
        for place, row in enumerate(self.kept.rows(order)):
            if (self.rounds, place) == (2, 1):
                raise self.problem
            yield row


def test_an_interrupt_between_two_rows_keeps_the_steps_before_it() -> None:
    objective = Objective(parse(LINE), ("w",), ("x", "y"))
    done = fit(objective, Failing(KeyboardInterrupt()), (1.0,), Plan(Sgd(0.01)))
    assert (done.interrupted, done.steps, len(done.epochs)) == (True, 4, 1)
    assert done.parameters[0] == pytest.approx(list(linear())[3][2], abs=1e-15)


def test_a_faulty_row_is_not_taken_for_a_step_that_gives_way() -> None:
    objective = Objective(parse(LINE), ("w",), ("x", "y"))
    with pytest.raises(GradcliError, match="line 5"):
        fit(objective, Failing(GradcliError("line 5 is bad")), (1.0,), Plan(Sgd(0.01)))


def momentum(nesterov: bool, dampening: float) -> float:
    """PyTorch's rule, written out for one parameter."""
    w, v, lr, mu = 1.0, None, 0.01, 0.9
    for _ in range(20):
        for x, y in zip(X, Y, strict=True):
            g = 2 * (w * x - y) * x
            v = g if v is None else mu * v + (1 - dampening) * g
            w -= lr * (g + mu * v if nesterov else v)
    return w


def adam(decay: float) -> float:
    """The paper's rule, written out for one parameter, with the decay added to the gradient."""
    w, m, v, t = 1.0, 0.0, 0.0, 0
    for _ in range(20):
        for x, y in zip(X, Y, strict=True):
            g = 2 * (w * x - y) * x + decay * w
            t += 1
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
            w -= 0.01 * (m / (1 - 0.9**t)) / (math.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return w


@pytest.mark.parametrize(
    ("optimizer", "expected"),
    [
        (Sgd(0.01, momentum=0.9), momentum(False, 0)),
        (Sgd(0.01, momentum=0.9, dampening=0.5), momentum(False, 0.5)),
        (Sgd(0.01, momentum=0.9, nesterov=True), momentum(True, 0)),
        (Adam(0.01), adam(0)),
        (Adam(0.01, weight_decay=0.1), adam(0.1)),
    ],
)
def test_an_optimizer_follows_its_published_rule(optimizer: Any, expected: float) -> None:
    done = descend(LINE, {"w": 1.0}, Plan(optimizer, epochs=20))
    assert done.parameters[0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("batch", [None, 2, 3, 100])
def test_a_batch_steps_by_the_mean_of_its_gradients(batch: int | None) -> None:
    w, size = 1.0, batch or 3
    for _ in range(10):
        for start in range(0, 3, size):
            pairs = list(zip(X, Y, strict=True))[start : start + size]
            w -= 0.01 * sum(2 * (w * x - y) * x for x, y in pairs) / len(pairs)
    done = descend(LINE, {"w": 1.0}, Plan(Sgd(0.01), epochs=10, batch=batch))
    assert done.parameters[0] == pytest.approx(w, rel=1e-13)


@pytest.mark.parametrize("batch", [1, None])
def test_parameters_and_samples_may_be_arrays(batch: int | None) -> None:
    data = {"x": numpy.array([[1.0, 2], [3, 4], [0, 1]]), "y": numpy.array([[1.0], [2], [0]])}
    start = {"W": numpy.array([[0.1, 0.2]]), "b": numpy.array([0.0])}
    w, b = start["W"].copy(), start["b"].copy()
    for _ in range(5):
        groups = [[i] for i in range(3)] if batch == 1 else [[0, 1, 2]]
        for group in groups:
            errors = data["x"][group] @ w.T + b - data["y"][group]
            slope = 2 * errors / len(group)
            w, b = w - 0.01 * slope.T @ data["x"][group], b - 0.01 * slope.sum(axis=0)
    done = descend("mse_loss(W@x + b, y)", start, Plan(Sgd(0.01), epochs=5, batch=batch), data)
    numpy.testing.assert_allclose(done.parameters[0], w, rtol=1e-12)
    numpy.testing.assert_allclose(done.parameters[1], b, rtol=1e-12)


def test_a_loss_without_data_is_descended_too() -> None:
    done = descend("(w - 3)^2", {"w": 0.0}, Plan(Sgd(0.1)), {})
    assert done.parameters[0] == pytest.approx(3)


def test_until_stops_after_the_epoch_that_reaches_it() -> None:
    done = descend(LINE, {"w": 1.0}, Plan(Sgd(0.01), until=1e-3))
    losses = [epoch.loss for epoch in done.epochs]
    assert done.reached
    assert losses[-1] <= 1e-3 < losses[-2]


def test_without_zeroing_the_run_does_not_settle() -> None:
    wrong = descend(LINE, {"w": 1.0}, Plan(Sgd(0.01), accumulate=True))
    w, total = 1.0, 0.0
    for _ in range(100):
        for x, y in zip(X, Y, strict=True):
            total += 2 * (w * x - y) * x
            w -= 0.01 * total
    assert wrong.parameters[0] == pytest.approx(w, rel=1e-9)
    assert wrong.loss is not None
    assert wrong.loss > 0.1


def test_a_shuffled_run_is_repeated_by_its_seed() -> None:
    plans = [Plan(Sgd(0.01), epochs=3, shuffle=True, seed=seed) for seed in (1, 1, 2)]
    start = {"w1": 1.0, "w2": 1.0, "b": 1.0}
    first, again, other = (descend(PARABOLA, start, plan).parameters for plan in plans)
    assert first == again
    assert first != other


def test_an_interrupt_keeps_what_was_reached() -> None:
    def interrupt(step: Step) -> None:
        if step.number == 8:
            raise KeyboardInterrupt

    done = descend(LINE, {"w": 1.0}, Plan(Sgd(0.01)), on_step=interrupt)
    assert done.interrupted
    assert (done.steps, len(done.epochs)) == (7, 2)
    assert done.parameters[0] == pytest.approx(list(linear())[6][2], abs=1e-15)


def test_a_kink_is_noticed_once_and_does_not_stop_the_run() -> None:
    done = descend("(relu(w*x) - y)^2", {"w": 0.0}, Plan(Sgd(0.01), epochs=3))
    assert [notice.code for notice in done.notices] == ["kink"]
    assert done.parameters == (0.0,)  # a dead unit stays dead


DIVERGING = [
    (LINE, 1.0, 1.0, "step 225 (epoch 75, sample 3)", "--lr 0.1"),
    ("exp(w*x) - y", 800.0, 0.01, "at the first sample", "--param"),
    ("log(w) + 0*x*y", 0.5, 1.0, "step 2 (epoch 1, sample 2): log(w) is not defined", "--lr 0.1"),
    ("sqrt(w*x) + 0*y", 0.0, 0.1, "the edge from sqrt(w*x) back to w*x", "--param"),
]


@pytest.mark.parametrize(("loss", "w", "lr", "said", "hint"), DIVERGING)
def test_divergence_names_step_sample_and_edge(
    loss: str, w: float, lr: float, said: str, hint: str
) -> None:
    with pytest.raises(Diverged) as found:
        descend(loss, {"w": w}, Plan(Sgd(lr), epochs=1000))
    assert said in found.value.message
    assert hint in found.value.hint


#: A gradient, and where Adam begins; of 1e155 a thousandth of the square is still a number.
HUGE = [(1e156, 1.0), (1e160, -3.0), (-1e200, 2.0), (1e156, numpy.array([0.0, 1.0]))]


@pytest.mark.parametrize(("slope", "start"), HUGE, ids=str)
def test_adam_says_that_it_stands_still(slope: float, start: Any) -> None:
    """v = 0.001·g² is inf, and a step of m/sqrt(v) is 0: torch.optim.Adam does not move either."""
    assert Adam().advance((1.0,), (abs(slope),), ())[0] == (1.0,)
    with pytest.raises(Diverged) as found:
        descend(f"{slope}*sum(w) + 0*x*y", {"w": start}, Plan(Adam(), epochs=50))
    assert found.value.message.startswith("after step 3 (epoch 1): the square of the gradient of w")
    assert "1e-100*(…)" in found.value.hint


@pytest.mark.parametrize("start", [1.0, numpy.array([1.0, 1.0])], ids=str)
def test_adam_moves_by_its_rate_as_long_as_the_square_is_a_number(start: Any) -> None:
    done = descend("1e155*sum(w) + 0*x*y", {"w": start}, Plan(Adam(0.5), epochs=1))
    assert done.parameters[0] == pytest.approx(start - 3 * 0.5)


def test_numbers_too_large_are_told_in_words_alone() -> None:
    with pytest.raises(Diverged, match=r"becomes \[-inf, -inf\]"):
        descend("1e300*sum(w) + 0*x*y", {"w": numpy.ones(2)}, Plan(Sgd(1e10), epochs=1))


#: Ways to descend, and whether the loss is clearly larger at the end of it.
#: On w² a step makes (1 - 2·lr)·w of w, which grows beyond lr = 1; with momentum 0.9 beyond 1.9.
RUNS = [
    ("w^2", 1.0, Plan(Sgd(1.5), epochs=3), True),
    ("w^2", 1.0, Plan(Sgd(0.4), epochs=3), False),
    ("w^2", 1.0, Plan(Sgd(1.5), epochs=1), False),
    ("(w*x - y)^2", 0.0, Plan(Sgd(0.5), epochs=6, batch=2), True),
    ("(w*x - y)^2", 0.0, Plan(Sgd(0.02), epochs=6, batch=2), False),
    ("w^2", 1.0, Plan(Sgd(2, momentum=0.9), epochs=40), True),
    ("w^2", 1.0, Plan(Sgd(1.5, momentum=0.9), epochs=40), False),
    ("w^2", 1.0, Plan(Sgd(0.1, momentum=0.9), epochs=200), False),
    ("w^2", 0.01, Plan(Adam(1.0), epochs=1), False),
    ("w^2", 0.0, Plan(Sgd(1.5), epochs=3), False),
    ("(w - 1)^2*1e-20", 1.0 + 1e-8, Plan(Sgd(2e20), epochs=5), False),
    ("(w*x - y)^2", 0.0, Plan(Sgd(0.1), epochs=3, accumulate=True), False),
]


@pytest.mark.parametrize(("loss", "start", "plan", "grows"), RUNS)
def test_a_run_that_ends_with_a_larger_loss_is_told_to_take_shorter_steps(
    loss: str, start: float, plan: Plan, grows: bool
) -> None:
    done = descend(f"{loss} + 0*w*x*y", {"w": start}, plan)
    said = [one.text for one in done.notices if one.code == "growing"]
    assert bool(said) == grows
    if grows:
        assert done.loss is not None
        assert done.loss > 10 * done.epochs[0].loss
        assert said[0].endswith(f"; the steps are too long: try --lr {plan.optimizer.lr / 10:g}")


def test_a_loss_that_swings_out_and_comes_down_is_not_said_to_grow() -> None:
    """Adam takes steps of its rate whatever the gradient: it overshoots, and comes back."""
    done = descend("w^2 + 0*x*y", {"w": 0.001}, Plan(Adam(0.1), epochs=60))
    losses = [epoch.loss for epoch in done.epochs]
    assert max(losses) > 10 * losses[-1]
    assert not done.notices


def test_a_loss_that_is_an_array_is_refused() -> None:
    with pytest.raises(SeedProblem, match="not one number"):
        descend("[w, w]*x*y", {"w": 1.0}, Plan(Sgd()))


def test_a_loss_that_is_a_number_computes_nothing() -> None:
    plan = Plan(Sgd(0.01), epochs=2)
    assert fit(Objective(parse("w = 1; 3"), ("w",), ()), from_values({}), (2.0,), plan).loss == 3
