"""What every refusal is held to."""

from __future__ import annotations

from gradcli.errors import GradcliError


def says_what(error: GradcliError) -> None:
    """Fail for an error that says nothing."""
    assert str(error)
