"""Marking the answers of one student: where they come from, and how the report is printed."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from gradcli.cli import streams
from gradcli.cli.escapes import printable
from gradcli.cli.failures import FAULT
from gradcli.cli.sources import STDIN
from gradcli.cli.speaking import language_shown, say_note
from gradcli.errors import GradcliError
from gradcli.grading.faults import Fault, FileFaults
from gradcli.grading.key import Keys
from gradcli.grading.marking import Verdict
from gradcli.grading.model import ExerciseSet, Sheet
from gradcli.grading.reader import read_set, read_sheet
from gradcli.grading.sheets import (
    chosen,
    computed,
    costs,
    faults_of,
    mark_all,
    matched,
    own_answers,
)
from gradcli.records import replace
from gradcli.render.marking import Manner, Marked

#: What standard input is called where a fault in it is reported.
NAME_OF_STDIN = "<stdin>"

#: What a sheet is called if it is given no name.
ENDING = ".answers.yaml"


class Task(NamedTuple):
    """What is to be marked and how; the options of the command under their own names."""

    file: str
    answers: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    ask: bool | None = None
    watch: bool = False
    reveal: bool = False
    lang: str = "auto"
    format: str = "table"
    ascii: bool = False
    color: str = "auto"

    def is_class(self) -> bool:
        """Return whether several sheets are to be marked."""
        return len(self.answers) > 1 or any(
            Path(path).is_dir() or (any(sign in path for sign in "*?[") and not Path(path).exists())
            for path in self.answers
        )

    def sheet(self) -> Path | None:
        """Return the sheet, given or by its usual name here; None for standard input."""
        if self.answers:
            return Path(self.answers[0])
        return None if self.file == STDIN else usual_sheet(self.file)

    def manner(self) -> Manner:
        """Return how the report speaks on this terminal."""
        ascii_only = self.ascii or streams.ascii_only()
        language = language_shown(self.lang, ascii_only)
        colored = self.format == "table" and streams.in_color(self.color)
        return Manner(language, ascii_only, self.reveal, streams.width(), colored)


def usual_sheet(file: str) -> Path:
    """Return where the answers to a file are kept if nothing else is said.

    >>> usual_sheet("exercises/ch4.yaml").name
    'ch4.answers.yaml'
    """
    return Path(Path(file).stem + ENDING)


# --- reading


def read_exercises(file: str, language: str) -> ExerciseSet:
    """Return the exercises of a file, or of standard input.

    Raises:
        SystemExit: the file is at fault; its faults have been printed.
    """
    try:
        return read_set(NAME_OF_STDIN, from_stdin()) if file == STDIN else read_set(file)
    except FileFaults as faults:
        raise refused(faults.faults, language) from None


def read_answers(path: Path) -> Sheet:
    """Return the sheet in a file, or on standard input."""
    if str(path) == STDIN:
        return read_sheet(NAME_OF_STDIN, from_stdin())
    return read_sheet(path)


def from_stdin() -> bytes:
    """Return what standard input holds, one byte more than a file may have at most."""
    from gradcli.limits import FILE

    if sys.stdin is None:
        raise GradcliError("standard input is closed")
    data: bytes = sys.stdin.buffer.read(FILE.most + 1)
    return data


def refused(faults: Iterable[Fault], language: str) -> SystemExit:
    """Print faults, each with its place, and return the end of the command."""
    say_faults(faults, language)
    return SystemExit(FAULT)


def say_faults(faults: Iterable[Fault], language: str) -> None:
    """Write faults to stderr as editors understand them: file:line:column."""
    for fault in faults:
        from gradcli.render.faults import fault_text

        streams.warn(printable(fault_text(fault, language)))


# --- marking


class Job:
    """One file with its keys, for as many sheets as there are."""

    def __init__(self, task: Task) -> None:
        self.task = task
        if (task.file, *task.answers).count(STDIN) > 1:
            raise GradcliError("standard input can be read only once")
        self.manner = task.manner()
        self.whole = read_exercises(task.file, self.manner.language)
        self.exercises = chosen(self.whole, task.only)
        self.keys = Keys(self.whole)

    def found(self) -> tuple[Sheet | None, bool]:
        """Return the sheet with the answers, None if there is none, and whether it is apart."""
        path, own = self.task.sheet(), own_answers(self.whole)
        if self.task.answers:
            assert path is not None
            if str(path) != STDIN and not path.exists() and self.may_ask():
                return None, True
            return read_answers(path), True
        if own is None:
            found = path is not None and path.exists()
            return (read_answers(path) if found and path is not None else None), True
        if path is not None and path.exists():
            say_note(
                f"the answers in {printable(self.task.file)} are marked; for those in {path} "
                f"add --answers {path}",
                self.manner.language,
            )
        return own, False

    def may_ask(self) -> bool:
        """Return whether answers may be asked for: at a terminal, or since the user wants it."""
        task = self.task
        if task.ask is not None or task.file == STDIN or STDIN in task.answers:
            return bool(task.ask) and STDIN not in (task.file, *task.answers)
        plain = task.format == "table" and not task.reveal and not task.watch
        return plain and streams.is_terminal(sys.stdin) and streams.is_terminal(sys.stdout)

    def marked(self, sheet: Sheet | None) -> Marked:
        """Return the marking of a sheet, of a blank one for None.

        Raises:
            FileFaults: the sheet names what is not there.
        """
        answers = matched(sheet, self.whole, self.keys) if sheet is not None else {}
        paid = costs(sheet, self.whole, self.keys) if sheet is not None else {}
        keys = {key.exercise.id: key for key in computed(self.exercises, self.keys)}
        return Marked(
            mark_all(self.exercises, self.keys, answers, paid),
            self.whole.path,
            self.whole.title,
            sheet.student if sheet is not None else "",
            sheet.path if sheet is not None else "",
            keys,
        )

    def show(self, marked: Marked, *, brief: bool = False) -> int:
        """Print the report of a marking and return the exit code that belongs to it."""
        from gradcli.cli.showing import for_stdout
        from gradcli.render import marking_text

        text = marking_text(marked, self.task.format, replace(self.manner, brief=brief))
        streams.write(
            for_stdout(text) if self.task.format in ("json", "gradescope") else text,
            color=self.manner.color,
        )
        say_faults(faults_of(self.exercises, self.keys), self.manner.language)
        return marked.marking.exit_code


def marked_once(task: Task) -> int:
    """Mark one sheet, ask for what is missing, or print the questions; return the exit code.

    A sheet that the user names is marked even if it is blank.
    """
    from gradcli.render.marking import has_answers

    job = Job(task)
    try:
        sheet, apart = job.found()
        marked = job.marked(sheet)
    except FileFaults as faults:
        raise refused(faults.faults, job.manner.language) from None
    asks = apart and job.may_ask()
    if asks and _count(marked, Verdict.BLANK):
        from gradcli.cli.asking import ask

        return ask(job, sheet)
    asked_only = not task.answers and task.format == "table" and not task.reveal
    if asked_only and not has_answers(marked.marking):
        return _questions(job, marked)
    code = job.show(marked)
    wrong = _count(marked, Verdict.WRONG, Verdict.INVALID)
    if asks and wrong and task.format == "table":
        from gradcli.cli.asking import ask_again

        return ask_again(job, sheet, wrong, code)
    return code


def _count(marked: Marked, *verdicts: Verdict) -> int:
    return sum(map(marked.marking.count, verdicts))


def _questions(job: Job, marked: Marked) -> int:
    """Print the questions, and how to answer them."""
    from gradcli.render.marking_questions import how_to, questions_text

    keys = computed(job.exercises, job.keys)
    text = questions_text(job.exercises, keys, job.manner)
    sheet = str(job.task.sheet() or usual_sheet("exercises.yaml"))
    file = "FILE" if job.task.file == STDIN else job.task.file
    if keys:
        streams.write("\n".join([text, *how_to(file, sheet, job.manner)]) + "\n")
    say_faults(faults_of(job.exercises, job.keys), job.manner.language)
    return marked.marking.exit_code
