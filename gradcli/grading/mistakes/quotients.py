"""Quotients."""

from __future__ import annotations

from gradcli.grading.mistakes.declaration import Mistake

QUOTIENT_NUMERATOR_TIMES = Mistake(
    id="M28",
    name="quotient-numerator-times",
    chinese="分子梯度乘了分母",
    kind="local",
    tier=3,
    operators=("divide",),
    bend=lambda s: (s.a[1],) if s.position == 0 else (),
    sentence={
        "en": "the numerator's gradient is multiplied by the denominator instead of divided by it",
        "zh": "分子的梯度乘以了分母，而不是除以分母",
    },
    hint={
        "en": "If the numerator grows by 1, by how much does the quotient grow?",
        "zh": "分子增加 1，商增加多少？",
    },
)

QUOTIENT_DENOMINATOR_SIGN = Mistake(
    id="M29",
    name="quotient-denominator-sign",
    chinese="商的负号丢了",
    kind="local",
    tier=2,
    operators=("divide",),
    bend=lambda s: (s.a[0] / s.a[1] ** 2,) if s.position == 1 else (),
    sentence={
        "en": "the minus sign of the denominator's derivative is lost",
        "zh": "分母求导时丢了负号",
    },
    hint={
        "en": "When the denominator grows, does the quotient grow or shrink (for positive numbers)?",
        "zh": "（正数时）分母增大，商变大还是变小？",
    },
)

QUOTIENT_DENOMINATOR_NOT_SQUARED = Mistake(
    id="M30",
    name="quotient-denominator-not-squared",
    chinese="商的分母没平方",
    kind="local",
    tier=2,
    operators=("divide",),
    bend=lambda s: (-s.a[0] / s.a[1],) if s.position == 1 else (),
    sentence={
        "en": "the denominator is not squared",
        "zh": "分母没有平方",
    },
    hint={
        "en": "Write a/b as a·b^(-1). Which power of b is left after differentiating?",
        "zh": "把 a/b 写成 a·b^(-1)，求导后 b 的指数是多少？",
    },
)

QUOTIENT_NUMERATOR_DROPPED = Mistake(
    id="M31",
    name="quotient-numerator-dropped",
    chinese="商漏了分子",
    kind="local",
    tier=2,
    operators=("divide",),
    bend=lambda s: (-1 / s.a[1] ** 2,) if s.position == 1 else (),
    sentence={
        "en": "the numerator is left out of the denominator's derivative",
        "zh": "分母的导数里漏掉了分子",
    },
    hint={
        "en": "Where did the numerator go when the denominator was differentiated?",
        "zh": "对分母求导时，分子去哪了？",
    },
)

QUOTIENT_RECIPROCAL_OF_NUMERATOR = Mistake(
    id="M32",
    name="quotient-reciprocal-of-numerator",
    chinese="写成分子的倒数",
    kind="local",
    tier=3,
    operators=("divide",),
    bend=lambda s: (1 / s.a[0],) if s.position == 1 else (),
    sentence={
        "en": "the derivative with respect to the denominator is taken as one over the numerator",
        "zh": "把对分母的导数写成了分子的倒数",
    },
    hint={
        "en": "Which of the two numbers is moving, and which one is held still?",
        "zh": "两个数中哪个在变，哪个固定不变？",
    },
)
