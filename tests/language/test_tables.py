"""The tables are those of the grammar, and the loop reads as Lark does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from gradcli.errors import GradcliError
from gradcli.language.generate import TABLES, reader, tables
from gradcli.language.layout import laid_out
from gradcli.language.messages import MESSAGES
from gradcli.language.normalise import normalise
from gradcli.language.parser import Action, NoWay, run
from gradcli.language.tables import RULES
from gradcli.operators import WRITTEN
from tests.language.reading import ACCEPTED
from tests.language.test_normalise import SAME

TEXTS = [
    *ACCEPTED,
    *SAME,
    *(text for row in MESSAGES for text in row.inputs),
    *(row.steps for row in WRITTEN.values() if row.steps and "{" not in row.steps),
]


def test_the_tables_are_those_of_the_grammar() -> None:
    assert TABLES.read_text(encoding="utf-8") == tables()


@pytest.fixture(scope="module")
def lark() -> Lark:
    return reader()


def own_reading(text: str) -> list[str] | None:
    """Return the rules that build something, in the order in which the loop completes them."""
    found: list[str] = []

    def noting(name: str) -> Action:
        return lambda start, end: found.append(name)

    try:
        run(text, [noting(n) if n else None for _, n, _ in RULES], [], lambda: None)
    except NoWay:
        return None
    return found


def larks_reading(lark: Lark, text: str) -> list[str] | None:
    try:
        tree = lark.parse(text)
    except UnexpectedInput:
        return None
    return list(_completed(tree))


def _completed(tree: Tree[Token]) -> Iterator[str]:
    """Yield the names of a tree, children before their parent, without recursion."""
    names = {name for _, name, _ in RULES}
    todo: list[tuple[Tree[Token], bool]] = [(tree, False)]
    while todo:
        part, seen = todo.pop()
        if seen:
            if part.data in names:
                yield str(part.data)
            continue
        todo.append((part, True))
        todo += [(child, False) for child in reversed(part.children) if isinstance(child, Tree)]


@pytest.mark.parametrize("typed", TEXTS, ids=ascii)
def test_the_loop_reads_as_lark_does(lark: Lark, typed: str) -> None:
    try:
        text = laid_out(normalise(typed).text)
    except GradcliError:
        pytest.skip("refused before it is read")
    assert own_reading(text) == larks_reading(lark, text)


def test_the_reading_compared_is_not_empty(lark: Lark) -> None:
    expected = ["variable", "variable", "add", "variable", "multiply", "result"]
    assert own_reading("(x+y)*z") == larks_reading(lark, "(x+y)*z") == expected
    assert own_reading("x +") is larks_reading(lark, "x +") is None
