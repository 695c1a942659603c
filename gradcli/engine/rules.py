"""One edge at a time: its local gradient, and the contribution it hands to its operand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gradcli.engine.demand import Demand
from gradcli.engine.forward import ieee_reading, lies_at, node_options, settled, shape_of
from gradcli.graph import Edge, Graph
from gradcli.numerals import UNDEFINED, is_undefined
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Operator, Ties
from gradcli.operators.elementary import Value, is_array, numpy_module
from gradcli.records import dataclass


@dataclass(frozen=True, slots=True)
class EdgeWork:
    """What one edge gives: local gradient, contribution, and whether there is no gradient.

    A contribution of None hands on nothing: its operand selects a class, and has no slope.
    """

    local: Value
    contribution: Value
    undefined: bool = False


#: What an edge gives that carries no gradient.
NOTHING = EdgeWork(None, None)


@dataclass(frozen=True, slots=True)
class EdgeRules:
    """The rules of all edges of a graph whose values are known.

    `needs` tells which elements were evaluated (None: all of them); the others receive no gradient.
    """

    graph: Graph
    values: Sequence[Value]
    ties: Ties
    exact: bool
    needs: Sequence[Demand] | None
    #: Whether NumPy's warnings are off already.
    hushed: bool = False

    def skips(self, node: int) -> bool:
        """Return whether a node was not evaluated at all, and so hands nothing on."""
        return self.needs is not None and self.needs[node] is False

    def at(self, node: int) -> NodeRules:
        """Return the rules of the edges of one node."""
        operator = OPERATORS[self.graph.operators[node]]
        operands = [self.values[operand] for operand in self.graph.operands_of(node)]
        return NodeRules(
            self,
            operator,
            operands,
            self.values[node],
            node_options(self.graph, node, operator),
            not operator.elementwise or any(map(is_array, (*operands, self.values[node]))),
            True if self.needs is None else self.needs[node],
            [],
        )

    def work(self, edge: Edge, upstream: Value) -> EdgeWork:
        """Return local gradient and contribution of an edge; from upstream None nothing goes on."""
        return self.at(edge.node).work(edge, upstream)

    def handed(self, edge: Edge, work: EdgeWork) -> Value:
        """Return what an operand receives on an edge.

        None for nothing, UNDEFINED for what does not exist.
        """
        if not work.undefined:
            return work.contribution
        shape = shape_of(self.values[edge.operand])
        return numpy_module().full(shape, UNDEFINED) if shape else UNDEFINED


@dataclass(frozen=True, slots=True)
class NodeRules:
    """The rules of one node, with the values that they read."""

    rules: EdgeRules
    operator: Operator
    operands: list[Value]
    value: Value
    options: dict[str, Any]
    arrays: bool
    need: Demand
    #: Of an operator with any number of operands: the upstream gradient, and what all receive.
    parts: list[Any]

    def lacks_gradient(self, position: int) -> bool:
        """Return whether the gradient of an operand does not exist, at some element."""
        return bool(self.operator.kinks) and self._undefined(position) is not None

    def contribution(self, position: int, upstream: Value) -> Value:
        """Return the contribution to one operand alone, where its gradient exists, all needed."""
        if not self.operator.elementwise:
            return self._contribution(position, upstream)
        shape = shape_of(self.operands[position])
        product = self._in_blocks(position, upstream)
        if product is not None:
            return summed_back(product, shape)
        local = self._rule(self.operator.local[position], self.operands)
        if self._is_new(local) and shape_of(upstream) == local.shape and fits(upstream, local):
            return summed_back(numpy_module().multiply(upstream, local, out=local), shape)
        if type(local) is float and local != 1.0 and is_uniform(upstream):
            return summed_back(scaled(upstream, local), shape)
        return summed_back(times(upstream, local), shape)

    def _in_blocks(self, position: int, upstream: Value) -> Value:
        """Return upstream * local worked in blocks, None where that has no use or raises errors."""
        if not is_array(self.value):
            return None
        from gradcli.engine.blocks import LONG, product_in_blocks

        if self.value.size < LONG:
            return None
        factor = one_of(upstream) if is_uniform(upstream) else upstream
        rule, options = self.operator.local[position], self.rule_options
        assert rule is not None  # an edge without a rule does not carry
        arguments = (*self.operands, self.value)
        try:
            return product_in_blocks(
                factor, lambda *parts: rule(*parts, **options), arguments, self.value.shape
            )
        except (OverflowError, ZeroDivisionError, ValueError):
            return None

    @property
    def rule_options(self) -> dict[str, Any]:
        """Return the options with which the rules are called."""
        return {**self.options, "ties": self.rules.ties} if self.operator.ties else self.options

    def _is_new(self, local: Value) -> bool:
        """Return whether an array was made by a rule, and is not one of the values it read."""
        if not is_array(local) or local.base is not None or local.dtype != float:
            return False
        return local is not self.value and all(local is not operand for operand in self.operands)

    def makes_anew(self, contribution: Value, upstream: Value) -> bool:
        """Return whether a contribution is an array of its own that may be written into."""
        if not self.operator.elementwise or not is_array(contribution):
            return False
        return contribution is not upstream and contribution.base is None

    def work(self, edge: Edge, upstream: Value) -> EdgeWork:
        """Return local gradient and contribution of one edge of the node."""
        if self.operator.elementwise:
            return self._elementwise(edge, upstream)
        return self._product(edge, upstream)

    def _elementwise(self, edge: Edge, upstream: Value) -> EdgeWork:
        """contribution = upstream * local, summed back to the operand's shape."""
        there = self._undefined(edge.position)
        if there is True:
            return EdgeWork(None, None, undefined=True)
        local = self._rule(self.operator.local[edge.position], self.operands)
        local = self._without_unneeded(local)
        if there is not None:
            local = numpy_module().where(there, UNDEFINED, local)
        if upstream is None:
            return EdgeWork(local, None)
        # Of two factors that are nan a processor may keep either.
        contribution = upstream if is_undefined(upstream) else quietly_times(upstream, local)
        shape = shape_of(self.rules.values[edge.operand])
        return EdgeWork(local, summed_back(contribution, shape, self.rules.exact))

    def _product(self, edge: Edge, upstream: Value) -> EdgeWork:
        """Return the local gradient and the contribution of an edge with a vjp.

        contribution = vjp(upstream); the local gradient is that of upstream 1, if the node is a
        scalar.
        """
        local = None
        if not shape_of(self.value):
            local = self._contribution(edge.position, settled(1, self.rules.exact))
        if upstream is None:
            return EdgeWork(local, None)
        return EdgeWork(local, self._contribution(edge.position, upstream))

    def _contribution(self, position: int, upstream: Value) -> Value:
        operands = [upstream, *self.operands]
        if not self.operator.variadic:
            return self._rule(self.operator.vjp[position], operands)
        if not self.parts or self.parts[0] is not upstream:
            self.parts[:] = upstream, self._found(self.operator.vjp[0], operands)
        return settled(self.parts[1][position], self.rules.exact)

    def _rule(self, rule: Any, operands: list[Value]) -> Value:
        """Return what a rule gives, as the engine keeps it."""
        found = self._found(rule, operands)
        return None if found is None else settled(found, self.rules.exact)

    def _found(self, rule: Any, operands: list[Value]) -> Any:
        """Return what a rule gives, by IEEE arithmetic where ordinary arithmetic fails."""
        options = self.rule_options
        try:
            if self.arrays and not self.rules.hushed:
                with numpy_module().errstate(all="ignore"):
                    return rule(*operands, self.value, **options)
            return rule(*operands, self.value, **options)
        except (OverflowError, ZeroDivisionError, ValueError):
            return ieee_reading(rule, [*operands, self.value], options)

    def _undefined(self, position: int) -> Any:
        """Return where the gradient of an operand is needed and does not exist.

        True, a mask, or None for nowhere.
        """
        found: Any = False
        for kink in self.operator.kinks:
            if kink.undefined and position in (kink.positions or (position,)):
                found = found | lies_at(kink, self.operands, self.options)
        found = found & self.need
        return found if is_array(found) else bool(found) or None

    def _without_unneeded(self, local: Value) -> Value:
        """Return a local gradient with 0 where it is neither needed nor finite: 0 times inf is nan.

        What is finite stays: the formula beside it has that number.
        """
        if is_array(self.need):
            numpy = numpy_module()
            numbers = local.astype(float) if is_array(local) else float(local)
            there = numpy.isfinite(numbers)
            return local if there.all() else numpy.where(self.need | there, local, 0.0)
        return local if self.need else settled(0, self.rules.exact)


def quietly_times(upstream: Value, local: Value) -> Value:
    """Return the product, without NumPy's warnings about inf and nan."""
    if is_array(upstream) or is_array(local):
        with numpy_module().errstate(all="ignore"):
            return times(upstream, local)
    return times(upstream, local)


def times(upstream: Value, local: Value) -> Value:
    """Return the product; a local gradient of 1, as that of a sum, hands on the upstream one."""
    return upstream if type(local) is float and local == 1.0 else upstream * local


def fits(array: Value, into: Value) -> bool:
    """Return whether a result may be written into one of two arrays.

    Its elements are then in the order that a new array would have, on which the last digit of a sum
    depends.
    """
    return array.strides == into.strides or 0 in array.strides


def is_uniform(value: Value) -> bool:
    """Return whether an array is repeated from one number, as by NumPy's `broadcast_to`."""
    return is_array(value) and value.size > 0 and not any(value.strides)


def one_of(value: Value) -> float:
    """Return the number that a uniform array repeats."""
    return float(value[(0,) * value.ndim])


def scaled(upstream: Value, local: float) -> Value:
    """Return the product of a uniform array and a number, uniform too."""
    return numpy_module().broadcast_to(one_of(upstream) * local, upstream.shape)


def summed_back(contribution: Value, shape: tuple[int, ...], exact: bool = False) -> Value:
    """Return a contribution in the shape of its operand: where broadcasting used it often, the sum.

    >>> import numpy
    >>> summed_back(numpy.ones((3, 2)), (2,)).tolist()
    [3.0, 3.0]
    """
    found = shape_of(contribution)
    if found == shape:
        return contribution
    extra = len(found) - len(shape)
    if extra > 0:
        contribution = numpy_module().add.reduce(contribution, axis=tuple(range(extra)))
    if not shape:
        return settled(contribution, exact)
    if shape_of(contribution) == shape:
        return contribution
    stretched = tuple(
        i
        for i, length in enumerate(shape_of(contribution))
        if length != shape[i + max(-extra, 0)] and shape[i + max(-extra, 0)] == 1
    )
    if stretched:
        contribution = contribution.sum(axis=stretched, keepdims=True)
    return numpy_module().broadcast_to(contribution, shape).copy()
