"""One row of the table of messages."""

from __future__ import annotations

from typing import NamedTuple

from gradcli.errors import GradcliError, SyntaxProblem


class Message(NamedTuple):
    """One row: `message` is what is wrong, `hint` what to try, `inputs` are texts that earn it."""

    identifier: str
    message: str
    hint: str
    inputs: tuple[str, ...]
    error: type[GradcliError] = SyntaxProblem
