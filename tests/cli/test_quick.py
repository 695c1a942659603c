"""A command line is read without click, and in the same way as by click."""

from __future__ import annotations

from typing import Any

import pytest

from gradcli.cli import eval as command
from gradcli.cli import quick
from gradcli.cli.root import root

XY = ("x*y", "--x", "2", "--y", "-3")

#: Command lines with nothing amiss: no click is needed.
PLAIN = [
    XY,
    (*XY, "-q"),
    (*XY, "--quiet", "--quiet"),
    (*XY, "--digits", "0"),
    (*XY, "--digits=17"),
    (*XY, "--digits", "2", "--digits", "3"),
    (*XY, "--format", "csv", "--format", "json"),
    (*XY, "--wrt", "x", "--wrt=y"),
    (*XY, "--wrt", "x,y", "--ascii", "--color", "always"),
    (*XY, "--seed", "-2", "--ties", "all", "--ieee", "--exact", "--check"),
    (*XY, "--expand", "--saved", "--backward", "3"),
    ("--coarse", "--x=2", "x*y", "--set", "y=4", "--jacobian"),
    ("--", "x*y"),
    ("-x*y", "--x", "1", "--y", "1"),
]

#: Command lines that click has to answer: help, and values that no option takes.
AMISS = [
    ("--help",),
    (*XY, "--help"),
    (*XY, "-h"),
    (*XY, "--format", "JSON"),
    (*XY, "--format", "word"),
    (*XY, "--digits", "99"),
    (*XY, "--digits", "x"),
    (*XY, "--digits", "²"),
    (*XY, "--digits", "9" * 5000),
    (*XY, "--backward", "0"),
    (*XY, "--quiet=1"),
    (*XY, "--ties"),
    (*XY, "--seed"),
]


class Calls(list[Any]):
    """A function for the command that keeps what it is called with."""

    def __call__(self, graph: Any, values: Any, **settings: Any) -> None:
        """Keep the program, the values and the options."""
        self.append((graph.source, dict(values), settings))


@pytest.mark.parametrize("words", PLAIN, ids=" ".join)
def test_it_is_read_as_click_reads_it(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = Calls()
    monkeypatch.setattr(command, "work", calls)
    monkeypatch.setattr("gradcli.cli.reading.check_complete", lambda *_: None)
    assert quick.ran(["eval", *words])
    with root.make_context("gradcli", ["eval", *words]) as context:
        root.invoke(context)
    assert len(calls) == 2
    assert calls[0] == calls[1]


@pytest.mark.parametrize("words", AMISS, ids=lambda words: " ".join(words)[:40])
def test_what_is_amiss_is_left_to_click(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "work", lambda *_, **__: pytest.fail("it ran"))
    assert not quick.ran(["eval", *words])


def test_other_commands_are_left_to_click() -> None:
    assert not quick.ran(["functions", "sin"])
    assert not quick.ran([])
