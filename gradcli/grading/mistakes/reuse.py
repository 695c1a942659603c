"""Nodes that are used more than once, and derivatives taken in the wrong place."""

from __future__ import annotations

import math
from collections.abc import Iterator

from gradcli.grading.mistakes.declaration import Mistake, Paths, Through
from gradcli.operators.elementary import Value


def running_totals(paths: Paths) -> Value:
    """Return c_1 + (c_1 + c_2) + …: a running total that is passed on once per path."""
    count = len(paths.c)
    return sum((count - place) * c for place, c in enumerate(paths.c))


def one_kept(paths: Paths, place: int) -> tuple[Value, ...]:
    """Return the contribution that is kept; of two paths either: a graph is walked both ways."""
    return (paths.c[place], paths.c[-1 - place]) if len(paths.c) == 2 else (paths.c[place],)


def one_factor_constant(paths: Paths) -> Iterator[Value]:
    """Yield the sum without one of the two contributions of a product x*x."""
    total = sum(paths.c)
    for place, (node, operator) in enumerate(zip(paths.nodes, paths.operators, strict=True)):
        if operator == "multiply" and paths.nodes.count(node) == 2:
            yield total - paths.c[place]


def at_the_variable(s: Through) -> Iterator[Value]:
    """Yield g·f'(x)·∂u/∂x."""
    slope = s.slope(s.x)
    if slope is not None:
        yield s.g * slope * s.du


def at_the_inner_derivative(s: Through) -> Iterator[Value]:
    """Yield g·f'(∂u/∂x)."""
    slope = s.slope(s.du)
    if slope is not None:
        yield s.g * slope


OUTER_AT_VARIABLE = Mistake(
    id="M04",
    name="outer-at-variable",
    chinese="外层导数取错点",
    kind="path",
    tier=1,
    bend=at_the_variable,
    sentence={
        "en": "the outer derivative is taken at the variable instead of at the inner value",
        "zh": "外层函数的导数是在变量处取值，而不是在内层函数的值处取值",
    },
    hint={
        "en": "Which number does the outer function actually receive?",
        "zh": "外层函数实际接收到的数是哪一个？",
    },
)

OUTER_AT_INNER_DERIVATIVE = Mistake(
    id="M05",
    name="outer-at-inner-derivative",
    chinese="外层导数代入内层导数",
    kind="path",
    tier=2,
    bend=at_the_inner_derivative,
    sentence={
        "en": "the inner derivative is put inside the outer derivative instead of being multiplied by it",
        "zh": "把内层导数代入了外层导数，而不是与它相乘",
    },
    hint={
        "en": "Where does the inner derivative belong: inside the outer one or as a factor beside it?",
        "zh": "内层导数应当代进外层导数里，还是作为一个因子乘在旁边？",
    },
)

LAST_PATH_KEPT = Mistake(
    id="M06",
    name="last-path-kept",
    chinese="只留最后一条路径",
    kind="collect",
    tier=1,
    bend=lambda paths: one_kept(paths, -1),
    sentence={
        "en": "only the last of several paths is kept, the earlier ones are overwritten",
        "zh": "多条路径中只保留了最后一条，前面的被覆盖了",
    },
    hint={
        "en": "How many arrows leave this node, and which of them are in your number?",
        "zh": "有几条箭头从这个节点出发？你的结果里包含了哪几条？",
    },
)

FIRST_PATH_KEPT = Mistake(
    id="M07",
    name="first-path-kept",
    chinese="只算第一条路径",
    kind="collect",
    tier=1,
    bend=lambda paths: one_kept(paths, 0),
    sentence={
        "en": "only the first of several paths is counted",
        "zh": "多条路径中只计入了第一条",
    },
    hint={
        "en": "How many arrows leave this node, and which of them are in your number?",
        "zh": "有几条箭头从这个节点出发？你的结果里包含了哪几条？",
    },
)

PATHS_MULTIPLIED = Mistake(
    id="M08",
    name="paths-multiplied",
    chinese="路径相乘",
    kind="collect",
    tier=3,
    bend=lambda paths: (math.prod(paths.c),),
    sentence={
        "en": "the contributions of several paths are multiplied instead of added",
        "zh": "把多条路径的贡献相乘了，而不是相加",
    },
    hint={
        "en": "Along a path one multiplies; what does one do between paths?",
        "zh": "沿一条路径用乘法；不同路径之间用什么运算？",
    },
)

PATHS_AVERAGED = Mistake(
    id="M09",
    name="paths-averaged",
    chinese="路径取平均",
    kind="collect",
    tier=3,
    bend=lambda paths: (sum(paths.c) / len(paths.c),),
    sentence={
        "en": "the contributions of several paths are averaged instead of added",
        "zh": "把多条路径的贡献取了平均，而不是相加",
    },
    hint={
        "en": "If both paths push the output up, is the total effect their mean or their sum?",
        "zh": "两条路径都使输出增大时，总影响是平均值还是和？",
    },
)

RUNNING_TOTAL_SENT_AGAIN = Mistake(
    id="M10",
    name="running-total-sent-again",
    chinese="累计值重复下传",
    kind="collect",
    tier=1,
    hands_on=True,
    bend=lambda paths: (running_totals(paths),),
    sentence={
        "en": "a shared node passes its running total on once per path, so the first path is counted again",
        "zh": "共享节点每遇到一条路径就把累计值再传一次，使前面的路径被重复计入",
    },
    hint={
        "en": "When may a shared node pass its gradient on: after each path, or once after all have arrived?",
        "zh": "共享节点应在每条路径到达后就传递，还是等全部到齐后只传一次？",
    },
)

SQUARE_AS_CONSTANT_TIMES = Mistake(
    id="M11",
    name="square-as-constant-times",
    chinese="一个因子当常数",
    kind="collect",
    tier=2,
    bend=one_factor_constant,
    sentence={
        "en": "one of the two equal factors is treated as a constant",
        "zh": "把两个相同因子中的一个当成了常数",
    },
    hint={
        "en": "Both factors move when x moves. Do you have one contribution for each?",
        "zh": "x 变化时两个因子都在变化，两个因子的贡献都算了吗？",
    },
)

PRODUCT_OF_DERIVATIVES = Mistake(
    id="M12",
    name="product-of-derivatives",
    chinese="两个导数直接相乘",
    kind="path",
    tier=2,
    operators=("multiply",),
    bend=lambda s: (s.g * s.du * s.dv,) if s.dv is not None else (),
    sentence={
        "en": "the derivatives of the two factors are multiplied, instead of using the product rule",
        "zh": "把两个因子的导数直接相乘了，没有使用乘积法则",
    },
    hint={
        "en": "Hold one factor still while the other moves. Which two terms do you get?",
        "zh": "固定一个因子、只让另一个变化，会得到哪两项？",
    },
)
