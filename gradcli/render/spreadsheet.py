"""A derivation for spreadsheets: CSV and TSV, with every digit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gradcli.operators.elementary import Value
from gradcli.operators.symbols import LANGUAGE
from gradcli.render.operations import operation_text
from gradcli.render.quantities import in_full
from gradcli.render.report import Report
from gradcli.render.view import View

#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

#: One table: its headings, then its rows.
Rows = Iterator[Sequence[object]]


def csv_text(report: Report, delimiter: str = ",") -> str:
    """Return one row for each node; with a tab as delimiter, TSV.

    What was asked for beside the nodes follows as further tables, an empty line before each: the
    gradients with `wrt` or several passes, the check, what is kept, the Jacobians.

    Numbers have all their digits, arrays are written `[1, 2]`. No gradient is an empty field, and
    so is a value that was not evaluated. A text that a spreadsheet would take for a formula begins
    with an apostrophe.
    """
    return "\n".join(separated(rows, delimiter) for rows in _tables(View(report)))


def separated(rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    """Return rows as CSV; with a tab as delimiter, TSV.

    >>> separated([("x", "name"), (-1, "a,b")])
    'x,name\\n-1,"a,b"\\n'
    """
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def _tables(view: View) -> Iterator[Rows]:
    report = view.report
    yield _nodes(view)
    if report.jacobian is None and (report.wrt or report.passes > 1):
        yield _gradients(view)
    if report.comparisons is not None:
        yield _check(report)
    if report.saved is not None:
        yield _saved(view)
    if report.jacobian is not None:
        yield _jacobian(view)


def _nodes(view: View) -> Rows:
    derivation, graph = view.derivation, view.graph
    yield "node", "operation", "kind", "value", "upstream"
    for node in range(len(graph)):
        yield (
            view.labels[node],
            operation_text(graph, node, view.labels, LANGUAGE),
            graph.kind_of(node),
            _number(derivation.values[node]),
            _upstream(view, node, derivation.upstream[node]),
        )


def _upstream(view: View, node: int, upstream: Value) -> str:
    if view.report.jacobian is not None:
        return ""
    if upstream is None:
        return "undefined" if node in view.derivation.undefined else ""
    return in_full(upstream)


def _gradients(view: View) -> Rows:
    yield "gradient", "passes", "value"
    for label, node in view.targets.items():
        gradient = view.gradient(node)
        written = "undefined" if gradient is None else in_full(gradient)
        yield label, view.report.passes, written


def _check(report: Report) -> Rows:
    yield "check", "index", "backward", "numerical", "low", "high", "agrees"
    for compared in report.comparisons or ():
        index = " ".join(map(str, compared.index))
        numbers = (compared.gradient, compared.numeric, compared.low, compared.high)
        unchecked = compared.numeric is None
        agrees = "" if unchecked else "yes" if compared.agrees else "no"
        yield compared.name, index, *map(_number, numbers), agrees


def _saved(view: View) -> Rows:
    saved = view.report.saved or ()
    yield "kept", "numbers", "bytes", "needed by"
    for kept in saved:
        readers = ", ".join(view.labels[node] for node in kept.needed_by)
        yield view.labels[kept.node], kept.elements, kept.bytes, readers
    yield "total", sum(kept.elements for kept in saved), sum(kept.bytes for kept in saved), ""


def _jacobian(view: View) -> Rows:
    yield "jacobian", "value"
    for name, value in (view.report.jacobian or {}).items():
        yield view.graph.written.get(name, name), in_full(value)


def _number(value: Value) -> str:
    return "" if value is None else in_full(value)


def _harmless(cell: object) -> str:
    """Return a text that no spreadsheet takes for a formula; a number is none."""
    text = str(cell)
    if not text.startswith(_FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text
