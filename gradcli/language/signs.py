"""Characters that belong to no token of the language, and what people mean by them."""

from __future__ import annotations

from typing import NamedTuple

from gradcli.language.scene import Scene
from gradcli.operators import CONSTANTS, FUNCTIONS


class Found(NamedTuple):
    """The row of the table of messages for a character, and the parts to be filled in."""

    identifier: str
    parts: dict[str, str]


#: Quotation marks of text processors and input methods.
QUOTES = frozenset("‘’‚“”„«»")

#: What people write behind a function for its derivative, or behind a matrix for its transpose.
PRIMES = frozenset("'’′")

ROOTS = {"√": "sqrt", "∛": "cbrt", "∑": "sum", "∏": "prod"}
_FIXED = {
    "&": "ampersand",
    "|": "bars",
    "‖": "bars",
    "∂": "derivative",
    "∞": "infinity",
    "\\": "latex",
    "⊤": "transpose-sign",
    "°": "degrees",
    "{": "braces",
    "}": "braces",
}


def unknown_sign(scene: Scene) -> Found:
    """Return what to say about the wrong token, which is a single character that cannot be read."""
    word = scene.word()
    operand = scene.here > 0 and scene.ends_operand(scene.here - 1)
    if word == "!":
        return Found("factorial" if operand else "negation", {"sign": word})
    if word == "|" and operand and scene.word(1) == "|":
        return Found("bars-or", {})
    if word in PRIMES and operand:
        return Found("prime", {"sign": word})
    return _backslash(scene) if word == "\\" else sign_alone(word)


def _backslash(scene: Scene) -> Found:
    """Return what to say about a backslash: of LaTeX, or at the end of a line."""
    name = scene.word(1)
    if scene.plain.text[scene.ends[scene.here] :].lstrip(" \t")[:1] in ("\n", "\r"):
        return Found("line-joined", {})
    if name in FUNCTIONS or name in CONSTANTS:
        return Found("latex-name", {"fix": name})
    return Found("latex", {})


def sign_alone(sign: str) -> Found:
    """Return what to say about a character, whatever stands around it."""
    if sign in _FIXED:
        return Found(_FIXED[sign], {"sign": sign})
    if sign in ROOTS:
        return Found("root", {"sign": sign, "function": ROOTS[sign]})
    if sign in "∫∮∇":
        return Found("integral", {"sign": sign})
    if sign == "~":
        return Found("negation", {"sign": sign})
    if sign in "'\"":
        return Found("quote", {"sign": sign})
    if sign in QUOTES:
        return Found("smart-quote", {"sign": sign})
    return _by_category(sign)


def _by_category(sign: str) -> Found:
    import unicodedata

    if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        name = f"U+{ord(sign):04X} {unicodedata.name(sign, '').lower()}".rstrip()
        unseen = unicodedata.category(sign) not in ("Co", "Cn", "Cs")
        return Found("invisible" if unseen else "character", {"character": name})
    compatible = unicodedata.normalize("NFKC", sign).replace("\u2044", "/")
    if "/" in compatible and len(compatible) > 1:
        return Found("fraction-sign", {"sign": sign, "fix": compatible})
    return Found("character", {"character": sign})
