"""How things are measured here: in CPU time, since others may share the machine, on one thread.

A maker prepares a piece of work of some size; the work, each time it is called, returns what it
cost. Two pieces of work that are compared run in turn, so that drift touches both alike.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

#: A piece of work that is ready: it runs, and returns what it cost.
Work = Callable[[], float]
#: Prepares a piece of work of a size. ImportError: the library that it needs is missing.
Maker = Callable[[int], Work]

# NumPy and PyTorch read this when they are imported, which happens later; so do child processes.
for _library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{_library}_NUM_THREADS"] = "1"
# A student's Python keeps its byte code.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

#: Seconds of one measurement; what is quicker is repeated within it.
LEAST = 0.02
#: Rounds of two pieces of work: at least, and at most.
ROUNDS = (3, 41)


def timed(work: Callable[[], object]) -> Work:
    """Return work in this process that costs its CPU time; it has run once when this returns.

    Before it is timed it runs once more, untimed: what ran before it, as a peer in turn or the
    collection of garbage, leaves the caches and the memory of the process to other things.
    """
    repeats = max(1, round(LEAST / max(_cpu_seconds(work, 1), 1e-7)))
    return lambda: _cpu_seconds(work, repeats) / repeats


def _cpu_seconds(work: Callable[[], object], repeats: int) -> float:
    gc.collect()
    work()
    start = time.process_time()
    for _ in range(repeats):
        work()
    return time.process_time() - start


def process(command: Sequence[str]) -> Work:
    """Return a whole process as work that costs its CPU time; it has run once when this returns.

    Raises:
        CalledProcessError: the command fails.
    """

    def cost() -> float:
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as started:
            _, status, used = os.wait4(started.pid, 0)
            started.returncode = os.waitstatus_to_exitcode(status)
        if started.returncode:
            raise subprocess.CalledProcessError(started.returncode, command)
        return used.ru_utime + used.ru_stime

    cost()
    return cost


def python(code: str) -> list[str]:
    """Return the command that runs a piece of Python in a process of its own."""
    return [sys.executable, "-c", code]


def medians(works: Sequence[Work], budget: float) -> list[float]:
    """Return the median cost of each piece of work, all run in turn for about `budget` seconds."""
    costs: list[list[float]] = [[] for _ in works]
    least, most = ROUNDS if budget else (1, 1)
    begun = time.perf_counter()
    for done in range(most):
        if done >= least and time.perf_counter() - begun > budget:
            break
        for work, kept in zip(works, costs, strict=True):
            kept.append(work())
    return [statistics.median(kept) for kept in costs]
