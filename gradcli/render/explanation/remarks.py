"""The remarks at the end of a lesson: kinks, blocked gradients, detached values."""

from __future__ import annotations

from gradcli.render.explanation.lesson import Item, Section, Teller
from gradcli.render.formulas import equation
from gradcli.render.notice_words import notice_translated
from gradcli.render.notices import MOST
from gradcli.render.operations import operation_symbol


def remarks(teller: Teller) -> Section | None:
    """Tell what is to be known beside the numbers; None if there is nothing."""
    texts = dict.fromkeys(notice.text for notice in teller.derivation.notices)
    items = [
        Item((_sentence(notice_translated(text, teller.language), teller.language),), (), False)
        for text in list(texts)[:MOST]
    ]
    items += _detached(teller)
    return Section(teller.say("remarks"), (), tuple(items)) if items else None


def _sentence(text: str, language: str) -> str:
    return text + ("。" if language == "zh" else ".")


def _detached(teller: Teller) -> list[Item]:
    """Tell of each detached value that no gradient passes it."""
    graph = teller.graph
    nodes = [
        node
        for node in range(len(graph))
        if graph.operators[node] == "detach" and graph.depends[node]
    ]
    operations = (operation_symbol(graph, node, teller.labels) for node in nodes[:MOST])
    return [Item(teller.say("detach", operation=equation(one)), (), False) for one in operations]
