"""Files that mean harm, disks that are full, and signals at any moment: nothing is lost or run."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gradcli.grading.reader import read_sheet
from tests.cli.conftest import COMMAND, Cli, environment
from tests.cli.test_check import ended, saved, spawn
from tests.grading.sheets import RIGHT, SET

HEAD = "format: 1\ntitle: t\nexercises:\n  - id: a\n    program: "

#: An exercise file, and where and how it is refused.
FILES: dict[str, tuple[bytes, str]] = {
    "a bomb of aliases": (
        b"format: 1\ntitle: &a [x, x]\nexercises: [*a, *a, *a]\n",
        "2:8: &a is a YAML anchor",
    ),
    "a billion laughs": (
        b"".join(b"k%d: &a%d [%s]\n" % (n, n, b"*a%d, " % (n - 1) * 9) for n in range(1, 30)),
        "1:5: &a1 is a YAML anchor",
    ),
    "deep lists": (b"format: 1\nexercises: " + b"[" * 5000, "2:31: more than 20 levels deep"),
    "deep braces": (b"{a: " * 100_000, "1:81: more than 20 levels deep"),
    "several documents": (b"format: 1\n---\nformat: 1\n", "2:1: a second document"),
    "a tag": (b"format: !!python/object:os.system 1\n", "1:9: !!python/object:os.system is a YAML"),
    "UTF-16": ("format: 1\n".encode("utf-16"), "1:1: not UTF-8"),
    "Latin-1": ("format: 1\ntitle: é\n".encode("latin-1"), "2:8: not UTF-8"),
    "a null byte": (b"format: 1\ntitle: \x00\n", "2:8: a control character, U+0000"),
    "an escape sequence": (b"format: 1\ntitle: \x1b[2J\n", "2:8: a control character, U+001B"),
    "no space": (HEAD.encode() + b"y = x + 1\n    at: {x:1}\n", "6:10: 'x:1' has no value"),
    "an escape in an id": (HEAD.encode().replace(b"id: a", b'id: "\\e[31m"'), "4:9: '"),
    "an attribute": (
        HEAD.encode() + b"y = x.__class__\n    at: {x: 1}\n",
        "5:18: there is nothing",
    ),
    "a call": (HEAD.encode() + b"y = __import__(1)\n", "5:18: there is no function __import__"),
    "a tower of powers": (HEAD.encode() + b"y = 9^9^9^9^9\n", "5:14: "),
    "a huge array": (HEAD.encode() + b"y = sum(w)\n    at: {w: __class__}\n", "6:13: "),
    "no step": (HEAD.encode() + b"y = x\n    at: {x: 1}\n", "5:14: nothing is asked"),
    "nothing": (b"", "1:1: the file is empty"),
    "brackets without end": (b"format: 1\ntitle: [a, b\n", ": the list is not closed"),
    "a tab": (b"format: 1\nexercises:\n\t- id: a\n", "3:1: a tab"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_with_its_line(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    monkeypatch.chdir(tmp_path)
    data, message = FILES[name]
    Path("set.yaml").write_bytes(data)
    outcome = cli("check", "set.yaml", "--lang", language)
    assert outcome.code == 2
    place = message.split(" ")[0]
    assert place in outcome.err
    if language == "en":
        assert message in outcome.err
    assert "bug in gradcli" not in outcome.err
    assert "--ieee" not in outcome.err
    harmless(outcome.out + outcome.err)


def harmless(text: str) -> None:
    assert all(sign.isprintable() or sign == "\n" for sign in text)


def test_a_file_of_100_megabytes_is_refused_without_being_read(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(100 << 20)
    begin = time.monotonic()
    outcome = cli("check", str(path))
    assert time.monotonic() - begin < 2
    assert outcome.err.endswith("1:1: the file is too large: at most 1,048,576 bytes are allowed\n")


ESCAPES = """\
format: 1
title: "\\e[31mT\\a"
description: "\\e]0;owned\\a"
exercises:
  - id: a
    title: "\\u202eE\\e[2J"
    prompt: "\\u2028P\\x9b31m"
    program: "y = 2*x"
    at: {x: 1}
    hints: "\\e[5mH"
"""


@pytest.mark.parametrize("form", ["table", "json", "junit", "gradescope", "markdown", "csv"])
@pytest.mark.parametrize("answer", ["", "2", "3", "\\e[31m2", "\\u202e2", "\\x9b2"])
def test_escape_sequences_never_reach_the_terminal(
    cli: Cli, tmp_path: Path, form: str, answer: str
) -> None:
    (tmp_path / "set.yaml").write_text(ESCAPES)
    sheet = tmp_path / "my.yaml"
    sheet.write_text(f'format: 1\nstudent: "\\e[1mS"\nanswers: {{a: {{y: "{answer}"}}}}\n')
    outcome = cli("check", str(tmp_path / "set.yaml"), "-a", str(sheet), "--format", form)
    assert outcome.code in (0, 1)
    harmless(outcome.out + outcome.err)
    if form in ("json", "gradescope"):
        json.loads(outcome.out)


# --- saving


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "set.yaml").write_text(SET)
    return tmp_path


def small_files() -> None:
    """Let no file grow beyond 300 bytes, as on a disk that is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))


def test_on_a_full_disk_the_old_sheet_stays_and_the_answers_are_printed(folder: Path) -> None:
    sheet = folder / "set.answers.yaml"
    sheet.write_text("format: 1\nanswers: {product: {q: 3}}\n")
    done = asked(folder, b"-12\n" + b"-4\n" * 4, preexec_fn=small_files, note=b"x" * 280)
    assert done.returncode == 2
    assert b"cannot be saved: File too large" in done.stderr
    assert b"Traceback" not in done.stderr
    assert read_sheet(sheet).answers["product"]["q"].text == "3"
    assert b"f: " in done.stdout
    assert sorted(path.name for path in folder.iterdir()) == ["set.answers.yaml", "set.yaml"]


def asked(
    folder: Path, lines: bytes, note: bytes = b"", **settings: Any
) -> subprocess.CompletedProcess[bytes]:
    if note:
        sheet = folder / "set.answers.yaml"
        sheet.write_bytes(sheet.read_bytes() + b"# " + note + b"\n")
    return subprocess.run(
        [*COMMAND, "check", "set.yaml", "--ask", "--only", "product"],
        cwd=folder,
        input=lines,
        capture_output=True,
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        timeout=60,
        check=False,
        **settings,
    )


def test_a_sheet_behind_a_symbolic_link_is_written_and_the_link_stays(folder: Path) -> None:
    real = folder / "real.yaml"
    real.write_text("format: 1\nanswers:\n")
    (folder / "set.answers.yaml").symlink_to(real)
    assert asked(folder, b"3\n").returncode == 1
    assert (folder / "set.answers.yaml").is_symlink()
    assert read_sheet(real).answers["product"]["q"].text == "3"


def test_links_in_a_circle_are_no_sheets(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    (folder / "sheets").mkdir()
    for path in (folder / "sheets" / "a.yaml", folder / "a.yaml"):
        path.symlink_to("a.yaml")
    for words in (
        ("check", "ch4", "--answers", "sheets/"),
        ("check", "ch4", "--answers", "a.yaml"),
        ("sheet", "ch4", "-o", "a.yaml", "--force"),
        ("lint", "a.yaml"),
    ):
        outcome = cli(*words)
        assert outcome.code == 2
        assert "a.yaml cannot be " in outcome.err
        assert "levels of symbolic links" in outcome.err


PLACES: list[Callable[[Path], str]] = [
    lambda folder: "no/such/my.yaml",
    str,
    lambda folder: "/dev/null/my.yaml",
    lambda folder: "/proc/my.yaml",
]


@pytest.mark.parametrize("place", PLACES)
def test_where_nothing_can_be_written_nothing_typed_is_lost(
    folder: Path, place: Callable[[Path], str]
) -> None:
    done = subprocess.run(
        [*COMMAND, "check", "set.yaml", "--ask", "-a", place(folder)],
        cwd=folder,
        input=b"3\n",
        capture_output=True,
        env=environment(),
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: ")
    assert b"Traceback" not in done.stderr
    assert b"bug in gradcli" not in done.stderr


# --- signals


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("moment", [0, 0.005, 0.02, 0.06])
def test_a_signal_at_any_moment_leaves_no_traceback_and_a_whole_sheet(
    folder: Path, stop: int, moment: float
) -> None:
    """The answers come in quick succession, so that the signal meets reading, marking, saving."""
    begun = subprocess.Popen(
        [*COMMAND, "check", "set.yaml", "--ask"],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert begun.stdin is not None
    begun.stdin.write(b"".join(f"{answer}\n".encode() for answer in RIGHT.values()) * 40)
    begun.stdin.flush()
    assert begun.stdout is not None
    begun.stdout.read(1)  # from here on gradcli is at work, and no longer Python's own start
    time.sleep(moment)
    begun.send_signal(stop)
    _, err = begun.communicate(timeout=60)
    assert b"Traceback" not in err
    assert b"bug in gradcli" not in err
    assert begun.returncode in (1, 130, -stop)
    sheet = folder / "set.answers.yaml"
    if sheet.exists():
        answers = read_sheet(sheet).answers["product"]
        assert {answers[name].text for name in RIGHT if answers[name].text} <= set(RIGHT.values())
    left = {path.name for path in folder.iterdir()} - {"set.yaml", "set.answers.yaml"}
    assert left <= {".set.answers.yaml.lock"}


def test_ctrl_c_at_every_prompt_loses_nothing(folder: Path) -> None:
    given: dict[str, str] = {}
    for name, answer in RIGHT.items():
        screen = spawn(folder, "--only", "product")
        screen.expect(f"{name} = $")
        screen.sendline(answer)
        given[name] = answer
        screen.expect("correct")
        if given != RIGHT:
            screen.expect(" = $")
            screen.sendintr()
        assert ended(screen) == (130 if given != RIGHT else 0)
        assert saved(folder) == given


def test_two_sessions_saving_in_turn_keep_each_other_s_answers(folder: Path) -> None:
    """A folder without locks: the second session finds what the first one saved."""
    screen = spawn(folder, "--only", "product")
    screen.expect("q = $")
    (folder / "set.answers.yaml").write_text("format: 1\nanswers: {product: {df/dx: -4}}\n")
    screen.sendline("3")
    screen.expect("was changed by another program")
    screen.expect("f = $")
    screen.sendeof()
    ended(screen)
    assert saved(folder) == {"q": "3", "df/dx": "-4"}


def test_nothing_in_a_file_is_run(folder: Path) -> None:
    for code in ("__import__('os').system('touch owned')", "$(touch owned)", "`touch owned`"):
        text = f"format: 1\nanswers: {{product: {{q: {json.dumps(code)}}}}}\n"
        (folder / "my.yaml").write_text(text)
        done = subprocess.run(
            [*COMMAND, "check", "set.yaml", "-a", "my.yaml"],
            cwd=folder,
            capture_output=True,
            env=environment(),
            timeout=60,
            check=False,
        )
        assert done.returncode == 1
    assert not (folder / "owned").exists()
