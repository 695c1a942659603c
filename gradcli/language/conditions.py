"""Where a condition may stand: as the first argument of `where`, and in `and`, `or` and `not`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradcli.language.builder import ProgramBuilder

RELATIONS = frozenset({"less", "less_equal", "greater", "greater_equal", "equal", "not_equal"})
JUNCTIONS = frozenset({"and", "or", "not"})
CONDITIONS = RELATIONS | JUNCTIONS


def check_conditions(program: ProgramBuilder) -> None:
    """Refuse a condition that stands for a number, and a number that stands for a condition."""
    graph = program.graph
    operators = graph.operators
    if CONDITIONS.isdisjoint(operators) and "where" not in operators:
        return
    for node, operator in enumerate(operators):
        for position, operand in enumerate(graph.operands[node]):
            wanted = operator in JUNCTIONS or (operator == "where" and position == 0)
            if (operators[operand] in CONDITIONS) == wanted:
                continue
            if not wanted:
                _refuse(program, node, operand)
            start, end = _place(program, node, operand)
            program.fail("not-a-condition", start, end)
    for node in (program.output, *program.known.values()):
        if operators[node] in CONDITIONS:
            _refuse(program, node, node)


def _refuse(program: ProgramBuilder, node: int, condition: int) -> None:
    """Raise the error for a condition used by `node`; a chain such as 0 < x < 1 gets its own."""
    start, end = _place(program, node, condition)
    operators = program.graph.operators
    chained = operators[node] in RELATIONS and operators[condition] in RELATIONS
    if chained and condition != node and start == program.span(node)[0]:
        whole = program.span(node)[1]
        middle = _behind_relation(program.text(start, end))
        fix = f"{program.text(start, end)} and {middle}{program.text(end, whole)}"
        program.fail("chain", start, whole, fix=fix)
    program.fail("condition", start, end, text=program.text(start, end))


def _behind_relation(text: str) -> str:
    """Return what stands behind the last relation outside brackets: `x` of `0 < x`."""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] in ")]）】") - (text[place] in "([（【")
        if not depth and text[place] in "<>=≤≥≠＜＞＝":
            return text[place + 1 :].strip()
    return text


def _place(program: ProgramBuilder, node: int, operand: int) -> tuple[int, int]:
    """Return where an operand stands in a node: the whole node if it is named elsewhere."""
    start, end = program.span(node)
    inner_start, inner_end = program.span(operand)
    return (inner_start, inner_end) if start <= inner_start <= inner_end <= end else (start, end)
