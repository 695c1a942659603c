"""A graph compiled for many runs: one line of Python for the value and the gradients wanted.

The statements are written from the operators' own rules, node by node forward and edge by edge
backward:

    v3 = v0*v1
    v4 = v3 - v2
    v5 = pow(v4, 2.0)
    u4 = 2.0*v4
    u3 = u4
    u0 = u3*v1
    return v5, (u0,)

A program handles what is regular. Where a number is not finite, an operand outside a domain or at
a kink, it gives way to the ordinary engine, which says why.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from types import CodeType
from typing import Any, Literal

from gradcli.engine.irregular import Irregular
from gradcli.engine.program_lines import Lines
from gradcli.errors import GradcliError
from gradcli.graph import Graph
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Ties
from gradcli.operators.elementary import numpy_module

__all__ = ["Irregular", "Program", "Reading"]

#: What the inputs are: floats; floats and columns of equal length, one entry for each point; or
#: floats and arrays of any shape.
Reading = Literal["scalars", "columns", "arrays"]

#: Python's compiler takes seconds, and 3 kB for each node: larger graphs are worked by the engine.
_COMPILED_NODES = 100_000

#: What arithmetic may raise where the ordinary engine would say what is wrong.
_GIVES_WAY = (ArithmeticError, ValueError, TypeError, GradcliError)


class Program:
    """The value of a graph and its gradients with respect to some inputs, as one function.

    `given` names the inputs whose values each run is given, in the order of the arguments; other
    inputs keep the values that the graph has for them. `wrt` names the inputs whose gradients are
    wanted: nothing is computed for the others. Kinks are looked for at every node but those in
    `unwatched`. Numbers are those of the ordinary engine to the last bit, except where NumPy and
    Python differ in the last bit of a function (a column against a float).

    Read as `columns` the graph is that of one point, and every value is a column, or a float where
    it is the same for all points; gradients are not summed over the points.

    >>> from gradcli.language import parse
    >>> program = Program(parse("(w*x - y)^2"), ("w", "x", "y"), ("w",))
    >>> program(1.0, 1.0, 2.0)
    (1.0, (-2.0,))

    Raises:
        Irregular: the graph has operators that this reading cannot have, or is very large.
    """

    def __init__(
        self,
        graph: Graph,
        given: Sequence[str],
        wrt: Sequence[str],
        reading: Reading = "scalars",
        ties: Ties = "split",
        unwatched: Collection[int] = (),
    ) -> None:
        self.graph = graph
        self.reading = reading
        if not compilable(graph) or (reading != "arrays" and not of_scalars(graph)):
            raise Irregular
        lines = Lines(graph, given, wrt, reading == "scalars", reading == "arrays", ties, unwatched)
        self.source = _source(lines)
        self._function = compiled(self.source, "run", lines.names)

    def __call__(self, *values: Any) -> tuple[Any, tuple[Any, ...]]:
        """Return the value of the output, and the gradients wanted.

        Raises:
            Irregular: a number needs the care of the ordinary engine.
        """
        try:
            if self.reading == "scalars":
                return self._function(*values)  # type: ignore[no-any-return]
            with numpy_module().errstate(all="ignore"):
                return self._function(*values)  # type: ignore[no-any-return]
        except _GIVES_WAY as error:
            raise Irregular from error

    @property
    def function(self) -> Callable[..., tuple[Any, tuple[Any, ...]]]:
        """Return the bare function for a loop over many runs.

        It raises Irregular or one of `GIVES_WAY`; only for scalars.
        """
        return self._function


#: What the bare function of a program may raise, beside Irregular.
GIVES_WAY = (Irregular, *_GIVES_WAY)


def compilable(graph: Graph) -> bool:
    """Return whether a graph is small enough to be compiled."""
    return len(graph) <= _COMPILED_NODES


def of_scalars(graph: Graph) -> bool:
    """Return whether a graph is one of scalars, as long as its inputs are."""
    literals = graph.literals.values()
    return not any(isinstance(literal, tuple) for literal in literals) and all(
        name not in OPERATORS or OPERATORS[name].elementwise for name in set(graph.operators)
    )


def _source(lines: Lines) -> str:
    """Return a program as Python: a function of the given inputs."""
    body, out, gradients = lines.body()
    last = f"return {out}, ({''.join(f'{gradient}, ' for gradient in gradients)})"
    head = f"def run({', '.join(lines.arguments())}):"
    return "\n    ".join([head, *body, last]) + "\n"


@lru_cache(maxsize=100)
def _code(source: str) -> CodeType:
    return compile(source, "<program>", "exec")


def compiled(source: str, name: str, names: dict[str, Any]) -> Callable[..., Any]:
    """Return a function of a source that knows some names, and the errors by which it gives way."""
    namespace = {"Irregular": Irregular, "GIVES_WAY": GIVES_WAY, **names}
    exec(_code(source), namespace)
    function: Callable[..., Any] = namespace[name]
    return function
