"""The backward pass over arrays of regular numbers, against the ordinary one."""

from __future__ import annotations

from typing import Any

import numpy
import pytest

from gradcli import parse
from gradcli.engine import evaluate, values_of
from gradcli.engine.backward import Gradients, backward
from gradcli.engine.blocks import LONG
from gradcli.engine.regular import regular
from gradcli.engine.rules import EdgeRules
from gradcli.numerals import is_undefined

DRAW = numpy.random.default_rng(0)
MATRIX, ROW, COLUMN = DRAW.normal(size=(3, 4)), DRAW.normal(size=4), DRAW.normal(size=(3, 1))
LONG_ONE = DRAW.normal(size=LONG + 77)

CASES = {
    "sums back over what broadcasting repeats": ("sum((m + r)*c*0.5)", "mrc"),
    "adds up three uses in source order": ("sum(m*m + m*r + m)", "mr"),
    "a uniform gradient goes through numbers": ("sum((r*2 + 1)*3)", "r"),
    "a value that nothing uses": ("u = r*c; sum(m)", "mrc"),
    "an operand cut off": ("sum(detach(m)*r)", "mr"),
    "any number of operands": ("sum(concat(r, r*2)^2)", "r"),
    "classes without a gradient": ("t = [0, 3, 1]; cross_entropy(m, t)", "m"),
    "ties": ("sum(max(m, m)*r)", "mr"),
    "a kink with a convention": ("sum(relu(m - m)*r)", "mr"),
    "a long array in blocks": ("sum(tanh(l*2 + 1)*l - sigmoid(l) + l^3)", "l"),
    "a long array and a number": ("sum(sigmoid(l)*0.5)/mean(l^2)", "l"),
}
VALUES = {"m": MATRIX, "r": ROW, "c": COLUMN, "l": LONG_ONE}


def both(text: str, bindings: dict[str, Any]) -> tuple[Gradients | None, Gradients]:
    """Return the gradients of the quick and of the ordinary backward pass."""
    graph = parse(text)
    values, needs = values_of(graph, bindings)
    rules = EdgeRules(graph, values, "split", False, needs)
    return regular(rules, 1.0), backward(rules, 1.0)


@pytest.mark.parametrize("case", CASES)
def test_every_number_is_that_of_the_ordinary_pass(case: str) -> None:
    text, names = CASES[case]
    quick, ordinary = both(text, {name: VALUES[name] for name in names})
    assert quick is not None
    assert quick.reached == ordinary.reached
    for column in ("upstream", "local", "contributions"):
        found, expected = getattr(quick, column), getattr(ordinary, column)
        assert len(found) == len(expected)
        for ours, theirs in zip(found, expected, strict=True):
            assert (ours is None) == (theirs is None)
            if theirs is not None:
                assert numpy.shape(ours) == numpy.shape(theirs)
                numpy.testing.assert_array_max_ulp(ours, theirs, maxulp=2)


@pytest.mark.parametrize(
    "text", ["sum(sqrt(r))", "sum(r^0.5)", "sum(log(exp(r)*0 + 1)*1e308*10)", "norm(r*0)"]
)
def test_gives_way_or_agrees_where_numbers_are_irregular(text: str) -> None:
    quick, ordinary = both(text, {"r": numpy.array([0.0, 1.0])})
    irregular = any(
        value is None or not numpy.isfinite(value).all()
        for node, value in enumerate(ordinary.upstream)
        if node in ordinary.reached
    )
    assert (quick is None) == irregular


def test_gradients_may_be_written_to() -> None:
    gradient = evaluate(parse("sum(x)"), {"x": [1, 2, 3]}).gradients["x"]
    gradient *= 2
    assert gradient.tolist() == [2, 2, 2]
    assert not is_undefined(gradient[0])
