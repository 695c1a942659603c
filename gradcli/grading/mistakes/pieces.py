"""max, min and relu."""

from __future__ import annotations

from gradcli.grading.mistakes.declaration import Mistake, decided
from gradcli.operators.elementary import equal, maximum, where

MAX_TO_LOSER = Mistake(
    id="M48",
    name="max-to-loser",
    chinese="max 传错输入",
    kind="local",
    tier=2,
    operators=("maximum", "minimum"),
    bend=lambda s: (1 - s.l,) if decided(s) else (),
    sentence={
        "en": "the gradient is sent to the input that did not win",
        "zh": "把梯度传给了没有被选中的输入",
    },
    hint={
        "en": "Which of the two inputs decides the result here?",
        "zh": "这里由哪个输入决定结果？",
    },
)

MAX_TO_BOTH = Mistake(
    id="M49",
    name="max-to-both",
    chinese="max 两边都传",
    kind="local",
    tier=1,
    operators=("maximum", "minimum"),
    bend=lambda s: (1, 0.5) if decided(s) else (),
    sentence={
        "en": "both inputs of max receive gradient, whole or half",
        "zh": "max 的两个输入都得到了梯度（全部或各一半）",
    },
    hint={
        "en": "If the smaller input moves a little, does the maximum change?",
        "zh": "较小的输入稍有变化时，最大值会变吗？",
    },
)

MAX_TIMES_VALUE = Mistake(
    id="M50",
    name="max-times-value",
    chinese="max 乘了值",
    kind="local",
    tier=2,
    operators=("maximum", "minimum", "relu"),
    bend=lambda s: (where(equal(s.l, 1), s.y, s.l),),
    sentence={
        "en": "the gradient is multiplied by the value that was let through",
        "zh": "把梯度又乘上了被选中（通过）的那个值",
    },
    hint={
        "en": "If the winning input grows by 1, by how much does the result grow?",
        "zh": "被选中的输入增加 1，结果增加多少？",
    },
)

RELU_IGNORED = Mistake(
    id="M51",
    name="relu-ignored",
    chinese="relu 关闭却通过",
    kind="local",
    tier=2,
    operators=("relu",),
    bend=lambda s: (where(s.a[0] < 0, 1, s.l),),
    sentence={
        "en": "the gradient is let through although relu is closed here",
        "zh": "这里 relu 处于关闭状态，梯度却通过了",
    },
    hint={
        "en": "Is relu open or closed at this input?",
        "zh": "在这个输入值下，relu 是打开还是关闭的？",
    },
)

RELU_INVERTED = Mistake(
    id="M52",
    name="relu-inverted",
    chinese="relu 方向反了",
    kind="local",
    tier=3,
    operators=("relu",),
    bend=lambda s: (where(s.a[0] < 0, 1, 0),),
    sentence={
        "en": "relu lets through the wrong side: negative inputs instead of positive ones",
        "zh": "relu 方向反了：让负输入通过，而不是正输入",
    },
    hint={
        "en": "Which inputs does relu let through?",
        "zh": "relu 让哪些输入通过？",
    },
)

RELU_BY_UPSTREAM_SIGN = Mistake(
    id="M53",
    name="relu-by-upstream-sign",
    chinese="relu 看了上游符号",
    kind="combine",
    tier=2,
    operators=("relu",),
    bend=lambda s: (maximum(s.g, 0),),
    sentence={
        "en": "relu is switched by the sign of the upstream gradient instead of the sign of its input",
        "zh": "relu 的开关看了上游梯度的符号，而不是输入的符号",
    },
    hint={
        "en": "What decides whether relu is open: its input or the gradient from above?",
        "zh": "决定 relu 是否打开的是输入，还是上面传来的梯度？",
    },
)
