"""The backward pass in symbols: the gradient of a term with respect to its variables, as terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from gradcli.calculus.algebra import Algebra
from gradcli.calculus.products import contribution
from gradcli.calculus.rules import Reader, Unsayable
from gradcli.calculus.shapes import filled, repeated, summed_back
from gradcli.operators import OPERATORS

#: What is raised for a term whose gradient cannot be written, given the name that cannot.
Refusal = Callable[[int, str], Exception]


def gradients(
    algebra: Algebra,
    reader: Reader,
    output: int,
    wrt: Iterable[int],
    refuse: Refusal,
    definitions: Mapping[int, int],
) -> list[int]:
    """Return ∂output/∂variable for each of the variables, in their shapes; output is a number.

    upstream(operand) = sum of upstream·local over the edges that leave it, in the order in which
    the operations were made.

    A variable with a definition hands its gradient on to it: all paths count, as in the engine.
    """
    targets = list(wrt)
    reaches = _marks(algebra, output, targets, definitions)
    upstream: dict[int, int] = {output: algebra.number(1)}
    for term in range(output, -1, -1):
        g = upstream.get(term)
        if g is None or not reaches[term] or algebra.is_number(g, 0):
            continue
        if term in definitions:
            upstream[definitions[term]] = _added(algebra, upstream.get(definitions[term]), g)
        for position, operand in enumerate(algebra.operands[term]):
            if not reaches[operand]:
                continue
            try:
                handed = _handed(algebra, reader, g, term, position)
            except Unsayable as missing:
                raise refuse(term, str(missing)) from None
            if handed is not None:
                upstream[operand] = _added(algebra, upstream.get(operand), handed)
    return [_in_shape(algebra, upstream.get(target), target) for target in targets]


def _added(algebra: Algebra, before: int | None, handed: int) -> int:
    """Return the sum of two contributions, a bare number behind the rest."""
    if before is None:
        return handed
    if algebra.number_of(before) is not None:
        return algebra.add(handed, before)
    return algebra.add(before, handed)


def _marks(
    algebra: Algebra, output: int, targets: list[int], definitions: Mapping[int, int]
) -> bytearray:
    """Return a mark for each term that depends on a target, up to the output."""
    marks = bytearray(max([output, *targets]) + 1)
    for target in targets:
        marks[target] = 1
    for term in range(output + 1):
        if not marks[term] and term in definitions:
            marks[term] = marks[definitions[term]]
        elif not marks[term]:
            marks[term] = any(marks[operand] for operand in algebra.operands[term])
    return marks


def _handed(algebra: Algebra, reader: Reader, g: int, term: int, position: int) -> int | None:
    """Return what one edge hands on; None if it carries no gradient."""
    operator = OPERATORS[algebra.operators[term]]
    if not operator.elementwise:
        if operator.ties and reader.ties != "split":
            raise Unsayable(operator.name)
        return contribution(algebra, g, term, position, reader.textbook)
    local = reader.local(term, position)
    if local is None:
        return None
    operand = algebra.operands[term][position]
    product = algebra.multiply(local, g)
    return summed_back(algebra, product, algebra.shapes[term], algebra.shapes[operand])


def _in_shape(algebra: Algebra, gradient: int | None, target: int) -> int:
    shape = algebra.shapes[target]
    if gradient is None or algebra.is_number(gradient, 0):
        return algebra.literal(filled(shape, "0"))
    return repeated(algebra, gradient, shape, target)
