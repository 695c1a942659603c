"""What a picture says besides its numbers, in every language: identifier -> language -> text."""

from __future__ import annotations

from gradcli.render.sentences import filled
from gradcli.render.words import in_language

_WORDS: dict[str, dict[str, str]] = {
    # the legend
    "value": {"en": "above a line: value", "zh": "线上方：值"},
    "upstream": {"en": "below a line: ∂{output}/∂node", "zh": "线下方：∂{output}/∂节点"},
    "local": {"en": "at an arrow: × local gradient", "zh": "箭头处：× 局部梯度"},
    "contribution": {
        "en": "below an arrow: contribution, one addend of the sum",
        "zh": "箭头下方：贡献，即和中的一项",
    },
    "remark": {"en": "dashed: no gradient", "zh": "虚线：没有梯度"},
    # the picture in sentences
    "whole": {
        "en": "A computational graph, from the inputs to {output}. {sentences}",
        "zh": "计算图，从输入到 {output}。{sentences}",
    },
    "sentence": {"en": "{parts}. ", "zh": "{parts}。"},
    "end": {"en": ";", "zh": "；"},
    "comma": {"en": ", ", "zh": "，"},
    "more": {"en": "And {count:,} more nodes. ", "zh": "还有 {count:,} 个节点。"},
    "input": {"en": "Input {name}", "zh": "输入 {name}"},
    "has_value": {"en": "{node}: value {value}", "zh": "{node}：值 {value}"},
    "has_no_value": {"en": "{node} is not evaluated", "zh": "{node}：未求值"},
    "not_evaluated": {"en": "not evaluated", "zh": "未求值"},
    "undefined": {"en": "undefined", "zh": "不存在"},
    "no_gradient": {"en": "no gradient {derivative}", "zh": "没有梯度 {derivative}"},
    "operand": {
        "en": "{operand} is an operand of {node}",
        "zh": "{operand} 是 {node} 的操作数",
    },
    # on a terminal
    "going_on": {
        "en": "{number} of {drawings}, going on from {names}",
        "zh": "第 {number} 幅，共 {drawings} 幅，接自 {names}",
    },
    "left_out": {
        "en": "left out, for want of room: {what}; -o FILE.svg has all",
        "zh": "位置不够，省去了{what}；-o FILE.svg 里都有",
    },
    "locals": {"en": "the local gradients", "zh": "局部梯度"},
    "numbers": {"en": "all numbers", "zh": "全部数值"},
    "too_wide": {
        "en": "the drawing needs {widest} columns, and there are {width}",
        "zh": "图要 {widest} 列宽，这里只有 {width} 列",
    },
}


def said(text: str, language: str, /, **parts: object) -> str:
    """Return a text of the table with its parts put in.

    >>> said("input", "en", name="x"), said("input", "zh", name="x")
    ('Input x', '输入 x')
    """
    return filled(in_language(_WORDS[text], language), parts)
