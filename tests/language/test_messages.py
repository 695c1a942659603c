"""Every message of the table is earned by every text that stands beside it."""

from __future__ import annotations

import re

import pytest

from gradcli.errors import GradcliError
from gradcli.language import parse
from gradcli.language.messages import MESSAGES, Message

ROWS = [(row, text) for row in MESSAGES for text in row.inputs]


def pattern(template: str) -> str:
    """Return a pattern that a template with any parts matches."""
    return ".*".join(map(re.escape, re.split(r"\{\w+\}", template)))


def earns(error: GradcliError, row: Message) -> bool:
    return (
        type(error) is row.error
        and re.fullmatch(pattern(row.message), error.message, re.DOTALL) is not None
        and re.fullmatch(pattern(row.hint), error.hint, re.DOTALL) is not None
    )


@pytest.mark.parametrize(("row", "text"), ROWS, ids=[f"{r.identifier}:{t!r}" for r, t in ROWS])
def test_a_wrong_text_earns_its_message(row: Message, text: str) -> None:
    with pytest.raises(GradcliError) as caught:
        parse(text)
    error = caught.value
    found = [other.identifier for other in MESSAGES if earns(error, other)]
    assert row.identifier in found, (found, error.message, error.hint)
    assert error.source == text
    assert error.span is not None
    assert 0 <= error.span.start <= error.span.end <= len(text)
    assert error.span.start < error.span.end or not text.strip()
