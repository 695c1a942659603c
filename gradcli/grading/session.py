"""A session without a terminal: a state and a typed line give the next state, and what to show.

The state is a value. Nothing is printed, read or saved here: a turn names the answer to be saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Protocol

from gradcli.grading.key import Key
from gradcli.grading.marking import CellMarking, ExerciseMarking, Verdict, mark
from gradcli.grading.quantities import Quantity
from gradcli.records import dataclass, replace

_NONE: Mapping[Any, Any] = MappingProxyType({})

Command = Literal["hint", "skip", "back", "quit", "help"]

#: What may be typed instead of an answer; the first one is offered, the others are understood too.
COMMANDS: Mapping[Command, tuple[str, ...]] = {
    "hint": ("h", "hint", "提示"),
    "skip": ("s", "skip", "跳过"),
    "back": ("b", "back", "返回", "上一题"),
    "quit": ("q", "quit", "exit", "退出", "结束"),
    "help": ("?", "help", "帮助"),
}


class Question(NamedTuple):
    """One quantity of one exercise."""

    exercise: str
    quantity: Quantity


class Step(Protocol):
    """A hint: its text, and the part of the answer's points that is gone once it has been taken."""

    @property
    def text(self) -> str:
        """What it says."""

    @property
    def price(self) -> Fraction:
        """What it costs; prices are not added up."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Show a question; `opens` tells whether its exercise is to be shown first."""

    question: Question
    number: int
    count: int
    opens: bool
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """Show the verdict on an answer.

    `told_at` is the other question at which this session has told what gives the number, None if
    it is to be told here.
    """

    cell: CellMarking
    marked: ExerciseMarking
    told_at: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Hinted:
    """Show a hint."""

    text: str
    number: int
    count: int


@dataclass(frozen=True, slots=True)
class Said:
    """Show one of the sentences of the table of words."""

    word: str
    values: Mapping[str, object] = _NONE


Show = Asked | Judged | Hinted | Said

#: What a session has told of a wrong number: the exercise, and the mistakes by their ids.
Told = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class State:
    """Where a session stands: the place in the questions, and the answers.

    `taken` counts the hints shown for a question since the session began, `paid` holds the part of
    its points that hints have cost, also in earlier sessions. `offered` tells whether the price of
    the next hint has been shown. `told` holds the question at which each diagnosis was told.
    `left` is the question from which the student has gone back, to be asked again on the way.
    `again` are the answers to try again, none while the missing ones are asked. Nothing is left to
    ask if a session is `finished`; it is `over` also if the student stops.
    """

    place: int
    answers: Mapping[Question, str]
    paid: Mapping[Question, Fraction] = _NONE
    taken: Mapping[Question, int] = _NONE
    told: Mapping[Told, Question] = _NONE
    offered: bool = False
    left: Question | None = None
    again: frozenset[Question] = frozenset()
    over: bool = False
    finished: bool = False


class Turn(NamedTuple):
    """What a line leads to: the new state, and what to show.

    Before it is shown, the answer to `save`, or what hints for `charge` have cost, is to be saved.
    """

    state: State
    shows: tuple[Show, ...]
    save: Question | None = None
    charge: Question | None = None


Ladder = Callable[[Key, Quantity, Mapping[Quantity, str]], Sequence[Step]]


class Session:
    """The questions of some exercises, asked one by one."""

    def __init__(self, keys: Sequence[Key], ladder: Ladder) -> None:
        self.keys = {key.exercise.id: key for key in keys}
        self.ladder = ladder
        self.questions = [
            Question(key.exercise.id, quantity) for key in keys for quantity in key.quantities
        ]

    # --- beginning

    def begin(
        self, answers: Mapping[Question, str], paid: Mapping[Question, Fraction] = _NONE
    ) -> Turn:
        """Return the first turn: the first question without an answer.

        `paid` is what hints have cost in earlier sessions.
        """
        known = {question: text for question, text in answers.items() if text.strip()}
        state = State(0, known, paid)
        done = sum(question in known for question in self.questions)
        values = {"count": len(self.questions), "done": done}
        shows = [Said("welcome_back" if done else "welcome", values)]
        wrong = len(self.wrong(state)) if done else 0
        if wrong:
            shows.append(Said("wrong_so_far", {"count": wrong}))
        return self._onward(state, 0, tuple(shows), opens=True)

    def again(self, state: State) -> Turn:
        """Return the turn that asks the first wrong answer again; the others come after it.

        Each stays as it is until another one is typed.
        """
        wrong = frozenset(self.wrong(state))
        state = replace(state, again=wrong, over=False, finished=False)
        return self._onward(state, 0, (), opens=True)

    # --- one line

    def step(self, state: State, line: str) -> Turn:
        """Return the turn that a typed line leads to: a command, an answer, or just Enter."""
        text = line.strip()
        command = self.command(state, text)
        if command is None and text:
            return self._answered(state, text)
        steps: Mapping[Command, Callable[[State], Turn]] = {
            "hint": self._hint,
            "back": self._back,
            "quit": lambda state: Turn(replace(state, over=True), ()),
            "help": lambda state: Turn(state, (Said("commands"), self._asked(state))),
            "skip": self._skip,
        }
        return steps[command or "skip"](state)

    def command(self, state: State, text: str) -> Command | None:
        """Return the command that a text is; an input's name is an answer, except after `:`."""
        marked = text.startswith((":", "："))
        wanted = text.lstrip(":：").strip().lower()
        if not marked and text in self._inputs(state):
            return None
        return next((name for name, words in COMMANDS.items() if wanted in words), None)

    def offered(self, state: State) -> dict[str, str]:
        """Return the command words that can be typed here: short ones that are no input."""
        inputs = self._inputs(state)
        return {
            name: next((word for word in words if word not in inputs), f":{words[0]}")
            for name, words in COMMANDS.items()
        }

    def _inputs(self, state: State) -> Mapping[str, object]:
        return self.key(state).context.inputs

    # --- answers

    def key(self, state: State) -> Key:
        """Return the key of the exercise that is asked."""
        return self.keys[self.questions[state.place].exercise]

    def typed(self, state: State, exercise: str) -> dict[Quantity, str]:
        """Return the answers to one exercise."""
        return {
            question.quantity: text
            for question, text in state.answers.items()
            if question.exercise == exercise
        }

    def paid(self, state: State, exercise: str) -> dict[Quantity, Fraction]:
        """Return what hints have cost in one exercise."""
        return {
            question.quantity: part
            for question, part in state.paid.items()
            if question.exercise == exercise
        }

    def marked(self, state: State) -> Iterator[ExerciseMarking]:
        """Yield the exercises as they are marked now, what hints cost taken off."""
        for exercise, key in self.keys.items():
            yield mark(key, self.typed(state, exercise), self.paid(state, exercise))

    def wrong(self, state: State) -> tuple[Question, ...]:
        """Return the questions whose answers are wrong, or cannot be read."""
        return tuple(
            Question(one.exercise.id, cell.quantity)
            for one in self.marked(state)
            for cell in one.cells
            if cell.verdict in (Verdict.WRONG, Verdict.INVALID)
        )

    def missing(self, state: State) -> bool:
        """Return whether there is a question without an answer."""
        return any(question not in state.answers for question in self.questions)

    def _answered(self, state: State, text: str) -> Turn:
        question = self.questions[state.place]
        state = replace(state, answers={**state.answers, question: text})
        marked = mark(self.keys[question.exercise], self.typed(state, question.exercise))
        cell = next(cell for cell in marked.cells if cell.quantity == question.quantity)
        state, judged = self._judged(state, question, cell, marked)
        if cell.verdict in (Verdict.CORRECT, Verdict.CONSISTENT):
            return self._onward(state, state.place + 1, (judged,), save=question)
        words = {"skip": self.offered(state)["skip"]}
        return Turn(state, (judged, Said("try_again", words)), question)

    def _judged(
        self, state: State, question: Question, cell: CellMarking, marked: ExerciseMarking
    ) -> tuple[State, Judged]:
        """Return what to show of an answer; a diagnosis is told in full once in an exercise.

        At the question where it was told it is told again, as there is nothing to refer to.
        """
        if cell.diagnosis is None:
            return state, Judged(cell, marked)
        told = question.exercise, tuple(mistake.id for mistake in cell.diagnosis.mistakes)
        earlier = state.told.get(told, question)
        if earlier != question:
            return state, Judged(cell, marked, earlier.quantity)
        return replace(state, told={**state.told, told: question}), Judged(cell, marked)

    # --- moving

    def _onward(
        self,
        state: State,
        start: int,
        shows: tuple[Show, ...],
        save: Question | None = None,
        opens: bool = False,
    ) -> Turn:
        """Go to the next open question."""
        places = range(start, len(self.questions))
        place = next((place for place in places if self._is_open(state, place)), None)
        if place is None:
            state = replace(state, over=True, finished=True)
            return Turn(state, (*shows, Said("finished")), save)
        return self._moved(state, place, shows, save, opens)

    def _is_open(self, state: State, place: int) -> bool:
        """Return whether a question is to be asked.

        It has no answer, or is to be tried again: also one that was left by going back.
        """
        question = self.questions[place]
        if question == state.left and question in self.wrong(state):
            return True
        return question in state.again if state.again else question not in state.answers

    def _moved(
        self,
        state: State,
        place: int,
        shows: tuple[Show, ...],
        save: Question | None = None,
        opens: bool = False,
    ) -> Turn:
        opens = opens or self.questions[place].exercise != self.questions[state.place].exercise
        if state.left is not None and place >= self.questions.index(state.left):
            state = replace(state, left=None)
        state = replace(state, place=place, offered=False)
        return Turn(state, (*shows, self._asked(state, opens)), save)

    def _asked(self, state: State, opens: bool = False) -> Asked:
        question = self.questions[state.place]
        answer = state.answers.get(question, "")
        return Asked(question, state.place + 1, len(self.questions), opens, answer)

    def _skip(self, state: State) -> Turn:
        """Leave a question: an open one for the next that is open, another as pages are turned."""
        following = state.place + 1
        if self._is_open(state, state.place):
            shows = () if self.questions[state.place] in state.answers else (Said("skipped"),)
            return self._onward(state, following, shows)
        if following < len(self.questions):
            return self._moved(state, following, ())
        return self._onward(state, following, ())

    def _back(self, state: State) -> Turn:
        if state.place == 0:
            return Turn(state, (Said("at_first"), self._asked(state)))
        left = state.left or self.questions[state.place]
        return self._moved(replace(state, left=left), state.place - 1, ())

    # --- hints

    def _steps(self, state: State) -> Sequence[Step]:
        question = self.questions[state.place]
        typed = self.typed(state, question.exercise)
        return self.ladder(self.keys[question.exercise], question.quantity, typed)

    def _hint(self, state: State) -> Turn:
        """Show the next hint; its price is shown before, unless it is paid already or free."""
        question = self.questions[state.place]
        steps, taken = self._steps(state), state.taken.get(question, 0)
        if taken >= len(steps):
            return Turn(state, (Said("no_more_hints" if steps else "no_hints"),))
        price, paid = steps[taken].price, state.paid.get(question, Fraction(0))
        if not state.offered and price > paid:
            offer = self._offer(state, price, "next_hint" if taken else "first_hint")
            return Turn(replace(state, offered=True), (offer,))
        hinted = Hinted(steps[taken].text, taken + 1, len(steps))
        paid = max(price, paid)
        state = replace(
            state,
            taken={**state.taken, question: taken + 1},
            paid={**state.paid, question: paid} if paid else state.paid,
            offered=False,
        )
        charge = question if paid else None
        if taken + 1 == len(steps):
            return Turn(state, (hinted, Said("no_more_hints")), charge=charge)
        following = steps[taken + 1].price
        offer = self._offer(state, following if following > paid else Fraction(0), "next_hint")
        return Turn(replace(state, offered=True), (hinted, offer), charge=charge)

    def _offer(self, state: State, price: Fraction, word: str) -> Said:
        hint = self.offered(state)["hint"]
        percent = float(100 * price)
        if not percent:
            return Said("next_hint_free", {"hint": hint})
        return Said(word, {"percent": f"{percent:g}", "hint": hint})
