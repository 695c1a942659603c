"""The key of an exercise: computed from its graph, exactly where that is possible, and never written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gradcli.engine import Derivation, constant_value, evaluate
from gradcli.engine.backward import backward, checked_seed
from gradcli.engine.forward import shape_of
from gradcli.engine.rules import EdgeRules
from gradcli.errors import GradcliError, SeedProblem
from gradcli.grading.answers import Context, Reading, read_answer
from gradcli.grading.faults import Fault, FileFaults, did_you_mean
from gradcli.grading.model import AnswerText, Exercise, ExerciseSet, Place
from gradcli.grading.numerals import has_value
from gradcli.grading.quantities import (
    SHORTHANDS,
    Quantities,
    Quantity,
    QuantityProblem,
    plain,
)
from gradcli.grading.tolerance import is_rational
from gradcli.graph import INPUT, Graph
from gradcli.numerals import numeral, shape_text
from gradcli.operators.elementary import Value, numpy_module


@dataclass(frozen=True, slots=True)
class Key:
    """An exercise worked through.

    `truth` holds the true value of each quantity that is asked: a Fraction where it is exactly rational (then
    `rational` is True), else a float, or an array. `derivation` is the exact one; where the output is an
    array and no gradient is asked, its seed is an array of ones. `context` holds what answers may refer to.
    """

    exercise: Exercise
    graph: Graph
    derivation: Derivation
    names: Quantities
    quantities: tuple[Quantity, ...]
    truth: Mapping[Quantity, Value]
    rational: Mapping[Quantity, bool]
    context: Context

    def read(self, quantity: Quantity, text: str) -> Reading:
        """Return what an answer to one of the questions says, a repeated label dropped."""

        def is_label(label: str) -> bool:
            try:
                return self.names.resolve(label) == quantity
            except QuantityProblem:
                return False

        return read_answer(text, replace(self.context, is_label=is_label))

    def matched(
        self, answers: Mapping[str, AnswerText]
    ) -> tuple[dict[Quantity, AnswerText], tuple[Fault, ...]]:
        """Return the answers by quantity, and what is wrong with their names.

        A name that is no quantity, one that is not asked, and a quantity answered twice are faults.
        """
        found: dict[Quantity, AnswerText] = {}
        faults = []
        for text, answer in answers.items():
            try:
                quantity = self._asked(text)
            except QuantityProblem as problem:
                faults.append(Fault(answer.named, problem.message, problem.hint))
                continue
            if quantity in found:
                first = found[quantity].named.line
                message = f"{quantity.text} is answered twice"
                faults.append(Fault(answer.named, message, f"first at line {first}"))
            else:
                found[quantity] = answer
        return found, tuple(faults)

    def _asked(self, text: str) -> Quantity:
        quantity = self.names.resolve(text)
        if quantity not in self.truth:
            asked = [known.text for known in self.quantities]
            hint = did_you_mean(text, asked) or f"asked are {', '.join(asked)}"
            message = f"{quantity.text} is not asked in exercise {self.exercise.id}"
            raise QuantityProblem(message, hint=hint)
        return quantity


class Keys:
    """The keys of a set, each computed when it is first needed; one at fault does not stop the others."""

    def __init__(self, exercises: ExerciseSet) -> None:
        self.exercises = exercises
        self._found: dict[str, Key | FileFaults] = {}

    def of(self, id: str) -> Key:
        """Return the key of the exercise with an id.

        Raises:
            FileFaults: the exercise cannot be computed.
            KeyError: there is no such exercise.
        """
        if id not in self._found:
            exercise = self.exercises.exercise(id)
            if exercise is None:
                raise KeyError(id)
            try:
                self._found[id] = solve(exercise)
            except FileFaults as faults:
                self._found[id] = faults
        found = self._found[id]
        if isinstance(found, FileFaults):
            raise found
        return found


def solve(exercise: Exercise) -> Key:
    """Return the key of an exercise.

    Raises:
        FileFaults: the program is at fault, a value is missing or outside a domain, or a quantity that
            is asked does not exist; every fault has its place in the file.
    """
    return _Solving(exercise).key()


class _Solving:
    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.faults: list[Fault] = []

    def key(self) -> Key:
        bindings = self._bindings()
        graph = self._graph(bindings)
        self._check_bound(graph, bindings)
        names = Quantities(graph)
        quantities = self._quantities(names)
        self._stop()
        derivation = self._derivation(graph, bindings, quantities)
        quantities = _without_jacobians(quantities, derivation, self._named(names))
        truth = {quantity: self._truth(quantity, derivation) for quantity in quantities}
        self._stop()
        inputs = {name: derivation.values[node] for name, node in graph.inputs.items()}
        return Key(
            self.exercise,
            graph,
            derivation,
            names,
            tuple(quantities),
            truth,
            {quantity: is_rational(value) for quantity, value in truth.items()},
            Context(inputs, frozenset(names.names) - frozenset(inputs)),
        )

    def _stop(self) -> None:
        if self.faults:
            raise FileFaults(self.faults)

    def _fault(self, place: Place, message: str, hint: str = "") -> None:
        # Options of the command line are no help to the author of a file.
        self.faults.append(Fault(place, message, hint.split("; --")[0] if "--" in hint else hint))

    # --- program and values

    def _bindings(self) -> dict[str, Value]:
        """Return the exact values of the inputs, by their names in plain characters."""
        from gradcli.language import parse_value

        found = {}
        for name, text in self.exercise.at.items():
            place = self.exercise.place_of(f"at {name}", "at")
            try:
                found[plain(name)] = constant_value(parse_value(text), exact=True)
            except GradcliError as problem:
                if problem.span is not None:
                    place = place._replace(column=place.column + problem.span.start)
                self._fault(place, f"{name}: {problem.message}", problem.hint)
                found[plain(name)] = None
        return found

    def _graph(self, bindings: Mapping[str, Value]) -> Graph:
        from gradcli.language import parse

        try:
            return parse(self.exercise.program, bound=tuple(bindings))
        except GradcliError as problem:
            self._fault(self._place(problem), problem.message, problem.hint)
            raise FileFaults(self.faults) from None

    def _place(self, problem: GradcliError) -> Place:
        """Return where in the file a fault of the program is."""
        lines, program = self.exercise.lines, self.exercise.program
        if problem.span is None or problem.source != program or not lines:
            return self.exercise.place_of("program")
        start = min(problem.span.start, len(program))
        row = min(program.count("\n", 0, start), len(lines) - 1)
        begin = program.rfind("\n", 0, start) + 1
        return lines[row]._replace(column=lines[row].column + start - begin)

    def _check_bound(self, graph: Graph, bindings: Mapping[str, Value]) -> None:
        """Note values without a variable, and variables without a value."""
        for name in self.exercise.at:
            if plain(name) not in graph.inputs:
                near = did_you_mean(name, graph.inputs)
                place = self.exercise.place_of(f"at {name}", "at")
                self._fault(place, f"the program has no variable {name}", near)
        missing = [
            graph.written.get(name, name)
            for name, node in graph.inputs.items()
            if name not in bindings and graph.operators[node] == INPUT
        ]
        if missing:
            place = self.exercise.place_of("at", "program")
            self._fault(place, f"no value for {', '.join(missing)}", f"at: {{{missing[0]}: 1}}")

    # --- what is asked

    def _quantities(self, names: Quantities) -> list[Quantity]:
        found: dict[Quantity, str] = {}
        for text in self.exercise.ask:
            place = self.exercise.place_of(f"ask {text}", "ask")
            try:
                expanded = names.expand([text])
            except QuantityProblem as problem:
                self._fault(place, problem.message, problem.hint)
                continue
            if not _is_shorthand(text, names) and found.get(expanded[0], text) != text:
                message = f"{text} and {found[expanded[0]]} are the same quantity"
                self._fault(place, message, "ask it once")
            for quantity in expanded:
                found.setdefault(quantity, text)
        for hint in self.exercise.hints:
            self._check_hint(hint.quantity, names, found)
        return list(found)

    def _check_hint(self, text: str, names: Quantities, asked: Iterable[Quantity]) -> None:
        if not text or self.faults:
            return
        place = self.exercise.place_of("hints")
        try:
            if names.resolve(text) not in asked:
                self._fault(place, f"a hint is for {text}, which is not asked")
        except QuantityProblem as problem:
            self._fault(place, f"a hint is for {text}: {problem.message}", problem.hint)

    def _named(self, names: Quantities) -> set[Quantity]:
        """Return the quantities that are asked by name and not by a shorthand."""
        return {names.resolve(text) for text in self.exercise.ask if not _is_shorthand(text, names)}

    # --- working it

    def _derivation(
        self, graph: Graph, bindings: Mapping[str, Value], quantities: Iterable[Quantity]
    ) -> Derivation:
        try:
            try:
                return self._evaluated(graph, bindings)
            except SeedProblem:
                if any(quantity.kind == "gradient" for quantity in quantities):
                    raise
            return self._evaluated(graph, bindings, ones=True)
        except SeedProblem as problem:
            hint = "make it one number, as in sum(…), or ask no gradients of it"
            self._fault(self._place(problem), problem.message, hint)
        except GradcliError as problem:
            self._fault(self._place(problem), problem.message, problem.hint)
        raise FileFaults(self.faults)

    def _evaluated(
        self, graph: Graph, bindings: Mapping[str, Value], ones: bool = False
    ) -> Derivation:
        seed: Any = None
        if ones:
            from gradcli.engine import values_of

            values, _ = values_of(graph, bindings, exact=True)
            seed = numpy_module().ones(shape_of(values[graph.output]), dtype=int).tolist()
        return evaluate(graph, bindings, seed=seed, ties=self.exercise.ties, exact=True)

    def _truth(self, quantity: Quantity, derivation: Derivation) -> Value:
        value = self._computed(quantity, derivation)
        if not has_value(value):
            asked = self.exercise.place_of(f"ask {quantity.text}", "ask")
            self._fault(asked, f"{quantity.text} {_why_none(value, quantity, derivation)}")
        return value

    def _computed(self, quantity: Quantity, derivation: Derivation) -> Value:
        if quantity.wrt is None:
            return derivation.values[quantity.node]
        if quantity.kind == "gradient":
            return derivation.upstream[quantity.wrt]
        if quantity.kind == "local":
            return local_gradient(derivation, quantity.node, quantity.wrt)
        try:
            return total_gradient(derivation, quantity.node, quantity.wrt, self.exercise)
        except SeedProblem:
            return None


def _is_shorthand(text: str, names: Quantities) -> bool:
    return plain(text) in SHORTHANDS and plain(text) not in names.names


def _why_none(value: Value, quantity: Quantity, derivation: Derivation) -> str:
    node = derivation.values[quantity.node]
    if isinstance(value, bool):
        return "is a condition, not a number"
    if value is not None and not shape_of(value):
        return f"is {numeral(value)} here, which nobody can answer"
    if value is None and shape_of(node):
        return f"is a Jacobian: {quantity.text} has no single number for each element"
    if value is None and quantity.kind == "value":
        return "is not evaluated here: where takes the other branch"
    return "does not exist here"


def _without_jacobians(
    quantities: Iterable[Quantity], derivation: Derivation, named: set[Quantity]
) -> list[Quantity]:
    """Leave out the local gradients of arrays that only a shorthand asks for: they are no plain numbers."""
    return [
        quantity
        for quantity in quantities
        if quantity in named
        or quantity.kind != "local"
        or not shape_of(derivation.values[quantity.node])
    ]


def local_gradient(derivation: Derivation, node: int, operand: int) -> Value:
    """Return ∂node/∂operand on the edges between them: for x*x the sum of both. None where there is none."""
    total: Value = None
    for edge in derivation.graph.edges_of(node):
        if edge.operand == operand:
            part = derivation.local[edge.id]
            if part is None:
                return None
            total = part if total is None else total + part
    return total


def total_gradient(derivation: Derivation, node: int, wrt: int, exercise: Exercise) -> Value:
    """Return ∂node/∂wrt over all paths: the gradient that `wrt` has when `node` is the output.

    Raises:
        SeedProblem: the node is an array.
    """
    graph = replace(derivation.graph, output=node)
    needs = None
    if None in [value if value is None else 0 for value in derivation.values]:
        needs = [value is not None for value in derivation.values]
    rules = EdgeRules(graph, derivation.values, exercise.ties, True, needs)
    seed = checked_seed(graph, derivation.values[node], None, True)
    return backward(rules, seed).upstream[wrt]
