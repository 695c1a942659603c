"""Special functions: the error and the gamma function, and logarithms of the odds and the like."""

from __future__ import annotations

import math

from gradcli.operators import elementary as f
from gradcli.operators.declaration import Domain, Kink, Operator
from gradcli.operators.elementary import Value
from gradcli.operators.symbols import Known, call, symbol

FAMILY = "special"

TWO_BY_ROOT_PI = Known(2 / math.sqrt(math.pi), 2 / call("sqrt", symbol("pi")))


def _is_no_pole(x: Value) -> Value:
    return (x > 0) | f.not_equal(x, f.floor(x))


NOT_A_POLE = Domain("x != 0, -1, -2, …", _is_no_pole)

#: Beyond this order the derivatives of digamma soon leave the range of floating-point numbers.
_MOST_ORDER = 20

erf = Operator(
    name="erf",
    operands=("x",),
    forward=f.erf,
    local=(lambda x, y: TWO_BY_ROOT_PI * f.exp(-(x**2)),),
    samples=((0.5,), (-2.0,), (0.0,)),
    example="erf(x)",
    doc="The error function.",
    source="DLMF 7.2.1.",
    family=FAMILY,
)

erfc = Operator(
    name="erfc",
    operands=("x",),
    forward=f.erfc,
    local=(lambda x, y: -(TWO_BY_ROOT_PI * f.exp(-(x**2))),),
    samples=((0.5,), (-2.0,), (3.0,)),
    example="erfc(x)",
    steps="1 - erf(x)",
    doc="1 - erf(x) without loss of digits at large x.",
    source="DLMF 7.2.2.",
    family=FAMILY,
)

gamma = Operator(
    name="gamma",
    operands=("x",),
    forward=f.gamma,
    local=(lambda x, y: y * f.digamma(x),),
    domain=NOT_A_POLE,
    samples=((4.0,), (0.5,), (-1.5,)),
    example="gamma(x)",
    pieces="poles",
    doc="The gamma function; gamma(n) is (n - 1)! for whole n.",
    source="DLMF 5.2.2.",
    family=FAMILY,
)

lgamma = Operator(
    name="lgamma",
    operands=("x",),
    forward=f.lgamma,
    local=(lambda x, y: f.digamma(x),),
    domain=NOT_A_POLE,
    samples=((4.0,), (0.5,), (-1.5,)),
    example="lgamma(x)",
    pieces="poles",
    doc="The logarithm of the absolute value of gamma(x).",
    source="DLMF 5.2.2.",
    family=FAMILY,
)

digamma = Operator(
    name="digamma",
    operands=("x",),
    forward=f.digamma,
    local=(lambda x, y: f.polygamma(1, x),),
    domain=NOT_A_POLE,
    samples=((4.0,), (0.5,), (-1.5,)),
    example="digamma(x)",
    pieces="poles",
    doc="The derivative of lgamma(x).",
    source="DLMF 5.2.2, 5.15.1; SciPy's and PyTorch's digamma.",
    family=FAMILY,
)


def _is_order(n: Value) -> Value:
    return (n >= 0) & (n <= _MOST_ORDER) & f.equal(n, f.floor(n))


polygamma = Operator(
    name="polygamma",
    operands=("n", "x"),
    forward=f.polygamma,
    local=(None, lambda n, x, y: f.polygamma(n + 1, x)),
    domain=Domain(
        f"n = 0, 1, 2, …, {_MOST_ORDER}; x != 0, -1, -2, …",
        lambda n, x: _is_order(n) & _is_no_pole(x),
    ),
    samples=((1.0, 4.0), (2.0, 0.5), (1.0, -1.5), (3.0, -0.75)),
    example="polygamma(1, x)",
    pieces="poles",
    doc="The derivative of digamma(x) of order n; the order carries no gradient.",
    source="DLMF 5.15; SciPy's and PyTorch's polygamma.",
    family=FAMILY,
)


def _logit(x: Value) -> Value:
    """In the middle by atanh, where x/(1 - x) is near 1 and its logarithm would lose digits."""
    return f.where(
        (x > 0.25) & (x < 0.75),
        lambda: 2 * f.atanh(2 * x - 1),
        lambda: f.log(x / (1 - x)),
    )


logit = Operator(
    name="logit",
    operands=("x",),
    forward=_logit,
    local=(lambda x, y: 1 / (x * (1 - x)),),
    domain=Domain("0 < x < 1", lambda x: (x > 0) & (x < 1)),
    samples=((0.25,), (0.5,), (0.9,)),
    example="logit(x)",
    steps="log(x/(1 - x))",
    doc="The log-odds log(x/(1 - x)), the inverse of the sigmoid.",
    source="Quotient rule; PyTorch's torch.special.logit.",
    family=FAMILY,
)

xlogy = Operator(
    name="xlogy",
    operands=("a", "b"),
    # 0 for each element of b, where a is one number.
    forward=lambda a, b: f.where(f.equal(a, 0), 0 * f.sign(b), lambda: a * f.log(b)),
    local=(
        lambda a, b, y: f.where(f.equal(b, 0), 0, lambda: f.log(b)),
        lambda a, b, y: f.where(f.equal(a, 0), 0, lambda: a / b),
    ),
    domain=Domain(
        "b > 0, or a = 0 and b = 0", lambda a, b: (b > 0) | (f.equal(a, 0) & f.equal(b, 0))
    ),
    kinks=(
        Kink(
            at=lambda a, b: f.equal(a, 0) & f.equal(b, 0),
            where="a = 0 and b = 0",
            gradient="0",
            note="0*log(0) is taken as 0",
        ),
    ),
    samples=((2.0, 3.0), (-1.5, 0.25), (0.0, 4.0)),
    example="xlogy(a, b)",
    doc="a*log(b), and 0 where a is 0.",
    source="Product rule; SciPy's and PyTorch's xlogy.",
    family=FAMILY,
)
