"""The work on one element of long arrays, recorded from the operators' rules: forward and backward.

The values of the nodes, then their upstream gradients, as a recording; and what is wanted of it:
totals, gradients, and what has to hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gradcli.engine.arrays.recording import Recorded, Recording, Unrecordable
from gradcli.engine.arrays.roles import Roles
from gradcli.engine.derivation import carries
from gradcli.engine.forward import node_options
from gradcli.engine.notices import concerned
from gradcli.engine.tape import Irregular
from gradcli.graph import Graph
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Ties

#: An array or number of the recording, or a number that is known.
Part = Any


class Work:
    """What is recorded of a graph, and what is wanted of it.

    `numbers` are the values of the nodes before the sweep, None for those that each run is given.

    Raises:
        Irregular: the operands are outside a domain.
        Unrecordable: a rule cannot be recorded.
    """

    def __init__(
        self, graph: Graph, roles: Roles, numbers: Mapping[int, float | None], ties: Ties
    ) -> None:
        self.graph, self.roles, self.ties = graph, roles, ties
        self.recording = Recording()
        self.values: dict[int, Part] = {}
        #: What has to hold for every element, and what must not hold for any.
        self.within: list[Recorded] = []
        self.undefined: list[Recorded] = []
        #: By node and kink, where the operands lie there.
        self.kinks: dict[tuple[int, int], Part] = {}
        #: By total, what is added up.
        self.totals: dict[int, Part] = {}
        #: By node of an array its upstream gradient, and by edge what a number receives at each
        #: element.
        self.upstream: dict[int, Part] = {}
        self.handed: dict[tuple[int, int], Part] = {}
        self._options: dict[int, Any] = {}
        self._forward(numbers)

    # --- forward

    def _forward(self, numbers: Mapping[int, float | None]) -> None:
        for node, role in enumerate(self.roles.of):
            if role == "before":
                known = numbers[node]
                single = known is None
                self.values[node] = self.recording.source(single=True) if single else known
            elif role == "given":
                self.values[node] = self.recording.source()
            elif role == "long":
                self._operation(node)
            elif role == "total":
                self.totals[node] = self.values[self.graph.operands_of(node)[0]]

    def _operation(self, node: int) -> None:
        operator = OPERATORS[self.graph.operators[node]]
        options = self._options[node] = node_options(self.graph, node, operator)
        operands = self._operands(node)
        if operator.domain.holds is not None:
            self._within(operator.domain.holds(*operands, **options))
        value = as_float(operator.forward(*operands, **options))
        if not isinstance(value, Recorded):
            raise Unrecordable
        self.values[node] = value
        for place, kink in enumerate(operator.kinks):
            if concerned(self.graph, node, kink):
                there = kink.at(*operands, **options)
                if isinstance(there, Recorded) and kink.undefined:
                    self.undefined.append(there)
                elif isinstance(there, Recorded):
                    self.kinks[node, place] = there
                elif there:
                    raise Irregular

    def _within(self, inside: Part) -> None:
        if isinstance(inside, Recorded):
            self.within.append(inside)
        elif not inside:
            raise Irregular

    def _operands(self, node: int) -> list[Part]:
        return [self.values[operand] for operand in self.graph.operands_of(node)]

    @property
    def computed(self) -> list[Recorded]:
        """Return the values of the operations."""
        return [self.values[node] for node in self.roles.nodes("long")]

    # --- backward

    def backward(self, starts: Mapping[int, Part]) -> None:
        """Record the upstream gradients, from what every element receives of a total, by total."""
        received: dict[int, list[Part]] = {}
        for node in range(len(self.graph) - 1, -1, -1):
            if node in starts:
                received.setdefault(self.graph.operands_of(node)[0], []).append(starts[node])
            elif self.roles.of[node] in ("given", "long") and node in received:
                self.upstream[node] = added_up(received.pop(node))
                if node not in self.graph.input_ids:
                    self._hand_on(node, received)

    def _hand_on(self, node: int, received: dict[int, list[Part]]) -> None:
        operator = OPERATORS[self.graph.operators[node]]
        options = self._options[node] | ({"ties": self.ties} if operator.ties else {})
        arguments = [*self._operands(node), self.values[node]]
        for position, operand in reversed(list(enumerate(self.graph.operands_of(node)))):
            if operator.stops or not carries(self.graph, node, position, operand):
                continue
            rule = operator.local[position]
            assert rule is not None  # an edge without a rule does not carry
            passed = times(self.upstream[node], as_number(rule(*arguments, **options)))
            if self.roles.of[operand] == "before":
                self.handed[node, position] = passed
            else:
                received.setdefault(operand, []).append(passed)


def as_number(found: Part) -> Part:
    """Return a local gradient that is a number as a float."""
    return found if isinstance(found, Recorded) else float(found)


def as_float(found: Part) -> Part:
    """Return a value as one of floats; truth and whole numbers are converted."""
    whole = isinstance(found, Recorded) and found.dtype != float
    return found * 1.0 if whole else found


def times(upstream: Part, local: Part) -> Part:
    """Return the product; one of 1 and a number is that number."""
    if type(local) is float and local == 1.0:
        return upstream
    if type(upstream) is float and upstream == 1.0:
        return as_float(local)
    return upstream * local


def added_up(received: list[Part]) -> Part:
    """Return the sum of what came, last things first, in source order."""
    total = received[-1]
    for passed in reversed(received[:-1]):
        total = total + passed
    return total
