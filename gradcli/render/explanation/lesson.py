"""A derivation as a lesson: sentences and equations, in the order in which a teacher writes them.

A lesson holds no layout; text, Markdown, LaTeX and HTML are written from the same one. All its
numbers are those of the derivation.
"""

from __future__ import annotations

from dataclasses import dataclass

from gradcli.engine.forward import shape_of
from gradcli.engine.rules import quietly_times
from gradcli.grading.rule_sentences import RULES, sentences
from gradcli.graph import CONSTANT, Edge
from gradcli.numerals import shape_text
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Ties
from gradcli.operators.elementary import Value, is_array
from gradcli.operators.symbols import BLACKBOARD, Symbol, symbol
from gradcli.render.drawing import ENDS, MOST_ROWS, ends
from gradcli.render.explanation.words import said
from gradcli.render.formula_words import formula_said
from gradcli.render.formulas import (
    Equation,
    chain,
    derivative,
    equation,
    numeral,
    plain,
    plus,
    times,
    vjp,
)
from gradcli.render.operations import operation_over, operation_symbol
from gradcli.render.quantities import is_large
from gradcli.render.report import Report
from gradcli.render.rules import rule_over, rule_symbol, vjp_names, vjp_text
from gradcli.render.sentences import listed
from gradcli.render.view import View

#: A sentence: words, formulas and equations by turns.
Sentence = tuple["str | Symbol | Equation", ...]

#: A side of an equation with the numbers put in is left out when it is longer than this.
_LONG = 64

#: More contributions than these are added up without the formula in symbols.
_MOST_CHAINS = 6


@dataclass(frozen=True, slots=True)
class Item:
    """One step: a sentence, and what belongs to it, each on a line of its own."""

    sentence: Sentence
    lines: tuple[Sentence, ...] = ()
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a sentence below it, and the steps."""

    heading: Sentence
    intro: Sentence
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A whole derivation, told: the program, and the sections."""

    program: str
    language: str
    sections: tuple[Section, ...]


class Teller:
    """Tells of one worked graph, in a language and with a number of decimals."""

    def __init__(self, view: View, language: str, digits: int, ties: Ties) -> None:
        self.view = view
        self.ties = ties
        self.graph = view.graph
        self.derivation = view.derivation
        self.labels = view.labels
        self.language = language
        self.digits = digits

    # --- words and formulas

    def say(self, identifier: str, **parts: str | Symbol | Equation) -> Sentence:
        """Return a text of the table with its parts put in."""
        return tuple(
            parts[piece] if kind == "part" else piece
            for kind, piece in said(identifier, self.language)
        )

    def number(self, value: Value) -> Symbol:
        """Return a value as it is shown."""
        if value is None:
            return symbol("".join(piece for _, piece in said("undefined", self.language)))
        return numeral(value, self.digits, self.language)

    def gradient(self, node: int) -> Symbol:
        """Return ∂output/∂node."""
        return derivative(self.view.output, self.labels[node])

    def local(self, edge: Edge) -> Symbol:
        """Return ∂node/∂operand of an edge."""
        return derivative(self.labels[edge.node], self.labels[edge.operand])

    def put_in(self, node: int) -> Symbol:
        """Return the value of a node, or its operation on values if it is written in its place."""
        value = self.derivation.values[node]
        if node in self.labels.inline and self.graph.operators[node] != CONSTANT:
            operands = [self.put_in(operand) for operand in self.graph.operands_of(node)]
            return operation_over(self.graph, node, operands)
        return self.labels.written(node) if value is None else self.number(value)

    def with_numbers(self, node: int) -> Symbol | None:
        """Return the operation of a node with the numbers put in, None where that is long."""
        operands = [self.put_in(operand) for operand in self.graph.operands_of(node)]
        written = operation_over(self.graph, node, operands)
        return written if len(plain(written)) <= _LONG else None

    # --- forward

    def given(self) -> Section | None:
        """Tell the values that were given; None if the expression has no variables."""
        nodes = list(self.graph.inputs.values())
        items = [
            Item((equation(symbol(self.labels[node]), self.number(self._value(node))),), (), False)
            for node in ends(nodes)
        ]
        items = self._with_gap(items, len(nodes))
        return Section(self.say("given"), (), tuple(items)) if items else None

    def forward(self) -> Section | None:
        """Tell the forward pass, one step for each operation; None if there is none."""
        nodes = [node for node in self.view.nodes if node not in self.graph.input_ids]
        items = self._with_gap([self._computed(node) for node in ends(nodes)], len(nodes))
        if not items:
            return None
        return Section(self.say("forward"), self.say("forward_intro"), tuple(items))

    def _computed(self, node: int) -> Item:
        label, value = symbol(self.labels[node]), self._value(node)
        if self.graph.operators[node] == CONSTANT:
            return Item((equation(label, self.number(value)),))
        operation = operation_symbol(self.graph, node, self.labels)
        if value is None:
            return Item(self.say("not_evaluated", equation=equation(label, operation)))
        worked = equation(label, operation, self.with_numbers(node), self.number(value))
        return Item((worked, *self._shape(value)))

    def _shape(self, value: Value) -> Sentence:
        if not is_array(value) or is_large(value):
            return ()
        return self.say("shape", shape=shape_text(value.shape))

    def _value(self, node: int) -> Value:
        return self.derivation.values[node]

    def _with_gap(self, items: list[Item], count: int) -> list[Item]:
        """Mark where steps were left out of a very long list."""
        if count > MOST_ROWS:
            gap = self.say("left_out", count=f"{count - 2 * ENDS:,}")
            items.insert(ENDS, Item(gap, (), False))
        return items

    # --- backward

    def backward(self) -> Section:
        """Tell the backward pass: what each operation hands on, and the sums where paths meet."""
        seed = equation(self.gradient(self.graph.output), self.number(self.derivation.seed))
        self._arriving = by_node = dict[int, list[Edge]]()
        for edge in self.view.edges:
            by_node.setdefault(edge.node, []).append(edge)
        self._leaving = leaving(self.view.edges)
        order = sorted({*by_node, *self.view.sums}, reverse=True)
        items: list[Item] = []
        told: set[str] = set()
        for node in ends(order):
            if node in self.view.sums:
                items.append(self._fork(node))
            if node in by_node:
                items.append(self._through(node, by_node[node], told))
        if len(order) > MOST_ROWS:
            items = self._with_gap(items, len(order))
        return Section(self.say("backward"), self.say("backward_intro", seed=seed), tuple(items))

    def _through(self, node: int, edges: list[Edge], told: set[str]) -> Item:
        operation = equation(
            symbol(self.labels[node]), operation_symbol(self.graph, node, self.labels)
        )
        upstream = self.derivation.upstream[node]
        if upstream is None:
            sentence = self.say("through_undefined", operation=operation)
        else:
            worked = equation(self.gradient(node), self.number(upstream))
            sentence = self.say("through", operation=operation, upstream=worked)
        lines = [self._edge(edge) for edge in edges]
        rules = [rule for rule in self._rules(edges) if rule not in told]
        told.update(rules)
        return Item(sentence, (*((rule,) for rule in rules), *lines))

    def _rules(self, edges: list[Edge]) -> list[str]:
        """Return the rules of an operation in words, for the operands that some edges lead to."""
        operator = OPERATORS[self.graph.operators[edges[0].node]]
        if operator.name not in RULES:
            return []
        language = "zh" if self.language == "zh" else "en"
        told = (sentences(operator, language, "", edge.position).backward for edge in edges)
        return list(dict.fromkeys(told))

    def _edge(self, edge: Edge) -> Sentence:
        node = symbol(self.labels[edge.operand])
        local = self.derivation.local[edge.id]
        contribution = self.derivation.contributions[edge.id]
        elementwise = OPERATORS[self.graph.operators[edge.node]].elementwise
        if contribution is None and (local is None or elementwise):
            return self.say("edge_undefined", node=node)
        if not elementwise:
            product = equation(self.handed_on(edge), self.number(contribution))
            return self.say("edge_product", node=node, product=product)
        product, extra = self._product(edge, local, contribution)
        # ∂node/∂operand would read as a sum over all paths where there is more than this edge.
        fork = not self._alone(edge)
        local_gradient = equation(*([] if fork else [self.local(edge)]), *self.local_sides(edge))
        told = "edge_of_fork" if fork else "edge"
        return (*self.say(told, node=node, local=local_gradient, product=product), *extra)

    def _alone(self, edge: Edge) -> bool:
        """Return whether no other path leads from the operand of an edge to its node."""
        if len(self._leaving[edge.operand]) == 1:
            return True
        todo, seen = [edge.node], {edge.node}
        while todo:
            for other in self._arriving.get(todo.pop(), ()):
                if other.operand == edge.operand and other.id != edge.id:
                    return False
                if edge.operand < other.operand and other.operand not in seen:
                    seen.add(other.operand)
                    todo.append(other.operand)
        return True

    def handed_on(self, edge: Edge) -> Symbol:
        """Return what an operator on arrays hands on, as a formula over the upstream gradient."""
        written = vjp_text(self.derivation, edge, self.labels, BLACKBOARD)
        template, names = vjp_names(self.derivation, edge, self.labels)
        symbols = {key: symbol(text) for key, text in names.items()}
        template, written = (formula_said(one, self.language) for one in (template, written))
        return vjp(template, symbols | {"g": self.gradient(edge.node)}, written)

    def local_sides(self, edge: Edge) -> list[Symbol]:
        """Return the local gradient of an edge: its rule, the rule with numbers, the number."""
        local = self.number(self.derivation.local[edge.id])
        rule = rule_symbol(self.derivation, edge, self.labels)
        if rule is None:
            return [local]
        if rule.operation == "because":
            number, reason = rule.arguments
            number = local if number.operation == "number" else number
            return [Symbol("because", (number, reason))]
        nodes = (*self.graph.operands_of(edge.node), edge.node)
        numbers = rule_over(self.derivation, edge, [self._argument(node) for node in nodes])
        short = numbers is not None and len(plain(numbers)) <= _LONG
        return [rule, *([numbers] if numbers is not None and short else []), local]

    def _argument(self, node: int) -> Symbol:
        """Return the value of a node for a rule, in which literals are numbers like any."""
        literal = self.graph.operators[node] == CONSTANT and node not in self.graph.input_ids
        return self.labels.symbol(node) if literal else self.put_in(node)

    def _product(self, edge: Edge, local: Value, contribution: Value) -> tuple[Equation, Sentence]:
        """Return upstream × local = contribution, and where broadcasting made it a sum, that."""
        upstream = self.derivation.upstream[edge.node]
        factors = times(self.number(upstream), self.number(local))
        whole = quietly_times(upstream, local)
        if shape_of(whole) == shape_of(contribution):
            return equation(factors, self.number(contribution)), ()
        node, total = symbol(self.labels[edge.operand]), self.number(contribution)
        product = equation(factors, self.number(whole))
        axes = _summed_axes(shape_of(whole), shape_of(contribution))
        if len(axes) == len(shape_of(whole)):
            return product, self.say("summed_all", node=node, total=total)
        if not axes:
            return equation(factors, total), ()
        written = listed(map(str, axes), self.language)
        return product, self.say("summed_axes", node=node, axes=written, total=total)

    def _fork(self, node: int) -> Item:
        """Tell the sum at a node that is used more than once."""
        edges = self._leaving[node]
        addends = self.view.sums[node]
        few = len(edges) <= _MOST_CHAINS
        worked = equation(
            self.gradient(node),
            plus([self._term(edge) for edge in edges]) if few else None,
            self.added([self.number(addend) for addend in addends]),
            self.number(self.derivation.upstream[node]),
        )
        count = str(len(addends))
        told = self.say("fork", node=symbol(self.labels[node]), count=count, equation=worked)
        return Item(told)

    def _term(self, edge: Edge) -> Symbol:
        """Return upstream · local of one edge in symbols, or what an array operator hands on."""
        if not OPERATORS[self.graph.operators[edge.node]].elementwise:
            return self.handed_on(edge)
        rule = self.local_sides(edge)[0]
        rule = rule.arguments[0] if rule.operation == "because" else rule
        direct = edge.node == self.graph.output and not self._seeded
        return rule if direct else chain([self.gradient(edge.node), rule])

    @property
    def _seeded(self) -> bool:
        """Return whether the backward pass starts with something else than 1."""
        return is_array(self.derivation.seed) or self.derivation.seed != 1

    def added(self, addends: list[Symbol]) -> Symbol:
        """Return a sum; of very many addends the first and last ones."""
        if len(addends) > 2 * _MOST_CHAINS:
            addends = [*addends[:_MOST_CHAINS], symbol("…"), *addends[-2:]]
        return plus(addends)

    # --- results

    def results(self) -> Section:
        """Tell the value and the gradients that were asked for."""
        output = self.graph.output
        value = equation(symbol(self.view.output), self.number(self.derivation.value))
        items = [Item(self.say("value", equation=value), (), False)]
        if not self.view.has_gradients:
            items.append(Item(self.say("no_gradient"), (), False))
        for node in ends(list(self.view.targets.values())):
            if node != output or output in self.graph.input_ids:
                worked = equation(self.gradient(node), self.number(self.derivation.upstream[node]))
                items.append(Item((worked,), (), False))
        return Section(self.say("results"), (), tuple(items))


def _summed_axes(whole: tuple[int, ...], shape: tuple[int, ...]) -> list[int]:
    extra = len(whole) - len(shape)
    stretched = (extra + i for i, n in enumerate(shape) if n == 1 and whole[extra + i] != 1)
    return [*range(extra), *stretched]


def leaving(edges: list[Edge]) -> dict[int, list[Edge]]:
    """Return the edges that leave each node, in source order."""
    found: dict[int, list[Edge]] = {}
    for edge in sorted(edges, key=lambda edge: edge.id):
        found.setdefault(edge.operand, []).append(edge)
    return found


def lesson(report: Report, language: str, digits: int, ties: Ties = "split") -> Lesson:
    """Return a report told as a lesson."""
    from gradcli.render.explanation.paths import paths
    from gradcli.render.explanation.remarks import remarks

    teller = Teller(View(report), language, digits, ties)
    sections = [teller.given(), teller.forward()]
    if teller.view.has_gradients:
        if teller.view.edges:
            sections.append(teller.backward())
        if report.wrt:
            sections += paths(teller)
    sections += [remarks(teller), teller.results()]
    return Lesson(teller.graph.source, language, tuple(section for section in sections if section))
