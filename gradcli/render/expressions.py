"""A graph as formulas in LaTeX: one line for each statement, the output last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gradcli.graph import CONSTANT, INPUT, Graph, Literal
from gradcli.operators import OPERATORS
from gradcli.operators.reading import operation_read
from gradcli.operators.symbols import Symbol, symbol
from gradcli.render.latex import latex


def statements(
    graph: Graph, written: Mapping[str, Symbol] | None = None
) -> list[tuple[str, Symbol]]:
    """Return the statements of a graph as (name, formula); the output without a name comes last.

    `written` are the symbols of names that are not written as they are.
    """
    written = written or {}
    symbols: list[Symbol] = []
    found: list[tuple[str, Symbol]] = []
    for node in range(len(graph)):
        formula = _formula(graph, node, symbols)
        names = graph.names.get(node, ())
        assigned = names[1:] if graph.operators[node] == INPUT else names
        found += [(name, formula) for name in assigned]
        symbols.append(written.get(names[0], symbol(names[0])) if names else formula)
    last = found[-1][0] if found else ""
    if last not in graph.names.get(graph.output, ()) or not last:
        found.append(("", symbols[graph.output]))
    return found


def _formula(graph: Graph, node: int, symbols: list[Symbol]) -> Symbol:
    operator = graph.operators[node]
    if operator == INPUT:
        return symbol(graph.names[node][0])
    if operator == CONSTANT:
        return _literal(graph.literals[node])
    operands = [symbols[operand] for operand in graph.operands_of(node)]
    return operation_read(OPERATORS[operator], operands, graph.options_of(node))


def _literal(literal: Literal) -> Symbol:
    """Return a number or an array; arrays have few axes."""
    if isinstance(literal, tuple):
        return Symbol("list", tuple(map(_literal, literal)))
    if literal.startswith("-"):
        return Symbol("negative", (symbol(literal[1:]),))
    return symbol(literal)


def derivatives_latex(graph: Graph, output: str, entries: Mapping[str, Sequence[str]]) -> str:
    """Return derivatives as LaTeX for mathematics, one line for each statement.

    `entries` maps the names of statements to what they are derivatives with respect to.
    """
    written = {
        name: Symbol("derivative", (symbol(output), *map(symbol, names)))
        for name, names in entries.items()
    }
    lines = [
        f"{latex(written.get(name, symbol(name)))} &= {latex(formula)}"
        for name, formula in statements(graph, written)
        if name or "" in entries
    ]
    if len(lines) == 1:
        return lines[0].replace(" &= ", " = ", 1)
    body = " \\\\\n".join(lines)
    return f"\\begin{{aligned}}\n{body}\n\\end{{aligned}}"
