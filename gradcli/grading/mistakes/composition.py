"""Putting the pieces together: upstream times local, at any node."""

from __future__ import annotations

from gradcli.grading.mistakes.declaration import Mistake, same

UPSTREAM_FORGOTTEN = Mistake(
    id="M01",
    name="upstream-forgotten",
    chinese="漏乘上游梯度",
    kind="combine",
    tier=1,
    bend=lambda s: (s.l,),
    sentence={
        "en": "the local gradient is written down without multiplying it by the upstream gradient",
        "zh": "只写了局部梯度，没有乘以上游梯度",
    },
    hint={
        "en": "What arrives at this node from the output, and where does it enter your product?",
        "zh": "从输出传到这个节点的梯度是多少？它应该乘在哪里？",
    },
)

LOCAL_FORGOTTEN = Mistake(
    id="M02",
    name="local-forgotten",
    chinese="漏乘局部梯度",
    kind="combine",
    tier=1,
    bend=lambda s: (s.g,) if not same(s.l, 1) else (),
    sentence={
        "en": "the upstream gradient is passed on without multiplying it by the local gradient",
        "zh": "直接传下了上游梯度，没有乘以局部梯度",
    },
    hint={
        "en": "How fast does this node change when only this input moves?",
        "zh": "只让这个输入变化时，这个节点变化多快？",
    },
)

ADDED_INSTEAD_OF_MULTIPLIED = Mistake(
    id="M03",
    name="added-instead-of-multiplied",
    chinese="该乘却加",
    kind="combine",
    tier=3,
    bend=lambda s: (s.g + s.l,),
    sentence={
        "en": "upstream and local gradient are added instead of multiplied",
        "zh": "把上游梯度与局部梯度相加了，而不是相乘",
    },
    hint={
        "en": "Along one path, are rates of change added or multiplied?",
        "zh": "沿同一条路径，变化率是相加还是相乘？",
    },
)
