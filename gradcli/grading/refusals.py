"""What an answer may not contain, with the fix: decimal commas, several numbers, inf.

All places are those of the text in plain characters.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from gradcli.limits import ANSWER_DEPTH


class Unreadable(Exception):
    """Why a text is invalid; `start` and `end` are places of the text in plain characters."""

    def __init__(self, message: str, hint: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.start = start
        self.end = end


#: The sign between a label and its number, = or ~; not that of a comparison.
EQUALS = re.compile(r"~?(?<![=!<>])=(?!=)|~")

#: Signs that are never part of an answer, with what to say and what to try.
_SIGNS = {
    ";": (
        "a ; separates two answers: only one is asked",
        "the elements of a list stand between [ and ]",
    ),
    "#": ("a # begins a comment, which an answer does not have", "write the number alone"),
    "\n": ("an answer is one line", "write it on one line"),
    "\r": ("an answer is one line", "write it on one line"),
    "{": ("braces are no part of an answer", "a list stands between [ and ]"),
    "}": ("braces are no part of an answer", "a list stands between [ and ]"),
    '"': ("quotes are no part of an answer", "write the number alone"),
}

_DECIMAL_COMMA = re.compile(r"([+-]?) ?(\d+),(\d+)")
_THOUSANDS = re.compile(r"[+-]? ?\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_DECIMAL_COMMA_LAST = re.compile(r"[+-]? ?\d{1,3}(?:\.\d{3})+,\d+")
_SPACED = re.compile(r"[+-]? ?\d{1,3}(?:[ '_]\d{3})+(?:\.\d*)?")
_EXPONENT = re.compile(r"\d[eE][+-]?0*[1-9]\d{2,}")
_PERCENT = re.compile(r"(?<![\w.])(\d+(?:\.\d*)?|\.\d+) ?%(?= *[+-])")
_NO_NUMBER = re.compile(
    r"[+-]? ?(inf|infinity|nan|∞|undefined|none|null|true|false|yes|no)", re.IGNORECASE
)
_PROSE = re.compile(r"[^\W\d_]+['’]?[^\W\d_]* +[^\W\d_]{2,}|[\u4e00-\u9fff]{2,}")
_BEFORE_NUMBER = re.compile(r"([^\W\d_]{2,})(?:\.? +[+-]?\d)|([\u4e00-\u9fff]+) *[+-]?[\d.]")
_DASHES = re.compile(r"[-_.?/~ ]+")

#: What to try where no number stands at all.
LEAVE = "write a number; leave it empty if you do not know"


def refuse_signs(text: str) -> None:
    """Raise Unreadable if a sign stands in the text that no answer has."""
    for place, sign in enumerate(text):
        if sign in _SIGNS:
            raise Unreadable(*_SIGNS[sign], place, place + 1)


def refuse_habits(text: str, start: int) -> None:
    """Raise Unreadable for a number with commas or spaces in it, and offer how to write it."""
    end = start + len(text)
    if _THOUSANDS.fullmatch(text):
        hint = f"write {text.replace(',', '')}"
        if text.count(",") == 1 and "." not in text:
            hint += f"; or {text.replace(',', '.')}, if the comma is a decimal comma"
        raise Unreadable("a comma does not belong in a number", hint, start, end)
    if _DECIMAL_COMMA.fullmatch(text):
        hint = f"write {text.replace(',', '.')}"
        raise Unreadable("a comma does not belong in a number", hint, start, end)
    if _DECIMAL_COMMA_LAST.fullmatch(text):
        hint = f"write {text.replace('.', '').replace(',', '.')}"
        raise Unreadable("a comma does not belong in a number", hint, start, end)
    if _SPACED.fullmatch(text):
        hint = f"write {re.sub('[ _]', '', text).replace(chr(39), '')}"
        raise Unreadable("a number is written without spaces", hint, start, end)
    if _DASHES.fullmatch(text):
        raise Unreadable(f"'{text}' is no number", LEAVE, start, end)


def refuse_words(text: str, start: int) -> None:
    """Raise Unreadable for inf, nan and their like, for 50% + 1, and for too large powers of ten.

    With a sign behind it, % would be the remainder of a division by what was meant to be added.
    """
    percent = _PERCENT.search(text)
    if percent is not None:
        hint, (first, last) = f"did you mean ({percent[1]}/100)?", percent.span()
        raise Unreadable("% is the remainder here", hint, start + first, start + last)
    if _NO_NUMBER.fullmatch(text):
        message = f"{text} is no number that can be judged"
        raise Unreadable(message, "write a finite number", start, start + len(text))
    found = _EXPONENT.search(text)
    if found is not None and int(found[0].lower().partition("e")[2][-9:]) > 300:
        raise Unreadable("the power of ten is out of range", "", start, start + len(text))


def refuse_prose(text: str, start: int, known: Container[str]) -> None:
    """Raise Unreadable if a text that cannot be parsed is words, or a word before a number.

    `known` are the names that mean something in an answer.
    """
    before = _BEFORE_NUMBER.match(text)
    if _PROSE.search(text) or (before and (before[1] or before[2]) not in known):
        raise Unreadable("this is no number", LEAVE, start, start + len(text))


def refuse_depth(text: str, start: int, end: int) -> None:
    """Raise Unreadable if brackets are inside one another too deeply."""
    depth = 0
    for place in range(start, end):
        depth += (text[place] in "([") - (text[place] in ")]")
        if depth > ANSWER_DEPTH.most:
            message = f"more than {ANSWER_DEPTH.most} brackets inside one another"
            raise Unreadable(message, "", place, place + 1)


# --- lists


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch of a text without the blanks at both ends."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def is_list(text: str) -> bool:
    """Return whether a text is one list from its first character to its last.

    >>> is_list("[1, [2]]"), is_list("[1] + [2]")
    (True, False)
    """
    if not text.startswith("["):
        return False
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if not depth:
            return place == len(text) - 1
    return False


def items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where each item stands in a stretch of a text, separated by commas outside brackets.

    >>> list(items("1, [2, 3]", 0, 9))
    [(0, 1), (2, 9)]
    """
    depth = 0
    for place in range(start, end):
        sign = text[place]
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            yield start, place
            start = place + 1
    yield start, end
