"""Arrays of a kind of their own, such as matrices, taken as ordinary ones."""

from __future__ import annotations

from typing import Any

from gradcli.errors import BindingProblem
from gradcli.operators.elementary import numpy_module


def plain(array: Any) -> Any:
    """Return an array of any kind as an ordinary one: the * of a matrix is none of elements.

    Raises:
        BindingProblem: elements are masked.
    """
    numpy = numpy_module()
    if isinstance(array, numpy.generic):
        return array
    if numpy.ma.is_masked(array):
        raise BindingProblem(
            "elements of an array are masked, and so have no value",
            hint="give them one, as in x.filled(0)",
        )
    return numpy.asarray(array)
