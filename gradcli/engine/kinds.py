"""What is given for an input, of whatever kind: as an ordinary number or array, or refused."""

from __future__ import annotations

import datetime
from contextlib import nullcontext
from decimal import Decimal
from fractions import Fraction
from numbers import Rational
from operator import index
from typing import Any

from gradcli.engine.forward import nearest_float, within
from gradcli.errors import BindingProblem
from gradcli.operators.elementary import is_array, numpy_module

#: What is no number: its words for one and for many, and what to try.
_TEXTS = "a text", "texts", 'gradcli.read_value reads a text, as in read_value("1/3")'
_COMPLEX = "a complex number", "complex numbers", "make the two parts inputs of their own"
_DATES = "a date", "dates", 'numbers are days since a date: (t - t[0])/numpy.timedelta64(1, "D")'
_TIMES = "a length of time", "lengths of time", 'divide by a unit: t/numpy.timedelta64(1, "s")'
_RECORDS = "a record", "records", 'take one field of them, as in table["x"]'

#: By the kind of NumPy's type.
_STRANGE = {"c": _COMPLEX, "M": _DATES, "m": _TIMES, "V": _RECORDS, "U": _TEXTS, "S": _TEXTS}

#: By the type of Python; a date with a time is a date.
_STRANGE_TYPES: dict[type, tuple[str, str, str]] = {
    str: _TEXTS,
    bytes: _TEXTS,
    bytearray: _TEXTS,
    complex: _COMPLEX,
    datetime.date: _DATES,
    datetime.timedelta: _TIMES,
}


def made_ordinary(value: Any, exact: bool, called: str) -> Any:
    """Return a number, nested lists or an array as a float, or as an array of floats.

    With `exact` whole and rational numbers are fractions.

    Truth values are 1 and 0; a matrix becomes an array, since its * is none of elements. Numbers
    of Decimal, and of libraries whose numbers and arrays Python or NumPy can take, are read too.

    Raises:
        BindingProblem: it is neither, or has elements that are no real numbers; its rows have
            different lengths; elements are masked. `called` names it in the message.
    """
    if isinstance(value, (list, tuple, range)):
        return _numbers(_nested(value, exact, called), exact, called)
    if is_array(value) or hasattr(type(value), "__array__"):
        return _numbers(_plain(value, called), exact, called)
    return _number(value, exact, called)


def _nested(value: Any, exact: bool, called: str) -> Any:
    """Return nested lists as an array; with `exact` each element stays as it is."""
    try:
        return numpy_module().array(value, dtype=object if exact else None)
    except ValueError:
        raise _ragged(called) from None


def _plain(value: Any, called: str) -> Any:
    numpy = numpy_module()
    if numpy.ma.is_masked(value):
        raise BindingProblem(
            f"elements of {called} are masked, and so have no value",
            hint="give them one, as in x.filled(0)",
        )
    return numpy.asarray(value)


def _numbers(array: Any, exact: bool, called: str) -> Any:
    """Return an array of any type as one of floats, or with `exact` of fractions."""
    numpy, kind = numpy_module(), array.dtype.kind
    if kind == "O":
        return _elements(array, exact, called)
    if kind not in "fiub":
        word, words, hint = _STRANGE.get(kind, _TEXTS)
        many, one = f"the elements of {called} are {words}", f"{called} is {word}"
        raise _unreal(many if array.ndim else one, hint)
    if exact and kind in "iub":
        return _elements(array.astype(object), exact, called)
    if not array.ndim:
        return float(array)
    with numpy.errstate(over="ignore") if kind == "f" else nullcontext():
        return array.astype(float, copy=False)


def _elements(array: Any, exact: bool, called: str) -> Any:
    if not array.ndim:
        return _number(array.item(), exact, called)
    numpy = numpy_module()
    made = numpy.empty(array.shape, dtype=object if exact else float)
    for place in numpy.ndindex(array.shape):
        name = f"{called}[{', '.join(map(str, place))}]"
        made[place] = _number(array[place], exact, name, called)
    return made


def _number(value: Any, exact: bool, called: str, whole: str = "") -> Any:
    """Return a number as a float, or with `exact` as a fraction.

    `whole` names the array it is an element of.
    """
    if isinstance(value, (list, tuple)) or (is_array(value) and value.ndim):
        raise _ragged(whole or called)
    if is_array(value):
        return _numbers(_plain(value, called), exact, called)
    if exact and _is_rational(value):
        return within(Fraction(value))
    try:
        if hasattr(type(value), "__float__"):
            return nearest_float(value)
        if hasattr(type(value), "__index__"):
            return nearest_float(index(value))
    except (TypeError, ValueError):
        pass
    raise _no_number(value, called)


def _is_rational(value: Any) -> bool:
    return isinstance(value, Rational) or (isinstance(value, Decimal) and value.is_finite())


def _ragged(called: str) -> BindingProblem:
    return BindingProblem(
        f"the rows of {called} have different lengths", hint="give as many numbers in each row"
    )


def _no_number(value: Any, called: str) -> BindingProblem:
    for kind, (word, _, hint) in _STRANGE_TYPES.items():
        if isinstance(value, kind):
            return _unreal(f"{called} is {word}", hint)
    what = "None" if value is None else f"of the type {type(value).__name__}"
    return BindingProblem(
        f"{called} is {what}, not a number or an array",
        hint="give a number, nested lists or an array",
    )


def _unreal(said: str, hint: str) -> BindingProblem:
    return BindingProblem(f"{said}: only real numbers have gradients", hint=hint)
