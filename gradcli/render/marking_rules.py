"""The rules that answers are marked by, said before they are given: precision, and ties.

No sentence tells anything of an answer, not even whether it is whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradcli.grading.model import Exercise, Tolerance
from gradcli.render.marking import Manner


def precision(tolerance: Tolerance, manner: Manner) -> str:
    """Return how near an answer must be, as a sentence.

    >>> precision(Tolerance("places", count=2), Manner("en"))
    'Each answer must be exact, or rounded to 2 or more decimals.'
    """
    from gradcli.grading.tolerance import FIGURES_OF_RATIONAL, bounds_text

    count = FIGURES_OF_RATIONAL if tolerance.rule == "auto" else tolerance.count
    bounds = bounds_text(tolerance)
    return manner.word(f"counts_{tolerance.rule}", count=count, bounds=bounds)


def own_rules(exercise: Exercise, manner: Manner) -> Iterator[str]:
    """Yield a sentence for each rule that an exercise has of its own."""
    if "tolerance" in exercise.places:
        yield precision(exercise.tolerance, manner)
    if exercise.ties != "split":
        from gradcli.operators.declaration import TIES
        from gradcli.render.phrases import translated

        share = translated(TIES[exercise.ties], manner.language)
        yield manner.word("ties_told", share=share)
