"""A layout can be read: nothing lies on anything else, and every edge is there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest
from hypothesis import given

from gradcli import parse
from gradcli.render import Report, Style
from gradcli.render.picture.figure import Figure, figure
from gradcli.render.picture.layout import Box, Layout
from gradcli.render.picture.placing import edge_texts, layout_of, node_texts
from gradcli.render.picture.sizes import MARGIN
from tests.render.picture.graphs import REPORTS, report_of, reports


def laid_out(report: Report) -> tuple[Figure, Layout]:
    content = figure(report, Style())
    return content, layout_of(report.derivation.graph, content)


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def numbers(content: Figure, layout: Layout) -> Iterator[tuple[str, Box]]:
    """Yield the place of every text that stands beside a line."""
    for node, drawn in content.nodes.items():
        for text in node_texts(drawn, layout, node):
            if text.kind in ("value", "upstream"):
                yield f"{text.kind} of {node}", text.box
    for edge in content.arrows:
        for text in edge_texts(content, layout, edge):
            yield f"{text.kind} of edge {edge}", text.box


def stretches(layout: Layout) -> Iterator[Box]:
    """Yield the level stretches of every edge."""
    for points in layout.edges.values():
        for one, other in pairwise(points):
            if one.y == other.y:
                yield Box(one.x, one.y, other.x - one.x, 0)


def check(report: Report) -> None:
    content, layout = laid_out(report)
    boxes = [(f"box {node}", box) for node, box in layout.boxes.items()]
    texts = list(numbers(content, layout))
    for (one, place), (other, place_of_other) in combinations([*boxes, *texts], 2):
        assert not overlap(place, place_of_other), f"{one} and {other}"
    for name, place in texts:
        assert not any(overlap(place, stretch) for stretch in stretches(layout)), name
    for name, place in [*boxes, *texts]:
        assert place.x >= -MARGIN, name
        assert place.x + place.width <= layout.width + MARGIN, name
        assert place.y >= 0, name
        assert place.y + place.height <= layout.height, name
    assert layout.edges.keys() == content.arrows.keys()
    for arrow in content.arrows.values():
        check_edge(layout, arrow.edge.id, arrow.edge.operand, arrow.edge.node)


def check_edge(layout: Layout, edge: int, operand: int, node: int) -> None:
    points = layout.edges[edge]
    start, end = layout.boxes[operand], layout.boxes[node]
    assert points[0].x == start.x + start.width
    assert start.y <= points[0].y <= start.y + start.height
    assert points[-1].x == end.x
    assert end.y <= points[-1].y <= end.y + end.height
    assert all(one.x <= other.x for one, other in pairwise(points))
    assert layout.columns[operand] < layout.columns[node]


@pytest.mark.parametrize("name", REPORTS)
def test_the_graphs_of_the_lectures_can_be_read(name: str) -> None:
    check(REPORTS[name])


@given(reports())
def test_random_graphs_can_be_read(report: Report) -> None:
    check(report)


@given(reports())
def test_two_edges_meet_only_where_they_leave_the_same_node(report: Report) -> None:
    content, layout = laid_out(report)
    seen: dict[tuple[int, int], int] = {}
    for arrow in content.arrows.values():
        for point in layout.edges[arrow.edge.id]:
            operand = seen.setdefault((point.x, point.y), arrow.edge.operand)
            assert operand == arrow.edge.operand


def test_inputs_stand_at_the_left() -> None:
    content, layout = laid_out(REPORTS["a neuron in steps"])
    inputs = [node for node, drawn in content.nodes.items() if drawn.kind == "input"]
    assert len(inputs) == 5
    assert {layout.columns[node] for node in inputs} == {0}


def test_inputs_of_a_long_sum_stand_beside_their_use() -> None:
    report = report_of("+".join(f"x{i}" for i in range(60)), {f"x{i}": i for i in range(60)})
    content, layout = laid_out(report)
    for arrow in content.arrows.values():
        if content.nodes[arrow.edge.operand].kind == "input":
            assert layout.columns[arrow.edge.node] - layout.columns[arrow.edge.operand] == 1


def test_a_variable_that_is_used_twice_is_drawn_once() -> None:
    graph = parse("x*x + x")
    _, layout = laid_out(report_of("x*x + x", {"x": 3}))
    assert len(layout.boxes) == len(graph) == 3
    assert len(layout.edges) == 4
    assert layout.junctions


def test_a_chain_is_a_straight_line() -> None:
    _, layout = laid_out(report_of("exp(sin(cos(-x)))", {"x": 1}))
    assert len({point.y for points in layout.edges.values() for point in points}) == 1


def test_the_same_graph_is_laid_out_the_same_way_every_time() -> None:
    name = "two layers"
    assert laid_out(REPORTS[name])[1] == laid_out(REPORTS[name])[1]


def test_a_graph_of_300_nodes_is_laid_out_in_less_than_a_second() -> None:
    from time import process_time

    names = [f"x{i}" for i in range(10)]
    steps = []
    for step in range(290):
        a, b = names[(7 * step) % len(names)], names[-1 - (step % 3)]
        steps.append(f"n{step} = {a} + {b}")
        names.append(f"n{step}")
    graph = parse("; ".join(steps))
    report = report_of(graph.source, dict.fromkeys(graph.inputs, 1.0))
    start = process_time()
    _, layout = laid_out(report)
    assert len(layout.boxes) >= 290
    assert process_time() - start < 1
