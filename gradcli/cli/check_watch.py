"""`gradcli check --watch`: mark again whenever the exercises or the answers are saved."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NoReturn

from gradcli.cli import streams
from gradcli.cli.check_one import Job, Task, say_faults
from gradcli.cli.sources import STDIN
from gradcli.cli.speaking import say_error
from gradcli.errors import GradcliError
from gradcli.grading.faults import FileFaults
from gradcli.render.sentences import listed

#: Seconds between two looks at the files.
PAUSE = 0.3


def watch(task: Task) -> NoReturn:
    """Mark, wait until a file changes, mark again; only an interrupt ends it.

    Raises:
        GradcliError: what is to be watched is no file.
    """
    if STDIN in (task.file, *task.answers) or task.is_class():
        raise GradcliError(
            "--watch watches one FILE and one SHEET", hint="name files, not - or folders"
        )
    files = [task.file, str(task.sheet())]
    last = ""
    shown = False
    while True:
        now = str([_stamp(file) for file in files])
        if now != last:
            last = now
            _mark(task, again=shown)
            shown = True
            manner = task.manner()
            streams.warn(manner.word("watching", files=listed(files, manner.language)))
        time.sleep(PAUSE)


def _stamp(file: str) -> tuple[int, int, int] | None:
    """Return what changes when a file is saved, None while there is none."""
    try:
        found = Path(file).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _mark(task: Task, again: bool) -> None:
    """Mark once; a file that is at fault now may be right when it is saved next."""
    if again:
        streams.write(f"\n{time.strftime('--- %H:%M:%S')}\n\n")
    try:
        job = Job(task)
        sheet, _ = job.found() if _has_sheet(task) else (None, True)
        job.show(job.marked(sheet))
    except FileFaults as faults:
        say_faults(faults.faults, task.manner().language)
    except GradcliError as problem:
        say_error(problem, task.manner().language)
    except SystemExit:
        pass  # the faults of the exercises have been printed
    streams.flush()


def _has_sheet(task: Task) -> bool:
    """Return whether the sheet is there; one that is named may still be to come."""
    path = task.sheet()
    return not task.answers or (path is not None and path.exists())
