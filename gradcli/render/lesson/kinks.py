"""What a page says at a kink and outside a domain, in every language."""

from __future__ import annotations

from typing import Any

from gradcli.engine.notices import in_words_of, kink_notice
from gradcli.engine.problems import short
from gradcli.graph import Graph
from gradcli.operators.declaration import TIES, Kink, Operator, Ties

#: The words of the operators' conventions, in Chinese; formulas stay as they are.
PHRASES = {
    TIES["split"]: "由相等的操作数平分",
    TIES["first"]: "全部给相等的操作数中的第一个",
    TIES["last"]: "全部给相等的操作数中的最后一个",
    TIES["all"]: "相等的操作数各得全部",
    "inf with respect to the base": "对底数为 inf",
    "undefined with respect to the exponent": "对指数没有定义",
    "0 with respect to the exponent": "对指数为 0",
    "0 with respect to the bounds": "对上下界为 0",
    "0 with respect to the target": "对 target 为 0",
    "undefined": "没有定义",
    "that of both sides": "取两侧共同的值",
    "the subgradient of least norm between slope and 1": "slope 与 1 之间绝对值最小的次梯度",
    "the subgradient of least norm between alpha and 1": "alpha 与 1 之间绝对值最小的次梯度",
    "1.0507…, the smaller one-sided slope": "1.0507…，即两侧斜率中较小的一个",
    "1 and -floor(a/b)": "1 和 -floor(a/b)",
    "a/b is whole": "a/b 为整数",
    "the largest element is tied": "最大的元素不止一个",
    "the smallest element is tied": "最小的元素不止一个",
    "all elements are equal": "所有元素都相等",
    "a > 0; or b whole; a = 0 needs b >= 0": "a > 0；或 b 为整数；a = 0 时要求 b >= 0",
    "0 < p < 1; p = 0 needs target = 0, p = 1 needs target = 1": "0 < p < 1；p = 0 时要求 "
    "target = 0，p = 1 时要求 target = 1",
    "a wrong class is exactly on the margin": "某个错误类别恰好在间隔边界上",
}


def kink_sentences(graph: Graph, node: int, operator: Operator, ties: Ties) -> list[dict[str, Any]]:
    """Return for every kink of an operator what is said there, by language.

    `always` tells that it is said whatever the upstream gradient is.
    """
    return [
        {
            "en": kink_notice(graph, node, kink, ties).text,
            "zh": _in_chinese(graph, node, kink, ties),
            "always": kink.undefined or "inf" in kink.gradient,
        }
        for kink in operator.kinks
    ]


def domain_texts(graph: Graph, node: int, operator: Operator) -> dict[str, str]:
    """Return where an operator is defined, over the operands of a node, by language."""
    text = operator.domain.text
    return {
        "en": in_words_of(graph, node, text),
        "zh": in_words_of(graph, node, _translated(text)),
    }


def _translated(text: str) -> str:
    """Return a convention or a domain in Chinese; what is only a formula stays."""
    if text in PHRASES:
        return PHRASES[text]
    for english, chinese in (
        (", and ", "，且 "),
        (", or ", "，或 "),
        (" and ", " 且 "),
        (" or ", " 或 "),
    ):
        text = text.replace(english, chinese)
    return text


def _in_chinese(graph: Graph, node: int, kink: Kink, ties: Ties) -> str:
    text = short(graph.text_of(node))
    if kink.blocks:
        return f"{text}：处处平坦（或跳跃），梯度到此为止"
    gradient = kink.gradient.replace("{ties}", TIES[ties])
    gradient = in_words_of(graph, node, _translated(gradient))
    where = in_words_of(graph, node, _translated(kink.where))
    convention = "" if kink.undefined or "inf" in gradient else "按约定"
    return f"{text}，在 {where} 处：{convention}梯度为 {gradient}"
