"""Dataclasses that are quick to make: what the library's decorator does, without importing it.

`dataclasses` compiles half a dozen functions for every class, and brings `inspect`, `ast` and `dis`
along: together they take longer than all the work of a short command. A class made here has the
same `__init__`, `__eq__`, `__hash__` and `__repr__`, is slotted, and still is a dataclass to
whoever asks: its fields are made when `dataclasses` looks for them.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass", "field", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:

    def dataclass(*, frozen=False, slots, eq=True, kw_only=False):
        """Make a slotted dataclass of a class, as `dataclasses.dataclass` does.

        >>> @dataclass(frozen=True, slots=True)
        ... class Place:
        ...     line: int
        ...     column: int = 1
        >>> Place(3), Place(3) == Place(3, 1)
        (Place(line=3, column=1), True)
        """
        assert slots

        def made(cls):
            names = tuple(cls.__annotations__)
            defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
            parts = {key: part for key, part in cls.__dict__.items() if key not in defaults}
            for key in ("__dict__", "__weakref__"):
                parts.pop(key, None)
            parts |= {"__slots__": names, "__repr__": _repr, "__getstate__": _state}
            parts |= {"__setstate__": _restore, "__dataclass_fields__": _Fields(defaults, kw_only)}
            parts |= {"__match_args__": () if kw_only else names}
            if eq:
                parts |= _equality(names, frozen)
            if frozen:
                parts |= {"__setattr__": _refuse, "__delattr__": _refuse}
            made = type(cls)(cls.__name__, cls.__bases__, parts)
            made.__qualname__ = cls.__qualname__
            made.__init__ = _initialiser(made, names, defaults, kw_only)
            return made

        return made

    def field(*, default_factory):
        """Return the default of a field of which every record has its own.

        >>> @dataclass(slots=True)
        ... class Row:
        ...     cells: list = field(default_factory=list)
        >>> Row()
        Row(cells=[])
        """
        return _Made(default_factory)

    def replace(record, /, **changes):
        """Return a record with some fields changed.

        >>> from gradcli.graph import Span
        >>> replace(Span(1, 2), end=5)
        Span(start=1, end=5)
        """
        kept = {name: getattr(record, name) for name in record.__slots__}
        return type(record)(**{**kept, **changes})


class _Made:
    """A default that is made for each record."""

    def __init__(self, factory: Callable[[], Any]) -> None:
        self.factory = factory


def _initialiser(cls: Any, names: tuple[str, ...], defaults: dict[str, Any], kw_only: bool) -> Any:
    """Return `__init__`, which sets each slot itself: a frozen record refuses the usual way."""
    room = {f"set_{name}": cls.__dict__[name].__set__ for name in names}
    room |= {f"default_{name}": value for name, value in defaults.items()}
    taken = [f"{name}=default_{name}" if name in defaults else name for name in names]
    signature = ", ".join(["self", *(["*"] if kw_only else []), *taken])
    body = "\n ".join(f"set_{name}(self, {_value(name, defaults)})" for name in names)
    exec(f"def __init__({signature}):\n {body}", room)
    return room["__init__"]


def _value(name: str, defaults: dict[str, Any]) -> str:
    """Return the expression that a field is set to."""
    if not isinstance(defaults.get(name), _Made):
        return name
    return f"default_{name}.factory() if {name} is default_{name} else {name}"


def _equality(names: tuple[str, ...], frozen: bool) -> dict[str, Any]:
    values = attrgetter(*names)

    def equal(self: Any, other: Any) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def hashed(self: Any) -> int:
        return hash(values(self))

    return {"__eq__": equal, "__hash__": hashed if frozen else None}


def _repr(self: Any) -> str:
    shown = ", ".join([f"{name}={getattr(self, name)!r}" for name in self.__slots__])
    return f"{type(self).__qualname__}({shown})"


def _refuse(_: Any, name: str, *_value: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__slots__]


def _restore(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__slots__, state, strict=True):
        object.__setattr__(self, name, value)


class _Fields:
    """The fields as `dataclasses` wants them, made when they are first asked for."""

    def __init__(self, defaults: dict[str, Any], kw_only: bool) -> None:
        self.defaults = defaults
        self.kw_only = kw_only
        self.made: Any = None

    def __get__(self, _: object, owner: Any) -> Any:
        if self.made is None:
            self.made = self._make(owner)
        return self.made

    def _make(self, owner: Any) -> Any:
        import dataclasses

        def default(name: str) -> Any:
            value = self.defaults.get(name, dataclasses.MISSING)
            if isinstance(value, _Made):
                return dataclasses.field(default_factory=value.factory)
            return dataclasses.field(default=value)

        fields = [(name, text, default(name)) for name, text in owner.__annotations__.items()]
        twin: Any = dataclasses.make_dataclass(owner.__name__, fields, kw_only=self.kw_only)
        return twin.__dataclass_fields__
