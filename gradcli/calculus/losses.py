"""The gradients of losses over classes as terms: a class becomes a row of 0 with a 1 in its place.

A row of scores, or a batch of rows; a class may be a number or a variable, which carries no
gradient. Each takes the operation at hand and the position of the operand.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from gradcli.calculus.shapes import MOST_MARKS
from gradcli.calculus.terms import ARRAY, NUMBER
from gradcli.graph import Literal

if TYPE_CHECKING:
    from gradcli.calculus.products import Product

#: The sums of the other probabilities are written for at most so many of them.
_MOST_OTHERS = 8


def nll_loss(at: Product, position: int) -> int | None:
    """contribution = -g*target/N, and -g*log_probabilities/N to probabilities."""
    if position == 0:
        return at.times(_marks(at, -1), _upstream(at))
    if _is_class(at):
        return None
    return at.algebra.negative(at.times(at.x, _upstream(at)))


def cross_entropy(at: Product, position: int) -> int | None:
    """contribution = g*(softmax(logits)*sum(target) - target)/N; a class has the sum 1.

    Where a probability is near 1, its difference to the target would lose its digits: unless the
    formula of textbooks is wanted, the sum of the others is taken instead.
    """
    if position == 0:
        return at.times(_slope(at, at.make("softmax", at.x)), _upstream(at))
    if _is_class(at):
        return None
    return at.algebra.negative(at.times(at.make("log_softmax", at.x), _upstream(at)))


def _slope(at: Product, probabilities: int) -> int:
    """Return the gradient of the loss of a row.

    Of a class that is p with minus the sum of the others in its place; of probabilities
    p_i·(sum of the other targets) - target_i·(sum of the other p).
    """
    subtract, count = at.algebra.subtract, at.shape(at.x)[-1]
    if at.textbook or (count > _MOST_OTHERS and not _is_class(at)):
        return subtract(_times_sum(at, probabilities), _marks(at))
    if _is_class(at):
        others = at.times(probabilities, _marks(at, 0, 1))
        return subtract(others, at.times(_marks(at), _row_sum(at, others)))
    target = at.operands[1]
    rows = range(count)
    apart = at.algebra.literal(tuple(tuple(str(int(i != j)) for j in rows) for i in rows))
    return subtract(
        at.times(probabilities, at.make("matmul", target, apart)),
        at.times(target, at.make("matmul", probabilities, apart)),
    )


def hinge(at: Product, position: int) -> int | None:
    """contribution = g per wrong class inside the margin, minus their number at the right one.

    At the right class the difference is the margin itself: it is counted there too, and left out
    by its mark.
    """
    if position == 1:
        return None
    algebra, marks, others = at.algebra, _marks(at), _marks(at, 0, 1)
    right = _row_sum(at, at.times(at.x, marks))
    margin = algebra.literal(repr(at.options["margin"]))
    inside = at.make("greater", algebra.add(algebra.subtract(at.x, right), margin), _zero(at))
    counted = algebra.where(inside, others, _zero(at))
    slope = algebra.subtract(counted, at.times(marks, _row_sum(at, counted)))
    return at.times(slope, _upstream(at))


def _zero(at: Product) -> int:
    return at.algebra.number(0)


def _is_class(at: Product) -> bool:
    return len(at.shape(at.operands[1])) < len(at.shape(at.x))


def _upstream(at: Product) -> int:
    """Return the upstream gradient of the loss of each row, divided by N for the mean."""
    rows = at.shape(at.x)[:-1]
    if at.options["reduction"] == "mean":
        return at.algebra.divide(at.g, at.algebra.number(math.prod(rows)))
    return at.g if not at.shape(at.g) else at.make("reshape", at.g, shape=(*rows, 1))


def _row_sum(at: Product, term: int) -> int:
    """Return the sum of each row, in a shape that goes with the scores."""
    if len(at.shape(at.x)) == 1:
        return at.make("sum", term)
    return at.make("sum", term, axis=1, keepdims=1)


def _times_sum(at: Product, probabilities: int) -> int:
    """Return the probabilities times the sum of the target of their row."""
    if _is_class(at):
        return probabilities
    return at.times(probabilities, _row_sum(at, at.operands[1]))


def _marks(at: Product, mark: int = 1, elsewhere: int = 0) -> int:
    """Return one number in the place of the class and another elsewhere, 1 and 0 unless given.

    Probabilities stand for themselves, times the mark.
    """
    target, algebra = at.operands[1], at.algebra
    if not _is_class(at):
        return at.times(algebra.number(mark), target)
    count = at.shape(at.x)[-1]
    kind, content = algebra.operators[target], algebra.contents[target]
    if kind in (NUMBER, ARRAY) and math.prod(at.shape(at.x)) <= MOST_MARKS:
        return algebra.literal(_row(content, count, str(mark), str(elsewhere)))
    if at.shape(target):
        target = at.make("reshape", target, shape=(*at.shape(target), 1))
    classes = algebra.literal(tuple(str(number) for number in range(count)))
    there = at.make("equal", target, classes)
    return algebra.where(there, algebra.number(mark), algebra.number(elsewhere))


def _row(content: Any, count: int, mark: str, elsewhere: str) -> Literal:
    """Return the row of a class, or the rows of several."""
    if isinstance(content, tuple):
        return tuple(_row(part, count, mark, elsewhere) for part in content)
    return tuple(mark if float(content) == number else elsewhere for number in range(count))
