"""One run of `gradcli fit`: from samples and plan to what is printed and written."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from gradcli.cli import interrupts, streams
from gradcli.cli.files import check_apart, path_with
from gradcli.cli.fit_data import parameters_of, points_of, samples_of, table_of, with_columns
from gradcli.cli.fit_options import plan_of
from gradcli.cli.reading import placed
from gradcli.cli.showing import Form, for_stdout, remark, style_of
from gradcli.cli.writing import say_written
from gradcli.descent.fitting import Epoch, Fit, Plan, Step, fit
from gradcli.descent.objective import Objective
from gradcli.descent.predictions import Prediction, predicted
from gradcli.descent.samples import Samples
from gradcli.errors import BindingProblem, GradcliError, NameProblem
from gradcli.grading.saving import save
from gradcli.graph import Graph
from gradcli.numerals import numeral
from gradcli.operators.elementary import Value
from gradcli.render.fitting import FitReport
from gradcli.render.languages import said

#: Steps up to which the run that should have been is worked beside one with --accumulate.
_COMPARED_STEPS = 1_000_000


class Files(NamedTuple):
    """The files to write, None for none."""

    history: Path | None
    plot: Path | None

    @classmethod
    def of(cls, history: str | None, plot: str | None, data: str | None) -> Files:
        """Return the files, checked before any work is done.

        Raises:
            GradcliError: a name tells no form, a file cannot be written or is that of the data, or
                what draws is not installed.
        """
        found = cls(
            path_with("history", history, (".csv", ".json")), path_with("plot", plot, (".svg",))
        )
        check_apart("history", found.history, data)
        return found


class Run:
    """The loss, how to show the result, and the options of the command."""

    def __init__(self, graph: Graph, form: Form, files: Files, options: Mapping[str, Any]) -> None:
        self.graph = graph
        self.form = form
        self.files = files
        self.options = options
        self.style = style_of(form)
        self.steps: list[Step] = []
        self.begun = False

    def work(self, texts: Mapping[str, str], own: list[str]) -> None:
        """Descend, print, and write the files."""
        plan = plan_of(self.options)
        self.graph, source = with_columns(
            self.graph, table_of(self.options["data"], self.form.lang)
        )
        parameters = parameters_of(self.graph, self.options["param"])
        wanted = self._predictions(parameters)
        try:
            samples = samples_of(self.graph, source, texts, parameters, own)
        except KeyboardInterrupt:
            remark("interrupted while the data were read; no step was taken", self.form)
            raise
        report = self._report(samples, parameters, plan)
        for prediction, at in wanted:  # what cannot be predicted is said before the work
            self._predicted(prediction, at, parameters, parameters)
        done = self._fit(samples, parameters, plan, report)
        after = dict(zip(done.names, done.parameters, strict=True))
        predictions = tuple(
            self._predicted(prediction, at, parameters, after) for prediction, at in wanted
        )
        trace = tuple(self.steps) if self.options["trace"] and not self._prints_steps else None
        self._show(replace(report, fit=done, predictions=predictions, trace=trace))
        self._notes(done, samples, parameters)
        if done.interrupted:
            raise KeyboardInterrupt

    def _report(self, samples: Samples, parameters: Mapping[str, Value], plan: Plan) -> FitReport:
        start = tuple(parameters.values())
        nothing = Fit(tuple(parameters), start, start, plan)
        return FitReport(nothing, self.graph, samples.names, samples.count)

    def _fit(
        self,
        samples: Samples,
        parameters: Mapping[str, Value],
        plan: Plan,
        report: FitReport,
    ) -> Fit:
        import sys

        from gradcli.render.progress import progress_bar

        objective = Objective(self.graph, tuple(parameters), samples.names)
        show = streams.is_terminal(sys.stderr) and not self._prints_steps
        language = self.form.language_of_notes
        unit = said("epoch", language)
        with interrupts.raised(), progress_bar(plan.epochs, unit, show) as advance:

            def on_epoch(epoch: Epoch) -> None:
                advance(epoch.number, said("loss {loss}", language, loss=numeral(epoch.loss)))

            on_step = self._on_step(report) if self.options["trace"] else None
            return fit(objective, samples, tuple(parameters.values()), plan, on_step, on_epoch)

    # --- predictions

    def _predictions(self, parameters: Mapping[str, Value]) -> list[tuple[Graph, dict[str, Value]]]:
        """Return each expression to predict with the points that it is predicted at."""
        from gradcli.language import parse

        points = points_of(self.options["at"])
        names = list(dict.fromkeys(name for point in points for name in point))
        for name in names:
            if name in parameters:
                raise BindingProblem(f"--at {name}: it is a parameter, whose value is fitted")
        graphs = []
        for text in self.options["predict"]:
            try:
                graphs.append(parse(text, bound=(*parameters, *names)))
            except GradcliError as problem:
                raise placed(problem, text, "--predict") from None
        for name in names:
            if not any(name in graph.inputs for graph in graphs):
                raise NameProblem(f"--at {name}: no expression of --predict has that name")
        return [
            (graph, {name: value for name, value in point.items() if name in graph.inputs})
            for graph in graphs
            for point in points
        ]

    def _predicted(
        self,
        graph: Graph,
        at: Mapping[str, Value],
        before: Mapping[str, Value],
        after: Mapping[str, Value],
    ) -> Prediction:
        missing = [name for name in graph.inputs if name not in before and name not in at]
        free = [name for name in missing if graph.operators[graph.inputs[name]] == "input"]
        if free:
            raise BindingProblem(
                f"--predict: no value for {', '.join(free)}",
                hint=" ".join(f"--at {name}=1" for name in free),
            )
        try:
            return predicted(graph, at, before, after)
        except GradcliError as problem:
            raise placed(problem, graph.source, "--predict") from None

    # --- printing

    @property
    def _prints_steps(self) -> bool:
        """Whether steps are printed as they are taken."""
        return bool(self.options["trace"]) and self.form.format == "table"

    def _begin(self, report: FitReport) -> None:
        """Print the heading once: before the first step that is printed, or before the result."""
        if self.form.format == "table" and not self.begun:
            from gradcli.render.fitting import fit_heading

            self.begun = True
            streams.write(fit_heading(report, self.style), color=self.style.color)

    def _on_step(self, report: FitReport) -> Any:
        if not self._prints_steps:
            return self.steps.append
        from gradcli.render.fitting_trace import step_text

        def print_step(step: Step) -> None:
            self._begin(report)
            streams.write(step_text(step, report, self.style), color=self.style.color)

        return print_step

    def _show(self, report: FitReport) -> None:
        self._begin(report)
        text = rendered(report, self.form, self.style)
        streams.write(text if text.endswith("\n") else text + "\n", color=self.style.color)
        self._write(report)

    def _write(self, report: FitReport) -> None:
        """Write the files that were asked for, each whole or not at all."""
        from gradcli.render import fitting_machine as machine

        if self.files.history is not None:
            as_json = self.files.history.suffix.lower() == ".json"
            text = machine.history_json if as_json else machine.history_separated
            # What a broken byte of the program becomes is its escape in JSON.
            data = text(report).encode(errors="backslashreplace")
            self._save(self.files.history, data, "--history")
        if self.files.plot is not None:
            from gradcli.render.curves import is_wide
            from gradcli.render.figures import svg
            from gradcli.render.fitting import loss_series

            language = self.form.language_of_file
            series = loss_series(report, language)
            title = " ".join(self.graph.source.split())
            log, along = is_wide([series]), said("epoch", language)
            drawing = svg([series], along, series.name, title, log=log, counted=True)
            self._save(self.files.plot, drawing, "--plot")

    def _save(self, path: Path, content: str | bytes, option: str) -> None:
        save(path, content, option)
        if self.form.format != "quiet":
            say_written(path, self.form.language_of_file)

    # --- notes

    def _notes(self, done: Fit, samples: Samples, parameters: Mapping[str, Value]) -> None:
        if self.form.format != "json":
            from gradcli.render.notices import note_lines, notice_said

            language = self.form.language_of_notes
            told = (notice_said(one.text, language) for one in done.notices)
            for line in note_lines(told, self.style.ascii, language):
                streams.warn(line)
        if done.interrupted:
            remark(f"interrupted after step {done.steps:,}; this is what was reached", self.form)
        elif done.plan.until is not None:
            remark(_until(done), self.form)
        if done.plan.accumulate and not done.interrupted:
            remark(self._accumulated(done, samples, parameters), self.form)

    def _accumulated(self, done: Fit, samples: Samples, parameters: Mapping[str, Value]) -> str:
        """Return what the missing zeroing has done, beside the run that should have been."""
        said = (
            "--accumulate: the gradients were never set to zero, so every step used the sum "
            "of all gradients so far, and not the gradient where it stood; steps overshoot"
        )
        if done.steps > _COMPARED_STEPS or not done.epochs:
            return said
        plan = replace(done.plan, accumulate=False)
        objective = Objective(self.graph, tuple(parameters), samples.names)
        with suppress(GradcliError):
            right = fit(objective, samples, tuple(parameters.values()), plan)
            if right.loss is not None and done.loss is not None and not right.interrupted:
                said += f". Mean loss at the end: {numeral(done.loss)}; "
                said += f"with zeroing it is {numeral(right.loss)}"
        return said


def _until(done: Fit) -> str:
    until, loss = numeral(done.plan.until), numeral(done.loss)
    epochs = len(done.epochs)
    if done.reached:
        return f"the mean loss is {loss} after {epochs:,} epochs, not above {until}"
    return f"the mean loss is {loss} after {epochs:,} epochs, still above {until}"


def rendered(report: FitReport, form: Form, style: Any) -> str:
    """Return a report in the form asked for."""
    from gradcli.render import fitting_machine as machine

    if form.format == "json":
        return for_stdout(machine.fit_json(report), form.ascii)
    if form.format in ("csv", "tsv"):
        return machine.fit_separated(report, "," if form.format == "csv" else "\t")
    if form.format == "markdown":
        return machine.fit_markdown(report, style)
    if form.format == "quiet":
        return machine.fit_quiet(report, None if form.digits is None else style)
    from gradcli.render.fitting import fit_table

    return fit_table(report, style)
