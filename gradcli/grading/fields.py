"""The format of exercise files and answer sheets, declared once.

The reader's checks, the JSON Schema for editors and the table of keys in the documentation all come
from here.
"""

from __future__ import annotations

import re
from typing import Literal

from gradcli.records import dataclass

#: The number that files of this format carry in `format:`.
FORMAT = 1

#: What a value may be; `reader` knows how to read each kind and `schema` how to describe it.
Kind = Literal[
    "answers",  # quantity -> answer
    "bindings",  # name -> value
    "choice",  # one of the words in `choices`
    "costs",  # exercise -> quantity -> a number from 0 to 1
    "count",  # a whole number, 0 or more
    "exercises",  # a list of exercises
    "flag",  # true or false
    "format",  # the number of the format
    "hints",  # a list of hints
    "id",  # letters, digits and - _ .
    "line",  # one text
    "number",  # a number, 0 or more, such as 1/2
    "part",  # a number from 0 to 1
    "program",  # a program of the language
    "quantities",  # one quantity, or a list of them
    "sheet",  # exercise -> quantity -> answer
    "texts",  # one text, or a map of languages
    "tolerance",  # a word, or a record
]

_NOT_IN_AN_ID = r"\x00-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\xa0\u2000-\u206f\u3000-\u303f\uff00-\uff0f"

#: What the id of an exercise looks like: letters of any alphabet, digits and _, and after the first
#: sign - and . too.
ID = re.compile(rf"[^{_NOT_IN_AN_ID}]([^{_NOT_IN_AN_ID}]|[.-])*")

#: What a number looks like, as points are given: 8, 0.5, 1e-8, 1/2.
NUMBER = re.compile(
    r"[0-9]{1,12}(\.[0-9]{0,30})?([eE][+-]?[0-9]{1,2})?|\.[0-9]{1,30}"
    r"|[0-9]{1,12} ?/ ?[1-9][0-9]{0,11}"
)

#: What the name of a language looks like in a map of texts: en, zh, zh-CN.
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Field:
    """One key: its name, what its value may be, and what it means, in one sentence."""

    key: str
    kind: Kind
    doc: str
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with a fixed set of keys; `name` is what messages call it."""

    name: str
    doc: str
    fields: tuple[Field, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys, in the order in which a file should have them."""
        return tuple(field.key for field in self.fields)


TOLERANCE = Record(
    "a tolerance",
    "How near an answer must be: bounds, or a number of decimals or significant figures.",
    (
        Field(
            "relative", "number", "The allowed difference as a part of the true value, e.g. 0.01."
        ),
        Field("absolute", "number", "The allowed difference; added to the relative one."),
        Field("places", "count", "A correct rounding to so many decimals or more."),
        Field("figures", "count", "A correct rounding to so many significant figures or more."),
    ),
)

#: The words that stand for a whole tolerance.
TOLERANCE_WORDS = ("auto", "exact")

HINT = Record(
    "a hint",
    "A hint for one of the quantities.",
    (
        Field("for", "line", "The quantity that the hint helps with.", required=True),
        Field("text", "texts", "The hint itself.", required=True),
    ),
)

TOLERANCE_DOC = (
    "How near an answer must be: auto, exact, {places: 3}, {figures: 3} "
    "or {relative: 0.01, absolute: 0}."
)

EXERCISE = Record(
    "an exercise",
    "One program with values, and what is asked about it.",
    (
        Field("id", "id", "The name of the exercise in sheets and gradebooks.", required=True),
        Field("title", "texts", "What the exercise is called."),
        Field("prompt", "texts", "What the student is told before the questions."),
        Field(
            "program",
            "program",
            "The program, as `gradcli eval` takes it: the last statement is the output.",
            required=True,
        ),
        Field("at", "bindings", "The value of each variable: a number such as 1/3, or a list."),
        Field(
            "ask",
            "quantities",
            "What is asked, all unless given: quantities such as q, df/dx, 'local df/dx', "
            "'total dq/dx'; or all, forward, local, gradients.",
        ),
        Field("points", "number", "What the exercise is worth, 1 unless given."),
        Field("tolerance", "tolerance", TOLERANCE_DOC),
        Field(
            "hints", "hints", "Hints for the exercise, or for one quantity: {for: df/dx, text: …}."
        ),
        Field(
            "ties",
            "choice",
            "Which operand receives the gradient at a tie of max or min.",
            choices=("split", "first", "last", "all"),
        ),
        Field(
            "carried",
            "part",
            "The part of the points for what follows from an earlier wrong answer, 1 unless given.",
        ),
        Field("elements", "flag", "Whether the elements of an array are marked one by one."),
        Field("answers", "answers", "The student's answers, by quantity; left empty until known."),
    ),
)

_FORMAT = Field("format", "format", f"The number of the file format: {FORMAT}.", required=True)

EXERCISE_FILE = Record(
    "an exercise file",
    "A set of exercises for gradcli.",
    (
        _FORMAT,
        Field("title", "texts", "What the set is called.", required=True),
        Field("description", "texts", "What the set is about."),
        Field("tolerance", "tolerance", TOLERANCE_DOC + " For exercises without their own."),
        Field("exercises", "exercises", "The exercises, in order.", required=True),
    ),
)

SHEET = Record(
    "an answer sheet",
    "The answers of one student, apart from the questions.",
    (
        _FORMAT,
        Field("student", "line", "Who answered: a name or a number."),
        Field(
            "hints",
            "costs",
            "What hints have cost, by exercise and quantity: the part of the points that is gone.",
        ),
        Field("answers", "sheet", "The answers, by exercise and quantity.", required=True),
    ),
)

#: Every record, for the documentation.
RECORDS = (EXERCISE_FILE, EXERCISE, HINT, TOLERANCE, SHEET)
