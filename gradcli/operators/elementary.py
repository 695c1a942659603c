"""Elementary functions that work alike on floats, exact fractions, NumPy arrays and symbols.

The forward functions and local gradients of all operators are written with these and with the ordinary
signs `+ - * / % ** @`, so that one small function can be read as a number, an array or a formula. NumPy is
imported only when an array is there.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from gradcli import limits
from gradcli.operators.symbols import Symbol, call, choice

#: What flows along an edge: float | Fraction | numpy.ndarray | Symbol (bool for conditions). The signs are
#: overloaded on all of them, which no static type can say.
Value = Any


def numpy_module() -> Any:
    """Return NumPy, imported on first use."""
    import numpy

    return numpy


def is_array(value: Value) -> bool:
    """Return whether a value is a NumPy array (or NumPy scalar), without importing NumPy."""
    loaded = sys.modules.get("numpy")
    return loaded is not None and isinstance(value, (loaded.ndarray, loaded.generic))


def is_exact_array(value: Value) -> bool:
    """Return whether a value is an array of fractions."""
    return is_array(value) and value.dtype == object


class Elementary:
    """One elementary function in all its readings.

    `real` works on floats. `array` is the name of NumPy's function, or a function on arrays; without it,
    `real` is applied element by element. `exact` works on fractions where the result is rational; otherwise a
    fraction is rounded to a float first.
    """

    def __init__(
        self,
        name: str,
        real: Callable[..., Any],
        array: str | Callable[..., Any] | None = None,
        exact: Callable[..., Any] | None = None,
    ) -> None:
        self.name = name
        self.real = real
        self.array = array
        self.exact = exact

    def __call__(self, *arguments: Value) -> Value:
        kinds = {type(argument) for argument in arguments}
        if kinds <= _FLOATS:
            return self.real(*arguments)
        if Symbol in kinds:
            return call(self.name, *arguments)
        if any(is_array(argument) for argument in arguments):
            return self._on_arrays(arguments)
        if self.exact is not None:
            return self.exact(*arguments)
        return self.real(*map(float, arguments))

    def _on_arrays(self, arguments: tuple[Value, ...]) -> Value:
        numpy = numpy_module()
        if any(is_exact_array(argument) or type(argument) is Fraction for argument in arguments):
            if self.exact is not None:
                return numpy.frompyfunc(self.exact, len(arguments), 1)(*arguments)
            arguments = tuple(numpy.asarray(argument, dtype=float) for argument in arguments)
        if self.array is None:
            return numpy.asarray(
                numpy.frompyfunc(ieee(self.real), len(arguments), 1)(*arguments), dtype=float
            )
        function = getattr(numpy, self.array) if isinstance(self.array, str) else self.array
        return function(*arguments)


_FLOATS = frozenset((float, int, bool))


def ieee(function: Callable[..., float]) -> Callable[..., float]:
    """Return the function with inf for overflow and poles and nan outside its domain, never an exception."""

    def extended(*arguments: float) -> float:
        try:
            return function(*arguments)
        except OverflowError:
            return math.inf
        except (ValueError, ZeroDivisionError):
            return math.nan

    return extended


# --- exponentials and logarithms
exp = Elementary("exp", math.exp, "exp")
exp2 = Elementary("exp2", math.exp2, "exp2")
expm1 = Elementary("expm1", math.expm1, "expm1")
log = Elementary("log", math.log, "log")
log2 = Elementary("log2", math.log2, "log2")
log10 = Elementary("log10", math.log10, "log10")
log1p = Elementary("log1p", math.log1p, "log1p")

# --- roots and powers
sqrt = Elementary("sqrt", math.sqrt, "sqrt")
cbrt = Elementary("cbrt", math.cbrt, "cbrt")
hypot = Elementary("hypot", math.hypot, "hypot")

# --- trigonometric and hyperbolic functions
sin = Elementary("sin", math.sin, "sin")
cos = Elementary("cos", math.cos, "cos")
tan = Elementary("tan", math.tan, "tan")
asin = Elementary("asin", math.asin, "arcsin")
acos = Elementary("acos", math.acos, "arccos")
atan = Elementary("atan", math.atan, "arctan")
atan2 = Elementary("atan2", math.atan2, "arctan2")
sinh = Elementary("sinh", math.sinh, "sinh")
cosh = Elementary("cosh", math.cosh, "cosh")
tanh = Elementary("tanh", math.tanh, "tanh")
asinh = Elementary("asinh", math.asinh, "arcsinh")
acosh = Elementary("acosh", math.acosh, "arccosh")
atanh = Elementary("atanh", math.atanh, "arctanh")

# --- special functions
erf = Elementary("erf", math.erf)
erfc = Elementary("erfc", math.erfc)
gamma = Elementary("gamma", math.gamma)
lgamma = Elementary("lgamma", math.lgamma)


# --- pieces
def _sign(x: Any) -> Any:
    return x if x != x else (x > 0) - (x < 0)


def _nan_first(chosen: Callable[..., Any]) -> Callable[[Any, Any], Any]:
    """Return `max` or `min` of two such that nan wins, as in NumPy."""
    return lambda a, b: a + b if a != a or b != b else chosen(a, b)


def _whole(rounded: Callable[[float], int]) -> Callable[[float], float]:
    """Return a rounding function with float results that lets inf and nan through."""
    return lambda x: float(rounded(x)) if math.isfinite(x) else x


absolute = Elementary("abs", abs, "abs", abs)
sign = Elementary("sign", lambda x: float(_sign(x)), "sign", _sign)
floor = Elementary("floor", _whole(math.floor), "floor", math.floor)
ceil = Elementary("ceil", _whole(math.ceil), "ceil", math.ceil)
trunc = Elementary("trunc", _whole(math.trunc), "trunc", math.trunc)
round_half_even = Elementary("round", _whole(round), "rint", round)
maximum = Elementary("max", _nan_first(max), "maximum", max)
minimum = Elementary("min", _nan_first(min), "minimum", min)
equal = Elementary("equal", lambda a, b: a == b, "equal", lambda a, b: a == b)
not_equal = Elementary("not_equal", lambda a, b: a != b, "not_equal", lambda a, b: a != b)


def _power(base: Any, exponent: Any) -> Any:
    """Return an exact power where the exponent is whole and the result is of a reasonable size."""
    base, exponent = Fraction(base), Fraction(exponent)
    size = max(base.numerator.bit_length(), base.denominator.bit_length()) * abs(exponent)
    if exponent.denominator != 1 or size > limits.EXACT_BITS:
        return math.pow(base, exponent)
    return base**exponent


#: `math.pow` and not `**`, which would answer a complex number for (-8)^(1/3).
power = Elementary("pow", math.pow, "power", _power)


def where(condition: Value, then: Value, otherwise: Value) -> Value:
    """Return `then` where the condition holds, else `otherwise`; either may be a function without arguments.

    A function is called only if its branch is needed: always for arrays, where each element chooses for itself.

    >>> where(True, 1.0, lambda: 1 / 0)
    1.0
    """
    if isinstance(condition, Symbol):
        return choice(condition, _branch(then), _branch(otherwise))
    if not is_array(condition):
        return _branch(then if condition else otherwise)
    numpy = numpy_module()
    with numpy.errstate(all="ignore"):
        return numpy.where(condition, _branch(then), _branch(otherwise))


def _branch(branch: Value) -> Value:
    return branch() if callable(branch) else branch


def least_norm(left: Value, right: Value) -> Value:
    """Return the subgradient of least norm between two one-sided derivatives: 0 if it lies between them.

    This is the one principle for a kink.

    >>> least_norm(-1.0, 1.0), least_norm(0.1, 1.0)
    (0.0, 0.1)
    """
    low, high = minimum(left, right), maximum(left, right)
    return maximum(low, minimum(high, low * 0))


def kinked(x: Value, left: Value, right: Value, at: Value = 0, between: Value = None) -> Value:
    """Return `left` below the point `at`, `right` above it, and the least-norm subgradient there.

    `left` and `right` may be functions without arguments. `between` replaces the subgradient at the point for slopes
    that are not numbers; otherwise both slopes must be numbers, or the branches evaluated at the point.
    """
    there = between if between is not None else lambda: least_norm(_branch(left), _branch(right))
    return where(x > at, right, lambda: where(x < at, left, there))
