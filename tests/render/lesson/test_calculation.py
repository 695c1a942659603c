"""The page computes what the engine computes: every operator, every exercise, every convention."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from gradcli.engine import Derivation, evaluate, values_of
from gradcli.errors import DomainProblem
from gradcli.grading.key import Key
from gradcli.graph import Graph, GraphBuilder
from gradcli.language import expand, parse
from gradcli.numerals import is_undefined, numeral
from gradcli.operators import OPERATORS, WRITTEN
from gradcli.operators.declaration import TIES, Operator, Ties
from gradcli.operators.elementary import Value, is_array, numpy_module
from gradcli.render.lesson.javascript import resource
from gradcli.render.lesson.page import arithmetic, lesson
from gradcli.render.report import Report
from tests.browser import Browser
from tests.engine.test_random_graphs import as_text, points, programs
from tests.grading.sets import keys

Bindings = Mapping[str, Any]

#: Works the lesson of a page at given numbers, by node.
WORK = "decode(lesson); return calculate(lesson, rules, given);"

GIVEN = {"reshape": {"shape": (-1,)}, "index": {"index": (1,)}}

#: At and around kinks, ties and the like, of operators with as many operands.
EDGES: dict[int, list[tuple[float, ...]]] = {
    1: [(0.0,), (1.0,), (-1.0,), (3.0,), (-3.0,), (1e-3,), (30.0,), (-30.0,), (0.5,)],
    2: [(0.0, 0.0), (1.0, 1.0), (0.0, 2.0), (-2.0, 2.0), (-2.0, 3.0), (2.0, 0.0), (-7.0, -2.0)],
    3: [(0.0, 0.0, 1.0), (1.0, 0.0, 1.0), (2.0, 3.0, 1.0), (0.5, 0.0, 1.0)],
}


def lists(value: Any) -> Any:
    return [lists(part) for part in value] if isinstance(value, (tuple, list)) else value


def graph_of(row: Operator, operands: Sequence[Any], options: dict[str, Any]) -> Graph:
    """Return a graph with the operator alone; a condition comes from a comparison with 0."""
    builder = GraphBuilder("f(x)")
    nodes = []
    for place, operand in enumerate(operands):
        node = builder.input(f"x{place}")
        if isinstance(operand, bool):
            node = builder.add("greater", (node, builder.constant("0")))
        nodes.append(node)
    return builder.build(builder.add(row.name, tuple(nodes), options))


def bound(operands: Sequence[Any]) -> dict[str, Any]:
    return {f"x{i}": lists(float(v) if isinstance(v, bool) else v) for i, v in enumerate(operands)}


def derivation(graph: Graph, bindings: Bindings, **how: Any) -> Derivation:
    """Work a graph; an output that is an array is given a seed without a pattern."""
    values, _ = values_of(graph, bindings, ieee=how.get("ieee", False))
    output = values[graph.output]
    seed = None
    if is_array(output):
        numpy = numpy_module()
        seed = numpy.linspace(0.5, 2, output.size).reshape(output.shape) ** 2
    return evaluate(graph, bindings, seed=seed, **how)


def in_page(browser: Browser, start: Derivation, bindings: Bindings, ties: Ties = "split") -> Any:
    """Return what the page made at `start` computes when its inputs are changed to bindings."""
    told, rules = lesson(Report(start), ties=ties)
    assert rules, f"cannot be computed in the page: {told['fixed']}"
    graph = start.graph
    given = {
        graph.inputs[name]: numpy_module().asarray(value, dtype=float).reshape(-1).tolist()
        for name, value in bindings.items()
    }
    return browser.run(f"const given = arguments[0]; {arithmetic(told, rules)}\n{WORK}", given)


def flat(value: Value) -> list[float | None] | None:
    if value is None:
        return None
    numbers = value.reshape(-1).tolist() if is_array(value) else [value]
    return [None if is_undefined(number) else float(number) for number in numbers]


def assert_same(found: Any, expected: Derivation) -> None:
    """Compare everything that a page can show."""
    assert not found.get("fault")
    kinds = {
        "values": expected.values,
        "upstream": expected.upstream,
        "local": expected.local,
        "contributions": expected.contributions,
    }
    for kind, wanted in kinds.items():
        for place, value in enumerate(wanted):
            numbers = flat(value)
            if numbers is None and kind == "values":
                continue  # not evaluated: the page says so
            got = found[kind][place] if place < len(found[kind]) else None
            if numbers is None:
                assert got is None, (kind, place)
            else:
                assert len(got) == len(numbers)
                for one, other in zip(got, numbers, strict=True):
                    if other is None:
                        assert one is None, (kind, place)
                        continue
                    close = pytest.approx(other, rel=1e-11, abs=1e-13, nan_ok=True)
                    assert one == close, (kind, place)


# --- operators

ROWS = [
    row
    for row in WRITTEN.values()
    if row.samples and any(map(row.differentiable, range(1 if row.variadic else len(row.operands))))
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_an_operator_is_computed_as_by_the_engine(row: Operator, browser: Browser) -> None:
    for sample in row.samples:
        graph = graph_of(row, sample, GIVEN.get(row.name, {}))
        start = derivation(graph, bound(sample))
        assert_same(in_page(browser, start, {}), start)


ELEMENTWISE = [row for row in ROWS if row.elementwise and row.name != "where"]


@pytest.mark.parametrize("row", ELEMENTWISE, ids=lambda row: row.name)
def test_a_changed_number_is_computed_or_refused_as_by_the_engine(
    row: Operator, browser: Browser
) -> None:
    """Kinks, ties and the ends of domains: a page made at the first sample, changed to others."""
    start = derivation(graph_of(row, row.samples[0], {}), bound(row.samples[0]))
    for operands in (*row.samples[1:], *EDGES[len(row.operands)]):
        found = in_page(browser, start, bound(operands))
        try:
            expected = derivation(start.graph, bound(operands))
        except DomainProblem:
            assert found["fault"], operands
            continue
        assert_same(found, expected)
        notices = [notice for notice in expected.notices if notice.code in ("kink", "undefined")]
        assert len(found["kinks"][start.graph.output]) == len(notices), operands


@pytest.mark.parametrize("row", ELEMENTWISE, ids=lambda row: row.name)
def test_an_elementwise_operator_works_on_arrays(row: Operator, browser: Browser) -> None:
    """One operand is a matrix, the others rows: the page sums back over what was broadcast."""
    first = row.samples[0]
    rows = [[v for sample in row.samples[:2] for v in [sample[i]]] for i in range(len(first))]
    operands = [[rows[0], rows[0][::-1], rows[0]], *rows[1:]]
    graph = graph_of(row, operands, {})
    try:
        start = derivation(graph, bound(operands))
    except DomainProblem:
        pytest.skip("the samples cannot be combined")
    assert_same(in_page(browser, start, {}), start)


REDUCED = [
    (name, options)
    for name in ("sum", "mean", "prod", "amax", "amin", "norm", "logsumexp", "var", "std")
    for options in ({"axis": 0}, {"axis": 1, "keepdims": True}, {"axis": (0, 1)})
] + [
    ("softmax", {"axis": 0}),
    ("log_softmax", {"axis": 0}),
    ("cumsum", {"axis": 1}),
    ("var", {"ddof": 1}),
    ("std", {"ddof": 1, "axis": 1}),
]


@pytest.mark.parametrize(("name", "options"), REDUCED)
def test_a_reduction_works_along_its_axes(
    name: str, options: dict[str, Any], browser: Browser
) -> None:
    first = [[1.0, 2.0, -1.0], [0.5, -3.0, 4.0]]
    graph = graph_of(OPERATORS[name], [first], options)
    start = derivation(graph, {"x0": first})
    for matrix in (first, [[1.0, 1.0, 1.0], [2.0, 2.0, 2.0]], [[0.0, 0.0, 0.0], [1.0, 0.0, 5.0]]):
        assert_same(in_page(browser, start, {"x0": matrix}), derivation(graph, {"x0": matrix}))


LOSSES = [row for row in ROWS if row.family == "losses"]


@pytest.mark.parametrize("row", LOSSES, ids=lambda row: row.name)
@pytest.mark.parametrize("reduction", ["sum", "none"])
def test_a_loss_is_reduced_as_asked(row: Operator, reduction: str, browser: Browser) -> None:
    for sample in row.samples:
        graph = graph_of(row, sample, {"reduction": reduction})
        start = derivation(graph, bound(sample))
        assert_same(in_page(browser, start, {}), start)


@pytest.mark.parametrize("ties", TIES)
def test_ties_follow_the_convention_asked_for(ties: Ties, browser: Browser) -> None:
    for program, values in (
        ("max(x, y)*min(x, y)", {"x": 2, "y": 2}),
        ("max(x)*y", {"x": [3, 1, 3], "y": 1}),
    ):
        start = evaluate(parse(program), values, ties=ties)
        assert_same(in_page(browser, start, {}, ties), start)


# --- programs

PROGRAMS: list[tuple[str, Bindings, list[Bindings]]] = [
    ("where(x > 0, log(x), -x)*2", {"x": 2}, [{"x": -3}, {"x": 0}]),
    ("where(x > 0 and not (x > 5), sqrt(x), x^2)", {"x": 2}, [{"x": -3}, {"x": 7}, {"x": 5}]),
    ("sum(where(x > 0, sqrt(x), 0*x))", {"x": [4, -1, 9]}, [{"x": [-4, 1, 0.25]}]),
    ("x*detach(x) + pi/4*x", {"x": 3}, [{"x": -2}]),
    ("sum(A@B + c)", {"A": [[1, 2], [3, 4]], "B": [[1, 0.5], [-1, 10]], "c": [1, -20]}, [{"c": 7}]),
    ("norm(W @ x)^2 + sum(W*W)/2", {"W": [[1, 2], [3, 4]], "x": [1, -1]}, [{"x": [0, 0]}]),
    ("[x, y, x][1:3].sum() * concat([x], [y], axis=0).mean()", {"x": 1, "y": 2}, [{"x": 5}]),
    ("u = x*x; v = u + x; u*v*x", {"x": 1.5}, [{"x": 0}, {"x": -1e8}]),
    ("1/x + sqrt(x)", {"x": 4}, [{"x": 1e-300}]),
    ("sqrt(x*y)", {"x": 4, "y": 1}, [{"x": 0, "y": -1}]),
    ("sum(x^y)", {"x": [2, 3], "y": [2, 3]}, [{"x": [-2, 3]}]),
    ("sum(x^y * sum(y))", {"x": [2, 3], "y": 2}, [{"x": [-2, 3]}]),
    ("atan2(x, y)*z + x", {"x": 1, "y": 2, "z": 3}, [{"x": 0, "y": 0}]),
    ("relu(x)*y", {"x": 1, "y": 2}, [{"x": 0, "y": 0}]),
    ("(-2)^y + x^y", {"x": 2, "y": 3}, [{"x": -2}, {"x": 0, "y": 2}]),
]


@pytest.mark.parametrize(("program", "values", "changes"), PROGRAMS)
def test_a_program_is_computed_as_by_the_engine(
    program: str, values: Bindings, changes: list[Bindings], browser: Browser
) -> None:
    graph = parse(program)
    start = evaluate(graph, values)
    for change in ({}, *changes):
        if any(
            numpy_module().shape(v) != numpy_module().shape(values[name])
            for name, v in change.items()
        ):
            continue
        found = in_page(browser, start, change)
        assert_same(found, evaluate(graph, {**values, **change}))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(programs(), points, points)
def test_random_programs_are_computed_as_by_the_engine(
    browser: Browser,
    steps: list[tuple[str, str, list[int]]],
    first: tuple[float, float, float],
    then: tuple[float, float, float],
) -> None:
    graph = parse(as_text(steps))
    one, other = (dict(zip("xyz", point, strict=True)) for point in (first, then))
    assert_same(in_page(browser, evaluate(graph, one), other), evaluate(graph, other))


EXERCISES = [pytest.param(key, id=key.exercise.id) for key in keys()]


@pytest.mark.parametrize("key", EXERCISES)
def test_an_exercise_is_computed_as_by_the_engine(key: Key, browser: Browser) -> None:
    graph = key.derivation.graph
    bindings = {name: key.derivation.values[node] for name, node in graph.inputs.items()}
    floats = {
        name: value.astype(float) if is_array(value) else float(value)
        for name, value in bindings.items()
    }
    start = derivation(graph, floats)
    assert_same(in_page(browser, start, {}), start)
    fine = expand(graph)
    expanded = derivation(fine, floats)
    assert_same(in_page(browser, expanded, {}), expanded)


# --- numbers as text


def test_numbers_are_written_as_in_the_terminal(browser: Browser) -> None:
    sizes = [
        m * 10.0**e for m in (1, 1.5, 2.49995, 3.14159265, 9.99995, -7.5) for e in range(-9, 18)
    ]
    halves = [k / 2**n for n in range(1, 9) for k in (1, 3, 5, 7, 1001)]
    numbers = [*sizes, *halves, 0.0, 0.1, 0.09999999, 2.9999999996, 1 / 3, 1e300, 5e-324]
    numbers += [math.nan, math.inf, -math.inf, 123456.78901, 0.1 + 0.2, 1 - 1e-16, 1e15, 1e15 + 0.5]
    for digits in (0, 2, 4, 10):
        texts = [repr(number) for number in numbers]
        script = (
            resource("numbers.js")
            + "return arguments[0].map((t) => numeral(number(t), arguments[1]));"
        )
        assert browser.run(script, texts, digits) == [numeral(n, digits) for n in numbers]


READ = [
    ("-4", [-4.0], []),
    ("−4", [-4.0], []),
    ("１．５", [1.5], []),
    ("1/4", [0.25], []),
    ("1e-3", [0.001], []),
    ("[1, 2，3]", [1.0, 2.0, 3.0], [3]),
    ("【1，2】", [1.0, 2.0], [2]),
    ("[[1, 2], [3, 4]]", [1.0, 2.0, 3.0, 4.0], [2, 2]),
    ("", None, None),
    ("x", None, None),
    ("1,5", None, None),
    ("1/0", None, None),
    ("1e999", None, None),
    ("[1, [2]]", None, None),
    ("[1, 2", None, None),
    ("[]", None, None),
    ("__proto__", None, None),
]


@pytest.mark.parametrize(("typed", "numbers", "shape"), READ)
def test_a_typed_number_is_read(
    typed: str, numbers: list[float] | None, shape: list[int] | None, browser: Browser
) -> None:
    found = browser.run(resource("numbers.js") + "return read(arguments[0]);", typed)
    if numbers is None:
        assert found is None
    else:
        assert (found["list"], found["shape"]) == (numbers, shape)


ACCEPTED = [
    ("0.20", 0.19661193324148185, False, True),
    ("0.1966", 0.19661193324148185, False, True),
    ("-0.1966", 0.19661193324148185, False, False),
    ("0.21", 0.19661193324148185, False, False),
    ("0.333", 1 / 3, True, True),
    ("0.33", 1 / 3, True, False),
    ("1/3", 1 / 3, True, True),
    ("22", 22.0, True, True),
    ("22.001", 22.0, True, False),
]


@pytest.mark.parametrize(("typed", "truth", "rational", "right"), ACCEPTED)
def test_a_correct_rounding_is_accepted(
    typed: str, truth: float, rational: bool, right: bool, browser: Browser
) -> None:
    script = (
        resource("numbers.js") + "const [t, v, r] = arguments; return accepts(number(t), t, v, r);"
    )
    assert browser.run(script, typed, truth, rational) is right
