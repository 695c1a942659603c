"""A graph of short arrays as one straight line of Python, for inputs of one form.

The arrays fit the cache.

What the ordinary engine looks up for every node, and asks of every array, is known beforehand where
the inputs have the same shapes again. So it is written down once, from the same rules:

    t6 = matmul_6(x0, x1)
    t7 = add(t6, x2)
    t8 = maximum(t7, 0.0)
    ...
    squares += sum_of_squares(t7)
    ...
    if not isfinite(squares) and not (finite(t7) and ...): raise Irregular
    return [x0, x1, t6, x2, t7, t8], [t11, t10, t9, ...]

It returns all values and all upstream gradients. Where something is not regular, or lies at a kink,
it gives way to the ordinary engine.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from gradcli.engine.arrays.recording import REFUSED, Recorded, Recording
from gradcli.engine.arrays.steps import OF_ARRAYS, finite, looked_at, needed, of_arrays, readers_of
from gradcli.engine.arrays.work import Part, added_up, as_float, as_number, times
from gradcli.engine.backward import Gradients, is_condition
from gradcli.engine.derivation import carries
from gradcli.engine.forward import node_options, settled, shape_of
from gradcli.engine.irregular import Irregular
from gradcli.engine.notices import concerned
from gradcli.engine.rules import is_uniform, scaled, summed_back
from gradcli.engine.tape import CONDITIONS
from gradcli.graph import CONSTANT, Graph
from gradcli.operators import OPERATORS
from gradcli.operators.axes import sum_of_squares
from gradcli.operators.declaration import Operator, Ties
from gradcli.operators.elementary import Value, is_array, numpy_module


class Whole:
    """The work of a graph for inputs of the form of those with which it was `worked` before.

    Raises:
        Irregular: the graph has conditions, or an input without a value.
    """

    def __init__(
        self, graph: Graph, values: Sequence[Value], worked: Gradients, ties: Ties
    ) -> None:
        self.graph, self.ties = graph, ties
        if any(name in CONDITIONS or name == "where" for name in graph.operators):
            raise Irregular
        if any(map(is_condition, values)):
            raise Irregular
        #: How many elements all arrays have, and the largest.
        sizes = [value.size for value in values if is_array(value)]
        self.numbers, self.largest = sum(sizes), max(sizes)
        self._shapes = [shape_of(value) for value in values]
        self._worked = worked
        self._recording = Recording()
        self._names: dict[str, Any] = {"Irregular": Irregular, "finite": finite}
        self._names |= {"isfinite": math.isfinite, "sum_of_squares": sum_of_squares}
        self._values: list[Part] = []
        self._upstream: dict[int, Part] = {}
        #: What forward and backward work of a node have in common.
        self._shared: dict[int, Recorded] = {}
        #: The factors of a product that is larger than both of them, by its place.
        self._factors: dict[int, tuple[Recorded, Recorded]] = {}
        self._all: list[Recorded] = []
        self._none: list[Recorded] = []
        #: The inputs, in the order in which a run is given them.
        self.given: list[int] = []
        self._forward(values)
        self._backward()
        self.unreached = [
            node for node in range(len(graph)) if graph.depends[node] and node not in self._upstream
        ]
        self.run = self._function()
        del self._worked

    # --- forward

    def _forward(self, values: Sequence[Value]) -> None:
        for node, name in enumerate(self.graph.operators):
            single = not is_array(values[node])
            if node in self.graph.input_ids:
                self.given.append(node)
                self._values.append(self._recording.source(single=single))
            elif name == CONSTANT:
                self._values.append(values[node] if single else self._constant(values[node]))
            else:
                self._values.append(self._operation(node))

    def _constant(self, array: Value) -> Recorded:
        def constant() -> Value:
            return array.copy()

        return self._recording.whole(constant)

    def _operation(self, node: int) -> Part:
        operator, options = OPERATORS[self.graph.operators[node]], self._options(node)
        operands = self._operands(node)
        if operator.domain.holds is not None:
            self._check(self._all, operator, operator.domain.holds, operands, options)
        for kink in operator.kinks:
            if concerned(self.graph, node, kink):
                self._check(self._none, operator, kink.at, operands, options)
        single = not self._shapes[node]
        read = (
            None
            if single or not operator.elementwise
            else _read(operator.forward, operands, options)
        )
        if isinstance(read, Recorded):
            return as_float(read)
        shared = operator.shared
        if shared is not None:
            self._shared[node] = self._recording.whole(
                lambda *given: shared(*given, **options), *operands
            )
        return self._call(
            operator.name, *self._sharing(node, operator.forward, operands), options, single=single
        )

    def _sharing(
        self, node: int, rule: Callable[..., Any], arguments: list[Part]
    ) -> tuple[Callable[..., Any], list[Part]]:
        """Return a rule and its arguments, among them what has been worked for others too."""
        if node not in self._shared:
            return rule, arguments

        def sharing(*given: Value, **options: Any) -> Value:
            return rule(*given[:-1], shared=given[-1], **options)

        return sharing, [*arguments, self._shared[node]]

    def _check(
        self,
        asked: list[Recorded],
        operator: Operator,
        condition: Callable[..., Any],
        operands: list[Part],
        options: Mapping[str, Any],
    ) -> None:
        """Enter a condition among those that are asked.

        A known one needs no question, or there is no such program.
        """
        over = _everywhere if asked is self._all else _somewhere
        found = _read(condition, operands, options) if operator.elementwise else None
        if found is None:
            found = self._recording.whole(
                lambda *given: over(condition(*given, **options)), *operands, single=True
            )
        if isinstance(found, Recorded):
            asked.append(found)
        elif bool(found) is (asked is self._none):
            raise Irregular

    def _operands(self, node: int) -> list[Part]:
        return [self._values[operand] for operand in self.graph.operands_of(node)]

    def _options(self, node: int) -> dict[str, Any]:
        return dict(node_options(self.graph, node, OPERATORS[self.graph.operators[node]]))

    def _call(
        self,
        name: str,
        rule: Callable[..., Any],
        arguments: Sequence[Part],
        options: Mapping[str, Any],
        *,
        single: bool,
    ) -> Recorded:
        """Record a rule as one call, which returns a value as the engine keeps it."""
        arrays, floats = numpy_module().ndarray, numpy_module().dtype(float)

        def number(*given: Value) -> Value:
            return float(rule(*given, **options))

        def array(*given: Value) -> Value:
            found = rule(*given, **options)
            # How large an array is has been seen already; a slope may be one number for all of it.
            is_settled = type(found) is arrays and found.dtype is floats and found.ndim
            return found if is_settled else settled(found, False)

        called = number if single else array
        called.__name__ = name
        return self._recording.whole(called, *arguments, single=single)

    # --- backward

    def _backward(self) -> None:
        graph = self.graph
        received: dict[int, list[Part]] = {graph.output: [1.0]}
        for node in range(graph.output, -1, -1):
            if node in received and graph.depends[node]:
                self._upstream[node] = added_up(received.pop(node))
                if node not in graph.input_ids:
                    self._hand_on(node, received)

    def _hand_on(self, node: int, received: dict[int, list[Part]]) -> None:
        operator = OPERATORS[self.graph.operators[node]]
        if operator.stops:
            return
        parts: Recorded | None = None
        for edge in reversed(list(self.graph.edges_of(node))):
            if not carries(self.graph, node, edge.position, edge.operand):
                continue
            if operator.elementwise:
                passed = self._slope_times(node, edge.position)
            elif self._worked.contributions[edge.id] is None:
                continue  # an operand that selects a class
            elif operator.variadic:
                parts = parts or self._product(node, 0)
                passed = self._item(parts, edge.position, edge.operand)
            else:
                passed = self._product(node, edge.position, edge.operand)
            received.setdefault(edge.operand, []).append(passed)

    def _slope_times(self, node: int, position: int) -> Part:
        """Return upstream * local, summed back to the shape of the operand."""
        operator, options = OPERATORS[self.graph.operators[node]], self._options(node)
        if operator.ties:
            options["ties"] = self.ties
        arguments = [*self._operands(node), self._values[node]]
        rule = operator.local[position]
        assert rule is not None  # an edge without a rule does not carry
        local = _read(rule, arguments, options)
        if local is None:
            single = not self._shapes[node]
            local = self._call("local", rule, arguments, options, single=single)
        passed = self._passed(node, as_number(local))
        shape = self._shapes[self.graph.operands_of(node)[position]]
        return passed if shape == self._shapes[node] else self._summed(passed, shape)

    def _passed(self, node: int, local: Part) -> Part:
        """Return upstream * local, laid out in memory as the ordinary engine has it.

        On that depends the last digit of a product of matrices.
        """
        upstream = self._upstream[node]
        if type(local) is not float or local == 1.0 or not is_uniform(self._worked.upstream[node]):
            return times(upstream, local)
        return self._recording.whole(lambda given: scaled(given, local), upstream)

    def _summed(self, passed: Part, shape: tuple[int, ...]) -> Recorded:
        def summed(contribution: Value) -> Value:
            return summed_back(contribution, shape)

        summed.__name__ = "summed_back"
        return self._recording.whole(summed, passed, single=not shape)

    def _product(self, node: int, position: int, operand: int | None = None) -> Recorded:
        """Return a vector-Jacobian product; those of all operands together, if none is named."""
        operator, options = OPERATORS[self.graph.operators[node]], self._options(node)
        if operator.ties:
            options["ties"] = self.ties
        rule = operator.vjp[position]
        assert rule is not None
        arguments = [self._upstream[node], *self._operands(node), self._values[node]]
        name = f"{operator.name}_back"
        if operand is not None:
            rule, arguments = self._sharing(node, rule, arguments)
            step = self._call(name, rule, arguments, options, single=not self._shapes[operand])
            if operator.bilinear:
                self._note_factors(step, node, position)
            return step
        return self._recording.whole(lambda *given: rule(*given, **options), *arguments)

    def _note_factors(self, step: Recorded, node: int, position: int) -> None:
        """Keep the factors of a contribution, if it is quicker to look at them than at it."""
        operands = self.graph.operands_of(node)
        product, other = operands[position], operands[1 - position]
        first, second = self._upstream[node], self._values[other]
        if not (isinstance(first, Recorded) and isinstance(second, Recorded)):
            return
        if self._size(node) + self._size(other) < self._size(product):
            self._factors[step.place] = first, second

    def _size(self, node: int) -> int:
        return math.prod(self._shapes[node])

    def _item(self, parts: Recorded, position: int, operand: int) -> Recorded:
        def item(found: Sequence[Value]) -> Value:
            return settled(found[position], False)

        return self._recording.whole(item, parts, single=not self._shapes[operand])

    # --- the program

    def _function(self) -> Callable[..., tuple[list[Value], list[Value]]]:
        """Return the program: from the inputs' values to all values and upstream gradients."""
        graph = self.graph
        computed = [
            self._values[node]
            for node, name in enumerate(graph.operators)
            if name != CONSTANT and node not in graph.input_ids
        ]
        asked = _recorded([*computed, *self._upstream.values()])
        steps = needed(
            self._recording.steps, [*_recorded(self._values), *asked, *self._all, *self._none]
        )
        looked = looked_at(steps, readers_of(steps), asked, ())
        body = ["squares = 0.0", *(line for step in steps for line in self._lines(step, looked))]
        body += self._all_finite([step for step in steps if step.place in looked])
        values = ", ".join(map(self._text, self._values))
        gradients = ", ".join(self._text(self._upstream.get(node)) for node in range(len(graph)))
        body.append(f"return [{values}], [{gradients}]")
        head = f"def run({', '.join(self._text(self._values[node]) for node in self.given)}):"
        text = "\n    ".join([head, *body]) + "\n"
        exec(compile(text, "<whole>", "exec"), self._names)
        return self._names["run"]  # type: ignore[no-any-return]

    def _lines(self, step: Recorded, looked: set[int]) -> Iterator[str]:
        """Yield the line of a step, and the questions about it."""
        name = self._text(step)
        factors = self._factors.get(step.place, ())
        if step.place in looked and factors:  # no sum of products is larger
            yield f"squares += {'*'.join(map(self._square, factors))}"
        if step.function is not None:
            call = self._called(step)
            is_float = step.single and step.dtype == float and not step.whole
            yield f"{name} = {f'float({call})' if is_float else call}"
        if step.place in looked and not factors:  # while it is in the cache
            yield f"squares += {self._square(step)}"
        if any(part is step for part in self._all):
            yield f"if not {name if step.single else name + '.all()'}: raise Irregular"
        if any(part is step for part in self._none):
            yield f"if {name if step.single else name + '.any()'}: raise Irregular"

    def _square(self, step: Recorded) -> str:
        name = self._text(step)
        return f"{name}*{name}" if step.single else f"sum_of_squares({name})"

    def _all_finite(self, looked: Sequence[Recorded]) -> Iterator[str]:
        """Yield the question whether all numbers looked at are finite.

        The sum of their squares says so, unless it is too large: then each is looked at.
        """
        if looked:
            each = " and ".join(f"finite({self._text(step)})" for step in looked)
            yield f"if not isfinite(squares) and not ({each}): raise Irregular"

    def _called(self, step: Recorded) -> str:
        assert step.function is not None
        name, function = step.function.__name__, step.function
        if name in OF_ARRAYS and not step.single:
            name, function = f"{name}_of_arrays", of_arrays(function)
        elif not self._is_ufunc(step):
            name = f"{name.strip('<>')}_{step.place}"
        self._names[name] = function
        return f"{name}({', '.join(map(self._text, step.inputs))})"

    def _is_ufunc(self, step: Recorded) -> bool:
        return isinstance(step.function, numpy_module().ufunc)

    def _text(self, value: Part) -> str:
        if isinstance(value, Recorded):
            return f"{'x' if value.function is None else 't'}{value.place}"
        if isinstance(value, float) and not math.isfinite(value):
            self._names[f"k{len(self._names)}"] = value
            return f"k{len(self._names) - 1}"
        return f"({value!r})"


def _recorded(parts: Sequence[Part]) -> list[Recorded]:
    return [part for part in parts if isinstance(part, Recorded)]


def _read(rule: Callable[..., Any], arguments: Sequence[Part], options: Mapping[str, Any]) -> Part:
    """Return what a rule gives, recorded; None where it has to be called as it is."""
    try:
        found = rule(*arguments, **options)
    except REFUSED:
        return None
    return found if isinstance(found, (Recorded, bool, int, float)) else None


def _everywhere(found: Any) -> bool:
    return bool(found.all() if is_array(found) else found)


def _somewhere(found: Any) -> bool:
    return bool(found.any() if is_array(found) else found)
