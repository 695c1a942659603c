"""Every limit of gradcli, declared once; beyond it input is refused before memory or time is
spent."""

from __future__ import annotations

from gradcli.errors import LimitError

#: Characters in one program.
TEXT = 32_000_000
#: Brackets, calls and signs inside one another.
DEPTH = 200_000
#: Nodes of one graph.
NODES = 2_000_000
#: Elements of one array.
ELEMENTS = 20_000_000
#: Numbers that the backward passes of one Jacobian handle together; that many take a minute.
PASSES = 4_000_000_000
#: Bits of the numerator or denominator of an exact fraction; beyond it the value becomes a float,
#: which can still hold it.
EXACT_BITS = 1_000
#: Numbers of a data file kept in memory; a longer file is read again for every epoch.
KEPT_NUMBERS = 10_000_000
#: Points of one sweep, unless the user allows more.
POINTS = 1_000_000
#: Products of fractions in one matrix product; that many take some seconds. Of fractions without a
#: common denominator of reasonable size far fewer.
EXACT_PRODUCTS = 100_000_000
UNLIKE_PRODUCTS = 2_000_000


def check(what: str, count: int, limit: int, hint: str = "") -> None:
    """Raise LimitError if `count` is above `limit`; `what` names the thing counted.

    >>> check("elements in one array", 3, ELEMENTS)
    """
    if count > limit:
        raise LimitError(f"{count:,} {what}: at most {limit:,} are allowed", hint=hint)
