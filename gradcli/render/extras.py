"""What is shown on request: accumulation over passes, the numerical check, memory, the Jacobian."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gradcli.engine.forward import shape_of
from gradcli.engine.saved import Saved
from gradcli.numerals import numeral, shape_text
from gradcli.operators.elementary import Value
from gradcli.render.drawing import INDENT, Cell, Column, flow, table, title
from gradcli.render.languages import said
from gradcli.render.quantities import as_factor, shown
from gradcli.render.report import Style
from gradcli.render.view import View

if TYPE_CHECKING:
    from gradcli.engine.numerical import Comparison

#: Passes written one by one; of more, the first ones and the last.
_MOST_PASSES = 5

#: Rows of one of these tables.
_MOST_ROWS = 200

#: Readers of a kept value that are named.
_MOST_READERS = 6

#: One-sided slopes further apart than this, relative to the larger of slope and 1, are those of a
#: kink.
_KINK = 1e-3


def accumulation(view: View, targets: Sequence[tuple[str, int]], style: Style) -> list[str]:
    """Return how the gradients grow over several backward passes without zeroing."""
    passes = view.report.passes
    heading = said(
        "Gradients, added up over {count} backward passes without zeroing",
        style.language,
        count=passes,
    )
    lines = title(heading, style)
    for label, node in targets:
        gradient = view.derivation.upstream[node]
        if gradient is None:
            none = Cell(said("undefined", style.language), lead=f"∂{view.output}/∂{label} = ")
            lines += flow([none], style)
            continue
        pieces = list(_passes(gradient, passes, style))
        name = said("{gradient}:", style.language, gradient=f"∂{view.output}/∂{label}")
        lines += flow([Cell(name), *pieces], style, hang=INDENT)
    return lines


def _passes(gradient: Value, passes: int, style: Style) -> Iterator[Cell]:
    """Yield `pass 1: 80`, `pass 2: 80 + 80 = 160`; of many passes the first ones and the last."""
    total = gradient
    digits, language = style.digits, style.language
    one, comma = as_factor(gradient, digits, language), said(",", language)
    lead = said("pass {number}: ", language, number=1)
    yield Cell(shown(gradient, digits, language) + comma, lead=lead)
    for number in range(2, passes + 1):
        before, total = total, total + gradient
        if number == _MOST_PASSES < passes - 1:
            yield Cell("…")
        if _MOST_PASSES <= number < passes:
            continue
        lead = said("pass {number}: ", language, number=number)
        yield Cell(shown(before, digits, language), lead=lead)
        yield Cell(one, lead="+ ")
        end = comma if number < passes else ""
        yield Cell(shown(total, digits, language) + end, "gradient", "= ")


def comparison(view: View, style: Style) -> list[str]:
    """Return every gradient beside its numerical estimate; at a kink, the slopes around it."""
    found = view.report.comparisons
    if not found:
        return []
    gradient, backward, numerical, agree = comparison_headers(style)
    columns = [
        Column(gradient),
        Column(backward, right=True, gap=3),
        Column(numerical, right=True, gap=3),
        Column(agree, gap=3),
    ]
    rows = [comparison_cells(view, compared, style) for compared in found[:_MOST_ROWS]]
    lines = title(said("Check, against central differences", style.language), style)
    lines += table(columns, rows, style) or _comparison_blocks(rows, style)
    if len(found) > _MOST_ROWS:
        lines += flow([_more(len(found), style)], style)
    return lines


def comparison_headers(style: Style) -> list[str]:
    """Return the headings of the check."""
    names = ("gradient", "backward", "numerical", "agree")
    return [said(name, style.language) for name in names]


def _more(rows: int, style: Style) -> Cell:
    return Cell(said("… {count:,} more", style.language, count=rows - _MOST_ROWS))


def comparison_cells(view: View, compared: Comparison, style: Style) -> list[Cell]:
    """Return one gradient, its numerical estimate, and whether they agree."""
    name = view.labels.called(compared.name)
    place = f"[{', '.join(map(str, compared.index))}]" if compared.index else ""
    gradient = shown(compared.gradient, style.digits, style.language)
    agrees = "yes" if compared.agrees else "NO"
    return [
        Cell(f"∂{view.output}/∂{name}{place}"),
        Cell(gradient, "gradient"),
        Cell(_estimate(compared, style)),
        Cell(said(agrees if compared.numeric is not None else "not checked", style.language)),
    ]


def _estimate(compared: Comparison, style: Style) -> str:
    low, high, digits = compared.low, compared.high, style.digits
    if compared.numeric is None:
        return "-"
    if low is not None and high is not None and high - low > _KINK * max(1.0, abs(low), abs(high)):
        slopes = {"low": numeral(low, digits), "high": numeral(high, digits)}
        return said("between {low} and {high}", style.language, **slopes)
    return numeral(compared.numeric, digits)


def _comparison_blocks(rows: list[list[Cell]], style: Style) -> list[str]:
    lines = []
    for name, gradient, estimate, agrees in rows:
        lines += flow([name, gradient._replace(lead="= ")], style)
        pieces = [
            estimate._replace(lead=said("numerical ", style.language)),
            agrees._replace(lead=said("agree ", style.language)),
        ]
        lines += flow(pieces, style, indent=2 * INDENT)
    return lines


def memory(view: View, style: Style) -> list[str]:
    """Return what the backward pass needs kept from the forward pass, and its memory."""
    kept = view.report.saved
    if kept is None:
        return []
    heading = said("Kept from the forward pass for the backward pass", style.language)
    lines = title(heading, style)
    if not kept:
        nothing = said("nothing: no local gradient needs a value", style.language)
        return lines + flow([Cell(nothing)], style)
    value, numbers, size, readers = memory_headers(style)
    columns = [
        Column(value),
        Column(numbers, right=True, gap=3),
        Column(size, right=True, gap=3),
        Column(readers, gap=3),
    ]
    rows = [memory_cells(view, value, style) for value in kept[:_MOST_ROWS]]
    if len(kept) > _MOST_ROWS:
        rows.append([_more(len(kept), style), Cell(""), Cell(""), Cell("")])
    rows.append(memory_total(kept, style))
    return lines + (table(columns, rows, style) or _memory_blocks(rows, style))


def memory_headers(style: Style) -> list[str]:
    """Return the headings of what is kept."""
    return [said(name, style.language) for name in ("value", "numbers", "bytes", "needed by")]


def memory_cells(view: View, value: Saved, style: Style) -> list[Cell]:
    """Return a kept value: its node, its numbers and bytes, and the nodes whose rules read it."""
    readers = [view.labels[node] for node in value.needed_by[:_MOST_READERS]]
    more = len(value.needed_by) - len(readers)
    named = said(", ", style.language).join(readers)
    named += said(" and {count:,} more", style.language, count=more) if more else ""
    return [
        Cell(view.labels[value.node]),
        Cell(f"{value.elements:,}"),
        Cell(f"{value.bytes:,}"),
        Cell(named),
    ]


def memory_total(kept: Sequence[Saved], style: Style) -> list[Cell]:
    """Return the total of numbers and bytes."""
    numbers = sum(value.elements for value in kept)
    return [
        Cell(said("total", style.language)),
        Cell(f"{numbers:,}"),
        Cell(f"{sum(value.bytes for value in kept):,}"),
        Cell(""),
    ]


def _memory_blocks(rows: list[list[Cell]], style: Style) -> list[str]:
    lines = []
    for name, numbers, size, readers in rows:
        pieces = [
            numbers._replace(lead=said("numbers ", style.language)),
            size._replace(lead=said("bytes ", style.language)),
        ]
        if readers.text:
            pieces.append(readers._replace(lead=said("needed by ", style.language)))
        lines += flow([name], style) + flow(pieces, style, indent=2 * INDENT)
    return lines


def jacobian(view: View, style: Style) -> list[str]:
    """Return ∂output/∂name as a matrix for every name that was asked for."""
    found = view.report.jacobian
    if found is None:
        return []
    lines = title(said("Jacobians", style.language), style)
    for name, value in found.items():
        label = view.labels.called(name)
        lead = f"∂{view.output}/∂{label} = "
        written = shown(value, style.digits, style.language)
        lines += flow([Cell(written, "gradient", lead)], style)
        if len(shape_of(value)) > 2:
            sides = [view.derivation.value, view.derivation.value_of(name)]
            one, other = (shape_text(shape_of(side)) for side in sides)
            shape = said("(shape {one} by {other})", style.language, one=one, other=other)
            lines += flow([Cell(shape)], style, indent=2 * INDENT)
    return lines
