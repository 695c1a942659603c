"""Growth: what a node or a token costs must stay the same from small to large."""

from __future__ import annotations

from collections.abc import Iterator

from engines import again, once
from measure import Maker
from reading import READ
from rows import NODES, TOKENS, Row, Unit, at_most

#: What is grown: the work, the cost of what, and from where to where.
GROWN: dict[str, tuple[Maker, Unit, int, int]] = {
    "run again": (again, NODES, 10, 1_000_000),
    "built and run once": (once, NODES, 10, 1_000_000),
    "parse": (READ, TOKENS, 1_000, 1_000_000),
}
#: A step makes the work ten times as large. Memory that no longer fits a cache costs something.
STEP, WHOLE = at_most(1.5), at_most(2)


def grown(what: str) -> Iterator[Row]:
    """Yield the rows that compare one of what is so large with one of what is smaller."""
    make, unit, size, largest = GROWN[what]
    counted = unit.name.partition("/")[2]
    pairs = []
    while size < largest:
        pairs.append((size, size * 10, STEP))
        size *= 10
    for small, large, bound in (*pairs, (1_000, largest, WHOLE)):
        yield Row(
            f"{what}, a {counted} of {large:,}",
            make,
            bound,
            f"a {counted} of {small:,}",
            make,
            unit,
            (large, 200),
            (small, 20),
        )


ROWS = tuple(row for what in GROWN for row in grown(what))
