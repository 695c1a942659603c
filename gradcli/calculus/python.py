"""A graph of numbers as a function in Python that needs nothing but the standard library."""

from __future__ import annotations

import builtins
import keyword
import math
import re
from collections.abc import Iterator
from typing import Any

from gradcli.calculus.terms import all_options
from gradcli.errors import GradcliError
from gradcli.graph import CONSTANT, INPUT, Graph
from gradcli.operators import CONSTANTS, OPERATORS
from gradcli.operators.symbols import PYTHON, Symbol, symbol, text

#: Expressions are written out up to this depth; deeper ones over several statements.
_DEPTH = 30

#: Functions that Python does not have: their parameters, and the lines of each.
_OWN = {
    "sigmoid": ("x", ("return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))",)),
    "softplus": ("x", ("return max(x, 0.0) + log1p(exp(-abs(x)))",)),
    "logaddexp": (
        "a, b",
        ("return max(a, b) + (log1p(exp(-abs(a - b))) if a != b else log(2))",),
    ),
    "normal_cdf": ("x", ("return erfc(-x / sqrt(2)) / 2",)),
    "sign": ("x", ("return float((x > 0) - (x < 0))",)),
    # Upwards to where the asymptotic series holds: DLMF 5.5.2 and 5.11.2.
    "digamma": (
        "x",
        (
            "total = 0.0",
            "while x < 20:",
            "    total, x = total - 1 / x, x + 1",
            "series = 1/12 - (1/120 - (1/252 - (1/240 - 1/132 / x**2) / x**2) / x**2) / x**2",
            "return total + log(x) - 1 / (2*x) - series / x**2",
        ),
    ),
    # The same, differentiated n times: DLMF 5.15.5 and 5.15.8.
    "polygamma": (
        "n, x",
        (
            "n, total = int(n), 0.0",
            "while x < 20 + 2*n:",
            "    total, x = total + factorial(n) / x**(n + 1), x + 1",
            "total += factorial(n - 1) / x**n if n else -log(x)",
            "total += factorial(n) / (2 * x**(n + 1))",
            "for k, b in (2, 1/6), (4, -1/30), (6, 1/42), (8, -1/30), (10, 5/66):",
            "    total += b * factorial(k + n - 1) / (factorial(k) * x**(k + n))",
            "return -((-1)**n) * total",
        ),
    ),
}


def python_text(graph: Graph, called: str = "derivative") -> str:
    """Return a function of the variables of a graph that returns its output.

    >>> from gradcli.language import parse
    >>> print(python_text(parse("2*x + y")))
    def derivative(x, y):
        return 2.0*x + y

    Raises:
        GradcliError: the graph is about arrays.
    """
    body = list(_statements(graph))
    free = [_name(name) for name, node in graph.inputs.items() if graph.operators[node] == INPUT]
    lines = [f"def {called}({', '.join(free)}):", *(f"    {line}" for line in body)]
    return "\n".join([*_prelude("\n".join(body)), *lines])


def _statements(graph: Graph) -> Iterator[str]:
    symbols: list[Symbol] = []
    depths: list[int] = []
    for node in range(len(graph)):
        written = _node(graph, node, symbols)
        depth = 1 + max((depths[operand] for operand in graph.operands_of(node)), default=0)
        names = graph.names.get(node, ())
        if graph.operators[node] != INPUT and (names or depth > _DEPTH):
            name = _name(names[0]) if names else f"t{node}_"
            yield f"{name} = {_text(written)}"
            written, depth = symbol(name), 0
        symbols.append(written)
        depths.append(depth)
    yield f"return {_text(symbols[graph.output])}"


def _text(written: Symbol) -> str:
    return text(written, PYTHON)


def _node(graph: Graph, node: int, symbols: list[Symbol]) -> Symbol:
    operator = graph.operators[node]
    operands = [symbols[operand] for operand in graph.operands_of(node)]
    if operator == INPUT:
        return symbol(_name(graph.names[node][0]))
    if operator == CONSTANT:
        return _constant(graph.literals[node])
    row = OPERATORS[operator]
    if operator == "stack":
        return Symbol("list", tuple(operands))
    if not row.elementwise:
        raise GradcliError(
            "the Python form is for numbers, and this derivative is about arrays",
            hint="leave --format out: gradcli.parse and gradcli.evaluate work with the text",
        )
    options = tuple(graph.options_of(node).items())
    return symbol(row.forward(*operands, **all_options(operator, options)))


def _constant(literal: Any) -> Symbol:
    if isinstance(literal, tuple):
        return Symbol("list", tuple(map(_constant, literal)))
    name = literal.lstrip("+-")
    value = CONSTANTS[name] if name in CONSTANTS else float(name)
    return symbol(-value if literal.startswith("-") else value)


def _name(name: str) -> str:
    """Return a name that Python takes, and that hides no function used here."""
    hides = keyword.iskeyword(name) or hasattr(math, name) or hasattr(builtins, name)
    return f"{name}_" if hides or name in _OWN else name


def _prelude(body: str) -> list[str]:
    """Return what stands above the function: what it imports, and functions of our own."""
    own = [name for name in _OWN if re.search(rf"\b{name}\(", body)]
    bodies = "\n".join([body, *("\n".join(_OWN[name][1]) for name in own)])
    used = sorted(set(re.findall(r"\b([a-z]\w*)\(", bodies)) - set(own))
    imported = [name for name in used if hasattr(math, name)]
    lines = [f"from math import {', '.join(imported)}", "", ""] if imported else []
    for name in own:
        parameters, own_lines = _OWN[name]
        lines += [f"def {name}({parameters}):", *(f"    {line}" for line in own_lines), "", ""]
    return lines
