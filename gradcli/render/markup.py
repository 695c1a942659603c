"""A derivation as Markdown, in tables that GitHub shows: for notes, issues and assignments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gradcli.operators.elementary import Value
from gradcli.render.drawing import Cell
from gradcli.render.edges import Worked, worked
from gradcli.render.extras import (
    comparison_cells,
    comparison_headers,
    memory_cells,
    memory_headers,
    memory_total,
)
from gradcli.render.forward import operation_said, upstream_text, value_text
from gradcli.render.languages import said
from gradcli.render.markdown_text import escaped, fenced, markdown_table
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
    at = said(", ", style.language).join(
        f"{escaped(label, style)} = {escaped(_written(value, style), style)}"
        for label, value in view.bindings()
    )
    return program + (f"\n\n{said('at ', style.language)}{at}" if at else "")


def _nodes(view: View, style: Style) -> list[str]:
    headers = [said(name, style.language) for name in ("node", "operation", "value")]
    if view.has_gradients:
        headers.append(said("∂{output}/∂node", style.language, output=view.output))
    rows = []
    for node in view.nodes:
        value = view.derivation.values[node]
        written = value_text(value, style) if value is None else _written(value, style)
        row = [view.labels[node], operation_said(view, node, style), written]
        if view.has_gradients:
            row.append(_on_one_line(upstream_text(view, node, style)))
        rows.append(row)
    return [
        _heading(said("Forward", style.language), style),
        markdown_table(headers, rows, style, numbers=slice(2, None)),
    ]


def _edges(view: View, style: Style) -> list[str]:
    rows = [_edge_row(worked(view, edge, style)) for edge in view.edges]
    names = ("edge", "local gradient", "upstream × local", "contribution")
    if not rows:
        return []
    heading = said("Backward, from {output} to the inputs", style.language, output=view.output)
    headers = [said(name, style.language) for name in names]
    return [_heading(heading, style), markdown_table(headers, rows, style)]


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
        pieces = [cell.lead + cell.text for cell in added(addends, style)]
        total = upstream_text(view, node, style)
        text = f"∂{view.output}/∂{view.labels[node]} {' '.join(pieces)} = {total}"
        lines.append(f"- {escaped(_on_one_line(text), style)}")
    return [_heading(said("Sums", style.language), style), "\n".join(lines)] if lines else []


def _gradients(view: View, style: Style) -> list[str]:
    rows = []
    for label, node in view.targets.items():
        gradient = view.gradient(node)
        rows.append([f"∂{view.output}/∂{label}", _written(gradient, style)])
    count = view.report.passes
    text = "Gradients after {count} backward passes" if count > 1 else "Gradients"
    heading = _heading(said(text, style.language, count=count), style)
    headers = [said(name, style.language) for name in ("gradient", "value")]
    return [heading, markdown_table(headers, rows, style, numbers=slice(1, None))]


def _asked_for(view: View, style: Style) -> list[str]:
    parts: list[str] = []
    report = view.report
    if report.jacobian is not None:
        names = view.graph.written
        rows = [
            [f"∂{view.output}/∂{names.get(name, name)}", _written(value, style)]
            for name, value in report.jacobian.items()
        ]
        headers = [said(name, style.language) for name in ("Jacobian", "value")]
        heading = _heading(said("Jacobians", style.language), style)
        parts += [heading, markdown_table(headers, rows, style)]
    if report.comparisons:
        cells = [comparison_cells(view, compared, style) for compared in report.comparisons]
        heading = _heading(said("Check", style.language), style)
        parts += [heading, markdown_table(comparison_headers(style), _texts(cells), style)]
    if report.saved is not None:
        cells = [memory_cells(view, kept, style) for kept in report.saved]
        cells.append(memory_total(report.saved, style))
        heading = _heading(said("Kept for the backward pass", style.language), style)
        parts += [heading, markdown_table(memory_headers(style), _texts(cells), style)]
    return parts


def _written(value: Value, style: Style) -> str:
    return on_one_line(value, style.digits, style.language)


def _texts(rows: Iterable[Sequence[Cell]]) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]


def _heading(text: str, style: Style) -> str:
    return f"### {escaped(text, style)}"


def _on_one_line(text: str) -> str:
    """Return the text of a matrix over several lines on one line."""
    return re.sub(r"\[ +", "[", " ".join(text.split()))
