"""Keeping the answers of a session: each is saved as it is typed, and no file is half written."""

from __future__ import annotations

import errno
import os
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from gradcli.errors import GradcliError
from gradcli.grading.sheet_texts import Change, changed_sheet

#: What to try when a file cannot be written.
_WITHOUT_FOLDER = "make the folder first, or choose another place with {option}"
_PROTECTED = "choose a place that you may write to, with {option}"
_NO_ROOM = "make room, or choose another place with {option}"
_ELSEWHERE = "choose another place with {option}"

#: The numbers of errors that say that there is no room.
_FULL = {getattr(errno, name, None) for name in ("ENOSPC", "EDQUOT", "EFBIG")}


class AnswerFile:
    """A sheet that one session at a time writes to.

    `text` is what the file holds, or for a new one will hold: nothing is written before the first
    answer.
    """

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text
        self.written = path.exists()
        self._lock: IO[Any] | None = None

    def __enter__(self) -> AnswerFile:
        """Take the file for this session.

        Raises:
            GradcliError: another session has it.
        """
        self._lock = locked(self.path)
        return self

    def __exit__(self, *_: object) -> None:
        if self._lock is not None:
            with suppress(OSError):
                Path(self._lock.name).unlink()
            self._lock.close()

    def put(self, change: Change) -> bool:
        """Save one answer, or what a hint costs.

        Return whether something else had changed the file, which is kept.

        Raises:
            GradcliError: the file cannot be read or written; `text` holds it all the same.
        """
        before = self.text
        self.text = changed_sheet(before, str(self.path), change)
        now = self._now()
        changed = now is not None and now != before
        if now is not None and changed:
            self.text = changed_sheet(now, str(self.path), change)
        save(self.path, self.text)
        self.written = True
        return changed

    def _now(self) -> str | None:
        """Return what the file holds now, None if it has gone."""
        try:
            return self.path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as problem:
            raise GradcliError(f"{self.path} cannot be read again: {problem}") from None


def locked(path: Path) -> IO[Any] | None:
    """Return a lock beside a file; the system lets go of it when the process ends, in any way.

    None where the folder or the system has no locks: a session works there too.

    Raises:
        GradcliError: another process has the lock.
    """
    try:
        import fcntl
    except ImportError:
        return None
    beside = path.with_name(f".{path.name}.lock")
    while True:
        try:
            lock = beside.open("a")
        except OSError:
            return None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_there(lock, beside):
                return lock
            lock.close()
        except BlockingIOError:
            lock.close()
            message = f"another gradcli is asking for the answers of {path}"
            raise GradcliError(message, hint="go on there, or end it first") from None
        except OSError:
            lock.close()
            return None


def _is_there(lock: IO[Any], path: Path) -> bool:
    """Return whether a lock is still that file: a session that ends takes its own away."""
    try:
        return os.path.samestat(os.fstat(lock.fileno()), path.stat())
    except FileNotFoundError:
        return False


def save(path: Path, content: str | bytes, option: str = "--answers") -> None:
    """Write a file so that at every moment the old or the new content is there, whole.

    The content goes into a new file of the same folder, which then takes the old one's place and
    mode. A symbolic link stays one, and what it points to is written. Signals wait until all is
    done. `option` is the one by which the user names another place.

    Raises:
        GradcliError: the file cannot be written; the old one is untouched.
    """
    try:
        target = Path(os.path.realpath(path))
        with _signals_waiting():
            _write(target, content if isinstance(content, bytes) else content.encode())
    except OSError as problem:
        reason, remedy = _reason(path, problem)
        raise GradcliError(
            f"{path} cannot be saved: {reason}", hint=remedy.format(option=option)
        ) from None


def _reason(path: Path, problem: OSError) -> tuple[str, str]:
    """Return why a file cannot be written, and what to try; {option} names another place."""
    folder, said = path.parent, problem.strerror or str(problem)
    if isinstance(problem, FileNotFoundError) and not folder.exists():
        return f"there is no folder {folder}", _WITHOUT_FOLDER
    if isinstance(problem, NotADirectoryError):
        return f"{folder} is no folder", _ELSEWHERE
    if isinstance(problem, PermissionError) and not path.exists():
        return f"the folder {folder} may not be written to", _PROTECTED
    if isinstance(problem, PermissionError) or problem.errno == errno.EROFS:
        return said, _PROTECTED
    return said, _NO_ROOM if problem.errno in _FULL else _ELSEWHERE


def _write(target: Path, data: bytes) -> None:
    mode = _mode(target)
    # Not by the number of the process alone, which a killed one may have had before.
    fresh = target.with_name(f".{target.name}.{os.getpid()}-{os.urandom(4).hex()}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise
    _sync_folder(target.parent)


def _mode(target: Path) -> int | None:
    """Return the mode of the file that is to be replaced, None if there is none.

    Raises:
        OSError: it is no file, or must not be written.
    """
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise OSError(0, "it is not a file")
    if not os.access(target, os.W_OK):
        raise PermissionError(13, "it is write-protected")
    return stat.S_IMODE(found.st_mode)


def _sync_folder(folder: Path) -> None:
    """Make the new name last; not every system can do that for a folder."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _signals_waiting() -> Iterator[None]:
    """Let the signals that end a process wait."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    ending = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ending)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
