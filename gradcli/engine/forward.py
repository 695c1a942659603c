"""The forward pass: the value of every node, in topological order."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from gradcli import limits
from gradcli.errors import BindingProblem, GradcliError, LimitError
from gradcli.graph import CONSTANT, INPUT, Graph, Literal, Options
from gradcli.near import nearest
from gradcli.operators import CONSTANTS, OPERATORS
from gradcli.operators.declaration import Kink, Operator
from gradcli.operators.elementary import Value, is_array, is_exact_array, numpy_module

#: The numbers that an element counts as that is a fraction, an object of its own.
FRACTION = 16

#: Where a value is at fault, kept until it is known whether anything needs it: True, or a mask of
#: elements.
Fault = Any


def forward(
    graph: Graph,
    bindings: Mapping[str, Value],
    *,
    exact: bool = False,
    ieee: bool = False,
    held: Mapping[int, Value] | None = None,
) -> tuple[list[Value], dict[int, Fault]]:
    """Compute the value of every node from the values of the inputs.

    Returns the values and the faults: where a function is outside its domain the value is nan or
    inf, and the place is kept, since a branch of `where` that is not taken does no harm. With
    `ieee` there are no faults.

    Raises:
        BindingProblem: an input or an element has no value, or a value has no input.
        ShapeProblem: arrays that do not fit together.
        LimitError: the values are too many numbers together.
    """
    given = {graph.inputs[name]: value for name, value in checked(graph, bindings, exact).items()}
    given.update(held or {})
    values: list[Value] = []
    faults: dict[int, Fault] = {}
    numbers = 0
    for node, operator in enumerate(graph.operators):
        if node in given:
            values.append(given[node])
        elif operator == CONSTANT:
            values.append(literal_value(graph.literals[node], exact))
        else:
            operands = [values[operand] for operand in graph.operands_of(node)]
            value, fault = compute(graph, node, operands, exact=exact, ieee=ieee)
            values.append(value)
            if fault is not None:
                faults[node] = fault
        if is_array(values[node]):
            array = values[node]
            numbers += array.size * FRACTION if is_exact_array(array) else array.size
            _check_numbers(graph, node, numbers)
    if faults:
        from gradcli.engine.faults import read

        faults = read(graph, faults, given)
    return values, faults


def _check_numbers(graph: Graph, node: int, numbers: int) -> None:
    try:
        limits.NUMBERS.check(numbers)
    except LimitError as problem:
        raise problem.located(graph.source, graph.span_of(node)) from None


def checked(graph: Graph, bindings: Mapping[str, Value], exact: bool) -> dict[str, Value]:
    """Return the bindings as values of the engine; there must be just those needed."""
    check_names(graph, bindings)
    return {name: as_value(value, exact, name) for name, value in bindings.items()}


def check_names(graph: Graph, bindings: Mapping[str, Any]) -> None:
    """Refuse a value without a variable, and a variable without a value."""
    if bindings.keys() == graph.inputs.keys():
        return
    names = list(graph.inputs)
    for name in bindings:
        if name not in graph.inputs:
            near = nearest(name, names)
            hint = f"did you mean {near}?" if near else f"its variables are {', '.join(names)}"
            raise BindingProblem(
                f"the program has no variable {name}", hint=hint if names else "it has no variables"
            )
    missing = [
        name
        for name, node in graph.inputs.items()
        if name not in bindings and graph.operators[node] == INPUT
    ]
    if missing:
        example = " ".join(f"--{name} 1" for name in missing)
        raise BindingProblem(
            f"no value for {', '.join(missing)}", hint=f"give one, as in {example}"
        )


def as_value(value: Any, exact: bool = False, called: str = "a value") -> Value:
    """Return what is given for an input as the engine keeps it: a float, a fraction or an array.

    Raises:
        BindingProblem: it is no such thing, as a text is none; `called` names it in the message.
    """
    if type(value) is float:
        return value
    plain = is_array(value) and type(value) is numpy_module().ndarray and value.ndim
    # What has more than eight bytes may be too large for a float.
    if plain and value.dtype.kind in ("f" if exact else "fiu") and value.dtype.itemsize <= 8:
        limits.ELEMENTS.check(value.size)
        return value.astype(float, copy=False)
    if type(value) not in (int, Fraction):
        from gradcli.engine.kinds import made_ordinary

        value = made_ordinary(value, exact, called)
    return settled(value, exact)


def literal_value(literal: Literal, exact: bool) -> Value:
    """Return the number or array that a literal stands for; with `exact` 0.1 is one tenth."""
    if isinstance(literal, tuple):
        return _array(_numbers(literal, exact), exact)
    name = literal.lstrip("+-")
    if name in CONSTANTS:
        return -CONSTANTS[name] if literal.startswith("-") else CONSTANTS[name]
    return _exactly(literal) if exact else float(literal)


def _exactly(literal: str) -> Value:
    """Return a decimal literal as a fraction, unless that would be huge."""
    approximate = float(literal)
    if len(literal) > limits.EXACT_BITS.most:
        return approximate
    if approximate == 0:
        return Fraction(0)
    if math.isinf(approximate) or abs(approximate) < 1e-300:
        return approximate
    return within(Fraction(literal))


def _numbers(literal: Literal, exact: bool) -> Any:
    if isinstance(literal, tuple):
        return [_numbers(part, exact) for part in literal]
    return literal_value(literal, exact)


def _array(nested: Any, exact: bool) -> Value:
    numpy = numpy_module()
    if exact:
        array = numpy.array(nested, dtype=object)
        return numpy.frompyfunc(lambda part: settled(part, True), 1, 1)(array)
    return numpy.array(nested, dtype=float)


def settled(value: Any, exact: bool) -> Value:
    """Return a number as the engine keeps it: bool, float, Fraction, or an array with axes.

    A float stays a float, with `exact` too: it has been rounded already, and its digits are not
    the number that was meant. What was typed is exact: a literal is read by `literal_value`.
    """
    if type(value) is float or isinstance(value, bool):
        return value
    if type(value) is Fraction:
        return within(value) if exact else nearest_float(value)
    if is_array(value):
        return _settled_array(value, exact)
    return within(Fraction(value)) if exact else nearest_float(value)


def _settled_array(value: Any, exact: bool) -> Value:
    if value.ndim == 0:
        return settled(value.item(), exact)
    limits.ELEMENTS.check(value.size)
    if value.dtype == float or value.dtype == bool:
        return value
    if is_exact_array(value) and value.size and isinstance(value.flat[0], bool):
        return value.astype(bool)
    if exact and (is_exact_array(value) or value.dtype.kind in "iu"):
        return numpy_module().frompyfunc(settled_part, 1, 1)(value.astype(object))
    return value.astype(float)


def settled_part(part: Any) -> Value:
    """Return one element of an exact array: whole numbers become fractions, floats stay."""
    return within(Fraction(part)) if isinstance(part, (int, Fraction)) else part


def within(value: Fraction) -> Value:
    """Return the fraction; beyond the limit, or as large as any float, the nearest float or inf."""
    over, under = value.numerator.bit_length(), value.denominator.bit_length()
    kept = over - under < 1023 and max(over, under) <= limits.EXACT_BITS.most
    return value if kept else nearest_float(value)


def nearest_float(value: Any) -> float:
    """Return a number as a float, inf where it is too large for one."""
    try:
        return in_double(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def in_double(value: Any) -> float:
    """Return a number as a float; a fraction without the detour that the library takes.

    Raises:
        OverflowError: it is too large for one.
    """
    if type(value) is Fraction:
        return value.numerator / value.denominator
    return float(value)


def with_defaults(operator: Operator, given: Options) -> dict[str, Any]:
    """Return all options of an operator, with the defaults of those that were not given."""
    return {option.name: given.get(option.name, option.default) for option in operator.options}


def node_options(graph: Graph, node: int, operator: Operator) -> dict[str, Any]:
    """Return all options of a node."""
    return with_defaults(operator, graph.options_of(node)) if operator.options else {}


def compute(
    graph: Graph, node: int, operands: list[Value], *, exact: bool, ieee: bool
) -> tuple[Value, Fault | None]:
    """Return the value of one operation, and where it is outside the domain or overflows."""
    operator = OPERATORS[graph.operators[node]]
    options = node_options(graph, node, operator)
    try:
        arrays = any(is_array(operand) for operand in operands)
        if arrays and operator.elementwise:
            check_broadcast(operands)
        bad = None if ieee else outside(operator, operands, options)
        if bad is not None:
            return extended(operator, operands, options, exact), bad
        return evaluate(operator, operands, options, exact, arrays, ieee)
    except GradcliError as error:
        raise error.located(graph.source, graph.span_of(node)) from None


def evaluate(
    operator: Operator,
    operands: list[Value],
    options: Mapping[str, Any],
    exact: bool,
    arrays: bool,
    ieee: bool,
) -> tuple[Value, Any]:
    """Return the forward value, and where it alone is not finite; None for nowhere."""
    try:
        if arrays or not operator.elementwise:
            with numpy_module().errstate(all="ignore"):
                value = settled(operator.forward(*operands, **options), exact)
        else:
            value = settled(operator.forward(*operands, **options), exact)
    except (OverflowError, ZeroDivisionError, ValueError) as error:
        # The operands of an elementwise operator fit: log(v, -1) has no value beside an array v.
        if arrays and not operator.elementwise and isinstance(error, ValueError):
            from gradcli.engine.faults import misfit

            raise misfit(operands) from error
        return extended(operator, operands, options, exact), None if ieee else True
    return value, None if ieee or finite(value) else _arisen(operator, value, operands)


def _arisen(operator: Operator, value: Value, operands: list[Value]) -> Fault | None:
    """Return where inf arises from finite operands, or nan from operands without nan."""
    if is_array(value) and operator.elementwise:
        return _arisen_elements(value, operands)
    if all(map(finite, operands)):
        return ~numpy_module().isfinite(value.astype(float)) if is_array(value) else True
    return True if has_nan(value) and not any(map(has_nan, operands)) else None


def _arisen_elements(value: Value, operands: list[Value]) -> Fault | None:
    numpy = numpy_module()
    found = value.astype(float)
    arisen = ~numpy.isfinite(found)
    for operand in operands:
        part = numpy.asarray(operand, dtype=float)
        arisen = arisen & ~numpy.isnan(part) & (numpy.isfinite(part) | numpy.isnan(found))
    return arisen if arisen.any() else None


def extended(
    operator: Operator, operands: list[Value], options: Mapping[str, Any], exact: bool
) -> Value:
    """Return the forward value by IEEE arithmetic, with inf and nan instead of errors."""
    return settled(ieee_reading(operator.forward, operands, options), exact)


def ieee_reading(rule: Any, operands: list[Value], options: Mapping[str, Any]) -> Value:
    """Return what a forward function or rule gives on NumPy's float64, which knows inf and nan."""
    numpy = numpy_module()
    widened = [
        operand
        if isinstance(operand, bool)
        else numpy.float64(operand)
        if not is_array(operand)
        else numpy.asarray(operand, dtype=None if operand.dtype == bool else float)
        for operand in operands
    ]
    try:
        with numpy.errstate(all="ignore"):
            return rule(*widened, **options)
    except (OverflowError, ZeroDivisionError, ValueError):
        return math.nan


def outside(operator: Operator, operands: list[Value], options: Mapping[str, Any]) -> Any:
    """Return where the operands lie outside the domain (True, or a mask), or None for nowhere."""
    holds = operator.domain.holds
    if holds is None:
        return None
    inside = _quietly(holds, operands, options)
    # nan is in no domain and in every one: what made it has been reported, and it only passes
    # through.
    if is_array(inside) and inside.ndim == 0:
        inside = bool(inside)
    if is_array(inside):
        bad = ~inside.astype(bool) & ~_nan_mask(operands)
        return bad if bad.any() else None
    return None if inside or any(map(has_nan, operands)) else True


def _nan_mask(operands: list[Value]) -> Any:
    numpy = numpy_module()
    mask = numpy.False_
    for operand in operands:
        mask = mask | numpy.isnan(numpy.asarray(operand, dtype=float))
    return mask


def lies_at(kink: Kink, operands: list[Value], options: Mapping[str, Any]) -> Any:
    """Return where operands lie at a kink (a bool or a mask); nowhere where that has no meaning."""
    try:
        return _quietly(kink.at, operands, options)
    except (ArithmeticError, ValueError):
        return False


def _quietly(condition: Any, operands: list[Value], options: Mapping[str, Any]) -> Any:
    """Return what a condition says, without NumPy's warnings about inf and nan.

    Operators with options, such as std, use NumPy for numbers too.
    """
    numpy = sys.modules.get("numpy")
    if numpy is None or not (options or any(map(is_array, operands))):
        return condition(*operands, **options)
    with numpy.errstate(all="ignore"):
        return condition(*operands, **options)


def finite(value: Value) -> bool:
    """Return whether a value has neither inf nor nan in it."""
    if is_array(value):
        if value.dtype.kind == "O":
            value = value.astype(float)
        return bool(numpy_module().isfinite(value).all())
    return isinstance(value, Fraction) or math.isfinite(value)


def has_nan(value: Value) -> bool:
    """Return whether a value is or contains nan."""
    if is_array(value):
        return bool((value != value).any())
    return bool(value != value)


def shape_of(value: Value) -> tuple[int, ...]:
    """Return the shape of a value; a scalar has the shape ()."""
    return tuple(value.shape) if is_array(value) else ()


def check_broadcast(operands: list[Value]) -> None:
    """Raise ShapeProblem or LimitError unless the operands broadcast to an array of fair size."""
    shapes = set(map(shape_of, operands)) - {()}
    if len(shapes) <= 1:
        return
    try:
        shape = numpy_module().broadcast_shapes(*shapes)
    except ValueError:
        from gradcli.engine.faults import misfit

        raise misfit(operands) from None
    limits.ELEMENTS.check(math.prod(shape))
