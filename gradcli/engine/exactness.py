"""What exact work had to round: fractions that grew too large, and numbers that have none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from gradcli import limits
from gradcli.engine.derivation import Notice
from gradcli.engine.forward import literal_value
from gradcli.engine.problems import short
from gradcli.graph import CONSTANT, INPUT, Graph
from gradcli.operators import CONSTANTS, OPERATORS
from gradcli.operators.elementary import Value, is_array, is_exact, is_exact_array

#: What is said of a rounded value; the place of the limit is the same for all.
_ROUNDED = (
    "{text}: its fraction has more than {bits:,} binary digits, about {digits} decimals; "
    "from here on it is a rounded number"
)


def rounded(graph: Graph, values: Sequence[Value]) -> Iterator[Notice]:
    """Yield a notice for each node whose exact value was too long a fraction and became a float.

    A node after one that was rounded says nothing, and neither does a function that has no exact
    value: sqrt, exp, a power with a broken exponent.
    """
    for node, name in enumerate(graph.operators):
        if _has_float(values[node]) and _should_be_exact(graph, node, name, values):
            text = _ROUNDED.format(
                text=short(graph.text_of(node)),
                bits=limits.EXACT_BITS.most,
                digits=len(str(2**limits.EXACT_BITS.most)) - 1,
            )
            yield Notice("rounded", text, node)


def _should_be_exact(graph: Graph, node: int, name: str, values: Sequence[Value]) -> bool:
    if name == CONSTANT:
        literal = graph.literals[node]
        if not isinstance(literal, str) or literal.lstrip("+-") in CONSTANTS:
            return False
        # An input may have another value than the one that the program gives it.
        return bool(values[node] == literal_value(literal, True))
    if name == INPUT or node in graph.input_ids or not OPERATORS[name].rational:
        return False
    operands = [values[operand] for operand in graph.operands_of(node)]
    return all(map(_exact, operands)) and (name != "pow" or _whole(operands[1]))


def _has_float(value: Value) -> bool:
    if is_exact_array(value):
        return any(isinstance(part, float) for part in value.flat)
    return isinstance(value, float)


def _exact(value: Value) -> bool:
    if is_array(value) and value.dtype == bool:
        return True
    return isinstance(value, bool) or (is_exact(value) and not _has_float(value))


def _whole(value: Value) -> bool:
    parts: Sequence[Fraction] = value.flat if is_array(value) else (value,)
    return all(part.denominator == 1 for part in parts)
