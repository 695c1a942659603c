"""Why a call cannot be read, and what was probably meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from gradcli.language.calls import LIBRARIES
from gradcli.language.options import expected
from gradcli.near import nearest
from gradcli.operators import CONSTANTS, FUNCTIONS
from gradcli.operators.declaration import Operator, Option

if TYPE_CHECKING:
    from gradcli.graph import OptionValue
    from gradcli.language.builder import ProgramBuilder
    from gradcli.language.calls import Call, Written

#: What stands before a function in other places: np.exp(x), torch.exp(x).
MODULES = LIBRARIES | {"F", "nn"}

#: A name, and what belongs to it, as in w.T, w[0] and f(x).
_UNIT = re.compile(r"\w+(?:\.\w+|\([^()]*\)|\[[^\[\]]*\])*")

#: How much a name must look like a known one to be taken for it.
_ALIKE = 0.75


def refuse_call(program: ProgramBuilder, call: Call, rows: tuple[Operator, ...]) -> NoReturn:
    """Raise the error for a call that no operator answers; `rows` are those of that name."""
    texts = [_text(program, node, call.start, call.end) for node in call.operands]
    if call.method and texts[0] in MODULES:
        fix = f"{call.name}({', '.join(_without_module(call, texts[1:], rows))})"
        program.fail("module", call.start, call.end, name=call.name, module=texts[0], fix=fix)
    rows = rows or FUNCTIONS.get(call.name, ())
    if not rows:
        _refuse_name(program, call, texts)
    for written in call.options:
        if not any(written.name in (o.name, *o.aliases) for row in rows for o in row.options):
            refuse_option(program, call, rows[0], None, written, {})
    if any(option.kind == "shape" for row in rows for option in row.options):
        program.fail("shape", call.start, call.end, name=call.name, first=texts[0])
    option = _option_meant(call, rows)
    if option is None:
        _refuse_count(program, call, rows)
    fix = f"{call.name}({', '.join(texts[:-1])}, {option.name}={texts[-1]})"
    if option.kind != "axes":
        program.fail("option-positional", call.start, call.end, fix=fix, option=option.name)
    pair = call.name if call.name in ("max", "min") else "max"
    program.fail(
        "axis", call.start, call.end, fix=fix, name=call.name, other=f"{pair}({texts[0]}, b)"
    )


def _without_module(call: Call, texts: list[str], rows: tuple[Operator, ...]) -> list[str]:
    """Return the arguments of np.sum(A, 0) as they are written here: A, axis=0.

    In other places the second argument of max is an axis; the larger of two is maximum there.
    """
    rows = rows or FUNCTIONS.get(call.name, ())
    several = len(rows) > 1 and call.name in ("max", "min")
    if len(texts) == 2 and (several or not any(len(row.operands) == 2 for row in rows)):
        options = [row.options[0].name for row in rows if row.options and len(row.operands) == 1]
        if options and re.fullmatch(r"-?[\d.]+", texts[1]):
            texts = [texts[0], f"{options[0]}={texts[1]}"]
    return [*texts, *(f"{one.name}={one.value}" for one in call.options)]


def _option_meant(call: Call, rows: tuple[Operator, ...]) -> Option | None:
    """Return the option that the last operand looks like: the first one behind all operands."""
    for row in rows:
        if row.options and len(call.operands) == len(row.operands) + 1:
            return row.options[0]
    return None


def _refuse_name(program: ProgramBuilder, call: Call, texts: list[str]) -> NoReturn:
    name = call.name
    before = program.plain.text[: call.start]
    if not call.method and re.match(r"d\w+$", name) and re.search(r"\bd\w*\s*/\s*$", before):
        program.fail("derivative", call.start, call.end)
    product = "" if call.method else _run_together(program, name)
    if product:
        fix = f"{product}({', '.join(texts)})"
        program.fail("near-function", call.start, call.end, name=name, fix=fix)
    near = nearest(name, FUNCTIONS, _ALIKE)
    variable = name in program.known or name in program.bound or name in CONSTANTS
    if not call.method and len(texts) == 1 and (variable or not near):
        fix = f"{name}*({texts[0]})"
        identifier = "variable-called" if variable else "unknown-function"
        program.fail(identifier, call.start, call.end, name=name, fix=fix)
    if not near:
        program.fail("no-function", call.start, call.end, name=name)
    end = call.end if call.method else call.start + len(name)
    program.fail("near-function", call.start, end, name=name, fix=near)


def _run_together(program: ProgramBuilder, name: str) -> str:
    """Return a variable and a function written without a sign as a product: xsin is x*sin."""
    for variable in sorted({*program.known, *program.bound, *program.graph.inputs}):
        function = name.removeprefix(variable)
        if function != name and function in FUNCTIONS:
            return f"{variable}*{function}"
    return ""


def _refuse_count(program: ProgramBuilder, call: Call, rows: tuple[Operator, ...]) -> NoReturn:
    forms = " or ".join(usage(row, call.name) for row in rows)
    count = len(call.operands)
    written = "1 operand" if count == 1 else f"{count} operands"
    program.fail("count", call.start, call.end, name=call.name, count=written, forms=forms)


def usage(row: Operator, name: str) -> str:
    """Return how a function is written: `leaky_relu(x, slope=0.01)`."""
    options = [f"{option.name}={option.default}" for option in row.options]
    return f"{name}({', '.join([*row.operands, *options])})"


def refuse_option(
    program: ProgramBuilder,
    call: Call,
    row: Operator,
    option: Option | None,
    written: Written,
    given: dict[str, OptionValue],
) -> NoReturn:
    """Raise the error for an option that is unknown, given twice, or cannot be so."""
    place = written.start, written.end
    parts: dict[str, object] = {"name": call.name, "option": written.name, "value": written.value}
    if option is not None and option.name in given:
        program.fail("option-twice", *place, **parts)
    if option is not None:
        program.fail("option-value", *place, **parts, expected=expected(option))
    if call.name == "where":
        program.fail("condition-equals", *place, **parts)
    named = _operands_named(program, call, FUNCTIONS[call.name])
    if named:
        program.fail("operand-named", *place, **parts, fix=named)
    if not row.options:
        program.fail("no-options", *place, **parts)
    names = [option.name for option in row.options]
    aliases = [alias for option in row.options for alias in option.aliases]
    near = nearest(written.name, [*names, *aliases], _ALIKE)
    hint = f"did you mean {near}={written.value}?" if near else f"it takes {', '.join(names)}"
    program.fail("unknown-option", *place, **parts, fix=hint)


#: What other libraries call operands of ours.
OTHER_LETTERS = {"min": "low", "max": "high"}


def _operands_named(program: ProgramBuilder, call: Call, rows: tuple[Operator, ...]) -> str:
    """Return the call as it is written if all its options are in truth operands by name."""
    texts = [_text(program, node, call.start, call.end) for node in call.operands]
    given = {OTHER_LETTERS.get(one.name, one.name): one.value for one in call.options}
    for row in rows:
        rest = row.operands[len(texts) :]
        if given and set(rest) == set(given) and len(rest) == len(call.options):
            return f"{call.name}({', '.join([*texts, *(given[letter] for letter in rest)])})"
    return ""


def refuse_attribute(
    program: ProgramBuilder, name: str, node: int, start: int, end: int
) -> NoReturn:
    """Raise the error for a name behind a dot that is not called; only T may stand so."""
    text = _text(program, node, start, end)
    if text in MODULES and name in CONSTANTS:
        program.fail("module", start, end, name=name, module=text, fix=name)
    if name in FUNCTIONS:
        typed = program.text(start, end).strip()
        operand = f"({text})" if typed.startswith("(") or not _UNIT.fullmatch(text) else text
        program.fail("attribute", start, end, name=name, fix=f"{operand}.{name}()")
    program.fail("no-attribute", start, end, name=name)


def _text(program: ProgramBuilder, node: int, start: int, end: int) -> str:
    """Return an operand of a call as it was typed; a name stands for a node from elsewhere."""
    first, last = program.span(node)
    if start <= first and last <= end:
        return program.text(first, last)
    names = program.graph.names.get(node, ("…",))
    return program.graph.written.get(names[0], names[0])
