"""The page of a derivation as a browser shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradcli.render import Style
from gradcli.render.explanation.forms import lesson_written
from gradcli.render.explanation.lesson import lesson
from tests.browser import Browser
from tests.render.reports import NEURON, report

GAPS = """
const lines = [...document.querySelectorAll("li p")].map(line => {
  const boxes = [line, ...line.querySelectorAll("mfrac")].map(one => one.getBoundingClientRect());
  return [Math.min(...boxes.map(one => one.top)), Math.max(...boxes.map(one => one.bottom))];
});
return lines.slice(1).map((line, place) => line[0] - lines[place][1]);
"""


@pytest.mark.parametrize("width", [400, 900])
def test_the_fractions_of_two_lines_do_not_touch(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    page = tmp_path / "page.html"
    text = lesson_written(lesson(report(*NEURON), "en", 4), "html", Style(80))
    page.write_text(text, encoding="utf-8")
    browser.screen(width)
    browser.driver.get(page.as_uri())
    gaps = browser.run(GAPS)
    assert len(gaps) > 10
    assert min(gaps) >= 4
