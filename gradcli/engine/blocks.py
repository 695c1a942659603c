"""Rules of long arrays worked block by block.

What lies between fits the cache, and no memory is asked for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gradcli.operators.elementary import Value, is_array, numpy_module

#: Elements of a block, and of the arrays that are worth it.
BLOCK = 1 << 15
LONG = 4 * BLOCK


def product_in_blocks(
    factor: Value, rule: Callable[..., Any], arguments: Sequence[Value], shape: tuple[int, ...]
) -> Value:
    """Return factor * rule(*arguments) for an elementwise rule; None where blocks gain nothing.

    They gain where the rule works something out, on long arrays of one shape; numbers are the same.
    """
    arrays = [argument for argument in (factor, *arguments) if is_array(argument)]
    if not arrays or not all(_is_plain(array, shape) for array in arrays):
        return None
    found = numpy_module().empty(shape)
    into = found.reshape(-1)
    flat = [each.reshape(-1) if is_array(each) else each for each in (factor, *arguments)]
    for start in range(0, found.size, BLOCK):
        part = slice(start, start + BLOCK)
        first, *rest = (each[part] if is_array(each) else each for each in flat)
        local = rule(*rest)
        if not is_array(local) or any(local is each for each in rest):
            return None
        numpy_module().multiply(first, local, out=into[part])
    return found


def _is_plain(array: Any, shape: tuple[int, ...]) -> bool:
    return bool(array.shape == shape and array.dtype == float and array.flags.c_contiguous)
