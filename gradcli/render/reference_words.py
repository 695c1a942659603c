"""What the reference card says of functions in English, in other languages.

The keys are the families of the operators, and their sentences.
"""

from __future__ import annotations

from gradcli.render.notice_words import notice_translated
from gradcli.render.phrases import translated

REFERENCE: dict[str, dict[str, str]] = {
    # families
    "Arithmetic": {"zh": "四则运算"},
    "Powers": {"zh": "幂与指数"},
    "Logarithms": {"zh": "对数"},
    "Trigonometric": {"zh": "三角函数与双曲函数"},
    "Pieces": {"zh": "分段函数"},
    "Conditions": {"zh": "条件"},
    "Activations": {"zh": "激活函数"},
    "Reductions": {"zh": "归约"},
    "Matrices": {"zh": "向量与矩阵"},
    "Losses": {"zh": "损失函数"},
    "Graph": {"zh": "计算图"},
    "Special": {"zh": "特殊函数"},
    # arithmetic
    "The sum: each operand receives the whole upstream gradient.": {
        "zh": "和：每个操作数都得到完整的上游梯度。"
    },
    "The difference: the second operand receives the upstream gradient with its sign turned.": {
        "zh": "差：第二个操作数得到变号的上游梯度。"
    },
    "The product: each operand receives the upstream gradient times the other operand.": {
        "zh": "积：每个操作数得到上游梯度乘以另一个操作数。"
    },
    "The quotient.": {"zh": "商。"},
    "The remainder a - b*floor(a/b); it has the sign of the divisor.": {
        "zh": "余数 a - b*floor(a/b)，符号与除数相同。"
    },
    "The power a^b.": {"zh": "幂 a^b。"},
    "The number with its sign turned.": {"zh": "变号。"},
    # powers and logarithms
    "The square x^2.": {"zh": "平方 x^2。"},
    "The square root.": {"zh": "平方根。"},
    "One over the square root.": {"zh": "平方根的倒数。"},
    "The cube root, also of negative numbers.": {"zh": "立方根，负数也可以。"},
    "One over x.": {"zh": "x 的倒数。"},
    "The exponential function; it is its own derivative.": {"zh": "指数函数，导数就是它自己。"},
    "Two to the power x.": {"zh": "2 的 x 次幂。"},
    "exp(x) - 1 without loss of digits near 0.": {"zh": "exp(x) - 1，在 0 附近不损失有效数字。"},
    "The natural logarithm.": {"zh": "自然对数。"},
    "The logarithm to base 2.": {"zh": "以 2 为底的对数。"},
    "The logarithm to base 10.": {"zh": "以 10 为底的对数。"},
    "log(1 + x) without loss of digits near 0.": {"zh": "log(1 + x)，在 0 附近不损失有效数字。"},
    "The logarithm of x to any base.": {"zh": "x 以任意数为底的对数。"},
    "log(exp(a) + exp(b)) without overflow.": {"zh": "log(exp(a) + exp(b))，不会溢出。"},
    # trigonometric
    "The sine.": {"zh": "正弦。"},
    "The cosine.": {"zh": "余弦。"},
    "The tangent.": {"zh": "正切。"},
    "The secant, 1/cos(x).": {"zh": "正割 1/cos(x)。"},
    "The cosecant, 1/sin(x).": {"zh": "余割 1/sin(x)。"},
    "The cotangent, cos(x)/sin(x).": {"zh": "余切 cos(x)/sin(x)。"},
    "The angle between -pi/2 and pi/2 whose sine is x.": {
        "zh": "反正弦：-pi/2 到 pi/2 之间正弦为 x 的角。"
    },
    "The angle between 0 and pi whose cosine is x.": {"zh": "反余弦：0 到 pi 之间余弦为 x 的角。"},
    "The angle between -pi/2 and pi/2 whose tangent is x.": {
        "zh": "反正切：-pi/2 到 pi/2 之间正切为 x 的角。"
    },
    "The angle of the point with abscissa b and ordinate a, between -pi and pi.": {
        "zh": "横坐标为 b、纵坐标为 a 的点的辐角，在 -pi 到 pi 之间。"
    },
    "The hyperbolic sine.": {"zh": "双曲正弦。"},
    "The hyperbolic cosine.": {"zh": "双曲余弦。"},
    "The hyperbolic tangent.": {"zh": "双曲正切。"},
    "The number whose hyperbolic sine is x.": {"zh": "反双曲正弦：双曲正弦为 x 的数。"},
    "The number from 0 up whose hyperbolic cosine is x.": {
        "zh": "反双曲余弦：双曲余弦为 x 的非负数。"
    },
    "The number whose hyperbolic tangent is x.": {"zh": "反双曲正切：双曲正切为 x 的数。"},
    # pieces and conditions
    "The absolute value.": {"zh": "绝对值。"},
    "1 for positive numbers, -1 for negative ones, 0 for 0.": {
        "zh": "符号：正数为 1，负数为 -1，0 为 0。"
    },
    "The largest whole number that is not above x.": {"zh": "不大于 x 的最大整数。"},
    "The smallest whole number that is not below x.": {"zh": "不小于 x 的最小整数。"},
    "The nearest whole number; a half goes to the even one.": {
        "zh": "最接近的整数；恰在正中间时取偶数。"
    },
    "The whole number next to x on the side of 0.": {"zh": "去掉小数部分，向 0 取整。"},
    "0 for negative numbers, 1 for positive ones, `at_zero` at 0.": {
        "zh": "阶跃函数：负数为 0，正数为 1，在 0 处为 `at_zero`。"
    },
    "The larger of two numbers; it alone receives the gradient.": {
        "zh": "两个数中较大的一个；只有它得到梯度。"
    },
    "The smaller of two numbers; it alone receives the gradient.": {
        "zh": "两个数中较小的一个；只有它得到梯度。"
    },
    "x, but not below `low` and not above `high`.": {"zh": "x，但不小于 `low`，也不大于 `high`。"},
    "sqrt(a^2 + b^2) without overflow: the length of the vector (a, b).": {
        "zh": "sqrt(a^2 + b^2)，即向量 (a, b) 的长度，不会溢出。"
    },
    "a where the condition c holds, otherwise b; what is not taken is not evaluated.": {
        "zh": "条件 c 成立时取 a，否则取 b；没有取的一支不求值。"
    },
    "Whether a is below b.": {"zh": "a 是否小于 b。"},
    "Whether a is not above b.": {"zh": "a 是否不大于 b。"},
    "Whether a is above b.": {"zh": "a 是否大于 b。"},
    "Whether a is not below b.": {"zh": "a 是否不小于 b。"},
    "Whether a and b are the same number.": {"zh": "a 与 b 是否相等。"},
    "Whether a and b are different numbers.": {"zh": "a 与 b 是否不等。"},
    "Whether both conditions hold.": {"zh": "两个条件是否都成立。"},
    "Whether at least one of the conditions holds.": {"zh": "两个条件是否至少有一个成立。"},
    "Whether the condition does not hold.": {"zh": "条件是否不成立。"},
    # activations
    "The rectifier max(x, 0): it lets positive numbers through.": {
        "zh": "整流函数 max(x, 0)：只让正数通过。"
    },
    "x for positive numbers, slope*x for negative ones.": {"zh": "正数取 x，负数取 slope*x。"},
    "x for positive numbers, alpha*(exp(x) - 1) for negative ones.": {
        "zh": "正数取 x，负数取 alpha*(exp(x) - 1)。"
    },
    "elu with the scale and alpha that keep mean 0 and variance 1 from layer to layer.": {
        "zh": "特定比例和 alpha 的 elu，使各层保持均值 0、方差 1。"
    },
    "x times the probability that a standard normal variable is below x; the exact form.": {
        "zh": "x 乘以标准正态变量小于 x 的概率；精确形式。"
    },
    "x*sigmoid(x).": {"zh": "x*sigmoid(x)。"},
    "x*tanh(softplus(x)).": {"zh": "x*tanh(softplus(x))。"},
    "The logistic function 1/(1 + exp(-x)).": {"zh": "逻辑斯谛函数 1/(1 + exp(-x))。"},
    "The sigmoid in three straight pieces: x/6 + 1/2, kept between 0 and 1.": {
        "zh": "三段直线的 sigmoid：x/6 + 1/2，限制在 0 与 1 之间。"
    },
    "tanh in three straight pieces: x, kept between -1 and 1.": {
        "zh": "三段直线的 tanh：x，限制在 -1 与 1 之间。"
    },
    "log(1 + exp(x)), a smooth rectifier.": {"zh": "log(1 + exp(x))，光滑的整流函数。"},
    "x/(1 + abs(x)), between -1 and 1.": {"zh": "x/(1 + abs(x))，介于 -1 与 1 之间。"},
    "The logarithm of the sigmoid without overflow.": {"zh": "sigmoid 的对数，不会溢出。"},
    # reductions
    "The sum of the elements: each receives the whole upstream gradient.": {
        "zh": "各元素之和：每个元素都得到完整的上游梯度。"
    },
    "The mean of n elements: each receives 1/n of the upstream gradient.": {
        "zh": "n 个元素的平均值：每个元素得到上游梯度的 1/n。"
    },
    "The product of the elements: each receives the product of the others, zeros or not.": {
        "zh": "各元素之积：每个元素得到上游梯度乘以其余元素之积，有 0 也一样。"
    },
    "The largest element, which alone receives the upstream gradient.": {
        "zh": "最大元素；只有它得到上游梯度。"
    },
    "The smallest element, which alone receives the upstream gradient.": {
        "zh": "最小元素；只有它得到上游梯度。"
    },
    "The logarithm of the sum of the exponentials, a smooth maximum with gradient softmax(x).": {
        "zh": "各元素指数之和的对数，光滑的最大值，梯度是 softmax(x)。"
    },
    "The running sum; an array is read row by row unless an axis is given.": {
        "zh": "累计和；没有写轴时，数组按行依次读。"
    },
    "The Euclidean norm, sqrt of the sum of the squares.": {
        "zh": "欧几里得范数，即平方和的平方根。"
    },
    "The variance: the mean of the squared deviations from the mean; ddof=1 divides by n - 1.": {
        "zh": "方差：与平均值之差的平方的平均；ddof=1 时除以 n - 1。"
    },
    "The standard deviation, the square root of the variance.": {"zh": "标准差，即方差的平方根。"},
    # matrices
    "The matrix product: rows of the left operand times columns of the right one.": {
        "zh": "矩阵乘积：左边的行乘以右边的列。"
    },
    "The inner product of two vectors; of matrices their product, of a scalar the multiple.": {
        "zh": "两个向量的内积；对矩阵是矩阵乘积，对标量是数乘。"
    },
    "The outer product: the table of all products of an element of a and one of b.": {
        "zh": "外积：a 的每个元素与 b 的每个元素之积排成的表。"
    },
    "Scores to probabilities: exp(x) divided by its sum, along the last axis.": {
        "zh": "把得分变成概率：沿最后一个轴，exp(x) 除以它的和。"
    },
    "The logarithm of softmax, without the detour that would lose small probabilities.": {
        "zh": "softmax 的对数，直接计算，不会丢失很小的概率。"
    },
    "Rows become columns; a vector stays as it is.": {"zh": "转置：行变成列；向量不变。"},
    "The same elements, row by row, in another shape; one length may be -1.": {
        "zh": "同样的元素按行排成另一个形状；可以有一个长度写 -1。"
    },
    "One element or a slice; what is not taken receives no gradient.": {
        "zh": "取出一个元素或一段；没有取的得不到梯度。"
    },
    "Arrays joined end to end along an axis; each receives its part of the gradient.": {
        "zh": "沿一个轴首尾拼接数组；各自得到属于自己的那部分梯度。"
    },
    "Arrays of equal shape along a new axis; [x, y] stacks scalars to a vector.": {
        "zh": "把形状相同的数组沿新的轴叠起来；[x, y] 把标量叠成向量。"
    },
    # losses
    "The mean squared error over N elements (N = 1 for the sum).": {
        "zh": "N 个元素的均方误差（求和时 N = 1）。"
    },
    "The mean absolute error over N elements (N = 1 for the sum).": {
        "zh": "N 个元素的平均绝对误差（求和时 N = 1）。"
    },
    "Half the squared error up to delta, beyond it a straight line, joined smoothly.": {
        "zh": "误差不超过 delta 时取平方的一半，超过时是光滑相接的直线。"
    },
    "The cross-entropy of probabilities p against targets between 0 and 1, over N elements.": {
        "zh": "概率 p 对 0 到 1 之间的目标的交叉熵，对 N 个元素平均。"
    },
    "Sigmoid and binary cross-entropy in one, safe for scores of any size.": {
        "zh": "sigmoid 与二元交叉熵合在一起，得分再大也不会溢出。"
    },
    "Softmax and negative log-likelihood of a class or of probabilities, over N rows.": {
        "zh": "softmax 与类别（或概率）的负对数似然，对 N 行平均。"
    },
    "Minus the log-probability of a class, or its mean under probabilities, over N rows.": {
        "zh": "类别的对数概率变号，或按概率取平均，对 N 行平均。"
    },
    "The multiclass SVM loss: how far wrong classes come within the margin of the right one.": {
        "zh": "多类 SVM 损失：错误类别的得分进入正确类别的间隔有多深。"
    },
    # graph and special
    "x itself, taken as a constant: its local gradient is 0, so no gradient passes.": {
        "zh": "就是 x，但当作常数：局部梯度为 0，没有梯度通过。"
    },
    "The error function.": {"zh": "误差函数。"},
    "1 - erf(x) without loss of digits at large x.": {"zh": "1 - erf(x)，x 很大时不损失有效数字。"},
    "The gamma function; gamma(n) is (n - 1)! for whole n.": {
        "zh": "伽马函数；n 为正整数时 gamma(n) = (n - 1)!。"
    },
    "The logarithm of the absolute value of gamma(x).": {"zh": "gamma(x) 的绝对值的对数。"},
    "The derivative of lgamma(x).": {"zh": "lgamma(x) 的导数。"},
    "The derivative of digamma(x) of order n; the order carries no gradient.": {
        "zh": "digamma(x) 的 n 阶导数；阶数不带梯度。"
    },
    "The log-odds log(x/(1 - x)), the inverse of the sigmoid.": {
        "zh": "对数几率 log(x/(1 - x))，sigmoid 的反函数。"
    },
    "a*log(b), and 0 where a is 0.": {"zh": "a*log(b)；a 为 0 时取 0。"},
}


def reference_said(text: str, language: str) -> str:
    """Return a family, or a sentence, domain or convention of an operator, in a language.

    >>> reference_said("The square root.", "zh"), reference_said("all real numbers", "zh")
    ('平方根。', '全体实数')
    """
    if text in REFERENCE:
        return REFERENCE[text][language]
    said = notice_translated(text, language)
    return translated(text, language) if said == text else said


def convention_said(convention: str, language: str) -> str:
    """Return a convention with its note in a language.

    >>> convention_said("0; 0^0 is taken as 1", "zh")
    '0；0^0 取作 1'
    """
    gradient, _, note = convention.partition("; ")
    parts = [gradient, note] if note else [gradient]
    return "；".join(reference_said(part, language) for part in parts)
