"""Names that were meant for several: `xy` for x*y, `sinx` for sin(x)."""

from __future__ import annotations

from collections.abc import Collection

#: Longer names are not taken apart.
_LONGEST = 60


def meant(name: str, known: Collection[str]) -> str:
    """Return what a name was meant for, where known names make it up; nothing if they do not.

    >>> meant("xy", ["x", "y"]), meant("sinx", ["x"]), meant("tanhxy", ["x", "y"])
    ('x*y', 'sin(x)', 'tanh(x*y)')
    >>> meant("xz", ["x", "y"]), meant("x", ["x"])
    ('', '')
    """
    if len(name) > _LONGEST:
        return ""
    factors = _factors(name, known)
    if len(factors) > 1:
        return "*".join(factors)
    from gradcli.operators import FUNCTIONS

    for function in sorted(FUNCTIONS, key=len, reverse=True):
        factors = _factors(name.removeprefix(function), known) if name.startswith(function) else []
        if factors:
            return f"{function}({'*'.join(factors)})"
    return ""


def _factors(name: str, known: Collection[str]) -> list[str]:
    """Return the known names that a name consists of, the fewest first; none if it does not."""
    best: list[list[str] | None] = [[]]
    for end in range(1, len(name) + 1):
        ways = [
            [*before, name[start:end]]
            for start, before in enumerate(best)
            if before is not None and name[start:end] in known
        ]
        best.append(min(ways, key=len, default=None))
    return best[-1] or []
