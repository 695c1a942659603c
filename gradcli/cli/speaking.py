"""The language in which a command speaks to people."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from gradcli.cli import streams
from gradcli.cli.failures import FAULT, say
from gradcli.errors import GradcliError
from gradcli.render.cells import Ascii
from gradcli.render.words import language_of, word


def language_shown(choice: str, ascii_only: Ascii) -> str:
    """Return the language chosen; English where its signs may not or cannot be shown."""
    language = language_of(choice, os.environ)
    return "en" if ascii_only or not streams.can_show(word("answer", language)) else language


def say_error(problem: GradcliError, language: str) -> None:
    """Write an error to stderr in the language of the report."""
    from gradcli.render.faults import in_language

    say(in_language(problem, language), (word("error", language), word("advice", language)))


def say_note(text: str, language: str) -> None:
    """Write a remark to stderr in the language of the report."""
    from gradcli.render.phrases import translated

    streams.warn(word("note", language) + translated(text, language))


@contextmanager
def errors_in(choice: str) -> Iterator[None]:
    """Let an error end the command in the language chosen; one in English goes its usual way.

    Raises:
        SystemExit: the error has been printed.
    """
    try:
        yield
    except GradcliError as problem:
        language = language_shown(choice, streams.ascii_errors(word("error", "zh")))
        if language == "en":
            raise
        say_error(problem, language)
        raise SystemExit(FAULT) from None
