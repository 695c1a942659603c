"""Powers, roots and exponentials; the power a^b itself stands with the infix operators."""

from __future__ import annotations

from gradcli.operators import elementary as f
from gradcli.operators.declaration import Domain, Kink, Operator

FAMILY = "powers"

square = Operator(
    name="square",
    operands=("x",),
    forward=lambda x: x * x,
    local=(lambda x, y: 2 * x,),
    samples=((3.0,), (-1.5,), (0.0,)),
    example="square(x)",
    steps="x^2",
    rational=True,
    doc="The square x^2.",
    source="Power rule.",
    family=FAMILY,
)

sqrt = Operator(
    name="sqrt",
    operands=("x",),
    # Adding 0 turns -0 into 0, at which the slope is +inf.
    forward=lambda x: f.sqrt(x + 0),
    local=(lambda x, y: 1 / (2 * y),),
    domain=Domain("x >= 0", lambda x: x >= 0),
    kinks=(
        Kink(
            at=lambda x: f.equal(x, 0),
            where="x = 0",
            gradient="inf",
            note="the slope grows without bound towards 0",
        ),
    ),
    samples=((4.0,), (0.25,), (2.0,)),
    example="sqrt(x)",
    doc="The square root.",
    source="Power rule with exponent 1/2.",
    family=FAMILY,
)

rsqrt = Operator(
    name="rsqrt",
    operands=("x",),
    forward=lambda x: 1 / f.sqrt(x),
    local=(lambda x, y: -y / (2 * x),),
    domain=Domain("x > 0", lambda x: x > 0),
    samples=((4.0,), (0.25,), (2.0,)),
    example="rsqrt(x)",
    steps="1/sqrt(x)",
    doc="One over the square root.",
    source="Power rule with exponent -1/2; PyTorch's torch.rsqrt.",
    family=FAMILY,
)

cbrt = Operator(
    name="cbrt",
    operands=("x",),
    forward=f.cbrt,
    local=(lambda x, y: 1 / (3 * y**2),),
    kinks=(
        Kink(
            at=lambda x: f.equal(x, 0),
            where="x = 0",
            gradient="inf",
            note="the slope grows without bound towards 0",
        ),
    ),
    samples=((8.0,), (-0.125,), (2.0,)),
    example="cbrt(x)",
    doc="The cube root, also of negative numbers.",
    source="Power rule with exponent 1/3; NumPy's cbrt.",
    family=FAMILY,
)

reciprocal = Operator(
    name="reciprocal",
    operands=("x",),
    forward=lambda x: 1 / x,
    local=(lambda x, y: -(y**2),),
    domain=Domain("x != 0", lambda x: f.not_equal(x, 0)),
    samples=((4.0,), (-0.5,), (3.0,)),
    example="reciprocal(x)",
    steps="1/x",
    rational=True,
    doc="One over x.",
    source="Power rule with exponent -1.",
    family=FAMILY,
)

exp = Operator(
    name="exp",
    operands=("x",),
    forward=f.exp,
    local=(lambda x, y: y,),
    samples=((1.0,), (-2.0,), (0.0,)),
    example="exp(x)",
    doc="The exponential function; it is its own derivative.",
    source="DLMF §4.7(ii).",
    family=FAMILY,
)

exp2 = Operator(
    name="exp2",
    operands=("x",),
    forward=f.exp2,
    local=(lambda x, y: y * f.LN2,),
    samples=((3.0,), (-1.5,), (0.0,)),
    example="exp2(x)",
    steps="2^x",
    doc="Two to the power x.",
    source="Exponential rule: the derivative of b^x is b^x*log(b).",
    family=FAMILY,
)

expm1 = Operator(
    name="expm1",
    operands=("x",),
    forward=f.expm1,
    local=(lambda x, y: f.exp(x),),
    samples=((1.0,), (-2.0,), (1e-9,)),
    example="expm1(x)",
    steps="exp(x) - 1",
    doc="exp(x) - 1 without loss of digits near 0.",
    source="DLMF §4.7(ii); C99 expm1.",
    family=FAMILY,
)
