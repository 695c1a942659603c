"""The notices of the engine in other languages: what is said of kinks, jumps and blocked gradients.

The keys are the sentences in English, and what stands in their parts.
"""

from __future__ import annotations

from functools import cache

from gradcli.render.phrasebook import Phrasebook

#: The conventions for a tie.
TIE_PHRASES: dict[str, dict[str, str]] = {
    "shared equally among the tied operands": {"zh": "由并列的操作数平分"},
    "all of it to the first of the tied operands": {"zh": "全部给并列操作数中的第一个"},
    "all of it to the last of the tied operands": {"zh": "全部给并列操作数中的最后一个"},
    "the whole gradient to each of the tied operands": {"zh": "并列的每个操作数都得到全部"},
}

#: The domains that have words in them.
DOMAIN_PHRASES: dict[str, dict[str, str]] = {
    "{positive}; or {exponent} whole; {zero} needs {bound}": {
        "zh": "{positive}；或 {exponent} 为整数；{zero} 时要求 {bound}"
    },
    "{inside}; {zero} needs {none}, {one} needs {all}": {
        "zh": "{inside}；{zero} 时要求 {none}，{one} 时要求 {all}"
    },
    "{one}, or {first} and {second}": {"zh": "{one}，或 {first} 且 {second}"},
}

#: The places of kinks that have words in them.
PLACE_PHRASES: dict[str, dict[str, str]] = {
    "the largest element is tied": {"zh": "最大元素并列"},
    "the smallest element is tied": {"zh": "最小元素并列"},
    "all elements are equal": {"zh": "所有元素相等"},
    "a wrong class is exactly on the margin": {"zh": "有一个错误类别恰好在间隔上"},
    "{quotient} is whole": {"zh": "{quotient} 为整数"},
}

NOTICES: dict[str, dict[str, str]] = {
    # sentences
    "{operation} at {place}: the gradient is {gradient}, by convention; {note}": {
        "zh": "{operation} 在{place}处：按约定，梯度取{gradient}；{note}"
    },
    "{operation} at {place}: the gradient is {gradient}, by convention": {
        "zh": "{operation} 在{place}处：按约定，梯度取{gradient}"
    },
    "{operation} at {place}: the gradient is {gradient}; {note}": {
        "zh": "{operation} 在{place}处：梯度为{gradient}；{note}"
    },
    "{operation} at {place}: the gradient is {gradient}": {
        "zh": "{operation} 在{place}处：梯度为{gradient}"
    },
    # sentences about ties
    "{operation} at {place}: the gradient is shared equally among the tied operands, "
    "by convention": {"zh": "{operation} 在{place}处：按约定，梯度由并列的操作数平分"},
    "{operation} at {place}: the gradient is all of it to the first of the tied operands, "
    "by convention": {"zh": "{operation} 在{place}处：按约定，梯度全部给并列操作数中的第一个"},
    "{operation} at {place}: the gradient is all of it to the last of the tied operands, "
    "by convention": {"zh": "{operation} 在{place}处：按约定，梯度全部给并列操作数中的最后一个"},
    "{operation} at {place}: the gradient is the whole gradient to each of the tied operands, "
    "by convention": {"zh": "{operation} 在{place}处：按约定，并列的每个操作数都得到完整的梯度"},
    "{operation} at {place}: the gradient is undefined; {note}": {
        "zh": "{operation} 在{place}处：梯度不存在；{note}"
    },
    "{operation} at {place}: the gradient is undefined with respect to the exponent; {note}": {
        "zh": "{operation} 在{place}处：对指数的梯度不存在；{note}"
    },
    "flat, with {jumps}: the gradient is blocked": {"zh": "分段为常数，{jumps}，因此梯度被阻断"},
    "divides by n; ddof=1 divides by n - 1, as PyTorch does by default": {
        "zh": "除以 n；ddof=1 时除以 n - 1，与 PyTorch 的默认设置相同"
    },
    "{operation}: flat, with {jumps}: the gradient is blocked": {
        "zh": "{operation}：分段为常数，{jumps}，因此梯度被阻断"
    },
    "nan arises first on the edge from {node} back to {operand}: of the upstream and the local "
    "gradient there one is 0 and the other inf, and 0 times inf is not a number": {
        "zh": "nan 最先出现在从 {node} 回到 {operand} 的边上：上游梯度和局部梯度一个是 0，"
        "另一个是 inf，而 0 乘 inf 不是一个数"
    },
    "inf arises first on the edge from {node} back to {operand}: the gradient there is too large "
    "for a floating-point number": {
        "zh": "inf 最先出现在从 {node} 回到 {operand} 的边上：那里的梯度超出了浮点数的范围"
    },
    "inf arises first where contributions are added up at {node}: the gradient there is too large "
    "for a floating-point number": {
        "zh": "inf 最先出现在 {node} 处把各项相加的时候：那里的梯度超出了浮点数的范围"
    },
    "{operation} is shown in other steps than usual: {why}": {
        "zh": "{operation} 没有按通常的步骤展开：{why}"
    },
    "the gradient is 0 here, by convention": {"zh": "按约定，这里的梯度为 0"},
    "the usual ones keep rounding errors of the mean": {"zh": "通常的步骤会留下均值的舍入误差"},
    "the usual ones take the logarithm of 0": {"zh": "通常的步骤会对 0 取对数"},
    "the usual ones leave the range of floating-point numbers": {
        "zh": "通常的步骤会超出浮点数的范围"
    },
    "{operation}: divides by n; ddof=1 divides by n - 1, as PyTorch does by default": {
        "zh": "{operation}：除以 n；ddof=1 时除以 n - 1，与 PyTorch 的默认设置相同"
    },
    "{text}: its fraction has more than {bits} binary digits, about {digits} decimals; from here "
    "on it is a rounded number": {
        "zh": "{text}：它的分数超过 {bits} 个二进制位，约 {digits} 位小数；从这里起改用舍入的数"
    },
    "the mean loss has grown from {one} to {other}; the steps are too long: try --lr {rate}": {
        "zh": "平均损失从 {one} 涨到了 {other}；步子太大：试试 --lr {rate}"
    },
    # jumps
    "a jump at 0": {"zh": "在 0 处跳跃"},
    "jumps at whole numbers": {"zh": "在整数处跳跃"},
    "jumps half-way between whole numbers": {"zh": "在两个整数的正中间跳跃"},
    # gradients
    "undefined": {"zh": "不存在"},
    "undefined with respect to the exponent": {"zh": "对指数不存在"},
    "{value} with respect to the {operand}": {"zh": "{value}（对{operand}）"},
    "exponent": {"zh": "指数"},
    "base": {"zh": "底数"},
    "bounds": {"zh": "上下界"},
    "target": {"zh": "目标"},
    "the subgradient of least norm between {low} and {high}": {
        "zh": "{low} 与 {high} 之间绝对值最小的次梯度"
    },
    "1.0507…, the smaller one-sided slope": {"zh": "1.0507…，即较小的单侧斜率"},
    "1 and {slope}": {"zh": "1 和 {slope}"},
    "that of both sides": {"zh": "两侧共同的值"},
    # notes
    "the value jumps here": {"zh": "函数值在这里跳跃"},
    "a negative base has a real power only at separate exponents": {
        "zh": "负底数只在个别指数处有实数幂"
    },
    "the slope grows without bound towards the end of the domain": {
        "zh": "越靠近定义域的端点，斜率越大，没有上界"
    },
    "the slope falls without bound towards the end of the domain": {
        "zh": "越靠近定义域的端点，斜率越小，没有下界"
    },
    "the slope grows without bound towards 0": {"zh": "越靠近 0，斜率越大，没有上界"},
    "the angle jumps here from -pi to pi": {"zh": "角度在这里从 -pi 跳到 pi"},
    "0*log(0) is taken as 0": {"zh": "0*log(0) 取作 0"},
    "the origin has no direction": {"zh": "原点没有方向"},
    "0^0 is taken as 1": {"zh": "0^0 取作 1"},
    # domains
    "all real numbers": {"zh": "全体实数"},
    "all conditions and real numbers": {"zh": "任意条件，任意实数"},
    "{one} or {other}": {"zh": "{one} 或 {other}"},
    "{one} and {other}": {"zh": "{one} 且 {other}"},
}


def notice_translated(text: str, language: str) -> str:
    """Return a notice, or a part of one such as a domain, in another language.

    >>> notice_translated("relu(x) at x = 0: the gradient is 0, by convention", "zh")
    'relu(x) 在 x = 0 处：按约定，梯度取 0'
    """
    return _book().translated(text, language)


@cache
def _book() -> Phrasebook:
    return Phrasebook(NOTICES, DOMAIN_PHRASES, PLACE_PHRASES)
