"""What of a report is shown: which nodes, edges and sums, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from gradcli.engine.forward import literal_value, nearest_float, shape_of
from gradcli.graph import CONSTANT, INPUT, Edge
from gradcli.operators.elementary import Value, is_array
from gradcli.render.labels import Labels
from gradcli.render.quantities import is_large
from gradcli.render.report import Report


class View:
    """A report with its labels, and the parts of its graph that are worth showing."""

    def __init__(self, report: Report, longest: int | None = None) -> None:
        self.report = report
        self.derivation = report.derivation
        self.graph = report.derivation.graph
        self.labels = Labels(report.derivation, longest)

    @property
    def output(self) -> str:
        """Return the label of the output."""
        return self.labels[self.graph.output]

    @property
    def has_gradients(self) -> bool:
        """Return whether there are gradients to show, rather than none or a Jacobian."""
        return bool(self.graph.depends[self.graph.output]) and self.report.jacobian is None

    @cached_property
    def targets(self) -> dict[str, int]:
        """Return the nodes whose gradients are wanted, by label, in the order asked for."""
        named = {name: node for node, names in self.graph.names.items() for name in names}
        names = self.report.wrt or tuple(self.graph.inputs)
        return {self.labels[named[name]]: named[name] for name in names}

    @cached_property
    def nodes(self) -> list[int]:
        """Return the nodes that have a row: not those written within another node."""
        graph = self.graph
        return [
            node
            for node in range(len(graph))
            if node == graph.output or not self._within_another(node)
        ]

    def _within_another(self, node: int) -> bool:
        """Return whether a node is a literal or a condition, written where it is used."""
        if node not in self.labels.inline:
            return False
        return self.graph.operators[node] == CONSTANT or bool(self.graph.depends[node])

    @cached_property
    def edges(self) -> list[Edge]:
        """Return the edges with a gradient from the output to what is wanted, backward.

        What was not evaluated hands nothing on.
        """
        graph, values = self.graph, self.derivation.values
        towards = self.towards_targets() if self.report.wrt else graph.depends
        reached = bytearray(len(graph))
        reached[graph.output] = 1
        listed: list[Edge] = []
        for node in range(graph.output, -1, -1):
            if not reached[node] or node in graph.input_ids or values[node] is None:
                continue
            for edge in graph.edges_of(node):
                if towards[edge.operand] and self.derivation.carries(edge):
                    reached[edge.operand] = 1
                    listed.append(edge)
        return listed

    def towards_targets(self) -> bytearray:
        """Return a mark for each node that is wanted, or depends on one that is."""
        graph = self.graph
        marks = bytearray(len(graph))
        for node in self.targets.values():
            marks[node] = 1
        for node in range(len(graph)):
            if not marks[node] and node not in graph.input_ids:
                marks[node] = any(
                    marks[edge.operand] and self.derivation.carries(edge)
                    for edge in graph.edges_of(node)
                )
        return marks

    @cached_property
    def sums(self) -> dict[int, list[Value]]:
        """Return the contributions to each node that receives several, in source order."""
        received: dict[int, list[int]] = {}
        for edge in self.edges:
            if self.derivation.contributions[edge.id] is not None:
                received.setdefault(edge.operand, []).append(edge.id)
        return {
            node: [self.derivation.contributions[edge] for edge in sorted(received[node])]
            for node in sorted(received, reverse=True)
            if len(received[node]) > 1
        }

    def bindings(self) -> Iterator[tuple[str, Value]]:
        """Yield the inputs that were given a value, rather than having the one in the program."""
        graph = self.graph
        for node in graph.inputs.values():
            value = self.derivation.values[node]
            if graph.operators[node] == INPUT or self._replaced(node, value):
                yield self.labels[node], value

    def _replaced(self, node: int, value: Value) -> bool:
        """Return whether an input has another value than the program gives it."""
        if self.graph.operators[node] == CONSTANT:
            return _differ(literal_value(self.graph.literals[node], False), value)
        from gradcli.engine.own import own_value

        return all(_differ(own_value(self.graph, node, exact), value) for exact in (False, True))

    def other_names(self, node: int) -> Sequence[str]:
        """Return the names of a node after the first."""
        return [self.labels.called(name) for name in self.graph.names.get(node, ())[1:]]

    @cached_property
    def has_large_arrays(self) -> bool:
        """Return whether any value is too large to be written out."""
        return any(map(is_large, self.derivation.values))

    def gradient(self, node: int) -> Value:
        """Return what has accumulated at a node after all backward passes."""
        once = self.derivation.upstream[node]
        return once if once is None else accumulated(once, self.report.passes)


def _differ(one: Value, other: Value) -> bool:
    """Return whether two values are not the same to the last digit of a float; nan is like nan."""
    if one is None or other is None:
        return one is not other
    if is_array(one) or is_array(other):
        apart = shape_of(one) != shape_of(other) or (one != other) & (
            (one == one) | (other == other)
        )
        return bool(apart if isinstance(apart, bool) else apart.any())
    first, second = nearest_float(one), nearest_float(other)
    return first != second and (first == first or second == second)


def accumulated(gradient: Value, passes: int) -> Value:
    """Return the gradient added to itself once for each pass, as a computer would add it."""
    total = gradient
    for _ in range(passes - 1):
        total = total + gradient
    return total
