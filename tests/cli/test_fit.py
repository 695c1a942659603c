"""`gradcli fit`: what is printed, what is written, and what is refused."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from gradcli.descent.optimizers import Adam, Optimizer, Sgd
from tests.cli.conftest import COMMAND, Cli, environment, process
from tests.descent.recurrences import linear, quadratic

LINE = ("fit", "(w*x - y)^2", "--x", "[1, 2, 3]", "--y", "[2, 4, 6]", "--param", "w=1")
FILE = "x,y\n1,2\n2,4\n3,6\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d.csv").write_text(FILE)
    return tmp_path


def test_the_lectures_line_is_fitted_and_its_prediction_goes_from_4_to_8(cli: Cli) -> None:
    found = cli(*LINE, "--predict", "w*x", "--at", "x=4", "--format", "json").json
    assert found["parameters"]["w"] == pytest.approx(2, abs=1e-9)
    (prediction,) = found["predictions"]
    assert (prediction["at"], prediction["before"]) == ({"x": 4.0}, 4.0)
    assert prediction["after"] == pytest.approx(8, abs=1e-9)
    screen = cli(*LINE, "--predict", "w*x", "--at", "x=4").out
    assert "  w*x at x = 4       4      8\n" in screen


def test_the_trace_has_every_update_as_on_the_blackboard(cli: Cli) -> None:
    screen = cli(*LINE, "--epochs", "1", "--trace").out
    assert "step 1, epoch 1, sample 1: x = 1, y = 2\n" in screen
    assert "∂loss/∂w = -2\n" in screen
    assert "w = 1 - 0.01·(-2) = 1.02\n" in screen
    assert "w = 1.02 - 0.01·(-7.84) = 1.0984\n" in screen


@pytest.mark.usefixtures("folder")
def test_the_trace_of_the_parabola_is_the_recurrence(cli: Cli) -> None:
    params = [word for name in ("w1", "w2", "b") for word in ("--param", f"{name}=1")]
    loss = "(w1*x^2 + w2*x + b - y)^2"
    out = cli("fit", loss, "--data", "d.csv", *params, "--trace", "--format", "csv").out
    rows = [[float(cell) for cell in row] for row in list(csv.reader(out.splitlines()))[1:]]
    for row, expected in zip(rows, quadratic(), strict=True):
        assert row[5:] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("data", ["--data d.csv", "--data - "])
@pytest.mark.usefixtures("folder")
def test_a_file_and_standard_input_give_the_same(data: str) -> None:
    words = ["fit", "(w*x - y)^2", *data.split(), "--param", "w=1", "-q"]
    outcome = process(*words, stdin=FILE.encode())
    assert outcome.code == 0, outcome.err
    assert float(outcome.out) == pytest.approx(list(linear())[-1][2], abs=1e-15)


@pytest.mark.parametrize(("column", "typed"), [("e", "e"), ("pi", "pi"), ("pi", "π"), ("π", "pi")])
def test_a_column_called_like_a_constant_wins_as_any_bound_name_does(
    cli: Cli, folder: Path, column: str, typed: str
) -> None:
    (folder / "c.csv").write_text(FILE.replace("x", column))
    outcome = cli("fit", f"(w*{typed} - y)^2", "--data", "c.csv", "--param", "w=1", "-q")
    assert outcome.code == 0, outcome.err
    assert float(outcome.out) == pytest.approx(2, abs=1e-9)


def test_a_named_pipe_is_read_once_and_whole(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    writer = Thread(target=lambda: (folder / "pipe").write_text(FILE), daemon=True)
    writer.start()
    outcome = process(
        *("fit", "(w*x - y)^2", "--data", str(folder / "pipe"), "--param", "w=1", "-q")
    )
    assert outcome.code == 0, outcome.err
    assert float(outcome.out) == pytest.approx(2, abs=1e-9)


def test_an_endless_device_is_refused(cli: Cli) -> None:
    outcome = cli("fit", "(w*x - y)^2", "--data", "/dev/zero", "--param", "w=1")
    assert outcome.code == 2
    assert "/dev/zero is too large" in outcome.err


def test_without_zeroing_the_note_says_why_the_run_goes_wrong(cli: Cli) -> None:
    outcome = cli(*LINE, "--accumulate", "-q")
    assert abs(float(outcome.out) - 2) > 0.01
    assert "never set to zero" in outcome.err
    assert "with zeroing it is" in outcome.err
    trace = cli(*LINE, "--accumulate", "--trace", "--epochs", "1").out
    assert "not zeroed: ∂loss/∂w = -2 + (-7.84) = -9.84\n" in trace


ZEROS = [
    ("momentum", ["--momentum", "0"], Sgd(0.1)),
    ("momentum", ["--dampening", "0", "--momentum", "1/2"], Sgd(0.1, momentum=0.5)),
    ("adam", ["--beta1", "0"], Adam(0.1, beta1=0.0)),
    ("adam", ["--beta2", "0.0"], Adam(0.1, beta2=0.0)),
]


@pytest.mark.parametrize(("name", "words", "meant"), ZEROS)
def test_a_constant_given_as_zero_is_zero_and_not_the_default(
    cli: Cli, name: str, words: list[str], meant: Optimizer
) -> None:
    """(w - 3)^2 from 0, three steps, with the gradient 2*(w - 3) by hand."""
    values, state = (0.0,), ()
    for _ in range(3):
        values, state = meant.advance(values, (2 * (values[0] - 3),), state)
    loss = ("fit", "(w - 3)^2", "--param", "w=0", "--lr", "0.1", "--epochs", "3", "-q")
    assert float(cli(*loss, "--optimizer", name, *words).out) == pytest.approx(values[0], rel=1e-14)


def test_a_zero_for_another_optimizer_is_refused_as_any_number(cli: Cli) -> None:
    outcome = cli(*LINE, "--beta1", "0")
    assert outcome.code == 2
    assert "--beta1 belongs to another optimizer" in outcome.err


def test_the_history_and_the_figure_are_written(cli: Cli, folder: Path) -> None:
    said = cli(*LINE, "--history", "h.csv", "--plot", "p.svg", "--epochs", "3")
    assert (said.code, said.err) == (0, "h.csv is written\np.svg is written\n")
    rows = list(csv.DictReader((folder / "h.csv").read_text().splitlines()))
    assert [row["epoch"] for row in rows] == ["1", "2", "3"]
    assert float(rows[-1]["w"]) == pytest.approx(list(linear())[8][2], abs=1e-15)
    assert ET.parse(folder / "p.svg").getroot().tag.endswith("svg")
    assert cli(*LINE, "-q", "--history", "h.json", "--epochs", "2").err == ""
    history = json.loads((folder / "h.json").read_text())["history"]
    assert [entry["steps"] for entry in history] == [3, 6]
    assert sorted(path.name for path in folder.iterdir()) == ["d.csv", "h.csv", "h.json", "p.svg"]


def test_a_history_tells_of_a_program_with_a_broken_byte(cli: Cli, folder: Path) -> None:
    loss = "(w - 3)^2 # \udcff\x07"
    assert cli("fit", loss, "--param", "w=1", "-q", "--history", "h.json").code == 0
    assert json.loads((folder / "h.json").read_bytes())["program"] == loss


def test_a_figure_without_matplotlib_says_what_to_install(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradcli.render.figures.find_spec", lambda _: None)
    outcome = cli(*LINE, "--plot", "p.svg")
    assert (outcome.code, outcome.out) == (2, "")
    assert "pip install" in outcome.err


def test_an_interrupt_writes_what_was_reached_and_ends_with_130(folder: Path) -> None:
    running = subprocess.Popen(
        [
            *COMMAND,
            *LINE,
            "--epochs",
            "90000000",
            "--limit",
            "epochs=90000000",
            "--history",
            "h.csv",
            "-q",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=folder,
    )
    time.sleep(3)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert float(out) == pytest.approx(2, abs=1e-9)
    assert b"interrupted after step" in err
    assert (folder / "h.csv").read_text().startswith("epoch,steps,loss,w\n1,3,")


REFUSED = [
    ("(w*x - z)^2 --data d.csv --param w=1", "z is neither a column of d.csv nor a parameter"),
    ("(w*x - y)^2 --data d.csv --param w=1 --param x=1", "x is a parameter, but"),
    ("(w*x - y)^2 --data d.csv --x 3 --param w=1", "x is given on the command line, but"),
    ("(w*x - y)^2 --data d.csv --param w=1 --param w=2", "given twice"),
    ("(w*x - y)^2 --data d.csv --param w=1 --param v=2", "the loss has no v"),
    ("(w*x - y)^2 --data d.csv", "there is no parameter to fit"),
    ("(w*x - y)^2 --param w=1", "nothing is known of x, y"),
    ("(w*x - y)^2 --x [1,2] --y [1,2,3] --param w=1", "not equally long"),
    ("(w*x - y)^2 --data d.csv --param w=1 --lr 0", "--lr: 0 is not a number above 0"),
    ("(w*x - y)^2 --data d.csv --param w=1 --lr -1", "--lr: -1 is not a number above 0"),
    ("(w*x - y)^2 --data d.csv --param w=1 --lr inf", "--lr: inf is not"),
    ("(w*x - y)^2 --data d.csv --param w=1 --batch 0", "--batch"),
    ("(w*x - y)^2 --data d.csv --param w=1 --batch 1000000001", "from 1 to 1,000,000,000 nor all"),
    (f"(w*x - y)^2 --data d.csv --param w=1 --batch {'9' * 5000}", "nor all"),
    ("(w*x - y)^2 --data d.csv --param w=1 --beta1 0.5", "belongs to another optimizer"),
    ("(w*x - y)^2 --data d.csv --param w=1 --random-seed 1", "without --shuffle"),
    ("(w*x - y)^2 --data d.csv --param w=1 --plot p.png", "must end in .svg"),
    ("(w*x - y)^2 --data d.csv --param w=1 --history no/h.csv", "there is no folder"),
    ("(w*x - y)^2 --data d.csv --param w=1 --predict w*v", "no value for v"),
    ("(w*x - y)^2 --data d.csv --param w=1 --predict w --at v=1", "has that name"),
    ("(w*x - y)^2 --data d.csv --param w=1 --predict w --at w=1", "it is a parameter"),
    ("(w*x - y)^2 --data d.csv --param w=1 --lr 1", "try --lr 0.1"),
    ("(w*x - y)^2 --data no.csv --param w=1", "there is no file no.csv"),
    ("(w*x - y)^2 --data d.csv --param w=inf", "the value must be finite"),
    ("(w*x - y)^2 --data d.csv --param w=1 -q --trace", "do not go together"),
    ("--data d.csv", "there is no expression"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_what_cannot_be_fitted_is_refused_with_nothing_written(
    cli: Cli, folder: Path, words: str, said: str
) -> None:
    *loss, rest = words.partition(" --") if words.startswith("(") else ("", "", words)
    expression = [loss[0]] if loss[0] else []
    typed = [*expression, *("--" + rest if expression else rest).split()]
    history = [] if "--history" in typed else ["--history", "h.csv"]
    outcome = cli("fit", *typed, *history)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert [path.name for path in folder.iterdir()] == ["d.csv"]


def a_link_to_the_data(folder: Path) -> None:
    (folder / "h.csv").symlink_to("d.csv")


PLACES: list[tuple[Callable[[Path], object], str]] = [
    (lambda folder: (folder / "h.csv").mkdir(), "h.csv: it is not a file"),
    (lambda folder: os.mkfifo(folder / "h.csv"), "h.csv: it is not a file"),
    (lambda folder: (folder / "h.csv").symlink_to("/dev/full"), "h.csv: it is not a file"),
    (lambda folder: (folder / "h.csv").symlink_to("h.csv"), "h.csv: "),
    (lambda folder: (folder / "h.csv").symlink_to("no/h.csv"), "you may not write there"),
    (a_link_to_the_data, "the data are read from that file"),
]


@pytest.mark.parametrize(("make", "said"), PLACES)
def test_where_no_history_can_be_written_is_said_before_the_work(
    cli: Cli, folder: Path, make: Callable[[Path], object], said: str
) -> None:
    make(folder)
    words = ("fit", "(w*x - y)^2", "--data", "d.csv", "--param", "w=1", "--history", "h.csv")
    outcome = cli(*words)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert (folder / "d.csv").read_text() == FILE


def test_an_interrupt_while_the_data_are_read_is_told(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gradcli.cli.fit_run.samples_of", interrupted)
    outcome = cli("fit", "(w*x - y)^2", "--data", "d.csv", "--param", "w=1", "--history", "h.csv")
    assert (outcome.code, outcome.out) == (130, "")
    assert "interrupted while the data were read; no step was taken" in outcome.err
    assert not (folder / "h.csv").exists()


@pytest.mark.parametrize("format", ["table", "json", "csv", "tsv", "markdown"])
def test_every_form_has_the_result(cli: Cli, format: str) -> None:
    outcome = cli(*LINE, "--format", format, "--epochs", "2")
    assert outcome.code == 0
    assert f"{list(linear())[5][2]:.4f}"[:5] in outcome.out


def test_pure_ascii_draws_the_curve_in_stars(cli: Cli) -> None:
    out = cli(*LINE, "--ascii", "--trace", "--epochs", "5").out
    assert out.isascii()
    assert "*" in out.partition("Loss curve")[2]


def test_until_says_whether_it_was_reached(cli: Cli) -> None:
    assert "not above" in cli(*LINE, "--until", "1e-6").err
    assert "still above" in cli(*LINE, "--until", "1e-6", "--epochs", "2").err


def test_a_descent_that_runs_away_is_told_of_and_its_numbers_stay_short(
    cli: Cli, folder: Path
) -> None:
    (folder / "house.csv").write_text("area,price\n120,300000\n80,200000\n150,410000\n")
    start = ("--param", "w=0", "--param", "b=0", "--epochs", "3")
    line = ("fit", "(w*area + b - price)^2", "--data", "house.csv", *start)
    done = cli(*line)
    assert "note: the mean loss has grown from " in done.err
    assert "; the steps are too long: try --lr 0.001\n" in done.err
    rows = [line.split() for line in done.out.splitlines() if line.startswith("    ")]
    assert max(len(number) for row in rows for number in row if number[0] in "-123456789") < 12
    (notice,) = cli(*line, "--format", "json").json["notices"]
    assert notice["code"] == "growing"
    assert not cli(*line, "--lr", "1e-6").err
