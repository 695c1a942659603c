"""The standard streams: what stdout can show, its width and colour, and writing to it safely."""

from __future__ import annotations

import io
import os
import re
import sys
from contextlib import suppress
from typing import Any

from gradcli.cli.escapes import printable
from gradcli.errors import GradcliError
from gradcli.render.cells import Ascii, cells, in_ascii

#: Columns where the width is not known, as in a pipe.
COLUMNS = 80

#: No terminal has more columns; Python refuses to read a number of thousands of digits.
WIDEST = 999_999

#: What the tables are drawn with; a terminal that lacks one of these gets ASCII.
_DRAWN = "∂·×→─│┌┐└┘├┤┬┴┼━┃┏┓┗┛┄…–≈Σ"

#: Control characters and marks of direction that no result may carry to a terminal; in colour the
#: colour codes stay.
_UNSAFE = r"(?!\n|\t)[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
_COLOR = r"(?!\x1b\[[0-9;]*m)"


def prepare() -> None:
    """Let stdout and stderr escape what their encoding lacks, instead of failing."""
    sys.stdout = _buffered(sys.stdout)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _buffered(stream: Any) -> Any:
    """Return a stream that writes all it is given, or says so.

    Python without buffers (`-u`, PYTHONUNBUFFERED) silently drops what does not fit in a pipe whose
    reader leaves meanwhile.
    """
    raw = getattr(stream, "buffer", None)
    if not isinstance(raw, io.RawIOBase):
        return stream
    return io.TextIOWrapper(io.BufferedWriter(raw), stream.encoding)


def write(text: str, *, color: bool = False) -> None:
    """Write a result to stdout.

    Raises:
        GradcliError: stdout is closed.
        OSError: it cannot be written to.
    """
    if sys.stdout is None:
        raise GradcliError("the standard output is closed")
    sys.stdout.write(_safe(text, color))


def write_bytes(content: bytes) -> None:
    """Write the content of a file to stdout as it is, whatever encoding stdout has.

    Raises:
        GradcliError: stdout is closed.
        OSError: it cannot be written to.
    """
    if sys.stdout is None:
        raise GradcliError("the standard output is closed")
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _safe(text: str, color: bool) -> str:
    """Return a result without control characters; a pattern is compiled only where one is there."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text
    unsafe = _COLOR + _UNSAFE if color else _UNSAFE
    return re.sub(unsafe, lambda found: printable(found[0]), text)


def warn(text: str, *, folding: bool = True) -> None:
    """Write a line about the work to stderr, after the results so far; nothing if it is closed.

    It may name a file, and so is made as safe as a result. A terminal shows it over as many lines
    as it needs, broken between words unless `folding` is off.
    """
    if sys.stderr is None:
        return
    if sys.stdout is not None:
        sys.stdout.flush()
    text = shown(_safe(text, color=False))
    if folding and is_terminal(sys.stderr):
        text = _folded(text, error_width())
    with suppress(OSError):
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


def _folded(text: str, columns: int) -> str:
    """Return a text with the lines that are too wide broken, what follows set in."""
    from gradcli.render.wrapping import wrapped

    return "\n".join(
        line if cells(line) <= columns else "\n  ".join(wrapped(line, max(columns - 2, 20)))
        for line in text.split("\n")
    )


def show_progress(text: str) -> None:
    """Show how far the work is, on one line of a terminal that is written over again and again.

    An empty text takes it away, before a message and at the end.
    """
    if is_terminal(sys.stderr):
        with suppress(OSError):
            sys.stderr.write(f"\r\033[K{text}")
            sys.stderr.flush()


def flush() -> None:
    """Flush both streams, and let go of one whose reader has gone."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            try:
                stream.flush()
            except (OSError, ValueError):
                _discard(stream.fileno)


def _discard(fileno: object) -> None:
    """Point a broken stream at nothing, so that the interpreter does not complain at the end."""
    with suppress(OSError, ValueError):
        descriptor = fileno() if callable(fileno) else -1
        os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def ascii_only() -> Ascii:
    """Return whether to draw with ASCII only: by the encoding of stdout, or as the locale says.

    An encoding that lacks the signs of the tables may have other characters, which are kept.
    """
    if os.environ.get("LC_ALL") in ("C", "POSIX") and not os.environ.get("PYTHONIOENCODING"):
        return os.environ.get("PYTHONUTF8") != "1"
    return False if can_show(_DRAWN) else _encoding(sys.stdout)


def can_show(text: str) -> bool:
    """Return whether the encoding of stdout has all characters of a text."""
    return _fits(text, sys.stdout)


def shown(text: str) -> str:
    """Return a message as stderr can show it: signs that it lacks by their substitutes."""
    return text if _fits(text, sys.stderr) else in_ascii(text, _encoding(sys.stderr))


def ascii_errors(text: str) -> Ascii:
    """Return how a text of the user can stand on stderr: as it is, or in its encoding."""
    return False if _fits(text, sys.stderr) else _encoding(sys.stderr)


def _fits(text: str, stream: Any) -> bool:
    try:
        text.encode(_encoding(stream))
    except UnicodeEncodeError:
        return False
    return True


def _encoding(stream: Any) -> str:
    """Return the encoding of a stream, ASCII if Python does not know it."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    try:
        "".encode(encoding)
    except LookupError:
        return "ascii"
    return str(encoding)


def width() -> int:
    """Return the columns of the terminal; COLUMNS comes first, and a pipe has 80."""
    return _width(sys.stdout)


def error_width() -> int:
    """Return the columns of the terminal that stderr is; COLUMNS comes first, and a pipe has 80."""
    return _width(sys.stderr)


def _width(stream: Any) -> int:
    wanted = os.environ.get("COLUMNS", "")
    if wanted.isascii() and wanted.isdigit() and wanted.strip("0"):
        return min(int(wanted.lstrip("0")[: len(str(WIDEST)) + 1]), WIDEST)
    try:
        return os.get_terminal_size(stream.fileno()).columns or COLUMNS
    except (AttributeError, OSError, ValueError):
        return COLUMNS


def in_color(choice: str) -> bool:
    """Return whether to use colour: `always`, `never`, or `auto` for only on a terminal.

    NO_COLOR and FORCE_COLOR, if not empty, decide for `auto`, NO_COLOR first.
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal(sys.stdout) and os.environ.get("TERM") != "dumb"


def is_terminal(stream: object) -> bool:
    """Return whether a stream is a terminal; one that is closed is not."""
    isatty = getattr(stream, "isatty", None)
    try:
        return bool(isatty and isatty())
    except ValueError:
        return False
