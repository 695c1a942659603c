"""One run of `gradcli sweep`: from ranges and options to what is printed and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from gradcli.cli import streams
from gradcli.cli.bindings import assignment, check_complete, input_named, listed, value_of, wanted
from gradcli.cli.escapes import printable
from gradcli.cli.files import path_with
from gradcli.cli.showing import Form, for_stdout, style_of
from gradcli.cli.writing import say_written
from gradcli.descent.ranges import stepped
from gradcli.descent.sweeping import grid, sweep
from gradcli.engine.forward import as_value, finite
from gradcli.errors import BindingProblem, GradcliError, NameProblem
from gradcli.grading.saving import save
from gradcli.graph import Graph
from gradcli.numerals import numeral
from gradcli.operators.elementary import Value, is_array, numpy_module
from gradcli.render import sweeping
from gradcli.render.report import Style
from gradcli.render.sweeping import SweepReport


def run(graph: Graph, texts: Mapping[str, str], form: Form, options: Mapping[str, Any]) -> None:
    """Work the sweep, print it, and write the figure that was asked for.

    Raises:
        GradcliError: a range or an option is at fault, or there are too many points.
    """
    path = path_with("plot", options["plot"], (".svg",))
    report = _report(graph, texts, options)
    drawing = None if path is None else sweeping.sweep_svg(report)
    style = style_of(form)
    text = rendered(report, form, style)
    streams.write(text if text.endswith("\n") else text + "\n", color=style.color)
    if path is not None and drawing is not None:
        save(path, drawing, "--plot")
        if form.format != "quiet":
            say_written(path, form.language_of_file)
    if form.format != "json":
        from gradcli.render.notices import note_lines

        language = form.language_of_notes
        for line in note_lines(sweeping.sweep_notes(report, language), style.ascii, language):
            streams.warn(line)


def _report(graph: Graph, texts: Mapping[str, str], options: Mapping[str, Any]) -> SweepReport:
    axes: dict[str, list[float]] = {}
    fixed: dict[str, Value] = {}
    for name, text in texts.items():
        swept = _axis(text, f"--{name}")
        if swept is None:
            fixed[name] = value_of(text, f"--{name}")
        else:
            axes[name] = swept
    if not axes:
        name = next(iter(graph.inputs), "x")
        raise GradcliError(
            "no variable is swept", hint=f"give one a range, as in --{name} 0:10:0.1"
        )
    check_complete(graph, texts, ())
    wrt = _inputs(graph, options["wrt"]) or tuple(texts)
    factors = _factors(graph, options["scale"], texts)
    points = grid(axes)
    found = sweep(graph, points, fixed, wrt)
    if not factors:
        return SweepReport(found, graph, fixed)
    larger = {name: _scaled(graph, name, column, factors) for name, column in points.items()}
    held = {name: _scaled(graph, name, value, factors) for name, value in fixed.items()}
    return SweepReport(found, graph, fixed, sweep(graph, larger, held, wrt), factors)


def _scaled(graph: Graph, name: str, value: Value, factors: Mapping[str, float]) -> Value:
    """Return the values of an input so many times larger, or as they are.

    Raises:
        GradcliError: one of them would be no finite number.
    """
    if name not in factors:
        return value
    with numpy_module().errstate(all="ignore"):
        larger = value * factors[name]
    if not finite(larger):
        typed, factor = graph.written.get(name, name), numeral(factors[name])
        raise GradcliError(
            f"--scale {typed}={factor}: {typed}·{factor} is not a finite number everywhere"
        )
    return as_value(larger)


def _axis(text: str, option: str) -> list[float] | None:
    """Return the numbers of a range or a list, None for a single value.

    Colons and commas of an input method are read as plain ones.

    Raises:
        GradcliError: a part is no number, or the range is empty or too long.
    """
    text = text.replace("：", ":").replace("，", ",")
    if ":" in text:
        parts = [value_of(part, option, exact=True) for part in text.split(":")]
        if not 2 <= len(parts) <= 3 or not all(map(_is_number, parts)):
            raise GradcliError(
                f"{option} {printable(text)}: a range is FIRST:LAST:STEP", hint="as in 0:10:0.1"
            )
        try:
            first, last, step = (Fraction(part) for part in (*parts, 1)[:3])
            return stepped(first, last, step)
        except GradcliError as problem:
            problem.message = f"{option} {printable(text)}: {problem.message}"
            raise
    if "," in text and not text.lstrip().startswith("["):
        found = value_of(f"[{text}]", option)
        if not is_array(found) or found.ndim != 1 or not finite(found):
            raise GradcliError(f"{option} {printable(text)}: a list has numbers in it")
        return found.tolist()  # type: ignore[no-any-return]
    return None


def _is_number(value: Value) -> bool:
    return not is_array(value) and not isinstance(value, bool) and finite(value)


def _inputs(graph: Graph, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the inputs that `--wrt` names.

    Raises:
        NameProblem: a name is none, or is not an input.
    """
    names = wanted(graph, texts)
    for name in names:
        if name not in graph.inputs:
            raise NameProblem(
                f"--wrt: {printable(name)} is not an input, and a sweep shows their gradients only",
                hint=f"the inputs are {listed(list(graph.inputs))}",
            )
    return names


def _factors(graph: Graph, texts: Iterable[str], given: Mapping[str, str]) -> dict[str, float]:
    """Return the factor of each input that `--scale` makes larger."""
    found: dict[str, float] = {}
    for text in texts:
        typed, written = assignment(text, "scale")
        name = input_named(graph, typed)
        if name is None or name not in given:
            raise NameProblem(
                f"--scale: there is no value of {printable(typed)} to scale",
                hint=f"the inputs are {listed(list(given))}",
            )
        if name in found:
            raise BindingProblem(
                f"--scale {printable(typed)} is given twice", hint="drop one of them"
            )
        factor = value_of(written, f"--scale {printable(typed)}")
        if not _is_number(factor):
            raise BindingProblem(f"--scale {printable(text)}: a factor is one finite number")
        found[name] = factor
    return found


def rendered(report: SweepReport, form: Form, style: Style) -> str:
    """Return a report in the form asked for."""
    if form.format == "json":
        return for_stdout(sweeping.sweep_json(report), form.ascii)
    if form.format in ("csv", "tsv"):
        return sweeping.sweep_separated(report, "," if form.format == "csv" else "\t")
    if form.format == "quiet":
        return sweeping.sweep_quiet(report, None if form.digits is None else style)
    if form.format == "plot":
        return sweeping.sweep_plot(report, style)
    if form.format == "markdown":
        return sweeping.sweep_markdown(report, style)
    return sweeping.sweep_table(report, style)
