"""The backward pass over arrays where every number is regular.

It gives the upstream gradients, and the rest on request.

    upstream(operand) = sum of upstream(node) * local(edge) over the edges that leave it, in source
    order

Each contribution is made when it is added, and not kept: fresh memory costs more than arithmetic.
What nobody asks for is never made. Where a number is not finite or a gradient undefined, the
ordinary backward pass says why.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from operator import attrgetter

from gradcli.engine.backward import Gradients, is_condition, make_own, nothing
from gradcli.engine.derivation import carries
from gradcli.engine.forward import finite
from gradcli.engine.rules import NOTHING, EdgeRules, EdgeWork, NodeRules, fits, is_uniform, one_of
from gradcli.engine.views import View
from gradcli.graph import Edge
from gradcli.numerals import is_undefined
from gradcli.operators.elementary import Value, is_array, numpy_module

_LOCAL, _CONTRIBUTION = attrgetter("local"), attrgetter("contribution")

#: From where a node receives something: the rules of the other node, its id, the position there.
_Received = list[tuple[NodeRules, int, int]]


def regular(rules: EdgeRules, seed: Value) -> Gradients | None:
    """Return the gradients of a graph of which all values are needed; None if one is irregular."""
    with numpy_module().errstate(all="ignore"):
        upstream, reached = [None] * len(rules.graph), set[int]()
        hushed = EdgeRules(rules.graph, rules.values, rules.ties, False, None, hushed=True)
        if not _Pass(hushed, upstream, reached).finished(seed):
            return None
    make_own(upstream, rules.graph)
    details = Details(rules, upstream)
    return Gradients(upstream, *details.columns(), reached, undefined=set(), infinite=[])


class _Pass:
    def __init__(self, rules: EdgeRules, upstream: list[Value], reached: set[int]) -> None:
        self.rules = rules
        self.upstream = upstream
        self.reached = reached
        self.received: dict[int, _Received] = {}

    def finished(self, seed: Value) -> bool:
        """Fill the upstream gradients; return whether all of it was regular."""
        graph, values = self.rules.graph, self.rules.values
        for node in range(len(graph) - 1, -1, -1):
            if not graph.depends[node] or is_condition(values[node]):
                continue
            total = seed if node == graph.output else self._added_up(node)
            if total is None:
                self.upstream[node] = nothing(values[node], self.rules.exact)
                continue
            self.upstream[node] = total
            self.reached.add(node)
            if not self._handed_on(node, total):
                return False
        return True

    def _handed_on(self, node: int, total: Value) -> bool:
        """Enter a node with the operands that get its gradient; return whether it is regular."""
        if node in self.rules.graph.input_ids:
            return finite_throughout(total)
        at = self.rules.at(node)
        passing = self._passing(node, at)
        # What is not finite stays so in a product with any slope: it is seen further back.
        if not (passing and at.operator.elementwise) and not finite_throughout(total):
            return False
        for position, operand in reversed(passing):
            if at.lacks_gradient(position):
                return False
            self.received.setdefault(operand, []).append((at, node, position))
        return True

    def _passing(self, node: int, at: NodeRules) -> list[tuple[int, int]]:
        """Return the operands of a node that it hands something to, with their positions."""
        graph = self.rules.graph
        return [
            (position, operand)
            for position, operand in enumerate(graph.operands_of(node))
            if not at.operator.stops and carries(graph, node, position, operand)
        ]

    def _added_up(self, node: int) -> Value:
        """Return the sum of what a node receives, in source order; None if nothing came."""
        total: Value = None
        own = False
        for at, source, position in reversed(self.received.pop(node, [])):
            upstream = self.upstream[source]
            passed = at.contribution(position, upstream)
            if passed is None:
                continue
            if total is None:
                total, own = passed, at.makes_anew(passed, upstream)
            elif own and fits(passed, total):
                total += passed
            else:
                total, own = total + passed, is_array(passed)
        return total


def finite_throughout(value: Value) -> bool:
    """Return whether a number or an array of floats is finite.

    An array repeated from one number costs no more than that.
    """
    return finite(one_of(value) if is_uniform(value) else value)


class Details:
    """The local gradients and contributions of a worked graph, edge by edge, by ordinary rules."""

    def __init__(self, rules: EdgeRules, upstream: list[Value]) -> None:
        self._rules = rules
        self._upstream = upstream
        self._known: dict[int, EdgeWork] = {}

    def __len__(self) -> int:
        return self._rules.graph.starts[-1]

    def columns(self) -> tuple[Column, Column]:
        """Return the local gradients and the contributions, by edge."""
        return Column(self, _LOCAL), Column(self, _CONTRIBUTION)

    def work(self, place: int) -> EdgeWork:
        """Return what one edge gives; nothing for an edge that carries no gradient."""
        if place not in self._known:
            self._known[place] = self._worked(self._edge(place))
        return self._known[place]

    def _worked(self, edge: Edge) -> EdgeWork:
        graph, node = self._rules.graph, edge.node
        inner = graph.depends[node] and node not in graph.input_ids
        if is_condition(self._rules.values[node]) or not inner:
            return NOTHING
        if not carries(graph, node, edge.position, edge.operand):
            return NOTHING
        return self._rules.work(edge, self._upstream[node])

    def _edge(self, place: int) -> Edge:
        graph = self._rules.graph
        node = bisect_right(graph.starts, place) - 1
        position = place - graph.starts[node]
        return Edge(place, node, graph.operands[node][position], position)


class Column(View):
    """One of the two columns by edge; None for a number that does not exist."""

    def __init__(self, details: Details, of: Callable[[EdgeWork], Value]) -> None:
        self._details = details
        self._of = of

    def __len__(self) -> int:
        return len(self._details)

    def _entry(self, place: int) -> Value:
        found = self._of(self._details.work(place))
        return None if is_undefined(found) else found
