"""Did you mean …? The name nearest to one that does not exist."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, names: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the name most like a mistyped one, None if none is; case is the smallest difference.

    `cutoff` is how much alike they must be at least, from 0 to 1.

    >>> nearest("jacobain", ["json", "jacobian"])
    'jacobian'
    """
    import difflib

    names = list(names)
    same = [known for known in names if known.lower() == name.lower()]
    return next(iter(same or difflib.get_close_matches(name, names, 1, cutoff)), None)
