"""A graph as formulas in LaTeX: one line for each statement, the output last."""

from __future__ import annotations

from gradcli.graph import CONSTANT, INPUT, Graph, Literal
from gradcli.operators import OPERATORS
from gradcli.operators.reading import operation_read
from gradcli.operators.symbols import Symbol, symbol
from gradcli.render.latex import latex


def statements(graph: Graph) -> list[tuple[str, Symbol]]:
    """Return the statements of a graph as (name, formula); the output without a name comes last."""
    symbols: list[Symbol] = []
    found: list[tuple[str, Symbol]] = []
    for node in range(len(graph)):
        formula = _formula(graph, node, symbols)
        names = graph.names.get(node, ())
        assigned = names[1:] if graph.operators[node] == INPUT else names
        found += [(name, formula) for name in assigned]
        symbols.append(symbol(names[0]) if names else formula)
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


def graph_latex(graph: Graph) -> str:
    """Return a graph as LaTeX for mathematics, one line for each statement."""
    lines = [
        f"{latex(symbol(name))} = {latex(formula)}" if name else latex(formula)
        for name, formula in statements(graph)
    ]
    return " \\\\\n".join(lines)
