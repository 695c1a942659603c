"""What is wrong where a text cannot be read: the row of the table of messages that fits best.

Each question below looks at the wrong token and its neighbours and answers with an error or None;
the first answer counts, so the particular stands before the general.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from gradcli.errors import GradcliError
from gradcli.language.inquiry import Inquiry
from gradcli.language.messages import problem
from gradcli.language.neighbours import SideBySide
from gradcli.language.normalise import Plain
from gradcli.language.notations import Notations
from gradcli.language.parser import NoWay
from gradcli.language.scene import CLOSING, INFIX, OPENING, SIGNS, Scene
from gradcli.language.signs import QUOTES, ROOTS, unknown_sign

if TYPE_CHECKING:
    from gradcli.language.builder import ProgramBuilder


class Explanation(Inquiry):
    """The questions, in the order in which they are asked."""

    def questions(self) -> tuple[Callable[[], GradcliError | None], ...]:
        """Return the questions, the particular ones first."""
        return (
            self.empty,
            Notations(self.scene, self.known, self.inputs).answer,
            self.sign,
            self.bracket,
            self.unfinished,
            self.index,
            self.relation,
            self.reserved,
            self.option,
            self.text,
            self.words,
            SideBySide(self.scene, self.known, self.inputs).answer,
            self.equals,
            self.comma,
            self.nothing_inside,
            self.dot_or_colon,
            self.missing_operand,
        )

    def empty(self) -> GradcliError | None:
        """Is there nothing at all?"""
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
        special = {"root": self._root, "smart-quote": self._quoted, "character": self._full_stop}
        answer = special[found.identifier]() if found.identifier in special else None
        if answer is not None:
            return answer
        start, end = self.scene.starts[self.scene.here], self.scene.ends[self.scene.here]
        return problem(found.identifier, self.scene.plain, start, end, **found.parts)

    def _root(self) -> GradcliError | None:
        """Is it a root over an operand?"""
        scene = self.scene
        behind = scene.here + 1
        if not scene.word(1) or not scene.begins_operand(behind):
            return None
        last = scene.unit_behind(behind)
        operand = scene.typed(behind, last)
        function = ROOTS[scene.word()]
        bracketed = scene.word(1) == "(" and scene.words[last] == ")"
        fix = function + operand if bracketed else f"{function}({operand})"
        return self.between("root-of", scene.here, last, sign=scene.word(), fix=fix)

    def _quoted(self) -> GradcliError | None:
        """Do typographic quotation marks stand around the whole?"""
        scene, last = self.scene, len(self.scene.words) - 2
        if scene.here or not last or scene.words[last] not in QUOTES:
            return None
        return self.between("quoted", 0, last, sign=scene.word(), closing=scene.words[last])

    def _full_stop(self) -> GradcliError | None:
        """Is it the full stop of Chinese between two digits?"""
        numbers = self.scene.kind_at(-1) == self.scene.kind_at(1) == "NUMBER"
        if self.scene.word() not in ("。", "｡") or not self.scene.here or not numbers:
            return None
        fix = f"{self.scene.word(-1)}.{self.scene.word(1)}"
        return self.problem("decimal-comma", -1, 1, fix=fix)

    def bracket(self) -> GradcliError | None:
        """Is it a bracket that closes nothing, or something else?"""
        word = self.scene.word()
        if word not in CLOSING:
            return None
        if not self.scene.open:
            return self.problem("unopened", bracket=word, opening=CLOSING[word])
        if self.scene.words[self.scene.open[-1]] != CLOSING[word]:
            return self._mismatched()
        return None

    def _mismatched(self) -> GradcliError:
        scene = self.scene
        opened = scene.words[scene.open[-1]]
        return self.between(
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
                return self.between("unclosed", never[-1], never[-1], bracket=sign, closing=closing)
        if scene.open and not scene.word() and scene.here + 1 < len(scene.words):
            start = scene.starts[scene.here]
            return problem("semicolon-in-brackets", scene.plain, start, start + 1)
        return None

    def index(self) -> GradcliError | None:
        """Is it inside the brackets of an index?"""
        scene = self.scene
        if not scene.open or not scene.is_index(scene.open[-1]):
            return None
        if scene.word(-1) in ("[", ",") and scene.word() in ("]", ","):
            return self.problem("empty-index", -1, 0)
        return self.problem("index-content")

    def relation(self) -> GradcliError | None:
        """Are these two signs that were meant for one, such as =< or <>?"""
        pair = self.scene.word(-1) + self.scene.word()
        fix = {"=<": "<=", "=>": ">=", "<>": "!=", "===": "==", "!==": "!="}.get(pair)
        if fix is None or not self.scene.adjacent():
            return None
        return self.problem("relation", -1, 0, sign=pair, fix=fix)

    def reserved(self) -> GradcliError | None:
        """Is a word of the language used as a name?"""
        scene = self.scene
        word, before, behind = scene.word(), scene.word(-1), scene.word(1)
        if word == "=" and before in ("and", "or", "not"):
            return self.problem("reserved", -1, name=before)
        operand = scene.here > 0 and scene.ends_operand(scene.here - 1)
        alone = not operand and before not in SIGNS and behind in ("=", "(", "")
        if word in ("and", "or") and alone:
            return self.problem("reserved", name=word)
        return None

    def option(self) -> GradcliError | None:
        """Is it in the value of an option?"""
        place = self.scene.option_around()
        if place is None:
            return None
        name = self.scene.words[place]
        return self.between("option-plain", place, max(place + 1, self.scene.here - 1), name=name)

    def text(self) -> GradcliError | None:
        """Is it a text in quotes?"""
        return self.problem("text") if self.scene.kind_at(0) == "STRING" else None

    def words(self) -> GradcliError | None:
        """Is it Python's choice, or a derivative?"""
        scene = self.scene
        for offset in (0, -1):
            if scene.word(offset) in ("if", "else"):
                return self.problem("if-else", offset)
        quotient = [scene.word(offset) for offset in (-3, -2, -1)]
        if re.fullmatch(r"d\w* / d\w+", " ".join(quotient)) and quotient[0] in ("d", "dy", "df"):
            return self.problem("derivative", -3, -1)
        return None

    def equals(self) -> GradcliError | None:
        """Is it an equals sign that gives no name?"""
        scene = self.scene
        if scene.word() != "=":
            return None
        before = scene.word(-1)
        if not before:
            return self.problem("no-name")
        if before in ("+", "-", "*", "/", "%", "@", "^", "**") and scene.kind_at(-2) == "NAME":
            name = scene.word(-2)
            sign = before + "="
            return self.problem("augmented", -1, 0, sign=sign, name=name, operator=before)
        first = scene.unit_before(scene.here - 1)
        if before == ")" and scene.is_call(first + 1) and not scene.word(first - 1 - scene.here):
            return self.between("definition", first, scene.here, name=scene.words[first])
        return self.problem("equals")

    def comma(self) -> GradcliError | None:
        """Is it a comma outside functions and lists, or one too many?"""
        scene = self.scene
        before = scene.word(-1)
        if scene.word() in (")", "]") and before == "," and scene.open:
            found = self._last_comma(scene.open[-1])
            if found is not None:
                return found
        if scene.word() in (",", ")", "]") and before == ",":
            return self.problem("missing-argument", -1, 0)
        if scene.word() != ",":
            return None
        if before in ("(", "["):
            return self.problem("missing-argument", -1, 0)
        if not before or before in SIGNS or before in ("=", "."):
            return None
        if scene.open:
            last = scene.matching(scene.open[-1])
            end = max(last - 1, scene.here)
            inside = scene.typed(scene.open[-1] + 1, end - (scene.words[end] == ","))
            return self.between("tuple", scene.open[-1], last, fix=f"[{inside}]")
        return self._comma_in_number() or self._comma_outside()

    def _last_comma(self, opening: int) -> GradcliError | None:
        """Is it max(x,), or [1, 2,]?"""
        scene = self.scene
        if scene.word(-2) in ("(", "[", ","):
            return None
        first = opening - 1 if scene.is_call(opening) else opening
        fix = scene.typed(first, scene.here - 2) + scene.word()
        return self.problem("last-comma", -1, 0, fix=fix)

    def _comma_in_number(self) -> GradcliError | None:
        """Is it 1,000 or 3,5?"""
        scene = self.scene
        start = scene.starts[scene.here - 1]
        text = scene.plain.text[start:]
        thousands = re.match(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?(?![\w.,])", text)
        found = thousands or re.match(r"\d+,\d+(?![\w.,])", text)
        if not found or scene.kind(scene.here - 1) != "NUMBER":
            return None
        typed = found.group()
        alone = typed == scene.plain.text.strip()
        fraction = "comma-between-numbers" if alone else "decimal-comma"
        parts = {
            "fix": typed.replace(",", "" if thousands else "."),
            "list": f"[{typed.replace(',', ', ')}]",
        }
        identifier = "thousands" if thousands else fraction
        return problem(identifier, scene.plain, start, start + found.end(), **parts)

    def _comma_outside(self) -> GradcliError:
        scene = self.scene
        here = scene.here
        first = max((at + 1 for at in range(here) if scene.words[at] in ("", "=")), default=0)
        items, comma = [scene.typed(first, here - 1)], here
        while scene.words[comma] == ",":
            last = self._item_behind(comma)
            if last == comma:
                break
            items.append(scene.typed(comma + 1, last))
            comma = last + 1
        items += ["…"] * (len(items) < 2)
        return self.problem("comma", fix=f"[{', '.join(items)}]")

    def _item_behind(self, comma: int) -> int:
        """Return where the item behind a comma ends: before the next comma, or what ends it."""
        words, at = self.scene.words, comma + 1
        while words[at] not in ("", ",", "=", *CLOSING):
            at = max(self.scene.matching(at), at) + 1 if words[at] in OPENING else at + 1
        return at - 1

    def nothing_inside(self) -> GradcliError | None:
        """Is there nothing between two brackets?"""
        scene = self.scene
        opening = scene.word(-1)
        if scene.word() not in CLOSING or opening not in OPENING:
            return None
        if opening == "[":
            return self.problem("empty-list", -1, 0)
        if scene.kind_at(-2) == "NAME":
            return self.problem("empty-call", -2, 0, name=scene.word(-2))
        return self.problem("empty-brackets", -1, 0)

    def dot_or_colon(self) -> GradcliError | None:
        """Is it a dot or a colon with nothing to do?"""
        scene = self.scene
        if scene.word() == ":":
            return self.problem("walrus", 0, 1) if scene.word(1) == "=" else self.problem("colon")
        if scene.word(-1) == "." or scene.word() == ".":
            return self.problem("dot", -1 if scene.word(-1) == "." else 0)
        return None

    def missing_operand(self) -> GradcliError | None:
        """Is there a sign without an operand before or behind it?"""
        scene = self.scene
        word, before = scene.word(), scene.word(-1)
        number = scene.here > 1 and before == "%" and scene.ends_operand(scene.here - 2)
        if number and scene.kind_at(-2) == "NUMBER":
            fix = f"{scene.word(-2)}/100"
            alone = scene.word(-3) in ("", "+", "-", *OPENING) and word not in ("^", "**")
            return self.problem("percent", -2, -1, fix=fix if alone else f"({fix})")
        if not word or word in CLOSING or word == ",":
            if before == "=" and scene.kind_at(-2) == "NAME":
                return self.problem("no-value", -2, -1, name=scene.word(-2))
            return self.problem("ends", -1, sign=before) if before in SIGNS else None
        if word == before == "/" and scene.adjacent():
            return self._floor_division()
        if word in INFIX and before in SIGNS:
            return self.problem("two-signs", -1, 0, left=before, right=word)
        return self.problem("begins", sign=word) if word in INFIX else None

    def _floor_division(self) -> GradcliError:
        scene = self.scene
        first, last = scene.product_before(scene.here - 2), scene.here
        behind = last + 2 if scene.word(1) in ("+", "-") else last + 1
        if scene.word(behind - last) and scene.begins_operand(behind):
            last = scene.power_behind(behind)
        left, right = scene.typed(first, scene.here - 2), scene.typed(scene.here + 1, last)
        return self.between("floor-division", first, last, fix=f"floor({left}/{right})")


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
