"""Programs made at random by the grammar of the language: deeper ones than a fuzzer finds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from gradcli.operators import WRITTEN

#: Names of every kind, and numbers of every size.
NAMES = ("x", "y", "w", "A", "学习率", "θ", "e", "a_1", "T", "the_weight_of_layer_one")
NUMBERS = ("0", "1", "2", "-1", "0.5", "1/3", "pi", "-0.0", "1e-3", "1e300", "1e-300", "123456.789")
ARRAYS = ("[1, 2]", "[0, 0]", "[[1, 2], [3, 4]]")
INDICES = ("0", "-1", "0:1", "0, 1", "::2", ":, 0")
REDUCTIONS = (
    "sum", "mean", "prod", "max", "min", "norm", "softmax", "log_softmax", "logsumexp", "var",
    "std", "cumsum", "T",
)  # fmt: skip
OPTIONS = ("", "", "", ", axis=0", ", axis=1", ", axis=-1, keepdims=True", ", ddof=1")
PAIRS = (
    "mse_loss", "l1_loss", "huber_loss", "dot", "outer", "cross_entropy", "hinge", "max", "min",
    "concat", "stack", "logaddexp",
)  # fmt: skip
ELEMENTWISE = [
    (operator.calls[0], len(operator.operands))
    for operator in WRITTEN.values()
    if operator.elementwise and operator.calls and not operator.variadic
]


def programs(count: int, seed: int) -> Iterator[str]:
    """Yield programs of one to nine statements; most of them can be worked at some values."""
    chosen = random.Random(seed)
    for _ in range(count):
        yield _Program(chosen).text()


class _Program:
    def __init__(self, chosen: random.Random) -> None:
        self.chosen = chosen
        self.names = [chosen.choice(NAMES) for _ in range(chosen.randint(1, 3))]

    def text(self) -> str:
        lines = []
        for place in range(self.chosen.choice([0, 0, 1, 2, 4, 8])):
            lines.append(f"q{place} = {self.expression(self.chosen.randint(1, 3))}")
            self.names.append(f"q{place}")
        last = self.expression(self.chosen.randint(1, 3))
        return "; ".join([*lines, f"sum({last})" if self.chosen.random() < 0.6 else last])

    def expression(self, depth: int) -> str:
        pick = self.chosen.choice
        if depth == 0 or self.chosen.random() < 0.12:
            return pick(self.names) if self.chosen.random() < 0.75 else pick(NUMBERS + ARRAYS)
        ways: list[Callable[[Callable[[], str]], str]] = [
            *[self._sign] * 4, self._function, self._function, self._reduction, self._pair,
            self._choice, self._part,
        ]  # fmt: skip
        return pick(ways)(lambda: self.expression(depth - 1))

    def _sign(self, inner: Callable[[], str]) -> str:
        return f"({inner()} {self.chosen.choice('+-*/^@%+-*')} {inner()})"

    def _function(self, inner: Callable[[], str]) -> str:
        name, count = self.chosen.choice(ELEMENTWISE)
        return f"{name}({', '.join(inner() for _ in range(count))})"

    def _reduction(self, inner: Callable[[], str]) -> str:
        return f"{self.chosen.choice(REDUCTIONS)}({inner()}{self.chosen.choice(OPTIONS)})"

    def _pair(self, inner: Callable[[], str]) -> str:
        return f"{self.chosen.choice(PAIRS)}({inner()}, {inner()})"

    def _choice(self, inner: Callable[[], str]) -> str:
        sign, more = self.chosen.choice(["<", ">", "==", "!="]), f" or {self.names[0]} > 0"
        also = more if self.chosen.random() < 0.2 else ""
        return f"where({inner()} {sign} {inner()}{also}, {inner()}, {inner()})"

    def _part(self, inner: Callable[[], str]) -> str:
        index = f"{self.chosen.choice(self.names)}[{self.chosen.choice(INDICES)}]"
        return self.chosen.choice([f"[{inner()}, {inner()}]", f"detach({inner()})", index])
