"""A lesson tells the derivation: its numbers are those of the engine, in every form."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

from gradcli import evaluate, read_value
from gradcli.engine.derivation import carries
from gradcli.operators import OPERATORS, WRITTEN
from gradcli.operators.declaration import TIES, Kink
from gradcli.render import Report, Style
from gradcli.render.cells import cells
from gradcli.render.explanation.forms import lesson_written
from gradcli.render.explanation.lesson import Lesson, lesson
from gradcli.render.explanation.paths import MOST_PATHS
from gradcli.render.explanation.text import words
from gradcli.render.explanation.words import LESSON
from gradcli.render.formula_words import formula_said
from gradcli.render.formulas import Equation, plain
from gradcli.render.languages import LANGUAGES
from gradcli.render.notice_words import NOTICES, notice_translated
from gradcli.render.view import View
from tests import console
from tests.calculus.samples import Sample, samples
from tests.render.reports import LARGEST, LECTURE, MATRICES, NEURON, SHARED, VECTOR, report

FORMS = ("text", "markdown", "latex", "html")
PART = re.compile(r"\{(\w+)\}")
SAMPLES = list(samples())


def told(program: str, values: dict[str, Any] | None = None, **asked: Any) -> Lesson:
    language, digits = asked.pop("language", "en"), asked.pop("digits", 4)
    return lesson(report(program, values, **asked), language, digits)


def shown(whole: Lesson, form: str = "text", **settings: Any) -> str:
    return lesson_written(whole, form, Style(80), **settings)


def equations(whole: Lesson) -> list[list[str]]:
    """Return the sides of every equation of a lesson, as text."""
    sentences = [
        sentence
        for section in whole.sections
        for item in section.items
        for sentence in (item.sentence, *item.lines)
    ]
    return [
        [plain(side) for side in piece.sides]
        for sentence in sentences
        for piece in sentence
        if isinstance(piece, Equation)
    ]


def number(text: str) -> Any:
    """Return the number or array that a text is."""
    return read_value(text)


def is_told(found: list[list[str]], left: str, value: Any) -> bool:
    """Return whether some equation with that left side ends in a value, digit by digit."""
    ends = [sides[-1] for sides in found if sides[0] == left and len(sides) > 1]
    return any(np.array_equal(number(end), value) for end in ends if end[-1] in "0123456789]")


PROGRAMS = [LECTURE, SHARED, VECTOR, MATRICES, NEURON, LARGEST]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("program", "values"), PROGRAMS, ids=[row[0] for row in PROGRAMS])
def test_the_numbers_of_the_text_are_those_of_the_derivation(
    program: str, values: dict[str, Any], language: str
) -> None:
    asked = report(program, values)
    derivation, graph = asked.derivation, asked.derivation.graph
    found = equations(lesson(asked, language, 17))
    labels = View(asked).labels
    for node in range(len(graph)):
        if graph.depends[node]:
            gradient = f"∂{labels[graph.output]}/∂{labels[node]}"
            assert is_told(found, labels[node], derivation.values[node])
            assert is_told(found, gradient, derivation.upstream[node])
    products = [number(sides[-1]) for sides in found if "×" in sides[0]]
    for edge in graph.edges():
        elementwise = OPERATORS[graph.operators[edge.node]].elementwise
        if elementwise and carries(graph, edge.node, edge.position, edge.operand):
            contribution = derivation.contributions[edge.id]
            assert any(np.array_equal(contribution, one) for one in products) or np.ndim(
                contribution
            ) < np.ndim(derivation.values[edge.node])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_power_is_told_with_the_rule_of_its_variable(language: str) -> None:
    power, exponential = {
        "en": ("power rule", "exponential rule"),
        "zh": ("幂法则", "指数函数法则"),
    }[language]
    for program, told_rules in {
        "x^3": (True, False),
        "3^x": (False, True),
        "e^x": (False, True),
        "x^x": (True, True),
        "x^2 + 2^x": (True, True),
    }.items():
        text = shown(told(program, {"x": 2}, language=language))
        assert (power in text, exponential in text) == told_rules
        assert ("log(" in text) == (exponential in text and program != "e^x")


def test_the_products_of_numbers_are_right() -> None:
    for program, values in PROGRAMS:
        for sides in equations(told(program, values, digits=17)):
            for side in sides[:-1]:
                if re.fullmatch(r"[-\d(][-\d.e ×()]*", side):
                    product = number(side.replace("×", "*"))
                    assert product == pytest.approx(number(sides[-1]))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.operator)
def test_every_operator_can_be_told_in_every_form(sample: Sample) -> None:
    asked = Report(evaluate(sample.graph, sample.at), wrt=tuple(sample.differentiable()))
    for language in LANGUAGES:
        whole = lesson(asked, language, 4)
        assert all(shown(whole, form) for form in FORMS)


# --- the chain rule over paths


def chain_rule(whole: Lesson) -> list[str]:
    section = next(one for one in whole.sections if "chain rule" in words(one.heading))
    return [words(section.intro), *(words(item.sentence) for item in section.items)]


def test_one_path_is_one_product() -> None:
    assert chain_rule(told("q = x + y; f = q*z", LECTURE[1], wrt=("x",))) == [
        "One path leads from x to f; along it the local gradients are multiplied.",
        "∂f/∂x = ∂f/∂q · ∂q/∂x = z · 1 = -4 × 1 = -4",
    ]


def test_several_paths_are_added_up() -> None:
    assert chain_rule(told(*SHARED, wrt=("a",)))[1:] == [
        "∂e/∂d · ∂d/∂b · ∂b/∂a = c · 1 · 3 = 4 × 1 × 3 = 12",
        "∂e/∂c · ∂c/∂a = d · 1 = 10 × 1 = 10",
        "Together: ∂e/∂a = 12 + 10 = 22",
    ]


def test_no_path_is_said() -> None:
    assert "gradient is 0" in chain_rule(told("q = x; y*2", {"x": 1, "y": 2}, wrt=("x",)))[0]


def test_very_many_paths_are_counted_and_the_first_written() -> None:
    program = "x0 = x*1\n" + "\n".join(f"x{i + 1} = x{i} + x{i}" for i in range(100))
    lines = chain_rule(told(program, {"x": 1}, wrt=("x",)))
    assert lines[0].startswith("1,000,000,000,000,000+ paths lead from x to x100: too many")
    assert len(lines) == MOST_PATHS + 2
    assert lines[-1].endswith(str(2**100) if 2**100 < 10**15 else "1.268e+30")


def test_the_paths_of_arrays_add_up_to_the_gradient() -> None:
    lines = chain_rule(told(*VECTOR, wrt=("w",)))
    assert lines[-1] == "Together: ∂out/∂w = [1, 2, 3] + [1, 2, 3] + [2, 2, 2] = [4, 6, 8]"


def test_a_seed_is_the_first_factor() -> None:
    lines = chain_rule(told("q = x + y; f = q*z", LECTURE[1], wrt=("x",), seed=3.0))
    assert lines[-1].endswith("= 3 × (-4) × 1 = -12")


# --- what is said beside the numbers


def test_broadcasting_is_said_in_words() -> None:
    text = shown(told(*MATRICES), "markdown")
    assert "c was stretched along axis 0, so the sum along it is taken" in text
    text = shown(told("sum(w*b)", {"w": [1, 2], "b": 3}), "markdown")
    assert "b was used for every element, so all of these are added up: 3" in text


def test_what_an_array_operator_hands_on_is_a_formula() -> None:
    text = shown(told("L = sum(A @ B)", {"A": [[1, 2]], "B": [[3], [4]]}))
    assert "to A: ∂L/∂q @ B.T = [[3, 4]]" in text
    latex = shown(told("L = sum(A @ B)", {"A": [[1, 2]], "B": [[3], [4]]}), "latex")
    assert r"\frac{\partial L}{\partial q} \, B ^{\top}" in latex


def test_a_kink_is_a_remark_in_both_languages() -> None:
    assert "relu(x) at x = 0: the gradient is 0, by convention." in shown(told("relu(x)", {"x": 0}))
    chinese = shown(told("relu(x)", {"x": 0}, language="zh"))
    assert "relu(x) 在 x = 0 处：按约定，梯度取 0。" in chinese


KINKS = [
    pytest.param(kink, id=f"{row.name} {kink.where}")
    for row in WRITTEN.values()
    for kink in row.kinks
]


@pytest.mark.parametrize("kink", KINKS)
def test_every_convention_is_said_in_chinese(kink: Kink) -> None:
    for ties in TIES.values():
        gradient = kink.gradient.replace("{ties}", ties)
        sentence = f"f(x) at x = 0: the gradient is {gradient}, by convention"
        if not kink.blocks:
            said = re.sub("slope|alpha|floor", "", notice_translated(sentence, "zh"))
            assert not re.search(r"[a-z]{4}", said), said
            assert not re.search(r"[\u4e00-\u9fff] [\u4e00-\u9fff]|取[由全并]", said), said
    if kink.note and re.search(r"[a-z]{4}", kink.note) and not kink.blocks:
        assert re.search(r"[\u4e00-\u9fff]", notice_translated(kink.note, "zh")), kink.note
    if kink.blocks:
        assert "阻断" in notice_translated(f"f(x): {kink.note}", "zh")


SAFE = sorted({case.why for row in WRITTEN.values() for case in row.safe_steps})


@pytest.mark.parametrize("why", SAFE)
def test_why_other_steps_are_shown_is_said_in_chinese(why: str) -> None:
    said = notice_translated(f"f(x) is shown in other steps than usual: {why}", "zh")
    assert not re.search(r"[a-z]{4}", said)


@pytest.mark.parametrize("name", LESSON)
def test_every_text_is_there_in_every_language_with_the_same_parts(name: str) -> None:
    assert tuple(LESSON[name]) == LANGUAGES
    parts = [set(PART.findall(text)) for text in LESSON[name].values()]
    assert all(found == parts[0] for found in parts)


@pytest.mark.parametrize("phrase", NOTICES)
def test_a_translated_notice_has_the_parts_of_the_notice(phrase: str) -> None:
    assert set(PART.findall(NOTICES[phrase]["zh"])) == set(PART.findall(phrase))


def test_a_branch_not_taken_and_a_missing_gradient_are_said() -> None:
    text = shown(told("where(x > 0, sqrt(x), y)", {"x": -1, "y": 2}))
    assert "not evaluated, since this branch is not taken" in text
    assert "this gradient does not exist" in shown(told("atan2(x, y)", {"x": 0, "y": 0}))


def test_nothing_is_differentiated_without_variables() -> None:
    assert "has no variables" in shown(told("1/3"))


# --- forms


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_text_fits_on_the_screen(columns: int) -> None:
    for program, values in (SHARED, NEURON, VECTOR):
        for language in LANGUAGES:
            whole = told(program, values, language=language)
            text = lesson_written(whole, "text", Style(columns))
            lines = text.splitlines()[program.count("\n") + 1 :]
            assert max(map(console.width, lines)) <= columns


class Page(HTMLParser):
    """Counts the elements of a page, and makes sure that each is closed."""

    VOID = ("meta", "mspace")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002 - the base's
        self.seen.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


HOSTILE = 'x = 1 # <b>bold</b> & "quoted" *stars* _under_ `tick` $math$ \\def % ~ ^ { }\nx*2'


def test_a_page_is_closed_and_shows_every_character() -> None:
    page = Page()
    page.feed(shown(told(HOSTILE), "html"))
    page.close()
    assert page.open == []
    assert "b" not in page.seen
    assert HOSTILE.splitlines()[0] in page.text
    assert not re.search(r"https?://(?!www\.w3\.org)|<script|<link", shown(told(HOSTILE), "html"))


def test_a_fragment_is_no_document() -> None:
    assert shown(told("x", {"x": 1}), "html", fragment=True).startswith("<article")
    latex = shown(told("x*2", {"x": 1}), "latex", fragment=True)
    assert r"\documentclass" not in latex
    assert r"\begin{document}" not in latex


def test_markdown_shows_names_as_they_are() -> None:
    text = shown(told("w_1*w_2", {"w_1": 1, "w_2": 2}), "markdown")
    assert r"w\_1·w\_2" in text


def test_a_long_program_is_told_from_both_ends_in_every_form() -> None:
    program = "\n".join(["x0 = x*1", *(f"x{i + 1} = sin(x{i})*x{i}" for i in range(2000))])
    whole = told(program, {"x": 0.3}, wrt=("x",))
    for form in FORMS:
        text = shown(whole, form)
        assert "more steps" in text
        assert len(text) < 400_000


@pytest.mark.parametrize(
    ("program", "line"),
    [
        ("b = 3*a; c = a + 2; b*c", "to a: ∂b/∂a = 3, so it receives 4 × 3 = 12"),
        ("q = a^2; a*q", "to a: local gradient q = 4, so it receives 1 × 4 = 4"),
        ("a*a", "to a: local gradient a = 2, so it receives 1 × 2 = 2"),
        ("p = 2*a; q = p + a; q^2", "to a: local gradient 1, so it receives 12 × 1 = 12"),
    ],
)
def test_a_local_gradient_is_a_derivative_where_no_other_path_leads(
    program: str, line: str
) -> None:
    assert f"     {line}\n" in shown(told(program, {"a": 2.0}))


WORDED = sorted(
    {t for row in OPERATORS.values() for t in row.vjp_text if re.search(r"[a-z]{4} ", t)}
)


@pytest.mark.parametrize("formula", WORDED)
def test_the_words_of_a_formula_are_said_in_chinese(formula: str) -> None:
    said = formula_said(formula, "zh")
    names = r"(scores|target|margin|sum|delta|clamp|sign|_)"
    assert not re.search(r"[A-Za-z]{2,}", re.sub(names, "", said)), said
    assert formula_said(formula, "en") == formula


def test_what_arrays_hand_on_is_said_in_chinese_in_every_form() -> None:
    told_of = told("L = prod(x) + mean(x)", {"x": [1, 2]}, language="zh")
    text = shown(told_of)
    assert "（每个元素相同） = [0.5, 0.5]" in text
    assert "x 的其余元素之积" in text
    for form in ("latex", "html", "markdown"):
        page = shown(told_of, form)
        assert "其余元素之积" in page
        assert "every element" not in page
        assert "operatorname{}" not in page


@pytest.mark.parametrize("form", ["text", "markdown", "html", "latex"])
def test_a_large_array_is_named_in_chinese(form: str) -> None:
    page = shown(told("sum(A)", {"A": np.ones((10, 20))}, language="zh"), form)
    assert page.count("10x20 的数组") == 4
    assert "20 array" not in page


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_chinese_fills_its_lines(columns: int) -> None:
    """A line is broken only where not even the next two signs of Chinese would have fitted."""
    whole = told("sum(relu(x))", {"x": [1, 2]}, language="zh")
    text = lesson_written(whole, "text", Style(columns))
    lines = text.splitlines()
    (at,) = [place for place, line in enumerate(lines) if "从输出出发" in line]
    assert cells(lines[at]) <= columns
    assert cells(lines[at]) > columns - 4 - len("× ") - 4
    assert not re.search("(?m)^ *[，。；：、”）]", text)
    assert not re.search("(?m)^ *[\u4e00-\u9fff]$", text)
