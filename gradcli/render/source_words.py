"""Where the rules of the operators come from, in other languages; authors and titles stay."""

from __future__ import annotations

#: Where the rules come from; what is nothing but authors, titles and numbers stays as it is.
SOURCES: dict[str, dict[str, str]] = {
    "CS231n, Backpropagation, Intuitions: the add gate distributes the gradient.": {
        "zh": "CS231n, Backpropagation, Intuitions：加法门分配梯度。"
    },
    "Sum rule with the derivative of -b.": {"zh": "加法法则，以及 -b 的导数。"},
    "CS231n, Backpropagation, Intuitions: the multiply gate is a gradient switcher.": {
        "zh": "CS231n, Backpropagation, Intuitions：乘法门交换梯度。"
    },
    "Quotient rule.": {"zh": "除法法则。"},
    "a % b = a - b*floor(a/b), floor held constant; PyTorch's torch.remainder.": {
        "zh": "a % b = a - b*floor(a/b)，floor 视为常数；PyTorch 的 torch.remainder。"
    },
    "Power rule; exponential rule for the exponent.": {"zh": "幂法则；对指数用指数法则。"},
    "Linearity.": {"zh": "线性。"},
    "Power rule.": {"zh": "幂法则。"},
    "Power rule with exponent 1/2.": {"zh": "指数为 1/2 的幂法则。"},
    "Power rule with exponent -1/2; PyTorch's torch.rsqrt.": {
        "zh": "指数为 -1/2 的幂法则；PyTorch 的 torch.rsqrt。"
    },
    "Power rule with exponent 1/3; NumPy's cbrt.": {"zh": "指数为 1/3 的幂法则；NumPy 的 cbrt。"},
    "Power rule with exponent -1.": {"zh": "指数为 -1 的幂法则。"},
    "Exponential rule: the derivative of b^x is b^x*log(b).": {
        "zh": "指数法则：b^x 的导数是 b^x*log(b)。"
    },
    "Change of base.": {"zh": "换底公式。"},
    "Change of base, and the quotient rule for the base.": {"zh": "换底公式；对底数用除法法则。"},
    "NumPy's logaddexp; the gradients are the softmax of a and b.": {
        "zh": "NumPy 的 logaddexp；梯度是 a 和 b 的 softmax。"
    },
    "DLMF §4.20, with sec^2 = 1 + tan^2.": {"zh": "DLMF §4.20，以及 sec^2 = 1 + tan^2。"},
    "DLMF §4.20, with csc^2 = 1 + cot^2.": {"zh": "DLMF §4.20，以及 csc^2 = 1 + cot^2。"},
    "C99 atan2; the derivative of atan(a/b).": {"zh": "C99 atan2；atan(a/b) 的导数。"},
    "DLMF §4.34, with sech^2 = 1 - tanh^2.": {"zh": "DLMF §4.34，以及 sech^2 = 1 - tanh^2。"},
    "At 0 the subgradient of least norm between -1 and 1; PyTorch's torch.abs.": {
        "zh": "在 0 处取 -1 与 1 之间绝对值最小的次梯度；PyTorch 的 torch.abs。"
    },
    "Constant pieces; PyTorch's torch.sign.": {"zh": "分段为常数；PyTorch 的 torch.sign。"},
    "Constant pieces; PyTorch's torch.floor.": {"zh": "分段为常数；PyTorch 的 torch.floor。"},
    "Constant pieces; PyTorch's torch.ceil.": {"zh": "分段为常数；PyTorch 的 torch.ceil。"},
    "Constant pieces; IEEE 754 roundTiesToEven, as in PyTorch's torch.round.": {
        "zh": "分段为常数；IEEE 754 roundTiesToEven，与 PyTorch 的 torch.round 相同。"
    },
    "Constant pieces; PyTorch's torch.trunc.": {"zh": "分段为常数；PyTorch 的 torch.trunc。"},
    "Constant pieces; NumPy's heaviside.": {"zh": "分段为常数；NumPy 的 heaviside。"},
    "CS231n, Backpropagation, Intuitions: the max gate routes the gradient.": {
        "zh": "CS231n, Backpropagation, Intuitions：最大值门给梯度选路。"
    },
    "As max: min(a, b) is -max(-a, -b).": {"zh": "与 max 相同：min(a, b) 就是 -max(-a, -b)。"},
    "min(max(x, low), high); at a bound the subgradient of least norm between 0 and 1.": {
        "zh": "min(max(x, low), high)；在边界处取 0 与 1 之间绝对值最小的次梯度。"
    },
    "C99 hypot; at the origin the subgradient of least norm.": {
        "zh": "C99 hypot；在原点取范数最小的次梯度。"
    },
    "Case distinction; NumPy's and PyTorch's where.": {
        "zh": "分情况讨论；NumPy 和 PyTorch 的 where。"
    },
    "A condition takes separate values: it has no slope.": {"zh": "条件只取离散的值：没有斜率。"},
    "CS231n, Commonly used activation functions; PyTorch takes 0 at 0 as well.": {
        "zh": "CS231n, Commonly used activation functions；PyTorch 在 0 处也取 0。"
    },
    "Hendrycks and Gimpel 2016; Ramachandran, Zoph and Le 2017 as swish.": {
        "zh": "Hendrycks and Gimpel 2016；Ramachandran, Zoph and Le 2017 称为 swish。"
    },
    "CS231n, Backpropagation, Intuitions: the sigmoid example.": {
        "zh": "CS231n, Backpropagation, Intuitions：sigmoid 的例子。"
    },
    "PyTorch's torch.nn.Hardsigmoid.": {"zh": "PyTorch 的 torch.nn.Hardsigmoid。"},
    "PyTorch's torch.nn.Hardtanh.": {"zh": "PyTorch 的 torch.nn.Hardtanh。"},
    "PyTorch's torch.nn.Softplus with beta 1.": {"zh": "beta 为 1 的 torch.nn.Softplus。"},
    "PyTorch's torch.nn.Softsign.": {"zh": "PyTorch 的 torch.nn.Softsign。"},
    "PyTorch's torch.nn.LogSigmoid.": {"zh": "PyTorch 的 torch.nn.LogSigmoid。"},
    "The add gate of CS231n, Backpropagation, Intuitions, with many operands.": {
        "zh": "CS231n, Backpropagation, Intuitions 的加法门，操作数更多。"
    },
    "Product rule; Griewank & Walther, Evaluating Derivatives: Speelpenning's product.": {
        "zh": "乘法法则；Griewank & Walther, Evaluating Derivatives：Speelpenning 乘积。"
    },
    "CS231n, Backpropagation, Intuitions: the max gate; PyTorch's amax at ties.": {
        "zh": "CS231n, Backpropagation, Intuitions：最大值门；并列时同 PyTorch 的 amax。"
    },
    "As max, of the elements with their signs turned; PyTorch's amin at ties.": {
        "zh": "与 max 相同，只是各元素变号；并列时同 PyTorch 的 amin。"
    },
    "Goodfellow, Bengio & Courville, Deep Learning, ch. 4.1: overflow and underflow.": {
        "zh": "Goodfellow, Bengio & Courville, Deep Learning 4.1：上溢和下溢。"
    },
    "Linearity: the transpose of a running sum runs backward.": {
        "zh": "线性：累计和的转置反向累加。"
    },
    "Chain rule; at 0 the subgradient of least norm, as in PyTorch's vector norm.": {
        "zh": "链式法则；在 0 处取范数最小的次梯度，与 PyTorch 的向量范数相同。"
    },
    "Chain rule; ddof as in NumPy, called correction in PyTorch.": {
        "zh": "链式法则；ddof 同 NumPy，在 PyTorch 里叫 correction。"
    },
    "Product rule; numpy.dot for operands that are not vectors.": {
        "zh": "乘法法则；操作数不是向量时同 numpy.dot。"
    },
    "Goodfellow, Bengio & Courville, Deep Learning, ch. 4.1 and 6.2.2.3.": {
        "zh": "Goodfellow, Bengio & Courville, Deep Learning 4.1、6.2.2.3。"
    },
    "Linearity; reshape as in NumPy.": {"zh": "线性；reshape 同 NumPy。"},
    "Linearity; indices and slices as in NumPy.": {"zh": "线性；下标和切片同 NumPy。"},
    "Linearity; concatenate as in NumPy.": {"zh": "线性；同 NumPy 的 concatenate。"},
    "Linearity; stack as in NumPy.": {"zh": "线性；stack 同 NumPy。"},
    "PyTorch, torch.nn.functional.binary_cross_entropy, without its clamp of the logarithm.": {
        "zh": "PyTorch, torch.nn.functional.binary_cross_entropy，但不限制对数的大小。"
    },
    "PyTorch, torch.nn.functional.cross_entropy; CS231n: softmax classifier.": {
        "zh": "PyTorch, torch.nn.functional.cross_entropy；CS231n：softmax 分类器。"
    },
    "CS231n, Linear Classification: multiclass support vector machine loss.": {
        "zh": "CS231n, Linear Classification：多类支持向量机损失。"
    },
    "DLMF 5.2.2, 5.15.1; SciPy's and PyTorch's digamma.": {
        "zh": "DLMF 5.2.2, 5.15.1；SciPy 和 PyTorch 的 digamma。"
    },
    "DLMF 5.15; SciPy's and PyTorch's polygamma.": {
        "zh": "DLMF 5.15；SciPy 和 PyTorch 的 polygamma。"
    },
    "Quotient rule; PyTorch's torch.special.logit.": {
        "zh": "除法法则；PyTorch 的 torch.special.logit。"
    },
    "Product rule; SciPy's and PyTorch's xlogy.": {"zh": "乘法法则；SciPy 和 PyTorch 的 xlogy。"},
    "PyTorch's Tensor.detach; JAX's lax.stop_gradient.": {
        "zh": "PyTorch 的 Tensor.detach；JAX 的 lax.stop_gradient。"
    },
}


def source_said(text: str, language: str) -> str:
    """Return where a rule comes from in a language.

    >>> source_said("Quotient rule.", "zh"), source_said("Misra 2019.", "zh")
    ('除法法则。', 'Misra 2019.')
    """
    return SOURCES[text][language] if text in SOURCES else text
