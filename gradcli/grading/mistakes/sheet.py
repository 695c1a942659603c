"""Habits that touch a whole sheet: the seed, zeroing, the loss, signs and places."""

from __future__ import annotations

from gradcli.grading.mistakes.declaration import Mistake

SEED_IS_OUTPUT = Mistake(
    id="M13",
    name="seed-is-output",
    chinese="起点用了输出值",
    kind="whole",
    tier=2,
    bend=lambda s: (s.output * s.G,),
    sentence={
        "en": "the backward pass starts with the output value instead of 1",
        "zh": "反向传播的起点用了输出值，而不是 1",
    },
    hint={
        "en": "What is the derivative of the output with respect to itself?",
        "zh": "输出对它自身的导数是多少？",
    },
)

SEED_ZERO = Mistake(
    id="M14",
    name="seed-zero",
    chinese="起点为零",
    kind="whole",
    tier=2,
    bend=lambda s: (s.G * 0,),
    sentence={
        "en": "the backward pass starts with 0, or was never started",
        "zh": "反向传播的起点是 0，或者根本没有设置起点",
    },
    hint={
        "en": "With which number does the backward pass begin at the output?",
        "zh": "反向传播在输出处以哪个数开始？",
    },
)

NOT_ZEROED = Mistake(
    id="M15",
    name="not-zeroed",
    chinese="梯度没有清零",
    kind="whole",
    tier=1,
    bend=lambda s: (2 * s.G, 3 * s.G) if s.is_input else (),
    sentence={
        "en": "a second backward pass adds to the gradients of the first without resetting them",
        "zh": "第二次反向传播时没有清零，梯度在上一次的基础上累加了",
    },
    hint={
        "en": "Were the gradients set back to zero before this pass?",
        "zh": "这次反向传播之前梯度清零了吗？",
    },
)

LOSS_FACTOR = Mistake(
    id="M16",
    name="loss-factor",
    chinese="损失系数不同",
    kind="whole",
    tier=1,
    bend=lambda s: tuple(s.G / n if divides else s.G * n for n, divides in s.factors),
    sentence={
        "en": "the factor of the loss is different: 1/N, ½ or 2 was lost or added",
        "zh": "损失函数的系数不同：多乘或漏乘了 1/N、½ 或 2",
    },
    hint={
        "en": "Which constant stands before the loss in this exercise?",
        "zh": "这道题的损失函数前面的系数是多少？",
    },
)

VALUE_AS_GRADIENT = Mistake(
    id="M17",
    name="value-as-gradient",
    chinese="把值当梯度",
    kind="whole",
    tier=2,
    bend=lambda s: (s.value,),
    sentence={
        "en": "the forward value is written where the gradient is asked",
        "zh": "在应填梯度的地方写了前向值",
    },
    hint={
        "en": "Is this the value of the node, or how fast the output changes with it?",
        "zh": "这是节点的值，还是输出随它变化的快慢？",
    },
)

VARIABLES_SWAPPED = Mistake(
    id="M18",
    name="variables-swapped",
    chinese="变量互换",
    kind="whole",
    tier=2,
    bend=lambda s: s.rivals if s.is_input else (),
    sentence={
        "en": "the gradients of two variables have changed places",
        "zh": "两个变量的梯度互换了位置",
    },
    hint={
        "en": "Which of the two inputs does each of these numbers belong to?",
        "zh": "这两个数分别属于哪个输入？",
    },
)

SIGN_OF_EVERYTHING = Mistake(
    id="M19",
    name="sign-of-everything",
    chinese="符号全反",
    kind="whole",
    tier=1,
    bend=lambda s: (-s.G,),
    sentence={
        "en": "every sign is turned round, as for a descent direction or target minus prediction",
        "zh": "所有符号都反了，例如写成了下降方向，或用目标减预测",
    },
    hint={
        "en": "Do you want the direction in which the output grows, or the step a descent takes?",
        "zh": "要求的是使输出增大的方向，还是梯度下降的步长方向？",
    },
)
