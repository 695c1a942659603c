"""The forward section: every node with its operation, its value and its upstream gradient."""

from __future__ import annotations

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
from gradcli.render.operations import operation_text
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
        rows.insert(ENDS, [Cell("…"), Cell(left_out(len(nodes), "nodes")), *empty])
    return title("Forward", style) + _node_table(rows, f"∂{view.output}/∂node", style)


def _node_table(rows: list[list[Cell]], upstream: str, style: Style) -> list[str]:
    """Return the first layout that fits: a table, one with narrow operations, or blocks."""
    numbers = len(rows[0]) - 2
    narrowed = [_narrowed(row) for row in rows]
    for heading, layout in ((f"upstream {upstream}", rows), (upstream, rows), (upstream, narrowed)):
        columns = [Column("node"), Column("operation", gap=3)]
        columns += [Column(name, right=True, gap=3) for name in ("value", heading)[:numbers]]
        lines = table(columns, layout, style)
        if lines:
            return lines
    return _node_blocks(rows, ["value", upstream][:numbers], style)


def _node_cells(view: View, node: int, style: Style) -> list[Cell]:
    value = view.derivation.values[node]
    label = ", ".join([view.labels[node], *view.other_names(node)])
    constant = node in view.labels.inline and node != view.graph.output
    operation = (
        "constant" if constant else operation_text(view.graph, node, view.labels, BLACKBOARD)
    )
    written = "not evaluated" if value is None else shown(value, style.digits)
    return [
        Cell(label),
        Cell(operation),
        Cell(written, "value"),
        Cell(upstream_text(view, node, style), "gradient"),
    ]


def upstream_text(view: View, node: int, style: Style) -> str:
    """Return a node's upstream gradient: `-` where none flows, `undefined` if none exists."""
    upstream = view.derivation.upstream[node]
    if upstream is None:
        return "undefined" if node in view.derivation.undefined else "-"
    return shown(upstream, style.digits)


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
