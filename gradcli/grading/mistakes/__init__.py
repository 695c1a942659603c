"""The catalogue of chain-rule mistakes; each is declared once, in the module of its subject."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from gradcli.grading.mistakes.declaration import Kind, Mistake

#: The subjects, in the order of the catalogue.
SUBJECTS = (
    "composition",
    "reuse",
    "sheet",
    "gates",
    "quotients",
    "powers",
    "functions",
    "pieces",
    "arrays",
    "forward",
)

#: Every mistake by its id, in the order of the catalogue.
MISTAKES: dict[str, Mistake] = {
    row.id: row
    for row in sorted(
        (
            row
            for subject in SUBJECTS
            for row in vars(import_module(f"gradcli.grading.mistakes.{subject}")).values()
            if isinstance(row, Mistake)
        ),
        # The forward mistakes stand behind the others.
        key=lambda row: (row.id[0] == "F", row.id),
    )
}


@cache
def at_operator(operator: str, *kinds: Kind) -> tuple[Mistake, ...]:
    """Return the mistakes that can happen at an operator: of the given kinds, or on its edges."""
    return tuple(
        row
        for row in of_kind(*(kinds or ("local", "combine")))
        if not row.operators or operator in row.operators
    )


@cache
def of_kind(*kinds: Kind) -> tuple[Mistake, ...]:
    """Return the mistakes that bend one of the given steps."""
    return tuple(row for row in MISTAKES.values() if row.kind in kinds)
