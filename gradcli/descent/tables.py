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

from gradcli.errors import GradcliError
from gradcli.language import needed_names

#: One sample: the value of each wanted column.
Row = tuple[Any, ...]

Kind = Literal["csv", "tsv", "jsonl"]

_DELIMITERS = {"csv": ",", "tsv": "\t"}

_SUFFIXES: dict[str, Kind] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}

#: Characters of a cell that a message shows.
_SHOWN = 30


class Table(NamedTuple):
    """A data file: where it is, what messages call it, its form, and its columns.

    `text` is what came from standard input, None for a file. `names` maps each column to the form
    in which graphs have it: `x₁` is `x1`.
    """

    path: Path
    name: str
    text: str | None
    kind: Kind
    names: dict[str, str]

    @property
    def again(self) -> bool:
        """Return whether it can be read more than once; a pipe cannot."""
        return self.text is not None or self.path.is_file()

    def rows(self, wanted: Sequence[str]) -> Iterator[Row]:
        """Yield the wanted columns of every row, in the order of the file.

        Raises:
            GradcliError: a row that is too short or too long, or what is no number.
        """
        with _lines(self) as stream:
            yield from (_json_rows if self.kind == "jsonl" else _csv_rows)(self, stream, wanted)


def table(path: Path, name: str, text: str | None = None) -> Table:
    """Return a data file with its columns; of a file, only the beginning is read.

    Raises:
        GradcliError: it cannot be read, is empty, or two columns have one name.
    """
    opened = Table(path, name, text, "csv", {})
    with _lines(opened) as stream:
        first = _first_line(stream, name)
        kind = _SUFFIXES.get(path.suffix.lower()) or _kind(first)
        if first.lstrip().startswith("[") and kind == "jsonl":
            raise GradcliError(
                f"{name} is one JSON list, not a JSON object on each line",
                hint=f"jq -c '.[]' {name} writes one object on each line",
            )
        columns = _keys(first, name) if kind == "jsonl" else _header(first, kind, name)
    return opened._replace(kind=kind, names=_named(columns, name))


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


def _kind(first: str) -> Kind:
    if first.lstrip().startswith(("{", "[")):
        return "jsonl"
    return "tsv" if "\t" in first and "," not in first else "csv"


def _header(first: str, kind: Kind, name: str) -> list[str]:
    try:
        cells = next(csv.reader([first], delimiter=_DELIMITERS[kind], strict=True))
    except csv.Error as problem:
        raise GradcliError(f"{name}, line 1: {problem}") from None
    if all(_is_number(cell) for cell in cells):
        raise GradcliError(
            f"{name} has no header: its first line is {_short(first.strip())}",
            hint="put a line with the names of the columns on top, as in x,y",
        )
    return [cell.strip() for cell in cells]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _keys(first: str, name: str) -> list[str]:
    return list(_record(first, name, 1))


def _named(columns: Sequence[str], name: str) -> dict[str, str]:
    """Return the columns with the names that graphs have for them."""
    seen: dict[str, str] = {}
    for column in columns:
        found = needed_names(column) if column and not column.isascii() else [column]
        canonical = found[0] if len(found) == 1 else column
        if column and canonical in seen.values():
            raise GradcliError(
                f"{name} has two columns called {_short(column)}", hint="rename one of them"
            )
        seen[column] = canonical
    return seen


# --- rows


def _csv_rows(source: Table, stream: TextIO, wanted: Sequence[str]) -> Iterator[Row]:
    header = list(source.names)
    reader = csv.reader(stream, delimiter=_DELIMITERS[source.kind], strict=True)
    places = _places(source, wanted)
    try:
        cells = next((cells for cells in reader if any(cells)), [])
        width = len(cells)
        for cells in reader:
            if len(cells) != width:
                if cells:
                    raise _ragged(source, reader.line_num, len(cells), width)
                continue
            try:
                row = tuple([float(cells[place]) for place in places])
            except ValueError:
                row = ()
            total = sum(row)
            if total - total != 0.0 or len(row) != len(places):
                _check_cells(source, reader.line_num, header, cells, places)
            yield row
    except csv.Error as problem:
        raise GradcliError(f"{source.name}, line {reader.line_num}: {problem}") from None


def _places(source: Table, wanted: Sequence[str]) -> list[int]:
    known = list(source.names.values())
    return [known.index(name) for name in wanted]


def _ragged(source: Table, line: int, found: int, needed: int) -> GradcliError:
    return GradcliError(
        f"{source.name}, line {line}: {found} {'cell' if found == 1 else 'cells'}, but the header "
        f"has {needed}",
        hint="every row needs one cell for each column; a cell with a comma needs quotes",
    )


def _check_cells(
    source: Table, line: int, header: list[str], cells: list[str], places: list[int]
) -> None:
    """Raise the error for the first cell that is not a finite number, if there is one."""
    for place in places:
        cell, where = cells[place], f"{source.name}, line {line}, column {_short(header[place])}"
        if not cell.strip():
            raise GradcliError(f"{where}: the cell is empty", hint="every sample needs a number")
        if not _is_number(cell):
            hint = "write decimals with a point" if _is_number(cell.replace(",", ".")) else ""
            raise GradcliError(f"{where}: {_short(cell)} is not a number", hint=hint)
        if not math.isfinite(float(cell)):
            raise GradcliError(f"{where}: {_short(cell)} is not a finite number")


def _json_rows(source: Table, stream: TextIO, wanted: Sequence[str]) -> Iterator[Row]:
    columns = {canonical: column for column, canonical in source.names.items()}
    keys = [columns[name] for name in wanted]
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
    except (ValueError, RecursionError) as problem:
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

    try:
        if not isinstance(value, list) or not _numbers_only(value):
            raise ValueError
        array = numpy.array(value, dtype=float)
    except (ValueError, OverflowError, TypeError):
        raise GradcliError(f"{where}: {_short(json.dumps(value))} is not a number") from None
    if not array.size or not numpy.isfinite(array).all():
        raise GradcliError(f"{where}: {_short(json.dumps(value))} is not made of finite numbers")
    return array


def _numbers_only(nested: Any) -> bool:
    if isinstance(nested, list):
        return all(map(_numbers_only, nested))
    return type(nested) in (int, float)


def _short(text: str) -> str:
    text = text if text.isprintable() else repr(text)[1:-1]
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
