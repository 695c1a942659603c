"""What is said of a mistake, in one row: which step it bends, how, and in which words it is told.

A mistake is applied by working the graph again with one rule bent; no wrong number is ever written
down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from gradcli.operators.elementary import Value
from gradcli.records import dataclass

#: Which step is bent: a local gradient, upstream times local, the sum over paths, several steps at
#: once, the whole
#: sheet, a rule for shapes, or a forward value.
Kind = Literal["local", "combine", "collect", "path", "whole", "array", "forward"]


class Site(NamedTuple):
    """One edge, as a bent rule sees it.

    `a` are the operands' values, `y` the node's value, `g` its upstream gradient, `l` the right
    local gradient. `terms` is the number of terms of the chain of sums that the node heads.
    """

    operator: str
    position: int
    a: tuple[Value, ...]
    y: Value
    g: Value
    l: Value  # noqa: E741 - the letter of the formulas
    terms: int = 2


@dataclass(frozen=True, slots=True)
class Paths:
    """The contributions that a node receives, in source order, with the nodes they come from."""

    c: tuple[Value, ...]
    nodes: tuple[int, ...]
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Through:
    """A node y = f(u) or y = u·v on the way from the output to a variable x.

    `g` is the gradient at y, `x` the value of the variable, `du` and `dv` are ∂u/∂x and ∂v/∂x over
    all paths (`dv` is None unless y is a product of two such factors); `slope(at)` is f'(at), None
    where it does not exist.
    """

    g: Value
    x: Value
    du: Value
    dv: Value
    slope: Callable[[Value], Value]


@dataclass(frozen=True, slots=True)
class SheetSite:
    """One gradient cell under a habit that touches the whole sheet.

    `G` is its gradient, `value` its forward value, `output` the value of the output, `rivals` are
    the gradients of the other inputs, `factors` what can be lost or added at a loss above it: whole
    numbers, and for each whether the gradient is divided by it.
    """

    G: Value
    value: Value
    output: Value
    is_input: bool
    rivals: tuple[Value, ...]
    factors: tuple[tuple[int, bool], ...]


@dataclass(frozen=True, slots=True)
class ArraySite:
    """One edge between arrays.

    `g`, `a`, `y` as in `Site`; `truth` is the right contribution, `shape` that of the operand.
    `spread` is upstream times local before it is summed back over a broadcast, None where nothing
    was stretched; `probabilities` is g·softmax/N for a cross-entropy.
    """

    position: int
    a: tuple[Value, ...]
    y: Value
    g: Value
    truth: Value
    shape: tuple[int, ...]
    spread: Value = None
    probabilities: Value = None


@dataclass(frozen=True, slots=True)
class ForwardSite:
    """One node of the forward pass: operator, operands' values, value, operations inside operands.

    `inner[i]` is the operator and the operand values of operand i, ("", ()) for an input or a
    literal; `terms` are the terms of a chain of sums that the node heads, with their signs.
    """

    operator: str
    a: tuple[Value, ...]
    y: Value
    inner: tuple[tuple[str, tuple[Value, ...]], ...]
    terms: tuple[Value, ...] = ()


#: A bent step: the wrong values, in as many forms as the mistake has.
Bend = Callable[..., Iterable[Value]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One entry of the catalogue.

    - `id` and `name` identify it, `chinese` is its name in Chinese.
    - `tier` is how often it is described: 1 often, 2 plausible, 3 rare.
    - `kind` says which step is bent and so what `bend` receives: a `Site` for local, combine and
      array mistakes and
      gives wrong local gradients or contributions; the contributions in source order for collect
      mistakes and
      gives wrong sums (with `hands_on`, what the node wrongly hands on, its own sum being right); a
      `Through`,
      `SheetSite`, `ArraySite` or `ForwardSite` for path, whole, array and forward mistakes and
      gives wrong values.
    - `operators`: the operators at which it can happen, all if empty.
    - `sentence` and `hint`, by language: what stands behind "… is what you get if", and the
      question that
      leads on.
    """

    id: str
    name: str
    chinese: str
    kind: Kind
    tier: int
    operators: tuple[str, ...] = ()
    hands_on: bool = False
    bend: Bend
    sentence: Mapping[str, str]
    hint: Mapping[str, str]


def exponent(site: Site) -> Value:
    """Return n of a power a^n; 2 for a square."""
    return site.a[1] if len(site.a) > 1 else 2


def is_base(site: Site) -> bool:
    """Return whether the edge is that of the base of a power."""
    return site.position == 0


def others(site: Site) -> Sequence[Value]:
    """Return the operands other than the one of the edge."""
    return [value for place, value in enumerate(site.a) if place != site.position]


def decided(site: Site) -> bool:
    """Return whether max or min has one winner; a tie is no mistake."""
    return not same(site.a[0], site.a[1])


def same(a: Value, b: Value) -> bool:
    """Return whether two values are equal, in every element."""
    equal = a == b
    return bool(equal.all()) if hasattr(equal, "all") else bool(equal)
