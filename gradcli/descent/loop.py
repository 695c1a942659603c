"""Plain descent over plain numbers, the whole loop compiled: gradients and update in one place.

for v1, v3 in rows:
    v2 = v0*v1
    v4 = v2 - v3
    …
    u0 = u4*v1
    v0 = v0 - rate*u0
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from gradcli.engine.program import compiled
from gradcli.engine.program_lines import Lines
from gradcli.graph import Graph

#: Takes steps over an iterator of rows at a rate. Its third argument is a list, and is changed even
#: if the loop is interrupted: how many steps were taken, the sum of their losses, the parameters.
#: Returns the row at which it gives way, None at the end.
Loop = Callable[[Iterator[tuple[Any, ...]], float, list[Any]], tuple[Any, ...] | None]


def descending(
    graph: Graph, parameters: Sequence[str], columns: Sequence[str], unwatched: Collection[int]
) -> Loop:
    """Return the loop that descends on a graph of scalars, sample by sample."""
    lines = Lines(graph, (*parameters, *columns), parameters, True, False, "split", unwatched)
    body, loss, gradients = lines.body()
    arguments = lines.arguments()
    moved, row = arguments[: len(parameters)], _listed(arguments[len(parameters) :])
    steps = [f"{name} - rate*{slope}" for name, slope in zip(moved, gradients, strict=True)]
    source = [
        "def descend(rows, rate, reached):",
        f"    taken, losses, ({_listed(moved)}) = reached",
        "    try:",
        f"        for {row} in rows:",
        "            try:",
        *(f"                {line}" for line in body or ["pass"]),
        "            except GIVES_WAY:",
        f"                return {row}",
        f"            losses += {loss}",
        "            taken += 1",
        # One statement for all parameters, so that an interrupt leaves no half step.
        *([f"            {_listed(moved)} = {_listed(steps)}"] if moved else []),
        "    finally:",
        f"        reached[:] = taken, losses, ({_listed(moved)})",
    ]
    return compiled("\n".join(source), "descend", lines.names)


def _listed(names: Sequence[str]) -> str:
    """Return names as a tuple without its brackets, unless it is empty."""
    return "".join(f"{name}, " for name in names) or "()"
