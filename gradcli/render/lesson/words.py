"""Every word of a lesson page, in one table: identifier -> language -> text.

Braces hold what the page puts in.
"""

from __future__ import annotations

from gradcli.render.languages import LANGUAGES

#: What a language is called by those who read it.
NAMES = {"en": "English", "zh": "中文"}

WORDS: dict[str, dict[str, str]] = {
    "graph": {"en": "Computational graph", "zh": "计算图"},
    "picture": {
        "en": "Picture of the computational graph; the table of all numbers says the same",
        "zh": "计算图的图示；“全部数值”表中有同样的内容",
    },
    "legend_value": {"en": "value", "zh": "值"},
    "legend_gradient": {"en": "gradient", "zh": "梯度"},
    "legend_local": {"en": "local gradient", "zh": "局部梯度"},
    "steps": {"en": "Step by step", "zh": "逐步推导"},
    "first": {"en": "To the beginning", "zh": "回到开头"},
    "back": {"en": "Back", "zh": "上一步"},
    "next": {"en": "Next", "zh": "下一步"},
    "last": {"en": "To the end", "zh": "直到最后"},
    "keys": {
        "en": "Keys: → next, ← back, Home and End",
        "zh": "按键：→ 下一步，← 上一步，Home 和 End",
    },
    "progress": {"en": "step {at} of {all}", "zh": "第 {at} 步，共 {all} 步"},
    "start_title": {"en": "Ready", "zh": "准备"},
    "start": {
        "en": "First forward, from the inputs to {output}; then backward, "
        "from {output} to the inputs. Press Next.",
        "zh": "先前向，从输入算到 {output}；再反向，从 {output} 回到输入。请按“下一步”。",
    },
    "given_title": {"en": "Forward: the inputs", "zh": "前向：输入"},
    "forward_title": {"en": "Forward: {node}", "zh": "前向：{node}"},
    "seed_title": {"en": "Backward: start at {node}", "zh": "反向：从 {node} 开始"},
    "edge_title": {
        "en": "Backward: from {node} to {operand}",
        "zh": "反向：从 {node} 到 {operand}",
    },
    "sum_title": {
        "en": "Backward: {node} is used {count} times",
        "zh": "反向：{node} 用了 {count} 次",
    },
    "seed": {
        "en": "The gradient of {node} with respect to itself.",
        "zh": "{node} 对自身的梯度。",
    },
    "sum": {
        "en": "Where paths meet, the contributions add up.",
        "zh": "路径汇合处，各条边的贡献相加。",
    },
    "nothing_title": {"en": "Backward: {nodes}", "zh": "反向：{nodes}"},
    "nothing": {
        "en": "No gradient flows here: the gradient is 0.",
        "zh": "没有梯度流到这里：梯度为 0。",
    },
    "local": {"en": "local gradient", "zh": "局部梯度"},
    "product": {"en": "upstream × local", "zh": "上游 × 局部"},
    "by_elements": {
        "en": "upstream × local, element by element",
        "zh": "上游 × 局部，逐元素相乘",
    },
    "contribution": {"en": "contribution", "zh": "贡献"},
    "upstream_of": {"en": "gradient of {node}", "zh": "{node} 的梯度"},
    "waits": {
        "en": "{node} is used {count} times: this is one of the addends.",
        "zh": "{node} 用了 {count} 次：这是其中一个加数。",
    },
    "sum_over": {"en": "sum over axis {axes} of ", "zh": "沿轴 {axes} 求和："},
    "sum_of": {"en": "sum of ", "zh": "求和："},
    "not_evaluated": {"en": "not evaluated", "zh": "未求值"},
    "no_gradient": {"en": "undefined", "zh": "不存在"},
    "array": {"en": "{shape} array", "zh": "{shape} 的数组"},
    "note": {"en": "note: {text}", "zh": "注意：{text}"},
    "nan_arises": {
        "en": "0 times infinity is not a number: nan begins here.",
        "zh": "0 乘以无穷不是一个数：nan 由此产生。",
    },
    "inputs": {"en": "Inputs", "zh": "输入"},
    "inputs_how": {
        "en": "Change a number and press Enter: everything is computed again.",
        "zh": "修改数值后按回车，全部重新计算。",
    },
    "reset": {"en": "Original numbers", "zh": "恢复原来的数"},
    "fixed": {
        "en": "These numbers cannot be changed here: this page cannot compute {operation} again. "
        "They are those of gradcli.",
        "zh": "这里的数不能修改：本页无法重新计算 {operation}。所示数值由 gradcli 算出。",
    },
    "fixed_exact": {
        "en": "These numbers are exact fractions and cannot be changed here.",
        "zh": "这里显示的是精确分数，不能在本页修改。",
    },
    "unreadable": {
        "en": "Write a number, such as -4, 0.25 or 1/3.",
        "zh": "请写一个数，例如 -4、0.25 或 1/3。",
    },
    "unreadable_list": {
        "en": "Write a list of the same shape, such as {example}.",
        "zh": "请写一个形状相同的列表，例如 {example}。",
    },
    "fault_domain": {
        "en": "{operation} is not defined here: {values}. It needs {domain}.",
        "zh": "{operation} 在这里没有定义：{values}。需要满足：{domain}。",
    },
    "fault_large": {
        "en": "{operation} is too large for a floating-point number: {values}.",
        "zh": "{operation} 太大，超出了浮点数的范围：{values}。",
    },
    "fault_nan": {
        "en": "{operation} is not a number here: {values}.",
        "zh": "{operation} 在这里不是一个数：{values}。",
    },
    "repair": {"en": "Change an input.", "zh": "请修改输入。"},
    "quiz": {"en": "Hide the gradients", "zh": "隐藏梯度"},
    "quiz_title": {"en": "Your turn: the gradients", "zh": "轮到你了：填梯度"},
    "quiz_how": {
        "en": "Fill in the red numbers, from {output} back to the inputs. "
        "A gradient is upstream times local, added up over all edges that leave the node.",
        "zh": "从 {output} 往回，填出红色的数。梯度等于上游乘以局部，再对离开该节点的所有边求和。",
    },
    "quiz_field": {"en": "your answer for {gradient}", "zh": "{gradient} 的答案"},
    "right": {"en": "right", "zh": "正确"},
    "wrong": {
        "en": "not yet: {hint}",
        "zh": "还不对：{hint}",
    },
    "hint": {
        "en": "take upstream × local along {edges}",
        "zh": "请沿 {edges} 计算 上游 × 局部",
    },
    "hint_sum": {
        "en": "take upstream × local along {edges}, and add",
        "zh": "请沿 {edges} 分别计算 上游 × 局部，再相加",
    },
    "shape": {"en": "a list of the shape {shape} is asked", "zh": "这里要填形状为 {shape} 的列表"},
    "number_asked": {"en": "one number is asked", "zh": "这里要填一个数"},
    "score": {"en": "{right} of {all} right", "zh": "{all} 个中答对 {right} 个"},
    "table": {"en": "All numbers", "zh": "全部数值"},
    "node": {"en": "node", "zh": "节点"},
    "operation": {"en": "operation", "zh": "运算"},
    "input": {"en": "input", "zh": "输入"},
    "constant": {"en": "constant", "zh": "常数"},
    "value": {"en": "value", "zh": "值"},
    "gradient": {"en": "gradient", "zh": "梯度"},
    "later": {"en": "not yet", "zh": "尚未求出"},
    "switch": {"en": "中文", "zh": "English"},
    "no_script": {
        "en": "The picture shows all numbers. Stepping through them needs JavaScript.",
        "zh": "图中是全部数值。逐步推导需要 JavaScript。",
    },
    "made": {
        "en": "Made with gradcli. This page needs no network.",
        "zh": "由 gradcli 生成。本页不需要网络。",
    },
}


def by_language() -> dict[str, dict[str, str]]:
    """Return the words by language, as the page reads them.

    >>> by_language()["zh"]["next"]
    '下一步'
    """
    return {
        language: {name: texts[language] for name, texts in WORDS.items()} for language in LANGUAGES
    }
