"""PNG and PDF come from a library that need not be there."""

from __future__ import annotations

import struct
import sys

import pytest

from gradcli.errors import GradcliError
from gradcli.render import Style
from gradcli.render.picture.conversion import draw_pdf, draw_png
from gradcli.render.picture.forms import FORMS, draw
from gradcli.render.picture.svg import draw_svg
from tests.render.picture.graphs import REPORTS


def size_of(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("name", ["a sum into a product", "Chinese names", "matrices"])
def test_a_png_has_twice_the_size_of_the_picture(name: str) -> None:
    report = REPORTS[name]
    width, height = draw_svg(report).split('viewBox="0 0 ')[1].split('"')[0].split()
    assert size_of(draw_png(report)) == (2 * int(width), 2 * int(height))


def test_light_and_dark_differ() -> None:
    report = REPORTS["a line"]
    assert draw_png(report) == draw_png(report, scheme="light") != draw_png(report, scheme="dark")


def test_a_pdf_is_a_pdf() -> None:
    assert draw_pdf(REPORTS["a line"]).startswith(b"%PDF-")


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_a_missing_library_is_named(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(GradcliError, match=f"{form.upper()} needs a library") as caught:
        draw(REPORTS["a line"], form, Style())
    assert 'pip install "gradcli[picture]"' in caught.value.hint


@pytest.mark.parametrize("form", sorted(set(FORMS) - {"png", "pdf"}))
def test_the_other_forms_need_no_library(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert draw(REPORTS["a line"], form, Style())
