"""Vector-Jacobian products as terms, for the operators on arrays whose gradient can be written.

Each takes the algebra, the upstream gradient, the operation and the position of the operand, and
returns the gradient of that operand. An upstream gradient may be smaller than the operation, and
then stands for itself repeated.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from gradcli.calculus import indices, losses
from gradcli.calculus.algebra import Algebra
from gradcli.calculus.rules import Unsayable
from gradcli.calculus.shapes import filled, reduced, repeated, summed_back
from gradcli.calculus.terms import ARRAY, Shape, all_options
from gradcli.operators.axes import axes_of, kept, one_axis
from gradcli.operators.elementary import numpy_module

#: The gradient of a product is written factor by factor, for at most so many factors.
_MOST_FACTORS = 1_000


class Product:
    """One operation with its upstream gradient, ready to be handed on to its operands.

    `textbook` prefers what books print to what keeps every digit.
    """

    def __init__(self, algebra: Algebra, upstream: int, term: int, textbook: bool) -> None:
        self.algebra = algebra
        self.textbook = textbook
        self.g = upstream
        self.y = term
        self.operands = algebra.operands[term]
        self.x = self.operands[0]
        self.name = algebra.operators[term]
        self.options = all_options(self.name, algebra.contents[term])

    def shape(self, term: int) -> Shape:
        """Return the shape of a term."""
        return self.algebra.shapes[term]

    @property
    def whole(self) -> int:
        """Return the upstream gradient in the shape of the operation."""
        return repeated(self.algebra, self.g, self.shape(self.y), self.y)

    def make(self, operator: str, *operands: int, **options: Any) -> int:
        """Return an operation."""
        return self.algebra.operation(operator, operands, tuple(options.items()))

    def times(self, *factors: int) -> int:
        """Return a product."""
        product = factors[0]
        for factor in factors[1:]:
            product = self.algebra.multiply(product, factor)
        return product

    def axes(self) -> tuple[int, ...]:
        """Return the axes that a reduction works along."""
        ones = numpy_module().ones(self.shape(self.x))
        found: tuple[int, ...] = axes_of(ones, self.options["axis"])
        return found

    def restored(self, term: int) -> int:
        """Return what has the shape of a reduction, with the reduced axes at length 1."""
        full = kept(self.shape(self.x), self.axes())
        if math.prod(self.shape(term)) == 1 and not self.shape(term):
            return term
        return term if self.shape(term) == full else self.make("reshape", term, shape=full)

    def over_axes(self, operator: str, term: int) -> int:
        """Return a reduction over the same axes, these kept."""
        axes = self.axes()
        if len(axes) == len(self.shape(term)):
            return reduced(self.algebra, operator, term)
        return reduced(self.algebra, operator, term, list(axes), keepdims=True)

    def others(self, rows: int) -> int:
        """Return for each element or row of an array the product of the others.

        It is what stands before it times what stands after it, so that nothing is divided by 0 and
        nothing is written more than once.
        """
        if not self.shape(rows):
            return self.algebra.number(1)
        count = self.shape(rows)[0]
        if count > _MOST_FACTORS:
            raise Unsayable(f"a product of more than {_MOST_FACTORS:,} factors")
        parts = [self.make("index", rows, index=(place,)) for place in range(count)]
        before, after = [self.algebra.number(1)], [self.algebra.number(1)]
        for first, last in zip(parts[:-1], parts[:0:-1], strict=True):
            before.append(self.times(before[-1], first))
            after.append(self.times(last, after[-1]))
        found = [self.times(*pair) for pair in zip(before, reversed(after), strict=True)]
        one = self.algebra.literal(filled(self.shape(parts[0]), "1"))
        return self.make("stack", *(found if count > 1 else [one]))


def contribution(
    algebra: Algebra, upstream: int, term: int, position: int, textbook: bool = False
) -> int | None:
    """Return what an operation hands on to one of its operands; None if that is a class.

    Raises:
        Unsayable: it cannot be written in the language.
    """
    name = algebra.operators[term]
    if name not in _PRODUCTS:
        raise Unsayable(name)
    return _PRODUCTS[name](Product(algebra, upstream, term, textbook), position)


# --- reductions


def _sum(at: Product, _position: int) -> int:
    return at.restored(at.g)


def _mean(at: Product, _position: int) -> int:
    count = math.prod(at.shape(at.x)[axis] for axis in at.axes())
    return at.algebra.divide(at.restored(at.g), at.algebra.number(count))


def _prod(at: Product, _position: int) -> int:
    """contribution = g times the product of the other elements, zeros or not."""
    shape, axes = at.shape(at.x), at.axes()
    if len(axes) == len(shape):
        row = at.x if len(shape) < 2 else at.make("reshape", at.x, shape=(math.prod(shape),))
        others = at.others(row)
        return at.times(at.g, others if len(shape) < 2 else at.make("reshape", others, shape=shape))
    if len(shape) > 2:
        raise Unsayable(at.name)
    if axes == (0,):
        return at.times(at.restored(at.g), at.others(at.x))
    turned = at.make("transpose", at.others(at.make("transpose", at.x)))
    return at.times(at.restored(at.g), turned)


def _extreme(at: Product, _position: int) -> int:
    """contribution = g where x is the extreme value, shared equally among the tied elements."""
    tied = at.make("equal", at.x, at.restored(at.y))
    ones = at.algebra.where(tied, at.algebra.number(1), at.algebra.number(0))
    return at.times(at.restored(at.g), at.algebra.divide(ones, at.over_axes("sum", ones)))


def _logsumexp(at: Product, _position: int) -> int:
    difference = at.algebra.subtract(at.x, at.restored(at.y))
    return at.times(at.restored(at.g), at.make("exp", difference))


def _norm(at: Product, _position: int) -> int:
    size = at.restored(at.y)
    slope = at.algebra.where(
        at.make("equal", size, at.algebra.number(0)),
        at.algebra.number(0),
        at.algebra.divide(at.x, size),
    )
    return at.times(at.restored(at.g), slope)


def _deviation(at: Product) -> tuple[int, int]:
    """Return x less its mean, and what its squares are divided by."""
    count = math.prod(at.shape(at.x)[axis] for axis in at.axes())
    mean = at.over_axes("mean", at.x)
    return at.algebra.subtract(at.x, mean), at.algebra.number(count - int(at.options["ddof"]))


def _var(at: Product, _position: int) -> int:
    deviation, freedom = _deviation(at)
    twice = at.times(at.algebra.number(2), at.restored(at.g), deviation)
    return at.algebra.divide(twice, freedom)


def _std(at: Product, _position: int) -> int:
    deviation, freedom = _deviation(at)
    size = at.restored(at.y)
    slope = at.algebra.where(
        at.make("equal", size, at.algebra.number(0)),
        at.algebra.number(0),
        at.algebra.divide(deviation, at.times(freedom, size)),
    )
    return at.times(at.restored(at.g), slope)


def _cumsum(at: Product, _position: int) -> int:
    """contribution = g summed from each element to the last, row by row unless along an axis."""
    axis, shape = at.options["axis"], at.shape(at.x)
    if not shape:
        return at.make("sum", at.g)
    along = {} if axis is None else {"axis": one_axis(axis, len(shape))}
    backwards = indices.along(along.get("axis", 0), (None, None, -1))
    summed = at.make("cumsum", at.make("index", at.whole, index=backwards), **along)
    found = at.make("index", summed, index=backwards)
    return found if at.shape(found) == shape else at.make("reshape", found, shape=shape)


# --- products of vectors and matrices


def _matmul(at: Product, position: int) -> int:
    a, b = at.operands
    axes = len(at.shape(a)), len(at.shape(b))
    if max(axes) > 2:
        raise Unsayable(at.name)
    if axes == (1, 1):
        return at.times(at.g, at.operands[1 - position])
    g, other = at.whole, at.operands[1 - position]
    if axes[1 - position] == 1 and axes[position] == 2:
        return at.make("outer", *((g, other) if position == 0 else (other, g)))
    turned = at.make("transpose", other)
    return at.make("matmul", *((g, turned) if position == 0 else (turned, g)))


def _dot(at: Product, position: int) -> int:
    a, b = at.operands
    if at.shape(a) and at.shape(b):
        return _matmul(at, position)
    product = at.times(at.g, at.operands[1 - position])
    return summed_back(at.algebra, product, at.shape(at.y), at.shape(at.operands[position]))


def _outer(at: Product, position: int) -> int:
    a, b = at.operands
    if not at.shape(a) and not at.shape(b):
        return at.times(at.make("sum", at.g), at.operands[1 - position])
    if len(at.shape(a)) != 1 or len(at.shape(b)) != 1:
        raise Unsayable(at.name)
    return at.make("matmul", *((at.whole, b) if position == 0 else (a, at.whole)))


def _softmax(at: Product, _position: int) -> int:
    """contribution = y*(g - sum(g*y))."""
    inner = at.over_axes("sum", at.times(at.g, at.y))
    return at.times(at.y, at.algebra.subtract(at.g, inner))


def _log_softmax(at: Product, _position: int) -> int:
    """contribution = g - exp(y)*sum(g)."""
    total = at.over_axes("sum", at.whole)
    return at.algebra.subtract(at.g, at.times(at.make("exp", at.y), total))


# --- moving elements about


def _transpose(at: Product, _position: int) -> int:
    return at.g if not at.shape(at.g) else at.make("transpose", at.whole)


def _reshape(at: Product, _position: int) -> int:
    if not at.shape(at.g):
        return at.g
    if not at.shape(at.x):
        return at.make("sum", at.g)
    return at.make("reshape", at.whole, shape=at.shape(at.x))


def _stack(at: Product, position: int) -> int:
    if not at.shape(at.g):
        return at.g
    axis = one_axis(at.options["axis"], len(at.shape(at.y)))
    if at.algebra.operators[at.g] == ARRAY and not axis:
        return at.algebra.literal(at.algebra.contents[at.g][position])
    return at.make("index", at.whole, index=indices.along(axis, position))


def _concat(at: Product, position: int) -> int:
    if not at.shape(at.g):
        return at.g
    axis = one_axis(at.options["axis"], len(at.shape(at.y)))
    lengths = [at.shape(operand)[axis] for operand in at.operands]
    start = sum(lengths[:position])
    place = start, start + lengths[position], None
    return at.make("index", at.whole, index=indices.along(axis, place))


_PRODUCTS: dict[str, Callable[[Product, int], int | None]] = {
    "sum": _sum,
    "mean": _mean,
    "prod": _prod,
    "amax": _extreme,
    "amin": _extreme,
    "logsumexp": _logsumexp,
    "norm": _norm,
    "var": _var,
    "std": _std,
    "cumsum": _cumsum,
    "matmul": _matmul,
    "dot": _dot,
    "outer": _outer,
    "softmax": _softmax,
    "log_softmax": _log_softmax,
    "transpose": _transpose,
    "reshape": _reshape,
    "index": indices.index,
    "stack": _stack,
    "concat": _concat,
    "nll_loss": losses.nll_loss,
    "cross_entropy": losses.cross_entropy,
    "hinge": losses.hinge,
}

#: The operators whose products are written here.
EXPRESSIBLE = frozenset(_PRODUCTS)
