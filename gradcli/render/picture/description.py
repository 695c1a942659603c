"""A picture in words: what each kind of text in it means, and all of it for those who listen."""

from __future__ import annotations

from collections.abc import Iterator

from gradcli.render.picture.figure import Figure
from gradcli.render.picture.words import said

#: Nodes that are told one by one.
_MOST_TOLD = 100


def legend(content: Figure) -> Iterator[tuple[str, str]]:
    """Yield the kinds of text in a picture, and what each says."""
    for kind in _kinds(content):
        yield kind, said(kind, content.language, output=content.output_name)


def _kinds(content: Figure) -> Iterator[str]:
    yield "value"
    if not content.has_gradients:
        return
    yield from ("upstream", "local")
    if any(arrow.contribution is not None for arrow in content.arrows.values()):
        yield "contribution"
    if any(not arrow.carries for arrow in content.arrows.values()):
        yield "remark"


def description(content: Figure) -> str:
    """Return a picture as sentences: every node with its numbers, and what arrives there."""
    told, language = list(content.nodes.items()), content.language
    sentences = []
    for node, drawn in told[:_MOST_TOLD]:
        parts = [drawn.sentence, *(arrow.sentence for arrow in content.arriving(node))]
        sentences.append(said("sentence", language, parts=said("comma", language).join(parts)))
    if len(told) > _MOST_TOLD:
        sentences.append(said("more", language, count=len(told) - _MOST_TOLD))
    names = {"output": content.output_name, "sentences": "".join(sentences)}
    return said("whole", language, **names).strip()
