"""Reading a program from a file or standard input: UTF-8, of a bounded size, and never empty."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

from gradcli import limits
from gradcli.cli.escapes import printable
from gradcli.cli.streams import is_terminal
from gradcli.errors import GradcliError, LimitError

#: The path that means standard input.
STDIN = "-"

_OTHER_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def read_program(path: str, lang: str = "en") -> str:
    """Return the text of a file, or of standard input for `-`; see `read_text`.

    Raises:
        GradcliError: the file cannot be read, is too large, is not UTF-8, or is empty.
    """
    text = read_text(path, lang=lang)
    if not text.strip():
        name = "standard input" if path == STDIN else printable(path)
        raise GradcliError(f"{name} is empty", hint="it must hold an expression, such as x*y")
    return text


def read_text(path: str, what: str = "program", lang: str = "en") -> str:
    """Return the text of a file, or of standard input for `-`, that may be empty.

    `what` is what a person at a terminal is asked to type, in the language of the choice `lang`.

    Raises:
        GradcliError: the file cannot be read, is too large, or is not UTF-8.
    """
    name = "standard input" if path == STDIN else printable(path)
    data = _standard_input(what, lang) if path == STDIN else _file(path, name)
    return _decoded(data, name)


def _standard_input(what: str, lang: str) -> bytes:
    if sys.stdin is None:
        raise GradcliError("standard input is closed")
    if is_terminal(sys.stdin):
        from gradcli.cli.speaking import language_of_notes, say_note

        asked = f"type the {what}; a line with Ctrl-D alone ends it"
        say_note(asked, language_of_notes(lang))
    return _bounded(sys.stdin.buffer, "standard input")


def _file(path: str, name: str) -> bytes:
    from pathlib import Path

    try:
        with Path(path).open("rb") as file:
            if os.fstat(file.fileno()).st_size > _most_bytes():
                raise _too_large(name)
            return _bounded(file, name)
    except FileNotFoundError:
        raise GradcliError(f"there is no file {name}", hint=_near_file(path)) from None
    except IsADirectoryError:
        raise GradcliError(f"{name} is a directory, not a file") from None
    except OSError as problem:
        raise GradcliError(f"{name} cannot be read: {problem.strerror}") from None


def _bounded(file: BinaryIO, name: str) -> bytes:
    data = file.read(_most_bytes() + 1)
    if len(data) > _most_bytes():
        raise _too_large(name)
    return data


def _most_bytes() -> int:
    """Return the bytes of the longest program: UTF-8 takes at most four for a character."""
    return 4 * limits.TEXT.most


def _too_large(name: str) -> LimitError:
    return LimitError(
        f"{name} is too large: at most {limits.TEXT.most:,} characters are allowed",
        hint=limits.TEXT.advice,
        limit=limits.TEXT.name,
    )


def _near_file(path: str) -> str:
    """Return a hint: a file of the same directory with a similar name."""
    from itertools import islice
    from pathlib import Path

    from gradcli.near import nearest

    wanted = Path(path)
    try:
        near = nearest(wanted.name, [found.name for found in islice(wanted.parent.iterdir(), 1000)])
    except OSError:
        return ""
    return f"did you mean {wanted.with_name(near)}?" if near else ""


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        offset = problem.start + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        line = data.count(b"\n", 0, offset) + 1
        encoding = _OTHER_ENCODINGS.get(data[:2], "")
        hint = "save it as UTF-8" + (f"; it seems to be {encoding}" if encoding else "")
        raise GradcliError(
            f"{name} is not UTF-8: byte 0x{data[offset]:02x} at offset {offset}, line {line}",
            hint=hint,
        ) from None
