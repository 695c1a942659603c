"""Reading a text: from the text to the graph, beside Lark's own parser, which makes a tree."""

from __future__ import annotations

from collections.abc import Callable

from measure import Maker, Work, timed
from rows import LEVELS, TOKENS, WORKS, Row, at_least

from gradcli import parse
from gradcli.language.generate import reader

#: Texts with so many tokens: long sums of products, and one kind of nesting each.
SUMS = "x*2 + "
NESTED: dict[str, Callable[[int], str]] = {
    "brackets": lambda depth: "(" * depth + "x" + ")" * depth,
    "calls": lambda depth: "tanh(" * depth + "x" + ")" * depth,
    "signs": lambda depth: "-" * depth + "x",
    "powers": lambda depth: "x^" * depth + "x",
}


def sums(tokens: int) -> str:
    """Return a text with so many tokens."""
    return SUMS * (tokens // 4) + "x"


def ours(text: Callable[[int], str]) -> Maker:
    """Return the maker that reads a text with gradcli."""

    def make(size: int) -> Work:
        made = text(size)
        return timed(lambda: parse(made))

    return make


def lark(tokens: int) -> Work:
    """Read the same text by the same grammar with Lark's LALR(1) parser."""
    parser, text = reader(), sums(tokens)
    return timed(lambda: parser.parse(text))


READ = ours(sums)

ROWS = (
    *(Row(f"parse, {size:,} tokens", READ, at_least(6), "Lark, same grammar", lark,
          TOKENS, (size, 1_000))
      for size in (1_000, 10_000, 100_000, 1_000_000)),
    *(Row(f"parse, 100,000 {kind} in one another", ours(text), WORKS, unit=LEVELS,
          sizes=(100_000, 1_000))
      for kind, text in NESTED.items()),
)  # fmt: skip
