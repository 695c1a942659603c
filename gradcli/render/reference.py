"""The reference card of the language: every function, and all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gradcli.operators import FUNCTIONS, WRITTEN
from gradcli.operators.declaration import Operator, Option
from gradcli.operators.reading import option_text
from gradcli.operators.symbols import BLACKBOARD, LANGUAGE
from gradcli.render.cells import cells, padded, printable
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
from gradcli.render.languages import formula_told, said
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
        lines += title(_told(family.capitalize(), style), style)
        for operator in operators:
            lines += _listed(operator, style)
    return "\n".join(lines).lstrip("\n") + "\n"


def _listed(operator: Operator, style: Style) -> list[str]:
    written = printable(signature(operator), style.ascii)
    sentence = _told(operator.doc, style)
    others = said(", ", style.language).join(aliases(operator))
    if others:
        sentence += said(" Also {names}.", style.language, names=others)
    column = _SENTENCE if style.width >= _WIDE else 2 * INDENT
    below = _flowed(sentence, style, column, 0)
    if cells(written) + INDENT + 2 > column:
        return [*flow([Cell(written)], style), *below]
    return [padded(" " * INDENT + written, column) + below[0].lstrip(), *below[1:]]


def _flowed(text: str, style: Style, indent: int, hang: int) -> list[str]:
    """Return a text over as many lines as it needs."""
    if style.language == "en":
        return flow(map(Cell, text.split()), style, indent, hang)
    from gradcli.render.breaking import wrapped

    return wrapped(text.strip(), indent, indent + hang, style)


def _told(text: str, style: Style) -> str:
    """Return what an operator says of itself in the language of the style."""
    if style.language == "en":
        return text
    from gradcli.render.reference_words import reference_said

    return reference_said(text, style.language)


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
    lines += [*_flowed(_told(operator.doc, style), style, INDENT, 0), ""]
    for heading, text in _entries(operator, name, style):
        lines += _entry(said(heading, style.language) if heading else "", text, style)
    return lines


def _entry(heading: str, text: str, style: Style) -> list[str]:
    """Return an entry with its text beside the heading, on a narrow screen below it."""
    column = _TEXTS if style.width >= _BESIDE else 2 * INDENT
    set_in = len(text) - len(text.lstrip())
    body = _flowed(text, style, column + set_in, 2)
    shown = " " * INDENT + printable(heading, style.ascii)
    if column < _TEXTS:
        return [shown, *body] if heading else body
    return [padded(shown, column) + body[0][column:], *body[1:]]


def _entries(operator: Operator, name: str, style: Style) -> Iterator[tuple[str, str]]:
    """Yield heading and text of each entry of a card; a heading is said once."""
    language = style.language
    others = [alias for alias in operator.calls if alias != name]
    if operator.infix and name in operator.calls:
        others.insert(0, signature(operator))
    if others:
        yield "also written", said(", ", language).join(others)
    heading = "options"
    for option in options(operator):
        names = said(", ", language).join(f"{alias}=" for alias in option.aliases)
        also = said(" (also {names})", language, names=names) if names else ""
        one_of = " | ".join(f'"{choice}"' for choice in option.choices)
        yield heading, f"{option.name}={one_of or option_text(option.default)}{also}"
        heading = ""
    yield from _gradient_entries(operator, style)
    yield "domain", _told(operator.domain.text, style)
    heading = "conventions"
    for where, convention in kinks(operator):
        yield heading, _convention(where, convention, style)
        heading = ""
    if operator.remark:
        yield "note", _told(operator.remark[1], style)
    if operator.steps:
        yield "steps", _plain(operator.steps)
    yield from _example_entries(operator, language)
    yield "source", _source(operator, language)


def _source(operator: Operator, language: str) -> str:
    if language == "en":
        return operator.source
    from gradcli.render.source_words import source_said

    return source_said(operator.source, language)


def _convention(where: str, convention: str, style: Style) -> str:
    if style.language == "en":
        return f"{where}: {convention}"
    from gradcli.render.reference_words import convention_said

    return f"{_told(where, style)}：{convention_said(convention, style.language)}"


def _gradient_entries(operator: Operator, style: Style) -> Iterator[tuple[str, str]]:
    heading, language = "local gradient" if operator.elementwise else "hands back", style.language
    described = gradients(operator, BLACKBOARD)
    if not described:
        yield heading, said("none: no gradient passes", language)
    for gradient in described:
        left, sign = f"∂y/∂{gradient.operand}", " = "
        if not operator.elementwise:
            left, sign = said("to {operand}: ", language, operand=gradient.operand), ""
        for value, condition in gradient.cases:
            place = condition if condition in ("", "otherwise") else "where {condition}"
            when = said(place, language, condition=condition)
            yield heading, f"{left}{sign}{formula_told(value, language)} {when}".rstrip()
            heading, left = "", " " * cells(left)
    if not operator.elementwise and described:
        yield "", said("(g is the upstream gradient, y the value)", language)


def _example_entries(operator: Operator, language: str) -> Iterator[tuple[str, str]]:
    done = example(operator)
    if done is None:
        return
    at = said(", ", language).join(f"{name} = {option_text(v)}" for name, v in done.at.items())
    yield "example", done.program + (f"  {said('at ', language)}{at}" if at else "")
    yield "", said("value {value}", language, value=on_one_line(done.value))
    for name, gradient in done.gradients.items():
        written = on_one_line(gradient, language=language)
        yield "", said("gradient of {name}: {gradient}", language, name=name, gradient=written)


def _plain(steps: str) -> str:
    """Return the steps of a composite function with its options by name."""
    return steps.replace("{", "").replace("}", "")


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
