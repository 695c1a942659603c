"""A graph of long arrays, planned once: what is done on numbers, and what in a sweep over elements.

    forward, numbers -> sweep: values, totals, gradients -> backward, numbers

Where the gradient of a total is known before the total is, as for `sum(f(x))`, one sweep works
forward and backward at once, and keeps the gradients alone. Otherwise a first sweep adds up the
totals, and a second one works the values of each block again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from gradcli.engine.arrays.lines import Wanted
from gradcli.engine.arrays.numbers import (
    Received,
    Unknown,
    backward_numbers,
    forward_numbers,
)
from gradcli.engine.arrays.recording import Recorded
from gradcli.engine.arrays.roles import TOTALS, roles_of
from gradcli.engine.arrays.sweep import Sweep, fresh
from gradcli.engine.arrays.work import Part, Work
from gradcli.engine.derivation import carries
from gradcli.engine.irregular import Irregular
from gradcli.engine.rules import EdgeRules
from gradcli.graph import Graph
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Ties
from gradcli.operators.elementary import Value, numpy_module
from gradcli.records import dataclass


@dataclass(frozen=True, slots=True)
class Worked:
    """What a run gives.

    `values` are those of the nodes that are numbers, and copies of the arrays given; None for what
    is only worked block by block. `upstream` has the gradients of the inputs that one reaches, and
    of numbers; `reached` are all nodes that one reaches, and `kinks` those met there, as node and
    place in its operator.
    """

    values: list[Value]
    upstream: dict[int, Value]
    reached: set[int]
    kinks: set[tuple[int, int]]


class Plan:
    """The work of a graph where inputs are numbers and arrays of one shape.

    With `fixed` the numbers given are part of the plan; else those before the sweep may be others
    in each run.

    Raises:
        Irregular: there is no such plan.
        Unrecordable: a rule cannot be recorded.
    """

    def __init__(
        self,
        graph: Graph,
        given: Mapping[int, Value],
        shape: tuple[int, ...],
        ties: Ties,
        *,
        fixed: bool,
    ) -> None:
        self.graph, self.ties, self.shape = graph, ties, shape
        self.roles = roles_of(graph, given, shape)
        self.totals = self.roles.nodes("total")
        self.arrays = [node for node in self.roles.nodes("given") if node in graph.input_ids]
        before = self.roles.nodes("before")
        self.singles = [node for node in before if graph.depends[node] and not fixed]
        values = self._values(given)
        numbers = {node: None if node in self.singles else values[node] for node in before}
        work = Work(graph, self.roles, numbers, ties)
        self._reached = self._reached_totals()
        self.at_once = self._early_starts(values) is not None
        starts = self._early_starts(values, self.singles)
        self._given_starts = starts is None
        summed = [work.totals[node] for node in self.totals]
        checks = Wanted(summed, finite=work.computed, all=work.within, none=work.undefined)
        if not self.at_once:
            self._first = Sweep(work.recording, checks)
        if starts is None:
            starts = {node: work.recording.source(single=True) for node in self._reached}
        work.backward(starts)
        self._long_reached = set(work.upstream)
        self._gradients = [node for node in self.arrays if node in work.upstream]
        self._handed = list(work.handed)
        self._kinks = [at for at in work.kinks if at[0] in work.upstream]
        self._last = Sweep(work.recording, self._backward(work, checks))

    def _backward(self, work: Work, checks: Wanted) -> Wanted:
        """Return what is wanted of the sweep that works the gradients.

        Of a sweep that does all these are the totals and the checks, too.
        """
        kept = [work.upstream[node] for node in self._gradients]
        wanted = Wanted(
            summed=[work.handed[edge] for edge in self._handed],
            kept=kept,
            finite=[part for part in kept if isinstance(part, Recorded)],
        )
        for node, place in self._kinks:
            wanted.some += work.kinks[node, place], work.upstream[node]
        if self.at_once:
            wanted.summed += checks.summed
            wanted.finite += checks.finite
            wanted.all, wanted.none = checks.all, checks.none
        return wanted

    def _values(self, given: Mapping[int, Value]) -> list[Value]:
        """Return the values of the nodes before the sweep.

        Where there is an array, it is one that takes no memory.
        """
        values: list[Value] = [None] * len(self.graph)
        absent = numpy_module().broadcast_to(0.0, self.shape)
        for node in self.roles.nodes("given", "long"):
            values[node] = absent
        forward_numbers(self.graph, self.roles.nodes("before"), given, values)
        return values

    def _early_starts(
        self, values: list[Value], open_: Sequence[int] = ()
    ) -> dict[int, Part] | None:
        """Return what the elements of each total receive.

        None if the value of a total or of an open number has to be known for it.
        """
        values = values.copy()
        for node in (*self.roles.nodes("total", "after"), *open_):
            values[node] = Unknown()
        try:
            return self._after(values, {}, {})
        except TypeError:
            return None

    def _after(
        self, values: list[Value], received: Received, upstream: dict[int, Value]
    ) -> dict[int, Part]:
        """Work backward through the numbers after the sweep.

        Return what the elements of each total receive.
        """
        rules = EdgeRules(self.graph, values, self.ties, False, None)
        received[self.graph.output] = [((0, 0), 1.0)]
        backward_numbers(rules, self.roles.nodes("total", "after"), received, upstream)
        return {
            node: number
            for operand in {self.graph.operands_of(node)[0] for node in self.totals}
            for (node, _position), number in received.pop(operand, ())
        }

    def _reached_totals(self) -> list[int]:
        """Return the totals that a gradient comes back to."""
        graph, marks = self.graph, {self.graph.output}
        for node in reversed(self.roles.nodes("total", "after")):
            if node in marks and node not in graph.input_ids:
                stops = OPERATORS[graph.operators[node]].stops
                marks.update(
                    operand
                    for position, operand in enumerate(graph.operands_of(node))
                    if not stops and carries(graph, node, position, operand)
                )
        return [node for node in self.totals if marks.issuperset((node, *graph.operands_of(node)))]

    def run(self, given: Mapping[int, Value]) -> Worked:
        """Work the graph for other arrays of the same shape, and other numbers.

        Raises:
            Irregular: a number needs the care of the ordinary engine.
        """
        values = self._values(given)
        arrays = [given[node].reshape(-1) for node in self.roles.nodes("given")]
        copies = [fresh(array.size) for array in arrays]
        singles = [values[node] for node in self.singles]
        received, upstream = Received(), dict[int, Value]()
        if self.at_once:
            if self._given_starts:
                singles += self._ready(self._early_starts(values))
            sums, gradients, met = self._last.run(arrays, singles, copies)
            handed, totals = sums[: len(self._handed)], sums[len(self._handed) :]
            self._forward(values, totals)
            self._after(values, received, upstream)
        else:
            self._forward(values, self._first.run(arrays, singles, copies)[0])
            singles += self._ready(self._after(values, received, upstream))
            handed, gradients, met = self._last.run(copies, singles)
        for (node, position), passed in zip(self._handed, handed, strict=True):
            operand = self.graph.operands_of(node)[position]
            received.setdefault(operand, []).append(((node, position), passed))
        before = self.roles.nodes("before")
        rules = EdgeRules(self.graph, values, self.ties, False, None)
        backward_numbers(rules, before, received, upstream)
        reached = self._long_reached | upstream.keys()
        for node, gradient in zip(self._gradients, gradients, strict=True):
            upstream[node] = gradient.reshape(self.shape)
        self._enter_copies(values, copies)
        kinks = {at for place, at in enumerate(self._kinks) if {2 * place, 2 * place + 1} <= met}
        return Worked(values, upstream, reached, kinks)

    def _ready(self, starts: dict[int, Part] | None) -> list[float]:
        """Return what the totals hand back, as far as the sweep is given it in each run."""
        if starts is None:
            raise Irregular
        return [starts[node] for node in self._reached]

    def _forward(self, values: list[Value], totals: list[float]) -> None:
        """Enter the totals, and the numbers after them."""
        size = math.prod(self.shape)
        for node, total in zip(self.totals, totals, strict=True):
            values[node] = TOTALS[self.graph.operators[node]](total, size)
            if not math.isfinite(values[node]):
                raise Irregular
        forward_numbers(self.graph, self.roles.nodes("after"), {}, values)

    def _enter_copies(self, values: list[Value], copies: list[Any]) -> None:
        for node in self.roles.nodes("long"):
            values[node] = None
        for node, copy in zip(self.roles.nodes("given"), copies, strict=True):
            values[node] = copy.reshape(self.shape)
