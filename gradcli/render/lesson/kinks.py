"""What a page says at a kink and outside a domain, in every language."""

from __future__ import annotations

from typing import Any

from gradcli.engine.notices import in_words_of, kink_notice
from gradcli.graph import Graph
from gradcli.operators.declaration import Operator, Ties
from gradcli.render.languages import LANGUAGES
from gradcli.render.notice_words import notice_translated


def kink_sentences(graph: Graph, node: int, operator: Operator, ties: Ties) -> list[dict[str, Any]]:
    """Return for every kink of an operator what is said there, by language.

    `always` tells that it is said whatever the upstream gradient is.
    """
    return [
        _by_language(kink_notice(graph, node, kink, ties).text)
        | {"always": kink.undefined or "inf" in kink.gradient}
        for kink in operator.kinks
    ]


def domain_texts(graph: Graph, node: int, operator: Operator) -> dict[str, str]:
    """Return where an operator is defined, over the operands of a node, by language."""
    return _by_language(in_words_of(graph, node, operator.domain.text))


def _by_language(text: str) -> dict[str, Any]:
    return {language: notice_translated(text, language) for language in LANGUAGES}
