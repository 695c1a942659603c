"""The reference card of the language: every function, and all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gradcli.operators import FUNCTIONS, WRITTEN
from gradcli.operators.declaration import Operator, Option
from gradcli.operators.reading import option_text
from gradcli.operators.symbols import BLACKBOARD, LANGUAGE
from gradcli.render.cells import cells, printable
from gradcli.render.drawing import INDENT, Cell, flow, title
from gradcli.render.entries import (
    Example,
    Gradient,
    aliases,
    example,
    families,
    gradients,
    kinks,
    options,
    signature,
)
from gradcli.render.quantities import for_json, on_one_line
from gradcli.render.report import Style

#: Where the sentence of a function begins in the list, if the screen is wide enough.
_SENTENCE = 30

#: On screens narrower than this the sentences stand below the functions.
_WIDE = 76

#: On screens narrower than this the texts of a card stand below their headings.
_BESIDE = 64

#: Where the texts of a card begin.
_TEXTS = 18


def reference_list(style: Style) -> str:
    """Return every operator and function, by family, with one sentence each."""
    lines: list[str] = []
    for family, operators in families().items():
        lines += title(family.capitalize(), style)
        for operator in operators:
            lines += _listed(operator, style)
    return "\n".join(lines).lstrip("\n") + "\n"


def _listed(operator: Operator, style: Style) -> list[str]:
    written = printable(signature(operator), style.ascii)
    sentence = operator.doc
    others = aliases(operator)
    if others:
        sentence += f" Also {', '.join(others)}."
    column = _SENTENCE if style.width >= _WIDE else 2 * INDENT
    below = flow(_words(sentence), style, indent=column, hang=0)
    if cells(written) + INDENT + 2 > column:
        return [*flow([Cell(written)], style), *below]
    return [(" " * INDENT + written).ljust(column) + below[0].lstrip(), *below[1:]]


def _words(sentence: str) -> Iterator[Cell]:
    return map(Cell, sentence.split())


def reference_card(name: str, style: Style) -> str:
    """Return all that is known of a function, or of each that shares the name.

    Raises:
        KeyError: nothing has that name.
    """
    lines: list[str] = []
    for operator in found(name):
        lines += ["", *_card(operator, name, style)]
    return "\n".join(lines).lstrip("\n") + "\n"


def found(name: str) -> tuple[Operator, ...]:
    """Return the operators with a name: of the language, of graphs, or a sign.

    Raises:
        KeyError: nothing has that name.
    """
    if name in FUNCTIONS:
        return FUNCTIONS[name]
    signs = tuple(operator for operator in WRITTEN.values() if operator.infix == name)
    return signs or (WRITTEN[name],)


def _card(operator: Operator, name: str, style: Style) -> list[str]:
    called = name if name in operator.calls else ""
    lines = flow([Cell(signature(operator, called), "title")], style, indent=0)
    lines += [*flow(_words(operator.doc), style, hang=0), ""]
    for heading, text in _entries(operator, name):
        lines += _entry(heading, text, style)
    return lines


def _entry(heading: str, text: str, style: Style) -> list[str]:
    """Return an entry with its text beside the heading, on a narrow screen below it."""
    column = _TEXTS if style.width >= _BESIDE else 2 * INDENT
    set_in = len(text) - len(text.lstrip())
    body = flow(_words(text), style, indent=column + set_in, hang=2)
    shown = " " * INDENT + printable(heading, style.ascii)
    if column < _TEXTS:
        return [shown, *body] if heading else body
    return [shown.ljust(column) + body[0][column:], *body[1:]]


def _entries(operator: Operator, name: str) -> Iterator[tuple[str, str]]:
    """Yield heading and text of each entry of a card; a heading is said once."""
    others = [alias for alias in operator.calls if alias != name]
    if operator.infix and name in operator.calls:
        others.insert(0, signature(operator))
    if others:
        yield "also written", ", ".join(others)
    heading = "options"
    for option in options(operator):
        also = (
            f" (also {', '.join(f'{alias}=' for alias in option.aliases)})"
            if option.aliases
            else ""
        )
        one_of = " | ".join(f'"{choice}"' for choice in option.choices)
        yield heading, f"{option.name}={one_of or option_text(option.default)}{also}"
        heading = ""
    yield from _gradient_entries(operator)
    yield "domain", operator.domain.text
    heading = "conventions"
    for where, convention in kinks(operator):
        yield heading, f"{where}: {convention}"
        heading = ""
    if operator.remark:
        yield "note", operator.remark[1]
    if operator.steps:
        yield "steps", _plain(operator.steps)
    yield from _example_entries(operator)
    yield "source", operator.source


def _gradient_entries(operator: Operator) -> Iterator[tuple[str, str]]:
    heading = "local gradient" if operator.elementwise else "hands back"
    described = gradients(operator, BLACKBOARD)
    if not described:
        yield heading, "none: no gradient passes"
    for gradient in described:
        left = f"∂y/∂{gradient.operand}" if operator.elementwise else f"to {gradient.operand}:"
        for value, condition in gradient.cases:
            when = condition if condition in ("", "otherwise") else f"where {condition}"
            sign = " = " if operator.elementwise else " "
            yield heading, f"{left}{sign}{value} {when}".rstrip()
            heading, left = "", " " * len(left)
    if not operator.elementwise and described:
        yield "", "(g is the upstream gradient, y the value)"


def _example_entries(operator: Operator) -> Iterator[tuple[str, str]]:
    done = example(operator)
    if done is None:
        return
    at = ", ".join(f"{name} = {_number(value)}" for name, value in done.at.items())
    yield "example", done.program + (f"  at {at}" if at else "")
    yield "", f"value {on_one_line(done.value)}"
    for name, gradient in done.gradients.items():
        yield "", f"gradient of {name}: {on_one_line(gradient)}"


def _plain(steps: str) -> str:
    """Return the steps of a composite function with its options by name."""
    return steps.replace("{", "").replace("}", "")


def _number(value: Any) -> str:
    return option_text(value)


def reference_json(name: str | None = None) -> str:
    """Return the reference as JSON: one object for each operator, or those of a name.

    Raises:
        KeyError: nothing has that name.
    """
    from gradcli.render.documents import pretty
    from gradcli.render.machine import VERSION

    everything = [operator for family in families().values() for operator in family]
    operators = everything if name is None else list(found(name))
    return pretty({"version": VERSION, "functions": [_record(operator) for operator in operators]})


def _record(operator: Operator) -> dict[str, Any]:
    return {
        "name": operator.name,
        "family": operator.family,
        "signature": signature(operator),
        "calls": list(operator.calls),
        "infix": operator.infix or None,
        "doc": operator.doc,
        "operands": list(operator.operands),
        "options": [_option_record(option) for option in options(operator)],
        "elementwise": operator.elementwise,
        "gradients": [_gradient_record(gradient) for gradient in gradients(operator, LANGUAGE)],
        "domain": operator.domain.text,
        "kinks": [{"where": where, "gradient": rule} for where, rule in kinks(operator)],
        "remark": operator.remark[1] if operator.remark else None,
        "steps": _plain(operator.steps) or None,
        "example": _example_record(example(operator)),
        "source": operator.source,
    }


def _option_record(option: Option) -> dict[str, Any]:
    return {
        "name": option.name,
        "default": _for_json(option.default),
        "aliases": list(option.aliases),
        "choices": list(option.choices),
    }


def _gradient_record(gradient: Gradient) -> dict[str, Any]:
    cases = [{"gradient": value, "where": condition or None} for value, condition in gradient.cases]
    return {"operand": gradient.operand, "cases": cases}


def _example_record(done: Example | None) -> dict[str, Any] | None:
    if done is None:
        return None
    return {
        "program": done.program,
        "at": {key: _for_json(value) for key, value in done.at.items()},
        "value": for_json(done.value),
        "gradients": {key: for_json(value) for key, value in done.gradients.items()},
    }


def _for_json(value: Any) -> Any:
    """Return an option's value, or a sample, as JSON has it."""
    return [_for_json(part) for part in value] if isinstance(value, tuple) else value
