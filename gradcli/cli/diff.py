"""`gradcli diff`: the gradient as an expression of the language, which can be worked like any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from gradcli.cli.bindings import listed, option_for, wanted
from gradcli.cli.help import DIFF_EXAMPLES
from gradcli.cli.options import LANGUAGE_OF_MESSAGES, PROGRAM, TIED, Option, choice, value
from gradcli.cli.options import wrt as wrt_option
from gradcli.cli.program import ProgramCommand
from gradcli.errors import BindingProblem
from gradcli.graph import INPUT, Graph
from gradcli.operators.declaration import Ties

if TYPE_CHECKING:
    from gradcli.calculus import Derivatives

#: The forms in which a derivative is written.
FORMATS = ("text", "latex", "python")


def differentiate(
    graph: Graph,
    texts: Mapping[str, str],
    wrt: tuple[str, ...],
    order: int | None,
    ties: Ties,
    format: str,
    lang: str,
) -> None:
    """Print the derivative of a program."""
    from gradcli.calculus import derivatives
    from gradcli.cli import streams

    names = wanted(graph, wrt) or tuple(graph.inputs)
    if not names:
        raise BindingProblem("the expression has no variables: its derivative is 0")
    shapes = _shapes(graph, texts)
    found = derivatives(
        graph, names, order=order or 1, shapes=shapes, ties=ties, textbook=format == "latex"
    )
    streams.write(_written(found, format) + "\n")
    gone = _gone(graph, found.graph)
    if gone and format != "latex":
        from gradcli.cli.speaking import language_shown, say_note

        say_note(f"the derivative does not depend on {listed(gone)}", language_shown(lang, False))


def _gone(graph: Graph, derivative: Graph) -> list[str]:
    """Return the variables of the program that are not in its derivative: they take no value."""
    return [
        graph.written.get(name, name)
        for name, node in graph.inputs.items()
        if graph.operators[node] == INPUT and name not in derivative.inputs
    ]


def _written(found: Derivatives, format: str) -> str:
    if format == "latex":
        from gradcli.render.expressions import derivatives_latex

        return derivatives_latex(found.graph, found.output, found.entries)
    if format == "python":
        from gradcli.calculus.python import python_text

        return python_text(found.graph)
    from gradcli.language import written_graph

    return written_graph(found.graph, found.table)


def _shapes(graph: Graph, texts: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
    """Return the shapes of the variables, from the values given.

    Raises:
        BindingProblem: some variables have no value, and the gradient depends on their shapes.
    """
    from gradcli.calculus.loading import needs_shapes, unbound
    from gradcli.cli.bindings import value_of
    from gradcli.engine.forward import shape_of

    shapes = {name: shape_of(value_of(text, f"--{name}")) for name, text in texts.items()}
    node, missing = needs_shapes(graph), unbound(graph, shapes)
    if node is not None and missing:
        typed = graph.written.get(missing[0], missing[0])
        raise BindingProblem(
            f"the shape of {typed} is not known, and the gradient depends on it here",
            hint=f'give a value of that shape, as in {option_for(typed, ())}"[1, 2, 3]"; '
            "1 for a number",
            source=graph.source,
            span=graph.span_of(node),
        )
    return shapes


OPTIONS: list[Option] = [
    *PROGRAM,
    wrt_option("Differentiate with respect to these names; repeatable, or with commas."),
    value(
        "--order",
        "N",
        "Differentiate N times; with several names, 2 is the Hessian.",
        bounds=(1, 10),
    ),
    TIED,
    choice("--format", FORMATS, "The form of the derivative.", "text"),
    LANGUAGE_OF_MESSAGES,
]

command = ProgramCommand(
    "diff",
    OPTIONS,
    differentiate,
    "Write the gradient of an expression as an expression, lightly simplified.\n\n"
    "Variables need no values. Where there are vectors or matrices, give each variable a value of "
    "its shape. What is printed can be worked again: pipe it into gradcli eval -. It holds "
    "wherever the expression itself has a value.",
    DIFF_EXAMPLES,
    needs_values=False,
)
