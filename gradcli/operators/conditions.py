"""Comparisons and their connectives, for the condition of `where`; no gradient passes them."""

from __future__ import annotations

from gradcli.operators import elementary as f
from gradcli.operators.declaration import Operator

FAMILY = "conditions"

PAIRS = ((1.0, 2.0), (2.0, 1.0), (1.5, 1.5))
TRUTHS = ((True, True), (True, False), (False, False))
SOURCE = "A condition takes separate values: it has no slope."

less = Operator(
    name="less",
    operands=("a", "b"),
    infix="<",
    forward=lambda a, b: a < b,
    local=(None, None),
    samples=PAIRS,
    rational=True,
    doc="Whether a is below b.",
    source=SOURCE,
    family=FAMILY,
)

less_equal = Operator(
    name="less_equal",
    operands=("a", "b"),
    infix="<=",
    forward=lambda a, b: a <= b,
    local=(None, None),
    samples=PAIRS,
    rational=True,
    doc="Whether a is not above b.",
    source=SOURCE,
    family=FAMILY,
)

greater = Operator(
    name="greater",
    operands=("a", "b"),
    infix=">",
    forward=lambda a, b: a > b,
    local=(None, None),
    samples=PAIRS,
    rational=True,
    doc="Whether a is above b.",
    source=SOURCE,
    family=FAMILY,
)

greater_equal = Operator(
    name="greater_equal",
    operands=("a", "b"),
    infix=">=",
    forward=lambda a, b: a >= b,
    local=(None, None),
    samples=PAIRS,
    rational=True,
    doc="Whether a is not below b.",
    source=SOURCE,
    family=FAMILY,
)

equal = Operator(
    name="equal",
    operands=("a", "b"),
    infix="==",
    forward=f.equal,
    local=(None, None),
    samples=PAIRS,
    rational=True,
    doc="Whether a and b are the same number.",
    source=SOURCE,
    family=FAMILY,
)

not_equal = Operator(
    name="not_equal",
    operands=("a", "b"),
    infix="!=",
    forward=f.not_equal,
    local=(None, None),
    samples=PAIRS,
    rational=True,
    doc="Whether a and b are different numbers.",
    source=SOURCE,
    family=FAMILY,
)

both = Operator(
    name="and",
    operands=("a", "b"),
    infix="and",
    forward=lambda a, b: a & b,
    local=(None, None),
    samples=TRUTHS,
    rational=True,
    doc="Whether both conditions hold.",
    source=SOURCE,
    family=FAMILY,
)

either = Operator(
    name="or",
    operands=("a", "b"),
    infix="or",
    forward=lambda a, b: a | b,
    local=(None, None),
    samples=TRUTHS,
    rational=True,
    doc="Whether at least one of the conditions holds.",
    source=SOURCE,
    family=FAMILY,
)

negation = Operator(
    name="not",
    operands=("a",),
    infix="not",
    forward=f.negation,
    local=(None,),
    samples=((True,), (False,)),
    rational=True,
    doc="Whether the condition does not hold.",
    source=SOURCE,
    family=FAMILY,
)
