"""The colours and letters of a picture, for light, dark and paper.

Nothing is told by colour alone: values stand above their line, gradients below it and bold, local
gradients at the arrows and slanted, and a line that carries no gradient is dashed.
"""

from __future__ import annotations

from typing import Literal

#: `auto` follows the reader's preference; paper is always light.
Scheme = Literal["auto", "light", "dark"]

_Colors = dict[str, str]

#: Each at least 4.5 to 1 against the ground, as WCAG 2.2 asks of text.
PAPER: _Colors = {
    "ground": "#ffffff",
    "ink": "#1a1f26",
    "faint": "#59636e",
    "line": "#4a5560",
    "box": "#f3f5f8",
    "input": "#ffffff",
    "value": "#116329",
    "gradient": "#b3121d",
    "local": "#1f4fa3",
}
DARK: _Colors = {
    "ground": "#12161c",
    "ink": "#eef1f5",
    "faint": "#a3adb9",
    "line": "#9aa5b1",
    "box": "#222a34",
    "input": "#12161c",
    "value": "#5fd17c",
    "gradient": "#ff8a84",
    "local": "#8fbcff",
}

SANS = "Arial, Helvetica, 'Liberation Sans', 'Noto Sans', 'Noto Sans CJK SC', sans-serif"
MONO = "Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', 'Noto Sans Mono CJK SC', monospace"

_SHAPES = f"""\
{{root}} text {{{{ font-family: {SANS}; }}}}
{{root}} .aligned {{{{ font-family: {MONO}; }}}}
{{root}} .line {{{{ fill: none; stroke-width: 1.5; }}}}
{{root}} .box {{{{ stroke-width: 1.5; }}}}
{{root}} .output > .box {{{{ stroke-width: 3; }}}}
{{root}} .blocked {{{{ stroke-dasharray: 5 4; }}}}
{{root}} text.operation {{{{ font-weight: bold; }}}}
{{root}} .upstream, {{root}} .contribution {{{{ font-weight: bold; }}}}
{{root}} .local {{{{ font-style: italic; }}}}"""

_PAINT = """\
{root} .ground {{ fill: {ground}; }}
{root} text {{ fill: {ink}; }}
{root} .box {{ fill: {box}; stroke: {line}; }}
{root} .input > .box {{ fill: {input}; }}
{root} .line {{ stroke: {line}; }}
{root} .head, {root} .junction {{ fill: {line}; }}
{root} .value {{ fill: {value}; }}
{root} .upstream, {root} .contribution {{ fill: {gradient}; }}
{root} .local {{ fill: {local}; }}
{root} .remark {{ fill: {faint}; }}"""


def css(root: str, scheme: Scheme = "auto") -> str:
    """Return the style sheet of a picture whose outermost element `root` selects.

    >>> css(".picture", "dark").splitlines()[-1]
    '.picture .remark { fill: #a3adb9; }'
    """
    shapes = _SHAPES.format(root=root)
    light, dark = (_PAINT.format(root=root, **colors) for colors in (PAPER, DARK))
    if scheme != "auto":
        return f"{shapes}\n{dark if scheme == 'dark' else light}"
    wish = "@media screen and (prefers-color-scheme: dark)"
    return f"{shapes}\n{light}\n{wish} {{\n{dark}\n}}"
