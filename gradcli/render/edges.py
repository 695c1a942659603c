"""One edge worked on the blackboard: its local gradient, and upstream times local."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import NamedTuple

from gradcli.engine import Derivation
from gradcli.engine.forward import shape_of
from gradcli.graph import Edge
from gradcli.operators import OPERATORS
from gradcli.operators.elementary import is_array
from gradcli.operators.symbols import BLACKBOARD
from gradcli.render.cells import cells, padded
from gradcli.render.drawing import Cell
from gradcli.render.languages import formula_told, said
from gradcli.render.quantities import as_factor, shown
from gradcli.render.report import Style
from gradcli.render.rules import local_formula, reason_text, rule_symbol, vjp_text
from gradcli.render.view import View


class Worked(NamedTuple):
    """The texts of one edge.

    `rule` is empty where it says no more than the number, `local` where there is none. `formula` is
    the vector-Jacobian product of a node whose local gradient is not formed. `summed` tells over
    which axes the product is added up, where broadcasting used the operand several times.
    """

    derivative: str
    rule: str
    local: str
    upstream: str
    factor: str
    formula: str
    summed: str
    contribution: Cell
    by_elements: bool

    def local_cell(self, derivative: str) -> Cell:
        """Return the local gradient in one piece: ∂node/∂operand = rule = number."""
        lead = f"{derivative} = {self.rule}" if self.rule else derivative
        return Cell(self.local, lead=f"{lead} = " if self.local else lead)

    def local_pieces(self) -> Iterator[Cell]:
        """Yield the rule and the number of the local gradient."""
        if self.rule:
            yield Cell(self.rule, lead="= ")
        if self.local:
            yield Cell(self.local, lead="= ")

    def product(self, width: int) -> str:
        """Return upstream × local, the upstream gradient aligned to the right."""
        if self.formula or not self.upstream:
            return self.formula
        upstream = self.upstream if "\n" in self.upstream else self.upstream.rjust(width)
        return side_by_side(self.summed, upstream, " × ", self.factor)

    def product_pieces(self) -> Iterator[Cell]:
        """Yield upstream and × local."""
        if self.formula:
            yield Cell(self.formula)
        elif self.upstream:
            yield Cell(self.upstream, lead=self.summed)
            yield Cell(self.factor, lead="× ")


def side_by_side(*texts: str) -> str:
    """Return texts of one or more lines beside one another, aligned at the top.

    >>> print(side_by_side("2", " × ", "[[1],\\n [3]]"))
    2 × [[1],
         [3]]
    """
    columns = [text.split("\n") for text in texts]
    widths = [max(map(cells, column)) for column in columns]
    rows = zip_longest(*columns, fillvalue="")
    return "\n".join("".join(map(padded, row, widths)).rstrip() for row in rows)


def worked(view: View, edge: Edge, style: Style) -> Worked:
    """Return the texts of one edge."""
    derivation, labels = view.derivation, view.labels
    derivative = f"∂{labels[edge.node]}/∂{labels[edge.operand]}"
    local, upstream = derivation.local[edge.id], derivation.upstream[edge.node]
    contribution = derivation.contributions[edge.id]
    elementwise = OPERATORS[view.graph.operators[edge.node]].elementwise
    if local is None and (elementwise or contribution is None):
        none = said("undefined", style.language)
        return Worked(derivative, "", none, "", "", "", "", Cell(""), False)
    if local is None:
        formula = vjp_text(derivation, edge, labels, BLACKBOARD)
        formula = formula_told(formula, style.language)
        end = Cell(shown(contribution, style.digits, style.language), "gradient", "= ")
        return Worked(derivative, "", "", "", "", formula, "", end, False)
    rule, number = _rule_and_number(view, edge, style)
    return Worked(
        derivative,
        rule,
        number,
        _upstream(view, edge, style),
        as_factor(local, style.digits, style.language),
        "",
        _summed(derivation, edge, style) if elementwise else "",
        Cell(shown(contribution, style.digits, style.language), "gradient", "= "),
        is_array(local) and is_array(upstream),
    )


def _upstream(view: View, edge: Edge, style: Style) -> str:
    return shown(view.derivation.upstream[edge.node], style.digits, style.language)


def _rule_and_number(view: View, edge: Edge, style: Style) -> tuple[str, str]:
    """Return the rule and the number of a local gradient; one is empty where both say the same."""
    derivation = view.derivation
    local = derivation.local[edge.id]
    number = shown(local, style.digits, style.language)
    if not OPERATORS[view.graph.operators[edge.node]].elementwise:
        rule: str | None = local_formula(derivation, edge, view.labels, BLACKBOARD)
        rule = rule and formula_told(rule, style.language)
    else:
        read = rule_symbol(derivation, edge, view.labels)
        rule = None if read is None else reason_text(read, style.digits, BLACKBOARD)
    if rule is None or rule == number:
        return "", number
    return rule, "" if rule.startswith(f"{number} (") else number


def _summed(derivation: Derivation, edge: Edge, style: Style) -> str:
    """Return over which axes a product is summed to the shape of its operand, in words."""
    upstream, local = derivation.upstream[edge.node], derivation.local[edge.id]
    shapes = shape_of(upstream), shape_of(local)
    axes = summed_axes(*shapes, shape_of(derivation.contributions[edge.id]))
    if not axes:
        return ""
    if len(axes) == max(map(len, shapes)):
        return said("sum of ", style.language)
    return said("sum over axis {axes} of ", style.language, axes=", ".join(map(str, axes)))


def summed_axes(
    upstream: tuple[int, ...], local: tuple[int, ...], wanted: tuple[int, ...]
) -> list[int]:
    """Return over which axes a product is summed to the shape of its operand.

    >>> summed_axes((2, 3), (), (3,))
    [0]
    """
    axes_found = max(len(upstream), len(local))
    if axes_found < len(wanted):
        return []
    shapes = [(1,) * (axes_found - len(shape)) + shape for shape in (upstream, local)]
    found = tuple(map(max, *shapes))
    extra = axes_found - len(wanted)
    stretched = [extra + i for i, n in enumerate(wanted) if n == 1 and found[extra + i] != 1]
    return [*range(extra), *stretched]
