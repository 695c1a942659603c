"""What a written-out derivation says between its formulas: identifier -> language -> text.

Braces hold what is put in, words or formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gradcli.render.words import in_language

LESSON: dict[str, dict[str, str]] = {
    "given": {"en": "Given", "zh": "已知"},
    "forward": {"en": "Forward", "zh": "前向计算"},
    "forward_intro": {
        "en": "Each step uses the values above it.",
        "zh": "每一步只用到上面已经算出的值。",
    },
    "backward": {"en": "Backward", "zh": "反向传播"},
    "backward_intro": {
        "en": "We start at the output with {seed}. Each operation receives its upstream gradient "
        "and hands upstream × local on to each operand.",
        "zh": "从输出出发，{seed}。每个运算收到上游梯度，再把“上游梯度 × 局部梯度”传给各个操作数。",
    },
    "results": {"en": "Result", "zh": "结果"},
    "value": {"en": "The value is {equation}.", "zh": "函数值为 {equation}。"},
    "undefined": {"en": "undefined", "zh": "不存在"},
    "shape": {"en": ", shape {shape}", "zh": "，形状 {shape}"},
    "not_evaluated": {
        "en": "{equation}: not evaluated, since this branch is not taken",
        "zh": "{equation}：没有计算，因为没有走这个分支",
    },
    "through": {"en": "{operation}, with {upstream}", "zh": "{operation}，其中 {upstream}"},
    "through_undefined": {
        "en": "{operation}, whose upstream gradient does not exist",
        "zh": "{operation}，它的上游梯度不存在",
    },
    "edge": {
        "en": "to {node}: {local}, so it receives {product}",
        "zh": "传给 {node}：{local}，得到 {product}",
    },
    "edge_of_fork": {
        "en": "to {node}: local gradient {local}, so it receives {product}",
        "zh": "传给 {node}：局部梯度 {local}，得到 {product}",
    },
    "edge_product": {"en": "to {node}: {product}", "zh": "传给 {node}：{product}"},
    "edge_undefined": {
        "en": "to {node}: this gradient does not exist",
        "zh": "传给 {node}：这个梯度不存在",
    },
    "summed_all": {
        "en": "; {node} was used for every element, so all of these are added up: {total}",
        "zh": "；{node} 用于每一个元素，因此全部相加：{total}",
    },
    "summed_axes": {
        "en": "; {node} was stretched along axis {axes}, so the sum along it is taken: {total}",
        "zh": "；{node} 沿轴 {axes} 被广播，因此沿该轴求和：{total}",
    },
    "fork": {
        "en": "{node} is used {count} times, so what it receives is added up: {equation}",
        "zh": "{node} 被用了 {count} 次，把收到的各项相加：{equation}",
    },
    "chain": {"en": "The chain rule for {derivative}", "zh": "{derivative} 的链式法则"},
    "one_path": {
        "en": "One path leads from {node} to {output}; along it the local gradients are "
        "multiplied.",
        "zh": "从 {node} 到 {output} 只有一条路径，把沿途的局部梯度相乘。",
    },
    "paths": {
        "en": "{count} paths lead from {node} to {output}; along each the local gradients are "
        "multiplied, and the products are added up.",
        "zh": "从 {node} 到 {output} 有 {count} 条路径：沿每条路径把局部梯度相乘，"
        "再把各个乘积相加。",
    },
    "many_paths": {
        "en": "{count} paths lead from {node} to {output}: too many to write out. The first "
        "{shown} are below; backpropagation adds them all up node by node.",
        "zh": "从 {node} 到 {output} 有 {count} 条路径，无法一一写出。下面是前 {shown} 条；"
        "反向传播逐个节点把它们全部加起来。",
    },
    "no_path": {
        "en": "No path leads from {node} to {output}, so the gradient is 0.",
        "zh": "从 {node} 到 {output} 没有路径，因此梯度为 0。",
    },
    "together": {"en": "Together: {equation}", "zh": "合起来：{equation}"},
    "all_together": {
        "en": "Over all {count} paths: {equation}",
        "zh": "所有 {count} 条路径合计：{equation}",
    },
    "long_path": {
        "en": "a path of {count} edges: {equation}",
        "zh": "一条有 {count} 条边的路径：{equation}",
    },
    "remarks": {"en": "Remarks", "zh": "说明"},
    "left_out": {"en": "… {count} more steps …", "zh": "…… 中间还有 {count} 步 ……"},
    "no_gradient": {
        "en": "The expression has no variables, so there is nothing to differentiate.",
        "zh": "表达式中没有变量，因此没有可求的梯度。",
    },
    "detach": {
        "en": "{operation} counts as a constant: its local gradient is 0, so no gradient passes.",
        "zh": "{operation} 被当作常数：局部梯度为 0，没有梯度通过。",
    },
    "page": {"en": "The derivation of {program}", "zh": "{program} 的推导"},
}


def said(name: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a text: ("text", words) and ("part", name) by turns.

    >>> list(said("together", "en"))
    [('text', 'Together: '), ('part', 'equation')]
    """
    pieces = re.split(r"\{(\w+)\}", in_language(LESSON[name], language))
    for place, piece in enumerate(pieces):
        if piece:
            yield ("part" if place % 2 else "text"), piece
