"""Whole statements as operations: what the coarse view of a graph is made of."""

from __future__ import annotations

from gradcli.operators.declaration import Operator
from gradcli.operators.elementary import Value


def _no_value(*operands: Value) -> Value:
    raise NotImplementedError("a folded statement is not computed again")


#: A folded statement stands for the text of the statement and is never called. It belongs to no
#: family, since nobody can write it.
STATEMENT = Operator(
    name="statement",
    operands=("*xs",),
    infix="=",
    forward=_no_value,
    vjp=(_no_value,),
    samples=(),
    doc="A whole statement as one node.",
    source="Griewank and Walther, Evaluating Derivatives, chapter 3.",
    family="",
)
