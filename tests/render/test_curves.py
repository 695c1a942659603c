"""Curves: nothing is cut at the edges, the scale fits, and what cannot be drawn is left out."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET

import pytest

from gradcli.errors import GradcliError
from gradcli.render.curves import Series, axis, curve, is_wide
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
    assert len(line) > 30
    assert line == "*" * len(line)


ENDS = [
    (0.0, 1.0), (1.0, 100.0), (-2.0, 2.0), (0.3, 0.7), (1e-12, 5e-12), (-1e9, 3.0), (999.0, 1001.5),
    (1e-300, 2e-300), (-1e300, 1e300), (0.1, 0.1), (0.0, 0.0), (123456.0, 123457.0),
]  # fmt: skip


@pytest.mark.parametrize("most", [1.2, 2.3, 4.9, 7.2, 14])
@pytest.mark.parametrize("ends", ENDS)
def test_an_axis_has_round_numbers_and_little_room_to_spare(
    ends: tuple[float, float], most: float
) -> None:
    found = axis(ends, most, (1, 2))
    low, high = found.limits
    slack = 1e-6 * (high - low)
    assert low <= ends[0] + slack
    assert ends[1] <= high + slack
    assert found.cells <= most
    numbers = [found.number(cell) for cell in range(math.floor(found.cells) + 1)]
    written = [number for number in numbers if number is not None]
    assert written
    for number in written:
        assert f"{number / (found.step * found.every):.9g}".lstrip("-").isdigit()
    assert f"{found.step * found.every:e}".rstrip("0123456789").strip("0.e-+") in ("1", "2", "5")


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("ends", ENDS)
def test_a_curve_fits_its_terminal_and_has_numbers(ends: tuple[float, float], width: int) -> None:
    lines = curve(Series("y", [0, 50, 100], [*ends, ends[0]]), "epoch", Style(width))
    assert max(map(len, lines)) <= width
    beside = [line.partition("|")[0].strip() for line in lines[2:-2]]
    assert len(set(filter(None, beside))) == len(list(filter(None, beside))) >= 2


@pytest.mark.parametrize(
    "values",
    [
        *([1.0, 1.0 + 2e-16], [5e-324, 0.0], [1e-310, 3e-310], [1e16, 1e16 + 2], [1e308, -1e308]),
        *([1.7e308, 1.7e308], [1.7e308, -1.7e308], [0.0, 1e-320], [-5e-324, 5e-324]),
    ],
)
def test_numbers_at_the_edge_of_what_a_float_holds_can_be_drawn_or_are_said_not_to_be(
    values: list[float],
) -> None:
    for lines in (
        curve(Series("y", [0, 1], values), "x", Style(80)),
        curve(Series("y", values, [0, 1]), "x", Style(80)),
    ):
        assert lines[0] == "  y"
        assert len(lines) > 2 or "drawn" in lines[1]


def test_numbers_are_short_and_round() -> None:
    lines = curve(Series("y", range(101), [x / 100 for x in range(101)]), "epoch", Style(80))
    assert lines[-1].split() == ["|", "0", "20", "40", "60", "80", "100"]
    beside = [line.partition("|")[0].strip() for line in lines[2:-2]]
    assert [number for number in beside if number] == [f"{n / 10:.1f}" for n in range(10, -1, -1)]


def test_a_terminal_that_is_too_narrow_is_told_what_a_curve_needs() -> None:
    assert (
        curve(Series("y", [0, 1], [0, 1]), "epoch", Style(20))[1] == "  (a curve needs 31 columns)"
    )


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


@pytest.mark.parametrize("epochs", [2, 3, 4, 5, 17])
def test_what_is_counted_has_whole_numbers_below(epochs: int) -> None:
    numbers = list(range(1, epochs + 1))
    series = Series("loss", numbers, [1 / number for number in numbers])
    below = curve(series, "epoch", Style(), counted=True)[-1]
    written = below.replace("|", " ").split()
    assert len(written) >= 2
    assert all(number.isdecimal() for number in written)
    figure = svg([series], "epoch", "loss", counted=True)
    axis = figure[figure.index('id="matplotlib.axis_1"') : figure.index('id="matplotlib.axis_2"')]
    ticks = re.findall(r">([\d.]+)</text>", axis)
    assert len(ticks) >= 2
    assert all(tick.isdecimal() for tick in ticks)
