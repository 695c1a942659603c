"""The forward loop of a tape, written out from the operators' rules, read as Python.

For each kind of node it computes the value and appends the local gradients:

    for n, code, i, j in zip(nodes, codes, I, J):
        if code == 0:
            a0 = V[i]
            a1 = V[j]
            V[n] = y = a0*a1
            push(a1)
            push(a0)
        elif …
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from gradcli.engine.folding import REAL
from gradcli.engine.formulas import condition, formula
from gradcli.engine.irregular import Irregular
from gradcli.engine.tape_columns import Case
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Ties

#: The names of the columns of operands.
_COLUMNS = "ijk"

_COMPILED: dict[Any, Callable[..., None]] = {}


def forward_loop(
    cases: Sequence[tuple[int, Case]], columns: int, ties: Ties
) -> Callable[..., None]:
    """Return the loop for kinds of nodes with their codes; the same kinds share one loop.

    It takes the values, what takes a local gradient, the nodes, the codes and the columns of
    operands.

    Raises:
        Irregular: a rule has to be called, and cannot be written out.
    """
    key = (tuple(cases), columns, ties)
    if key not in _COMPILED:
        places = _COLUMNS[:columns]
        listed = "".join(f", {place.upper()}" for place in places)
        lines = [f"def forward(V, push, nodes, codes{listed}):"]
        names = "".join(f", {place}" for place in places)
        lines.append(f"    for n, code{names} in zip(nodes, codes{listed}):")
        lines.extend(_dispatch(cases, ties, " " * 8))
        namespace: dict[str, Any] = dict(REAL)
        exec(compile("\n".join(lines), "<tape>", "exec"), namespace)
        _COMPILED[key] = namespace["forward"]
    return _COMPILED[key]


def _dispatch(cases: Sequence[tuple[int, Case]], ties: Ties, indent: str) -> Iterator[str]:
    """Yield the choice of a case by its code, the first one met first."""
    if not cases:
        yield indent + "pass"
    for place, (code, case) in enumerate(cases):
        if len(cases) > 1:
            yield f"{indent}{'elif' if place else 'if'} code == {code}:"
        inner = indent + "    " if len(cases) > 1 else indent
        yield from (inner + line for line in _statements(case, ties))


def _statements(case: Case, ties: Ties) -> Iterator[str]:
    """Yield the statements that compute one node: domain, value, and the local gradients of its
    edges."""
    name, options, carrying = case
    operator, given = OPERATORS[name], dict(options)
    operands = [f"a{position}" for position in range(len(carrying))]
    for operand, column in zip(operands, _COLUMNS, strict=False):
        yield f"{operand} = V[{column}]"
    if operator.domain.holds is not None:
        inside = _written(condition(operator.domain.holds, operands, given, floats=True))
        yield f"if not ({inside}): raise ValueError"
    yield f"V[n] = y = {_written(formula(operator.forward, operands, given, floats=True))}"
    if operator.ties:
        given = {**given, "ties": ties}
    for carried, rule in zip(carrying, operator.local, strict=True):
        if carried and rule is not None:
            yield f"push({_written(formula(rule, [*operands, 'y'], given, floats=True))})"


def _written(found: str | None) -> str:
    if found is None:
        raise Irregular
    return found
