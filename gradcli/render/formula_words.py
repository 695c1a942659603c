"""Formulas of operators on arrays that have words in them, in other languages."""

from __future__ import annotations

import re

#: The words in what an operator on arrays hands on, and what they are in Chinese.
_FORMULAS = (
    (r"^g times the local gradient$", "g 乘以局部梯度"),
    (r" for every element", "（每个元素相同）"),
    (r"product of the other elements of (.+)\)", r"\1 的其余元素之积)"),
    (r" where (.+), else 0", r"（\1 处），其余为 0"),
    (r" summed from each element to the last", "（从每个元素加到最后一个）"),
    (r", reshaped back", "（变回原来的形状）"),
    (r" at the place, else 0", "（取出的位置），其余为 0"),
    (r"the part of (.+) that the operand filled", r"\1 中属于该操作数的部分"),
    (
        r" for each (j) with (.+ > 0), minus their sum at (.+)",
        r"（对每个满足 \2 的 \1），\3 处再减去它们的和",
    ),
)


def formula_said(formula: str, language: str) -> str:
    """Return a formula with words in it in a language.

    >>> formula_said("g/n for every element", "zh")
    'g/n（每个元素相同）'
    """
    if language == "zh":
        for english, chinese in _FORMULAS:
            formula = re.sub(english, chinese, formula)
    return formula
