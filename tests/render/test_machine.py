"""JSON, CSV and the bare numbers: every digit, and a form that programs can rely on."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from typing import Any

import pytest

from gradcli import evaluate, jacobian, parse
from gradcli.engine.numerical import check
from gradcli.engine.saved import saved
from gradcli.graph import GraphBuilder
from gradcli.render import Report, Style, csv_text, json_parts, json_text, quiet
from gradcli.render.labels import Labels
from gradcli.render.rules import RuleTexts, rule_text
from tests.calculus.samples import Sample, samples
from tests.render.reports import LARGEST, LECTURE, VECTOR, report

SAMPLES = list(samples())


def read(asked: Report) -> dict[str, Any]:
    """Return a report's JSON as it is read back."""
    document = json.loads(json_text(asked))
    assert isinstance(document, dict)
    return document


def test_json_has_the_agreed_keys() -> None:
    document = read(report(*LECTURE))
    assert list(document) == [
        "version",
        "program",
        "output",
        "value",
        "gradients",
        "nodes",
        "notices",
    ]
    assert document["version"] == 1
    assert document["program"] == "(x+y)*z"
    assert document["output"] == "out"
    assert document["value"] == -12
    assert document["gradients"] == {"x": -4, "y": -4, "z": 3}
    assert document["nodes"][2] == {
        "id": 2,
        "name": None,
        "label": "q",
        "text": "x+y",
        "span": [1, 4],
        "operation": "add",
        "kind": "operation",
        "value": 3.0,
        "upstream": -4.0,
        "edges": [
            {"operand": 0, "local": 1.0, "rule": "1", "contribution": -4.0},
            {"operand": 1, "local": 1.0, "rule": "1", "contribution": -4.0},
        ],
    }


def rules(asked: Report) -> dict[str, str]:
    """Return the rule of every edge, by the labels of its ends."""
    document = read(asked)
    labels = [node["label"] for node in document["nodes"]]
    return {
        f"{node['label']}/{labels[edge['operand']]}": edge["rule"]
        for node in document["nodes"]
        for edge in node["edges"]
        if edge["rule"] is not None
    }


def test_rules_are_text_of_the_language() -> None:
    found = rules(report(*LARGEST))
    assert found["q/x"] == "y"
    assert found["r/z"] == "1 (z > w)"
    assert rules(report("sigmoid(x)", {"x": 1})) == {"out/x": "out*(1 - out)"}


def test_the_rule_of_an_array_made_one_number_is_its_local_gradient() -> None:
    assert rules(report("sum(w)", {"w": [1, 2]})) == {"out/w": "1 for every element"}
    assert rules(report("norm(w)", {"w": [3, 4]})) == {"out/w": "w/out"}
    assert rules(report("a@b", {"a": [1, 2], "b": [3, 4]})) == {"out/a": "b.T", "out/b": "a.T"}


def test_the_rule_of_a_matrix_product_is_its_vector_jacobian_product() -> None:
    found = rules(report("C = A@B; sum(C)", {"A": [[1, 2]], "B": [[3], [4]]}))
    assert found["C/A"] == "dout/dC @ B.T"
    assert found["C/B"] == "A.T @ dout/dC"


def test_kinds_and_nulls() -> None:
    document = read(report("a = 2; where(x > 0, a*x, log(x))", {"x": 3}))
    kinds = {node["label"]: node["kind"] for node in document["nodes"]}
    assert kinds["a"] == kinds["x"] == "input"
    assert kinds["0"] == "constant"
    nodes = {node["label"]: node for node in document["nodes"]}
    assert nodes["r"]["value"] is None
    assert nodes["r"]["edges"][0]["rule"] is None
    assert nodes["0"]["upstream"] is None
    undefined = read(report("(-2)^y", {"y": 2}))
    assert undefined["gradients"] == {"y": None}
    assert undefined["notices"][0]["code"] == "undefined"


def test_numbers_that_are_not_finite_are_strings() -> None:
    document = read(report("1/x", {"x": 0}, ieee=True))
    assert document["value"] == "inf"
    assert document["gradients"] == {"x": "-inf"}
    assert read(report("sum(x*0)", {"x": [float("inf")]}, ieee=True))["value"] == "nan"


def test_exact_numbers_are_integers_or_strings() -> None:
    document = read(report("x/3 + 6*y", {"x": 2, "y": 3}, exact=True))
    assert document["value"] == "56/3"
    assert document["gradients"] == {"x": "1/3", "y": 6}
    assert isinstance(document["gradients"]["y"], int)


def test_names_are_written_as_typed_first() -> None:
    document = read(report("x₁*2", {"x1": 3}))
    assert document["gradients"] == {"x₁": 2}
    assert document["nodes"][0]["name"] == "x₁"


def test_wanted_gradients_only() -> None:
    asked = report("q = x*y; q*q", {"x": 2, "y": 3}, wrt=("q", "y"))
    assert read(asked)["gradients"] == {"q": 12, "y": 24}
    assert quiet(asked) == "36\n12\n24\n"


def test_passes_accumulate() -> None:
    asked = report("(x1^2 + 2*x2)^2", {"x1": 2, "x2": 3}, passes=2)
    document = read(asked)
    assert document["gradients"] == {"x1": 160, "x2": 80}
    assert document["passes"] == {
        "count": 2,
        "totals": [{"x1": 80, "x2": 40}, {"x1": 160, "x2": 80}],
    }
    assert quiet(asked) == "100\n160\n80\n"


def test_check_memory_and_jacobian_are_there_on_request() -> None:
    graph, values = parse("x*x"), {"x": [1.0, 2.0]}
    derivation = evaluate(graph, values, seed=[1, 1])
    asked = Report(
        derivation,
        comparisons=check(derivation),
        saved=saved(graph, derivation.values),
        jacobian=jacobian(graph, values),
    )
    document = read(asked)
    assert [compared["agrees"] for compared in document["check"]] == [True, True]
    assert document["saved"]["bytes"] == 16
    assert document["saved"]["values"][0]["label"] == "x"
    assert document["jacobian"] == {"x": [[2, 0], [0, 4]]}
    assert document["gradients"] == {}
    assert {node["upstream"] for node in document["nodes"]} == {None}
    assert quiet(asked) == "[1, 4]\n[[2, 0], [0, 4]]\n"
    assert read(report(*LECTURE)).keys().isdisjoint({"check", "saved", "jacobian", "passes"})


def test_json_of_a_long_chain_is_not_the_square_of_its_length() -> None:
    asked = report("+".join(["x*y"] * 5_000), {"x": 2, "y": 3})
    text = json_text(asked)
    assert len(text) < 5_000_000
    assert len(json.loads(text)["nodes"]) == 10_001


def test_json_of_a_large_program_comes_in_parts_of_a_bounded_size() -> None:
    asked = report(
        "; ".join(["y0 = x", *(f"y{i + 1} = sin(y{i})*x" for i in range(3_000))]), {"x": 1}
    )
    parts = list(json_parts(asked))
    assert "".join(parts) == json_text(asked)
    assert max(map(len, parts)) < 1_000_000
    assert [node["id"] for node in json.loads(json_text(asked))["nodes"]] == list(range(6_001))


@pytest.mark.parametrize(
    "sample", SAMPLES, ids=[f"{s.operator}-{n}" for n, s in enumerate(SAMPLES)]
)
def test_a_rule_read_once_for_many_edges_is_that_of_each(sample: Sample) -> None:
    done = evaluate(sample.graph, sample.at)
    labels = Labels(done)
    texts = RuleTexts(done, labels)
    for edge in sample.graph.edges():
        if done.values[edge.node] is not None:
            assert texts.of(edge, done.local[edge.id]) == rule_text(done, edge, labels)


def test_numbers_in_a_rule_are_computed_as_for_one_edge_alone() -> None:
    done = evaluate(parse("a = 2; (3*x/4 + a^2)*x/(x - -1.5)*x - 0*x"), {"x": 3})
    labels = Labels(done)
    texts = RuleTexts(done, labels)
    for edge in done.graph.edges():
        assert texts.of(edge, done.local[edge.id]) == rule_text(done, edge, labels)


def test_csv_is_read_back() -> None:
    rows = list(csv.reader(io.StringIO(csv_text(report("max(x, y)/3", {"x": 1, "y": 2})))))
    assert rows == [
        ["node", "operation", "kind", "value", "upstream"],
        ["x", "input", "input", "1", "0"],
        ["y", "input", "input", "2", "0.3333333333333333"],
        ["q", "max(x, y)", "operation", "2", "0.3333333333333333"],
        ["3", "3", "constant", "3", ""],
        ["out", "q/3", "operation", "0.6666666666666666", "1"],
    ]


def test_tsv_has_tabs_and_arrays() -> None:
    lines = csv_text(report(*VECTOR), "\t").splitlines()
    assert lines[1] == "w\tinput\tinput\t[1, 2, 3]\t[4, 6, 8]"


def test_no_text_of_a_csv_file_is_a_formula() -> None:
    rows = list(csv.reader(io.StringIO(csv_text(report("-x", {"x": 3})))))
    assert rows[2] == ["out", "'-x", "operation", "-3", "1"]
    builder = GraphBuilder()
    name = '=HYPERLINK("http://x")'
    x = builder.input(name)
    text = csv_text(Report(evaluate(builder.build(x), {name: 1})))
    assert list(csv.reader(io.StringIO(text)))[1][0] == f"'{name}"


QUIET = [
    ("(x+y)*z", {"x": -2, "y": 5, "z": -4}, "-12\n-4\n-4\n3\n"),
    ("sigmoid(x)", {"x": 1}, "0.7310585786300049\n0.19661193324148185\n"),
    ("sum(w*w)", {"w": [1, 2.5]}, "7.25\n[2, 5]\n"),
    ("(-2)^y", {"y": 2}, "4\nundefined\n"),
    ("2*3", {}, "6\n"),
    ("x*1e300*1e9", {"x": 1}, "inf\ninf\n"),
]


@pytest.mark.parametrize(("program", "values", "expected"), QUIET)
def test_quiet_gives_the_value_then_the_gradients(
    program: str, values: dict[str, Any], expected: str
) -> None:
    assert quiet(report(program, values, ieee=True)) == expected


def test_quiet_with_a_style_has_its_digits() -> None:
    assert quiet(report("sigmoid(x)", {"x": 1}), Style(digits=3)) == "0.731\n0.197\n"


def test_programs_are_served_without_rich_and_numpy() -> None:
    code = (
        "import sys\n"
        "from gradcli import evaluate, parse\n"
        "from gradcli.render import *\n"
        "done = Report(evaluate(parse('(x+y)*z'), {'x': 1, 'y': 2, 'z': 3}))\n"
        "json_text(done), csv_text(done), quiet(done), table(done, Style())\n"
        "print(*sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"rich", "numpy", "yaml"} & set(done.stdout.split())


def test_importing_the_package_imports_no_form() -> None:
    code = "import sys, gradcli.render; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    forms = {"screen", "machine", "markup", "reference"}
    assert not {f"gradcli.render.{form}" for form in forms} & set(done.stdout.split())
