"""What a picture of a worked graph says: its boxes, arrows and numbers as text, without places.

Every form of picture reads this one value: SVG, the terminal, Graphviz and Mermaid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from gradcli.graph import INPUT, Edge, Kind
from gradcli.operators import OPERATORS
from gradcli.operators.symbols import BLACKBOARD
from gradcli.render.cells import printable
from gradcli.render.edges import worked
from gradcli.render.operations import operation_text
from gradcli.render.picture.folding import Label, cut, folded, label, number
from gradcli.render.picture.words import said
from gradcli.render.quantities import on_one_line
from gradcli.render.report import Report, Style
from gradcli.render.view import View

#: Operations whose operands may stand in any order, by the sign in their box.
_SYMMETRIC = {"add": "+", "multiply": "×", "maximum": "max", "minimum": "min"}

#: The longest operation that is written out in a box, in columns, where a sign would do.
_LONGEST_OPERATION = 14

#: The longest title.
_TITLE = 400

#: Columns and lines of a name, and of an operation that is folded.
_NAME = (16, 1)
_OPERATION = (20, 3)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A node: its name, its operation (empty for an input), and its numbers.

    `value` and `upstream` are None where there is nothing to write. `sentence` says it all.
    """

    name: Label
    operation: Label | None
    kind: Kind
    value: Label | None
    upstream: Label | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """An edge: its local gradient, and its contribution where there is more than one.

    Both are None where no gradient flows, and then `carries` is false; or where none was asked for.
    """

    edge: Edge
    carries: bool
    local: Label | None
    contribution: Label | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A worked graph as text: nodes by id in topological order, edges by id, and the output."""

    title: str
    nodes: Mapping[int, Drawn]
    arrows: Mapping[int, Arrow]
    output: int
    output_name: str
    has_gradients: bool
    language: str

    def arriving(self, node: int) -> list[Arrow]:
        """Return the edges that arrive at a node, in operand order."""
        return [arrow for arrow in self.arrows.values() if arrow.edge.node == node]


def figure(report: Report, style: Style) -> Figure:
    """Return what a picture of a report says."""
    view = View(report)
    output = view.graph.output
    listed = [node for node in view.nodes if node == output or node not in view.labels.inline]
    nodes = frozenset(listed)
    edges = [e for node in listed for e in view.graph.edges_of(node) if e.operand in nodes]
    blocked = _blocked(view, edges)
    asked = {edge.id for edge in view.edges}
    reached = {output, *(edge.operand for edge in view.edges)}
    return Figure(
        _title(view, style),
        {node: _drawn(view, node, nodes, node in reached, style) for node in listed},
        {
            edge.id: _arrow(view, edge, edge.id not in blocked, edge.id in asked, style)
            for edge in edges
        },
        output,
        printable(view.output, style.ascii),
        view.has_gradients,
        style.language,
    )


def _blocked(view: View, edges: Iterable[Edge]) -> set[int]:
    """Return the edges that carry no gradient, whichever gradients are asked for."""
    if not view.has_gradients:
        return set()
    everything = View(replace(view.report, wrt=())) if view.report.wrt else view
    return {edge.id for edge in edges} - {edge.id for edge in everything.edges}


def _title(view: View, style: Style) -> str:
    lines = (line.partition("#")[0].strip() for line in view.graph.source.split("\n"))
    program = "; ".join(filter(None, lines))
    at = ", ".join(
        f"{name} = {on_one_line(v, style.digits, style.language)}" for name, v in view.bindings()
    )
    return cut(printable(f"{program} at {at}" if at else program, style.ascii), _TITLE, style)


def _drawn(view: View, node: int, nodes: frozenset[int], reached: bool, style: Style) -> Drawn:
    graph = view.graph
    kind = graph.kind_of(node)
    value = view.derivation.values[node]
    asked = view.has_gradients and (reached or not view.report.wrt)
    upstream = _upstream(view, node, style) if asked else None
    operation = None if kind == "input" else _operation(view, node, nodes, style)
    return Drawn(
        folded(view.labels[node], *_NAME, style),
        operation,
        kind,
        label(printable("–", style.ascii), said("not_evaluated", style.language))
        if value is None
        else number(value, style),
        upstream,
        _node_sentence(view, node, upstream, style),
    )


def _upstream(view: View, node: int, style: Style) -> Label | None:
    """Return the gradient at a node: of an input what all backward passes add up to."""
    if node in view.derivation.undefined:
        return label(said("undefined", style.language))
    gradient = view.derivation.upstream[node]
    if gradient is None:
        return None
    return number(view.gradient(node) if node in view.graph.input_ids else gradient, style)


def _operation(view: View, node: int, nodes: frozenset[int], style: Style) -> Label:
    """Return what stands in the box of an operation: its sign where its operands are all drawn."""
    graph = view.graph
    whole = operation_text(graph, node, view.labels, BLACKBOARD)
    operator = graph.operators[node]
    operands = graph.operands_of(node)
    fold = partial(folded, columns=_OPERATION[0], lines=_OPERATION[1], style=style, whole=whole)
    if nodes.issuperset(operands) and operands and not graph.options_of(node):
        if operator in _SYMMETRIC:
            return fold(_SYMMETRIC[operator])
        called = OPERATORS[operator].calls
        if called and (len(operands) == 1 or len(whole) > _LONGEST_OPERATION):
            return fold(called[0])
    return fold(whole)


def _node_sentence(view: View, node: int, upstream: Label | None, style: Style) -> str:
    """Return a node in one sentence, for those who listen to the picture."""
    name = view.labels[node]
    value = view.derivation.values[node]
    if view.graph.operators[node] == INPUT or node in view.graph.input_ids:
        about = said("input", style.language, name=name)
    else:
        about = f"{name} = {operation_text(view.graph, node, view.labels, BLACKBOARD)}"
    if value is None:
        about = said("has_no_value", style.language, node=about)
    else:
        spoken = on_one_line(value, style.digits, style.language)
        about = said("has_value", style.language, node=about, value=spoken)
    if upstream is not None:
        comma = said("comma", style.language)
        about += f"{comma}∂{view.output}/∂{name} = {upstream.whole}"
    return printable(about, style.ascii)


def _arrow(view: View, edge: Edge, carries: bool, asked: bool, style: Style) -> Arrow:
    derivative = f"∂{view.labels[edge.node]}/∂{view.labels[edge.operand]}"
    if not carries:
        blocked = said("no_gradient", style.language, derivative=derivative)
        return Arrow(edge, False, None, None, printable(blocked, style.ascii))
    if not asked or not view.has_gradients:
        names = {"operand": view.labels[edge.operand], "node": view.labels[edge.node]}
        use = said("operand", style.language, **names)
        return Arrow(edge, True, None, None, printable(use, style.ascii))
    step = worked(view, edge, style)
    local = view.derivation.local[edge.id]
    contribution = view.derivation.contributions[edge.id]
    parts = [derivative, step.rule, step.local, step.formula]
    sentence = printable(" = ".join(" ".join(p.split()) for p in parts if p), style.ascii)
    if local is not None:
        lead = "*" if style.ascii else "×"
        written = number(local, style, lead=f"{lead} ", title=sentence)
    elif step.formula:
        written = folded(step.formula, *_OPERATION, style, whole=sentence)
    else:
        written = label(said("undefined", style.language), sentence)
    several = edge.operand in view.sums
    added = number(contribution, style) if several and contribution is not None else None
    return Arrow(edge, True, written, added, sentence)
