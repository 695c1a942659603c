"""The same numbers whatever the encoding, the locale, the width, or the thing that stdout is."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gradcli.grading.sheet_texts import plain_sheet
from tests.cli.conftest import COMMAND, environment
from tests.grading.sheets import RIGHT, SET

#: Command lines that print numbers of every kind.
COMMANDS = (
    ("eval", "(x+y)*z", "--x", "-2", "--y", "5", "--z", "-4"),
    ("eval", "sigmoid(w*x)", "--w", "2", "--x", "-1", "--expand", "--digits", "6"),
    ("eval", "sum(w*w + 2*w + 1)", "--w", "[1, 2, 3]"),
    ("eval", "学*x + 率", "--学", "2", "--x", "3", "--率", "0.5", "--format", "markdown"),
    ("eval", "w*w", "--w", "[1, 2]", "--jacobian", "--format", "csv"),
    ("eval", "x/y", "--x", "1/3", "--y", "3/4", "--exact", "--check"),
    ("eval", "θ^3", "--θ", "1e-7", "--format", "json"),
    ("eval", "x^2", "--x", "1e100", "--quiet"),
    ("functions", "sigmoid"),
    ("check", "set.yaml", "--answers", "my.yaml", "--reveal", "--lang", "en"),
    ("check", "set.yaml", "--answers", "my.yaml", "--format", "csv"),
    ("lint", "set.yaml", "--notes", "--lang", "en"),
)

#: What a user's machine may be like; None is a terminal of its own width or a pipe.
SURROUNDINGS: tuple[dict[str, str | None], ...] = (
    {"LC_ALL": "C", "PYTHONUTF8": None},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "COLUMNS": "40"},
    {"LC_ALL": "C.UTF-8", "PYTHONUTF8": None, "COLUMNS": "200"},
    {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": None},
    {"PYTHONIOENCODING": "gbk", "COLUMNS": "40"},
    {"PYTHONIOENCODING": "gbk:strict", "LC_ALL": "C", "PYTHONUTF8": "0"},
    {"PYTHONIOENCODING": "ascii", "COLUMNS": "60"},
    {"PYTHONIOENCODING": "utf-16", "COLUMNS": "120"},
    {"TERMINAL": "1", "COLUMNS": "40"},
    {"TERMINAL": "1", "COLUMNS": "200", "NO_COLOR": "1"},
    {"TERMINAL": "1", "LC_ALL": "C", "PYTHONUTF8": "0"},
    {"LC_ALL": "zh_CN.GBK", "PYTHONUTF8": None, "LANGUAGE": "de"},
)

_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", re.ASCII)


def shown(words: tuple[str, ...], folder: Path, changes: dict[str, str | None]) -> str:
    """Return what a command prints, on a terminal or into a pipe, as text."""
    terminal = changes.get("TERMINAL")
    env = environment(**{**changes, "TERMINAL": None})
    master, slave = pty.openpty() if terminal else (-1, subprocess.PIPE)
    # What a process is given is UTF-8, whatever its streams are.
    arguments = [word.encode() for word in words]
    begun = subprocess.Popen(
        [*COMMAND, *arguments], cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=slave,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    data = _all_of(master, slave) if terminal else b""
    out, err = begun.communicate(timeout=60)
    assert begun.returncode in (0, 1), err
    encoding = (changes.get("PYTHONIOENCODING") or "utf-8").partition(":")[0]
    if "GBK" in str(changes.get("LC_ALL")):
        encoding = "utf-8"  # as Python does where the machine does not have the locale
    return _ESCAPE.sub("", (data or out).decode(encoding).replace("\r\n", "\n"))


def _all_of(master: int, slave: int) -> bytes:
    """Return all that is written to a terminal, until nobody has it open."""
    os.close(slave)
    found = b""
    while True:
        try:
            found += os.read(master, 65536)
        except OSError:
            os.close(master)
            return found


def numbers(text: str) -> list[str]:
    """Return the numbers of a text in a fixed order: a narrow screen may break lines elsewhere."""
    plain = re.sub(r"[\u2212]", "-", re.sub(r"\\u[0-9a-f]{4}", "_", text))
    return sorted(_NUMBER.findall(plain))


def carries(changes: dict[str, str | None], words: tuple[str, ...]) -> bool:
    """Return whether a process there is given the letters of a command line: Python that must not
    use UTF-8 reads bytes in the locale C."""
    return changes.get("PYTHONUTF8") != "0" or "".join(words).isascii()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("surroundings")
    (folder / "set.yaml").write_text(SET, encoding="utf-8")
    answers = {"product": {**RIGHT, "df/dx": "1"}}
    (folder / "my.yaml").write_text(plain_sheet("", answers), encoding="utf-8")
    return folder


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_numbers_are_the_same_everywhere(folder: Path, words: tuple[str, ...]) -> None:
    fitting = [changes for changes in SURROUNDINGS if carries(changes, words)]
    with ThreadPoolExecutor(2) as pool:
        first, *others = pool.map(
            lambda changes: numbers(shown(words, folder, changes)), ({}, *fitting)
        )
    assert first
    for changes, found in zip(fitting, others, strict=True):
        assert found == first, changes
