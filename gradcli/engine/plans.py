"""The graphs of arrays that are ready to be run again, and how the others become so."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from gradcli import limits
from gradcli.engine.blocks import LONG
from gradcli.engine.derivation import Derivation
from gradcli.engine.forward import as_value, check_names
from gradcli.engine.irregular import Irregular
from gradcli.errors import GradcliError
from gradcli.graph import Graph
from gradcli.operators.declaration import Ties
from gradcli.operators.elementary import Value, is_array, numpy_module
from gradcli.records import dataclass

#: Nodes of the graphs that are made ready, and how many are kept so.
NODES = 1_000
KEPT = 32
#: After so many runs that gave way to the ordinary engine a graph is left to it.
PATIENCE = 2
#: The runs of a graph with short arrays that cost as much as to make it ready; it is, at the last.
MEETINGS = 4


#: The derivation as a function of the values of the inputs, by their nodes.
Run = Callable[[Mapping[int, Value]], Derivation]


@dataclass(slots=True)
class _Ready:
    """What is kept of a graph: how to run it, if it can be, and how often that was of no use."""

    run: Run | None
    failures: int = 0
    #: How often a graph that is not ready yet has been met.
    meetings: int | None = None


_READY: OrderedDict[Any, _Ready] = OrderedDict()


def derived(graph: Graph, bindings: Mapping[str, Any], ties: Ties) -> Derivation | None:
    """Return the derivation of a graph of arrays if it is ready to be run, or worth being made so.

    Raises:
        BindingProblem: a variable without a value, or a value without a variable.
        DomainProblem: a value does not exist.
        LimitError: an array has too many elements.
    """
    if len(graph) > NODES:
        return None
    check_names(graph, bindings)
    given, form, arrays = _inputs(graph, bindings)
    if not arrays:
        return None
    largest = max([array.size for array in arrays])
    limits.ELEMENTS.check(largest)
    key = _Same(graph), ties, *form
    if largest >= LONG:
        ready = _for_sweep(key, graph, given, arrays, ties)
    else:
        ready = _for_run(key, graph, bindings, ties)
    return None if ready is None else _run(ready, given)


def _inputs(
    graph: Graph, bindings: Mapping[str, Any]
) -> tuple[dict[int, Value], list[Any], list[Any]]:
    """Return the values by node, their form, for which a graph is made ready, and the arrays.

    There are no arrays if one of them is not of floats.
    """
    array, double = numpy_module().ndarray, numpy_module().dtype(float)
    given: dict[int, Value] = {}
    form: list[Any] = []
    arrays: list[Any] = []
    for name, value in bindings.items():
        # Most are as the engine keeps them; their size is looked at below.
        if not (type(value) is array and value.dtype is double and value.ndim):
            value = as_value(value, False, name)
        node = graph.inputs[name]
        given[node] = value
        if is_array(value):
            if value.dtype != float:
                return given, form, []
            arrays.append(value)
            form += (node, value.shape)
        else:
            form += (node, type(value))
    return given, form, arrays


def _run(ready: _Ready, given: Mapping[int, Value]) -> Derivation | None:
    run = ready.run  # another thread may end its use meanwhile
    if run is None:
        return None
    try:
        return run(given)
    except (Irregular, GradcliError):
        ready.failures += 1
        if ready.failures >= PATIENCE:
            ready.run = None
        return None


class _Same:
    """A graph as a key: itself, and no other that is equal."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.graph is self.graph

    def __hash__(self) -> int:
        return id(self.graph)


def _kept(key: Any, ready: _Ready) -> _Ready:
    _READY[key] = ready
    if len(_READY) > KEPT:
        _READY.popitem(last=False)
    return ready


def _when_met_often(key: Any, make: Callable[[], Run | None]) -> _Ready | None:
    """Return what is ready; what has been met often enough is made so."""
    ready = _READY.get(key) or _kept(key, _Ready(None, meetings=0))
    meetings = ready.meetings  # another thread may end the counting meanwhile
    if meetings is not None:
        ready.meetings = meetings = meetings + 1
        if meetings < MEETINGS:
            return None
        ready.run, ready.meetings = make(), None
    return ready


def _for_run(key: Any, graph: Graph, bindings: Mapping[str, Any], ties: Ties) -> _Ready | None:
    """Return how a graph is run on arrays that fit the cache."""

    def make() -> Run | None:
        from gradcli.engine.arrays.short import short_run

        return short_run(graph, bindings, ties)

    return _when_met_often(key, make)


def _for_sweep(
    key: Any, graph: Graph, given: Mapping[int, Value], arrays: list[Any], ties: Ties
) -> _Ready | None:
    """Return how a graph is run on long arrays, which is worth being made ready at once.

    It is so for any numbers beside them, or else for these.
    """
    shape = arrays[0].shape
    plain = all(array.shape == shape and array.flags.c_contiguous for array in arrays)
    if not plain or len(graph) * arrays[0].size > limits.NUMBERS.most:
        return None
    from gradcli.engine.arrays.long import long_run

    ready = _READY.get(key)
    if ready is None:
        ready = _kept(key, _Ready(long_run(graph, given, shape, ties, fixed=False)))
    # By their digits: 0 and -0 are equal, and make other numbers.
    numbers = tuple(repr(value) for value in given.values() if not is_array(value))
    if ready.run is not None or ready.failures or not numbers:
        return ready
    return _when_met_often((key, numbers), lambda: long_run(graph, given, shape, ties, fixed=True))
