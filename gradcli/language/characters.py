"""What characters beyond ASCII stand for.

Each one either means what it looks like, or is left for the grammar to accept as a letter or to
refuse.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from functools import lru_cache

from gradcli.errors import GradcliError
from gradcli.language.messages import problem
from gradcli.language.normalise import Plain
from gradcli.language.signs import Found, sign_alone

_ALIKE = {
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000",
    "\n": "\u0085\u2028\u2029",
    "-": "\u2212\u2010\u2011\u2012\u2013\u2014\u2015\u02d7\u2043\ufe63\u2796",
    "+": "\ufe62\u2795",
    "*": "×·⋅∙•∗✕✖⨯⊙・\u2217\u22c6",
    "/": "÷∕⁄➗",
    "^": "\u02c6",
    "<=": "≤≦⩽",
    ">=": "≥≧⩾",
    "!=": "≠",
    "==": "\u2a75",
    "(": "﹙",
    ")": "﹚",
    "[": "【〔",
    "]": "】〕",
    ",": "、﹐",
    ";": "﹔",
    ":": "﹕∶",
}
_MEANS = {sign: plain for plain, signs in _ALIKE.items() for sign in signs}
#: Shapes of Greek letters that a keyboard gives for the letter itself.
_MEANS |= dict(zip("ϕϑϵϰϱµ", "φθεκρμ", strict=True))

_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
_SUBSCRIPT_DIGITS = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))
_TRANSPOSE = "ᵀ"

_COMMENT = re.compile(r"[#＃][^\r\n\u0085\u2028\u2029]*")
_RUN = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]")
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ]+")
_NAME_BEFORE = re.compile(r"[^\W\d]\w*\Z")
_WHOLE_BEFORE = re.compile(r"(?<![\w.])\d+ ?\Z")
#: What may stand beside 1/2 without brackets round it.
_LOOSE = "+-([)],=;\n"
_OPERAND_ENDS = re.compile(r"[\w)\]\u0300-\u036f]")
#: What may not follow a superscript, since it could concern the power or the whole.
_AMBIGUOUS = re.compile(r"\s*(?:\^|\*\*|[\[.＾［【．ᵀ⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]|ˆ)")


def in_plain_characters(typed: str) -> Plain:
    """Return a text in plain form.

    Raises:
        SyntaxProblem: a superscript or a numeral whose meaning is not clear.
    """
    return _Writer(typed).run()


@lru_cache(maxsize=4096)
def _meaning(sign: str) -> str:
    """Return the plain form of one character with the marks behind it; most are their own."""
    sign = unicodedata.normalize("NFC", sign)
    if sign in _MEANS:
        return _MEANS[sign]
    if len(sign) > 1:
        return sign
    if "\uff01" <= sign <= "\uff5e":
        return chr(ord(sign) - 0xFEE0)
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    kind = unicodedata.decomposition(sign).split(" ")[0]
    if kind in ("<font>", "<sub>", "<wide>", "<narrow>") and category[0] in "LN":
        return unicodedata.normalize("NFKC", sign)
    return sign


class _Writer:
    """Write the plain text from left to right, with the place that each character comes from."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self.source = _COMMENT.sub(lambda found: " " * len(found.group()), typed)
        self.parts: list[str] = []
        self.first = array("q")
        self.last = array("q")

    def run(self) -> Plain:
        place = 1 if self.source.startswith("\ufeff") else 0
        if place:
            self.put(" ", 0, 1)
        while place < len(self.source):
            place = self.advance(place)
        text = "".join(self.parts)
        if text == self.typed:
            return Plain(text, text)
        return Plain(self.typed, text, self.first, self.last)

    def put(self, text: str, start: int, end: int) -> None:
        """Write what stands for one stretch of the source."""
        self.parts.append(text)
        self.first.extend([start] * len(text))
        self.last.extend([end] * len(text))

    def advance(self, place: int) -> int:
        """Write what stands at a place, and return where the next begins."""
        found = _RUN.match(self.source, place)
        assert found is not None
        end = found.end()
        if self.source[place] < "\x80":
            if end < len(self.source) and unicodedata.combining(self.source[end]):
                end -= 1
            if end > place:
                self.parts.append(self.source[place:end])
                self.first.extend(range(place, end))
                self.last.extend(range(place + 1, end + 1))
                return end
        return self.character(place)

    def character(self, place: int) -> int:
        """Write the character at a place, with the marks behind it."""
        sign = self.source[place]
        if sign in _SUPERSCRIPTS or _RAISED.match(sign):
            return self.superscript(place)
        if sign == _TRANSPOSE:
            return self.transpose(place)
        end = place + 1
        while end < len(self.source) and unicodedata.combining(self.source[end]):
            end += 1
        plain = _meaning(self.source[place:end])
        if sign in _SUBSCRIPT_DIGITS or unicodedata.category(plain[0]) in ("No", "Nl"):
            self.check_number(sign, place, end)
        self.put(plain, place, end)
        return end

    def check_number(self, sign: str, start: int, end: int) -> None:
        """Refuse a numeral that is no digit, and a subscript that belongs to no name."""
        if sign in _SUBSCRIPT_DIGITS and _NAME_BEFORE.search("".join(self.parts[-32:])):
            return
        found = sign_alone(sign)
        if found.identifier == "fraction-sign":
            raise self.fraction(found, start, end)
        raise problem(found.identifier, self.typed, start, end, **found.parts)

    def fraction(self, found: Found, start: int, end: int) -> GradcliError:
        """Return the error for ½, with the fraction in brackets where signs stand around it."""
        whole = _WHOLE_BEFORE.search(self.source, 0, start)
        parts = dict(found.parts)
        if whole is not None:
            start = whole.start()
            parts["fix"] = f"{whole.group().strip()} + {parts['fix']}"
        before, behind = self.source[:start].rstrip(" "), self.source[end:].lstrip(" ")
        if before[-1:] not in _LOOSE or behind[:1] not in _LOOSE or (whole and before):
            parts["fix"] = f"({parts['fix']})"
        return problem(found.identifier, self.typed, start, end, **parts)

    def superscript(self, place: int) -> int:
        """Write a power for superscripts: `^-1` for ⁻¹."""
        raised = _RAISED.match(self.source, place)
        assert raised is not None
        end, sign = raised.end(), raised.group()
        digits = "".join([_SUPERSCRIPTS.get(one, "?") for one in sign])
        if not re.fullmatch(r"[+-]?\d+", digits):
            raise problem("superscript-sign", self.typed, place, end, sign=sign)
        self.check_operand(place, end, sign)
        if _AMBIGUOUS.match(self.source, end):
            raise problem("superscript", self.typed, place, end, sign=sign)
        self.put("^" + digits, place, end)
        self.set_apart(end)
        return end

    def transpose(self, place: int) -> int:
        self.check_operand(place, place + 1, _TRANSPOSE)
        self.put(".T", place, place + 1)
        self.set_apart(place + 1)
        return place + 1

    def check_operand(self, start: int, end: int, sign: str) -> None:
        """Refuse a superscript behind anything but an operand."""
        for part in reversed(self.parts):
            before = part.rstrip()
            if before:
                if _OPERAND_ENDS.match(before[-1]):
                    return
                break
        raise problem("superscript-alone", self.typed, start, end, sign=sign)

    def set_apart(self, end: int) -> None:
        """Keep what follows a superscript from growing together with it."""
        if end < len(self.source) and (self.source[end].isalnum() or self.source[end] == "_"):
            self.put(" ", end, end)
