"""The reading of rules that hints and screens share: one operator, one text."""

from __future__ import annotations

import pytest

from gradcli.engine import evaluate
from gradcli.engine.forward import node_options
from gradcli.graph import GraphBuilder
from gradcli.operators import OPERATORS, WRITTEN
from gradcli.operators.declaration import Operator
from gradcli.operators.reading import operation_read, product_read, rule_read
from gradcli.operators.symbols import symbol, text
from gradcli.render.labels import Labels
from gradcli.render.operations import operation_text
from gradcli.render.rules import rule_text

SCALAR = [
    pytest.param(operator, id=operator.name)
    for operator in WRITTEN.values()
    if operator.local and all(isinstance(part, float) for part in operator.samples[0])
]


@pytest.mark.parametrize("operator", SCALAR)
def test_rules_and_operations_read_as_on_the_screen(operator: Operator) -> None:
    builder = GraphBuilder()
    operands = tuple(builder.input(name) for name in operator.operands)
    node = builder.add(operator.name, operands)
    builder.name(node, "y_")
    graph = builder.build(node)
    bindings = dict(zip(operator.operands, operator.samples[0], strict=True))
    derivation = evaluate(graph, bindings)
    labels = Labels(derivation)
    arguments = [labels.symbol(one) for one in (*operands, node)]
    assert text(operation_read(operator, arguments[:-1], {})) == operation_text(graph, node, labels)
    for edge in graph.edges_of(node):
        local = derivation.local[edge.id]
        options = node_options(graph, node, operator)
        read = rule_read(operator, edge.position, arguments, options, local)
        if local is not None and read is not None:
            assert text(read) == rule_text(derivation, edge, labels)


def test_the_convention_for_a_tie_is_the_one_of_the_number() -> None:
    arguments = [symbol("a", 3.0), symbol("b", 3.0), symbol("y", 3.0)]
    for number in (0.5, 1.0, 0.0):
        read = rule_read(OPERATORS["maximum"], 0, arguments, {}, number)
        assert read is not None
        assert text(read).startswith(f"{number:g}")


def test_a_product_has_names_for_its_operands() -> None:
    names = {"a": "X", "b": "W", "g": "df/dY"}
    assert product_read(OPERATORS["matmul"], 1, names) == "X.T @ df/dY"
    assert product_read(OPERATORS["multiply"], 0, names) is None


@pytest.mark.parametrize(
    ("name", "options", "written"),
    [
        ("index", {"index": (0, (1, None, None))}, "w[0, 1:]"),
        ("transpose", {}, "w.T"),
        ("sum", {"axis": 0, "keepdims": True}, "sum(w, axis=0, keepdims=True)"),
        ("reshape", {"shape": (2, 3)}, "reshape(w, shape=[2, 3])"),
        ("stack", {}, "[w]"),
    ],
)
def test_operations_on_arrays_are_written_as_typed(
    name: str, options: dict[str, object], written: str
) -> None:
    assert text(operation_read(OPERATORS[name], [symbol("w")], options)) == written  # type: ignore[arg-type]
