"""What is said of a marked sheet, whatever its form: signs, words, points and answers as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING

from gradcli.grading.answers import Answer, Blank
from gradcli.grading.marking import CellMarking, ExerciseMarking, Marking, Verdict
from gradcli.grading.model import Text
from gradcli.operators.elementary import is_array
from gradcli.records import dataclass
from gradcli.render import sentences
from gradcli.render.cells import Ascii
from gradcli.render.quantities import on_one_line
from gradcli.render.words import word

if TYPE_CHECKING:
    from gradcli.grading.key import Key
    from gradcli.grading.quantities import Quantity

#: The sign of each verdict, and what stands for it where there is only ASCII.
SIGNS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.CORRECT: ("✓", "+"),
    Verdict.CONSISTENT: ("≈", "~"),
    Verdict.WRONG: ("✗", "x"),
    Verdict.INVALID: ("?", "?"),
    Verdict.BLANK: ("·", "."),
    Verdict.UNGRADED: ("!", "!"),
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A marking with what a report says beside it; `keys` holds the keys by exercise."""

    marking: Marking
    file: str = ""
    title: Text = Text()
    student: str = ""
    sheet: str = ""
    keys: Mapping[str, Key] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Manner:
    """How a report speaks: its language, whether in ASCII, and whether it shows the true values.

    If `brief`, it only counts the exercises without any answer.
    """

    language: str = "en"
    ascii: Ascii = False
    reveal: bool = False
    width: int = 80
    color: bool = False
    brief: bool = False

    def word(self, name: str, **values: object) -> str:
        """Return a text of the table of words."""
        return word(name, self.language, **values)

    @property
    def colon(self) -> str:
        """Return the colon between two parts of a line."""
        return "：" if self.language == "zh" else ": "

    def sign(self, verdict: Verdict) -> str:
        """Return the sign of a verdict."""
        return SIGNS[verdict][bool(self.ascii)]


def points_text(points: Fraction) -> str:
    """Return points rounded once, to 2 decimals with halves up, without zeros at the end.

    >>> points_text(Fraction(2, 3)), points_text(Fraction(1, 8)), points_text(Fraction(8))
    ('0.67', '0.13', '8')
    """
    return f"{rounded(points):.2f}".rstrip("0").rstrip(".")


def rounded(points: Fraction) -> float:
    """Return points rounded to 2 decimals, halves up.

    >>> rounded(Fraction(1, 200)), rounded(Fraction(1, 3))
    (0.01, 0.33)
    """
    return ((200 * points + 1) // 2) / 100


def is_rounded(points: Fraction) -> bool:
    """Return whether points are shown with less than all their digits."""
    return bool((100 * points).denominator != 1)


def answer_text(cell: CellMarking) -> str:
    """Return an answer as it was read: the text, and behind it the number if that is another one.

    The text is as it was typed: whoever prints it takes the control characters out.
    """
    reading = cell.reading
    typed = " ".join(reading.text.split())
    if not isinstance(reading, Answer):
        return typed
    value = on_one_line(reading.value)
    if typed.replace(" ", "") == value.replace(" ", "") or (reading.plain and typed.isascii()):
        return typed
    return f"{typed} = {value}" if typed.isascii() or not reading.plain else value


def value_text(cell: CellMarking) -> str:
    """Return the number of an answer alone, as a sentence about it begins."""
    reading = cell.reading
    if not isinstance(reading, Answer) or is_array(reading.value):
        return ""
    typed = reading.text.strip()
    return typed if reading.plain and typed.isascii() else on_one_line(reading.value)


def asked_text(key: Key | None, quantity: Quantity, manner: Manner) -> str:
    """Return what a quantity is, in words: `the gradient of f with respect to x`."""
    if key is None:
        return quantity.text
    wrt = "" if quantity.wrt is None else key.names.text(quantity.wrt)
    return manner.word(f"ask_{quantity.kind}", node=key.names.text(quantity.node), wrt=wrt)


def listed(texts: Sequence[str], manner: Manner) -> str:
    """Return texts as a list in the language of the report."""
    return sentences.listed(texts, manner.language)


def tally(marking: Marking, manner: Manner) -> str:
    """Return how many answers have which verdict: `6 correct, 1 consistent, 1 wrong`."""
    counts = {verdict: marking.count(verdict) for verdict in Verdict}
    counts[Verdict.UNGRADED] = sum(one.problem is not None for one in marking.exercises)
    texts = [
        manner.word("tally", count=count, word=manner.word(verdict.value))
        for verdict, count in counts.items()
        if count
    ]
    return listed(texts, manner)


def has_answers(marking: Marking) -> bool:
    """Return whether anything was answered at all."""
    return not all(map(is_untouched, marking.exercises))


def is_untouched(one: ExerciseMarking) -> bool:
    """Return whether nothing of an exercise was answered."""
    return all(isinstance(cell.reading, Blank) for cell in one.cells)
