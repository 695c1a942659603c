"""Where each text of an SVG picture stands, given where the lines and boxes do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from gradcli.graph import Graph
from gradcli.render.picture.figure import Drawn, Figure
from gradcli.render.picture.folding import Label
from gradcli.render.picture.layout import Box, Layout, Line, lay_out
from gradcli.render.picture.sizes import ARROW, SPACING, block_height, cell_of, text_width

#: What a text is. Of an input the name stands where others have their operation.
TextKind = Literal["value", "upstream", "local", "contribution", "operation", "name"]

#: Between a text and the line above or below it.
_FROM_LINE = 4


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the box it takes: centred in it, or at its right end."""

    label: Label
    kind: TextKind
    box: Box
    centred: bool = True


def layout_of(graph: Graph, content: Figure) -> Layout:
    """Return where everything stands in a picture in pixels."""
    cells = {node: cell_of(drawn, content.arriving(node)) for node, drawn in content.nodes.items()}
    return lay_out(graph, cells, SPACING)


def node_texts(drawn: Drawn, layout: Layout, node: int) -> Iterator[Text]:
    """Yield the texts of a node: what stands in its box, and the numbers on its trunk."""
    yield from _captions(drawn, layout.boxes[node])
    trunk = layout.trunks[node]
    if drawn.value is not None:
        yield _above(drawn.value, "value", trunk)
    if drawn.upstream is not None:
        yield _below(drawn.upstream, "upstream", trunk)


def edge_texts(content: Figure, layout: Layout, edge: int) -> Iterator[Text]:
    """Yield the numbers at the arrow of an edge."""
    arrow, landing = content.arrows[edge], layout.landings[edge]
    line = Line(landing.x, landing.y, landing.length - ARROW)
    if arrow.local is not None:
        yield _above(arrow.local, "local", line, centred=False)
    if arrow.contribution is not None:
        yield _below(arrow.contribution, "contribution", line, centred=False)


def _captions(drawn: Drawn, box: Box) -> Iterator[Text]:
    captions: list[tuple[Label, TextKind]] = [(drawn.name, "operation")]
    if drawn.operation is not None:
        captions = [(drawn.operation, "operation"), (drawn.name, "name")]
    heights = [block_height(caption, kind) for caption, kind in captions]
    top = box.y + (box.height - sum(heights)) // 2
    for (caption, kind), height in zip(captions, heights, strict=True):
        width = text_width(caption, kind)
        yield Text(caption, kind, Box(box.x + (box.width - width) // 2, top, width, height))
        top += height


def _above(label: Label, kind: TextKind, line: Line, *, centred: bool = True) -> Text:
    return _beside(label, kind, line, -_FROM_LINE - block_height(label, kind), centred)


def _below(label: Label, kind: TextKind, line: Line, *, centred: bool = True) -> Text:
    return _beside(label, kind, line, _FROM_LINE, centred)


def _beside(label: Label, kind: TextKind, line: Line, lower: int, centred: bool) -> Text:
    width = text_width(label, kind)
    free = line.length - width
    x = line.x + (free // 2 if centred else free)
    return Text(label, kind, Box(x, line.y + lower, width, block_height(label, kind)), centred)
