"""The forward section: every node with its operation, its value and its upstream gradient."""

from __future__ import annotations

from gradcli.operators.elementary import Value
from gradcli.operators.symbols import BLACKBOARD
from gradcli.render.cells import cells
from gradcli.render.drawing import (
    ENDS,
    INDENT,
    MOST_ROWS,
    Cell,
    Column,
    ends,
    flow,
    left_out,
    table,
    title,
)
from gradcli.render.languages import said
from gradcli.render.operations import is_input, operation_text
from gradcli.render.quantities import shown
from gradcli.render.report import Style
from gradcli.render.view import View

#: An operation is written over several lines before a table is given up for blocks.
_NARROW_OPERATION = 24


def forward(view: View, style: Style) -> list[str]:
    """Return the nodes in order, as a table or as blocks."""
    nodes = view.nodes
    rows = [_node_cells(view, node, style) for node in ends(nodes)]
    rows = rows if view.has_gradients else [row[:3] for row in rows]
    if len(nodes) > MOST_ROWS:
        empty = [Cell("")] * (len(rows[0]) - 2)
        more = left_out(len(nodes), "… {count:,} more nodes", style)
        rows.insert(ENDS, [Cell("…"), Cell(more), *empty])
    heading = title(said("Forward", style.language), style)
    upstream = said("∂{output}/∂node", style.language, output=view.output)
    return heading + _node_table(rows, upstream, style)


def _node_table(rows: list[list[Cell]], upstream: str, style: Style) -> list[str]:
    """Return the first layout that fits: a table, one with narrow operations, or blocks."""
    numbers = len(rows[0]) - 2
    narrowed = [_narrowed(row) for row in rows]
    node, operation, value = (said(name, style.language) for name in ("node", "operation", "value"))
    long = said("upstream {derivative}", style.language, derivative=upstream)
    for heading, layout in ((long, rows), (upstream, rows), (upstream, narrowed)):
        columns = [Column(node), Column(operation, gap=3)]
        columns += [Column(name, right=True, gap=3) for name in (value, heading)[:numbers]]
        lines = table(columns, layout, style)
        if lines:
            return lines
    return _node_blocks(rows, [value, upstream][:numbers], style)


def _node_cells(view: View, node: int, style: Style) -> list[Cell]:
    value = view.derivation.values[node]
    label = ", ".join([view.labels[node], *view.other_names(node)])
    constant = node in view.labels.inline and node != view.graph.output
    operation = said("constant", style.language) if constant else operation_said(view, node, style)
    return [
        Cell(label),
        Cell(operation),
        Cell(value_text(value, style), "value"),
        Cell(upstream_text(view, node, style), "gradient"),
    ]


def operation_said(view: View, node: int, style: Style) -> str:
    """Return the operation of a node; an input is `input`."""
    if is_input(view.graph, node):
        return said("input", style.language)
    return operation_text(view.graph, node, view.labels, BLACKBOARD)


def value_text(value: Value, style: Style) -> str:
    """Return the value of a node, and of a branch that is not taken that it has none."""
    if value is None:
        return said("not evaluated", style.language)
    return shown(value, style.digits, style.language)


def upstream_text(view: View, node: int, style: Style) -> str:
    """Return a node's upstream gradient: `-` where none flows, `undefined` if none exists."""
    upstream = view.derivation.upstream[node]
    if upstream is None and node not in view.derivation.undefined:
        return "-"
    return shown(upstream, style.digits, style.language)


def _narrowed(row: list[Cell]) -> list[Cell]:
    """Return a row whose operation is written over several lines."""
    lines, current = [], ""
    for word in row[1].text.split(" "):
        if current and cells(current) + 1 + cells(word) > _NARROW_OPERATION:
            lines.append(current)
            current = "  " + word
        else:
            current = f"{current} {word}" if current else word
    return [row[0], row[1]._replace(text="\n".join([*lines, current])), *row[2:]]


def _node_blocks(rows: list[list[Cell]], names: list[str], style: Style) -> list[str]:
    """Return a small block for each node: its operation, below it the numbers."""
    width = max(map(cells, names))
    lines: list[str] = []
    for label, operation, *numbers in rows:
        lines += flow([label, operation._replace(lead="= ")], style)
        for name, number in zip(names, numbers, strict=True):
            if number.text:
                lead = name + " " * (width - cells(name)) + "  "
                lines += _set_in(number._replace(lead=lead), style)
    return lines


def _set_in(cell: Cell, style: Style) -> list[str]:
    return flow([cell], style, indent=2 * INDENT)
