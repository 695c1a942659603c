"""Functions made of straight pieces: they bend or jump where two pieces meet."""

from __future__ import annotations

from gradcli.operators import elementary as f
from gradcli.operators.declaration import Domain, Kink, Operator, Option, Ties, tie_share
from gradcli.operators.elementary import Value

FAMILY = "pieces"

absolute = Operator(
    name="abs",
    operands=("x",),
    forward=f.absolute,
    local=(lambda x, y: f.sign(x),),
    kinks=(Kink(at=lambda x: f.equal(x, 0), where="x = 0", gradient="0"),),
    samples=((3.0,), (-1.5,), (0.25,)),
    example="abs(x)",
    rational=True,
    doc="The absolute value.",
    source="At 0 the subgradient of least norm between -1 and 1; PyTorch's torch.abs.",
    family=FAMILY,
)


def _blocked(jumps: str) -> tuple[Kink, ...]:
    """Return the notice of a function that is flat except for jumps."""
    return (
        Kink(
            at=lambda x, **options: f.equal(x, x),
            where="every x",
            gradient="0",
            note=f"flat, with {jumps}: the gradient is blocked",
            blocks=True,
        ),
    )


sign = Operator(
    name="sign",
    operands=("x",),
    spelled=("sign", "sgn"),
    forward=f.sign,
    local=(lambda x, y: 0,),
    kinks=_blocked("a jump at 0"),
    samples=((3.0,), (-1.5,), (0.25,)),
    example="sign(x)",
    rational=True,
    doc="1 for positive numbers, -1 for negative ones, 0 for 0.",
    source="Constant pieces; PyTorch's torch.sign.",
    family=FAMILY,
)

floor = Operator(
    name="floor",
    operands=("x",),
    forward=f.floor,
    local=(lambda x, y: 0,),
    kinks=_blocked("jumps at whole numbers"),
    samples=((2.7,), (-1.5,), (0.25,)),
    example="floor(x)",
    rational=True,
    doc="The largest whole number that is not above x.",
    source="Constant pieces; PyTorch's torch.floor.",
    family=FAMILY,
)

ceil = Operator(
    name="ceil",
    operands=("x",),
    forward=f.ceil,
    local=(lambda x, y: 0,),
    kinks=_blocked("jumps at whole numbers"),
    samples=((2.3,), (-1.5,), (0.25,)),
    example="ceil(x)",
    rational=True,
    doc="The smallest whole number that is not below x.",
    source="Constant pieces; PyTorch's torch.ceil.",
    family=FAMILY,
)

rounded = Operator(
    name="round",
    operands=("x",),
    forward=f.round_half_even,
    local=(lambda x, y: 0,),
    kinks=_blocked("jumps half-way between whole numbers"),
    samples=((2.7,), (-1.3,), (0.25,)),
    example="round(x)",
    rational=True,
    doc="The nearest whole number; a half goes to the even one.",
    source="Constant pieces; IEEE 754 roundTiesToEven, as in PyTorch's torch.round.",
    family=FAMILY,
)

trunc = Operator(
    name="trunc",
    operands=("x",),
    forward=f.trunc,
    local=(lambda x, y: 0,),
    kinks=_blocked("jumps at whole numbers"),
    samples=((2.7,), (-1.5,), (0.25,)),
    example="trunc(x)",
    rational=True,
    doc="The whole number next to x on the side of 0.",
    source="Constant pieces; PyTorch's torch.trunc.",
    family=FAMILY,
)

heaviside = Operator(
    name="heaviside",
    operands=("x",),
    spelled=("heaviside", "step"),
    forward=lambda x, at_zero: f.where(
        x > 0,
        f.alike(1, x),
        lambda: f.where(x < 0, f.alike(0, x), lambda: x + f.alike(at_zero, x)),
    ),
    local=(lambda x, y, at_zero: 0,),
    options=(Option("at_zero", 0),),
    kinks=_blocked("a jump at 0"),
    samples=((3.0,), (-1.5,), (0.25,)),
    example="heaviside(x)",
    rational=True,
    doc="0 for negative numbers, 1 for positive ones, `at_zero` at 0.",
    source="Constant pieces; NumPy's heaviside.",
    family=FAMILY,
)


def _of_two(won: Value, lost: Value, a: Value, ties: Ties, place: int) -> Value:
    """Return 1 for the winner, 0 for the loser, and the share of a tied operand."""
    share = f.alike(tie_share(ties, place, 2), a)
    return f.where(won, 1, lambda: f.where(lost, 0, share))


TIED = (Kink(at=f.equal, where="a = b", gradient="{ties}"),)

maximum = Operator(
    name="maximum",
    operands=("a", "b"),
    spelled=("max", "maximum"),
    forward=f.maximum,
    local=(
        lambda a, b, y, ties: _of_two(a > b, a < b, a, ties, 0),
        lambda a, b, y, ties: _of_two(b > a, b < a, a, ties, 1),
    ),
    ties=True,
    kinks=TIED,
    samples=((2.0, 3.0), (-1.5, -2.5), (0.25, -1.0)),
    example="max(a, b)",
    rational=True,
    doc="The larger of two numbers; it alone receives the gradient.",
    source="CS231n, Backpropagation, Intuitions: the max gate routes the gradient.",
    family=FAMILY,
)

minimum = Operator(
    name="minimum",
    operands=("a", "b"),
    spelled=("min", "minimum"),
    forward=f.minimum,
    local=(
        lambda a, b, y, ties: _of_two(a < b, a > b, a, ties, 0),
        lambda a, b, y, ties: _of_two(b < a, b > a, a, ties, 1),
    ),
    ties=True,
    kinks=TIED,
    samples=((2.0, 3.0), (-1.5, -2.5), (0.25, -1.0)),
    example="min(a, b)",
    rational=True,
    doc="The smaller of two numbers; it alone receives the gradient.",
    source="As max: min(a, b) is -max(-a, -b).",
    family=FAMILY,
)

clamp = Operator(
    name="clamp",
    operands=("x", "low", "high"),
    spelled=("clamp", "clip"),
    forward=lambda x, low, high: f.minimum(f.maximum(x, low), high),
    local=(
        lambda x, low, high, y: f.where((x > low) & (x < high), 1, 0),
        lambda x, low, high, y: f.where((x < low) & (low < high), 1, 0),
        lambda x, low, high, y: f.where((x > high) | (low > high), 1, 0),
    ),
    kinks=(
        Kink(
            at=lambda x, low, high: f.equal(x, low) | f.equal(x, high),
            where="x = low or x = high",
            gradient="0",
        ),
        Kink(
            at=lambda x, low, high: f.equal(low, high),
            where="low = high",
            gradient="0 with respect to the bounds",
            positions=(1, 2),
        ),
    ),
    samples=((0.5, 0.0, 1.0), (-3.0, -1.0, 2.0), (5.0, -1.0, 2.5)),
    example="clamp(x, low, high)",
    rational=True,
    doc="x, but not below `low` and not above `high`.",
    source="min(max(x, low), high); at a bound the subgradient of least norm between 0 and 1.",
    family=FAMILY,
)

hypot = Operator(
    name="hypot",
    operands=("a", "b"),
    forward=f.hypot,
    local=(
        lambda a, b, y: f.where(f.equal(y, 0), 0, lambda: a / y),
        lambda a, b, y: f.where(f.equal(y, 0), 0, lambda: b / y),
    ),
    kinks=(
        Kink(
            at=lambda a, b: f.equal(a, 0) & f.equal(b, 0),
            where="a = 0 and b = 0",
            gradient="0",
        ),
    ),
    samples=((3.0, 4.0), (-1.5, 0.25), (2.0, 0.0)),
    example="hypot(a, b)",
    doc="sqrt(a^2 + b^2) without overflow: the length of the vector (a, b).",
    source="C99 hypot; at the origin the subgradient of least norm.",
    family=FAMILY,
)


def _case(condition: Value, then: Value, otherwise: Value) -> Value:
    """Return what is chosen; a number chosen beside an array stands for an array of its shape."""
    chosen = f.where(condition, then, otherwise)
    if f.is_array(condition) or not (f.is_array(then) or f.is_array(otherwise)):
        return chosen
    numpy = f.numpy_module()
    shape = numpy.broadcast_shapes(numpy.shape(then), numpy.shape(otherwise))
    if numpy.shape(chosen) == shape:
        return chosen
    return numpy.full(shape, chosen)


where = Operator(
    name="where",
    operands=("c", "a", "b"),
    forward=_case,
    local=(
        None,
        lambda c, a, b, y: f.where(c, 1, 0),
        lambda c, a, b, y: f.where(c, 0, 1),
    ),
    domain=Domain("all conditions and real numbers"),
    samples=((True, 2.0, 3.0), (False, -1.5, 0.25), (True, 0.0, 4.0)),
    example="where(a < b, a, b)",
    rational=True,
    pieces="choice",
    doc="a where the condition c holds, otherwise b; what is not taken is not evaluated.",
    source="Case distinction; NumPy's and PyTorch's where.",
    family=FAMILY,
)
