"""A compiled program gives the numbers of the engine, to the last bit, or gives way."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy
import pytest

from gradcli import Derivation, evaluate, parse
from gradcli.engine.program import GIVES_WAY, Irregular, Program, Reading, of_scalars
from gradcli.errors import DomainProblem
from gradcli.graph import INPUT, Graph
from gradcli.operators import WRITTEN
from gradcli.operators.declaration import Operator
from tests.calculus.samples import Sample, samples
from tests.engine.array_programs import Writer as ArrayWriter
from tests.engine.array_programs import values
from tests.engine.scalar_programs import Writer

ELEMENTWISE = [
    operator
    for operator in WRITTEN.values()
    if operator.elementwise and any(operator.local) and not operator.variadic
]


def called(operator: Operator, names: tuple[str, ...]) -> str:
    """Return the operator over some names as text, within a product so that gradients flow on."""
    if operator.infix and len(names) == 2:
        return f"2*({names[0]} {operator.infix} {names[1]})"
    if operator.infix:
        return f"2*({operator.infix}{names[0]})"
    return f"2*{operator.calls[0]}({', '.join(names)})"


def numbers(sample: tuple[Any, ...]) -> bool:
    return all(type(value) is float for value in sample)


CASES = [
    (operator, sample) for operator in ELEMENTWISE for sample in operator.samples if numbers(sample)
]


@pytest.mark.parametrize(("operator", "sample"), CASES, ids=lambda v: getattr(v, "name", str(v)))
def test_a_program_gives_the_numbers_of_the_engine(
    operator: Operator, sample: tuple[float, ...]
) -> None:
    names = tuple(f"x{place}" for place in range(len(sample)))
    graph = parse(called(operator, names))
    bindings = dict(zip(names, sample, strict=True))
    worked = evaluate(graph, bindings)
    program = Program(graph, names, names)
    try:
        value, gradients = program(*sample)
    except Irregular:
        assert worked.notices or worked.undefined
        return
    assert value == worked.value
    assert list(gradients) == [worked.gradients[name] for name in names]


@pytest.mark.parametrize(("operator", "sample"), CASES, ids=lambda v: getattr(v, "name", str(v)))
def test_columns_give_what_each_point_gives(operator: Operator, sample: tuple[float, ...]) -> None:
    names = tuple(f"x{place}" for place in range(len(sample)))
    graph = parse(called(operator, names))
    every = range(len(graph))
    one = Program(graph, names, names, unwatched=every)
    many = Program(graph, names, names, "columns", unwatched=every)
    try:
        value, gradients = one(*sample)
    except Irregular:
        return
    columns = [numpy.full(3, number) for number in sample]
    found, slopes = many(*columns)
    numpy.testing.assert_allclose(numpy.broadcast_to(found, 3), value, rtol=1e-13)
    for slope, gradient in zip(slopes, gradients, strict=True):
        numpy.testing.assert_allclose(numpy.broadcast_to(slope, 3), gradient, rtol=1e-12)


PROGRAMS = [
    ("(w*x - y)^2", {"w": 1.5, "x": 0.1, "y": 2.0}),
    ("(w1*x^2 + w2*x + b - y)^2", {"w1": 0.3, "w2": 1.1, "b": 0.7, "x": 3.3, "y": 2.0}),
    ("a=2; b=a*3; c=a+2; d=b+4; c*d*x", {"x": 1.5}),
    ("s = x*y; s*s + s/x - sigmoid(s)*s", {"x": 0.3, "y": -1.7}),
    ("x*0 + y^3 - x*1 + y*(-1)", {"x": 0.3, "y": -1.7}),
    ("exp(-x^2/2)/sqrt(2*pi)", {"x": 0.37}),
    ("where(x > 0, x*y, y/2)", {"x": 0.3, "y": -1.7}),
    ("max(x, y)*min(x, 2) + abs(y)", {"x": 0.3, "y": -1.7}),
    ("detach(x)*y + floor(x)", {"x": 0.3, "y": -1.7}),
    ("x + 0*y", {"x": 0.3, "y": -1.7}),
]


@pytest.mark.parametrize(("text", "bindings"), PROGRAMS, ids=[row[0] for row in PROGRAMS])
def test_a_whole_program_gives_the_numbers_of_the_engine(
    text: str, bindings: dict[str, float]
) -> None:
    graph = parse(text)
    worked = evaluate(graph, bindings)
    names = tuple(bindings)
    every = range(len(graph))
    value, gradients = Program(graph, names, names, unwatched=every)(*bindings.values())
    assert value == worked.value
    assert list(gradients) == [worked.gradients[name] for name in names]


def test_a_program_of_arrays_gives_the_numbers_of_the_engine() -> None:
    generator = numpy.random.default_rng(5)
    shapes = {"W": (4, 3), "b": (3,), "V": (3, 2), "X": (5, 4)}
    bindings: dict[str, Any] = {n: generator.normal(size=s) for n, s in shapes.items()}
    bindings["y"] = numpy.array([0.0, 1, 1, 0, 1])
    graph = parse("cross_entropy(relu(X@W + b)@V, y) + 0.1*mean(W*W)")
    worked = evaluate(graph, bindings)
    wrt = ("W", "b", "V")
    value, gradients = Program(graph, tuple(bindings), wrt, "arrays")(*bindings.values())
    assert value == worked.value
    for name, gradient in zip(wrt, gradients, strict=True):
        numpy.testing.assert_array_equal(gradient, worked.gradients[name])


SAMPLES = [*samples()]


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.operator for sample in SAMPLES])
def test_every_operator_is_compiled_for_arrays(sample: Sample) -> None:
    worked = evaluate(sample.graph, sample.at)
    # Not that of an operand that selects a class.
    wrt = [n for place, n in enumerate(sample.at) if worked.contributions[place] is not None]
    try:
        program = Program(sample.graph, [*sample.at], wrt, "arrays")
        value, gradients = program(*sample.at.values())
    except Irregular:
        assert worked.notices
        return
    assert value == worked.value
    for name, gradient in zip(wrt, gradients, strict=True):
        numpy.testing.assert_array_equal(gradient, worked.gradients[name])


GIVING_WAY = [
    ("log(x)", 0.0),
    ("1/x", 0.0),
    ("relu(x)", 0.0),
    ("sqrt(x)", 0.0),
    ("exp(x)", 1000.0),
    ("x*x", 1e200),
    ("1/(x*x)", 1e200),
    ("x", math.nan),
    ("x + 1", math.inf),
    ("2^x*0 + (x - 3)^x", -2.5),
]


@pytest.mark.parametrize("reading", ["scalars", "columns"])
@pytest.mark.parametrize(("text", "x"), GIVING_WAY)
def test_a_program_gives_way_where_the_engine_has_something_to_say(
    text: str, x: float, reading: Any
) -> None:
    program = Program(parse(text), ("x",), ("x",), reading)
    with pytest.raises(GIVES_WAY):
        program(numpy.array([x, x]) if reading == "columns" else x)


def test_a_column_cannot_have_what_works_on_arrays() -> None:
    with pytest.raises(Irregular):
        Program(parse("sum(x)"), ("x",), ("x",), "columns")


def test_nothing_is_computed_for_gradients_that_are_not_wanted() -> None:
    program = Program(parse("exp(x)*w"), ("x", "w"), ("w",))
    assert program(1.0, 2.0) == (2 * math.e, (math.e,))
    assert program.source.count("u") == Program(parse("x*w"), ("x", "w"), ("w",)).source.count("u")


@pytest.mark.parametrize("reading", ["scalars", "columns", "arrays"])
def test_a_node_used_thousands_of_times_is_compiled(reading: Reading) -> None:
    """Python's compiler goes one level deeper for each addend of a long sum."""
    graph = parse("x*y" + " + x*y" * 9_999)
    program = Program(graph, ("x", "y"), ("x", "y"), reading)
    value, gradients = program(2.0, 0.5)
    assert (value, *gradients) == (10_000, 5_000, 20_000)


def test_a_very_large_graph_is_left_to_the_engine() -> None:
    graph = parse("x" + " + x" * 100_001)
    with pytest.raises(Irregular):
        Program(graph, ("x",), ("x",))


def engine_at(graph: Graph, at: dict[str, float]) -> Derivation | None:
    """Return what the engine gives, None where there is no value."""
    try:
        return evaluate(graph, at)
    except DomainProblem:
        return None


@pytest.mark.parametrize("first", range(0, 600, 100))
@pytest.mark.parametrize("reading", ["scalars", "columns", "arrays"])
def test_random_programs_give_the_numbers_of_the_engine_or_give_way(
    reading: Reading, first: int
) -> None:
    """Some inputs have a value of their own, which a binding may replace: no other path may work it
    out again."""
    compared = 0
    for seed in range(first, first + 100):
        writer = Writer(seed)
        graph = parse(writer.program())
        at = writer.values(graph)
        wrt = [name for name in graph.inputs if writer.chosen.random() < 0.7]
        if reading != "arrays" and not of_scalars(graph):
            continue
        program = Program(graph, [*at], wrt, reading)
        swept = [name for name in at if reading == "columns" and writer.chosen.random() < 0.5]
        points = [
            at,
            at | {name: value for name, value in writer.values(graph).items() if name in swept},
        ]
        given = [numpy.array([p[n] for p in points]) if n in swept else at[n] for n in at]
        try:
            value, gradients = program(*given)
        except Irregular:
            continue
        for place, point in enumerate(points if swept else points[:1]):
            worked = engine_at(graph, point)
            assert worked is not None, graph.source
            expected = [worked.value, *map(worked.gradients.get, wrt)]
            found = [numpy.broadcast_to(one, len(points))[place] for one in (value, *gradients)]
            exact = 0.0 if reading == "scalars" else 1e-9
            assert found == pytest.approx(expected, rel=exact, abs=exact), graph.source
            assert not worked.notices or len(wrt) < len(graph.inputs), graph.source
            compared += 1
    assert compared > 10


@pytest.mark.parametrize("zero", ["0", "(1 - 1)", "(2 % 1)"])
def test_an_array_times_0_is_an_array(zero: str) -> None:
    graph = parse(f"sum(w*{zero} + x)")
    program = Program(graph, ("w", "x"), ("w", "x"), "arrays")
    value, (by_w, by_x) = program(numpy.array([1.0, 2.0, 3.0]), 5.0)
    assert (value, by_w.tolist(), by_x) == (15, [0, 0, 0], 3)


@pytest.mark.parametrize("first", range(0, 400, 100))
def test_random_programs_of_arrays_give_the_numbers_of_the_engine_or_give_way(first: int) -> None:
    compared = 0
    for seed in range(first, first + 100):
        writer, chosen = ArrayWriter(seed), random.Random(seed)
        text = writer.program()
        graph = parse(writer.giving(text, parse(text).inputs))
        names = [
            name
            for name, node in graph.inputs.items()
            if graph.operators[node] == INPUT or chosen.random() < 0.6
        ]
        at = {
            n: numpy.array(v, float) if n == "t" else v
            for n, v in values(chosen, names, plain=True).items()
        }
        wrt = [name for name in graph.inputs if name != "t" and chosen.random() < 0.7]
        try:
            value, gradients = Program(graph, names, wrt, "arrays")(*at.values())
        except Irregular:
            continue
        worked = evaluate(graph, at)
        assert value == pytest.approx(worked.value, rel=1e-12), graph.source
        for name, gradient in zip(wrt, gradients, strict=True):
            expected = worked.gradients[name]
            assert numpy.shape(gradient) == numpy.shape(expected), graph.source
            assert gradient == pytest.approx(expected, rel=1e-9, abs=1e-12), graph.source
        compared += 1
    assert compared > 10
