"""A descent for programs: JSON, CSV, Markdown and the bare numbers, and its history as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from gradcli.descent.fitting import Step
from gradcli.descent.optimizers import Optimizer
from gradcli.render.documents import pretty
from gradcli.render.fitting import (
    FitReport,
    chosen,
    epoch_headers,
    in_row,
    optimizer_name,
    prediction_text,
)
from gradcli.render.languages import said
from gradcli.render.machine import VERSION
from gradcli.render.markdown_text import markdown_table
from gradcli.render.quantities import for_json, in_full, on_one_line
from gradcli.render.report import Style
from gradcli.render.spreadsheet import separated


def fit_json(report: FitReport) -> str:
    """Return a descent as JSON.

    `parameters` and `start` have every digit; `history` has one entry for each epoch, with the mean
    of the losses of its steps and the parameters at its end (null for one with very many
    elements); `trace`, if asked for, one for each step. `stopped` is "epochs", "until" or
    "interrupted".
    """
    fit = report.fit
    document: dict[str, Any] = {
        "version": VERSION,
        "program": report.graph.source,
        "optimizer": _optimizer(fit.plan.optimizer),
        "samples": report.samples,
        "batch": fit.plan.batch or "all",
        "steps": fit.steps,
        "stopped": _stopped(report),
        "loss": for_json(fit.loss),
        "start": _by_name(report, fit.start),
        "parameters": _by_name(report, fit.parameters),
        "predictions": [
            {
                "program": one.text,
                "at": {name: for_json(value) for name, value in one.at.items()},
                "before": for_json(one.before),
                "after": for_json(one.after),
            }
            for one in report.predictions
        ],
        "history": _history(report),
    }
    if report.trace is not None:
        document["trace"] = [_step(step, report) for step in report.trace]
    document["notices"] = [{"code": one.code, "text": one.text} for one in fit.notices]
    return pretty(document)


def _optimizer(optimizer: Optimizer) -> dict[str, Any]:
    fields = {name: getattr(optimizer, name) for name in optimizer.__slots__}
    return {"name": optimizer_name(optimizer), **fields}


def _stopped(report: FitReport) -> str:
    if report.fit.interrupted:
        return "interrupted"
    return "until" if report.fit.reached else "epochs"


def _by_name(report: FitReport, values: Sequence[Any]) -> dict[str, Any]:
    return {label: for_json(value) for label, value in zip(report.labels, values, strict=True)}


def _history(report: FitReport) -> list[dict[str, Any]]:
    return [
        {
            "epoch": epoch.number,
            "steps": epoch.steps,
            "loss": for_json(epoch.loss),
            "parameters": _by_name(report, epoch.parameters),
        }
        for epoch in report.fit.epochs
    ]


def _step(step: Step, report: FitReport) -> dict[str, Any]:
    return {
        "step": step.number,
        "epoch": step.epoch,
        "samples": [step.sample, step.last],
        "at": {name: for_json(value) for name, value in zip(report.columns, step.row, strict=True)},
        "loss": for_json(step.loss),
        "gradients": _by_name(report, step.gradients),
        **({} if step.held is None else {"accumulated": _by_name(report, step.used)}),
        "before": _by_name(report, step.before),
        "after": _by_name(report, step.after),
    }


def fit_separated(report: FitReport, delimiter: str = ",") -> str:
    """Return one row for each epoch, or with a trace for each step, with every digit."""
    if report.trace is None:
        return history_separated(report, delimiter)
    gradients = [f"gradient_{label}" for label in report.labels]
    header = ["step", "epoch", "sample", *report.columns, "loss", *gradients, *report.labels]
    return separated([header, *_step_rows(report)], delimiter)


def _step_rows(report: FitReport) -> Iterator[list[str]]:
    for step in report.trace or ():
        numbers = [*step.row, step.loss, *step.gradients, *step.after]
        yield [str(step.number), str(step.epoch), str(step.sample), *map(in_full, numbers)]


def history_separated(report: FitReport, delimiter: str = ",") -> str:
    """Return one row for each epoch: its number, steps so far, mean loss, and the parameters."""
    header = ["epoch", "steps", "loss", *report.labels]
    rows = [
        [
            str(epoch.number),
            str(epoch.steps),
            in_full(epoch.loss),
            *("" if value is None else in_full(value) for value in epoch.parameters),
        ]
        for epoch in report.fit.epochs
    ]
    return separated([header, *rows], delimiter)


def history_json(report: FitReport) -> str:
    """Return the epochs alone as JSON."""
    history = {"version": VERSION, "program": report.graph.source, "history": _history(report)}
    return pretty(history) + "\n"


def fit_markdown(report: FitReport, style: Style) -> str:
    """Return the epochs that the screen shows, the parameters and the predictions as Markdown."""

    def written(value: Any) -> str:
        return in_row(value, style.digits, style.language)

    fit, language = report.fit, style.language
    before_after = [said("before", language), said("after", language)]
    epochs = [
        [str(epoch.number), written(epoch.loss), *map(written, epoch.parameters)]
        for epoch in chosen(fit.epochs)
    ]
    parts = [
        markdown_table([*epoch_headers(report, style), *report.labels], epochs, style, slice(None)),
        markdown_table(
            [said("parameter", language), *before_after],
            [
                [label, written(before), written(after)]
                for label, before, after in zip(
                    report.labels, fit.start, fit.parameters, strict=True
                )
            ],
            style,
            slice(1, None),
        ),
    ]
    if report.predictions:
        rows = [
            [prediction_text(one, style), written(one.before), written(one.after)]
            for one in report.predictions
        ]
        headers = [said("prediction", language), *before_after]
        parts.append(markdown_table(headers, rows, style, slice(1, None)))
    return "\n\n".join(parts) + "\n"


def fit_quiet(report: FitReport, style: Style | None = None) -> str:
    """Return the bare numbers: each parameter, then each prediction after the descent."""
    values = [*report.fit.parameters, *(one.after for one in report.predictions)]
    lines = [
        in_full(value) if style is None else on_one_line(value, style.digits) for value in values
    ]
    return "".join(f"{line}\n" for line in lines)
