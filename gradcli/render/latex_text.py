"""Words, names and single characters as LaTeX: what fonts and engines can set, and nothing else."""

from __future__ import annotations

import re

_SMALL = (
    "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon varphi chi psi omega epsilon vartheta phi varsigma"
)
_CAPITAL = "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"

#: The commands of Greek letters, by their sign.
GREEK = dict(
    zip(
        "αβγδεζηθικλμνξπρστυφχψωϵϑϕςΓΔΘΛΞΠΣΥΦΨΩ∂",
        f"{_SMALL} {_CAPITAL} partial".split(),
        strict=True,
    )
)

#: Functions with a command of their own.
_COMMANDS = frozenset(
    [
        "exp",
        "log",
        "sin",
        "cos",
        "tan",
        "sec",
        "csc",
        "cot",
        "sinh",
        "cosh",
        "tanh",
        "arcsin",
        "arccos",
        "arctan",
        "max",
        "min",
    ]
)

#: What functions are called where the language has another name.
_RENAMED = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}

#: Text with a meaning of its own in LaTeX.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
    "<": r"\ensuremath{<}",
    ">": r"\ensuremath{>}",
    "|": r"\ensuremath{|}",
    "×": r"\ensuremath{\times}",
    "·": r"\ensuremath{\cdot}",
    "→": r"\ensuremath{\to}",
    "…": r"\dots{}",
    "\u201c": "``",
    "\u201d": "''",
    "`": r"\textasciigrave{}",
    '"': r"\symbol{34}",
    "'": r"\textquotesingle{}",
}


def plain_text(text: str) -> str:
    """Return a text as LaTeX shows it; what the fonts lack is shown by its number.

    >>> plain_text("50% of x_1")
    '50\\\\% of x\\\\_1'
    """
    return "".join(_character(sign) for sign in text)


def _character(sign: str) -> str:
    if sign in _SPECIAL:
        return _SPECIAL[sign]
    if sign in GREEK:
        return rf"\ensuremath{{\{GREEK[sign]}}}"
    if sign.isascii():
        return sign if sign.isprintable() or sign == "\n" else " "
    return sign if _has_glyph(sign) else rf"[U+{ord(sign):04X}]"


def _has_glyph(sign: str) -> bool:
    """Return whether the fonts of the document have a character: Chinese, Latin, Cyrillic."""
    if sign in _LATIN:
        return True
    try:
        return len(sign.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


_LATIN = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ")


def name(written: str) -> str:
    """Return a name: a letter with its index, a Greek letter, or a word set upright.

    >>> name("x1"), name("θ"), name("w_ih"), name("loss")
    ('x_{1}', '\\\\theta', 'w_{\\\\mathrm{ih}}', '\\\\mathrm{loss}')
    """
    found = re.fullmatch(r"([^\W\d_])_?(\d+|_[^\W_]+|)", written)
    if found is None and re.fullmatch(r"[^\W\d_]_[^\W_]+", written):
        found = re.fullmatch(r"([^\W\d_])(_[^\W_]+)", written)
    if found is None:
        return word(written)
    letter = f"\\{GREEK[found[1]]}" if found[1] in GREEK else found[1]
    letter = letter if letter.isascii() else word(letter)
    index = found[2].removeprefix("_")
    return f"{letter}_{{{index if index.isdigit() else word(index)}}}" if index else letter


def word(written: str) -> str:
    """Return a name of several letters or of a script without italics, set upright."""
    if written.isascii() and written.replace("_", "a").isalnum():
        return rf"\mathrm{{{plain_text(written)}}}" if len(written) > 1 else written
    return rf"\text{{{plain_text(written)}}}"


def function_name(called: str) -> str:
    """Return the name of a function, set upright.

    >>> function_name("sin"), function_name("relu"), function_name("leaky_relu")
    ('\\\\sin', '\\\\operatorname{relu}', '\\\\operatorname{leaky\\\\_relu}')
    """
    called = _RENAMED.get(called, called)
    if called in _COMMANDS:
        return f"\\{called}"
    if called == "sigmoid":
        return r"\sigma"
    return rf"\operatorname{{{plain_text(called)}}}"
