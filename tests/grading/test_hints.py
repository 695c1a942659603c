"""The ladder of hints: from the author's question to the worked cell, in the student's numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

import pytest

from gradcli.grading.hints import PRICES, ladder
from gradcli.grading.key import Key, solve
from gradcli.grading.marking import Verdict, mark
from gradcli.grading.model import Exercise, Hint, Text
from gradcli.grading.paths import BLANK
from gradcli.grading.rule_sentences import RULES
from gradcli.operators import OPERATORS
from tests.grading.sets import keys

CHAIN = "chain rule: the upstream gradient times the local gradient; "

CIRCUIT = Exercise(
    "circuit",
    "q = x + y\nf = q * z",
    at={"x": "-2", "y": "5", "z": "-4"},
    hints=(
        Hint("", Text({"en": "Begin at f.", "zh": "从 f 开始。"})),
        Hint("∂f/∂x", Text({"": "Through which node?"})),
    ),
)


def texts(
    exercise: Exercise, quantity: str, typed: Mapping[str, str] | None = None, language: str = "en"
) -> list[str]:
    """Return the texts of the ladder for a quantity, after some answers."""
    key = solve(exercise)
    answers = {key.names.resolve(name): text for name, text in (typed or {}).items()}
    return [step.text for step in ladder(key, key.names.resolve(quantity), answers, language)]


def without_hints(program: str, **at: str) -> Exercise:
    return Exercise("e", program, at=at)


def test_the_steps_lead_from_the_authors_hints_to_the_worked_cell() -> None:
    assert texts(CIRCUIT, "df/dx") == [
        "Through which node?",
        "Begin at f.",
        CHAIN + "sum rule: the local gradient is 1 for each term",
        "x goes into q = x + y, with x = -2, y = 5",
        "df/dx = df/dq · ▢, with df/dq = -4",
        "df/dx = df/dq · dq/dx = (-4) · 1 = -4",
    ]


@pytest.mark.parametrize(
    ("program", "rules"),
    [
        ("y = x^3", ["power rule"]),
        ("y = 3^x", ["exponential rule"]),
        ("y = x^x", ["power rule", "exponential rule"]),
        ("q = x^2; y = q^q", ["power rule", "exponential rule"]),
    ],
)
def test_a_variable_in_the_exponent_has_the_exponential_rule(
    program: str, rules: list[str]
) -> None:
    cell = "dy/dq" if "q" in program else "dy/dx"
    hint = texts(without_hints(program, x="2"), cell)[0]
    assert [rule for rule in ("power rule", "exponential rule") if rule in hint] == rules


def test_the_steps_in_chinese() -> None:
    assert texts(CIRCUIT, "df/dx", language="zh-CN") == [
        "Through which node?",
        "从 f 开始。",
        "链式法则：上游梯度乘以局部梯度；加法法则：每一项的局部梯度都是 1",
        "x 进入 q = x + y，其中 x = -2，y = 5",
        "df/dx = df/dq · ▢，其中 df/dq = -4",
        "df/dx = df/dq · dq/dx = (-4) · 1 = -4",
    ]


def test_another_language_is_told_in_english() -> None:
    assert texts(CIRCUIT, "q", language="fr") == texts(CIRCUIT, "q")


def test_a_forward_value_is_led_to_through_its_operation() -> None:
    assert texts(CIRCUIT, "f")[1:] == [
        "a product: multiply the two operands",
        "f = q * z, with q = 3, z = -4",
        "f = 3·▢",
        "f = 3·(-4) = -12",
    ]


def test_a_local_gradient_is_led_to_through_its_rule() -> None:
    assert texts(without_hints("p = sigmoid(s); f = 3*p", s="0"), "dp/ds") == [
        "the local gradient of the sigmoid is its output times 1 minus its output",
        "s goes into p = sigmoid(s), with s = 0",
        "dp/ds = p·(1 - p) = ▢",
        "dp/ds = p·(1 - p) = 0.25",
    ]


def test_the_students_own_numbers_stand_in_the_hints() -> None:
    steps = texts(CIRCUIT, "df/dz", {"q": "2", "f": "-8"})
    assert steps[2:] == [
        "z goes into f = q * z, with q = 2, z = -4",
        "df/dz = q = ▢",
        "df/dz = q = 2",
    ]


def test_the_answer_that_a_hint_is_for_is_not_looked_at() -> None:
    typed = {"df/dx": "77", "q": "77"}
    assert texts(CIRCUIT, "q", {"q": "77"}) == texts(CIRCUIT, "q")
    assert texts(CIRCUIT, "df/dx", typed)[-1] == "df/dx = df/dq · dq/dx = (-4) · 1 = -4"


def test_an_unreadable_answer_is_not_used() -> None:
    assert texts(CIRCUIT, "f", {"q": "3,5"}) == texts(CIRCUIT, "f")


def test_of_several_paths_only_the_last_local_gradient_is_open() -> None:
    exercise = without_hints("u = a + 2; v = 3*a; f = u*v", a="2")
    assert texts(exercise, "df/da")[2:] == [
        "df/da = df/du · du/da + df/dv · ▢, with df/du = 6, df/dv = 4, du/da = 1",
        "df/da = df/du · du/da + df/dv · dv/da = 6 · 1 + 4 · 3 = 18",
    ]
    assert texts(exercise, "df/da")[1].startswith("a is used 2 times: ")


def test_both_edges_of_a_square_are_one_path() -> None:
    assert texts(without_hints("p = x*x; f = 4*p", x="5"), "df/dx")[-1] == (
        "df/dx = df/dp · dp/dx = 4 · 10 = 40"
    )
    assert texts(without_hints("p = x*x; f = 4*p", x="5"), "dp/dx")[-1] == "dp/dx = x + x = 10"


def test_a_matrix_product_leaves_the_upstream_gradient_open() -> None:
    exercise = without_hints("Y = X @ W; f = sum(U*Y)", X="[[1, 2]]", W="[[3], [4]]", U="[[5]]")
    assert texts(exercise, "df/dX")[2:] == [
        "df/dX = ▢ @ W.T, with df/dY = [[5]]",
        "df/dX = df/dY @ W.T = [[15, 20]]",
    ]


def test_what_was_stretched_is_added_up() -> None:
    exercise = without_hints("v = k*x; f = sum(v)", k="3", x="[2, 5]")
    steps = texts(exercise, "df/dk")
    assert "add up what arrives" in steps[0]
    assert steps[-1] == "df/dk = sum(df/dv · dv/dk) = sum([1, 1] · [2, 5]) = 7"


def test_a_gradient_that_cannot_arrive_says_so() -> None:
    exercise = without_hints("f = where(x > 0, 3*y, y)", x="2", y="3")
    assert texts(exercise, "df/dx") == ["no gradient flows from f to x", "df/dx = 0"]


def test_a_gradient_over_all_paths_of_an_inner_node() -> None:
    exercise = without_hints("u = x^2; v = 3*u; f = v*y", x="2", y="7")
    assert texts(exercise, "total dv/dx")[-1] == "total dv/dx = total dv/du · du/dx = 3 · 4 = 12"


def test_prices_rise_with_every_step() -> None:
    key = solve(CIRCUIT)
    prices = [step.price for step in ladder(key, key.names.resolve("df/dx"), {})]
    assert prices == [0, 0, Fraction(1, 10), Fraction(1, 4), Fraction(1, 2), 1]
    assert list(PRICES) == sorted(PRICES)


@pytest.mark.parametrize("key", [pytest.param(key, id=key.exercise.id) for key in keys()])
def test_the_worked_cell_is_a_right_answer_in_both_languages(key: Key) -> None:
    for quantity in key.quantities:
        for language in ("en", "zh"):
            last = ladder(key, quantity, {}, language)[-1]
            assert last.price == 1
            marking = mark(key, {quantity: last.text.rpartition("= ")[2]})
            cell = next(cell for cell in marking.cells if cell.quantity == quantity)
            assert cell.verdict is Verdict.CORRECT, last.text


def test_the_equation_before_the_last_step_has_a_blank() -> None:
    for key in keys():
        for quantity in key.quantities:
            for step in ladder(key, quantity, {}):
                assert (BLANK in step.text) == (step.price == PRICES[3])


def test_every_operator_of_the_sets_has_its_sentences_in_both_languages() -> None:
    used = {operator for key in keys() for operator in key.graph.operators}
    missing = used & OPERATORS.keys() - RULES.keys()
    assert not missing
    for sentences in RULES.values():
        assert sentences.keys() == {"en", "zh"}
        assert all(text for language in sentences.values() for text in language)
        assert not any("\u4e00" <= sign <= "\u9fff" for text in sentences["en"] for sign in text)


def test_the_sentences_are_of_operators_that_exist() -> None:
    assert RULES.keys() <= OPERATORS.keys()


@pytest.mark.parametrize("answer", ["0", "-1e300", "[1, 2]", "[[1]]", "no idea", "1/3", "10^6"])
def test_whatever_was_typed_the_ladder_stands(answer: str) -> None:
    for key in keys():
        typed = dict.fromkeys(key.quantities, answer)
        for quantity in key.quantities:
            for language in ("en", "zh"):
                steps = ladder(key, quantity, typed, language)
                assert steps[-1].price == 1
                assert not any("undefined" in step.text or "None" in step.text for step in steps)


def test_the_worked_cell_follows_from_the_students_own_numbers() -> None:
    counts: Counter[Verdict] = Counter()
    for key in keys():
        cells = [q for q in key.quantities if isinstance(key.truth[q], Fraction)]
        if not cells:
            continue
        first, *rest = cells
        slip = {first: str(key.truth[first] + 1000)}
        for quantity in rest:
            worked = ladder(key, quantity, slip)[-1].text.rpartition("= ")[2]
            marking = mark(key, {**slip, quantity: worked})
            cell = next(cell for cell in marking.cells if cell.quantity == quantity)
            counts[cell.verdict] += not cell.for_teacher
    assert counts.keys() - {Verdict.WRONG} == {Verdict.CORRECT, Verdict.CONSISTENT}
    assert counts[Verdict.WRONG] == 0
    assert counts[Verdict.CONSISTENT] > 100
