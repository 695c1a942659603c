"""A worked graph as a Mermaid flowchart, which Markdown of GitHub and GitLab shows as a picture.

Source: https://mermaid.js.org/syntax/flowchart.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradcli.render.picture.figure import Arrow, Drawn, Figure, figure
from gradcli.render.picture.folding import cut
from gradcli.render.report import Report, Style

#: What Mermaid, Markdown within it, or HTML within that may read as more than a character.
_SPECIAL = re.compile(r"""["#&<>`%$\\|{}~*_^@;]|^[-+=]|\](?=\()|\.(?=\s)|(?<=/)/""")


#: The longest operation in columns.
_LONGEST = 40


def draw_mermaid(report: Report, style: Style | None = None) -> str:
    """Return a report as a Mermaid flowchart, with the numbers of a node below its name."""
    style = style or Style()
    content = figure(report, style)
    lines = ["flowchart LR"]
    lines += [_node(content, node, drawn, style) for node, drawn in content.nodes.items()]
    lines += [_edge(arrow) for arrow in content.arrows.values()]
    lines += ["  classDef input fill:none;", "  classDef output stroke-width:3px;"]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Return a text that stands for itself within the quotes of a label.

    >>> escaped('<b> & "x" + 2')
    '#60;b#62; #38; #34;x#34; + 2'
    """
    apart = text.replace("$$", "$ $")  # formulas begin so, also where it is escaped
    return _SPECIAL.sub(lambda found: f"#{ord(found[0])};", apart)


def _node(content: Figure, node: int, drawn: Drawn, style: Style) -> str:
    text = "<br/>".join(map(escaped, _node_lines(content, drawn, style)))
    shape = f'["{text}"]' if drawn.kind == "input" else f'("{text}")'
    kind = ":::output" if node == content.output else ":::input" if drawn.kind == "input" else ""
    return f"  n{node}{shape}{kind}"


def _node_lines(content: Figure, drawn: Drawn, style: Style) -> Iterator[str]:
    name = drawn.name.lines[0]
    if drawn.operation is None:
        yield name
    else:
        yield f"{name} = {cut(drawn.operation.whole, _LONGEST, style)}"
    if drawn.value is not None:
        yield f"value {_on_one_line(drawn.value.lines)}"
    if drawn.upstream is not None:
        yield f"∂{content.output_name}/∂{name} = {_on_one_line(drawn.upstream.lines)}"


def _on_one_line(lines: tuple[str, ...]) -> str:
    return re.sub(r"\[ +", "[", " ".join(" ".join(lines).split()))


def _edge(arrow: Arrow) -> str:
    line = "-->" if arrow.carries else "-.->"
    parts = [label for label in (arrow.local, arrow.contribution) if label is not None]
    text = "<br/>".join(escaped(_on_one_line(label.lines)) for label in parts)
    written = f'|"{text}"|' if text else ""
    return f"  n{arrow.edge.operand} {line}{written} n{arrow.edge.node}"
