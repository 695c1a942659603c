"""What programs mean: precedence, literals, calls, statements."""

from __future__ import annotations

import pytest

from gradcli.language import parse
from tests.language.reading import ACCEPTED, read


@pytest.mark.parametrize(("text", "expected"), ACCEPTED.items(), ids=repr)
def test_a_program_has_the_structure_of_its_text(text: str, expected: str) -> None:
    assert read(text) == expected


def test_a_variable_is_one_node_and_a_constant_one_for_each_use() -> None:
    graph = parse("x*x + 2*2")
    assert graph.operators == ["input", "multiply", "constant", "constant", "multiply", "add"]
    assert graph.operands_of(1) == (0, 0)


def test_equal_sub_expressions_are_separate_nodes() -> None:
    assert parse("sin(x) + sin(x)").operators.count("sin") == 2


def test_nodes_are_in_the_order_of_the_text() -> None:
    graph = parse("b*2 + [1, 2]*a")
    assert [graph.text_of(node) for node in range(len(graph))] == [
        *("b", "2", "b*2", "[1, 2]", "a", "[1, 2]*a", "b*2 + [1, 2]*a"),
    ]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("((x)) + ( y )", ["x", "y", "((x)) + ( y )"]),
        (" (x + y) ", ["x", "y", "x + y"]),
        ("(x+y)*z", ["x", "y", "x+y", "z", "(x+y)*z"]),
        ("f = - (x)", ["x", "- (x)"]),
        ("sin( x ) # c", ["x", "sin( x )"]),
        ("y.sum( )", ["y", "y.sum( )"]),
        ("- 2 ^ 2", ["2", "2", "2 ^ 2", "- 2 ^ 2"]),
        ("x[ 0 ]", ["x", "x[ 0 ]"]),
        ("q =\tx  \n", ["x"]),
        ("(x\n+y)", ["x", "y", "x\n+y"]),
    ],
)
def test_spans_cover_the_sub_expression_without_outer_brackets(text: str, spans: list[str]) -> None:
    graph = parse(text)
    assert [graph.text_of(node) for node in range(len(graph))] == spans


def test_a_named_constant_is_an_input_with_a_value() -> None:
    graph = parse("a = 2; b = 3*4; c = a + b*x")
    assert graph.inputs == {"a": 0, "b": 3, "x": 4}
    assert [graph.kind_of(node) for node in range(7)] == [
        *("input", "constant", "constant", "input", "input", "operation", "operation")
    ]


def test_other_sub_expressions_without_a_variable_are_constants() -> None:
    graph = parse("x + 2*pi")
    assert [graph.kind_of(node) for node in range(5)] == [
        *("input", "constant", "constant", "constant", "operation")
    ]


def test_a_second_name_names_the_same_node() -> None:
    graph = parse("y = x; q = y*2; r = q; r + y")
    assert graph.names == {0: ("x", "y"), 2: ("q", "r")}
    assert graph.inputs == {"x": 0}


@pytest.mark.parametrize("name", ["pi", "e", "inf", "π"])
def test_a_constant_is_free_for_a_variable_that_is_bound_or_assigned(name: str) -> None:
    assert parse(f"2*{name}").inputs == {}
    assert list(parse(f"2*{name}", bound=[name]).inputs) == [name]
    assert list(parse(f"{name} = 3; 2*{name}").inputs) == [name]


def test_a_bound_name_may_be_typed_in_another_form() -> None:
    assert list(parse("2*e", bound=["ｅ"]).inputs) == ["e"]


def test_the_output_is_the_last_statement_named_or_not() -> None:
    assert parse("q = x; f = 2*q").output == 2
    assert parse("q = x*x; f = 2*q; q").output == 1
