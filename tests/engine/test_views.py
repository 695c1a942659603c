"""Exact fractions, Jacobians, what must be saved, the coarse view and the numerical check."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from gradcli import evaluate, jacobian, parse, read_value
from gradcli.engine.coarse import coarsen
from gradcli.engine.numerical import check
from gradcli.engine.saved import saved
from gradcli.errors import BindingProblem, DomainProblem, LimitError, ShapeProblem

# --- exact fractions


@pytest.mark.parametrize(
    ("program", "at", "value", "gradients"),
    [
        ("x/y", {"x": 1, "y": 3}, Fraction(1, 3), {"x": Fraction(1, 3), "y": Fraction(-1, 9)}),
        ("x*0.1", {"x": 3}, Fraction(3, 10), {"x": Fraction(1, 10)}),
        ("x^-2", {"x": 3}, Fraction(1, 9), {"x": Fraction(-2, 27)}),
        ("max(x, y)", {"x": 1, "y": 1}, Fraction(1), {"x": Fraction(1, 2), "y": Fraction(1, 2)}),
        ("mean([x, y, 1])", {"x": 1, "y": 2}, Fraction(4, 3), {"x": Fraction(1, 3)}),
        ("relu(x) % 2", {"x": Fraction(7, 2)}, Fraction(3, 2), {"x": Fraction(1)}),
    ],
)
def test_rational_work_is_exact(
    program: str, at: dict[str, Any], value: Fraction, gradients: dict[str, Fraction]
) -> None:
    worked = evaluate(parse(program), at, exact=True)
    assert worked.value == value
    assert isinstance(worked.value, Fraction)
    for name, gradient in gradients.items():
        assert worked.gradients[name] == gradient
        assert isinstance(worked.gradients[name], Fraction)


def test_exact_arrays_hold_fractions() -> None:
    worked = evaluate(parse("sum(a/b)"), {"a": [1, 2], "b": [3, 7]}, exact=True)
    assert worked.value == Fraction(1, 3) + Fraction(2, 7)
    assert worked.gradients["a"].tolist() == [Fraction(1, 3), Fraction(1, 7)]


def test_what_is_not_rational_becomes_a_float() -> None:
    worked = evaluate(parse("exp(x)/3 + y/3"), {"x": 0, "y": 1}, exact=True)
    assert isinstance(worked.value, float)
    assert worked.gradients["y"] == Fraction(1, 3)


def test_fractions_cannot_grow_without_bound() -> None:
    program = "; ".join(["x1 = x*x"] + [f"x{i + 1} = x{i}*x{i}" for i in range(1, 14)])
    worked = evaluate(parse(program), {"x": 1.0001}, exact=True)
    assert isinstance(worked.value, float)


# --- bindings


def test_missing_and_unknown_values_are_named() -> None:
    graph = parse("(x+y)*z")
    with pytest.raises(BindingProblem, match="no value for y, z"):
        evaluate(graph, {"x": 1})
    with pytest.raises(BindingProblem, match="no variable w") as caught:
        evaluate(graph, {"x": 1, "y": 1, "z": 1, "w": 1})
    assert "x, y, z" in caught.value.hint


def test_a_named_constant_can_be_overridden() -> None:
    assert evaluate(parse("a = 2; a*3"), {}).value == 6
    assert evaluate(parse("a = 2; a*3"), {"a": 5}).value == 15


@pytest.mark.parametrize(
    "own", ["1/0", "log(0)", "1 + log(0)", "sum([1, 2]/0)", "2*sqrt(-[1, 2])[0]"]
)
def test_a_value_that_is_replaced_need_not_exist(own: str) -> None:
    graph = parse(f"a = {own}; a*x")
    assert evaluate(graph, {"a": 5, "x": 3}).gradients == {"a": 3, "x": 5}
    assert evaluate(graph, {"a": np.array([5.0]), "x": 3}, seed=[1]).gradients["x"] == 5
    with pytest.raises(DomainProblem):
        evaluate(graph, {"x": 3})
    with pytest.raises(DomainProblem):
        evaluate(parse(f"a = {own}; b = {own}; a*x"), {"a": 5, "x": 3})


@pytest.mark.parametrize(("text", "value"), [("1/4", 0.25), ("-3e2", -300), ("2^3^2", 512)])
def test_values_are_constant_expressions(text: str, value: float) -> None:
    assert read_value(text) == value


@pytest.mark.parametrize(
    ("program", "at"),
    [
        ("a + b", {"a": [1, 2], "b": [1, 2, 3]}),
        ("A @ B", {"A": [[1, 2]], "B": [[1, 2]]}),
        ("w[5]", {"w": [1, 2]}),
        ("[a, b]", {"a": 1, "b": [1, 2]}),
    ],
)
def test_shapes_that_do_not_fit_are_refused_where_they_stand(
    program: str, at: dict[str, Any]
) -> None:
    with pytest.raises(ShapeProblem) as caught:
        evaluate(parse(program), at)
    assert caught.value.span is not None


def test_absurd_arrays_are_refused_before_they_are_made() -> None:
    wide = np.zeros(10_000)
    with pytest.raises(LimitError):
        evaluate(parse("sum(outer(a, b))"), {"a": wide, "b": wide})
    with pytest.raises(LimitError):
        evaluate(parse("sum(a + b)"), {"a": wide, "b": wide.reshape(-1, 1)})


# --- Jacobian


def test_jacobian_has_the_shape_of_output_and_input() -> None:
    matrix, vector = [[1, 2], [3, 4], [5, 6]], [1, -1]
    found = jacobian(parse("A @ v"), {"A": matrix, "v": vector})
    assert found["v"].tolist() == matrix
    assert found["A"].shape == (3, 3, 2)
    assert found["A"][1].tolist() == [[0, 0], [1, -1], [0, 0]]


def test_jacobian_of_a_scalar_output_is_the_gradient() -> None:
    assert jacobian(parse("x*y"), {"x": 2, "y": 3}) == {"x": 3, "y": 2}


def test_jacobian_with_respect_to_a_scalar() -> None:
    assert jacobian(parse("x*v"), {"x": 2, "v": [1, 2]})["x"].tolist() == [1, 2]


# --- what must be saved


@pytest.mark.parametrize(
    ("program", "kept"),
    [
        ("x + y", []),
        ("x*y", ["x", "y"]),
        ("s = sigmoid(x); s", ["s"]),
        ("x^2", ["x"]),
        ("2*x", []),
        ("e = exp(x); l = log(e); l", ["e"]),
    ],
)
def test_rules_tell_which_values_they_need(program: str, kept: list[str]) -> None:
    graph = parse(program)
    at = dict.fromkeys(graph.inputs, 0.5)
    found = saved(graph, evaluate(graph, at).values)
    assert [graph.names[entry.node][0] for entry in found] == kept


def test_a_coarse_graph_saves_less_than_its_expansion() -> None:
    from gradcli.language import expand

    graph = parse("sigmoid(x)")
    fine = expand(graph)
    assert len(saved(graph, evaluate(graph, {"x": 1}).values)) == 1
    assert len(saved(fine, evaluate(fine, {"x": 1}).values)) > 1


# --- the coarse view


def test_coarse_keeps_named_statements_and_their_total_gradients() -> None:
    worked = evaluate(parse("q = x*x + y; f = sin(q)*x"), {"x": 2, "y": -4})
    coarse = coarsen(worked)
    assert [node.name for node in coarse.graph.nodes()] == ["x", "y", "q", "f"]
    local = {
        (coarse.graph.node(edge.node).name, coarse.graph.node(edge.operand).name): coarse.local[
            edge.id
        ]
        for edge in coarse.graph.edges()
    }
    assert local["q", "x"] == 4
    assert local["q", "y"] == 1
    assert local["f", "q"] == 2  # cos(0)*x
    assert coarse.gradients == worked.gradients


def test_coarse_leaves_out_what_a_branch_did_not_take() -> None:
    worked = evaluate(parse("a = where(x > 0, sqrt(x), x); sum(a*a)"), {"x": [4, -1]})
    coarse = coarsen(worked)
    (edge,) = (e for e in coarse.graph.edges() if coarse.graph.node(e.node).name == "a")
    assert coarse.contributions[edge.id].tolist() == worked.gradients["x"].tolist() == [1, -2]
    program = "u = log(y) + 1; v = where(x > 0, x, sqrt(u)*u); v*v"
    coarse = coarsen(evaluate(parse(program), {"x": 2, "y": -1}))
    assert coarse.gradients == {"x": 4, "y": 0}
    program = "sum(where(x > 0, x, where(a > 0, y, y)))"
    coarse = coarsen(evaluate(parse(program), {"x": [1, 2], "a": 1, "y": [3, 4]}))
    assert [coarse.gradients[name].tolist() for name in "xy"] == [[1, 1], [0, 0]]
    assert coarse.gradients["a"] == 0
    program = "sum(where(x > 0, x, concat(y*y)))"
    coarse = coarsen(evaluate(parse(program), {"x": [1, 2], "y": [3, 4]}))
    assert [coarse.gradients[name].tolist() for name in "xy"] == [[1, 1], [0, 0]]


@pytest.mark.parametrize(
    ("text", "operator"), [("2", "constant"), ("pi", "constant"), ("2 + 3", "statement")]
)
def test_coarse_keeps_a_program_that_is_one_number(text: str, operator: str) -> None:
    worked = evaluate(parse(text), {})
    coarse = coarsen(worked)
    assert [node.operator for node in coarse.graph.nodes()] == [operator]
    assert coarse.value == worked.value


# --- the numerical check


@pytest.mark.parametrize(
    ("program", "at"),
    [
        ("(x+y)*z", {"x": -2, "y": 5, "z": -4}),
        ("relu(x)", {"x": 0}),
        ("abs(x)*3", {"x": 0}),
        ("sign(x)", {"x": 0}),
        ("x % 2", {"x": 4}),
        ("sqrt(x)", {"x": 0}),
        ("max(x, y)", {"x": 1, "y": 1}),
        ("y = x*x; u = y.detach(); sum(u*x)", {"x": [1, 2, 3]}),
        ("sum(A @ B)", {"A": [[1, 2]], "B": [[3], [4]]}),
        ("log(x)", {"x": 1e-7}),
    ],
)
def test_gradients_pass_their_numerical_check(program: str, at: dict[str, Any]) -> None:
    worked = evaluate(parse(program), at)
    comparisons = check(worked)
    assert comparisons
    assert all(comparison.agrees for comparison in comparisons)


def test_the_numerical_check_can_fail() -> None:
    import dataclasses

    worked = evaluate(parse("x^2 + abs(y)"), {"x": 3, "y": 0})
    bent = [None if g is None else g + 2 for g in worked.upstream]
    wrong = dataclasses.replace(worked, upstream=bent)
    assert [c.agrees for c in check(wrong)] == [False, False]


@pytest.mark.parametrize(
    ("program", "value"),
    [("pi^2 + 0*x", np.pi**2), ("e^x", np.e), ("1e-999999999 + x", 1), ("2^900*x", 2**900)],
)
def test_exact_work_keeps_to_numbers_that_a_float_can_hold(program: str, value: float) -> None:
    worked = evaluate(parse(program), {"x": 1}, exact=True)
    assert float(worked.value) == pytest.approx(value, rel=1e-15)
    assert isinstance(worked.value, float) == (program[0] in "pe")


def test_an_exact_value_beyond_floats_is_too_large() -> None:
    with pytest.raises(DomainProblem, match="too large"):
        evaluate(parse("2^2000*x"), {"x": 1}, exact=True)
