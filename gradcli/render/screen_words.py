"""What the screens of the commands that compute say in English, in other languages.

The keys are the texts in English; braces hold what is put in. A list is set apart by `", "`, parts
of a sentence by `","`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

SCREEN: dict[str, dict[str, str]] = {
    ", ": {"zh": "、"},
    ",": {"zh": "，"},
    # values
    "undefined": {"zh": "不存在"},
    "not evaluated": {"zh": "未求值"},
    "{shape} array": {"zh": "{shape} 的数组"},
    # notes
    "note: ": {"zh": "注意："},
    "and {count:,} more; --format json has all of them": {
        "zh": "另有 {count:,} 条；--format json 给出全部"
    },
    # what is worked, and where
    "at ": {"zh": "取值 "},
    "… ({count:,} more characters)": {"zh": "……（还有 {count:,} 个字符）"},
    "… {count:,} more values": {"zh": "……另有 {count:,} 个值"},
    "… {count:,} more": {"zh": "……另有 {count:,} 行"},
    "Arrays of more than {count} elements are shown by their shape; --format json has every "
    "number.": {"zh": "元素超过 {count} 个的数组只写出形状；--format json 给出每一个数。"},
    "Only the first and last rows are shown; --format json has all of them.": {
        "zh": "这里只有开头和末尾的几行；--format json 给出全部。"
    },
    # forward
    "Forward": {"zh": "前向计算"},
    "node": {"zh": "节点"},
    "operation": {"zh": "运算"},
    "value": {"zh": "值"},
    "input": {"zh": "输入"},
    "constant": {"zh": "常数"},
    "upstream {derivative}": {"zh": "上游梯度 {derivative}"},
    "∂{output}/∂node": {"zh": "∂{output}/∂节点"},
    "… {count:,} more nodes": {"zh": "……另有 {count:,} 个节点"},
    # backward
    "There is no gradient: the output depends on no variable": {
        "zh": "没有梯度：输出与任何变量都无关"
    },
    "Backward, from {output} to the inputs": {"zh": "反向传播，从 {output} 到各个输入"},
    " (× is element by element)": {"zh": "（× 表示逐元素相乘）"},
    "seed {derivative} = ": {"zh": "种子 {derivative} = "},
    "edge": {"zh": "边"},
    "local ∂node/∂operand": {"zh": "局部梯度 ∂节点/∂操作数"},
    "local gradient": {"zh": "局部梯度"},
    "upstream × local = contribution": {"zh": "上游梯度 × 局部梯度 = 贡献"},
    "upstream × local": {"zh": "上游梯度 × 局部梯度"},
    "contribution": {"zh": "贡献"},
    "sum of ": {"zh": "求和："},
    "sum over axis {axes} of ": {"zh": "沿轴 {axes} 求和："},
    "… {count:,} more edges": {"zh": "……另有 {count:,} 条边"},
    "Sums, where a node is used more than once": {"zh": "求和：节点被用了几次，就把几项贡献相加"},
    "Sums": {"zh": "求和"},
    "… {count:,} more sums": {"zh": "……另有 {count:,} 个和"},
    "+ … {count:,} more …": {"zh": "+ ……另有 {count:,} 项……"},
    "Gradients": {"zh": "梯度"},
    "gradient": {"zh": "梯度"},
    "… {count:,} more gradients": {"zh": "……另有 {count:,} 个梯度"},
    # on request
    "Gradients, added up over {count} backward passes without zeroing": {
        "zh": "梯度：反向传播 {count} 次，中间不清零，逐次累加"
    },
    "Gradients after {count} backward passes": {"zh": "反向传播 {count} 次以后的梯度"},
    "{gradient}:": {"zh": "{gradient}："},
    "pass {number}: ": {"zh": "第 {number} 次："},
    "Check, against central differences": {"zh": "检验：与中心差分比较"},
    "Check": {"zh": "检验"},
    "backward": {"zh": "反向传播"},
    "numerical": {"zh": "数值梯度"},
    "numerical ": {"zh": "数值梯度 "},
    "agree": {"zh": "是否一致"},
    "agree ": {"zh": "是否一致："},
    "yes": {"zh": "一致"},
    "NO": {"zh": "不一致"},
    "not checked": {"zh": "未检验"},
    "between {low} and {high}": {"zh": "介于 {low} 与 {high} 之间"},
    "Kept from the forward pass for the backward pass": {"zh": "前向计算中要为反向传播保留的值"},
    "Kept for the backward pass": {"zh": "为反向传播保留的值"},
    "nothing: no local gradient needs a value": {"zh": "没有：所有局部梯度都用不到节点的值"},
    "numbers": {"zh": "数的个数"},
    "numbers ": {"zh": "数的个数 "},
    "bytes": {"zh": "字节"},
    "bytes ": {"zh": "字节 "},
    "needed by": {"zh": "用到它的节点"},
    "needed by ": {"zh": "用到它的节点 "},
    " and {count:,} more": {"zh": " 等（另有 {count:,} 个）"},
    "total": {"zh": "合计"},
    "Jacobians": {"zh": "雅可比矩阵"},
    "Jacobian": {"zh": "雅可比矩阵"},
    "(shape {one} by {other})": {"zh": "（输出的形状 {one}，输入的形状 {other}）"},
    # the reference card
    " Also {names}.": {"zh": "也写作 {names}。"},
    "also written": {"zh": "也写作"},
    "options": {"zh": "选项"},
    " (also {names})": {"zh": "（也写作 {names}）"},
    "hands back": {"zh": "向后传递"},
    "none: no gradient passes": {"zh": "无：没有梯度通过"},
    "to {operand}: ": {"zh": "传给 {operand}："},
    "otherwise": {"zh": "（其余情形）"},
    "where {condition}": {"zh": "（{condition}）"},
    "(g is the upstream gradient, y the value)": {"zh": "（g 是上游梯度，y 是值）"},
    "domain": {"zh": "定义域"},
    "conventions": {"zh": "约定"},
    "note": {"zh": "说明"},
    "steps": {"zh": "步骤"},
    "example": {"zh": "例子"},
    "source": {"zh": "出处"},
    "value {value}": {"zh": "值 {value}"},
    "gradient of {name}: {gradient}": {"zh": "{name} 的梯度：{gradient}"},
    # along a variable
    "… {count:,} more points are not shown; --format csv has all": {
        "zh": "……另有 {count:,} 个点没有写出；--format csv 给出全部"
    },
    "With {inputs}": {"zh": "把输入换成 {inputs} 以后"},
    "by no common factor": {"zh": "没有共同的倍数"},
    "{ratio} times": {"zh": "变为 {ratio} 倍"},
    " (at {points:,} of {count:,} points; this is the first)": {
        "zh": "（{count:,} 个点中有 {points:,} 个如此；这是第一个）"
    },
    " (at {points:,} of {count:,} points)": {"zh": "（{count:,} 个点中有 {points:,} 个如此）"},
    # curves
    "{name}, logarithmic scale": {"zh": "{name}（对数坐标）"},
    "(too large to be drawn)": {"zh": "（数太大，画不出来）"},
    "(a curve needs {count} columns)": {"zh": "（画曲线需要 {count} 列）"},
    # a descent
    " from ": {"zh": " 起点 "},
    "lr {rate:g}": {"zh": "学习率 {rate:g}"},
    "{count:,} sample": {"zh": "{count:,} 个样本"},
    "{count:,} samples": {"zh": "{count:,} 个样本"},
    "one at a time": {"zh": "每步 1 个"},
    "{count:,} at a time": {"zh": "每步 {count:,} 个"},
    "all at once": {"zh": "每步用全部样本"},
    " in random order": {"zh": "，顺序随机"},
    "Epochs": {"zh": "各轮的结果"},
    "epoch": {"zh": "轮次"},
    "mean {output}": {"zh": "平均 {output}"},
    "loss {loss}": {"zh": "损失 {loss}"},
    "Loss curve": {"zh": "损失曲线"},
    "Parameters": {"zh": "参数"},
    "parameter": {"zh": "参数"},
    "before": {"zh": "训练前"},
    "after": {"zh": "训练后"},
    "Predictions": {"zh": "预测"},
    "prediction": {"zh": "预测"},
    "expression": {"zh": "表达式"},
    "{text} at {values}": {"zh": "{text} 在 {values} 处"},
    # one step of it
    "step {step:,}, epoch {epoch:,}, {samples}:": {
        "zh": "第 {step:,} 步，第 {epoch:,} 轮，{samples}："
    },
    "sample {first:,}": {"zh": "样本 {first:,}"},
    "samples {first:,} to {last:,}": {"zh": "样本 {first:,} 到 {last:,}"},
    "not zeroed: ": {"zh": "没有清零："},
    "with weight decay: ": {"zh": "加上权重衰减："},
    "nesterov: gradient": {"zh": "nesterov：梯度"},
}


@cache
def screen_words(language: str) -> Mapping[str, str]:
    """Return all texts of the screens in a language, by the English ones."""
    return {english: texts[language] for english, texts in SCREEN.items()}
