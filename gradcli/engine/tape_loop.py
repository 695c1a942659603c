"""The loops of a tape: forward, written out from the operators' rules read as Python, and back.

The forward loop has one branch for each kind of node. It stores the value, and the local gradients
in one column for each place of an operand:

    for n, code, operands in zip(nodes, codes, columns):
        if code == "multiply":
            i, j, = operands
            L1[n] = a0 = V[i]
            L0[n] = a1 = V[j]
            V[n] = a0*a1
        elif …

The backward loop knows no operators.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any

from gradcli.engine.folding import REAL
from gradcli.engine.formulas import condition, formula
from gradcli.engine.irregular import Irregular
from gradcli.engine.tape_kinds import Kind
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Ties

#: The names of operands, by place.
_PLACES = "ijk"

#: Up to how many operands the backward loop is written out.
_FEW = 2

#: Local gradients: for each place of an operand a column by node, None where no gradient flows.
Slopes = Sequence[Sequence[float | None]]

_COMPILED: dict[Any, Callable[..., None]] = {}


def forward_loop(by_code: Mapping[str, Kind | None], width: int, ties: Ties) -> Callable[..., None]:
    """Return the loop for kinds of nodes; the same kinds share one loop.

    It takes the nodes, their codes, their operands, the values, and `width` columns of local
    gradients. A value that is known stays.

    Raises:
        Irregular: a rule has to be called, and cannot be written out.
    """
    key = (*by_code.items(), width, ties)
    if key not in _COMPILED:
        columns = "".join(f", L{place}" for place in range(width))
        lines = [f"def forward(nodes, codes, columns, V{columns}):"]
        lines.append("    for n, code, operands in zip(nodes, codes, columns):")
        lines.extend(_dispatch(by_code, ties, " " * 8))
        namespace: dict[str, Any] = dict(REAL)
        exec(compile("\n".join(lines), "<tape>", "exec"), namespace)
        _COMPILED[key] = namespace["forward"]
    return _COMPILED[key]


def _dispatch(by_code: Mapping[str, Kind | None], ties: Ties, indent: str) -> Iterator[str]:
    """Yield the choice of a kind by its code."""
    word = "if"
    for code, kind in by_code.items():
        test = f"code == {code!r}"
        if kind is not None and kind.given:
            test += " and V[n] is None"
        yield f"{indent}{word} {test}:"
        yield from (f"{indent}    {line}" for line in _statements(kind, ties))
        word = "elif"


def _statements(kind: Kind | None, ties: Ties) -> Sequence[str]:
    """Return the statements that compute one node: domain, value, local gradients of its edges."""
    if kind is None:
        return ["pass"]
    operator, options = OPERATORS[kind.operator], dict(kind.options)
    operands = [f"a{place}" for place in range(len(kind.carrying))]
    lines = []
    if operator.domain.holds is not None:
        inside = _written(condition(operator.domain.holds, operands, options, floats=True))
        lines.append(f"if not ({inside}): raise ValueError")
    value = _written(formula(operator.forward, operands, options, floats=True))
    if operator.ties:
        options["ties"] = ties
    slopes: dict[str, list[str]] = {}
    for place, (carried, rule) in enumerate(zip(kind.carrying, operator.local, strict=True)):
        if carried and rule is not None:
            slope = _written(formula(rule, [*operands, "y"], options, floats=True))
            slopes.setdefault(slope, []).append(f"L{place}[n] = ")
    stored = ["".join(slopes[slope]) + slope for slope in slopes if slope not in operands]
    known = "y = " if _uses("y", [*slopes]) else ""
    return [*_read(operands, slopes, [*lines, f"V[n] = {known}{value}", *stored])]


def _read(
    operands: Sequence[str], slopes: Mapping[str, Sequence[str]], lines: Sequence[str]
) -> Iterator[str]:
    """Yield the lines behind those that read the operands.

    An operand that is used once is read there; one that is a local gradient is stored when read.
    """
    places = _PLACES[: len(operands)]
    yield f"{', '.join(places)}, = operands"
    for operand, place in zip(operands, places, strict=True):
        stored = "".join(slopes.get(operand, ()))
        if stored or _uses(operand, lines) > 1:
            yield f"{stored}{operand} = V[{place}]"
        else:
            lines = [re.sub(rf"\b{operand}\b", f"V[{place}]", line) for line in lines]
    yield from lines


def _uses(name: str, lines: Sequence[str]) -> int:
    return sum(len(re.findall(rf"\b{name}\b", line)) for line in lines)


def _written(found: str | None) -> str:
    if found is None:
        raise Irregular
    return found


def work_back(columns: Sequence[tuple[int, ...]], slopes: Slopes, upstream: list[float]) -> None:
    """Add to each upstream gradient what its consumers hand on: upstream times local gradient.

    `columns` are the operands of each node. The last edge is worked first, so that a node has all
    of its upstream gradient when its turn comes: `reversed` reads it then.
    """
    found = [reversed(upstream), reversed(columns), *map(reversed, slopes)]
    if len(slopes) > _FEW:
        _work_back_many(zip(*found, strict=True), upstream)
        return
    found += [repeat(None)] * (_FEW - len(slopes))
    edges: Iterable[tuple[Any, ...]] = zip(*found, strict=False)
    for total, operands, first, second in edges:
        if second is None:
            if first is not None:
                upstream[operands[0]] += total * first
        else:
            upstream[operands[1]] += total * second
            if first is not None:
                upstream[operands[0]] += total * first


def _work_back_many(edges: Iterable[tuple[Any, ...]], upstream: list[float]) -> None:
    """Do the same where nodes have any number of operands."""
    for total, operands, *slopes in edges:
        for place in range(len(operands) - 1, -1, -1):
            if slopes[place] is not None:
                upstream[operands[place]] += total * slopes[place]
