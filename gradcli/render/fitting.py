"""A descent on the screen: its epochs, the loss curve, the parameters and the predictions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from gradcli.descent.fitting import Epoch, Fit, Step
from gradcli.descent.optimizers import Adam, Optimizer
from gradcli.descent.predictions import Prediction
from gradcli.graph import Graph
from gradcli.operators.elementary import Value
from gradcli.render.curves import Series, curve, is_wide
from gradcli.render.drawing import Cell, Column, flow, table, title
from gradcli.render.languages import said
from gradcli.render.quantities import on_one_line
from gradcli.render.report import Style

#: Epochs that have a row.
_SHOWN_EPOCHS = 10

#: From here on a number that is not whole is written as 1.546e+14: its decimals say nothing.
_LONG = 1e9


@dataclass(frozen=True, slots=True)
class FitReport:
    """A descent and what is shown of it: `trace` has its steps, None unless asked for."""

    fit: Fit
    graph: Graph
    columns: tuple[str, ...]
    samples: int | None
    predictions: tuple[Prediction, ...] = ()
    trace: tuple[Step, ...] | None = None
    regular: Fit | None = None

    @property
    def output(self) -> str:
        """Return what the loss is called."""
        names = self.graph.names.get(self.graph.output)
        return self.graph.written.get(names[0], names[0]) if names else "loss"

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the names of the parameters as they were typed."""
        return tuple(self.graph.written.get(name, name) for name in self.fit.names)


def fit_table(report: FitReport, style: Style) -> str:
    """Return the screen of a descent, but for the trace, which was printed step by step."""
    lines = [
        *_epochs(report, style),
        *_curve(report, style),
        *_parameters(report, style),
        *_predictions(report, style),
    ]
    return "\n".join(lines) + "\n"


def fit_heading(report: FitReport, style: Style) -> str:
    """Return the loss, where the descent starts, and how it is done."""
    start = report.fit.start
    given = [
        f"{label} = {on_one_line(value, style.digits, style.language)}"
        for label, value in zip(report.labels, start, strict=True)
    ]
    pieces = [Cell(" ".join(report.graph.source.split()), "title")]
    comma = said(", ", style.language).rstrip()
    pieces += [Cell(text + comma * (text is not given[-1])) for text in given]
    if given:
        pieces[1] = pieces[1]._replace(lead=said(" from ", style.language))
    described = [Cell(part) for part in _described(report, style.language)]
    lines = [*flow(pieces, style, indent=0), *flow(described, style, indent=0)]
    return "\n".join(lines) + "\n"


def _described(report: FitReport, language: str) -> Iterator[str]:
    plan, comma = report.fit.plan, said(",", language)
    yield optimizer_name(plan.optimizer) + comma
    yield said("lr {rate:g}", language, rate=plan.optimizer.lr) + comma
    if report.samples is not None:
        samples = "{count:,} sample" if report.samples == 1 else "{count:,} samples"
        yield said(samples, language, count=report.samples) + comma
    if not plan.batch:
        yield said("all at once", language)
        return
    taken = "one at a time" if plan.batch == 1 else "{count:,} at a time"
    order = said(" in random order", language) if plan.shuffle else ""
    yield said(taken, language, count=plan.batch) + order


def optimizer_name(optimizer: Optimizer) -> str:
    """Return the name of an optimizer.

    >>> optimizer_name(Adam())
    'adam'
    """
    if isinstance(optimizer, Adam):
        return "adam"
    return "momentum" if optimizer.momentum else "sgd"


def _epochs(report: FitReport, style: Style) -> list[str]:
    epochs = chosen(report.fit.epochs)
    if not epochs:
        return []
    columns = [Column(name, True) for name in epoch_headers(report, style)]
    columns += [Column(label, True) for label in report.labels]
    rows = [
        [Cell(f"{epoch.number:,}"), _cell(epoch.loss, style)]
        + [_cell(value, style) for value in epoch.parameters]
        for epoch in epochs
    ]
    narrow = [row[:2] for row in rows]
    lines = table(columns, rows, style) or table(columns[:2], narrow, style) or []
    return [*title(said("Epochs", style.language), style), *lines]


def epoch_headers(report: FitReport, style: Style) -> list[str]:
    """Return the headings of number and loss of an epoch."""
    return [said("epoch", style.language), _mean(report, style.language)]


def _mean(report: FitReport, language: str) -> str:
    return said("mean {output}", language, output=report.output)


def _cell(value: Value | None, style: Style) -> Cell:
    return Cell(in_row(value, style.digits, style.language), "value")


def in_row(value: Value | None, digits: int, language: str = "en") -> str:
    """Return a value of a descent as a table has it; None is one that was not kept.

    >>> in_row(-154637627124356.7188, 4), in_row(2500.12345, 4), in_row(3e9, 4), in_row(None, 4)
    ('-1.546e+14', '2500.1235', '3000000000', '…')
    """
    if value is None:
        return "…"
    if isinstance(value, float) and isfinite(value) and abs(value) >= _LONG and value % 1:
        return f"{value:.{max(digits, 1)}g}"
    return on_one_line(value, digits, language)


def chosen(epochs: Sequence[Epoch]) -> list[Epoch]:
    """Return a few epochs evenly spread, the first and the last among them."""
    last = len(epochs) - 1
    if last < _SHOWN_EPOCHS:
        return list(epochs)
    places = {round(last * i / (_SHOWN_EPOCHS - 1)) for i in range(_SHOWN_EPOCHS)}
    return [epochs[place] for place in sorted(places)]


def loss_series(report: FitReport, language: str = "en") -> Series:
    """Return the mean loss by epoch as a curve."""
    epochs = report.fit.epochs
    numbers, losses = [e.number for e in epochs], [e.loss for e in epochs]
    return Series(_mean(report, language), numbers, losses)


def _curve(report: FitReport, style: Style) -> list[str]:
    series, along = loss_series(report, style.language), said("epoch", style.language)
    lines = curve(series, along, style, log=is_wide([series]), counted=True)
    return [*title(said("Loss curve", style.language), style), *lines] if lines else []


def _parameters(report: FitReport, style: Style) -> list[str]:
    fit = report.fit
    rows = [
        [Cell(label), _cell(before, style)._replace(tone=""), _cell(after, style)]
        for label, before, after in zip(report.labels, fit.start, fit.parameters, strict=True)
    ]
    heading = title(said("Parameters", style.language), style)
    return [*heading, *_before_after("parameter", rows, style)]


def _before_after(what: str, rows: list[list[Cell]], style: Style) -> list[str]:
    name, *two = (said(heading, style.language) for heading in (what, "before", "after"))
    columns = [Column(name), *(Column(heading, True) for heading in two)]
    lines = table(columns, rows, style)
    if lines is not None:
        return lines
    pieces = [
        [name, before._replace(lead=f"{two[0]} "), after._replace(lead=f"{two[1]} ")]
        for name, before, after in rows
    ]
    return [line for row in pieces for line in flow(row, style)]


def _predictions(report: FitReport, style: Style) -> list[str]:
    if not report.predictions:
        return []
    rows = [
        [
            Cell(prediction_text(one, style)),
            _cell(one.before, style)._replace(tone=""),
            _cell(one.after, style),
        ]
        for one in report.predictions
    ]
    heading = title(said("Predictions", style.language), style)
    return [*heading, *_before_after("expression", rows, style)]


def prediction_text(prediction: Prediction, style: Style) -> str:
    """Return a prediction as people say it: `w*x at x = 4`."""
    at = said(", ", style.language).join(
        f"{name} = {on_one_line(value, style.digits, style.language)}"
        for name, value in prediction.at.items()
    )
    text = " ".join(prediction.text.split())
    return said("{text} at {values}", style.language, text=text, values=at) if at else text
