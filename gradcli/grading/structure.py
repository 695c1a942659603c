"""Which nodes of a graph compute the same from the same nodes, however that is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gradcli.graph import INPUT, Graph


class Structure:
    """The nodes of a graph, sorted into classes of the same structure.

    >>> from gradcli.language import parse
    >>> graph = parse("(x + y)*z")
    >>> Structure(graph, {"x": 0, "y": 1, "z": 3}).matches(parse("((x+y))"))
    [2]
    """

    def __init__(self, graph: Graph, names: Mapping[str, int]) -> None:
        known: dict[Any, int] = {}
        self.classes = _classes(graph, lambda key: known.setdefault(key, len(known)), {})
        self._known = known
        self._named = {name: self.classes[node] for name, node in names.items()}
        self.members: dict[int, list[int]] = {}
        for node, found in enumerate(self.classes):
            self.members.setdefault(found, []).append(node)

    def matches(self, expression: Graph) -> list[int]:
        """Return the nodes that an expression stands for; its names are names of nodes."""
        classes = _classes(expression, lambda key: self._known.get(key, -1), self._named)
        return self.members.get(classes[expression.output], [])

    def repeated(self, node: int) -> bool:
        """Return whether another node has the same structure."""
        return len(self.members[self.classes[node]]) > 1


def _classes(graph: Graph, number: Callable[[Any], int], named: Mapping[str, int]) -> list[int]:
    """Return the class of each node, as `number` counts them; those in `named` are known."""
    found: list[int] = []
    for node, operator in enumerate(graph.operators):
        name = graph.names[node][0] if node in graph.input_ids else ""
        if name in named:
            found.append(named[name])
        elif name:
            found.append(number((INPUT, name)))
        else:
            operands = tuple(found[operand] for operand in graph.operands_of(node))
            options = tuple(sorted(graph.options_of(node).items()))
            found.append(number((operator, operands, options, graph.literals.get(node))))
    return found
