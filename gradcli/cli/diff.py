"""`gradcli diff`: the gradient as an expression of the language, which can be worked like any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from gradcli.cli.bindings import option_for, wanted
from gradcli.cli.eval import choice_option, program_options, value_option, wrt_option
from gradcli.cli.help import DIFF_EXAMPLES, write_examples
from gradcli.cli.program import ProgramCommand
from gradcli.errors import BindingProblem
from gradcli.graph import Graph
from gradcli.operators.declaration import TIES, Ties

if TYPE_CHECKING:
    from gradcli.calculus import Derivatives

#: The forms in which a derivative is written.
FORMATS = ("text", "latex", "python")


class Diff(ProgramCommand):
    """The command with its examples; variables need no values unless shapes matter."""

    needs_values = False

    def format_epilog(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        write_examples(formatter, DIFF_EXAMPLES)


def differentiate(
    graph: Graph,
    texts: Mapping[str, str],
    wrt: tuple[str, ...],
    order: int,
    ties: Ties,
    format: str,
) -> None:
    """Print the derivative of a program."""
    from gradcli.calculus import derivatives
    from gradcli.cli import streams

    names = wanted(graph, wrt) or tuple(graph.inputs)
    if not names:
        raise BindingProblem("the expression has no variables: its derivative is 0")
    shapes = _shapes(graph, texts)
    found = derivatives(
        graph, names, order=order, shapes=shapes, ties=ties, textbook=format == "latex"
    )
    streams.write(_written(found, format) + "\n")


def _written(found: Derivatives, format: str) -> str:
    if format == "latex":
        from gradcli.render.expressions import derivatives_latex

        return derivatives_latex(found.graph, found.output, found.entries)
    if format == "python":
        from gradcli.calculus.python import python_text

        return python_text(found.graph)
    from gradcli.language import written_graph

    return written_graph(found.graph)


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


command = Diff(
    "diff",
    params=[
        *program_options(),
        wrt_option("Differentiate with respect to these names; repeatable, or with commas."),
        value_option(
            "--order",
            "N",
            "Differentiate N times; with several names, 2 is the Hessian.",
            type=click.IntRange(1, 10),
            default=1,
            show_default=True,
        ),
        choice_option(
            "--ties", list(TIES), "Who gets the gradient where max or min are equal.", "split"
        ),
        choice_option("--format", list(FORMATS), "The form of the derivative.", "text"),
    ],
    callback=differentiate,
    help="Write the gradient of an expression as an expression, lightly simplified.\n\n"
    "Variables need no values. Where there are vectors or matrices, give each variable a value of "
    "its shape. What is printed can be worked again: pipe it into gradcli eval -. It holds "
    "wherever the expression itself has a value.",
)
