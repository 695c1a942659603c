"""One drawing in characters: boxes named in their border, lines, and numbers beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from gradcli.graph import Graph
from gradcli.render.cells import cells
from gradcli.render.drawing import Tone
from gradcli.render.picture.canvas import Canvas
from gradcli.render.picture.channels import channel
from gradcli.render.picture.figure import Arrow, Drawn, Figure
from gradcli.render.picture.folding import Label
from gradcli.render.picture.layout import Box, Cell, Line, Room, Spacing, lay_out
from gradcli.render.report import Style

#: The signs of a border: along, upright, and its corners; the output's is heavy.
_Border = tuple[str, str, str, str, str, str]
_BORDER: _Border = ("─", "│", "┌", "┐", "└", "┘")
_HEAVY: _Border = ("━", "┃", "┏", "┓", "┗", "┛")


@dataclass(frozen=True, slots=True)
class Detail:
    """What is written beside the lines."""

    values: bool = True
    locals: bool = True


def _gap(bends: Sequence[tuple[int, int]]) -> int:
    return channel(bends).tracks + 1


_SPACING = Spacing(rows=2, least=2, rail=0, port=1, gap=_gap)


class Sketch:
    """A drawing of some nodes; `borrowed` ones are drawn elsewhere, and only named here."""

    def __init__(
        self,
        graph: Graph,
        content: Figure,
        nodes: Collection[int],
        borrowed: Collection[int],
        detail: Detail,
    ) -> None:
        self.content = content
        self.borrowed = frozenset(borrowed)
        self.detail = detail
        self.nodes = sorted({*nodes, *borrowed})
        self.layout = lay_out(graph, {node: self._cell(node) for node in self.nodes}, _SPACING)

    @property
    def width(self) -> int:
        """Return the columns that the drawing takes."""
        return self.layout.width + 1

    def _cell(self, node: int) -> Cell:
        drawn = self.content.nodes[node]
        if node in self.borrowed:
            return Cell(drawn.name.columns, 0, Room(1, 0, 0))
        width, height = _box_size(drawn)
        landings = {a.edge.id: self._landing(a) for a in self.content.arriving(node)}
        return Cell(width, height, self._trunk(node), landings)

    def _trunk(self, node: int) -> Room:
        drawn = self.content.nodes[node]
        return _room(*(self._numbers(drawn)), 3)

    def _landing(self, arrow: Arrow) -> Room:
        return _room(*self._gradients(arrow), 3)

    def _numbers(self, drawn: Drawn) -> tuple[Label | None, Label | None]:
        return (drawn.value, drawn.upstream) if self.detail.values else (None, None)

    def _gradients(self, arrow: Arrow) -> tuple[Label | None, Label | None]:
        return (arrow.local, arrow.contribution) if self.detail.locals else (None, None)

    def lines(self, style: Style) -> list[str]:
        """Return the drawing."""
        canvas = Canvas(style)
        self._draw_gaps(canvas)
        for node in self.nodes:
            self._draw_node(canvas, node)
        return canvas.rows()

    def _draw_node(self, canvas: Canvas, node: int) -> None:
        drawn = self.content.nodes[node]
        box, trunk = self.layout.boxes[node], self.layout.trunks[node]
        if drawn.operation is None or node in self.borrowed:
            canvas.write(trunk.y, box.x, drawn.name.lines[0], "title")
        else:
            _draw_box(canvas, box, drawn, _HEAVY if node == self.content.output else _BORDER)
        canvas.across(node, trunk.y, trunk.x + 1, trunk.x + trunk.length)
        if node == self.content.output:
            canvas.write(trunk.y, trunk.x + trunk.length, "→")
        if node in self.borrowed:
            return
        value, upstream = self._numbers(drawn)
        middle = Line(trunk.x + 1, trunk.y, trunk.length)
        _beside(canvas, middle, value, "value", upstream, centred=True)
        for arrow in self.content.arriving(node):
            self._draw_landing(canvas, arrow)

    def _draw_landing(self, canvas: Canvas, arrow: Arrow) -> None:
        line = self.layout.landings[arrow.edge.id]
        canvas.across(arrow.edge.operand, line.y, line.x, line.x + line.length - 1)
        if not arrow.carries:
            canvas.write(line.y, line.x, "┄" * line.length)
        canvas.write(line.y, line.x + line.length - 1, "→")
        local, contribution = self._gradients(arrow)
        shortened = Line(line.x, line.y, line.length - 1)
        _beside(canvas, shortened, local, "", contribution, centred=False)

    def _draw_gaps(self, canvas: Canvas) -> None:
        """Draw the lines between the columns, and the rails through them."""
        bends: dict[int, set[tuple[int, int]]] = {}
        ends: dict[int, int] = {}
        nets: dict[tuple[int, int], int] = {}
        for arrow in self.content.arrows.values():
            points = self.layout.edges.get(arrow.edge.id, ())
            stretches = list(zip(points[1::2], points[2::2], strict=False))
            for leaves, arrives in stretches:
                bends.setdefault(leaves.x, set()).add((leaves.y, arrives.y))
                nets[leaves.x, leaves.y] = arrow.edge.operand
                ends[leaves.x] = arrives.x
            for arrives, (leaves, _) in zip(points[2::2], stretches[1:], strict=False):
                canvas.across(arrow.edge.operand, arrives.y, arrives.x, leaves.x)
        for start, pairs in bends.items():
            rows = {row: net for (x, row), net in nets.items() if x == start}
            _draw_channel(canvas, sorted(pairs), rows, start, ends[start])


def _draw_channel(
    canvas: Canvas,
    bends: Sequence[tuple[int, int]],
    nets: Mapping[int, int],
    start: int,
    end: int,
) -> None:
    """Draw the lines of one gap, which begins after `start` and ends before `end`."""
    found = channel(bends)
    for stretch in found.stretches:
        column = start + 1 + stretch.track
        canvas.down(nets[stretch.net], column, stretch.top, stretch.bottom)
    for reach in found.reaches:
        left = start if reach.start is None else start + 1 + reach.start
        right = end if reach.end is None else start + 1 + reach.end
        canvas.across(nets[reach.net], reach.row, left, right)


def _box_size(drawn: Drawn) -> tuple[int, int]:
    """Return the width and height of a box, from its first to its last column and row."""
    if drawn.operation is None:
        return drawn.name.columns, 0  # and a space before the line
    rows = len(drawn.operation.lines)
    width = max(drawn.operation.columns, drawn.name.columns) + 4
    return width - 1, rows + 1 + (rows % 2 == 0)


def _draw_box(canvas: Canvas, box: Box, drawn: Drawn, border: _Border) -> None:
    along, upright, *corners = border
    name = drawn.name.lines[0]
    inner = box.width - 1
    dashes = inner - cells(name)
    above = along * (dashes // 2)
    canvas.write(box.y, box.x, corners[0] + above)
    canvas.write(box.y, box.x + 1 + len(above), name, "title")
    canvas.write(
        box.y, box.x + 1 + len(above) + cells(name), along * (dashes - len(above)) + corners[1]
    )
    for row in range(box.y + 1, box.y + box.height):
        canvas.write(row, box.x, upright + " " * inner + upright)
    canvas.write(box.y + box.height, box.x, corners[2] + along * inner + corners[3])
    operation = drawn.operation.lines if drawn.operation is not None else ()
    first = box.y + (box.height - len(operation) + 1) // 2
    for row, line in enumerate(operation, first):
        canvas.write(row, box.x + 1 + (inner - cells(line)) // 2, line)


def _room(above: Label | None, below: Label | None, beside: int) -> Room:
    width = max([label.columns for label in (above, below) if label is not None], default=0)
    up, down = (0 if label is None else len(label.lines) for label in (above, below))
    return Room(width + beside, up, down)


def _beside(
    canvas: Canvas,
    line: Line,
    above: Label | None,
    tone: Tone,
    below: Label | None,
    *,
    centred: bool,
) -> None:
    """Write a text above a line in its tone, and a gradient below it."""
    texts: list[tuple[Label | None, Tone]] = [(above, tone), (below, "gradient")]
    for label, color in texts:
        if label is None:
            continue
        free = line.length - label.columns
        column = line.x + (free // 2 if centred else free)
        first = line.y - len(label.lines) if label is above else line.y + 1
        for row, text in enumerate(label.lines, first):
            canvas.write(row, column, text, color)
