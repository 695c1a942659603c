"""Ctrl-C, or the end asked for from outside, at any moment of any work."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import environment
from tests.grading.sheets import SET

#: The command, which says when Python has started and gradcli begins.
BEGINNING = (
    sys.executable, "-P", "-c",
    "import os; from gradcli.cli import main; os.write(1, b'!'); main()",
)  # fmt: skip

#: Work that takes a second or so, or is short, with other variables in the environment.
WORK: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "eval": (("eval", "-f", "large.txt", "--x", "1", "--format", "json"), {}),
    "eval of arrays": (("eval", "-f", "arrays.txt", "--w", "[1, 2, 3]"), {}),
    "check": (("check", "set.yaml", "--answers", "my.yaml"), {}),
    "lint": (("lint", "set.yaml", "--suggest"), {}),
    "sheet": (("sheet", "set.yaml", "-o", "new.yaml"), {}),
    "completion": (
        (),
        {
            "_GRADCLI_COMPLETE": "bash_complete",
            "COMP_WORDS": "gradcli eval -f large.txt --",
            "COMP_CWORD": "4",
        },
    ),
}

#: Moments, in seconds after the beginning; always the same ones.
MOMENTS = sorted(random.Random(7).uniform(0, 0.25) for _ in range(5))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("signals")
    (folder / "set.yaml").write_text(SET)
    (folder / "my.yaml").write_text("format: 1\nanswers: {product: {q: 4, f: -16}}\n")
    (folder / "large.txt").write_text("+".join(["sin(x)*x"] * 40_000))
    (folder / "arrays.txt").write_text("sum(" + "+".join(["exp(w)*w"] * 300) + ")")
    return folder


def stopped(folder: Path, work: str, stop: int, moment: float) -> tuple[int, bytes, bytes]:
    """Run a command line, stop it at a moment, and return how it ends and what it has printed."""
    words, changes = WORK[work]
    begun = subprocess.Popen(
        [*BEGINNING, *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(**changes),
    )
    assert begun.stdout is not None
    assert begun.stdout.read(1) == b"!"
    time.sleep(moment)
    begun.send_signal(stop)
    out, err = begun.communicate(timeout=60)
    return begun.returncode, out, err


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=lambda stop: stop.name)
@pytest.mark.parametrize("work", WORK)
def test_a_stop_at_any_moment_is_quiet_and_leaves_nothing_half_done(
    folder: Path, work: str, stop: signal.Signals
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    stops = {130} if stop == signal.SIGINT else {-stop}
    for moment in MOMENTS:
        code, _, err = stopped(folder, work, stop, moment)
        assert b"Traceback" not in err, (moment, err.decode())
        assert b"bug in gradcli" not in err
        assert code in stops | {0, 1}, (moment, err.decode())
        made = {path.name: path.read_bytes() for path in folder.iterdir()}
        new = made.pop("new.yaml", None)
        assert new is None or new.endswith(b"\n")
        (folder / "new.yaml").unlink(missing_ok=True)
        assert {name: made[name] for name in before} == before
        assert {name for name in made if name not in before} <= {".new.yaml.lock"}
        if code in stops and work.startswith("eval"):
            assert err == b""
