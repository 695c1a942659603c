"""`gradcli sheet`: write a blank answer sheet, with the question beside each place."""

from __future__ import annotations

from pathlib import Path

import click

from gradcli.cli import streams
from gradcli.cli.help import Shown
from gradcli.cli.option_types import as_click
from gradcli.cli.options import ASCII_ENGLISH, LANGUAGE, Option, flag, value
from gradcli.cli.shells import complete_sets
from gradcli.errors import GradcliError

EXAMPLES = (
    "gradcli sheet ch4",
    "gradcli sheet ch4 -o my.yaml --student 2026001 --lang zh",
    "gradcli sheet my-set.yaml --only add-multiply -o -",
)


def sheet(
    file: str,
    output: str | None,
    student: str | None,
    only: tuple[str, ...],
    lang: str,
    force: bool,
    ascii: bool,
) -> None:
    """Write the sheet; an existing file is left alone unless it is to be replaced.

    Raises:
        GradcliError: the name is not that of a sheet, or an exercise cannot be computed.
    """
    from gradcli.cli.check_one import Job, Task, refused, usual_sheet
    from gradcli.cli.writing import write_file
    from gradcli.grading.sheets import computed, faults_of
    from gradcli.render.marking_sheet import sheet_text

    if output not in (None, "-"):
        _check_name(str(output))
    job = Job(Task(file, only=only, lang=lang, ascii=ascii))
    faults = faults_of(job.exercises, job.keys)
    if faults:
        raise refused(faults, job.manner.language)
    keys = computed(job.exercises, job.keys)
    path = Path(output) if output else usual_sheet("exercises.yaml" if file == "-" else file)
    to_stdout = str(path) == "-"
    text = sheet_text(job.whole, keys, "" if to_stdout else str(path), student or "", job.manner)
    if to_stdout:
        streams.write(text)
        return
    write_file(path, text, force=force)
    streams.warn(job.manner.word("sheet_written", sheet=path, file=file))


def _check_name(output: str) -> None:
    """Refuse a name that is not one of a YAML file.

    Raises:
        GradcliError: it ends in something else.
    """
    if Path(output).suffix.lower() not in (".yaml", ".yml"):
        raise GradcliError(
            f"a sheet is written as YAML, and {output} is not the name of a YAML file",
            hint="end it in .yaml or .yml, as in my.yaml",
        )


OPTIONS = (
    Option(
        ("--output", "-o"),
        "Where to write; - is standard output. NAME.answers.yaml here unless given.",
        "SHEET",
    ),
    value("--student", "NAME", "Who will answer."),
    value(
        "--only", "ID", "Take this exercise only; repeatable.", multiple=True, completes="exercises"
    ),
    LANGUAGE,
    flag("--force", "Replace a sheet that exists."),
    ASCII_ENGLISH,
)

command = Shown(
    "sheet",
    examples=EXAMPLES,
    params=[
        click.Argument(["file"], metavar="FILE", shell_complete=complete_sets),
        *map(as_click, OPTIONS),
    ],
    callback=sheet,
    help="Write a blank answer sheet for the exercises of FILE: a path, - for standard input, or "
    "the name of a set that comes with gradcli, ch1 to ch8.\n\n"
    "Fill it in, and mark it with gradcli check.",
)
