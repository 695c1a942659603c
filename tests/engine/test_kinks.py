"""Kinks, edges of domains and nan: the conventions, and what is said about them."""

from __future__ import annotations

import math
from typing import Any

import pytest

from gradcli import evaluate, parse
from gradcli.errors import DomainProblem

SELU_SCALE = 1.0507009873554805

#: program, bindings, gradients, and a word of the notice (empty: none).
CONVENTIONS: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("relu(x)", {"x": 0}, {"x": 0}, "x = 0"),
    ("relu(x)", {"x": 1}, {"x": 1}, ""),
    ("abs(x)", {"x": 0}, {"x": 0}, "x = 0"),
    ("l1_loss(x, y)", {"x": [1, 2], "y": [1, 0]}, {"x": [0, 0.5], "y": [0, -0.5]}, "by convention"),
    ("clamp(x, -1, 1)", {"x": 1}, {"x": 0}, "by convention"),
    ("hardtanh(x)", {"x": -1}, {"x": 0}, "by convention"),
    ("hardsigmoid(x)", {"x": 3}, {"x": 0}, "by convention"),
    ("leaky_relu(x)", {"x": 0}, {"x": 0.01}, "by convention"),
    ("leaky_relu(x, slope=3)", {"x": 0}, {"x": 1}, "by convention"),
    ("leaky_relu(x, slope=-1)", {"x": 0}, {"x": 0}, "by convention"),
    ("elu(x, alpha=0.5)", {"x": 0}, {"x": 0.5}, "by convention"),
    ("elu(x, alpha=2)", {"x": 0}, {"x": 1}, "by convention"),
    ("selu(x)", {"x": 0}, {"x": SELU_SCALE}, "by convention"),
    ("sign(x)", {"x": 2}, {"x": 0}, "blocked"),
    ("floor(x)", {"x": 2.5}, {"x": 0}, "blocked"),
    ("round(x)", {"x": 2.2}, {"x": 0}, "blocked"),
    ("heaviside(x)", {"x": 0}, {"x": 0}, "blocked"),
    ("max(x, y)", {"x": 2, "y": 2}, {"x": 0.5, "y": 0.5}, "shared equally"),
    ("min(x, y)", {"x": 2, "y": 2}, {"x": 0.5, "y": 0.5}, "shared equally"),
    ("max(A)", {"A": [1, 3, 3, 3]}, {"A": [0, 1 / 3, 1 / 3, 1 / 3]}, "shared equally"),
    ("norm(v)", {"v": [0, 0]}, {"v": [0, 0]}, "by convention"),
    ("hypot(x, y)", {"x": 0, "y": 0}, {"x": 0, "y": 0}, "by convention"),
    ("std(v)", {"v": [2, 2]}, {"v": [0, 0]}, "by convention"),
    ("x % y", {"x": 6, "y": 2}, {"x": 1, "y": -3}, "whole"),
    ("sqrt(x)", {"x": 0}, {"x": math.inf}, "is inf;"),
    ("cbrt(x)", {"x": 0}, {"x": math.inf}, "is inf;"),
    ("x^0.3", {"x": 0}, {"x": math.inf}, ""),
    ("asin(x)", {"x": 1}, {"x": math.inf}, "is inf;"),
    ("acos(x)", {"x": 1}, {"x": -math.inf}, "is -inf;"),
    ("x^y", {"x": 0, "y": 0}, {"x": 0, "y": 0}, "0^0"),
    ("x^y", {"x": 0, "y": 2}, {"x": 0, "y": 0}, "exponent"),
    ("x^y", {"x": -2, "y": 2}, {"x": -4, "y": None}, "undefined"),
    ("atan2(y, x)", {"y": 0, "x": 0}, {"y": None, "x": None}, "undefined"),
    ("prod(x)", {"x": [0, 2, 3]}, {"x": [6, 0, 0]}, ""),
    ("prod(x)", {"x": [0, 0, 3]}, {"x": [0, 0, 0]}, ""),
    ("where(x > 0, log(x), 0)", {"x": -1}, {"x": 0}, ""),
    ("where(x > 0, sqrt(x), x)", {"x": 0}, {"x": 1}, ""),
    ("sum(where(x > 0, log(x), x))", {"x": [-1, 2]}, {"x": [1, 0.5]}, ""),
]


@pytest.mark.parametrize(("program", "at", "gradients", "word"), CONVENTIONS)
def test_conventions(
    program: str, at: dict[str, Any], gradients: dict[str, Any], word: str
) -> None:
    worked = evaluate(parse(program), at)
    for name, expected in gradients.items():
        found = worked.gradients[name]
        found = found.tolist() if hasattr(found, "tolist") else found
        assert found == (expected if expected is None else pytest.approx(expected, rel=1e-12))
    said = " ".join(notice.text for notice in worked.notices)
    assert word in said
    assert bool(word) == bool(said)


@pytest.mark.parametrize(
    ("ties", "expected"),
    [("split", [0.5, 0.5]), ("first", [1, 0]), ("last", [0, 1]), ("all", [1, 1])],
)
@pytest.mark.parametrize("program", ["max(x, y)", "min(x, y)", "max([x, y])"])
def test_ties_follow_the_course(program: str, ties: Any, expected: list[float]) -> None:
    worked = evaluate(parse(program), {"x": 2, "y": 2}, ties=ties)
    assert [worked.gradients["x"], worked.gradients["y"]] == expected


@pytest.mark.parametrize(
    ("program", "at", "span", "words"),
    [
        ("1 + log(x)", {"x": 0}, "log(x)", ["x = 0", "x > 0"]),
        ("log(x - 1)", {"x": 0}, "log(x - 1)", ["x - 1 = -1", "x = 0"]),
        ("sqrt(x)", {"x": -1}, "sqrt(x)", ["x = -1"]),
        ("asin(x)", {"x": 2}, "asin(x)", ["x = 2"]),
        ("1/x", {"x": 0}, "1/x", ["x = 0"]),
        ("x^-1", {"x": 0}, "x^-1", ["x = 0"]),
        ("(-8)^(1/3)", {}, "(-8)^(1/3)", ["-8"]),
        ("5 % x", {"x": 0}, "5 % x", ["x = 0"]),
        ("exp(x)", {"x": 1000}, "exp(x)", ["too large"]),
        ("x*x", {"x": 1e200}, "x*x", ["too large"]),
        ("gamma(x)", {"x": -1}, "gamma(x)", ["x = -1"]),
        ("sum(log(v))", {"v": [1, 0]}, "log(v)", ["v[1] = 0"]),
        ("where(x < 0, log(x), 0)", {"x": -1}, "log(x)", ["x = -1"]),
        ("sum(where(x > -2, log(x), 0))", {"x": [-1, 2]}, "log(x)", ["x[0] = -1"]),
    ],
)
def test_outside_the_domain(program: str, at: dict[str, Any], span: str, words: list[str]) -> None:
    with pytest.raises(DomainProblem) as caught:
        evaluate(parse(program), at)
    error = caught.value
    assert error.span is not None
    assert program[error.span.start : error.span.end] == span
    for word in words:
        assert word in f"{error.message} {error.hint}"


#: What is said of an operation outside its domain: in the student's words, of the operand to blame.
SAID = [
    ("x%0", {"x": 3}, "b = 0, and a % b needs b != 0", ""),
    ("x % y", {"x": 3, "y": 0}, "y = 0, and % needs y != 0", "it comes from y = 0; "),
    ("p/(q-1)", {"p": 3, "q": 1}, "q-1 = 0, and / needs q-1 != 0", "it comes from q = 1; "),
    ("a = 0; 1/a", {}, "a = 0, and / needs a != 0", "it comes from a = 0; "),
    (
        "log(x, b)",
        {"x": 2, "b": 1},
        "b = 1, and log needs x > 0, b > 0 and b != 1",
        "it comes from b",
    ),
    (
        "log(x, b)",
        {"x": -2, "b": 3},
        "x = -2, and log needs x > 0, b > 0 and b != 1",
        "it comes from x",
    ),
    ("log(x, 1)", {"x": 2}, "base = 1, and log(x, base) needs x > 0, base > 0 and base != 1", ""),
    ("0^x", {"x": -1}, "a = 0, b = -1, and a^b needs a > 0; or b whole; a = 0 needs b >= 0", "it"),
    ("sum(v/w)", {"v": [[1, 2], [3, 4]], "w": [1, 0]}, "w[1] = 0, and / needs w != 0", "it comes"),
    (
        "sqrt(A - 7)",
        {"A": [[8, 9], [7, 6.5]]},
        "(A - 7)[1, 1] = -0.5, and sqrt needs A - 7 >= 0",
        "it",
    ),
    ("sum(sqrt(v))", {"v": [*range(99), -1]}, "v[99] = -1", "it comes from v = array of shape 100"),
    (
        "huber_loss(x, y, delta=-1)",
        {"x": 1, "y": 2},
        "delta = -1, and huber_loss needs delta > 0",
        "",
    ),
]


@pytest.mark.parametrize(("program", "at", "said", "hint"), SAID)
def test_the_operand_to_blame_is_named(
    program: str, at: dict[str, Any], said: str, hint: str
) -> None:
    with pytest.raises(DomainProblem) as caught:
        evaluate(parse(program), at)
    assert said in caught.value.message
    assert caught.value.hint.startswith(hint)


def test_an_overflow_names_the_element() -> None:
    with pytest.raises(DomainProblem, match=r"too large .*: v\[1\] = 1000"):
        evaluate(parse("sum(exp(v))"), {"v": [1, 1000]})


@pytest.mark.parametrize(("at", "where"), [(0, "x = 0"), (3, "x > 0")])
def test_a_number_of_the_program_is_no_condition(at: float, where: str) -> None:
    (notice,) = evaluate(parse("0^x"), {"x": at}).notices
    assert notice.text.startswith(f"0^x at {where}: the gradient is 0")


@pytest.mark.parametrize(
    ("program", "at", "value"),
    [
        ("log(x)", {"x": 0}, -math.inf),
        ("1/x", {"x": 0}, math.inf),
        ("exp(x)", {"x": 1000}, math.inf),
        ("sqrt(x)", {"x": -1}, math.nan),
        ("x - x", {"x": math.inf}, math.nan),
    ],
)
def test_ieee_carries_on(program: str, at: dict[str, Any], value: float) -> None:
    found = evaluate(parse(program), at, ieee=True).value
    assert found == value or (math.isnan(found) and math.isnan(value))


def test_zero_times_infinity_is_nan_and_its_edge_is_named() -> None:
    worked = evaluate(parse("s = sqrt(x); f = s*y"), {"x": 0, "y": 0})
    assert math.isnan(worked.gradients["x"])
    (notice,) = [notice for notice in worked.notices if notice.code == "nan"]
    assert "sqrt(x)" in notice.text
    assert notice.node == worked.node_of("s")


def test_a_notice_speaks_of_the_student_s_own_operands() -> None:
    (notice,) = evaluate(parse("q = a - b; relu(q)"), {"a": 2, "b": 2}).notices
    assert notice.text.startswith("relu(q) at q = 0: the gradient is 0, by convention")


def test_a_condition_has_no_gradient() -> None:
    worked = evaluate(parse("where(x > 0, x, -x)"), {"x": 2})
    condition = worked.graph.operators.index("greater")
    assert worked.upstream[condition] is None
    assert worked.gradients == {"x": 1}


def test_a_branch_not_taken_has_no_value() -> None:
    worked = evaluate(parse("l = log(x); where(x > 0, l, 0)"), {"x": -1})
    assert worked.values[worked.node_of("l")] is None
