"""Logarithms; `log` is the natural logarithm everywhere."""

from __future__ import annotations

from gradcli.operators import elementary as f
from gradcli.operators.declaration import Domain, Operator, SafeSteps
from gradcli.operators.elementary import Value

FAMILY = "logarithms"

POSITIVE = Domain("x > 0", lambda x: x > 0)

log = Operator(
    name="log",
    operands=("x",),
    spelled=("log", "ln"),
    forward=f.log,
    local=(lambda x, y: 1 / x,),
    domain=POSITIVE,
    samples=((2.0,), (0.5,), (10.0,)),
    example="log(x)",
    doc="The natural logarithm.",
    source="DLMF §4.7(i).",
    family=FAMILY,
)

log2 = Operator(
    name="log2",
    operands=("x",),
    forward=f.log2,
    local=(lambda x, y: 1 / (x * f.LN2),),
    domain=POSITIVE,
    samples=((8.0,), (0.3,), (10.0,)),
    example="log2(x)",
    steps="log(x)/log(2)",
    doc="The logarithm to base 2.",
    source="Change of base.",
    family=FAMILY,
)

log10 = Operator(
    name="log10",
    operands=("x",),
    spelled=("log10", "lg"),
    forward=f.log10,
    local=(lambda x, y: 1 / (x * f.LN10),),
    domain=POSITIVE,
    samples=((1000.0,), (0.3,), (2.0,)),
    example="log10(x)",
    steps="log(x)/log(10)",
    doc="The logarithm to base 10.",
    source="Change of base.",
    family=FAMILY,
)

log1p = Operator(
    name="log1p",
    operands=("x",),
    forward=f.log1p,
    local=(lambda x, y: 1 / (1 + x),),
    domain=Domain("x > -1", lambda x: x > -1),
    samples=((1.0,), (-0.5,), (1e-9,)),
    example="log1p(x)",
    steps="log(1 + x)",
    doc="log(1 + x) without loss of digits near 0.",
    source="DLMF §4.7(i); C99 log1p.",
    family=FAMILY,
)


def _to_base(x: Value, base: Value) -> Value:
    """Return log(x)/log(base); 2 and 10 have functions of their own, exact at their powers."""
    return f.where(
        f.equal(base, 10),
        lambda: f.log10(x),
        lambda: f.where(f.equal(base, 2), lambda: f.log2(x), lambda: f.log(x) / f.log(base)),
    )


log_base = Operator(
    name="log_base",
    operands=("x", "base"),
    spelled=("log",),
    forward=_to_base,
    local=(
        lambda x, base, y: 1 / (x * f.log(base)),
        lambda x, base, y: -y / (base * f.log(base)),
    ),
    domain=Domain(
        "x > 0, base > 0 and base != 1",
        lambda x, base: (x > 0) & (base > 0) & f.not_equal(base, 1),
    ),
    samples=((9.0, 3.0), (0.3, 0.5), (1000.0, 10.0)),
    example="log(x, base)",
    steps="log(x)/log(base)",
    doc="The logarithm of x to any base.",
    source="Change of base, and the quotient rule for the base.",
    family=FAMILY,
)

logaddexp = Operator(
    name="logaddexp",
    operands=("a", "b"),
    forward=f.logaddexp,
    local=(
        lambda a, b, y: f.taught(lambda: f.exp(a - y), lambda: f.sigmoid(a - b)),
        lambda a, b, y: f.taught(lambda: f.exp(b - y), lambda: f.sigmoid(b - a)),
    ),
    samples=((1.0, 2.0), (-3.0, 0.5), (2.0, 2.0)),
    example="logaddexp(a, b)",
    steps="log(exp(a) + exp(b))",
    safe_steps=(
        SafeSteps(
            "max(a, b) > 700 or max(a, b) < -700",
            "m = detach(max(a, b)); m + log(exp(a - m) + exp(b - m))",
        ),
    ),
    doc="log(exp(a) + exp(b)) without overflow.",
    source="NumPy's logaddexp; the gradients are the softmax of a and b.",
    family=FAMILY,
)
