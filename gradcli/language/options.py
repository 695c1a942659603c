"""The values of keyword options: `axis=0`, `slope=1/3`, `reduction="sum"`, `shape=[2, 3]`."""

from __future__ import annotations

from gradcli.graph import OptionValue
from gradcli.language.places import whole
from gradcli.operators import CONSTANTS
from gradcli.operators.declaration import Option

_FLAGS = {"true": True, "false": False, "1": True, "0": False}

#: What an option of each kind expects, in words.
EXPECTED = {
    "number": "a number, such as {name}=0.5 or {name}=1/3",
    "whole": "a whole number, such as {name}=1",
    "axes": "a whole number, several in brackets, or None: {name}=0, {name}=(0, 1)",
    "flag": "True or False",
    "shape": "whole numbers in brackets, such as {name}=[2, 3]",
}


def option_value(option: Option, text: str) -> OptionValue:
    """Return what the text of an option stands for; several amounts are written `[0,1]`.

    >>> option_value(Option("slope", 0.01), "1/4")
    0.25

    Raises:
        ValueError: the option cannot have this value.
    """
    if text == "None" and option.default is None:
        return None
    if option.choices:
        if text.lower() not in option.choices:
            raise ValueError(text)
        return text.lower()
    if option.kind == "flag":
        if text.lower() not in _FLAGS:
            raise ValueError(text)
        return _FLAGS[text.lower()]
    if option.kind == "whole":
        return _whole(text)
    if option.kind == "axes":
        return _wholes(text) if text[:1] == "[" else _whole(text)
    if option.kind == "shape":
        return _wholes(text)
    return _number(text)


def expected(option: Option) -> str:
    """Return in words what values an option takes."""
    if option.choices:
        return "one of " + ", ".join(option.choices)
    return EXPECTED[option.kind].format(name=option.name)


def _whole(text: str) -> int:
    number = whole(text)
    if number is None:
        raise ValueError(text)
    return number


def _wholes(text: str) -> tuple[int, ...]:
    return tuple(map(_whole, text.strip("[]").split(",")))


def _number(text: str) -> int | float:
    number = whole(text)
    if number is not None:
        return number
    if text in CONSTANTS:
        return CONSTANTS[text]
    above, _, under = text.partition("/")
    if not above.lstrip("+-.")[:1].isdecimal() or (under and not float(under)):
        raise ValueError(text)
    return float(above) / float(under or 1)
