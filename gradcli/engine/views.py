"""Columns that are made on request, so that nothing is computed until it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload


class View(Sequence[Any]):
    """A column that is made on request, one entry at a time."""

    def __init__(self, length: int) -> None:
        self._length = length

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Any: ...

    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...

    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return self._entries(range(*index.indices(len(self))))
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return self._entry(index % len(self))

    def _entry(self, place: int) -> Any:
        raise NotImplementedError

    def _entries(self, places: range) -> list[Any]:
        return [*map(self._entry, places)]
