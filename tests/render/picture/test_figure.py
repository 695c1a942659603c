"""What a picture says: short labels with the whole beside them, and the gradients asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gradcli import parse
from gradcli.render import Style
from gradcli.render.picture.figure import Figure, figure
from gradcli.render.picture.folding import number
from tests.render.picture.graphs import REPORTS, report_of


def written(program: str, wrt: tuple[str, ...] = (), **values: object) -> Figure:
    return figure(replace(report_of(program, values), wrt=wrt), Style())


def boxes(content: Figure) -> list[str]:
    return [" ".join(drawn.operation.lines) for drawn in content.nodes.values() if drawn.operation]


@pytest.mark.parametrize(
    ("program", "box"),
    [
        ("x + y", "+"),
        ("x*y", "×"),
        ("max(x, y)", "max"),
        ("exp(x)", "exp"),
        ("-x", "-x"),
        ("x - y", "x - y"),
        ("x/y", "x/y"),
        ("x^2", "x^2"),
        ("2*x", "2·x"),
        ("x*x", "×"),
        ("1/x", "1/x"),
        ("log(x, 2)", "log(x, 2)"),
        ("leaky_relu(x, slope=0.1)", "leaky_relu(x, slope=0.1)"),
        ("where(x > 0, x, y)", "where(x > 0, x, y)"),
        ("clamp(x, -1, 1)", "clamp(x, -1, 1)"),
        ("x % y", "x % y"),
    ],
)
def test_a_box_has_the_sign_where_it_says_enough(program: str, box: str) -> None:
    values = dict.fromkeys(parse(program).inputs, 2)
    assert boxes(written(program, **values)) == [box]


def test_short_constants_stand_in_the_box_and_long_ones_beside_it() -> None:
    assert boxes(written("2*pi*x", x=3)) == ["2·pi·x"]
    content = written("(1+2+3+4+5+6+7+8)*x", x=3)
    assert "constant" in {drawn.kind for drawn in content.nodes.values()}
    assert boxes(content)[-1] == "×"


def test_a_folded_statement_is_written_as_in_the_program() -> None:
    from gradcli.engine.coarse import coarsen

    report = report_of("q = (x*x # <b>\n  + 1); q*x", {"x": 3})
    content = figure(replace(report, derivation=coarsen(report.derivation)), Style())
    assert boxes(content)[0] == "x*x + 1"
    assert content.title == "q = (x*x; + 1); q*x at x = 3"


def test_only_the_gradients_asked_for_are_written() -> None:
    content = written("(x+y)*z", wrt=("x",), x=-2, y=5, z=-4)
    upstream = {drawn.name.lines[0]: drawn.upstream for drawn in content.nodes.values()}
    assert [name for name, label in upstream.items() if label is None] == ["y", "z"]
    assert [arrow.local is None for arrow in content.arrows.values()] == [False, True, False, True]
    assert all(arrow.carries for arrow in content.arrows.values())


def test_what_blocks_a_gradient_is_told_apart_from_what_was_not_asked_for() -> None:
    content = written("where(x > 0, x*y, exp(x))", wrt=("y",), x=1, y=2)
    assert [arrow.edge.operand for arrow in content.arrows.values() if not arrow.carries]


def test_accumulated_gradients_stand_at_the_inputs() -> None:
    content = figure(replace(REPORTS["a square of a square"], passes=2), Style())
    assert [drawn.upstream.whole for drawn in content.nodes.values() if drawn.upstream] == [
        "216", "18", "1"
    ]  # fmt: skip


def test_an_undefined_gradient_is_called_so() -> None:
    content = written("(-2)^y", y=3)
    assert content.nodes[next(iter(content.nodes))].upstream is not None
    assert "undefined" in {
        drawn.upstream.whole for drawn in content.nodes.values() if drawn.upstream
    }


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ([1, 2, 3], ("[1, 2, 3]",)),
        ([], ("[]",)),
        (
            [0.123456] * 8,
            ("[0.1235, 0.1235, 0.1235,", " 0.1235, 0.1235, 0.1235,", " 0.1235, 0.1235]"),
        ),
        ([[1, -20], [0.5, 3]], ("[[  1, -20],", " [0.5,   3]]")),
        ([[n] for n in range(9)], ("[[0],", " [1],", " [2],", " [3],", " …", " [8]]")),
        ([[1.5] * 9] * 2, ("2x9 array",)),
        ([[[1, 2]], [[3, 4]]], ("[[[1, 2]],", " [[3, 4]]]")),
    ],
)
def test_arrays_are_folded_or_cut(value: list[object], lines: tuple[str, ...]) -> None:
    import numpy

    assert number(numpy.array(value, dtype=float), Style()).lines == lines


def test_a_large_array_is_named_in_the_language_of_the_picture() -> None:
    report = report_of("sum(A) + sum(B)", {"A": [[1.0] * 20] * 10, "B": [[1000.5] * 9] * 2})
    content = figure(report, Style(language="zh"))
    told = [label for node in content.nodes.values() for label in (node.value, node.upstream)]
    drawn = [line for label in told if label for line in label.lines]
    assert drawn.count("10x20 的数组") == 2
    assert "2x9 的数组" in drawn
    assert "array" not in repr(content)


def test_a_long_vector_shows_both_ends_and_its_whole() -> None:
    import numpy

    found = number(numpy.arange(60.0), Style())
    assert len(found.lines) == 3
    assert found.lines[-1] == " … 59]"
    assert found.whole.endswith("57, 58, 59]")
    assert found.is_cut
