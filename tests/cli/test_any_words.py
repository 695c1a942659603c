"""No words, programs, values or input of any kind end in anything but a result or a clear error."""

from __future__ import annotations

import io
import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import click
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gradcli.cli import run
from gradcli.cli.help import COMMANDS
from gradcli.cli.root import root
from gradcli.operators import FUNCTIONS
from tests.cli.conftest import Outcome
from tests.grading.sheets import SET
from tests.language.test_any_text import WORDS

HOSTILE = (
    "\x1b[31m", "\x1b]0;owned\x07", "\x07", "\r", "\x00", "\x9b2J", "\u202e", "\u2066", "\u2028",
    "\ud800", "\udcff", "\ufeff", "__class__", "__import__('os').system('id')", "{0.__class__}",
    "%s%n", "[bold]", "[/]", "[link=x]y[/link]", "$(id)", "`id`", "-", "--", "---", "=", "--=",
    "-x", "", " ", "\n", "\t", "0", "-1", "1e999", "9" * 400, "1e-999", "0x10", "nan", "inf", "1_0",
    "٣", "²", "½", "𝟗", "x" * 3000, "(" * 3000, "-" * 3000, "[" * 300, "1," * 300, "x*y", "x", "y",
    "e=1", "x=2", "nodes=1", "elements=0", "..", ".", "set.yaml", "/dev/null", "no/such", "en",
    "json", "*" * 40, "9^9^9^9", "[[1,2],[3]]", "sum([1,2])", "学习率", "🙂", "a\u0301", "ﷺ" * 50,
)  # fmt: skip

#: Options that wait for somebody, or for ever.
WAITING = {"--watch"}

#: Seconds for ten thousand characters.
SOON = 0.5

#: Examples for each command; its options are many.
MANY = max(400, settings.default.max_examples)

_RAW = re.compile(
    r"(?![\n\t])[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def called(words: Sequence[str], data: bytes = b"") -> Outcome:
    """Run a command line within this process, with streams as those of a process in UTF-8."""
    before = sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(data), "utf-8", "surrogateescape")
    sys.stdout, sys.stderr = io.TextIOWrapper(out, "utf-8"), io.TextIOWrapper(err, "utf-8")
    try:
        code = run(words)
        sys.stdout.flush()
        sys.stderr.flush()
        return Outcome(code, out.getvalue().decode(), err.getvalue().decode())
    finally:
        sys.stdin, sys.stdout, sys.stderr = before


def word_of_a_process(text: str) -> str:
    """Return a text as an argument can be: no null character, other bytes than UTF-8 escaped."""
    data = text.replace("\0", "").encode("utf-8", "surrogatepass")
    return data.decode("utf-8", "surrogateescape")


def check(words: Sequence[str], data: bytes = b"") -> Outcome:
    """Run a command line and hold what is promised of any."""
    words = list(map(word_of_a_process, words))
    began = time.process_time()
    outcome = called(words, data)
    seconds = time.process_time() - began
    printed = (
        _COLOUR.sub("", outcome.out) if any("always" in word for word in words) else outcome.out
    )
    size = sum(map(len, words)) + len(data)
    if seconds > SOON * max(size / 10_000, 1):  # perhaps another process disturbed it
        began = time.process_time()
        called(words, data)
        seconds = min(seconds, time.process_time() - began)
    assert outcome.code in (0, 1, 2), outcome.err
    assert "Traceback" not in outcome.err
    assert "bug in gradcli" not in outcome.err
    assert not _RAW.search(printed + outcome.err)
    assert seconds <= SOON * max(size / 10_000, 1)
    return outcome


@pytest.fixture(scope="module", autouse=True)
def somewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Be where a file that is written by chance does no harm, and where a set of exercises is."""
    with inside(tmp_path_factory.mktemp("any")):
        Path("set.yaml").write_text(SET)
        for command in COMMANDS:
            called([command, "x"])  # what is imported once
        called(["eval", "x*y", "--x", "[1, 2]", "--y", "2", "--format", "csv", "--seed", "[1, 1]"])
        yield


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


ANY = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=30),
    st.lists(st.sampled_from([*HOSTILE, *WORDS]), max_size=6).map("".join),
)


def values(option: click.Parameter) -> st.SearchStrategy[str]:
    """Return what an option is given: something it takes, or anything."""
    if isinstance(option.type, click.Choice):
        return st.one_of(st.sampled_from(list(map(str, option.type.choices))), ANY)
    return ANY


def pieces(command: click.Command) -> st.SearchStrategy[list[str]]:
    """Return one argument of a command: an option of its own, of a variable, or a word."""
    made: list[st.SearchStrategy[list[str]]] = [ANY.map(lambda word: [word])]
    made.append(st.builds(lambda name, value: [f"--{name}", value], ANY, ANY))
    for parameter in command.params:
        for name in {*parameter.opts, *parameter.secondary_opts} - WAITING:
            if not name.startswith("-"):
                continue
            value = values(parameter)
            made += [
                st.just([name]),
                value.map(lambda text, name=name: [name, text]),
                value.map(lambda text, name=name: [f"{name}={text}"]),
            ]
    return st.one_of(made)


def lines(name: str) -> st.SearchStrategy[list[str]]:
    """Return command lines of a command."""
    command = root.get_command(click.Context(root), name)
    assert command is not None
    usual = ["x*y", "--x", "2", "--y", "3"] if "--set" in opts(command) else ["set.yaml"]
    starts = st.sampled_from([[], usual])
    rest = st.lists(pieces(command), max_size=5)
    return st.builds(lambda start, more: [name, *start, *chain(*more)], starts, rest)


def opts(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts}


@pytest.mark.parametrize("name", COMMANDS)
def test_any_words_are_a_result_or_a_clear_error(name: str) -> None:
    @settings(max_examples=MANY)
    @given(lines(name), st.one_of(ANY, st.just(SET)))
    def holds(words: list[str], data: str) -> None:
        for path in Path().iterdir():
            if path.name != "set.yaml":
                path.unlink()
        check(words, data.encode("utf-8", "surrogatepass"))

    holds()


@settings(max_examples=MANY)
@given(ANY, st.lists(ANY, max_size=3))
def test_any_command_is_known_or_not(name: str, words: list[str]) -> None:
    if name not in COMMANDS:
        check([name, *words])


LONG = st.one_of(
    st.builds(lambda text, times: (text * times)[:10_000], ANY, st.integers(1, 10_000)),
    st.lists(st.sampled_from([*FUNCTIONS, *WORDS, *HOSTILE]), max_size=2_000).map(
        lambda words: "".join(words)[:10_000]
    ),
)


@given(LONG)
@example("sum(" * 2_500)
@example("x=" * 5_000)
@example("a.b" * 3_333)
@example("[1]" * 3_333)
@example("x if " * 2_000)
@example("1e9" * 3_333)
@example("99999999^" * 1_111 + "2")
def test_any_program_of_ten_thousand_characters(text: str) -> None:
    check(["eval", "--", text])
    check(["eval", "-"], text.encode("utf-8", "surrogatepass"))
    check(["eval", text, "--x", "1", "--help"])


@given(LONG)
@example("9" * 10_000)
@example("1e" + "9" * 9_000)
@example("1/" * 4_999 + "3")
@example("[" + "1," * 4_990 + "1]")
def test_any_value_of_ten_thousand_characters(text: str) -> None:
    for words in (
        ["--x", text],
        [f"--x={text}"],
        [f"--set=x={text}"],
        ["--x", "1", "--seed", text],
    ):
        check(["eval", "x*x", *words])
        check(["eval", "x*x", "--exact", *words])


@given(st.binary(max_size=500))
@example(b"\xff\xfex\x00")
@example(b"\xef\xbb\xbf\xef\xbb\xbfx")
@example(b"\x00" * 500)
@example(b"\x1f\x8b\x08\x00")
def test_any_bytes_on_standard_input(data: bytes) -> None:
    for words in (["eval", "-"], ["lint", "-"], ["check", "-"], ["sheet", "-", "-o", "-"]):
        check(words, data)
