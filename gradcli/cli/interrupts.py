"""Signals that end a process, as an exception for work that has something to save."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn


@contextmanager
def raised() -> Iterator[None]:
    """Let Ctrl-C, another signal that ends the process, or a closed terminal be an exception.

    What is ignored, as under nohup, stays so.
    """

    def interrupt(_number: int, _frame: Any) -> NoReturn:
        raise KeyboardInterrupt

    names = ("SIGINT", "SIGTERM", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before: Mapping[int, Any] = {
        number: signal.signal(number, interrupt)
        for number in numbers
        if signal.getsignal(number) != signal.SIG_IGN
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
