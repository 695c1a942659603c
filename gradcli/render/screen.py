"""The default screen: a graph worked through as a good teacher writes it on the blackboard.

Forward, every node with its operation, value and upstream gradient; backward, every edge with its
local gradient as rule and number, times the upstream gradient; the sums where a node is used more
than once; the gradients.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gradcli.operators.elementary import Value
from gradcli.render.backward import backward
from gradcli.render.cells import cells
from gradcli.render.drawing import ENDS, MOST_ROWS, Cell, ends, flow, left_out, title
from gradcli.render.forward import forward, upstream_text
from gradcli.render.languages import said
from gradcli.render.quantities import MOST_ELEMENTS, as_factor, on_one_line, shown
from gradcli.render.report import Report, Style
from gradcli.render.view import View

#: Addends written of one sum; of more, the first and last ones.
MOST_ADDENDS = 24

#: Columns of a name within the tables, at least, and its share of a wide screen; the program above
#: has it whole.
_LONGEST_NAME, _SHARE_OF_NAME = 20, 4

#: Lines and characters of the program that are repeated above the tables.
_MOST_LINES, _MOST_CHARACTERS = 12, 300


def table(report: Report, style: Style) -> str:
    """Return the default screen of a report."""
    view = View(report, max(_LONGEST_NAME, style.width // _SHARE_OF_NAME))
    lines = [*_heading(view, style), *forward(view, style)]
    if view.has_gradients:
        lines += backward(view, style)
        lines += _sums(view, style)
        lines += _gradients(view, style)
    elif report.jacobian is None:
        none = said("There is no gradient: the output depends on no variable", style.language)
        lines += title(none, style)
    lines += _asked_for(view, style)
    lines += _advice(view, style)
    return "\n".join(lines).lstrip("\n") + "\n"


def _asked_for(view: View, style: Style) -> list[str]:
    """Return the sections that are only there on request; seldom, so they are imported here."""
    report = view.report
    if report.jacobian is None and report.comparisons is None and report.saved is None:
        return []
    from gradcli.render.extras import comparison, jacobian, memory

    return [*jacobian(view, style), *comparison(view, style), *memory(view, style)]


def _heading(view: View, style: Style) -> list[str]:
    """Return the program and the values it is worked at."""
    source = view.graph.source.strip()
    program = source.splitlines()
    if len(program) > _MOST_LINES or len(source) > _MOST_CHARACTERS:
        program = _shortened(source, style)
    pieces = _binding_cells(view, style)
    if len(program) == 1 and pieces:
        first, *others = pieces
        together = [Cell(program[0], "title"), first._replace(lead=f" {first.lead}"), *others]
        line = flow(together, style, indent=0)
        if len(line) == 1:
            return line
    lines = [line for text in program for line in flow([Cell(text, "title")], style, indent=0)]
    return lines + flow(pieces, style, indent=0)


def _binding_cells(view: View, style: Style) -> list[Cell]:
    """Return `at x = -2,` `y = 5`; of very many only the first and last ones."""
    written = on_one_line
    texts = [
        f"{label} = {written(value, style.digits, style.language)}"
        for label, value in view.bindings()
    ]
    kept, comma = ends(texts), said(", ", style.language).rstrip()
    pieces = [Cell(text + comma) for text in kept[:-1]] + [Cell(text) for text in kept[-1:]]
    if len(kept) < len(texts):
        more = left_out(len(texts), "… {count:,} more values", style)
        pieces.insert(ENDS, Cell(more + comma))
    if pieces:
        pieces[0] = pieces[0]._replace(lead=said("at ", style.language))
    return pieces


def _shortened(source: str, style: Style) -> list[str]:
    """Return the first lines of a long program, and how much more there is."""
    kept = source[:_MOST_CHARACTERS].splitlines()[:_MOST_LINES]
    left = len(source) - sum(map(len, kept)) - len(kept)
    kept[-1] = kept[-1] if len(kept) > 1 else kept[-1].rpartition(" ")[0] or kept[-1]
    return [*kept, said("… ({count:,} more characters)", style.language, count=max(left, 1))]


def _sums(view: View, style: Style) -> list[str]:
    sums = view.sums
    if not sums:
        return []
    lines = title(said("Sums, where a node is used more than once", style.language), style)
    for node in ends(list(sums)):
        lines += flow(_sum_pieces(view, node, sums[node], style), style)
    if len(sums) > MOST_ROWS:
        lines += flow([Cell(left_out(len(sums), "… {count:,} more sums", style))], style)
    return lines


def _sum_pieces(view: View, node: int, addends: list[Value], style: Style) -> Iterator[Cell]:
    """Yield ∂out/∂node = addend + addend = total."""
    yield Cell(f"∂{view.output}/∂{view.labels[node]}")
    yield from added(addends, style)
    total = view.derivation.upstream[node]
    yield Cell(shown(total, style.digits, style.language), "gradient", "= ")


def added(addends: list[Value], style: Style) -> Iterator[Cell]:
    """Yield the addends of a sum, as `= a` and `+ b`; of very many only the ends."""
    few = len(addends) <= MOST_ADDENDS
    kept: Iterable[Value] = addends if few else addends[: MOST_ADDENDS - 6] + addends[-3:]
    for place, addend in enumerate(kept):
        if not few and place == MOST_ADDENDS - 6:
            count = len(addends) - MOST_ADDENDS + 3
            yield Cell(said("+ … {count:,} more …", style.language, count=count))
        if place:
            yield Cell(as_factor(addend, style.digits, style.language), lead="+ ")
        else:
            yield Cell(shown(addend, style.digits, style.language), lead="= ")


def _gradients(view: View, style: Style) -> list[str]:
    """Return the gradients that were asked for, after all passes."""
    targets = list(view.targets.items())
    if view.report.passes > 1:
        from gradcli.render.extras import accumulation

        return accumulation(view, ends(targets), style)
    lines = title(said("Gradients", style.language), style)
    names = {node: f"∂{view.output}/∂{label}" for label, node in ends(targets)}
    width = max(map(cells, names.values()), default=0)
    for node, name in names.items():
        lead = name + " " * (width - cells(name)) + " = "
        lines += flow([Cell(upstream_text(view, node, style), "gradient", lead)], style)
    if len(targets) > MOST_ROWS:
        lines += flow([Cell(left_out(len(targets), "… {count:,} more gradients", style))], style)
    return lines


def _advice(view: View, style: Style) -> list[str]:
    """Say where the rest is, if something was left out."""
    lines = []
    if view.has_large_arrays:
        lines.append(
            said(
                "Arrays of more than {count} elements are shown by their shape; "
                "--format json has every number.",
                style.language,
                count=MOST_ELEMENTS,
            )
        )
    if len(view.nodes) > MOST_ROWS or len(view.edges) > MOST_ROWS:
        lines.append(
            said(
                "Only the first and last rows are shown; --format json has all of them.",
                style.language,
            )
        )
    return (
        ["", *(line for text in lines for line in flow([Cell(text)], style, 0, 0))] if lines else []
    )
