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
from gradcli.operators.declaration import TIES


class Option(NamedTuple):
    """One option: how it is written, what it takes, and what `--help` says of it.

    A flag takes nothing. Another takes one of `words`, or a whole number between the two `bounds`,
    or any text; the shell completes it with what `completes` names: `names` of the program,
    `exercises` of the file.
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
    completes: str = ""

    @property
    def long(self) -> str:
        """Return the long name, without its dashes."""
        return self.opts[0][2:]

    @property
    def name(self) -> str:
        """Return the name of the parameter that the command receives."""
        return self.parameter or self.long


def flag(name: str, text: str) -> Option:
    """Return an option that is on or off."""
    return Option((name,), text, is_flag=True)


def value(name: str, metavar: str, text: str, **settings: Any) -> Option:
    """Return an option that takes a value."""
    return Option((name,), text, metavar, **settings)


def choice(name: str, words: Iterable[str], text: str, default: str | None = None) -> Option:
    """Return an option that takes one of a few words."""
    return Option((name,), text, words=tuple(words), default=default)


def wrt(text: str) -> Option:
    """Return the option that names what a gradient is taken with respect to."""
    return value("--wrt", "NAME", text, multiple=True, completes="names")


#: How a command on a program is given one that is long, and the values of its variables.
PROGRAM = (
    Option(("--file", "-f"), "Read the program from FILE; - is standard input.", "FILE"),
    value(
        "--set",
        "NAME=VALUE",
        "Give a variable a value, also one with the name of an option; repeatable.",
        multiple=True,
        parameter="assignments",
    ),
    value(
        "--limit",
        "NAME=N",
        f"Work with another limit: {', '.join(REPLACEABLE)}; repeatable.",
        multiple=True,
        parameter="limits",
    ),
)

#: The options of the commands that work a derivation, in the words of all of them.
SEED = value("--seed", "VALUE", "The upstream gradient of the output; 1 for a number.")
JACOBIAN = flag("--jacobian", "Show the gradients of every element of the output.")
EXPAND = flag("--expand", "Show composite functions as their primitive steps.")
COARSE = flag("--coarse", "Fold every named statement into one node.")
BACKWARD = value(
    "--backward",
    "N",
    "Run the backward pass N times without zeroing the gradients.",
    bounds=(1, 1_000_000),
)
EXACT = flag("--exact", "Work with exact fractions where the operations allow it.")
TIED = choice("--ties", TIES, "Who gets the gradient where max or min are equal.", "split")
IEEE = flag("--ieee", "Carry on with inf and nan instead of an error.")
DECIMALS = value("--digits", "N", f"Decimals shown, {DIGITS} unless given.", bounds=(0, 17))
ASCII = flag("--ascii", "Draw with ASCII characters only.")
ASCII_ENGLISH = flag("--ascii", "Use ASCII characters only, in English.")
COLOR = choice("--color", ["auto", "always", "never"], "Whether to use colour.", "auto")
LANGUAGE = choice(
    "--lang", ["en", "zh", "auto"], "The language; auto goes by LC_ALL and LANG.", "auto"
)
LANGUAGE_OF_MESSAGES = LANGUAGE._replace(help="The language of messages; auto goes by LC_ALL.")


def look(formats: Iterable[str]) -> list[Option]:
    """Return how the look of a result is chosen, which has these forms."""
    return [
        DECIMALS,
        Option(("--quiet", "-q"), "Show the bare numbers only.", is_flag=True),
        choice("--format", formats, "The form of the output; a table unless given."),
        LANGUAGE,
        ASCII_ENGLISH,
        COLOR,
    ]


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
