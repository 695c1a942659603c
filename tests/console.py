"""Run the commands of golden files and documents in a shell; compare or rewrite what they print.

A golden file holds cases, with one blank line between two of them:

    # columns 60
    $ gradcli eval "x*y" --x 2 --y 3
    what it prints on standard output
    # stderr
    what it prints on standard error
    # exit 2

Only the line with `$` must be there; a long command goes on in lines that begin with `> `, as in a
shell. Lines with `#` straight above it are headings, for this case alone: `# columns N` is the
width of the terminal (80 without it), `# wide` allows lines wider than that (for JSON, CSV and
their like), and anything else is a remark. `# stderr` is left out where nothing was printed there,
`# exit` where it is 0.

A document holds fenced blocks marked `console`, with a command after each `$` and what a terminal
shows after it. The commands of one document run in order in one directory.

    python -m tests.console tests/golden/*.txt README.md docs/*.md

writes into these files what the commands print now. Read the difference before you keep it.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import sysconfig
import tempfile
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

SECONDS = 60

START_OF_CASE = re.compile(r"(?:\A|\n\n)(?=(?:#.*\n)*\$ )")
BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True, slots=True)
class Screen:
    """What one command printed, and the exit code it left."""

    stdout: str = ""
    stderr: str = ""
    code: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """One command of a golden file, its headings, and the screen it must give."""

    headings: tuple[str, ...]
    command: str
    screen: Screen

    @property
    def columns(self) -> int:
        """The width of the terminal."""
        for heading in self.headings:
            if heading.startswith("# columns "):
                return int(heading.removeprefix("# columns "))
        return 80

    @property
    def wide(self) -> bool:
        """Whether lines may be wider than the terminal."""
        return "# wide" in self.headings

    def __str__(self) -> str:
        """Return the case as it stands in its file."""
        screen = self.screen
        return "".join(
            [
                *(f"{heading}\n" for heading in self.headings),
                prompt(self.command),
                screen.stdout,
                f"# stderr\n{screen.stderr}" if screen.stderr else "",
                f"# exit {screen.code}\n" if screen.code else "",
            ]
        )


def prompt(command: str) -> str:
    """Return a command as a shell shows it: after `$`, and after `>` where it goes on."""
    return "$ " + command.replace("\n", "\n> ") + "\n"


def take_command(lines: list[str]) -> str:
    """Remove the command, over one line or several, from the front of `lines` and return it."""
    command = [lines.pop(0).removeprefix("$ ")]
    while lines and lines[0].startswith("> "):
        command.append(lines.pop(0).removeprefix("> "))
    return "\n".join(command)


def cases(text: str) -> list[Case]:
    """Return the cases of a golden file."""
    starts = [match.end() for match in START_OF_CASE.finditer(text)]
    ends = [start - 1 for start in starts[1:]] + [len(text)]
    return [read_case(text[start:end]) for start, end in zip(starts, ends, strict=True)]


def read_case(text: str) -> Case:
    """Return the case that one part of a golden file holds."""
    lines = text.splitlines()
    headings = []
    while lines[0].startswith("#"):
        headings.append(lines.pop(0))
    command = take_command(lines)
    code = 0
    if lines and lines[-1].startswith("# exit "):
        code = int(lines.pop().removeprefix("# exit "))
    cut = lines.index("# stderr") if "# stderr" in lines else len(lines)
    screen = Screen(joined(lines[:cut]), joined(lines[cut + 1 :]), code)
    return Case(tuple(headings), command, screen)


def joined(lines: list[str]) -> str:
    """Return lines as text, each with its newline."""
    return "".join(f"{line}\n" for line in lines)


def plain(text: str) -> str:
    """Return `text` without colours and weights."""
    return ESCAPE.sub("", text)


def width(line: str) -> int:
    """Return the cells that a line takes on a terminal: two for a wide character."""
    return sum(
        0
        if unicodedata.combining(character)
        else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in line
    )


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a student's shell in `folder`, whatever the developer's is."""
    scripts = sysconfig.get_path("scripts")
    path = os.pathsep.join([scripts, os.environ.get("PATH", os.defpath)])
    return {
        "PATH": path,
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "TERM": "xterm-256color",
        "PYTHONHASHSEED": "random",
        "PYTHONDONTWRITEBYTECODE": "1",
        **more,
    }


def run_piped(command: str, folder: Path, columns: int = 80) -> Screen:
    """Run a command with its output piped into a file, and no colours."""
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=environment(folder, COLUMNS=str(columns), NO_COLOR="1"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    return Screen(done.stdout, done.stderr, done.returncode)


def run_in_terminal(command: str, folder: Path, columns: int = 80) -> Screen:
    """Run a command with its standard output on a colour terminal that is so many columns wide."""
    import termios

    ours, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    settings = termios.tcgetattr(theirs)
    settings[1] &= ~termios.OPOST  # no carriage returns
    termios.tcsetattr(theirs, termios.TCSANOW, settings)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        process = subprocess.Popen(
            ["sh", "-c", command],
            cwd=folder,
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=theirs,
            stderr=errors,
            start_new_session=True,
        )
        os.close(theirs)
        limit = threading.Timer(SECONDS, os.killpg, (process.pid, signal.SIGKILL))
        limit.start()
        stdout = b"".join(read_all(ours)).decode()
        code = process.wait()
        limit.cancel()
        os.close(ours)
        errors.seek(0)
        return Screen(stdout, errors.read(), code)


def read_all(terminal: int) -> Iterator[bytes]:
    """Yield what is written to a terminal until its last writer is gone: on Linux an error."""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            return
        if not piece:
            return
        yield piece


def run_shown(command: str, folder: Path) -> str:
    """Return what a terminal shows of a command: both streams as they come."""
    return subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=environment(folder, COLUMNS="80", NO_COLOR="1"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    ).stdout


def document_now(text: str, folder: Path) -> str:
    """Return a document with what its commands print now."""
    return BLOCK.sub(lambda block: "".join(block_now(block[1], folder)), text)


def block_now(block: str, folder: Path) -> Iterator[str]:
    """Yield the commands of one block, each with what it prints now."""
    lines = block.splitlines()
    while lines:
        if lines[0].startswith("$ "):
            command = take_command(lines)
            yield prompt(command) + run_shown(command, folder)
        else:
            lines.pop(0)


def golden_now(text: str) -> str:
    """Return a golden file with what its commands print now."""
    renewed = []
    for case in cases(text):
        with tempfile.TemporaryDirectory() as folder:
            screen = run_piped(case.command, Path(folder), case.columns)
        renewed.append(str(replace(case, screen=screen)))
    return "\n".join(renewed)


def main() -> None:
    """Rewrite the files named on the command line, and name those that changed."""
    for path in map(Path, sys.argv[1:]):
        before = path.read_text(encoding="utf-8")
        if path.suffix == ".md":
            with tempfile.TemporaryDirectory() as folder:
                after = document_now(before, Path(folder))
        else:
            after = golden_now(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
            print(f"{path}: rewritten")


if __name__ == "__main__":
    main()
