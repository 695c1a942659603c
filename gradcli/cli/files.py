"""Files that a command writes: their names are looked at before any work is done."""

from __future__ import annotations

import os
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
    try:
        target = path.resolve()
        there = target.exists()
        no_file = there and not target.is_file()
        allowed = os.access(target if there else target.parent, os.W_OK)
    except (OSError, RuntimeError) as problem:  # RuntimeError: links in a circle
        reason = getattr(problem, "strerror", None) or "it cannot be found"
        raise GradcliError(f"--{option} {printable(str(path))}: {reason}") from None
    if no_file or not allowed:
        reason = "it is not a file" if no_file else "you may not write there"
        raise GradcliError(
            f"--{option} {printable(str(path))}: {reason}", hint="choose another place"
        )
