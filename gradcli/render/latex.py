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
from gradcli.render.formulas import Written, vjp_tokens, written_up
from gradcli.render.latex_text import function_name, name, plain_text
from gradcli.render.quantities import is_large

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


def latex(formula: Symbol) -> str:
    """Return a formula as LaTeX for mathematics; long ones are no problem.

    >>> from gradcli.operators.symbols import symbol
    >>> latex((symbol("x1") + 1) / symbol("θ") ** 2)
    '\\\\frac{x_{1} + 1}{\\\\theta^{2}}'
    """
    written, _ = written_up(formula, _leaf, _composed)
    return written


def _leaf(part: Symbol) -> Written:
    if part.operation == "vjp":
        return _product(part), SUM
    if part.operation == "numeral" and is_array(part.value) and not is_large(part.value):
        return _matrix(part), ATOM
    if part.operation in ("number", "numeral"):
        return _number(number_text(part.content))
    return _name_or_text(str(part.content)), ATOM


def number_text(content: Any) -> str:
    """Return the number of a rule as text: 2.0 is 2."""
    whole = isinstance(content, float) and content.is_integer()
    return str(int(content) if whole else content)


def _name_or_text(written: str) -> str:
    if re.fullmatch(r"[^\W\d]\w*", written):
        return {"pi": r"\pi", "inf": r"\infty"}.get(written) or name(written)
    if written == "…":
        return r"\dots"
    if re.fullmatch(r"-?[\d.]+(e[-+]?\d+)?", written):
        return _number(written)[0]
    return rf"\text{{{plain_text(written)}}}"


def _number(written: str) -> Written:
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
    return " ".join(_token(kind, token) for kind, token in vjp_tokens(part))


def _token(kind: str, token: str | Symbol) -> str:
    if isinstance(token, Symbol):
        return latex(token)
    if kind == "words":
        return rf"\text{{ {token} }}"
    if kind == "call":
        return function_name(token) + "("
    if token in _SIGNS:
        return _SIGNS[token]
    return _name_or_text(token) if token[0].isalnum() else token


def _bracketed(written: str, binds: int, least: int) -> str:
    return written if binds >= least else _in_brackets(written)


def _in_brackets(written: str) -> str:
    """Return a formula in brackets, which grow only around what is tall."""
    if any(tall in written for tall in (r"\frac", r"\begin", r"\left", r"\sqrt")):
        return rf"\left({written}\right)"
    return f"({written})"


def _composed(part: Symbol, inner: list[Written]) -> Written:
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
        if part.operation == "multiply" and _is_number(left) and not re.match(r"\(?-?\d", right):
            sign = r" \, "
        return f"{left}{sign}{right}", binds
    arguments = ", ".join(written for written, _ in inner)
    return f"{function_name(part.operation)}{_in_brackets(arguments)}", ATOM


def _is_number(written: str) -> bool:
    return bool(re.fullmatch(r"-?[\d.]+", written))


def _fraction(inner: list[Written]) -> Written:
    return rf"\frac{{{inner[0][0]}}}{{{inner[1][0]}}}", POWER


def _negative(inner: list[Written]) -> Written:
    return f"-{_bracketed(*inner[0], PRODUCT)}", SUM


def _power(inner: list[Written]) -> Written:
    return f"{_bracketed(*inner[0], ATOM)}^{{{inner[1][0]}}}", POWER


def _choice(inner: list[Written]) -> Written:
    condition, then, otherwise = (written for written, _ in inner)
    rows = rf"{then} & \text{{if }} {condition} \\ {otherwise} & \text{{otherwise}}"
    return rf"\begin{{cases}} {rows} \end{{cases}}", ATOM


def _because(inner: list[Written]) -> Written:
    return rf"{inner[0][0]} \; ({inner[1][0]})", SUM


def _times(sign: str) -> Callable[[list[Written]], Written]:
    def write(inner: list[Written]) -> Written:
        parts = [_bracketed(*part, PRODUCT) for part in inner]
        first = inner[0][0] if sign == r" \times " else parts[0]
        return sign.join([first, *parts[1:]]), PRODUCT

    return write


def _plus(inner: list[Written]) -> Written:
    parts = [_in_brackets(one) if one.startswith("-") else one for one, _ in inner[1:]]
    return " + ".join([inner[0][0], *parts]), SUM


def _list(inner: list[Written]) -> Written:
    return rf"\left[{', '.join(written for written, _ in inner)}\right]", ATOM


def _derivative(inner: list[Written]) -> Written:
    """Return ∂f/∂x, or with several names a derivative of higher order: ∂²f/∂x∂y."""
    above, *below = (written for written, _ in inner)
    order = f"^{{{len(below)}}}" if len(below) > 1 else ""
    under = r" \, ".join(rf"\partial {name}" for name in below)
    return rf"\frac{{\partial{order} {above}}}{{{under}}}", POWER


_FORMS: dict[str, Callable[[list[Written]], Written]] = {
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
