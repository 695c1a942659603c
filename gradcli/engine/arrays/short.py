"""The derivation of a run over arrays that fit the cache: all values and upstream gradients."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gradcli import limits
from gradcli.engine import values_of
from gradcli.engine.arrays.recording import REFUSED
from gradcli.engine.arrays.whole import Whole
from gradcli.engine.backward import make_own, nothing
from gradcli.engine.blocks import LONG
from gradcli.engine.derivation import Derivation, Notice
from gradcli.engine.irregular import Irregular
from gradcli.engine.notices import notices
from gradcli.engine.regular import Details, regular
from gradcli.engine.rules import EdgeRules
from gradcli.errors import GradcliError
from gradcli.graph import Graph
from gradcli.operators.declaration import Ties
from gradcli.operators.elementary import Value, numpy_module

#: What is raised where the ordinary engine would say what is wrong.
_GIVES_WAY = (ArithmeticError, ValueError, TypeError, GradcliError)


def short_run(
    graph: Graph, bindings: Mapping[str, Value], ties: Ties
) -> Callable[[Mapping[int, Value]], Derivation] | None:
    """Return the derivation as a function of the values of the inputs, in the form they have here.

    None where the ordinary engine is needed.

    Raises:
        GradcliError: the ordinary engine refuses these values.
    """
    if len(bindings) < len(graph.inputs):
        return None
    values, needs = values_of(graph, bindings)
    if needs is not None or type(values[graph.output]) is not float:
        return None
    worked = regular(EdgeRules(graph, values, ties, False, None), 1.0)
    if worked is None:
        return None
    try:
        whole = Whole(graph, values, worked, ties)
    except (Irregular, *REFUSED):
        return None
    if whole.largest >= LONG:
        return None
    remarks = tuple(
        notice for notice in notices(graph, values, None, ties, worked) if notice.code == "remark"
    )
    return lambda given: _derivation(whole, given, remarks)


def _derivation(
    whole: Whole, given: Mapping[int, Value], remarks: tuple[Notice, ...]
) -> Derivation:
    """Return the derivation for other values of the inputs.

    Raises:
        Irregular: a number needs the care of the ordinary engine.
    """
    graph = whole.graph
    if whole.numbers > limits.NUMBERS.most or whole.largest > limits.ELEMENTS.most:
        raise Irregular
    try:
        with numpy_module().errstate(all="ignore"):
            values, upstream = whole.run(*map(given.__getitem__, whole.given))
    except _GIVES_WAY as error:
        raise Irregular from error
    for node in whole.unreached:
        upstream[node] = nothing(values[node], False)
    make_own(upstream, graph)
    rules = EdgeRules(graph, values, whole.ties, False, None)
    columns = Details(rules, upstream).columns()
    return Derivation(graph, values, upstream, *columns, 1.0, remarks)
