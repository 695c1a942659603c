"""Did you mean …? The name nearest to one that does not exist."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, names: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the name most like a mistyped one, None if none is; case is the smallest difference.

    `cutoff` is how much alike they must be at least, from 0 to 1.

    >>> nearest("jacobain", ["json", "jacobian"])
    'jacobian'
    >>> nearest("theta", ["x", "θ"]), nearest("β1", ["beta1"])
    ('θ', 'beta1')
    """
    import difflib

    names = list(names)
    same = [known for known in names if known.lower() == name.lower()]
    same = same or [known for known in names if _in_latin(known) == _in_latin(name)]
    return next(iter(same or difflib.get_close_matches(name, names, 1, cutoff)), None)


def _in_latin(name: str) -> str:
    """Return a name with Greek letters by their names: `θ1` is `theta1`."""
    if name.isascii():
        return name
    import unicodedata

    called = (unicodedata.name(letter, "").rpartition("LETTER ") for letter in name)
    return "".join(
        word.lower() if found and script.startswith("GREEK") else letter
        for letter, (script, found, word) in zip(name, called, strict=True)
    )
