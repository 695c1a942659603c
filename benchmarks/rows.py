"""A row of the table: what is measured, beside what, and the bound that is claimed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from measure import Maker, Work, medians

#: The columns of the table.
HEADINGS = ("what", "gradcli", "beside it", "ratio", "claimed", "holds")
_WIDTHS = (60, 14, 40, 16, 23, 5)


@dataclass(frozen=True, slots=True)
class Unit:
    """How a cost is told: `of` turns the cost of a work of some size into a figure."""

    name: str
    of: Callable[[float, int], float]

    def text(self, cost: float, size: int) -> str:
        """Return a cost with three figures, and the unit."""
        return f"{digits(self.of(cost, size))} {self.name}"


MILLISECONDS = Unit("ms", lambda cost, _size: cost * 1e3)
MEBIBYTES = Unit("MiB", lambda cost, _size: cost)
PERCENT = Unit("%", lambda cost, _size: cost * 100)
NODES = Unit("µs/node", lambda cost, size: cost / size * 1e6)
TOKENS = Unit("µs/token", lambda cost, size: cost / size * 1e6)
LEVELS = Unit("µs/level", lambda cost, size: cost / size * 1e6)
SHEETS = Unit("sheets/s", lambda cost, size: size / cost)


@dataclass(frozen=True, slots=True)
class Bound:
    """What is claimed: of the ratio where something stands beside gradcli, else of the figure."""

    text: str = ""
    holds: Callable[[float], bool] | None = None
    faster: bool = True

    def verdict(self, figure: float) -> str:
        """Return whether a figure keeps what is claimed; nothing where nothing is."""
        return "" if self.holds is None else "yes" if self.holds(figure) else "no"


def at_most(limit: float) -> Bound:
    """Return the claim that gradcli needs at most `limit` times as long, or so much by itself."""
    return Bound(f"at most {limit:,}", lambda figure: figure <= limit, faster=False)


def at_least(limit: float) -> Bound:
    """Return the claim that gradcli is at least `limit` times as fast, or does so many."""
    return Bound(f"at least {limit:,}", lambda figure: figure >= limit)


#: No claim: a figure to know.
TOLD = Bound()
#: The claim that it does not fail.
WORKS = Bound("works", lambda _figure: True)


@dataclass(frozen=True, slots=True)
class Row:
    """One declaration: the sizes are of the full run and of the quick one."""

    what: str
    ours: Maker
    bound: Bound = TOLD
    than: str = ""
    peer: Maker | None = None
    unit: Unit = MILLISECONDS
    sizes: tuple[int, int] = (1, 1)
    #: Where the peer cannot work the same size; what is compared is then the cost of one.
    peer_sizes: tuple[int, int] | None = None

    def peers(self, quick: bool) -> int:
        """Return the size that the peer works."""
        return (self.peer_sizes or self.sizes)[quick]

    def claim(self) -> str:
        """Return the bound in words, with the unit where it is of the figure."""
        alone = self.peer is None and self.bound not in (TOLD, WORKS)
        return f"{self.bound.text} {self.unit.name}" if alone else self.bound.text


def measured(row: Row, quick: bool) -> tuple[str, ...]:
    """Return the cells of a row; work that fails is told there, as a claim that does not hold."""
    try:
        work = row.ours(row.sizes[quick])
        beside, peer = _beside(row, quick)
        if peer is None:
            return _alone(row, work, beside, quick)
        return _compared(row, work, peer, quick)
    except Exception as problem:  # noqa: BLE001  whatever it is, the other rows are measured
        return row.what, f"fails: {type(problem).__name__}", row.than, "", row.claim(), "no"


def _beside(row: Row, quick: bool) -> tuple[str, Work | None]:
    """Return the work of the peer, or why there is none."""
    if row.peer is None:
        return "", None
    try:
        return "", row.peer(row.peers(quick))
    except ImportError:
        return f"{row.than}: not installed", None


def _alone(row: Row, work: Work, beside: str, quick: bool) -> tuple[str, ...]:
    """Measure gradcli by itself. What is claimed beside a peer is not judged without it."""
    size = row.sizes[quick]
    (cost,) = medians([work], budget(quick))
    verdict = "" if beside else row.bound.verdict(row.unit.of(cost, size))
    return row.what, row.unit.text(cost, size), beside, "", row.claim(), verdict


def _compared(row: Row, work: Work, peer: Work, quick: bool) -> tuple[str, ...]:
    """Measure gradcli and the peer in turn; the ratio is that of the costs of one, as of a node."""
    size, other = row.sizes[quick], row.peers(quick)
    mine, theirs = medians([work, peer], budget(quick))
    longer = (mine / size) / (theirs / other)
    figure, word = (1 / longer, "fast") if row.bound.faster else (longer, "long")
    return (
        row.what,
        row.unit.text(mine, size),
        f"{row.unit.text(theirs, other)}, {row.than}",
        f"{digits(figure)} × as {word}",
        row.claim(),
        row.bound.verdict(figure),
    )


def budget(quick: bool) -> float:
    """Return for how many seconds a row is measured; 0 is once."""
    return 0.0 if quick else 3.0


def digits(figure: float) -> str:
    """Return a positive figure with three digits: 0.123, 1.23, 12.3, 1,230."""
    if figure >= 100:
        return f"{float(f'{figure:.3g}'):,.0f}"
    return f"{figure:.{1 if figure >= 10 else 2 if figure >= 1 else 3}f}"


def line(cells: Sequence[str]) -> str:
    """Return a row as a line of a terminal, two blanks or more between its cells."""
    return "  ".join(
        f"{cell:<{width}}" for cell, width in zip(cells, _WIDTHS, strict=True)
    ).rstrip()


def markdown(table: Sequence[Sequence[str]]) -> str:
    """Return rows as a Markdown table."""
    rows = [HEADINGS, ("---",) * len(HEADINGS), *table]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)
