"""exp, log, sigmoid and tanh."""

from __future__ import annotations

from gradcli.grading.mistakes.declaration import Mistake
from gradcli.operators.activations import sigmoid as sigmoid_row
from gradcli.operators.elementary import exp

sigmoid = sigmoid_row.forward

EXP_USED_INPUT = Mistake(
    id="M38",
    name="exp-used-input",
    chinese="exp 用了输入值",
    kind="local",
    tier=1,
    operators=("exp",),
    bend=lambda s: (s.a[0],),
    sentence={
        "en": "the input of exp is used as its derivative instead of its output",
        "zh": "exp 的导数用了输入值，而不是输出值",
    },
    hint={
        "en": "What is the derivative of e^a written with its own output?",
        "zh": "用 exp 自己的输出来写，它的导数是什么？",
    },
)

EXP_POWER_RULE = Mistake(
    id="M39",
    name="exp-power-rule",
    chinese="exp 用了幂的公式",
    kind="local",
    tier=2,
    operators=("exp",),
    bend=lambda s: (s.a[0] * exp(s.a[0] - 1),),
    sentence={
        "en": "the power rule is used on an exponential",
        "zh": "对指数函数用了幂函数的求导公式",
    },
    hint={
        "en": "Is the variable in the base or in the exponent?",
        "zh": "变量在底数上还是在指数上？",
    },
)

LOG_NOT_RECIPROCAL = Mistake(
    id="M40",
    name="log-not-reciprocal",
    chinese="log 没取倒数",
    kind="local",
    tier=3,
    operators=("log",),
    bend=lambda s: (s.a[0], 1 / s.y),
    sentence={
        "en": "the input itself, or one over the output, is used instead of one over the input",
        "zh": "用了输入本身或输出的倒数，而不是输入的倒数",
    },
    hint={
        "en": "Is it one over the input or one over the output?",
        "zh": "应当是输入的倒数，还是输出的倒数？",
    },
)

SIGMOID_USED_INPUT = Mistake(
    id="M41",
    name="sigmoid-used-input",
    chinese="sigmoid 用了输入值",
    kind="local",
    tier=1,
    operators=("sigmoid",),
    bend=lambda s: (s.a[0] * (1 - s.a[0]),),
    sentence={
        "en": "the input of the sigmoid is put into s·(1−s) instead of its output",
        "zh": "在 s·(1−s) 中代入了 sigmoid 的输入，而不是输出",
    },
    hint={
        "en": "Is s the number that goes into the sigmoid, or the one that comes out?",
        "zh": "公式里的 s 是 sigmoid 的输入还是输出？",
    },
)

SIGMOID_ONE_FACTOR = Mistake(
    id="M42",
    name="sigmoid-one-factor",
    chinese="sigmoid 少一个因子",
    kind="local",
    tier=2,
    operators=("sigmoid",),
    bend=lambda s: (s.y, 1 - s.y),
    sentence={
        "en": "only one of the two factors s and 1−s is used",
        "zh": "s 与 1−s 两个因子只用了一个",
    },
    hint={
        "en": "The derivative of the sigmoid has two factors. Which two?",
        "zh": "sigmoid 的导数由哪两个因子相乘？",
    },
)

SIGMOID_TWICE = Mistake(
    id="M43",
    name="sigmoid-twice",
    chinese="sigmoid 做了两次",
    kind="local",
    tier=1,
    operators=("sigmoid",),
    bend=lambda s: (sigmoid(s.y) * (1 - sigmoid(s.y)),),
    sentence={
        "en": "the sigmoid is applied once more to its own output before differentiating",
        "zh": "求导前又对 sigmoid 的输出做了一次 sigmoid",
    },
    hint={
        "en": "How many times has the sigmoid been applied to the number you used?",
        "zh": "你用的那个数已经过几次 sigmoid？",
    },
)

SIGMOID_OF_UPSTREAM = Mistake(
    id="M44",
    name="sigmoid-of-upstream",
    chinese="sigmoid 代入上游梯度",
    kind="combine",
    tier=1,
    operators=("sigmoid",),
    bend=lambda s: (s.g * (1 - s.g),),
    sentence={
        "en": "s·(1−s) is formed from the upstream gradient instead of from the output",
        "zh": "用上游梯度代替输出代入了 s·(1−s)",
    },
    hint={
        "en": "Which number belongs in s·(1−s): the output of this node or what comes from above?",
        "zh": "s·(1−s) 里应当代入本节点的输出，还是从上面传来的梯度？",
    },
)

SIGMOID_TANH_EXCHANGED = Mistake(
    id="M45",
    name="sigmoid-tanh-exchanged",
    chinese="sigmoid 与 tanh 用反",
    kind="local",
    tier=2,
    operators=("sigmoid", "tanh"),
    bend=lambda s: (1 - s.y**2,) if s.operator == "sigmoid" else (s.y * (1 - s.y),),
    sentence={
        "en": "the derivative formulas of sigmoid and tanh are exchanged",
        "zh": "把 sigmoid 与 tanh 的导数公式用反了",
    },
    hint={
        "en": "Which function has s·(1−s), and which has 1−t²?",
        "zh": "哪个函数的导数是 s·(1−s)？哪个是 1−t²？",
    },
)

TANH_USED_INPUT = Mistake(
    id="M46",
    name="tanh-used-input",
    chinese="tanh 用了输入值",
    kind="local",
    tier=2,
    operators=("tanh",),
    bend=lambda s: (1 - s.a[0] ** 2,),
    sentence={
        "en": "the input of tanh is put into 1−t² instead of its output",
        "zh": "在 1−t² 中代入了 tanh 的输入，而不是输出",
    },
    hint={
        "en": "Is t the number that goes into tanh, or the one that comes out?",
        "zh": "公式里的 t 是 tanh 的输入还是输出？",
    },
)

TANH_NOT_SQUARED = Mistake(
    id="M47",
    name="tanh-not-squared",
    chinese="tanh 没平方",
    kind="local",
    tier=2,
    operators=("tanh",),
    bend=lambda s: (1 - s.y,),
    sentence={
        "en": "the output is not squared in 1−t²",
        "zh": "1−t² 中的 t 没有平方",
    },
    hint={
        "en": "Which power of t stands in the derivative of tanh?",
        "zh": "tanh 的导数里 t 是几次方？",
    },
)
