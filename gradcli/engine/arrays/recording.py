"""Array rules recorded: which functions of NumPy a rule calls on elements, in order, and on what.

A `Recorded` goes through a rule in the place of an array, and every function that is called on it
becomes a step. Equal calls are one step, so that what two rules have in common is worked once:

    sigmoid(x)     power = exp(-|x|), below = power + 1, maximum(power, x >= 0)/below
    its slope      power/(below*below), of the same power and the same below

Since these are the calls that the rule makes on an array, the numbers are the same to the last bit.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from gradcli.errors import GradcliError
from gradcli.operators.elementary import numpy_module


class Unrecordable(Exception):
    """A rule does something that is no call of a function on elements."""


#: What a rule may raise when it is read with what stands for an array.
REFUSED = (
    *(Unrecordable, GradcliError),
    *(ArithmeticError, AttributeError, TypeError, ValueError),
)

#: Functions that give the same number for a float as for an array of one, on every machine. Others
#: may differ in the last bit from Python's function of that name, or treat some numbers apart, as
#: rounding does, which is -0 or 0.
EXACT = frozenset(
    (
        *("add", "subtract", "multiply", "divide", "negative", "absolute", "maximum", "minimum"),
        *("less", "less_equal", "greater", "greater_equal", "equal", "not_equal"),
        *("logical_not", "bitwise_and", "bitwise_or", "invert", "where"),
    )
)


class Recording:
    """The steps of a piece of work, each after those that it reads."""

    def __init__(self) -> None:
        self.steps: list[Recorded] = []
        self._known: dict[Any, Recorded] = {}

    def source(self, *, single: bool = False) -> Recorded:
        """Return a new array, or with `single` one number, that is given when the steps are run."""
        return self._entered(Recorded(self, None, (), numpy_module().dtype(float), single))

    def call(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return the result of an elementwise function, recorded once for equal arguments.

        A condition may be known at once.

        Raises:
            Unrecordable: an argument is neither recorded nor a number, or the function would treat
                a number of its own otherwise than an array.
        """
        inputs = tuple(map(_argument, arguments))
        if function.__name__ == "add" and _is_turned(inputs[1]):
            return self.call(numpy_module().subtract, inputs[0], inputs[1].inputs[0])
        shorter = _SHORTER.get(function.__name__)
        if shorter is not None:
            found = shorter(*inputs)
            if not isinstance(found, tuple):
                return found
            inputs = found
        key = function, *map(_key, inputs)
        if key not in self._known:
            self._known[key] = self._entered(self._made(function, inputs))
        return self._known[key]

    def whole(
        self, function: Callable[..., Any], *arguments: Any, single: bool = False
    ) -> Recorded:
        """Return the result of a function that is called on whole arrays or numbers as it is.

        With `single` it is one number.
        """
        step = Recorded(self, function, arguments, numpy_module().dtype(float), single)
        step.whole = True
        return self._entered(step)

    def _made(self, function: Callable[..., Any], inputs: tuple[Any, ...]) -> Recorded:
        recorded = [each for each in inputs if isinstance(each, Recorded)]
        if any(each.single for each in recorded) and function.__name__ not in EXACT:
            raise Unrecordable
        numpy = numpy_module()
        tried = (
            numpy.ones(1, each.dtype) if isinstance(each, Recorded) else each for each in inputs
        )
        with numpy.errstate(all="ignore"):
            found = function(*tried)
        if getattr(found, "shape", None) != (1,):
            raise Unrecordable
        return Recorded(self, function, inputs, found.dtype, all(each.single for each in recorded))

    def _entered(self, step: Recorded) -> Recorded:
        step.place = len(self.steps)
        self.steps.append(step)
        return step


class Recorded:
    """An array that does not exist yet: the result of a step, or a source. It is never changed."""

    def __init__(
        self,
        recording: Recording,
        function: Callable[..., Any] | None,
        inputs: tuple[Any, ...],
        dtype: Any,
        single: bool,
    ) -> None:
        self.recording = recording
        self.function = function
        self.inputs = inputs
        self.dtype = dtype
        #: Whether it is one number.
        self.single = single
        #: Whether its function is called on whole arrays or numbers, and settles what it returns.
        self.whole = False
        self.place = -1

    def read(self) -> list[Recorded]:
        """Return the steps that this one reads, each once."""
        found = {each.place: each for each in self.inputs if isinstance(each, Recorded)}
        return list(found.values())

    def __array_ufunc__(self, function: Any, method: str, *arguments: Any, **options: Any) -> Any:
        """Record a call of one of NumPy's functions on elements; written into an array or not."""
        if method != "__call__" or options.keys() - {"out"}:
            raise Unrecordable
        return self.recording.call(function, *arguments)

    def __array_function__(self, function: Any, _types: Any, arguments: Any, options: Any) -> Any:
        """Record a choice; no other function is known to work on elements."""
        if function is not numpy_module().where or options:
            raise Unrecordable
        return self.recording.call(function, *arguments)

    def __bool__(self) -> bool:
        """Refuse: it is not known yet what the elements are."""
        raise Unrecordable

    def __pow__(self, other: Any) -> Any:
        # The sign has ways of its own for some exponents, which differ by the version of NumPy.
        return self.recording.call(operator.pow, self, other)

    __hash__ = None  # type: ignore[assignment]


def _method(name: str, turned: bool) -> Callable[..., Any]:
    def method(self: Recorded, *others: Any) -> Any:
        arguments = (*others, self) if turned else (self, *others)
        return self.recording.call(getattr(numpy_module(), name), *arguments)

    return method


_SIGNS = {
    "add": "add", "sub": "subtract", "mul": "multiply", "truediv": "divide", "mod": "remainder",
    "and": "bitwise_and", "or": "bitwise_or",
}  # fmt: skip
_RELATIONS = {
    "lt": "less", "le": "less_equal", "gt": "greater", "ge": "greater_equal", "eq": "equal",
    "ne": "not_equal",
}  # fmt: skip
_ALONE = {"neg": "negative", "pos": "positive", "abs": "absolute", "invert": "invert"}

for _sign, _function in (_SIGNS | _RELATIONS | _ALONE).items():
    setattr(Recorded, f"__{_sign}__", _method(_function, turned=False))
for _sign, _function in _SIGNS.items():
    setattr(Recorded, f"__r{_sign}__", _method(_function, turned=True))


def _argument(value: Any) -> Any:
    """Return an argument of a step: recorded, or a number of Python."""
    if isinstance(value, (Recorded, bool, int)):
        return value
    if isinstance(value, float):
        return float(value)
    raise Unrecordable


def _key(value: Any) -> Any:
    return value.place if isinstance(value, Recorded) else (type(value), repr(value))


# --- calls that come to the same without some work, for each element, nan among them


def _of_absolute(x: Any) -> Any:
    """|-x| is |x|."""
    turned = _is_call(x, "negative")
    return (x.inputs[0] if turned else x,)


def _of_product(a: Any, b: Any) -> Any:
    """x*(c*1) is x*c, where c is a condition and x is none."""
    return _truth_of(a, b), _truth_of(b, a)


def _truth_of(a: Any, b: Any) -> Any:
    """Return the condition c of c*1 if b is an array or number that is none; else a."""
    if not _is_call(a, "multiply") or not isinstance(b, (float, Recorded)):
        return a
    truth, one = a.inputs
    whole = type(one) is int and one == 1 and truth.dtype == bool
    return truth if whole and (isinstance(b, float) or b.dtype == float) else a


def _is_turned(value: Any) -> bool:
    """Return whether a value is y*(-1): adding it is subtracting y."""
    if not _is_call(value, "multiply"):
        return False
    factor = value.inputs[1]
    return type(factor) is float and factor == -1.0


def _of_and(a: Any, b: Any) -> Any:
    """A condition that is known decides, or may be left out."""
    return _of_connective(a, b, decides=False)


def _of_or(a: Any, b: Any) -> Any:
    """A condition that is known decides, or may be left out."""
    return _of_connective(a, b, decides=True)


def _of_connective(a: Any, b: Any, decides: bool) -> Any:
    for known, other in ((a, b), (b, a)):
        if isinstance(known, bool):
            return known if known is decides else other
    return a, b


def _is_call(value: Any, name: str) -> bool:
    return isinstance(value, Recorded) and getattr(value.function, "__name__", "") == name


_SHORTER: dict[str, Callable[..., Any]] = {
    "absolute": _of_absolute,
    "multiply": _of_product,
    "bitwise_and": _of_and,
    "bitwise_or": _of_or,
}
