"""A worked graph as SVG, as in the lectures: values green above the lines, gradients red below.

The picture is one file without a script, a font or any other file. A number of a node has
`data-node`, one of an edge `data-edge`, and the class `value`, `upstream`, `local` or
`contribution`, by which a page can find it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import pairwise

from gradcli.render.picture.description import description, legend
from gradcli.render.picture.figure import Arrow, Drawn, Figure, figure
from gradcli.render.picture.folding import Label, label
from gradcli.render.picture.layout import Layout, Line, Point
from gradcli.render.picture.palette import Scheme, css
from gradcli.render.picture.placing import Text, edge_texts, layout_of, node_texts
from gradcli.render.picture.sizes import (
    ARROW,
    MARGIN,
    SIZES,
    line_height,
    text_width,
)
from gradcli.render.report import Report, Style

#: The class of the outermost element.
ROOT = "gradcli-graph"

#: The height of a row of the legend, the room between its entries, and its least width.
_ROW, _ENTRY, _LEAST_WIDTH = 22, 24, 420

#: The base line of a text, as a part of the height of its lines.
_BASE = 0.77


def draw_svg(
    report: Report,
    style: Style | None = None,
    *,
    identity: str = "graph",
    scheme: Scheme = "auto",
    with_legend: bool = True,
) -> str:
    """Return a picture of a report as the text of an SVG file.

    `identity` begins every id in it, so that several pictures may stand in one page.
    """
    content = figure(report, style or Style())
    layout = layout_of(report.derivation.graph, content)
    rows = list(_legend_rows(content, layout)) if with_legend else []
    width = max([layout.width, *(width for _, width in rows)]) + 2 * MARGIN
    height = layout.height + 2 * MARGIN + _ROW * len(rows)
    lines = [
        *_opening(content, width, height, identity),
        f"<style>\n{css(f'.{ROOT}', scheme)}\n</style>",
        f'<rect class="ground" width="{width}" height="{height}"/>',
        f'<g transform="translate({MARGIN} {MARGIN})">',
        *_drawing(content, layout),
        "</g>",
        *_legend([row for row, _ in rows], layout.height + 2 * MARGIN),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _opening(content: Figure, width: int, height: int, identity: str) -> Iterator[str]:
    title, told = (escape(f"{identity}-{part}") for part in ("title", "description"))
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{ROOT}" role="img" '
        f'aria-labelledby="{title}" aria-describedby="{told}" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    )
    yield f'<title id="{title}">{escape(content.title)}</title>'
    yield f'<desc id="{told}">{escape(description(content))}</desc>'


def _drawing(content: Figure, layout: Layout) -> Iterator[str]:
    drawn_already: set[tuple[Point, Point]] = set()
    for arrow in sorted(content.arrows.values(), key=lambda arrow: not arrow.carries):
        yield from _edge(content, layout, arrow, drawn_already)
    for point in layout.junctions:
        yield f'<circle class="junction" cx="{point.x}" cy="{point.y}" r="3.5"/>'
    used = {arrow.edge.operand for arrow in content.arrows.values()}
    for node, drawn in content.nodes.items():
        role = " output" if node == content.output else ""
        yield f'<g class="node {drawn.kind}{role}" data-node="{node}">'
        yield from _node(drawn, layout, node)
        if node not in used:
            yield _way_out(layout.trunks[node])
        yield "</g>"


def _edge(
    content: Figure, layout: Layout, arrow: Arrow, drawn_already: set[tuple[Point, Point]]
) -> Iterator[str]:
    """Yield an edge, from where it leaves the other edges of its operand."""
    points = layout.edges[arrow.edge.id]
    stretches = list(pairwise(points))
    first = next(i for i, stretch in enumerate(stretches) if stretch not in drawn_already)
    drawn_already.update(stretches)
    end = points[-1]
    blocked = "" if arrow.carries else " blocked"
    yield f'<g class="edge" data-edge="{arrow.edge.id}"><title>{escape(arrow.sentence)}</title>'
    line = path([*points[first:-1], Point(end.x - ARROW, end.y)])
    yield f'<path class="line{blocked}" d="{line}"/>'
    yield _head(end)
    for text in edge_texts(content, layout, arrow.edge.id):
        yield _written(text, f' data-edge="{arrow.edge.id}"')
    yield "</g>"


def _node(drawn: Drawn, layout: Layout, node: int) -> Iterator[str]:
    box = layout.boxes[node]
    radius = 3 if drawn.kind == "input" else min(14, box.height // 2)
    yield f"<title>{escape(drawn.sentence)}</title>"
    yield (
        f'<rect class="box" x="{box.x}" y="{box.y}" width="{box.width}" '
        f'height="{box.height}" rx="{radius}"/>'
    )
    for text in node_texts(drawn, layout, node):
        numeric = text.kind in ("value", "upstream")
        yield _written(text, f' data-node="{node}"' if numeric else "")


def path(points: Iterable[Point]) -> str:
    """Return the path through points: straight where it is level, an S where it changes height.

    >>> path([Point(0, 0), Point(10, 0), Point(30, 40), Point(50, 40)])
    'M0 0H10C20 0 20 40 30 40H50'
    """
    points = list(points)
    done = [f"M{points[0].x} {points[0].y}"]
    for before, point in pairwise(points):
        if point.y == before.y:
            done.append(f"H{point.x}")
        else:
            middle = (before.x + point.x) // 2
            done.append(f"C{middle} {before.y} {middle} {point.y} {point.x} {point.y}")
    return "".join(done)


def _head(tip: Point) -> str:
    left = tip.x - ARROW
    return f'<path class="head" d="M{tip.x} {tip.y}L{left} {tip.y - 4}L{left} {tip.y + 4}Z"/>'


def _way_out(trunk: Line) -> str:
    end = Point(trunk.x + trunk.length, trunk.y)
    return f'<path class="line" d="M{trunk.x} {trunk.y}H{end.x - ARROW}"/>{_head(end)}'


def _written(text: Text, attributes: str) -> str:
    """Return a text of one or more lines; the whole of what is shortened is its title."""
    box, step = text.box, line_height(text.kind)
    x, anchor = box.x + box.width, "end"
    if text.label.aligned:
        x, anchor = box.x, "start"
    elif text.centred:
        x, anchor = box.x + box.width // 2, "middle"
    rows = list(map(escape, _typeset(text.label)))
    bases = [box.y + round(step * (i + _BASE)) for i in range(len(rows))]
    content = "".join(
        f'<tspan x="{x}" y="{base}">{row}</tspan>' for row, base in zip(rows, bases, strict=True)
    )
    aligned = " aligned" if text.label.aligned else ""
    title = f"<title>{escape(text.label.whole)}</title>" if text.label.is_cut else ""
    return (
        f'<text class="{text.kind}{aligned}"{attributes} x="{x}" y="{bases[0]}" '
        f'font-size="{SIZES[text.kind]}" text-anchor="{anchor}">'
        f"{title}{content if len(rows) > 1 else rows[0]}</text>"
    )


def _typeset(label: Label) -> list[str]:
    """Return lines with the minus sign of a printer, and with spaces that keep them aligned."""
    lines = [line.replace("-", "−") for line in label.lines]
    return [line.replace(" ", "\u00a0") for line in lines] if label.aligned else lines


_Entries = list[tuple[str, str]]


def _legend_rows(content: Figure, layout: Layout) -> Iterator[tuple[_Entries, int]]:
    """Yield the legend in rows hardly wider than the picture, each with its width."""
    row: _Entries = []
    used = 0
    for kind, text in legend(content):
        width = _entry_width(text)
        if row and used + width > max(layout.width, _LEAST_WIDTH):
            yield row, used
            row, used = [], 0
        row.append((kind, text))
        used += width
    yield row, used


def _entry_width(text: str) -> int:
    return text_width(label(text), "remark") + _ENTRY


def _legend(rows: Iterable[_Entries], top: int) -> Iterator[str]:
    for number, row in enumerate(rows):
        x, y = MARGIN, top + _ROW * number
        for kind, text in row:
            size = SIZES["remark"]
            yield f'<text class="{kind}" x="{x}" y="{y}" font-size="{size}">{escape(text)}</text>'
            x += _entry_width(text)
