"""Hyperbolic functions and their inverses."""

from __future__ import annotations

from gradcli.operators import elementary as f
from gradcli.operators.declaration import Domain, Kink, Operator, SafeSteps

FAMILY = "trigonometric"

sinh = Operator(
    name="sinh",
    operands=("x",),
    spelled=("sinh", "sh"),
    forward=f.sinh,
    local=(lambda x, y: f.cosh(x),),
    samples=((0.5,), (-2.0,), (3.0,)),
    example="sinh(x)",
    steps="(exp(x) - exp(-x))/2",
    safe_steps=(SafeSteps("abs(x) > 700", "a = exp(x/2); b = exp(-x/2); a/2*a - b/2*b"),),
    doc="The hyperbolic sine.",
    source="DLMF §4.34.",
    family=FAMILY,
)

cosh = Operator(
    name="cosh",
    operands=("x",),
    spelled=("cosh", "ch"),
    forward=f.cosh,
    local=(lambda x, y: f.sinh(x),),
    samples=((0.5,), (-2.0,), (3.0,)),
    example="cosh(x)",
    steps="(exp(x) + exp(-x))/2",
    safe_steps=(SafeSteps("abs(x) > 700", "a = exp(x/2); b = exp(-x/2); a/2*a + b/2*b"),),
    doc="The hyperbolic cosine.",
    source="DLMF §4.34.",
    family=FAMILY,
)

tanh = Operator(
    name="tanh",
    operands=("x",),
    spelled=("tanh", "th"),
    forward=f.tanh,
    local=(lambda x, y: f.taught(lambda: 1 - y**2, lambda: (1 / f.cosh(x)) ** 2),),
    samples=((0.5,), (-2.0,), (3.0,)),
    example="tanh(x)",
    steps="(exp(x) - exp(-x))/(exp(x) + exp(-x))",
    safe_steps=(
        SafeSteps("x > 350", "(1 - exp(-2*x))/(1 + exp(-2*x))"),
        SafeSteps("x < -350", "(exp(2*x) - 1)/(exp(2*x) + 1)"),
    ),
    doc="The hyperbolic tangent.",
    source="DLMF §4.34, with sech^2 = 1 - tanh^2.",
    family=FAMILY,
)

asinh = Operator(
    name="asinh",
    operands=("x",),
    spelled=("asinh", "arcsinh"),
    forward=f.asinh,
    # hypot(x, 1) does not overflow, x^2 does.
    local=(lambda x, y: f.taught(lambda: 1 / f.sqrt(x**2 + 1), lambda: 1 / f.hypot(x, 1)),),
    samples=((0.5,), (-2.0,), (10.0,)),
    example="asinh(x)",
    doc="The number whose hyperbolic sine is x.",
    source="DLMF §4.38(ii).",
    family=FAMILY,
)

acosh = Operator(
    name="acosh",
    operands=("x",),
    spelled=("acosh", "arccosh"),
    forward=f.acosh,
    local=(
        lambda x, y: f.taught(
            lambda: 1 / f.sqrt(x**2 - 1), lambda: 1 / (f.sqrt(x - 1) * f.sqrt(x + 1))
        ),
    ),
    domain=Domain("x >= 1", lambda x: x >= 1),
    kinks=(
        Kink(
            at=lambda x: f.equal(x, 1),
            where="x = 1",
            gradient="inf",
            note="the slope grows without bound towards the end of the domain",
        ),
    ),
    samples=((1.5,), (2.0,), (10.0,)),
    example="acosh(x)",
    doc="The number from 0 up whose hyperbolic cosine is x.",
    source="DLMF §4.38(ii).",
    family=FAMILY,
)

atanh = Operator(
    name="atanh",
    operands=("x",),
    spelled=("atanh", "arctanh"),
    forward=f.atanh,
    local=(lambda x, y: f.taught(lambda: 1 / (1 - x**2), lambda: 1 / ((1 - x) * (1 + x))),),
    domain=Domain("-1 < x < 1", lambda x: (x > -1) & (x < 1)),
    samples=((0.5,), (-0.9,), (0.0,)),
    example="atanh(x)",
    doc="The number whose hyperbolic tangent is x.",
    source="DLMF §4.38(ii).",
    family=FAMILY,
)
