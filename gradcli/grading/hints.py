"""A ladder of hints for one cell, made from the graph: each step says more and costs more.

The exercise's own hints come first. Then: the rule; the gate with its operands; the equation with
one number left open; the worked cell. All numbers are the student's own where they gave some.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from gradcli.grading.key import Key
from gradcli.grading.paths import BLANK, Course, Path, number_text
from gradcli.grading.quantities import Quantity, QuantityProblem
from gradcli.grading.rule_sentences import sentences
from gradcli.numerals import in_product
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import Operator
from gradcli.operators.elementary import Value

#: What each step leaves of the points of the cell to lose: the exercise's own hints, the rule,
#: the gate, the equation with a blank, the worked cell.
PRICES = (Fraction(0), Fraction(1, 10), Fraction(1, 4), Fraction(1, 2), Fraction(1))


class HintStep(NamedTuple):
    """One step: its text, and the part of the cell's points that is gone once it has been taken.

    Prices are not added up: who has taken the last step has paid for those before it.
    """

    text: str
    price: Fraction


_WORDS = {
    "en": {
        "chain": "chain rule: the upstream gradient times the local gradient; {rules}",
        "several": "chain rule: upstream times local gradient on each path, all added; {rules}",
        "product": "chain rule: {rules}",
        "no path": "no gradient flows from {above} to {below}",
        "itself": "how fast does something change with itself?",
        "value": "{gate}, with {values}",
        "edge": "{operand} goes into {gate}, with {values}",
        "edges": "{operand} is used {count} times: ",
        "with": "{equation}, with {values}",
        "added": "add up what arrives for all the places where it is used",
        "and": "; ",
        "comma": ", ",
    },
    "zh": {
        "chain": "链式法则：上游梯度乘以局部梯度；{rules}",
        "several": "链式法则：每条路径上用上游梯度乘以局部梯度，再把各条路径相加；{rules}",
        "product": "链式法则：{rules}",
        "no path": "没有梯度从 {above} 传到 {below}",
        "itself": "一个量随它自己变化得多快？",
        "value": "{gate}，其中 {values}",
        "edge": "{operand} 进入 {gate}，其中 {values}",
        "edges": "{operand} 用了 {count} 次：",
        "with": "{equation}，其中 {values}",
        "added": "把它被用到的各个位置传来的梯度加起来",
        "and": "；",
        "comma": "，",
    },
}


def ladder(
    key: Key, quantity: Quantity, typed: Mapping[Quantity, str], language: str = "en"
) -> tuple[HintStep, ...]:
    """Return the hints for one quantity, the mildest first.

    `typed` are the answers given so far, by quantity, as they were typed; the one to `quantity`
    itself is not looked at. `language` is `en` or `zh`, or a variant such as `zh-CN`; any other
    is told in English.
    """
    rungs = _Ladder(key, quantity, typed, language)
    made = [
        (text, price) for texts, price in zip(rungs.rungs(), PRICES, strict=True) for text in texts
    ]
    return tuple(HintStep(text, price) for text, price in made)


class _Ladder:
    def __init__(
        self, key: Key, quantity: Quantity, typed: Mapping[Quantity, str], language: str
    ) -> None:
        self.key = key
        self.quantity = quantity
        self.asked_language = language
        self.language = "zh" if language.lower().startswith("zh") else "en"
        self.words = _WORDS[self.language]
        self.course = Course(key, typed, quantity)

    def rungs(self) -> Iterator[list[str]]:
        """Yield the texts of each kind of step."""
        yield self._own()
        quantity = self.quantity
        if quantity.wrt is None:
            yield from self._forward(quantity.node)
        elif quantity.kind == "local":
            yield from self._local(quantity.node, quantity.wrt)
        else:
            yield from self._gradient(quantity.node, quantity.wrt)

    def _own(self) -> list[str]:
        """Return the author's hints: those for this quantity, then those for the whole exercise."""
        hints = self.key.exercise.hints
        for_cell = [hint for hint in hints if hint.quantity and self._is_meant(hint.quantity)]
        for_all = [hint for hint in hints if not hint.quantity]
        return [hint.text.in_language(self.asked_language) for hint in (*for_cell, *for_all)]

    def _is_meant(self, text: str) -> bool:
        try:
            return self.key.names.resolve(text) == self.quantity
        except QuantityProblem:
            return False

    # --- forward values

    def _forward(self, node: int) -> Iterator[list[str]]:
        course = self.course
        operator = OPERATORS.get(course.graph.operators[node])
        operands = course.operands(node)
        if operator is None or node in course.graph.input_ids:
            yield from ([], [], [], [self._given(node)])
            return
        name = self.key.names.text(node)
        yield [sentences(operator, self.language).forward]
        gate = course.gate(node)
        values = self._values(operands)
        yield [self.words["value"].format(gate=gate, values=values) if operands else gate]
        places = [p for p, o in enumerate(course.graph.operands_of(node)) if o in operands]
        yield [f"{name} = {course.by_value(node, places[-1] if places else 0)}"]
        followed = course.world.followed_value(node)
        yield [f"{name} = {course.by_value(node)} = {_shown(followed, course.value(node))}"]

    def _given(self, node: int) -> str:
        return f"{self.key.names.text(node)} = {number_text(self.course.value(node))}"

    def _values(self, nodes: list[int]) -> str:
        return self.words["comma"].join(
            f"{self.key.names.text(node)} = {number_text(self.course.value(node))}"
            for node in nodes
        )

    # --- local gradients

    def _local(self, node: int, operand: int) -> Iterator[list[str]]:
        course = self.course
        edges = [e for e in course.graph.edges_of(node) if e.operand == operand]
        rule = course.rule(edges, "1")
        operator, places = OPERATORS[course.graph.operators[node]], [e.position for e in edges]
        yield [self.words["and"].join(self._told(operator, rule, places))]
        yield [self._gate(node, operand)]
        name = self.quantity.text
        value = course.world.local(node, operand)
        yield [_equation(name, rule, BLANK)]
        yield [_equation(name, rule, _shown(value, self.key.truth.get(self.quantity)))]

    def _gate(self, node: int, operand: int) -> str:
        return self.words["edge"].format(
            operand=self.key.names.text(operand),
            gate=self.course.gate(node),
            values=self._values(self.course.operands(node)),
        )

    # --- gradients over all paths

    def _gradient(self, target: int, node: int) -> Iterator[list[str]]:
        paths = self.course.paths(target, node)
        value = self._followed(target, node)
        if not paths:
            yield from self._without_paths(target, node, value)
            return
        yield [self._rules(paths)]
        yield [self._gates(paths, node)]
        yield [self._with_blank(paths)]
        yield [self._worked(paths, value)]

    def _without_paths(self, target: int, node: int, value: Value) -> Iterator[list[str]]:
        names = self.key.names
        said = self.words["no path"].format(above=names.text(target), below=names.text(node))
        yield [self.words["itself"] if target == node else said]
        yield from ([], [])
        yield [f"{self.quantity.text} = {number_text(value)}"]

    def _followed(self, target: int, node: int) -> Value:
        """Return what follows from the student's numbers, the truth where nothing does."""
        followed = self.course.world.toward(target).followed_gradient(node)
        return self.key.truth.get(self.quantity) if followed is None else followed

    def _rules(self, paths: list[Path]) -> str:
        rules = dict.fromkeys(
            told for path in paths for told in self._told(path.operator, path.rule, path.positions)
        )
        if any(path.stretched for path in paths):
            rules[self.words["added"]] = None
        form = "several" if len(paths) > 1 else "product" if paths[0].product else "chain"
        return self.words[form].format(rules=self.words["and"].join(rules))

    def _told(self, operator: Operator, rule: str, positions: Iterable[int]) -> list[str]:
        """Return the rules of the operands at some places, each once."""
        told = (sentences(operator, self.language, rule, place).backward for place in positions)
        return list(dict.fromkeys(told))

    def _gates(self, paths: list[Path], node: int) -> str:
        gates = self.words["and"].join(self._gate(path.node, node) for path in paths)
        if len(paths) == 1:
            return gates
        name = self.key.names.text(node)
        return self.words["edges"].format(operand=name, count=len(paths)) + gates

    def _with_blank(self, paths: list[Path]) -> str:
        """Return the equation in which only the local gradient of the last path is left open."""
        last = paths[-1]
        if len(paths) == 1 and not last.upstream:
            return _equation(self.quantity.text, last.rule, BLANK)
        terms = [*map(_term, paths[:-1]), _term(last, BLANK)]
        given = {path.upstream: path.upstream_value for path in paths if path.upstream}
        for path in paths[:-1]:
            if not path.product:
                given[path.local] = path.local_value
        equation = f"{self.quantity.text} = {' + '.join(terms)}"
        known = [f"{name} = {number_text(value)}" for name, value in given.items()]
        if not known:
            return equation
        return self.words["with"].format(equation=equation, values=self.words["comma"].join(known))

    def _worked(self, paths: list[Path], value: Value) -> str:
        numbers = [_numbers(path) for path in paths]
        middle = "" if None in numbers else " + ".join(filter(None, numbers))
        steps = [self.quantity.text, " + ".join(map(_term, paths)), middle, number_text(value)]
        return " = ".join(dict.fromkeys(filter(None, steps)))


def _term(path: Path, blank: str = "") -> str:
    """Return what a path brings, as text: upstream · local, or the product of a vector rule."""
    if path.product:
        rule = path.rule or f"{path.upstream} · {path.local}"
        return (
            blank
            if blank and not path.upstream
            else rule.replace(path.upstream, blank or path.upstream)
        )
    if not path.upstream:
        return blank or path.rule or path.local
    factors = f"{path.upstream} · {blank or path.local}"
    return f"sum({factors})" if path.stretched else factors


def _numbers(path: Path) -> str | None:
    """Return what a path brings in numbers; None where a Jacobian would have to be written out."""
    if path.product or path.local_value is None:
        return None
    local = number_text(path.local_value)
    if not path.upstream:
        return local
    upstream = number_text(path.upstream_value)
    factors = f"{in_product(upstream)} · {in_product(local)}"
    return f"sum({factors})" if path.stretched else factors


def _equation(name: str, rule: str, number: str) -> str:
    """Return a rule with the number it gives; a rule without a letter is the number itself."""
    formula = any(sign.isalpha() for sign in rule)
    return f"{name} = {rule} = {number}" if formula else f"{name} = {number}"


def _shown(value: Value, otherwise: Value) -> str:
    return number_text(otherwise if value is None else value)
