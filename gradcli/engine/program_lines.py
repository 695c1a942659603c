"""The statements of a program, written from the operators' rules: forward, then backward."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from gradcli.engine.derivation import carries
from gradcli.engine.folding import ELEMENTARY, REAL
from gradcli.engine.formulas import condition, formula, is_number
from gradcli.engine.forward import lies_at, literal_value, node_options, settled, shape_of
from gradcli.engine.rules import summed_back
from gradcli.engine.tape import CONDITIONS
from gradcli.graph import CONSTANT, INPUT, Graph
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Kink, Operator, Ties
from gradcli.operators.elementary import Value, is_array

#: Addends of one line; the compiler of Python goes one level deeper for each.
_ADDENDS = 100


class Lines:
    """The text of a program and the objects that it names.

    With `floats` every value is a float, and formulas are written out; else arrays may occur, and
    a formula with conditions is called. With `shapes` a contribution is summed back to the shape
    of its operand.
    """

    def __init__(
        self,
        graph: Graph,
        given: Sequence[str],
        wrt: Sequence[str],
        floats: bool,
        shapes: bool,
        ties: Ties,
        unwatched: Collection[int],
    ) -> None:
        self.graph = graph
        self.floats = floats
        self.shapes = shapes
        self.ties = ties
        self.unwatched = frozenset(unwatched)
        self.names: dict[str, Any] = dict(REAL if floats else ELEMENTARY)
        self.given = [graph.inputs[name] for name in given]
        self.wanted = [graph.inputs[name] for name in wrt]
        #: Each value as the name of a variable, or as a number where it is known beforehand.
        self._values: list[str] = []
        self._towards = _towards(graph, self.wanted)
        self._computed: list[str] = []
        self._received: dict[int, list[str]] = {}

    def arguments(self) -> list[str]:
        """Return the names of the inputs given."""
        return [f"v{node}" for node in self.given]

    def body(self) -> tuple[list[str], str, list[str]]:
        """Return the statements, and what then is the value of the output and the gradients."""
        lines = [*self._forward()]
        out = self._values[self.graph.output]
        if self.shapes:
            lines.append(f"if type({out}) is not float: raise Irregular")
        lines += self._backward()
        gradients = [self._gradient(node) for node in self.wanted]
        lines += self._checked(out, gradients)
        return lines, out, gradients

    def _checked(self, out: str, gradients: list[str]) -> Iterator[str]:
        """Yield the check that every value and every gradient wanted is a finite number."""
        seen = [*self._computed, out, *gradients]
        numbers = [name for name in dict.fromkeys(seen) if name[0] in "uv"]
        if self.floats and numbers:
            # A sum is nan or inf if one of its addends is.
            yield from _sum("total", numbers)
            yield "if total - total != 0.0: raise Irregular"
        elif numbers:
            self.names["finite"] = _all_finite
            yield f"if not finite({', '.join(numbers)}): raise Irregular"

    # --- forward

    def _forward(self) -> Iterator[str]:
        given = set(self.given)
        for node, name in enumerate(self.graph.operators):
            if node in given or name == INPUT:
                self._values.append(f"v{node}")
            elif name == CONSTANT:
                self._values.append(self._literal(node))
            else:
                yield from self._operation(node, OPERATORS[name])

    def _literal(self, node: int) -> str:
        return self._known(node, literal_value(self.graph.literals[node], False))

    def _known(self, node: int, value: Value) -> str:
        """Return a value that is known beforehand as a number, or under a name.

        Formulas leave out what is multiplied by 0: the engine sees 0 times inf there, and an array
        of zeros.
        """
        if not is_array(value) and math.isfinite(value) and value != 0:
            return repr(value)
        self.names[f"k{node}"] = value
        return f"k{node}"

    def _operation(self, node: int, operator: Operator) -> Iterator[str]:
        operands, options = self._operands(node), node_options(self.graph, node, operator)
        if operator.domain.holds is not None:
            inside = self._condition(operator, operator.domain.holds, operands, options, f"d{node}")
            if inside != "True":
                yield f"if not ({inside}): raise ValueError"
        value = self._value(operator, operands, options, f"f{node}")
        if is_number(value):
            self._values.append(self._known(node, float(value)))
        else:
            self._values.append(f"v{node}")
            yield f"v{node} = {value}"
            if operator.name not in CONDITIONS:
                self._computed.append(f"v{node}")
        for place, kink in enumerate(operator.kinks):
            if self._watched(node, kink):
                name = f"k{node}_{place}"
                there = self._condition(operator, kink.at, operands, options, name, kink)
                if there != "False":
                    yield f"if {there}: raise Irregular"

    def _operands(self, node: int) -> list[str]:
        return [self._values[operand] for operand in self.graph.operands_of(node)]

    def _value(self, operator: Operator, operands: list[str], options: Any, name: str) -> str:
        if operator.elementwise:
            written = formula(operator.forward, operands, options, floats=self.floats)
            if written is not None:
                return written
        return self._call(operator.forward, operands, options, name)

    def _call(
        self, rule: Callable[..., Any], arguments: Sequence[str], options: Any, name: str
    ) -> str:
        self.names[name] = _called(rule, options)
        return f"{name}({', '.join(arguments)})"

    def _condition(
        self,
        operator: Operator,
        holds: Callable[..., Any],
        operands: list[str],
        options: Any,
        name: str,
        kink: Kink | None = None,
    ) -> str:
        """Return a condition as Python: `True` or `False` where it is known beforehand.

        A domain must hold for every element; a kink is met where one element lies at it.
        """
        if operator.elementwise:
            written = condition(holds, operands, options, floats=self.floats)
            if written is not None:
                return written
        self.names[name] = _everywhere(holds, options) if kink is None else _met(kink, options)
        return f"{name}({', '.join(operands)})"

    def _watched(self, node: int, kink: Kink) -> bool:
        """Return whether a program must give way at a kink.

        That is where its notice has not been given yet, or where there is no gradient at all.
        """
        if node in self.unwatched and not kink.undefined:
            return False
        return any(
            self._carries(node, position, operand)
            for position, operand in enumerate(self.graph.operands_of(node))
            if not kink.positions or position in kink.positions
        )

    # --- backward

    def _carries(self, node: int, position: int, operand: int) -> bool:
        inner = node not in self.graph.input_ids
        return (
            inner and bool(self._towards[operand]) and carries(self.graph, node, position, operand)
        )

    def _backward(self) -> Iterator[str]:
        output = self.graph.output
        self._received[output] = ["1.0"]
        for node in range(output, -1, -1):
            if node not in self._received or not self._towards[node]:
                continue
            upstream, lines = self._added_up(node)
            yield from lines
            self._received[node] = [upstream]
            if node in self.graph.input_ids:
                continue
            yield from self._parts(node, upstream)
            for edge in reversed(list(self.graph.edges_of(node))):
                if self._carries(node, edge.position, edge.operand):
                    passed = self._contribution(node, edge.position, edge.operand, upstream)
                    self._received.setdefault(edge.operand, []).append(passed)

    def _added_up(self, node: int) -> tuple[str, Iterable[str]]:
        """Return a node's upstream gradient, and the lines that compute it in source order."""
        received = self._received[node][::-1]
        if len(received) == 1 and (received[0].isidentifier() or is_number(received[0])):
            return received[0], ()
        return f"u{node}", _sum(f"u{node}", [f"({addend})" for addend in received])

    def _contribution(self, node: int, position: int, operand: int, upstream: str) -> str:
        operator = OPERATORS[self.graph.operators[node]]
        options = self._rule_options(node, operator)
        arguments = [*self._operands(node), self._values[node]]
        name = f"g{node}_{position}"
        if operator.elementwise:
            rule = operator.local[position]
            assert rule is not None  # an edge without a rule does not carry
            passed = formula(rule, arguments, options, floats=self.floats, factor=upstream)
            if passed is None:
                times = "" if upstream == "1.0" else f"{upstream}*"
                passed = f"{times}{self._call(rule, arguments, options, name)}"
            return self._in_shape(passed, operand)
        if operator.variadic:
            self.names["settled"] = settled
            return f"settled(p{node}[{position}], False)"
        product = operator.vjp[position]
        assert product is not None
        return self._call(product, [upstream, *arguments], options, name)

    def _rule_options(self, node: int, operator: Operator) -> dict[str, Any]:
        options = node_options(self.graph, node, operator)
        return {**options, "ties": self.ties} if operator.ties else options

    def _parts(self, node: int, upstream: str) -> Iterator[str]:
        """Yield the line that works what all operands receive at once, where a rule does that."""
        operator = OPERATORS[self.graph.operators[node]]
        if operator.variadic and not operator.elementwise:
            product, options = operator.vjp[0], self._rule_options(node, operator)
            assert product is not None  # every operand of such an operator receives something
            self.names[f"g{node}"] = partial(product, **options)
            arguments = ", ".join([upstream, *self._operands(node), self._values[node]])
            yield f"p{node} = g{node}({arguments})"

    def _in_shape(self, contribution: str, operand: int) -> str:
        if not self.shapes:
            return contribution
        self.names["in_shape"] = _in_shape_of
        return f"in_shape({contribution}, {self._values[operand]})"

    def _gradient(self, node: int) -> str:
        if node not in self._received:
            return "0.0" if not self.shapes else f"0.0*{self._values[node]}"
        return self._received[node][0]


def _sum(name: str, addends: Sequence[str]) -> Iterator[str]:
    """Yield the lines that add up from left to right, none of them too long for the compiler."""
    for start in range(0, len(addends), _ADDENDS):
        so_far = [name] if start else []
        yield f"{name} = {' + '.join([*so_far, *addends[start : start + _ADDENDS]])}"


def _towards(graph: Graph, wanted: Sequence[int]) -> bytearray:
    """Return a mark for each node that is wanted, or whose gradient leads to one that is."""
    marks = bytearray(len(graph))
    for node in wanted:
        marks[node] = 1
    for node in range(len(graph)):
        if not marks[node] and node not in graph.input_ids:
            marks[node] = any(
                marks[edge.operand] and carries(graph, node, edge.position, edge.operand)
                for edge in graph.edges_of(node)
            )
    return marks


# --- what a program calls where a formula is not written out


def _called(rule: Callable[..., Value], options: Any) -> Callable[..., Value]:
    return lambda *arguments: settled(rule(*arguments, **options), False)


def _everywhere(holds: Callable[..., Any], options: Any) -> Callable[..., bool]:
    def inside(*operands: Value) -> bool:
        found = holds(*operands, **options)
        return bool(found.all() if is_array(found) else found)

    return inside


def _met(kink: Kink, options: Any) -> Callable[..., bool]:
    def there(*operands: Value) -> bool:
        found = lies_at(kink, list(operands), options)
        return bool(found.any() if is_array(found) else found)

    return there


def _in_shape_of(contribution: Value, operand: Value) -> Value:
    return summed_back(contribution, shape_of(operand))


def _all_finite(*values: Value) -> bool:
    # A sum is nan or inf if one of its addends is.
    return all(math.isfinite(value.sum() if is_array(value) else value) for value in values)
