"""A derivation for programs: JSON and the bare numbers, with every digit."""

from __future__ import annotations

from collections.abc import Iterator
from json.encoder import encode_basestring
from math import isfinite
from typing import TYPE_CHECKING, Any

from gradcli.operators.elementary import Value, is_array
from gradcli.render.documents import laid_out, pretty
from gradcli.render.quantities import for_json, in_full, on_one_line
from gradcli.render.report import Report, Style
from gradcli.render.rules import RuleTexts
from gradcli.render.view import View

if TYPE_CHECKING:
    from gradcli.engine.numerical import Comparison
    from gradcli.engine.saved import Saved

#: The version of the JSON; it grows when a key changes its meaning or goes.
VERSION = 1

#: A node's text is cut in its middle if it is longer; its span in the program is always given.
LONGEST_TEXT = 100

#: The nodes in one part of a document: a large one is never held as a whole.
_NODES = 1_000


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
    return "".join(json_parts(report))


def json_parts(report: Report) -> Iterator[str]:
    """Yield the JSON of a report in parts of a bounded size, as far as that of the program is."""
    view = View(report)
    derivation, graph = view.derivation, view.graph
    head: dict[str, Any] = {
        "version": VERSION,
        "program": graph.source,
        "output": view.output,
        "value": for_json(derivation.value),
        "gradients": _gradients(view),
    }
    tail = {
        "notices": [
            {"code": notice.code, "text": notice.text, "node": notice.node}
            for notice in derivation.notices
        ],
        **_asked_for(view),
    }
    # A node takes more than one line, and so does a document with one.
    yield "{\n" + _entries(head) + ',\n  "nodes": [\n    '
    nodes = _Nodes(view)
    for first in range(0, len(graph), _NODES):
        written = nodes.written(first, min(first + _NODES, len(graph)))
        yield (",\n    " if first else "") + ",\n    ".join(written)
    yield "\n  ],\n" + _entries(tail) + "\n}"


def _entries(part: dict[str, Any]) -> str:
    return ",\n".join(f"  {encode_basestring(key)}: {pretty(part[key], 1)}" for key in part)


def _gradients(view: View) -> dict[str, Any]:
    if view.report.jacobian is not None:
        return {}
    return {label: for_json(view.gradient(node)) for label, node in view.targets.items()}


class _Nodes:
    """Writes nodes one by one: those of a large graph would take far more memory than their text.

    A node is an object in a list in the document, and its edges one in a list in the node.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self.rules = RuleTexts(view.derivation, view.labels)
        self.passed = view.report.jacobian is None

    def written(self, first: int, end: int) -> Iterator[str]:
        """Yield the JSON of some nodes, from the first one to before the end."""
        view, graph, derivation = self.view, self.view.graph, self.view.derivation
        values, upstream = derivation.values[first:end], derivation.upstream[first:end]
        edges = self._edges(first, end)
        for node, value, gradient in zip(range(first, end), values, upstream, strict=True):
            names = graph.names.get(node)
            name = graph.written.get(names[0], names[0]) if names else None
            own = [next(edges) for _ in range(graph.starts[node], graph.starts[node + 1])]
            items = (
                f'"id": {node}',
                f'"name": {pretty(name)}',
                f'"label": {encode_basestring(view.labels[node])}',
                f'"text": {encode_basestring(_text(view, node))}',
                f'"span": [{graph.spans[2 * node]}, {graph.spans[2 * node + 1]}]',
                f'"operation": "{graph.operators[node]}"',
                f'"kind": "{graph.kind_of(node)}"',
                f'"value": {_value(value, 3)}',
                f'"upstream": {_value(gradient, 3) if self.passed else "null"}',
                f'"edges": {laid_out("[]", own, 3)}',
            )
            yield laid_out("{}", items, 2)

    def _edges(self, first: int, end: int) -> Iterator[str]:
        """Yield the JSON of the edges to some nodes."""
        graph, derivation, rule = self.view.graph, self.view.derivation, self.rules.of
        some = slice(graph.starts[first], graph.starts[end])
        columns = zip(derivation.local[some], derivation.contributions[some], strict=True)
        missing = pretty(None)
        for node in range(first, end):
            evaluated = derivation.values[node] is not None
            for edge in graph.edges_of(node):
                local, contribution = next(columns)
                carries = evaluated and (local is not None or contribution is not None)
                written = encode_basestring(rule(edge, local)) if carries else missing
                received = _value(contribution, 5) if self.passed else missing
                items = (
                    f'"operand": {edge.operand}',
                    f'"local": {_value(local, 5)}',
                    f'"rule": {written}',
                    f'"contribution": {received}',
                )
                yield laid_out("{}", items, 4)


def _value(value: Value, depth: int) -> str:
    """Return the JSON of a value; most are numbers."""
    if type(value) is float and isfinite(value):
        return repr(value)
    return pretty(for_json(value), depth)


def _text(view: View, node: int) -> str:
    """Return the source text of a node; in a chain of operations each contains all before it."""
    start, end = view.graph.spans[2 * node], view.graph.spans[2 * node + 1]
    source = view.graph.source
    if end - start <= LONGEST_TEXT:
        return source[start:end]
    half = LONGEST_TEXT // 2 - 2
    return f"{source[start : start + half]} … {source[end - half : end]}"


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
