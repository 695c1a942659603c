"""Trigonometric functions and their inverses, in radians."""

from __future__ import annotations

from gradcli.operators import elementary as f
from gradcli.operators.declaration import Domain, Kink, Operator

FAMILY = "trigonometric"

#: No float is a multiple of pi but 0, so that only there a division by sin(x) fails.
NOT_MULTIPLE_OF_PI = Domain("x != k*pi", lambda x: f.not_equal(x, 0))

#: No float is an odd multiple of pi/2: the poles of tan and sec cannot be met.
NOT_ODD_HALF_PI = Domain("x != pi/2 + k*pi")

UNIT = Domain("-1 <= x <= 1", lambda x: (x >= -1) & (x <= 1))

sin = Operator(
    name="sin",
    operands=("x",),
    forward=f.sin,
    local=(lambda x, y: f.cos(x),),
    samples=((0.5,), (-2.0,), (10.0,)),
    example="sin(x)",
    pieces="turns",
    doc="The sine.",
    source="DLMF §4.20.",
    family=FAMILY,
)

cos = Operator(
    name="cos",
    operands=("x",),
    forward=f.cos,
    local=(lambda x, y: -f.sin(x),),
    samples=((0.5,), (-2.0,), (10.0,)),
    example="cos(x)",
    pieces="turns",
    doc="The cosine.",
    source="DLMF §4.20.",
    family=FAMILY,
)

tan = Operator(
    name="tan",
    operands=("x",),
    spelled=("tan", "tg"),
    forward=f.tan,
    local=(lambda x, y: 1 + y**2,),
    domain=NOT_ODD_HALF_PI,
    samples=((0.5,), (-2.0,), (10.0,)),
    example="tan(x)",
    steps="sin(x)/cos(x)",
    pieces="turns",
    doc="The tangent.",
    source="DLMF §4.20, with sec^2 = 1 + tan^2.",
    family=FAMILY,
)

sec = Operator(
    name="sec",
    operands=("x",),
    forward=lambda x: 1 / f.cos(x),
    local=(lambda x, y: y * f.tan(x),),
    domain=NOT_ODD_HALF_PI,
    samples=((0.5,), (-2.0,), (10.0,)),
    example="sec(x)",
    steps="1/cos(x)",
    pieces="turns",
    doc="The secant, 1/cos(x).",
    source="DLMF §4.20.",
    family=FAMILY,
)

csc = Operator(
    name="csc",
    operands=("x",),
    spelled=("csc", "cosec"),
    forward=lambda x: 1 / f.sin(x),
    local=(lambda x, y: -y / f.tan(x),),
    domain=NOT_MULTIPLE_OF_PI,
    samples=((0.5,), (-2.0,), (10.0,)),
    example="csc(x)",
    steps="1/sin(x)",
    pieces="turns",
    doc="The cosecant, 1/sin(x).",
    source="DLMF §4.20.",
    family=FAMILY,
)

cot = Operator(
    name="cot",
    operands=("x",),
    spelled=("cot", "ctg"),
    forward=lambda x: 1 / f.tan(x),
    local=(lambda x, y: -(1 + y**2),),
    domain=NOT_MULTIPLE_OF_PI,
    samples=((0.5,), (-2.0,), (10.0,)),
    example="cot(x)",
    steps="cos(x)/sin(x)",
    pieces="turns",
    doc="The cotangent, cos(x)/sin(x).",
    source="DLMF §4.20, with csc^2 = 1 + cot^2.",
    family=FAMILY,
)

AT_END = Kink(
    at=lambda x: f.equal(f.absolute(x), 1),
    where="x = 1 or x = -1",
    gradient="inf",
    note="the slope grows without bound towards the end of the domain",
)

asin = Operator(
    name="asin",
    operands=("x",),
    spelled=("asin", "arcsin"),
    forward=f.asin,
    local=(
        lambda x, y: f.taught(lambda: 1 / f.sqrt(1 - x**2), lambda: 1 / f.sqrt((1 - x) * (1 + x))),
    ),
    domain=UNIT,
    kinks=(AT_END,),
    samples=((0.5,), (-0.9,), (0.0,)),
    example="asin(x)",
    doc="The angle between -pi/2 and pi/2 whose sine is x.",
    source="DLMF §4.24(ii).",
    family=FAMILY,
)

acos = Operator(
    name="acos",
    operands=("x",),
    spelled=("acos", "arccos"),
    forward=f.acos,
    local=(
        lambda x, y: f.taught(
            lambda: -1 / f.sqrt(1 - x**2), lambda: -1 / f.sqrt((1 - x) * (1 + x))
        ),
    ),
    domain=UNIT,
    kinks=(
        Kink(
            at=AT_END.at,
            where=AT_END.where,
            gradient="-inf",
            note="the slope falls without bound towards the end of the domain",
        ),
    ),
    samples=((0.5,), (-0.9,), (0.0,)),
    example="acos(x)",
    doc="The angle between 0 and pi whose cosine is x.",
    source="DLMF §4.24(ii).",
    family=FAMILY,
)

atan = Operator(
    name="atan",
    operands=("x",),
    spelled=("atan", "arctan"),
    forward=f.atan,
    local=(lambda x, y: 1 / (1 + x**2),),
    samples=((0.5,), (-2.0,), (10.0,)),
    example="atan(x)",
    doc="The angle between -pi/2 and pi/2 whose tangent is x.",
    source="DLMF §4.24(ii).",
    family=FAMILY,
)

atan2 = Operator(
    name="atan2",
    operands=("a", "b"),
    spelled=("atan2", "arctan2"),
    forward=f.atan2,
    local=(
        lambda a, b, y: f.taught(
            lambda: b / (a**2 + b**2), lambda: b / f.hypot(a, b) / f.hypot(a, b)
        ),
        lambda a, b, y: f.taught(
            lambda: -a / (a**2 + b**2), lambda: -a / f.hypot(a, b) / f.hypot(a, b)
        ),
    ),
    kinks=(
        Kink(
            at=lambda a, b: f.equal(a, 0) & f.equal(b, 0),
            where="a = 0 and b = 0",
            gradient="undefined",
            note="the origin has no direction",
            undefined=True,
        ),
        Kink(
            at=lambda a, b: f.equal(a, 0) & (b < 0),
            where="a = 0 and b < 0",
            gradient="that of both sides",
            note="the angle jumps here from -pi to pi",
        ),
    ),
    samples=((1.0, 2.0), (-3.0, 0.5), (2.0, -1.5)),
    example="atan2(a, b)",
    doc="The angle of the point with abscissa b and ordinate a, between -pi and pi.",
    source="C99 atan2; the derivative of atan(a/b).",
    family=FAMILY,
)
