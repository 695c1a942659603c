"""What is said of an operator, in one row: everything the tool knows about it.

The language, the engine, the table of functions, completion, did-you-mean, the marker and the
property tests all read these rows; nothing about an operator is written anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from gradcli.graph import OptionValue
from gradcli.operators.elementary import Value
from gradcli.records import dataclass

#: A local gradient: (*operands, output, **options) -> ∂output/∂operand, elementwise.
Rule = Callable[..., Value]

#: A vector-Jacobian product: (upstream, *operands, output, **options) -> contribution to the
#: operand.
Product = Callable[..., Value]

Ties = Literal["split", "first", "last", "all"]

#: The conventions for a tie of max or min, in words.
TIES: dict[Ties, str] = {
    "split": "shared equally among the tied operands",
    "first": "all of it to the first of the tied operands",
    "last": "all of it to the last of the tied operands",
    "all": "the whole gradient to each of the tied operands",
}


def tie_share(ties: Ties, place: int, count: int) -> float:
    """Return the part of the gradient that the operand at `place` of `count` tied ones receives.

    >>> tie_share("split", 0, 2), tie_share("first", 1, 2)
    (0.5, 0.0)
    """
    if ties == "split":
        return 1 / count
    if ties == "all":
        return 1.0
    return float(place == (0 if ties == "first" else count - 1))


@dataclass(frozen=True, slots=True)
class Option:
    """A keyword option of a function, such as `axis=` with the alias `dim=`."""

    name: str
    default: OptionValue
    aliases: tuple[str, ...] = ()
    #: The words allowed, for an option that takes one of a few; empty for a number.
    choices: tuple[str, ...] = ()
    #: What it may be: "number", "whole" (a whole number), "axes" (whole numbers or none), "flag",
    #: "choice", "shape".
    kind: str = "number"


@dataclass(frozen=True, slots=True)
class Domain:
    """Where a function is defined: `holds(*operands, **options)` is true there, elementwise.

    `fault` says what is wrong elsewhere where that needs no letter: the divisor is 0.
    """

    text: str
    holds: Callable[..., Any] | None = None
    fault: str = ""


ALL_REAL = Domain("all real numbers")


@dataclass(frozen=True, slots=True)
class Kink:
    """A point where the derivative does not exist, or needs a convention.

    `at(*operands, **options)` tells whether the operands lie there; `where` and `gradient` name the
    point and the convention (`x = 0`, `0`); `note` adds what a student should know, such as that
    the gradient is blocked. It concerns the operands at `positions`, or all when that is empty, and
    is of interest only where one of those carries a gradient. With `undefined` their gradient does
    not exist at all there, and no number is given. In an operator with `ties`, `gradient` may
    contain `{ties}`, the convention in words.
    """

    at: Callable[..., Any]
    where: str
    gradient: str
    note: str = ""
    positions: tuple[int, ...] = ()
    undefined: bool = False
    #: Not a point but a flat stretch: the gradient is truly 0 there, and none gets past.
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class SafeSteps:
    """Steps of a composite function for where its usual ones fail in floating-point numbers.

    `at` is a condition of the language over the names of the operands, `steps` a program like that
    of the operator; `{axis}` in either stands for the value of an option. `why` says why the usual
    steps are not shown there.
    """

    at: str
    steps: str
    why: str = "the usual ones leave the range of floating-point numbers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """One operator or function.

    - `name`: its identity in graphs; `spelled`: the names it is called by in the language, the
      usual one first (two operators may share one, such as `max` of two and `max` of an array,
      and are told apart by their number of operands); `infix`: its sign in the grammar, if any.
    - `operands`: the names of its operands, as used in `formula`, `domain` and the reference card;
      a single name that begins with `*` means any number of them.
    - `forward(*operands, **options)`: the value, in a numerically stable form.
    - `local`: one rule per operand, `(*operands, output, **options)`; None for an operand that
      never carries a gradient (a condition, a class). Or, for operators that are not elementwise:
    - `vjp`: one product per operand, `(upstream, *operands, output, **options)`; a single one for
      any number of operands, which returns the contributions to all of them, in order.
    - `vjp_text`: how each of those is written at the blackboard, over the operand names, `y` and
      `g`.
    - `shared(*operands, **options)`: what forward and vjp have in common, if they do; both take it
      as an argument `shared`, so that it need not be worked twice.
    - `bilinear`: whether its elements are sums of products of one element of each of two operands.
    - `options`: its keyword options. `ties`: whether the rules take the convention `ties=`.
    - `domain`, `kinks`: where it is defined, and the conventions where the derivative does not
      exist.
    - `samples`: operand values at which it is tested and, the first one, shown.
    - `steps`: for a composite function, its primitive steps as a program of the language over its
      operand names; options appear as names and are put in. `safe_steps`: what takes their place
      where they fail; the first whose condition holds.
    - `remark`: the name of an option and what a student should know when it is left at its default.
    - `pieces`: what tells the smooth pieces of the function apart, beside jumps: how far the
      operand of a periodic function `turns`, the whole `quotient`, the `poles` at 0, -1, -2 …, or
      the `choice` of the first operand.
    - `stops`: whether its operand counts as a constant, which no gradient reaches.
    - `rational`: whether exact fractions give an exact fraction.
    - `doc`, `source`, `family`: one sentence, where rule or convention come from, and the section
      of the reference card.
    """

    name: str
    operands: tuple[str, ...]
    forward: Callable[..., Value]
    local: tuple[Rule | None, ...] = ()
    vjp: tuple[Product | None, ...] = ()
    vjp_text: tuple[str, ...] = ()
    shared: Callable[..., Any] | None = None
    bilinear: bool = False
    spelled: tuple[str, ...] = ()
    infix: str = ""
    options: tuple[Option, ...] = ()
    ties: bool = False
    domain: Domain = ALL_REAL
    kinks: tuple[Kink, ...] = ()
    samples: tuple[tuple[Any, ...], ...]
    example: str = ""
    steps: str = ""
    safe_steps: tuple[SafeSteps, ...] = ()
    remark: tuple[str, str] | None = None
    pieces: Literal["", "turns", "quotient", "poles", "choice"] = ""
    stops: bool = False
    rational: bool = False
    doc: str
    source: str
    family: str

    @property
    def calls(self) -> tuple[str, ...]:
        """Return the names by which the language calls the operator; empty for a mere sign."""
        return self.spelled or (() if self.infix else (self.name,))

    @property
    def elementwise(self) -> bool:
        """Return whether the local gradient is one number per element."""
        return not self.vjp

    @property
    def variadic(self) -> bool:
        """Return whether the operator takes any number of operands."""
        return self.operands[0].startswith("*")

    def differentiable(self, position: int) -> bool:
        """Return whether the operand at `position` can receive a gradient."""
        rules: tuple[Any, ...] = self.local or self.vjp
        return rules[0 if self.variadic else position] is not None
