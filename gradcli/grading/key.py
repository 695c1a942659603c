"""The key of an exercise: computed from its graph, exactly where possible, and never stored."""

from __future__ import annotations

from collections.abc import Mapping

from gradcli.engine import Derivation
from gradcli.grading.answers import Context, Reading, read_answer
from gradcli.grading.faults import Fault, FileFaults, did_you_mean
from gradcli.grading.ground import Ground
from gradcli.grading.model import AnswerText, Exercise, ExerciseSet
from gradcli.grading.quantities import Quantities, Quantity, QuantityProblem
from gradcli.grading.solving import Solving
from gradcli.grading.tolerance import is_rational, rule_text
from gradcli.graph import Graph
from gradcli.operators.elementary import Value
from gradcli.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Key:
    """An exercise worked through.

    `truth` holds the true value of each quantity that is asked: a Fraction where it is exactly
    rational (then `rational` is True), else a float, or an array; `rules` says how near an answer
    must be. `usual` holds what would be true if a tie were shared equally, in an exercise with
    another convention, else nothing. `derivation` is the exact one; where the output is an array
    and no gradient is asked, its seed is an array of ones. `ground` is what markings read of it,
    `context` what answers may refer to.
    """

    exercise: Exercise
    graph: Graph
    derivation: Derivation
    names: Quantities
    quantities: tuple[Quantity, ...]
    truth: Mapping[Quantity, Value]
    usual: Mapping[Quantity, Value]
    rational: Mapping[Quantity, bool]
    rules: Mapping[Quantity, str]
    ground: Ground
    context: Context

    def read(self, quantity: Quantity, text: str) -> Reading:
        """Return what an answer to one of the questions says, a repeated label dropped."""

        def is_label(label: str) -> bool:
            try:
                return self.names.resolve(label) == quantity
            except QuantityProblem:
                return False

        return read_answer(text, self.context, is_label)

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
    """The keys of a set, computed when first needed; one at fault does not stop the others."""

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
        FileFaults: the program is at fault, a value is missing or outside a domain, or a quantity
            that is asked does not exist; every fault has its place in the file.
    """
    done = Solving(exercise).work()
    values = done.derivation.values
    inputs = {n: done.bindings.get(n, values[node]) for n, node in done.graph.inputs.items()}
    rational = {quantity: is_rational(value) for quantity, value in done.truth.items()}
    return Key(
        exercise,
        done.graph,
        done.derivation,
        done.names,
        tuple(done.truth),
        done.truth,
        {} if exercise.ties == "split" else Solving(replace(exercise, ties="split")).work().truth,
        rational,
        {q: rule_text(exercise.tolerance, value, rational[q]) for q, value in done.truth.items()},
        done.ground,
        Context(inputs, frozenset(done.names.names) - frozenset(inputs)),
    )
