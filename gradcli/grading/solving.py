"""Working an exercise: from its program, values and questions to the truth, or to its faults."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gradcli.engine import Derivation, constant_value, evaluate, values_of
from gradcli.engine.forward import shape_of
from gradcli.errors import GradcliError, SeedProblem
from gradcli.grading.faults import Fault, FileFaults, did_you_mean
from gradcli.grading.ground import Ground
from gradcli.grading.model import Exercise, Place
from gradcli.grading.notation import plain
from gradcli.grading.numerals import has_value
from gradcli.grading.quantities import Quantities, Quantity, QuantityProblem
from gradcli.graph import INPUT, Graph
from gradcli.numerals import numeral
from gradcli.operators.elementary import Value, numpy_module


class Solving:
    """The working of one exercise: every fault is collected, with its place in the file.

    After `work` there are `graph`, `names`, `derivation`, `ground` and `truth`.
    """

    graph: Graph
    names: Quantities
    derivation: Derivation
    ground: Ground

    def __init__(self, exercise: Exercise) -> None:
        self.exercise = exercise
        self.faults: list[Fault] = []
        self.bindings: dict[str, Value] = {}
        self.truth: dict[Quantity, Value] = {}

    def work(self) -> Solving:
        """Work the exercise through; see `solve`."""
        self.bindings = self._bindings()
        self.graph = self._graph()
        self._check_bound()
        self.names = Quantities(self.graph)
        asked = self._quantities()
        self._stop()
        self.derivation = self._derivation(asked)
        self.ground = Ground(self.derivation, self.exercise.ties)
        for quantity in self._without_jacobians(asked):
            self.truth[quantity] = self._truth(quantity)
        self._stop()
        return self

    def _stop(self) -> None:
        if self.faults:
            raise FileFaults(self.faults)

    def _fault(self, place: Place, message: str, hint: str = "") -> None:
        # Options of the command line are no help to the author of a file.
        self.faults.append(Fault(place, message, hint.partition("--")[0].rstrip("; ")))

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

    def _graph(self) -> Graph:
        from gradcli.language import parse

        try:
            return parse(self.exercise.program, bound=tuple(self.bindings))
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

    def _check_bound(self) -> None:
        """Note values without a variable, and variables without a value."""
        for name in self.exercise.at:
            if plain(name) not in self.graph.inputs:
                near = did_you_mean(name, self.graph.inputs)
                place = self.exercise.place_of(f"at {name}", "at")
                self._fault(place, f"the program has no variable {name}", near)
        missing = [
            self.graph.written.get(name, name)
            for name, node in self.graph.inputs.items()
            if name not in self.bindings and self.graph.operators[node] == INPUT
        ]
        if missing:
            place = self.exercise.place_of("at", "program")
            self._fault(place, f"no value for {', '.join(missing)}", f"at: {{{missing[0]}: 1}}")

    # --- what is asked

    def _quantities(self) -> list[Quantity]:
        found: dict[Quantity, str] = {}
        for text in self.exercise.ask:
            place = self.exercise.place_of(f"ask {text}", "ask")
            try:
                expanded = self.names.expand([text])
            except QuantityProblem as problem:
                self._fault(place, problem.message, problem.hint)
                continue
            if not self.names.is_shorthand(text) and found.get(expanded[0], text) != text:
                message = f"{text} and {found[expanded[0]]} are the same quantity"
                self._fault(place, message, "ask it once")
            for quantity in expanded:
                found.setdefault(quantity, text)
        if not found and not self.faults:
            message = "nothing is asked: the program has no step to work out"
            self._fault(self.exercise.place_of("ask", "program"), message)
        for hint in self.exercise.hints:
            self._check_hint(hint.quantity, found)
        return list(found)

    def _check_hint(self, text: str, asked: Iterable[Quantity]) -> None:
        if not text or self.faults:
            return
        place = self.exercise.place_of("hints")
        try:
            if self.names.resolve(text) not in asked:
                self._fault(place, f"a hint is for {text}, which is not asked")
        except QuantityProblem as problem:
            self._fault(place, f"a hint is for {text}: {problem.message}", problem.hint)

    # --- working it

    def _derivation(self, asked: Iterable[Quantity]) -> Derivation:
        """Return the exact derivation; an array may be the output if no gradient of it is asked."""
        try:
            try:
                return self._evaluated()
            except SeedProblem:
                if any(quantity.kind == "gradient" for quantity in asked):
                    raise
            return self._evaluated(self._ones())
        except SeedProblem as problem:
            hint = "make it one number, as in sum(…), or ask no gradients of it"
            self._fault(self._place(problem), problem.message, hint)
        except GradcliError as problem:
            self._fault(self._place(problem), problem.message, problem.hint)
        raise FileFaults(self.faults)

    def _evaluated(self, seed: Any = None) -> Derivation:
        return evaluate(self.graph, self.bindings, seed=seed, ties=self.exercise.ties, exact=True)

    def _ones(self) -> Any:
        """Return a seed for an output that is an array: all ones."""
        values, _ = values_of(self.graph, self.bindings, exact=True)
        return numpy_module().ones(shape_of(values[self.graph.output]), dtype=int).tolist()

    def _without_jacobians(self, asked: Iterable[Quantity]) -> list[Quantity]:
        """Leave out the local gradients of arrays, unless the exercise asks for them by name."""
        named = {
            self.names.resolve(text)
            for text in self.exercise.ask
            if not self.names.is_shorthand(text)
        }
        return [
            quantity
            for quantity in asked
            if quantity in named
            or quantity.kind != "local"
            or not shape_of(self.derivation.values[quantity.node])
        ]

    def _truth(self, quantity: Quantity) -> Value:
        value = self._computed(quantity)
        if not has_value(value):
            place = self.exercise.place_of(f"ask {quantity.text}", "ask")
            self._fault(place, f"{quantity.text} {_why_none(value, quantity, self.derivation)}")
        return value

    def _computed(self, quantity: Quantity) -> Value:
        if quantity.wrt is None:
            return self.derivation.values[quantity.node]
        if quantity.kind == "gradient":
            return self.derivation.upstream[quantity.wrt]
        if quantity.kind == "local":
            return self.ground.local(quantity.node, quantity.wrt)
        try:
            return self.ground.toward(quantity.node).truth.upstream[quantity.wrt]
        except SeedProblem:
            return None


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
