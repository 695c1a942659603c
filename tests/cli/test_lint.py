"""`gradcli lint`: lines that an editor can jump to, JSON, exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, process
from tests.grading.sets import FILES

SOUND = """\
format: 1
title: Test
exercises:
  - id: sum-times
    program: q = x + y; f = q*z
    at: {x: 3, y: 4, z: -5}
    ask: [q, f, df/dz]
"""
TIE = SOUND.replace("q = x + y", "q = max(x, y)").replace("x: 3", "x: 4").replace("df/dz", "df/dx")
LONG = SOUND.replace("x: 3", "x: 3.1234567")
HIDDEN = SOUND.replace("z: -5", "z: 7")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "set.yaml"
    path.write_text(SOUND, encoding="utf-8")
    return path


def test_a_sound_file_gets_one_line(cli: Cli, file: Path) -> None:
    outcome = cli("lint", str(file))
    assert outcome == (0, "1 file, 1 exercise, 3 cells: no errors, no warnings, no notes\n", "")


def test_a_fault_has_its_place_and_fails(cli: Cli, file: Path) -> None:
    file.write_text(TIE, encoding="utf-8")
    outcome = cli("lint", str(file))
    assert outcome.code == 1
    fault, summary = outcome.out.splitlines()
    assert fault == (
        f"{file}:6:9: error: sum-times: max(x, y) at x = y: the gradient there is a convention "
        "(choose other numbers, or name the convention with ties)"
    )
    assert re.fullmatch(
        "1 file, 1 exercise, 3 cells: 1 error, no warnings, . notes; --notes shows the notes",
        summary,
    )


def test_a_warning_fails_only_if_wanted(cli: Cli, file: Path) -> None:
    file.write_text(LONG, encoding="utf-8")
    assert cli("lint", str(file)).code == 0
    outcome = cli("lint", str(file), "--strict")
    assert outcome.code == 1
    assert f"{file}:7:11: warning: sum-times: q is 7.1234567, a number of 8 figures" in outcome.out


def test_notes_are_shown_on_request(cli: Cli, file: Path) -> None:
    file.write_text(HIDDEN, encoding="utf-8")
    quiet, told = cli("lint", str(file)), cli("lint", str(file), "--notes")
    assert quiet.code == told.code == 0
    assert "note:" not in quiet.out
    assert "value-as-gradient (M17) is silent at df/dz" in told.out
    assert "--notes" in quiet.out
    assert "--notes" not in told.out


@pytest.mark.parametrize(("language", "joint"), [("en", "; "), ("zh", "；")])
def test_each_sentence_of_a_note_has_its_own_line(cli: Cli, language: str, joint: str) -> None:
    asked = ("lint", "ch4", "--lang", language)
    lines = cli(*asked, "--notes").out.splitlines()
    told = [line.strip() for line in lines if line.startswith("    ")]
    assert len(told) > 10
    assert not any(joint in line for line in told)
    document = json.loads(cli(*asked, "--format", "json").out)
    messages = [one["message"] for one in document["findings"] if one["severity"] == "note"]
    sentences = [sentence for message in messages for sentence in message.split(joint)]
    assert [one for one in sentences if one in told] == told
    assert all(any(one in line for line in lines) for one in sentences)


def test_better_numbers_are_suggested(cli: Cli, file: Path) -> None:
    file.write_text(HIDDEN, encoding="utf-8")
    outcome = cli("lint", str(file), "--suggest")
    lines = outcome.out.splitlines()
    assert lines[0].startswith(f"{file}:6:9: suggestion: sum-times: silent mistakes ")
    assert lines[1].startswith("    at: {x: ")
    assert outcome.err == ""
    file.write_text(HIDDEN.replace("at: {x: 3, y: 4, z: 7}", lines[1].strip()), encoding="utf-8")
    assert cli("lint", str(file)).out.endswith("no notes\n")


def test_nothing_is_suggested_where_nothing_is_hidden(cli: Cli, file: Path) -> None:
    assert cli("lint", str(file), "--suggest").out == cli("lint", str(file)).out


def test_json_has_everything(cli: Cli, file: Path) -> None:
    file.write_text(HIDDEN, encoding="utf-8")
    document = cli("lint", str(file), "--format", "json", "--suggest").json
    counts = {name: document[name] for name in ("version", "files", "exercises", "cells", "errors")}
    assert counts == {"version": 1, "files": 1, "exercises": 1, "cells": 3, "errors": 0}
    assert document["notes"] == len(document["findings"]) > 0
    assert document["findings"][0] == {
        "severity": "note",
        "check": "silent",
        "file": str(file),
        "line": 6,
        "column": 9,
        "exercise": "sum-times",
        "quantity": None,
        "message": "value-as-gradient (M17) is silent at df/dz; "
        "variables-swapped (M18) is silent at df/dz; "
        "product-own-factor (M20) is silent at df/dz",
        "hint": None,
    }
    assert document["suggestions"][0]["at"].keys() == {"x", "y", "z"}
    assert "suggestions" not in cli("lint", str(file), "--format", "json").json


def test_a_broken_file_is_a_finding(cli: Cli, file: Path) -> None:
    file.write_text("format: 1\ntitle: [", encoding="utf-8")
    outcome = cli("lint", str(file))
    assert outcome.code == 1
    assert outcome.out.startswith(f"{file}:3:1: error: ")


def test_a_file_that_cannot_be_read_is_an_error_and_the_rest_is_inspected(
    cli: Cli, file: Path
) -> None:
    outcome = cli("lint", str(file.with_name("sets.yaml")), str(file))
    assert outcome.code == 2
    assert outcome.err.startswith("error: there is no file")
    assert "did you mean 'set.yaml'?" in outcome.err
    assert "1 exercise, 3 cells" in outcome.out
    assert outcome.out.endswith("; not read: 1 file\n")


def test_a_file_comes_from_standard_input() -> None:
    outcome = process("lint", "-", stdin=TIE.encode())
    assert outcome.code == 1
    assert outcome.out.startswith("-:6:9: error: sum-times: ")


def test_without_a_file_it_says_what_is_missing(cli: Cli) -> None:
    outcome = cli("lint")
    assert outcome.code == 2
    assert outcome.err == "error: no file is named\ntry: gradcli lint my-set.yaml\n"


def test_its_help_tells_of_the_sets_that_come_with_gradcli(cli: Cli) -> None:
    said = cli("lint", "--help").out
    assert "ch1 to ch8" in " ".join(said.split())
    assert "ch4.yaml" not in said  # a name that leads to no file


def test_our_own_sets_pass(cli: Cli) -> None:
    outcome = cli("lint", "--strict", *map(str, FILES))
    assert outcome.code == 0
    assert outcome.out.startswith("8 files, ")
    assert "no errors, no warnings" in outcome.out
