"""Writing a result into a file that the user names: the whole of it, and over no other file."""

from __future__ import annotations

from pathlib import Path

from gradcli.errors import GradcliError


def write_file(path: Path, content: str | bytes, *, force: bool) -> None:
    """Write a new file; one that exists is replaced only by `force`.

    Raises:
        GradcliError: it exists, or cannot be written.
    """
    from gradcli.grading.saving import save

    if path.exists() and not force:
        raise GradcliError(f"{path} exists already", hint="--force replaces it, -o names another")
    save(path, content, option="-o")


def say_written(path: Path, language: str) -> None:
    """Say on stderr that a file is written; `language` is a choice of `--lang`."""
    from gradcli.cli import streams
    from gradcli.cli.speaking import language_of_notes
    from gradcli.render.words import word

    streams.warn(word("file_written", language_of_notes(language), file=path))
