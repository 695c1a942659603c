"""Rules for shapes: broadcasting, matrix products, softmax."""

from __future__ import annotations

from collections.abc import Iterator

from gradcli.grading.mistakes.declaration import ArraySite, Mistake
from gradcli.operators.elementary import Value, numpy_module


def not_summed(s: ArraySite) -> Iterator[Value]:
    """Yield the contribution in the larger shape, and its first and last row."""
    if s.spread is not None:
        yield s.spread
        if s.spread.shape[1:] == s.shape:
            yield s.spread[0]
            yield s.spread[-1]


def averaged_or_other_axis(s: ArraySite) -> Iterator[Value]:
    """Yield the mean over the copies, and the sum over the last axis instead of the first."""
    if s.spread is not None and s.spread.shape[1:] == s.shape:
        yield s.spread.sum(axis=0) * (1 / s.spread.shape[0])
        if s.spread.ndim == 2:
            yield s.spread.sum(axis=1)


def without_transpose(s: ArraySite) -> Iterator[Value]:
    """Yield U·B for dA, A·U for dB, where the shapes allow it."""
    a, b = s.a
    left, right = (s.g, b) if s.position == 0 else (a, s.g)
    if _matrices(s) and left.shape[1] == right.shape[0]:
        yield left @ right


def transposed(s: ArraySite) -> Iterator[Value]:
    """Yield B·Uᵀ for dA, Uᵀ·A for dB."""
    if _matrices(s):
        a, b = s.a
        yield b @ s.g.T if s.position == 0 else s.g.T @ a


def elementwise(s: ArraySite) -> Iterator[Value]:
    """Yield U∘B for dA, U∘A for dB, where the shapes allow it."""
    other = s.a[1 - s.position]
    if _matrices(s) and other.shape == s.g.shape:
        yield s.g * other


def _matrices(s: ArraySite) -> bool:
    return all(getattr(value, "ndim", 0) == 2 for value in (*s.a, s.g))


def target_not_subtracted(s: ArraySite) -> Iterator[Value]:
    """Yield g·(y − p)/N and g·p/N."""
    if s.position == 0 and s.probabilities is not None:
        yield -s.truth
        yield s.probabilities


def diagonal_only(s: ArraySite) -> Iterator[Value]:
    """Yield g_i·p_i·(1 − p_i)."""
    if numpy_module().size(s.y) > 1:
        yield s.g * s.y * (1 - s.y)


BROADCAST_NOT_SUMMED = Mistake(
    id="M54",
    name="broadcast-not-summed",
    chinese="广播没有求和",
    kind="array",
    tier=1,
    bend=not_summed,
    sentence={
        "en": "the gradient of the stretched value is not added up over its copies",
        "zh": "被广播的量没有对所有副本的梯度求和",
    },
    hint={
        "en": "In how many places is this value used, and where do their contributions go?",
        "zh": "这个量在多少个位置被使用？它们的贡献应当怎样合起来？",
    },
)

BROADCAST_MEAN_OR_AXIS = Mistake(
    id="M55",
    name="broadcast-mean-or-axis",
    chinese="广播取平均或错轴",
    kind="array",
    tier=2,
    bend=averaged_or_other_axis,
    sentence={
        "en": "the copies are averaged, or the sum is taken over the wrong axis",
        "zh": "对副本取了平均，或者沿错误的轴求和",
    },
    hint={
        "en": "Which axis was stretched, and are contributions added or averaged?",
        "zh": "被广播的是哪个轴？贡献是相加还是取平均？",
    },
)

MATMUL_TRANSPOSE_FORGOTTEN = Mistake(
    id="M56",
    name="matmul-transpose-forgotten",
    chinese="矩阵少了转置",
    kind="array",
    tier=1,
    operators=("matmul",),
    bend=without_transpose,
    sentence={
        "en": "a transpose is forgotten",
        "zh": "少了一个转置",
    },
    hint={
        "en": "Check the shapes: which factor must be transposed?",
        "zh": "检查形状：哪个因子需要转置？",
    },
)

MATMUL_TRANSPOSED_RESULT = Mistake(
    id="M57",
    name="matmul-transposed-result",
    chinese="矩阵次序反了",
    kind="array",
    tier=1,
    operators=("matmul",),
    bend=transposed,
    sentence={
        "en": "the factors are in the wrong order, so the result comes out transposed",
        "zh": "两个因子的次序反了，结果被转置了",
    },
    hint={
        "en": "Which shape must the gradient of this matrix have?",
        "zh": "这个矩阵的梯度应当是什么形状？",
    },
)

MATMUL_ELEMENTWISE = Mistake(
    id="M58",
    name="matmul-elementwise",
    chinese="矩阵逐元素相乘",
    kind="array",
    tier=1,
    operators=("matmul",),
    bend=elementwise,
    sentence={
        "en": "the elementwise product is used instead of the matrix product",
        "zh": "用了逐元素相乘，而不是矩阵乘法",
    },
    hint={
        "en": "How many entries of the output does one entry of this matrix touch?",
        "zh": "这个矩阵的一个元素影响输出的几个元素？",
    },
)

SOFTMAX_CE_TARGET = Mistake(
    id="M59",
    name="softmax-ce-target",
    chinese="softmax 没减目标",
    kind="array",
    tier=1,
    operators=("cross_entropy",),
    bend=target_not_subtracted,
    sentence={
        "en": "the target is not subtracted, or it is subtracted the wrong way round",
        "zh": "没有减去目标，或者减反了",
    },
    hint={
        "en": "In which entry does the target change the gradient, and in which direction?",
        "zh": "目标会改变梯度的哪个分量？朝哪个方向？",
    },
)

SOFTMAX_DIAGONAL_ONLY = Mistake(
    id="M60",
    name="softmax-diagonal-only",
    chinese="softmax 只用对角线",
    kind="array",
    tier=2,
    operators=("softmax",),
    bend=diagonal_only,
    sentence={
        "en": "only the diagonal of the softmax Jacobian is used",
        "zh": "只用了 softmax 雅可比矩阵的对角线",
    },
    hint={
        "en": "If one input grows, do the other probabilities stay the same?",
        "zh": "一个输入增大时，其他类别的概率会保持不变吗？",
    },
)
