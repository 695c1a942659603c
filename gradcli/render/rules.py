"""Local gradients as text: each operator's rule, read with symbols.

So text and number cannot disagree. A rule with cases is read as the case in force, `1 (z > w)`. Of
an operator that is not elementwise the vector-Jacobian product is given, over the upstream
gradient.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from gradcli.engine import Derivation
from gradcli.engine.forward import node_options
from gradcli.graph import Edge
from gradcli.numerals import numeral
from gradcli.operators import OPERATORS
from gradcli.operators.elementary import Value
from gradcli.operators.reading import rule_read
from gradcli.operators.symbols import BLACKBOARD, LANGUAGE, Notation, Symbol, symbol, text
from gradcli.render.labels import Labels
from gradcli.render.quantities import in_full

#: Losses whose target may be a class: in their formulas it is the row with a 1 in its place.
_OF_CLASSES = frozenset(("cross_entropy", "nll_loss"))


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


class RuleTexts:
    """The rules of many edges as text of the language.

    A rule without cases is read only once, with gaps for what its operands and its node are called.
    """

    def __init__(self, derivation: Derivation, labels: Labels) -> None:
        self.derivation = derivation
        self.graph = derivation.graph
        self.labels = labels
        #: The nodes that stand in formulas as a number or text, and not by what they are called.
        self._written = {*labels.inline, *self.graph.literals}
        self._forms: dict[tuple[str, int], str | None] = {}

    def of(self, edge: Edge, local: Value) -> str:
        """Return the local gradient of an edge as a rule, as `rule_text` does, given its value."""
        graph, node = self.graph, edge.node
        form = self._form(graph.operators[node], edge.position)
        if form is not None and local is not None and node not in graph.options:
            nodes = (*graph.operands_of(node), node)
            if self._written.isdisjoint(nodes):
                return form.format(*[self.labels[one] for one in nodes])
        return rule_text(self.derivation, edge, self.labels)

    def _form(self, operator: str, position: int) -> str | None:
        key = operator, position
        if key not in self._forms:
            self._forms[key] = _form(*key)
        return self._forms[key]


def _form(name: str, position: int) -> str | None:
    """Return a rule with `{0}`, `{1}`, … for its operands and its value; None if it has cases.

    A rule may also have no form because it is a vector-Jacobian product, or cannot be read.
    """
    operator = OPERATORS[name]
    if not operator.elementwise or operator.variadic or operator.kinks or operator.ties:
        return None
    gaps = [f"\0{place}\0" for place in range(len(operator.operands) + 1)]
    read = rule_read(operator, position, [symbol(gap) for gap in gaps], {}, None)
    if read is None or _has_cases(read):
        return None
    written = text(read, LANGUAGE).replace("{", "{{").replace("}", "}}")
    return re.sub("\0([0-9]+)\0", r"{\1}", written)


def _has_cases(read: Symbol) -> bool:
    return read.operation in ("where", "because") or any(map(_has_cases, read.arguments))


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
    graph = derivation.graph
    nodes = (*graph.operands_of(edge.node), edge.node)
    return rule_over(derivation, edge, [labels.symbol(node) for node in nodes])


def rule_over(derivation: Derivation, edge: Edge, arguments: Sequence[Symbol]) -> Symbol | None:
    """Return the rule of an edge over any symbols for the operands of its node and its value."""
    graph, local = derivation.graph, derivation.local[edge.id]
    if local is None:
        return None
    operator = OPERATORS[graph.operators[edge.node]]
    options = node_options(graph, edge.node, operator)
    return rule_read(operator, edge.position, arguments, options, local)


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


def vjp_names(derivation: Derivation, edge: Edge, labels: Labels) -> tuple[str, dict[str, str]]:
    """Return the vector-Jacobian product of an edge as its operator has it, and what is put in.

    Without a formula of its own it is the upstream gradient times the local gradient, `g*local`.
    """
    operator = OPERATORS[derivation.graph.operators[edge.node]]
    place = 0 if operator.variadic else edge.position
    return operator.vjp_text[place], _names(derivation, edge, labels)


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
        if operator.name in _OF_CLASSES and _is_class(derivation, operands):
            names["target"] = f"onehot({names['target']})"
    return names


def _is_class(derivation: Derivation, operands: Sequence[int]) -> bool:
    """Return whether the target is one class for each row, and not a row of probabilities."""
    rows, target = (derivation.values[node] for node in operands)
    return len(getattr(target, "shape", ())) < len(getattr(rows, "shape", ()))


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
        return (
            label if alone or re.fullmatch(r"[\w.…]+|\[.*\]|onehot\(.*\)", label) else f"({label})"
        )

    formula_with_labels = re.sub(r"(?<![\w.])[^\W\d]\w*(?![\w(])", put, formula)
    return formula_with_labels.replace("*", notation.infix["multiply"])
