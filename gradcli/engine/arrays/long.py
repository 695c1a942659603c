"""The derivation of a sweep over long arrays: what was worked, and the rest on request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gradcli.engine.arrays.plan import Plan, Worked
from gradcli.engine.arrays.recording import REFUSED
from gradcli.engine.backward import Gradients, backward, nothing
from gradcli.engine.derivation import Derivation, Notice
from gradcli.engine.forward import forward
from gradcli.engine.irregular import Irregular
from gradcli.engine.notices import kink_notice, noticeable, notices
from gradcli.engine.regular import regular
from gradcli.engine.rules import EdgeRules
from gradcli.engine.views import View
from gradcli.graph import Graph
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Ties
from gradcli.operators.elementary import Value


def long_run(
    graph: Graph, given: Mapping[int, Value], shape: tuple[int, ...], ties: Ties, *, fixed: bool
) -> Callable[[Mapping[int, Value]], Derivation] | None:
    """Return the derivation as a function of the inputs, arrays of this shape and numbers.

    With `fixed` it is for these numbers alone. None where the ordinary engine is needed.
    """
    try:
        plan = Plan(graph, given, shape, ties, fixed=fixed)
    except (Irregular, *REFUSED):
        return None
    return lambda other: _derivation(plan, other)


def _derivation(plan: Plan, given: Mapping[int, Value]) -> Derivation:
    """Return the derivation of a graph with these values of its inputs.

    Raises:
        Irregular: a number needs the care of the ordinary engine.
    """
    worked = plan.run(given)
    graph, values, upstream = plan.graph, worked.values, worked.upstream
    bindings = {name: values[node] for name, node in graph.inputs.items() if node in given}
    ordinary = _Ordinary(graph, bindings, plan.ties)
    known = {node: value for node, value in enumerate(values) if value is not None}
    for node in graph.input_ids:
        upstream.setdefault(node, nothing(values[node], False))
    return Derivation(
        graph,
        _Column(ordinary, len(graph), known, "values"),
        _Column(ordinary, len(graph), upstream, "upstream"),
        _Column(ordinary, graph.starts[-1], {}, "local"),
        _Column(ordinary, graph.starts[-1], {}, "contributions"),
        1.0,
        _notices(plan, worked),
    )


def _notices(plan: Plan, worked: Worked) -> tuple[Notice, ...]:
    """Return the notices of the numbers and of the kinks met in the sweep, in order."""
    graph, ties = plan.graph, plan.ties
    numbers = [node for node in noticeable(graph) if plan.roles.of[node] in ("before", "after")]
    done = Gradients(
        [worked.upstream.get(node) for node in range(len(graph))],
        local=[], contributions=[], reached=worked.reached, undefined=set(), infinite=[],
    )  # fmt: skip
    found = list(notices(graph, worked.values, None, ties, done, numbers))
    for node, place in sorted(worked.kinks):
        found.append(kink_notice(graph, node, OPERATORS[graph.operators[node]].kinks[place], ties))
    return tuple(sorted(found, key=lambda notice: notice.node))


class _Ordinary:
    """The columns of the ordinary engine, worked when one is asked for."""

    def __init__(self, graph: Graph, bindings: Mapping[str, Value], ties: Ties) -> None:
        self._graph, self._bindings, self._ties = graph, bindings, ties
        self._columns: dict[str, Any] = {}

    def column(self, name: str) -> Any:
        """Return one of the columns of a derivation."""
        if not self._columns:
            self._columns["values"] = forward(self._graph, self._bindings)[0]
        if name not in self._columns:
            rules = EdgeRules(self._graph, self._columns["values"], self._ties, False, None)
            done = regular(rules, 1.0) or backward(rules, 1.0)
            for column in ("upstream", "local", "contributions"):
                self._columns[column] = getattr(done, column)
        return self._columns[name]


class _Column(View):
    """A column of which some entries are known, and the others worked on request."""

    def __init__(
        self, ordinary: _Ordinary, length: int, known: Mapping[int, Value], name: str
    ) -> None:
        super().__init__(length)
        self._ordinary, self._known, self._name = ordinary, known, name

    def _entry(self, place: int) -> Value:
        if place in self._known:
            return self._known[place]
        return self._ordinary.column(self._name)[place]
