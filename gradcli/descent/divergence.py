"""What is said when a descent cannot go on: the step, the sample, the edge, and what to try."""

from __future__ import annotations

from collections.abc import Sequence

from gradcli.descent.objective import Irregularity
from gradcli.engine import Derivation
from gradcli.engine.forward import finite
from gradcli.engine.problems import called, short
from gradcli.errors import GradcliError
from gradcli.graph import Edge, Graph
from gradcli.numerals import numeral
from gradcli.operators.elementary import Value, is_array

#: From this size on a number is a sign that the steps are too long.
_LARGE = 1e6

#: A loss that has risen by this many times its first size has clearly grown.
_GROWN = 9

#: A loss below this may be nothing but rounding, whose growth says nothing.
_ROUNDING = 1e-12


class Diverged(GradcliError):
    """A descent that ran into a number that is not finite, or a loss that does not exist."""


def diverged(
    graph: Graph,
    where: str,
    bindings: dict[str, Value],
    first: bool,
    lr: float,
    found: Irregularity,
) -> Diverged:
    """Return the error for a step that gave no loss or no gradient.

    `where` names step and sample, `bindings` are the values there, `first` tells whether it was
    the first step, where the step length cannot be at fault.
    """
    at = ", ".join(f"{name} = {_written(value)}" for name, value in bindings.items())
    problem, derivation = found.problem, found.derivation
    if problem is not None:
        message, source, span = problem.message, problem.source, problem.span
    else:
        assert derivation is not None
        message, source, span = _of_gradient(derivation), graph.source, None
        edge = _first_edge(derivation)
        if edge is not None:
            span = graph.span_of(edge.node)
    return Diverged(
        f"{where}: {message}; there {short(at, 200)}",
        hint=_hint(first, lr, bindings),
        source=source,
        span=span,
    )


def outgrown(where: str, name: str, before: Value, after: Value, lr: float) -> Diverged:
    """Return the error for a parameter that is no longer a finite number after a step."""
    return Diverged(
        f"{where}: {name} = {_written(before)} becomes {_written(after)}",
        hint=_smaller(lr),
    )


def growing(losses: Sequence[float], lr: float) -> str | None:
    """Return what is said of a run whose loss has grown and not come down again, if it has.

    `losses` are the mean losses of the epochs. The last is more than ten times the first, and the
    largest is among the last quarter: momentum and batches let a loss swing, so that the last need
    not be the largest, and one that swings out at first and is on its way down is no fault.

    >>> growing([1, 30, 900], 0.5)
    'the mean loss has grown from 1 to 900; the steps are too long: try --lr 0.05'
    >>> growing([1, 900, 30], 0.5)
    """
    if len(losses) < 2:
        return None
    first, last = losses[0], losses[-1]
    late = losses[-((len(losses) + 3) // 4) :]
    if last - first <= _GROWN * max(abs(first), _ROUNDING) or max(late) < max(losses):
        return None
    grown = f"the mean loss has grown from {numeral(first)} to {numeral(last)}"
    return f"{grown}; {_smaller(lr)}"


def stuck(where: str, name: str) -> Diverged:
    """Return the error for a parameter that Adam cannot move: its v is too large for a number."""
    return Diverged(
        f"{where}: the square of the gradient of {name} is too large for a floating-point number, "
        "so that Adam's steps are 0",
        hint="make the loss smaller, as in 1e-100*(…), or choose other parameters at the start "
        "(--param)",
    )


def _written(value: Value) -> str:
    return short(str(value.tolist()), 40) if is_array(value) else numeral(value, 6)


def _hint(first: bool, lr: float, bindings: dict[str, Value]) -> str:
    if first:
        return "change the parameters at the start (--param), or look at the data"
    large = any(
        not is_array(value) and (value - value != 0 or abs(value) > _LARGE)
        for value in bindings.values()
    )
    return _smaller(lr) + ("" if large else ", or other parameters at the start (--param)")


def _smaller(lr: float) -> str:
    return f"the steps are too long: try --lr {lr / 10:g}"


def _of_gradient(derivation: Derivation) -> str:
    """Say which gradient is not a number, and the edge where that begins."""
    graph = derivation.graph
    edge = _first_edge(derivation)
    if derivation.undefined and edge is None:
        node = min(derivation.undefined)
        return f"the gradient of {called(graph, node)} does not exist"
    if edge is None:
        return "a gradient is too large for a floating-point number"
    kind = "nan" if _is_nan(derivation.contributions[edge.id]) else "inf"
    path = f"the edge from {short(graph.text_of(edge.node))} back to {called(graph, edge.operand)}"
    return f"the loss is {_written(derivation.value)}, but {kind} arises in the gradient on {path}"


def _is_nan(value: Value) -> bool:
    return bool((value != value).any()) if is_array(value) else value != value


def _first_edge(derivation: Derivation) -> Edge | None:
    """Return the first edge, from the output back, whose contribution is not finite."""
    graph = derivation.graph
    for node in range(len(graph) - 1, -1, -1):
        for edge in reversed(list(graph.edges_of(node))):
            contribution = derivation.contributions[edge.id]
            if contribution is not None and not finite(contribution):
                return edge
    return None
