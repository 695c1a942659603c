"""What holds of every screen, whatever the graph."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcli import Derivation, evaluate, parse
from gradcli.numerals import numeral
from gradcli.render import Report, Style, csv_text, json_text, markdown, quiet, table
from gradcli.render.cells import cells
from gradcli.render.labels import Labels
from gradcli.render.view import View

NUMBERS = st.one_of(
    st.integers(-9, 9), st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 5))
)


@st.composite
def derivations(draw: st.DrawFn) -> Derivation:
    """Draw a program of a few statements over x, y, z, some of them vectors, and work it."""
    names = ["x", "y", "z"]
    lines = []
    for step in range(draw(st.integers(1, 8))):
        a, b = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        form = draw(
            st.sampled_from(
                ["{a}+{b}", "{a}*{b}", "{a}-2*{b}", "sin({a})", "max({a}, {b})", "{a}*({b}+1)^2",
                 "where({a} > {b}, {a}, {b})", "sigmoid({a}*pi/4)", "relu(-{a})"]
            )
        )  # fmt: skip
        lines.append(f"n{step} = {form.format(a=a, b=b)}")
        names.append(f"n{step}")
    size = draw(st.integers(0, 4))
    vector = st.lists(NUMBERS, min_size=size, max_size=size)
    values = {name: draw(vector if size else NUMBERS) for name in "xyz"}
    program = "; ".join(lines) + f"; sum({names[-1]})"
    graph = parse(program)
    return evaluate(graph, {name: values[name] for name in graph.inputs}, ieee=True)


def unbreakable(line: str) -> int:
    """Return the width of the longest word of a line."""
    return max((cells(word) for word in line.split()), default=0)


@given(derivations(), st.sampled_from([40, 60, 80, 120]), st.booleans(), st.integers(1, 6))
def test_no_line_is_wider_than_the_screen(
    derivation: Derivation, width: int, ascii_only: bool, digits: int
) -> None:
    style = Style(width, digits=digits, ascii=ascii_only)
    for line in table(Report(derivation), style).splitlines():
        indent = len(line) - len(line.lstrip())
        assert cells(line) <= width or indent + unbreakable(line) + 4 > width, line


@given(derivations(), st.sampled_from([40, 80]), st.integers(1, 8))
def test_every_number_is_shown_in_full(derivation: Derivation, width: int, digits: int) -> None:
    shown = table(Report(derivation), Style(width, digits=digits))
    numbers = set(re.findall(r"-?inf|nan|-?\d[\d.]*(?:e[+-]?\d+)?", shown))
    shown_values = [derivation.values[node] for node in View(Report(derivation)).nodes]
    for value in [*shown_values, *derivation.gradients.values()]:
        for number in value.reshape(-1).tolist() if hasattr(value, "reshape") else [value]:
            if value is not None and not isinstance(number, bool):
                assert numeral(number, digits) in numbers


@given(derivations(), st.sampled_from([40, 60, 80]))
def test_ascii_is_ascii(derivation: Derivation, width: int) -> None:
    style = Style(width, ascii=True)
    assert table(Report(derivation), style).isascii()
    assert markdown(Report(derivation), style).isascii()


@given(derivations())
def test_the_addends_of_a_sum_add_up(derivation: Derivation) -> None:
    for node, addends in View(Report(derivation)).sums.items():
        total = sum(addends[1:], start=addends[0])
        assert repr(total) == repr(derivation.upstream[node])


@given(derivations())
def test_labels_are_unambiguous(derivation: Derivation) -> None:
    labels = Labels(derivation)
    graph = derivation.graph
    shown = [labels[node] for node in range(len(graph)) if node not in labels.inline]
    assert len(set(shown)) == len(shown)


def nested(value: Any) -> Any:
    """Return a value as JSON gives it back."""
    if hasattr(value, "tolist"):
        return nested(value.tolist())
    if isinstance(value, list):
        return [nested(part) for part in value]
    return str(value) if isinstance(value, float) and value - value != 0 else value


@given(derivations())
def test_json_gives_every_number_back(derivation: Derivation) -> None:
    read = json.loads(json_text(Report(derivation)))
    assert read["value"] == nested(derivation.value)
    assert read["gradients"] == {name: nested(g) for name, g in derivation.gradients.items()}
    for node, record in enumerate(read["nodes"]):
        assert record["value"] == nested(derivation.values[node])
        assert record["upstream"] == nested(derivation.upstream[node])


@given(derivations())
def test_the_bare_numbers_are_exact(derivation: Derivation) -> None:
    lines = quiet(Report(derivation)).splitlines()
    expected = [derivation.value, *derivation.gradients.values()]
    assert [json.loads(re.sub(r"-?inf|nan", r'"\g<0>"', line)) for line in lines] == [
        nested(value) for value in expected
    ]


@given(derivations())
def test_csv_has_a_row_for_each_node(derivation: Derivation) -> None:
    assert len(csv_text(Report(derivation)).splitlines()) == 1 + len(derivation.graph)


@pytest.mark.parametrize("width", [1, 5, 20])
def test_the_narrowest_screen_still_shows_everything(width: int) -> None:
    derivation = evaluate(parse("(x+y)*z"), {"x": -2, "y": 5, "z": -4})
    shown = table(Report(derivation), Style(width))
    assert "-12" in shown
    assert "∂out/∂z" in shown
