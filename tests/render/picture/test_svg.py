"""The SVG picture: well formed, without anything foreign, every number where a page finds it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from gradcli.render import Report, Style
from gradcli.render.picture import dot, mermaid, svg
from gradcli.render.picture.figure import Figure, figure
from gradcli.render.picture.folding import Label
from gradcli.render.picture.palette import DARK, PAPER
from gradcli.render.picture.svg import draw_svg
from tests.render.picture.graphs import GRAPHS, REPORTS, report_of, reports

SVG = "{http://www.w3.org/2000/svg}"


def read(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def texts(picture: ElementTree.Element, kind: str, of: str) -> dict[str, str]:
    """Return the texts of one kind, without their titles, by the id of their node or edge."""
    return {
        element.attrib[f"data-{of}"]: "".join(
            part for part in element.itertext() if part != element.findtext(f"{SVG}title")
        )
        for element in picture.iter(f"{SVG}text")
        if element.attrib["class"].split()[0] == kind and f"data-{of}" in element.attrib
    }


def test_values_gradients_and_local_gradients_are_addressed() -> None:
    picture = read(draw_svg(REPORTS["a sum into a product"]))
    assert texts(picture, "value", "node") == {
        "0": "−2", "1": "5", "2": "3", "3": "−4", "4": "−12"
    }  # fmt: skip
    assert texts(picture, "upstream", "node") == {
        "0": "−4", "1": "−4", "2": "−4", "3": "3", "4": "1"
    }  # fmt: skip
    assert texts(picture, "local", "edge") == {
        "0": "× 1", "1": "× 1", "2": "× −4", "3": "× 3"
    }  # fmt: skip
    assert texts(picture, "contribution", "edge") == {}


def test_contributions_stand_where_a_node_is_used_more_than_once() -> None:
    picture = read(draw_svg(REPORTS["a shared node"]))
    assert Counter(texts(picture, "contribution", "edge").values()) == Counter(["12", "10"])


@pytest.mark.parametrize("name", REPORTS)
def test_a_picture_is_one_well_formed_file(name: str) -> None:
    text = draw_svg(REPORTS[name])
    picture = read(text)
    assert picture.tag == f"{SVG}svg"
    assert not re.search(r"<script|href|@import|url\(|<foreignObject|\son\w+=", text)
    identities = [e.attrib["id"] for e in picture.iter() if "id" in e.attrib]
    assert len(identities) == len(set(identities)) == 2


@settings(max_examples=40)
@given(reports())
def test_every_picture_is_well_formed(report: Report) -> None:
    picture = read(draw_svg(report))
    nodes = [g for g in picture.iter(f"{SVG}g") if "node" in g.attrib.get("class", "").split()]
    assert len(nodes) == len(figure(report, Style()).nodes)


@pytest.mark.parametrize("name", ["a neuron in steps", "matrices", "a branch not taken"])
def test_a_screen_reader_is_told_everything(name: str) -> None:
    picture = read(draw_svg(REPORTS[name], identity="p1"))
    assert picture.attrib["role"] == "img"
    title = picture.find(f"{SVG}title")
    told = picture.find(f"{SVG}desc")
    assert title is not None
    assert told is not None
    assert picture.attrib["aria-labelledby"] == title.attrib["id"] == "p1-title"
    assert picture.attrib["aria-describedby"] == told.attrib["id"] == "p1-description"
    assert str(title.text).startswith(GRAPHS[name][0])
    for drawn in figure(REPORTS[name], Style()).nodes.values():
        assert drawn.sentence in str(told.text)


def test_long_names_are_cut_and_whole_in_a_title() -> None:
    text = draw_svg(REPORTS["long names"])
    assert "<title>the_weight_of_the_first_layer</title>the_weig…t_layer" in text


def test_large_arrays_are_named_by_their_shape() -> None:
    report = report_of("sum(A)", {"A": [[1.25] * 20] * 30})
    assert "30x20 array" in texts(read(draw_svg(report)), "value", "node").values()


def test_a_matrix_has_a_line_for_each_row() -> None:
    picture = read(draw_svg(REPORTS["matrices"]))
    matrix = next(e for e in picture.iter(f"{SVG}text") if e.attrib["class"] == "value aligned")
    assert [row.text for row in matrix.iter(f"{SVG}tspan")] == [
        "[[1,\u00a02],",
        "\u00a0[3,\u00a04]]",
    ]


def test_an_edge_without_a_gradient_is_dashed() -> None:
    drawn = draw_svg(REPORTS["a branch not taken"])
    assert 'class="line blocked"' in drawn
    assert "dashed: no gradient" in drawn
    assert 'class="line blocked"' not in draw_svg(REPORTS["a line"])


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_picture_in_chinese_says_the_same_without_english(name: str) -> None:
    drawings = [draw_svg(REPORTS[name], Style(language=language)) for language in ("en", "zh")]
    english, chinese = map(ElementTree.fromstring, drawings)
    for kind in ("value", "upstream", "local", "contribution"):
        numbers = [[t.text for t in _texts(tree, kind)][:-1] for tree in (english, chinese)]
        assert [re.findall(r"\d+", t or "") for t in numbers[0]] == [
            re.findall(r"\d+", t or "") for t in numbers[1]
        ]
    told = "".join(chinese.itertext())
    for words in ("above a line", "gradient", "Input", "not evaluated", "operand", "nodes"):
        assert words not in told
    assert "线上方：值" in told


def _texts(tree: ElementTree.Element, kind: str) -> list[ElementTree.Element]:
    return [one for one in tree.iter() if one.get("class") == kind]


def test_what_was_not_evaluated_is_said() -> None:
    assert "<title>not evaluated</title>–" in draw_svg(REPORTS["a branch not taken"])


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colors", [PAPER, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", ["ink", "faint", "value", "gradient", "local"])
def test_every_text_stands_out_from_its_ground(colors: dict[str, str], kind: str) -> None:
    high, low = sorted((luminance(colors[kind]), luminance(colors["ground"])), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_a_picture_follows_the_screen_unless_told_otherwise() -> None:
    report = REPORTS["a line"]
    assert "prefers-color-scheme" in draw_svg(report)
    for scheme, ground in (("light", PAPER["ground"]), ("dark", DARK["ground"])):
        text = draw_svg(report, scheme=scheme)  # type: ignore[arg-type]
        assert "@media" not in text
        assert f".ground {{ fill: {ground}; }}" in text


HOSTILE = ["<b>x</b>", '"', "&amp;", "a & b", "`", "]]>", "'", "-->", "%%{init}", "</text>", "\\N"]


def hostile(text: str, content: Figure) -> Figure:
    """Return a figure in which every text is hostile."""
    label = Label((text, text), text * 2)
    nodes = {
        node: replace(
            drawn,
            name=label,
            operation=drawn.operation and label,
            value=label,
            upstream=label,
            sentence=text,
        )
        for node, drawn in content.nodes.items()
    }
    arrows = {
        edge: replace(arrow, local=label, contribution=label, sentence=text)
        for edge, arrow in content.arrows.items()
    }
    return replace(content, title=text, nodes=nodes, arrows=arrows, output_name=text)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_out_of_its_place(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(svg, "figure", lambda report, style: hostile(text, figure(report, style)))
    picture = read(draw_svg(REPORTS["a line"]))
    assert picture.findtext(f"{SVG}title") == text
    shown = text.replace("-", "−")
    spans = [span.text for span in picture.iter(f"{SVG}tspan")]
    assert set(spans) == {shown}
    assert {element.tag.removeprefix(SVG) for element in picture.iter()} == {
        "svg", "title", "desc", "style", "rect", "g", "path", "text", "tspan"
    }  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_out_of_a_flowchart(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        mermaid, "figure", lambda report, style: hostile(text, figure(report, style))
    )
    report = REPORTS["a line"]
    plain = re.compile(
        r"flowchart LR|  classDef \w+ [\w:-]+;"
        r'|  n\d+[\[(]"(?:[^"<>`&%\\]|<br/>)*"[\])](:::\w+)?'
        r'|  n\d+ -\.?->(\|"(?:[^"<>`&%\\]|<br/>)*"\|)? n\d+'
    )
    assert not [
        line for line in mermaid.draw_mermaid(report).splitlines() if not plain.fullmatch(line)
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_out_of_a_graphviz_label(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dot, "figure", lambda report, style: hostile(text, figure(report, style)))
    string = r'"(?:[^"\\]|\\.)*"'
    html = r"<(?:[^<>]|</?(?:b|i|br|font)\b[^<>]*>)*>"
    attribute = rf"\w+=(?:{string}|{html}|[\w.]+)"
    plain = re.compile(
        rf"digraph gradcli {{|}}|  {attribute};|"
        rf"  (?:\w+|n\d+ -> n\d+) \[{attribute}(?:, {attribute})*\];"
    )
    drawn = dot.draw_dot(REPORTS["a line"])
    assert not [line for line in drawn.splitlines() if not plain.fullmatch(line)]
