"""Gradient descent: sample by sample in the order of the file, as in the lectures, or in batches.

for each epoch:
    for each sample:
        loss, gradients = backward pass at the sample
        w = w - lr * gradient
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gradcli import limits
from gradcli.descent.divergence import Diverged, diverged, growing, outgrown, stuck
from gradcli.descent.objective import GIVES_WAY, Irregularity, Objective
from gradcli.descent.optimizers import Adam, Optimizer, State, Values
from gradcli.descent.samples import Samples, shuffled
from gradcli.engine import Notice
from gradcli.engine.forward import finite
from gradcli.errors import GradcliError, LimitError
from gradcli.operators.elementary import Value, is_array, numpy_module

#: An array parameter with more elements is left out of the history.
RECORDED_ELEMENTS = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """How to descend.

    `batch` is the number of samples of one step, None for all of them. `seed` is that of the
    shuffling, None for the order of the file. With `until` the descent ends after the first epoch
    whose mean loss is not above it. With `accumulate` the gradients are never set to zero.
    """

    optimizer: Optimizer
    epochs: int = 100
    batch: int | None = 1
    shuffle: bool = False
    seed: int | None = None
    until: float | None = None
    accumulate: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step: where it is, its loss and gradients, and the parameters before and after.

    `used` are the gradients that the optimizer was given: with accumulation the sum of all so far,
    `held` being the sum before this step.
    """

    number: int
    epoch: int
    sample: int
    last: int
    row: tuple[Any, ...]
    loss: float
    gradients: Values
    held: Values | None
    used: Values
    before: Values
    after: Values
    state: State
    next_state: State


class Epoch(NamedTuple):
    """One round over the samples: the mean of the losses of its steps, and where it ended.

    A parameter with very many elements is None.
    """

    number: int
    steps: int
    loss: float
    parameters: Values


@dataclass(slots=True)
class Fit:
    """A descent: its epochs, and the parameters that were reached."""

    names: tuple[str, ...]
    start: Values
    parameters: Values
    plan: Plan
    epochs: list[Epoch] = field(default_factory=list)
    notices: tuple[Notice, ...] = ()
    steps: int = 0
    interrupted: bool = False

    @property
    def loss(self) -> float | None:
        """Return the mean loss of the last epoch, None if none was finished."""
        return self.epochs[-1].loss if self.epochs else None

    @property
    def reached(self) -> bool:
        """Return whether the loss has come down to what was asked for."""
        until = self.plan.until
        return until is not None and self.loss is not None and self.loss <= until


#: Called after every step, or after every epoch.
OnStep = Callable[[Step], None]
OnEpoch = Callable[[Epoch], None]


def fit(
    objective: Objective,
    samples: Samples,
    start: Values,
    plan: Plan,
    on_step: OnStep | None = None,
    on_epoch: OnEpoch | None = None,
) -> Fit:
    """Descend from the start, and return what was reached; an interrupt ends it early.

    >>> from gradcli.descent.optimizers import Sgd
    >>> from gradcli.descent.samples import from_values
    >>> from gradcli.language import parse
    >>> import numpy
    >>> data = from_values({"x": numpy.array([1.0, 2, 3]), "y": numpy.array([2.0, 4, 6])})
    >>> objective = Objective(parse("(w*x - y)^2"), ("w",), ("x", "y"))
    >>> round(fit(objective, data, (1.0,), Plan(Sgd(0.01))).parameters[0], 9)
    2.0

    Raises:
        Diverged: a loss or a gradient does not exist, or is not finite.
        LimitError: too many epochs; shuffling, or a batch of all, of a file too long for it.
        GradcliError: the data are at fault.
    """
    limits.EPOCHS.check(plan.epochs)
    _check_memory(samples, plan)
    done = Fit(objective.parameters, start, start, plan)
    walk = _Walk(objective, samples, done, on_step)
    with suppress(KeyboardInterrupt):
        done.interrupted = True
        walk.prepare()
        for number in range(1, plan.epochs + 1):
            epoch = walk.epoch(number)
            done.epochs.append(epoch)
            if on_epoch is not None:
                on_epoch(epoch)
            if plan.until is not None and done.reached:
                break
        walk.check_grown()
        done.interrupted = False
    done.notices = (*objective.notices.values(), *_grown(objective, done))
    return done


def _grown(objective: Objective, done: Fit) -> Iterator[Notice]:
    """Tell of a loss that has grown; where gradients were never set to zero, that is the reason."""
    said = growing([epoch.loss for epoch in done.epochs], done.plan.optimizer.lr)
    if said is not None and not done.plan.accumulate:
        yield Notice("growing", said, objective.graph.output)


def _check_memory(samples: Samples, plan: Plan) -> None:
    if samples.count is None and (plan.shuffle or plan.batch is None):
        what = "--shuffle" if plan.shuffle else "--batch all"
        raise LimitError(
            f"{what} needs all samples in memory, and this file has too many for that",
            hint="shuffle the file beforehand, as in shuf; or take them in its order"
            if plan.shuffle
            else "give a number of samples for each step, as in --batch 1000",
        )


class _Walk:
    """The state of a descent between two steps."""

    def __init__(
        self, objective: Objective, samples: Samples, done: Fit, on_step: OnStep | None
    ) -> None:
        self.objective = objective
        self.samples = samples
        self.done = done
        self.on_step = on_step
        self.plan = done.plan
        self.generator = random.Random(done.plan.seed) if done.plan.shuffle else None
        self.state: State = ()
        self.held: Values | None = None
        self.number = 0
        self.passed = 0

    def prepare(self) -> None:
        """Compile, and look at the first sample."""
        try:
            self.objective.prepare(self.done.start, self.samples.first, self.plan.batch != 1)
        except Irregularity as found:
            raise self._diverged(found) from None

    def epoch(self, number: int) -> Epoch:
        """Take the steps of one epoch."""
        self.number, self.passed = number, 0
        try:
            with self._quiet():
                total, steps = self._steps()
        except Irregularity as found:
            raise self._diverged(found) from None
        if not steps:
            raise GradcliError("the data have no samples any more")
        self.check_moving()
        parameters = self.done.parameters
        if not self.objective.loops:
            parameters = tuple(map(_recorded, parameters))
        return Epoch(number, self.done.steps, total / steps, parameters)

    def _parts(self) -> Iterator[tuple[Any, ...]]:
        order = None
        if self.generator is not None:
            assert self.samples.count is not None  # checked at the start
            order = shuffled(self.samples.count, self.generator)
        if self.plan.batch == 1:
            return self.samples.rows(order)
        return self.samples.batches(self.plan.batch or self.samples.count or 1, order)

    def _steps(self) -> tuple[float, int]:
        """Take a step for each part of the samples; return the sum of the losses, and how many."""
        plain = not self.plan.accumulate and self.on_step is None
        if plain and self.plan.optimizer.plain and self.objective.loops:
            return self._looped(self.plan.optimizer.lr)
        return self._stepped(plain)

    def _looped(self, rate: float) -> tuple[float, int]:
        """Take the steps in a compiled loop, and those where it gives way with care."""
        rows, values = self._parts(), self.done.parameters
        reached: list[Any] = [0, 0.0, values]
        try:
            while (row := self.objective.loop(rows, rate, reached)) is not None:
                self.passed, total, values = reached
                loss, gradients = self.objective.careful(values, row)
                values, _ = self.plan.optimizer.advance(values, gradients, ())
                reached[:] = self.passed + 1, total + loss, values
        finally:
            self.passed, total, self.done.parameters = reached
            self.done.steps += self.passed
        return total, self.passed

    def _stepped(self, plain: bool) -> tuple[float, int]:
        """Take the steps one by one.

        The loop is kept bare: it runs a million times a second.
        """
        objective, advance = self.objective, self.plan.optimizer.advance
        values, state, fast = self.done.parameters, self.state, self.objective.fast
        total, steps = 0.0, 0
        try:
            for part in self._parts():
                try:
                    loss, gradients = fast(*values, *part)
                except GIVES_WAY:
                    loss, gradients = objective.careful(values, part)
                    fast = objective.fast
                total += loss
                if plain:
                    values, state = advance(values, gradients, state)
                else:
                    values, state = self._step(part, loss, gradients, values, state, steps)
                steps += 1
        finally:
            self.done.parameters, self.state = values, state
            self.done.steps += steps
            self.passed = steps
        return total, steps

    def _step(
        self,
        part: tuple[Any, ...],
        loss: float,
        gradients: Values,
        values: Values,
        state: State,
        steps: int,
    ) -> tuple[Values, State]:
        """Take a step that is watched, or whose gradients add up."""
        held, used = self.held, gradients
        if self.plan.accumulate:
            if held is not None:
                used = tuple([h + g for h, g in zip(held, gradients, strict=True)])
            self.held = used
        after, next_state = self.plan.optimizer.advance(values, used, state)
        if self.on_step is not None:
            first, last = self._samples_of(steps, part)
            self.on_step(
                Step(
                    self.done.steps + steps + 1,
                    self.number,
                    first,
                    last,
                    part,
                    loss,
                    gradients,
                    held,
                    used,
                    values,
                    after,
                    state,
                    next_state,
                )
            )
        return after, next_state

    def _samples_of(self, steps: int, part: tuple[Any, ...]) -> tuple[int, int]:
        """Return the numbers of the first and last sample of a step, counted from 1."""
        if self.plan.batch == 1:
            return steps + 1, steps + 1
        size = self.plan.batch or self.samples.count or 1
        first = steps * size + 1
        return first, first + (len(part[0]) if part else 1) - 1

    def _diverged(self, found: Irregularity) -> Diverged:
        """Return the error that says at which step and sample no loss or gradient exists."""
        self.check_grown()
        bindings = self.objective.bindings(self.done.parameters, found.row)
        first, lr = self.done.steps == 0, self.plan.optimizer.lr
        return diverged(self.objective.graph, self._where(found.offset), bindings, first, lr, found)

    def _quiet(self) -> AbstractContextManager[Any]:
        """Return where NumPy does not warn of numbers too large: they are told of in our words."""
        if not any(map(is_array, self.done.start)):
            return nullcontext()
        return numpy_module().errstate(all="ignore")  # type: ignore[no-any-return]

    def check_grown(self) -> None:
        """Raise Diverged if a parameter is no longer finite."""
        done = self.done
        for name, before, value in zip(done.names, done.start, done.parameters, strict=True):
            if not finite(value):
                raise outgrown(self._after(), name, before, value, self.plan.optimizer.lr)

    def check_moving(self) -> None:
        """Raise Diverged if Adam divides by infinity, so that a parameter stands still for ever."""
        if isinstance(self.plan.optimizer, Adam) and self.state:
            for name, square in zip(self.done.names, self.state[-1], strict=True):
                if not finite(square):
                    raise stuck(self._after(), name)

    def _after(self) -> str:
        return f"after step {self.done.steps:,} (epoch {self.number:,})"

    def _where(self, offset: int = 0) -> str:
        """Return the name of the step that failed, and of its sample."""
        if not self.number or not (self.done.steps or self.passed or self.plan.shuffle):
            return "at the first sample"
        size = self.plan.batch or self.samples.count or 1
        sample = self.passed * size + offset + 1
        shuffled = " in shuffled order" if self.plan.shuffle else ""
        return f"step {self.done.steps + 1:,} (epoch {self.number:,}, sample {sample:,}{shuffled})"


def _recorded(value: Value) -> Value:
    return None if is_array(value) and value.size > RECORDED_ELEMENTS else value
