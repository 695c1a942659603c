"""Predictions: an expression over the parameters, worked before and after a descent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gradcli.engine import values_of
from gradcli.graph import Graph
from gradcli.operators.elementary import Value


@dataclass(frozen=True, slots=True)
class Prediction:
    """An expression at a point, and its values with the first and with the last parameters."""

    text: str
    at: Mapping[str, Value]
    before: Value
    after: Value


def predicted(
    graph: Graph,
    at: Mapping[str, Value],
    before: Mapping[str, Value],
    after: Mapping[str, Value],
) -> Prediction:
    """Work a prediction with two sets of parameters.

    >>> from gradcli.language import parse
    >>> done = predicted(parse("w*x"), {"x": 4.0}, {"w": 1.0}, {"w": 2.0})
    >>> done.before, done.after
    (4.0, 8.0)

    Raises:
        BindingProblem: a variable without a value.
        DomainProblem: the expression does not exist there.
    """
    values = []
    for parameters in (before, after):
        known = {name: value for name, value in parameters.items() if name in graph.inputs}
        found, _ = values_of(graph, {**known, **at})
        values.append(found[graph.output])
    return Prediction(graph.source, at, values[0], values[1])
