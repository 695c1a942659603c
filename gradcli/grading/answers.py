"""Reading one answer: a constant expression, in which the inputs of the exercise may appear.

A text that cannot be read is `Invalid`, which is a verdict and no exception: it costs nothing, and
the rest is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any

from gradcli.engine import values_of
from gradcli.engine.problems import short
from gradcli.errors import GradcliError, LimitError
from gradcli.grading.faults import did_you_mean
from gradcli.grading.numerals import Figures, has_value, plain_number, ratio
from gradcli.grading.refusals import (
    EQUALS,
    LEAVE,
    Unreadable,
    is_list,
    items,
    refuse_depth,
    refuse_habits,
    refuse_prose,
    refuse_signs,
    refuse_words,
    stripped,
)
from gradcli.graph import CONSTANT, INPUT, Graph, Span
from gradcli.limits import ANSWER, ANSWER_DEPTH, ANSWER_ELEMENTS, DEPTH, ELEMENTS, replaced
from gradcli.operators import CONSTANTS, FUNCTIONS, OPERATORS
from gradcli.operators.elementary import Value, is_array, numpy_module
from gradcli.records import dataclass

#: Signs that mean something in an answer only.
_MEANING = str.maketrans({"∂": "d", "’": "'", **dict.fromkeys("≈≃≅≒≐∼", "=")})

#: The limits of programs that are others in an answer.
_IN_ANSWERS = {DEPTH.name: ANSWER_DEPTH.most, ELEMENTS.name: ANSWER_ELEMENTS.most}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that can be judged.

    `value` is a Fraction, exactly as typed, a float if it is not rational, or an array of both.
    `figures` says how a plain number was typed, for the rules of rounding: None for an expression;
    for a list, one for each element in reading order.
    """

    text: str
    value: Value
    figures: Figures | tuple[Figures | None, ...] | None = None

    @property
    def plain(self) -> bool:
        """Return whether the answer is a plain number, or a list of nothing else."""
        if isinstance(self.figures, Figures):
            return True
        return self.figures is not None and None not in self.figures


@dataclass(frozen=True, slots=True)
class Invalid:
    """An answer that cannot be read: what is wrong, what to try, and which characters of it."""

    text: str
    message: str
    hint: str = ""
    span: Span = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Blank:
    """No answer."""

    text: str = ""


Reading = Answer | Invalid | Blank


@dataclass(frozen=True, slots=True)
class Context:
    """What an answer may refer to: the inputs of the exercise with their exact values.

    `nodes` are the names of the other nodes, which may not appear.
    """

    inputs: Mapping[str, Value] = MappingProxyType({})
    nodes: Collection[str] = ()


NOTHING = Context()


def _no_label(_: str) -> bool:
    return False


def read_answer(
    text: str, context: Context = NOTHING, is_label: Callable[[str], bool] = _no_label
) -> Reading:
    """Return what an answer says; never raises.

    `is_label` tells whether a text is the question repeated, as `df/dx` in `df/dx = -4`.

    >>> read_answer("-0.20").value, read_answer("1/3").value, read_answer(" ")
    (Fraction(-1, 5), Fraction(1, 3), Blank(text=' '))
    >>> read_answer("3,5").hint
    'write 3.5'
    """
    quick = plain_number(text.strip()) if len(text) <= ANSWER.most else None
    if quick is not None:
        return Answer(text, *quick)
    return _Typed(text, context, is_label).read()


class _Typed:
    """One answer that is not a plain number, as it is taken apart."""

    def __init__(self, text: str, context: Context, is_label: Callable[[str], bool]) -> None:
        self.typed = text
        self.context = context
        self.is_label = is_label
        self.text = text
        self.place: Callable[[int, int], Span] = Span

    def read(self) -> Reading:
        if not self.typed.strip():
            return Blank(self.typed)
        if len(self.typed) > ANSWER.most:
            message = f"{len(self.typed):,} characters: an answer has at most {ANSWER.most}"
            return Invalid(self.typed, message, "", Span(ANSWER.most, len(self.typed)))
        try:
            self._normalise()
            refuse_signs(self.text)
            start = self._label()
            if not self.text[start:].strip():
                return Blank(self.typed)
            return Answer(self.typed, *self._value(start, len(self.text)))
        except Unreadable as found:
            span = self.place(found.start, found.end)
            return Invalid(self.typed, found.message, found.hint, span)

    def _normalise(self) -> None:
        """Put the text into plain characters: full-width digits, minus signs and the like."""
        if self.typed.isascii():
            return
        from gradcli.language.normalise import normalise

        try:
            plain = normalise(self.typed.translate(_MEANING))
        except GradcliError as problem:
            raise _unreadable(problem, 0, self.typed) from None
        self.text, self.place = plain.text, plain.span

    def _label(self) -> int:
        """Return where the answer begins, behind a label that repeats the question."""
        found = EQUALS.search(self.text)
        if found is None:
            return 0
        label = self.text[: found.start()].strip()
        if label and not self.is_label(label):
            message = f"'{label}' is not what is asked here"
            raise Unreadable(message, "write the number alone", 0, found.end())
        return found.end()

    def _value(self, start: int, end: int) -> tuple[Value, Any]:
        """Return the value of a stretch of the text, and the figures of plain numbers in it."""
        start, end = stripped(self.text, start, end)
        text = self.text[start:end]
        quick = plain_number(text)
        if quick is not None:
            return quick
        fraction = ratio(text)
        if fraction is not None:
            return fraction, None
        refuse_habits(text, start)
        if is_list(text):
            try:
                return self._list(start, end)
            except _NotPlain:
                pass
        return self._expression(start, end), None

    # --- lists

    def _list(self, start: int, end: int) -> tuple[Value, Any]:
        refuse_depth(self.text, start, end)
        if not self.text[start + 1 : end - 1].strip():
            raise Unreadable("the list is empty", LEAVE, start, end)
        flat: list[Value] = []
        figures: list[Figures | None] = []
        shape = self._items(start, end, flat, figures)
        array = numpy_module().empty(len(flat), dtype=object)
        array[:] = flat
        return array.reshape(shape), tuple(figures)

    def _items(
        self, start: int, end: int, flat: list[Value], figures: list[Figures | None]
    ) -> tuple[int, ...]:
        """Append the elements of a list in reading order, and return its shape."""
        shapes = []
        for begin, end_of_item in items(self.text, start + 1, end - 1):
            first, last = stripped(self.text, begin, end_of_item)
            if first == last:
                raise Unreadable("an element is missing", "", begin - 1, end_of_item + 1)
            if is_list(self.text[first:last]):
                shapes.append(self._items(first, last, flat, figures))
                continue
            value, typed = self._value(first, last)
            if is_array(value):
                raise _NotPlain
            flat.append(value)
            figures.append(typed)
            shapes.append(())
        if len(set(shapes)) > 1:
            message = "the rows have different lengths" if () not in shapes else _MIXED
            raise Unreadable(message, "", start, end)
        return (len(shapes), *shapes[0])

    # --- expressions

    def _expression(self, start: int, end: int) -> Value:
        """Return the exact value of an expression in numbers and the inputs of the exercise."""
        text = self.text[start:end]
        refuse_words(text, start)
        refuse_depth(self.text, start, end)
        try:
            graph = self._parsed(text)
            self._check(graph, start)
            values, _ = values_of(
                graph, {n: self.context.inputs[n] for n in graph.inputs}, exact=True
            )
            return self._finite(values[graph.output], start, end)
        except GradcliError as problem:
            refuse_prose(text, start, {*FUNCTIONS, *CONSTANTS, *self.context.inputs})
            raise _unreadable(problem, start, text) from None
        except (ArithmeticError, ValueError):
            raise Unreadable(
                f"{short(text)} is too large or has no value", "", start, end
            ) from None

    def _parsed(self, text: str) -> Graph:
        from gradcli.language import parse

        with replaced(_IN_ANSWERS):
            return parse(text, bound=(*self.context.inputs, *self.context.nodes))

    def _check(self, graph: Graph, start: int) -> None:
        """Refuse names that are no inputs, and functions of whole arrays."""
        for name, node in graph.inputs.items():
            if name not in self.context.inputs:
                span = graph.span_of(node)
                raise self._no_input(name, span.start + start, span.end + start)
        for node, operator in enumerate(graph.operators):
            if operator in (INPUT, CONSTANT, "stack", "index") or OPERATORS[operator].elementwise:
                continue
            span = graph.span_of(node)
            name = (*OPERATORS[operator].calls, OPERATORS[operator].infix)[0]
            raise Unreadable(
                f"{name} is left for you to work out",
                "write the number, or the list, that it gives",
                span.start + start,
                span.end + start,
            )

    def _no_input(self, name: str, start: int, end: int) -> Unreadable:
        typed = short(self.text[start:end])
        if name in self.context.nodes:
            hint = "write its value; only inputs may appear in an answer"
            return Unreadable(f"{typed} is no input of the exercise", hint, start, end)
        hint = did_you_mean(name, self.context.inputs)
        return Unreadable(f"{typed} is no number", hint or LEAVE, start, end)

    def _finite(self, value: Value, start: int, end: int) -> Value:
        if isinstance(value, bool) or (is_array(value) and value.dtype.kind == "b"):
            raise Unreadable("a comparison is no number", "", start, end)
        if is_array(value) and value.size > ANSWER_ELEMENTS.most:
            raise Unreadable(f"{value.size:,} elements are too many", "", start, end)
        if not has_value(value):
            raise Unreadable(f"{short(self.text[start:end])} is no finite number", "", start, end)
        return value


class _NotPlain(Exception):
    """A list with arrays in it that are no lists: the language reads it as a whole."""


_MIXED = "numbers and lists stand side by side"


def _unreadable(problem: GradcliError, start: int, text: str) -> Unreadable:
    """Return an error of the language or the engine as the reason why a text cannot be read."""
    span = problem.span if problem.span is not None else Span(0, len(text))
    hint = "" if "--" in problem.hint or isinstance(problem, LimitError) else problem.hint
    return Unreadable(problem.message, hint, start + span.start, start + span.end)
