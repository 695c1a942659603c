"""The graphs of the lectures, with numbers worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from gradcli import evaluate, jacobian, parse
from gradcli.engine.coarse import coarsen
from gradcli.errors import SeedProblem
from gradcli.language import expand


def flat(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else value


EXAMPLES: list[tuple[str, dict[str, Any], Any, dict[str, Any]]] = [
    ("(x+y)*z", {"x": -2, "y": 5, "z": -4}, -12, {"x": -4, "y": -4, "z": 3}),
    ("w*x + b", {"w": 2, "x": 3, "b": 1}, 7, {"w": 3, "x": 2, "b": 1}),
    ("y = 2*x + 1", {"x": 3}, 7, {"x": 2}),
    (
        "2*(x*y + max(z, w))",
        {"x": 3, "y": -4, "z": 2, "w": -1},
        -20,
        {"x": -8, "y": 6, "z": 2, "w": 0},
    ),
    ("a=2; b=a*3; c=a+2; d=b+4; e=c*d", {}, 40, {"a": 22}),
    ("e = (a + 2)*(3*a + 4)", {"a": 2}, 40, {"a": 22}),
    ("(a*a)^2", {"a": 3}, 81, {"a": 108}),
    ("(x1^2 + 2*x2)^2", {"x1": 2, "x2": 3}, 100, {"x1": 80, "x2": 40}),
    ("sum(w*w + 2*w + 1)", {"w": [1, 2, 3]}, 29, {"w": [4, 6, 8]}),
    (
        "sum(a*c)",
        {"a": [2, 2, 3], "c": [[1, 2, 3], [2, 3, 4], [3, 4, 5]]},
        66,
        {"a": [6, 9, 12], "c": [[2, 2, 3]] * 3},
    ),
    (
        "L = (w*x + b - y)^2",
        {"w": 2, "x": 3, "b": 1, "y": 5},
        4,
        {"w": 12, "x": 8, "b": 4, "y": -4},
    ),
    ("f = ((x + z)/y)^2", {"x": 1, "y": 2, "z": 5}, 9, {"x": 3, "z": 3, "y": -9}),
    (
        "f = relu(w*x + b)*v",
        {"w": 2, "x": 3, "b": -1, "v": 4},
        20,
        {"w": 12, "x": 8, "b": 4, "v": 5},
    ),
    ("x*x", {"x": 3}, 9, {"x": 6}),
    ("q = x + 1; q*q", {"x": 2}, 9, {"x": 6}),
    ("x", {"x": 3}, 3, {"x": 1}),
    ("2 + 3", {}, 5, {}),
    (
        "Y = X@W + b; f = sum(U*Y)",
        {
            "X": [[1, 2], [3, 4], [5, 6]],
            "W": [[1, -1], [2, 0]],
            "b": [0, 0],
            "U": [[1, 2], [0, -1], [3, 1]],
        },
        52,
        {
            "X": [[-1, 2], [1, 0], [2, 6]],
            "W": [[16, 4], [20, 6]],
            "b": [4, 2],
            "U": [[5, -1], [11, -3], [17, -5]],
        },
    ),
]


@pytest.mark.parametrize(("program", "at", "value", "gradients"), EXAMPLES)
def test_lecture_graphs(
    program: str, at: dict[str, Any], value: Any, gradients: dict[str, Any]
) -> None:
    worked = evaluate(parse(program), at)
    assert worked.value == value
    assert {name: flat(gradient) for name, gradient in worked.gradients.items()} == gradients


@pytest.mark.parametrize(("program", "at", "value", "gradients"), EXAMPLES)
def test_coarse_expanded_and_exact_views_give_the_same_gradients(
    program: str, at: dict[str, Any], value: Any, gradients: dict[str, Any]
) -> None:
    graph = parse(program)
    worked = evaluate(graph, at)
    views = [coarsen(worked), evaluate(expand(graph), at), evaluate(graph, at, exact=True)]
    for view in views:
        assert {name: flat(gradient) for name, gradient in view.gradients.items()} == gradients
        assert flat(view.value) == value


def test_every_number_of_the_first_graph() -> None:
    worked = evaluate(parse("q = x + y; f = q*z"), {"x": -2, "y": 5, "z": -4})
    graph = worked.graph
    named = {node.name: node.id for node in graph.nodes()}
    local = {(edge.node, edge.operand): worked.local[edge.id] for edge in graph.edges()}
    assert worked.value_of("q") == 3
    assert worked.gradient_of("q") == -4
    assert local[named["q"], named["x"]] == 1
    assert local[named["q"], named["y"]] == 1
    assert local[named["f"], named["q"]] == -4
    assert local[named["f"], named["z"]] == 3


def test_a_shared_node_receives_its_contributions_in_source_order() -> None:
    worked = evaluate(parse("a=2; b=a*3; c=a+2; d=b+4; e=c*d"), {})
    names = {name: worked.gradient_of(name) for name in "abcde"}
    assert names == {"a": 22, "b": 4, "c": 10, "d": 4, "e": 1}
    leaving = dict(enumerate(worked.graph.consumers()))
    addends = worked.addends(worked.node_of("a"), leaving)
    assert [worked.contributions[edge.id] for edge in addends] == [12, 10]


SIGMOID = {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}


@pytest.mark.parametrize(
    "program",
    [
        "1/(1+exp(-(w0*x0+w1*x1+w2)))",
        "sigmoid(w0*x0+w1*x1+w2)",
        "σ(w0*x0+w1*x1+w2)",
    ],
)
@pytest.mark.parametrize("expanded", [False, True])
def test_the_sigmoid_neuron(program: str, expanded: bool) -> None:
    graph = expand(parse(program)) if expanded else parse(program)
    worked = evaluate(graph, SIGMOID)
    assert round(worked.value, 4) == 0.7311
    found = [round(worked.gradients[name], 4) for name in ("w0", "x0", "w1", "x1", "w2")]
    assert found == [-0.1966, 0.3932, -0.3932, -0.5898, 0.1966]


def test_a_vector_output_without_a_seed_teaches_what_to_do() -> None:
    graph = parse("w*w + 2*w + 1")
    with pytest.raises(SeedProblem) as caught:
        evaluate(graph, {"w": [1, 2, 3]})
    for word in ("--seed", "sum(", "--jacobian"):
        assert word in caught.value.hint
    worked = evaluate(graph, {"w": [1, 2, 3]}, seed=[1, 1, 1])
    assert worked.gradients["w"].tolist() == [4, 6, 8]
    assert jacobian(graph, {"w": [1, 2, 3]})["w"].tolist() == [[4, 0, 0], [0, 6, 0], [0, 0, 8]]


def test_a_seed_of_another_shape_is_refused() -> None:
    with pytest.raises(SeedProblem, match="shape 2, the output 3"):
        evaluate(parse("w*w"), {"w": [1, 2, 3]}, seed=[1, 1])


def test_detach_stops_the_gradient() -> None:
    worked = evaluate(parse("y = x*x; u = y.detach(); sum(u*x)"), {"x": [1, 2, 3]})
    assert worked.gradients["x"].tolist() == [1, 4, 9]
