"""What nodes are called, and operations as text."""

from __future__ import annotations

import pytest

from gradcli import evaluate, parse
from gradcli.operators.symbols import BLACKBOARD
from gradcli.render import Report, Style, csv_text, table
from gradcli.render.labels import Labels
from gradcli.render.operations import operation_text
from gradcli.render.rules import rule_text
from tests.render.reports import report


def labels(program: str) -> list[str]:
    """Return the labels of all nodes but the literals, every input being 1."""
    graph = parse(program)
    derivation = evaluate(graph, dict.fromkeys(graph.inputs, 1.0))
    found = Labels(derivation)
    return [found[node] for node in range(len(graph)) if graph.operators[node] != "constant"]


LABELS = [
    ("x + y", ["x", "y", "out"]),
    ("f = x + y", ["x", "y", "f"]),
    ("(x + y)*z", ["x", "y", "q", "z", "out"]),
    ("(q + y)*z", ["q", "y", "r", "z", "out"]),
    ("out*2 + 1", ["out", "q", "output"]),
    ("output + out", ["output", "out", "out1"]),
    ("x*(pi/4)", ["x", "pi/4", "out"]),
    ("where(x > 0, x, -x)", ["x", "x > 0", "q", "out"]),
    ("where(x + 1 > 0, x, 2)", ["x", "q", "q > 0", "out"]),
    ("((((((x+1)+1)+1)+1)+1)+1)+1", ["x", "q", "r", "s", "t", "u", "v", "out"]),
    ("(((((((x+1)+1)+1)+1)+1)+1)+1)+1", ["x", *(f"v{n}" for n in range(1, 8)), "out"]),
    ("(((((((v2+1)+1)+1)+1)+1)+1)+1)+1", ["v2", "v1", *(f"v{n}" for n in range(3, 9)), "out"]),
    ("x₁ + 1", ["x₁", "out"]),
]


@pytest.mark.parametrize(("program", "expected"), LABELS)
def test_a_node_is_called_as_a_teacher_would(program: str, expected: list[str]) -> None:
    assert labels(program) == expected


OPERATIONS = [
    ("x + y", "x + y", "x + y"),
    ("x*y", "x*y", "x·y"),
    ("-x", "-x", "-x"),
    ("x**2", "x^2", "x^2"),
    ("pow(x, 2)", "x^2", "x^2"),
    ("x*-2", "x*(-2)", "x·(-2)"),
    ("max(x, y)", "max(x, y)", "max(x, y)"),
    ("log(x, 10)", "log(x, 10)", "log(x, 10)"),
    ("leaky_relu(x, slope=0.2)", "leaky_relu(x, slope=0.2)", "leaky_relu(x, slope=0.2)"),
    ("x.detach()", "detach(x)", "detach(x)"),
    ("where(x > 0 and y < 2, x, y)", *["where(x > 0 and y < 2, x, y)"] * 2),
    ("x/(pi/4)", "x/(pi/4)", "x/(pi/4)"),
    ("v = [x, y]; v[0]", "v[0]", "v[0]"),
    ("v = [x, y]; sum(v, axis=0)", "sum(v, axis=0)", "sum(v, axis=0)"),
    ("v = [x, y]; A = [v, v]; A[0, 1:].sum()", "sum(q)", "sum(q)"),
    ("x*[1, 2, 3].sum()", "x*sum([1, 2, 3])", "x·sum([1, 2, 3])"),
    ("x*[1, 2, 3, 4, 5, 6].sum()", "x*q", "x·q"),
    ('mse_loss(x, y, reduction="sum")', *['mse_loss(x, y, reduction="sum")'] * 2),
]  # fmt: skip


@pytest.mark.parametrize(("program", "language", "blackboard"), OPERATIONS)
def test_the_output_is_written_over_the_labels(
    program: str, language: str, blackboard: str
) -> None:
    graph = parse(program)
    derivation = evaluate(graph, dict.fromkeys(graph.inputs, 1.0))
    found = Labels(derivation)
    assert operation_text(graph, graph.output, found) == language
    assert operation_text(graph, graph.output, found, BLACKBOARD) == blackboard


#: A program whose node A has the operation.
PARTS = [
    ("A = [x, y]; sum(A)", "[x, y]"),
    ("m = [[1, 2], [3, 4]]; A = m.T; sum(x*A)", "m.T"),
    ("m = [[1, 2], [3, 4]]; A = m[:, 0]; sum(x*A)", "m[:, 0]"),
    ("m = [[1, 2], [3, 4]]; A = m[-1, ::2]; sum(x*A)", "m[-1, ::2]"),
    ("m = [1, 2, 3, 4]; A = m.reshape(2, 2); sum(x*A)", "reshape(m, shape=[2, 2])"),
]


@pytest.mark.parametrize(("program", "expected"), PARTS)
def test_arrays_are_taken_apart_as_they_are_typed(program: str, expected: str) -> None:
    graph = parse(program)
    derivation = evaluate(graph, {name: 1.0 for name in "xy" if name in graph.inputs})
    assert operation_text(graph, derivation.node_of("A"), Labels(derivation)) == expected


def test_a_long_list_is_written_with_its_ends() -> None:
    program = "v = [" + ", ".join(f"x{n}" for n in range(100)) + "]; sum(v)"
    worked = report(program, {f"x{n}": 1 for n in range(100)}).derivation
    text = operation_text(worked.graph, worked.node_of("v"), Labels(worked))
    assert text.startswith("[x0, x1, ")
    assert text.endswith("x9, …, x98, x99]")


BIAS, WEIGHT = "the_bias_of_the_second_hidden_layer", "the_weight_of_the_second_hidden_layer"


def labels_of(program: str, longest: int, **at: float) -> list[str]:
    graph = parse(program)
    labels = Labels(evaluate(graph, at), longest)
    return [labels[node] for node in graph.inputs.values()]


@pytest.mark.parametrize(
    ("program", "target", "rule"),
    [
        ("cross_entropy(z, 1)", None, "(softmax(z) - onehot(1))/N"),
        ("cross_entropy(z, y)", 2, "(softmax(z) - onehot(y))/N"),
        ("cross_entropy(z, y)", [0, 0, 1], "(softmax(z) - y)/N"),
        ("nll_loss(z, y)", 2, "-onehot(y)/N"),
        ("nll_loss(z, y)", [0, 0, 1], "-y/N"),
        ("sum(huber_loss(z, 1))", None, "clamp(z - 1, -1, 1)/N"),
    ],
)
def test_a_class_stands_in_a_formula_as_the_row_with_its_one(
    program: str, target: object, rule: str
) -> None:
    values = {"z": [-1, -2, -3]} | ({} if target is None else {"y": target})
    derivation = evaluate(parse(program), values)
    edge = next(edge for edge in derivation.graph.edges() if edge.operand == 0)
    assert rule_text(derivation, edge, Labels(derivation)) == rule


def test_a_long_name_loses_its_middle() -> None:
    assert labels_of(f"{BIAS}*x", 20, **{BIAS: 1, "x": 2}) == ["the_bias_…den_layer", "x"]
    assert labels_of(f"{BIAS}*x", 28, x=2, **{BIAS: 1}) == ["the_bias_of_t…_hidden_layer", "x"]


def test_names_that_would_look_alike_stay_whole() -> None:
    at = {BIAS: 1.0, WEIGHT: 2.0}
    assert labels_of(f"{BIAS}*{WEIGHT}", 8, **at) == [BIAS, WEIGHT]
    assert len(set(labels_of(f"{BIAS}*{WEIGHT}", 28, **at))) == 2


def test_a_screen_with_a_long_name_is_still_a_table() -> None:
    done = Report(evaluate(parse(f"{BIAS}*x"), {BIAS: 1.5, "x": 2}))
    screen = table(done, Style(width=80))
    assert screen.splitlines()[0] == f"{BIAS}*x  at the_bias_…den_layer = 1.5, x = 2"
    assert "  the_bias_…den_layer   input" in screen
    assert f"  {BIAS}   input" in table(done, Style(width=140))
    assert BIAS in csv_text(done)
    assert "(the_bias" not in screen
