"""A command line with nothing amiss, run without click: most of the time, and twice as fast."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from gradcli.cli.options import HELP, Option, settings
from gradcli.cli.words import Options, Words


def ran(arguments: Sequence[str]) -> bool:
    """Run a command line of `eval` or `check` and return True; False leaves it to click.

    Help is left to click, and so is any value that is none of those its option takes.

    Raises:
        GradcliError: the program or its values are at fault.
    """
    name, *rest = arguments or [""]
    if name == "eval":
        return _evaluated(rest)
    return name == "check" and _checked(rest)


def _evaluated(arguments: Sequence[str]) -> bool:
    from gradcli.cli import eval as command
    from gradcli.cli.reading import called, read

    own, words, given = _told_apart(arguments, command.OPTIONS)
    if given is None:
        return False
    called(command.work, read(words, own), own, given)
    return True


def _checked(arguments: Sequence[str]) -> bool:
    from gradcli.cli import check as command

    own, words, given = _told_apart(arguments, command.OPTIONS)
    strange = any(option.name not in own.names for option in words.options)
    if given is None or strange or not words.positionals or _like_options(words.positionals):
        return False
    file, *sheets = words.positionals
    command.check(file=file, sheets=tuple(sheets), **given)
    return True


def _told_apart(
    arguments: Sequence[str], options: Iterable[Option]
) -> tuple[Options, Words, dict[str, Any] | None]:
    """Return a command line in parts, with what it gives for each option; None for click's help."""
    own = Options([*options, HELP])
    words = own.split(arguments)
    helps = any(option.name == HELP.long for option in words.options)
    return own, words, None if helps else settings(words, options)


def _like_options(positionals: Iterable[str]) -> bool:
    """Return whether click would take one of the words for options, as in `-amy.yaml`."""
    return any(word.startswith("-") and len(word) > 1 for word in positionals)
