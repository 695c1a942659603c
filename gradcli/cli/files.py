"""Files that a command writes: their names are looked at before any work is done."""

from __future__ import annotations

from pathlib import Path

from gradcli.cli.escapes import printable
from gradcli.errors import GradcliError


def path_with(option: str, path: str | None, suffixes: tuple[str, ...]) -> Path | None:
    """Return the path of a file to write, whose suffix tells its form; None for no file.

    Raises:
        GradcliError: it has another suffix, its folder does not exist, or what draws an SVG file
            is not installed.
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
    if found.suffix.lower() == ".svg":
        from gradcli.render.figures import check_drawable

        check_drawable()
    return found
