"""What an exercise file and an answer sheet hold; numbers are still the texts that were typed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from gradcli.operators.declaration import Ties
from gradcli.records import dataclass

#: How a tolerance is stated; see `Tolerance`.
Rule = Literal["auto", "bounds", "places", "figures", "exact"]

#: The language that stands in where a text has not been translated.
FALLBACK = "en"


class Place(NamedTuple):
    """A place in a file: line and column count from 1, columns in characters.

    A named tuple, as `AnswerText`: a sheet makes a hundred of them, and they are three times as
    quick to make.
    """

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Return `file:line:column`, as editors and compilers write it."""
        return f"{self.file}:{self.line}:{self.column}"


NOWHERE = Place("", 1, 1)


class AnswerText(NamedTuple):
    """An answer as it was typed, and where; a YAML list is kept as `[1, 2]`.

    `named` is the place of the quantity before it.
    """

    text: str
    place: Place
    named: Place


_NOTHING: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Text:
    """A text for people: one for all languages (under `""`), or one for each of several.

    >>> Text({"en": "sum", "zh": "和"}).in_language("zh-CN"), str(Text({"": "sum"})), bool(Text())
    ('和', 'sum', False)
    """

    texts: Mapping[str, str] = _NOTHING

    def in_language(self, language: str) -> str:
        """Return the text in a language such as `zh` or `zh-CN`; else in English, else in any."""
        wanted = language.replace("_", "-")
        for known in (wanted, wanted.partition("-")[0], "", FALLBACK):
            if known in self.texts:
                return self.texts[known]
        return next(iter(self.texts.values()), "")

    def __str__(self) -> str:
        return self.in_language(FALLBACK)

    def __bool__(self) -> bool:
        return any(self.texts.values())


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How near an answer must be to the truth t.

    - `auto`: by the kind of the truth, see `gradcli.grading.tolerance`;
    - `bounds`: |s - t| <= absolute + relative*|t|;
    - `places`, `figures`: a correct rounding to `count` or more decimals or significant figures;
    - `exact`: equal.
    """

    rule: Rule = "auto"
    relative: Fraction = Fraction(0)
    absolute: Fraction = Fraction(0)
    count: int = 0


AUTO = Tolerance()


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint that the author wrote, for one quantity or (`""`) for the whole exercise."""

    quantity: str
    text: Text


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise: a program, the values of its inputs, and what is asked about it.

    `at` maps the inputs to the texts of their values, `ask` holds quantities or the shorthands of
    `gradcli.grading.quantities`. `carried` is the part of the points given for an answer that
    follows from an earlier wrong one, `elements` tells whether the elements of an array are marked
    one by one. `answers` is None where the file has none. `places` tells where each part stands, by
    its key and, within `at`, `ask` and `answers`, by `"at x"`, `"ask q"`, `"answers q"`; `lines`
    tells where each line of the program begins.
    """

    id: str
    program: str
    title: Text = Text()
    prompt: Text = Text()
    at: Mapping[str, str] = _NOTHING
    ask: tuple[str, ...] = ("all",)
    points: Fraction = Fraction(1)
    tolerance: Tolerance = AUTO
    hints: tuple[Hint, ...] = ()
    ties: Ties = "split"
    #: Whether the file chose the convention for ties itself, which `gradcli lint` wants to know.
    ties_chosen: bool = False
    carried: Fraction = Fraction(1)
    elements: bool = False
    answers: Mapping[str, AnswerText] | None = None
    place: Place = NOWHERE
    places: Mapping[str, Place] = _NOTHING
    lines: tuple[Place, ...] = ()

    def place_of(self, *keys: str) -> Place:
        """Return where the first key stands that the file has; else where the exercise begins."""
        return next((self.places[key] for key in keys if key in self.places), self.place)


@dataclass(frozen=True, slots=True)
class ExerciseSet:
    """An exercise file; its `tolerance` is already that of the exercises without their own."""

    path: str
    title: Text
    description: Text
    exercises: tuple[Exercise, ...]
    tolerance: Tolerance = AUTO

    def exercise(self, id: str) -> Exercise | None:
        """Return the exercise with an id, None if there is none."""
        return next((exercise for exercise in self.exercises if exercise.id == id), None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """An answer sheet: for each exercise, by id, the answers by the text of their quantity.

    `hints` holds in the same way what hints have cost: the part of the points that is gone.
    """

    path: str
    student: str
    answers: Mapping[str, Mapping[str, AnswerText]]
    places: Mapping[str, Place] = _NOTHING
    hints: Mapping[str, Mapping[str, AnswerText]] = _NOTHING
