"""How near an answer s must be to the truth t, in exact arithmetic, with every bound inclusive.

`auto`, unless the exercise says otherwise:

- t is exactly rational: |s - t| <= 1e-9*max(1, |t|); or, unless t is whole, a correct rounding to 3
  or more figures;
- otherwise |s - t| <= 1e-8 + 1e-2*|t| with the sign of t, or a correct rounding to 2 or more
  figures.

A rounding is correct if it is off by at most half of what its last digit counts: half-way cases go
either way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction
from math import isfinite

from gradcli.engine.forward import in_double, shape_of
from gradcli.grading.answers import Answer
from gradcli.grading.model import AUTO, Rule, Tolerance
from gradcli.grading.numerals import Figures, has_value, same_number
from gradcli.numerals import shape_text
from gradcli.operators.elementary import Value, is_array
from gradcli.records import dataclass

#: Equality of rational numbers, for what passes through a float on the way.
EQUAL = Fraction(1, 10**9)

#: The bounds for a truth that is not rational, and below which a sign does not count.
NEAR = Fraction(1, 10**2)
NOUGHT = Fraction(1, 10**8)

#: Significant figures of a correct rounding, for a rational truth, for others, and for a mistake's
#: value.
FIGURES_OF_RATIONAL = 3
FIGURES_OF_OTHERS = 2

#: Farther away, as a part of the truth, no rounding can be: 1.00 is one of 0.995, 1.0 of 0.95.
FAR_OF_RATIONAL = 0.006
FAR_OF_OTHERS = 0.06


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Whether an answer is accepted, and what else to say.

    `elements` tells it for each element of an array, in reading order; empty for a number or a
    wrong shape.
    """

    ok: bool
    note: str = ""
    elements: tuple[bool, ...] = ()


#: The judgement of a number, which needs no words.
_YES, _NO = Acceptance(True), Acceptance(False)


def accepts(
    answer: Answer, truth: Value, tolerance: Tolerance = AUTO, rational: bool | None = None
) -> Acceptance:
    """Return whether an answer is near enough to the truth.

    `rational` tells whether the truth is exactly rational; by default that is seen from its type.

    >>> from gradcli.grading.answers import read_answer
    >>> accepts(read_answer("0.20"), 0.19661193324148185).ok
    True
    """
    if not has_value(truth):
        return Acceptance(False, "the true value is no finite number")
    exact = is_rational(truth) if rational is None else rational
    if not is_array(truth) and not is_array(answer.value):
        figures = answer.figures if isinstance(answer.figures, Figures) else None
        return _YES if _number(answer.value, figures, truth, tolerance, exact) else _NO
    found, wanted = shape_of(answer.value), shape_of(truth)
    if found != wanted:
        note = f"{_named(found)} was given where {_named(wanted)} is asked"
        return Acceptance(False, note)
    elements = tuple(
        _number(s, f, t, tolerance, exact)
        for s, f, t in zip(
            answer.value.reshape(-1).tolist(),
            _figures(answer),
            truth.reshape(-1).tolist(),
            strict=True,
        )
    )
    return Acceptance(all(elements), "", elements)


def closely(answer: Answer, value: Value) -> bool:
    """Return whether an answer is a value, or a correct rounding of it to at least 2 figures.

    This is for telling where a number came from, and so stricter than what is accepted as right.
    """
    if value is None or shape_of(answer.value) != shape_of(value):
        return False
    if not is_array(value):
        figures = answer.figures if isinstance(answer.figures, Figures) else None
        return _closely(answer.value, figures, value)
    numbers = zip(answer.value.reshape(-1).tolist(), _figures(answer), strict=True)
    return all(
        _closely(s, figures, t)
        for (s, figures), t in zip(numbers, value.reshape(-1).tolist(), strict=True)
    )


def is_rational(truth: Value) -> bool:
    """Return whether a value is a fraction, or an array of nothing else."""
    if is_array(truth):
        return truth.dtype == object and all(isinstance(t, Fraction) for t in truth.reshape(-1))
    return isinstance(truth, Fraction)


# --- one number


def _number(
    s: Value, figures: Figures | None, t: Value, tolerance: Tolerance, rational: bool
) -> bool:
    if same_number(s, t):
        return True
    if tolerance.rule == "auto":
        clear = _clearly(s, t, rational)
        if clear is not None:
            return clear
    case = _Case(exactly(s), figures, exactly(t), rational)
    return _RULES[tolerance.rule](case, tolerance)


def _clearly(s: Value, t: Value, rational: bool) -> bool | None:
    """Return what the rule `auto` says of an answer far from every bound, None of one near to one.

    Floating-point numbers are enough for that.
    """
    try:
        there = in_double(t)
        about, off = abs(there), abs(in_double(s) - there)
    except OverflowError:
        return None
    if not isfinite(off):
        return None
    if off > (FAR_OF_RATIONAL if rational else FAR_OF_OTHERS) * about + 2e-8:
        return False
    if not rational and off < 0.0099 * about:
        return True
    return None


def exactly(number: Value) -> Fraction:
    """Return a number as a fraction: a float as the shortest decimal that it is written with."""
    return number if isinstance(number, Fraction) else Fraction(repr(float(number)))


def rounds(figures: Figures | None, s: Fraction, t: Fraction, least: int) -> bool:
    """Return whether s is a correct rounding of t to `least` figures or more."""
    if figures is None or figures.significant < least:
        return False
    return abs(s - t) <= figures.half_unit


def equal(s: Fraction, t: Fraction) -> bool:
    """Return whether two numbers are the same, |s - t| <= 1e-9*max(1, |t|)."""
    return abs(s - t) <= max(EQUAL, EQUAL * abs(t))


@dataclass(frozen=True, slots=True)
class _Case:
    """One number s, how it was typed, the truth t and whether that is exactly rational."""

    s: Fraction
    figures: Figures | None
    t: Fraction
    rational: bool

    def rounds(self, least: int) -> bool:
        return rounds(self.figures, self.s, self.t, least)


def _auto(case: _Case, _: Tolerance) -> bool:
    s, t = case.s, case.t
    if case.rational:
        return equal(s, t) or (t.denominator != 1 and case.rounds(FIGURES_OF_RATIONAL))
    if abs(t) > NOUGHT and s * t <= 0:
        return False
    return abs(s - t) <= NOUGHT + NEAR * abs(t) or case.rounds(FIGURES_OF_OTHERS)


def _bounds(case: _Case, tolerance: Tolerance) -> bool:
    return abs(case.s - case.t) <= tolerance.absolute + tolerance.relative * abs(case.t)


def _places(case: _Case, tolerance: Tolerance) -> bool:
    enough = case.figures is not None and case.figures.decimals >= tolerance.count
    return equal(case.s, case.t) or (enough and case.rounds(0))


def _figures_rule(case: _Case, tolerance: Tolerance) -> bool:
    return equal(case.s, case.t) or case.rounds(tolerance.count)


def _exact(case: _Case, _: Tolerance) -> bool:
    """Equal; where the truth itself is a rounded number, equal up to its rounding."""
    return case.s == case.t if case.rational else equal(case.s, case.t)


_RULES: dict[Rule, Callable[[_Case, Tolerance], bool]] = {
    "auto": _auto,
    "bounds": _bounds,
    "places": _places,
    "figures": _figures_rule,
    "exact": _exact,
}


def _closely(s: Value, figures: Figures | None, t: Value) -> bool:
    if same_number(s, t):
        return True
    if isinstance(t, float) and not isfinite(t):
        return False
    with suppress(OverflowError):
        about = in_double(t)
        if abs(in_double(s) - about) > FAR_OF_OTHERS * abs(about) + 2e-8:
            return False
    s, t = exactly(s), exactly(t)
    return equal(s, t) or rounds(figures, s, t, FIGURES_OF_OTHERS)


# --- arrays and words


def _figures(answer: Answer) -> Sequence[Figures | None]:
    """Return how each element of an array was typed."""
    figures = answer.figures
    if figures is None or isinstance(figures, Figures):
        return (None,) * int(answer.value.size)
    return figures


def _named(shape: tuple[int, ...]) -> str:
    """Return a shape in words.

    >>> _named(()), _named((3,)), _named((2, 3))
    ('a number', 'a list of 3', 'a 2x3 array')
    """
    if not shape:
        return "a number"
    return f"a list of {shape[0]}" if len(shape) == 1 else f"a {shape_text(shape)} array"


def rule_text(tolerance: Tolerance, truth: Value, rational: bool) -> str:
    """Return the rule in force as it is shown beside a verdict."""
    if tolerance.rule == "places":
        return f"equal, or rounded to {tolerance.count} or more decimals"
    if tolerance.rule == "figures":
        return f"equal, or rounded to {tolerance.count} or more figures"
    if tolerance.rule == "exact":
        return "equal"
    if tolerance.rule == "bounds":
        return f"within {bounds_text(tolerance)}"
    if not rational:
        return f"within 1 %, or rounded to {FIGURES_OF_OTHERS} or more figures"
    if _whole(truth):
        return "equal"
    return f"equal, or rounded to {FIGURES_OF_RATIONAL} or more figures"


def bounds_text(tolerance: Tolerance) -> str:
    """Return how far an answer may be off: `0.01`, `1 %` or `0.01 + 1 %`."""
    parts = []
    if tolerance.absolute or not tolerance.relative:
        parts.append(f"{float(tolerance.absolute):g}")
    if tolerance.relative:
        parts.append(f"{float(100 * tolerance.relative):g} %")
    return " + ".join(parts)


def _whole(truth: Value) -> bool:
    numbers = truth.reshape(-1).tolist() if is_array(truth) else [truth]
    return all(exactly(number).denominator == 1 for number in numbers)
