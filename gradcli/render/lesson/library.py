"""The operators of whole arrays that a page computes with its own library, `arrays.js`.

Each is made for one node, with tables for its shapes: along its axes, in pairs, or by rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from gradcli.engine.forward import shape_of
from gradcli.operators.axes import array_of, axes_of, gathered
from gradcli.operators.elementary import numpy_module
from gradcli.render.lesson.javascript import expression
from gradcli.render.lesson.place import Place, stretched, table

#: How an operator of the library is made, and whether it has a product for each operand.
_Maker = Callable[[Place], tuple[str, str]]


def _grouped(rule: Callable[[Place], str], reduces: bool = True) -> _Maker:
    """Return the maker of an operator that works along axes: slice by slice."""

    def make(place: Place) -> tuple[str, str]:
        numpy = numpy_module()
        x = array_of(place.operands[0])
        rows = gathered(numpy.arange(x.size).reshape(x.shape), axes_of(x, place.options["axis"]))
        rows = rows.reshape(-1, rows.shape[-1])
        places = numpy.arange(len(rows))[:, None] if reduces else rows
        tables = f"{table(rows, 2)}, {table(places, 2)}, {place.size}"
        return f"grouped({rule(place)}, {tables})", "one"

    return make


def _paired(rule: Callable[[Place], str]) -> _Maker:
    """Return the maker of a loss that compares element by element."""

    def make(place: Place) -> tuple[str, str]:
        numpy = numpy_module()
        shapes = [shape_of(operand) for operand in place.operands]
        whole = numpy.broadcast_shapes(*shapes)
        places = ", ".join(table(stretched(shape, whole)) for shape in shapes)
        return f"paired({rule(place)}, {_reduction(place)}, [{places}])", "several"

    return make


def _classified(rule: Callable[[Place], str]) -> _Maker:
    """Return the maker of a loss of scores against classes or probabilities."""

    def make(place: Place) -> tuple[str, str]:
        scores, target = map(shape_of, place.operands)
        classes = expression(scores != target)
        return (
            f"classified({rule(place)}, {_reduction(place)}, {scores[-1]}, {classes})",
            "several",
        )

    return make


def _reduction(place: Place) -> str:
    return json.dumps(place.options["reduction"])


def _number(place: Place, option: str) -> str:
    return expression(float(place.options[option]))


LIBRARY: Mapping[str, _Maker] = {
    "amax": _grouped(lambda place: f'extreme(1, "{place.ties}")'),
    "amin": _grouped(lambda place: f'extreme(-1, "{place.ties}")'),
    "logsumexp": _grouped(lambda place: "logsumexp"),
    "norm": _grouped(lambda place: "norm"),
    "var": _grouped(lambda place: f"variance({_number(place, 'ddof')})"),
    "std": _grouped(lambda place: f"deviation({_number(place, 'ddof')})"),
    "softmax": _grouped(lambda place: "softmax", reduces=False),
    "log_softmax": _grouped(lambda place: "log_softmax", reduces=False),
    "mse_loss": _paired(lambda place: "mse_loss"),
    "l1_loss": _paired(lambda place: "l1_loss"),
    "huber_loss": _paired(lambda place: f"huber_loss({_number(place, 'delta')})"),
    "binary_cross_entropy": _paired(lambda place: "binary_cross_entropy"),
    "binary_cross_entropy_with_logits": _paired(lambda place: "binary_cross_entropy_with_logits"),
    "nll_loss": _classified(lambda place: "nll_loss"),
    "cross_entropy": _classified(lambda place: "cross_entropy"),
    "hinge": _classified(lambda place: f"hinge({_number(place, 'margin')})"),
}
