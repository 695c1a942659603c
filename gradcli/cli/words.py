"""The words of a command line, told apart before click sees them: options, values, expressions.

click would take an expression that begins with `-` for options. Here a word is an option only if it
is `--name`, `--name=value`, or exactly one of the command's short options.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple


def is_name(text: str) -> bool:
    """Return whether a text is like the name of an option or a variable.

    >>> is_name("x₁"), is_name("no-color"), is_name("2x"), is_name("x+y")
    (True, True, False, False)
    """
    return all(
        part.replace("_", "a").isalnum() and not part[0].isdecimal() for part in text.split("-")
    )


class Given(NamedTuple):
    """One option of the command line: its long name as typed, and its value if it has one."""

    name: str
    value: str | None


class Words(NamedTuple):
    """A command line in two parts; what follows `--` is positional."""

    options: list[Given]
    positionals: list[str]

    def values(self, name: str) -> list[str]:
        """Return the values given to an option, in order."""
        return [
            option.value
            for option in self.options
            if option.name == name and option.value is not None
        ]

    def arguments(self) -> list[str]:
        """Return the command line in a form that can be read in one way only."""
        options = [name if value is None else f"{name}={value}" for name, value in self._long()]
        return [*options, "--", *self.positionals]

    def _long(self) -> Iterable[tuple[str, str | None]]:
        return ((f"--{option.name}", option.value) for option in self.options)


class Options:
    """The options that a command has of its own: which take a value, and which have a short form.

    They are read from our own options or from those of click. The long name of `-f` is `file`. An
    unknown option is taken for a variable, with a value.
    """

    def __init__(self, parameters: Iterable[Any]) -> None:
        self.names: list[str] = []
        self.flags: set[str] = set()
        self.short: dict[str, str] = {}
        for parameter in parameters:
            if parameter.opts[0].startswith("-"):
                self._add(parameter)

    def _add(self, option: Any) -> None:
        long = [name[2:] for name in option.opts if name.startswith("--")]
        self.names.extend(long)
        self.short.update((name, long[0]) for name in option.opts if not name.startswith("--"))
        if option.is_flag:
            self.flags.update(long)

    def read(self, word: str) -> Given | None:
        """Return the option that a word is, None if it is something else."""
        if word in self.short:
            return Given(self.short[word], None)
        if not word.startswith("--"):
            return None
        name, sign, value = word[2:].partition("=")
        return Given(name, value if sign else None) if is_name(name) else None

    def split(self, arguments: Sequence[str]) -> Words:
        """Tell options, their values and the rest of a command line apart."""
        words = Words([], [])
        place = 0
        while place < len(arguments):
            word = arguments[place]
            place += 1
            if word == "--":
                words.positionals.extend(arguments[place:])
                break
            option = self.read(word)
            if option is None:
                words.positionals.append(word)
                continue
            if option.value is None and option.name not in self.flags:
                value = self._value(arguments, place)
                place += value is not None
                option = Given(option.name, value)
            words.options.append(option)
        return words

    def _value(self, arguments: Sequence[str], place: int) -> str | None:
        """Return the word after an option if it can be its value."""
        if place == len(arguments) or arguments[place] == "--":
            return None
        return None if self.read(arguments[place]) else arguments[place]


def rejoined(arguments: Sequence[str]) -> list[str]:
    """Return the words that bash hands to a completion with `--x=1` put together again.

    >>> rejoined(["x*y", "--x", "=", "1", "--y"])
    ['x*y', '--x=1', '--y']
    """
    joined: list[str] = []
    for word in arguments:
        if joined and joined[-1].startswith("--") and (word == "=" or joined[-1].endswith("=")):
            joined[-1] += word
        else:
            joined.append(word)
    return joined
