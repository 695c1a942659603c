"""Marking a class: many sheets against one file, and a gradebook; one bad sheet stops nothing."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from gradcli.cli import streams
from gradcli.cli.check_one import Job, Task, read_answers, say_faults
from gradcli.cli.speaking import say_error, say_note
from gradcli.errors import GradcliError
from gradcli.grading.faults import FileFaults
from gradcli.grading.reader import student_of
from gradcli.grading.sheets import faults_of
from gradcli.render.marking import Marked
from gradcli.render.marking_class import Entry, Failed, gradebook, gradebook_csv

#: The forms that a gradebook may have.
FORMS = ("table", "csv", "json")

#: Seconds after which the work is worth a word on its progress.
PATIENCE = 1.0


def mark_class(task: Task) -> int:
    """Mark several sheets, print the gradebook, return the exit code.

    Raises:
        GradcliError: the form is for one sheet, there is no place for what is to be revealed, or
            there are no sheets.
    """
    if task.format not in FORMS:
        hint = f"a class has the forms {', '.join(FORMS)}"
        raise GradcliError(f"--format {task.format} is for one sheet", hint=hint)
    if task.reveal and task.format != "json":
        raise GradcliError(
            "--reveal shows true values beside answers, and a gradebook has no answers in it",
            hint="mark one sheet alone, or add --format json, which has them",
        )
    job = Job(task)
    paths = list(dict.fromkeys(path for name in task.answers for path in _sheets(name, task.file)))
    entries = list(_marked(job, paths))
    _say_twice(entries, job.manner.language)
    _show(job, entries)
    say_faults(faults_of(job.exercises, job.keys), job.manner.language)
    return _exit_code(entries)


def _sheets(name: str, file: str) -> Iterator[Path]:
    """Yield the sheets that a name stands for: a file, a folder, or a pattern such as *.yaml."""
    path = Path(name)
    if path.is_dir():
        found = [p for p in path.iterdir() if p.suffix in (".yaml", ".yml") and p.name[0] != "."]
    elif path.exists() or not any(sign in name for sign in "*?["):
        found = [path]
    else:
        found = _matching(path)
    own = os.path.realpath(file)
    sheets = [one for one in sorted(found) if os.path.realpath(one) != own]
    if not sheets:
        raise GradcliError(f"there are no sheets in {name}", hint="they end in .yaml or .yml")
    yield from sheets


def _matching(pattern: Path) -> list[Path]:
    """Return the files that a pattern stands for, where the shell has not looked for them."""
    try:
        if pattern.is_absolute():
            return list(Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor))))
        return list(Path().glob(str(pattern)))
    except ValueError:  # it is no pattern, such as a**
        return []


def _marked(job: Job, paths: Sequence[Path]) -> Iterator[Entry]:
    """Yield the marking of each sheet; where it takes a while a terminal shows how far it is."""
    start = time.monotonic()
    for number, path in enumerate(paths, 1):
        yield _entry(job, path)
        if time.monotonic() - start > PATIENCE:
            streams.show_progress(f"{number}/{len(paths)}")
    streams.show_progress("")


def _entry(job: Job, path: Path) -> Entry:
    """Return the marking of a sheet; what is wrong with a bad one is printed."""
    try:
        marked = job.marked(read_answers(path))
    except FileFaults as faults:
        streams.show_progress("")
        say_faults(faults.faults, job.manner.language)
        return Failed(student_of(path) or path.stem, str(path))
    except GradcliError as problem:
        streams.show_progress("")
        say_error(problem, job.manner.language)
        return Failed(path.stem, str(path))
    if marked.student:
        return marked
    return Marked(marked.marking, marked.file, marked.title, path.stem, str(path), marked.keys)


def _say_twice(entries: Sequence[Entry], language: str) -> None:
    """Note students of whom there are several sheets."""
    seen: dict[str, str] = {}
    for entry in entries:
        if entry.student in seen and isinstance(entry, Marked):
            where = f"{seen[entry.student]} and in {entry.sheet}"
            say_note(f"{entry.student} is in {where}", language)
        seen.setdefault(entry.student, entry.sheet)


def _show(job: Job, entries: Sequence[Entry]) -> None:
    form, manner = job.task.format, job.manner
    worth = {one.id: one.points for one in job.exercises.exercises}
    if form == "csv":
        text = gradebook_csv(entries, list(worth), manner)
    elif form == "json":
        from gradcli.render.marking_machine import class_json

        text = class_json([entry for entry in entries if isinstance(entry, Marked)], manner)
    else:
        title = job.whole.title.in_language(manner.language)
        text = gradebook(entries, worth, title, manner)
    streams.write(text, color=manner.color)


def _exit_code(entries: Sequence[Entry]) -> int:
    """Return 2 if a sheet or exercise could not be marked, 1 if an answer is not right, else 0."""
    codes = [entry.marking.exit_code if isinstance(entry, Marked) else 2 for entry in entries]
    return max(codes, default=0)
