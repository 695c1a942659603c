"""Which values are needed: what `where` does not take is not evaluated and gets no gradient."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gradcli.engine.forward import Fault, shape_of
from gradcli.graph import Graph
from gradcli.operators import OPERATORS
from gradcli.operators.elementary import Value, is_array, numpy_module

#: For one node: True (needed), False (not needed), or a mask of the needed elements.
Demand = Any


def needs_of(graph: Graph, values: Sequence[Value]) -> list[Demand] | None:
    """Return which values are needed, None for all of them: only `where` makes a choice."""
    return demanded(graph, values) if "where" in graph.operators else None


def demanded(graph: Graph, values: Sequence[Value]) -> list[Demand]:
    """Return for each node whether its value is needed by the output or by a statement of its own.

    Walks from the nodes that nothing uses back to the inputs; at `where(c, a, b)` the need for a is
    that for the whole where c holds, and the need for b where it does not.
    """
    needs: list[Demand] = [None] * len(graph)
    for node in range(len(graph) - 1, -1, -1):
        need: Demand = True if needs[node] is None or node == graph.output else needs[node]
        needs[node] = need
        if is_array(need) and node in graph.input_ids:
            need = bool(need.any())  # the value may be a given one, of another shape
        for position, operand in enumerate(graph.operands_of(node)):
            passed = _passed(graph, node, position, need, values)
            needs[operand] = _either(needs[operand], _fitted(passed, values[operand]))
    return needs


def _passed(
    graph: Graph, node: int, position: int, need: Demand, values: Sequence[Value]
) -> Demand:
    operator = graph.operators[node]
    if operator == "where" and position > 0:
        condition = values[graph.operands_of(node)[0]]
        taken = condition if position == 1 else _not(condition)
        if not is_array(need) and not is_array(taken):
            return bool(need and taken)
        numpy = numpy_module()
        whole = numpy.broadcast_shapes(*(shape_of(values[o]) for o in graph.operands_of(node)))
        return numpy.broadcast_to(need & taken, whole)
    if is_array(need) and not OPERATORS[operator].elementwise:
        return bool(need.any())
    return need


def _not(condition: Value) -> Value:
    return ~condition if is_array(condition) else not condition


def _either(before: Demand, now: Demand) -> Demand:
    if before is None:
        return now
    return before | now


def _fitted(need: Demand, operand: Value) -> Demand:
    """Return a mask of the operand's own shape: an element is needed if any of its copies is."""
    if not is_array(need):
        return need
    shape = shape_of(operand)
    extra = need.ndim - len(shape)
    need = need.any(axis=tuple(range(extra))) if extra > 0 else need
    stretched = tuple(i for i, length in enumerate(shape) if length == 1 and need.shape[i] != 1)
    need = need.any(axis=stretched, keepdims=True) if stretched else need
    return bool(need) if not shape else numpy_module().broadcast_to(need, shape)


def first_fault(faults: Mapping[int, Fault], needs: Sequence[Demand]) -> tuple[int, Fault] | None:
    """Return the first node whose fault lies in what is needed, and that part of the fault."""
    for node, bad in faults.items():
        needed = (
            needs[node] & bad if is_array(bad) or is_array(needs[node]) else needs[node] and bad
        )
        if needed.any() if is_array(needed) else needed:
            return node, needed
    return None
