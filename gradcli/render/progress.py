"""A bar on standard error for work that takes a while, drawn by rich."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

#: Seconds of work before there is a bar.
_PATIENCE = 0.7


@contextmanager
def progress_bar(total: int, what: str, show: bool) -> Iterator[Callable[[int, str], None]]:
    """Yield a function that is told how much is done, with a few words on where things stand.

    The bar appears after a moment, and is gone at the end. Nothing is drawn unless `show` is true.
    """
    bar = _Bar(total, what, show)
    try:
        yield bar.advance
    finally:
        bar.stop()


class _Bar:
    def __init__(self, total: int, what: str, show: bool) -> None:
        self.total = total
        self.what = what
        self.start = time.monotonic() if show else None
        self.drawn: Any = None
        self.task: Any = None
        self.next = 0.0

    def advance(self, done: int, words: str) -> None:
        """Draw how much is done, at most ten times a second."""
        if self.start is None:
            return
        now = time.monotonic()
        if now < self.next or now - self.start < _PATIENCE:
            return
        self.next = now + 0.1
        if self.drawn is None:
            self._begin()
        self.drawn.update(self.task, completed=done, words=words)

    def _begin(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self.drawn = Progress(
            TextColumn("{task.description} {task.completed:,.0f}/{task.total:,.0f}"),
            BarColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[words]}"),
            console=Console(stderr=True),
            transient=True,
        )
        self.task = self.drawn.add_task(self.what, total=self.total, words="")
        self.drawn.start()

    def stop(self) -> None:
        """Take the bar away."""
        if self.drawn is not None:
            self.drawn.stop()
