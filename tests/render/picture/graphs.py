"""The graphs of the lectures, and random ones, for the tests of pictures."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from gradcli import evaluate, parse
from gradcli.render import Report
from tests.render.reports import LARGEST, LECTURE, MATRICES, NEURON, SHARED, VECTOR

#: By what each shows; program and values.
GRAPHS: dict[str, tuple[str, dict[str, Any]]] = {
    "a sum into a product": LECTURE,
    "a maximum": LARGEST,
    "a line": ("w*x+b", {"w": 2, "x": 3, "b": -1}),
    "a shared node": SHARED,
    "a square of a square": ("(a*a)^2", {"a": 3}),
    "powers": ("(x1^2 + 2*x2)^2", {"x1": 1, "x2": 2}),
    "a neuron in steps": NEURON,
    "a neuron": ("sigmoid(w0*x0+w1*x1+w2)", NEURON[1]),
    "a vector": VECTOR,
    "a blocked gradient": ("y = x^2; z = detach(y)*x; z + y", {"x": 3}),
    "matrices": MATRICES,
    "two layers": (
        "h = relu(W1@x + b1); y = W2@h + b2; loss = mse_loss(y, t)",
        {
            "W1": [[1, -2], [0.5, 1], [-1, 2]],
            "x": [1, 2],
            "b1": [0.1, 0.2, 0.3],
            "W2": [[1, 0.5, -1], [2, 1, 0]],
            "b2": [0, 1],
            "t": [1, 2],
        },
    ),
    "a branch not taken": ("where(x > 0, log(x), exp(x)) - max(x, y)", {"x": 3, "y": 4}),
    "Chinese names": (
        "损失 = (权重*输入 - 目标)^2; 权重 - 学习率*损失",
        {"权重": 2, "输入": 3, "目标": 1, "学习率": 0.1},
    ),
    "a single input": ("x", {"x": 1}),
    "a number": ("2 + 3", {}),
    "long names": (
        "the_weight_of_the_first_layer*the_input_of_it + log(the_input_of_it)",
        {"the_weight_of_the_first_layer": 2, "the_input_of_it": 3},
    ),
}


def report_of(program: str, values: dict[str, Any]) -> Report:
    """Work a program."""
    return Report(evaluate(parse(program), values))


#: The report of each graph.
REPORTS = {name: report_of(*graph) for name, graph in GRAPHS.items()}


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """Draw a program of up to thirty statements over four inputs, and work it."""
    names = ["w", "x", "y", "学习率"]
    lines = []
    for step in range(draw(st.integers(1, 30))):
        near = st.sampled_from(names[-6:] if draw(st.booleans()) else names)
        a, b = draw(near), draw(near)
        form = draw(
            st.sampled_from(
                ["{a}+{b}", "{a}*{b}", "{a}-2*{b}", "sin({a})", "max({a}, {b})", "{a}*{a}",
                 "where({a} > {b}, {a}, {b})", "detach({a})*{b}", "({a}+{b})*({a}-{b})"]
            )
        )  # fmt: skip
        lines.append(f"n{step} = {form.format(a=a, b=b)}")
        names.append(f"n{step}")
    sizes = st.one_of(st.integers(-9, 9), st.floats(-1e6, 1e6).map(lambda x: round(x, 5)))
    size = draw(st.integers(0, 3))
    vectors = st.lists(sizes, min_size=size, max_size=size)
    graph = parse("; ".join(lines) + f"; sum({names[-1]})")
    values = {name: draw(vectors if size else sizes) for name in graph.inputs}
    return Report(evaluate(graph, values, ieee=True))
