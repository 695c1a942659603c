"""Elementary functions that work alike on floats, exact fractions, NumPy arrays and symbols.

The forward functions and local gradients of all operators are written with these and with the
ordinary signs `+ - * / % ** @`, so that one small function can be read as a number, an array or a
formula. NumPy is imported only when an array is there.
"""

from __future__ import annotations

import math
import operator
import sys
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

from gradcli import limits
from gradcli.operators import numerics, symbols
from gradcli.operators.cases import choice
from gradcli.operators.symbols import Known, Symbol, call

#: What flows along an edge: float | Fraction | numpy.ndarray | Symbol (bool for conditions). The
#: signs are overloaded on all of them, which no static type can say.
Value = Any


@cache
def numpy_module() -> Any:
    """Return NumPy, imported on first use."""
    import numpy

    return numpy


#: The types met so far, and whether they are NumPy's: this is asked for every value.
_IS_ARRAY: dict[type, bool] = {float: False, Fraction: False}


def is_array(value: Value) -> bool:
    """Return whether a value is a NumPy array or scalar, without importing NumPy.

    What stands for one with NumPy's functions is one, too.
    """
    kind = type(value)
    known = _IS_ARRAY.get(kind)
    if known is None:
        loaded = sys.modules.get("numpy")
        known = loaded is not None and issubclass(kind, (loaded.ndarray, loaded.generic))
        known = known or hasattr(kind, "__array_ufunc__")
        _IS_ARRAY[kind] = known
    return known


def is_exact_array(value: Value) -> bool:
    """Return whether a value is an array of fractions."""
    return is_array(value) and value.dtype == object


class Elementary:
    """One elementary function in all its readings.

    `real` works on floats. `array` is the name of NumPy's function, or a function on arrays;
    without it, `real` is applied element by element. `exact` works on fractions where the result
    is rational; otherwise a fraction is rounded to a float first.
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
        self.exact = None if exact is None else _fractions(exact)

    def __call__(self, *arguments: Value) -> Value:
        """Return the function's value, in the reading that its arguments call for."""
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
            return each(self.real)(*arguments)
        function = getattr(numpy, self.array) if isinstance(self.array, str) else self.array
        return function(*arguments)


_FLOATS = frozenset((float, int, bool))


def _fractions(exact: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function with fractions for whole results, whose quotients would be floats."""

    def settled(*arguments: Any) -> Any:
        found = exact(*arguments)
        return Fraction(found) if type(found) is int else found

    return settled


def ieee(function: Callable[..., float], outside: float = math.nan) -> Callable[..., float]:
    """Return the function without exceptions: inf for overflow, `outside` outside its domain."""

    def extended(*arguments: float) -> float:
        try:
            return function(*arguments)
        except OverflowError:
            return math.inf
        except (ValueError, ZeroDivisionError):
            return outside

    return extended


def each(function: Callable[..., float], outside: float = math.nan) -> Callable[..., Any]:
    """Return the function applied element by element, without exceptions."""

    def on_array(*arguments: Any) -> Any:
        numpy = numpy_module()
        each = numpy.frompyfunc(ieee(function, outside), len(arguments), 1)
        with numpy.errstate(all="ignore"):
            return numpy.asarray(each(*arguments), dtype=float)

    return on_array


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
gamma = Elementary("gamma", numerics.gamma)
lgamma = Elementary("lgamma", numerics.lgamma, each(numerics.lgamma, outside=math.inf))
digamma = Elementary("digamma", numerics.digamma)
polygamma = Elementary("polygamma", numerics.polygamma)


# --- the logistic function and its kin
def _sigmoid(x: Any) -> Any:
    """Return exp(min(x, 0))/(1 + exp(-|x|)) with one exponential: a power of at most 1, or 1."""
    numpy = numpy_module()
    power = numpy.exp(-numpy.abs(x))
    found = numpy.maximum(power, x >= 0)
    power += 1
    found /= power
    return found


def _sigmoid_slope(x: Any, _y: Any) -> Any:
    """Return p/(1 + p)^2 with p = exp(-|x|), as large for x as for -x; no digit is lost."""
    numpy = numpy_module()
    power = numpy.exp(-numpy.abs(x))
    below = power + 1
    return power / (below * below)


def _softplus(x: Value) -> Value:
    return maximum(x, 0.0) + log1p(exp(-absolute(x)))


def _logaddexp(a: Any, b: Any) -> Any:
    from gradcli.operators import sums_of_powers

    return sums_of_powers.logaddexp(a, b)


def _normal_cdf(x: Value) -> Value:
    """Return erfc(-x/sqrt(2))/2, corrected for the rounding of its argument, which it magnifies."""
    x = minimum(maximum(x, -40.0), 40.0)
    half, rest = numerics.times_root_half(x)
    return (erfc(-half) + 2 / math.sqrt(math.pi) * exp(-half * half) * rest) / 2


sigmoid = Elementary("sigmoid", numerics.sigmoid, _sigmoid)
#: The slope of the sigmoid at x, where it has the value y.
sigmoid_slope = Elementary("sigmoid_slope", numerics.sigmoid_slope, _sigmoid_slope)
softplus = Elementary("softplus", numerics.softplus, _softplus)
logaddexp = Elementary("logaddexp", numerics.logaddexp, _logaddexp)
normal_cdf = Elementary("normal_cdf", _normal_cdf, _normal_cdf)

# --- numbers that are written as formulas
PI = Known(math.pi, symbols.symbol("pi"))
LN2 = Known(math.log(2), call("log", 2))
LN10 = Known(math.log(10), call("log", 10))


# --- pieces
def _sign(x: Any) -> Any:
    return x if x != x else (x > 0) - (x < 0)


def _nan_first(chosen: Callable[..., Any]) -> Callable[[Any, Any], Any]:
    """Return `max` or `min` of two such that nan wins, as in NumPy."""
    return lambda a, b: a + b if a != a or b != b else chosen(a, b)


def _whole(rounded: Callable[[float], int]) -> Callable[[float], float]:
    """Return a rounding function with float results that lets inf and nan through."""
    return lambda x: float(rounded(x)) if math.isfinite(x) else x


def _exactly(rounded: Callable[[Any], int]) -> Callable[[Any], Any]:
    """Return a rounding function that keeps fractions exact and lets inf and nan through."""
    return lambda x: x if isinstance(x, float) and not math.isfinite(x) else rounded(x)


absolute = Elementary("abs", abs, "abs", abs)
sign = Elementary("sign", lambda x: float(_sign(x)), "sign", _sign)
floor = Elementary("floor", _whole(math.floor), "floor", _exactly(math.floor))
ceil = Elementary("ceil", _whole(math.ceil), "ceil", _exactly(math.ceil))
trunc = Elementary("trunc", _whole(math.trunc), "trunc", _exactly(math.trunc))
round_half_even = Elementary("round", _whole(round), "rint", _exactly(round))
negation = Elementary("not", operator.not_, "logical_not", operator.not_)
maximum = Elementary("max", _nan_first(max), "maximum", max)
minimum = Elementary("min", _nan_first(min), "minimum", min)
equal = Elementary("equal", lambda a, b: a == b, "equal", lambda a, b: a == b)
not_equal = Elementary("not_equal", lambda a, b: a != b, "not_equal", lambda a, b: a != b)


def _power(base: Any, exponent: Any) -> Any:
    """Return an exact power where the exponent is whole and the result is of a reasonable size."""
    if isinstance(base, float) or isinstance(exponent, float):
        return _float_power(base, exponent)
    base, exponent = Fraction(base), Fraction(exponent)
    size = (max(base.numerator.bit_length(), base.denominator.bit_length()) - 1) * abs(exponent)
    if exponent.denominator != 1 or size > limits.EXACT_BITS.most:
        return _float_power(base, exponent)
    return base**exponent


def _float_power(base: Any, exponent: Any) -> float:
    """Return the power as a float, inf or nan where there is none: an array has other elements."""
    try:
        return _real_power(base, exponent)
    except (OverflowError, ValueError):
        numpy = numpy_module()
        with numpy.errstate(all="ignore"):
            return float(numpy.power(float(base), float(exponent)))


_PRODUCTS: dict[float, Callable[[Any], Any]] = {
    1.0: lambda base: base,
    2.0: lambda base: base * base,
    3.0: lambda base: base * base * base,
}


def _array_power(base: Any, exponent: Any) -> Any:
    """Return the power; a square and a cube are products.

    NumPy's power takes up to a hundred times as long.
    """
    if type(exponent) is float and exponent in _PRODUCTS:
        return _PRODUCTS[exponent](base)
    return numpy_module().power(base, exponent)


def _real_power(base: float, exponent: float) -> float:
    """Return the power; a square by a product, which is rounded correctly."""
    # `math.pow` and not `**`, which would answer a complex number for (-8)^(1/3).
    return base * base if exponent == 2 else math.pow(base, exponent)


power = Elementary("pow", _real_power, _array_power, _power)


def is_exact(value: Value) -> bool:
    """Return whether a value is a fraction or an array of fractions."""
    return isinstance(value, Fraction) or is_exact_array(value)


def alike(number: float | Fraction, operand: Value) -> Value:
    """Return a number of a rule as exact as the operand: among fractions, 0.01 is one hundredth.

    >>> alike(0.01, Fraction(2)), alike(Fraction(1, 4), 2.0)
    (Fraction(1, 100), 0.25)
    """
    if isinstance(operand, Symbol):
        return number
    if not is_exact(operand):
        return float(number)
    if isinstance(number, float):
        return Fraction(repr(number)) if math.isfinite(number) else number
    return Fraction(number)


def taught(textbook: Callable[[], Value], computed: Callable[[], Value]) -> Value:
    """Return what `computed` gives; read as symbols, people see the formula of `textbook` instead.

    For formulas that lose digits: 1 - tanh(x)^2 has none left at x = 20.

    >>> str(taught(lambda: 1 - symbols.symbol("y") ** 2, lambda: 1 / symbols.symbol("x")))
    '1 - y^2'
    """
    value = computed()
    return symbols.taught(textbook(), value) if isinstance(value, Symbol) else value


#: The types of numbers that are neither exact nor arrays nor formulas.
_PLAIN = frozenset((int, float))


def where(condition: Value, then: Value, otherwise: Value) -> Value:
    """Return `then` where the condition holds, else `otherwise`.

    Either may be a function without arguments, which is called only if its branch is needed: always
    for arrays, where each element chooses for itself.

    >>> where(True, 1.0, lambda: 1 / 0)
    1.0
    """
    if isinstance(condition, Symbol):
        return choice(condition, _branch(then), _branch(otherwise))
    if not is_array(condition):
        return _branch(then if condition else otherwise)
    numpy = numpy_module()
    with numpy.errstate(all="ignore"):
        chosen, other = _branch(then), _branch(otherwise)
        if condition.dtype == bool and _or_nothing(chosen, other):
            return condition * chosen
        return numpy.where(condition, chosen, other)


def _or_nothing(chosen: Value, other: Value) -> bool:
    """Return whether a choice is a number or 0: a product then, at a fraction of the cost."""
    return type(other) in _PLAIN and other == 0 and type(chosen) in _PLAIN and math.isfinite(chosen)


def _branch(branch: Value) -> Value:
    return branch() if callable(branch) else branch


def least_norm(left: Value, right: Value) -> Value:
    """Return the subgradient of least norm between two one-sided derivatives.

    It is 0 if that lies between them. This is the one principle for a kink.

    >>> least_norm(-1.0, 1.0), least_norm(0.1, 1.0)
    (0, 0.1)
    """
    low, high = minimum(left, right), maximum(left, right)
    return maximum(low, minimum(high, 0))


def kinked(x: Value, left: Value, right: Value, at: Value = 0, between: Value = None) -> Value:
    """Return `left` below the point `at`, `right` above it, and the least-norm subgradient there.

    `left` and `right` may be functions without arguments. `between` replaces the subgradient at the
    point for slopes that are not numbers.
    """
    there = between if between is not None else lambda: least_norm(_branch(left), _branch(right))
    if is_array(x) and type(left) in _PLAIN and _branch(there) == left:
        return where(x > at, right, left)
    return where(x > at, right, lambda: where(x < at, left, there))
