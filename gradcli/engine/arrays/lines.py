"""Recorded work written as Python: a function that does all of it on one block of elements.

Each step is a line, and writes into a buffer that is used again as soon as nothing reads it any
more, so that all of a block lies in the cache. `mean(relu(x - 1)^2)`, both ways, of 1000 elements:

    subtract(x0, 1.0, out=b0)
    if not finite(b0): raise Irregular
    maximum(b0, c0, out=b1)
    equal(b0, 0, out=b2)
    if 0 not in met and b2.any(): met.add(0)
    multiply(b1, b1, out=b3)
    sums[0].append(add_up(b3, n))
    multiply(2.0, b1, out=b1)
    multiply(0.001, b1, out=b1)
    if 1 not in met and b1.any(): met.add(1)
    greater(b0, 0, out=b2)
    multiply(b1, b2, out=o0)
    if not finite(o0): raise Irregular

c0 is a block of zeros, o0 this part of the gradient.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from gradcli.engine.arrays.recording import Recorded
from gradcli.engine.arrays.steps import OF_ARRAYS, finite, looked_at, needed, readers_of
from gradcli.engine.arrays.work import Part
from gradcli.engine.irregular import Irregular
from gradcli.operators.elementary import numpy_module
from gradcli.records import dataclass, field


@dataclass(slots=True)
class Wanted:
    """What one sweep is to give: parts to be added up, kept or looked at."""

    summed: list[Part] = field(default_factory=list)
    kept: list[Part] = field(default_factory=list)
    finite: list[Recorded] = field(default_factory=list)
    #: What has to hold everywhere, and what nowhere.
    all: list[Recorded] = field(default_factory=list)
    none: list[Recorded] = field(default_factory=list)
    #: What may hold at some element, which is then entered in a set by its place here.
    some: list[Part] = field(default_factory=list)

    def roots(self) -> Iterator[Recorded]:
        """Yield every step that is wanted."""
        for parts in (self.summed, self.kept, self.finite, self.all, self.none, self.some):
            yield from (part for part in parts if isinstance(part, Recorded))


class Lines:
    """The text of a sweep over one block, and the buffers that it needs.

    `sources` and `singles` are the arrays and numbers that are given, in order.
    """

    def __init__(self, steps: Sequence[Recorded], wanted: Wanted) -> None:
        self.sources = [step for step in steps if step.function is None and not step.single]
        self.singles = [step for step in steps if step.function is None and step.single]
        #: The types of the buffers.
        self.buffers: list[Any] = []
        #: The numbers of which a whole block is needed.
        self.repeated: list[float] = []
        self.names: dict[str, Any] = {"Irregular": Irregular, "finite": finite, "add_up": add_up}
        self._wanted = wanted
        self._steps = needed(steps, wanted.roots())
        readers = readers_of(self._steps)
        summed = [part for part in wanted.summed if isinstance(part, Recorded)]
        self._looked_at = looked_at(self._steps, readers, wanted.finite, summed)
        self._register: dict[int, str] = {}
        self._free: defaultdict[Any, list[str]] = defaultdict(list)
        self._left = {place: len(read) for place, read in readers.items()}

    def function(self) -> Callable[..., None]:
        """Return the sweep over one block.

        It takes (sources, singles, kept, buffers, repeated, n, sums, met).
        """
        body = [*self._unpacked(), *self._lines()]
        head = "def sweep(sources, singles, kept, buffers, repeated, n, sums, met):\n    "
        unpacked = [f"{_list('b', len(self.buffers))} = buffers"] if self.buffers else []
        unpacked += [f"{_list('c', len(self.repeated))} = repeated"] if self.repeated else []
        text = head + "\n    ".join([*unpacked, *body, "pass"]) + "\n"
        exec(compile(text, "<sweep>", "exec"), self.names)
        return self.names["sweep"]  # type: ignore[no-any-return]

    def _unpacked(self) -> Iterator[str]:
        for letter, steps in (("x", self.sources), ("s", self.singles)):
            for count, step in enumerate(steps):
                self._register[step.place] = f"{letter}{count}"
        if self.sources:
            yield f"{_list('x', len(self.sources))} = sources"
        if self.singles:
            yield f"{_list('s', len(self.singles))} = singles"
        if self._wanted.kept:
            yield f"{_list('o', len(self._wanted.kept))} = kept"

    def _lines(self) -> Iterator[str]:
        for count, part in enumerate(self._wanted.kept):
            if not isinstance(part, Recorded):
                yield f"o{count}[:] = {self._text(part)}"
        for count, part in enumerate(self._wanted.summed):
            if not isinstance(part, Recorded):
                yield f"sums[{count}].append(add_up({self._text(part)}, n))"
        for count, part in enumerate(self._wanted.some):
            if not isinstance(part, Recorded) and part:
                yield f"met.add({count})"
        for step in self._steps:
            if step.function is not None:
                yield self._line(step)
            yield from self._uses(step)

    def _line(self, step: Recorded) -> str:
        assert step.function is not None
        name = step.function.__name__
        self.names[name] = step.function
        spread = name in OF_ARRAYS and not step.single and step.dtype == float
        arguments = [
            self._repeated(each) if spread and not isinstance(each, Recorded) else self._text(each)
            for each in step.inputs
        ]
        for each in step.read():
            self._read(each.place)
        if step.single or not isinstance(step.function, numpy_module().ufunc):
            self._register[step.place] = f"t{step.place}"
            return f"t{step.place} = {name}({', '.join(arguments)})"
        into = self._register[step.place] = self._buffer(step)
        return f"{name}({', '.join(arguments)}, out={into})"

    def _read(self, place: int) -> None:
        """Note that a step has been read once; a buffer that nothing reads any more is free."""
        self._left[place] -= 1
        register = self._register[place]
        if not self._left[place] and register[0] == "b":
            self._free[self.buffers[int(register[1:])]].append(register)

    def _buffer(self, step: Recorded) -> str:
        for count, part in enumerate(self._wanted.kept):
            if part is step:
                return f"o{count}"
        if not self._free[step.dtype]:
            self.buffers.append(step.dtype)
            return f"b{len(self.buffers) - 1}"
        return self._free[step.dtype].pop()

    def _text(self, value: Part) -> str:
        if isinstance(value, Recorded):
            return self._register[value.place]
        if isinstance(value, float) and not math.isfinite(value):
            self.names[f"k{len(self.names)}"] = value
            return f"k{len(self.names) - 1}"
        return f"({value!r})"

    def _repeated(self, number: float) -> str:
        """Return the name of a block that repeats a number."""
        known = [*map(repr, self.repeated)]
        if repr(float(number)) not in known:
            self.repeated.append(float(number))
            return f"c{len(known)}"
        return f"c{known.index(repr(float(number)))}"

    def _uses(self, step: Recorded) -> Iterator[str]:
        """Yield what is done with a step that is wanted itself."""
        name, wanted = self._register[step.place], self._wanted
        for count, part in enumerate(wanted.summed):
            if part is step:
                yield f"sums[{count}].append(add_up({name}, n))"
        for count, part in enumerate(wanted.kept):
            if part is step and name != f"o{count}":
                yield f"o{count}[:] = {name}"
        there = name if step.single else f"{name}.any()"
        if step.place in self._looked_at:
            yield f"if not finite({name}): raise Irregular"
        if any(part is step for part in wanted.all):
            yield f"if not {name if step.single else name + '.all()'}: raise Irregular"
        if any(part is step for part in wanted.none):
            yield f"if {there}: raise Irregular"
        for count, part in enumerate(wanted.some):
            if part is step:
                yield f"if {count} not in met and {there}: met.add({count})"
        if not self._left.get(step.place, 0) and name[0] == "b":
            self._left[step.place] = 1
            self._read(step.place)


def _list(letter: str, count: int) -> str:
    return "".join(f"{letter}{number}, " for number in range(count))


def add_up(block: Any, n: int) -> float:
    """Return the sum of a block, or of n equal numbers."""
    numpy = numpy_module()
    if getattr(block, "shape", ()) == ():
        block = numpy.broadcast_to(block, (n,))
    return float(numpy.add.reduce(block))
