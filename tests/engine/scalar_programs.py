"""Random programs over numbers, with statements, choices and inputs that have a value of their
own."""

from __future__ import annotations

import random

from gradcli.graph import Graph

#: What a name is given in a program: numbers, and what has to be computed first, also where that
#: lies at a kink, or has no value at all.
GIVEN = (
    *("2", "-0.5", "1 + 1", "sin(1)", "2^3 - 7", "e", "max(1, 1)", "relu(0)", "1 - 1", "detach(2)"),
    *("where(1 > 2, log(0), 3)", "sum([1, 2])", "[4, 5][0]", "1/0", "log(0)"),
)
_ALONE = (
    *("relu", "abs", "sign", "elu", "gelu", "silu", "softplus", "sigmoid", "hardtanh", "tanh"),
    *("sin", "exp", "log", "sqrt", "square", "detach", "floor", "heaviside", "cbrt", "atan", "-"),
)
_PAIRS = ("max", "min", "hypot", "atan2", "logaddexp", "xlogy", "pow")
_NUMBERS = ("0", "1", "2", "-1.5", "0.3", "3")
_SIGNS = ("<", "<=", ">", ">=", "==", "!=")


class Writer:
    """Writes programs, each from its number. `given` are the names with a value of their own."""

    def __init__(self, seed: int) -> None:
        self.chosen = random.Random(seed)
        self.given = [name for name in ("a", "b", "pi", "unused") if self.chosen.random() < 0.5]
        self._names = ["x", "y", "a", "b", "pi"]

    def program(self) -> str:
        """Return a program whose value is one number."""
        lines = [f"{name} = {self.chosen.choice(GIVEN)}" for name in self.given]
        if self.given and self.chosen.random() < 0.2:
            lines.append(f"second = {self.given[0]}")
            self._names.append("second")
        for place in range(self.chosen.randint(0, 2)):
            lines.append(f"q{place} = {self._text(2)}")
            self._names.append(f"q{place}")
        return "; ".join([*lines, self._text(self.chosen.choice((0, 2, 3, 3)))])

    def values(self, graph: Graph) -> dict[str, float]:
        """Return values of the inputs, and of some that have one already."""
        return {
            name: self._number()
            for name in graph.inputs
            if name not in self.given or self.chosen.random() < 0.6
        }

    def _number(self) -> float:
        uniform = self.chosen.uniform
        return round(self.chosen.choice((0.0, 1.0, -1.0, uniform(-3, 3), uniform(0, 2))), 3)

    def _text(self, depth: int) -> str:
        pick, kind = self.chosen.choice, self.chosen.random()
        if depth == 0 or kind < 0.1:
            return pick((*self._names, *self._names, pick(_NUMBERS)))
        first, second = self._text(depth - 1), self._text(depth - 1)
        if kind < 0.45:
            return f"{pick(_ALONE)}({first})"
        if kind < 0.55:
            return f"{pick(_PAIRS)}({first}, {second})"
        if kind < 0.65:
            return f"where({first} {pick(_SIGNS)} {self._text(0)}, {second}, {self._text(1)})"
        return f"({first} {pick('++--**//%^')} {second})"
