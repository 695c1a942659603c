"""`--limit NAME=N`: other limits than the usual ones, for one command."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from gradcli.cli.escapes import printable
from gradcli.errors import GradcliError, LimitError
from gradcli.limits import REPLACEABLE, replaced
from gradcli.near import nearest


def limits_of(texts: Iterable[str]) -> dict[str, int]:
    """Return the limits that a user gives as `nodes=5000000`; the last one of a name counts.

    >>> limits_of(["nodes=5000000", "depth=300_000"])
    {'nodes': 5000000, 'depth': 300000}

    Raises:
        GradcliError: there is no such limit, or it is no whole number.
    """
    return dict(map(_limit, texts))


def _limit(text: str) -> tuple[str, int]:
    name, _, count = (part.strip() for part in text.partition("="))
    if name not in REPLACEABLE:
        near = nearest(name, REPLACEABLE)
        hint = f"did you mean {near}?" if near else f"the limits are {', '.join(REPLACEABLE)}"
        raise GradcliError(f"--limit: there is no limit {printable(name) or 'nothing'}", hint=hint)
    digits = count.replace("_", "").replace(",", "")
    highest = REPLACEABLE[name].highest
    whole = digits.isascii() and digits.isdecimal() and len(digits) <= len(str(highest))
    if not (whole and 0 < int(digits) <= highest):
        raise GradcliError(
            f"--limit {name}: {printable(count) or 'nothing'} is no whole number from 1 to "
            f"{highest:,}",
            hint=f"--limit {name}={2 * REPLACEABLE[name].usual} allows twice as many as usual",
        )
    return name, int(digits)


@contextmanager
def allowed(limits: Mapping[str, int]) -> Iterator[None]:
    """Work with the limits that the user gave; an error beyond one says how to allow more."""
    try:
        with replaced(limits):
            yield
    except LimitError as problem:
        if problem.limit in REPLACEABLE:
            advice = f"{problem.hint}; or " if problem.hint else ""
            problem.hint = f"{advice}allow more with --limit {problem.limit}=N"
        raise
