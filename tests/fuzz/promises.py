"""What is promised of any input at all; each promise takes raw bytes and fails by raising."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache

from gradcli import evaluate, parse
from gradcli.engine.numerical import check
from gradcli.errors import GradcliError
from gradcli.grading.answers import Answer, Blank, Context, Invalid, read_answer
from gradcli.grading.key import Keys
from gradcli.grading.marking import mark
from gradcli.grading.reader import read_set, read_sheet
from gradcli.grading.sheets import mark_all, matched
from gradcli.graph import Graph, Span
from gradcli.language import needed_names, same_structure, written_graph
from gradcli.render import Report, Style, json_text, quiet, table
from tests.fuzz.data import samples
from tests.fuzz.forms import derivative, explanation, picture
from tests.fuzz.refusals import says_what
from tests.grading.sheets import RIGHT, SET

#: A larger graph is read and printed, but not worked: that is a matter of time alone.
WORKED = 200
#: Elements in all the arrays of a graph that is drawn; a larger one is only worked.
DRAWN = 10_000


def program(data: bytes) -> None:
    """Read a program, print it, work it and draw it; or refuse it with a place in the text."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        graph = parse(text)
    except GradcliError as error:
        _says_where(error.message, error.span, text)
        needed_names(text)
        return
    again = parse(written_graph(graph), bound=[*graph.inputs])
    assert same_structure(again, graph)
    if len(graph) <= WORKED:
        _worked(graph)


def _worked(graph: Graph) -> None:
    bindings = {
        name: 0.5 + place
        for place, (name, node) in enumerate(graph.inputs.items())
        if node not in graph.literals
    }
    try:
        derivation = evaluate(graph, bindings, ieee=True)
    except GradcliError as error:
        says_what(error)
        return
    if sum(getattr(value, "size", 1) for value in derivation.values) > DRAWN:
        return
    for width in (40, 100):
        assert table(Report(derivation), Style(width))
    assert json_text(Report(derivation))
    assert quiet(Report(derivation))
    check(derivation)


def answer(data: bytes) -> None:
    """Read an answer, and mark a sheet that has it twice: the other answers keep their marks."""
    text = data.decode("utf-8", "surrogateescape")
    found = read_answer(text, Context({"x": Fraction(2), "w": Fraction(3)}, ["q"]))
    assert isinstance(found, Answer | Blank | Invalid)
    if isinstance(found, Invalid):
        _says_where(found.message, found.span, text)
    key = _known().of("product")
    first, second, *others = key.quantities
    typed = {first: text, second: text} | {one: RIGHT[one.text] for one in others}
    marking = mark(key, typed)
    assert [cell.quantity for cell in marking.cells] == [*key.quantities]
    assert all(cell.credit == 1 for cell in marking.cells[2:])


def file(data: bytes) -> None:
    """Read a file as exercises and as answers, and mark it; or refuse it with the place."""
    try:
        exercises = read_set("set.yaml", data)
        mark_all(exercises, Keys(exercises), {})
    except GradcliError as error:
        says_what(error)
    keys = _known()
    try:
        sheet = read_sheet("sheet.yaml", data)
        mark_all(keys.exercises, keys, matched(sheet, keys.exercises, keys))
    except GradcliError as error:
        says_what(error)


def _says_where(message: str, span: Span | None, text: str) -> None:
    assert message
    assert span is not None
    assert 0 <= span.start <= span.end <= len(text)


@cache
def _known() -> Keys:
    return Keys(read_set("set.yaml", SET))


PROMISES: dict[str, Callable[[bytes], None]] = {
    "program": program,
    "answer": answer,
    "file": file,
    "explanation": explanation,
    "picture": picture,
    "derivative": derivative,
    "samples": samples,
}
