"""`gradcli graph`: which picture goes where, and what is said instead."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from gradcli.render.picture.forms import FORMS
from tests.cli.conftest import COMMAND, Cli, environment, process
from tests.cli.test_help import completions

XYZ = ("(x+y)*z", "--x", "-2", "--y", "5", "--z", "-4")

#: How the files of each form begin.
BEGINNINGS = {
    "text": b"   -2",
    "svg": b"<svg ",
    "png": b"\x89PNG",
    "pdf": b"%PDF-",
    "html": b"<!DOCTYPE html>",
    "dot": b"digraph ",
    "mmd": b"flowchart ",
}


@pytest.mark.parametrize("form", FORMS)
def test_the_ending_of_the_file_tells_the_form(cli: Cli, tmp_path: Path, form: str) -> None:
    for suffix in FORMS[form].suffixes:
        file = tmp_path / f"picture{suffix.upper()}"
        assert cli("graph", *XYZ, "-o", str(file)) == (0, "", f"{file} is written\n")
        assert file.read_bytes().startswith(BEGINNINGS[form])


@pytest.mark.parametrize("form", FORMS)
def test_any_form_may_go_to_standard_output(form: str) -> None:
    script = [*COMMAND, "graph", *XYZ, "--format", form, "-o", "-"]
    done = subprocess.run(script, env=environment(), capture_output=True, check=True)
    assert done.stdout.startswith(BEGINNINGS[form])
    assert done.stderr == b""


def test_the_form_asked_for_comes_before_the_ending(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "picture.txt"
    assert cli("graph", *XYZ, "-o", str(file), "--format", "svg").code == 0
    assert file.read_bytes().startswith(b"<svg ")


def test_an_ending_that_tells_no_form_is_refused(cli: Cli, tmp_path: Path) -> None:
    outcome = cli("graph", *XYZ, "-o", str(tmp_path / "picture.jpeg"))
    assert (outcome.code, outcome.out) == (2, "")
    assert "does not tell what kind of picture" in outcome.err
    assert ".svg, .png, .pdf" in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_exists_is_replaced_only_by_force(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "picture.svg"
    file.write_text("mine")
    outcome = cli("graph", *XYZ, "-o", str(file))
    assert outcome.code == 2
    assert (
        outcome.err == f"error: {file} exists already\ntry: --force replaces it, -o names another\n"
    )
    assert file.read_text() == "mine"
    assert cli("graph", *XYZ, "-o", str(file), "--force").code == 0
    assert file.read_text().startswith("<svg ")
    assert [path.name for path in tmp_path.iterdir()] == ["picture.svg"]


def test_a_place_that_cannot_be_written_is_named(cli: Cli, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    file = str(nowhere / "picture.svg")
    outcome = cli("graph", *XYZ, "-o", file)
    assert outcome.code == 2
    assert outcome.err == (
        f"error: {file} cannot be saved: there is no folder {nowhere}\n"
        "try: make the folder first, or choose another place with -o\n"
    )
    chinese = cli("graph", *XYZ, "-o", file, "--lang", "zh").err
    assert f"没有文件夹 {nowhere}" in chinese
    assert "先建好这个文件夹，或用 -o 另选一处" in chinese
    nowhere.write_text("a file")
    assert f"cannot be saved: {nowhere} is no folder\n" in cli("graph", *XYZ, "-o", file).err


def test_a_folder_that_may_not_be_written_is_named(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is the system that refuses: root, who runs some tests, may write everywhere."""

    def refused(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    outcome = cli("graph", *XYZ, "-o", str(tmp_path / "picture.svg"))
    assert f"cannot be saved: the folder {tmp_path} may not be written to\n" in outcome.err
    assert "try: choose a place that you may write to, with -o\n" in outcome.err


def test_nothing_is_written_when_the_expression_is_at_fault(cli: Cli, tmp_path: Path) -> None:
    assert cli("graph", "1/x", "--x", "0", "-o", str(tmp_path / "picture.svg")).code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_png_is_not_poured_into_a_terminal() -> None:
    ours, theirs = pty.openpty()
    script = [*COMMAND, "graph", *XYZ, "--format", "png"]
    done = subprocess.run(
        script, env=environment(), stdout=theirs, stderr=subprocess.PIPE, check=False
    )
    assert done.returncode == 2
    assert b"a PNG cannot be shown in a terminal" in done.stderr
    for end in (ours, theirs):
        os.close(end)


def test_a_picture_on_standard_output_is_utf_8_whatever_the_locale() -> None:
    outcome = process("graph", *XYZ, "--format", "svg", LC_ALL="C", PYTHONUTF8="0")
    assert "×" in outcome.out
    assert "\\x" not in outcome.out


@pytest.mark.parametrize("words", [(), ("-o", "-")])
def test_a_terminal_of_ascii_gets_ascii(words: tuple[str, ...]) -> None:
    outcome = process("graph", *XYZ, *words, LC_ALL="C", PYTHONUTF8="0")
    assert outcome.out.isascii()
    assert "+=out=+" in outcome.out


def test_the_options_of_eval_do_the_same_here(cli: Cli) -> None:
    assert "13/9" in cli("graph", "x/y + 1", "--x", "1/3", "--y", "3/4", "--exact").out
    assert "exp" in cli("graph", "sigmoid(x)", "--x", "1", "--expand").out
    assert "0.33" in cli("graph", "x/3", "--x", "1", "--digits", "2").out
    assert " 12 " in cli("graph", "x^2", "--x", "3", "--backward", "2").out + " "
    assert "[2, 4]" in cli("graph", "x*x", "--x", "[1, 2]", "--seed", "[1, 1]").out
    coarse = cli("graph", "q = x + y*y; q*x", "--x", "3", "--y", "1", "--coarse").out
    assert "x + y*y" in coarse


def test_a_kink_is_noted_beside_the_picture(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "relu.svg"
    outcome = cli("graph", "relu(x)", "--x", "0", "-o", str(file))
    kink = "note: relu(x) at x = 0: the gradient is 0, by convention\n"
    assert outcome.err == f"{file} is written\n{kink}"


def test_without_one_gradient_the_values_are_drawn(cli: Cli) -> None:
    outcome = cli("graph", "x*x", "--x", "[1, 2]", "--jacobian", "--format", "svg")
    assert outcome.code == 0
    assert 'class="value"' in outcome.out
    assert 'class="upstream"' not in outcome.out
    assert 'blocked"' not in outcome.out
    assert "only the values are drawn" in outcome.err


def test_of_a_large_graph_the_named_statements_are_drawn(cli: Cli) -> None:
    terms = " + ".join(["x*x"] * 40)
    program = "; ".join(f"s{i} = {terms}" for i in range(5)) + "; s0*s1*s2*s3*s4"
    outcome = cli("graph", program, "--x", "1", "--format", "dot")
    assert outcome.code == 0
    assert (
        outcome.err == "note: of 400 nodes each named statement is drawn as one, as by --coarse\n"
    )
    assert outcome.out.count("label=<") == 7 + 10


def test_far_too_many_nodes_are_refused(cli: Cli) -> None:
    program = "; ".join(["s0 = x", *(f"s{i} = s{i - 1} + x" for i in range(1, 2100))])
    outcome = cli("graph", program, "--x", "1")
    assert (outcome.code, outcome.out) == (2, "")
    assert "2,100 nodes are too many for a picture: at most 2,000 are drawn" in outcome.err


def test_the_form_of_the_file_is_completed() -> None:
    offered = completions('gradcli graph "(x+y)*z" --')
    assert offered[:3] == ["--x", "--y", "--z"]
    assert {"--output", "--format", "--force", "--theme", "--wrt", "--seed"} <= set(offered)
    assert completions('gradcli graph "x" --format ') == list(FORMS)


def test_a_picture_that_is_written_is_confirmed_in_chinese(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "图.svg"
    assert cli("graph", *XYZ, "-o", str(file), "--lang", "zh").err == f"已写入 {file}\n"
    assert cli("graph", *XYZ, "-o", "-").err == ""
