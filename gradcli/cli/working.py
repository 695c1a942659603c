"""From a graph, values and options to a report: the calls to the library for `gradcli eval`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from gradcli.cli.bindings import value_of, wanted
from gradcli.engine import Derivation, evaluate, values_of
from gradcli.engine.forward import settled
from gradcli.engine.notices import safe_steps
from gradcli.engine.problems import no_steps
from gradcli.errors import DomainProblem
from gradcli.graph import Graph
from gradcli.operators.declaration import Ties
from gradcli.operators.elementary import Value, is_array, numpy_module
from gradcli.records import replace
from gradcli.render.report import Report


class Task(NamedTuple):
    """How to work a graph, and what is wanted of it; options under their own names."""

    wrt: tuple[str, ...] = ()
    seed: str | None = None
    jacobian: bool = False
    expand: bool = False
    coarse: bool = False
    saved: bool = False
    backward: int | None = None
    exact: bool = False
    check: bool = False
    ties: Ties = "split"
    ieee: bool = False


def worked(graph: Graph, texts: Mapping[str, str], task: Task) -> Report:
    """Return all that a command line asks of a graph; `texts` are the values as typed."""
    bindings = {name: value_of(text, f"--{name}", exact=task.exact) for name, text in texts.items()}
    wrt = wanted(graph, task.wrt)
    derivation = _derivation(graph, bindings, task)
    return Report(
        _folded(derivation, task) if task.coarse else derivation,
        wrt=wrt,
        passes=task.backward or 1,
        comparisons=_comparisons(derivation, task) if task.check else None,
        saved=_saved(derivation) if task.saved else None,
        jacobian=_jacobian(derivation, bindings, wrt, task) if task.jacobian else None,
    )


def _derivation(graph: Graph, bindings: Mapping[str, Value], task: Task) -> Derivation:
    if task.expand:
        return _expanded(graph, bindings, task)
    return _evaluated(graph, bindings, task)


def _evaluated(graph: Graph, bindings: Mapping[str, Value], task: Task) -> Derivation:
    seed: Any = None
    if task.seed is not None:
        seed = value_of(task.seed, "--seed", exact=task.exact)
    elif task.jacobian:
        seed = _ones(graph, bindings, task)
    return evaluate(graph, bindings, seed=seed, ties=task.ties, exact=task.exact, ieee=task.ieee)


def _ones(graph: Graph, bindings: Mapping[str, Value], task: Task) -> Value:
    """Return a seed of the output's shape: the Jacobian needs none, the table beside it does."""
    values, _ = values_of(graph, bindings, exact=task.exact, ieee=task.ieee)
    output = values[graph.output]
    if not is_array(output):
        return None
    return numpy_module().full_like(output, settled(1, task.exact))


def _expanded(graph: Graph, bindings: Mapping[str, Value], task: Task) -> Derivation:
    """Work the primitive steps; what is at fault is named as the user wrote it."""
    from gradcli.language import expand_at

    def values(graph: Graph) -> list[Value]:
        return values_of(graph, bindings, exact=task.exact, ieee=task.ieee)[0]

    values(graph)
    try:
        steps = expand_at(graph, values)
        done = _evaluated(steps.graph, bindings, task)
    except DomainProblem as problem:
        raise no_steps(graph, problem) from problem
    return replace(done, notices=(*safe_steps(steps.graph, steps.reasons), *done.notices))


def _folded(derivation: Derivation, task: Task) -> Derivation:
    from gradcli.engine.coarse import coarsen

    return coarsen(derivation, ties=task.ties, exact=task.exact)


def _comparisons(derivation: Derivation, task: Task) -> Any:
    from gradcli.engine.numerical import check

    return check(derivation, task.ties)


def _saved(derivation: Derivation) -> Any:
    from gradcli.engine.saved import saved

    return saved(derivation.graph, derivation.values)


def _jacobian(
    derivation: Derivation, bindings: Mapping[str, Value], wrt: tuple[str, ...], task: Task
) -> Mapping[str, Value]:
    from gradcli.engine.jacobian import jacobian

    nodes = {name: derivation.node_of(name) for name in wrt} if wrt else None
    return jacobian(
        derivation.graph, bindings, nodes=nodes, ties=task.ties, exact=task.exact, ieee=task.ieee
    )
