"""Array work, beside NumPy written by hand and beside PyTorch on one thread."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from measure import Maker, Work, timed
from rows import Row, at_most

from gradcli import evaluate, parse

#: Elementwise work: the text, and the same with the tensors of a library.
CHAINS: dict[str, Callable[[Any, Any], Any]] = {
    "sum((x*x + 3*x)*(x - 1) + x*0.5)": lambda _torch, x: (
        (x * x + 3 * x) * (x - 1) + x * 0.5
    ).sum(),
    "sum(relu(x)*x + x^3)": lambda torch, x: (torch.relu(x) * x + x**3).sum(),
    "mean((sigmoid(x) - x)^2)": lambda torch, x: ((torch.sigmoid(x) - x) ** 2).mean(),
    "sum(tanh(x*2 + 1)*x*0.5 - sigmoid(x))": lambda torch, x: (
        torch.tanh(x * 2 + 1) * x * 0.5 - torch.sigmoid(x)
    ).sum(),
}
NETWORK = "h = relu(X@W + b); cross_entropy(h@V + c, t)"


def network_values(batch: int) -> dict[str, Any]:
    """Return the inputs of a network with two layers, 784 to 128 to 10."""
    np = importlib.import_module("numpy")
    draw = np.random.default_rng(0)
    return {
        "X": draw.normal(size=(batch, 784)),
        "W": draw.normal(size=(784, 128)) * 0.05,
        "b": np.zeros(128),
        "V": draw.normal(size=(128, 10)) * 0.05,
        "c": np.zeros(10),
        "t": draw.integers(0, 10, batch),
    }


def network(batch: int) -> Work:
    """Work the loss of the network and all gradients."""
    graph, at = parse(NETWORK), network_values(batch)
    return timed(lambda: evaluate(graph, at))


def network_by_hand(batch: int) -> Work:
    """Work the same, every formula written out in NumPy."""
    np = importlib.import_module("numpy")
    x, w, b, v, c, target = network_values(batch).values()
    each = np.arange(batch)

    def step() -> Any:
        z = x @ w + b
        h = np.maximum(z, 0)
        scores = h @ v + c
        scores = scores - scores.max(axis=1, keepdims=True)
        powers = np.exp(scores)
        total = powers.sum(axis=1, keepdims=True)
        loss = (np.log(total)[:, 0] - scores[each, target]).mean()
        slope = powers / total
        slope[each, target] -= 1
        slope /= batch
        inner = slope @ v.T * (z > 0)
        gradients = inner @ w.T, x.T @ inner, inner.sum(axis=0), h.T @ slope, slope.sum(axis=0)
        return loss, gradients

    return timed(step)


def torch_on_one_thread() -> Any:
    """Return PyTorch, kept to one thread."""
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    return torch


def network_in_torch(batch: int) -> Work:
    """Work the same with PyTorch eager."""
    torch = torch_on_one_thread()
    *values, target = map(torch.tensor, network_values(batch).values())

    def step() -> None:
        x, w, b, v, c = (value.clone().requires_grad_() for value in values)
        scores = torch.relu(x @ w + b) @ v + c
        torch.nn.functional.cross_entropy(scores, target).backward()

    return timed(step)


def elementwise(text: str) -> Maker:
    """Return the maker that works a text over a long array, with the gradient."""

    def make(elements: int) -> Work:
        graph, at = parse(text), {"x": long_array(elements)}
        return timed(lambda: evaluate(graph, at))

    return make


def elementwise_in_torch(formula: Callable[[Any, Any], Any]) -> Maker:
    """Return the maker that works a formula with PyTorch eager."""

    def make(elements: int) -> Work:
        torch, x = torch_on_one_thread(), long_array(elements)
        return timed(lambda: formula(torch, torch.tensor(x, requires_grad=True)).backward())

    return make


def long_array(elements: int) -> Any:
    """Return random numbers."""
    return importlib.import_module("numpy").random.default_rng(0).normal(size=elements)


ONE_THREAD = "PyTorch, one thread"

ROWS = (
    Row("network step, 64×784 to 128 to 10", network, at_most(1.12), "NumPy by hand",
        network_by_hand, sizes=(64, 4)),
    Row("network step, 64×784 to 128 to 10", network, at_most(1), ONE_THREAD, network_in_torch,
        sizes=(64, 4)),
    *(Row(f"`{text}`, 1,000,000 elements", elementwise(text), at_most(1), ONE_THREAD,
          elementwise_in_torch(formula), sizes=(1_000_000, 1_000))
      for text, formula in CHAINS.items()),
)  # fmt: skip
