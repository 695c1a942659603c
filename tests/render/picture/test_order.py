"""Few lines cross, and what need not move stays."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcli import parse
from gradcli.render.picture.heights import isotonic
from gradcli.render.picture.layers import lattice
from gradcli.render.picture.order import crossings, few_crossings


def after(steps: list[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for one, other in steps:
        found.setdefault(one, []).append(other)
    return found


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(6, 11)), max_size=20))
def test_crossings_are_counted_as_pairs_of_lines_that_cross(steps: list[tuple[int, int]]) -> None:
    expected = sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(steps, 2))
    assert crossings([list(range(6)), list(range(6, 12))], after(steps)) == expected


@pytest.mark.parametrize(
    ("program", "fewest"),
    [
        ("(x+y)*z", 0),
        ("x*y + max(z, w)", 0),
        ("a = x*y; b = z*w; c = x + z; d = y + w; a + b + c + d", None),
        ("(a+b)*(a-b)", 1),
        ("1/(1+exp(-(w0*x0+w1*x1+w2)))", 0),
        ("p = a*d; q = b*c; p + q", 0),
    ],
)
def test_lines_cross_no_more_than_they_must(program: str, fewest: int | None) -> None:
    graph = parse(program)
    nodes = [n for n in range(len(graph)) if graph.depends[n]]
    lines = lattice(nodes, [edge for edge in graph.edges() if edge.operand in nodes])
    joined = after([(step.source, step.target) for step in lines.steps])
    found = crossings(few_crossings(lines), joined)
    assert found <= crossings(lines.columns, joined)
    assert fewest is None or found == fewest


def test_operands_stay_in_source_order_where_nothing_crosses() -> None:
    graph = parse("a + b + c + d")
    lines = lattice(range(len(graph)), list(graph.edges()))
    inputs = [lines.nodes[vertex] for vertex in few_crossings(lines)[0]]
    assert [graph.names[node][0] for node in inputs] == ["a", "b", "c", "d"]


wishes = st.lists(st.tuples(st.floats(-99, 99), st.floats(0.1, 9)), min_size=1, max_size=12)


@given(wishes)
def test_heights_rise_and_no_shift_of_a_pool_would_be_better(
    wished: list[tuple[float, float]],
) -> None:
    found = isotonic(wished)
    assert all(one <= other for one, other in pairwise(found))
    for height in set(found):
        pool = [wish for wish, at in zip(wished, found, strict=True) if at == height]
        mean = sum(y * w for y, w in pool) / sum(w for _, w in pool)
        assert height == pytest.approx(mean, abs=1e-9)
