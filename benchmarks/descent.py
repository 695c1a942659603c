"""Descents and sweeps, beside PyTorch, micrograd and NumPy written by hand."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from arrays import torch_on_one_thread
from measure import Maker, Work, timed
from rows import Row, at_least, at_most

from gradcli import parse
from gradcli.descent.fitting import Plan, fit
from gradcli.descent.objective import Objective
from gradcli.descent.optimizers import Sgd
from gradcli.descent.samples import from_values
from gradcli.descent.sweeping import sweep

X, Y = (1.0, 2.0, 3.0), (2.0, 4.0, 6.0)
RATE = 0.01

#: A loss of the lectures: of any numbers with + - * and **.
Loss = Callable[..., Any]

#: The lectures' losses, their parameters, and the same as a function.
LOSSES: dict[str, tuple[tuple[str, ...], Loss]] = {
    "(w*x - y)^2": (("w",), lambda x, y, w: (w * x - y) ** 2),
    "(w1*x^2 + w2*x + b - y)^2": (
        ("w1", "w2", "b"),
        lambda x, y, w1, w2, b: (w1 * x**2 + w2 * x + b - y) ** 2,
    ),
}
SWEPT = "(x1^2 + 2*x2)^2"


def descent(text: str, names: tuple[str, ...]) -> Maker:
    """Return the maker that descends with gradcli, from the text of the loss to the parameters."""

    def make(epochs: int) -> Work:
        array = importlib.import_module("numpy").array
        samples = from_values({"x": array(X), "y": array(Y)})
        plan, start = Plan(Sgd(RATE), epochs=epochs), (1.0,) * len(names)
        return timed(lambda: fit(Objective(parse(text), names, ("x", "y")), samples, start, plan))

    return make


def torch_descent(loss: Loss, count: int) -> Maker:
    """Return the maker that descends with PyTorch as in the lectures."""

    def make(epochs: int) -> Work:
        torch = torch_on_one_thread()

        def work() -> None:
            weights = [
                torch.tensor(1.0, dtype=torch.float64, requires_grad=True) for _ in range(count)
            ]
            for _ in range(epochs):
                for x, y in zip(X, Y, strict=True):
                    loss(x, y, *weights).backward()
                    for weight in weights:
                        weight.data = weight.data - RATE * weight.grad.data
                        weight.grad.data.zero_()

        return timed(work)

    return make


def micrograd_descent(loss: Loss, count: int) -> Maker:
    """Return the maker that descends with micrograd."""

    def make(epochs: int) -> Work:
        value = importlib.import_module("micrograd.engine").Value

        def work() -> None:
            weights = [value(1.0) for _ in range(count)]
            for _ in range(epochs):
                for x, y in zip(X, Y, strict=True):
                    loss(x, y, *weights).backward()
                    for weight in weights:
                        weight.data -= RATE * weight.grad
                        weight.grad = 0

        return timed(work)

    return make


def swept_values(points: int) -> dict[str, Any]:
    """Return where the sweep goes."""
    space = importlib.import_module("numpy").linspace
    return {"x1": space(0, 1, points), "x2": space(1, 2, points)}


def swept(points: int) -> Work:
    """Sweep value and gradients."""
    graph, at = parse(SWEPT), swept_values(points)
    return timed(lambda: sweep(graph, at, {}, tuple(at)))


def swept_by_hand(points: int) -> Work:
    """Work the formulas of value and gradients in NumPy."""
    x1, x2 = swept_values(points).values()

    def work() -> Any:
        inner = x1**2 + 2 * x2
        return inner**2, 2 * inner * 2 * x1, 2 * inner * 2

    return timed(work)


EPOCHS = (100, 2)

ROWS = (
    *(Row(f"`fit` of `{text}`, 100 epochs", descent(text, names), bound, than,
          peer(loss, len(names)), sizes=EPOCHS)
      for text, (names, loss) in LOSSES.items()
      for than, peer, bound in (("PyTorch's loop", torch_descent, at_least(20)),
                                ("micrograd's loop", micrograd_descent, at_least(2)))),
    Row(f"`sweep` of `{SWEPT}`, 1,000,000 points", swept, at_most(6), "NumPy by hand",
        swept_by_hand, sizes=(1_000_000, 1_000)),
)  # fmt: skip
