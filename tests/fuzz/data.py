"""What is promised of the data files of `gradcli fit`: any bytes are read alike or refused."""

from __future__ import annotations

import csv
import io
import math
import tempfile
import warnings
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import numpy

from gradcli import limits
from gradcli.descent.samples import Samples, from_table
from gradcli.descent.tables import Row, Table, table
from gradcli.errors import GradcliError
from tests.fuzz.refusals import says_what

SUFFIXES = (".csv", ".tsv", ".jsonl", ".txt")


def samples(data: bytes) -> None:
    """Read a data file in three ways, kept, again for every epoch, and as it comes from a pipe:
    the rows are the same, of finite numbers; or it is refused in words."""
    warnings.simplefilter("error")
    path = _folder() / f"d{SUFFIXES[zlib.crc32(data) % len(SUFFIXES)]}"
    path.write_bytes(data)
    kept = _rows(path, None, 10_000)
    assert _same(kept, _rows(path, None, 1))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        assert kept is None
        return
    assert _same(kept, _rows(path, text, 10_000))
    if kept is not None:
        _is_what_the_file_says(table(path, "d"), text, kept)


def _rows(path: Path, text: str | None, most: int) -> list[Row] | None:
    try:
        found = table(path, "d", text)
        wanted = [name for name in found.names if name]
        with limits.replaced({"kept-numbers": most}):
            rows = [*_read(found, wanted).rows()]
    except GradcliError as error:
        says_what(error)
        return None
    assert all(len(row) == len(wanted) for row in rows)
    assert all(numpy.isfinite(value).all() for row in rows for value in row)
    return rows


def _read(found: Table, wanted: list[str]) -> Samples:
    return from_table(found, wanted, {})


def _same(one: list[Row] | None, other: list[Row] | None) -> bool:
    if one is None or other is None:
        return one is other
    return len(one) == len(other) and all(
        numpy.array_equal(a, b)
        for row, beside in zip(one, other, strict=True)
        for a, b in zip(row, beside, strict=True)
    )


def _is_what_the_file_says(found: Table, text: str, rows: list[Row]) -> None:
    """Compare with Python's own reader of CSV, without the empty lines."""
    if found.kind == "json":
        return
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=found.kind)
    cells = [row for row in lines if "".join(row).strip()]
    places = [place for place, name in enumerate(found.names) if name]
    expected: list[Any] = [[float(row[place]) for place in places] for row in cells[1:]]
    assert [list(row) for row in rows] == expected
    assert all(math.isfinite(number) for row in expected for number in row)


@cache
def _folder() -> Path:
    memory = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="gradcli", dir=memory if memory.is_dir() else None))
