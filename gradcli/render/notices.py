"""The notices of a derivation as lines of text, for standard error."""

from __future__ import annotations

from collections.abc import Iterable

from gradcli.render.cells import Ascii, printable
from gradcli.render.report import Report

#: More notices than these are counted, not printed.
MOST = 20


def notice_lines(report: Report, ascii_only: Ascii = False) -> list[str]:
    """Return one line for each notice, in the order of the nodes; equal ones are said once."""
    return note_lines((notice.text for notice in report.derivation.notices), ascii_only)


def note_lines(texts: Iterable[str], ascii_only: Ascii = False) -> list[str]:
    """Return one line for each text; equal ones are said once.

    >>> note_lines(["a", "b", "a"])
    ['note: a', 'note: b']
    """
    found = list(dict.fromkeys(texts))
    lines = [printable(f"note: {text}", ascii_only) for text in found[:MOST]]
    if len(found) > MOST:
        lines.append(f"note: and {len(found) - MOST:,} more; --format json has all of them")
    return lines
