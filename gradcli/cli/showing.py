"""Printing a report in the form that was asked for, and the notices beside it."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from gradcli import render
from gradcli.cli import streams
from gradcli.numerals import DIGITS
from gradcli.render.cells import Ascii, in_ascii
from gradcli.render.languages import language_of
from gradcli.render.report import Report, Style

#: The forms of output.
FORMATS = ("table", "json", "csv", "tsv", "markdown")


class CheckFailed(Exception):
    """A gradient that disagrees with its numerical estimate: the engine is wrong."""


class Form(NamedTuple):
    """How a report is printed: the options of the command; `format` may also be `quiet`."""

    digits: int | None
    format: str
    lang: str
    ascii: bool
    color: str

    @classmethod
    def taken(cls, options: dict[str, Any]) -> Form:
        """Take the form out of the options of a command: `--quiet`, `--format`, or else a table."""
        if options.pop("quiet"):
            options["format"] = "quiet"
        options["format"] = options["format"] or "table"
        return cls(*map(options.pop, cls._fields))

    @property
    def language_of_file(self) -> str:
        """Return the language of what is written to a file, which has every sign."""
        return "en" if self.ascii else language_of(self.lang, os.environ)

    @property
    def language_of_notes(self) -> str:
        """Return the language of what goes to stderr."""
        if self.language_of_file == "en":
            return "en"
        from gradcli.cli.speaking import language_of_notes

        return language_of_notes(self.lang)


def style_of(form: Form) -> Style:
    """Return how to show a result on the stream that stdout is."""
    plain = form.ascii or streams.ascii_only()
    color = form.format == "table" and streams.in_color(form.color)
    digits = DIGITS if form.digits is None else form.digits
    return Style(streams.width(), digits, plain, color, language_of_screen(form.lang, plain))


def language_of_screen(choice: str, plain: Ascii) -> str:
    """Return the language of what is shown; a screen in English imports nothing for it."""
    if language_of(choice, os.environ) == "en":
        return "en"
    from gradcli.cli.speaking import language_shown

    return language_shown(choice, plain)


def show(report: Report, form: Form) -> None:
    """Print a report to stdout and its notices to stderr; JSON has the notices in it."""
    if form.format == "json":
        _show_json(report, form)
        return
    style = style_of(form)
    if form.format == "quiet" and form.digits is None:
        text = render.quiet(report)  # for programs: every digit
    else:
        text = rendered(report, form, style)
    streams.write(text if text.endswith("\n") else text + "\n", color=style.color)
    for line in render.notice_lines(report, style.ascii, form.language_of_notes):
        streams.warn(line)


def _show_json(report: Report, form: Form) -> None:
    """Print a report as JSON, part by part: that of a large program is never in memory at once."""
    for part in render.json_parts(report):
        streams.write(for_stdout(part, form.ascii))
    streams.write("\n")


def rendered(report: Report, form: Form, style: Style) -> str:
    """Return a report as text in one of the forms."""
    if form.format == "json":
        return for_stdout(render.json_text(report), form.ascii)
    if form.format in ("csv", "tsv"):
        text = render.csv_text(report, "," if form.format == "csv" else "\t")
        return in_ascii(text, style.ascii) if style.ascii else text
    if form.format == "quiet":
        return render.quiet(report, style)
    write = render.markdown if form.format == "markdown" else render.table
    return write(report, style)


def for_stdout(text: str, ascii: bool = False) -> str:
    """Return JSON with escapes for what stdout cannot encode, and for control characters.

    They stand for the same strings.
    """
    whole = text.isascii() or (not ascii and streams.can_show(text))
    if whole and text.replace("\n", "").isprintable():
        return text
    import json

    def is_plain(sign: str) -> bool:
        return sign == "\n" or (sign.isprintable() and (whole or sign.isascii()))

    return "".join([sign if is_plain(sign) else json.dumps(sign)[1:-1] for sign in text])


def refuse_disagreement(report: Report, form: Form) -> None:
    """Complain of gradients that the numerical check contradicts, once all has been printed.

    Raises:
        CheckFailed: a gradient is not near its central difference.
    """
    wrong = [compared for compared in report.comparisons or () if not compared.agrees]
    if wrong:
        first = wrong[0]
        place = first.name + (str(list(first.index)) if first.index else "")
        raise CheckFailed(
            f"the gradient of {place} is {first.gradient}, "
            f"but its central difference is {first.numeric}"
        )
    unchecked: dict[str, dict[str, None]] = {}
    for compared in report.comparisons or ():
        if compared.reason:
            unchecked.setdefault(compared.reason, {})[compared.name] = None
    for reason, names in unchecked.items():
        remark(f"{', '.join(names)}: not checked numerically, since {reason}", form)


def remark(text: str, form: Form) -> None:
    """Write a remark to stderr."""
    language = form.language_of_notes
    if language == "en":
        streams.warn(f"note: {text}")
        return
    from gradcli.cli.speaking import say_note

    say_note(text, language)
