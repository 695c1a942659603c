"""Product, sum, difference and negation."""

from __future__ import annotations

from gradcli.grading.mistakes.declaration import Mistake, others

PRODUCT_OWN_FACTOR = Mistake(
    id="M20",
    name="product-own-factor",
    chinese="乘法用了自己的值",
    kind="local",
    tier=1,
    operators=("multiply",),
    bend=lambda s: (s.a[s.position],),
    sentence={
        "en": "each input of the product is given its own value instead of the other factor",
        "zh": "乘法的输入用了自己的值，而不是另一个因子",
    },
    hint={
        "en": "At a product, what multiplies a small change of this input?",
        "zh": "在乘法节点，这个输入的微小变化会被什么数放大？",
    },
)

PRODUCT_TIMES_OUTPUT = Mistake(
    id="M21",
    name="product-times-output",
    chinese="乘法用了整个乘积",
    kind="local",
    tier=2,
    operators=("multiply",),
    bend=lambda s: (s.y,),
    sentence={
        "en": "the whole product is used as the local gradient instead of the other factor",
        "zh": "把整个乘积当作局部梯度，而不是另一个因子",
    },
    hint={
        "en": "Which factor is left when this input is taken out of the product?",
        "zh": "从乘积中去掉这个输入后，剩下的是哪个因子？",
    },
)

SUM_AS_PRODUCT = Mistake(
    id="M22",
    name="sum-as-product",
    chinese="把加法当乘法",
    kind="local",
    tier=2,
    operators=("add",),
    bend=others,
    sentence={
        "en": "the sum is treated like a product: each input receives the other one as a factor",
        "zh": "把加法当成了乘法：每个输入都乘上了另一个输入",
    },
    hint={
        "en": "If an input of a sum grows by 1, by how much does the sum grow?",
        "zh": "加法的一个输入增加 1，和增加多少？",
    },
)

SUM_TIMES_OWN_VALUE = Mistake(
    id="M23",
    name="sum-times-own-value",
    chinese="加法乘了自己的值",
    kind="local",
    tier=3,
    operators=("add",),
    bend=lambda s: (s.a[s.position],),
    sentence={
        "en": "the input's own value is used as the local gradient of a sum",
        "zh": "把输入自己的值当作加法的局部梯度",
    },
    hint={
        "en": "If an input of a sum grows by 1, by how much does the sum grow?",
        "zh": "加法的一个输入增加 1，和增加多少？",
    },
)

SUM_SHARES_OUT = Mistake(
    id="M24",
    name="sum-shares-out",
    chinese="加法平分梯度",
    kind="local",
    tier=2,
    operators=("add",),
    bend=lambda s: (0.5, 1 / s.terms) if s.terms > 2 else (0.5,),
    sentence={
        "en": "the sum shares the gradient out among its inputs instead of passing all of it to each",
        "zh": "加法把梯度平均分给了各个输入，而不是完整地传给每一个",
    },
    hint={
        "en": "Does a sum split the gradient, or copy it?",
        "zh": "加法是把梯度拆分，还是复制？",
    },
)

MINUS_SECOND_SIGN_LOST = Mistake(
    id="M25",
    name="minus-second-sign-lost",
    chinese="减法丢了负号",
    kind="local",
    tier=2,
    operators=("subtract",),
    bend=lambda s: (1,) if s.position == 1 else (),
    sentence={
        "en": "the minus sign in front of the second term is lost",
        "zh": "减法中第二项前面的负号丢了",
    },
    hint={
        "en": "When the second term grows, does the difference grow or shrink?",
        "zh": "第二项增大时，差是变大还是变小？",
    },
)

MINUS_FIRST_NEGATED = Mistake(
    id="M26",
    name="minus-first-negated",
    chinese="负号加错一项",
    kind="local",
    tier=3,
    operators=("subtract",),
    bend=lambda s: (-1,) if s.position == 0 else (),
    sentence={
        "en": "the minus sign is given to the first term",
        "zh": "负号加到了第一项上",
    },
    hint={
        "en": "When the first term grows, does the difference grow or shrink?",
        "zh": "第一项增大时，差是变大还是变小？",
    },
)

NEGATION_LOST = Mistake(
    id="M27",
    name="negation-lost",
    chinese="丢了负号",
    kind="local",
    tier=2,
    operators=("negative",),
    bend=lambda s: (1,),
    sentence={
        "en": "the unary minus is lost on the way back",
        "zh": "反向传播时丢掉了前面的负号",
    },
    hint={
        "en": "What does a minus sign do to a small change?",
        "zh": "负号会使微小变化怎样？",
    },
)
