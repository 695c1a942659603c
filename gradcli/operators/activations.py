"""Activation functions of neural networks."""

from __future__ import annotations

import math
import sys
from fractions import Fraction

from gradcli.operators import elementary as f
from gradcli.operators.declaration import Kink, Operator, Option, SafeSteps
from gradcli.operators.elementary import Value
from gradcli.operators.symbols import Known, call, symbol

FAMILY = "activations"

#: The constants of selu, and their product.
SCALE, ALPHA, SCALE_ALPHA = 1.0507009873554805, 1.6732632423543772, 1.7580993408473768

ROOT_2_PI = Known(math.sqrt(2 * math.pi), call("sqrt", 2 * symbol("pi")))
ROOT_2 = Known(math.sqrt(2), call("sqrt", 2))

#: Adding a bound changes no finite number; times a vanishing factor, -inf would give nan.
LOWEST = -sys.float_info.max

relu = Operator(
    name="relu",
    operands=("x",),
    forward=lambda x: f.maximum(x, 0),
    local=(lambda x, y: f.kinked(x, 0, 1),),
    kinks=(Kink(at=lambda x: f.equal(x, 0), where="x = 0", gradient="0"),),
    samples=((2.0,), (-1.5,), (0.25,)),
    example="relu(x)",
    rational=True,
    doc="The rectifier max(x, 0): it lets positive numbers through.",
    source="CS231n, Commonly used activation functions; PyTorch takes 0 at 0 as well.",
    family=FAMILY,
)

leaky_relu = Operator(
    name="leaky_relu",
    operands=("x",),
    forward=lambda x, slope: f.where(x > 0, x, lambda: f.alike(slope, x) * x),
    local=(lambda x, y, slope: f.kinked(x, f.alike(slope, x), f.alike(1, x)),),
    options=(Option("slope", 0.01, ("negative_slope",)),),
    kinks=(
        Kink(
            at=lambda x, slope: f.equal(x, 0),
            where="x = 0",
            gradient="the subgradient of least norm between slope and 1",
        ),
    ),
    samples=((2.0,), (-1.5,), (0.25,)),
    example="leaky_relu(x)",
    rational=True,
    doc="x for positive numbers, slope*x for negative ones.",
    source="Maas, Hannun and Ng 2013; CS231n, Commonly used activation functions.",
    family=FAMILY,
)

elu = Operator(
    name="elu",
    operands=("x",),
    forward=lambda x, alpha: f.where(x > 0, x, lambda: alpha * f.expm1(x)),
    local=(
        lambda x, y, alpha: f.kinked(
            x, lambda: alpha * f.exp(x), 1, between=lambda: f.least_norm(alpha, 1)
        ),
    ),
    options=(Option("alpha", 1),),
    kinks=(
        Kink(
            at=lambda x, alpha: f.equal(x, 0) & f.not_equal(alpha, 1),
            where="x = 0",
            gradient="the subgradient of least norm between alpha and 1",
        ),
    ),
    samples=((2.0,), (-1.5,), (0.25,)),
    example="elu(x)",
    doc="x for positive numbers, alpha*(exp(x) - 1) for negative ones.",
    source="Clevert, Unterthiner and Hochreiter 2015.",
    family=FAMILY,
)

selu = Operator(
    name="selu",
    operands=("x",),
    forward=lambda x: f.where(x > 0, lambda: SCALE * x, lambda: SCALE_ALPHA * f.expm1(x)),
    local=(lambda x, y: f.kinked(x, lambda: SCALE_ALPHA * f.exp(x), SCALE, between=SCALE),),
    kinks=(
        Kink(
            at=lambda x: f.equal(x, 0),
            where="x = 0",
            gradient="1.0507…, the smaller one-sided slope",
        ),
    ),
    samples=((2.0,), (-1.5,), (0.25,)),
    example="selu(x)",
    doc="elu with the scale and alpha that keep mean 0 and variance 1 from layer to layer.",
    source="Klambauer, Unterthiner, Mayr and Hochreiter 2017.",
    family=FAMILY,
)

gelu = Operator(
    name="gelu",
    operands=("x",),
    forward=lambda x: f.maximum(x, LOWEST) * f.normal_cdf(x),
    local=(
        lambda x, y: f.taught(
            lambda: (1 + f.erf(x / ROOT_2)) / 2 + x * f.exp(-(x**2) / 2) / ROOT_2_PI,
            lambda: f.normal_cdf(x) + x * f.exp(-x * x / 2) / ROOT_2_PI,
        ),
    ),
    samples=((2.0,), (-1.5,), (0.25,)),
    example="gelu(x)",
    steps="x/2*(1 + erf(x/sqrt(2)))",
    doc="x times the probability that a standard normal variable is below x; the exact form.",
    source="Hendrycks and Gimpel 2016.",
    family=FAMILY,
)

silu = Operator(
    name="silu",
    operands=("x",),
    spelled=("silu", "swish"),
    forward=lambda x: f.maximum(x, LOWEST) * f.sigmoid(x),
    local=(
        lambda x, y: f.taught(
            lambda: f.sigmoid(x) * (1 + x * (1 - f.sigmoid(x))),
            lambda: f.sigmoid(x) * (1 + x * f.sigmoid(-x)),
        ),
    ),
    samples=((2.0,), (-1.5,), (0.25,)),
    example="silu(x)",
    steps="x/(1 + exp(-x))",
    safe_steps=(SafeSteps("x < -700", "x*exp(x)/(1 + exp(x))"),),
    doc="x*sigmoid(x).",
    source="Hendrycks and Gimpel 2016; Ramachandran, Zoph and Le 2017 as swish.",
    family=FAMILY,
)


def _mish_slope(x: Value) -> Value:
    """Where s = 1/(1 + exp(x)), 1 - tanh(softplus(x))^2 is (2*s/(1 + s^2))^2: no digit is lost."""
    s = f.sigmoid(-x)
    return f.tanh(f.softplus(x)) + x * f.sigmoid(x) * (2 * s / (1 + s * s)) ** 2


mish = Operator(
    name="mish",
    operands=("x",),
    forward=lambda x: f.maximum(x, LOWEST) * f.tanh(f.softplus(x)),
    local=(
        lambda x, y: f.taught(
            lambda: f.tanh(f.softplus(x)) + x * f.sigmoid(x) * (1 - f.tanh(f.softplus(x)) ** 2),
            lambda: _mish_slope(x),
        ),
    ),
    samples=((2.0,), (-1.5,), (0.25,)),
    example="mish(x)",
    steps="x*tanh(log(1 + exp(x)))",
    safe_steps=(SafeSteps("x > 700", "x*tanh(x + log(1 + exp(-x)))"),),
    doc="x*tanh(softplus(x)).",
    source="Misra 2019.",
    family=FAMILY,
)

sigmoid = Operator(
    name="sigmoid",
    operands=("x",),
    spelled=("sigmoid", "logistic", "σ"),
    forward=f.sigmoid,
    # 1 - y has no digits left where y is near 1; it is the sigmoid of -x. The language has no name
    # for the slope itself, which arrays compute in fewer steps.
    local=(
        lambda x, y: f.taught(
            lambda: y * (1 - y),
            lambda: f.taught(lambda: y * f.sigmoid(-x), lambda: f.sigmoid_slope(x, y)),
        ),
    ),
    samples=((1.0,), (-2.0,), (0.0,)),
    example="sigmoid(x)",
    steps="1/(1 + exp(-x))",
    safe_steps=(SafeSteps("x < -700", "exp(x)/(1 + exp(x))"),),
    doc="The logistic function 1/(1 + exp(-x)).",
    source="CS231n, Backpropagation, Intuitions: the sigmoid example.",
    family=FAMILY,
)

hardsigmoid = Operator(
    name="hardsigmoid",
    operands=("x",),
    forward=lambda x: f.minimum(f.maximum(x + 3, 0), 6) / 6,
    local=(lambda x, y: f.where((x > -3) & (x < 3), f.alike(Fraction(1, 6), x), 0),),
    kinks=(
        Kink(
            at=lambda x: f.equal(f.absolute(x), 3),
            where="x = -3 or x = 3",
            gradient="0",
        ),
    ),
    samples=((1.0,), (-4.0,), (5.0,)),
    example="hardsigmoid(x)",
    rational=True,
    doc="The sigmoid in three straight pieces: x/6 + 1/2, kept between 0 and 1.",
    source="PyTorch's torch.nn.Hardsigmoid.",
    family=FAMILY,
)

hardtanh = Operator(
    name="hardtanh",
    operands=("x",),
    forward=lambda x: f.minimum(f.maximum(x, -1), 1),
    local=(lambda x, y: f.where((x > -1) & (x < 1), 1, 0),),
    kinks=(
        Kink(
            at=lambda x: f.equal(f.absolute(x), 1),
            where="x = -1 or x = 1",
            gradient="0",
        ),
    ),
    samples=((0.5,), (-1.5,), (2.0,)),
    example="hardtanh(x)",
    rational=True,
    doc="tanh in three straight pieces: x, kept between -1 and 1.",
    source="PyTorch's torch.nn.Hardtanh.",
    family=FAMILY,
)

softplus = Operator(
    name="softplus",
    operands=("x",),
    forward=f.softplus,
    local=(lambda x, y: f.sigmoid(x),),
    samples=((1.0,), (-2.0,), (0.0,)),
    example="softplus(x)",
    steps="log(1 + exp(x))",
    safe_steps=(SafeSteps("x > 700", "x + log(1 + exp(-x))"),),
    doc="log(1 + exp(x)), a smooth rectifier.",
    source="PyTorch's torch.nn.Softplus with beta 1.",
    family=FAMILY,
)

softsign = Operator(
    name="softsign",
    operands=("x",),
    forward=lambda x: x / (1 + f.absolute(x)),
    local=(lambda x, y: 1 / (1 + f.absolute(x)) ** 2,),
    samples=((1.0,), (-2.0,), (0.0,)),
    example="softsign(x)",
    steps="x/(1 + abs(x))",
    rational=True,
    doc="x/(1 + abs(x)), between -1 and 1.",
    source="PyTorch's torch.nn.Softsign.",
    family=FAMILY,
)

logsigmoid = Operator(
    name="logsigmoid",
    operands=("x",),
    forward=lambda x: -f.softplus(-x),
    local=(lambda x, y: f.taught(lambda: 1 - f.sigmoid(x), lambda: f.sigmoid(-x)),),
    samples=((1.0,), (-2.0,), (0.0,)),
    example="logsigmoid(x)",
    steps="log(1/(1 + exp(-x)))",
    safe_steps=(SafeSteps("x < -700", "x - log(1 + exp(x))"),),
    doc="The logarithm of the sigmoid without overflow.",
    source="PyTorch's torch.nn.LogSigmoid.",
    family=FAMILY,
)
