"""Array work against NumPy written by hand, and against PyTorch on one thread."""

from __future__ import annotations

import importlib
import statistics
import time
from collections.abc import Callable
from typing import Any

from measure import row

from gradcli import evaluate, parse


def ratio(ours: Callable[[], Any], peer: Callable[[], Any], runs: int) -> float:
    """Return our processor time over the peer's, run in turn; medians."""
    times: list[list[float]] = [[], []]
    for _ in range(runs + 1):
        for work, kept in zip((ours, peer), times, strict=True):
            start = time.process_time()
            work()
            kept.append(time.process_time() - start)
    first, second = (statistics.median(kept[1:]) for kept in times)
    return first / second


def layers(runs: int) -> None:
    """One step of a network with two layers, against the same sums written out in NumPy."""
    np = importlib.import_module("numpy")
    draw = np.random.default_rng(0)
    x, target = draw.normal(size=(64, 784)), draw.integers(0, 10, 64)
    w, v = draw.normal(size=(784, 128)) * 0.05, draw.normal(size=(128, 10)) * 0.05
    b, c, each = np.zeros(128), np.zeros(10), np.arange(64)
    graph = parse("h = relu(X@W + b); cross_entropy(h@V + c, t)")
    at = {"X": x, "W": w, "b": b, "V": v, "c": c, "t": target}

    def by_hand() -> Any:
        z = x @ w + b
        h = np.maximum(z, 0)
        scores = h @ v + c
        scores = scores - scores.max(axis=1, keepdims=True)
        powers = np.exp(scores)
        total = powers.sum(axis=1, keepdims=True)
        loss = (np.log(total)[:, 0] - scores[each, target]).mean()
        slope = powers / total
        slope[each, target] -= 1
        slope /= 64
        inner = slope @ v.T * (z > 0)
        gradients = inner @ w.T, x.T @ inner, inner.sum(axis=0), h.T @ slope, slope.sum(axis=0)
        return loss, gradients

    cost = ratio(lambda: evaluate(graph, at), by_hand, runs)
    row("two layers, 64x784 to 128 to 10 / NumPy by hand", f"{cost:.2f}", "at most 1.12")


def chains(elements: int, runs: int) -> None:
    """Elementwise work on a long array, against PyTorch eager."""
    try:
        torch = importlib.import_module("torch")
    except ImportError:
        row("  elementwise / PyTorch eager", "not installed")
        return
    torch.set_num_threads(1)
    np = importlib.import_module("numpy")
    x = np.random.default_rng(0).normal(size=elements)
    works: dict[str, Callable[[Any], Any]] = {
        "sum((x*x + 3*x)*(x - 1) + x*0.5)": lambda t: ((t * t + 3 * t) * (t - 1) + t * 0.5).sum(),
        "sum(relu(x)*x + x^3)": lambda t: (torch.relu(t) * t + t**3).sum(),
        "mean((sigmoid(x) - x)^2)": lambda t: ((torch.sigmoid(t) - t) ** 2).mean(),
        "sum(tanh(x*2 + 1)*x*0.5 - sigmoid(x))": lambda t: (
            torch.tanh(t * 2 + 1) * t * 0.5 - torch.sigmoid(t)
        ).sum(),
    }
    for text, formula in works.items():

        def peer(formula: Callable[[Any], Any] = formula) -> None:
            at = torch.tensor(x, requires_grad=True)
            formula(at).backward()

        graph = parse(text)
        cost = ratio(lambda graph=graph: evaluate(graph, {"x": x}), peer, runs)  # type: ignore[misc]
        row(f"{text} / PyTorch eager", f"{cost:.2f}", "at most 1")
