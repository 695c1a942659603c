"""The inputs from which fuzzing starts, and those that once broke a promise."""

from __future__ import annotations

from pathlib import Path

from gradcli.grading.fields import RECORDS
from gradcli.operators import FUNCTIONS, WRITTEN
from tests.descent.test_samples import READ
from tests.descent.test_samples import REFUSED as NOT_READ
from tests.grading.sheets import RIGHT, SET, SLOPE
from tests.language.reading import ACCEPTED
from tests.language.test_any_text import WORDS

#: Answers of all kinds, read and refused.
ANSWERS = (
    "3", "-4", "df/dx = -4", "1/3", "2*x", "1.2×10^-3", "−4", "３．５", "3,5", "1 000", "nan",
    "inf", "1e400", "[1, 2, 3]", "[[1, 2], [3, 4]]", "sin(1)", "x^2 + 1", "0.20", "pi", "(1", "q",
    "?",
)  # fmt: skip


def cases_of(name: str) -> Path:
    """Return the folder with the inputs that once broke a promise."""
    return Path(__file__).parent / "cases" / name


def seeds(name: str) -> list[bytes]:
    """Return the inputs from which the fuzzing of a promise starts."""
    return [text.encode() for text in _texts(name)]


def _texts(name: str) -> list[str]:
    if name in ("program", "explanation", "picture", "derivative"):
        return [*ACCEPTED, *(operator.example for operator in WRITTEN.values())]
    if name == "samples":
        return [row[1] for row in (*READ, *NOT_READ)]
    if name == "answer":
        return [*ANSWERS, *RIGHT.values()]
    answers = "\n".join(f"    {quantity}: {value}" for quantity, value in (RIGHT | SLOPE).items())
    return [SET, f"format: 1\nstudent: 7\nanswers:\n  product:\n{answers}\n"]


def dictionary() -> list[str]:
    """Return the words that a fuzzer should not have to find letter by letter."""
    words = [word for word in WORDS if not "\ud800" <= word <= "\udfff"]
    keys = [f"{field.key}: " for record in RECORDS for field in record.fields]
    return [*FUNCTIONS, *words, *keys]
