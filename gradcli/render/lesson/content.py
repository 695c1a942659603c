"""What a lesson page is told of a worked graph: its nodes, edges, formulas and numbers, as JSON.

Numbers stand in flat lists. Formulas are texts with a mark wherever the number of a node can be put
in, so that the page can show them with the numbers of the moment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from gradcli.engine.derivation import carries
from gradcli.engine.forward import shape_of
from gradcli.graph import CONSTANT, Edge
from gradcli.operators import OPERATORS
from gradcli.operators.cases import leaves
from gradcli.operators.elementary import Value, is_array
from gradcli.operators.symbols import BLACKBOARD, Symbol, symbol
from gradcli.render.edges import summed_axes
from gradcli.render.labels import CONDITIONS, Labels
from gradcli.render.lesson.calculation import Unreadable, rule_of, rules
from gradcli.render.lesson.kinks import domain_texts, kink_sentences
from gradcli.render.lesson.place import Place, size_of
from gradcli.render.operations import operation_symbol, operation_text
from gradcli.render.quantities import for_json
from gradcli.render.report import Style
from gradcli.render.rules import derivative, local_formula, reason_text, vjp_text
from gradcli.render.view import View

#: Around the id of a node in a formula; private characters, which no program has.
_OPEN, _CLOSE = "\ue000", "\ue001"


class _Plain(Labels):
    """Labels whose symbols stand for no number, written as `name` tells: rules keep their cases."""

    def __init__(self, labels: Labels, name: Callable[[int], str]) -> None:
        self.graph, self.values = labels.graph, labels.values
        self.inline, self._texts = labels.inline, labels._texts
        self._name = name

    def written(self, node: int) -> Symbol:
        """Return the symbol of a node as an operand in the text of an operation."""
        if node not in self.inline:
            return symbol(self._name(node))
        if self.graph.operators[node] == CONSTANT:
            return self.inline[node]
        return operation_symbol(self.graph, node, self)


class Content:
    """A worked graph as a page reads it."""

    def __init__(self, view: View, style: Style, ties: Any = "split") -> None:
        self.view = view
        self.style = style
        self.ties = ties
        self.derivation, self.graph = view.derivation, view.graph
        self._marked = _Plain(view.labels, f"{_OPEN}{{}}{_CLOSE}".format)
        self._named = _Plain(view.labels, view.labels.__getitem__)

    def calculation(self) -> tuple[str, dict[str, str]]:
        """Return the rules in JavaScript, and what prevents them: the word and what it is about."""
        values = self.derivation.values
        try:
            if any(isinstance(number, Fraction) for value in values for number in _flat(value)):
                return "", {"word": "fixed_exact"}
            if any(map(is_array, values)) and any(value is None for value in values):
                return "", _prevented("where")
            return rules(self.derivation, self.ties), {}
        except Unreadable as problem:
            text = operation_text(self.graph, problem.args[0], self.view.labels, BLACKBOARD)
            return "", _prevented(text)

    def as_json(self) -> dict[str, Any]:
        """Return everything but the rules."""
        derivation, graph = self.derivation, self.graph
        return {
            "output": graph.output,
            "digits": self.style.digits,
            "seed": _numbers(derivation.seed) if self.view.has_gradients else None,
            "nodes": [self._node(node) for node in range(len(graph))],
            "edges": [self._edge(edge) for edge in graph.edges()],
            "shown": self.view.nodes,
            "whole": not self.view.report.wrt,
            "sequence": [edge.id for edge in self._sequence()],
            "worked": {
                "values": [_numbers(value) for value in derivation.values],
                "upstream": [_numbers(gradient) for gradient in derivation.upstream],
                "local": [_numbers(local) for local in derivation.local],
                "contributions": [_numbers(part) for part in derivation.contributions],
            },
        }

    def _node(self, node: int) -> dict[str, Any]:
        graph, value = self.graph, self.derivation.values[node]
        kind = graph.kind_of(node)
        operator = OPERATORS.get(graph.operators[node])
        gradient = derivative(self.view.output, self.view.labels[node], BLACKBOARD)
        found: dict[str, Any] = {
            "id": node,
            "label": self.view.labels[node],
            "kind": kind,
            "operation": operation_text(graph, node, self.view.labels, BLACKBOARD),
            "formula": self._formula(node),
            "gradient": gradient,
            "shape": shape_of(value),
            "size": size_of(shape_of(value)),
            "operands": graph.operands_of(node),
            "edges": [edge.id for edge in graph.edges_of(node)],
            "depends": bool(graph.depends[node]),
            "condition": graph.operators[node] in CONDITIONS,
            "chooses": graph.operators[node] == "where",
        }
        if kind == "operation" and operator is not None:
            found["undefined"] = [
                [
                    place
                    for place, kink in enumerate(operator.kinks)
                    if kink.undefined and position in (kink.positions or (position,))
                ]
                for position in range(len(found["edges"]))
            ]
            found["stops"] = operator.stops
            found["kinks"] = kink_sentences(graph, node, operator, self.ties)
            found["domain"] = domain_texts(graph, node, operator)
        elif kind != "operation":
            found["value"] = _numbers(value)
        return found

    def _formula(self, node: int) -> list[Any]:
        """Return an operation in pieces: text, and the ids of the nodes whose numbers go in."""
        text = operation_text(self.graph, node, self._marked, BLACKBOARD)
        pieces = re.split(f"{_OPEN}(\\d+){_CLOSE}", text)
        return [int(piece) if place % 2 else piece for place, piece in enumerate(pieces)]

    def _edge(self, edge: Edge) -> dict[str, Any]:
        labels = self.view.labels
        carrying = self._carries(edge)
        found: dict[str, Any] = {
            "id": edge.id,
            "node": edge.node,
            "operand": edge.operand,
            "position": edge.position,
            "carries": carrying,
            "derivative": derivative(labels[edge.node], labels[edge.operand], BLACKBOARD),
        }
        if carrying:
            found |= self._rule(edge)
        return found

    def _rule(self, edge: Edge) -> dict[str, Any]:
        derivation = self.derivation
        operator = OPERATORS[self.graph.operators[edge.node]]
        value, local = derivation.values[edge.node], derivation.local[edge.id]
        if not operator.elementwise:
            if is_array(value):
                text = vjp_text(derivation, edge, self.view.labels, BLACKBOARD)
                return {"rules": [None], "formula": text}
            return {"rules": [local_formula(derivation, edge, self.view.labels, BLACKBOARD)]}
        place = Place(derivation, edge.node, self.ties)
        operands = [self._named.symbol(operand) for operand in self.graph.operands_of(edge.node)]
        read = rule_of(place, edge.position, operands, self._named.symbol(edge.node))
        wanted = shape_of(derivation.values[edge.operand])
        return {
            "rules": [reason_text(rule, self.style.digits, BLACKBOARD) for _, rule in leaves(read)],
            "shape": shape_of(local),
            "summed": summed_axes(shape_of(value), shape_of(local), wanted),
        }

    def _carries(self, edge: Edge) -> bool:
        inner = edge.node not in self.graph.input_ids
        return inner and carries(self.graph, edge.node, edge.position, edge.operand)

    def _sequence(self) -> Iterator[Edge]:
        """Yield the edges with a gradient from the output to what is wanted, backward.

        Unlike those of the view, also the edges of branches that are not taken now.
        """
        wanted = self.view.report.wrt
        towards = self.view.towards_targets() if wanted else self.graph.depends
        reached = bytearray(len(self.graph))
        reached[self.graph.output] = 1
        for node in range(self.graph.output, -1, -1):
            if reached[node] and self.view.has_gradients:
                for edge in filter(self.derivation.carries, self.graph.edges_of(node)):
                    if towards[edge.operand]:
                        reached[edge.operand] = 1
                        yield edge


def _prevented(operation: str) -> dict[str, str]:
    return {"word": "fixed", "operation": operation}


def _numbers(value: Value) -> Any:
    """Return a value as a flat list; None for what does not exist."""
    return None if value is None else [for_json(number) for number in _flat(value)]


def _flat(value: Value) -> Sequence[Value]:
    found: Sequence[Value] = value.reshape(-1).tolist() if is_array(value) else [value]
    return found
