"""Curves: nothing is cut at the edges, the scale fits, and what cannot be drawn is left out."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET

import pytest

from gradcli.errors import GradcliError
from gradcli.render.curves import Series, curve, is_wide
from gradcli.render.figures import svg
from gradcli.render.report import Style


def dots(lines: list[str]) -> list[str]:
    """Return the part of each line that has the drawing."""
    return [line.partition("| ")[2] for line in lines[3:-2]]


@pytest.mark.parametrize("values", [[0.0, 1, 4, 1, 0], [4.0, 1, 0, 1, 4], [-3.0, 5, 5, 5, 0]])
def test_the_highest_and_the_lowest_point_are_drawn(values: list[float]) -> None:
    drawn = dots(curve(Series("y", range(5), values), "x", Style(80)))
    assert drawn[0].strip()
    assert drawn[-1].strip()


def test_the_first_and_the_last_point_are_drawn() -> None:
    drawn = dots(curve(Series("y", [0, 1], [1.0, 1.0]), "x", Style(60, ascii=True)))
    (line,) = (line for line in drawn if line.strip())
    assert line == "*" * (60 - 22)


def test_a_constant_and_a_broken_curve_can_be_drawn() -> None:
    broken = Series("y", [0, 1, 2, 3], [1.0, math.nan, math.inf, 2.0])
    assert curve(broken, "x", Style(80))
    assert curve(Series("y", [0], [1.0]), "x", Style(80)) == []


@pytest.mark.parametrize(
    ("values", "wide"),
    [([1.0, 1e-3], True), ([1.0, 0.5], False), ([1.0, 0.0], False), ([-1.0, 1e6], False)],
)
def test_a_loss_over_many_powers_of_ten_has_a_logarithmic_scale(
    values: list[float], wide: bool
) -> None:
    assert is_wide([Series("loss", [1, 2], values)]) is wide


def test_a_long_curve_keeps_its_last_point() -> None:
    values = [0.0] * 100_000 + [7.0]
    drawn = dots(curve(Series("y", range(100_001), values), "x", Style(80)))
    assert drawn[0].strip()


def test_a_figure_is_well_formed_whatever_its_program_and_its_numbers() -> None:
    numbers = [1e300, -1e300, 5e-324, 0.0, math.inf, -math.inf, math.nan, 1e-300, 7.0]
    for log in (False, True):
        series = [Series("a\x07", numbers, numbers), Series("损失", [1, 2], [1e299, 1.0])]
        drawing = svg(series, "x\ud800", "y\x1b[31m", "# \uffff\udcff\x07\u202e 学习率", log)
        assert ET.fromstring(drawing).tag.endswith("svg")
        assert "学习率" in drawing


def test_a_number_that_is_too_large_to_be_drawn_is_said_to_be() -> None:
    with pytest.raises(GradcliError, match=r"1\.7e\+308 is too large to be drawn"):
        svg([Series("y", [1, 2], [1.7e308, -1.7e308])], "x", "y")


def test_a_figure_is_the_same_every_time_and_shows_signs_as_they_are() -> None:
    series = [Series("$a_1$ & <b>", [1, 2, 3], [1.0, math.nan, 3.0]), Series("c", [1], [2.0])]
    first = svg(series, "x", "y", "f(x) = $2", log=True)
    assert first == svg(series, "x", "y", "f(x) = $2", log=True)
    assert "$a_1$ &amp; &lt;b&gt;" in first
    assert "f(x) = $2" in first
    assert ">$\\mathdefault" not in first  # powers of ten are typeset
