"""The elementwise operators once more, written with mpmath: the oracle of the tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath as mp

_SCALE = mp.mpf("1.0507009873554804934193349852946")
_ALPHA = mp.mpf("1.6732632423543772848170429916717")


def _softplus(x: Any) -> Any:
    return mp.log1p(mp.exp(x))


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + mp.exp(-x))


def _clamp(x: Any, low: Any, high: Any) -> Any:
    return min(max(x, low), high)


def _nearest_even(x: Any) -> Any:
    below = mp.floor(x)
    if x - below != mp.mpf("0.5"):
        return mp.floor(x + mp.mpf("0.5"))
    return below + below % 2


CLOSED_FORMS: dict[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "remainder": lambda a, b: a - b * mp.floor(a / b),
    "pow": lambda a, b: a**b,
    "negative": lambda a: -a,
    "square": lambda x: x**2,
    "sqrt": mp.sqrt,
    "rsqrt": lambda x: x ** mp.mpf("-0.5"),
    "cbrt": lambda x: mp.sign(x) * mp.cbrt(abs(x)),
    "reciprocal": lambda x: 1 / x,
    "exp": mp.exp,
    "exp2": lambda x: mp.mpf(2) ** x,
    "expm1": mp.expm1,
    "log": mp.log,
    "log2": lambda x: mp.log(x) / mp.log(2),
    "log10": lambda x: mp.log(x) / mp.log(10),
    "log1p": lambda x: mp.log(1 + x),
    "log_base": lambda x, base: mp.log(x) / mp.log(base),
    "logaddexp": lambda a, b: mp.log(mp.exp(a) + mp.exp(b)),
    "sin": mp.sin,
    "cos": mp.cos,
    "tan": mp.tan,
    "sec": mp.sec,
    "csc": mp.csc,
    "cot": mp.cot,
    "asin": mp.asin,
    "acos": mp.acos,
    "atan": mp.atan,
    "atan2": mp.atan2,
    "sinh": mp.sinh,
    "cosh": mp.cosh,
    "tanh": mp.tanh,
    "asinh": mp.asinh,
    "acosh": mp.acosh,
    "atanh": mp.atanh,
    "abs": abs,
    "sign": mp.sign,
    "floor": mp.floor,
    "ceil": mp.ceil,
    "round": _nearest_even,
    "trunc": lambda x: mp.sign(x) * mp.floor(abs(x)),
    "heaviside": lambda x, at_zero: at_zero if x == 0 else (1 + mp.sign(x)) / 2,
    "maximum": max,
    "minimum": min,
    "clamp": _clamp,
    "hypot": lambda a, b: mp.sqrt(a**2 + b**2),
    "where": lambda c, a, b: a if c else b,
    "less": lambda a, b: a < b,
    "less_equal": lambda a, b: a <= b,
    "greater": lambda a, b: a > b,
    "greater_equal": lambda a, b: a >= b,
    "equal": lambda a, b: a == b,
    "not_equal": lambda a, b: a != b,
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
    "not": lambda a: not a,
    "relu": lambda x: max(x, 0),
    "leaky_relu": lambda x, slope: x if x > 0 else slope * x,
    "elu": lambda x, alpha: x if x > 0 else alpha * mp.expm1(x),
    "selu": lambda x: _SCALE * (x if x > 0 else _ALPHA * mp.expm1(x)),
    "gelu": lambda x: x * mp.erfc(-x / mp.sqrt(2)) / 2,
    "silu": lambda x: x * _sigmoid(x),
    "mish": lambda x: x * mp.tanh(_softplus(x)),
    "sigmoid": _sigmoid,
    "hardsigmoid": lambda x: _clamp(x / 6 + mp.mpf(1) / 2, 0, 1),
    "hardtanh": lambda x: _clamp(x, -1, 1),
    "softplus": _softplus,
    "softsign": lambda x: x / (1 + abs(x)),
    "logsigmoid": lambda x: mp.log(_sigmoid(x)),
    "detach": lambda x: x,
    "erf": mp.erf,
    "erfc": mp.erfc,
    "gamma": mp.gamma,
    "lgamma": lambda x: mp.log(abs(mp.gamma(x))),
    "digamma": mp.digamma,
    "polygamma": lambda n, x: mp.psi(int(n), x),
    "logit": lambda x: mp.log(x / (1 - x)),
    "xlogy": lambda a, b: a * mp.log(b),
}

#: The operators whose local gradient is not the derivative, on purpose.
STEERED = {"detach": lambda x: mp.mpf(0)}

#: Derivatives of functions with jumps that may lie closer together than any step.
_BETWEEN_JUMPS: dict[str, tuple[Callable[..., Any], ...]] = {
    **dict.fromkeys(("floor", "ceil", "round", "trunc"), (lambda x: mp.mpf(0),)),
    "remainder": (lambda a, b: mp.mpf(1), lambda a, b: -mp.floor(mp.mpf(a) / mp.mpf(b))),
}


def derivative(name: str, position: int, arguments: tuple[float, ...], options: Any) -> Any:
    """Return the partial derivative of a closed form, by mpmath's numerical differentiation."""
    if name in STEERED:
        return STEERED[name](*arguments)
    if name in _BETWEEN_JUMPS:
        return _BETWEEN_JUMPS[name][position](*arguments)
    exact = [a if isinstance(a, bool) else mp.mpf(a) for a in arguments]

    def along(value: Any) -> Any:
        moved = [*exact[:position], value, *exact[position + 1 :]]
        return mp.mpf(CLOSED_FORMS[name](*moved, **options))

    size = min((abs(part) for part in exact if not isinstance(part, bool) and part), default=1)
    size = min(abs(exact[position]) or size, 1)
    return mp.diff(along, exact[position], h=size * mp.mpf(2) ** -150)
