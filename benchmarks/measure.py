"""How things are timed here: medians of several runs, ratios taken within one run."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence


def seconds(work: Callable[[], object], runs: int = 5) -> float:
    """Return the median time of a piece of work in this process, after one run that is not
    counted."""
    work()
    times = []
    for _ in range(runs):
        gc.collect()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def process_seconds(commands: Sequence[Sequence[str]], runs: int = 15) -> list[float]:
    """Return the median times of whole processes, run in turn so that drift touches all alike."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    times: list[list[float]] = [[] for _ in commands]
    for run in range(runs + 1):
        for command, kept in zip(commands, times, strict=True):
            start = time.perf_counter()
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
            if run:
                kept.append(time.perf_counter() - start)
    return [statistics.median(kept) for kept in times]


def python(code: str) -> list[str]:
    """Return the command that runs a piece of Python in a process of its own."""
    return [sys.executable, "-c", code]


def row(what: str, figure: str, bound: str = "") -> None:
    """Print one line of the table."""
    print(f"{what:<58} {figure:>16}  {bound}".rstrip(), flush=True)
