"""The lesson page as its readers use it: in a real browser, without a network."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from gradcli.engine import Derivation, evaluate
from gradcli.engine.coarse import coarsen
from gradcli.graph import GraphBuilder
from gradcli.language import parse
from gradcli.operators import WRITTEN
from gradcli.render.lesson.kinks import domain_texts, kink_sentences
from gradcli.render.lesson.page import draw_lesson
from gradcli.render.lesson.words import WORDS
from gradcli.render.picture.folding import number
from gradcli.render.quantities import on_one_line
from gradcli.render.report import Report, Style
from gradcli.render.view import View
from tests.browser import Browser

Bindings = Mapping[str, Any]
Open = Callable[..., Derivation]

SUM_AND_PRODUCT: tuple[str, Bindings] = ("q = x + y; f = q*z", {"x": -2, "y": 5, "z": -4})
FORK: tuple[str, Bindings] = ("a=2; b=a*3; c=a+2; d=b+4; e=c*d", {})
LARGEST: tuple[str, Bindings] = ("2*(x*y + max(z, w))", {"x": 3, "y": -4, "z": 2, "w": -1})
NEURON: tuple[str, Bindings] = (
    "sigmoid(w0*x0 + w1*x1 + w2)",
    {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3},
)
VECTOR: tuple[str, Bindings] = ("sum(w*w + 2*w + 1)", {"w": [1, 2, 3]})
NETWORK: tuple[str, Bindings] = (
    "h = relu(W1 @ x + b1); scores = W2 @ h + b2; loss = cross_entropy(scores, t)",
    {
        "W1": [[1, -1], [0.5, 2], [-1, 1]],
        "x": [1, 2],
        "b1": [0.5, -1, 0],
        "W2": [[1, 0, -1], [2, 1, 0.5]],
        "b2": [0, 0.1],
        "t": 1,
    },
)
LONG: tuple[str, Bindings] = (
    "sum(x*x) + sum(A)",
    {"x": [k / 7 for k in range(12)], "A": [[k, -k] for k in range(9)]},
)
LOGARITHM: tuple[str, Bindings] = ("y = x - 3; 2*log(y)", {"x": 5})
LESSONS = [SUM_AND_PRODUCT, FORK, LARGEST, NEURON, VECTOR, NETWORK, LONG, LOGARITHM]
NAMES = ["sum", "fork", "largest", "neuron", "vector", "network", "long", "logarithm"]
every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)

#: Keys, as a browser names them.
TAB, ENTER, HOME, END, LEFT, RIGHT = "\ue004", "\ue007", "\ue011", "\ue010", "\ue012", "\ue014"

#: The numbers of the picture that can be seen: {"value 3": "−12"}.
SEEN = """
return Object.fromEntries([...document.querySelectorAll("#picture text")]
  .filter((text) => text.dataset.node || text.dataset.edge)
  .filter((text) => getComputedStyle(text).visibility === "visible")
  .map((text) => [
    text.classList[0] + " " + (text.dataset.node ?? text.dataset.edge),
    [...text.querySelectorAll("tspan")].map((row) => row.textContent).join(" ") || text.textContent,
  ]));
"""

#: The rows of the table of all numbers.
ROWS = """
return [...document.querySelectorAll("#rows tr")]
  .map((row) => [...row.cells].map((cell) => cell.textContent));
"""


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Open:
    """Open the lesson page of a program; it has read the last page's complaints away."""

    def opened(program: str, values: Bindings, **how: Any) -> Derivation:
        derivation = evaluate(parse(program), values, ties=how.get("ties", "split"))
        show(browser, tmp_path, derivation, **how)
        return derivation

    browser.screen(1366)
    return opened


def show(browser: Browser, folder: Path, derivation: Derivation, **how: Any) -> None:
    asked = {name: how.pop(name) for name in ("wrt", "jacobian") if name in how}
    report = Report(derivation, **asked)
    file = folder / "lesson.html"
    file.write_text(draw_lesson(report, **how), encoding="utf-8")
    browser.complaints()
    browser.requests()
    browser.driver.get(file.as_uri())


def seen(browser: Browser) -> dict[str, str]:
    found: dict[str, str] = browser.run(SEEN)
    return {key: text.replace("\u2212", "-").replace("\u00a0", " ") for key, text in found.items()}


def card(browser: Browser) -> list[str]:
    return [" ".join(line.split()) for line in browser.text("card").splitlines()]


def assert_all_numbers(browser: Browser, expected: Derivation) -> None:
    """Compare the table and the picture with the engine, number by number."""
    view = View(Report(expected))
    shown = {row[0]: row[2:] for row in browser.run(ROWS)}
    for node in view.nodes:
        gradient = expected.upstream[node]
        texts = [on_one_line(expected.values[node]), "–" if gradient is None else gradient]
        wanted = [text if isinstance(text, str) else on_one_line(text) for text in texts]
        assert shown[view.labels[node]] == wanted
    picture = seen(browser)
    for mark, text in picture.items():
        kind, place = mark.split()
        column = {
            "value": expected.values,
            "upstream": expected.upstream,
            "local": expected.local,
            "contribution": expected.contributions,
        }[kind]
        found = column[int(place)]
        lead = "× " if kind == "local" else ""
        if kind == "local" and found is None:
            assert "∂" in text  # a vector-Jacobian product
        elif "array" not in text:
            assert text.split() == " ".join(number(found, Style(), lead=lead).lines).split(), mark
    assert len([mark for mark in picture if mark.startswith("value")]) == len(view.nodes)


# --- stepping


@every_lesson
def test_the_last_step_shows_every_number(
    lesson: tuple[str, Bindings], page: Open, browser: Browser
) -> None:
    derivation = page(*lesson)
    assert not seen(browser)
    browser.click("last")
    assert_all_numbers(browser, derivation)


def test_each_step_says_what_is_computed(page: Open, browser: Browser) -> None:
    page(*SUM_AND_PRODUCT)
    cards = []
    for _ in range(8):
        browser.click("next")
        cards.append(card(browser))
    assert cards == [
        ["Forward: the inputs", "x = -2", "y = 5", "z = -4"],
        ["Forward: q", "q = x + y = -2 + 5 = 3"],
        ["Forward: f", "f = q·z = 3·(-4) = -12"],
        ["Backward: start at f", "The gradient of f with respect to itself.", "∂f/∂f = 1"],
        [
            "Backward: from f to q",
            "local gradient",
            "∂f/∂q = z = -4",
            "upstream × local",
            "1 × (-4) = -4",
            "gradient of q",
            "∂f/∂q = -4",
        ],
        [
            "Backward: from f to z",
            "local gradient",
            "∂f/∂z = q = 3",
            "upstream × local",
            "1 × 3 = 3",
            "gradient of z",
            "∂f/∂z = 3",
        ],
        [
            "Backward: from q to x",
            "local gradient",
            "∂q/∂x = 1",
            "upstream × local",
            "-4 × 1 = -4",
            "gradient of x",
            "∂f/∂x = -4",
        ],
        [
            "Backward: from q to y",
            "local gradient",
            "∂q/∂y = 1",
            "upstream × local",
            "-4 × 1 = -4",
            "gradient of y",
            "∂f/∂y = -4",
        ],
    ]


def test_a_step_fills_in_its_number_and_lights_its_node(page: Open, browser: Browser) -> None:
    page(*SUM_AND_PRODUCT)
    lit = "return [...document.querySelectorAll('#picture g.now')].map((g) => ({...g.dataset}));"
    browser.click("next")
    assert seen(browser) == {"value 0": "-2", "value 1": "5", "value 3": "-4"}
    browser.click("next")
    assert seen(browser)["value 2"] == "3"
    assert {"node": "2"} in browser.run(lit)
    for _ in range(3):
        browser.click("next")
    assert seen(browser)["upstream 2"] == "-4"
    assert {"node": "2"} in browser.run(lit)
    browser.click("back")
    assert "upstream 2" not in seen(browser)


def test_contributions_are_added_where_a_node_is_used_twice(page: Open, browser: Browser) -> None:
    page(*FORK)
    browser.click("last")
    assert card(browser) == [
        "Backward: a is used 2 times",
        "Where paths meet, the contributions add up.",
        "∂e/∂a = 12 + 10 = 22",
    ]
    browser.click("back")
    assert card(browser)[-1] == "a is used 2 times: this is one of the addends."


def test_a_broadcast_operand_is_summed_over_its_axis(page: Open, browser: Browser) -> None:
    page("sum(A + b)", {"A": [[1, 2], [3, 4]], "b": [5, 6]})
    browser.click("last")
    assert "sum over axis 0 of [[1, 1], [1, 1]] × 1 = [2, 2]" in card(browser)


def test_a_product_of_matrices_shows_its_vector_jacobian_product(
    page: Open, browser: Browser
) -> None:
    page("Y = A @ x; sum(Y)", {"A": [[1, 2], [3, 4]], "x": [5, 6]})
    browser.click("last")
    assert card(browser)[1:3] == ["contribution", "A.T @ ∂out/∂Y = [4, 6]"]


def test_an_input_that_no_gradient_reaches_has_gradient_0(page: Open, browser: Browser) -> None:
    page("x*3 + detach(y)", {"x": 2, "y": 5})
    browser.click("last")
    assert_all_numbers(browser, evaluate(parse("x*3 + detach(y)"), {"x": 2, "y": 5}))
    page("cross_entropy(s, t)", {"s": [1, 2], "t": 1})
    browser.click("last")
    assert card(browser) == [
        "Backward: t",
        "No gradient flows here: the gradient is 0.",
        "∂out/∂t = 0",
    ]


def test_a_seed_is_where_the_backward_pass_starts(browser: Browser, tmp_path: Path) -> None:
    derivation = evaluate(parse("2*x"), {"x": [1, 2]}, seed=[1, 10])
    browser.screen(1366)
    show(browser, tmp_path, derivation)
    browser.click("last")
    assert_all_numbers(browser, derivation)
    assert card(browser)[-1] == "∂out/∂x = [2, 20]"


def test_without_gradients_a_lesson_goes_forward_only(browser: Browser, tmp_path: Path) -> None:
    derivation = evaluate(parse("2*x"), {"x": [1, 2]}, seed=[1, 1])
    browser.screen(1366)
    show(browser, tmp_path, derivation, jacobian={})
    browser.click("last")
    assert card(browser) == ["Forward: out", "out = 2·x = 2·[1, 2] = [2, 4]"]
    assert not browser.driver.find_element("id", "quiz").is_displayed()


def test_only_the_gradients_that_are_wanted_are_gone_through(
    browser: Browser, tmp_path: Path
) -> None:
    browser.screen(1366)
    show(browser, tmp_path, evaluate(parse("(x+y)*z"), SUM_AND_PRODUCT[1]), wrt=("z",))
    browser.click("last")
    assert card(browser)[-1] == "∂out/∂z = 3"
    assert browser.text("progress") == "step 5 of 5"


# --- changing the inputs


CHANGES: list[tuple[tuple[str, Bindings], Bindings]] = [
    (SUM_AND_PRODUCT, {"x": 0.1, "z": -1e6}),
    (FORK, {"a": -3}),
    (LARGEST, {"w": 7}),
    (LARGEST, {"w": 2}),
    (NEURON, {"w2": 40}),
    (VECTOR, {"w": [0.5, -1, 1e-3]}),
    (NETWORK, {"x": [-1, 0.25], "t": 0}),
]


@pytest.mark.parametrize(("lesson", "change"), CHANGES)
def test_a_changed_input_changes_every_number(
    lesson: tuple[str, Bindings], change: Bindings, page: Open, browser: Browser
) -> None:
    graph = page(*lesson).graph
    browser.click("last")
    for name, value in change.items():
        browser.type(f"input-{graph.inputs[name]}", str(value))
    expected = evaluate(graph, {**lesson[1], **change})
    browser.press(ENTER)
    browser.click("last")
    assert_all_numbers(browser, expected)
    assert browser.complaints() == []


def test_the_reason_for_a_local_gradient_follows_the_numbers(page: Open, browser: Browser) -> None:
    graph = page("max(z, w)", {"z": 2, "w": -1}).graph
    browser.click("last")
    assert "∂out/∂w = 0 (w < z)" in card(browser)
    browser.type(f"input-{graph.inputs['w']}", "5")
    assert "∂out/∂w = 1 (w > z)" in card(browser)
    browser.type(f"input-{graph.inputs['w']}", "2")
    assert "∂out/∂w = 0.5 (w = z)" in card(browser)
    note = "max(z, w) at z = w: the gradient is shared equally among the tied operands"
    assert f"note: {note}, by convention" in card(browser)


def test_a_branch_not_taken_is_not_evaluated(page: Open, browser: Browser) -> None:
    graph = page("where(x > 0, log(x), 2*x)", {"x": 1}).graph
    browser.type(f"input-{graph.inputs['x']}", "-3")
    browser.click("last")
    rows = {row[1]: row[2] for row in browser.run(ROWS)}
    assert rows["log(x)"] == "not evaluated"
    assert browser.run(ROWS)[0][3] == "2"


def test_where_there_is_no_value_the_page_says_why_and_shows_none(
    page: Open, browser: Browser
) -> None:
    graph = page(*LOGARITHM).graph
    field = f"input-{graph.inputs['x']}"
    browser.click("last")
    browser.type(field, "3")
    assert browser.text("alert") == (
        "log(y) is not defined here: y = 0. It needs y > 0. Change an input."
    )
    assert seen(browser) == {"value 0": "3"}
    assert not browser.driver.find_element("id", "stepper").is_displayed()
    browser.type(field, "4")
    assert browser.text("alert") == ""
    browser.click("last")
    assert_all_numbers(browser, evaluate(graph, {"x": 4}))


def test_too_large_a_value_is_told_too(page: Open, browser: Browser) -> None:
    graph = page("exp(x)", {"x": 1}).graph
    browser.type(f"input-{graph.inputs['x']}", "1000")
    assert "too large" in browser.text("alert")


@pytest.mark.parametrize("typed", ["", "abc", "1,5", "[1, 2]", "1e999", "alert(1)", "inf"])
def test_what_is_no_number_changes_nothing(typed: str, page: Open, browser: Browser) -> None:
    derivation = page(*SUM_AND_PRODUCT)
    browser.type("input-0", typed)
    assert browser.text("problem-0") == "Write a number, such as -4, 0.25 or 1/3."
    browser.click("last")
    assert_all_numbers(browser, derivation)
    browser.click("reset")
    assert browser.driver.find_element("id", "input-0").get_attribute("value") == "-2"


def test_numbers_typed_with_an_input_method_are_read(page: Open, browser: Browser) -> None:
    graph = page(*VECTOR).graph
    browser.type("input-0", "【１，２，－１/２】")
    browser.click("last")
    assert_all_numbers(browser, evaluate(graph, {"w": [1, 2, -0.5]}))


READ_ONLY: list[tuple[Callable[[], Derivation], str]] = [
    (
        lambda: evaluate(parse("x/y"), {"x": 1, "y": 3}, exact=True),
        "exact fractions",
    ),
    (lambda: coarsen(evaluate(parse("q = x*x + 1; q*y"), {"x": 3, "y": 2})), "x*x + 1"),
]


@pytest.mark.parametrize(("make", "reason"), READ_ONLY, ids=["exact", "coarse"])
def test_what_cannot_be_computed_again_is_shown_as_it_is(
    make: Callable[[], Derivation], reason: str, browser: Browser, tmp_path: Path
) -> None:
    derivation = make()
    browser.screen(1366)
    show(browser, tmp_path, derivation)
    assert reason in browser.text("inputs-how")
    assert browser.driver.find_element("id", "input-0").get_attribute("readonly")
    browser.click("last")
    assert_all_numbers(browser, derivation)
    assert browser.complaints() == []


# --- the hidden gradients


def test_a_student_fills_in_the_gradients(page: Open, browser: Browser) -> None:
    page(*FORK)
    browser.click("quiz")
    assert [mark for mark in seen(browser) if mark.startswith(("upstream", "contr"))] == [
        "upstream 7"
    ]
    asked = "return [...document.querySelectorAll('#answers label')].map((l) => l.textContent);"
    assert browser.run(asked) == ["∂e/∂c =", "∂e/∂d =", "∂e/∂b =", "∂e/∂a ="]
    a, c = 0, 4
    browser.type(f"answer-{a}", "12")
    assert browser.text(f"verdict-{a}") == (
        "✗ not yet: take upstream × local along ∂b/∂a, ∂c/∂a, and add"
    )
    assert f"upstream {a}" not in seen(browser)
    browser.type(f"answer-{a}", "twelve")
    assert browser.text(f"verdict-{a}") == "Write a number, such as -4, 0.25 or 1/3."
    browser.type(f"answer-{a}", "22")
    assert browser.text(f"verdict-{a}") == "✓ right"
    assert seen(browser)[f"upstream {a}"] == "22"
    assert f"upstream {c}" not in seen(browser)
    assert browser.text("score") == "1 of 4 right"


def test_the_answers_are_nowhere_to_be_read(page: Open, browser: Browser) -> None:
    page("a=2; b=a*31; b*b", {})
    browser.click("quiz")
    browser.run("document.querySelector('details').open = true")
    assert "3844" in browser.text("rows")
    assert "3844" in browser.text("picture").replace("\u2212", "-")
    for gradient in ("3844.", "124", "7688"):
        assert gradient not in browser.run("return document.body.innerText;")


def test_a_list_of_another_shape_is_told(page: Open, browser: Browser) -> None:
    page(*VECTOR)
    browser.click("quiz")
    browser.type("answer-0", "4")
    assert browser.text("verdict-0") == "a list of the shape 3 is asked"
    browser.type("answer-0", "[4, 6, 9]")
    assert browser.text("verdict-0").startswith("✗ not yet")
    browser.type("answer-0", "[4, 6, 8]")
    assert browser.text("verdict-0") == "✓ right"


def test_new_numbers_ask_anew(page: Open, browser: Browser) -> None:
    page(*FORK)
    browser.click("quiz")
    browser.type("answer-0", "22")
    browser.type("input-0", "1")
    assert browser.text("score") == "0 of 4 right"
    browser.type("answer-0", "16")
    assert browser.text("verdict-0") == "✓ right"


# --- the keyboard alone, and those who listen


def test_arrow_keys_step(page: Open, browser: Browser) -> None:
    page(*SUM_AND_PRODUCT)
    browser.press(RIGHT, RIGHT, RIGHT, LEFT)
    assert browser.text("progress") == "step 2 of 8"
    browser.press(END)
    assert browser.text("progress") == "step 8 of 8"
    browser.press(RIGHT, HOME, LEFT)
    assert browser.text("progress") == "step 0 of 8"


def test_everything_can_be_done_with_the_keyboard_alone(page: Open, browser: Browser) -> None:
    page(*SUM_AND_PRODUCT)
    reached: list[str] = []
    for _ in range(20):
        browser.press(TAB)
        focused = browser.run("return document.activeElement.id || document.activeElement.tagName;")
        if reached and focused == reached[0]:
            break
        reached.append(focused)
    wanted = ["quiz", "switch", "picture", "first", "back", "next", "last"]
    fields = ["input-0", "input-1", "input-3", "reset", "SUMMARY"]
    assert [place for place in reached if place in {*wanted, *fields}] == [*wanted, *fields]
    browser.press(*[TAB] * 2)
    browser.run("document.getElementById('quiz').focus()")
    browser.press(ENTER)
    for answer in ("-4", "3", "-4", "-4"):
        browser.press(*answer, ENTER)
    assert browser.text("score") == "4 of 4 right"


def test_arrows_move_the_cursor_in_a_field(page: Open, browser: Browser) -> None:
    page(*SUM_AND_PRODUCT)
    browser.driver.find_element("id", "input-0").send_keys(LEFT, RIGHT, HOME)
    assert browser.text("progress") == "step 0 of 8"


@every_lesson
def test_every_control_has_a_name_for_screen_readers(
    lesson: tuple[str, Bindings], page: Open, browser: Browser
) -> None:
    browser.driver.execute_cdp_cmd("Accessibility.enable", {})
    page(*lesson)
    for identity in ("next", "quiz"):
        browser.click(identity)
        tree = browser.driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        controls = [n for n in tree if n.get("role", {}).get("value") in ("button", "textbox")]
        assert len(controls) > 5
        assert [n for n in controls if not n.get("name", {}).get("value")] == []


def test_a_step_is_announced(page: Open, browser: Browser) -> None:
    page(*SUM_AND_PRODUCT)
    assert browser.driver.find_element("id", "card").get_attribute("aria-live") == "polite"


# --- languages


def test_the_page_speaks_chinese(page: Open, browser: Browser) -> None:
    page(*SUM_AND_PRODUCT, language="zh")
    assert browser.run("return document.documentElement.lang;") == "zh-CN"
    browser.click("last")
    assert card(browser) == [
        "反向：从 q 到 y",
        "局部梯度",
        "∂q/∂y = 1",
        "上游 × 局部",
        "-4 × 1 = -4",
        "y 的梯度",
        "∂f/∂y = -4",
    ]
    browser.click("switch")
    assert card(browser)[0] == "Backward: from q to y"
    assert browser.run("return document.documentElement.lang;") == "en"
    browser.click("switch")
    words = re.findall(r"[A-Za-z]{2,}", browser.run("return document.body.innerText;"))
    assert set(words) <= {"gradcli", "English", "Home", "End"}


def test_a_title_has_a_text_for_each_language(page: Open, browser: Browser) -> None:
    page(*SUM_AND_PRODUCT, titles={"en": "A sum into a product", "zh": "先加后乘"})
    assert browser.driver.title == "A sum into a product"
    browser.click("switch")
    assert browser.driver.title == "先加后乘"


def test_conventions_and_domains_are_told_in_chinese() -> None:
    for row in WRITTEN.values():
        if not row.samples or row.variadic:
            continue
        builder = GraphBuilder("f")
        node = builder.add(row.name, tuple(map(builder.input, row.operands)), None, 0, 1)
        graph = builder.build(node)
        told = [sentence["zh"] for sentence in kink_sentences(graph, node, row, "split")]
        if row.domain.holds is not None:
            told.append(domain_texts(graph, node, row)["zh"])
        names = {*row.operands, "slope", "alpha", "inf", "floor", "pi", "delta", "log"}
        words = {word for text in told for word in re.findall(r"[A-Za-z]{2,}", text)}
        assert words <= names, row.name


def test_where_zero_meets_infinity_the_page_says_so(page: Open, browser: Browser) -> None:
    page("x*sqrt(x)*0 + 0*sqrt(x)", {"x": 0})
    browser.click("last")
    for _ in range(12):
        if "note: 0 times infinity is not a number: nan begins here." in card(browser):
            return
        browser.click("back")
    raise AssertionError("nothing was said")


def test_every_word_is_there_in_every_language() -> None:
    for texts in WORDS.values():
        assert set(texts) == {"en", "zh"}
        places = [set(re.findall(r"{\w+}", text)) for text in texts.values()]
        assert places[0] == places[1] or not places[1] - places[0]


# --- screens


@every_lesson
@pytest.mark.parametrize("width", [360, 768, 1366, 1920])
def test_no_page_scrolls_sideways(
    lesson: tuple[str, Bindings], width: int, page: Open, browser: Browser
) -> None:
    browser.screen(width)
    page(*lesson)
    for identity in ("last", "quiz"):
        browser.run("document.getElementById(arguments[0]).click()", identity)
        assert browser.run("return document.documentElement.scrollWidth;") <= width


def test_a_picture_that_has_room_does_not_scroll(page: Open, browser: Browser) -> None:
    page(*VECTOR)
    browser.screen(1366, 700)
    browser.driver.refresh()
    over = "const p = document.getElementById('picture'); return p.scrollWidth - p.clientWidth;"
    assert browser.run(over) <= 0


def test_dark_and_light_are_the_readers_choice(page: Open, browser: Browser) -> None:
    page(*SUM_AND_PRODUCT)
    ground = "return getComputedStyle(document.body).backgroundColor;"
    assert browser.run(ground) == "rgb(255, 255, 255)"
    browser.screen(1366, dark=True)
    assert browser.run(ground) == "rgb(18, 22, 28)"
    browser.screen(1366)


# --- safety


@every_lesson
def test_a_page_asks_for_nothing_and_complains_of_nothing(
    lesson: tuple[str, Bindings], page: Open, browser: Browser
) -> None:
    page(*lesson)
    for identity in ("last", "first", "switch", "quiz", "switch", "quiz", "reset"):
        browser.click(identity)
    assert browser.complaints() == []
    assert [url for url in browser.requests() if not url.startswith("file://")] == []


HOSTILE = [
    "</script><script>document.title = 'harm'</script>",
    "<b onclick=\"document.title='harm'\">bold</b>",
    "]]> --> <!-- {{script}} ${1} `",
    "a\u2028b\u2029c'\"\\",
    "<img src=x onerror=\"document.title='harm'\">",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_titles_and_programs_are_text_whatever_is_in_them(
    text: str, page: Open, browser: Browser
) -> None:
    comment = text.replace("\u2028", " ").replace("\u2029", " ")
    derivation = page(f"x*y # {comment}", {"x": 2, "y": 3}, titles={"en": text})
    assert browser.run("return document.querySelector('h1').textContent;") == text
    browser.click("last")
    assert_all_numbers(browser, derivation)
    assert browser.complaints() == []


def test_the_policy_of_the_page_stops_any_other_script(page: Open, browser: Browser) -> None:
    page(*SUM_AND_PRODUCT)
    browser.run(
        "const s = document.createElement('script'); s.textContent = 'document.title = \"harm\"';"
        "document.body.append(s); const i = new Image(); i.src = 'https://localhost/x.png';"
    )
    assert browser.driver.title != "harm"
    assert all("Content Security Policy" in complaint for complaint in browser.complaints())


class _Tags(HTMLParser):
    """The tags of a page, and the addresses in their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = ("src", "href", "srcset", "action", "xlink:href")
        self.addresses += [value or "" for name, value in attrs if name in names]
        if tag not in ("meta", "link", "input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def test_the_page_is_one_well_formed_file() -> None:
    report = Report(evaluate(parse(SUM_AND_PRODUCT[0]), SUM_AND_PRODUCT[1]))
    text = draw_lesson(report)
    tags = _Tags()
    tags.feed(text)
    assert (tags.open, tags.faults, tags.addresses) == ([], [], [])
    assert "eval(" not in text
    assert "innerHTML" not in text
    assert "−12" in text  # without a script the picture still has its numbers


def test_a_page_carries_only_what_its_operators_need() -> None:
    def script(program: str, values: Bindings) -> str:
        report = Report(evaluate(parse(program), values))
        return draw_lesson(report)

    assert "softmax" not in script(*SUM_AND_PRODUCT)
    assert "const erf" not in script("x*y", {"x": 1, "y": 2})
    assert "const erf" in script("erf(x)", {"x": 1})
