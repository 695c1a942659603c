"""The lectures' two examples as recurrences written out by hand: the oracle for descents."""

from __future__ import annotations

from collections.abc import Iterator

X, Y = (1.0, 2.0, 3.0), (2.0, 4.0, 6.0)


def linear(w: float = 1.0, lr: float = 0.01, epochs: int = 100) -> Iterator[tuple[float, ...]]:
    """Yield loss, gradient and w after each step of the descent on (w·x - y)²."""
    for _ in range(epochs):
        for x, y in zip(X, Y, strict=True):
            error = w * x - y
            gradient = 2 * error * x
            w = w - lr * gradient
            yield error * error, gradient, w


def quadratic(lr: float = 0.01, epochs: int = 100) -> Iterator[tuple[float, ...]]:
    """Yield loss, gradients and w1, w2, b after each step on (w1·x² + w2·x + b - y)²."""
    w1 = w2 = b = 1.0
    for _ in range(epochs):
        for x, y in zip(X, Y, strict=True):
            error = w1 * x * x + w2 * x + b - y
            gradients = 2 * error * x * x, 2 * error * x, 2 * error
            w1, w2, b = (
                value - lr * gradient
                for value, gradient in zip((w1, w2, b), gradients, strict=True)
            )
            yield (error * error, *gradients, w1, w2, b)
