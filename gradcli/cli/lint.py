"""`gradcli lint`: inspect exercise files before a student sees them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from gradcli.cli import streams
from gradcli.cli.failures import FAULT
from gradcli.cli.help import LINT_EXAMPLES, Shown
from gradcli.cli.option_types import as_click
from gradcli.cli.options import ASCII_ENGLISH, LANGUAGE, choice, flag
from gradcli.cli.shells import complete_sets
from gradcli.cli.showing import for_stdout
from gradcli.cli.speaking import language_shown, say_error
from gradcli.errors import GradcliError
from gradcli.render.cells import Ascii
from gradcli.render.words import word

if TYPE_CHECKING:
    from gradcli.grading.lint import Inspection
    from gradcli.grading.suggest import Suggestion

#: The exit code where an inspection has found something.
FOUND = 1


def _lint(
    files: tuple[str, ...],
    strict: bool,
    notes: bool,
    suggest: bool,
    format: str,
    lang: str,
    ascii: bool,
) -> None:
    from gradcli.grading.lint import inspect

    if not files:
        raise GradcliError("no file is named", hint="gradcli lint my-set.yaml")
    ascii_only = ascii or streams.ascii_only()
    language = language_shown(lang, ascii_only)
    contents = {"-": sys.stdin.buffer.read()} if "-" in files else {}
    inspection = inspect(files, contents)
    suggestions = _suggestions(inspection, language) if suggest else None
    if format == "json":
        from gradcli.render.findings import findings_json

        streams.write(for_stdout(findings_json(inspection, suggestions, language)) + "\n")
    else:
        _print(inspection, suggestions, notes, ascii_only, language)
    for problem in inspection.unreadable:
        say_error(problem, language)
    if inspection.unreadable:
        raise click.exceptions.Exit(FAULT)
    if not inspection.passes(strict):
        raise click.exceptions.Exit(FOUND)


def _print(
    inspection: Inspection,
    suggestions: list[Suggestion] | None,
    notes: bool,
    ascii_only: Ascii,
    language: str,
) -> None:
    from gradcli.render.findings import finding_lines, suggestion_lines, summary

    lines = finding_lines(inspection, notes, ascii_only, language)
    lines += suggestion_lines(suggestions or (), ascii_only, language)
    if suggestions is not None and any(suggestion.at for suggestion in suggestions):
        lines.append(word("before_pasting", language))
    streams.write("\n".join([*lines, summary(inspection, notes, language)]) + "\n")


def _suggestions(inspection: Inspection, language: str) -> list[Suggestion]:
    """Search for better numbers where they are needed; a terminal shows how far the search is."""
    from gradcli.grading.suggest import needs_better, suggest

    needy = [key for key in inspection.keys if needs_better(key)]
    found = []
    for done, key in enumerate(needy):
        told = {"number": done + 1, "count": len(needy), "id": key.exercise.id}
        streams.show_progress(word("searching", language, **told))
        found.append(suggest(key))
    streams.show_progress("")
    return found


OPTIONS = (
    flag("--strict", "Let warnings fail too."),
    flag("--notes", "Show which mistakes the numbers cannot tell apart, or hide."),
    flag("--suggest", "Search better numbers where some mistake is hidden."),
    choice(
        "--format", ["table", "json"], "The form of the output; JSON has the notes in it.", "table"
    ),
    LANGUAGE,
    ASCII_ENGLISH,
)

command = Shown(
    "lint",
    examples=LINT_EXAMPLES,
    params=[
        click.Argument(["files"], metavar="FILE...", nargs=-1, shell_complete=complete_sets),
        *map(as_click, OPTIONS),
    ],
    callback=_lint,
    help="Inspect exercise files: every exercise computes, ids are unique, no kink decides an "
    "answer unless its convention is named, no known mistake gives a number that would be "
    "accepted, answers can be worked by hand, texts are there in every language. FILE is a path, "
    "- for standard input, or the name of a set that comes with gradcli, ch1 to ch8.\n\n"
    "The exit code is 0 if there is no error, 1 if there is one, 2 if a file cannot be read.",
)
