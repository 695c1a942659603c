"""Everything that is shown: a report in, text out, in one module for each form.

The forms are imported when they are first asked for, since a short command must start quickly:
asking for JSON imports neither the screen nor anything that it is drawn with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradcli.render.caret import caret
from gradcli.render.report import Report, Style

if TYPE_CHECKING:
    from gradcli.render.machine import json_parts, json_text, quiet
    from gradcli.render.marking_forms import marking_text
    from gradcli.render.markup import markdown
    from gradcli.render.notices import notice_lines
    from gradcli.render.reference import reference_card, reference_json, reference_list
    from gradcli.render.screen import table
    from gradcli.render.spreadsheet import csv_text

__all__ = [
    "Report",
    "Style",
    "caret",
    "csv_text",
    "json_parts",
    "json_text",
    "markdown",
    "marking_text",
    "notice_lines",
    "quiet",
    "reference_card",
    "reference_json",
    "reference_list",
    "table",
]

#: The module of each form.
_HOME = {
    "csv_text": "spreadsheet",
    "json_parts": "machine",
    "json_text": "machine",
    "markdown": "markup",
    "marking_text": "marking_forms",
    "notice_lines": "notices",
    "quiet": "machine",
    "reference_card": "reference",
    "reference_json": "reference",
    "reference_list": "reference",
    "table": "screen",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'gradcli.render' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"gradcli.render.{_HOME[name]}"), name)
