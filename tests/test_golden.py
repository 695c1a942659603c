"""Every screen in tests/golden is exactly what the command prints, and has good manners."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import console

FILES = sorted((Path(__file__).parent / "golden").glob("*.txt"))
CASES = [
    pytest.param(case, id=f"{file.stem}-{number}")
    for file in FILES
    for number, case in enumerate(console.cases(file.read_text(encoding="utf-8")), 1)
]


@pytest.mark.parametrize("case", CASES)
def test_the_screen_is_the_golden_one(case: console.Case, tmp_path: Path) -> None:
    screen = console.run_piped(case.command, tmp_path, case.columns)
    assert screen.stdout == case.screen.stdout
    assert screen.stderr == case.screen.stderr
    assert screen.code == case.screen.code


@pytest.mark.parametrize("case", CASES)
def test_a_colour_terminal_shows_the_same_text(case: console.Case, tmp_path: Path) -> None:
    screen = console.run_in_terminal(case.command, tmp_path, case.columns)
    assert console.plain(screen.stdout) == case.screen.stdout
    assert screen.code == case.screen.code


@pytest.mark.parametrize("case", CASES)
def test_the_screen_has_manners(case: console.Case) -> None:
    screen = case.screen
    assert "\x1b" not in screen.stdout + screen.stderr
    assert "Traceback" not in screen.stdout + screen.stderr
    assert screen.code in (0, 1, 2)
    assert not [line for line in screen.stdout.splitlines() if line != line.rstrip()]
    if not case.wide:
        assert not [
            line for line in screen.stdout.splitlines() if console.width(line) > case.columns
        ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_golden_file_is_written_as_it_is_read(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "\n".join(map(str, console.cases(text))) == text


def test_a_case_keeps_its_headings_its_long_command_and_every_stream() -> None:
    text = (
        "# wide\n# columns 60\n$ one\n> more\nout\n\n# not a heading\n# stderr\nerr\n# exit 2\n"
        "\n$ two\n\nlast\n"
    )
    first, second = console.cases(text)
    assert first == console.Case(
        ("# wide", "# columns 60"),
        "one\nmore",
        console.Screen("out\n\n# not a heading\n", "err\n", 2),
    )
    assert (first.columns, first.wide) == (60, True)
    assert second == console.Case((), "two", console.Screen("\nlast\n"))
    assert "\n".join(map(str, [first, second])) == text


def test_a_command_runs_on_a_terminal_of_the_given_width(tmp_path: Path) -> None:
    screen = console.run_in_terminal(
        "stty size <&1; echo no >&2; test -t 1 && exit 7", tmp_path, 60
    )
    assert screen == console.Screen("24 60\n", "no\n", 7)


def test_a_command_runs_with_its_output_piped(tmp_path: Path) -> None:
    screen = console.run_piped("echo $COLUMNS; echo no >&2; test -t 1 || exit 7", tmp_path, 60)
    assert screen == console.Screen("60\n", "no\n", 7)


@pytest.mark.parametrize(
    ("line", "cells"), [("∂q/∂x", 5), ("学习率", 6), ("ｘ", 2), ("e\u0301", 1)]
)
def test_a_wide_character_takes_two_cells(line: str, cells: int) -> None:
    assert console.width(line) == cells
