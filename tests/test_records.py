"""Records behave like the dataclasses of the library, field by field."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from gradcli.graph import Edge, Span
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Operator
from gradcli.records import dataclass, field, replace


def declared(decorator: Any, **settings: Any) -> Any:
    """Return the same class, made by one decorator or the other."""

    @decorator(slots=True, **settings)
    class Place:
        """A place."""

        line: int
        column: int = 1

        @property
        def after(self) -> int:
            """Return the next column."""
            return self.column + 1

    return Place


SETTINGS: list[dict[str, Any]] = [
    {"frozen": True},
    {"frozen": True, "eq": False},
    {"frozen": True, "kw_only": True},
    {},
]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_a_record_is_what_the_library_would_have_made(settings: dict[str, Any]) -> None:
    ours, theirs = (declared(make, **settings) for make in (dataclass, dataclasses.dataclass))
    for behaviour in (
        lambda cls: repr(cls(line=3)),
        lambda cls: cls(line=3) == cls(line=3, column=1),
        lambda cls: cls(line=3) == cls(line=4),
        lambda cls: cls(line=3) == 3,
        lambda cls: cls.__slots__,
        lambda cls: cls.__match_args__,
        lambda cls: cls.__doc__,
        lambda cls: cls.__qualname__,
        lambda cls: cls(line=3).after,
        lambda cls: (cls.__hash__ is None, cls.__hash__ is object.__hash__),
        lambda cls: [(each.name, each.kw_only) for each in dataclasses.fields(cls)],
        lambda cls: dataclasses.asdict(cls(line=3)),
        lambda cls: repr(dataclasses.replace(cls(line=3), column=5)),
        lambda cls: repr(copy.deepcopy(cls(line=3))),
        lambda cls: hasattr(cls(line=3), "__dict__"),
        said,
        lambda cls: said(lambda: cls(3, 4, 5)),
        lambda cls: said(lambda: cls(line=3, other=4)),
        lambda cls: said(lambda: setattr(cls(line=3), "line", 4)),
        lambda cls: said(lambda: delattr(cls(line=3), "line")),
    ):
        assert behaviour(ours) == behaviour(theirs)


def test_every_record_has_its_own_default() -> None:
    @dataclass(slots=True)
    class Row:
        """A row."""

        cells: list[int] = field(default_factory=list)

    one = Row()
    one.cells.append(1)
    assert (one.cells, Row().cells, Row([2]).cells) == ([1], [], [2])
    assert dataclasses.replace(one) == one


def said(deed: Any) -> str:
    """Return the kind of error that a deed ends with."""
    try:
        deed()
    except (TypeError, AttributeError) as problem:
        return type(problem).__name__
    return "nothing"


def test_our_records_are_dataclasses() -> None:
    assert dataclasses.is_dataclass(Span)
    assert [field.name for field in dataclasses.fields(Edge(1, 2, 3, 0))] == list(Edge.__slots__)
    assert hash(Span(1, 2)) == hash(Span(1, 2))
    assert pickle.loads(pickle.dumps(Span(1, 2))) == Span(1, 2)
    assert dataclasses.replace(Span(1, 2), end=5) == replace(Span(1, 2), end=5) == Span(1, 5)
    assert isinstance(replace(OPERATORS["add"], doc="?"), Operator)
