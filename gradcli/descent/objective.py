"""The loss of one sample, or the mean over a batch, with its gradients: the compiled graph.

A program does the work. Where it gives way, at a kink or where a number is not finite, the
ordinary engine works that sample through, and what it has to say is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from gradcli.descent.loop import Loop, descending
from gradcli.descent.optimizers import Values
from gradcli.descent.problems import not_one_number
from gradcli.descent.tables import Row
from gradcli.engine import Derivation, Notice, evaluate
from gradcli.engine.program import GIVES_WAY, Irregular, Program, Reading, compilable, of_scalars
from gradcli.errors import GradcliError, SeedProblem
from gradcli.graph import Graph
from gradcli.operators.elementary import Value, is_array, numpy_module

#: A loss and the gradient of each parameter.
Slope = tuple[float, Values]


class Irregularity(Exception):
    """A sample at which the descent cannot go on; `offset` counts the samples of its batch.

    `problem` is what the engine says of it, None where only the gradients are not finite, which
    `derivation` shows.
    """

    def __init__(
        self, offset: int, row: Row, problem: GradcliError | None, derivation: Derivation | None
    ) -> None:
        super().__init__(offset)
        self.offset = offset
        self.row = row
        self.problem = problem
        self.derivation = derivation


class Objective:
    """A loss over parameters and columns, compiled for many runs.

    `notices` has each notice of the engine once. `fast(*parameters, *columns)` gives loss and
    gradients, or raises one of `GIVES_WAY`, and then `careful` gives them. For plain numbers, a
    sample at a time, `loop` takes many steps.
    """

    def __init__(self, graph: Graph, parameters: Sequence[str], columns: Sequence[str]) -> None:
        self.graph = graph
        self.parameters = tuple(parameters)
        self.columns = tuple(columns)
        self.notices: dict[str, Notice] = {}
        self.batched = False
        self._unwatched: set[int] = set()
        self._reading: Reading = "arrays"
        self._fast: Callable[..., Slope] | None = None
        self._loop: Loop | None = None

    def prepare(self, values: Values, first: Row, batched: bool) -> None:
        """Look at parameters and samples like these; where there are arrays, work the first sample.

        Raises:
            SeedProblem: the loss is not one number.
            GradcliError: the first sample cannot be worked.
        """
        scalars = of_scalars(self.graph) and not any(map(is_array, (*values, *first)))
        self.batched = batched
        self._reading = "arrays" if not scalars else "columns" if batched else "scalars"
        if self._reading != "scalars":
            self.careful(values, _columns_of(first) if batched else first)

    @property
    def loops(self) -> bool:
        """Return whether there is a `loop`, once the objective has been prepared."""
        return self._reading == "scalars" and compilable(self.graph)

    @property
    def loop(self) -> Loop:
        """Return the loop of plain descent."""
        if self._loop is None:
            self._loop = descending(self.graph, self.parameters, self.columns, self._unwatched)
        return self._loop

    @property
    def fast(self) -> Callable[..., Slope]:
        """Return what gives loss and gradients of one step."""
        if self._fast is None:
            self._fast = self._compiled()
        return self._fast

    def _compiled(self) -> Callable[..., Slope]:
        given = (*self.parameters, *self.columns)
        try:
            program = Program(
                self.graph, given, self.parameters, self._reading, unwatched=self._unwatched
            )
        except Irregular:
            return _never
        if self._reading == "scalars":
            return program.function
        if self._reading == "columns":
            return _averaged(program)
        return self._over_samples(program) if self.batched else program

    def _over_samples(self, program: Program) -> Callable[..., Slope]:
        """Return the mean over a batch of a graph that works on one sample at a time."""
        count = len(self.parameters)

        def over(*given: Any) -> Slope:
            values, columns = given[:count], given[count:]
            return _mean([program(*values, *row) for row in _rows(columns)])

        return over

    # --- where the program gives way

    def careful(self, values: Values, part: tuple[Any, ...]) -> Slope:
        """Return what `fast` would, by the ordinary engine.

        Raises:
            Irregularity: the loss or a gradient does not exist, or is not finite.
        """
        before = len(self._unwatched)
        if self.batched:
            found = _mean(
                [self._worked(values, row, offset) for offset, row in enumerate(_rows(part))]
            )
        else:
            found = self._worked(values, part, 0)
        if len(self._unwatched) > before:
            self._fast = self._loop = None
        return found

    def _worked(self, values: Values, row: Row, offset: int) -> Slope:
        bindings = self.bindings(values, row)
        try:
            derivation = evaluate(self.graph, bindings)
        except SeedProblem as problem:
            raise not_one_number(problem) from None
        except GradcliError as problem:
            raise Irregularity(offset, row, problem, None) from None
        gradients = tuple(derivation.gradients[name] for name in self.parameters)
        if any(gradient is None or not _finite(gradient) for gradient in gradients):
            raise Irregularity(offset, row, None, derivation)
        for notice in derivation.notices:
            self.notices.setdefault(notice.text, notice)
            self._unwatched.add(notice.node)
        return derivation.value, gradients

    def bindings(self, values: Values, row: Row) -> dict[str, Value]:
        """Return the values of all inputs at one sample."""
        return dict(zip((*self.parameters, *self.columns), (*values, *row), strict=True))


def _never(*_: Any) -> Slope:
    raise Irregular


def _finite(value: Value) -> bool:
    return bool(numpy_module().isfinite(value).all()) if is_array(value) else value - value == 0


def _rows(columns: tuple[Any, ...]) -> Iterator[Row]:
    """Yield the samples of a batch as the engine takes them: floats, and arrays for rows."""
    if not columns:
        return iter([()])
    lists = (column if column.ndim > 1 else column.tolist() for column in columns)
    return zip(*lists, strict=True)


def _columns_of(row: Row) -> tuple[Any, ...]:
    """Return a batch with one sample."""
    numpy = numpy_module()
    return tuple(numpy.asarray([value]) for value in row)


def _averaged(program: Program) -> Callable[..., Slope]:
    """Return the mean over a batch that is worked at once, as columns."""

    def over(*given: Any) -> Slope:
        loss, gradients = program(*given)
        return _mean_of(loss), tuple([_mean_of(gradient) for gradient in gradients])

    return over


def _mean_of(column: Value) -> float:
    """Return the mean of a column; a float is the same for all samples."""
    return float(column.sum() / column.size) if is_array(column) else column


def _mean(slopes: list[Slope]) -> Slope:
    count = len(slopes)
    losses, gradients = zip(*slopes, strict=True)
    return sum(losses) / count, tuple(sum(parts) / count for parts in zip(*gradients, strict=True))


__all__ = ["GIVES_WAY", "Irregularity", "Objective", "Slope"]
