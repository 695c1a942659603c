"""What the default screen shows, feature by feature."""

from __future__ import annotations

from typing import Any

import pytest

from gradcli import evaluate, jacobian, parse
from gradcli.engine.coarse import coarsen
from gradcli.engine.numerical import Comparison, check
from gradcli.engine.saved import saved
from gradcli.graph import Graph, GraphBuilder
from gradcli.render import Report, Style, markdown, notice_lines, table
from tests.render.reports import LARGEST, LECTURE, SHARED, report, screen, section

#: A program, its values, and lines that its backward section must have.
EDGES: list[tuple[str, dict[str, Any], str]] = [
    ("x*y", {"x": 2, "y": 3}, "∂out/∂x = y = 3 1 × 3 = 3"),
    (*LARGEST, "∂r/∂z = 1 (z > w) 2 × 1 = 2"),
    (*LARGEST, "∂r/∂w = 0 (w < z) 2 × 0 = 0"),
    (*LARGEST, "∂q/∂x = y = -4 2 × (-4) = -8"),
    ("sigmoid(x)", {"x": 0}, "∂out/∂x = out·(1 - out) = 0.25 1 × 0.25 = 0.25"),
    ("leaky_relu(x)", {"x": -2}, "∂out/∂x = 0.01 (x < 0) 1 × 0.01 = 0.01"),
    ("x^2", {"x": 3}, "∂out/∂x = 2·x = 6 1 × 6 = 6"),
    ("x*pi", {"x": 3}, "∂out/∂x = pi = 3.1416 1 × 3.1416 = 3.1416"),
    ("y = x*x; y.detach()*x", {"x": 3}, "∂q/∂y = 0 3 × 0 = 0"),
    ("dot(u, v)", {"u": [1, 2], "v": [3, 4]}, "∂out/∂u = v = [3, 4] 1 × [3, 4] = [3, 4]"),
    ("where(x > 0, 2*x, -x)", {"x": 2}, "∂out/∂q = 1 (x > 0) 1 × 1 = 1"),
    ("where(x < -1, 2*x, -x)", {"x": 2}, "∂out/∂q = 0 (x >= -1) 1 × 0 = 0"),
    ("(-2)^y", {"y": 2}, "∂out/∂y = undefined"),
    (
        "huber_loss(x, t, delta=2)",
        {"x": [5, 1], "t": [0, 1]},
        "∂out/∂x = clamp(x - t, -2, 2)/N = [1, 0] 1 × [1, 0] = [1, 0]",
    ),
    ("sum(x + A)", {"x": 1, "A": [[1, 2]]}, "∂q/∂x = 1 sum of [[1, 1]] × 1 = 2"),
    ("sum(softmax(x))", {"x": [1, 1]}, "∂q/∂x q·(∂out/∂q - sum(∂out/∂q·q)) = [0, 0]"),
]


@pytest.mark.parametrize(("program", "values", "line"), EDGES)
def test_an_edge_is_a_rule_a_number_and_a_product(
    program: str, values: dict[str, Any], line: str
) -> None:
    shown = section(screen(program, values), "Backward")
    assert line in [" ".join(row.split()) for row in shown]


@pytest.mark.parametrize("ties", ["split", "first", "last", "all"])
def test_the_rule_at_a_tie_is_the_convention_in_force(ties: str) -> None:
    shown = section(screen("max(a, b)", {"a": 2, "b": 2}, ties=ties), "Backward")
    share = {"split": "0.5", "first": "1", "last": "0", "all": "1"}[ties]
    assert shown[1].startswith(f"∂out/∂a = {share} (")


def test_the_sums_add_the_contributions_in_source_order() -> None:
    assert section(screen(*SHARED), "Sums") == ["∂e/∂a = 12 + 10 = 22"]
    assert section(screen("x*3 - x*4", {"x": 1}), "Sums") == ["∂out/∂x = 3 + (-4) = -1"]
    assert section(screen("x*x", {"x": 3}), "Sums") == ["∂out/∂x = 3 + 3 = 6"]
    assert "Sums" not in screen(*LECTURE)


def test_a_very_long_sum_shows_its_ends_and_counts_the_rest() -> None:
    (line, *rest) = section(screen(" + ".join(["x"] * 1000), {"x": 1}), "Sums")
    assert "… 979 more …" in line + " ".join(rest)
    assert rest[-1].endswith("= 1000")


def test_what_was_not_evaluated_has_no_value_and_hands_nothing_on() -> None:
    shown = screen("where(x > 0, x, log(x))", {"x": 1})
    assert "not evaluated" in shown
    assert "1/x" not in shown
    assert "Sums" not in shown


def test_a_constant_has_a_row_unless_it_is_a_literal() -> None:
    rows = section(screen("x*(pi/4)", {"x": 1}), "Forward")
    assert [row.split()[:2] for row in rows[1:]] == [
        ["x", "input"],
        ["pi/4", "constant"],
        ["out", "x·(pi/4)"],
    ]
    assert rows[2].endswith("-")


def test_a_program_without_variables_has_a_value_and_no_gradient() -> None:
    shown = screen("2*3")
    assert "6" in shown
    assert "no gradient" in shown


def test_only_what_leads_to_the_wanted_gradients_is_worked_backward() -> None:
    shown = screen("q = x*y; f = q*z + q", {"x": 2, "y": 3, "z": 4}, wrt=("y",))
    assert [line.split(" ")[0] for line in section(shown, "Backward")[1:]] == [
        "∂f/∂r",
        "∂f/∂q",
        "∂r/∂q",
        "∂q/∂y",
    ]
    assert section(shown, "Gradients") == ["∂f/∂y = 10"]


def test_a_node_on_the_way_can_be_wanted() -> None:
    shown = screen("q = x*y; f = q*q", {"x": 2, "y": 3}, wrt=("q",))
    assert section(shown, "Gradients") == ["∂f/∂q = 12"]
    assert "∂q/∂x" not in shown


def test_passes_add_up() -> None:
    shown = screen("(x1^2 + 2*x2)^2", {"x1": 2, "x2": 3}, passes=2)
    assert section(shown, "Gradients, added up over 2 backward passes") == [
        "∂out/∂x1: pass 1: 80, pass 2: 80 + 80 = 160",
        "∂out/∂x2: pass 1: 40, pass 2: 40 + 40 = 80",
    ]


def test_of_many_passes_the_first_and_the_last_are_shown() -> None:
    shown = " ".join(section(screen("3*x", {"x": 1}, passes=100), "Gradients"))
    assert "pass 4: 9 + 3 = 12, …" in shown
    assert shown.endswith("pass 100: 297 + 3 = 300")


def test_the_seed_is_shown_unless_it_is_1() -> None:
    assert "seed ∂out/∂out = [1, 2]" in screen("x*2", {"x": [3, 4]}, seed=[1, 2])
    assert "seed" not in screen("x*2", {"x": 3})


def test_exact_numbers_are_fractions() -> None:
    shown = screen("x/3 + y^2/7", {"x": 2, "y": 3}, exact=True)
    assert "∂out/∂x = 1/3" in shown
    assert "1 × (1/7) = 1/7" in shown


def test_the_check_shows_an_interval_at_a_kink() -> None:
    derivation = evaluate(parse("relu(x) + y"), {"x": 0, "y": 1})
    shown = table(Report(derivation, comparisons=check(derivation)), Style())
    rows = section(shown, "Check")
    assert rows[1].split()[1:] == ["0", "between", "0", "and", "1", "yes"]
    assert rows[2].split() == ["∂out/∂y", "1", "1", "yes"]


def test_the_check_says_no_where_a_gradient_is_wrong() -> None:
    derivation = evaluate(parse("3*x"), {"x": 1})
    wrong = (Comparison("x", (), 3.0, 4.0, 4.0, 4.0, False),)
    assert section(table(Report(derivation, comparisons=wrong), Style()), "Check")[1].endswith("NO")


def test_memory_is_listed_with_a_total() -> None:
    derivation = evaluate(parse("x*y + sigmoid(x)"), {"x": [1, 2], "y": 3}, seed=[1, 1])
    kept = saved(derivation.graph, derivation.values)
    rows = section(table(Report(derivation, saved=kept), Style()), "Kept")
    assert [row.split() for row in rows[1:]] == [
        ["x", "2", "16", "q"],
        ["y", "1", "8", "q"],
        ["r", "2", "16", "r"],
        ["total", "5", "40"],
    ]


def test_a_jacobian_takes_the_place_of_gradients() -> None:
    graph = parse("x*x")
    derivation = evaluate(graph, {"x": [1, 2]}, seed=[1, 1])
    shown = table(Report(derivation, jacobian=jacobian(graph, {"x": [1, 2]})), Style())
    assert section(shown, "Jacobians") == ["∂out/∂x = [[2, 0],", "[0, 4]]"]
    assert "Backward" not in shown
    assert "upstream" not in shown


def test_a_folded_statement_is_written_as_in_the_program() -> None:
    derivation = coarsen(evaluate(parse("q = x*x + 1; f = q*y"), {"x": 3, "y": 2}))
    shown = table(Report(derivation), Style())
    assert [row[7:15].strip() for row in section(shown, "Forward")[1:]] == [
        "input",
        "x*x + 1",
        "input",
        "q*y",
    ]
    assert "∂q/∂x = 6" in shown


def test_large_arrays_are_named_by_their_shape() -> None:
    shown = screen("sum(A)", {"A": [[1.0] * 100] * 3})
    assert "3x100 array" in shown
    assert "--format json" in shown
    assert "[" not in shown


def test_matrices_are_aligned_by_column() -> None:
    shown = screen("sum(A)", {"A": [[1, -20], [0.5, 3]]})
    assert "[[  1, -20]," in shown
    assert " [0.5,   3]]" in shown


def chain(length: int) -> Graph:
    """Return the graph of a long product."""
    builder = GraphBuilder("long")
    x = builder.input("x")
    node = x
    for _ in range(length):
        node = builder.add("multiply", (node, x))
    return builder.build(node)


def test_a_huge_graph_is_shown_by_its_ends() -> None:
    shown = table(Report(evaluate(chain(100_000), {"x": 1})), Style())
    assert len(shown.splitlines()) < 150
    assert "99,961 more nodes" in shown
    assert "--format json" in shown


def test_markup_and_escape_sequences_are_inert() -> None:
    builder = GraphBuilder("[bold]x[/bold]\x1b[31m")
    x = builder.input("[bold]\x1b[31m")
    shown = table(
        Report(evaluate(builder.build(builder.add("negative", (x,))), {"[bold]\x1b[31m": 1})),
        Style(),
    )
    assert "[bold]" in shown
    assert "\x1b" not in shown


def test_wide_names_are_aligned() -> None:
    builder = GraphBuilder()
    rate, x = builder.input("学习率"), builder.input("x")
    graph = builder.build(builder.add("multiply", (rate, x)))
    rows = section(table(Report(evaluate(graph, {"学习率": 2, "x": 3})), Style()), "Forward")
    assert rows[1].startswith("学习率   input")
    assert rows[2].startswith("x        input")


def test_colour_only_paints_what_is_there_without_it() -> None:
    import re

    asked = report(*LARGEST)
    painted = table(asked, Style(color=True))
    assert "\x1b[32m" in painted
    assert "\x1b[31m" in painted
    assert re.sub(r"\x1b\[\d*m", "", painted) == table(asked, Style())


def test_ascii_is_read_as_the_marker_reads_it() -> None:
    shown = table(report(*LECTURE), Style(ascii=True))
    assert shown.isascii()
    assert "dout/dq = z = -4" in shown
    assert "1 * (-4) = -4" in shown
    assert "q*z" in shown


def test_notices_are_said_once_and_never_too_many() -> None:
    many = report(" + ".join(f"relu(x - {n})" for n in range(30)), {"x": 3})
    assert notice_lines(many) == [f"note: {many.derivation.notices[0].text}"]
    ties = report(
        " + ".join(f"relu(x{n})" for n in range(30)),
        dict.fromkeys((f"x{n}" for n in range(30)), 0),
    )
    assert notice_lines(ties)[-1] == "note: and 10 more; --format json has all of them"
    assert notice_lines(ties, language="zh")[-1] == "注意：另有 10 条；--format json 给出全部"


@pytest.mark.parametrize(
    ("program", "at", "shown"),
    [
        ("a = 1 + 1; a*x", {"x": 3, "a": 5}, "  at a = 5, x = 3"),
        ("a = 1 + 1; a*x", {"x": 3, "a": 2}, "  at x = 3"),
        ("a = 1 + 1; a*x", {"x": 3}, "  at x = 3"),
        ("a = log(0); a*x", {"x": 3, "a": 5}, "  at a = 5, x = 3"),
        ("a = where(1 > 2, log(0), 3)/3; a*x", {"x": 3}, "  at x = 3"),
        ("a = [1, 2]*2; sum(a*x)", {"x": 3, "a": [5, 6]}, "  at a = [5, 6], x = 3"),
        ("a = [1, 2]*2; sum(a*x)", {"x": 3}, "  at x = 3"),
    ],
)
@pytest.mark.parametrize("exact", [False, True])
def test_a_value_in_place_of_a_computed_one_is_told(
    program: str, at: dict[str, Any], shown: str, exact: bool
) -> None:
    worked = report(program, at, exact=exact)
    assert table(worked, Style()).splitlines()[0] == program + shown
    assert shown.strip() in markdown(worked, Style()).splitlines()


def test_a_value_in_place_of_one_that_does_not_exist_is_shown() -> None:
    for program in ("a = logsumexp(2, axis=1); a*x", "a = 1/0; a*x", "a = [1, 2] + [1, 2, 3]; a*x"):
        derivation = evaluate(parse(program), {"a": 5, "x": 3})
        assert "a = 5" in table(Report(derivation), Style())
