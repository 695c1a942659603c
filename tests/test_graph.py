"""The ways of building a graph make the same one."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from gradcli import evaluate, parse
from gradcli.graph import Graph, GraphBuilder
from gradcli.language.printing import structure

#: Appends operations, given as rows, to a builder.
Appends = Callable[[GraphBuilder, list[tuple[str, tuple[int, ...]]]], object]


def one_by_one(builder: GraphBuilder, rows: list[tuple[str, tuple[int, ...]]]) -> None:
    for operator, operands in rows:
        builder.add(operator, operands)


def by_functions(builder: GraphBuilder, rows: list[tuple[str, tuple[int, ...]]]) -> None:
    functions = {operator: builder.operation(operator) for operator, _ in rows}
    for operator, operands in rows:
        functions[operator](*operands)


def at_once(builder: GraphBuilder, rows: list[tuple[str, tuple[int, ...]]]) -> None:
    builder.extend([operator for operator, _ in rows], [operands for _, operands in rows])


def built(append: Appends, constants: bool) -> Graph:
    """Return a graph with names, options and constants among operations appended in some way."""
    draw = random.Random(5)
    builder = GraphBuilder("text")
    made = [builder.input("x", 0, 1), builder.input("y")]
    for _ in range(4):
        rows: list[tuple[str, tuple[int, ...]]] = []
        for _ in range(6):
            first, second = draw.choices(made[-4:], k=2)
            rows.append(
                ("multiply", (first, second)) if draw.random() < 0.5 else ("tanh", (first,))
            )
            made.append(len(made))
        append(builder, rows)
        builder.name(made[-1], f"v{made[-1]}")
        if constants:
            made.append(builder.constant("2", 1, 2))
            made.append(builder.add("negative", (made[-1],), None, 2, 3))
            builder.given(made[-1], f"a{made[-1]}")
        made.append(builder.add("leaky_relu", (made[-1],), {"slope": 0.5}))
    return builder.build(made[-1])


@pytest.mark.parametrize("constants", [False, True])
@pytest.mark.parametrize("append", [by_functions, at_once])
def test_nodes_may_be_appended_in_any_way(append: Appends, constants: bool) -> None:
    expected, found = built(one_by_one, constants), built(append, constants)
    assert structure(found) == structure(expected)
    assert list(found.spans) == list(expected.spans)
    assert list(found.starts) == list(expected.starts)
    at = {"x": 0.5, "y": -2.0}
    assert evaluate(found, at).gradients == evaluate(expected, at).gradients


def test_edges_are_numbered_node_by_node() -> None:
    graph = parse("q = x*x + 1; q*y")
    edges = list(graph.edges())
    assert [edge.id for edge in edges] == list(range(graph.starts[-1]))
    for node in range(len(graph)):
        ends = graph.starts[node], graph.starts[node + 1]
        assert [edge.id for edge in graph.edges_of(node)] == list(range(*ends))
    assert [(edge.operand, edge.position) for edge in edges if edge.node == 1] == [(0, 0), (0, 1)]


def test_graphs_of_the_same_text_are_equal() -> None:
    assert parse("q = x*x; q + 1") == parse("q = x*x; q + 1")
    assert parse("x*y") != parse("x*x")
