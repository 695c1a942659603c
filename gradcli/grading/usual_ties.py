"""Answers that are right under the usual convention at a tie, where an exercise has its own."""

from __future__ import annotations

from collections.abc import Mapping

from gradcli.grading.key import Key, solve
from gradcli.grading.quantities import Quantity
from gradcli.operators.declaration import TIES
from gradcli.operators.elementary import Value
from gradcli.records import replace


def usual_truth(key: Key) -> Mapping[Quantity, Value]:
    """Return what would be true of each quantity if a tie were shared equally."""
    return solve(replace(key.exercise, ties="split")).truth


def usual_note(key: Key) -> str:
    """Return what is said of an answer that is right under the usual convention only."""
    here = TIES[key.exercise.ties]
    return f"that is the gradient if a tie is shared equally; here the convention is: {here}"
