"""Where everything stands: a graph and the sizes of its boxes and labels in, coordinates out.

The picture is a row of columns from the inputs to the output. A node takes a cell in its column:
from left to right the landings, on which its edges arrive, its box, and the trunk, on which its
value leaves. Labels stand above and below landings and trunks, inside the cell, and edges bend
between the columns only: so no text ever lies on a line or on another text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from gradcli.graph import Edge, Graph
from gradcli.render.picture.heights import Extent, heights
from gradcli.render.picture.layers import Lattice, lattice
from gradcli.render.picture.order import few_crossings


@dataclass(frozen=True, slots=True)
class Room:
    """The room that the labels of a horizontal line take: its length, and above and below it."""

    width: int
    above: int
    below: int


@dataclass(frozen=True, slots=True)
class Cell:
    """The sizes of a node: its box, its trunk, and a landing for each edge that arrives (by id)."""

    width: int
    height: int
    trunk: Room
    landings: Mapping[int, Room] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Point:
    """A place; y counts downwards."""

    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Line:
    """A horizontal line."""

    x: int
    y: int
    length: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands.

    `boxes` and `trunks` go by node, `landings` and `edges` by edge id. An edge is the points from
    the box of its operand to the box of its node; where two points have different heights, it
    bends between two columns. `junctions` are the points where a line branches, `columns` the
    column of each node.
    """

    width: int
    height: int
    boxes: Mapping[int, Box]
    trunks: Mapping[int, Line]
    landings: Mapping[int, Line]
    edges: Mapping[int, tuple[Point, ...]]
    junctions: tuple[Point, ...]
    columns: Mapping[int, int]


#: The width of a gap between two columns, given the heights at which each edge leaves and arrives.
Gap = Callable[[Sequence[tuple[int, int]]], int]


@dataclass(frozen=True, slots=True)
class Spacing:
    """What is left free: between two cells of a column, around a rail, about a port, the gaps.

    Cells stand nearer than `rows`, up to `least`, where that makes a line level.
    """

    rows: int
    least: int
    rail: int
    port: int
    gap: Gap


def lay_out(graph: Graph, cells: Mapping[int, Cell], spacing: Spacing) -> Layout:
    """Return the coordinates of a picture of the nodes in `cells` and the edges that land there.

    >>> from gradcli.language import parse
    >>> line = Room(30, 10, 10)
    >>> cells = {0: Cell(20, 20, line), 1: Cell(20, 20, line, {0: line})}
    >>> drawn = lay_out(parse("exp(x)"), cells, Spacing(10, 5, 4, 4, lambda _: 50))
    >>> drawn.edges[0][0], drawn.edges[0][-1], drawn.boxes[1].x
    (Point(x=20, y=10), Point(x=130, y=10), 130)
    """
    nodes = sorted(cells)
    edges = [edge for node in nodes for edge in graph.edges_of(node) if _lands(cells, edge)]
    return _Placing(lattice(nodes, edges), edges, cells, spacing).layout()


def _lands(cells: Mapping[int, Cell], edge: Edge) -> bool:
    return edge.id in cells[edge.node].landings and edge.operand in cells


class _Placing:
    """One layout in the making."""

    def __init__(
        self,
        lines: Lattice,
        edges: Sequence[Edge],
        cells: Mapping[int, Cell],
        spacing: Spacing,
    ) -> None:
        self.lines = lines
        self.edges = edges
        self.cells = cells
        self.spacing = spacing
        self.columns = few_crossings(lines)
        self.ports = self._ports()
        self.tall = {node: self._box_height(node) for node in lines.nodes}
        extents = {vertex: self._extent(vertex) for column in self.columns for vertex in column}
        self.height_of = heights(
            lines, self.columns, extents, self.ports, spacing.rows, spacing.least
        )
        self.bottom = max((y + extents[v].below for v, y in self.height_of.items()), default=0)

    def _ports(self) -> dict[int, int]:
        """Return how far below the line of its node each edge arrives: in the order of the rows."""
        row = {vertex: i for column in self.columns for i, vertex in enumerate(column)}
        arriving: dict[int, list[Edge]] = {}
        for edge in self.edges:
            arriving.setdefault(edge.node, []).append(edge)
        ports: dict[int, int] = {}
        for node, edges in arriving.items():
            edges.sort(key=lambda edge: (row[self.lines.routes[edge.id][-2]], edge.position))
            ports.update(self._stacked(node, edges))
        return ports

    def _stacked(self, node: int, edges: Iterable[Edge]) -> dict[int, int]:
        depth, found = 0, {}
        for edge in edges:
            room = self.cells[node].landings[edge.id]
            found[edge.id] = depth + room.above
            depth += room.above + room.below + self.spacing.port
        middle = (min(found.values()) + max(found.values())) // 2
        return {edge: height - middle for edge, height in found.items()}

    def _box_height(self, node: int) -> int:
        reach = max((abs(self.ports[edge]) for edge in self._arriving(node)), default=0)
        return max(self.cells[node].height, 2 * (reach + self.spacing.port))

    def _arriving(self, node: int) -> list[int]:
        return [edge for edge in self.cells[node].landings if edge in self.ports]

    def _extent(self, vertex: int) -> Extent:
        if self.lines.is_rail(vertex):
            return Extent(self.spacing.rail, self.spacing.rail)
        node = self.lines.nodes[vertex]
        cell = self.cells[node]
        above = [(self.tall[node] + 1) // 2, cell.trunk.above]
        below = [(self.tall[node] + 1) // 2, cell.trunk.below]
        for edge in self._arriving(node):
            above.append(cell.landings[edge].above - self.ports[edge])
            below.append(cell.landings[edge].below + self.ports[edge])
        return Extent(max(above), max(below))

    def layout(self) -> Layout:
        starts, width = self._column_starts()
        column_of = self.lines.column_of()
        boxes: dict[int, Box] = {}
        trunks: dict[int, Line] = {}
        landings: dict[int, Line] = {}
        for vertex, node in enumerate(self.lines.nodes):
            start, box, end = starts[column_of[vertex]]
            boxes[node] = self._box(node, vertex, box)
            right = boxes[node].x + boxes[node].width
            trunks[node] = Line(right, self.height_of[vertex], end - right)
            for edge in self._arriving(node):
                y = self.height_of[vertex] + self.ports[edge]
                landings[edge] = Line(start, y, boxes[node].x - start)
        edges = {
            edge.id: self._points(edge, trunks, landings, starts, column_of) for edge in self.edges
        }
        columns = {node: column_of[vertex] for vertex, node in enumerate(self.lines.nodes)}
        junctions = self._junctions(starts, column_of)
        return Layout(width, self.bottom, boxes, trunks, landings, edges, junctions, columns)

    def _column_starts(self) -> tuple[list[tuple[int, Box, int]], int]:
        """Return where each column begins, the place of its boxes, its end; and the whole width."""
        x, found = 0, []
        for column, bends in zip(self.columns, self._bends(), strict=True):
            cells = [self.cells[self.lines.nodes[v]] for v in column if not self.lines.is_rail(v)]
            rooms = [room for cell in cells for room in cell.landings.values()]
            box = Box(
                x + max((room.width for room in rooms), default=0),
                0,
                max((cell.width for cell in cells), default=0),
                0,
            )
            end = box.x + box.width + max((cell.trunk.width for cell in cells), default=0)
            found.append((x, box, end))
            x = end + self.spacing.gap(bends)
        return found, found[-1][2] if found else 0

    def _bends(self) -> list[list[tuple[int, int]]]:
        """Return of each column at which heights edges leave it and arrive in the next."""
        column_of = self.lines.column_of()
        found: list[list[tuple[int, int]]] = [[] for _ in self.columns]
        for step in self.lines.steps:
            port = 0 if step.edge is None else self.ports[step.edge]
            bend = (self.height_of[step.source], self.height_of[step.target] + port)
            found[column_of[step.source]].append(bend)
        return found

    def _box(self, node: int, vertex: int, column: Box) -> Box:
        cell, height = self.cells[node], self.tall[node]
        x = column.x + (column.width - cell.width) // 2
        return Box(x, self.height_of[vertex] - height // 2, cell.width, height)

    def _points(
        self,
        edge: Edge,
        trunks: Mapping[int, Line],
        landings: Mapping[int, Line],
        starts: Sequence[tuple[int, Box, int]],
        column_of: Mapping[int, int],
    ) -> tuple[Point, ...]:
        trunk, landing = trunks[edge.operand], landings[edge.id]
        points = [Point(trunk.x, trunk.y), Point(trunk.x + trunk.length, trunk.y)]
        for rail in self.lines.routes[edge.id][1:-1]:
            start, _, end = starts[column_of[rail]]
            points += [Point(x, self.height_of[rail]) for x in (start, end)]
        end = landing.x + landing.length
        return (*points, Point(landing.x, landing.y), Point(end, landing.y))

    def _junctions(
        self, starts: Sequence[tuple[int, Box, int]], column_of: Mapping[int, int]
    ) -> tuple[Point, ...]:
        leaving: dict[int, int] = {}
        for step in self.lines.steps:
            leaving[step.source] = leaving.get(step.source, 0) + 1
        return tuple(
            Point(starts[column_of[vertex]][2], self.height_of[vertex])
            for vertex, count in leaving.items()
            if count > 1
        )
