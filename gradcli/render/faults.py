"""What is wrong with a file or a command, in the language of the report."""

from __future__ import annotations

from gradcli.errors import GradcliError
from gradcli.grading.faults import Fault
from gradcli.render.phrases import translated


def fault_text(fault: Fault, language: str) -> str:
    """Return a fault on one line: file, line and column as editors write them, what, and a hint.

    >>> from gradcli.grading.model import Place
    >>> fault_text(Fault(Place("my.yaml", 2, 1), "unknown key 'x'", "remove it"), "zh")
    'my.yaml:2:1: 未知的键“x”；请删掉'
    """
    if language == "en":
        return str(fault)
    said = translated(fault.message, language)
    hint = translated(fault.hint, language)
    return f"{fault.place}: {said}" + (f"；{hint}" if hint else "")


def in_language(problem: GradcliError, language: str) -> GradcliError:
    """Return an error as it is told in a language."""
    message, hint = translated(problem.message, language), translated(problem.hint, language)
    return GradcliError(message, hint=hint, source=problem.source, span=problem.span)
