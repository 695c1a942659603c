"""What is promised of everything that is written about a program: explanation, picture, derivative.

Which language, digits and options are meant follows from the bytes, so that a find is found again.
"""

from __future__ import annotations

import ast
import math
import random
import re
import warnings
import zlib
from collections.abc import Mapping
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree

import numpy

from gradcli import Derivation, evaluate, parse
from gradcli.calculus import Derivatives, derivatives
from gradcli.calculus.python import python_text
from gradcli.engine import values_of
from gradcli.engine.coarse import coarsen
from gradcli.errors import GradcliError
from gradcli.graph import Graph
from gradcli.language import expand_at, written_graph
from gradcli.operators.declaration import TIES, Ties
from gradcli.render import Report, Style
from gradcli.render.cells import visible
from gradcli.render.explanation.forms import lesson_written
from gradcli.render.explanation.lesson import lesson
from gradcli.render.expressions import derivatives_latex
from gradcli.render.languages import LANGUAGES
from gradcli.render.picture.forms import draw
from tests.fuzz.refusals import says_what

#: Nodes of a graph, and elements in all its arrays, up to which everything is written.
WRITTEN, ELEMENTS = 60, 2_000

#: One line of Graphviz and of Mermaid, whatever their labels say.
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_DOT = re.compile(
    rf"digraph \w+ \{{|\}}|  (?:graph|node|edge|\w+=)[^\n]*|"
    rf"  n\d+ \[label=<.*>, tooltip={_QUOTED}(?:, \w+=(?:{_QUOTED}|[\d.]+))*\];|"
    rf"  n\d+ -> n\d+ \[(?:label=<.*>, )?tooltip={_QUOTED}(?:, style=dashed)?\];"
)
_MERMAID = re.compile(
    r'flowchart LR|  classDef .*;|  n\d+(?:\["[^"]*"\]|\("[^"]*"\))(?::::\w+)?|'
    r'  n\d+ (?:-->|-\.->)(?:\|"[^"]*"\|)? n\d+'
)


def explanation(data: bytes) -> None:
    """Tell of a program in every form, in one language: well formed and fit for a terminal."""
    asked = _worked(data)
    if asked is None:
        return
    report, chosen, ties = asked
    whole = lesson(report, chosen.choice([*LANGUAGES]), chosen.choice([0, 2, 4, 17]), ties)
    for width in (20, 80):
        for form in ("text", "markdown"):
            for plain in (False, True):
                _is_clean(lesson_written(whole, form, Style(width, ascii=plain)))
    ElementTree.fromstring(lesson_written(whole, "html", Style(80), fragment=True))
    latex = lesson_written(whole, "latex", Style(80), fragment=True)
    _is_clean(latex)
    _is_balanced(latex)


def picture(data: bytes) -> None:
    """Draw a program in every form of text: well formed, each line of a kind that is known."""
    asked = _worked(data)
    if asked is None:
        return
    report, chosen, ties = asked
    if chosen.random() < 0.2:
        report = Report(coarsen(report.derivation, ties=ties, exact=_is_exact(report)))
    style = Style(chosen.choice([1, 30, 80]), chosen.choice([0, 4, 17]), chosen.random() < 0.3)
    ElementTree.fromstring(_drawn(report, "svg", style))
    for form, line in (("dot", _DOT), ("mmd", _MERMAID)):
        for text in _drawn(report, form, style).split("\n")[:-1]:
            assert line.fullmatch(text), text
    drawn = _drawn(report, "text", style)
    assert drawn.isascii() or not style.ascii
    _drawn(report, "html", style, language=chosen.choice([*LANGUAGES]), ties=ties, ieee=True)


def derivative(data: bytes) -> None:
    """Differentiate a program, also twice: what is written reads again, and has the numbers of the
    engine; or say why not."""
    asked = _worked(data)
    if asked is None:
        return
    report, chosen, ties = asked
    worked, graph = report.derivation, report.derivation.graph
    names = [*graph.inputs]
    if not names:
        return
    wrt = names if chosen.random() < 0.3 else [chosen.choice(names)]
    shapes = {name: numpy.shape(worked.values[node]) for name, node in graph.inputs.items()}
    found = _differentiated(graph, wrt, shapes, ties, chosen.choice([1, 1, 2]))
    if found is None:
        return
    text = written_graph(found.graph, found.table)
    again = parse(text, bound=names)
    assert written_graph(again, found.table) == text
    _is_balanced(derivatives_latex(found.graph, found.output, found.entries))
    try:
        ast.parse(python_text(found.graph))
    except GradcliError as error:
        says_what(error)
    if len(wrt) == 1 and all(len(names) == 1 for names in found.entries.values()):
        _has_the_gradient(again, worked, wrt[0])


def _differentiated(
    graph: Graph, wrt: list[str], shapes: Mapping[str, Any], ties: Ties, order: int
) -> Derivatives | None:
    try:
        return derivatives(graph, wrt, order=order, shapes=shapes, ties=ties)
    except GradcliError as error:
        says_what(error)
        return None


def _has_the_gradient(found: Graph, worked: Derivation, name: str) -> None:
    """Compare a derivative with the engine, where all numbers of both are of ordinary size."""
    expected = worked.gradients[name]
    if worked.notices or not all(map(_is_ordinary, (*worked.values, *worked.upstream))):
        return
    at = {n: worked.values[node] for n, node in worked.graph.inputs.items() if n in found.inputs}
    values, _ = values_of(found, at, ieee=True)
    if all(map(_is_ordinary, values)):
        size = max(map(_size, values))
        gradient = numpy.asarray(values[found.output], float)
        assert numpy.allclose(gradient, numpy.asarray(expected, float), 1e-6, 1e-9 * size)


def _size(value: Any) -> float:
    """Return the largest absolute value, 0 for what is no number."""
    if value is None or isinstance(value, bool) or not numpy.size(value):
        return 0.0
    return float(numpy.max(numpy.abs(numpy.asarray(value, float))))


def _is_ordinary(value: Any) -> bool:
    return _size(value) < 1e6


# --- a program and how it is worked


def _worked(data: bytes) -> tuple[Report, random.Random, Ties] | None:
    """Return a program worked in one way or another, None for one that is refused or large."""
    warnings.simplefilter("error")
    chosen = random.Random(zlib.crc32(data))
    ties: Ties = chosen.choice([*TIES])
    try:
        graph = parse(data.decode("utf-8", "surrogateescape"))
        derivation = _evaluated(graph, chosen, ties) if len(graph) <= WRITTEN else None
    except GradcliError as error:
        says_what(error)
        return None
    if derivation is None or sum(map(numpy.size, derivation.values)) > ELEMENTS:
        return None
    wrt = tuple(name for name in derivation.graph.inputs if chosen.random() < 0.5)
    return Report(derivation, wrt=wrt), chosen, ties


def _evaluated(graph: Graph, chosen: random.Random, ties: Ties) -> Derivation:
    """Work a graph at values of all sizes, as it is, in steps, folded, or with fractions."""
    sizes: list[Any] = [0, 1, -2, 0.5, 3, 1e-300, -1e300, math.inf, [1.0, -2.0], [[1, 2], [3, 4]]]
    at = {
        name: chosen.choice(sizes if chosen.random() < 0.3 else sizes[:5])
        for name, node in graph.inputs.items()
        if node not in graph.literals
    }
    exact, way = chosen.random() < 0.3, chosen.random()
    settings: dict[str, Any] = {"ties": ties, "exact": exact, "ieee": chosen.random() < 0.5}
    if way < 0.2:
        ieee = settings["ieee"]
        graph = expand_at(graph, lambda g: _values(g, at, exact, ieee)).graph
    return evaluate(graph, at, **settings)


def _is_exact(report: Report) -> bool:
    return isinstance(report.derivation.value, Fraction)


def _values(graph: Graph, at: Mapping[str, Any], exact: bool, ieee: bool) -> list[Any]:
    return values_of(graph, at, exact=exact, ieee=ieee)[0]


# --- what a text has to be


def _drawn(report: Report, form: str, style: Style, **wishes: Any) -> str:
    text = draw(report, form, style, **wishes).decode()
    _is_clean(text)
    return text


def _is_clean(text: str) -> None:
    """Fail for a character that acts on a terminal."""
    assert text
    assert visible(text.replace("\n", " ")) == text.replace("\n", " ")


def _is_balanced(latex: str) -> None:
    depth = 0
    for sign in re.sub(r"\\.", "", latex):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
