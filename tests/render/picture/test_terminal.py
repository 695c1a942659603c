"""The drawing in the terminal: as wide as it may be, complete, and readable in ASCII too."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcli.render import Report, Style
from gradcli.render.cells import cells
from gradcli.render.picture.canvas import Canvas
from gradcli.render.picture.figure import figure
from gradcli.render.picture.terminal import draw_terminal
from tests.console import plain
from tests.render.picture.graphs import REPORTS, report_of, reports

WIDTHS = st.sampled_from([24, 40, 60, 80, 120, 400])


@settings(max_examples=30)
@given(reports(), WIDTHS)
def test_every_node_is_drawn_within_the_terminal_in_signs_in_ascii_and_in_colour(
    report: Report, width: int
) -> None:
    drawn = draw_terminal(report, Style(width))
    for node in figure(report, Style()).nodes.values():
        assert node.name.lines[0] in drawn
    assert drawn.count("┏") == drawn.count("┛") == (1 if "┏" in drawn else 0)
    ascii_drawn = draw_terminal(report, Style(width, ascii=True))
    assert ascii_drawn.isascii()
    for text in (drawn, ascii_drawn):
        widest = max(map(cells, text.splitlines()))
        assert widest <= width or f"needs {widest} columns" in " ".join(text.split())
    assert plain(draw_terminal(report, Style(width, color=True))) == drawn


def test_a_branch_that_is_not_taken_is_drawn_in_ascii_too() -> None:
    drawn = draw_terminal(report_of("where(x > 2, 3 + x, x)", {"x": 1}), Style(80, ascii=True))
    assert drawn.isascii()
    assert re.search(r"--q-*\+ +-( |$)", drawn, re.MULTILINE)


@pytest.mark.parametrize("width", [1, 3, 12])
@pytest.mark.parametrize("program", ["2 + 3", "pi", "a = 2"])
def test_a_graph_without_edges_is_drawn_however_narrow_the_terminal(
    program: str, width: int
) -> None:
    drawn = draw_terminal(report_of(program, {}), Style(width))
    assert drawn.count("→") == 1


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("name", REPORTS)
def test_the_graphs_of_the_lectures_fit_with_all_their_numbers(name: str, width: int) -> None:
    drawn = draw_terminal(REPORTS[name], Style(width))
    assert max(map(cells, drawn.splitlines())) <= width
    assert ("left out" in drawn) == (name == "two layers" and width == 60)
    content = figure(REPORTS[name], Style(width))
    words = drawn.split()
    for node in content.nodes.values():
        for label in (node.value, node.upstream):
            for word in [] if label is None else " ".join(label.lines).split():
                assert word in words


def test_every_arrow_is_drawn() -> None:
    for report in REPORTS.values():
        drawn = draw_terminal(report, Style(400))
        expected = len(figure(report, Style()).arrows) + 1  # and the way out
        assert drawn.count("→") == expected


def test_values_are_green_and_gradients_red() -> None:
    drawn = draw_terminal(REPORTS["a line"], Style(80, color=True))
    assert "\033[32m-1\033[0m" in drawn
    assert "\033[31m3\033[0m" in drawn


def test_what_has_no_room_is_said() -> None:
    drawn = draw_terminal(REPORTS["matrices"], Style(24))
    assert "left out, for want of room: all numbers" in " ".join(drawn.split())
    assert "[[1, 2]," not in drawn


def test_what_goes_on_below_says_from_where() -> None:
    drawn = draw_terminal(REPORTS["a neuron in steps"], Style(80))
    assert re.findall(r"^\d of .*", drawn, re.MULTILINE) == [
        "2 of 3, going on from v4",
        "3 of 3, going on from v6",
    ]


def test_a_line_that_crosses_another_does_not_look_like_a_branch() -> None:
    canvas = Canvas(Style())
    canvas.across(1, 1, 0, 4)
    canvas.down(2, 2, 0, 2)
    assert canvas.rows() == ["  │", "──│──", "  │"]
    canvas = Canvas(Style())
    canvas.across(1, 1, 0, 4)
    canvas.down(1, 2, 0, 2)
    assert canvas.rows() == ["  │", "──┼──", "  │"]


def test_wide_characters_take_two_columns() -> None:
    canvas = Canvas(Style())
    canvas.write(0, 0, "学习率")
    canvas.across(1, 0, 6, 8)
    assert canvas.rows() == ["学习率───"]


def test_no_name_reaches_the_terminal_as_a_command() -> None:
    report = report_of("x + 1 # \u202e\n", {"x": 1})
    assert "\u202e" not in draw_terminal(report, Style())
