"""Sweeps: the value and the gradients of a graph along one variable, or over a grid of several."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gradcli import limits
from gradcli.descent.problems import not_one_number
from gradcli.engine import evaluate
from gradcli.engine.forward import forward, shape_of
from gradcli.engine.program import Irregular, Program, of_scalars
from gradcli.errors import DomainProblem, SeedProblem
from gradcli.graph import Graph, Span
from gradcli.operators.elementary import Value, is_array, numpy_module

#: Points that are worked at once: few enough to stay in the cache of the processor.
_AT_ONCE = 16_384


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a value does not exist at some points, in words of the first of them."""

    problem: DomainProblem
    points: int


@dataclass(frozen=True, slots=True)
class Sweep:
    """The points of a sweep as columns: the swept variables, the value, and each gradient.

    Where no value or gradient exists there is nan. `remarks` are the notices of the engine, each
    with the number of points that it holds for; `absent` says for each place in the program why a
    value does not exist at the first point where it does not, and at how many points that is so.
    """

    points: Mapping[str, Any]
    value: Any
    gradients: Mapping[str, Any]
    remarks: Mapping[str, int]
    absent: Sequence[Absence]

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.value)


def grid(axes: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    """Return every combination of the values of the axes, as columns; the last changes fastest.

    >>> {name: column.tolist() for name, column in grid({"x": [0, 1], "y": [5, 6]}).items()}
    {'x': [0.0, 0.0, 1.0, 1.0], 'y': [5.0, 6.0, 5.0, 6.0]}

    Raises:
        LimitError: there are too many points.
    """
    count = math.prod(map(len, axes.values()))
    limits.POINTS.check(count)
    numpy = numpy_module()
    columns = numpy.meshgrid(*(numpy.asarray(axis, float) for axis in axes.values()), indexing="ij")
    return {name: column.ravel() for name, column in zip(axes, columns, strict=True)}


def sweep(
    graph: Graph, points: Mapping[str, Any], fixed: Mapping[str, Value], wrt: Sequence[str]
) -> Sweep:
    """Return value and gradients of a graph at many points, worked as columns.

    >>> from gradcli.language import parse
    >>> found = sweep(parse("x*y"), grid({"x": [1, 2]}), {"y": 5.0}, ("x", "y"))
    >>> found.value.tolist(), found.gradients["y"].tolist()
    ([5.0, 10.0], [1.0, 2.0])

    Raises:
        SeedProblem: the output is not one number.
        ShapeProblem: arrays that do not fit together.
    """
    return _Sweeping(graph, points, fixed, tuple(wrt)).work()


class _Sweeping:
    """The columns of a sweep while they are filled."""

    def __init__(
        self, graph: Graph, points: Mapping[str, Any], fixed: Mapping[str, Value], wrt: Any
    ) -> None:
        self.graph = graph
        self.points = points
        self.fixed = fixed
        self.wrt = wrt
        numpy = numpy_module()
        count = len(next(iter(points.values())))
        self.value = numpy.empty(count)
        self.gradients = {name: self._column(name, count) for name in wrt}
        self.remarks: dict[str, int] = {}
        self.absent: dict[Span | None, Absence] = {}
        self.columns = of_scalars(graph) and not any(map(is_array, fixed.values()))
        self.program = self._program()

    def _column(self, name: str, count: int) -> Any:
        shape = self._shape(name)
        limits.check("numbers in one column", count * math.prod(shape), limits.ELEMENTS)
        return numpy_module().empty((count, *shape))

    def _shape(self, name: str) -> tuple[int, ...]:
        """Return the shape of an input: swept, held, or with the value that the program gives."""
        if name in self.points:
            return ()
        if name in self.fixed:
            return shape_of(self.fixed[name])
        values, _ = forward(self.graph, self._at(0), ieee=True)
        return shape_of(values[self.graph.inputs[name]])

    def _program(self) -> Program | None:
        try:
            given = (*self.points, *self.fixed)
            return Program(self.graph, given, self.wrt, "columns" if self.columns else "arrays")
        except Irregular:
            return None

    def work(self) -> Sweep:
        """Fill the columns, from the first point on."""
        count = len(self.value)
        for start in range(0, count, _AT_ONCE):
            self._stretch(start, min(start + _AT_ONCE, count))
        absent = tuple(self.absent.values())
        return Sweep(self.points, self.value, self.gradients, self.remarks, absent)

    def _stretch(self, start: int, end: int) -> None:
        """Work the points from `start` up to `end`; a stretch that is irregular is halved."""
        if end - start == 1 or (self.columns and self.program is None):
            for place in range(start, end):
                self._point(place)
        elif not self.columns:
            for place in range(start, end):
                self._one(place)
        else:
            self._as_columns(start, end)

    def _as_columns(self, start: int, end: int) -> None:
        assert self.program is not None
        columns = (column[start:end] for column in self.points.values())
        try:
            value, gradients = self.program(*columns, *self.fixed.values())
        except Irregular:
            middle = (start + end) // 2
            self._stretch(start, middle)
            self._stretch(middle, end)
            return
        self._keep(slice(start, end), value, gradients)

    def _one(self, place: int) -> None:
        """Work one point of a graph with arrays by its program."""
        if self.program is None:
            self._point(place)
            return
        try:
            value, gradients = self.program(*self._at(place).values())
        except Irregular:
            self._point(place)
            return
        self._keep(place, value, gradients)

    def _at(self, place: int) -> dict[str, Value]:
        swept = {name: float(column[place]) for name, column in self.points.items()}
        return {**swept, **self.fixed}

    def _keep(self, place: int | slice, value: Value, gradients: Sequence[Value]) -> None:
        self.value[place] = value
        for name, gradient in zip(self.wrt, gradients, strict=True):
            self.gradients[name][place] = gradient

    def _point(self, place: int) -> None:
        """Work one point by the ordinary engine, and keep what it has to say."""
        nothing = (math.nan,) * len(self.wrt)
        try:
            derivation = evaluate(self.graph, self._at(place))
        except DomainProblem as problem:
            before = self.absent.get(problem.span, Absence(problem, 0))
            self.absent[problem.span] = replace(before, points=before.points + 1)
            self._keep(place, math.nan, nothing)
            return
        except SeedProblem as problem:
            raise not_one_number(problem) from None
        for notice in derivation.notices:
            self.remarks[notice.text] = self.remarks.get(notice.text, 0) + 1
        found = [derivation.gradients[name] for name in self.wrt]
        self._keep(place, derivation.value, [math.nan if g is None else g for g in found])
