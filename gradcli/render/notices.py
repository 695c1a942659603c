"""The notices of a derivation as lines of text, for standard error."""

from __future__ import annotations

from collections.abc import Iterable

from gradcli.render.cells import Ascii, printable
from gradcli.render.languages import said
from gradcli.render.report import Report

#: More notices than these are counted, not printed.
MOST = 20


def notice_lines(report: Report, ascii_only: Ascii = False, language: str = "en") -> list[str]:
    """Return one line for each notice, in the order of the nodes; equal ones are said once."""
    texts = [notice.text for notice in report.derivation.notices]
    if language == "en" or not texts:
        return note_lines(texts, ascii_only)
    return note_lines((notice_said(text, language) for text in texts), ascii_only, language)


def notice_said(text: str, language: str) -> str:
    """Return a notice in a language; one in English imports no table."""
    if language == "en":
        return text
    from gradcli.render.notice_words import notice_translated

    return notice_translated(text, language)


def note_lines(texts: Iterable[str], ascii_only: Ascii = False, language: str = "en") -> list[str]:
    """Return one line for each text, which is in the language; equal ones are said once.

    >>> note_lines(["a", "b", "a"])
    ['note: a', 'note: b']
    """
    found = list(dict.fromkeys(texts))
    kept, more = found[:MOST], "and {count:,} more; --format json has all of them"
    if len(found) > MOST:
        kept.append(said(more, language, count=len(found) - MOST))
    return [printable(said("note: ", language) + text, ascii_only) for text in kept]
