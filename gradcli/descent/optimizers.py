"""Optimizers: how a gradient moves the parameters, by the conventions of PyTorch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import mul, sub
from typing import Any

from gradcli.operators.elementary import Value

#: The values, or the gradients, of all parameters.
Values = tuple[Value, ...]

#: What an optimizer remembers from step to step; empty before the first.
State = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Sgd:
    """Gradient descent, plain or with momentum.

        v = momentum * v + (1 - dampening) * gradient      (v = gradient in the first step)
        w = w - lr * v                                     (without momentum v is the gradient)

    With `nesterov` the step is gradient + momentum * v. `weight_decay` adds that part of w to the
    gradient.

    Source: PyTorch, torch.optim.SGD.
    """

    lr: float = 0.01
    momentum: float = 0.0
    dampening: float = 0.0
    nesterov: bool = False
    weight_decay: float = 0.0

    @property
    def plain(self) -> bool:
        """Return whether a step is -lr * gradient and nothing else."""
        return not (self.momentum or self.weight_decay)

    def advance(self, values: Values, gradients: Values, state: State) -> tuple[Values, State]:
        """Return the parameters after one step, and what is remembered.

        >>> Sgd(lr=0.01).advance((1.0,), (-2.0,), ())
        ((1.02,), ())
        """
        if self.weight_decay:
            gradients = decayed(self.weight_decay, values, gradients)
        if self.momentum:
            state = self._velocities(gradients, state)
            gradients = self._directions(gradients, state)
        # value - lr * step for each parameter; this line is half the time of a small descent.
        return tuple(map(sub, values, map(mul, repeat(self.lr), gradients))), state

    def _velocities(self, gradients: Values, state: State) -> Values:
        if not state:
            return gradients
        kept = 1 - self.dampening
        return tuple([self.momentum * v + kept * g for v, g in zip(state, gradients, strict=True)])

    def _directions(self, gradients: Values, state: State) -> Values:
        if not self.nesterov:
            return state
        return tuple([g + self.momentum * v for g, v in zip(gradients, state, strict=True)])


@dataclass(frozen=True, slots=True)
class Adam:
    """Adam: the step is divided by the size that the gradient usually has.

        m = beta1 * m + (1 - beta1) * gradient
        v = beta2 * v + (1 - beta2) * gradient^2
        w = w - lr * (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)

    t counts the steps from 1; m and v begin at 0.

    Source: Kingma and Ba 2015; PyTorch, torch.optim.Adam.
    """

    lr: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    weight_decay: float = 0.0
    #: Its steps have a size of their own.
    plain = False

    def advance(self, values: Values, gradients: Values, state: State) -> tuple[Values, State]:
        """Return the parameters after one step, and what is remembered: (t, m, v)."""
        if self.weight_decay:
            gradients = decayed(self.weight_decay, values, gradients)
        zeros = (0.0,) * len(values)
        count, means, squares = state or (0, zeros, zeros)
        count += 1
        means = tuple(
            [m + (1 - self.beta1) * (g - m) for m, g in zip(means, gradients, strict=True)]
        )
        squares = tuple(
            [
                self.beta2 * v + (1 - self.beta2) * g * g
                for v, g in zip(squares, gradients, strict=True)
            ]
        )
        sizes = self.sizes(count, squares)
        rate = self.lr / (1 - self.beta1**count)
        moved = [
            value - rate * m / size for value, m, size in zip(values, means, sizes, strict=True)
        ]
        return tuple(moved), (count, means, squares)

    def sizes(self, count: int, squares: Sequence[Value]) -> Values:
        """Return sqrt(v / (1 - beta2^t)) + epsilon for each parameter."""
        scale = (1 - self.beta2**count) ** 0.5
        return tuple([v**0.5 / scale + self.epsilon for v in squares])


Optimizer = Sgd | Adam


def decayed(weight_decay: float, values: Values, gradients: Values) -> Values:
    """Return the gradients with the part of the parameters that weight decay adds to them."""
    return tuple([g + weight_decay * w for g, w in zip(gradients, values, strict=True)])
