"""The forms of a report on a marking, each imported when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradcli.render.marking import Manner, Marked

#: What a report may be written as.
FORMATS = ("table", "json", "csv", "junit", "gradescope", "markdown")


def marking_text(marked: Marked, form: str, manner: Manner) -> str:
    """Return the report of a marking in one of the forms."""
    if form == "json":
        from gradcli.render.marking_machine import marking_json

        return marking_json(marked, manner)
    if form == "csv":
        from gradcli.render.marking_class import gradebook_csv

        names = [one.exercise.id for one in marked.marking.exercises]
        return gradebook_csv([marked], names, manner)
    if form in ("junit", "gradescope"):
        from gradcli.render.marking_exchange import gradescope, junit

        return junit(marked, manner) if form == "junit" else gradescope(marked, manner)
    if form == "markdown":
        from gradcli.render.marking_markup import marking_markdown

        return marking_markdown(marked, manner)
    from gradcli.render.marking_table import marking_table

    return marking_table(marked, manner)
