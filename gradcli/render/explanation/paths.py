"""The chain rule written out over every path from the output to one node.

∂f/∂x = sum over the paths of the product of the local gradients along it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from gradcli.engine.forward import shape_of
from gradcli.engine.rules import EdgeRules, quietly_times, summed_back
from gradcli.graph import Edge
from gradcli.operators import OPERATORS
from gradcli.operators.elementary import Value, is_array
from gradcli.operators.symbols import Symbol, symbol
from gradcli.render.explanation.lesson import Item, Section, Sentence, Teller, leaving
from gradcli.render.formulas import chain, equation, times
from gradcli.render.rules import rule_symbol

#: Paths written out, and the edges of the longest path written out.
MOST_PATHS = 12
MOST_EDGES = 24

#: Paths are counted up to here.
_COUNTED = 10**15

#: A path, from the output down to the node.
Path = list[Edge]


def paths(teller: Teller) -> list[Section]:
    """Tell the chain rule for each node that was asked for."""
    consumers = leaving(teller.view.edges)
    counts = path_counts(teller.graph.output, consumers)
    return [
        _section(teller, node, consumers, counts.get(node, 0))
        for node in teller.view.targets.values()
        if node != teller.graph.output
    ]


def path_counts(output: int, consumers: Mapping[int, list[Edge]]) -> dict[int, int]:
    """Return how many paths lead from each node to the output, up to a large number."""
    counts = {output: 1}
    for node in sorted(consumers, reverse=True):
        counts[node] = min(sum(counts.get(e.node, 0) for e in consumers[node]), _COUNTED)
    return counts


def paths_of(node: int, output: int, consumers: Mapping[int, list[Edge]]) -> Iterator[Path]:
    """Yield the paths from a node to the output, in source order, each from the output down."""
    todo: list[tuple[int, tuple[Edge, ...]]] = [(node, ())]
    while todo:
        at, path = todo.pop()
        if at == output:
            yield list(reversed(path))
        else:
            todo += [(edge.node, (*path, edge)) for edge in reversed(consumers[at])]


def _section(teller: Teller, node: int, consumers: Mapping[int, list[Edge]], count: int) -> Section:
    heading = teller.say("chain", derivative=teller.gradient(node))
    names = {"node": symbol(teller.labels[node]), "output": symbol(teller.view.output)}
    if not count:
        return Section(heading, teller.say("no_path", **names), ())
    if count == 1:
        (only,) = paths_of(node, teller.graph.output, consumers)
        items = [Item(_path(teller, only, teller.gradient(node)), (), False)]
        return Section(heading, teller.say("one_path", **names), tuple(items))
    shown = list(islice(paths_of(node, teller.graph.output, consumers), MOST_PATHS))
    written = f"{count:,}" if count < _COUNTED else f"{_COUNTED:,}+"
    word = "paths" if len(shown) == count else "many_paths"
    intro = teller.say(word, count=written, shown=str(len(shown)), **names)
    items = [Item(_path(teller, path)) for path in shown]
    items.append(_total(teller, node, shown, count, written))
    return Section(heading, intro, tuple(items))


def _total(teller: Teller, node: int, shown: list[Path], count: int, written: str) -> Item:
    total = teller.number(teller.derivation.upstream[node])
    if len(shown) < count:
        worked = equation(teller.gradient(node), total)
        return Item(teller.say("all_together", count=written, equation=worked), (), False)
    addends = [teller.number(path_value(teller, path)) for path in shown]
    worked = equation(teller.gradient(node), teller.added(addends), total)
    return Item(teller.say("together", equation=worked), (), False)


def _path(teller: Teller, path: Path, lead: Symbol | None = None) -> Sentence:
    """Return one path: its derivatives, its rules, its numbers, and what they multiply to."""
    value = teller.number(path_value(teller, path))
    if len(path) > MOST_EDGES:
        worked = equation(lead, value)
        return teller.say("long_path", count=str(len(path)), equation=worked)
    # ∂f/∂x of one edge among several paths would read as the sum over all of them.
    alone = len(path) == 1 and lead is None
    derivatives = None if alone else chain([teller.local(edge) for edge in path])
    rules = [_rule(teller, edge) for edge in path]
    written = None if None in rules else chain([rule for rule in rules if rule is not None])
    numbers = [teller.derivation.local[edge.id] for edge in path]
    seed = teller.derivation.seed
    scalars = not any(one is None or is_array(one) for one in (*numbers, seed))
    factors = (
        [teller.number(one) for one in ([seed] if seed != 1 else []) + numbers] if scalars else []
    )
    return (equation(lead, derivatives, written, times(*factors) if factors else None, value),)


def _rule(teller: Teller, edge: Edge) -> Symbol | None:
    """Return the rule of one edge; a number for a rule with cases, None for one of arrays."""
    if not OPERATORS[teller.graph.operators[edge.node]].elementwise:
        return None
    rule = rule_symbol(teller.derivation, edge, teller.labels)
    if rule is None or rule.operation == "because":
        return teller.number(teller.derivation.local[edge.id])
    return rule


def path_value(teller: Teller, path: Path) -> Value:
    """Return the contribution of one path: the seed handed on along its edges."""
    derivation = teller.derivation
    rules = EdgeRules(derivation.graph, derivation.values, teller.ties, False, None)
    value = derivation.seed
    for edge in path:
        if value is None:
            return None
        local = derivation.local[edge.id]
        if not OPERATORS[derivation.graph.operators[edge.node]].elementwise:
            value = rules.work(edge, value).contribution
        elif local is None:
            return None
        else:
            shape = shape_of(derivation.values[edge.operand])
            value = summed_back(quietly_times(value, local), shape)
    return value
