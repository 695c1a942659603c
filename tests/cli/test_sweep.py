"""`gradcli sweep`: ranges, lists, scaled inputs, figures, and what is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.conftest import Cli


def rows(out: str) -> list[list[str]]:
    return list(csv.reader(out.splitlines()))


def test_a_range_has_exact_numbers_and_its_last_one(cli: Cli) -> None:
    out = cli("sweep", "x^2", "--x", "0:1:0.1", "--format", "csv").out
    header, *points = rows(out)
    assert header == ["x", "value", "gradient_x"]
    assert [x for x, _, _ in points[:4]] == ["0", "0.1", "0.2", "0.3"]
    assert points[-1] == ["1", "1", "2"]


def test_lists_make_a_grid(cli: Cli) -> None:
    out = cli("sweep", "x*y", "--x", "1,2", "--y", "10, 20, 1/2", "--wrt", "x", "-q").out
    assert out.splitlines() == ["10 10", "20 20", "0.5 0.5", "20 10", "40 20", "1 0.5"]


def test_inputs_a_thousand_times_larger_give_gradients_a_thousand_times_larger(cli: Cli) -> None:
    words = ("sweep", "w*x", "--w", "1,2,3", "--x", "2", "--scale", "x=1000")
    found = cli(*words, "--format", "json").json
    for point in found["points"]:
        assert point["gradient_w_scaled"] == 1000 * point["gradient_w"]
        assert point["gradient_x_scaled"] == point["gradient_x"]
    assert "∂out/∂w 1000 times" in cli(*words).out


def test_points_without_a_value_are_empty_and_told(cli: Cli) -> None:
    outcome = cli("sweep", "log(x)", "--x", "-1:1", "--format", "csv")
    assert rows(outcome.out)[1:] == [["-1", "", ""], ["0", "", ""], ["1", "0", "1"]]
    assert "log(x) is not defined here" in outcome.err
    assert "at 2 of 3 points" in outcome.err


def test_a_kink_is_told_once(cli: Cli) -> None:
    outcome = cli("sweep", "relu(x)", "--x", "-1:1", "-q")
    assert outcome.out.splitlines() == ["0 0", "0 0", "1 1"]
    assert outcome.err == "note: relu(x) at x = 0: the gradient is 0, by convention\n"


def test_a_figure_is_written(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "p.svg"
    words = ("sweep", "x*y", "--x", "0:1:0.1", "--y", "1,2", "--plot", str(path))
    said = cli(*words)
    assert (said.code, said.err) == (0, f"{path} is written\n")
    said = cli(*words, "-q")
    assert (said.code, said.err) == (0, "")
    text = path.read_text()
    assert "y = 1" in text
    assert "y = 2" in text


@pytest.mark.parametrize("width", ["40", "60", "120"])
def test_a_terminal_plot_fits_the_terminal(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    out = cli("sweep", "sigmoid(x)", "--x", "-4:4:0.1", "--format", "plot").out
    assert max(map(len, out.splitlines())) <= int(width)


def test_a_long_table_shows_its_ends(cli: Cli) -> None:
    out = cli("sweep", "x^2", "--x", "1:1000").out
    assert "960 more points" in out


REFUSED = [
    (["x^2", "--x", "3"], "no variable is swept"),
    (["x^2"], "no variable is swept\ntry: give one a range, as in --x 0:10:0.1"),
    (["x*y", "--x", "0:2:1"], "no value for y\ntry: add --y 1"),
    (["x*y", "--x", "0:1:0.1"], "no value for y"),
    (["x^2", "--x", "0:1:0"], "the step is 0"),
    (["x^2", "--x", "0:1:-1"], "leads away"),
    (["x^2", "--x", "0:1:1:1"], "FIRST:LAST:STEP"),
    (["x^2", "--x", "0:"], "--x"),
    (["x^2", "--x", "1,two"], "--x"),
    (["x^2", "--x", "0:10:1e-7"], "--limit points=N"),
    (["x*y", "--x", "0:1:0.01", "--y", "0:1:0.01", "--limit", "points=100"], "--limit"),
    (["[x, x]", "--x", "0:1"], "not one number"),
    (["x^2", "--x", "0:1", "--scale", "z=3"], "no value of z"),
    (["x^2", "--x", "0:1", "--scale", "x=3", "--scale", "x=2"], "--scale x is given twice"),
    (["x^2", "--x", "0:1", "--plot", "p.png"], "must end in .svg"),
    (["x*y", "--x", "0:9", "--y", "2", "--scale", "x=1e308"], "x·1e+308 is not a finite number"),
    (["sum(x*y)", "--x", "0:9", "--y", "[2, 3]", "--scale", "y=1e308"], "y·1e+308 is not a finite"),
    (["x*y", "--x", "0:9", "--y", "inf", "--scale", "y=0"], "y·0 is not a finite number"),
    (["q = x^2; q*x", "--x", "0:1", "--wrt", "q"], "not an input"),
    ([], "gradcli sweep"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED, ids=[" ".join(row[0]) for row in REFUSED])
def test_what_cannot_be_swept_is_refused(cli: Cli, words: list[str], said: str) -> None:
    outcome = cli("sweep", *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err


def test_a_range_may_have_the_colons_of_an_input_method(cli: Cli) -> None:
    plain = cli("sweep", "x^2", "--x", "0:4:1").out
    assert cli("sweep", "x^2", "--x", "0：4：1") == (0, plain, "")
    assert cli("sweep", "x^2", "--x", "0，1，2").out == cli("sweep", "x^2", "--x", "0,1,2").out
