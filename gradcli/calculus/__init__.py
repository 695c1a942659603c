"""Derivatives as expressions of the language: a graph in, the graph of its derivative out.

>>> from gradcli.language import parse, written_graph
>>> print(written_graph(derivative(parse("x^2*y"), ["x"])))
2*x*y
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gradcli.calculus.backward import gradients
from gradcli.calculus.loading import Loaded, composite, loaded
from gradcli.calculus.program import Writer
from gradcli.calculus.rules import Reader
from gradcli.calculus.terms import Shape
from gradcli.errors import GradcliError, NameProblem, SeedProblem
from gradcli.graph import Graph
from gradcli.numerals import shape_text
from gradcli.operators.declaration import Ties

__all__ = ["Derivatives", "derivative", "derivatives"]

#: Entries of a table of derivatives.
_MOST_ENTRIES = 1_000


@dataclass(frozen=True, slots=True)
class Derivatives:
    """The derivatives of a program as a graph.

    `entries` maps the name of each statement that is one to what it is differentiated by. A single
    derivative has no name, and the entry `""`.
    """

    graph: Graph
    output: str
    entries: Mapping[str, tuple[str, ...]]
    #: The last line of the program, with the name of each derivative in its place; empty for a
    #: single one, and for gradients that are arrays.
    table: str = ""


def derivative(graph: Graph, wrt: Sequence[str], **settings: Any) -> Graph:
    """Return the derivative of a program's output with respect to some of its names, as a graph.

    The settings are those of `derivatives`.
    """
    return derivatives(graph, wrt, **settings).graph


def derivatives(
    graph: Graph,
    wrt: Sequence[str],
    *,
    order: int = 1,
    shapes: Mapping[str, Shape] | None = None,
    ties: Ties = "split",
    textbook: bool = False,
) -> Derivatives:
    """Return the derivatives of a program's output with respect to some of its names.

    One name gives one expression; several give the vector of the gradients, for `order` 2 the
    Hessian, and so on. `shapes` are those of the variables that are arrays. `textbook` prefers the
    formulas of books to those that keep every digit.

    Raises:
        GradcliError: the derivative cannot be written in the language.
        NameProblem: the program has no such name.
        SeedProblem: the output is an array.
        ShapeProblem: arrays that do not fit together.
    """
    parts = composite(graph)
    if parts:
        from gradcli.language.expansion import expanded

        graph = expanded(graph, parts)
    work = loaded(graph, shapes or {}, wrt)
    _check(work, wrt, order)
    algebra = work.algebra
    taken = frozenset(graph.inputs) | {name for names in graph.names.values() for name in names}
    reader = Reader(algebra, ties, textbook, taken)
    variables = [_variable(work, name) for name in wrt]

    def slopes(output: int) -> list[int]:
        return gradients(algebra, reader, output, variables, work.refusal, work.definitions)

    found: dict[tuple[str, ...], int] = {(): work.output}
    for _ in range(order):
        found = {
            (*above, name): term
            for above, output in found.items()
            for name, term in zip(wrt, slopes(output), strict=True)
        }
    return _written(work, wrt, order, found)


def _variable(work: Loaded, name: str) -> int:
    graph = work.graph
    node = graph.inputs.get(name)
    if node is None:
        node = next((node for node, names in graph.names.items() if name in names), None)
    if node is None:
        raise NameProblem(f"nothing in the program is called {name}")
    return work.terms[node]


def _check(work: Loaded, wrt: Sequence[str], order: int) -> None:
    shape = work.algebra.shapes[work.output]
    graph = work.graph
    if shape:
        raise SeedProblem(
            f"the output is an array of shape {shape_text(shape)}: "
            "a gradient belongs to one number at a time",
            hint="make it one number, as in sum(…)",
            source=graph.source,
            span=graph.span_of(graph.output),
        )
    arrays = [name for name in wrt if work.algebra.shapes[_variable(work, name)]]
    if arrays and order > 1:
        raise GradcliError(
            f"derivatives of order {order} are written with respect to numbers, "
            f"and {arrays[0]} is an array",
            hint="the gradient can be given to gradcli eval - with --jacobian",
        )
    if len(wrt) ** order > _MOST_ENTRIES:
        raise GradcliError(
            f"{len(wrt)} names and order {order} make {len(wrt) ** order:,} derivatives: "
            f"at most {_MOST_ENTRIES:,} are written",
            hint="name fewer with --wrt",
        )


def _written(
    work: Loaded, wrt: Sequence[str], order: int, found: Mapping[tuple[str, ...], int]
) -> Derivatives:
    """Return the graph of the derivatives: one expression, or a table with a name for each."""
    writer = Writer(work)
    output = work.graph.names.get(work.graph.output, ("f",))[0]
    terms = list(dict.fromkeys(found.values()))
    if len(wrt) == 1:
        writer.shared(terms, {})
        (names,) = found
        return Derivatives(writer.build(writer.node(terms[0])), output, {"": names})
    called = _called(writer, f"d{order}{output}" if order > 1 else f"d{output}", wrt, found)
    entries: dict[str, tuple[str, ...]] = {}
    wishes: dict[int, str] = {}
    for names, name in called.items():
        entries.setdefault(name, names)
        wishes.setdefault(found[names], name)
    writer.shared(terms, wishes)
    nodes = {name: writer.entry(found[names], name) for name, names in entries.items()}
    if any(work.algebra.shapes[term] for term in terms):
        return Derivatives(writer.build(list(nodes.values())[-1]), output, entries)
    cells = [nodes[name] for name in called.values()]
    texts = list(called.values())
    for _ in range(order):
        rows = range(0, len(cells), len(wrt))
        texts = [f"[{', '.join(texts[row : row + len(wrt)])}]" for row in rows]
        cells = [writer.builder.add("stack", tuple(cells[row : row + len(wrt)])) for row in rows]
    return Derivatives(writer.build(cells[0]), output, entries, texts[0])


def _called(
    writer: Writer, above: str, wrt: Sequence[str], found: Mapping[tuple[str, ...], int]
) -> dict[tuple[str, ...], str]:
    """Return the name of each derivative.

    One that differs from another only in the order of its variables, and has the same term, has the
    same name.
    """
    called: dict[tuple[str, ...], str] = {}
    for names, term in found.items():
        first = tuple(sorted(names, key=wrt.index))
        if first in called and found[first] == term:
            called[names] = called[first]
        else:
            called[names] = writer.free("_".join((above, *(f"d{name}" for name in names))))
    return called
