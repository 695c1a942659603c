"""A session as a conversation: lines in, what is shown out, without a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import pytest

from gradcli.grading.key import Key, Keys
from gradcli.grading.marking import Marking, Verdict
from gradcli.grading.quantities import Quantity
from gradcli.grading.session import Asked, Hinted, Judged, Question, Said, Session, Show, State
from gradcli.grading.sheets import computed
from tests.grading.sheets import SET, exercises


class Step(NamedTuple):
    text: str
    price: Fraction


def ladder(_key: Key, quantity: Quantity, _typed: Mapping[Quantity, str]) -> Sequence[Step]:
    if quantity.text == "y":
        return ()
    return (Step("free", Fraction(0)), Step("rule", Fraction(1, 10)), Step("all", Fraction(1)))


def session(text: str = SET) -> Session:
    found = exercises(text)
    return Session(computed(found, Keys(found)), ladder)


def told(shows: Sequence[Show]) -> list[str]:
    """Return what is shown, in a word each."""
    return [_told(show) for show in shows]


def _told(show: Show) -> str:
    if isinstance(show, Asked):
        return f"ask {show.question.quantity.text}"
    if isinstance(show, Judged):
        return show.cell.verdict.value
    return show.word if isinstance(show, Said) else f"hint {show.text}"


def talk(*lines: str, text: str = SET) -> tuple[State, list[str]]:
    """Return the state after some lines, and what the last one showed."""
    spoken = session(text)
    turn = spoken.begin({})
    for line in lines:
        turn = spoken.step(turn.state, line)
    return turn.state, told(turn.shows)


TALKS: list[tuple[tuple[str, ...], list[str]]] = [
    ((), ["welcome", "ask q"]),
    (("3",), ["correct", "ask f"]),
    (("2",), ["wrong", "try_again"]),
    (("2", "s"), ["ask f"]),
    (("2", "s", "-8"), ["consistent", "ask df/dq"]),
    (("3,5",), ["invalid", "try_again"]),
    (("s",), ["skipped", "ask f"]),
    (("",), ["skipped", "ask f"]),
    (("跳过",), ["skipped", "ask f"]),
    (("b",), ["at_first", "ask q"]),
    (("3", "上一题"), ["ask q"]),
    (("3", "b", ""), ["ask f"]),
    (("3", "-9", "b", "3"), ["correct", "ask f"]),
    (("3", "-9", "b", "3", ""), ["ask df/dq"]),
    (("3", "-9", "s", "b", "b", "3"), ["correct", "ask df/dq"]),
    (("3", "-12", "b", "-12"), ["correct", "ask df/dq"]),
    (("?",), ["commands", "ask q"]),
    (("q",), []),
    (("退出",), []),
    (("h",), ["hint free", "next_hint"]),
    (("h", "h"), ["hint rule", "next_hint"]),
    (("h", "h", "提示"), ["hint all", "no_more_hints"]),
    (("h", "h", "h", "h"), ["no_more_hints"]),
    (("s",) * 6 + ("h",), ["no_hints"]),
    (("s",) * 8, ["skipped", "finished"]),
]


@pytest.mark.parametrize(("lines", "shown"), TALKS)
def test_a_line_leads_to_what_is_shown(lines: tuple[str, ...], shown: list[str]) -> None:
    assert talk(*lines)[1] == shown


def test_the_price_of_a_hint_is_shown_before_it_is_taken() -> None:
    spoken = session()
    turn = spoken.step(spoken.begin({}).state, "h")
    assert turn.shows[1] == Said("next_hint", {"percent": "10", "hint": "h"})
    assert (turn.state.paid, turn.charge) == ({}, None)
    turn = spoken.step(turn.state, "h")
    assert isinstance(turn.shows[0], Hinted)
    assert turn.charge == spoken.questions[0]
    assert turn.state.paid == {spoken.questions[0]: Fraction(1, 10)}
    assert cost(spoken, turn.state) == 0  # nothing is earned yet
    assert cost(spoken, spoken.step(turn.state, "3").state) == Fraction(4, 6) / 10


def cost(spoken: Session, state: State) -> Fraction:
    return Marking(tuple(spoken.marked(state))).cost


def test_a_hint_that_was_paid_for_earlier_is_shown_again_for_nothing() -> None:
    spoken = session()
    question = spoken.questions[0]
    turn = spoken.begin({}, {question: Fraction(1, 10)})
    turn = spoken.step(turn.state, "h")
    assert told(turn.shows) == ["hint free", "next_hint_free"]
    turn = spoken.step(turn.state, "h")
    assert told(turn.shows) == ["hint rule", "next_hint"]
    assert turn.state.paid == {question: Fraction(1, 10)}
    assert cost(spoken, spoken.step(turn.state, "3").state) == Fraction(4, 6) / 10


def test_an_offer_must_be_made_again_after_another_question() -> None:
    assert talk("h", "s", "b", "h")[1] == ["next_hint"]


def test_a_hint_lowers_the_credit() -> None:
    spoken = session()
    state = spoken.begin({}).state
    for line in ("h", "h", "3"):
        state = spoken.step(state, line).state
    cell = next(spoken.marked(state)).cells[0]
    assert (cell.verdict, cell.credit, cell.earned / cell.points) == (
        Verdict.CORRECT,
        1,
        Fraction(9, 10),
    )


def test_every_answer_is_to_be_saved_and_no_command_is() -> None:
    spoken = session()
    begin = spoken.begin({}).state
    for line in ("3", "2", "3,5", "nonsense \x1b"):
        assert spoken.step(begin, line).save == spoken.questions[0]
    for line in ("h", "s", "b", "?", "", "q", "提示"):
        assert spoken.step(begin, line).save is None


def test_a_session_goes_on_where_it_stopped() -> None:
    spoken = session()
    turn = spoken.begin(dict(zip(spoken.questions, ("3", "-12"), strict=False)))
    assert told(turn.shows) == ["welcome_back", "ask df/dq"]
    turn = spoken.begin(dict(zip(spoken.questions, ("2", "3,5"), strict=False)))
    assert turn.shows[1] == Said("wrong_so_far", {"count": 2})
    everything = dict.fromkeys(spoken.questions, "1")
    assert spoken.begin(everything).state.over


def test_an_input_with_the_name_of_a_command_is_an_answer() -> None:
    spoken = session()
    state = spoken.begin(dict.fromkeys(spoken.questions[:7], "1")).state
    assert spoken.key(state).exercise.id == "slope"
    assert spoken.command(state, "b") is None
    assert spoken.command(state, ":b") == "back"
    assert spoken.offered(state)["back"] == "back"
    assert spoken.offered(spoken.begin({}).state)["back"] == "b"


def again(*lines: str) -> tuple[State, list[str]]:
    """Return the state after lines in a round over wrong answers, and what the last one showed."""
    spoken = session()
    known = zip(spoken.questions, (*FIRST_FOUR, "1", "3,5", "9", "0.1966"), strict=True)
    begun = spoken.begin(dict(known)).state
    assert (begun.over, begun.finished) == (True, True)
    turn = spoken.again(begun)
    for line in lines:
        turn = spoken.step(turn.state, line)
    return turn.state, told(turn.shows)


AGAIN: list[tuple[tuple[str, ...], list[str]]] = [
    ((), ["ask df/dx"]),
    (("-4",), ["correct", "ask df/dy"]),
    (("2",), ["wrong", "try_again"]),
    (("2", "-4"), ["correct", "ask df/dy"]),
    (("",), ["ask df/dy"]),
    (("s", "s"), ["ask y"]),
    (("b",), ["ask df/dz"]),
    (("b", "s"), ["ask df/dx"]),
    (("b", "3"), ["correct", "ask df/dx"]),
    (("s", "s", "0.7311"), ["correct", "finished"]),
    (("s", "s", "s"), ["finished"]),
    (("q",), []),
]


@pytest.mark.parametrize(("lines", "shown"), AGAIN)
def test_wrong_answers_are_tried_again_one_by_one(lines: tuple[str, ...], shown: list[str]) -> None:
    state, found = again(*lines)
    assert found == shown
    assert state.finished == ("finished" in shown)


def test_an_answer_stays_until_another_one_is_typed() -> None:
    for lines in ((), ("", ""), ("s", "s", "s"), ("h", "b", "q")):
        assert list(again(*lines)[0].answers.values())[4:7] == ["1", "3,5", "9"]
    assert list(again("-4", "q")[0].answers.values())[4:7] == ["-4", "3,5", "9"]


def test_each_round_asks_what_is_wrong_by_then() -> None:
    spoken = session()
    state = spoken.begin(dict(zip(spoken.questions, ("2", "-8"), strict=False))).state
    assert [question.quantity.text for question in spoken.wrong(state)] == ["q"]
    for line in ("b", "b", "3"):
        state = spoken.step(state, line).state
    assert [question.quantity.text for question in spoken.wrong(state)] == ["f"]


def told_at(*lines: str) -> list[str | None]:
    """Return of each answer with a diagnosis where it was told before, None if it is told there."""
    spoken = session()
    turn = spoken.begin({})
    places: list[str | None] = []
    for line in lines:
        turn = spoken.step(turn.state, line)
        judged = [show for show in turn.shows if isinstance(show, Judged)]
        if judged and judged[0].cell.diagnosis is not None:
            at = judged[0].told_at
            places.append(at and at.text)
    return places


FIRST_FOUR = ("3", "-12", "-4", "3")


def test_a_diagnosis_is_told_where_it_is_first_seen_and_then_referred_to() -> None:
    assert told_at(*FIRST_FOUR, "1", "s") == []  # one such number alone may be chance
    assert told_at(*FIRST_FOUR, "1", "s", "1") == [None]
    assert told_at(*FIRST_FOUR, "1", "s", "1", "1") == [None, None]
    assert told_at(*FIRST_FOUR, "1", "s", "1", "b", "1") == [None, "df/dy"]


def test_a_state_is_a_value() -> None:
    spoken = session()
    before = spoken.begin({}).state
    spoken.step(before, "3")
    assert before == spoken.begin({}).state
    assert Question("product", spoken.questions[0].quantity) not in before.answers
