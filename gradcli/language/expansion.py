"""Composite functions as their primitive steps: sigmoid(x) as 1/(1 + exp(-x)).

The steps of an operator are a program of the language over the names of its operands; `{axis}` in
it stands for the value of an option. Where the usual steps fail in floating-point numbers, the safe
steps of the operator take their place: first all of them are written as cases of a `where`, then
`cases` keeps those in force.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from gradcli.graph import CONSTANT, INPUT, Graph, GraphBuilder, Options
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Operator
from gradcli.operators.reading import option_text

#: The `where` nodes that chose between steps; and why, for the choice of safe ones.
Cases = dict[int, str]


class Expansion(NamedTuple):
    """A graph of primitive steps, and the nodes whose usual steps fail, with the reason."""

    graph: Graph
    reasons: Cases


def steps_text(row: Operator, options: Options, steps: str | None = None) -> str:
    """Return the steps of an operator as a program, with the values of its options put in.

    `{reduction}(…)` becomes mean(…), sum(…), or brackets alone for none.
    """
    values = {option.name: options.get(option.name, option.default) for option in row.options}
    if values.get("reduction") == "none":
        values["reduction"] = ""
    chosen = row.steps if steps is None else steps
    return chosen.format_map({name: _put_in(value) for name, value in values.items()})


def _put_in(value: Any) -> str:
    """Return what stands for an option in steps: a word is the name of a function there."""
    return value if isinstance(value, str) else option_text(value)


def expanded(graph: Graph, only: frozenset[str] | None = None) -> Graph:
    """Return the graph with composite operators replaced by their usual steps, and those by theirs.

    `only` names the operators to be replaced, all that have steps unless it is given.
    """
    return _with_steps(graph, safe=False, only=only).graph


def expanded_at(graph: Graph, worked: Callable[[Graph], Sequence[Any]]) -> Expansion:
    """Return the graph in steps that hold at the values which `worked` gives to its nodes."""
    from gradcli.language.cases import in_force

    found = _with_steps(graph, safe=True)
    return in_force(found.graph, found.reasons, worked(found.graph)) if found.reasons else found


def _with_steps(
    graph: Graph, safe: bool, chooses: bool = False, only: frozenset[str] | None = None
) -> Expansion:
    """Return the graph in primitive steps; in one that `chooses`, its own `where` are cases too."""
    if not any(_is_replaced(OPERATORS.get(name), only) for name in set(graph.operators)):
        return Expansion(graph, _choices(graph) if chooses else {})
    return _Copying(graph, safe, chooses, only).run()


def _is_replaced(row: Operator | None, only: frozenset[str] | None) -> bool:
    return bool(row and row.steps and (only is None or row.name in only))


def _choices(graph: Graph) -> Cases:
    return {node: "" for node, operator in enumerate(graph.operators) if operator == "where"}


class _Copying:
    """One walk over a graph, copying it; `copies[i]` is what node i has become."""

    def __init__(
        self, graph: Graph, safe: bool, chooses: bool, only: frozenset[str] | None
    ) -> None:
        self.graph = graph
        self.only = only
        self.safe = safe
        self.choices = _choices(graph) if chooses else {}
        self.builder = GraphBuilder(graph.source)
        self.builder.written.update(graph.written)
        self.copies: list[int] = []
        self.cases: Cases = {}
        self.programs: dict[tuple[str, str, bool], Expansion] = {}

    def run(self) -> Expansion:
        graph, builder = self.graph, self.builder
        given = {node: name for name, node in graph.inputs.items()}
        for node, operator in enumerate(graph.operators):
            place = graph.spans[2 * node], graph.spans[2 * node + 1]
            operands = tuple([self.copies[operand] for operand in graph.operands_of(node)])
            row = OPERATORS.get(operator)
            if row and _is_replaced(row, self.only):
                copy = self._steps(row, graph.options_of(node), operands, place)
            elif operator == INPUT:
                copy = builder.input(given[node], *place)
            else:
                copy = copied(graph, node, builder, operands, place)
            self.copies.append(copy)
            if node in self.choices:
                self.cases[copy] = ""
            if node in given and operator != INPUT:
                builder.given(copy, given[node])
            if operator != INPUT:
                self._name(copy, graph.names.get(node, ()))
            else:
                self._name(copy, graph.names[node][1:])
        return Expansion(builder.build(self.copies[graph.output]), self.cases)

    def _name(self, copy: int, names: tuple[str, ...]) -> None:
        for name in names:
            self.builder.name(copy, name)

    def _steps(
        self, row: Operator, options: Options, operands: tuple[int, ...], place: tuple[int, int]
    ) -> int:
        """Copy the steps of an operator in its place, the safe ones as cases of a `where`."""
        chosen = self._program(row, steps_text(row, options), operands, place)
        for case in reversed(row.safe_steps if self.safe else ()):
            before, _, test = case.at.rpartition(";")
            test = steps_text(row, options, f"{before};where({test}, 1, 0)".lstrip(";"))
            condition = self._program(row, test, operands, place, first_operand=True)
            steps = self._program(row, steps_text(row, options, case.steps), operands, place, True)
            chosen = self.builder.add("where", (condition, steps, chosen), None, *place)
            self.cases[chosen] = case.why
        return chosen

    def _program(
        self,
        row: Operator,
        text: str,
        operands: tuple[int, ...],
        place: tuple[int, int],
        safe: bool = False,
        first_operand: bool = False,
    ) -> int:
        """Copy a program over the operands of an operator; its own names and places stay inside.

        With `first_operand` only the first operand of its output, and what that needs.
        """
        program, cases = self._read(row, text, safe)
        inputs = dict(zip(row.operands, operands, strict=True))
        names = {node: name for name, node in program.inputs.items()}
        last = program.operands_of(program.output)[0] if first_operand else program.output
        copies: list[int] = []
        for node, operator in enumerate(program.operators[: last + 1]):
            inner = tuple([copies[operand] for operand in program.operands_of(node)])
            if operator == INPUT:
                copies.append(inputs[names[node]])
                continue
            copies.append(copied(program, node, self.builder, inner, place, short=True))
            if node in cases:
                self.cases[copies[-1]] = cases[node]
        return copies[last]

    def _read(self, row: Operator, text: str, chooses: bool) -> Expansion:
        from gradcli.language import parse

        key = row.name, text, chooses
        if key not in self.programs:
            program = parse(text, bound=row.operands)
            self.programs[key] = _with_steps(program, self.safe, chooses, self.only)
        return self.programs[key]


def copied(
    graph: Graph,
    node: int,
    builder: GraphBuilder,
    operands: tuple[int, ...],
    place: tuple[int, int],
    short: bool = False,
) -> int:
    """Append a copy of a constant or operation, over other operands and at another place.

    With `short` options that have their default are left out: the steps of an operator give all.
    """
    operator = graph.operators[node]
    if operator == CONSTANT:
        return builder.constant(graph.literals[node], *place)
    options = graph.options_of(node)
    if short and options and operator in OPERATORS:
        usual = {option.name: option.default for option in OPERATORS[operator].options}
        options = {name: value for name, value in options.items() if value != usual.get(name, ...)}
    return builder.add(operator, operands, options or None, *place)
