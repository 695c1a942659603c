"""The one remark on each answer: why it was accepted, what gives it, or where to look again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from gradcli.grading.answers import Answer, Invalid
from gradcli.grading.marking import CellMarking, ExerciseMarking, Verdict
from gradcli.grading.numerals import same_number
from gradcli.graph import CONSTANT
from gradcli.operators.elementary import is_array
from gradcli.render.marking import Manner, listed, points_text, value_text
from gradcli.render.phrases import translated
from gradcli.render.quantities import on_one_line

if TYPE_CHECKING:
    from gradcli.grading.key import Key
    from gradcli.grading.session import Judged

#: How far a wrong number may be from the truth, as a part of it, to be called close.
CLOSE = Fraction(1, 20)


def remark(cell: CellMarking, marked: ExerciseMarking, key: Key | None, manner: Manner) -> str:
    """Return the one line that is said of an answer; nothing where its verdict says all."""
    return _sentence(_SAID[cell.verdict](cell, marked, key, manner), manner)


def remark_at_once(show: Judged, key: Key, manner: Manner) -> str:
    """Return the remark on an answer just typed.

    Unlike a report it can refer only to what has been shown before.
    """
    if show.cell.diagnosis is None:
        return remark(show.cell, show.marked, key, manner)
    if show.told_at is None:
        return _diagnosed(show.cell, show.marked, manner)
    return _sentence(manner.word("same_as", cell=show.told_at.text), manner)


def revealed(cell: CellMarking, manner: Manner) -> str:
    """Return what `--reveal` adds: the true value of an answer that is not right, and a note."""
    if not manner.reveal:
        return ""
    parts = []
    if cell.verdict is not Verdict.CORRECT:
        parts.append(_sentence(_truth(cell, manner), manner))
    if cell.for_teacher:
        note = translated(cell.for_teacher, manner.language)
        parts.append(_sentence(manner.word("for_teacher", note=note), manner))
    return _spaced(parts, manner)


def _truth(cell: CellMarking, manner: Manner) -> str:
    value = on_one_line(cell.truth, language=manner.language)
    if not cell.rule:
        return manner.word("truth_alone", value=value)
    return manner.word("truth", value=value, rule=translated(cell.rule, manner.language))


def _correct(cell: CellMarking, _marked: ExerciseMarking, _key: Key | None, manner: Manner) -> str:
    """Say by which rule a rounded number was accepted."""
    reading = cell.reading
    if not isinstance(reading, Answer) or is_array(reading.value) or is_array(cell.truth):
        return ""
    if same_number(reading.value, cell.truth):
        return ""
    if abs(reading.value - cell.truth) <= 1e-9 * max(1, abs(cell.truth)):
        return ""
    return manner.word("rounded", rule=translated(cell.rule, manner.language))


def _consistent(
    cell: CellMarking, _marked: ExerciseMarking, _key: Key | None, manner: Manner
) -> str:
    if cell.credit == 1:
        return manner.word("follows")
    earned, points = points_text(cell.earned), points_text(cell.points)
    return manner.word("follows_part", earned=earned, points=points)


def _wrong(cell: CellMarking, marked: ExerciseMarking, key: Key | None, manner: Manner) -> str:
    if cell.diagnosis is not None:
        first = _first_cell(cell, marked)
        if first is not cell:
            return manner.word("same_as", cell=first.quantity.text)
        return _diagnosed(cell, marked, manner)
    if cell.note:
        return translated(cell.note, manner.language)
    if cell.credit:
        return _elements(cell, manner)
    if _is_near(cell):
        return manner.word("near", rule=translated(cell.rule, manner.language))
    return _once_more(cell, key, manner)


def _first_cell(cell: CellMarking, marked: ExerciseMarking) -> CellMarking:
    return next(one for one in marked.cells if one.diagnosis is cell.diagnosis)


def _diagnosed(cell: CellMarking, marked: ExerciseMarking, manner: Manner) -> str:
    """Return the sentence of a diagnosis, the question that leads on, and the other cells."""
    others = [
        one.quantity.text
        for one in marked.cells
        if one.diagnosis is cell.diagnosis and one is not cell
    ]
    assert cell.diagnosis is not None
    mistakes = cell.diagnosis.mistakes
    parts = [because(cell, manner)]
    if len(mistakes) == 1:
        parts.append(_in_language(mistakes[0].hint, manner.language))
    if others:
        parts.append(manner.word("also_at", cells=listed(others, manner)))
    return _spaced(parts, manner)


def because(cell: CellMarking, manner: Manner) -> str:
    """Return the sentence that names what gives the number of an answer."""
    assert cell.diagnosis is not None
    sentences = [_in_language(one.sentence, manner.language) for one in cell.diagnosis.mistakes]
    named = dict(zip(("mistake", "other", "third"), sentences, strict=False))
    name = "because" if len(sentences) == 1 else f"because_{len(sentences)}"
    answer = value_text(cell) or manner.word("array_answer")
    return manner.word(name, answer=answer, **named)


def _in_language(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts["en"]


def _sentence(text: str, manner: Manner) -> str:
    """Return a text as a sentence; one that is one already stays as it is."""
    if not text or text.endswith((".", "?", "。", "？")):
        return text
    if manner.language == "zh":
        return text + "。"
    return text[0].upper() + text[1:] + "."


def _spaced(parts: Sequence[str], manner: Manner) -> str:
    return ("" if manner.language == "zh" else " ").join(parts)


def _elements(cell: CellMarking, manner: Manner) -> str:
    right = cell.credit * cell.truth.size
    return manner.word("some_elements", right=int(right), all=cell.truth.size)


def _is_near(cell: CellMarking) -> bool:
    """Return whether a number misses the truth by so little that its rounding is to blame."""
    reading = cell.reading
    if not isinstance(reading, Answer) or is_array(reading.value) or is_array(cell.truth):
        return False
    off: bool = abs(reading.value - cell.truth) <= CLOSE * abs(cell.truth)
    return off and cell.truth != 0 and not (reading.plain and _is_whole(cell.truth))


def _is_whole(number: object) -> bool:
    return isinstance(number, Fraction) and number.denominator == 1


def _once_more(cell: CellMarking, key: Key | None, manner: Manner) -> str:
    """Return where to look again: what every answer of this kind is worked out from."""
    quantity = cell.quantity
    if key is None:
        return ""
    if quantity.kind == "value":
        operands = dict.fromkeys(key.graph.operands_of(quantity.node))
        names = [key.names.text(node) for node in operands if not _is_literal(key, node)]
        return manner.word("again_value", operands=listed(names, manner)) if names else ""
    assert quantity.wrt is not None
    node, wrt = key.names.text(quantity.node), key.names.text(quantity.wrt)
    kind = "local" if quantity.kind == "local" else "gradient"
    return manner.word(f"again_{kind}", node=node, wrt=wrt)


def _is_literal(key: Key, node: int) -> bool:
    """Return whether a node is a number of the program that has no name."""
    return key.graph.operators[node] == CONSTANT and node not in key.graph.names


def _invalid(cell: CellMarking, _marked: ExerciseMarking, _key: Key | None, manner: Manner) -> str:
    reading = cell.reading
    assert isinstance(reading, Invalid)
    unclear = manner.word("unclear")
    message = translated(reading.message, manner.language, unclear)
    said = manner.word("invalid_at", message=message)
    advice = translated(reading.hint, manner.language, "")
    if not advice:
        return said
    hint = manner.word("try", hint=advice)
    return f"{said}; {hint}" if manner.language == "en" else f"{said}；{hint}"


def _silent(_cell: CellMarking, _marked: ExerciseMarking, _key: Key | None, _: Manner) -> str:
    return ""


_SAID = {
    Verdict.CORRECT: _correct,
    Verdict.CONSISTENT: _consistent,
    Verdict.WRONG: _wrong,
    Verdict.INVALID: _invalid,
    Verdict.BLANK: _silent,
    Verdict.UNGRADED: _silent,
}
