"""Graphviz and Mermaid: all nodes, edges and numbers, in text that these programs read."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from hypothesis import given

from gradcli.render import Report, Style
from gradcli.render.picture.dot import draw_dot
from gradcli.render.picture.figure import figure
from gradcli.render.picture.mermaid import draw_mermaid, escaped
from tests.render.picture.graphs import REPORTS, reports


@given(reports())
def test_every_node_and_every_edge_is_there(report: Report) -> None:
    content = figure(report, Style())
    edges = sorted((a.edge.operand, a.edge.node) for a in content.arrows.values())
    for drawn, arrow in ((draw_dot(report), "->"), (draw_mermaid(report), r'-\.?->(?:\|".*"\|)?')):
        found = re.findall(rf"^  n(\d+) {arrow} n(\d+)", drawn, re.MULTILINE)
        assert sorted((int(a), int(b)) for a, b in found) == edges
        nodes = re.findall(r"^  n(\d+)(?: \[|\[|\()", drawn, re.MULTILINE)
        assert sorted(map(int, nodes)) == sorted(content.nodes)


def test_a_flowchart_says_what_each_number_is() -> None:
    lines = draw_mermaid(REPORTS["a shared node"]).splitlines()
    assert '  n0["a<br/>value 2<br/>∂e/∂a = 22"]:::input' in lines
    assert '  n0 -->|"× 3<br/>12"| n2' in lines
    assert '  n7("e = c·d<br/>value 40<br/>∂e/∂e = 1"):::output' in lines


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("- x", "#45; x"),
        ("1. one", "1#46; one"),
        ("[a](b)", "[a#93;(b)"),
        ("a_b*c", "a#95;b#42;c"),
        ("学习率", "学习率"),
    ],
)
def test_nothing_in_a_flowchart_is_read_as_markdown(text: str, written: str) -> None:
    assert escaped(text) == written


@pytest.mark.parametrize("name", REPORTS)
def test_graphviz_reads_what_is_written_for_it(name: str) -> None:
    program = shutil.which("dot")
    if program is None:
        assert draw_dot(REPORTS[name]).count("{") == draw_dot(REPORTS[name]).count("}")
        return
    done = subprocess.run(
        [program, "-Tsvg"], input=draw_dot(REPORTS[name]).encode(), capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
