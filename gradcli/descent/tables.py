"""Data files: CSV, TSV and JSON lines, read row by row, so that a file may be of any size."""

from __future__ import annotations

import csv
import io
import json
import math
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple, TextIO

from gradcli import limits
from gradcli.errors import GradcliError
from gradcli.language import needed_names

#: One sample: the value of each wanted column.
Row = tuple[Any, ...]

#: What stands between the cells of a line, or that each line is a JSON object.
Kind = Literal[",", "\t", ";", "json"]

#: By the suffix of a file, what its lines may be, the likeliest first.
_KINDS: dict[str, tuple[Kind, ...]] = {
    ".csv": (",", "\t", ";"),
    ".tsv": ("\t", ",", ";"),
    ".tab": ("\t", ",", ";"),
    ".jsonl": ("json",),
    ".ndjson": ("json",),
}

#: Characters of a cell that a message shows.
_SHOWN = 30


class Table(NamedTuple):
    """A data file: where it is, what messages call it, its form, and its columns.

    `text` is what came from standard input or another pipe, None for a file. `columns` are called
    as in the file, `names` in the form in which graphs have them: `x₁` is `x1`.
    """

    path: Path
    name: str
    text: str | None
    kind: Kind
    columns: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def rows(self, wanted: Sequence[str]) -> Iterator[Row]:
        """Yield the wanted columns of every row, in the order of the file.

        Raises:
            GradcliError: a row that is too short or too long, or what is no number.
        """
        with _lines(self) as stream:
            yield from (_json_rows if self.kind == "json" else _csv_rows)(self, stream, wanted)


def table(path: Path, name: str, text: str | None = None) -> Table:
    """Return a data file with its columns; of a file, only the beginning is read.

    Raises:
        GradcliError: it cannot be read, is empty, or two columns have one name.
    """
    opened = Table(path, name, text, ",")
    with _lines(opened) as stream:
        first = _first_line(stream, name)
        kind = _kind(path.suffix.lower(), first)
        if first.lstrip().startswith("[") and kind == "json":
            raise GradcliError(
                f"{name} is one JSON list, not a JSON object on each line",
                hint=f"jq -c '.[]' {name} writes one object on each line",
            )
        columns = _keys(first, name) if kind == "json" else _header(first, kind, name)
    if not any(columns):
        raise GradcliError(
            f"the first line of {name} names no columns", hint="it must name them, as in x,y"
        )
    return opened._replace(kind=kind, columns=tuple(columns), names=_named(columns, name))


@contextmanager
def _lines(source: Table) -> Iterator[TextIO]:
    """Open a table; what goes wrong while it is read is said in words of the user."""
    name = source.name
    try:
        if source.text is not None:
            yield io.StringIO(source.text, newline="")
            return
        with source.path.open(encoding="utf-8-sig", newline="") as stream:
            yield stream
    except FileNotFoundError:
        raise GradcliError(f"there is no file {name}") from None
    except IsADirectoryError:
        raise GradcliError(f"{name} is a directory, not a file") from None
    except UnicodeDecodeError as problem:
        message = f"{name} is not UTF-8: byte 0x{problem.object[problem.start]:02x}"
        raise GradcliError(message, hint="save it as UTF-8") from None
    except OSError as problem:
        raise GradcliError(f"{name} cannot be read: {os.strerror(problem.errno or 0)}") from None


def _first_line(stream: TextIO, name: str) -> str:
    for line in stream:
        if line.strip():
            return line
    raise GradcliError(f"{name} is empty", hint="its first line must name the columns, as in x,y")


def _kind(suffix: str, first: str) -> Kind:
    """Return the kind of a file: what its suffix promises and its first line has."""
    if suffix not in _KINDS and first.lstrip().startswith(("{", "[")):
        return "json"
    kinds = _KINDS.get(suffix, _KINDS[".csv"])
    return next((kind for kind in kinds if kind in first), kinds[0])


def _header(first: str, kind: Kind, name: str) -> list[str]:
    try:
        cells = next(csv.reader([first], delimiter=kind, strict=True))
    except csv.Error as problem:
        raise GradcliError(f"{name}, line 1: {problem}") from None
    if all(_is_number(cell) for cell in cells):
        raise GradcliError(
            f"{name} has no header: its first line is {_short(first.strip())}",
            hint="put a line with the names of the columns on top, as in x,y",
        )
    return [cell.strip() for cell in cells]


def _is_number(cell: str) -> bool:
    """Return whether a cell is a number; Python alone reads 2024_01 as one."""
    try:
        float(cell)
    except ValueError:
        return False
    return "_" not in cell


def _keys(first: str, name: str) -> list[str]:
    return list(_record(first, name, 1))


def _named(columns: Sequence[str], name: str) -> tuple[str, ...]:
    """Return the names that graphs have for the columns; one without a name keeps its place."""
    seen: list[str] = []
    for column in columns:
        found = needed_names(column) if column and not column.isascii() else [column]
        canonical = found[0] if len(found) == 1 else column
        if column and canonical in seen:
            raise GradcliError(
                f"{name} has two columns called {_short(column)}", hint="rename one of them"
            )
        seen.append(canonical)
    return tuple(seen)


# --- rows


def _csv_rows(source: Table, stream: TextIO, wanted: Sequence[str]) -> Iterator[Row]:
    reader = csv.reader(stream, delimiter=source.kind, strict=True)
    places = [source.names.index(name) for name in wanted]
    try:
        cells = next((cells for cells in reader if "".join(cells).strip()), [])
        width = len(cells)
        for cells in reader:
            if len(cells) != width:
                if any(cell.strip() for cell in cells):
                    raise _ragged(source, reader.line_num, len(cells), width)
                continue
            picked = [cells[place] for place in places]
            try:
                row = tuple(map(float, picked))
            except ValueError:
                row = ()
            total = sum(row)
            if total - total != 0.0 or len(row) != len(places) or "_" in "".join(picked):
                _check_cells(source, reader.line_num, cells, places)
            yield row
    except csv.Error as problem:
        raise GradcliError(f"{source.name}, line {reader.line_num}: {problem}") from None


def _ragged(source: Table, line: int, found: int, needed: int) -> GradcliError:
    return GradcliError(
        f"{source.name}, line {line}: {found} {'cell' if found == 1 else 'cells'}, but the header "
        f"has {needed}",
        hint="every row needs one cell for each column; a cell with a comma needs quotes",
    )


def _check_cells(source: Table, line: int, cells: list[str], places: list[int]) -> None:
    """Raise the error for the first cell that is not a finite number, if there is one."""
    for place in places:
        cell, column = cells[place], _short(source.columns[place])
        where = f"{source.name}, line {line}, column {column}"
        if not cell.strip():
            raise GradcliError(f"{where}: the cell is empty", hint="every sample needs a number")
        if not _is_number(cell):
            hint = "write decimals with a point" if _is_number(cell.replace(",", ".")) else ""
            raise GradcliError(f"{where}: {_short(cell)} is not a number", hint=hint)
        if not math.isfinite(float(cell)):
            raise GradcliError(f"{where}: {_short(cell)} is not a finite number")


def _json_rows(source: Table, stream: TextIO, wanted: Sequence[str]) -> Iterator[Row]:
    keys = [source.columns[source.names.index(name)] for name in wanted]
    shapes: dict[str, tuple[int, ...]] = {}
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        record = _record(line, source.name, number)
        yield tuple([_entry(source, number, record, key, shapes) for key in keys])


def _record(line: str, name: str, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line, object_pairs_hook=_unique)
    except _TwoKeys as twice:
        raise GradcliError(f"{name}, line {number}: {_short(str(twice))} stands twice") from None
    except RecursionError:
        where = f"{name}, line {number}"
        raise GradcliError(
            f"{where}: more than {limits.AXES.most} lists inside one another"
        ) from None
    except ValueError as problem:
        hint = "each line holds one object, as in " + '{"x": 1, "y": 2}'
        raise GradcliError(f"{name}, line {number}: {problem}", hint=hint) from None
    if not isinstance(record, dict):
        hint = 'each line holds one object, as in {"x": 1, "y": 2}'
        raise GradcliError(f"{name}, line {number}: this is not a JSON object", hint=hint)
    return record


class _TwoKeys(Exception):
    pass


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [key for key, _ in pairs]
        raise _TwoKeys(next(key for key in names if names.count(key) > 1))
    return found


def _entry(
    source: Table, line: int, record: dict[str, Any], key: str, shapes: dict[str, Any]
) -> Any:
    """Return one value of a sample: a float, or an array where the file has lists."""
    where = f"{source.name}, line {line}, {_short(key)}"
    if key not in record:
        raise GradcliError(f"{where}: there is no value")
    value = record[key]
    found: Any = _float(value) if type(value) in (int, float) else _array(value, where)
    shape: tuple[int, ...] = getattr(found, "shape", ())
    if shapes.setdefault(key, shape) != shape:
        raise GradcliError(f"{where}: its shape is not that of the samples before")
    if not shape and not math.isfinite(found):
        raise GradcliError(f"{where}: {found} is not a finite number")
    return found


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _array(value: Any, where: str) -> Any:
    import numpy

    if not isinstance(value, list):
        told = "this object" if isinstance(value, dict) else _short(json.dumps(value))
        raise GradcliError(f"{where}: {told} is not a number")
    try:
        if not _numbers_only(value, limits.AXES.most):
            raise ValueError
        array = numpy.array(value, dtype=float)
    except (ValueError, OverflowError, TypeError):
        raise GradcliError(
            f"{where}: this list is not a number, nor rows of numbers that are equally long"
        ) from None
    if not array.size or not numpy.isfinite(array).all():
        raise GradcliError(f"{where}: {_short(json.dumps(value))} is not made of finite numbers")
    return array


def _numbers_only(nested: Any, levels: int) -> bool:
    """Return whether lists hold numbers alone, and no more than so many stand in one another."""
    if isinstance(nested, list):
        return levels > 0 and all(_numbers_only(part, levels - 1) for part in nested)
    return type(nested) in (int, float)


def _short(text: str) -> str:
    text = text if text.isprintable() else repr(text)[1:-1]
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
