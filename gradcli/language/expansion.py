"""Composite functions as their primitive steps: sigmoid(x) as 1/(1 + exp(-x)).

The steps of an operator are a program of the language over the names of its operands; `{axis}` in
it stands for the value of an option.
"""

from __future__ import annotations

from gradcli.graph import CONSTANT, INPUT, Graph, GraphBuilder, Options
from gradcli.language.literals import option_text
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Operator


def steps_text(row: Operator, options: Options) -> str:
    """Return the steps of an operator as a program, with the values of its options put in.

    `{reduction}(…)` becomes mean(…), sum(…), or brackets alone for none.
    """
    values = {option.name: options.get(option.name, option.default) for option in row.options}
    if values.get("reduction") == "none":
        values["reduction"] = ""
    return row.steps.format_map({name: option_text(value) for name, value in values.items()})


def expanded(graph: Graph, only: frozenset[str] | None = None) -> Graph:
    """Return the graph with every composite operator replaced by its steps, and those by theirs.

    `only` names the operators to be replaced; all that have steps, unless it is given.
    """
    composite = {
        name
        for name in set(graph.operators)
        if name in OPERATORS and OPERATORS[name].steps and (only is None or name in only)
    }
    if not composite:
        return graph
    return _Expansion(graph, only).run()


class _Expansion:
    """One walk over a graph, copying it; `copies[i]` is what node i has become."""

    def __init__(self, graph: Graph, only: frozenset[str] | None) -> None:
        self.graph = graph
        self.only = only
        self.builder = GraphBuilder(graph.source)
        self.builder.written.update(graph.written)
        self.copies: list[int] = []
        self.programs: dict[tuple[str, tuple[tuple[str, object], ...]], Graph] = {}

    def run(self) -> Graph:
        graph, builder = self.graph, self.builder
        given = {node: name for name, node in graph.inputs.items()}
        for node, operator in enumerate(graph.operators):
            place = graph.spans[2 * node], graph.spans[2 * node + 1]
            operands = tuple([self.copies[operand] for operand in graph.operands_of(node)])
            row = OPERATORS.get(operator)
            if row and row.steps and (self.only is None or row.name in self.only):
                copy = self._steps(row, graph.options_of(node), operands, place)
            elif operator == INPUT:
                copy = builder.input(given[node], *place)
            else:
                copy = _copied(graph, node, builder, operands, place)
            self.copies.append(copy)
            if node in given and operator != INPUT:
                builder.given(copy, given[node])
            if operator != INPUT:
                self._name(copy, graph.names.get(node, ()))
            else:
                self._name(copy, graph.names[node][1:])
        return builder.build(self.copies[graph.output])

    def _name(self, copy: int, names: tuple[str, ...]) -> None:
        for name in names:
            self.builder.name(copy, name)

    def _steps(
        self, row: Operator, options: Options, operands: tuple[int, ...], place: tuple[int, int]
    ) -> int:
        """Copy the steps of an operator in its place; its own names and places stay inside."""
        program = self._program(row, options)
        inputs = dict(zip(row.operands, operands, strict=True))
        names = {node: name for name, node in program.inputs.items()}
        copies: list[int] = []
        for node, operator in enumerate(program.operators):
            inner = tuple([copies[operand] for operand in program.operands_of(node)])
            copies.append(
                inputs[names[node]]
                if operator == INPUT
                else _copied(program, node, self.builder, inner, place)
            )
        return copies[program.output]

    def _program(self, row: Operator, options: Options) -> Graph:
        from gradcli.language import parse

        key = row.name, tuple(sorted(options.items()))
        if key not in self.programs:
            steps = parse(steps_text(row, options), bound=row.operands)
            self.programs[key] = expanded(steps, self.only)
        return self.programs[key]


def _copied(
    graph: Graph,
    node: int,
    builder: GraphBuilder,
    operands: tuple[int, ...],
    place: tuple[int, int],
) -> int:
    operator = graph.operators[node]
    if operator == CONSTANT:
        return builder.constant(graph.literals[node], *place)
    return builder.add(operator, operands, graph.options_of(node) or None, *place)
