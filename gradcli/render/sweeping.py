"""A sweep as a table, a curve, CSV, JSON or Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from gradcli.descent.sweeping import Absence, Sweep
from gradcli.errors import GradcliError
from gradcli.graph import Graph
from gradcli.operators.elementary import Value
from gradcli.render.curves import Series, curve
from gradcli.render.documents import pretty
from gradcli.render.drawing import Cell, Column, Tone, ends, flow, left_out, table, title
from gradcli.render.languages import said
from gradcli.render.machine import VERSION
from gradcli.render.markdown_text import markdown_table
from gradcli.render.notices import notice_said
from gradcli.render.quantities import for_json, in_full, on_one_line
from gradcli.render.report import Style
from gradcli.render.spreadsheet import separated

#: Curves of one figure.
_MOST_CURVES = 8


@dataclass(frozen=True, slots=True)
class SweepReport:
    """A sweep, what was held fixed, and the same sweep with some inputs scaled."""

    sweep: Sweep
    graph: Graph
    fixed: Mapping[str, Value]
    scaled: Sweep | None = None
    factors: Mapping[str, float] | None = None

    @property
    def output(self) -> str:
        """Return what the output is called."""
        names = self.graph.names.get(self.graph.output)
        return self.graph.written.get(names[0], names[0]) if names else "out"

    def label(self, name: str) -> str:
        """Return a variable as it was typed."""
        return self.graph.written.get(name, name)


class Field(NamedTuple):
    """A column of a sweep: its heading, its name for programs, its tone, and its numbers."""

    heading: str
    key: str
    tone: Tone
    numbers: Any


def fields(report: SweepReport) -> list[Field]:
    """Return the columns of a sweep: variables, value, gradients, and those of the scaled one."""
    found = [
        Field(report.label(name), report.label(name), "", column)
        for name, column in report.sweep.points.items()
    ]
    found += _results(report, report.sweep, "", "")
    if report.scaled is not None:
        mark = " " + _scale_text(report)
        found += _results(report, report.scaled, mark, "_scaled")
    return found


def _results(report: SweepReport, sweep: Sweep, mark: str, suffix: str) -> Iterator[Field]:
    yield Field(report.output + mark, f"value{suffix}", "value", sweep.value)
    for name, column in sweep.gradients.items():
        label = report.label(name)
        heading = f"∂{report.output}/∂{label}{mark}"
        yield Field(heading, f"gradient_{label}{suffix}", "gradient", column)


def _scale_text(report: SweepReport) -> str:
    factors = (report.factors or {}).items()
    return "(" + ", ".join(f"{report.label(name)}·{factor:g}" for name, factor in factors) + ")"


def sweep_table(report: SweepReport, style: Style) -> str:
    """Return the points as a table; of very many, the first and last ones."""
    columns = fields(report)
    count = len(report.sweep)
    places = ends(list(range(count))) if count else []
    rows = [[_cell(field, place, style) for field in columns] for place in places]
    lines = [*flow([Cell(text) for text in _heading(report, style)], style, indent=0), ""]
    headings = [Column(field.heading, right=True) for field in columns]
    lines += table(headings, rows, style) or _blocks(columns, rows, style)
    if len(places) < count:
        more = "… {count:,} more points are not shown; --format csv has all"
        lines.append(left_out(count, more, style))
    return "\n".join([*lines, *_ratios(report, style)]) + "\n"


def _cell(field: Field, place: int, style: Style) -> Cell:
    return Cell(written(field.numbers[place], style), field.tone)


def written(number: Any, style: Style) -> str:
    """Return a number of a sweep as people read it; what does not exist is `undefined`."""
    return on_one_line(_plain(number), style.digits, style.language)


def _plain(number: Any) -> Value:
    """Return an entry of a column: a float, an array, or None where nothing exists."""
    if getattr(number, "ndim", 0):
        return number
    value = float(number)
    return None if value != value else value


def _heading(report: SweepReport, style: Style) -> Iterator[str]:
    yield " ".join(report.graph.source.split())
    held = [
        f"{report.label(name)} = {on_one_line(value, style.digits, style.language)}"
        for name, value in report.fixed.items()
    ]
    if held:
        yield f" {said('at ', style.language)}{said(', ', style.language).join(held)}"


def _blocks(columns: Sequence[Field], rows: list[list[Cell]], style: Style) -> list[str]:
    """Return the points one below the other, where a table is wider than the screen."""
    lines = []
    for row in rows:
        pieces = [
            cell._replace(lead=f"{field.heading} = ")
            for field, cell in zip(columns, row, strict=True)
        ]
        lines += flow(pieces, style, gap="  ")
    return lines


def _ratios(report: SweepReport, style: Style) -> list[str]:
    """Return by how much value and gradients grow with the scaled input, where all points agree."""
    if report.scaled is None:
        return []
    lines = []
    for before, after in zip(
        _results(report, report.sweep, "", ""),
        _results(report, report.scaled, "", ""),
        strict=True,
    ):
        ratio = _common_ratio(before.numbers, after.numbers)
        growth = Cell(_growth(ratio, style))
        lines += flow([Cell(before.heading, before.tone), growth], style)
    scaled = said("With {inputs}", style.language, inputs=_scale_text(report)[1:-1])
    return [*title(scaled, style), *lines]


def _growth(ratio: float | None, style: Style) -> str:
    if ratio is None:
        return said("by no common factor", style.language)
    return said("{ratio} times", style.language, ratio=on_one_line(ratio, style.digits))


def _common_ratio(before: Any, after: Any) -> float | None:
    import numpy

    with numpy.errstate(all="ignore"):
        ratios = (after / before)[numpy.isfinite(before) & (before != 0)]
    if ratios.size < 2 or after[before == 0].any():
        return None
    if not numpy.allclose(ratios, ratios.flat[0], rtol=1e-9, atol=0):
        return None
    return float(ratios.flat[0])


# --- curves


def curves(report: SweepReport) -> list[Series]:
    """Return value and gradients as curves over the variable.

    Over a grid, that is the value along the variable with the most values, one curve for each value
    of the others.

    Raises:
        GradcliError: there would be too many curves, or numbers that are arrays.
    """
    names = list(report.sweep.points)
    if len(names) == 1:
        x = report.sweep.points[names[0]]
        columns = fields(report)[1:]
        return [Series(f.heading, x, f.numbers) for f in columns if f.numbers.ndim == 1]
    return _curves_of_grid(report, names)


def _along(report: SweepReport) -> str:
    """Return the variable that a figure has along its axis: the one with the most values."""
    points = report.sweep.points
    return max(points, key=lambda name: len(set(points[name].tolist())))


def _curves_of_grid(report: SweepReport, names: list[str]) -> list[Series]:
    points, last = report.sweep.points, _along(report)
    others = [name for name in names if name != last]
    groups: dict[tuple[float, ...], list[int]] = {}
    for place, key in enumerate(zip(*(points[name].tolist() for name in others), strict=True)):
        groups.setdefault(key, []).append(place)
        if len(groups) > _MOST_CURVES:
            raise GradcliError(
                f"this grid would need more than {_MOST_CURVES} curves",
                hint=f"give fewer values of {', '.join(others)}, or ask for a table",
            )
    return [
        Series(
            ", ".join(f"{report.label(n)} = {v:g}" for n, v in zip(others, key, strict=True)),
            points[last][places],
            report.sweep.value[places],
        )
        for key, places in groups.items()
    ]


def sweep_plot(report: SweepReport, style: Style) -> str:
    """Return the curves drawn on the terminal, one below the other."""
    label = report.label(_along(report))
    parts = [curve(series, label, style) for series in curves(report)]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def sweep_svg(report: SweepReport) -> str:
    """Return the curves as the text of an SVG file."""
    from gradcli.render.figures import svg

    label = report.label(_along(report))
    source = " ".join(report.graph.source.split())
    drawn = curves(report)
    return svg(drawn, label, "" if len(report.sweep.points) == 1 else report.output, source)


# --- for programs


def sweep_separated(report: SweepReport, delimiter: str = ",") -> str:
    """Return one row for each point, with every digit; what does not exist is an empty field."""
    columns = fields(report)
    rows = zip(*(_texts(field.numbers) for field in columns), strict=True)
    header = tuple(field.key for field in columns)
    return separated([header, *rows], delimiter)


def _texts(numbers: Any) -> Iterator[str]:
    for number in numbers if numbers.ndim > 1 else numbers.tolist():
        value = _plain(number)
        yield "" if value is None else in_full(value)


def sweep_json(report: SweepReport) -> str:
    """Return a sweep as JSON: `points` has one object for each point, null where nothing exists."""
    columns = fields(report)
    keys = [field.key for field in columns]
    points = [
        dict(zip(keys, [for_json(_plain(field.numbers[place])) for field in columns], strict=True))
        for place in range(len(report.sweep))
    ]
    document = {
        "version": VERSION,
        "program": report.graph.source,
        "output": report.output,
        "fixed": {report.label(name): for_json(value) for name, value in report.fixed.items()},
        "scale": dict(report.factors or {}),
        "points": points,
        "notices": [
            *({"text": text, "points": count} for text, count in report.sweep.remarks.items()),
            *({"text": a.problem.message, "points": a.points} for a in report.sweep.absent),
        ],
    }
    return pretty(document)


def sweep_markdown(report: SweepReport, style: Style) -> str:
    """Return the points as a Markdown table."""
    columns = fields(report)
    rows = [
        [written(field.numbers[place], style) for field in columns]
        for place in range(len(report.sweep))
    ]
    return markdown_table([field.heading for field in columns], rows, style, slice(None)) + "\n"


def sweep_quiet(report: SweepReport, style: Style | None = None) -> str:
    """Return the bare numbers, one point on each line: value, then gradients."""
    columns = fields(report)[len(report.sweep.points) :]
    lines = []
    for place in range(len(report.sweep)):
        entries = [_plain(field.numbers[place]) for field in columns]
        shown = [
            in_full(entry) if style is None else on_one_line(entry, style.digits)
            for entry in entries
        ]
        lines.append(" ".join(shown) + "\n")
    return "".join(lines)


def _absence_said(absence: Absence, language: str) -> str:
    if language == "en":
        return absence.problem.message
    from gradcli.render.phrases import translated

    return translated(absence.problem.message, language)


def sweep_notes(report: SweepReport, language: str = "en") -> list[str]:
    """Return the notices of a sweep in a language, each with its number of points."""
    count = len(report.sweep)
    found = []
    for absence in report.sweep.absent:
        where = " (at {points:,} of {count:,} points; this is the first)"
        found.append((_absence_said(absence, language), where, absence.points))
    for text, points in report.sweep.remarks.items():
        where = " (at {points:,} of {count:,} points)"
        found.append((notice_said(text, language), where, points))
    return [
        text + (said(where, language, points=points, count=count) if points > 1 else "")
        for text, where, points in found
    ]
