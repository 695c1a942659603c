"""A calculator for the chain rule: all values and gradients of an expression's graph.

>>> import gradcli
>>> graph = gradcli.parse("q = x + y; f = q*z")
>>> worked = gradcli.evaluate(graph, {"x": -2, "y": 5, "z": -4})
>>> worked.value, worked.value_of("q"), worked.gradients
(-12.0, 3.0, {'x': -4.0, 'y': -4.0, 'z': 3.0})

Every node and edge can be read: `worked.upstream[node.id]`, `worked.local[edge.id]`,
`worked.contributions[edge.id]` for the nodes and edges of `worked.graph`.

`help(gradcli.evaluate)` tells of one name. The names are parse, evaluate, jacobian and read_value,
and what they work with: Graph, Derivation, Tape and GradcliError.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "Derivation",
    "Graph",
    "GradcliError",
    "Tape",
    "evaluate",
    "jacobian",
    "parse",
    "read_value",
]

if TYPE_CHECKING:
    from gradcli.engine import Derivation, evaluate
    from gradcli.engine.jacobian import jacobian
    from gradcli.engine.tape import Tape
    from gradcli.errors import GradcliError
    from gradcli.graph import Graph
    from gradcli.language import parse

#: Where each public name lives; it is imported when it is first used.
_HOME = {
    "Derivation": "gradcli.engine",
    "Graph": "gradcli.graph",
    "GradcliError": "gradcli.errors",
    "Tape": "gradcli.engine.tape",
    "evaluate": "gradcli.engine",
    "jacobian": "gradcli.engine.jacobian",
    "parse": "gradcli.language",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'gradcli' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)


def read_value(text: str, *, exact: bool = False) -> Any:
    """Return the value of a constant expression: a float, or an array; with `exact` a fraction.

    >>> read_value("1/3", exact=True)
    Fraction(1, 3)

    Raises:
        GradcliError: the text is not a constant expression.
    """
    from gradcli.engine import constant_value
    from gradcli.language import parse_value

    return constant_value(parse_value(text), exact=exact)
