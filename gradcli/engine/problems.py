"""What is said when a value does not exist: what, where, with which numbers, from where."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from gradcli.engine.blame import Blame
from gradcli.engine.forward import Fault, has_nan
from gradcli.errors import DomainProblem
from gradcli.graph import Graph
from gradcli.numerals import array_text, numeral, shape_text
from gradcli.operators.declaration import Operator
from gradcli.operators.elementary import Value, is_array, is_exact

#: Longer arrays are named by their shape.
_LONGEST = 60

#: Bindings named in one hint.
_BINDINGS = 4


def domain_problem(graph: Graph, node: int, values: Sequence[Value], fault: Fault) -> DomainProblem:
    """Return the error for a node outside its domain, or one whose value overflows."""
    blame = Blame(graph, node, values, fault)
    text = short(graph.text_of(node))
    places = list(range(len(blame.nodes)))
    if blame.is_outside:
        places = blame.outside()
        message = f"{text} is not defined here: {_requirement(graph, node, blame, places)}"
    elif has_nan(values[node]):
        message = f"{text} is not a number here: {_with_values(blame, places) or text}"
    else:
        shown = _with_values(blame, places) or text
        message = f"{text} is too large for a floating-point number: {shown}"
    if blame.element and not blame.found_element:
        message += f"; first at element {list(blame.element)}"
    below = [blame.nodes[place] for place in places]
    return DomainProblem(
        message,
        hint=_origin(graph, below, values),
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
    return short(graph.written.get(names[0], names[0]) if names else graph.text_of(node), most)


def _requirement(graph: Graph, node: int, blame: Blame, places: Sequence[int]) -> str:
    """Return the values to blame and what the operation needs.

    That is in the student's words. Where an operand to blame is a number in the program, and so has
    no name, it is said without names, or the operator's own letters are told what they stand for.
    """
    operator = blame.operator
    options = [
        f"{name} = {numeral(value, 6)}"
        for name, value in blame.options.items()
        if name in blame.words
    ]
    if not operator.variadic and any(map(blame.is_number, places)):
        if operator.domain.fault:
            return operator.domain.fault
        here = [_standing(blame, place) for place in places if blame.letters[place] in blame.words]
        here += options
        needs = f"{_in_letters(operator)} needs {operator.domain.text}"
        return f"{needs}; here {', '.join(here)}"
    from gradcli.engine.notices import in_words_of

    name = operator.infix or operator.calls[0]
    needs = f"{name} needs {in_words_of(graph, node, operator.domain.text)}"
    found = [_with_values(blame, places), *options]
    return f"{', '.join(filter(None, found))}, and {needs}"


def _standing(blame: Blame, place: int) -> str:
    """Return what a letter of the operator stands for: `a = 0`, `b = x = -1`."""
    value = _with_values(blame, [place]) or _written(blame.numbers[place])
    return f"{blame.letters[place]} = {value}"


def _in_letters(operator: Operator) -> str:
    """Return an operation over the operator's own letters: `a % b`, `log(x, base)`."""
    from gradcli.operators.reading import operation_read
    from gradcli.operators.symbols import symbol, text

    return text(operation_read(operator, list(map(symbol, operator.operands)), {}))


def _with_values(blame: Blame, places: Sequence[int]) -> str:
    """Return operands with their values: `y = 0`, `A[1, 2] = -6`, `(x - 1)[0] = -1`."""
    parts = []
    for place in places:
        text, written = called(blame.graph, blame.nodes[place]), _written(blame.numbers[place])
        if blame.places[place] and not text.isidentifier():
            text = f"({text})"
        if text != written:
            parts.append(f"{text}{blame.places[place]} = {written}")
    return ", ".join(dict.fromkeys(parts))


def _written(value: Value) -> str:
    """Return a value within a sentence; an array too long for one by its shape."""
    if not is_array(value):
        return numeral(value, 6)
    if value.size < _LONGEST:
        text = array_text(value.tolist())
        if len(text) <= _LONGEST:
            return text
    return f"array of shape {shape_text(value.shape)}"


def _origin(graph: Graph, below: Sequence[int], values: Sequence[Value]) -> str:
    """Return a hint that names the bindings which the operands to blame come from."""
    carry_on = "--ieee carries on with inf and nan"
    if any(is_exact(values[node]) for node in below):
        carry_on = "--exact has no inf and no nan; without it, " + carry_on
    bindings = [
        f"{short(name)} = {_written(values[graph.inputs[name]])}"
        for name in islice(inputs_below(graph, below), _BINDINGS)
    ]
    return f"it comes from {', '.join(bindings)}; {carry_on}" if bindings else carry_on


def inputs_below(graph: Graph, nodes: Sequence[int]) -> list[str]:
    """Return the names of the inputs among some nodes and below them, as they first appear."""
    waiting = [node for node in nodes if graph.depends[node]]
    seen = set(waiting)
    while waiting:
        for operand in graph.operands_of(waiting.pop()):
            if operand not in seen and graph.depends[operand]:
                seen.add(operand)
                waiting.append(operand)
    return [name for name, source in graph.inputs.items() if source in seen]
