"""A derivation as Markdown, in tables that GitHub shows: for notes, issues and assignments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gradcli.operators.symbols import BLACKBOARD
from gradcli.render.drawing import Cell
from gradcli.render.edges import Worked, worked
from gradcli.render.extras import comparison_cells, memory_cells, memory_total
from gradcli.render.forward import upstream_text
from gradcli.render.markdown_text import escaped, fenced, markdown_table
from gradcli.render.operations import operation_text
from gradcli.render.quantities import on_one_line
from gradcli.render.report import Report, Style
from gradcli.render.screen import added
from gradcli.render.view import View


def markdown(report: Report, style: Style) -> str:
    """Return a report as Markdown, with all that the screen shows."""
    view = View(report)
    parts = [_program(view, style), *_nodes(view, style)]
    if view.has_gradients:
        parts += _edges(view, style)
        parts += _sums(view, style)
        parts += _gradients(view, style)
    parts += _asked_for(view, style)
    return "\n\n".join(parts) + "\n"


def _program(view: View, style: Style) -> str:
    """Return the program, and the values of its variables."""
    program = fenced(view.graph.source, style)
    at = ", ".join(
        f"{escaped(label, style)} = {escaped(on_one_line(value, style.digits), style)}"
        for label, value in view.bindings()
    )
    return program + (f"\n\nat {at}" if at else "")


def _nodes(view: View, style: Style) -> list[str]:
    headers = ["node", "operation", "value"]
    if view.has_gradients:
        headers.append(f"∂{view.output}/∂node")
    rows = []
    for node in view.nodes:
        value = view.derivation.values[node]
        operation = operation_text(view.graph, node, view.labels, BLACKBOARD)
        written = "not evaluated" if value is None else on_one_line(value, style.digits)
        row = [view.labels[node], operation, written]
        if view.has_gradients:
            row.append(_on_one_line(upstream_text(view, node, style)))
        rows.append(row)
    return [
        _heading("Forward", style),
        markdown_table(headers, rows, style, numbers=slice(2, None)),
    ]


def _edges(view: View, style: Style) -> list[str]:
    rows = [_edge_row(worked(view, edge, style)) for edge in view.edges]
    headers = ["edge", "local gradient", "upstream × local", "contribution"]
    if not rows:
        return []
    return [
        _heading(f"Backward, from {view.output} to the inputs", style),
        markdown_table(headers, rows, style),
    ]


def _edge_row(step: Worked) -> list[str]:
    local = " = ".join(part for part in (step.rule, step.local) if part)
    product = step.formula or (
        f"{step.summed}{step.upstream} × {step.factor}" if step.upstream else ""
    )
    cells = (step.derivative, local, product, step.contribution.text)
    return list(map(_on_one_line, cells))


def _sums(view: View, style: Style) -> list[str]:
    lines = []
    for node, addends in view.sums.items():
        pieces = [cell.lead + cell.text for cell in added(addends, style.digits)]
        total = upstream_text(view, node, style)
        text = f"∂{view.output}/∂{view.labels[node]} {' '.join(pieces)} = {total}"
        lines.append(f"- {escaped(_on_one_line(text), style)}")
    return [_heading("Sums", style), "\n".join(lines)] if lines else []


def _gradients(view: View, style: Style) -> list[str]:
    rows = []
    for label, node in view.targets.items():
        gradient = view.gradient(node)
        written = "undefined" if gradient is None else on_one_line(gradient, style.digits)
        rows.append([f"∂{view.output}/∂{label}", written])
    passes = f" after {view.report.passes} backward passes" if view.report.passes > 1 else ""
    heading = _heading(f"Gradients{passes}", style)
    return [heading, markdown_table(["gradient", "value"], rows, style, numbers=slice(1, None))]


def _asked_for(view: View, style: Style) -> list[str]:
    parts: list[str] = []
    report = view.report
    if report.jacobian is not None:
        names = view.graph.written
        rows = [
            [f"∂{view.output}/∂{names.get(name, name)}", on_one_line(value, style.digits)]
            for name, value in report.jacobian.items()
        ]
        parts += [_heading("Jacobians", style), markdown_table(["Jacobian", "value"], rows, style)]
    if report.comparisons:
        cells = [comparison_cells(view, compared, style) for compared in report.comparisons]
        headers = ["gradient", "backward", "numerical", "agree"]
        parts += [_heading("Check", style), markdown_table(headers, _texts(cells), style)]
    if report.saved is not None:
        cells = [*(memory_cells(view, kept) for kept in report.saved), memory_total(report.saved)]
        headers = ["value", "numbers", "bytes", "needed by"]
        heading = _heading("Kept for the backward pass", style)
        parts += [heading, markdown_table(headers, _texts(cells), style)]
    return parts


def _texts(rows: Iterable[Sequence[Cell]]) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]


def _heading(text: str, style: Style) -> str:
    return f"### {escaped(text, style)}"


def _on_one_line(text: str) -> str:
    """Return the text of a matrix over several lines on one line."""
    return re.sub(r"\[ +", "[", " ".join(text.split()))
