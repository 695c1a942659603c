"""What is written as LaTeX is set by a real typesetter, without an error."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from gradcli import evaluate, parse
from gradcli.calculus import derivatives
from gradcli.errors import GradcliError
from gradcli.render import Report, Style
from gradcli.render.explanation.forms import lesson_written
from gradcli.render.explanation.latex import document
from gradcli.render.explanation.lesson import lesson
from gradcli.render.expressions import derivatives_latex
from gradcli.render.latex_text import GREEK
from tests.calculus.samples import samples
from tests.needs import missing
from tests.render.reports import LARGEST, LECTURE, MATRICES, NEURON, SHARED, VECTOR, report

#: The packages of Debian and Ubuntu that the test needs; `.ci/run` installs them.
PACKAGES = "texlive-latex-base latex-cjk-chinese latex-cjk-chinese-arphic-gbsn00lp"


def typesetter() -> str | None:
    """Return pdflatex if it is there, with the package for Chinese."""
    found = shutil.which("pdflatex")
    finder = shutil.which("kpsewhich")
    if found is None or finder is None:
        return None
    files = subprocess.run(
        [finder, "CJKutf8.sty", "gbsnu4e.pfb"], capture_output=True, text=True, check=False
    )
    return found if len(files.stdout.split()) == 2 else None


@pytest.fixture
def typeset(tmp_path: Path) -> Any:
    """Return a function that sets a document and fails if it cannot be set without an error."""
    program = typesetter()
    if program is None:
        missing(f"no pdflatex with Chinese here: apt install {PACKAGES}")

    def run(source: str) -> str:
        (tmp_path / "page.tex").write_text(source, encoding="utf-8")
        done = subprocess.run(
            [program, "-interaction=nonstopmode", "-halt-on-error", "page.tex"],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "max_print_line": "1000"},
            capture_output=True,
            timeout=120,
            check=False,
        )
        log = done.stdout.decode("utf-8", "replace")
        assert done.returncode == 0, log[-3000:]
        assert (tmp_path / "page.pdf").stat().st_size > 1000
        assert "Missing character" not in log
        return log

    return run


def written(program: str, values: dict[str, Any], language: str = "en", **asked: Any) -> str:
    whole = lesson(report(program, values, **asked), language, 4)
    return lesson_written(whole, "latex", Style(80), fragment=True)


PROGRAMS = [LECTURE, SHARED, VECTOR, MATRICES, NEURON, LARGEST]


def test_the_lectures_are_set_in_english_and_in_chinese(typeset: Any) -> None:
    parts = [
        written(program, values, language, wrt=tuple(parse(program).inputs))
        for program, values in PROGRAMS
        for language in ("en", "zh")
    ]
    typeset(document("\n\\clearpage\n".join(parts)))


def test_a_document_in_english_needs_no_chinese(typeset: Any) -> None:
    whole = lesson(report(*LECTURE), "en", 4)
    source = lesson_written(whole, "latex", Style(80))
    assert source.isascii()
    assert "CJK" not in source
    typeset(source)


def test_every_operator_is_set(typeset: Any) -> None:
    parts = []
    for sample in samples():
        whole = lesson(Report(evaluate(sample.graph, sample.at)), "en", 4)
        parts.append(lesson_written(whole, "latex", Style(80), fragment=True))
    typeset(document("\n".join(parts)))


def test_derivatives_are_set(typeset: Any) -> None:
    parts = []
    for sample in samples():
        try:
            found = derivatives(sample.graph, sample.differentiable(), shapes=sample.shapes)
        except GradcliError:
            continue
        parts.append(f"\\[{derivatives_latex(found.graph, found.output, found.entries)}\\]")
    hessian = derivatives(parse("f = (x1^2 + 2*x2)^2*sqrt(θ)"), ["x1", "θ"], order=2)
    parts.append(f"\\[{derivatives_latex(hessian.graph, hessian.output, hessian.entries)}\\]")
    typeset(document("\n".join(parts) + "\n"))


NAMES = (
    *("w_ih", "x_1", "x12", "a_b_c", "loss", "_x", "α1", "学习率", "权重_1", "é", "naïve_x", "Ж"),
    *GREEK.keys() - {"∂"},
    *("ᄒ", "ا", "𠮷", "Ꮳ"),  # scripts that the fonts do not have
)


def test_names_of_any_script_are_set(typeset: Any) -> None:
    program = " + ".join(f"{name}^2" for name in NAMES)
    typeset(document(written(program, dict.fromkeys(parse(program).inputs, 1.5))))


HOSTILE = (
    r'# \input{x} \def\a{b} 100% & # $x$ ~ ^ _ { } <b> | "quoted" ' + "'single' `tick` × → “”…"
)


def test_any_character_of_a_program_is_shown_and_not_obeyed(typeset: Any) -> None:
    typeset(document(written(f"{HOSTILE}\nx*2  # 注释 {HOSTILE}\n", {"x": 1})))


NUMBERS = {"x": [1e-12, -2.5e30], "A": [[1 / 3, -1], [2, 1e9]], "T": [[[1, 2]], [[3, 4]]]}


def test_numbers_and_arrays_are_set(typeset: Any) -> None:
    parts = [written("sum(x)*sum(A)*sum(T)", NUMBERS)]
    parts.append(written("1/x + x^-3", {"x": 0.0}, ieee=True))
    parts.append(written("x/y", {"x": 1, "y": 3}, exact=True))
    typeset(document("\n".join(parts)))


def test_a_test_that_is_skipped_here_fails_where_it_must_run() -> None:
    text = (Path(__file__).parents[3] / ".ci" / "run").read_text(encoding="utf-8")
    assert all(package in text for package in PACKAGES.split())
    assert "export CI=" in text
