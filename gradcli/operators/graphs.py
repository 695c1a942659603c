"""Functions that act on the graph itself: the value passes, the gradient is steered."""

from __future__ import annotations

from gradcli.operators.declaration import Operator

FAMILY = "graph"

detach = Operator(
    name="detach",
    operands=("x",),
    spelled=("detach", "stop_gradient"),
    forward=lambda x: x,
    local=(lambda x, y: 0,),
    samples=((3.0,), (-1.5,), (0.0,)),
    example="x*detach(x)",
    stops=True,
    rational=True,
    doc="x itself, taken as a constant: its local gradient is 0, so no gradient passes.",
    source="PyTorch's Tensor.detach; JAX's lax.stop_gradient.",
    family=FAMILY,
)
