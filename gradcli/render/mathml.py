"""Formulas as MathML, which browsers show without any program or font of ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from gradcli.operators.elementary import is_array
from gradcli.operators.symbols import ATOM, CONDITION, OR, POWER, PRODUCT, SUM, Symbol
from gradcli.render.cells import visible
from gradcli.render.formulas import Written, vjp_tokens, written_up
from gradcli.render.latex import number_text
from gradcli.render.quantities import is_large

_INFIX = {
    "add": ("+", SUM),
    "subtract": ("−", SUM),
    "multiply": ("·", PRODUCT),
    "remainder": ("mod", PRODUCT),
    "matmul": ("@", PRODUCT),
    "less": ("<", CONDITION),
    "less_equal": ("≤", CONDITION),
    "greater": (">", CONDITION),
    "greater_equal": ("≥", CONDITION),
    "equal": ("=", CONDITION),
    "not_equal": ("≠", CONDITION),
    "and": ("and", OR + 1),
    "or": ("or", OR),
}


def words(text: str) -> str:
    """Return a text that HTML shows as it is.

    >>> words("a < b & c")
    'a &lt; b &amp; c'
    """
    return escape(visible(text))


def mathml(formula: Symbol) -> str:
    """Return a formula as MathML, without the element `math` around it; long ones are no problem.

    >>> from gradcli.operators.symbols import symbol
    >>> mathml(symbol("x") + 1)
    '<mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow>'
    """
    written, _ = written_up(formula, _leaf, _composed)
    return written


def _leaf(part: Symbol) -> Written:
    if part.operation == "vjp":
        return _row(*(_token(kind, token) for kind, token in vjp_tokens(part))), SUM
    if part.operation == "numeral" and is_array(part.value) and not is_large(part.value):
        return _matrix(part), ATOM
    written = number_text(part.content)
    if part.operation == "name":
        return name(written), ATOM
    return _number(written), SUM if written.startswith("-") else ATOM


def _token(kind: str, token: str | Symbol) -> str:
    if isinstance(token, Symbol):
        return mathml(token)
    if kind == "words":
        return f'<mspace width="0.3em"/><mtext>{words(token)}</mtext><mspace width="0.3em"/>'
    if kind == "sign" and not token[0].isalnum():
        return "<msup><mrow></mrow><mo>⊤</mo></msup>" if token == ".T" else _sign(token)
    return name(token) + ("<mo>(</mo>" if kind == "call" else "")


def _number(written: str) -> str:
    if "/" in written and re.fullmatch(r"-?\d+/\d+", written):
        above, below = written.lstrip("-").split("/")
        sign = "<mo>−</mo>" if written.startswith("-") else ""
        return _row(sign, f"<mfrac><mn>{above}</mn><mn>{below}</mn></mfrac>")
    if re.fullmatch(r"-?([\d.]+(e[-+]?\d+)?|inf)", written):
        digits = written.lstrip("-").replace("inf", "∞")
        mantissa, _, exponent = digits.partition("e")
        number = f"<mn>{mantissa}</mn>"
        if exponent:
            power = f"<msup><mn>10</mn><mn>{int(exponent)}</mn></msup>".replace(">-", ">−")
            number = f"{number}<mo>×</mo>{power}"
        return _row("<mo>−</mo>" if written.startswith("-") else "", number)
    return f"<mtext>{words(written)}</mtext>"


def name(written: str) -> str:
    """Return a name: its first letters, and digits or what follows `_` as an index.

    >>> name("x1"), name("loss")
    ('<msub><mi>x</mi><mn>1</mn></msub>', '<mi>loss</mi>')
    """
    found = re.fullmatch(r"([^\W\d_])_?(\d+|(?<=_)[^\W_]+)", written)
    if found:
        index = "mn" if found[2].isdigit() else "mi"
        return f"<msub><mi>{words(found[1])}</mi><{index}>{words(found[2])}</{index}></msub>"
    if re.fullmatch(r"[^\W\d]\w*", written):
        return f"<mi>{words({'pi': 'π', 'inf': '∞'}.get(written, written))}</mi>"
    if re.fullmatch(r"-?[\d.]+(e[-+]?\d+)?", written):
        return _number(written)
    return f"<mtext>{words(written)}</mtext>"


def _matrix(part: Symbol) -> str:
    """Return an array as a row or a matrix; one with more axes as it is typed."""
    written = str(part.content)
    if part.value.ndim > 2:
        return f"<mtext>{words(written)}</mtext>"
    rows = [row.strip("[] ").split(", ") for row in written.split("], [")]
    body = "".join(
        "<mtr>" + "".join(f"<mtd>{_number(one)}</mtd>" for one in row) + "</mtr>" for row in rows
    )
    return f"<mrow><mo>[</mo><mtable>{body}</mtable><mo>]</mo></mrow>"


def _row(*parts: str) -> str:
    kept = [part for part in parts if part]
    return kept[0] if len(kept) == 1 else f"<mrow>{''.join(kept)}</mrow>"


def _sign(sign: str) -> str:
    sign = {"*": "·", "-": "−"}.get(sign, sign)
    if sign.isalpha():
        return f'<mspace width="0.3em"/><mo>{sign}</mo><mspace width="0.3em"/>'
    return f"<mo>{escape(sign)}</mo>"


def _bracketed(part: Written, least: int) -> str:
    written, binds = part
    return written if binds >= least else _in_brackets(written)


def _in_brackets(written: str) -> str:
    """Return a formula in brackets, which grow only around what is tall."""
    tall = any(tag in written for tag in ("<mfrac>", "<mtable>", "<msqrt>"))
    kind = "" if tall else ' stretchy="false"'
    return f"<mrow><mo{kind}>(</mo>{written}<mo{kind}>)</mo></mrow>"


def _composed(part: Symbol, inner: list[Written]) -> Written:
    write = _FORMS.get(part.operation)
    if write is not None:
        return write(inner)
    if part.operation in _INFIX:
        sign, binds = _INFIX[part.operation]
        again = part.operation in ("add", "multiply", "and", "or")
        again = again and part.arguments[1].operation == part.operation
        right = _bracketed(inner[1], binds if again else binds + 1)
        return _row(_bracketed(inner[0], binds), _sign(sign), right), binds
    arguments = "<mo>,</mo>".join(written for written, _ in inner)
    called = f"<mi>{words(part.operation)}</mi>"
    return _row(called, _in_brackets(arguments)), ATOM


def _joined(sign: str, least: int) -> Callable[[list[Written]], Written]:
    def write(inner: list[Written]) -> Written:
        first = inner[0][0] if sign != "·" else _bracketed(inner[0], least)
        rest = [_sign(sign) + _bracketed(part, least) for part in inner[1:]]
        return _row(first, *rest), PRODUCT

    return write


def _choice(inner: list[Written]) -> Written:
    condition, then, otherwise = (written for written, _ in inner)
    arguments = f"{condition}<mo>,</mo>{then}<mo>,</mo>{otherwise}"
    return _row("<mi>where</mi>", _in_brackets(arguments)), ATOM


_FORMS: dict[str, Callable[[list[Written]], Written]] = {
    "divide": lambda inner: (f"<mfrac>{inner[0][0]}{inner[1][0]}</mfrac>", POWER),
    "negative": lambda inner: (_row("<mo>−</mo>", _bracketed(inner[0], PRODUCT)), SUM),
    "pow": lambda inner: (f"<msup>{_bracketed(inner[0], ATOM)}{inner[1][0]}</msup>", POWER),
    "where": _choice,
    "because": lambda inner: (
        _row(inner[0][0], f'<mspace width="0.5em"/><mo>(</mo>{inner[1][0]}<mo>)</mo>'),
        SUM,
    ),
    "times": _joined("×", PRODUCT),
    "chain": _joined("·", PRODUCT),
    "plus": _joined("+", SUM + 1),
    "list": lambda inner: (
        _row("<mo>[</mo>", "<mo>,</mo>".join(written for written, _ in inner), "<mo>]</mo>"),
        ATOM,
    ),
    "derivative": lambda inner: (
        f"<mfrac>{_row('<mo>∂</mo>', inner[0][0])}{_row('<mo>∂</mo>', inner[1][0])}</mfrac>",
        POWER,
    ),
    "transpose": lambda inner: (
        f"<msup>{_bracketed(inner[0], ATOM)}<mo>⊤</mo></msup>",
        POWER,
    ),
    "index": lambda inner: (
        _row(_bracketed(inner[0], ATOM), f"<mo>[</mo>{inner[1][0]}<mo>]</mo>"),
        ATOM,
    ),
    "not": lambda inner: (_row("<mo>not</mo>", _bracketed(inner[0], ATOM)), OR),
    "sqrt": lambda inner: (f"<msqrt>{inner[0][0]}</msqrt>", ATOM),
    "abs": lambda inner: (_row("<mo>|</mo>", inner[0][0], "<mo>|</mo>"), ATOM),
    "exp": lambda inner: (f"<msup><mi>e</mi>{inner[0][0]}</msup>", POWER),
}
