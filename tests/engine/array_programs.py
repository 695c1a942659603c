"""Random programs over arrays of several shapes, made so that their shapes fit."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import numpy as np

#: The inputs by their shape: numbers, rows, a column, matrices.
LEAVES: dict[tuple[int, ...], tuple[str, ...]] = {
    (): ("w", "v"),
    (4,): ("r", "q"),
    (3,): ("u",),
    (3, 1): ("c",),
    (3, 4): ("A", "B"),
    (4, 3): ("D",),
}
SHAPES = {name: shape for shape, names in LEAVES.items() for name in names}

_NUMBERS = ("0", "1", "2", "-1.5", "0.3", "-1", "1e200")
_ALONE = (
    *("relu", "abs", "sign", "elu", "gelu", "silu", "softplus", "sigmoid", "hardtanh", "tanh"),
    *("sin", "exp", "log", "sqrt", "square", "detach", "floor", "round", "heaviside", "cbrt"),
    *("leaky_relu", "rsqrt", "atan", "log1p", "erf", "asin", "lgamma", "-"),
)
_PAIRS = ("max", "min", "hypot", "atan2", "logaddexp", "xlogy", "pow")
_TOTALS = ("sum", "mean", "max", "min", "logsumexp", "norm", "var", "std", "prod")
_LOSSES = ("mse_loss", "l1_loss", "huber_loss", "binary_cross_entropy_with_logits")

#: By shape, what the program itself may give an input: also what has to be computed first, lies at
#: a kink, or has no value.
_GIVEN: dict[tuple[int, ...], tuple[str, ...]] = {
    (): ("2", "1 + 1", "sin(1)", "relu(0)", "sum([1, 2])", "detach(2)", "1/0"),
    (4,): ("[1, 2, 3, 4]", "[1, 2, 3, 4]*2", "relu([-1, 0, 1, 2])", "softmax([1, 2, 3, 4])"),
    (3,): ("[1, 2, 3]", "[[1, 2, 3], [4, 5, 6]][0]", "[1, 2, 3]/0"),
    (3, 1): ("[[1], [2], [3]]", "[[1], [2], [3]]^2"),
    (3, 4): ("outer([1, 2, 3], [1, 2, 3, 4])", "stack([1, 2, 3, 4]*2, [0, 1, 0, 1], [1, 1, 1, 1])"),
    (4, 3): ("outer([1, 2, 3], [1, 2, 3, 4]).T",),
}


class Writer:
    """Writes programs, each from its number."""

    def __init__(self, seed: int) -> None:
        self._chosen = random.Random(seed)

    def program(self) -> str:
        """Return a program whose value is one number."""
        before = self._chosen.choice(("", "z = A*B; ", "h = relu(A); "))
        return before + " + ".join(self._text((), 4) for _ in range(self._chosen.randint(1, 2)))

    def giving(self, program: str, names: Iterable[str]) -> str:
        """Return a program that gives some of its inputs values of their own."""
        pick = self._chosen.choice
        own = [name for name in names if name in SHAPES and self._chosen.random() < 0.4]
        return "".join(f"{name} = {pick(_GIVEN[SHAPES[name]])}; " for name in own) + program

    def _text(self, shape: tuple[int, ...], depth: int) -> str:
        pick = self._chosen.choice
        if depth == 0 or self._chosen.random() < 0.1:
            return pick(
                (*LEAVES[shape], *LEAVES[shape], pick(_NUMBERS)) if not shape else LEAVES[shape]
            )
        if self._chosen.random() < 0.6:
            return self._elementwise(shape, depth - 1)
        ways = {0: self._number, 1: self._row, 2: self._matrix}
        return ways[len(shape)](shape, depth - 1)

    def _elementwise(self, shape: tuple[int, ...], depth: int) -> str:
        pick, first = self._chosen.choice, self._text(shape, depth)
        smaller = [part for part in ((), shape[1:], (*shape[:1], 1)) if part in LEAVES]
        fits = smaller if len(shape) == 2 and shape != (4, 3) else [()]
        other = self._text(pick((shape, shape, shape, *fits)), depth)
        if self._chosen.random() < 0.5:
            return f"{pick(_ALONE)}({first})"
        first, other = pick(((first, other), (other, first)))
        if self._chosen.random() < 0.3:
            return f"{pick(_PAIRS)}({first}, {other})"
        return f"({first} {pick('++--**//%^')} {other})"

    def _number(self, _shape: tuple[int, ...], depth: int) -> str:
        matrix, row = self._text((3, 4), depth), self._text((4,), depth)
        return self._chosen.choice((
            *(f"{self._chosen.choice(_TOTALS)}({part})" for part in (matrix, matrix, row)),
            f"({row})[-1]",
            f"dot({row}, {self._text((4,), depth)})",
            f"{self._chosen.choice(_LOSSES)}({matrix}, {self._text((3, 4), depth)})",
            f"{self._chosen.choice(('cross_entropy', 'nll_loss', 'hinge'))}({matrix}, t)",
        ))  # fmt: skip

    def _row(self, shape: tuple[int, ...], depth: int) -> str:
        other = 7 - shape[0]
        above, row = self._text((other, *shape), depth), self._text(shape, depth)
        return self._chosen.choice((
            f"{self._chosen.choice(_TOTALS)}({above}, axis=0)",
            f"{self._chosen.choice(_TOTALS)}({self._text((*shape, other), depth)}, axis=-1)",
            f"({self._text((*shape, other), depth)} @ {self._text((other,), depth)})",
            f"{self._chosen.choice(('softmax', 'log_softmax', 'cumsum'))}({row})",
            f"({above})[0]",
        ))  # fmt: skip

    def _matrix(self, shape: tuple[int, ...], depth: int) -> str:
        rows, columns = shape
        if columns == 1:
            matrix = self._text((3, 4), depth)
            return f"{self._chosen.choice(_TOTALS)}({matrix}, axis=1, keepdims=true)"
        same = self._text(shape, depth)
        stacked = ", ".join(self._text((columns,), depth) for _ in range(rows))
        return self._chosen.choice((
            f"({self._text((columns, rows), depth)}).T",
            f"reshape({self._text((columns, rows), depth)}, [{rows}, {columns}])",
            f"outer({self._text((rows,), depth)}, {self._text((columns,), depth)})",
            f"softmax({same}, axis=0)",
            f"stack({stacked})",
            f"concat({same}, {self._text(shape, depth)})[:{rows}]",
        ))  # fmt: skip


def values(chosen: random.Random, names: Any, *, plain: bool) -> dict[str, Any]:
    """Return values of some inputs: ordinary ones, or whatever else may be given."""
    draw = np.random.default_rng(chosen.randrange(10**6))
    found: dict[str, Any] = {}
    for name in names:
        if name == "t":
            found[name] = [chosen.randrange(4) for _ in range(3)]
        elif plain:
            found[name] = np.abs(draw.normal(size=SHAPES[name])) + 0.1
        else:
            found[name] = _any_value(chosen, draw.normal(size=SHAPES[name]))
    return {name: value if np.ndim(value) else float(value) for name, value in found.items()}


def _any_value(chosen: random.Random, normal: Any) -> Any:
    size = chosen.choice((0, 1, 1, 1, 30, 1e150))
    array = np.asarray(chosen.choice((normal, abs(normal), np.round(normal))) * size)
    if chosen.random() < 0.1:
        array[(0,) * array.ndim] = chosen.choice((np.nan, np.inf, -0.0, 1e-320))
    forms = (
        *(np.asarray, np.asarray, np.asfortranarray, np.float32, _read_only, _spread, _repeated),
        *(lambda a: a.astype(object), lambda a: a.astype(">f8"), lambda a: a.tolist()),
    )
    with np.errstate(over="ignore"):
        return chosen.choice(forms)(array)


def _read_only(array: Any) -> Any:
    array.flags.writeable = False
    return array


def _spread(array: Any) -> Any:
    return np.repeat(array, 2, axis=-1)[..., ::2] if array.ndim else array


def _repeated(array: Any) -> Any:
    return np.broadcast_to(array[(0,) * array.ndim], array.shape)
