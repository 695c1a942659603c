"""Files that a command writes: their names are looked at before any work is done."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from gradcli.cli.escapes import printable
from gradcli.errors import GradcliError


def path_with(option: str, path: str | None, suffixes: tuple[str, ...]) -> Path | None:
    """Return the path of a file to write, whose suffix tells its form; None for no file.

    Raises:
        GradcliError: it has another suffix, its folder does not exist, it is no file or cannot be
            written to, or what draws an SVG file is not installed.
    """
    if path is None:
        return None
    found = Path(path)
    if found.suffix.lower() not in suffixes:
        raise GradcliError(
            f"--{option} {printable(path)}: the name must end in {' or '.join(suffixes)}",
            hint=f"as in --{option} {option}{suffixes[0]}",
        )
    if not found.parent.is_dir():
        raise GradcliError(f"--{option}: there is no folder {printable(str(found.parent))}")
    _check_writable(option, found)
    if found.suffix.lower() == ".svg":
        from gradcli.render.figures import check_drawable

        check_drawable()
    return found


def check_apart(option: str, written: Path | None, data: str | None) -> None:
    """Make sure that a file to write is not the one that the data are read from.

    Raises:
        GradcliError: it is.
    """
    if written is None or data is None:
        return
    try:
        same = written.samefile(data)
    except OSError:  # one of them is not there
        return
    if same:
        raise GradcliError(
            f"--{option} {printable(str(written))}: the data are read from that file",
            hint="write to another one",
        )


def _check_writable(option: str, path: Path) -> None:
    named = f"--{option} {printable(str(path))}"
    try:
        no_file = not stat.S_ISREG(path.stat().st_mode)
        place = path
    except FileNotFoundError:  # a new one, perhaps where a link leads
        no_file = False
        place = Path(os.path.realpath(path)).parent
    except OSError as problem:
        raise GradcliError(f"{named}: {problem.strerror}") from None
    if no_file or not os.access(place, os.W_OK):
        reason = "it is not a file" if no_file else "you may not write there"
        raise GradcliError(f"{named}: {reason}", hint="choose another place")
