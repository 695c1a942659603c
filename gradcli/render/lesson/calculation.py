"""How a page computes a graph again: for each operation the value and the gradients in JavaScript.

Shapes do not change when the numbers are edited, so all that shapes decide is settled here: a page
holds arrays as flat lists, and tables that say which element goes where. An elementwise operator is
written out from its own rules, one number at a time. Of the others, what only adds and multiplies
is read with arrays of symbols, element by element; the rest is in the library.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from gradcli.engine import Derivation
from gradcli.engine.forward import shape_of
from gradcli.graph import CONSTANT, Edge
from gradcli.operators.cases import leaves
from gradcli.operators.declaration import Ties
from gradcli.operators.elementary import Value, numpy_module
from gradcli.operators.reading import UNREADABLE
from gradcli.operators.symbols import Symbol, symbol
from gradcli.render.lesson.javascript import arrow, expression
from gradcli.render.lesson.library import LIBRARY
from gradcli.render.lesson.place import Place, stretched, table

#: Characters of one operation; a page is a lesson, not a program.
MOST_CODE = 60_000

#: What an operator may raise that cannot be read; RuntimeError where NumPy gives up on symbols.
_UNREADABLE = (*UNREADABLE, RuntimeError)


class Unreadable(Exception):
    """An operation that a page cannot compute again; `args[0]` is the node."""


def rules(derivation: Derivation, ties: Ties = "split") -> str:
    """Return the rules of all operations as an object of JavaScript, by node.

    Raises:
        Unreadable: an operator whose rule can neither be read nor is in the library.
    """
    graph = derivation.graph
    entries = [
        f"{node}: {_rule(Place(derivation, node, ties))}"
        for node in range(len(graph))
        if graph.kind_of(node) == "operation"
    ]
    return "{\n" + ",\n".join(entries) + "\n}"


def _rule(place: Place) -> str:
    try:
        code = _elementwise(place) if place.operator.elementwise else _whole(place)
    except _UNREADABLE as error:
        raise Unreadable(place.node) from error
    if len(code) > MOST_CODE:
        raise Unreadable(place.node)
    return code


# --- one number at a time


def symbols_of(place: Place) -> list[Symbol]:
    """Return the operands as symbols: names, and numbers for constants of the program."""
    graph = place.derivation.graph
    found = []
    for name, operand in zip(place.names, graph.operands_of(place.node), strict=True):
        value = place.derivation.values[operand]
        literal = graph.operators[operand] == CONSTANT and not graph.depends[operand]
        if literal and isinstance(value, (float, Fraction)) and math.isfinite(value):
            found.append(symbol(float(value)))
        else:
            found.append(symbol(name))
    return found


def _elementwise(place: Place) -> str:
    operator, names, operands = place.operator, place.names, symbols_of(place)
    parts = {"value": arrow(names, expression(operator.forward(*operands, **place.options)))}
    if operator.domain.holds is not None:
        inside = operator.domain.holds(*operands, **place.options)
        parts["holds"] = arrow(names, expression(inside))
    parts["local"] = _list(_local(place, operands, edge) for edge in place.edges)
    parts["cases"] = _list(_cases(place, operands, edge) for edge in place.edges)
    kinks = (
        arrow(names, expression(kink.at(*operands, **place.options))) for kink in operator.kinks
    )
    parts["kinks"] = _list(kinks)
    parts["from"] = _list(_places(place, operand) for operand in place.operands)
    parts["pick"] = _list(_picked(place, edge) for edge in place.edges)
    return _object(parts)


def rule_of(place: Place, position: int, operands: Sequence[Symbol], output: Symbol) -> Symbol:
    """Return the local gradient of an elementwise operator, read over symbols."""
    rule = place.operator.local[position]
    assert rule is not None  # an edge without a rule does not carry
    return symbol(rule(*operands, output, **place.rule_options))


def _local(place: Place, operands: Sequence[Symbol], edge: Edge) -> str | None:
    if not place.carries(edge):
        return None
    read = rule_of(place, edge.position, operands, symbol("y"))
    return arrow([*place.names, "y"], expression(read))


def _cases(place: Place, operands: Sequence[Symbol], edge: Edge) -> str | None:
    """Return the conditions of a rule with cases, tried in order; the last one always holds."""
    if not place.carries(edge):
        return None
    found = leaves(rule_of(place, edge.position, operands, symbol("y")))
    return _list(
        arrow([*place.names, "y"], "true" if condition is None else expression(condition))
        for condition, _ in found
    )


def _places(place: Place, operand: Value) -> str | None:
    """Return for each element of the value the element of the operand; None for the same one."""
    shape, own = shape_of(place.derivation.values[place.node]), shape_of(operand)
    return None if shape == own else table(stretched(own, shape))


def _picked(place: Place, edge: Edge) -> str | None:
    """Return which elements of the value show the local gradient; None for all of them."""
    local = place.derivation.local[edge.id]
    shape = shape_of(place.derivation.values[place.node])
    if local is None or shape_of(local) == shape:
        return None
    numpy = numpy_module()
    _, first = numpy.unique(stretched(shape_of(local), shape), return_index=True)
    return table(first)


# --- whole arrays


def _whole(place: Place) -> str:
    library = LIBRARY.get(place.operator.name)
    if library is None:
        return _element_by_element(place)
    made, products = library(place)
    vjp = "made.vjp" if products == "several" else "[made.vjp]"
    return (
        f"(() => {{ const made = {made}; "
        f"return {{ ...made, kinks: [made.at ?? (() => false)], vjp: {vjp} }}; }})()"
    )


def _element_by_element(place: Place) -> str:
    """Read value and products with arrays of symbols, and write them out for each element."""
    operands = [
        _array_of_symbols(name, value) if _varies(place, position) else value
        for position, (name, value) in enumerate(zip(place.names, place.operands, strict=True))
    ]
    value = place.derivation.values[place.node]
    with numpy_module().errstate(all="ignore"):  # a constant operand may hold inf
        forward = place.operator.forward(*operands, **place.options)
    output, upstream = _array_of_symbols("y", value), _array_of_symbols("g", value)
    products = (
        arrow(
            ["g", *place.names, "y"], _elements(_product(place, edge, upstream, operands, output))
        )
        if place.carries(edge)
        else None
        for edge in place.edges
    )
    return _object({"value": arrow(place.names, _elements(forward)), "vjp": _list(products)})


def _varies(place: Place, position: int) -> bool:
    graph = place.derivation.graph
    return bool(graph.depends[graph.operands_of(place.node)[position]])


def _product(
    place: Place, edge: Edge, upstream: Value, operands: Sequence[Value], output: Value
) -> Value:
    vjp = place.operator.vjp[0 if place.operator.variadic else edge.position]
    assert vjp is not None  # an edge without a rule does not carry
    found = vjp(upstream, *operands, output, **place.rule_options)
    return found[edge.position] if place.operator.variadic else found


def _array_of_symbols(name: str, like: Value) -> Any:
    numpy = numpy_module()
    array = numpy.empty(shape_of(like), dtype=object)
    for place in range(array.size):
        array.flat[place] = symbol(f"{name}[{place}]")
    return array


def _elements(array: Value) -> str:
    numpy = numpy_module()
    whole = numpy.asarray(array, dtype=object).reshape(-1)
    return _list(expression(element) for element in whole.tolist())


# --- written down


def _list(items: Iterator[str | None]) -> str:
    return f"[{', '.join('null' if item is None else item for item in items)}]"


def _object(parts: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{name}: {part}" for name, part in parts.items()) + " }"
