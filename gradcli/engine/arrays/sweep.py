"""A sweep: recorded work done block by block over whole arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from gradcli.engine.arrays.lines import Lines, Wanted
from gradcli.engine.arrays.recording import Recording
from gradcli.operators.elementary import numpy_module

#: Bytes that a sweep has at hand: they shall fit the second cache of a processor, beside others.
CACHE = 1 << 19
#: Elements of a block, at least and at most.
BLOCKS = 1 << 12, 1 << 15
#: Numbers in a large page of memory.
PAGE = 1 << 18


class Sweep:
    """The work of a recording as far as it is wanted, ready to be done again and again."""

    def __init__(self, recording: Recording, wanted: Wanted) -> None:
        lines = Lines(recording.steps, wanted)
        self._function = lines.function()
        self._buffers = lines.buffers
        self._repeated = lines.repeated
        self._sums = len(wanted.summed)
        self._kept = len(wanted.kept)
        floats = len(lines.sources) + len(lines.repeated) + len(wanted.kept)
        self.block = _block(8 * floats + sum(dtype.itemsize for dtype in lines.buffers))

    def run(
        self,
        sources: Sequence[Any],
        singles: Sequence[float],
        copies: Sequence[Any] = (),
    ) -> tuple[list[float], list[Any], set[int]]:
        """Return the sums, the arrays kept, and what has been met; copy the sources on the way.

        Raises:
            Irregular: something is not finite, or outside a domain.
        """
        numpy = numpy_module()
        size = sources[0].size
        kept = [fresh(size) for _ in range(self._kept)]
        buffers = [numpy.empty(self.block, dtype) for dtype in self._buffers]
        repeated = [numpy.full(self.block, number) for number in self._repeated]
        sums: list[list[float]] = [[] for _ in range(self._sums)]
        met = set[int]()
        with numpy.errstate(all="ignore"):
            for start, stop in blocks(0, size, self.block):
                part = slice(start, stop)
                for source, copy in zip(sources, copies, strict=False):
                    copy[part] = source[part]
                self._function(
                    [source[part] for source in copies or sources],
                    singles,
                    [array[part] for array in kept],
                    [buffer[: stop - start] for buffer in buffers],
                    [block[: stop - start] for block in repeated],
                    stop - start,
                    sums,
                    met,
                )
        return [added_up(iter(found), size, self.block) for found in sums], kept, met


def _block(row: int) -> int:
    """Return how many elements are worked at once, where one needs so many bytes."""
    least, most = BLOCKS
    return max(least, min(most, CACHE // row))


def blocks(start: int, stop: int, most: int) -> Iterator[tuple[int, int]]:
    """Yield the blocks of a stretch of elements: halves of halves, as NumPy adds up its elements.

    >>> list(blocks(0, 1000, 300))
    [(0, 248), (248, 496), (496, 744), (744, 1000)]
    """
    if stop - start <= most:
        yield start, stop
        return
    half = _half(stop - start)
    yield from blocks(start, start + half, most)
    yield from blocks(start + half, stop, most)


def added_up(sums: Iterator[float], size: int, most: int) -> float:
    """Return the sum of all elements from those of the blocks, added in the order of NumPy."""
    if size <= most:
        return next(sums)
    half = _half(size)
    return added_up(sums, half, most) + added_up(sums, size - half, most)


def _half(size: int) -> int:
    return size // 2 - size // 2 % 8


def fresh(size: int) -> Any:
    """Return an array for as many numbers, not filled.

    A long one begins with a large page of memory, where the system has such: a small page costs as
    much as the work on its numbers, and there are five hundred of them in a large one.
    """
    numpy = numpy_module()
    if size < PAGE:
        return numpy.empty(size)
    room = numpy.empty(size + 2 * PAGE)
    start = -(room.ctypes.data // room.itemsize) % PAGE
    return room[start : start + size]
