"""What is shown on request: accumulation over passes, the numerical check, memory, the Jacobian."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gradcli.engine.forward import shape_of
from gradcli.engine.saved import Saved
from gradcli.numerals import numeral, shape_text
from gradcli.operators.elementary import Value
from gradcli.render.drawing import INDENT, Cell, Column, flow, table, title
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
    lines = title(f"Gradients, added up over {passes} backward passes without zeroing", style)
    for label, node in targets:
        gradient = view.derivation.upstream[node]
        if gradient is None:
            lines += flow([Cell("undefined", lead=f"∂{view.output}/∂{label} = ")], style)
            continue
        pieces = list(_passes(gradient, passes, style.digits))
        lines += flow([Cell(f"∂{view.output}/∂{label}:"), *pieces], style, hang=INDENT)
    return lines


def _passes(gradient: Value, passes: int, digits: int) -> Iterator[Cell]:
    """Yield `pass 1: 80`, `pass 2: 80 + 80 = 160`; of many passes the first ones and the last."""
    total = gradient
    one = as_factor(gradient, digits)
    yield Cell(shown(gradient, digits) + ",", lead="pass 1: ")
    for number in range(2, passes + 1):
        before, total = total, total + gradient
        if number == _MOST_PASSES < passes - 1:
            yield Cell("…")
        if _MOST_PASSES <= number < passes:
            continue
        yield Cell(shown(before, digits), lead=f"pass {number}: ")
        yield Cell(one, lead="+ ")
        end = "," if number < passes else ""
        yield Cell(shown(total, digits) + end, "gradient", "= ")


def comparison(view: View, style: Style) -> list[str]:
    """Return every gradient beside its numerical estimate; at a kink, the slopes around it."""
    found = view.report.comparisons
    if not found:
        return []
    columns = [
        Column("gradient"),
        Column("backward", right=True, gap=3),
        Column("numerical", right=True, gap=3),
        Column("agree", gap=3),
    ]
    rows = [comparison_cells(view, compared, style) for compared in found[:_MOST_ROWS]]
    lines = title("Check, against central differences", style)
    lines += table(columns, rows, style) or _comparison_blocks(rows, style)
    if len(found) > _MOST_ROWS:
        lines += flow([Cell(f"… {len(found) - _MOST_ROWS:,} more")], style)
    return lines


def comparison_cells(view: View, compared: Comparison, style: Style) -> list[Cell]:
    """Return one gradient, its numerical estimate, and whether they agree."""
    name = view.labels.called(compared.name)
    place = f"[{', '.join(map(str, compared.index))}]" if compared.index else ""
    gradient = numeral(compared.gradient, style.digits)
    agrees = "yes" if compared.agrees else "NO"
    return [
        Cell(f"∂{view.output}/∂{name}{place}"),
        Cell(gradient, "gradient"),
        Cell(_estimate(compared, style.digits)),
        Cell(agrees if compared.numeric is not None else "not checked"),
    ]


def _estimate(compared: Comparison, digits: int) -> str:
    low, high = compared.low, compared.high
    if compared.numeric is None:
        return "-"
    if low is not None and high is not None and high - low > _KINK * max(1.0, abs(low), abs(high)):
        return f"between {numeral(low, digits)} and {numeral(high, digits)}"
    return numeral(compared.numeric, digits)


def _comparison_blocks(rows: list[list[Cell]], style: Style) -> list[str]:
    lines = []
    for name, gradient, estimate, agrees in rows:
        lines += flow([name, gradient._replace(lead="= ")], style)
        pieces = [estimate._replace(lead="numerical "), agrees._replace(lead="agree ")]
        lines += flow(pieces, style, indent=2 * INDENT)
    return lines


def memory(view: View, style: Style) -> list[str]:
    """Return what the backward pass needs kept from the forward pass, and its memory."""
    kept = view.report.saved
    if kept is None:
        return []
    lines = title("Kept from the forward pass for the backward pass", style)
    if not kept:
        return lines + flow([Cell("nothing: no local gradient needs a value")], style)
    columns = [
        Column("value"),
        Column("numbers", right=True, gap=3),
        Column("bytes", right=True, gap=3),
        Column("needed by", gap=3),
    ]
    rows = [memory_cells(view, value) for value in kept[:_MOST_ROWS]]
    if len(kept) > _MOST_ROWS:
        more = [Cell(f"… {len(kept) - _MOST_ROWS:,} more"), Cell(""), Cell(""), Cell("")]
        rows.append(more)
    rows.append(memory_total(kept))
    return lines + (table(columns, rows, style) or _memory_blocks(rows, style))


def memory_cells(view: View, value: Saved) -> list[Cell]:
    """Return a kept value: its node, its numbers and bytes, and the nodes whose rules read it."""
    readers = [view.labels[node] for node in value.needed_by[:_MOST_READERS]]
    more = len(value.needed_by) - len(readers)
    named = ", ".join(readers) + (f" and {more:,} more" if more else "")
    return [
        Cell(view.labels[value.node]),
        Cell(f"{value.elements:,}"),
        Cell(f"{value.bytes:,}"),
        Cell(named),
    ]


def memory_total(kept: Sequence[Saved]) -> list[Cell]:
    """Return the total of numbers and bytes."""
    numbers = sum(value.elements for value in kept)
    return [
        Cell("total"),
        Cell(f"{numbers:,}"),
        Cell(f"{sum(value.bytes for value in kept):,}"),
        Cell(""),
    ]


def _memory_blocks(rows: list[list[Cell]], style: Style) -> list[str]:
    lines = []
    for name, numbers, size, readers in rows:
        pieces = [numbers._replace(lead="numbers "), size._replace(lead="bytes ")]
        pieces += [readers._replace(lead="needed by ")] if readers.text else []
        lines += flow([name], style) + flow(pieces, style, indent=2 * INDENT)
    return lines


def jacobian(view: View, style: Style) -> list[str]:
    """Return ∂output/∂name as a matrix for every name that was asked for."""
    found = view.report.jacobian
    if found is None:
        return []
    lines = title("Jacobians", style)
    for name, value in found.items():
        label = view.labels.called(name)
        lead = f"∂{view.output}/∂{label} = "
        lines += flow([Cell(shown(value, style.digits), "gradient", lead)], style)
        if len(shape_of(value)) > 2:
            sides = [view.derivation.value, view.derivation.value_of(name)]
            of = " by ".join(shape_text(shape_of(side)) for side in sides)
            lines += flow([Cell(f"(shape {of})")], style, indent=2 * INDENT)
    return lines
