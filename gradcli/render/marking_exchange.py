"""A marking in the formats of other tools: JUnit XML for CI, results.json for Gradescope."""

from __future__ import annotations

import re
from typing import Any

from gradcli.grading.answers import Invalid
from gradcli.grading.key import Key
from gradcli.grading.marking import CellMarking, ExerciseMarking, Verdict
from gradcli.render.caret import caret
from gradcli.render.cells import visible
from gradcli.render.documents import pretty
from gradcli.render.marking import Manner, Marked, answer_text, asked_text, rounded
from gradcli.render.marking_remarks import remark, revealed
from gradcli.render.marking_table import summary


def junit(marked: Marked, manner: Manner) -> str:
    """Return a marking as JUnit XML: a suite for each exercise, a case for each answer.

    An answer that is not correct is a failure whose type is its verdict; an exercise that cannot be
    computed is an error. So CI is green exactly where `check` leaves 0.

    Source: the schema that Jenkins and GitLab read, github.com/windyroad/JUnit-Schema.
    """
    from xml.etree import ElementTree

    root = ElementTree.Element("testsuites", name=_xml(marked.title.in_language(manner.language)))
    suites = [(one, _suite(root, one, marked, manner)) for one in marked.marking.exercises]
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for _, suite in suites)))
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _suite(root: Any, one: ExerciseMarking, marked: Marked, manner: Manner) -> Any:
    from xml.etree.ElementTree import SubElement

    suite = SubElement(root, "testsuite", name=_xml(one.exercise.id))
    if one.problem is not None:
        case = SubElement(suite, "testcase", name=_xml(one.exercise.id), classname=one.exercise.id)
        error = SubElement(case, "error", type="ungraded", message=manner.word("ungraded_why"))
        error.text = _xml(one.problem.message)
    key = marked.keys.get(one.exercise.id)
    for cell in one.cells:
        _case(suite, cell, one, key, manner)
    failed = sum(cell.verdict is not Verdict.CORRECT for cell in one.cells)
    suite.set("tests", str(len(one.cells) + (one.problem is not None)))
    suite.set("failures", str(failed))
    suite.set("errors", str(int(one.problem is not None)))
    return suite


def _case(
    suite: Any, cell: CellMarking, one: ExerciseMarking, key: Key | None, manner: Manner
) -> None:
    from xml.etree.ElementTree import SubElement

    name = _xml(cell.quantity.text)
    case = SubElement(suite, "testcase", name=name, classname=_xml(one.exercise.id))
    if cell.verdict is not Verdict.CORRECT:
        said = _xml(remark(cell, one, key, manner))
        message = f"{manner.word(cell.verdict.value)}{manner.colon}{said}" if said else ""
        failure = SubElement(case, "failure", type=cell.verdict.value)
        failure.set("message", message or manner.word(cell.verdict.value))
        failure.text = _xml(output(cell, one, key, manner))


#: What XML 1.0 cannot hold in any form.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _xml(text: str) -> str:
    """Return a text with a mark for everything that XML or a terminal must not get."""
    return "\n".join(visible(_NOT_XML.sub("·", line)) for line in text.split("\n"))


def output(cell: CellMarking, one: ExerciseMarking, key: Key | None, manner: Manner) -> str:
    """Return what is said of one answer as a few lines of plain text."""
    reading = cell.reading
    lines = []
    if isinstance(reading, Invalid):
        lines += caret(reading.text, reading.span, 76, manner.ascii).split("\n")
    elif cell.verdict is not Verdict.BLANK:
        lines.append(f"{manner.word('answer')}{manner.colon}{visible(answer_text(cell))}")
    lines += [remark(cell, one, key, manner), revealed(cell, manner)]
    return "\n".join(line for line in lines if line)


def gradescope(marked: Marked, manner: Manner) -> str:
    """Return a marking as Gradescope's results.json: one test for each answer.

    The score of the whole is rounded once, and that of each test for itself, so that their sum may
    differ from it. Where an exercise is ungraded there is no score: nobody gets one by accident.

    Source: gradescope-autograders.readthedocs.io, Autograder Specifications.
    """
    marking = marked.marking
    found: dict[str, Any] = {
        "output": "\n".join(summary(marked, Manner(manner.language, manner.ascii, width=10_000))),
        "output_format": "text",
        "visibility": "visible",
        "tests": [
            test
            for number, one in enumerate(marking.exercises, 1)
            for test in _tests(number, one, marked.keys.get(one.exercise.id), manner)
        ],
        "extra_data": {"exact": str(marking.earned), "of": str(marking.points)},
    }
    if all(one.problem is None for one in marking.exercises):
        found = {"score": rounded(marking.earned), **found}
    return pretty(found) + "\n"


def _tests(
    number: int, one: ExerciseMarking, key: Key | None, manner: Manner
) -> list[dict[str, Any]]:
    title = one.exercise.title.in_language(manner.language) or one.exercise.id
    if one.problem is not None:
        why = "\n".join([manner.word("ungraded_why"), one.problem.message])
        return [_test(f"{number}", title, visible_lines(why), "failed")]
    return [
        {
            "score": rounded(cell.earned),
            "max_score": rounded(cell.points),
            **_test(
                f"{number}.{place}",
                visible(f"{title}{manner.colon}{asked_text(key, cell.quantity, manner)}"),
                _verdict_and_output(cell, one, key, manner),
                "passed" if cell.credit == 1 else "failed",
            ),
            "tags": [one.exercise.id, cell.verdict.value],
            "extra_data": {"quantity": cell.quantity.text, "earned": str(cell.earned)},
        }
        for place, cell in enumerate(one.cells, 1)
    ]


def _test(number: str, name: str, said: str, status: str) -> dict[str, Any]:
    return {
        "number": number,
        "name": name,
        "status": status,
        "output": said,
        "output_format": "text",
        "visibility": "visible",
    }


def _verdict_and_output(
    cell: CellMarking, one: ExerciseMarking, key: Key | None, manner: Manner
) -> str:
    first = f"{manner.sign(cell.verdict)} {manner.word(cell.verdict.value)}"
    return "\n".join(part for part in (first, output(cell, one, key, manner)) if part)


def visible_lines(text: str) -> str:
    """Return a text of several lines without control characters."""
    return "\n".join(map(visible, text.split("\n")))
