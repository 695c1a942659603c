"""A picture as PNG or PDF, for slides and prints: the SVG picture, converted by a library.

The library, vl-convert, is an extra, since few need it and it is large. It brings all that it needs
except letters: those are the fonts of the machine, Chinese ones included.
"""

from __future__ import annotations

from types import ModuleType

from gradcli.errors import GradcliError
from gradcli.render.picture.palette import Scheme
from gradcli.render.picture.svg import draw_svg
from gradcli.render.report import Report, Style

#: Pixels of a PNG for each pixel of the picture, so that it is sharp on a slide.
_SCALE = 2.0


def draw_png(report: Report, style: Style | None = None, *, scheme: Scheme = "light") -> bytes:
    """Return a picture of a report as PNG.

    Raises:
        GradcliError: the library is not installed.
    """
    png: bytes = _library("PNG").svg_to_png(_source(report, style, scheme), scale=_SCALE)
    return png


def draw_pdf(report: Report, style: Style | None = None, *, scheme: Scheme = "light") -> bytes:
    """Return a picture of a report as a PDF of one page of its size, with text as text.

    Raises:
        GradcliError: the library is not installed.
    """
    pdf: bytes = _library("PDF").svg_to_pdf(_source(report, style, scheme))
    return pdf


def _source(report: Report, style: Style | None, scheme: Scheme) -> str:
    """Return the picture without a question to the reader's screen, which is not there."""
    return draw_svg(report, style, scheme="light" if scheme == "auto" else scheme)


def _library(form: str) -> ModuleType:
    try:
        import vl_convert
    except ImportError:
        message = f"a picture in {form} needs a library that is not installed"
        hint = 'pip install "gradcli[picture]", or write .svg, which needs nothing'
        raise GradcliError(message, hint=hint) from None
    module: ModuleType = vl_convert
    return module
