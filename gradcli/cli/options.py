"""Options of a command as plain values, and what a command line gives for them.

click is made from them, for help, completion and everything that is amiss; a command line with
nothing amiss is read without it, since importing click takes as long as the work.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from gradcli.cli.words import Words
from gradcli.limits import REPLACEABLE
from gradcli.numerals import DIGITS


class Option(NamedTuple):
    """One option: how it is written, what it takes, and what `--help` says of it.

    A flag takes nothing. Another takes one of `words`, or a whole number between the two `bounds`,
    or any text.
    """

    opts: tuple[str, ...]
    help: str
    metavar: str | None = None
    is_flag: bool = False
    multiple: bool = False
    words: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None
    default: str | None = None
    parameter: str = ""
    completes_names: bool = False

    @property
    def long(self) -> str:
        """Return the long name, without its dashes."""
        return self.opts[0][2:]

    @property
    def name(self) -> str:
        """Return the name of the parameter that the command receives."""
        return self.parameter or self.long


def flag_option(name: str, text: str) -> Option:
    """Return an option that is on or off."""
    return Option((name,), text, is_flag=True)


def value_option(name: str, metavar: str, text: str, **settings: Any) -> Option:
    """Return an option with a value."""
    return Option((name,), text, metavar, **settings)


def choice_option(name: str, words: Iterable[str], text: str, default: str | None = None) -> Option:
    """Return an option that takes one of a few words."""
    return Option((name,), text, words=tuple(words), default=default)


def program_options() -> list[Option]:
    """Return how every command on a program is given one, and the values of its variables."""
    return [
        Option(("--file", "-f"), "Read the program from FILE; - is standard input.", "FILE"),
        value_option(
            "--set",
            "NAME=VALUE",
            "Give a variable a value, also one with the name of an option; repeatable.",
            multiple=True,
            parameter="assignments",
        ),
        value_option(
            "--limit",
            "NAME=N",
            f"Work with another limit: {', '.join(REPLACEABLE)}; repeatable.",
            multiple=True,
            parameter="limits",
        ),
    ]


def wrt_option(text: str) -> Option:
    """Return the option that names what a gradient is taken with respect to."""
    return value_option("--wrt", "NAME", text, multiple=True, completes_names=True)


def digits_option() -> Option:
    """Return the option for the decimals shown."""
    return value_option("--digits", "N", f"Decimals shown, {DIGITS} unless given.", bounds=(0, 17))


#: In every command, though none declares it.
HELP = Option(("--help", "-h"), "Show this message and exit.", is_flag=True)


def settings(words: Words, options: Iterable[Option]) -> dict[str, Any] | None:
    """Return what a command line gives for each option, None if anything is amiss with one.

    >>> settings(Words([], ["x"]), [Option(("--digits",), "", bounds=(0, 17))])
    {'digits': None}
    """
    found: dict[str, Any] = {}
    for option in options:
        given = [value for name, value in words.options if name == option.long]
        read = [_read(option, value) for value in given]
        if None in read:
            return None
        if option.multiple:
            found[option.name] = tuple(read)
        elif option.is_flag:
            found[option.name] = bool(read)
        else:
            found[option.name] = read[-1] if read else option.default
    return found


def _read(option: Option, value: str | None) -> Any:
    """Return the value of an option as the command receives it, None if it cannot be read."""
    if option.is_flag:
        return True if value is None else None
    if value is None or (option.words and value not in option.words):
        return None
    if option.bounds is None:
        return value
    least, most = option.bounds
    whole = value.isascii() and value.isdecimal() and len(value) < 10
    return int(value) if whole and least <= int(value) <= most else None
