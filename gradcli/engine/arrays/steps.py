"""Questions about recorded steps: which are needed, who reads them, which must be looked at."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from gradcli.engine.arrays.recording import Recorded
from gradcli.operators.axes import all_finite
from gradcli.operators.elementary import is_array, numpy_module

#: Functions and operators whose result is not finite where an argument is not, by the places of
#: such arguments.
_CARRY = {
    "add": (0, 1), "subtract": (0, 1), "multiply": (0, 1), "divide": (0,), "negative": (0,),
    "absolute": (0,), "square": (0,), "sqrt": (0,), "matmul": (0, 1), "sum": (0,), "mean": (0,),
    "summed_back": (0,),
}  # fmt: skip


#: Functions that NumPy works much faster on two arrays than on an array and a number.
OF_ARRAYS = frozenset(("maximum", "minimum"))


def needed(steps: Sequence[Recorded], roots: Iterable[Recorded]) -> list[Recorded]:
    """Return the steps that the roots read, directly or not, in order."""
    marks = {root.place for root in roots}
    for step in reversed(steps):
        if step.place in marks:
            marks.update(each.place for each in step.read())
    return [step for step in steps if step.place in marks]


def readers_of(steps: Sequence[Recorded]) -> dict[int, list[Recorded]]:
    """Return by place the steps that read a step, each of them once."""
    found: dict[int, list[Recorded]] = {step.place: [] for step in steps}
    for step in steps:
        for each in step.read():
            found[each.place].append(step)
    return found


def looked_at(
    steps: Sequence[Recorded],
    readers: Mapping[int, Sequence[Recorded]],
    wanted: Iterable[Recorded],
    seen_anyway: Iterable[Recorded],
) -> set[int]:
    """Return the places of the steps to look at, so that all wanted ones are known to be finite.

    Where a sum or a product of one is finite, it is finite itself.
    """
    asked = {step.place for step in wanted}
    seen, found = {step.place for step in seen_anyway}, set[int]()
    for step in reversed(steps):
        place = step.place
        if any(reader.place in seen and _carries(reader, step) for reader in readers[place]):
            seen.add(place)
        if place in asked and place not in seen:
            found.add(place)
            seen.add(place)
    return found


def _carries(reader: Recorded, step: Recorded) -> bool:
    assert reader.function is not None
    name = reader.function.__name__
    if name in ("power", "pow"):
        exponent = reader.inputs[1]
        return reader.inputs[0] is step and not isinstance(exponent, Recorded) and exponent > 0
    return any(reader.inputs[place] is step for place in _CARRY.get(name, ()))


def finite(value: Any) -> bool:
    """Return whether a number or all elements of an array are finite."""
    return math.isfinite(value) if isinstance(value, float) else all_finite(value)


def of_arrays(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Return a function of two arrays that repeats a number given for one, and keeps the array."""
    kept: dict[Any, Any] = {}

    def repeated(number: float, like: Any) -> Any:
        key = repr(number), like.shape, like.strides
        if key not in kept:
            kept[key] = numpy_module().full_like(like, number)
        return kept[key]

    def called(a: Any, b: Any) -> Any:
        if not is_array(b):
            return function(a, repeated(b, a))
        return function(a if is_array(a) else repeated(a, b), b)

    return called
