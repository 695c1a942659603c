"""The forms of a picture: by what names they are called, and who draws them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from gradcli.render.picture.palette import Scheme
from gradcli.render.report import Report, Style


@dataclass(frozen=True, slots=True)
class Form:
    """A form of picture: how its files end, and `module:function` of this room that draws it.

    A form with `colors` can be light or dark.
    """

    suffixes: tuple[str, ...]
    drawn_by: str
    colors: bool = False


#: Every form by the name that `--format` takes.
FORMS = {
    "text": Form((".txt",), "picture.terminal:draw_terminal"),
    "svg": Form((".svg",), "picture.svg:draw_svg", colors=True),
    "png": Form((".png",), "picture.conversion:draw_png", colors=True),
    "pdf": Form((".pdf",), "picture.conversion:draw_pdf", colors=True),
    "html": Form((".html", ".htm"), "lesson.page:draw_lesson", colors=True),
    "dot": Form((".dot", ".gv"), "picture.dot:draw_dot"),
    "mmd": Form((".mmd", ".mermaid"), "picture.mermaid:draw_mermaid"),
}


def form_of(filename: str) -> str | None:
    """Return the form that the end of a file's name tells, None if it tells none.

    >>> form_of("neuron.SVG"), form_of("neuron"), form_of("a.gv")
    ('svg', None, 'dot')
    """
    name = filename.lower()
    return next((form for form, known in FORMS.items() if name.endswith(known.suffixes)), None)


def draw(report: Report, form: str, style: Style, scheme: Scheme = "auto", **wishes: Any) -> bytes:
    """Return a picture of a report as the content of a file; `wishes` are those of the form alone.

    Raises:
        GradcliError: a library for the form is not installed.
    """
    known = FORMS[form]
    module, _, function = known.drawn_by.partition(":")
    drawing = getattr(import_module(f"gradcli.render.{module}"), function)
    drawn = (
        drawing(report, style, scheme=scheme, **wishes) if known.colors else drawing(report, style)
    )
    return drawn if isinstance(drawn, bytes) else str(drawn).encode()
