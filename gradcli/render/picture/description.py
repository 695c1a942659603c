"""A picture in words: what each kind of text in it means, and all of it for those who listen."""

from __future__ import annotations

from collections.abc import Iterator

from gradcli.render.picture.figure import Figure

#: Nodes that are told one by one.
_MOST_TOLD = 100


def legend(content: Figure) -> Iterator[tuple[str, str]]:
    """Yield the kinds of text in a picture, and what each says."""
    yield "value", "above a line: value"
    if not content.has_gradients:
        return
    yield "upstream", f"below a line: ∂{content.output_name}/∂node"
    yield "local", "at an arrow: × local gradient"
    if any(arrow.contribution is not None for arrow in content.arrows.values()):
        yield "contribution", "below an arrow: contribution, one addend of the sum"
    if any(not arrow.carries for arrow in content.arrows.values()):
        yield "remark", "dashed: no gradient"


def description(content: Figure) -> str:
    """Return a picture as sentences: every node with its numbers, and what arrives there."""
    told = list(content.nodes.items())
    sentences = []
    for node, drawn in told[:_MOST_TOLD]:
        edges = "".join(f", {arrow.sentence}" for arrow in content.arriving(node))
        sentences.append(f"{drawn.sentence}{edges}.")
    if len(told) > _MOST_TOLD:
        sentences.append(f"And {len(told) - _MOST_TOLD:,} more nodes.")
    return f"A computational graph, from the inputs to {content.output_name}. " + " ".join(
        sentences
    )
