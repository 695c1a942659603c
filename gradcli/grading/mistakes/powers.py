"""Powers."""

from __future__ import annotations

from gradcli.grading.mistakes.declaration import Mistake, exponent, is_base
from gradcli.operators.elementary import log, power

POWER_EXPONENT_NOT_LOWERED = Mistake(
    id="M33",
    name="power-exponent-not-lowered",
    chinese="幂的指数没减一",
    kind="local",
    tier=2,
    operators=("pow", "square"),
    bend=lambda s: (exponent(s) * s.y,) if is_base(s) else (),
    sentence={
        "en": "the exponent is brought to the front but not lowered by one",
        "zh": "指数提到了前面，但没有减一",
    },
    hint={
        "en": "Which exponent remains after differentiating a^n?",
        "zh": "对 a^n 求导后，剩下的指数是几？",
    },
)

POWER_COEFFICIENT_DROPPED = Mistake(
    id="M34",
    name="power-coefficient-dropped",
    chinese="幂的系数漏了",
    kind="local",
    tier=2,
    operators=("pow", "square"),
    bend=lambda s: (power(s.a[0], exponent(s) - 1),) if is_base(s) else (),
    sentence={
        "en": "the exponent is lowered but not brought to the front as a factor",
        "zh": "指数减了一，但没有提到前面作系数",
    },
    hint={
        "en": "Which factor comes to the front when a^n is differentiated?",
        "zh": "对 a^n 求导时，前面要乘哪个系数？",
    },
)

POWER_COEFFICIENT_LOWERED = Mistake(
    id="M35",
    name="power-coefficient-lowered",
    chinese="幂的系数减了一",
    kind="local",
    tier=3,
    operators=("pow", "square"),
    bend=lambda s: ((exponent(s) - 1) * power(s.a[0], exponent(s) - 1),) if is_base(s) else (),
    sentence={
        "en": "the lowered exponent n − 1 is used as the factor",
        "zh": "前面的系数用了减一之后的指数 n−1",
    },
    hint={
        "en": "Is the factor the exponent before or after lowering?",
        "zh": "系数是减一之前还是之后的指数？",
    },
)

POWER_INTEGRATED = Mistake(
    id="M36",
    name="power-integrated",
    chinese="对幂做了积分",
    kind="local",
    tier=2,
    operators=("pow", "square"),
    bend=lambda s: (power(s.a[0], exponent(s) + 1) / (exponent(s) + 1),) if is_base(s) else (),
    sentence={
        "en": "the power is integrated instead of differentiated",
        "zh": "对幂做了积分，而不是求导",
    },
    hint={
        "en": "Does differentiating raise or lower the exponent?",
        "zh": "求导时指数是升高还是降低？",
    },
)

POWER_AS_EXPONENTIAL = Mistake(
    id="M37",
    name="power-as-exponential",
    chinese="幂当成指数函数",
    kind="local",
    tier=3,
    operators=("pow", "square"),
    bend=lambda s: (s.y * log(s.a[0]),) if is_base(s) else (),
    sentence={
        "en": "the power is treated as an exponential, as if the exponent were the variable",
        "zh": "把幂函数当成了指数函数，好像变量在指数上",
    },
    hint={
        "en": "Which part is moving, the base or the exponent?",
        "zh": "变化的是底数还是指数？",
    },
)
