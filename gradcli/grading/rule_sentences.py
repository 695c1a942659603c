"""What each operator does: a sentence for its value and one for its gradient, in two languages."""

from __future__ import annotations

from typing import NamedTuple

from gradcli.operators.declaration import Operator


class Sentences(NamedTuple):
    """The sentences of one operator in one language: its value, and how its gradient is found."""

    forward: str
    backward: str


#: By operator and language. An operator that is not here is told by its name and its rule.
RULES: dict[str, dict[str, Sentences]] = {
    "add": {
        "en": Sentences(
            "a sum: add the two operands",
            "sum rule: the local gradient is 1 for each term",
        ),
        "zh": Sentences("加法：把两个操作数相加", "加法法则：每一项的局部梯度都是 1"),
    },
    "subtract": {
        "en": Sentences(
            "a difference: take the second operand away from the first",
            "difference rule: the local gradient is 1 for the first term and -1 for the second",
        ),
        "zh": Sentences(
            "减法：用第一个操作数减去第二个", "减法法则：第一项的局部梯度是 1，第二项是 -1"
        ),
    },
    "multiply": {
        "en": Sentences(
            "a product: multiply the two operands",
            "product rule: the local gradient of each factor is the other factor",
        ),
        "zh": Sentences("乘法：把两个操作数相乘", "乘法法则：每个因子的局部梯度是另一个因子"),
    },
    "divide": {
        "en": Sentences(
            "a quotient: divide the first operand by the second",
            "quotient rule: for a/b the local gradient is 1/b for a, and -a/b^2 for b",
        ),
        "zh": Sentences(
            "除法：用第一个操作数除以第二个",
            "商的法则：对 a/b，a 的局部梯度是 1/b，b 的局部梯度是 -a/b^2",
        ),
    },
    "remainder": {
        "en": Sentences(
            "a remainder: what is left after a whole number of times the divisor",
            "the local gradient is 1 for the dividend, minus the whole quotient for the divisor",
        ),
        "zh": Sentences(
            "取余：除去整数倍的除数后剩下的部分",
            "取余：被除数的局部梯度是 1，除数的局部梯度是整数商的相反数",
        ),
    },
    "pow": {
        "en": Sentences(
            "a power: the base times itself, as often as the exponent says",
            "power rule: the exponent comes to the front, and the power goes down by one",
        ),
        "zh": Sentences("幂：底数自乘，次数由指数决定", "幂法则：指数移到前面，次数减一"),
    },
    "negative": {
        "en": Sentences(
            "a minus sign: turn the sign",
            "the local gradient of a minus sign is -1",
        ),
        "zh": Sentences("取负：改变符号", "取负的局部梯度是 -1"),
    },
    "square": {
        "en": Sentences(
            "a square: the operand times itself",
            "power rule: the local gradient of a square is twice the operand",
        ),
        "zh": Sentences("平方：操作数乘以自己", "幂法则：平方的局部梯度是操作数的两倍"),
    },
    "sqrt": {
        "en": Sentences(
            "a square root",
            "the local gradient of a square root is 1 divided by twice the root",
        ),
        "zh": Sentences("平方根", "平方根的局部梯度是 1 除以根的两倍"),
    },
    "reciprocal": {
        "en": Sentences(
            "a reciprocal: 1 divided by the operand",
            "the local gradient of a reciprocal is minus its square",
        ),
        "zh": Sentences("倒数：1 除以操作数", "倒数的局部梯度是它的平方取负"),
    },
    "exp": {
        "en": Sentences(
            "an exponential: e to the power of the operand",
            "the exponential is its own local gradient",
        ),
        "zh": Sentences("指数函数：e 的操作数次方", "指数函数的局部梯度就是它自己"),
    },
    "log": {
        "en": Sentences(
            "a natural logarithm",
            "the local gradient of the natural logarithm is 1 divided by the operand",
        ),
        "zh": Sentences("自然对数", "自然对数的局部梯度是操作数的倒数"),
    },
    "log2": {
        "en": Sentences(
            "a logarithm to base 2",
            "the local gradient is 1 divided by the operand times log(2)",
        ),
        "zh": Sentences("以 2 为底的对数", "局部梯度是 1 除以操作数与 log(2) 的积"),
    },
    "log10": {
        "en": Sentences(
            "a logarithm to base 10",
            "the local gradient is 1 divided by the operand times log(10)",
        ),
        "zh": Sentences("以 10 为底的对数", "局部梯度是 1 除以操作数与 log(10) 的积"),
    },
    "sin": {
        "en": Sentences(
            "a sine, of an angle in radians",
            "the local gradient of the sine is the cosine",
        ),
        "zh": Sentences("正弦，角以弧度计", "正弦的局部梯度是余弦"),
    },
    "cos": {
        "en": Sentences(
            "a cosine, of an angle in radians",
            "the local gradient of the cosine is minus the sine",
        ),
        "zh": Sentences("余弦，角以弧度计", "余弦的局部梯度是正弦取负"),
    },
    "tanh": {
        "en": Sentences(
            "a hyperbolic tangent",
            "the local gradient of tanh is 1 minus the square of its output",
        ),
        "zh": Sentences("双曲正切", "tanh 的局部梯度是 1 减去输出的平方"),
    },
    "abs": {
        "en": Sentences(
            "an absolute value: the operand without its sign",
            "the local gradient of the absolute value is the sign of the operand",
        ),
        "zh": Sentences("绝对值：去掉符号", "绝对值的局部梯度是操作数的符号"),
    },
    "sigmoid": {
        "en": Sentences(
            "a sigmoid: 1 divided by 1 + exp of minus the operand",
            "the local gradient of the sigmoid is its output times 1 minus its output",
        ),
        "zh": Sentences(
            "sigmoid：1 除以（1 加 exp(负的操作数)）", "sigmoid 的局部梯度是输出乘以（1 减输出）"
        ),
    },
    "relu": {
        "en": Sentences(
            "a relu: the operand if it is positive, else 0",
            "the local gradient of relu is 1 where the operand is positive, else 0",
        ),
        "zh": Sentences(
            "relu：操作数为正时取它本身，否则为 0", "relu 的局部梯度在操作数为正时是 1，否则是 0"
        ),
    },
    "leaky_relu": {
        "en": Sentences(
            "a leaky relu: the operand if it is positive, else slope times the operand",
            "the local gradient of a leaky relu is 1 where the operand is positive, else the slope",
        ),
        "zh": Sentences(
            "leaky relu：操作数为正时取它本身，否则乘以 slope",
            "leaky relu 的局部梯度在操作数为正时是 1，否则是 slope",
        ),
    },
    "softplus": {
        "en": Sentences(
            "a softplus: log(1 + exp of the operand)",
            "the local gradient of softplus is the sigmoid of the operand",
        ),
        "zh": Sentences("softplus：log(1 + exp(操作数))", "softplus 的局部梯度是操作数的 sigmoid"),
    },
    "maximum": {
        "en": Sentences(
            "a maximum: the larger operand",
            "max rule: the larger operand has the local gradient 1, the other one 0",
        ),
        "zh": Sentences(
            "最大值：取较大的操作数", "最大值法则：较大的操作数局部梯度是 1，另一个是 0"
        ),
    },
    "minimum": {
        "en": Sentences(
            "a minimum: the smaller operand",
            "min rule: the smaller operand has the local gradient 1, the other one 0",
        ),
        "zh": Sentences(
            "最小值：取较小的操作数", "最小值法则：较小的操作数局部梯度是 1，另一个是 0"
        ),
    },
    "where": {
        "en": Sentences(
            "a choice: the condition decides which operand is taken",
            "a choice: the operand that is taken has the local gradient 1, the other one 0",
        ),
        "zh": Sentences(
            "选择：由条件决定取哪个操作数", "选择：被选中的操作数局部梯度是 1，另一个是 0"
        ),
    },
    "detach": {
        "en": Sentences(
            "detach: the value passes unchanged",
            "detach lets no gradient through",
        ),
        "zh": Sentences("detach：数值原样通过", "detach 不让梯度通过"),
    },
    "sum": {
        "en": Sentences(
            "a sum over the elements",
            "each element of a sum receives the whole upstream gradient",
        ),
        "zh": Sentences("对所有元素求和", "求和时，每个元素都得到完整的上游梯度"),
    },
    "mean": {
        "en": Sentences(
            "a mean: the sum of the elements divided by their number",
            "each element of a mean receives upstream divided by the number of elements",
        ),
        "zh": Sentences("平均值：元素之和除以个数", "求平均时，每个元素得到上游梯度除以元素个数"),
    },
    "norm": {
        "en": Sentences(
            "a length: the root of the sum of the squares",
            "the gradient of a length is the vector divided by its length, times upstream",
        ),
        "zh": Sentences("长度：平方和的平方根", "长度的梯度是向量除以它的长度，再乘以上游梯度"),
    },
    "dot": {
        "en": Sentences(
            "a dot product: multiply element by element, then add",
            "each vector of a dot product receives the upstream gradient times the other vector",
        ),
        "zh": Sentences("点积：逐元素相乘再相加", "点积中，每个向量得到上游梯度乘以另一个向量"),
    },
    "matmul": {
        "en": Sentences(
            "a matrix product: rows times columns",
            "a factor of a matrix product receives upstream times the other factor, transposed; "
            "the shapes tell on which side",
        ),
        "zh": Sentences(
            "矩阵乘法：行乘列",
            "矩阵乘法中，每个因子得到上游梯度与另一个因子转置的乘积；由形状判断放在哪一边",
        ),
    },
    "transpose": {
        "en": Sentences(
            "a transpose: rows become columns",
            "the upstream gradient is transposed back",
        ),
        "zh": Sentences("转置：行变为列", "把上游梯度转置回来"),
    },
    "index": {
        "en": Sentences(
            "a choice of elements; counting begins at 0",
            "the upstream gradient goes to the places that were taken; everywhere else it is 0",
        ),
        "zh": Sentences("取出元素，下标从 0 开始", "上游梯度只回到被取出的位置，其余位置为 0"),
    },
    "stack": {
        "en": Sentences(
            "operands put together in a list",
            "each operand receives the part of the upstream gradient at its place",
        ),
        "zh": Sentences("把操作数排成列表", "每个操作数得到上游梯度中属于自己位置的部分"),
    },
    "softmax": {
        "en": Sentences(
            "a softmax: the exponentials, divided by their sum",
            "each score receives its probability times (upstream there minus the sum of upstream "
            "times probability)",
        ),
        "zh": Sentences(
            "softmax：各个指数除以它们的和",
            "每个得分得到：它的概率乘以（该处的上游梯度减去以概率加权的上游梯度之和）",
        ),
    },
    "cross_entropy": {
        "en": Sentences(
            "a cross-entropy: minus the logarithm of the softmax probability of the true class",
            "the scores receive the softmax probabilities minus the target, divided by the rows",
        ),
        "zh": Sentences(
            "交叉熵：正确类别的 softmax 概率取对数再取负",
            "得分得到 softmax 概率减去目标，再除以行数",
        ),
    },
    "mse_loss": {
        "en": Sentences(
            "a mean of squared differences",
            "each prediction receives twice its difference to the target, divided by their number",
        ),
        "zh": Sentences("差的平方的平均值", "每个预测值得到它与目标之差的两倍，除以元素个数"),
    },
}


#: By operator and place: the gradient of an operand that follows another rule than the first one.
OTHER_RULES: dict[tuple[str, int], dict[str, str]] = {
    ("pow", 1): {
        "en": "exponential rule: the power itself, times the natural logarithm of the base",
        "zh": "指数函数法则：幂本身乘以底数的自然对数",
    },
}


def sentences(operator: Operator, language: str, rule: str = "", position: int = 0) -> Sentences:
    """Return the sentences of an operator in `en` or `zh`.

    `rule` is its local gradient as text, `position` the place of the operand it belongs to.

    >>> from gradcli.operators import OPERATORS
    >>> sentences(OPERATORS["exp"], "en").backward
    'the exponential is its own local gradient'
    >>> sentences(OPERATORS["sec"], "zh", "sec(x)*tan(x)").backward
    'sec 的局部梯度是 sec(x)*tan(x)'
    """
    if operator.name in RULES:
        told = RULES[operator.name][language]
        other = OTHER_RULES.get((operator.name, position))
        return told._replace(backward=other[language]) if other else told
    name = operator.calls[0] if operator.calls else operator.name
    if language == "zh":
        return Sentences(name, f"{name} 的局部梯度是 {rule}" if rule else f"{name} 的求导法则")
    backward = f"the local gradient of {name} is {rule}" if rule else f"the rule of {name}"
    return Sentences(f"{name}: {operator.doc[:1].lower()}{operator.doc[1:].rstrip('.')}", backward)
