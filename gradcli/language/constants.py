"""Lists: `[x, y]` stacks, and a list of nothing but numbers is one constant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradcli import limits
from gradcli.graph import CONSTANT
from gradcli.language.parser import Action

if TYPE_CHECKING:
    from gradcli.language.builder import ProgramBuilder


class ConstantLists:
    """The actions of the rules about lists."""

    def __init__(self, program: ProgramBuilder) -> None:
        self.program = program
        #: The shapes of the constants that were written as lists.
        self.shapes: dict[int, tuple[int, ...]] = {}
        #: The nodes that were written as lists and are no constants.
        self.stacked: set[int] = set()

    def actions(self) -> dict[str, Action]:
        """Return the action of every rule by its name."""
        nodes, groups = self.program.nodes, self.program.groups

        def first(*_place: int) -> None:
            second = nodes.pop()
            groups.append([nodes.pop(), second])

        return {
            "first": first,
            "next": lambda start, end: groups[-1].append(nodes.pop()),
            "list_of_one": lambda start, end: self._list([nodes.pop()], start, end),
            "list": lambda start, end: self._list(groups.pop(), start, end),
        }

    def _list(self, items: list[int], start: int, end: int) -> None:
        nodes, graph = self.program.nodes, self.program.graph
        if not self._all_literal(items):
            nodes.append(graph.add("stack", tuple(items), None, start, end))
            self.stacked.add(nodes[-1])
            return
        shape = self._shape(items, start, end)
        literal = tuple([graph.literals[item] for item in items])
        self.program.drop_from(items[0])
        nodes.append(graph.constant(literal, start, end))
        self.shapes[nodes[-1]] = shape

    def forget(self, node: int) -> None:
        """Forget how a node was written that is taken back: another gets its number."""
        self.shapes.pop(node, None)
        self.stacked.discard(node)

    def _all_literal(self, items: list[int]) -> bool:
        """Return whether the items are literals of this list: the last nodes of the graph."""
        graph = self.program.graph
        size = len(graph.operators)
        return items == list(range(size - len(items), size)) and all(
            graph.operators[item] == CONSTANT and not graph.depends[item] for item in items
        )

    def _shape(self, items: list[int], start: int, end: int) -> tuple[int, ...]:
        inner = self.shapes.get(items[0], ())
        for item in items:
            if self.shapes.get(item, ()) != inner:
                self.program.fail("ragged", start, end)
        shape = (len(items), *inner)
        limits.AXES.check(len(shape))
        elements = 1
        for length in shape:
            elements *= length
        limits.ELEMENTS.check(elements)
        return shape
