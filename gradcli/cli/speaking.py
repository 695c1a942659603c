"""The language in which a command speaks to people."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module

from gradcli.cli import streams
from gradcli.cli.failures import say
from gradcli.cli.options import ASCII_ENGLISH, LANGUAGE
from gradcli.errors import GradcliError
from gradcli.render.cells import Ascii
from gradcli.render.languages import language_of, said
from gradcli.render.words import word


def language_shown(choice: str, ascii_only: Ascii) -> str:
    """Return the language chosen; English where only ASCII may be shown, or its signs cannot be.

    An encoding that lacks the signs of the tables may still have those of the language.
    """
    language = language_of(choice, os.environ)
    shown = ascii_only is not True and streams.can_show(word("answer", language))
    return language if shown else "en"


def language_of_notes(choice: str) -> str:
    """Return the language chosen for what goes to stderr; English where the screen is."""
    plain = streams.ascii_only() is True
    return language_shown(choice, plain or streams.ascii_errors(word("error", "zh")))


def say_error(problem: GradcliError, language: str) -> None:
    """Write an error to stderr in the language of the report."""
    from gradcli.render.faults import in_language

    say(in_language(problem, language), (word("error", language), word("advice", language)))


def say_note(text: str, language: str) -> None:
    """Write a remark to stderr in the language of the report."""
    from gradcli.render.phrases import translated

    streams.warn(said("note: ", language) + translated(text, language))


def language_asked(arguments: Sequence[str]) -> str:
    """Return the language in which a whole command line is answered; English without languages."""
    from gradcli.cli.help import COMMANDS

    if not arguments or arguments[0] not in COMMANDS:
        return "en"
    options = getattr(import_module(f"gradcli.cli.{arguments[0]}"), "OPTIONS", ())
    if not any(getattr(option, "name", "") == LANGUAGE.name for option in options):
        return "en"
    if ASCII_ENGLISH in options and ASCII_ENGLISH.opts[0] in arguments:
        return "en"
    return language_of_notes(_chosen(arguments))


def _chosen(arguments: Sequence[str]) -> str:
    """Return what stands behind the last `--lang`, `auto` where that is no language."""
    choice = "auto"
    for place, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == LANGUAGE.opts[0]:
            choice = value if equals else "".join(arguments[place + 1 : place + 2])
    return choice if choice in LANGUAGE.words else "auto"
