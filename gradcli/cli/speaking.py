"""The language in which a command speaks to people."""

from __future__ import annotations

import os

from gradcli.cli import streams
from gradcli.render.cells import Ascii
from gradcli.render.words import language_of, word


def language_shown(choice: str, ascii_only: Ascii) -> str:
    """Return the language chosen; English where its signs may not or cannot be shown."""
    language = language_of(choice, os.environ)
    return "en" if ascii_only or not streams.can_show(word("answer", language)) else language
