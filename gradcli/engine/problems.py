"""What is said when a value does not exist: what, where, with which numbers, and where they came
from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from gradcli.engine.forward import Fault, has_nan, node_options, outside
from gradcli.errors import DomainProblem
from gradcli.graph import Graph
from gradcli.numerals import numeral
from gradcli.operators import OPERATORS
from gradcli.operators.elementary import Value, is_array


def domain_problem(graph: Graph, node: int, values: Sequence[Value], fault: Fault) -> DomainProblem:
    """Return the error for a node whose operands are outside its domain, or whose value
    overflows."""
    operator = OPERATORS[graph.operators[node]]
    operands = [values[operand] for operand in graph.operands_of(node)]
    text = short(graph.text_of(node))
    shown = _with_values(graph, node, values)
    if outside(operator, operands, node_options(graph, node, operator)) is not None:
        name = operator.infix or operator.calls[0]
        message = f"{text} is not defined here: {shown}, and {name} needs {operator.domain.text}"
    elif has_nan(values[node]):
        message = f"{text} is not a number here: {shown}"
    else:
        message = f"{text} is too large for a floating-point number: {shown}"
    if fault is not True and is_array(fault) and fault.ndim:
        message += f"; first at element {[int(axis[0]) for axis in fault.nonzero()]}"
    return DomainProblem(
        message,
        hint=_origin(graph, node, values),
        source=graph.source,
        span=graph.span_of(node),
    )


def no_steps(graph: Graph, problem: DomainProblem) -> DomainProblem:
    """Return the error for a function that has a value, but whose steps have none."""
    span = problem.span or graph.span_of(graph.output)
    text = short(graph.source[span.start : span.end])
    return DomainProblem(
        f"the primitive steps of {text} have no value here, although the function has one",
        hint="without --expand it is computed in a form that holds",
        source=graph.source,
        span=span,
    )


def short(text: str, most: int = 40) -> str:
    """Return a text on one line, its middle left out if it is long.

    >>> short("a + b"), short("abcdefghijklmnop", 9)
    ('a + b', 'abc … nop')
    """
    text = " ".join(text.split())
    half = (most - 3) // 2
    return text if len(text) <= most else f"{text[:half]} … {text[-half:]}"


def called(graph: Graph, node: int, most: int = 40) -> str:
    """Return the name of a node, or its text if it has none."""
    names = graph.names.get(node)
    return graph.written.get(names[0], names[0]) if names else short(graph.text_of(node), most)


def _with_values(graph: Graph, node: int, values: Sequence[Value]) -> str:
    parts = []
    for operand in graph.operands_of(node):
        text, written = called(graph, operand), _written(values[operand])
        if text != written:
            parts.append(f"{text} = {written}")
    return ", ".join(dict.fromkeys(parts)) or short(graph.text_of(node))


def _written(value: Value) -> str:
    return short(str(value.tolist()), 60) if is_array(value) else numeral(value, 6)


def _origin(graph: Graph, node: int, values: Sequence[Value]) -> str:
    """Return a hint that names the bindings which the operands come from."""
    carry_on = "--ieee carries on with inf and nan"
    bindings = [
        f"{name} = {_written(values[graph.inputs[name]])}"
        for name in islice(inputs_below(graph, node), 4)
    ]
    return f"it comes from {', '.join(bindings)}; {carry_on}" if bindings else carry_on


def inputs_below(graph: Graph, node: int) -> list[str]:
    """Return the names of the inputs that a node depends on, in the order in which they first
    appear."""
    seen, waiting = {node}, [node]
    while waiting:
        for operand in graph.operands_of(waiting.pop()):
            if operand not in seen and graph.depends[operand]:
                seen.add(operand)
                waiting.append(operand)
    return [name for name, source in graph.inputs.items() if source in seen]
