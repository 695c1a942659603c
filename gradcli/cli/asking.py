"""Asking for answers one by one at a terminal; `gradcli.grading.session` decides what happens."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

from gradcli.cli import interrupts, streams
from gradcli.errors import GradcliError
from gradcli.grading.faults import FileFaults
from gradcli.grading.marking import Marking
from gradcli.grading.model import Sheet
from gradcli.grading.quantities import Quantity, QuantityProblem
from gradcli.grading.reader import read_sheet
from gradcli.grading.saving import AnswerFile
from gradcli.grading.session import Asked, Question, Said, Session, State, Turn
from gradcli.grading.sheet_texts import Change, Part
from gradcli.grading.sheets import computed, costs, matched
from gradcli.records import replace
from gradcli.render.marking_questions import folded
from gradcli.render.marking_rules import precision
from gradcli.render.marking_session import goodbye, offer, prompt, said, turn_lines
from gradcli.render.marking_sheet import sheet_text

if TYPE_CHECKING:
    from gradcli.cli.check_one import Job
    from gradcli.render.marking import Manner

Found = TypeVar("Found")

#: What may be typed for yes; anything else, and just Enter, is no.
YES = ("y", "yes", "ｙ", "是", "要", "好")


def ask(job: Job, sheet: Sheet | None) -> int:
    """Ask for the answers that are missing, save each, show the report, return the exit code."""
    with _typing(), _taken(job, sheet) as asking:
        return asking.work()


def ask_again(job: Job, sheet: Sheet | None, count: int, code: int) -> int:
    """Offer to try so many wrong answers again; return the exit code, `code` if that is refused."""
    with _typing():
        if not _is_wanted(count, job.manner):
            return code
        with _taken(job, sheet) as asking:
            return asking.work_again()


@contextmanager
def _typing() -> Iterator[None]:
    """Let lines be edited while they are typed; an interruption leaves the terminal as it was."""
    with suppress(ImportError):
        import readline  # noqa: F401  arrow keys while a line is typed
    with interrupts.raised():
        yield


@contextmanager
def _taken(job: Job, sheet: Sheet | None) -> Iterator[_Asking]:
    """Take the sheet for one session."""
    path = job.task.sheet()
    assert path is not None  # nothing is asked where the exercises come from standard input
    with AnswerFile(path, _text(job, path, sheet)) as file:
        yield _Asking(job, file, sheet)


def _is_wanted(count: int, manner: Manner) -> bool:
    """Ask whether wrong answers are to be tried again; the end of the input is a no."""
    *before, last = ["", *offer(count, manner)]
    streams.write("".join(f"{line}\n" for line in before))
    line = _typed(f"{last} ")
    if line is None:
        streams.write("\n")
    return line is not None and line.strip().lower() in YES


def _typed(before: str) -> str | None:
    """Return the line that is typed behind a text, None at the end of the input."""
    streams.flush()
    try:
        return input(before)
    except EOFError:
        return None
    except UnicodeDecodeError:
        return ""


def _text(job: Job, path: Path, sheet: Sheet | None) -> str:
    """Return what the sheet holds, for a new one the questions of the whole file."""
    if path.exists():
        return path.read_bytes().decode("utf-8-sig")
    keys = computed(job.whole, job.keys)
    student = sheet.student if sheet is not None else ""
    return sheet_text(job.whole, keys, str(path), student, job.manner)


class _Asking:
    """One session at a terminal."""

    def __init__(self, job: Job, file: AnswerFile, sheet: Sheet | None) -> None:
        from gradcli.grading.hints import ladder

        self.job = job
        self.file = file
        self.manner = job.manner
        language = job.manner.language
        keys = computed(job.exercises, job.keys)
        self.session = Session(keys, lambda key, q, typed: ladder(key, q, typed, language))
        self.labels: dict[tuple[Part, Question], str] = {}
        self.student = sheet.student if sheet is not None else ""
        self.begin = self.session.begin(self._answers(sheet), self._costs(sheet))
        self.state = self.begin.state

    def _answers(self, sheet: Sheet | None) -> dict[Question, str]:
        """Return the answers of a sheet by question."""
        if sheet is None:
            return {}
        self._note_labels("answers", sheet.answers)
        answers = matched(sheet, self.job.whole, self.job.keys)
        return {question: answer.text for question, answer in _by_question(answers)}

    def _costs(self, sheet: Sheet | None) -> dict[Question, Fraction]:
        """Return what hints have cost in earlier sessions."""
        if sheet is None:
            return {}
        self._note_labels("hints", sheet.hints)
        return dict(_by_question(costs(sheet, self.job.whole, self.job.keys)))

    def _note_labels(self, part: Part, texts: Mapping[str, Iterable[str]]) -> None:
        """Note how a part of the sheet writes each quantity."""
        for exercise, names in texts.items():
            key = self.session.keys.get(exercise)
            if key is None:
                continue
            for name in names:
                with suppress(QuantityProblem):
                    question = Question(exercise, key.names.resolve(name))
                    self.labels[part, question] = name

    def work(self) -> int:
        """Ask until there is nothing left to ask, or the student stops."""
        turn = self.begin
        title = self.job.whole.title.in_language(self.manner.language)
        self._write(folded(title, self.manner, 0))
        self._show(turn._replace(shows=turn.shows[:-1]))
        self._say_how()
        self._show(turn._replace(shows=turn.shows[-1:]))
        return self._rounds(turn)

    def work_again(self) -> int:
        """Ask the wrong answers again, where there are no others to ask."""
        self._write([""])
        self._say_how()
        turn = self.session.again(self.state)
        self._show(turn)
        return self._rounds(turn)

    def _say_how(self) -> None:
        self._write(folded(precision(self.job.whole.tolerance, self.manner), self.manner, 0))
        self._say("saved_in", sheet=self.file.path)
        self._say("commands", **self.session.offered(self.state))

    def _rounds(self, turn: Turn) -> int:
        """Ask, report, and offer the wrong answers again, as often as that is wanted."""
        try:
            code = self._round(turn)
            while self._goes_on():
                turn = self.session.again(self.state)
                self._show(turn)
                code = self._round(turn)
        except KeyboardInterrupt:
            with suppress(OSError, GradcliError):
                self._say_goodbye()
                sys.stdout.flush()
            raise
        self._say_goodbye()
        return code

    def _round(self, turn: Turn) -> int:
        """Ask until nothing is left to ask; return the exit code of the report."""
        self._until_over(turn)
        return self._report()

    def _until_over(self, turn: Turn) -> None:
        self.state = turn.state
        while not self.state.over:
            line = self._line()
            if line is None:
                self._write([""])
                return
            turn = self.session.step(self.state, line)
            self.state = turn.state
            self.state = self._saved(turn)
            self._show(turn._replace(state=self.state))

    def _goes_on(self) -> bool:
        """Offer what is wrong again, if the student has come to the end and not stopped before."""
        wrong = len(self.session.wrong(self.state)) if self.state.finished else 0
        return wrong > 0 and _is_wanted(wrong, self.manner)

    # --- reading and saving

    def _line(self) -> str | None:
        """Return the line that is typed, None at the end of the input."""
        question = self.session.questions[self.state.place]
        return _typed(prompt(Asked(question, 0, 0, False), self.manner))

    def _saved(self, turn: Turn) -> State:
        """Save what a turn asks for; take over what another program has put into the sheet."""
        changes = []
        if turn.save is not None:
            changes.append(self._change("answers", turn.save, turn.state.answers[turn.save]))
        if turn.charge is not None:
            changes.append(self._change("hints", turn.charge, str(turn.state.paid[turn.charge])))
        try:
            changed = [self.file.put(change) for change in changes]
            return self._merged(turn.state) if any(changed) else turn.state
        except GradcliError as problem:
            self._give_up(problem)

    def _change(self, part: Part, question: Question, text: str) -> Change:
        label = self.labels.get((part, question), question.quantity.text)
        return Change(part, question.exercise, label, text)

    def _merged(self, state: State) -> State:
        sheet = read_sheet(self.file.path, self.file.text)
        self._say("merged", sheet=self.file.path)
        return replace(
            state,
            answers={**state.answers, **self._answers(sheet)},
            paid={**state.paid, **self._costs(sheet)},
        )

    def _give_up(self, problem: GradcliError) -> NoReturn:
        """Print the answers so that they can be copied, and complain."""
        streams.write("\n" + self.file.text)
        if isinstance(problem, FileFaults):
            from gradcli.cli.check_one import refused

            raise refused(problem.faults, self.manner.language) from None
        raise problem

    # --- showing

    def _show(self, turn: Turn) -> None:
        offered = self.session.offered(turn.state)
        self._write(turn_lines(turn.shows, self.session.keys, offered, self.manner))

    def _say(self, name: str, **values: object) -> None:
        self._write(folded(said(Said(name, values), self.manner, {}), self.manner, 0))

    def _write(self, lines: list[str]) -> None:
        streams.write("".join(f"{line}\n" for line in lines), color=self.manner.color)

    def _say_goodbye(self) -> None:
        """Say where the answers are, and what the same command does now."""
        if not self.file.written:
            name = "nothing_saved"
        elif self.session.missing(self.state):
            name = "goodbye"
        else:
            name = "goodbye_wrong" if self.session.wrong(self.state) else "goodbye_done"
        self._write(["", *goodbye(str(self.file.path), name, self.manner)])

    def _report(self) -> int:
        marked = replace(self.job.marked(None), student=self.student)
        by_id = {one.exercise.id: one for one in self.session.marked(self.state)}
        exercises = (by_id.get(one.exercise.id, one) for one in marked.marking.exercises)
        marked = replace(marked, marking=Marking(tuple(exercises)), sheet=str(self.file.path))
        self._write([""])
        return self.job.show(marked, brief=not self.manner.reveal)


def _by_question(
    found: Mapping[str, Mapping[Quantity, Found]],
) -> Iterator[tuple[Question, Found]]:
    for exercise, given in found.items():
        for quantity, value in given.items():
            yield Question(exercise, quantity), value
