"""Every limit of gradcli, declared once: what is beyond it is refused before time is spent.

The limits of a program can be others for a while (`replaced`; on the command line `--limit`). Those
of files and answers are fixed, so that every machine marks alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import NamedTuple

from gradcli.errors import LimitError

#: The limits that are others than usual, by their names.
_REPLACED: ContextVar[Mapping[str, int]] = ContextVar("_REPLACED", default=MappingProxyType({}))


class Limit(NamedTuple):
    """How much of one thing is allowed.

    `name` is the one of `--limit nodes=5000000`, `counts` says what is counted, `advice` what to
    try beyond it. A limit with a reason in `fixed` cannot be replaced, another by `highest`
    at most.
    """

    name: str
    counts: str
    usual: int
    advice: str
    fixed: str = ""
    highest: int = 999_999_999_999_999

    @property
    def most(self) -> int:
        """Return how much is allowed now."""
        return self.usual if self.fixed else _REPLACED.get().get(self.name, self.usual)

    def check(self, count: int) -> None:
        """Raise LimitError if `count` is too much.

        >>> NODES.check(3)
        """
        if count > self.most:
            check(self.counts, count, self)


TEXT = Limit("text", "characters in one program", 32_000_000, "work its parts one by one")
DEPTH = Limit(
    "depth",
    "levels of brackets, calls, signs and powers",
    200_000,
    "name the inner parts: q = …",
)
NODES = Limit("nodes", "nodes in one graph", 2_000_000, "work its parts one by one")
ELEMENTS = Limit("elements", "elements in one array", 20_000_000, "make the array smaller")
#: A number costs its value, its gradient, and a contribution for each use: some 40 bytes.
NUMBERS = Limit(
    "numbers",
    "numbers in all values of one graph, a fraction in an array counting as 16",
    100_000_000,
    "make the arrays smaller, or work the parts one by one",
)
#: That many take a minute.
PASSES = Limit(
    "passes",
    "numbers in the passes for a Jacobian, one for each element of the output",
    4_000_000_000,
    "a sum of the output, or --seed, needs one pass",
)
#: Of fractions with a common denominator of reasonable size; that many take some seconds.
EXACT_PRODUCTS = Limit(
    "products", "products of fractions in one @", 100_000_000, "without --exact it is quick"
)
UNLIKE_PRODUCTS = Limit(
    "unlike-products",
    "products of unlike fractions in one @",
    2_000_000,
    "without --exact it is quick",
)
EXACT_BITS = Limit(
    "bits",
    "binary digits of an exact fraction, above or below its line",
    1_000,
    "nothing: the value is rounded, with a note",
    highest=14_000,  # Python writes no whole number of more than 4,300 decimal digits
)
#: Beyond it a data file is read again for every epoch.
KEPT_NUMBERS = Limit(
    "kept-numbers",
    "numbers of a data file kept in memory",
    10_000_000,
    "nothing: a longer file is read again for every epoch",
)
#: Each is remembered for the table, the curve and the history.
EPOCHS = Limit(
    "epochs",
    "epochs of one descent",
    1_000_000,
    "take longer steps, or go on from the parameters that were reached",
)
POINTS = Limit("points", "points of one sweep", 1_000_000, "take a larger step")
#: NumPy 1 has no more, and nobody draws more than a handful.
AXES = Limit("axes", "axes of one array", 32, "use fewer axes", "NumPy has a limit of its own")
_ALIKE = "every machine marks alike"
FILE = Limit("file", "bytes in one exercise file or sheet", 1 << 20, "split the file", _ALIKE)
LEVELS = Limit("levels", "levels of one exercise file or sheet", 20, "indent less deeply", _ALIKE)
ANSWER = Limit("answer", "characters in one answer", 500, "write the result only", _ALIKE)
ANSWER_DEPTH = Limit("answer-depth", "brackets in one another in an answer", 50, "simplify", _ALIKE)
ANSWER_ELEMENTS = Limit(
    "answer-elements", "elements of an array in an answer", 10_000, "write the result only", _ALIKE
)

#: All of them, as the page for administrators lists them.
LIMITS = (
    TEXT, DEPTH, NODES, ELEMENTS, NUMBERS, PASSES, EXACT_PRODUCTS, UNLIKE_PRODUCTS, EXACT_BITS,
    KEPT_NUMBERS, EPOCHS, POINTS, AXES, FILE, LEVELS, ANSWER, ANSWER_DEPTH, ANSWER_ELEMENTS,
)  # fmt: skip

#: Those that a user can replace, by name.
REPLACEABLE = {limit.name: limit for limit in LIMITS if not limit.fixed}


@contextmanager
def replaced(others: Mapping[str, int]) -> Iterator[None]:
    """Work with other limits than those in force, by their names, until the block ends.

    >>> with replaced({"nodes": 5}):
    ...     NODES.most, DEPTH.most
    (5, 200000)
    """
    before = _REPLACED.set({**_REPLACED.get(), **others})
    try:
        yield
    finally:
        _REPLACED.reset(before)


def check(what: str, count: int, limit: Limit | int, hint: str = "") -> None:
    """Raise LimitError if `count` is above `limit`; `what` names the thing counted.

    >>> check("elements in one array", 3, ELEMENTS)
    """
    if isinstance(limit, int):
        most, name = limit, ""
    else:
        most, name = limit.most, "" if limit.fixed else limit.name
        hint = hint or limit.advice
    if count > most:
        raise LimitError(f"{count:,} {what}: at most {most:,} are allowed", hint=hint, limit=name)
