"""The default screen: a graph worked through as a good teacher writes it on the blackboard.

Forward, every node with its operation, value and upstream gradient; backward, every edge with its
local gradient as rule and number, times the upstream gradient; the sums where a node is used more
than once; the gradients.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from gradcli.operators.elementary import Value, is_array
from gradcli.operators.symbols import BLACKBOARD
from gradcli.render.cells import cells
from gradcli.render.drawing import INDENT, Cell, Column, flow, title
from gradcli.render.drawing import table as drawn
from gradcli.render.edges import Worked, worked
from gradcli.render.operations import operation_text
from gradcli.render.quantities import MOST_ELEMENTS, as_factor, on_one_line, shown
from gradcli.render.report import Report, Style
from gradcli.render.view import View

#: A section with more rows than this is cut to its first and last rows.
MOST_ROWS = 200

#: Rows kept at either end of a section that is cut.
ENDS = 20

#: Addends written of one sum; of more, the first and last ones.
MOST_ADDENDS = 24

#: Lines and characters of the program that are repeated above the tables.
_MOST_LINES, _MOST_CHARACTERS = 12, 300

#: An operation is written over several lines before a table is given up for blocks.
_NARROW_OPERATION = 24

#: Upstream gradients are aligned to the right if none is wider.
_WIDE_NUMBER = 12

_Row = TypeVar("_Row")


def table(report: Report, style: Style) -> str:
    """Return the default screen of a report."""
    view = View(report)
    lines = [*_heading(view, style), *_forward(view, style)]
    if view.has_gradients:
        lines += _backward(view, style)
        lines += _sums(view, style)
        lines += _gradients(view, style)
    elif report.jacobian is None:
        lines += title("There is no gradient: the output depends on no variable", style)
    lines += _asked_for(view, style)
    lines += _advice(view, style)
    return "\n".join(lines).lstrip("\n") + "\n"


def _asked_for(view: View, style: Style) -> list[str]:
    """Return the sections that are only there on request; seldom, so they are imported here."""
    report = view.report
    if report.jacobian is report.comparisons is report.saved is None:
        return []
    from gradcli.render.extras import comparison, jacobian, memory

    return [*jacobian(view, style), *comparison(view, style), *memory(view, style)]


def _heading(view: View, style: Style) -> list[str]:
    """Return the program and the values it is worked at."""
    source = view.graph.source.strip()
    program = source.splitlines()
    if len(program) > _MOST_LINES or len(source) > _MOST_CHARACTERS:
        program = _shortened(source)
    pieces = _binding_cells(view, style)
    if len(program) == 1 and pieces:
        first, *others = pieces
        together = [Cell(program[0], "title"), first._replace(lead=" at "), *others]
        line = flow(together, style, indent=0)
        if len(line) == 1:
            return line
    lines = [line for text in program for line in flow([Cell(text, "title")], style, indent=0)]
    return lines + flow(pieces, style, indent=0)


def _binding_cells(view: View, style: Style) -> list[Cell]:
    """Return `at x = -2,` `y = 5`; of very many only the first and last ones."""
    texts = [f"{label} = {on_one_line(value, style.digits)}" for label, value in view.bindings()]
    kept = _ends(texts)
    pieces = [Cell(f"{text},") for text in kept[:-1]] + [Cell(text) for text in kept[-1:]]
    if len(kept) < len(texts):
        pieces.insert(ENDS, Cell(_left_out(len(texts), "values") + ","))
    if pieces:
        pieces[0] = pieces[0]._replace(lead="at ")
    return pieces


def _shortened(source: str) -> list[str]:
    """Return the first lines of a long program, and how much more there is."""
    kept = source[:_MOST_CHARACTERS].splitlines()[:_MOST_LINES]
    left = len(source) - sum(map(len, kept)) - len(kept)
    kept[-1] = kept[-1] if len(kept) > 1 else kept[-1].rpartition(" ")[0] or kept[-1]
    return [*kept, f"… ({max(left, 1):,} more characters)"]


def _ends(rows: list[_Row]) -> list[_Row]:
    """Return rows, or only the first and last ones of very many."""
    return rows if len(rows) <= MOST_ROWS else rows[:ENDS] + rows[-ENDS:]


def _left_out(rows: int, what: str) -> str:
    return f"… {rows - 2 * ENDS:,} more {what}"


# --- forward


def _forward(view: View, style: Style) -> list[str]:
    nodes = view.nodes
    rows = [_node_cells(view, node, style) for node in _ends(nodes)]
    rows = rows if view.has_gradients else [row[:3] for row in rows]
    if len(nodes) > MOST_ROWS:
        empty = [Cell("")] * (len(rows[0]) - 2)
        rows.insert(ENDS, [Cell("…"), Cell(_left_out(len(nodes), "nodes")), *empty])
    return title("Forward", style) + _node_table(rows, f"∂{view.output}/∂node", style)


def _node_table(rows: list[list[Cell]], upstream: str, style: Style) -> list[str]:
    """Return the first layout that fits: a table, one with narrow operations, or blocks."""
    numbers = len(rows[0]) - 2
    narrowed = [_narrowed(row) for row in rows]
    for heading, layout in ((f"upstream {upstream}", rows), (upstream, rows), (upstream, narrowed)):
        columns = [Column("node"), Column("operation", gap=3)]
        columns += [Column(name, right=True, gap=3) for name in ("value", heading)[:numbers]]
        lines = drawn(columns, layout, style)
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


# --- backward


def _backward(view: View, style: Style) -> list[str]:
    edges = view.edges
    if not edges:
        return []
    work = [worked(view, edge, style) for edge in _ends(edges)]
    arrays = any(step.by_elements for step in work)
    heading = f"Backward, from {view.output} to the inputs"
    if arrays:
        heading += " (× is element by element)"
    below = title(heading, style) + _seed(view, style)
    lines = _edge_table(work, len(edges), style)
    return below + (lines or _edge_blocks(work, len(edges), style))


def _seed(view: View, style: Style) -> list[str]:
    """Return the seed, unless it is the 1 that everyone expects."""
    seed = view.derivation.seed
    if not is_array(seed) and seed == 1:
        return []
    return flow(
        [Cell(shown(seed, style.digits), "gradient", f"seed ∂{view.output}/∂{view.output} = ")],
        style,
    )


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
            rows.insert(ENDS, [Cell(_left_out(edges, "edges")), Cell(""), Cell("")])
        lines = drawn([Column(local), Column(product, gap=gap), Column(gap=1)], rows, style)
        if lines:
            return lines
    return None


def _edge_cells(step: Worked, left: int, right: int) -> list[Cell]:
    """Return an edge as ∂node/∂operand = rule = number, upstream × local, and = contribution."""
    derivative = step.derivative + " " * (left - cells(step.derivative))
    return [step.local_cell(derivative), Cell(step.product(right)), step.contribution]


def _edge_blocks(work: list[Worked], edges: int, style: Style) -> list[str]:
    """Return a small block for each edge: its local gradient, and below it the product."""
    lines: list[str] = []
    for row, step in enumerate(work):
        if row == ENDS and edges > MOST_ROWS:
            lines += flow([Cell(_left_out(edges, "edges"))], style)
        lines += flow([Cell(step.derivative), *step.local_pieces()], style)
        lines += flow([*step.product_pieces(), step.contribution], style, indent=2 * INDENT)
    return lines


# --- sums and gradients


def _sums(view: View, style: Style) -> list[str]:
    sums = view.sums
    if not sums:
        return []
    lines = title("Sums, where a node is used more than once", style)
    for node in _ends(list(sums)):
        lines += flow(_sum_pieces(view, node, sums[node], style), style)
    if len(sums) > MOST_ROWS:
        lines += flow([Cell(_left_out(len(sums), "sums"))], style)
    return lines


def _sum_pieces(view: View, node: int, addends: list[Value], style: Style) -> Iterator[Cell]:
    """Yield ∂out/∂node = addend + addend = total."""
    yield Cell(f"∂{view.output}/∂{view.labels[node]}")
    yield from added(addends, style.digits)
    total = view.derivation.upstream[node]
    yield Cell(shown(total, style.digits), "gradient", "= ")


def added(addends: list[Value], digits: int) -> Iterator[Cell]:
    """Yield the addends of a sum, as `= a` and `+ b`; of very many only the ends."""
    few = len(addends) <= MOST_ADDENDS
    kept: Iterable[Value] = addends if few else addends[: MOST_ADDENDS - 6] + addends[-3:]
    for place, addend in enumerate(kept):
        if not few and place == MOST_ADDENDS - 6:
            yield Cell(f"+ … {len(addends) - MOST_ADDENDS + 3:,} more …")
        if place:
            yield Cell(as_factor(addend, digits), lead="+ ")
        else:
            yield Cell(shown(addend, digits), lead="= ")


def _gradients(view: View, style: Style) -> list[str]:
    """Return the gradients that were asked for, after all passes."""
    targets = list(view.targets.items())
    if view.report.passes > 1:
        from gradcli.render.extras import accumulation

        return accumulation(view, _ends(targets), style)
    lines = title("Gradients", style)
    names = {node: f"∂{view.output}/∂{label}" for label, node in _ends(targets)}
    width = max(map(cells, names.values()), default=0)
    for node, name in names.items():
        lead = name + " " * (width - cells(name)) + " = "
        lines += flow([Cell(upstream_text(view, node, style), "gradient", lead)], style)
    if len(targets) > MOST_ROWS:
        lines += flow([Cell(_left_out(len(targets), "gradients"))], style)
    return lines


def _advice(view: View, style: Style) -> list[str]:
    """Say where the rest is, if something was left out."""
    lines = []
    if view.has_large_arrays:
        lines.append(
            f"Arrays of more than {MOST_ELEMENTS} elements are shown by their shape; "
            "--format json has every number."
        )
    if len(view.nodes) > MOST_ROWS or len(view.edges) > MOST_ROWS:
        lines.append("Only the first and last rows are shown; --format json has all of them.")
    return (
        ["", *(line for text in lines for line in flow([Cell(text)], style, 0, 0))] if lines else []
    )
