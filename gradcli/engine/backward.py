"""The backward pass: the upstream gradient of every node, from the output to the inputs.

    upstream(output) = seed
    contribution(edge) = upstream(node) * local(edge)
    upstream(operand) = sum of the contributions on the edges that leave it, in source order
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gradcli.engine.demand import Demand
from gradcli.engine.derivation import carries
from gradcli.engine.forward import finite, has_nan, ieee_reading, node_options, settled, shape_of
from gradcli.graph import Edge, Graph
from gradcli.numerals import shape_text
from gradcli.errors import SeedProblem
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Operator, Ties
from gradcli.operators.elementary import Value, is_array, numpy_module


class Backward:
    """One backward pass over a graph whose values are known; afterwards it holds all gradients.

    `needs` tells which elements were evaluated (None: all of them); the others receive no gradient.
    """

    def __init__(
        self,
        graph: Graph,
        values: Sequence[Value],
        seed: Value,
        *,
        ties: Ties,
        exact: bool,
        needs: Sequence[Demand] | None,
    ) -> None:
        self.graph = graph
        self.values = values
        self.ties = ties
        self.exact = exact
        self.needs = needs
        self.upstream: list[Value] = [None] * len(graph)
        self.local: list[Value] = [None] * len(graph.operands)
        self.contributions: list[Value] = [None] * len(graph.operands)
        self.undefined: set[int] = set()
        self.first_nan: Edge | None = None
        self._received: list[list[Value] | None] = [None] * len(graph)
        if graph.depends[graph.output]:
            self._received[graph.output] = [seed]
        for node in range(len(graph) - 1, -1, -1):
            if graph.depends[node]:
                self._visit(node)

    def _visit(self, node: int) -> None:
        """Add up what a node has received, and hand its contributions to its operands."""
        received = self._received[node]
        upstream = self._zero(node) if received is None else self._added(node, received)
        self.upstream[node] = upstream
        if node in self.graph.input_ids:
            return
        operator = OPERATORS[self.graph.operators[node]]
        options = self._options(node, operator)
        for edge in reversed(list(self.graph.edges_of(node))):
            if carries(self.graph, node, edge.position, edge.operand):
                self._hand_on(edge, operator, options, reaches=received is not None)

    def _options(self, node: int, operator: Operator) -> dict[str, Any]:
        options = node_options(self.graph, node, operator)
        return {**options, "ties": self.ties} if operator.ties else options

    def _zero(self, node: int) -> Value:
        value = self.values[node]
        return value * 0 if is_array(value) else settled(0, self.exact)

    def _added(self, node: int, received: list[Value]) -> Value:
        """Return the sum of the contributions in source order; undefined if one of them is."""
        if node in self.undefined:
            return None
        if not received:
            return None
        total = received[-1]
        for contribution in reversed(received[:-1]):
            total = total + contribution
        return total

    def _hand_on(
        self, edge: Edge, operator: Operator, options: dict[str, Any], *, reaches: bool
    ) -> None:
        """Work one edge: its local gradient, its contribution, and what the operand receives."""
        upstream = self.upstream[edge.node]
        work = self._elementwise if operator.elementwise else self._product
        local, contribution = work(edge, operator, options, upstream)
        self.local[edge.id], self.contributions[edge.id] = local, contribution
        if not reaches:
            return
        received = self._received[edge.operand]
        if received is None:
            received = self._received[edge.operand] = []
        if contribution is not None:
            received.append(contribution)

    def _elementwise(
        self, edge: Edge, operator: Operator, options: dict[str, Any], upstream: Value
    ) -> tuple[Value, Value]:
        operands = self._operand_values(edge.node)
        local = self._rule(operator.local[edge.position], operands, edge.node, options)
        local = self._without_unneeded(edge.node, local)
        if self._is_undefined(operator, edge.position, operands, options):
            if not is_array(local):
                self.undefined.add(edge.operand)
                return None, None
            local = self._nan_where_undefined(operator, edge.position, operands, options, local)
        if upstream is None:
            self.undefined.update((edge.operand,) if edge.node in self.undefined else ())
            return local, None
        contribution = self._times(upstream, local)
        self._blame(edge, contribution, upstream, local)
        return local, self._summed_back(contribution, edge.operand)

    def _product(
        self, edge: Edge, operator: Operator, options: dict[str, Any], upstream: Value
    ) -> tuple[Value, Value]:
        operands = self._operand_values(edge.node)
        rule = operator.vjp[0 if operator.variadic else edge.position]
        if operator.variadic:
            options = {**options, "position": edge.position}
        local = None
        if not shape_of(self.values[edge.node]):
            one = settled(1, self.exact)
            local = self._rule(rule, [one, *operands], edge.node, options)
        if upstream is None:
            self.undefined.update((edge.operand,) if edge.node in self.undefined else ())
            return local, None
        contribution = self._rule(rule, [upstream, *operands], edge.node, options)
        if contribution is not None:
            self._blame(edge, contribution, upstream, 0.0 if local is None else local)
        return local, contribution

    def _operand_values(self, node: int) -> list[Value]:
        return [self.values[operand] for operand in self.graph.operands_of(node)]

    def _rule(
        self, rule: Any, operands: list[Value], node: int, options: Mapping[str, Any]
    ) -> Value:
        """Return what a rule gives, by IEEE arithmetic where ordinary arithmetic raises an error."""
        arguments = [*operands, self.values[node]]
        try:
            if any(map(is_array, arguments)):
                with numpy_module().errstate(all="ignore"):
                    found = rule(*arguments, **options)
            else:
                found = rule(*arguments, **options)
        except (OverflowError, ZeroDivisionError, ValueError):
            found = ieee_reading(rule, arguments, options)
        return found if found is None or type(found) is float else settled(found, self.exact)

    def _without_unneeded(self, node: int, local: Value) -> Value:
        need = True if self.needs is None else self.needs[node]
        if is_array(need):
            return numpy_module().where(need, local, 0.0)
        return local if need else settled(0, self.exact)

    def _is_undefined(
        self, operator: Operator, position: int, operands: list[Value], options: dict[str, Any]
    ) -> bool:
        options = {name: value for name, value in options.items() if name != "ties"}
        for kink in operator.kinks:
            if kink.undefined and position in (kink.positions or (position,)):
                there = kink.at(*operands, **options)
                if there.any() if is_array(there) else there:
                    return True
        return False

    def _nan_where_undefined(
        self,
        operator: Operator,
        position: int,
        operands: list[Value],
        options: dict[str, Any],
        local: Value,
    ) -> Value:
        for kink in operator.kinks:
            if kink.undefined and position in (kink.positions or (position,)):
                local = numpy_module().where(kink.at(*operands, **options), float("nan"), local)
        return local

    def _times(self, upstream: Value, local: Value) -> Value:
        if is_array(upstream) or is_array(local):
            with numpy_module().errstate(all="ignore"):
                return upstream * local
        return upstream * local

    def _blame(self, edge: Edge, contribution: Value, upstream: Value, local: Value) -> None:
        """Remember the first edge on which a nan arose from an upstream and a local gradient without nan."""
        if self.first_nan is None and not finite(contribution) and has_nan(contribution):
            if not has_nan(upstream) and not has_nan(local):
                self.first_nan = edge

    def _summed_back(self, contribution: Value, operand: int) -> Value:
        """Sum a contribution back to the shape of its operand: broadcasting used it several times."""
        wanted, found = shape_of(self.values[operand]), shape_of(contribution)
        if wanted == found:
            return contribution
        if len(found) < len(wanted):
            return numpy_module().broadcast_to(contribution, wanted).copy()
        extra = len(found) - len(wanted)
        total = contribution.sum(axis=tuple(range(extra))) if extra else contribution
        total = settled(total, self.exact) if not is_array(total) or not wanted else total
        if not wanted:
            return total
        if len(found) - extra == len(wanted) and shape_of(total) != wanted:
            axes = tuple(i for i, length in enumerate(wanted) if length == 1)
            total = total.sum(axis=axes, keepdims=True)
        if shape_of(total) != wanted:
            total = numpy_module().broadcast_to(total, wanted).copy()
        return total


def checked_seed(graph: Graph, value: Value, seed: Value | None, exact: bool) -> Value:
    """Return the upstream gradient of the output: 1 for a scalar, else the seed, which must have its shape.

    Raises:
        SeedProblem: the output is an array and there is no seed, or the seed has another shape.
    """
    shape = shape_of(value)
    if seed is None and not shape:
        return settled(1, exact)
    if seed is None:
        raise SeedProblem(
            f"the output is an array of shape {shape_text(shape)}: "
            "a gradient belongs to one number at a time",
            hint=f"make it one number, as in sum(…); or weight its elements with --seed "
            f'"{_ones(shape)}"; or ask for all its gradients with --jacobian',
            source=graph.source,
            span=graph.span_of(graph.output),
        )
    if shape_of(seed) != shape:
        raise SeedProblem(
            f"the seed has the shape {shape_text(shape_of(seed))}, "
            f"the output {shape_text(shape)}: they must be the same"
        )
    return seed


def _ones(shape: tuple[int, ...]) -> str:
    if len(shape) > 2 or max(shape) > 4:
        return "[1, 1, …]"
    return str(numpy_module().ones(shape, dtype=int).tolist())
