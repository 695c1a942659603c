"""A worked graph in the language of Graphviz, for those who lay it out and style it themselves.

Source: https://graphviz.org/doc/info/lang.html and https://graphviz.org/doc/info/shapes.html#html
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from gradcli.render.picture.figure import Arrow, Drawn, Figure, figure
from gradcli.render.picture.folding import Label
from gradcli.render.picture.palette import PAPER
from gradcli.render.report import Report, Style


def draw_dot(report: Report, style: Style | None = None) -> str:
    """Return a report as a Graphviz graph, with the numbers of a node below its name."""
    content = figure(report, style or Style())
    lines = [
        "digraph gradcli {",
        f"  label={quoted(content.title)};",
        "  rankdir=LR;",
        '  node [shape=box, style=rounded, fontname="Arial"];',
        '  edge [fontname="Arial", fontsize=11];',
    ]
    lines += [_node(content, node, drawn) for node, drawn in content.nodes.items()]
    lines += [_edge(arrow) for arrow in content.arrows.values()]
    return "\n".join([*lines, "}"]) + "\n"


def quoted(text: str) -> str:
    r"""Return a text as a quoted string, in which nothing has a meaning of its own.

    >>> print(quoted('the "x" of a\\b'))
    "the \"x\" of a\\b"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _node(content: Figure, node: int, drawn: Drawn) -> str:
    parts = [f"<b>{_lines(drawn.name)}</b>"]
    if drawn.operation is not None:
        parts = [f"<b>{_lines(drawn.operation)}</b>", _lines(drawn.name)]
    if drawn.value is not None:
        parts.append(_colored(drawn.value, "value"))
    if drawn.upstream is not None:
        parts.append(f"<b>{_colored(drawn.upstream, 'gradient')}</b>")
    more = ', style=""' if drawn.kind == "input" else ""
    more += ", penwidth=2.5" if node == content.output else ""
    return f"  n{node} [label=<{'<br/>'.join(parts)}>, tooltip={quoted(drawn.sentence)}{more}];"


def _edge(arrow: Arrow) -> str:
    parts = list(_gradients(arrow))
    attributes = [f"tooltip={quoted(arrow.sentence)}"]
    if parts:
        attributes.insert(0, f"label=<{'<br/>'.join(parts)}>")
    if not arrow.carries:
        attributes.append("style=dashed")
    return f"  n{arrow.edge.operand} -> n{arrow.edge.node} [{', '.join(attributes)}];"


def _gradients(arrow: Arrow) -> Iterator[str]:
    if arrow.local is not None:
        yield f"<i>{_colored(arrow.local, 'local')}</i>"
    if arrow.contribution is not None:
        yield f"<b>{_colored(arrow.contribution, 'gradient')}</b>"


def _colored(label: Label, kind: str) -> str:
    face = ' face="Courier"' if label.aligned else ""
    return f'<font color="{PAPER[kind]}"{face}>{_lines(label)}</font>'


def _lines(label: Label) -> str:
    """Return the lines of a label; spaces that align them stay."""
    lines = map(escape, label.lines)
    kept = (line.replace(" ", "&#160;") if label.aligned else line for line in lines)
    return "<br/>".join(kept)
