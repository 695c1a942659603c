"""How a page computes a graph again: for each operation the value and the gradients in JavaScript.

Shapes do not change when the numbers are edited, so all that shapes decide is settled here: a page
holds arrays as flat lists, and tables that say which element goes where. An elementwise operator is
written out from its own rules, one number at a time. Of the others, what only adds and multiplies
is read with arrays of symbols, element by element; the rest is in `arrays.js`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gradcli.engine import Derivation
from gradcli.engine.derivation import carries
from gradcli.engine.forward import node_options, shape_of
from gradcli.graph import CONSTANT, Edge
from gradcli.operators import OPERATORS
from gradcli.operators.axes import array_of, axes_of, gathered
from gradcli.operators.cases import leaves
from gradcli.operators.declaration import Operator, Ties
from gradcli.operators.elementary import Value, numpy_module
from gradcli.operators.symbols import Symbol, symbol
from gradcli.render.lesson.javascript import arrow, expression

#: Characters of one operation; a page is a lesson, not a program.
MOST_CODE = 60_000

#: What a rule may raise that cannot be read with symbols.
_UNREADABLE = (TypeError, AttributeError, ValueError, ArithmeticError, RuntimeError)


class Unreadable(Exception):
    """An operation that a page cannot compute again; `args[0]` is the node."""


@dataclass(frozen=True, slots=True)
class Place:
    """One node of a worked graph, with what its rules need to be read."""

    derivation: Derivation
    node: int
    ties: Ties

    @property
    def operator(self) -> Operator:
        """Return the operator of the node."""
        return OPERATORS[self.derivation.graph.operators[self.node]]

    @property
    def operands(self) -> list[Value]:
        """Return the values of the operands."""
        graph = self.derivation.graph
        return [self.derivation.values[operand] for operand in graph.operands_of(self.node)]

    @property
    def options(self) -> dict[str, Any]:
        """Return the options of the node."""
        return node_options(self.derivation.graph, self.node, self.operator)

    @property
    def rule_options(self) -> dict[str, Any]:
        """Return the options of its rules, with the convention for ties where they take it."""
        return {**self.options, "ties": self.ties} if self.operator.ties else self.options

    @property
    def edges(self) -> list[Edge]:
        """Return the edges of the node."""
        return list(self.derivation.graph.edges_of(self.node))

    @property
    def names(self) -> list[str]:
        """Return the names of the operands in JavaScript."""
        return [f"a{position}" for position in range(len(self.operands))]

    @property
    def size(self) -> int:
        """Return how many elements the value has."""
        return size_of(shape_of(self.derivation.values[self.node]))

    def carries(self, edge: Edge) -> bool:
        """Return whether an edge carries a gradient."""
        return carries(self.derivation.graph, self.node, edge.position, edge.operand)


def size_of(shape: tuple[int, ...]) -> int:
    """Return how many elements an array of a shape has; a scalar has one."""
    return math.prod(shape)


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
    return None if shape == own else _table(_stretched(own, shape))


def _stretched(own: tuple[int, ...], shape: tuple[int, ...]) -> Any:
    numpy = numpy_module()
    places = numpy.arange(size_of(own)).reshape(own)
    return numpy.broadcast_to(places, shape)


def _picked(place: Place, edge: Edge) -> str | None:
    """Return which elements of the value show the local gradient; None for all of them."""
    local = place.derivation.local[edge.id]
    shape = shape_of(place.derivation.values[place.node])
    if local is None or shape_of(local) == shape:
        return None
    numpy = numpy_module()
    _, first = numpy.unique(_stretched(shape_of(local), shape), return_index=True)
    return _table(first)


# --- whole arrays


def _whole(place: Place) -> str:
    library = _LIBRARY.get(place.operator.name)
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
    options = place.rule_options
    if place.operator.variadic:
        options = {**options, "position": edge.position}
    return vjp(upstream, *operands, output, **options)


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


#: How an operator of the library is made, and whether it has a product for each operand.
_Maker = Callable[[Place], tuple[str, str]]


def _grouped(rule: Callable[[Place], str], reduces: bool = True) -> _Maker:
    """Return the maker of an operator that works along axes: slice by slice."""

    def make(place: Place) -> tuple[str, str]:
        numpy = numpy_module()
        x = array_of(place.operands[0])
        rows = gathered(numpy.arange(x.size).reshape(x.shape), axes_of(x, place.options["axis"]))
        rows = rows.reshape(-1, rows.shape[-1])
        places = numpy.arange(len(rows))[:, None] if reduces else rows
        tables = f"{_table(rows, 2)}, {_table(places, 2)}, {place.size}"
        return f"grouped({rule(place)}, {tables})", "one"

    return make


def _paired(rule: Callable[[Place], str]) -> _Maker:
    """Return the maker of a loss that compares element by element."""

    def make(place: Place) -> tuple[str, str]:
        numpy = numpy_module()
        shapes = [shape_of(operand) for operand in place.operands]
        whole = numpy.broadcast_shapes(*shapes)
        places = ", ".join(_table(_stretched(shape, whole)) for shape in shapes)
        return f"paired({rule(place)}, {_reduction(place)}, [{places}])", "several"

    return make


def _classified(rule: Callable[[Place], str]) -> _Maker:
    """Return the maker of a loss of scores against classes or probabilities."""

    def make(place: Place) -> tuple[str, str]:
        scores, target = map(shape_of, place.operands)
        classes = expression(scores != target)
        return (
            f"classified({rule(place)}, {_reduction(place)}, {scores[-1]}, {classes})",
            "several",
        )

    return make


def _reduction(place: Place) -> str:
    return json.dumps(place.options["reduction"])


def _number(place: Place, option: str) -> str:
    return expression(float(place.options[option]))


_LIBRARY: Mapping[str, _Maker] = {
    "amax": _grouped(lambda place: f'extreme(1, "{place.ties}")'),
    "amin": _grouped(lambda place: f'extreme(-1, "{place.ties}")'),
    "logsumexp": _grouped(lambda place: "logsumexp"),
    "norm": _grouped(lambda place: "norm"),
    "var": _grouped(lambda place: f"variance({_number(place, 'ddof')})"),
    "std": _grouped(lambda place: f"deviation({_number(place, 'ddof')})"),
    "softmax": _grouped(lambda place: "softmax", reduces=False),
    "log_softmax": _grouped(lambda place: "log_softmax", reduces=False),
    "mse_loss": _paired(lambda place: "mse_loss"),
    "l1_loss": _paired(lambda place: "l1_loss"),
    "huber_loss": _paired(lambda place: f"huber_loss({_number(place, 'delta')})"),
    "binary_cross_entropy": _paired(lambda place: "binary_cross_entropy"),
    "binary_cross_entropy_with_logits": _paired(lambda place: "binary_cross_entropy_with_logits"),
    "nll_loss": _classified(lambda place: "nll_loss"),
    "cross_entropy": _classified(lambda place: "cross_entropy"),
    "hinge": _classified(lambda place: f"hinge({_number(place, 'margin')})"),
}


# --- written down


def _list(items: Iterator[str | None]) -> str:
    return f"[{', '.join('null' if item is None else item for item in items)}]"


def _object(parts: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{name}: {part}" for name, part in parts.items()) + " }"


def _table(places: Any, axes: int = 1) -> str:
    flat = places.reshape(-1) if axes == 1 else places
    return json.dumps(flat.tolist(), separators=(",", ":"))
