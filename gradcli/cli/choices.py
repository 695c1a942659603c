"""Options that cannot go together, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gradcli.errors import GradcliError

#: Pairs of options with the reason; each is refused whichever comes first.
CONTRADICTIONS: dict[tuple[str, str], str] = {
    (
        "jacobian",
        "seed",
    ): "the Jacobian has a row for every element of the output, and needs no seed",
    ("jacobian", "backward"): "the Jacobian is worked out once, and accumulates nothing",
    (
        "jacobian",
        "check",
    ): "the numerical check compares gradients of one number; sum() makes it one",
    ("expand", "coarse"): "one shows more steps than the expression, the other fewer",
    ("exact", "ieee"): "fractions have no inf and no nan",
    ("coarse", "saved"): "what is saved depends on the steps inside a statement",
    ("quiet", "format"): "the bare numbers have no other format",
    ("quiet", "saved"): "the bare numbers leave no room for what is saved",
    ("quiet", "check"): "the bare numbers leave no room for the check",
}

#: Forms of output in which `--digits` would do nothing.
EVERY_DIGIT = ("json", "csv", "tsv")


def check_choices(given: Mapping[str, Any]) -> None:
    """Refuse two options that contradict each other; `given` holds those that the user gave.

    Raises:
        GradcliError: two of them cannot go together.
    """
    for (one, other), reason in CONTRADICTIONS.items():
        if given.get(one) and given.get(other):
            raise _contradiction(f"--{one}", f"--{other}", reason)
    form = given.get("format")
    if given.get("digits") is not None and form in EVERY_DIGIT:
        raise _contradiction("--digits", f"--format {form}", "it shows every digit")


def _contradiction(one: str, other: str, reason: str) -> GradcliError:
    return GradcliError(f"{one} and {other} do not go together: {reason}", hint="drop one of them")
