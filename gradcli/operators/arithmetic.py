"""The infix operators: `+ - * / % ^` and the signs."""

from __future__ import annotations

from gradcli.operators.declaration import Domain, Kink, Operator
from gradcli.operators.elementary import (
    equal,
    floor,
    log,
    not_equal,
    power,
    round_half_even,
    taught,
    where,
)

FAMILY = "arithmetic"

add = Operator(
    name="add",
    operands=("a", "b"),
    infix="+",
    forward=lambda a, b: a + b,
    local=(lambda a, b, y: 1, lambda a, b, y: 1),
    samples=((2.0, 3.0), (-1.5, 0.25)),
    rational=True,
    doc="The sum: each operand receives the whole upstream gradient.",
    source="CS231n, Backpropagation, Intuitions: the add gate distributes the gradient.",
    family=FAMILY,
)

subtract = Operator(
    name="subtract",
    operands=("a", "b"),
    infix="-",
    forward=lambda a, b: a - b,
    local=(lambda a, b, y: 1, lambda a, b, y: -1),
    samples=((2.0, 3.0), (-1.5, 0.25)),
    rational=True,
    doc="The difference: the second operand receives the upstream gradient with its sign turned.",
    source="Sum rule with the derivative of -b.",
    family=FAMILY,
)

multiply = Operator(
    name="multiply",
    operands=("a", "b"),
    infix="*",
    forward=lambda a, b: a * b,
    local=(lambda a, b, y: b, lambda a, b, y: a),
    samples=((2.0, 3.0), (-1.5, 0.25), (0.0, 4.0)),
    rational=True,
    doc="The product: each operand receives the upstream gradient times the other operand.",
    source="CS231n, Backpropagation, Intuitions: the multiply gate is a gradient switcher.",
    family=FAMILY,
)

divide = Operator(
    name="divide",
    operands=("a", "b"),
    infix="/",
    forward=lambda a, b: a / b,
    # -(a/b)/b and not -a/b^2, whose square overflows first.
    local=(lambda a, b, y: 1 / b, lambda a, b, y: -(a / b) / b),
    domain=Domain("b != 0", lambda a, b: not_equal(b, 0), "the divisor is 0"),
    samples=((1.0, 4.0), (-3.0, 0.5)),
    rational=True,
    doc="The quotient.",
    source="Quotient rule.",
    family=FAMILY,
)

remainder = Operator(
    name="remainder",
    operands=("a", "b"),
    spelled=("remainder", "mod"),
    infix="%",
    forward=lambda a, b: a % b,
    # a/b may be rounded up to a whole number that it does not reach, as 1/0.1 is; (a - y)/b is one,
    # up to rounding, and a - y may overflow.
    local=(
        lambda a, b, y: 1,
        lambda a, b, y: taught(lambda: -floor(a / b), lambda: -round_half_even(a / b - y / b)),
    ),
    domain=Domain("b != 0", lambda a, b: not_equal(b, 0), "the divisor is 0"),
    kinks=(
        Kink(
            at=lambda a, b: equal(a % b, 0),
            where="a/b is whole",
            gradient="1 and -floor(a/b)",
            note="the value jumps here",
        ),
    ),
    samples=((7.5, 2.0), (-7.5, 2.0), (7.5, -2.0)),
    rational=True,
    pieces="quotient",
    doc="The remainder a - b*floor(a/b); it has the sign of the divisor.",
    source="a % b = a - b*floor(a/b), floor held constant; PyTorch's torch.remainder.",
    family=FAMILY,
)

pow = Operator(
    name="pow",
    operands=("a", "b"),
    spelled=("pow", "power"),
    infix="^",
    forward=power,
    local=(
        lambda a, b, y: where(equal(b, 0), 0, lambda: b * power(a, b - 1)),
        lambda a, b, y: where(equal(a, 0), 0, lambda: y * log(a)),
    ),
    kinks=(
        Kink(
            at=lambda a, b: a < 0,
            where="a < 0",
            gradient="undefined with respect to the exponent",
            note="a negative base has a real power only at separate exponents",
            positions=(1,),
            undefined=True,
        ),
        Kink(
            at=lambda a, b: (b > 0) & (b < 1) & equal(a, 0),
            where="a = 0 and 0 < b < 1",
            gradient="inf with respect to the base",
            note="the slope grows without bound towards 0",
            positions=(0,),
        ),
        Kink(
            at=lambda a, b: equal(a, 0) & equal(b, 0),
            where="a = 0 and b = 0",
            gradient="0",
            note="0^0 is taken as 1",
            positions=(1,),
        ),
        Kink(
            at=lambda a, b: equal(a, 0) & (b > 0),
            where="a = 0 and b > 0",
            gradient="0 with respect to the exponent",
            positions=(1,),
        ),
    ),
    domain=Domain(
        "a > 0; or b whole; a = 0 needs b >= 0",
        lambda a, b: ((a >= 0) | equal(b, floor(b))) & (not_equal(a, 0) | (b >= 0)),
    ),
    samples=((2.0, 3.0), (4.0, 0.5), (0.5, -2.0)),
    rational=True,
    doc="The power a^b.",
    source="Power rule; exponential rule for the exponent.",
    family=FAMILY,
)

negative = Operator(
    name="negative",
    operands=("a",),
    infix="-",
    forward=lambda a: -a,
    local=(lambda a, y: -1,),
    samples=((2.0,), (-0.5,)),
    rational=True,
    doc="The number with its sign turned.",
    source="Linearity.",
    family=FAMILY,
)
