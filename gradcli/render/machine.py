"""A derivation for programs: JSON and the bare numbers, with every digit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gradcli.graph import Edge
from gradcli.operators.elementary import Value, is_array
from gradcli.render.quantities import for_json, in_full, on_one_line
from gradcli.render.report import Report, Style
from gradcli.render.rules import rule_text
from gradcli.render.view import View

if TYPE_CHECKING:
    from gradcli.engine.numerical import Comparison
    from gradcli.engine.saved import Saved

#: The version of the JSON; it grows when a key changes its meaning or goes.
VERSION = 1

#: A node's text is cut in its middle if it is longer; its span in the program is always given.
LONGEST_TEXT = 100


def json_text(report: Report) -> str:
    """Return a report as JSON.

    Numbers are written so that they are read back exactly. `nan`, `inf` and `-inf` are strings.
    With exact numbers a whole number is an integer and another fraction a string such as `"20/3"`.
    An array is a list of lists. A value that was not evaluated, and a gradient that is undefined or
    does not flow, is null.

    `output` and `label` are what the screen calls a node, `name` is its name in the program or
    null, `operation` the name of its operator, `text` its text in the program, cut in its middle
    beyond 100 characters, and `span` its first character in the program and the one after its last.
    An edge's `rule` is its local gradient as text of the language, or for an operator that is not
    elementwise the vector-Jacobian product. `gradients` has the inputs, or what was asked for,
    after all backward passes; a gradient that was added up over several passes has each total in
    `passes`.

    `check`, `saved` and `jacobian` are there if asked for; a gradient that could not be checked has
    a `reason` and no `numeric`; with a Jacobian there is no upstream gradient, and `gradients` is
    empty.
    """
    from gradcli.render.documents import Written, pretty

    view = View(report)
    derivation, graph = view.derivation, view.graph
    document: dict[str, Any] = {
        "version": VERSION,
        "program": graph.source,
        "output": view.output,
        "value": for_json(derivation.value),
        "gradients": _gradients(view),
        # Written one by one: the nodes of a large graph take far more memory than their text.
        "nodes": [Written(pretty(_node(view, node), 2)) for node in range(len(graph))],
        "notices": [
            {"code": notice.code, "text": notice.text, "node": notice.node}
            for notice in derivation.notices
        ],
        **_asked_for(view),
    }
    return pretty(document)


def _gradients(view: View) -> dict[str, Any]:
    if view.report.jacobian is not None:
        return {}
    return {label: for_json(view.gradient(node)) for label, node in view.targets.items()}


def _node(view: View, node: int) -> dict[str, Any]:
    graph, derivation = view.graph, view.derivation
    names, span = graph.names.get(node), graph.span_of(node)
    passed = view.report.jacobian is None
    return {
        "id": node,
        "name": graph.written.get(names[0], names[0]) if names else None,
        "label": view.labels[node],
        "text": _text(view, node),
        "span": [span.start, span.end],
        "operation": graph.operators[node],
        "kind": graph.kind_of(node),
        "value": for_json(derivation.values[node]),
        "upstream": for_json(derivation.upstream[node]) if passed else None,
        "edges": [_edge(view, edge, passed) for edge in graph.edges_of(node)],
    }


def _text(view: View, node: int) -> str:
    """Return the source text of a node; in a chain of operations each contains all before it."""
    start, end = view.graph.spans[2 * node], view.graph.spans[2 * node + 1]
    source = view.graph.source
    if end - start <= LONGEST_TEXT:
        return source[start:end]
    half = LONGEST_TEXT // 2 - 2
    return f"{source[start : start + half]} … {source[end - half : end]}"


def _edge(view: View, edge: Edge, passed: bool) -> dict[str, Any]:
    derivation = view.derivation
    local, contribution = derivation.local[edge.id], derivation.contributions[edge.id]
    evaluated = derivation.values[edge.node] is not None
    carries = evaluated and (local is not None or contribution is not None)
    return {
        "operand": edge.operand,
        "local": for_json(local),
        "rule": rule_text(derivation, edge, view.labels) if carries else None,
        "contribution": for_json(contribution) if passed else None,
    }


def _asked_for(view: View) -> dict[str, Any]:
    """Return the keys that are only there on request."""
    report = view.report
    found: dict[str, Any] = {}
    if report.passes > 1:
        found["passes"] = {"count": report.passes, "totals": _totals(view)}
    if report.comparisons is not None:
        found["check"] = [_comparison(compared) for compared in report.comparisons]
    if report.saved is not None:
        found["saved"] = {
            "values": [_kept(view, kept) for kept in report.saved],
            "elements": sum(kept.elements for kept in report.saved),
            "bytes": sum(kept.bytes for kept in report.saved),
        }
    if report.jacobian is not None:
        found["jacobian"] = {name: for_json(value) for name, value in report.jacobian.items()}
    return found


def _comparison(compared: Comparison) -> dict[str, Any]:
    return {
        "name": compared.name,
        "index": list(compared.index),
        **{key: for_json(getattr(compared, key)) for key in _COMPARED},
        "agrees": compared.agrees,
        "reason": compared.reason or None,
    }


def _kept(view: View, kept: Saved) -> dict[str, Any]:
    return {
        "node": kept.node,
        "label": view.labels[kept.node],
        "elements": kept.elements,
        "bytes": kept.bytes,
        "needed_by": list(kept.needed_by),
    }


_COMPARED = ("gradient", "numeric", "low", "high")


def _totals(view: View) -> list[dict[str, Any]]:
    """Return the gradients after each pass, when nothing is zeroed in between."""
    upstream = view.derivation.upstream
    once = {label: upstream[node] for label, node in view.targets.items()}
    total, found = once, []
    for number in range(view.report.passes):
        if number:
            total = {label: None if g is None else g + once[label] for label, g in total.items()}
        found.append({label: for_json(gradient) for label, gradient in total.items()})
    return found


def quiet(report: Report, style: Style | None = None) -> str:
    """Return the bare numbers: the output's value, then one gradient on each line.

    The gradients come in the order of the inputs, or as they were asked for, and after all backward
    passes. Without a style numbers have all their digits, with one as many as on the screen. An
    array is one line, `[1, 2, 3]`; a gradient that does not exist is `undefined`. With a Jacobian
    its matrices take the place of the gradients.
    """
    view = View(report)
    found = [view.derivation.value]
    if report.jacobian is not None:
        found += report.jacobian.values()
    else:
        found += [view.gradient(node) for node in view.targets.values()]
    return "".join(f"{_bare(value, style)}\n" for value in found)


def _bare(value: Value, style: Style | None) -> str:
    if style is None or (is_array(value) and value.size > 60):
        return in_full(value)
    return on_one_line(value, style.digits)
