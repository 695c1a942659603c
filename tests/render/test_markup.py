"""Markdown: tables as GitHub draws them, and nothing that it would take for markup."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from gradcli import evaluate, parse
from gradcli.graph import GraphBuilder
from gradcli.render import Report, Style, markdown
from tests.render.reports import LECTURE, SHARED, report


def cells(text: str) -> list[list[str]]:
    """Return the cells of all tables, as a reader of the page sees them."""
    html = MarkdownIt("commonmark").enable("table").render(text)
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    return [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in rows]


def test_the_lecture_example_as_markdown() -> None:
    text = markdown(report(*LECTURE), Style())
    assert text.startswith("```\n(x+y)*z\n```\n\nat x = -2, y = 5, z = -4\n")
    rows = cells(text)
    assert ["q", "x + y", "3", "-4"] in rows
    assert ["∂out/∂q", "z = -4", "1 × (-4)", "-4"] in rows
    assert ["∂out/∂z", "3"] in rows


def test_sums_are_a_list() -> None:
    assert "- ∂e/∂a = 12 + 10 = 22\n" in markdown(report(*SHARED), Style())


def test_every_row_has_as_many_cells_as_its_head() -> None:
    text = markdown(report("where(x > 0 or y > 0, x*y, x)", {"x": 1, "y": 2}), Style())
    tables = [part for part in text.split("\n\n") if part.startswith("|")]
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1


def test_stars_pipes_and_underscores_are_shown_as_they_are() -> None:
    builder = GraphBuilder("a|b `*x*`")
    name = "w_1|<b>*[x](y)"
    node = builder.add("negative", (builder.input(name),))
    text = markdown(Report(evaluate(builder.build(node), {name: 1})), Style())
    assert cells(text)[1][0] == "w_1|&lt;b&gt;*[x](y)"


def test_a_program_with_fences_stays_in_its_fence() -> None:
    text = markdown(Report(evaluate(parse("x # ```"), {"x": 1})), Style())
    assert text.startswith("````\nx # ```\n````\n")


def test_matrices_are_on_one_line() -> None:
    rows = cells(markdown(report("sum(A)", {"A": [[1, -20], [0.5, 3]]}), Style()))
    assert rows[1] == ["A", "input", "[[1, -20], [0.5, 3]]", "[[1, 1], [1, 1]]"]


def test_passes_are_named() -> None:
    assert "### Gradients after 3 backward passes" in markdown(
        report("2*x", {"x": 1}, passes=3), Style()
    )
