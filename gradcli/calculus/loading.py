"""A graph as terms: its nodes in the algebra, with the shapes that they have at given values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gradcli.calculus.algebra import Algebra
from gradcli.calculus.products import EXPRESSIBLE
from gradcli.calculus.terms import Shape
from gradcli.errors import GradcliError, ShapeProblem
from gradcli.graph import CONSTANT, INPUT, Graph, Literal
from gradcli.operators import OPERATORS


@dataclass(slots=True)
class Loaded:
    """A program as terms: the term of every node, and what is needed to write it again.

    `names` are the names of terms in the program, `given` the values that variables have there,
    `definitions` the terms of nodes that were made variables, `nodes` a node for each term.
    """

    algebra: Algebra
    graph: Graph
    terms: list[int] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    given: dict[str, Literal] = field(default_factory=dict)
    definitions: dict[int, int] = field(default_factory=dict)
    nodes: dict[int, int] = field(default_factory=dict)

    @property
    def output(self) -> int:
        """Return the term of the output."""
        return self.terms[self.graph.output]

    def refusal(self, term: int, name: str) -> GradcliError:
        """Return the error for an operation whose gradient cannot be written."""
        node = self.nodes.get(term)
        own = OPERATORS[self.algebra.operators[term]]
        operator = own if own.elementwise else OPERATORS.get(name)
        called = (operator.calls or (operator.infix,))[0] if operator else name
        problem = GradcliError(
            f"the gradient of {called} cannot be written as an expression of the language",
            hint="gradcli eval with --wrt works out its numbers",
        )
        if node is not None:
            problem.located(self.graph.source, self.graph.span_of(node))
        return problem


def loaded(graph: Graph, shapes: Mapping[str, Shape], variables: Sequence[str]) -> Loaded:
    """Return a graph as terms, with the given shapes of its inputs.

    A node that is one of the `variables`, without being an input, is made a variable.

    Raises:
        ShapeProblem: arrays that do not fit together.
    """
    found = Loaded(Algebra(), graph)
    inputs = {node: name for name, node in graph.inputs.items()}
    for node in range(len(graph)):
        term = _term(found, node, inputs, shapes)
        found.nodes.setdefault(term, node)
        names = graph.names.get(node, ())
        if names and node not in inputs:
            chosen = next((name for name in names if name in variables), None)
            if chosen is not None:
                made = found.algebra.variable(chosen, found.algebra.shapes[term])
                found.definitions[made], term = term, made
            found.names.setdefault(term, names[0])
        found.terms.append(term)
    return found


def _term(found: Loaded, node: int, inputs: Mapping[int, str], shapes: Mapping[str, Shape]) -> int:
    graph, algebra = found.graph, found.algebra
    operator = graph.operators[node]
    if node in inputs:
        return _input(found, node, inputs[node], shapes)
    if operator == CONSTANT:
        return algebra.literal(graph.literals[node])
    operands = tuple(found.terms[operand] for operand in graph.operands_of(node))
    options: tuple[tuple[str, Any], ...] = tuple(graph.options_of(node).items())
    try:
        return algebra.of_program(operator, operands, options)
    except GradcliError as problem:
        raise problem.located(graph.source, graph.span_of(node)) from None
    except ValueError:
        raise ShapeProblem(
            "the shapes do not fit together", source=graph.source, span=graph.span_of(node)
        ) from None


def _input(found: Loaded, node: int, name: str, shapes: Mapping[str, Shape]) -> int:
    """Return the variable of an input; unless it was given a shape it keeps the program's value."""
    graph, algebra = found.graph, found.algebra
    if name in shapes or graph.operators[node] == INPUT:
        return algebra.variable(name, shapes.get(name, ()))
    if graph.operators[node] == CONSTANT:
        found.given[name] = graph.literals[node]
        return algebra.variable(name, algebra.shapes[algebra.literal(graph.literals[node])])
    operands = tuple(found.terms[operand] for operand in graph.operands_of(node))
    value = algebra.of_program(
        graph.operators[node], operands, tuple(graph.options_of(node).items())
    )
    variable = algebra.variable(name, algebra.shapes[value])
    found.definitions[variable] = value
    found.names[variable] = name
    return variable


def composite(graph: Graph) -> frozenset[str]:
    """Return the operators of a graph that have to be differentiated step by step."""
    return frozenset(
        name
        for name in set(graph.operators)
        if name in OPERATORS
        and not OPERATORS[name].elementwise
        and OPERATORS[name].steps
        and name not in EXPRESSIBLE
    )


def needs_shapes(graph: Graph) -> int | None:
    """Return the first node whose gradient depends on the shapes of arrays, None if none does."""
    for node, operator in enumerate(graph.operators):
        if operator in OPERATORS and not OPERATORS[operator].elementwise:
            return node
    return None


def unbound(graph: Graph, shapes: Mapping[str, Shape]) -> list[str]:
    """Return the variables that have no value, neither in the program nor from outside."""
    return [
        name
        for name, node in graph.inputs.items()
        if graph.operators[node] == INPUT and name not in shapes
    ]
