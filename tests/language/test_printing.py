"""A printed graph parses to an equal graph."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gradcli.errors import GradcliError
from gradcli.language import expand, parse, same_structure, written_graph
from gradcli.operators import FUNCTIONS, OPERATORS, WRITTEN
from tests.language.reading import ACCEPTED

NAMES = ["x", "y", "z1", "θ", "sin", "w_0"]
BINARY = ["+", "-", "*", "/", "%", "@", "^", "**", " + ", " - "]
NUMBERS = ["0", "2", ".5", "5.", "1e-3", "1_000", "pi", "inf"]
RELATIONS = ["<", "<=", ">", ">=", "==", "!="]
SINGLE = sorted(
    name
    for name, rows in FUNCTIONS.items()
    if any(len(row.operands) == 1 and not row.variadic for row in rows)
)
DOUBLE = sorted(name for name, rows in FUNCTIONS.items() if any(len(r.operands) == 2 for r in rows))


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    condition = st.one_of(
        st.tuples(inner, st.sampled_from(RELATIONS), inner).map(lambda p: f"({p[0]}){p[1]}({p[2]})")
    )
    condition = st.one_of(
        condition,
        condition.map("not {}".format),
        st.tuples(condition, st.sampled_from(["and", "or"]), condition).map(" ".join),
    )
    return st.one_of(
        st.tuples(inner, st.sampled_from(BINARY), inner).map("".join),
        st.tuples(inner, st.sampled_from(BINARY), inner).map(lambda p: f"({p[0]}){p[1]}({p[2]})"),
        inner.map("-{}".format),
        inner.map("({})".format),
        inner.map("({}).T".format),
        inner.map("({})[0, 1:, ::-2]".format),
        st.tuples(st.sampled_from(SINGLE), inner).map("{0[0]}({0[1]})".format),
        st.tuples(st.sampled_from(DOUBLE), inner, inner).map("{0[0]}({0[1]}, {0[2]})".format),
        inner.map("({}).sum(axis=0, keepdims=True)".format),
        st.lists(inner, min_size=1, max_size=3).map(lambda items: f"stack([{', '.join(items)}])"),
        st.lists(inner, min_size=2, max_size=3).map(lambda items: f"concat({', '.join(items)})"),
        st.tuples(condition, inner, inner).map("where({0[0]}, {0[1]}, {0[2]})".format),
    )


EXPRESSION = st.recursive(
    st.one_of(st.sampled_from(NAMES), st.sampled_from(NUMBERS), st.just("[1, -2]")),
    larger,
    max_leaves=12,
)


def prints_back(text: str) -> None:
    graph = parse(text)
    printed = written_graph(graph)
    assert same_structure(parse(printed), graph), printed
    assert written_graph(parse(printed)) == printed


@pytest.mark.parametrize("text", ACCEPTED, ids=repr)
def test_a_program_prints_back(text: str) -> None:
    prints_back(text)


def is_read(text: str) -> bool:
    """Return whether a text is a program; a list of numbers may have rows of different lengths."""
    try:
        parse(text)
    except GradcliError as error:
        assert "rows" in error.message  # noqa: PT017 - any other refusal is a fault
        return False
    return True


@given(EXPRESSION)
def test_any_expression_prints_back(text: str) -> None:
    assume(is_read(text))
    prints_back(text)


@given(st.lists(EXPRESSION, min_size=1, max_size=4), st.data())
def test_any_program_prints_back(parts: list[str], data: st.DataObject) -> None:
    lines = []
    for number, part in enumerate(parts):
        earlier = [f"q{n}" for n in range(number)] + ["x"]
        use = data.draw(st.sampled_from(earlier))
        lines.append(f"q{number} = " + data.draw(st.sampled_from([part, use, f"{use}*({part})"])))
    assume(is_read("\n".join(lines)))
    prints_back("\n".join(lines))


@pytest.mark.parametrize("text", ["x; ", "y = x", "y = x; z = w + y", "z = w + x; y = x; k = z"])
def test_second_names_keep_the_order_of_the_nodes(text: str) -> None:
    prints_back(text)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("x + y", "(x) + (y)", True),
        ("x + y", "y + x", False),
        ("x*2", "x*2.0", False),
        ("sum(x, axis=0)", "sum(x, dim=0)", True),
        ("sum(x, axis=0)", "sum(x, axis=1)", False),
        ("q = x*y; q", "q = x*y", True),
        ("q = x*y", "p = x*y", False),
        ("q = x*y; r = q + 1; q", "q = x*y; r = q + 1", False),
    ],
)
def test_graphs_are_compared_by_what_they_compute(first: str, second: str, same: bool) -> None:
    assert same_structure(parse(first), parse(second)) is same


COMPOSITE = [name for name, row in WRITTEN.items() if row.steps]


@pytest.mark.parametrize("name", COMPOSITE)
def test_a_composite_function_is_made_of_steps(name: str) -> None:
    row = OPERATORS[name]
    call = f"f = {row.calls[0]}({', '.join(row.operands)}); 2*f"
    graph = parse(call, bound=row.operands)
    steps = expand(graph)
    assert not [operator for operator in steps.operators if operator in COMPOSITE]
    assert list(steps.inputs) == list(row.operands)
    last = next(node for node, names in steps.names.items() if names == ("f",))
    assert steps.text_of(last) == graph.text_of(len(row.operands))
    inner = range(len(row.operands), last)
    assert all(steps.span_of(node) == steps.span_of(last) for node in inner)
    assert list(steps.starts) == sorted(steps.starts)


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("sigmoid(x)", "1/(1 + exp(-x))"),
        ("mse_loss(x, y, reduction=sum)", "sum((x - y)^2)"),
        ("mse_loss(x, y)", "mean((x - y)^2)"),
        ("mse_loss(x, y, reduction=none)", "(x - y)^2"),
        ("norm(x, axis=0)", "sqrt(sum(x^2, axis=0))"),
        ("norm(x, axis=(0, 1))", "sqrt(sum(x^2, axis=[0, 1]))"),
        ("x + y", "x + y"),
        ("q = silu(square(x)); q*q", "q = x^2/(1 + exp(-x^2))"),
        ("a = sigmoid(2); a*x", "a = 1/(1 + exp(-(2))); a*x"),
    ],
)
def test_options_are_put_into_the_steps(text: str, expanded: str) -> None:
    found = written_graph(expand(parse(text)))
    if "silu" in text:
        assert found == "v1 = x^2\nq = v1/(1 + exp(-v1))\nq*q"
    else:
        assert found == written_graph(parse(expanded))
    assert expand(parse(text)).inputs.keys() == parse(text).inputs.keys()
