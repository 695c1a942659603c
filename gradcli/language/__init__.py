"""The language: text -> Graph, and back.

>>> graph = parse("(x+y)*z")
>>> [node.operator for node in graph.nodes()]
['input', 'input', 'add', 'input', 'multiply']
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

from gradcli import limits
from gradcli.errors import LimitError

if TYPE_CHECKING:
    from gradcli.graph import Graph
    from gradcli.language.expansion import Expansion


def parse(
    text: str,
    *,
    bound: Collection[str] = (),
) -> Graph:
    """Return the graph of a program.

    `bound` are the names that have a value from outside, so that `e` among them is a variable
    and not the constant.

    Raises:
        SyntaxProblem: the text is not a program.
        NameProblem: a function or option does not exist, or a name is assigned twice.
        LimitError: the program is longer, deeper or larger than the limits in force.
    """
    from gradcli.language.builder import ProgramBuilder
    from gradcli.language.layout import laid_out
    from gradcli.language.normalise import normalise
    from gradcli.language.parser import NoWay, run

    limits.TEXT.check(len(text))
    plain = normalise(text)
    names = frozenset(name if name.isascii() else normalise(name).text for name in bound)
    program = ProgramBuilder(plain, names)
    layout = laid_out(plain.text)
    try:
        run(layout, program.actions(), program.words, program.watch)
    except NoWay as found:
        from gradcli.language.explain import explained

        raise explained(plain, layout, found, program) from None
    except LimitError as problem:
        if problem.source == layout and problem.span is not None:
            problem.source = plain.typed
            problem.span = plain.span(problem.span.start, problem.span.end)
        raise
    return program.finish()


def parse_value(text: str) -> Graph:
    """Return the graph of a constant expression, such as the value of a variable: `-pi/4`.

    Raises:
        SyntaxProblem: the text is no expression, or contains names.
        LimitError: it is longer, deeper or larger than the limits in force.
    """
    from gradcli.language.messages import problem

    graph = parse(text)
    if graph.names:
        span = graph.span_of(min(graph.names))
        raise problem("not-a-value", text, span.start, span.end)
    return graph


def needed_names(text: str) -> list[str]:
    """Return the variables of a program that may be incomplete or wrong, as far as possible."""
    from gradcli.language.names import names_in

    return names_in(text)


def written_graph(graph: Graph, last: str = "") -> str:
    """Return a program that parses to an equal graph; `last` is another text for its output."""
    from gradcli.language.printing import program_text

    return program_text(graph, last)


def same_structure(first: Graph, second: Graph) -> bool:
    """Return whether two graphs have the same operators, operands, options, literals and names."""
    from gradcli.language.printing import structure

    return structure(first) == structure(second)


def expand(graph: Graph) -> Graph:
    """Return the graph with every composite operator replaced by its usual primitive steps."""
    from gradcli.language.expansion import expanded

    return expanded(graph)


def expand_at(graph: Graph, worked: Callable[[Graph], Sequence[Any]]) -> Expansion:
    """Return the graph in primitive steps that hold at the values which `worked` gives its nodes.

    They have the value and the gradients of the composite functions, also where the usual steps
    would overflow or divide by 0; the second part of what is returned says where and why.
    """
    from gradcli.language.expansion import expanded_at

    return expanded_at(graph, worked)
