"""Running the command line: quickly within the test's process, or as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import gradcli
from gradcli.cli import run

#: The command as a process, with the package that is under test.
COMMAND = (sys.executable, "-P", "-c", "from gradcli.cli import main; main()")


class Outcome(NamedTuple):
    """What a command line ends with."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Cli = Callable[..., Outcome]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run a command line within this process."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "LC_ALL", "GRADCLI_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def called(*arguments: str) -> Outcome:
        code = run(arguments)
        return Outcome(code, *capsys.readouterr())

    return called


def environment(**changes: str | None) -> dict[str, str]:
    """Return the environment of a process: the package under test, UTF-8, no wishes of the user."""
    plain = {name: value for name, value in os.environ.items() if name not in CHANGING}
    package = str(Path(gradcli.__file__).parent.parent)
    fixed = {"PYTHONUTF8": "1", "PYTHONPATH": package}
    changed: Mapping[str, str | None] = {**plain, **fixed, **changes}
    return {name: value for name, value in changed.items() if value is not None}


CHANGING = (
    "COLUMNS",
    "NO_COLOR",
    "FORCE_COLOR",
    "LC_ALL",
    "GRADCLI_DEBUG",
    "PYTHONIOENCODING",
    "PYTHONUNBUFFERED",
)


def process(*arguments: str, stdin: bytes = b"", **changes: str | None) -> Outcome:
    """Run a command line as a process of its own."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        env=environment(**changes),
        timeout=60,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
