"""Every error that a user can cause: what is wrong, where, and what to try.

Only the command line turns these into text and an exit code. Anything else that is raised is a bug
in gradcli.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradcli.graph import Span


class GradcliError(Exception):
    """An input that cannot be worked.

    `message` says what is wrong, `source` and `span` where (characters of the text as the user
    typed it), `hint` what to try.
    """

    def __init__(
        self, message: str, *, hint: str = "", source: str = "", span: Span | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.source = source
        self.span = span

    def located(self, source: str, span: Span) -> GradcliError:
        """Return the error itself, placed at `span` of `source` unless it already has a place."""
        if self.span is None:
            self.source, self.span = source, span
        return self


class SyntaxProblem(GradcliError):
    """A text that is not a program of the language."""


class NameProblem(GradcliError):
    """A function, variable or option that does not exist, or a name that is assigned twice."""


class BindingProblem(GradcliError):
    """A variable without a value, or a value without a variable."""


class DomainProblem(GradcliError):
    """A function outside its domain, a division by zero, or a value too large for a number."""


class ShapeProblem(GradcliError):
    """Arrays whose shapes do not fit together, or an index that is out of range."""


class SeedProblem(GradcliError):
    """A backward pass without a usable seed."""


class LimitError(GradcliError):
    """An input beyond one of the limits; `limit` names it, unless it is fixed."""

    def __init__(self, message: str, *, hint: str = "", limit: str = "") -> None:
        super().__init__(message, hint=hint)
        self.limit = limit
