"""A derivative as a Python function runs with nothing but the standard library."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given

from gradcli import evaluate, parse
from gradcli.calculus import derivative
from gradcli.calculus.python import python_text
from gradcli.errors import GradcliError
from gradcli.operators import OPERATORS
from tests.calculus.samples import Sample, samples
from tests.engine.test_random_graphs import as_text, points, programs

SCALAR = [sample for sample in samples() if OPERATORS[sample.operator].elementwise]


def run(source: str, arguments: dict[str, Any]) -> Any:
    """Run the function of a source with the arguments that it takes."""
    namespace: dict[str, Any] = {}
    exec(compile(source, "<derivative>", "exec"), namespace)
    function = namespace["derivative"]
    return function(
        **{
            name: arguments[name]
            for name in function.__code__.co_varnames[: function.__code__.co_argcount]
        }
    )


@pytest.mark.parametrize("sample", SCALAR, ids=[f"{s.operator}-{s.at}" for s in SCALAR])
def test_every_function_of_numbers_runs(sample: Sample) -> None:
    expected = evaluate(sample.graph, sample.at).gradients
    for name in sample.differentiable():
        source = python_text(derivative(sample.graph, [name]))
        assert run(source, sample.at) == pytest.approx(expected[name], rel=1e-9, abs=1e-12)


@given(programs(), points)
def test_random_programs_run(
    steps: list[tuple[str, str, list[int]]], point: tuple[float, float, float]
) -> None:
    graph, at = parse(as_text(steps)), dict(zip("xyz", point, strict=True))
    found = run(python_text(derivative(graph, ["x", "y", "z"])), at)
    gradients = evaluate(graph, at).gradients
    np.testing.assert_allclose(found, [gradients[name] for name in "xyz"], rtol=1e-7, atol=1e-9)


def test_a_deep_expression_is_written_over_several_statements() -> None:
    graph, at = parse("sin(" * 500 + "x" + ")" * 500), {"x": 0.3}
    found = run(python_text(derivative(graph, ["x"])), at)
    assert found == pytest.approx(evaluate(graph, at).gradients["x"])


def test_names_of_python_are_no_trouble() -> None:
    source = python_text(derivative(parse("lambda*exp^2 + sin(max)"), ["lambda", "exp", "max"]))
    found = run(source, {"lambda_": 2.0, "exp_": 3.0, "max_": 0.0})
    assert found == [9.0, 12.0, 1.0]


def test_the_value_of_a_variable_in_the_program_is_kept() -> None:
    assert run(python_text(derivative(parse("a = 2; a^2*x"), ["a"])), {"x": 3.0}) == 12.0


def test_arrays_are_refused() -> None:
    graph = derivative(parse("sum(w*w)*b"), ["b"], shapes={"w": (2,), "b": ()})
    with pytest.raises(GradcliError, match="for numbers"):
        python_text(graph)
