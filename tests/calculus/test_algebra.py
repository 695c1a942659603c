"""The small rules of simplification: what they write, and what they leave alone."""

from __future__ import annotations

import pytest

from gradcli import parse
from gradcli.calculus.loading import loaded
from gradcli.calculus.program import Writer
from gradcli.language import written_graph

SIMPLIFIED = [
    ("0 + x", "x"),
    ("x*1", "x"),
    ("x*0", "0"),
    ("x - 0", "x"),
    ("0 - x", "-x"),
    ("--x", "x"),
    ("-(-x)*y", "x*y"),
    ("2*3*x", "6*x"),
    ("2*x*3", "6*x"),
    ("x + x", "2*x"),
    ("3*x - x", "2*x"),
    ("x - x", "0"),
    ("x*x", "x^2"),
    ("x^2*x", "x^3"),
    ("y*x*x", "y*x^2"),
    ("x/1", "x"),
    ("x/-2", "-x/2"),
    ("4*x/2", "2*x"),
    ("x^1", "x"),
    ("x^0", "1"),
    ("2^3", "8"),
    ("x^2^3", "x^8"),
    ("x^0.5*x^0.5", "(x^0.5)^2"),
    ("1/3 + 1/6", "0.5"),
    ("x + -y", "x - y"),
    ("x*(1/y)", "x/y"),
    ("x/y/y", "x/y^2"),
    ("x*(y*z)", "x*y*z"),
    ("where(x > 0, y, y)", "y"),
    ("where(x > 0, 1, 0)*y", "where(x > 0, y, 0)"),
]

#: What would change a value, or the points at which there is one.
KEPT = ("x/x", "x^-1*x", "sqrt(x)^2", "log(x*y)", "1/0", "0^-1", "2^1000")


def simplified(program: str) -> str:
    work = loaded(parse(program), {}, ())
    writer = Writer(work)
    return written_graph(writer.build(writer.write(work.output)))


@pytest.mark.parametrize(("program", "written"), SIMPLIFIED, ids=[row[0] for row in SIMPLIFIED])
def test_it_is_simplified(program: str, written: str) -> None:
    assert simplified(program) == written


@pytest.mark.parametrize("program", KEPT)
def test_what_holds_at_some_points_only_is_kept(program: str) -> None:
    assert simplified(program) == program


@pytest.mark.parametrize("program", [row[1] for row in SIMPLIFIED])
def test_what_is_simple_stays(program: str) -> None:
    assert simplified(program) == program
