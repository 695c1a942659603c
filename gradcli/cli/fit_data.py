"""From the options of `gradcli fit` to samples and parameters: who is a column, who a parameter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from gradcli.cli.bindings import (
    assignment,
    canonical,
    input_named,
    listed,
    option_for,
    spellings,
    value_of,
)
from gradcli.cli.escapes import printable
from gradcli.cli.sources import STDIN, read_text
from gradcli.descent.samples import Samples, from_table, from_values
from gradcli.descent.tables import Table, table
from gradcli.engine.forward import finite
from gradcli.errors import BindingProblem, GradcliError, NameProblem
from gradcli.graph import INPUT, Graph
from gradcli.near import nearest
from gradcli.operators import CONSTANTS
from gradcli.operators.elementary import Value, is_array


def parameters_of(graph: Graph, texts: Iterable[str]) -> dict[str, Value]:
    """Return the values of `--param NAME=VALUE`, by the names that the graph has for them.

    Raises:
        GradcliError: a name is given twice or is not in the loss, or a value is not finite.
    """
    found: dict[str, Value] = {}
    for text in texts:
        typed, written = assignment(text, "param")
        name = input_named(graph, typed)
        if name is None:
            near = nearest(typed, graph.inputs)
            hint = (
                f"did you mean {near}?" if near else f"its names are {listed(list(graph.inputs))}"
            )
            raise NameProblem(f"--param: the loss has no {printable(typed)}", hint=hint)
        if name in found:
            raise BindingProblem(
                f"--param {printable(typed)} is given twice", hint="drop one of them"
            )
        value = value_of(written, f"--param {printable(typed)}")
        if not finite(value):
            raise BindingProblem(f"--param {printable(typed)}: the value must be finite")
        found[name] = value
    if not found:
        free = [name for name, node in graph.inputs.items() if graph.operators[node] == INPUT]
        first = free[0] if free else "w"
        raise BindingProblem(
            "there is no parameter to fit", hint=f"name one with its first value: --param {first}=1"
        )
    return found


def table_of(data: str | None, lang: str = "en") -> Table | None:
    """Return the data file of `--data`; what can be read only once, such as a pipe, is kept.

    Raises:
        GradcliError: it cannot be read, is empty, or two columns have one name.
    """
    if data is None:
        return None
    if data == STDIN:
        return table(Path(), "standard input", read_text(STDIN, "data", lang))
    path, name = Path(data), printable(data)
    once = path.exists() and not path.is_file() and not path.is_dir()
    return table(path, name, read_text(data) if once else None)


def with_columns(graph: Graph, source: Table | None) -> tuple[Graph, Table | None]:
    """Return a loss and its data with one name for each column: e is a column here, no constant."""
    if source is None:
        return graph, None
    constants = [name for name in source.names if name in CONSTANTS]
    if constants:
        from gradcli.language import parse

        bound = [spelling for name in constants for spelling in spellings(name)]
        graph = parse(graph.source, bound=[*graph.inputs, *bound])
    names = tuple(input_named(graph, name) or name for name in source.names)
    return graph, source._replace(names=names)


def samples_of(
    graph: Graph,
    source: Table | None,
    texts: Mapping[str, str],
    parameters: Mapping[str, Value],
    own: Iterable[str],
) -> Samples:
    """Return the samples: columns of a file, and columns and constants of the command line.

    Raises:
        GradcliError: a name of the loss is neither column nor parameter, or is both; the data are
            at fault.
    """
    own = list(own)
    for name in texts:
        if name in parameters:
            raise _twice(name, "a parameter", f"{option_for(name, own).strip()} gives it data")
    values = {name: value_of(text, f"--{name}") for name, text in texts.items()}
    columns = [] if source is None else list(source.names)
    _check_roles(graph, source, columns, values, parameters, own)
    if source is None:
        return from_values(values)
    wanted = [name for name in graph.inputs if name in columns]
    return from_table(source, wanted, values)


def _check_roles(
    graph: Graph,
    source: Table | None,
    columns: list[str],
    values: Mapping[str, Value],
    parameters: Mapping[str, Value],
    own: list[str],
) -> None:
    """Make sure that every name of the loss has one role."""
    for name in parameters:
        if name in columns:
            raise _twice(name, "a parameter", "it is a column of the data too")
    for name, value in values.items():
        if name in columns:
            raise _twice(name, "given on the command line", "it is a column of the data too")
        if source is not None and is_array(value):
            raise GradcliError(
                f"{option_for(name, own).strip()} is a list of samples, and --data has samples too",
                hint=f"give {name} as a column of the data, or as one number",
            )
    known = {*parameters, *columns, *values}
    missing = [
        graph.written.get(name, name)
        for name, node in graph.inputs.items()
        if name not in known and graph.operators[node] == INPUT
    ]
    if missing:
        raise _unknown(missing, columns, source, own)


def _twice(name: str, role: str, other: str) -> BindingProblem:
    return BindingProblem(f"{name} is {role}, but {other}", hint="give one of them another name")


def _unknown(
    missing: list[str], columns: list[str], source: Table | None, own: list[str]
) -> BindingProblem:
    """Return the error for names without a role."""
    name = missing[0]
    if source is None:
        message = f"nothing is known of {listed(missing)}"
        listed_data = f'{option_for(name, own)}"[1, 2, 3]"'
        hint = f"a parameter is --param {name}=1; data are --data FILE, or {listed_data}"
        return BindingProblem(message, hint=hint)
    told = "is neither a column" if len(missing) == 1 else "are neither columns"
    near = nearest(name, columns)
    hint = f"did you mean {near}? " if near else ""
    hint += f"the columns are {listed(columns)}; a parameter to fit is --param {name}=1"
    return BindingProblem(f"{listed(missing)} {told} of {source.name} nor a parameter", hint=hint)


def points_of(texts: Iterable[str]) -> list[dict[str, Value]]:
    """Return the points that `--at NAME=VALUE` gives; a name given again begins a new point.

    Raises:
        GradcliError: a value is not a constant expression.
    """
    points: list[dict[str, Value]] = [{}]
    for text in texts:
        typed, written = assignment(text, "at")
        name = canonical(typed)
        if name in points[-1]:
            points.append({})
        points[-1][name] = value_of(written, f"--at {printable(typed)}")
    return points
