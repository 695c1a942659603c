"""Every operator of the registry as a program with a number for output, at its sample points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from gradcli.engine import values_of
from gradcli.graph import Graph, GraphBuilder, Literal
from gradcli.operators import OPERATORS, WRITTEN
from gradcli.operators.declaration import Operator

#: Options without which an operator does nothing.
_OPTIONS: dict[str, Any] = {"index": {"index": (0,)}}


class Sample(NamedTuple):
    """A program with one operator, and values of its variables."""

    operator: str
    graph: Graph
    at: dict[str, Any]

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        return {name: np.shape(value) for name, value in self.at.items()}

    def differentiable(self) -> list[str]:
        """Return the variables that a gradient reaches."""
        row = OPERATORS[self.operator]
        return [
            name
            for place, name in enumerate(self.at)
            if row.differentiable(0 if row.variadic else place)
        ]


def literal(nested: Any) -> Literal:
    if isinstance(nested, list):
        return tuple(map(literal, nested))
    return str(nested)


def samples() -> Iterator[Sample]:
    """Yield every operator at every sample; elements of arrays are weighted and added up."""
    for row in WRITTEN.values():
        if row.family != "conditions" and row.name != "where":
            for sample in row.samples:
                yield Sample(row.name, *_program(row, sample))


def _program(row: Operator, sample: tuple[Any, ...]) -> tuple[Graph, dict[str, Any]]:
    builder = GraphBuilder()
    names = [f"x{place}" for place in range(len(sample))]
    operands = tuple(builder.input(name) for name in names)
    node = builder.add(row.name, operands, _OPTIONS.get(row.name))
    values = (np.array(part) if isinstance(part, tuple) else part for part in sample)
    at = dict(zip(names, values, strict=True))
    computed, _ = values_of(builder.build(node), at)
    shape = np.shape(computed[node])
    if shape:
        numbers = (np.arange(1, np.prod(shape) + 1) / 3).reshape(shape)
        weights = builder.constant(literal(numbers.tolist()))
        node = builder.add("sum", (builder.add("multiply", (node, weights)),))
    return builder.build(node), at
