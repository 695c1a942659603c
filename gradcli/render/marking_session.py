"""What a session shows at each turn: the exercise, the question, the verdict, a hint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gradcli.grading.key import Key
from gradcli.grading.marking import Verdict
from gradcli.grading.session import Asked, Hinted, Judged, Said, Show
from gradcli.render.marking import Manner, asked_text
from gradcli.render.marking_questions import folded, heading, shown, statement
from gradcli.render.marking_remarks import remark_at_once
from gradcli.render.marking_table import bold, caret_lines, painted
from gradcli.render.words import WORDS, counted


def turn_lines(
    shows: tuple[Show, ...], keys: Mapping[str, Key], offered: Mapping[str, str], manner: Manner
) -> list[str]:
    """Return the lines of one turn; `offered` are the command words that can be typed."""
    return [line for show in shows for line in _lines(show, keys, offered, manner)]


def _lines(
    show: Show, keys: Mapping[str, Key], offered: Mapping[str, str], manner: Manner
) -> Iterator[str]:
    if isinstance(show, Asked):
        yield from _asked(show, keys[show.question.exercise], manner)
    elif isinstance(show, Judged):
        yield from _judged(show, keys[show.marked.exercise.id], manner)
    elif isinstance(show, Hinted):
        values = {"number": show.number, "count": show.count, "text": show.text}
        yield from folded(manner.word("hint", **values), manner, 4)
    else:
        yield from folded(said(show, manner, offered), manner, 4 if show.word in _INDENTED else 0)


#: Sentences about one question stand below it.
_INDENTED = frozenset(
    (
        *("try_again", "at_first", "skipped", "first_hint", "next_hint", "next_hint_free"),
        *("no_more_hints", "no_hints", "commands"),
    )
)


def said(show: Said, manner: Manner, offered: Mapping[str, str]) -> str:
    """Return a sentence of the table of words, the command words put in."""
    values = {**offered, **show.values}
    if f"{show.word}_one" in WORDS:
        count = values.pop("count")
        assert isinstance(count, int)
        return counted(show.word, manner.language, count, **values)
    return manner.word(show.word, **values)


def _asked(show: Asked, key: Key, manner: Manner) -> Iterator[str]:
    if show.opens:
        yield ""
        yield from (bold(line, manner) for line in heading(key.exercise, manner))
        yield from statement(key.exercise, manner)
    yield ""
    asked = asked_text(key, show.question.quantity, manner)
    yield from folded(f"[{show.number}/{show.count}] {asked}", manner, 2, 2)
    if show.answer:
        yield from folded(manner.word("has_now", answer=show.answer), manner, 4)


def prompt(show: Asked, manner: Manner) -> str:
    """Return what stands before the answer that is typed."""
    return f"  {shown(show.question.quantity.text, manner)} = "


def _judged(show: Judged, key: Key, manner: Manner) -> Iterator[str]:
    cell = show.cell
    named = f"{manner.sign(cell.verdict)} {manner.word(cell.verdict.value)}"
    yield "    " + painted(named, cell.verdict, manner)
    yield from caret_lines(cell, manner)
    if cell.verdict is not Verdict.BLANK:
        yield from folded(remark_at_once(show, key, manner), manner, 6)


def goodbye(sheet: str, name: str, manner: Manner) -> list[str]:
    """Return the last lines of a session: where the answers are, what the next run does."""
    return folded(manner.word(name, sheet=sheet), manner, 0)


def offer(count: int, manner: Manner) -> list[str]:
    """Return the question whether so many wrong answers are to be asked again, by lines."""
    return folded(counted("offer_again", manner.language, count), manner, 0)
