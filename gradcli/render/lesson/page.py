"""The lesson page: one HTML file with the picture, the steps, and the rules to compute it again.

The file needs no other file and no network, and says so to the browser: its policy allows the one
script that stands in it, known by its hash, and nothing from anywhere else.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from html import escape
from typing import Any

from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Ties
from gradcli.render.cells import visible
from gradcli.render.languages import LANGUAGES
from gradcli.render.lesson.content import Content
from gradcli.render.lesson.javascript import needed_by, resource
from gradcli.render.lesson.words import WORDS, by_language
from gradcli.render.picture.palette import DARK, PAPER, Scheme
from gradcli.render.picture.svg import draw_svg
from gradcli.render.report import Report, Style
from gradcli.render.view import View

#: Colours of the page alone: borders, and what is lit in the picture.
_LIGHT = {"border": "#c3cad3", "now": "#ffe08a", "from": "#fff3cf", "lit": "#9a6700"}
_DARK = {"border": "#414b57", "now": "#5c4a00", "from": "#352d12", "lit": "#ffd75e"}

#: The parts of the script, in order; what stands between them is made for each page.
_ARITHMETIC = ("numbers.js", "calculation.js")
_SCREEN = (
    "steps.js",
    "state.js",
    "cards.js",
    "picture.js",
    "inputs.js",
    "questions.js",
    "lesson.js",
)


def draw_lesson(
    report: Report,
    style: Style | None = None,
    *,
    scheme: Scheme = "auto",
    language: str = LANGUAGES[0],
    titles: Mapping[str, str] | None = None,
    ties: Ties = "split",
    ieee: bool = False,
) -> str:
    """Return the lesson page of a report as the text of an HTML file.

    It begins in `language`. `titles` gives the title in each language, the program by default.
    `ties` and `ieee` are those with which the report was worked.

    >>> from gradcli.engine import evaluate
    >>> from gradcli.graph import GraphBuilder
    >>> builder = GraphBuilder("x*x")
    >>> x = builder.input("x")
    >>> graph = builder.build(builder.add("multiply", (x, x)))
    >>> draw_lesson(Report(evaluate(graph, {"x": 3}))).splitlines()[0]
    '<!DOCTYPE html>'
    """
    told, rules = lesson(report, style=style, ties=ties, ieee=ieee)
    lines = map(str.strip, report.derivation.graph.source.split("\n"))
    program = visible("; ".join(filter(None, lines)))
    named = dict(titles or {})
    told["titles"] = {name: named.get(name) or named.get("en") or program for name in by_language()}
    told["language"] = language
    script = "\n" + "\n".join([arithmetic(told, rules), *_screen()])
    return _filled(
        resource("page.html"),
        {
            "language": {"zh": "zh-CN"}.get(language, language),
            "title": escape(told["titles"][language]),
            "hash": _hash(script),
            "schemes": {"auto": "light dark"}.get(scheme, scheme),
            "style": f"{_colors(scheme)}\n{resource('style.css')}",
            "picture": draw_svg(report, style, scheme=scheme, with_legend=False),
            "no_script": escape(WORDS["no_script"][language]),
            "script": script,
        },
    )


def _colors(scheme: Scheme) -> str:
    """Return the colours of the page as variables; they are those of the picture, and some more."""
    light, dark = (
        "; ".join(f"--{name}: {color}" for name, color in {**colors, **more}.items())
        for colors, more in ((PAPER, _LIGHT), (DARK, _DARK))
    )
    if scheme != "auto":
        return f":root {{ {dark if scheme == 'dark' else light} }}"
    wish = "@media screen and (prefers-color-scheme: dark)"
    return f":root {{ {light} }}\n{wish} {{ :root {{ {dark} }} }}"


def lesson(
    report: Report, *, style: Style | None = None, ties: Ties = "split", ieee: bool = False
) -> tuple[dict[str, Any], str]:
    """Return what a page is told of a report, and the rules in JavaScript; none if unreadable."""
    view = View(report)
    content = Content(view, style or Style(), ties)
    rules, fixed = content.calculation()
    return content.as_json() | {"fixed": fixed, "ieee": ieee, "rational": _rational(view)}, rules


def arithmetic(told: Mapping[str, Any], rules: str) -> str:
    """Return the script that can work a lesson: passes, lesson, rules, and what these need."""
    made = f"(() => {{\n{needed_by(rules)}\nreturn {rules};\n}})()" if rules else "null"
    parts = [*map(resource, _ARITHMETIC), f"const lesson = {quoted(told)};", f"let rules = {made};"]
    return "\n".join(parts)


def _screen() -> list[str]:
    return [f"const words = {quoted(by_language())};", *map(resource, _SCREEN)]


def _rational(view: View) -> bool:
    """Return whether every number of the page is rational when its inputs are."""
    names = {name for name in view.graph.operators if name in OPERATORS}
    return "pow" not in names and all(OPERATORS[name].rational for name in names)


def quoted(value: Any) -> str:
    """Return a value as JavaScript that may stand in HTML: no text in it can end the script.

    >>> quoted({"a": "</script>\\u2028"})
    '{"a":"\\\\u003c/script>\\\\u2028"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _filled(template: str, parts: Mapping[str, str]) -> str:
    """Return the template with its parts; what is put in is not looked at again."""
    pieces = template.split("{{")
    done = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}}")
        done += [parts[name], rest]
    return "".join(done)
