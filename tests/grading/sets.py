"""The exercise sets that ship with the tool, and sheets filled in for them."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

from gradcli.grading.key import Key, solve
from gradcli.grading.reader import read_set
from gradcli.operators.elementary import Value, is_array

FOLDER = Path(__file__).parents[2] / "exercises"
FILES = sorted(FOLDER.glob("ch*.yaml"))


@cache
def keys() -> tuple[Key, ...]:
    """Return the keys of all exercises of the sets."""
    return tuple(solve(exercise) for file in FILES for exercise in read_set(file).exercises)


def typed(value: Value, figures: int = 17) -> str:
    """Return a value as an answer: a fraction exactly, anything else with so many figures."""
    if is_array(value):
        value = value.tolist()
    if isinstance(value, list):
        return f"[{', '.join(typed(part, figures) for part in value)}]"
    return str(value) if isinstance(value, Fraction) else f"{float(value):.{figures}g}"
