"""A derivative as an expression gives the numbers of the engine, wherever there are any."""

from __future__ import annotations

from typing import Any

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given

from gradcli import evaluate, parse
from gradcli.calculus import derivative, derivatives
from gradcli.engine import values_of
from gradcli.errors import GradcliError, SeedProblem
from gradcli.graph import Graph
from gradcli.language import same_structure, written_graph
from gradcli.operators import OPERATORS
from tests.calculus.samples import Sample, samples
from tests.engine.scalar_programs import Writer
from tests.engine.test_random_graphs import as_text, points, programs
from tests.operators.closed_forms import CLOSED_FORMS
from tests.operators.closed_forms import derivative as true_derivative

SAMPLES = list(samples())
IDS = [f"{sample.operator}-{number}" for number, sample in enumerate(SAMPLES)]


def value_at(graph: Graph, at: dict[str, Any]) -> Any:
    """Return what the text of a derivative gives, read again."""
    again = parse(written_graph(graph), bound=tuple(at))
    values, _ = values_of(again, {name: at[name] for name in at if name in again.inputs})
    return values[again.output]


def text(program: str, *wrt: str, **settings: Any) -> str:
    return written_graph(derivative(parse(program), wrt, **settings)).replace("\n", "; ")


@pytest.mark.parametrize("textbook", [False, True], ids=["computed", "textbook"])
@pytest.mark.parametrize("sample", SAMPLES, ids=IDS)
def test_every_operator_has_the_gradient_of_the_engine(sample: Sample, textbook: bool) -> None:
    expected = evaluate(sample.graph, sample.at).gradients
    for name in sample.differentiable():
        found = derivative(sample.graph, [name], shapes=sample.shapes, textbook=textbook)
        given_value = np.asarray(value_at(found, sample.at))
        assert given_value.shape == np.shape(expected[name])
        np.testing.assert_allclose(given_value, expected[name], rtol=1e-9, atol=1e-12)


SCALAR = [
    sample
    for sample in SAMPLES
    if OPERATORS[sample.operator].elementwise and sample.operator != "detach"
]


@pytest.mark.parametrize("sample", SCALAR, ids=[f"{s.operator}-{s.at}" for s in SCALAR])
def test_every_function_of_numbers_has_the_derivative_of_mathematics(sample: Sample) -> None:
    row = OPERATORS[sample.operator]
    options = {option.name: option.default for option in row.options}
    for place, name in enumerate(sample.at):
        if name not in sample.differentiable():
            continue
        arguments = tuple(sample.at.values())
        with mp.workprec(1200):
            truth = float(true_derivative(row.name, place, arguments, options))
        found = derivative(sample.graph, [name])
        assert value_at(found, sample.at) == pytest.approx(truth, rel=1e-9, abs=1e-12)


def test_every_elementwise_function_was_compared() -> None:
    left = set(CLOSED_FORMS) - {sample.operator for sample in SCALAR}
    assert {name for name in left if OPERATORS[name].family != "conditions"} == {"detach", "where"}


@given(programs(), points)
def test_random_programs_have_the_gradient_of_the_engine(
    steps: list[tuple[str, str, list[int]]], point: tuple[float, float, float]
) -> None:
    graph, at = parse(as_text(steps)), dict(zip("xyz", point, strict=True))
    expected = evaluate(graph, at).gradients
    table = derivative(graph, ["x", "y", "z"])
    again = parse(written_graph(table))
    assert same_structure(parse(written_graph(again)), again)
    found = value_at(table, at)
    np.testing.assert_allclose(found, [expected[name] for name in "xyz"], rtol=1e-7, atol=1e-9)


@given(programs(), points)
def test_random_programs_have_symmetric_second_derivatives(
    steps: list[tuple[str, str, list[int]]], point: tuple[float, float, float]
) -> None:
    graph, at = parse(as_text(steps[:6])), dict(zip("xyz", point, strict=True))
    hessian = np.asarray(value_at(derivative(graph, ["x", "y", "z"], order=2), at))
    np.testing.assert_allclose(hessian, hessian.T, rtol=1e-7, atol=1e-8)
    gradient = derivative(graph, ["x"])
    for place, name in enumerate("xyz"):
        if name in gradient.inputs:
            again = value_at(derivative(gradient, [name]), at)
            np.testing.assert_allclose(hessian[0][place], again, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("first", range(0, 400, 100))
def test_every_name_of_a_random_program_has_the_gradient_of_the_engine(first: int) -> None:
    """Some inputs have a value of their own, which a binding may replace; statements have a
    gradient, too, and count for the inputs below them."""
    compared = 0
    for seed in range(first, first + 100):
        writer = Writer(seed)
        graph = parse(writer.program())
        at = writer.values(graph)
        names = [*dict.fromkeys([*graph.inputs, *(n for ns in graph.names.values() for n in ns)])]
        shapes: dict[str, Any] = dict.fromkeys(at, ()) if seed % 2 else {}
        if not names:
            continue
        try:
            worked = evaluate(graph, at)
            found = derivatives(graph, names, shapes=shapes)
            again = parse(written_graph(found.graph, found.table), bound=tuple(at))
            values, _ = values_of(again, {name: at[name] for name in at if name in again.inputs})
        except GradcliError:
            continue
        if worked.notices:
            continue
        assert found.graph.inputs.keys() <= {*graph.inputs, *found.entries}
        for entry, (name, *_) in found.entries.items():
            node = next((n for n, ns in again.names.items() if entry in ns), again.output)
            expected = worked.gradient_of(name) or 0.0
            assert values[node] == pytest.approx(expected, rel=1e-6, abs=1e-9), graph.source
            compared += 1
    assert compared > 50


#: What is written, for a person to read.
WRITTEN = [
    ("(x1^2 + 2*x2)^2", "x1", "4*x1*(x1^2 + 2*x2)"),
    ("(x + y)*z", "x", "z"),
    ("a=2; b=a*3; c=a+2; d=b+4; e=c*d", "a", "a = 2; 3*a + 4 + 3*(a + 2)"),
    ("x*x*x", "x", "3*x^2"),
    ("exp(-x^2)", "x", "-2*x*exp(-x^2)"),
    ("e^x", "x", "e^x"),
    ("e^(-x^2)", "x", "-2*x*e^-x^2"),
    ("pi^x", "x", "pi^x*log(pi)"),
    ("x^e", "x", "e*x^(e - 1)"),
    ("e = 3; e^x", "x", "e = 3; where(e == 0, 0, e^x*log(e))"),
    ("x/y", "y", "-x/y^2"),
    ("x - (y - x)", "x", "2"),
    ("-(x - y)", "y", "1"),
    ("x/3*2", "x", "2/3"),
    ("x/4", "x", "0.25"),
    ("0*x + y", "x", "0"),
    ("sigmoid(x)", "x", "sigmoid(x)*sigmoid(-x)"),
    ("relu(x)*y", "x", "where(x > 0, y, 0)"),
    ("max(x, 3)", "x", "where(x > 3, 1, where(x < 3, 0, 0.5))"),
    ("where(x > 0, sqrt(x), -x)", "x", "where(x > 0, 1/(2*sqrt(x)), -1)"),
    ("x^y", "x", "where(y == 0, 0, y*x^(y - 1))"),
    ("x*detach(x)", "x", "detach(x)"),
    ("erf(x)", "x", "2*exp(-x^2)/sqrt(pi)"),
    ("pi = 3; erf(pi*x)*0 + erf(x)", "x", "2*exp(-x^2)/sqrt(3.141592653589793)"),
    ("a = 1 + 1; a*x", "x", "a = 2"),
    ("a = sin(1); a*x^2", "x", "a = sin(1); 2*x*a"),
    ("a = 1/0; b = a*x; b^2", "b", "a = 1/0; b = a*x; 2*b"),
    ("q = x*y; q^2", "q", "q = x*y; 2*q"),
    ("gamma(x)", "x", "gamma(x)*digamma(x)"),
    ("lgamma(x^2)", "x", "2*x*digamma(x^2)"),
    ("digamma(x)", "x", "polygamma(1, x)"),
    ("prod([x, y, 3, z])", "x", "3*y*z"),
    ("学习率*θ^2", "θ", "2*θ*学习率"),
]


@pytest.mark.parametrize(("program", "wrt", "written"), WRITTEN, ids=[row[0] for row in WRITTEN])
def test_it_is_written_as_a_person_would(program: str, wrt: str, written: str) -> None:
    assert text(program, wrt) == written


def test_a_statement_among_the_names_hides_no_path_to_those_below_it() -> None:
    found = derivatives(parse("q = x*x; q*x"), ["q", "x"])
    written = written_graph(found.graph, found.table).splitlines()
    assert written == ["df_dq = x", "q = x^2", "df_dx = q + 2*x^2", "[df_dq, df_dx]"]
    twice = derivatives(parse("q = x*x; q*x"), ["x", "q"], order=2)
    assert value_at(twice.graph, {"x": 3.0}).tolist() == [[18, 1], [1, 0]]


ARRAYS = [
    ("sum(w*w + 2*w + 1)", "w", "2*w + 2"),
    ("mean(w^2)", "w", "2*w/3"),
    ("dot(w, v)", "w", "v"),
    ("sum(A @ w)", "w", "A.T @ [1, 1]"),
    ("sum(A @ w)", "A", "outer([1, 1], w)"),
    ("sum(w*b)", "b", "sum(w)"),
    ("sum(A + w)", "w", "[2, 2, 2]"),
    ("sum(w)", "w", "[1, 1, 1]"),
    ("w[0]*w[2]", "w", "w[0]*[0, 0, 1] + w[2]*[1, 0, 0]"),
    ("mse_loss(w, v)", "w", "2*(w - v)/3"),
    ("norm(w)", "w", "where(norm(w) == 0, 0, w/norm(w))"),
    ("prod(w)", "w", "[w[1]*w[2], w[0]*w[2], w[0]*w[1]]"),
    (
        "cross_entropy(w, 1)",
        "w",
        "softmax(w)*[1, 0, 1] - [0, 1, 0]*sum(softmax(w)*[1, 0, 1])",
    ),
    (
        "cross_entropy(w, c)",
        "w",
        "where(c == [0, 1, 2], -sum(where(c == [0, 1, 2], 0, softmax(w))), softmax(w))",
    ),
    (
        "cross_entropy(A, [2, 0])",
        "A",
        (
            "0.5*(softmax(A)*[[1, 1, 0], [0, 1, 1]] - "
            "[[0, 0, 1], [1, 0, 0]]*sum(softmax(A)*[[1, 1, 0], [0, 1, 1]], axis=1, keepdims=1))"
        ),
    ),
    ("nll_loss(w, 1)", "w", "[0, -1, 0]"),
    ("max(w)", "w", "where(w == max(w), 1/sum(where(w == max(w), 1, 0)), 0)"),
]
SHAPES = {"c": (), "w": (3,), "v": (3,), "A": (2, 3)}

#: What books print, where it loses digits.
TEXTBOOK = [
    ("cross_entropy(w, 1)", "w", "softmax(w) - [0, 1, 0]"),
    ("cross_entropy(w, c)", "w", "softmax(w) + where(c == [0, 1, 2], -1, 0)"),
    ("cross_entropy(A, [2, 0])", "A", "0.5*(softmax(A) - [[0, 0, 1], [1, 0, 0]])"),
    ("cross_entropy(w, v)", "w", "softmax(w)*sum(v) - v"),
]


@pytest.mark.parametrize(("program", "wrt", "written"), TEXTBOOK, ids=[row[0] for row in TEXTBOOK])
def test_the_formulas_of_textbooks_are_written_where_they_are_wanted(
    program: str, wrt: str, written: str
) -> None:
    assert text(program, wrt, shapes=SHAPES, textbook=True) == written


@pytest.mark.parametrize(
    ("program", "wrt", "written"), ARRAYS, ids=[f"{r[0]} {r[1]}" for r in ARRAYS]
)
def test_gradients_of_arrays_are_written_with_arrays(program: str, wrt: str, written: str) -> None:
    assert text(program, wrt, shapes=SHAPES) == written


#: Programs on arrays, many of them broadcasting, at the values below.
PROGRAMS = (
    *("sum(A @ w*[1, 2])", "sum(softmax(A @ w)*[1, 2])", "sum(log_softmax(A)*A)", "sum(A*w + b)"),
    *("mean(A, axis=0) @ w", "sum(mean(A*w, axis=1)^2)", "sum(sum(A, axis=0, keepdims=1)*w)"),
    *("sum(max(A, axis=1)^2)", "logsumexp(A @ w)", "sum(logsumexp(A, axis=1)*[1, 3])"),
    *("var(A)", "sum(var(A, axis=0)*w)", "sum(std(A, axis=1)^2)", "norm(A)*b", "min(w)*b"),
    *("sum(outer(w, v) @ v)", "sum(A.T @ [1, 2]*w)", "w @ v*b", "sum(v @ A.T)", "A[1] @ w"),
    *(
        "sum(concat(w, v)^2)",
        "sum([w, v]*w)",
        "sum([b, b*b])",
        "sum(w[1:]^2*b)",
        "sum(w[0:2]*[1, 5])",
    ),
    *(
        "sum(cumsum(w)*v)",
        "sum(reshape(A, [3, 2]) @ [1, 2]*w)",
        "huber_loss(w, v)",
        "l1_loss(w, v)",
    ),
    *("binary_cross_entropy(sigmoid(w), [1, 0, 0.5])", "sum(where(w > 0, sqrt(w), w*b))"),
    *("prod(w)*b", "prod(A)", "sum(prod(A, axis=0)*w)", "sum(prod(A*w, axis=1, keepdims=1)*A)"),
    *("prod([b, w[0], w[1], b])", "prod(w*[1, 0, 2])", "prod(b)"),
    *("cross_entropy(w*b, 2)", "cross_entropy(A*w, [0, 1])", "cross_entropy(w, softmax(v))"),
    *("cross_entropy(w, v)", 'sum(cross_entropy(A, [2, 0], reduction="none")*[1, b])'),
    *("nll_loss(log_softmax(A), [1, 2])", "nll_loss(w, v)", "cross_entropy(A, k)", "hinge(A, k)"),
    *("hinge(w*b, 1)", "hinge(A*w, [0, 1], margin=2)", 'sum(hinge(A, k, reduction="none")^2)'),
    *("hinge([b, b*b, 1], 0)", 'nll_loss(A, [1, 1], reduction="sum")', "hinge([1, 2, b], j)"),
    *("sum(clamp(A, -1, b))", "sum(max(A, w))", "sum(abs(A)^b)", "sum(A*A/(1 + exp(-w)))"),
    # What is simple as a number, 0 or 1 or b, is an array here, and its elements are added up.
    *("sum(0*w + b)", "sum(w*0 + 1)*b", "sum(w - w + b)", "sum(w^0*b)", "sum((w - w)/w + b)"),
    *("sum(where(w > 0, b, b))", "sum(w^2)/sum(where(w > 0, 1, 1))", "norm(-(w*0) + 1)*b"),
    *("sum(0*A + w)", "sum(A - A + w)*b", "sum(0*(w*b) + b)", "sum((A*0) @ w + b)"),
)
AT: dict[str, Any] = {
    "w": np.array([0.5, -1.5, 2.0]),
    "v": np.array([1.0, 3.0, -0.25]),
    "A": np.array([[1.0, -2.0, 0.5], [3.0, 0.25, -1.0]]),
    "b": 1.5,
    "k": np.array([2.0, 0.0]),
    "j": 1.0,
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_gradients_of_arrays_are_those_of_the_engine(program: str) -> None:
    graph = parse(program)
    at = {name: AT[name] for name in graph.inputs}
    shapes = {name: np.shape(value) for name, value in at.items()}
    for name, expected in evaluate(graph, at).gradients.items():
        found = np.asarray(value_at(derivative(graph, [name], shapes=shapes), at))
        assert found.shape == np.shape(expected)
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("at", [(0.0, 0.0, 3.0), (0.0, 0.0, 0.0), (2.0, 0.0, -1.5)])
def test_second_derivatives_of_a_product_are_exact_at_zeros(at: tuple[float, ...]) -> None:
    x, y, z = at
    hessian = derivative(parse("prod([x, y, z])"), ["x", "y", "z"], order=2)
    truth = [[0, z, y], [z, 0, x], [y, x, 0]]
    np.testing.assert_array_equal(value_at(hessian, dict(zip("xyz", at, strict=True))), truth)


@pytest.mark.parametrize("x", [0.7, 3.2, -1.3])
def test_higher_derivatives_of_the_gamma_function(x: float) -> None:
    psi, one, two = (mp.psi(order, x) for order in (0, 1, 2))
    for order, ratio in enumerate((psi, psi**2 + one, psi**3 + 3 * psi * one + two), start=1):
        found = value_at(derivative(parse("gamma(x)"), ["x"], order=order), {"x": x})
        assert found == pytest.approx(float(mp.gamma(x) * ratio), rel=1e-9)


@pytest.mark.parametrize("x", [-30.0, 0.5, 4.0])
def test_the_losses_of_classes_have_the_derivatives_of_their_closed_forms(x: float) -> None:
    def slope(program: str, order: int = 1) -> Any:
        return value_at(derivative(parse(program), ["x"], order=order), {"x": x})

    p = 1 / (1 + mp.exp(x))
    assert slope("cross_entropy([x, 0], 0)") == pytest.approx(float(-p), rel=1e-12, abs=1e-15)
    assert slope("cross_entropy([x, 0], 0)", 2) == pytest.approx(float(p * (1 - p)), rel=1e-9)
    assert slope("hinge([x, 1, 2], 0)") == -sum(other - x + 1 > 0 for other in (1, 2))


#: Scores, of which the first leaves the others next to no probability; some are tied.
SCORES = [(40.0, 0.0, 1.0), (30.0, 1.0, 2.0), (700.0, 3.0, 0.0), (1.0, 2.0, 3.0), (5.0, 5.0, -20.0)]
#: A class as a number and as a variable, and probabilities; each with the marks that it stands for.
TARGETS: list[tuple[Any, tuple[float, ...]]] = [
    (0, (1, 0, 0)),
    (1, (0, 1, 0)),
    ("c", (1, 0, 0)),
    ([1.0, 0.0, 0.0], (1, 0, 0)),
    ([0.75, 0.25, 0.0], (0.75, 0.25, 0)),
    ([0.2, 0.5, 0.3], (0.2, 0.5, 0.3)),
]


@pytest.mark.parametrize("scores", SCORES, ids=str)
@pytest.mark.parametrize(("target", "marks"), TARGETS, ids=[str(target) for target, _ in TARGETS])
@pytest.mark.parametrize("rows", [(), (2,)], ids=["row", "batch"])
def test_the_gradient_of_cross_entropy_keeps_its_digits(
    scores: tuple[float, ...], target: Any, marks: tuple[float, ...], rows: tuple[int, ...]
) -> None:
    w = np.array([scores, scores[::-1]]) if rows else np.array(scores)
    classes = [target] * 2 if rows and target != "c" else target
    graph, shapes = parse(f"cross_entropy(w, {classes})"), {"w": w.shape, "c": rows}
    found = value_at(derivative(graph, ["w"], shapes=shapes), {"w": w, "c": np.zeros(rows)})
    for row, slopes in zip(np.atleast_2d(w), np.atleast_2d(found), strict=True):
        for slope, (more, less) in zip(slopes, slope_parts(row, marks), strict=True):
            wanted = (more - less) / len(np.atleast_2d(w))
            assert abs(mp.mpf(slope) - wanted) <= 1e-15 * (more + less)


def slope_parts(row: np.ndarray, marks: tuple[float, ...]) -> list[tuple[Any, Any]]:
    """Return p·(sum of the other marks) and mark·(sum of the other p), for each score of a row."""
    with mp.workdps(400):
        powers = [mp.exp(mp.mpf(score)) for score in row]
        whole, given_marks = mp.fsum(powers), [mp.mpf(mark) for mark in marks]
        return [
            (
                power / whole * (mp.fsum(given_marks) - mark),
                mark * mp.fsum(powers[:place] + powers[place + 1 :]) / whole,
            )
            for place, (power, mark) in enumerate(zip(powers, given_marks, strict=True))
        ]


KINKS = [
    ("relu(x)", 0.0),
    ("abs(x)", 0.0),
    ("leaky_relu(x)", 0.0),
    ("max(x, 2)", 2.0),
    ("clamp(x, 0, 1)", 1.0),
    ("hypot(x, 0)", 0.0),
    ("floor(x)*x", 2.0),
    ("x % 2", 4.0),
    ("elu(x)", 0.0),
    ("xlogy(x, x)", 0.0),
]


@pytest.mark.parametrize(("program", "x"), KINKS, ids=[row[0] for row in KINKS])
def test_the_conventions_at_kinks_are_said_too(program: str, x: float) -> None:
    graph = parse(program)
    expected = evaluate(graph, {"x": x}).gradients["x"]
    assert value_at(derivative(graph, ["x"]), {"x": x}) == expected


@pytest.mark.parametrize("x", [-1.0, 0.5, 4.0])
def test_a_condition_in_a_branch_not_taken_is_not_asked(x: float) -> None:
    graph, at = parse("where(x > 0, where(sqrt(x) > 1, log(x), 2*x), x^2)"), {"x": x}
    assert value_at(derivative(graph, ["x"]), at) == evaluate(graph, at).gradients["x"]


@pytest.mark.parametrize("ties", ["split", "first", "last", "all"])
def test_the_convention_for_ties_can_be_chosen(ties: Any) -> None:
    graph, at = parse("max(x, y)"), {"x": 1.0, "y": 1.0}
    expected = evaluate(graph, at, ties=ties).gradients
    found = value_at(derivative(graph, ["x", "y"], ties=ties), at)
    assert list(found) == list(expected.values())


def test_several_names_give_a_table_with_a_name_for_each_entry() -> None:
    found = derivatives(parse("f = x^2*y"), ["x", "y"])
    assert found.entries == {"df_dx": ("x",), "df_dy": ("y",)}
    assert written_graph(found.graph).splitlines() == [
        "df_dx = 2*x*y",
        "df_dy = x^2",
        "[df_dx, df_dy]",
    ]


def test_the_hessian_has_each_entry_once() -> None:
    assert text("x^2*y", "x", "y", order=2) == (
        "d2f_dx_dx = 2*y; d2f_dx_dy = 2*x; d2f_dy_dy = 0; "
        "[[d2f_dx_dx, d2f_dx_dy], [d2f_dx_dy, d2f_dy_dy]]"
    )


@pytest.mark.parametrize(("order", "truth"), [(1, 1.25), (2, 5), (3, 15), (4, 30), (6, 0)])
def test_higher_orders(order: int, truth: float) -> None:
    found = derivative(parse("x^5/4"), ["x"], order=order)
    assert value_at(found, {"x": 1.0}) == truth


@pytest.mark.parametrize(
    ("program", "order", "expected"),
    [
        ("(x+y)*z", 1, "df_dx = z; df_dy = z; df_dz = x + y; [df_dx, df_dy, df_dz]"),
        ("x + y", 1, "df_dx = 1; df_dy = 1; [df_dx, df_dy]"),
        ("(x + y)^2", 1, "df_dx = 2*(x + y); df_dy = df_dx; [df_dx, df_dy]"),
        (
            "x*y",
            2,
            (
                "d2f_dx_dx = 0; d2f_dx_dy = 1; d2f_dy_dy = 0; "
                "[[d2f_dx_dx, d2f_dx_dy], [d2f_dx_dy, d2f_dy_dy]]"
            ),
        ),
    ],
)
def test_the_table_calls_each_derivative_by_its_own_name(
    program: str, order: int, expected: str
) -> None:
    graph = parse(program)
    found = derivatives(graph, tuple(graph.inputs), order=order)
    written = written_graph(found.graph, found.table)
    assert written.replace("\n", "; ") == expected
    again = parse(written)
    assert (again.operators, again.operands, again.names, again.output) == (
        found.graph.operators,
        found.graph.operands,
        found.graph.names,
        found.graph.output,
    )


def test_a_chain_of_shared_steps_grows_no_faster_than_the_program() -> None:
    def length(steps: int) -> int:
        lines = ["x0 = x", *(f"x{i + 1} = sin(x{i})*x{i}" for i in range(steps))]
        return len(text("\n".join(lines), "x"))

    assert length(80) < 2.5 * length(40)


@pytest.mark.parametrize("program", ["tanh(" * 3000 + "x" + ")" * 3000, "+".join(["x*y"] * 5000)])
def test_deep_and_wide_programs_are_no_problem(program: str) -> None:
    graph, at = parse(program), {"x": 0.3, "y": 0.5}
    at = {name: at[name] for name in graph.inputs}
    expected = evaluate(graph, at).gradients["x"]
    assert value_at(derivative(graph, ["x"]), at) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("program", "settings", "said"),
    [
        ("prod(w)", {"shapes": {"w": (1001,)}}, "a product of more than 1,000 factors"),
        (
            "sum(prod(T, axis=0))",
            {"shapes": {"T": (2, 2, 2)}},
            "of prod cannot be written",
        ),
        ("w*w", {"shapes": {"w": (3,)}}, "the output is an array of shape 3"),
        ("sum(w*w)", {"shapes": {"w": (3,)}, "order": 2}, "w is an array"),
        ("w @ v", {"shapes": {"w": (3,), "v": (2,)}}, "do not fit"),
        ("w + v", {"shapes": {"w": (3,), "v": (2,)}}, "do not fit"),
    ],
)
def test_what_cannot_be_written_is_refused(
    program: str, settings: dict[str, Any], said: str
) -> None:
    graph = parse(program)
    with pytest.raises(GradcliError, match=said):
        derivative(graph, list(graph.inputs), **settings)


def test_an_array_as_output_is_refused_at_its_place() -> None:
    with pytest.raises(SeedProblem) as caught:
        derivative(parse("y = w*w"), ["w"], shapes={"w": (2,)})
    assert caught.value.span is not None
