"""The compiled tape gives what the ordinary engine gives, or gives way to it."""

from __future__ import annotations

import math
import random

import pytest

from gradcli import Tape, evaluate, parse
from gradcli.engine.irregular import Irregular
from gradcli.graph import Graph, GraphBuilder

PROGRAMS = [
    ("(x+y)*z", {"x": -2, "y": 5, "z": -4}),
    ("a=2; b=a*3; c=a+2; d=b+4; e=c*d", {}),
    ("a=-pi/4; sin(a)*x^2 + x^3", {"x": 0.5}),
    ("x^y + y^x", {"x": 2, "y": 3}),
    ("2^x + x^-1 + (-x)^2", {"x": 3}),
    ("tanh(x)*sigmoid(y) + softplus(x - y) - log(1 + exp(x))", {"x": 0.3, "y": -1.2}),
    ("max(x, y)*min(x, 2) + relu(x - 3) + abs(y)", {"x": 1.5, "y": -2}),
    ("max(x, y) + relu(z)", {"x": 1, "y": 1, "z": 0}),
    ("leaky_relu(x, slope=0.2) + elu(x) + gelu(x) + clamp(x, -1, 1)", {"x": -0.7}),
    ("where(x > 0 and y < 1, log(x), y^2)*x", {"x": 2, "y": 0.5}),
    ("atan2(x, y)/hypot(x, y) % 3", {"x": 2, "y": 0.5}),
    ("u = x.detach(); u*x", {"x": 3}),
    ("a = 1+1; a*x", {"a": 5, "x": 3}),
    ("a = 1+1; a*x", {"x": 3}),
    ("a = 2; b = a*x; c = 3*2; a*b*c", {"a": 7, "c": -1, "x": 3}),
    ("a = log(2)/3; a^2*x + a", {"a": 0.5, "x": 3}),
    ("x + 2", {"x": 1}),
    ("a = 2", {"a": 3}),
]


@pytest.mark.parametrize(("program", "at"), PROGRAMS)
@pytest.mark.parametrize("ties", ["split", "first", "last", "all"])
def test_tape_agrees_with_the_engine(program: str, at: dict[str, float], ties: str) -> None:
    graph = parse(program)
    ran, worked = Tape(graph, ties).run(at), evaluate(graph, at, ties=ties)  # type: ignore[arg-type]
    evaluated = [node for node, value in enumerate(worked.values) if value is not None]
    found = [ran.values[node] for node in evaluated]
    assert found == pytest.approx([worked.values[node] for node in evaluated], rel=1e-15)
    for columns in ("upstream", "contributions"):
        found, expected = list(getattr(ran, columns)), list(getattr(worked, columns))
        assert [f is None for f in found] == [e is None for e in expected]
        numbers = [(f, e) for f, e in zip(found, expected, strict=True) if e is not None]
        assert [f for f, _ in numbers] == pytest.approx([e for _, e in numbers], rel=1e-13)
    assert [notice.text for notice in ran.notices] == [notice.text for notice in worked.notices]


@pytest.mark.parametrize(
    ("program", "at"),
    [
        ("log(x)", {"x": 0}),
        ("1/x", {"x": 0}),
        ("x*x", {"x": 1e200}),
        ("sqrt(x)", {"x": 0}),
        ("x^y", {"x": -2, "y": 2}),
        ("where(x > 0, log(x), x)", {"x": -1}),
        ("x + y", {"x": 1, "y": [1, 2]}),
    ],
)
def test_tape_gives_way_where_care_is_needed(program: str, at: dict[str, float]) -> None:
    with pytest.raises(Irregular):
        Tape(parse(program)).run(at)


@pytest.mark.parametrize("program", ["sum(x)", "[x, x]", "x @ x"])
def test_tape_refuses_arrays(program: str) -> None:
    with pytest.raises(Irregular):
        Tape(parse(program))


def random_graph(nodes: int, seed: int) -> Graph:
    """Return a graph whose values stay of a moderate size."""
    draw = random.Random(seed)
    builder = GraphBuilder()
    made = [builder.input("x"), builder.input("y"), builder.constant("0.5")]
    for _ in range(nodes):
        recent = made[-20:]
        name = draw.choice(["add", "multiply", "tanh", "sigmoid", "subtract", "sin", "negative"])
        count = 2 if name in ("add", "multiply", "subtract") else 1
        node = builder.add(name, tuple(draw.choice(recent) for _ in range(count)))
        made.append(builder.add("tanh", (node,)) if name == "multiply" else node)
    return builder.build(builder.add("add", (made[-1], made[0])))


@pytest.mark.parametrize("seed", range(5))
def test_large_random_graphs_agree(seed: int) -> None:
    graph = random_graph(400, seed)
    at = {"x": 0.3, "y": -0.8}
    ran, worked = Tape(graph).run(at), evaluate(graph, at)
    assert ran.value == pytest.approx(worked.value, rel=1e-12)
    for name, gradient in worked.gradients.items():
        assert ran.gradients[name] == pytest.approx(gradient, rel=1e-9)


def test_two_to_the_sixty_paths_are_as_quick_as_their_nodes() -> None:
    builder = GraphBuilder()
    node = builder.input("x")
    for _ in range(60):
        node = builder.add("add", (node, node))
    graph = builder.build(node)
    assert evaluate(graph, {"x": 1}).gradients["x"] == 2.0**60
    assert Tape(graph).run({"x": 1}).gradients["x"] == 2.0**60


def test_any_number_of_kinds_of_nodes_is_worked() -> None:
    slopes = range(1, 3_000)
    program = "+".join(f"leaky_relu(x, slope=0.{slope:04d})" for slope in slopes)
    worked = evaluate(parse(program), {"x": -1})
    assert worked.gradients["x"] == pytest.approx(sum(slopes) / 10_000)


def test_runs_leave_nothing_behind() -> None:
    tape = Tape(parse("x*y"))
    first = tape.run({"x": 2, "y": 3})
    tape.run({"x": 5, "y": 7})
    assert (first.value, first.gradients) == (6, {"x": 3, "y": 2})


def test_a_million_nodes_in_a_chain() -> None:
    builder = GraphBuilder()
    x = node = builder.input("x")
    for _ in range(1_000_000):
        node = builder.add("add", (node, x))
    worked = evaluate(builder.build(node), {"x": 1})
    assert worked.value == 1_000_001
    assert worked.gradients["x"] == 1_000_001
    assert not math.isnan(worked.upstream[500_000])
