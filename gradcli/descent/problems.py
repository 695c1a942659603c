"""What is said of an output that is not one number."""

from __future__ import annotations

from gradcli.errors import SeedProblem


def not_one_number(problem: SeedProblem) -> SeedProblem:
    """Return the engine's error for an array as output, for a command that takes no seed."""
    return SeedProblem(
        problem.message.partition(":")[0] + ", not one number",
        hint="make it one number, as in mean(…) or sum(…)",
        source=problem.source,
        span=problem.span,
    )
