"""A worked graph drawn in characters, as wide as the terminal.

What does not fit beside one another goes on below, with the names of the nodes that it takes up.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradcli.render.cells import printable
from gradcli.render.drawing import Cell, flow
from gradcli.render.picture.description import legend
from gradcli.render.picture.figure import Figure, figure
from gradcli.render.picture.layout import Layout
from gradcli.render.picture.sketch import Detail, Sketch
from gradcli.render.picture.words import said
from gradcli.render.report import Report, Style
from gradcli.render.sentences import listed

#: What is written, and what is left out of it, in the order in which it is tried.
_DETAILS = (
    (Detail(), ""),
    (Detail(locals=False), "locals"),
    (Detail(values=False, locals=False), "numbers"),
)


def draw_terminal(report: Report, style: Style) -> str:
    """Return a drawing of a report, followed by how it is to be read."""
    content = figure(report, style)
    drawings, left_out = _fitting(report, content, style)
    lines = drawings[0].lines(style)
    for number, drawing in enumerate(drawings[1:], 2):
        lines += ["", *_said(_heading(content, drawing, number, len(drawings)), style), ""]
        lines += drawing.lines(style)
    widest = max(drawing.width for drawing in drawings)
    return "\n".join([*lines, "", *_remarks(content, left_out, widest, style)]) + "\n"


def _fitting(report: Report, content: Figure, style: Style) -> tuple[list[Sketch], str]:
    """Return the drawings with as much written in them as fits, and what is left out."""
    found: list[Sketch] = []
    for detail, _ in _DETAILS:
        found = list(_drawings(report, content, detail, style.width))
        if max(drawing.width for drawing in found) <= style.width:
            break
    return found, dict(_DETAILS)[detail]


def _heading(content: Figure, drawing: Sketch, number: int, drawings: int) -> str:
    names = [content.nodes[node].name.lines[0] for node in sorted(drawing.borrowed)]
    parts = {"number": number, "drawings": drawings, "names": listed(names, content.language)}
    return said("going_on", content.language, **parts)


def _remarks(content: Figure, left_out: str, widest: int, style: Style) -> list[str]:
    entries = [text for kind, text in legend(content) if not left_out or kind == "value"]
    end = said("end", style.language)
    pieces = [Cell(text + end) for text in entries[:-1]] + [Cell(entries[-1])]
    gap = "" if style.language == "zh" else " "
    lines = [] if left_out == "numbers" else flow(pieces, style, indent=0, hang=0, gap=gap)
    if left_out:
        what = said(left_out, style.language)
        lines += _said(said("left_out", style.language, what=what), style)
    if widest > style.width:
        parts = {"widest": widest, "width": style.width}
        lines += _said(said("too_wide", style.language, **parts), style)
    return lines


def _said(text: str, style: Style) -> list[str]:
    return flow(map(Cell, printable(text, style.ascii).split()), style, indent=0, hang=0)


def _drawings(report: Report, content: Figure, detail: Detail, width: int) -> Iterator[Sketch]:
    """Yield the drawings that make up the picture: one, or as many as the width asks for."""
    graph = report.derivation.graph
    whole = Sketch(graph, content, content.nodes, (), detail)
    columns = _columns(content, whole.layout)
    if whole.width <= width or not columns:
        yield whole
        return
    known: set[int] = set()
    while columns:
        taken, drawing = 1, _band(report, content, columns[:1], known, detail)
        while taken < len(columns):
            larger = _band(report, content, columns[: taken + 1], known, detail)
            if larger.width > width:
                break
            taken, drawing = taken + 1, larger
        yield drawing
        known.update(drawing.nodes)
        columns = columns[taken:]


def _columns(content: Figure, layout: Layout) -> list[list[int]]:
    """Return the nodes on which edges arrive, column by column."""
    found: dict[int, list[int]] = {}
    for node in content.nodes:
        if content.arriving(node):
            found.setdefault(layout.columns[node], []).append(node)
    return [found[column] for column in sorted(found)]


def _band(
    report: Report, content: Figure, columns: list[list[int]], known: set[int], detail: Detail
) -> Sketch:
    """Return a drawing of some columns, with the inputs that are first used there."""
    nodes = {node for column in columns for node in column}
    used = {arrow.edge.operand for node in nodes for arrow in content.arriving(node)} - nodes
    borrowed = used & known
    return Sketch(report.derivation.graph, content, nodes | used - borrowed, borrowed, detail)
