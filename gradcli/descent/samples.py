"""Samples: what each step of a descent is given, kept in memory or read again for every epoch."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from gradcli import limits
from gradcli.descent.tables import Row, Table
from gradcli.errors import GradcliError, ShapeProblem
from gradcli.operators.elementary import Value, is_array, numpy_module


class Samples(Protocol):
    """The samples of a descent: the names of their columns, and their rows in order.

    `count` is None where the samples have not been counted.
    """

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""

    @property
    def count(self) -> int | None:
        """Return the number of samples."""

    @property
    def first(self) -> Row:
        """Return the first sample."""

    def rows(self, order: Sequence[int] | None = None) -> Iterator[Row]:
        """Yield the samples, in another order if one is given."""

    def batches(self, size: int, order: Sequence[int] | None = None) -> Iterator[tuple[Any, ...]]:
        """Yield `size` samples at a time, as columns."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Samples in memory, as columns."""

    names: tuple[str, ...]
    columns: tuple[Sequence[Value], ...]
    number: int

    @property
    def count(self) -> int:
        """Return the number of samples."""
        return self.number

    @property
    def first(self) -> Row:
        """Return the first sample."""
        return tuple(column[0] for column in self.columns)

    def rows(self, order: Sequence[int] | None = None) -> Iterator[Row]:
        """Yield the samples, in another order if one is given."""
        if not self.columns:
            return iter([()] * self.number)
        if order is None:
            return zip(*self.columns, strict=True)
        return zip(*([column[i] for i in order] for column in self.columns), strict=True)

    def batches(self, size: int, order: Sequence[int] | None = None) -> Iterator[tuple[Any, ...]]:
        """Yield `size` samples at a time, as columns."""
        numpy = numpy_module()
        columns = [numpy.asarray(column) for column in self.columns]
        if not columns:
            yield ()
        if order is not None:
            columns = [column[numpy.asarray(order)] for column in columns]
        for start in range(0, self.number if columns else 0, size):
            yield tuple(column[start : start + size] for column in columns)


@dataclass(frozen=True, slots=True)
class Streamed:
    """Samples of a file that is read again for every epoch; `constants` stand behind each row."""

    table: Table
    wanted: tuple[str, ...]
    constants: Mapping[str, float]
    head: Row

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return (*self.wanted, *self.constants)

    @property
    def count(self) -> None:
        """Return None: nobody has counted the samples."""
        return

    @property
    def first(self) -> Row:
        """Return the first sample."""
        return self.head

    def rows(self, order: Sequence[int] | None = None) -> Iterator[Row]:
        """Yield the samples in the order of the file."""
        assert order is None  # shuffling needs all samples at once, and has been refused
        more = tuple(self.constants.values())
        rows = self.table.rows(self.wanted)
        return (row + more for row in rows) if more else rows

    def batches(self, size: int, order: Sequence[int] | None = None) -> Iterator[tuple[Any, ...]]:
        """Yield `size` samples at a time, as columns."""
        numpy, rows = numpy_module(), self.rows(order)
        while part := list(islice(rows, size)):
            yield tuple(numpy.array(column) for column in zip(*part, strict=True))


def from_values(values: Mapping[str, Value]) -> Kept:
    """Return samples given as columns: an array has one entry, or row, for each sample.

    A number is the same for all samples; where there is no array there is one sample.

    >>> from_values({"x": 2.0}).first
    (2.0,)

    Raises:
        ShapeProblem: the columns are not equally long.
    """
    lengths = {name: len(value) for name, value in values.items() if is_array(value)}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name} has {length}" for name, length in lengths.items())
        raise ShapeProblem(
            f"the columns are not equally long: {told}", hint="give one entry for each sample"
        )
    number = next(iter(lengths.values()), 1)
    columns = tuple(_column(value, number) for value in values.values())
    return Kept(tuple(values), columns, number)


def _column(value: Value, number: int) -> Sequence[Value]:
    if not is_array(value):
        return array("d", [value]) * number
    return array("d", value.tolist()) if value.ndim == 1 else value


def from_table(table: Table, wanted: Sequence[str], constants: Mapping[str, float]) -> Samples:
    """Return the samples of a file: kept in memory if they fit, else read again for every epoch.

    Raises:
        GradcliError: a row is at fault, there is none, or a pipe has more than can be kept.
    """
    rows = table.rows(wanted)
    most = max(limits.KEPT_NUMBERS.most // max(len(wanted), 1), 1)
    kept = list(islice(rows, 1))
    if not kept:
        raise GradcliError(f"{table.name} has names of columns, but no samples")
    columns = [_started(value) for value in kept[0]]
    number = 1
    for number, row in enumerate(rows, 2):
        for column, value in zip(columns, row, strict=True):
            column.append(value)
        if number > most:
            return _streamed(table, tuple(wanted), constants, kept[0])
    more = tuple(array("d", [value]) * number for value in constants.values())
    return Kept((*wanted, *constants), (*columns, *more), number)


def _started(value: Value) -> Any:
    """Return a column that grows: packed floats, or a list where each entry is an array."""
    return [value] if is_array(value) else array("d", [value])


def _streamed(
    table: Table, wanted: tuple[str, ...], constants: Mapping[str, float], first: Row
) -> Streamed:
    if table.text is not None:
        raise GradcliError(
            f"{table.name} has more than {limits.KEPT_NUMBERS.most:,} numbers, and cannot be read "
            "again for the next epoch",
            hint="save it to a file, and give that to --data",
        )
    return Streamed(table, wanted, constants, first + tuple(constants.values()))


def shuffled(count: int, generator: random.Random) -> list[int]:
    """Return the numbers below `count` in random order."""
    order = list(range(count))
    generator.shuffle(order)
    return order
