"""Formulas as LaTeX, for the mathematics of amsmath: names, numbers, matrices, rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from gradcli.operators.elementary import is_array
from gradcli.operators.symbols import (
    ATOM,
    CONDITION,
    OR,
    POWER,
    PRODUCT,
    SUM,
    Symbol,
)
from gradcli.render.quantities import is_large

#: Greek letters, by their sign.
GREEK = {
    **dict(
        zip(
            "αβγδεζηθικλμνξπρστυφχψω",
            "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho "
            "sigma tau upsilon varphi chi psi omega".split(),
            strict=True,
        )
    ),
    **dict(
        zip(
            "ΓΔΘΛΞΠΣΥΦΨΩ",
            "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega".split(),
            strict=True,
        )
    ),
    "ϵ": "epsilon",
    "ϑ": "vartheta",
    "ϕ": "phi",
    "ς": "varsigma",
    "∂": "partial",
}

#: Functions with a command of their own.
_COMMANDS = frozenset(
    "exp log sin cos tan sec csc cot sinh cosh tanh arcsin arccos arctan max min det".split()
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

#: The signs between two operands, with how tightly each binds.
_INFIX = {
    "add": (" + ", SUM),
    "subtract": (" - ", SUM),
    "multiply": (r" \cdot ", PRODUCT),
    "remainder": (r" \bmod ", PRODUCT),
    "matmul": (r" \, ", PRODUCT),
    "less": (" < ", CONDITION),
    "less_equal": (r" \le ", CONDITION),
    "greater": (" > ", CONDITION),
    "greater_equal": (r" \ge ", CONDITION),
    "equal": (" = ", CONDITION),
    "not_equal": (r" \ne ", CONDITION),
    "and": (r" \text{ and } ", OR + 1),
    "or": (r" \text{ or } ", OR),
}

#: The signs in the formulas of operators on arrays.
_SIGNS = {"*": r"\,", "@": r"\,", ".T": r"^{\top}"}

#: A formula as LaTeX, and how tightly its outermost operation binds.
_Written = tuple[str, int]


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
        return _word(written)
    letter = f"\\{GREEK[found[1]]}" if found[1] in GREEK else found[1]
    letter = letter if letter.isascii() else _word(letter)
    index = found[2].removeprefix("_")
    return f"{letter}_{{{index if index.isdigit() else _word(index)}}}" if index else letter


def _word(written: str) -> str:
    if written.isascii() and written.replace("_", "a").isalnum():
        return rf"\mathrm{{{plain_text(written)}}}" if len(written) > 1 else written
    return rf"\text{{{plain_text(written)}}}"


def latex(formula: Symbol) -> str:
    """Return a formula as LaTeX for mathematics; long ones are no problem.

    >>> from gradcli.operators.symbols import symbol
    >>> latex((symbol("x1") + 1) / symbol("θ") ** 2)
    '\\\\frac{x_{1} + 1}{\\\\theta^{2}}'
    """
    done: list[_Written] = []
    todo: list[tuple[Symbol, bool]] = [(formula, False)]
    while todo:
        part, ready = todo.pop()
        if ready:
            count = len(part.arguments)
            inner = done[len(done) - count :]
            del done[len(done) - count :]
            done.append(_composed(part, inner))
        elif part.arguments:
            todo.append((part, True))
            todo += [(argument, False) for argument in reversed(part.arguments)]
        else:
            done.append(_leaf(part))
    return done[0][0]


def _leaf(part: Symbol) -> _Written:
    if part.operation == "vjp":
        return _product(part), SUM
    if part.operation == "numeral" and is_array(part.value) and not is_large(part.value):
        return _matrix(part), ATOM
    content = part.content
    if part.operation in ("number", "numeral"):
        return _number(str(int(content)) if content == int_or_none(content) else str(content))
    return _name_or_text(str(content)), ATOM


def int_or_none(content: Any) -> int | None:
    """Return a float that is whole as an int, None for anything else."""
    return int(content) if isinstance(content, float) and content.is_integer() else None


def _name_or_text(written: str) -> str:
    if re.fullmatch(r"[^\W\d]\w*", written):
        return {"pi": r"\pi", "inf": r"\infty"}.get(written) or name(written)
    if written == "…":
        return r"\dots"
    if re.fullmatch(r"-?[\d.]+(e[-+]?\d+)?", written):
        return _number(written)[0]
    return rf"\text{{{plain_text(written)}}}"


def _number(written: str) -> _Written:
    """Return a number as text; a fraction as one, powers of ten as such."""
    if written in ("inf", "-inf", "nan"):
        return {"inf": r"\infty", "-inf": r"-\infty"}.get(written, r"\text{nan}"), SUM
    if not re.fullmatch(r"-?[\d./]+(e[-+]?\d+)?", written):
        return rf"\text{{{plain_text(written)}}}", ATOM
    binds = SUM if written.startswith("-") else ATOM
    if "/" in written:
        above, below = written.lstrip("-").split("/")
        sign = "-" if binds == SUM else ""
        return rf"{sign}\tfrac{{{above}}}{{{below}}}", min(binds, POWER)
    mantissa, _, exponent = written.partition("e")
    if exponent:
        return rf"{mantissa} \times 10^{{{int(exponent)}}}", min(binds, PRODUCT)
    return written, binds


def _matrix(part: Symbol) -> str:
    """Return an array as a row or a matrix; one with more axes as it is typed."""
    written = str(part.content)
    if part.value.ndim > 2:
        return rf"\text{{{plain_text(written)}}}"
    rows = [row.strip("[] ").split(", ") for row in written.split("], [")]
    body = r" \\ ".join(" & ".join(_number(one)[0] for one in row) for row in rows)
    return rf"\left[\begin{{array}}{{@{{}}{'r' * len(rows[0])}@{{}}}} {body} \end{{array}}\right]"


def _product(part: Symbol) -> str:
    """Return what an operator on arrays hands on: formula and words, each set as what it is."""
    names: dict[str, Symbol] = part.value[0]
    pieces: list[str] = []
    words: list[str] = []
    for token in re.findall(r"[^\W\d]\w*\(|\.T|[^\W\d]\w*|[\d.]+|\S", str(part.content)):
        bare = token.rstrip("(")
        if token == bare and bare.isalpha() and len(bare) > 1 and bare not in names:
            words.append(bare)
            continue
        if words:
            pieces.append(rf"\text{{ {' '.join(words)} }}")
            words = []
        pieces.append(_token(token, bare, names))
    if words:
        pieces.append(rf"\text{{ {' '.join(words)}}}")
    return " ".join(pieces)


def _token(token: str, bare: str, names: dict[str, Symbol]) -> str:
    if bare in names:
        return latex(names[bare]) + token[len(bare) :]
    if token.endswith("("):
        return function_name(bare) + "("
    if token in _SIGNS:
        return _SIGNS[token]
    return _name_or_text(token) if bare[0].isalnum() else token


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


def _bracketed(written: str, binds: int, least: int) -> str:
    return written if binds >= least else _in_brackets(written)


def _in_brackets(written: str) -> str:
    """Return a formula in brackets, which grow only around what is tall."""
    if any(tall in written for tall in (r"\frac", r"\begin", r"\left", r"\sqrt")):
        return rf"\left({written}\right)"
    return f"({written})"


def _composed(part: Symbol, inner: list[_Written]) -> _Written:
    """Return an operation whose operands are written."""
    write = _FORMS.get(part.operation)
    if write is not None:
        return write(inner)
    if part.operation in _INFIX:
        sign, binds = _INFIX[part.operation]
        # Only what groups either way may stand to the right without brackets.
        again = part.operation in ("add", "multiply", "and", "or")
        again = again and part.arguments[1].operation == part.operation
        right = _bracketed(*inner[1], binds if again else binds + 1)
        left = _bracketed(*inner[0], binds)
        if part.operation == "multiply" and _is_number(left) and not right[0].isdigit():
            sign = r" \, "
        return f"{left}{sign}{right}", binds
    arguments = ", ".join(written for written, _ in inner)
    return f"{function_name(part.operation)}{_in_brackets(arguments)}", ATOM


def _is_number(written: str) -> bool:
    return bool(re.fullmatch(r"-?[\d.]+", written))


def _fraction(inner: list[_Written]) -> _Written:
    return rf"\frac{{{inner[0][0]}}}{{{inner[1][0]}}}", POWER


def _negative(inner: list[_Written]) -> _Written:
    return f"-{_bracketed(*inner[0], PRODUCT)}", SUM


def _power(inner: list[_Written]) -> _Written:
    return f"{_bracketed(*inner[0], ATOM)}^{{{inner[1][0]}}}", POWER


def _choice(inner: list[_Written]) -> _Written:
    condition, then, otherwise = (written for written, _ in inner)
    return (
        rf"\begin{{cases}} {then} & \text{{if }} {condition} \\ {otherwise} & "
        r"\text{otherwise} \end{cases}",
        ATOM,
    )


def _because(inner: list[_Written]) -> _Written:
    return rf"{inner[0][0]} \; ({inner[1][0]})", SUM


def _times(sign: str) -> Callable[[list[_Written]], _Written]:
    def write(inner: list[_Written]) -> _Written:
        parts = [_bracketed(*part, PRODUCT) for part in inner]
        first = inner[0][0] if sign == r" \times " else parts[0]
        return sign.join([first, *parts[1:]]), PRODUCT

    return write


def _plus(inner: list[_Written]) -> _Written:
    parts = [_in_brackets(one) if one.startswith("-") else one for one, _ in inner[1:]]
    return " + ".join([inner[0][0], *parts]), SUM


def _list(inner: list[_Written]) -> _Written:
    return rf"\left[{', '.join(written for written, _ in inner)}\right]", ATOM


def _derivative(inner: list[_Written]) -> _Written:
    """Return ∂f/∂x, or with several names a derivative of higher order: ∂²f/∂x∂y."""
    above, *below = (written for written, _ in inner)
    order = f"^{{{len(below)}}}" if len(below) > 1 else ""
    under = r" \, ".join(rf"\partial {name}" for name in below)
    return rf"\frac{{\partial{order} {above}}}{{{under}}}", POWER


_FORMS: dict[str, Callable[[list[_Written]], _Written]] = {
    "divide": _fraction,
    "negative": _negative,
    "pow": _power,
    "where": _choice,
    "because": _because,
    "times": _times(r" \times "),
    "chain": _times(r" \cdot "),
    "plus": _plus,
    "list": _list,
    "derivative": _derivative,
    "transpose": lambda inner: (f"{_bracketed(*inner[0], ATOM)}^{{\\top}}", POWER),
    "index": lambda inner: (f"{_bracketed(*inner[0], ATOM)}[{inner[1][0]}]", ATOM),
    "not": lambda inner: (rf"\text{{not }} {_bracketed(*inner[0], ATOM)}", OR),
    "sqrt": lambda inner: (rf"\sqrt{{{inner[0][0]}}}", ATOM),
    "abs": lambda inner: (rf"\left|{inner[0][0]}\right|", ATOM),
    "floor": lambda inner: (rf"\left\lfloor {inner[0][0]} \right\rfloor", ATOM),
    "ceil": lambda inner: (rf"\left\lceil {inner[0][0]} \right\rceil", ATOM),
    "exp": lambda inner: (f"e^{{{inner[0][0]}}}", POWER),
}
