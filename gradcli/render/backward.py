"""The backward section: every edge with its local gradient, and upstream times local."""

from __future__ import annotations

from gradcli.operators.elementary import is_array
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
from gradcli.render.edges import Worked, worked
from gradcli.render.languages import said
from gradcli.render.quantities import shown
from gradcli.render.report import Style
from gradcli.render.view import View

#: Upstream gradients are aligned to the right if none is wider.
_WIDE_NUMBER = 12


def backward(view: View, style: Style) -> list[str]:
    """Return the edges from the output to the inputs, as a table or as blocks."""
    edges = view.edges
    if not edges:
        return []
    work = [worked(view, edge, style) for edge in ends(edges)]
    arrays = any(step.by_elements for step in work)
    heading = said("Backward, from {output} to the inputs", style.language, output=view.output)
    if arrays:
        heading += said(" (× is element by element)", style.language)
    below = title(heading, style) + _seed(view, style)
    lines = _edge_table(work, len(edges), style)
    return below + (lines or _edge_blocks(work, len(edges), style))


def _seed(view: View, style: Style) -> list[str]:
    """Return the seed, unless it is the 1 that everyone expects."""
    seed = view.derivation.seed
    if not is_array(seed) and seed == 1:
        return []
    lead = said("seed {derivative} = ", style.language, derivative=f"∂{view.output}/∂{view.output}")
    return flow([Cell(shown(seed, style.digits, style.language), "gradient", lead)], style)


def _edge_table(work: list[Worked], edges: int, style: Style) -> list[str] | None:
    """Return the edges as a table, closer together if need be; None if the screen is too narrow."""
    left = max(cells(step.derivative) for step in work)
    right = max((len(step.upstream) for step in work if "\n" not in step.upstream), default=0)
    right = right if right <= _WIDE_NUMBER else 0
    for gap, local, product, pad in (
        (4, "local ∂node/∂operand", "upstream × local = contribution", right),
        (2, "local gradient", "upstream × local = contribution", right),
        (2, "local gradient", "upstream × local", 0),
    ):
        rows = [_edge_cells(step, left, pad) for step in work]
        if edges > MOST_ROWS:
            rows.insert(ENDS, [_more(edges, style), Cell(""), Cell("")])
        names = [said(name, style.language) for name in (local, product)]
        columns = [Column(names[0]), Column(names[1], gap=gap), Column(gap=1)]
        lines = table(columns, rows, style)
        if lines:
            return lines
    return None


def _more(edges: int, style: Style) -> Cell:
    return Cell(left_out(edges, "… {count:,} more edges", style))


def _edge_cells(step: Worked, left: int, right: int) -> list[Cell]:
    """Return an edge as ∂node/∂operand = rule = number, upstream × local, and = contribution."""
    derivative = step.derivative + " " * (left - cells(step.derivative))
    return [step.local_cell(derivative), Cell(step.product(right)), step.contribution]


def _edge_blocks(work: list[Worked], edges: int, style: Style) -> list[str]:
    """Return a small block for each edge: its local gradient, and below it the product."""
    lines: list[str] = []
    for row, step in enumerate(work):
        if row == ENDS and edges > MOST_ROWS:
            lines += flow([_more(edges, style)], style)
        lines += flow([Cell(step.derivative), *step.local_pieces()], style)
        lines += flow([*step.product_pieces(), step.contribution], style, indent=2 * INDENT)
    return lines
