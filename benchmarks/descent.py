"""The speed of descents and sweeps, beside PyTorch, micrograd and NumPy written by hand.

    python benchmarks/descent.py    (about half a minute with all peers)

Peers: pip install micrograd torch. Each ratio comes from one run, in which both are timed in turn.
"""

from __future__ import annotations

import importlib
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy
from measure import row

from gradcli import parse
from gradcli.descent.fitting import Plan, fit
from gradcli.descent.objective import Objective
from gradcli.descent.optimizers import Sgd
from gradcli.descent.samples import from_values
from gradcli.descent.sweeping import sweep
from gradcli.engine.program import Program

X, Y = (1.0, 2.0, 3.0), (2.0, 4.0, 6.0)

#: The lectures' losses: as text, and as a function of anything with + - * and **.
LOSSES: dict[str, tuple[tuple[str, ...], Callable[..., Any]]] = {
    "(w*x - y)^2": (("w",), lambda x, y, w: (w * x - y) ** 2),
    "(w1*x^2 + w2*x + b - y)^2": (
        ("w1", "w2", "b"),
        lambda x, y, w1, w2, b: (w1 * x**2 + w2 * x + b - y) ** 2,
    ),
}


def in_turn(*works: Callable[[], object], runs: int = 7) -> list[float]:
    """Return the median time of each piece of work, all run in turn so that drift touches all."""
    times: list[list[float]] = [[] for _ in works]
    for run in range(runs + 1):
        for work, kept in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            if run:
                kept.append(time.perf_counter() - start)
    return [statistics.median(kept) for kept in times]


def ours(text: str, names: tuple[str, ...], epochs: int) -> tuple[float, ...]:
    """Descend with gradcli, from the parsed loss to the last parameter."""
    data = from_values({"x": numpy.array(X), "y": numpy.array(Y)})
    objective = Objective(parse(text), names, ("x", "y"))
    return fit(objective, data, (1.0,) * len(names), Plan(Sgd(0.01), epochs=epochs)).parameters


def pytorch(loss: Callable[..., Any], count: int, epochs: int) -> tuple[float, ...]:
    """Descend with PyTorch as in the lectures, in float64 on one thread."""
    import torch

    torch.set_num_threads(1)
    weights = [torch.tensor(1.0, dtype=torch.float64, requires_grad=True) for _ in range(count)]
    for _ in range(epochs):
        for x, y in zip(X, Y, strict=True):
            loss(x, y, *weights).backward()
            for weight in weights:
                weight.data = weight.data - 0.01 * weight.grad.data
                weight.grad.data.zero_()
    return tuple(weight.item() for weight in weights)


def micrograd(loss: Callable[..., Any], count: int, epochs: int) -> tuple[float, ...]:
    """Descend with micrograd."""
    from micrograd.engine import Value

    weights = [Value(1.0) for _ in range(count)]
    for _ in range(epochs):
        for x, y in zip(X, Y, strict=True):
            loss(x, y, *weights).backward()
            for weight in weights:
                weight.data -= 0.01 * weight.grad
                weight.grad = 0
    return tuple(weight.data for weight in weights)


PEERS = {"torch": (pytorch, 20), "micrograd": (micrograd, 2)}


def descents(epochs: int = 100) -> None:
    """Time the lectures' descents, everything from text to result, and compare the results."""
    for text, (names, loss) in LOSSES.items():
        for module, (peer, bound) in PEERS.items():
            try:
                importlib.import_module(module)
            except ImportError:
                row(f"  {module}", "not installed")
                continue
            mine, theirs = in_turn(
                lambda: ours(text, names, epochs),  # noqa: B023  called at once
                lambda: peer(loss, len(names), epochs),  # noqa: B023
                runs=50,
            )
            row(
                f"{text}, {epochs} epochs: {module} / gradcli",
                f"{theirs / mine:.1f}",
                f"at least {bound}; gradcli {mine * 1e3:.2f} ms",
            )
            pairs = zip(ours(text, names, epochs), peer(loss, len(names), epochs), strict=True)
            row(f"  largest difference to {module}", f"{max(abs(a - b) for a, b in pairs):.1e}")


def sweeps(points: int = 1_000_000) -> None:
    """Time a sweep against the formulas of value and gradients written in NumPy."""
    x1, x2 = numpy.linspace(0, 1, points), numpy.linspace(1, 2, points)
    graph = parse("(x1^2 + 2*x2)^2")

    def by_hand() -> object:
        inner = x1**2 + 2 * x2
        return inner**2, 2 * inner * 2 * x1, 2 * inner * 2

    swept = {"x1": x1, "x2": x2}
    mine, theirs = in_turn(lambda: sweep(graph, swept, {}, ("x1", "x2")), by_hand)
    row(f"sweep of {points:,} points / NumPy by hand", f"{mine / theirs:.2f}", "at most 6")


def layers() -> None:
    """Time a step of a two-layer network against NumPy written by hand."""
    generator = numpy.random.default_rng(0)
    start = {
        "W": generator.normal(size=(784, 128)) * 0.05,
        "b": numpy.zeros(128),
        "V": generator.normal(size=(128, 10)) * 0.1,
        "c": numpy.zeros(10),
        "X": generator.normal(size=(64, 784)),
        "y": generator.integers(0, 10, 64).astype(float),
    }
    graph = parse("cross_entropy(relu(X@W + b)@V + c, y)")
    program = Program(graph, tuple(start), ("W", "b", "V", "c"), "arrays")

    def by_hand(W: Any, b: Any, V: Any, c: Any, X: Any, y: Any) -> object:  # noqa: N803
        hidden = X @ W + b
        active = numpy.maximum(hidden, 0)
        scores = active @ V + c
        scores = scores - scores.max(axis=1, keepdims=True)
        powers = numpy.exp(scores)
        slope = powers / powers.sum(axis=1, keepdims=True)
        rows, classes = numpy.arange(len(y)), y.astype(int)
        loss = -numpy.log(slope[rows, classes]).mean()
        slope[rows, classes] -= 1
        slope /= len(y)
        back = slope @ V.T
        back[hidden <= 0] = 0
        return loss, (X.T @ back, back.sum(axis=0), active.T @ slope, slope.sum(axis=0))

    values = tuple(start.values())
    mine, theirs = in_turn(lambda: program(*values), lambda: by_hand(*values), runs=100)
    row("network step, 64x784, 128, 10 / NumPy by hand", f"{mine / theirs:.2f}", "at most 1.5")


def main() -> None:
    """Print the table."""
    descents()
    sweeps()
    layers()


if __name__ == "__main__":
    main()
