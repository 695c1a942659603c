"""Local gradients as text: each operator's rule, read with symbols.

So text and number cannot disagree. A rule with cases is read as the case in force, `1 (z > w)`. Of
an operator that is not elementwise the vector-Jacobian product is given, over the upstream
gradient.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gradcli.engine import Derivation
from gradcli.engine.forward import node_options
from gradcli.graph import Edge
from gradcli.numerals import numeral
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import TIES, Operator
from gradcli.operators.symbols import BLACKBOARD, LANGUAGE, Notation, Symbol, symbol, text
from gradcli.render.labels import Labels
from gradcli.render.quantities import in_full

#: What a rule may raise that cannot be read with symbols.
_UNREADABLE = (TypeError, AttributeError, ValueError, ArithmeticError)


def rule_text(
    derivation: Derivation, edge: Edge, labels: Labels, notation: Notation = LANGUAGE
) -> str:
    """Return the local gradient of an edge as a rule, or its vector-Jacobian product.

    The product is given where the local gradient is a matrix, which is not formed.
    """
    operator = OPERATORS[derivation.graph.operators[edge.node]]
    if not operator.elementwise:
        formed = derivation.local[edge.id] is not None
        unit = local_formula(derivation, edge, labels, notation) if formed else None
        return unit or vjp_text(derivation, edge, labels, notation)
    rule = rule_symbol(derivation, edge, labels)
    return in_full(derivation.local[edge.id]) if rule is None else text(rule, notation)


def reason_text(rule: Symbol, digits: int, notation: Notation) -> str | None:
    """Return the rule to be read beside its number; None if it is nothing but that number."""
    if rule.operation == "number":
        return None
    if rule.operation == "because" and rule.arguments[0].operation == "number":
        number: Any = rule.arguments[0].content
        return f"{numeral(number, digits)} ({text(rule.arguments[1], notation)})"
    return text(rule, notation)


def rule_symbol(derivation: Derivation, edge: Edge, labels: Labels) -> Symbol | None:
    """Return the rule of an elementwise operator over the labels of a node and its operands.

    None if the gradient does not exist, or the rule cannot be read with symbols.
    """
    graph, local = derivation.graph, derivation.local[edge.id]
    operator = OPERATORS[graph.operators[edge.node]]
    rule = operator.local[edge.position]
    if local is None or rule is None:
        return None
    arguments = [labels.symbol(operand) for operand in graph.operands_of(edge.node)]
    arguments.append(labels.symbol(edge.node))
    read: Symbol | None = None
    for options in _conventions(operator, node_options(graph, edge.node, operator)):
        try:
            read = symbol(rule(*arguments, **options))
        except _UNREADABLE:
            return None
        if _agrees(read, local):
            return read
    return None if operator.ties else read


def _conventions(operator: Operator, options: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the options of a rule with each convention for ties: the number tells which it was."""
    if not operator.ties:
        yield {**options}
        return
    for ties in TIES:
        yield {**options, "ties": ties}


def _agrees(rule: Symbol, local: Any) -> bool:
    """Return whether a rule that is a number is the number of the local gradient."""
    number = rule.arguments[0] if rule.operation == "because" else rule
    if number.operation != "number" or hasattr(local, "shape"):
        return True
    return bool(number.content == local)


def vjp_text(
    derivation: Derivation, edge: Edge, labels: Labels, notation: Notation = LANGUAGE
) -> str:
    """Return the vector-Jacobian product of an edge, with the upstream gradient written out.

    The upstream gradient of node C is `dout/dC` in the language and `∂out/∂C` on the blackboard.
    """
    graph = derivation.graph
    operator = OPERATORS[graph.operators[edge.node]]
    place = 0 if operator.variadic else edge.position
    upstream = derivative(labels[graph.output], labels[edge.node], notation)
    if place >= len(operator.vjp_text):
        times = " × " if notation is BLACKBOARD else " * "
        return upstream + times + derivative(labels[edge.node], labels[edge.operand], notation)
    names = _names(derivation, edge, labels)
    return _substituted(operator.vjp_text[place], {**names, "g": upstream}, notation)


def _names(derivation: Derivation, edge: Edge, labels: Labels) -> dict[str, str]:
    """Return what stands for the names in the formulas of an operator: labels, and its options."""
    graph = derivation.graph
    operator = OPERATORS[graph.operators[edge.node]]
    numbers = {option.name for option in operator.options if option.kind == "number"}
    options = node_options(graph, edge.node, operator)
    names = {name: in_full(value) for name, value in options.items() if name in numbers}
    names["y"] = labels[edge.node]
    if not operator.variadic:
        operands = graph.operands_of(edge.node)
        pairs = zip(operator.operands, operands, strict=True)
        names.update((name, labels[node]) for name, node in pairs)
    return names


def local_formula(
    derivation: Derivation, edge: Edge, labels: Labels, notation: Notation
) -> str | None:
    """Return the local gradient of a node that is a number: its product with upstream 1."""
    operator = OPERATORS[derivation.graph.operators[edge.node]]
    if operator.variadic or edge.position >= len(operator.vjp_text):
        return None
    formula = operator.vjp_text[edge.position]
    unit = re.sub(r"(?<![\w.])g(\*| @ )| @ g(?!\w)", "", formula)
    unit = re.sub(r"(?<![\w.])g(\.T)?(?!\w)", "1", unit)
    return _substituted(unit, _names(derivation, edge, labels), notation)


def derivative(above: str, below: str, notation: Notation) -> str:
    """Return ∂above/∂below in a notation."""
    return f"d{above}/d{below}" if notation is LANGUAGE else f"∂{above}/∂{below}"


def _substituted(formula: str, names: Mapping[str, str], notation: Notation) -> str:
    """Put labels in the place of the names of a formula, in brackets where they need them."""

    def put(match: re.Match[str]) -> str:
        label = names.get(match.group())
        if label is None:
            return match.group()
        alone = match.group() == formula or (
            re.match(r"\s*([-+*@,)]|$|[a-z])", formula[match.end() :])
            and not formula[: match.start()].rstrip().endswith(("/", "^"))
        )
        return label if alone or re.fullmatch(r"[\w.…]+|\[.*\]", label) else f"({label})"

    formula_with_labels = re.sub(r"(?<![\w.])[^\W\d]\w*(?![\w(])", put, formula)
    return formula_with_labels.replace("*", notation.infix["multiply"])
