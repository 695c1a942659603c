"""Exit codes and streams, with real processes where the process itself matters."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gradcli import limits
from gradcli.render.cells import cells
from tests.cli.conftest import COMMAND, Cli, Outcome, environment, process
from tests.grading.sheets import SET

XYZ = ("eval", "(x+y)*z", "--x", "-2", "--y", "5", "--z", "-4")


def test_results_go_to_stdout_and_notes_to_stderr() -> None:
    outcome = process("eval", "max(x, y)", "--x", "1", "--y", "1", "--quiet")
    assert outcome.code == 0
    assert outcome.err.startswith("note: ")
    assert "note" not in outcome.out


def test_the_module_runs_like_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "gradcli", *XYZ],
        capture_output=True,
        env=environment(),
        check=True,
    )
    assert done.stdout.decode() == process(*XYZ).out


def shell(script: str, **changes: str | None) -> tuple[int, str, str]:
    """Run a line of bash in which `gradcli` is the command; return the command's own exit code."""
    done = subprocess.run(
        [
            "bash",
            "-c",
            f'gradcli() {{ "$PYTHON" -P -c "$MAIN" "$@"; }}; {script}; exit ${{PIPESTATUS[0]}}',
        ],
        env=environment(PYTHON=COMMAND[0], MAIN=COMMAND[-1], **changes),
        capture_output=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize("unbuffered", [None, "1"])
@pytest.mark.parametrize("form", ["json", "csv", "markdown"])
def test_a_pipe_closed_in_the_middle_ends_quietly_with_141(
    form: str, unbuffered: str | None
) -> None:
    terms = "+".join(["x"] * 6000)
    line = f'gradcli eval "{terms}" --x 1 --format {form} | head -1'
    code, out, err = shell(line, PYTHONUNBUFFERED=unbuffered)
    assert (code, err) == (141, "")
    assert out.count("\n") == 1


def test_a_long_output_is_complete_also_unbuffered() -> None:
    words = ("eval", "+".join(["x"] * 3000), "--x", "1", "--format", "json")
    assert process(*words, PYTHONUNBUFFERED="1") == process(*words, PYTHONUNBUFFERED=None)


def test_a_pipe_that_nobody_reads_ends_quietly() -> None:
    assert shell('gradcli eval "x*y" --x 1 --y 2 | sleep 0')[2] == ""


def test_a_pipe_closed_before_anything_is_written() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, *XYZ], stdout=writing, stderr=subprocess.PIPE, env=environment(), check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


def test_closed_streams_are_no_crash() -> None:
    assert shell("gradcli eval x --x 1 >&-") == (2, "", "error: the standard output is closed\n")
    assert shell("gradcli eval - --x 1 <&-") == (2, "", "error: standard input is closed\n")
    assert shell("gradcli eval x --q 1 2>&-") == (2, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("unbuffered", [None, "1"])
@pytest.mark.parametrize("words", ["eval x --x 1", "functions", "--version"])
def test_a_full_disk_is_an_error(words: str, unbuffered: str | None) -> None:
    code, _, err = shell(f"gradcli {words} >/dev/full", PYTHONUNBUFFERED=unbuffered)
    assert code == 2
    assert err == "error: the output cannot be written: No space left on device\n"


def test_an_interrupt_ends_with_130() -> None:
    running = subprocess.Popen(
        [*COMMAND, "eval", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    time.sleep(1.5)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err) == (130, b"", b"")


def test_standard_input_is_read() -> None:
    outcome = process("eval", "-", "--x", "3", "--format", "json", stdin=b"\xef\xbb\xbfx*2\n")
    assert outcome.json["value"] == 6
    outcome = process("eval", "-f", "-", "--x", "3", "--format", "json", stdin="θ=4;x*θ".encode())
    assert outcome.json["value"] == 12


BAD_INPUT = [
    (b"", "error: standard input is empty\ntry: it must hold an expression, such as x*y\n"),
    (b" \n\n", "error: standard input is empty\ntry: it must hold an expression, such as x*y\n"),
    (
        b"x*2\n# \xff",
        (
            "error: standard input is not UTF-8: byte 0xff at offset 6, line 2\n"
            "try: save it as UTF-8\n"
        ),
    ),
    (
        b"\xef\xbb\xbfx*2\n# \xff",
        (
            "error: standard input is not UTF-8: byte 0xff at offset 9, line 2\n"
            "try: save it as UTF-8\n"
        ),
    ),
    (
        "x*2".encode("utf-16"),
        (
            "error: standard input is not UTF-8: byte 0xff at offset 0, line 1\n"
            "try: save it as UTF-8; it seems to be UTF-16\n"
        ),
    ),
]


@pytest.mark.parametrize(("data", "said"), BAD_INPUT)
def test_input_that_is_no_text_is_explained(data: bytes, said: str) -> None:
    assert process("eval", "-", stdin=data) == (2, "", said)


def test_files_that_cannot_be_read_are_explained(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "sigmoid.txt").write_text("x")
    missing = tmp_path / "sigmod.txt"
    assert cli("eval", "-f", str(missing)).err == (
        f"error: there is no file {missing}\ntry: did you mean {tmp_path / 'sigmoid.txt'}?\n"
    )
    nowhere = tmp_path / "no" / "x.txt"
    assert cli("eval", "-f", str(nowhere)).err == f"error: there is no file {nowhere}\n"
    assert cli("eval", "-f", str(tmp_path)).err == f"error: {tmp_path} is a directory, not a file\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_explained(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("x")
    path.chmod(0)
    assert cli("eval", "-f", str(path)).err == f"error: {path} cannot be read: Permission denied\n"


def test_a_huge_file_is_refused_before_it_is_read(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(10**12)
    outcome = cli("eval", "-f", str(path))
    assert outcome.err == (
        f"error: {path} is too large: at most {limits.TEXT.usual:,} characters are allowed\n"
        "try: work its parts one by one; or allow more with --limit text=N\n"
    )


def test_an_encoding_without_the_signs_gets_ascii() -> None:
    for changes in ({"PYTHONIOENCODING": "gbk"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C"}):
        outcome = process(*XYZ, PYTHONUTF8=None, **changes)
        assert (outcome.code, outcome.err) == (0, "")
        assert outcome.out.isascii()
        assert outcome.out == process(*XYZ, "--ascii").out


@pytest.mark.parametrize("encoding", ["gbk", "gb2312", "shift_jis"])
def test_an_encoding_with_the_letters_but_not_the_signs_shows_the_letters(encoding: str) -> None:
    outcome = encoded(encoding, "eval", "学*x + 率", "--学", "2", "--x", "3", "--率", "0.5")
    assert outcome.code == 0
    assert "\\u" not in outcome.out
    assert "  学     input           2                     3" in outcome.out.splitlines()
    assert "  dq/d学   = x = 3        1 * 3 = 3" in outcome.out.splitlines()
    wrong = encoded(encoding, "eval", "学*(x")
    assert wrong.err.splitlines()[1:3] == ["学*(x", "   ^"]


def encoded(encoding: str, *words: str) -> Outcome:
    """Run a command line whose streams have some encoding."""
    done = subprocess.run(
        [*COMMAND, *words],
        capture_output=True,
        env=environment(PYTHONIOENCODING=encoding),
        encoding=encoding,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
@pytest.mark.parametrize(
    "words",
    [
        ("check", "ch4"),
        ("sheet", "ch4", "-o", "-"),
        ("lint", "ch4", "--notes"),
        ("explain", "x*y", "--x", "1", "--y", "2"),
        ("graph", "x*y", "--x", "1", "--y", "2"),
    ],
)
def test_chinese_stays_where_an_encoding_has_it(encoding: str, words: tuple[str, ...]) -> None:
    told = encoded(encoding, *words, "--lang", "zh")
    assert told.err == ""
    assert re.search("[\u4e00-\u9fff]", told.out)
    assert not re.search(r"\\u|\b(the|correct|notes)\b", told.out)


@pytest.mark.parametrize("command", ["explain", "graph"])
def test_the_plain_locale_gets_english(command: str) -> None:
    words = (command, "x*y", "--x", "1", "--y", "2")
    told = process(*words, "--lang", "zh", PYTHONUTF8=None, LC_ALL="C")
    assert told == process(*words, "--ascii")


def test_a_caret_stands_under_what_an_encoding_makes_of_the_text() -> None:
    lines = encoded("ascii", "eval", "θ*(x").err.splitlines()
    assert lines[1:3] == ["\\u03b8*(x", "       ^"]


def test_a_name_that_stdout_cannot_encode_is_escaped() -> None:
    outcome = process("eval", "θ*2", "--θ", "3", PYTHONIOENCODING="ascii")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.isascii()
    outcome = process("eval", "学*2", "--学", "3", "--format", "json", PYTHONIOENCODING="ascii")
    assert outcome.out.isascii()
    assert outcome.json["gradients"] == {"学": 2}


def test_an_error_that_stderr_cannot_encode_is_escaped() -> None:
    outcome = process("eval", "θ*2", PYTHONIOENCODING="ascii")
    assert outcome.code == 2
    assert outcome.err.isascii()


COLOR = [
    ((), {}, False),
    ((), {"FORCE_COLOR": "1"}, True),
    ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ((), {"FORCE_COLOR": ""}, False),
    (("--color", "always"), {}, True),
    (("--color", "always"), {"NO_COLOR": "1"}, True),
    (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    (("--format", "json"), {"FORCE_COLOR": "1"}, False),
    (("--format", "csv", "--color", "always"), {}, False),
    (("--quiet",), {"FORCE_COLOR": "1"}, False),
]


@pytest.mark.parametrize(("words", "changes", "colored"), COLOR)
def test_colour_is_for_terminals_unless_asked_for(
    words: tuple[str, ...], changes: dict[str, str], colored: bool
) -> None:
    outcome = process(*XYZ, *words, **changes)
    assert ("\x1b[" in outcome.out) == colored


def test_colour_and_width_on_a_terminal() -> None:
    pexpect = pytest.importorskip("pexpect")
    for term, colored in (("xterm", True), ("dumb", False)):
        screen = pexpect.run(
            shlex.join([*COMMAND, "eval", "x*2", "--x", "3"]),
            env=environment(TERM=term),
        ).decode()
        assert ("\x1b[" in screen) == colored


#: A command line with something to say on stderr, and what it says.
SAID = [
    (
        ("eval", "-f", "no such file in this folder at all", "--x", "1", "--y", "2"),
        "error: there is no file no such file in this folder at all",
    ),
    (
        ("eval", "first_name*second_name*third_name", "--fourth_name", "1"),
        (
            "error: the expression has no variable fourth_name; its variables are first_name, "
            "second_name, third_name"
        ),
    ),
    (
        ("explain", "第一名*第二名*第三名*第四名", "--第五名", "1", "--lang", "zh"),
        "错误：表达式里没有变量 第五名；它的变量是 第一名、第二名、第三名、第四名",
    ),
]


@pytest.mark.parametrize("columns", [40, 60, 120])
@pytest.mark.parametrize(("words", "said"), SAID)
def test_a_long_message_breaks_between_words_at_a_terminal(
    words: tuple[str, ...], said: str, columns: int
) -> None:
    pexpect = pytest.importorskip("pexpect")
    screen = pexpect.run(
        shlex.join([*COMMAND, *words]), env=environment(), dimensions=(24, columns)
    ).decode()
    lines = screen.splitlines()
    assert all(cells(line) <= columns for line in lines)
    assert re.sub(r"\s", "", said) in re.sub(r"\s", "", screen)
    assert {word for word in said.split() if word.isascii()} <= set(screen.split())
    assert process(*words).err.splitlines()[0] == said


def test_the_line_of_a_caret_fits_a_narrow_terminal() -> None:
    pexpect = pytest.importorskip("pexpect")
    line = shlex.join([*COMMAND, "eval", "+".join(["x1"] * 30) + " + 2y + " + "+".join(["z"] * 30)])
    screen = pexpect.run(line, env=environment(), dimensions=(24, 40)).decode().splitlines()
    place = next(place for place, line in enumerate(screen) if "^" in line)
    assert max(map(cells, screen)) <= 40
    start = screen[place].index("^")
    assert screen[place - 1][start - 1 : start + 3].strip() == "2y"


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", "note: type the program; a line with Ctrl-D alone ends it"),
        ("zh", "注意：请输入程序；单独一行 Ctrl-D 表示结束"),
    ],
)
def test_a_program_is_typed_at_a_terminal(language: str, asked: str) -> None:
    pexpect = pytest.importorskip("pexpect")
    words = [*COMMAND, "eval", "-", "--x", "3", "-q", "--lang", language]
    screen = pexpect.spawn(words[0], words[1:], env=environment(), timeout=30, encoding="utf-8")
    screen.expect_exact(asked)
    screen.sendline("x*14")
    screen.sendeof()
    screen.expect("42\r\n14\r\n")
    screen.expect(pexpect.EOF)
    screen.close()
    assert screen.exitstatus == 0


def test_the_width_is_that_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    from gradcli.cli import streams

    monkeypatch.delenv("COLUMNS", raising=False)
    assert streams.width() == 80
    wide = ("9" * 5000, streams.WIDEST), ("0" * 5000 + "60", 60)
    for columns, expected in (("120", 120), ("0", 80), ("-5", 80), ("many", 80), ("²", 80), *wide):
        monkeypatch.setenv("COLUMNS", columns)
        assert streams.width() == expected
    monkeypatch.delenv("COLUMNS")
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((100, 30)))
    monkeypatch.setattr(sys.stdout, "fileno", lambda: 1)
    assert streams.width() == 100


NONSENSE = [
    ["eval", "x\x1b[31m*2", "--x", "1"],
    ["eval", "x*2", "--x", "\x1b]0;owned\x07"],
    ["eval", "x*2", "--x\x1b[31m", "1"],
    ["eval", "x*2", "--q\u202e", "1"],
    ["eval", "x*2", "\x1b[2J"],
    ["eval", "x*2", "--set", "\x1b[31m=1"],
    ["eval", "x*2", "--wrt", "\x1b[31m", "--x", "1"],
    ["eval", "-f", "\x1b[31m"],
    ["eval", "x # \x1b[31m", "--q", "1"],
    ["eval", "x*2", "--format", "\x1b[31m", "--x", "1"],
    ["eval", "x*2", "--ties", "\n\x1b[31m", "--x", "1"],
    ["\x1b[31m"],
    ["--\x1b[31m"],
    ["functions", "\x1b[31m"],
    ["completion", "\x1b[31m"],
    ["eval", "x*\udcff2", "--x", "1"],
    ["eval", "x*2", "--\udcff", "1"],
    ["eval", "x*2", "--x", "\udcff"],
    ["eval", "-f", "\udcff"],
    ["eval", ""],
    ["eval", " "],
    ["eval", "--"],
    ["eval", "x*2", "--x", ""],
    ["eval", "x*2", "--x="],
    ["eval", "x*2", "--=3"],
    ["eval", "x*2", "--set", "="],
    ["eval", "x*2", "--set", "=3"],
    ["eval", "x*2", "--set", ""],
    ["eval", "x*2", "---x", "3"],
    ["eval", "-f", ""],
    ["eval", "x*2", "--x", "1", "--seed", "y"],
    ["eval", "x*2", "--x", "1", "--digits", "99"],
    ["eval", "x*2", "--x", "1", "--digits", "-1"],
    ["eval", "x*2", "--x", "1", "--wrt", ""],
    ["eval", "x*2", "--x", "1", "--wrt", ",,"],
    [""],
    ["-"],
    ["--", ""],
    ["functions", ""],
    ["functions", "__class__"],
    ["eval", "__class__", "--__class__", "__import__('os')"],
]


@pytest.mark.parametrize("words", NONSENSE, ids=map(repr, NONSENSE))
def test_nonsense_is_refused_and_never_echoed_raw(cli: Cli, words: list[str]) -> None:
    outcome = cli(*words)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("error: ")
    assert all(sign.isprintable() or sign == "\n" for sign in outcome.err)


def test_bad_bytes_in_arguments_are_no_crash() -> None:
    done = subprocess.run(
        [*COMMAND, "eval", b"x*\xff", b"--x\xff", b"\xfe"],
        capture_output=True,
        env=environment(PYTHONUTF8=None),
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith(b"error: ")


def test_a_bug_is_owned_up_to(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradcli.cli.eval.worked", lambda *_: 1 // 0)
    outcome = cli("eval", "x*2", "--x", "1")
    assert (outcome.code, outcome.out) == (3, "")
    assert outcome.err.startswith("error: ZeroDivisionError: ")
    assert "this is a bug in gradcli" in outcome.err
    assert "gradcli eval 'x*2' --x 1" in outcome.err
    assert "Traceback" not in outcome.err
    monkeypatch.setenv("GRADCLI_DEBUG", "1")
    assert "Traceback" in cli("eval", "x*2", "--x", "1").err


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), 141),
        (MemoryError(), 2),
        (RecursionError(), 3),
        (AssertionError("x"), 3),
        (OSError(28, "No space left on device"), 2),
    ],
)
def test_every_end_has_its_exit_code(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, problem: BaseException, code: int
) -> None:
    def fail(*_: object) -> None:
        raise problem

    monkeypatch.setattr("gradcli.cli.eval.show", fail)
    assert cli("eval", "x*2", "--x", "1").code == code


def test_a_failed_numerical_check_is_a_bug(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from gradcli.engine.numerical import Comparison

    wrong = Comparison("x", (), 2.0, 3.0, 3.0, 3.0, False)
    monkeypatch.setattr("gradcli.engine.numerical.check", lambda *_: (wrong,))
    outcome = cli("eval", "x*2", "--x", "1", "--check")
    assert outcome.code == 3
    assert outcome.out
    assert "the gradient of x is 2.0, but its central difference is 3.0" in outcome.err


def test_a_check_that_agrees_is_quiet(cli: Cli) -> None:
    outcome = cli("eval", "x*y", "--x", "1", "--y", "2", "--check")
    assert (outcome.code, outcome.err) == (0, "")


@pytest.mark.parametrize("command", ["check", "lint", "sheet"])
def test_a_file_name_that_is_too_long_is_no_bug(cli: Cli, command: str) -> None:
    outcome = cli(command, "x" * 3_000)
    assert outcome.code == 2
    assert "File name too long" in outcome.err


def test_a_note_about_a_file_carries_no_control_characters(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "set.yaml").write_text(SET)
    outcome = cli("sheet", "set.yaml", "-o", "\x1b[31m.yaml")
    assert outcome.code == 0
    assert outcome.err.startswith("\\x1b[31m.yaml is written")
    too_long = cli("sheet", "set.yaml", "-o", "x" * 3_000 + ".yaml")
    assert (too_long.code, too_long.out) == (2, "")
    assert too_long.err.endswith("x.yaml cannot be used: File name too long\n")
    refused = cli("sheet", "set.yaml", "-o", "\x1b[31m")
    assert (refused.code, refused.out) == (2, "")
    assert "and \\x1b[31m is not the name of a YAML file" in refused.err


def test_a_name_that_is_no_pattern_is_no_bug(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "set.yaml").write_text(SET)
    outcome = cli("check", str(tmp_path / "set.yaml"), "a**b", "[")
    assert outcome.code == 2
    assert outcome.err.startswith("error: there are no sheets in a**b\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_program_may_come_from_a_named_pipe(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    code, out, err = shell(f"(echo 'x*14' > {path} &) ; gradcli eval -f {path} --x 3 -q")
    assert (code, out, err) == (0, "42\n14\n", "")
