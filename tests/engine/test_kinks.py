"""Kinks, edges of domains and nan: the conventions, and what is said about them."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from gradcli import evaluate, jacobian, parse
from gradcli.engine import Derivation, values_of
from gradcli.engine.coarse import coarsen
from gradcli.engine.notices import safe_steps
from gradcli.errors import DomainProblem
from gradcli.graph import Graph
from gradcli.language import expand_at
from gradcli.render.quantities import for_json
from gradcli.render.report import Report
from gradcli.render.view import View

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
    ("x^0.3", {"x": 0}, {"x": math.inf}, "is inf with respect to the base;"),
    ("x^y", {"x": 0, "y": 0.5}, {"x": math.inf, "y": 0}, "is inf with respect to the base;"),
    ("x^1", {"x": 0}, {"x": 1}, ""),
    ("x^1.5", {"x": 0}, {"x": 0}, ""),
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
    ("x%0", {"x": 3}, "x%0 is not defined here: the divisor is 0", ""),
    ("x/0", {"x": 3}, "x/0 is not defined here: the divisor is 0", "--ieee"),
    ("sum(v/0)", {"v": [3, 4]}, "v/0 is not defined here: the divisor is 0", "--ieee"),
    ("x + log(-1)", {"x": 3}, "log(-1) is not defined here: log(x) needs x > 0; here x = -1", ""),
    ("huber_loss(1, 2, delta=-1)", {}, "(x, target) needs delta > 0; here delta = -1", ""),
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
    ("log(x, 1)", {"x": 2}, "log(x, base) needs x > 0, base > 0 and base != 1; here base = 1", ""),
    (
        "0^x",
        {"x": -1},
        "a^b needs a > 0; or b whole; a = 0 needs b >= 0; here a = 0, b = x = -1",
        "it",
    ),
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


def test_a_condition_that_holds_of_both_operands_is_said_once() -> None:
    (notice,) = evaluate(parse("x^x"), {"x": 0}).notices
    assert notice.text.startswith("x^x at x = 0: the gradient is 0")


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


@pytest.mark.parametrize(
    ("program", "at"),
    [
        ("x - detach(max(v))", {"x": 1, "v": [2, 2]}),
        ("q = relu(y); x*2", {"x": 1, "y": 0}),
        ("relu(x)^2", {"x": 0}),
        ("x + detach(sqrt(y))", {"x": 1, "y": 0}),
        ("x + detach(atan2(y, z))", {"x": 1, "y": 0, "z": 0}),
    ],
)
def test_a_kink_that_no_gradient_reaches_is_not_mentioned(program: str, at: dict[str, Any]) -> None:
    worked = evaluate(parse(program), at)
    assert not worked.notices
    assert not any(np.any(g) for name, g in worked.gradients.items() if name != "x")


def test_an_infinite_slope_is_mentioned_also_times_zero() -> None:
    codes = [notice.code for notice in evaluate(parse("sqrt(x)^2"), {"x": 0}).notices]
    assert codes == ["kink", "nan"]


#: program, bindings, and gradients; what does not exist is None, also as an element.
UNDEFINED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("sum(atan2(v, w))", {"v": [0, 1], "w": [0, 2]}, {"v": [None, 0.4], "w": [None, -0.2]}),
    ("sum(v^y)", {"v": [-2, 1], "y": 2}, {"v": [-4, 2], "y": None}),
    ("sum(2*atan2(v, w)*3 + v)", {"v": [0, 1], "w": [0, 2]}, {"v": [None, 3.4]}),
    ("atan2(v[0], v[1])", {"v": [0, 0, 5]}, {"v": [None, None, 0]}),
    ("where(x > 0, atan2(x, y), 3)", {"x": 0, "y": 0}, {"x": 0, "y": 0}),
    ("sum(where(v > 0, atan2(v, w), 3))", {"v": [0, 1], "w": [0, 2]}, {"v": [0, 0.4]}),
    ("x*atan2(y, z)", {"x": 2, "y": 0, "z": 0}, {"x": 0, "y": None, "z": None}),
    ("-sum(atan2(v, w))", {"v": [0, 1], "w": [0, 2]}, {"v": [None, -0.4]}),
]


@pytest.mark.parametrize(("program", "at", "gradients"), UNDEFINED)
@pytest.mark.parametrize("exact", [False, True])
def test_a_gradient_is_undefined_element_by_element(
    program: str, at: dict[str, Any], gradients: dict[str, Any], exact: bool
) -> None:
    worked = evaluate(parse(program), at, exact=exact)
    for name, expected in gradients.items():
        found = for_json(worked.gradients[name])
        if not isinstance(expected, list):
            found, expected = [found], [expected]
        assert [f is None for f in found] == [e is None for e in expected]
        assert [f for f in found if f is not None] == pytest.approx(
            [e for e in expected if e is not None]
        )
    assert not [notice for notice in worked.notices if notice.code == "nan"]


def test_an_undefined_element_of_a_jacobian() -> None:
    found = jacobian(parse("atan2(v, w)"), {"v": [0, 1], "w": [0, 2]})
    assert for_json(found["v"][0]) == [None, 0]
    assert found["v"][1, 1] == pytest.approx(0.4)


CLASSES = ["cross_entropy(s, c)", "nll_loss(s, c)", "hinge(s, c)"]


@pytest.mark.parametrize("program", CLASSES)
@pytest.mark.parametrize(("s", "c"), [([2, 2, 1], 1), ([[2, 2, 1], [0, 1, 5]], [1, 2])])
def test_a_class_carries_no_gradient(program: str, s: Any, c: Any) -> None:
    worked = evaluate(parse(program), {"s": s, "c": c})
    assert not np.any(worked.gradients["c"])
    assert np.shape(worked.gradients["c"]) == np.shape(c)
    assert not worked.undefined
    rows = [edge.operand for edge in View(Report(worked)).edges]
    assert rows == [worked.graph.inputs["s"]]


@pytest.mark.parametrize(
    ("program", "at", "name", "edge"),
    [
        ("log(x)", {"x": 5e-324}, "x", "log(x) back to x"),
        ("1e200*log(x)", {"x": 1e-150}, "x", "log(x) back to x"),
        ("q = 1/x; q", {"x": 1e-200}, "x", "1/x back to x"),
        ("sum(log(v))", {"v": [1, 5e-324]}, "v", "log(v) back to v"),
        ("q = x; 1e308*q + 1e308*x", {"x": 1e-9}, "x", "added up at x"),
    ],
)
def test_a_gradient_that_is_too_large_is_mentioned(
    program: str, at: dict[str, Any], name: str, edge: str
) -> None:
    worked = evaluate(parse(program), at)
    assert np.any(np.isinf(worked.gradients[name]))
    (notice,) = worked.notices
    assert notice.code == "inf"
    assert edge in notice.text
    assert "too large" in notice.text


@pytest.mark.parametrize(
    ("program", "at", "ieee"),
    [
        ("sqrt(x)", {"x": 0}, False),
        ("x*y", {"x": math.inf, "y": 1}, False),
        ("1/x", {"x": 0}, True),
    ],
)
def test_a_slope_that_is_infinite_is_not_called_too_large(
    program: str, at: dict[str, Any], ieee: bool
) -> None:
    worked = evaluate(parse(program), at, ieee=ieee)
    assert "inf" not in [notice.code for notice in worked.notices]


def test_an_exact_gradient_beyond_floats_is_inf_and_mentioned() -> None:
    worked = evaluate(parse("1/x"), {"x": Fraction(1, 10**200)}, exact=True)
    assert worked.gradients["x"] == -math.inf
    assert [notice.code for notice in worked.notices] == ["inf"]


def plain(value: Any) -> Any:
    """Return a gradient as floats and None; exact numbers as the floats they are near."""
    if hasattr(value, "tolist"):
        return [plain(part) for part in value.tolist()]
    return None if value is None or value != value else float(value)


def in_arrays(program: str, at: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the same point as both elements of arrays, the output their sum."""
    return f"sum({program})", {name: [value, value] for name, value in at.items()}


ON_SCALARS = [row for row in CONVENTIONS if not any(isinstance(v, list) for v in row[1].values())]


def agrees(found: Any, expected: Any) -> bool:
    if isinstance(found, list):
        expected = expected if isinstance(expected, list) else [expected] * len(found)
        return all(map(agrees, found, expected))
    return found == (expected if expected is None else pytest.approx(expected, rel=1e-12))


@pytest.mark.parametrize(("program", "at", "gradients", "word"), CONVENTIONS)
@pytest.mark.parametrize("view", ["exact", "expand", "coarse", "jacobian"])
def test_conventions_hold_in_every_view(
    view: str, program: str, at: dict[str, Any], gradients: dict[str, Any], word: str
) -> None:
    graph = parse(program)
    said = [notice.text for notice in evaluate(graph, at).notices]
    if view == "jacobian":
        found = jacobian(graph, at)
    else:
        worked = shown_as(view, graph, at)
        found = worked.gradients
        assert view == "expand" or [notice.text for notice in worked.notices] == said
        assert view != "expand" or bool(worked.notices) == bool(word)
    for name, expected in gradients.items():
        assert agrees(plain(found[name]), expected), name


def shown_as(view: str, graph: Graph, at: dict[str, Any]) -> Derivation:
    if view == "expand":
        steps = expand_at(graph, lambda graph: values_of(graph, at)[0])
        worked = evaluate(steps.graph, at)
        return replace(worked, notices=(*safe_steps(*steps), *worked.notices))
    worked = evaluate(graph, at, exact=view == "exact")
    return coarsen(worked) if view == "coarse" else worked


@pytest.mark.parametrize(("program", "at", "gradients", "word"), ON_SCALARS)
@pytest.mark.parametrize("exact", [False, True])
def test_conventions_hold_in_arrays(
    exact: bool, program: str, at: dict[str, Any], gradients: dict[str, Any], word: str
) -> None:
    elementwise, values = in_arrays(program, at)
    worked = evaluate(parse(elementwise), values, exact=exact)
    for name, expected in gradients.items():
        assert agrees(plain(worked.gradients[name]), expected), name
    assert bool(worked.notices) == bool(word)


@pytest.mark.parametrize("view", [{"exact": True, "ieee": True}, {"ieee": True}])
def test_sums_of_infinite_contributions_are_worked_without_a_warning_of_numpy(
    view: dict[str, bool],
) -> None:
    """inf - inf is nan where broadcasting is summed back, and where paths meet; coarse too."""
    at = {"w": [1e300, -1e300], "x": math.inf, "y": math.inf}
    worked = evaluate(parse("a = w*x; b = w*y; mean((a - 1)^2) + sum(b) + sum(a*a*b)"), at, **view)
    assert np.isnan(worked.gradients["x"]) or np.isnan(worked.gradients["y"])
    assert np.isnan(coarsen(worked).gradients["x"]) or np.isnan(coarsen(worked).gradients["y"])


def test_a_remainder_of_what_is_not_finite_is_worked_without_a_warning_of_numpy() -> None:
    at = {"x": [math.inf, 7.0]}
    worked = evaluate(parse("sum(x % [2, 2])"), at, ieee=True)
    assert math.isnan(worked.value)


def test_where_gives_an_array_whichever_branch_is_taken() -> None:
    """As in NumPy and PyTorch, and as `gradcli diff` writes it."""
    for v, slope in ((3, 2), (1, 2)):
        worked = evaluate(parse("y = where(v > 2, [v, v], v); sum(y)"), {"v": v})
        assert worked.value == 2 * v
        assert worked.gradients == {"v": slope}


def test_an_undefined_gradient_times_nan_is_undefined() -> None:
    worked = evaluate(parse("b^c^d"), {"b": -2, "c": -2, "d": 0.5}, ieee=True)
    assert worked.gradients["c"] is None
    assert worked.gradients["d"] is None


def test_where_over_a_condition_of_fewer_axes_is_needed_in_its_own_shape() -> None:
    worked = evaluate(parse("sum(where([x, x] > [1, 5], x, [[x]]))"), {"x": 3})
    assert (worked.value, worked.gradients) == (6, {"x": 2})


def test_a_choice_that_is_replaced_by_a_value_of_another_shape_needs_nothing_more() -> None:
    graph = parse("a = where([1, 2] > 1, 3, 4); b = where([0, 1, 2] > 0, a, 1); sum(b)")
    worked = evaluate(graph, {"a": [5, 6, 7]})
    assert worked.value == 14
    assert worked.gradients["a"].tolist() == [0, 1, 1]


def test_a_local_gradient_that_is_not_needed_stays_what_its_formula_gives_where_it_is_finite() -> (
    None
):
    """`cos(x) = cos([1, -1]) = [0.5403, 0]` would be untrue; 0 times inf would be nan."""
    worked = evaluate(parse("sum(where(x > 0, sin(x), x))"), {"x": [1, -1]})
    slopes = [s.tolist() for s in worked.local if np.shape(s) == (2,)]
    assert [math.cos(1), math.cos(-1)] in slopes
    worked = evaluate(parse("sum(where(x > 0, log(x)/x, x))"), {"x": [1, 0]})
    assert worked.gradients["x"].tolist() == [1, 1]
