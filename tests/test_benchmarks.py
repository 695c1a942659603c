"""The benchmarks run, and the README quotes the rows that are declared."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(
    not hasattr(os, "wait4"), reason="only Unix tells what a process has cost"
)


def quick(*parts: str) -> list[list[str]]:
    """Return the cells of the table that the benchmarks print in a quick run."""
    command = [sys.executable, str(ROOT / "benchmarks" / "run.py"), "--quick", *parts]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    _, _, table = done.stdout.partition("holds\n")
    return [re.split("  +", line) for line in table.partition("\n\n")[0].splitlines()]


def test_every_row_runs_and_the_readme_quotes_it() -> None:
    rows = quick()
    assert [row for row in rows if row[1].startswith("fails")] == []
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    quoted = re.findall(r"^Measured on .*\n\n.*\n.*\n((?:\|.*\n)+)", readme, re.MULTILINE)
    assert [re.findall(r"^\| (.+?) \|", table, re.MULTILINE) for table in quoted] == [
        [row[0] for row in rows]
    ]


def test_growth_is_measured_from_ten_nodes_and_a_thousand_tokens_to_a_million() -> None:
    rows = quick("growth")
    assert [row for row in rows if row[1].startswith("fails")] == []
    named = [row[0] for row in rows]
    for large in ("100", "1,000", "10,000", "100,000", "1,000,000"):
        assert f"run again, a node of {large}" in named
    for large in ("10,000", "100,000", "1,000,000"):
        assert f"parse, a token of {large}" in named


@pytest.mark.skipif(shutil.which("valgrind") is None, reason="valgrind is not installed")
def test_the_instructions_of_a_start_are_counted() -> None:
    script = str(ROOT / "benchmarks" / "instructions.py")
    command = [sys.executable, script, "functions sigmoid"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    empty, more = re.findall(r"([\d,]+) million (?:instructions|more)$", done.stdout, re.MULTILINE)
    assert 10 < float(empty) < 1_000
    assert 10 < float(more) < 1_000


def test_a_part_that_does_not_exist_is_refused() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "run.py"), "enigne"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "no part enigne" in done.stderr) == (2, True)
