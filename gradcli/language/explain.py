"""What is wrong where a text cannot be read: the row of the table of messages that fits best.
 Each question below looks at the wrong token and its neighbours and answers with an error or None;
the first answer counts, so the particular stands before the general.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from gradcli.errors import GradcliError
from gradcli.language.messages import problem
from gradcli.language.normalise import Plain
from gradcli.language.parser import NoWay
from gradcli.language.scene import CLOSING, INFIX, OPENING, SIGNS, Scene
from gradcli.language.signs import unknown_sign
from gradcli.operators import FUNCTIONS

if TYPE_CHECKING:
    from gradcli.language.builder import ProgramBuilder

UNITS = frozenset(
    ("mm", "cm", "m", "km", "mg", "g", "kg", "ms", "s", "min", "h", "Hz", "kHz", "MHz", "N", "J")
    + (
        "kJ",
        "W",
        "kW",
        "V",
        "mV",
        "A",
        "mA",
        "Pa",
        "kPa",
        "K",
        "mol",
        "L",
        "ml",
        "deg",
        "rad",
        "eV",
    )
)


class Explanation:
    """The questions, in the order in which they are asked."""

    def __init__(self, scene: Scene, known: Iterable[str], inputs: dict[str, int]) -> None:
        self.scene = scene
        self.known = frozenset(known)
        #: The variables so far, with the place of their first use.
        self.inputs = inputs

    def questions(self) -> tuple[Callable[[], GradcliError | None], ...]:
        """Return the questions, the particular ones first."""
        return (
            self.empty,
            self.sign,
            self.bracket,
            self.unfinished,
            self.index,
            self.relation,
            self.reserved,
            self.option,
            self.text,
            self.words,
            self.side_by_side,
            self.equals,
            self.comma,
            self.nothing_inside,
            self.dot_or_colon,
            self.missing_operand,
        )

    def _problem(
        self, identifier: str, first: int = 0, last: int | None = None, **parts: object
    ) -> GradcliError:
        """Return an error under the tokens from `first` to `last`, counted from the wrong one."""
        scene = self.scene
        start = scene.starts[scene.here + first]
        end = scene.ends[scene.here + (first if last is None else last)]
        return problem(identifier, scene.plain, start, end, **parts)

    def _between(self, identifier: str, first: int, last: int, **parts: object) -> GradcliError:
        """Return an error under the tokens from `first` to `last`, counted from the start."""
        here = self.scene.here
        return self._problem(identifier, first - here, last - here, **parts)

    # The questions.

    def empty(self) -> GradcliError | None:
        if any(self.scene.words):
            return None
        return problem("empty", self.scene.plain, 0, 0)

    def sign(self) -> GradcliError | None:
        """Is it a character that belongs to no token?"""
        if self.scene.kind_at(0) != "$UNKNOWN":
            return None
        if self.scene.word() == "}" and self.scene.open:
            return self._mismatched()
        found = unknown_sign(self.scene)
        return self._problem(found.identifier, **found.parts)

    def bracket(self) -> GradcliError | None:
        """Is it a bracket that closes nothing, or something else?"""
        word = self.scene.word()
        if word not in CLOSING:
            return None
        if not self.scene.open:
            return self._problem("unopened", bracket=word, opening=CLOSING[word])
        if self.scene.words[self.scene.open[-1]] != CLOSING[word]:
            return self._mismatched()
        return None

    def _mismatched(self) -> GradcliError:
        scene = self.scene
        opened = scene.words[scene.open[-1]]
        return self._between(
            "mismatched",
            scene.open[-1],
            scene.here,
            opening=scene.typed(scene.open[-1], scene.open[-1]),
            bracket=scene.typed(scene.here, scene.here),
            closing=OPENING[opened],
        )

    def unfinished(self) -> GradcliError | None:
        """Is a bracket still open where the text, the line or the statement ends?"""
        scene = self.scene
        never = scene.never_closed()
        if never:
            passed = scene.plain.text[scene.starts[never[-1]] : scene.starts[scene.here]]
            if not scene.word() or "\n" in passed or "\r" in passed:
                sign = scene.typed(never[-1], never[-1])
                closing = OPENING[scene.words[never[-1]]]
                return self._between(
                    "unclosed", never[-1], never[-1], bracket=sign, closing=closing
                )
        if scene.open and not scene.word() and scene.here + 1 < len(scene.words):
            return self._problem("semicolon-in-brackets")
        return None

    def index(self) -> GradcliError | None:
        """Is it inside the brackets of an index?"""
        scene = self.scene
        if not scene.open or not scene.is_index(scene.open[-1]):
            return None
        if scene.word(-1) in ("[", ",") and scene.word() in ("]", ","):
            return self._problem("empty-index", -1, 0)
        return self._problem("index-content")

    def relation(self) -> GradcliError | None:
        """Are these two signs that were meant for one, such as =< or <>?"""
        pair = self.scene.word(-1) + self.scene.word()
        fix = {"=<": "<=", "=>": ">=", "<>": "!=", "===": "==", "!==": "!="}.get(pair)
        if fix is None or not self.scene.adjacent():
            return None
        return self._problem("relation", -1, 0, sign=pair, fix=fix)

    def reserved(self) -> GradcliError | None:
        """Is a word of the language used as a name?"""
        scene = self.scene
        word, before, behind = scene.word(), scene.word(-1), scene.word(1)
        if word == "=" and before in ("and", "or", "not"):
            return self._problem("reserved", -1, name=before)
        operand = scene.here > 0 and scene.ends_operand(scene.here - 1)
        alone = not operand and before not in SIGNS and behind in ("=", "(", "")
        if word in ("and", "or") and alone:
            return self._problem("reserved", name=word)
        return None

    def option(self) -> GradcliError | None:
        """Is it in the value of an option?"""
        place = self.scene.option_around()
        if place is None:
            return None
        name = self.scene.words[place]
        return self._between("option-plain", place, max(place + 1, self.scene.here - 1), name=name)

    def text(self) -> GradcliError | None:
        return self._problem("text") if self.scene.kind_at(0) == "STRING" else None

    def words(self) -> GradcliError | None:
        """Is it Python's choice, or a derivative?"""
        scene = self.scene
        for offset in (0, -1):
            if scene.word(offset) in ("if", "else"):
                return self._problem("if-else", offset)
        quotient = [scene.word(offset) for offset in (-3, -2, -1)]
        if re.fullmatch(r"d\w* / d\w+", " ".join(quotient)) and quotient[0] in ("d", "dy", "df"):
            return self._problem("derivative", -3, -1)
        return None

    def side_by_side(self) -> GradcliError | None:
        """Do two operands stand side by side?"""
        scene = self.scene
        here = scene.here
        if not here or not scene.ends_operand(here - 1) or not scene.begins_operand(here):
            return None
        if (
            scene.kind(here) == "NUMBER"
            and scene.word()[0] == "."
            and scene.kind(here - 1) != "NUMBER"
        ):
            if scene.adjacent():
                return self._problem("dot", -1, 0)
        return (
            self._number_and_name()
            or self._two_numbers()
            or self._function()
            or self._missing_times()
        )

    def _number_and_name(self) -> GradcliError | None:
        scene = self.scene
        number, name = scene.word(-1), scene.word()
        if scene.kind_at(-1) != "NUMBER" or scene.kind_at(0) != "NAME":
            return None
        if not scene.adjacent():
            if name in UNITS and name not in self.known and scene.word(1) != "(":
                return self._problem("unit", -1, 0, number=number, unit=name)
            return None
        if name in ("e", "E"):
            return self._problem("exponent", -1, 0, number=number + name, mantissa=number)
        if number == "0" and re.fullmatch(r"x[0-9a-f]{1,8}|b[01]{1,32}|o[0-7]{1,10}", name.lower()):
            written = number + name
            return self._problem("hexadecimal", -1, 0, number=written, fix=int(written.lower(), 0))
        return None

    def _two_numbers(self) -> GradcliError | None:
        scene = self.scene
        if scene.kind_at(-1) != "NUMBER" or scene.kind_at(0) != "NUMBER":
            return None
        left, right = scene.word(-1), scene.word()
        groups = [left]
        while re.fullmatch(r"\d{3}", scene.word(len(groups) - 1)):
            groups.append(scene.word(len(groups) - 1))
        if re.fullmatch(r"\d{1,3}", left) and len(groups) > 1:
            return self._problem("thousands", -1, len(groups) - 2, fix="".join(groups))
        return self._problem("two-numbers", -1, 0, left=left, right=right, fix=f"{left}*{right}")

    def _function(self) -> GradcliError | None:
        """Is it sin x, or sin^2(x)?"""
        scene = self.scene
        here = scene.here
        name = scene.word(-1)
        if name in FUNCTIONS and name not in self.known and scene.word(-2) != ".":
            last = scene.unit_behind(here)
            argument = scene.typed(here, last)
            if scene.kind(last) == "NUMBER" and scene.kind(last + 1) == "NAME":
                argument, last = f"{argument}*{scene.words[last + 1]}", last + 1
            return self._between(
                "function-argument", here - 1, last, name=name, fix=f"{name}({argument})"
            )
        if scene.word() != "(":
            return None
        sign = here - 3 if scene.word(-2) == "-" else here - 2
        if (
            sign < 1
            or scene.words[sign] not in ("^", "**")
            or scene.words[sign - 1] not in FUNCTIONS
        ):
            return None
        name = scene.words[sign - 1]
        if self.inputs.get(name, scene.starts[sign - 1]) != scene.starts[sign - 1]:
            return None
        last = scene.unit_behind(here)
        power = "".join(scene.words[sign + 1 : here])
        fix = f"{name}{scene.typed(here, last)}^{power}"
        return self._between("function-power", sign - 1, last, fix=fix)

    def _missing_times(self) -> GradcliError:
        scene = self.scene
        first = scene.power_before(scene.here - 1)
        last = scene.unit_behind(scene.here)
        left, right = scene.typed(first, scene.here - 1), scene.typed(scene.here, last)
        return self._between(
            "missing-times", first, last, left=left, right=right, fix=f"{left}*{right}"
        )

    def equals(self) -> GradcliError | None:
        """Is it an equals sign that gives no name?"""
        scene = self.scene
        if scene.word() != "=":
            return None
        before = scene.word(-1)
        if not before:
            return self._problem("no-name")
        if before in ("+", "-", "*", "/", "%", "@", "^", "**") and scene.kind_at(-2) == "NAME":
            name = scene.word(-2)
            sign = before + "="
            return self._problem("augmented", -1, 0, sign=sign, name=name, operator=before)
        return self._problem("equals")

    def comma(self) -> GradcliError | None:
        """Is it a comma outside functions and lists, or one too many?"""
        scene = self.scene
        before = scene.word(-1)
        if scene.word() in (",", ")", "]") and before == ",":
            return self._problem("missing-argument", -1, 0)
        if scene.word() != ",":
            return None
        if before in ("(", "["):
            return self._problem("missing-argument", -1, 0)
        if not before or before in SIGNS or before in ("=", "."):
            return None
        if scene.open:
            last = scene.matching(scene.open[-1])
            inside = scene.typed(scene.open[-1] + 1, max(last - 1, scene.here))
            return self._between("tuple", scene.open[-1], last, fix=f"[{inside}]")
        return self._comma_in_number() or self._comma_outside()

    def _comma_in_number(self) -> GradcliError | None:
        scene = self.scene
        here = scene.here
        text = scene.plain.text[scene.starts[here - 1] :]
        found = re.match(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?(?![\w.,])", text)
        identifier, fix = "thousands", found.group().replace(",", "") if found else ""
        if not found:
            found = re.match(r"\d+,\d+(?![\w.,])", text)
            identifier, fix = "decimal-comma", found.group().replace(",", ".") if found else ""
        if not found or scene.kind(here - 1) != "NUMBER":
            return None
        start = scene.starts[here - 1]
        return problem(identifier, scene.plain, start, start + found.end(), fix=fix)

    def _comma_outside(self) -> GradcliError:
        scene = self.scene
        first = scene.unit_before(scene.here - 1)
        left, right = scene.typed(first, scene.here - 1), "…"
        if scene.words[scene.here + 1] and scene.begins_operand(scene.here + 1):
            right = scene.typed(scene.here + 1, scene.unit_behind(scene.here + 1))
        return self._problem("comma", fix=f"[{left}, {right}]")

    def nothing_inside(self) -> GradcliError | None:
        """Is there nothing between two brackets?"""
        scene = self.scene
        opening = scene.word(-1)
        if scene.word() not in CLOSING or opening not in OPENING:
            return None
        if opening == "[":
            return self._problem("empty-list", -1, 0)
        if scene.kind_at(-2) == "NAME":
            return self._problem("empty-call", -2, 0, name=scene.word(-2))
        return self._problem("empty-brackets", -1, 0)

    def dot_or_colon(self) -> GradcliError | None:
        scene = self.scene
        if scene.word() == ":":
            return self._problem("walrus", 0, 1) if scene.word(1) == "=" else self._problem("colon")
        if scene.word(-1) == "." or scene.word() == ".":
            return self._problem("dot", -1 if scene.word(-1) == "." else 0)
        return None

    def missing_operand(self) -> GradcliError | None:
        """Is there a sign without an operand before or behind it?"""
        scene = self.scene
        word, before = scene.word(), scene.word(-1)
        number = scene.here > 1 and before == "%" and scene.ends_operand(scene.here - 2)
        if number and scene.kind_at(-2) == "NUMBER":
            return self._problem("percent", -2, -1, fix=f"{scene.word(-2)}/100")
        if not word or word in CLOSING or word == ",":
            if before == "=" and scene.kind_at(-2) == "NAME":
                return self._problem("no-value", -2, -1, name=scene.word(-2))
            return self._problem("ends", -1, sign=before) if before in SIGNS else None
        if word in INFIX and before in SIGNS:
            return self._problem("two-signs", -1, 0, left=before, right=word)
        return self._problem("begins", sign=word) if word in INFIX else None


def explained(plain: Plain, layout: str, found: NoWay, program: ProgramBuilder) -> GradcliError:
    """Return the error for a text that cannot be read at a token."""
    scene = Scene(plain, layout, found.start)
    first_uses = {name: program.span(node)[0] for name, node in program.graph.inputs.items()}
    explanation = Explanation(scene, {*program.known, *program.bound}, first_uses)
    for question in explanation.questions():
        answer = question()
        if answer is not None:
            return answer
    expected = ", ".join(map(_readable, found.expected[:8]))
    return problem("syntax", plain, found.start, found.end, expected=expected)


def _readable(terminal: str) -> str:
    from gradcli.language.tables import FIXED, TERMINALS

    by_name = {TERMINALS[number]: word for word, number in FIXED.items()}
    words = {"NAME": "a name", "NUMBER": "a number", "$END": "the end", "_SEPARATOR": "a new line"}
    return words.get(terminal, by_name.get(terminal, terminal.lower()))
