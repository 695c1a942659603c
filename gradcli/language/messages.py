"""Everything the language says about a text it cannot read: one row a message.

A row has its identifier, what is wrong, what to try, and texts that earn it. The parts in braces
are filled in where the message is used; the tests read every text of every row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradcli.errors import GradcliError
from gradcli.language.form_messages import FORM
from gradcli.language.message import Message
from gradcli.language.name_messages import MEANING
from gradcli.language.notation_messages import NOTATIONS

if TYPE_CHECKING:
    from gradcli.language.normalise import Plain

__all__ = ["MESSAGES", "Message", "problem"]

MESSAGES = (*FORM, *NOTATIONS, *MEANING)

#: Characters of the program quoted in one part of a message.
_LONGEST = 80

_ROWS = {row.identifier: row for row in MESSAGES}


def problem(
    identifier: str, plain: Plain | str, start: int, end: int, /, **parts: object
) -> GradcliError:
    """Return the error of a row, its parts filled in, for a stretch of the plain text."""
    from gradcli.graph import Span

    row = _ROWS[identifier]
    source, span = (
        (plain, Span(start, end))
        if isinstance(plain, str)
        else (plain.typed, plain.span(start, end))
    )
    shown = {name: _shown(part) for name, part in parts.items()}
    return row.error(
        row.message.format_map(shown), hint=row.hint.format_map(shown), source=source, span=span
    )


def _shown(part: object) -> str:
    """Return a part of a message on one line, short, and without what a terminal would obey."""
    text = " ".join(str(part).split())
    text = "".join([sign if sign.isprintable() else "\ufffd" for sign in text])
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 4 :]}"
