"""The rules of the operators in JavaScript, and the functions that they need.

A rule is read with symbols and written in a notation for programs, as the tape writes it in Python.
What JavaScript does not have by itself stands in `functions.js` and `arrays.js`, one definition in
each paragraph; a page carries only the paragraphs that its rules use.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from gradcli.operators.symbols import LANGUAGE, Notation, symbol, text

_OWN = {
    "equal": " === ",
    "not_equal": " !== ",
    "and": " && ",
    "or": " || ",
    "add": " + ",
    "subtract": " - ",
    "multiply": " * ",
    "divide": " / ",
}


def _called(name: str, arguments: list[str]) -> str:
    if name == "where":
        return "({} ? {} : {})".format(*arguments)
    return f"{name}({', '.join(arguments)})"


#: JavaScript source. The remainder is a call: `%` has the sign of the dividend there.
JAVASCRIPT = Notation(
    {sign: LANGUAGE.infix[sign] for sign in ("less", "less_equal", "greater", "greater_equal")}
    | _OWN,
    function=_called,
    negation="!",
    computes=True,
)


def expression(rule: Any) -> str:
    """Return a rule that was read with symbols as an expression of JavaScript.

    >>> a, b = symbol("a"), symbol("b")
    >>> expression(-b * a ** (b - 1)), expression((a > 0) & ~(b > 1))
    ('-b * pow(a, b - 1.0)', 'a > 0.0 && !(b > 1.0)')
    """
    if isinstance(rule, bool):
        return "true" if rule else "false"
    return text(symbol(rule), JAVASCRIPT)


def arrow(parameters: Sequence[str], body: str) -> str:
    """Return a function of JavaScript.

    >>> arrow(["a", "y"], "a * y")
    '(a, y) => a * y'
    """
    return f"({', '.join(parameters)}) => {body}"


def resource(name: str) -> str:
    """Return the text of a file that stands beside this module."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def needed_by(code: str) -> str:
    """Return the paragraphs of the libraries that a piece of code needs, in their own order.

    >>> print(needed_by("log2(a) + 1"))
    const log2 = Math.log2;
    """
    paragraphs = _paragraphs(resource("functions.js") + "\n" + resource("arrays.js"))
    needed: set[str] = set()
    waiting = [code]
    while waiting:
        words = set(re.findall(r"(?<![\w.])[A-Za-z]\w*", waiting.pop()))
        for name in (words & paragraphs.keys()) - needed:
            needed.add(name)
            waiting.append(paragraphs[name])
    return "\n\n".join(paragraphs[name] for name in paragraphs if name in needed)


def _paragraphs(script: str) -> dict[str, str]:
    """Return the paragraphs of a script by the name that each defines."""
    found = {}
    for paragraph in script.split("\n\n"):
        defined = re.search(r"^const (\w+) =", paragraph, re.MULTILINE)
        if defined:
            found[defined[1]] = paragraph.strip()
    return found
