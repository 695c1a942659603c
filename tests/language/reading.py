"""Graphs as short texts that tests can compare, and the texts that several tests share."""

from __future__ import annotations

from gradcli.graph import CONSTANT, INPUT, Graph
from gradcli.language import parse
from gradcli.language.literals import literal_text
from gradcli.operators.reading import index_text, option_text


def shape(graph: Graph, node: int | None = None) -> str:
    """Return the tree under a node in prefix form: `(add x (multiply 2 y))`."""
    node = graph.output if node is None else node
    operator = graph.operators[node]
    if operator == INPUT:
        return graph.names[node][0]
    if operator == CONSTANT:
        return literal_text(graph.literals[node])
    parts = [operator, *(shape(graph, operand) for operand in graph.operands_of(node))]
    for name, value in graph.options_of(node).items():
        parts.append(
            index_text({name: value}) if name == "index" else f"{name}={option_text(value)}"
        )
    return f"({' '.join(parts)})"


def read(text: str, **options: object) -> str:
    """Return the prefix form of a program's output."""
    return shape(parse(text, **options))  # type: ignore[arg-type]


#: Programs and the prefix form of their output: precedence and grouping.
EXPRESSIONS = {
    "(x+y)*z": "(multiply (add x y) z)",
    "x + y*z": "(add x (multiply y z))",
    "8 - 2 - 1": "(subtract (subtract 8 2) 1)",
    "8/2/2": "(divide (divide 8 2) 2)",
    "a % b * c @ d": "(matmul (multiply (remainder a b) c) d)",
    "-2^2": "(negative (pow 2 2))",
    "(-2)^2": "(pow -2 2)",
    "2^-1": "(pow 2 -1)",
    "2^3^2": "(pow 2 (pow 3 2))",
    "2**3^2": "(pow 2 (pow 3 2))",
    "x^-y^2": "(pow x (negative (pow y 2)))",
    "-x*y": "(multiply (negative x) y)",
    "x*-y": "(multiply x (negative y))",
    "x - -y": "(subtract x (negative y))",
    "--x": "(negative (negative x))",
    "+x": "x",
    "x + (+y)": "(add x y)",
    "--2": "(negative -2)",
    "-(2)": "(negative 2)",
    "- 2": "-2",
    "-2": "-2",
    "2 - 3": "(subtract 2 3)",
    "-x.sum()": "(negative (sum x))",
    "x^y[0]": "(pow x (index y 0))",
    "x[0]^2": "(pow (index x 0) 2)",
    "A.T @ b": "(matmul (transpose A) b)",
    "A.T[0].sum()": "(sum (index (transpose A) 0))",
    "sin(x)^2": "(pow (sin x) 2)",
    "f = q*z": "(multiply q z)",
    "where(not a < b and c > 2 or d == 1, x, y)": (
        "(where (or (and (not (less a b)) (greater c 2)) (equal d 1)) x y)"
    ),
    "where((a <= b) and (c != d), x, y)": "(where (and (less_equal a b) (not_equal c d)) x y)",
    "where(not (not a >= b), x, y)": "(where (not (not (greater_equal a b))) x y)",
    "where(a + 1 < 2*b, x, y)": "(where (less (add a 1) (multiply 2 b)) x y)",
}

#: Numbers, lists and indices.
LITERALS = {
    "3": "3",
    ".5": ".5",
    "5.": "5.",
    "1e-3": "1e-3",
    "1E+5": "1E+5",
    "1_000": "1_000",
    "012": "012",
    "5.*x": "(multiply 5. x)",
    "pi*r^2": "(multiply pi (pow r 2))",
    "e^x": "(pow e x)",
    "inf": "inf",
    "[1, 2, 3]": "[1, 2, 3]",
    "[1]": "[1]",
    "[[1, -2], [+3, 4.5]]": "[[1, -2], [3, 4.5]]",
    "[pi, 1]": "[pi, 1]",
    "[x, y]": "(stack x y)",
    "[x]": "(stack x)",
    "[x, 1]": "(stack x 1)",
    "[1/2, 3]": "(stack (divide 1 2) 3)",
    "[[1, 2], x]": "(stack [1, 2] x)",
    "[[x, y], [1, 2]]": "(stack (stack x y) [1, 2])",
    "a = 2; [a]": "(stack 2)",
    "w[0]": "(index w 0)",
    "w[-1]": "(index w -1)",
    "A[0, 1]": "(index A 0, 1)",
    "w[1:3]": "(index w 1:3)",
    "w[:]": "(index w :)",
    "w[1:]": "(index w 1:)",
    "w[:-1]": "(index w :-1)",
    "w[::2]": "(index w ::2)",
    "w[::-1]": "(index w ::-1)",
    "w[1::]": "(index w 1:)",
    "w[1:8:2]": "(index w 1:8:2)",
    "A[0, :, 1:3]": "(index A 0, :, 1:3)",
    "[1, 2, 3][0]": "(index [1, 2, 3] 0)",
}

#: Calls, methods and options.
CALLS = {
    "log(x)": "(log x)",
    "ln(x)": "(log x)",
    "log(x, 2)": "(log_base x 2)",
    "max(a, b)": "(maximum a b)",
    "max(A)": "(amax A)",
    "max(A, axis=0)": "(amax A axis=0)",
    "max(a, 0)": "(maximum a 0)",
    "A.max()": "(amax A)",
    "A.max(b)": "(maximum A b)",
    "A.max(axis=1)": "(amax A axis=1)",
    "y.sum()": "(sum y)",
    "y.clip(0, 1)": "(clamp y 0 1)",
    "σ(x)": "(sigmoid x)",
    "logistic(x)": "(sigmoid x)",
    "sin*2": "(multiply sin 2)",
    "t + var + dot + gamma": "(add (add (add t var) dot) gamma)",
    "t(A)": "(transpose A)",
    "sum(x, dim=-1)": "(sum x axis=-1)",
    "sum(x, axis=(0, 1))": "(sum x axis=[0, 1])",
    "sum(x, axis=[0, 1], keepdim=True)": "(sum x axis=[0, 1] keepdims=True)",
    "sum(x, axis=None)": "(sum x axis=None)",
    "sum(x, keepdims=false)": "(sum x keepdims=False)",
    "var(x, correction=1)": "(var x ddof=1)",
    "leaky_relu(x, slope=1/4)": "(leaky_relu x slope=0.25)",
    "leaky_relu(x, slope=-.5)": "(leaky_relu x slope=-0.5)",
    "leaky_relu(x, slope=+2)": "(leaky_relu x slope=2)",
    'mse(x, y, reduction="sum")': '(mse_loss x y reduction="sum")',
    "mse(x, y, reduction='none')": '(mse_loss x y reduction="none")',
    "mse(x, y, reduction=None)": '(mse_loss x y reduction="none")',
    "mae(x, y, reduction=mean)": '(l1_loss x y reduction="mean")',
    "reshape(x, [2, 3])": "(reshape x shape=[2, 3])",
    "reshape(x, 2, 3)": "(reshape x shape=[2, 3])",
    "reshape(x, -1)": "(reshape x shape=[-1])",
    "reshape(x, shape=(2, 3))": "(reshape x shape=[2, 3])",
    "x.reshape(6)": "(reshape x shape=[6])",
    "concat(a, b, axis=1)": "(concat a b axis=1)",
    "concat([a, b])": "(concat a b)",
    "concat([[1, 2], [3, 4]])": "(concat [1, 2] [3, 4])",
    "concat([1, 2], [3])": "(concat [1, 2] [3])",
    "stack(a, b)": "(stack a b)",
    "stack([a, b], axis=1)": "(stack a b axis=1)",
    "stack([1, 2])": "(stack 1 2)",
    "stack(concat([a, b]))": "(stack (concat a b))",
    "concat(concat([[1, 2], [3, 4]]))": "(concat (concat [1, 2] [3, 4]))",
    "concat(reshape(x, [2, 3]), axis=1)": "(concat (reshape x shape=[2, 3]) axis=1)",
    "stack(reshape(x, [2, 3]))": "(stack (reshape x shape=[2, 3]))",
    "where(x > 0, x, 0)": "(where (greater x 0) x 0)",
    "exp(x).T": "(transpose (exp x))",
    "sum(exp(x) , axis = 0)": "(sum (exp x) axis=0)",
}

#: Programs of several statements.
PROGRAMS = {
    "q = x + y; f = q*z": "(multiply (add x y) z)",
    "q = x + y\nf = q*z\n": "(multiply (add x y) z)",
    "\n\n  q = x + y ;; \n ; q*z ; \n": "(multiply (add x y) z)",
    "# first\nq = x # the input\r\n\r\n# second\nq*q": "(multiply x x)",
    "max(x,\n  y)": "(maximum x y)",
    "q = (x\n + y # inner\n\n * z)\nq": "(add x (multiply y z))",
    "[[1, 2],\n [3, 4]]": "[[1, 2], [3, 4]]",
    "A[0,\r\n 1]": "(index A 0, 1)",
    "a=2;b=a*3;c=a+2;d=b+4;e=c*d": "(multiply (add 2 2) (add (multiply 2 3) 4))",
    "y = x": "x",
    "s = [a, b]; concat(s)": "(concat (stack a b))",
    "s = [[1, 2], [3, 4]]; concat(s)": "(concat [[1, 2], [3, 4]])",
    "y = x; z = y*y": "(multiply x x)",
    "a = 1/3; a*x": "(multiply (divide 1 3) x)",
    "\tx\t+\fy\v": "(add x y)",
    "q = x\r\ny = q": "x",
}

ACCEPTED = {**EXPRESSIONS, **LITERALS, **CALLS, **PROGRAMS}
