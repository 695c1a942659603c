"""What a student is told beside the numbers: kinks, blocked gradients, the first nan."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from gradcli.engine.backward import Gradients
from gradcli.engine.blame import is_bare_number
from gradcli.engine.demand import Demand
from gradcli.engine.derivation import Notice, carries
from gradcli.engine.forward import lies_at, node_options
from gradcli.engine.problems import called, short
from gradcli.graph import Edge, Graph
from gradcli.operators import OPERATORS
from gradcli.operators.declaration import TIES, Kink, Operator, Ties
from gradcli.operators.elementary import Value, is_array


def notices(
    graph: Graph,
    values: Sequence[Value],
    needs: Sequence[Demand] | None,
    ties: Ties,
    done: Gradients,
    nodes: Sequence[int] | None = None,
) -> tuple[Notice, ...]:
    """Return the notices of a worked graph, in the order of its nodes.

    `nodes` are its noticeable ones, if known.
    """
    found: list[Notice] = []
    for node in noticeable(graph) if nodes is None else nodes:
        operator = OPERATORS[graph.operators[node]]
        need = True if needs is None else needs[node]
        found.extend(_remarks(graph, node, operator))
        if node in done.reached:
            found.extend(_kinks(graph, node, operator, values, need, ties, done.upstream[node]))
    if done.first_nan is not None:
        found.append(_nan(graph, done.first_nan))
    known = {notice.node for notice in found if notice.code == "kink" and " inf" in notice.text}
    found.extend(_too_large(graph, done.infinite, known))
    return tuple(found)


def noticeable(graph: Graph, used: Iterable[str] | None = None) -> list[int]:
    """Return the nodes that may give a notice, whatever their values.

    `used` are the operators in use, if known.
    """
    present = {
        name
        for name in (set(graph.operators) if used is None else used)
        if name in OPERATORS and (OPERATORS[name].kinks or OPERATORS[name].remark)
    }
    if not present:
        return []
    operators, depends = graph.operators, graph.depends
    return [node for node, name in enumerate(operators) if name in present and depends[node]]


def _kinks(
    graph: Graph,
    node: int,
    operator: Operator,
    values: Sequence[Value],
    need: Demand,
    ties: Ties,
    upstream: Value,
) -> Iterator[Notice]:
    operands = [values[operand] for operand in graph.operands_of(node)]
    options = node_options(graph, node, operator)
    for kink in operator.kinks:
        if not concerned(graph, node, kink) or not _matters(kink, upstream):
            continue
        there = lies_at(kink, operands, options)
        there = there & need if is_array(there) or is_array(need) else there and need
        if there.any() if is_array(there) else there:
            yield kink_notice(graph, node, kink, ties)


def _matters(kink: Kink, upstream: Value) -> bool:
    """Return whether what a kink gives reaches the operands: a number times 0 does not."""
    if kink.undefined or "inf" in kink.gradient or upstream is None:
        return True
    return bool((upstream != 0).any() if is_array(upstream) else upstream != 0)


def concerned(graph: Graph, node: int, kink: Kink) -> bool:
    """Return whether an operand that a kink concerns carries a gradient."""
    return any(
        carries(graph, node, position, operand)
        for position, operand in enumerate(graph.operands_of(node))
        if not kink.positions or position in kink.positions
    )


def kink_notice(graph: Graph, node: int, kink: Kink, ties: Ties) -> Notice:
    """Return what is said where the operands of a node lie at a kink."""
    if kink.blocks:
        return Notice("kink", f"{short(graph.text_of(node))}: {kink.note}", node)
    told = in_words_of(graph, node, _of_variables(graph, node, kink.where))
    where = " and ".join(dict.fromkeys(told.split(" and ")))
    gradient = in_words_of(graph, node, kink.gradient).replace("{ties}", TIES[ties])
    sentence = f"{short(graph.text_of(node))} at {where}: the gradient is {gradient}"
    if not kink.undefined and "inf" not in gradient:
        sentence += ", by convention"
    if kink.note:
        sentence += f"; {kink.note}"
    return Notice("undefined" if kink.undefined else "kink", sentence, node)


def _of_variables(graph: Graph, node: int, where: str) -> str:
    """Return the conditions of a kink without those on a number of the program: 0 = 0."""
    letters = OPERATORS[graph.operators[node]].operands
    operands = graph.operands_of(node)
    open_ = {
        letter
        for letter, operand in zip(letters, operands, strict=False)
        if not is_bare_number(graph, operand)
    }
    conditions = where.split(" and ")
    kept = [one for one in conditions if open_.intersection(re.findall(r"\w+", one))]
    return " and ".join(kept) or where


def in_words_of(graph: Graph, node: int, text: str) -> str:
    """Return a text over an operator's operand names with the operands of a node in their place."""
    names = OPERATORS[graph.operators[node]].operands
    texts = {
        name: called(graph, operand, 24)
        for name, operand in zip(names, graph.operands_of(node), strict=False)
    }
    return re.sub(
        r"[^\W\d]\w*",
        lambda found: texts.get(found[0], found[0]),
        text,
    )


def _remarks(graph: Graph, node: int, operator: Operator) -> Iterator[Notice]:
    if operator.remark is not None:
        option, remark = operator.remark
        if option not in graph.options_of(node):
            yield Notice("remark", f"{short(graph.text_of(node))}: {remark}", node)


def _nan(graph: Graph, edge: Edge) -> Notice:
    node, operand = short(graph.text_of(edge.node)), called(graph, edge.operand)
    return Notice(
        "nan",
        f"nan arises first on the edge from {node} back to {operand}: "
        "of the upstream and the local gradient there one is 0 and the other inf, "
        "and 0 times inf is not a number",
        edge.node,
    )


def _too_large(
    graph: Graph, infinite: Sequence[Edge | int], known: Collection[int]
) -> Iterator[Notice]:
    """Yield where a gradient first becomes too large, unless its infinite slope has been named."""
    for place in infinite:
        node = place if isinstance(place, int) else place.node
        if node in known:
            continue
        where = f"where contributions are added up at {called(graph, node)}"
        if isinstance(place, Edge):
            text = short(graph.text_of(node))
            where = f"on the edge from {text} back to {called(graph, place.operand)}"
        said = "the gradient there is too large for a floating-point number"
        yield Notice("inf", f"inf arises first {where}: {said}", node)
        return


def safe_steps(graph: Graph, reasons: Mapping[int, str]) -> tuple[Notice, ...]:
    """Return a remark for each node that is shown in other steps than usual, with the reason."""
    return tuple(
        Notice(
            "remark",
            f"{short(graph.text_of(node))} is shown in other steps than usual: {why}",
            node,
        )
        for node, why in reasons.items()
    )
