"""The reference card: every operator is on it, with everything that its row says."""

from __future__ import annotations

import json

import pytest

from gradcli.operators import FUNCTIONS, OPERATORS, WRITTEN
from gradcli.operators.declaration import Operator
from gradcli.render import Style, reference_card, reference_json, reference_list
from gradcli.render.cells import cells
from gradcli.render.entries import example, gradients, signature

ROWS = list(WRITTEN.values())


@pytest.mark.parametrize("operator", ROWS, ids=lambda operator: operator.name)
def test_every_operator_has_a_whole_card(operator: Operator) -> None:
    name = operator.calls[0] if operator.calls else operator.infix
    card = reference_card(name, Style(80))
    for heading in ("domain", "example", "source"):
        assert f"\n  {heading}" in card
    assert "\n  local gradient" in card or "\n  hands back" in card
    assert " ".join(operator.source.split()) in " ".join(card.split())


@pytest.mark.parametrize("operator", ROWS, ids=lambda operator: operator.name)
def test_every_example_runs(operator: Operator) -> None:
    done = example(operator)
    assert done is not None
    assert done.value is not None


@pytest.mark.parametrize("operator", ROWS, ids=lambda operator: operator.name)
def test_every_gradient_can_be_read(operator: Operator) -> None:
    assert all(gradient.cases for gradient in gradients(operator))


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("ascii_only", [False, True])
def test_the_list_has_every_name_and_fits(width: int, ascii_only: bool) -> None:
    shown = reference_list(Style(width, ascii=ascii_only))
    assert shown.isascii() or not ascii_only
    long = max(cells(signature(operator)) + 4 for operator in ROWS)
    assert max(map(cells, shown.splitlines())) <= max(width, long)
    if not ascii_only:
        assert [name for name in FUNCTIONS if name not in shown] == []


def test_operators_that_share_a_name_share_a_card() -> None:
    card = reference_card("max", Style(80))
    assert "max(a, b)" in card
    assert "max(x, axis=None, keepdims=False)" in card


def test_a_sign_has_a_card() -> None:
    assert reference_card("%", Style(80)).startswith("a % b\n")
    assert reference_card("mod", Style(80)).startswith("mod(a, b)\n")
    with pytest.raises(KeyError):
        reference_card("no such function", Style(80))


def test_the_card_of_the_sigmoid() -> None:
    shown = reference_card("sigmoid", Style(80))
    assert (
        shown
        == """\
sigmoid(x)
  The logistic function 1/(1 + exp(-x)).

  also written    logistic, σ
  local gradient  ∂y/∂x = y·(1 - y)
  domain          all real numbers
  steps           1/(1 + exp(-x))
  example         sigmoid(x) at x = 1
                  value 0.7311
                  gradient of x: 0.1966
  source          CS231n, Backpropagation, Intuitions: the sigmoid example.
"""
    )


def test_a_gradient_with_cases_is_written_case_by_case() -> None:
    lines = [line.strip() for line in reference_card("leaky_relu", Style(80)).splitlines()]
    assert "local gradient  ∂y/∂x = 1 where x > 0" in lines
    assert "= slope where x < 0" in lines


SIGNATURES = {
    "add": "a + b",
    "negative": "-a",
    "not": "not a",
    "transpose": "x.T",
    "index": "x[index]",
    "concat": "concat(a, b, …, axis=0)",
    "mse_loss": 'mse_loss(x, target, reduction="mean")',
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_signatures_are_written_as_in_a_program(name: str) -> None:
    assert signature(OPERATORS[name]) == SIGNATURES[name]


def test_the_reference_as_json() -> None:
    document = json.loads(reference_json())
    assert document["version"] == 1
    assert {record["name"] for record in document["functions"]} == {row.name for row in ROWS}
    (sigmoid,) = json.loads(reference_json("sigmoid"))["functions"]
    assert sigmoid["gradients"] == [
        {"operand": "x", "cases": [{"gradient": "y*(1 - y)", "where": None}]}
    ]


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("operator", WRITTEN.values(), ids=WRITTEN)
def test_a_card_fits_its_screen(operator: Operator, width: int) -> None:
    card = reference_card(operator.name, Style(width=width))
    assert max(map(cells, card.splitlines())) <= width
