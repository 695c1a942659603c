"""Mistakes of the forward pass: a value worked wrongly from the right operands."""

from __future__ import annotations

import math
from collections.abc import Iterator

from gradcli.grading.mistakes.declaration import ForwardSite, Mistake
from gradcli.operators.activations import sigmoid as sigmoid_row
from gradcli.operators.elementary import (
    Value,
    absolute,
    cos,
    exp,
    is_array,
    log,
    log10,
    maximum,
    minimum,
    power,
    sin,
    tan,
)

_BY_DEGREES = {"sin": sin, "cos": cos, "tan": tan}


def sign_inside(s: ForwardSite) -> Iterator[Value]:
    """Yield (-a)^n for -a^n."""
    operator, inside = s.inner[0]
    if operator == "pow":
        yield power(-inside[0], inside[1])


def left_to_right(s: ForwardSite) -> Iterator[Value]:
    """Yield (a^b)^c for a^b^c."""
    operator, inside = s.inner[1] if len(s.inner) > 1 else ("", ())
    if operator == "pow":
        yield power(power(s.a[0], inside[0]), inside[1])


def in_written_order(s: ForwardSite) -> Iterator[Value]:
    """Yield (a ± b)*c for a ± b*c, and (a ± b)/c for a ± b/c."""
    operator, inside = s.inner[1]
    if operator in ("multiply", "divide"):
        first = s.a[0] + inside[0] if s.operator == "add" else s.a[0] - inside[0]
        yield first * inside[1] if operator == "multiply" else first / inside[1]


def other_logarithm(s: ForwardSite) -> Iterator[Value]:
    """Yield log10(a) for log(a), and the natural logarithm for the others."""
    yield log10(s.a[0]) if s.operator == "log" else log(s.a[0])


def other_operand(s: ForwardSite) -> Iterator[Value]:
    """Yield the operand that was not chosen."""
    yield minimum(*s.a) if s.operator == "maximum" else maximum(*s.a)


def sum_and_mean(s: ForwardSite) -> Iterator[Value]:
    """Yield the sum for a mean, the mean for a sum."""
    if is_array(s.a[0]):
        size = s.a[0].size
        yield s.y / size if s.operator == "sum" else s.y * size


def another_product(s: ForwardSite) -> Iterator[Value]:
    """Yield the elementwise product, and B·A, of square matrices."""
    a, b = s.a
    if is_array(a) and is_array(b) and a.ndim == 2 and a.shape == b.shape:
        yield a * b
        yield b @ a


def without_one_term(s: ForwardSite) -> Iterator[Value]:
    """Yield the sum without each of its terms in turn."""
    if len(s.terms) >= 3:
        for term in s.terms:
            yield s.y - term


def without_square(s: ForwardSite) -> Iterator[Value]:
    """Yield a - b and |a - b| for (a - b)^2."""
    if s.operator == "mse_loss":
        if not is_array(s.a[0]) and not is_array(s.a[1]):
            yield s.a[0] - s.a[1]
            yield absolute(s.a[0] - s.a[1])
    elif s.inner[0][0] == "subtract" and _is_square(s):
        yield s.a[0]
        yield absolute(s.a[0])


def sum_of_squares(s: ForwardSite) -> Iterator[Value]:
    """Yield a^2 + b^2 for (a + b)^2."""
    operator, inside = s.inner[0]
    if operator == "add" and _is_square(s):
        yield inside[0] * inside[0] + inside[1] * inside[1]


def _is_square(s: ForwardSite) -> bool:
    return s.operator == "square" or (not is_array(s.a[1]) and bool(s.a[1] == 2))


def _mistake(
    number: int,
    name: str,
    chinese: str,
    operators: tuple[str, ...],
    bend: object,
    sentence: tuple[str, str],
    hint: tuple[str, str],
) -> Mistake:
    """Return one entry; all of them are plausible, none is often described."""
    return Mistake(
        id=f"F{number:02}",
        name=name,
        chinese=chinese,
        kind="forward",
        tier=2,
        operators=operators,
        bend=bend,  # type: ignore[arg-type]
        sentence=dict(zip(("en", "zh"), sentence, strict=True)),
        hint=dict(zip(("en", "zh"), hint, strict=True)),
    )


SIGN_INSIDE_POWER = _mistake(
    1,
    "sign-inside-power",
    "负号一起乘方",
    ("negative",),
    sign_inside,
    ("the minus sign is raised to the power together with the base", "把负号也一起乘方了"),
    ("Which comes first here, the power or the minus sign?", "这里先算乘方还是先取负？"),
)
POWER_AS_PRODUCT = _mistake(
    2,
    "power-as-product",
    "把乘方当乘法",
    ("pow", "square"),
    lambda s: (s.a[0] * (s.a[1] if len(s.a) > 1 else 2),),
    ("the base is multiplied by the exponent", "把底数与指数相乘了"),
    ("How often does the base appear as a factor in a^n?", "a^n 中底数作为因子出现几次？"),
)
POWER_LEFT_TO_RIGHT = _mistake(
    3,
    "power-left-to-right",
    "连续乘方从左算",
    ("pow",),
    left_to_right,
    ("a tower of powers is worked from the left", "连续的乘方从左往右算了"),
    ("In a^b^c, which power is worked first?", "a^b^c 中先算哪一个乘方？"),
)
SUBTRACTION_TURNED = _mistake(
    4,
    "subtraction-turned",
    "减法顺序反了",
    ("subtract",),
    lambda s: (s.a[1] - s.a[0],),
    ("the difference is taken the other way round", "减法的顺序反了"),
    ("Which of the two is subtracted from which?", "是谁减去谁？"),
)
DIVISION_TURNED = _mistake(
    5,
    "division-turned",
    "除法顺序反了",
    ("divide",),
    lambda s: (s.a[1] / s.a[0],),
    ("the quotient is taken the other way round", "除法的顺序反了"),
    ("Which of the two is the denominator?", "哪一个是分母？"),
)
READ_LEFT_TO_RIGHT = _mistake(
    6,
    "read-left-to-right",
    "按书写顺序算",
    ("add", "subtract"),
    in_written_order,
    (
        "the operations are done in the order in which they are written",
        "没有先乘除后加减，而是按书写顺序计算了",
    ),
    ("Which operation binds more tightly here?", "这里哪个运算优先？"),
)
OTHER_LOGARITHM = _mistake(
    7,
    "other-logarithm",
    "对数换了底",
    ("log", "log10", "log2"),
    other_logarithm,
    ("a logarithm to another base is taken", "用了另一个底的对数"),
    ("To which base is this logarithm?", "这个对数以什么为底？"),
)
DEGREES = _mistake(
    8,
    "degrees",
    "角度当度数",
    tuple(_BY_DEGREES),
    lambda s: (_BY_DEGREES[s.operator](s.a[0] * (math.pi / 180)),),
    ("the angle is taken in degrees", "把角度当成了度数"),
    ("Is the angle in degrees or in radians?", "角度的单位是度还是弧度？"),
)
OTHER_EXTREME = _mistake(
    9,
    "other-extreme",
    "取了另一个数",
    ("maximum", "minimum"),
    other_operand,
    ("the other one of the two is taken", "取了两个数中的另一个"),
    ("Is the larger or the smaller one wanted?", "要取较大的还是较小的？"),
)
RELU_FORGOTTEN = _mistake(
    10,
    "relu-forgotten",
    "漏了 relu",
    ("relu",),
    lambda s: (s.a[0], -s.a[0]) if not is_array(s.a[0]) and s.a[0] < 0 else (),
    ("relu is left out, or only the sign is dropped", "没有用 relu，或者只去掉了负号"),
    ("What does relu do with a negative number?", "relu 对负数做什么？"),
)
SIGMOID_SIGN = _mistake(
    11,
    "sigmoid-sign",
    "sigmoid 取反了",
    ("sigmoid",),
    lambda s: (sigmoid_row.forward(-s.a[0]),),
    ("the sigmoid is taken of the number with its sign turned", "对相反数求了 sigmoid"),
    ("Which sign stands in the exponent of the sigmoid?", "sigmoid 的指数上是什么符号？"),
)
EXPONENT_SIGN = _mistake(
    12,
    "exponent-sign",
    "指数负号丢了",
    ("exp",),
    lambda s: (exp(-s.a[0]),) if s.inner[0][0] == "negative" else (),
    ("the minus sign in the exponent is lost", "指数上的负号丢了"),
    ("Which sign does the exponent have?", "指数是什么符号？"),
)
SUM_FOR_MEAN = _mistake(
    13,
    "sum-for-mean",
    "求和与平均弄混",
    ("mean", "sum", "mse_loss", "l1_loss"),
    sum_and_mean,
    ("sum and mean are exchanged", "把求和与求平均弄混了"),
    ("Is the result divided by the number of elements?", "结果要除以元素个数吗？"),
)
ELEMENTWISE_FOR_MATRIX = _mistake(
    14,
    "elementwise-for-matrix",
    "矩阵乘法算错",
    ("matmul",),
    another_product,
    (
        "the matrices are multiplied element by element, or in the other order",
        "矩阵逐元素相乘了，或者相乘的次序反了",
    ),
    (
        "Which row meets which column in this entry?",
        "这个元素由哪一行与哪一列相乘得到？",
    ),
)
TERM_LEFT_OUT = _mistake(
    15,
    "term-left-out",
    "漏加一项",
    ("add", "subtract"),
    without_one_term,
    ("one term of the sum is left out", "漏加了一项"),
    ("How many terms does this sum have?", "这个和共有几项？"),
)
SQUARE_FORGOTTEN = _mistake(
    16,
    "square-forgotten",
    "差没有平方",
    ("pow", "square", "mse_loss"),
    without_square,
    ("the difference is not squared", "差没有平方"),
    ("What is done with the difference?", "对这个差要做什么运算？"),
)
SQUARE_OF_SUM = _mistake(
    17,
    "square-of-sum",
    "逐项平方",
    ("pow", "square"),
    sum_of_squares,
    ("each term is squared on its own", "对每一项分别平方了"),
    ("Is (a + b)^2 the same as a^2 + b^2?", "(a + b)^2 等于 a^2 + b^2 吗？"),
)
