"""Quantities: every way of writing them, what cannot be read, and what the shorthands stand for."""

from __future__ import annotations

import pytest

from gradcli.grading.quantities import Quantities, QuantityProblem, expand, resolve
from gradcli.language import parse

PROGRAM = "q = x + y; f = q*z"

#: What is written about PROGRAM, and the usual way of writing it.
WRITTEN = [
    ("q", "value", "q"),
    ("x + y", "value", "q"),
    ("(x+y)", "value", "q"),
    ("((x)+(y))", "value", "q"),
    ("q * z", "value", "f"),
    ("(x + y)*z", "value", "f"),
    ("f", "value", "f"),
    ("df/dx", "gradient", "df/dx"),
    ("d f / d x", "gradient", "df/dx"),
    ("∂f/∂x", "gradient", "df/dx"),
    ("ｄｆ／ｄｘ", "gradient", "df/dx"),
    ("df/dq", "gradient", "df/dq"),
    ("df/d(x+y)", "gradient", "df/dq"),
    ("d(q*z)/dx", "gradient", "df/dx"),
    ("df/df", "gradient", "df/df"),
    ("total df/dx", "gradient", "df/dx"),
    ("dfdx", "gradient", "df/dx"),
    ("dq/dx", "local", "dq/dx"),
    ("dqdx", "local", "dq/dx"),
    ("d(x+y)/d(x)", "local", "dq/dx"),
    ("local dq/dx", "local", "dq/dx"),
    ("local df/dq", "local", "local df/dq"),
    ("local  ∂f/∂z", "local", "local df/dz"),
    ("total dq/dx", "total", "total dq/dx"),
]


@pytest.mark.parametrize(("text", "kind", "usual"), WRITTEN)
def test_a_quantity_is_read_however_it_is_written(text, kind, usual):
    found = resolve(parse(PROGRAM), text)
    assert (found.kind, found.text) == (kind, usual)


@pytest.mark.parametrize("usual", sorted({usual for _, _, usual in WRITTEN}))
def test_the_usual_way_of_writing_reads_as_itself(usual):
    graph = parse(PROGRAM)
    assert resolve(graph, resolve(graph, usual).text).text == usual


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "a quantity is expected", "such as q or df/dx"),
        ("p", "nothing in the program is called 'p'", ""),
        ("Q", "nothing in the program is called 'Q'", "did you mean 'q'?"),
        ("df/dp", "df/dp: nothing in the program is called 'p'", "did you mean 'df/dz'?"),
        ("dg/dx", "dg/dx: nothing in the program is called 'g'", "did you mean 'dq/dx'?"),
        ("q + 1", "nothing in the program is written 'q + 1'", ""),
        ("z*q", "nothing in the program is written 'z*q'", ""),
        ("3", "nothing in the program is written '3'", ""),
        ("f = 3", "'f = 3' is a statement, not a quantity", ""),
        ("q; f", "'q; f' is a statement, not a quantity", ""),
        ("df/dx*y", "'x*y' must be in brackets here", "d(x*y)"),
        ("total q", "total q: total stands before a gradient, as in total df/dx", ""),
        ("dq/dz", "dq/dz: z is not an operand of q", ""),
        (
            "local df/dx",
            "local df/dx: x is not an operand of f",
            "for the gradient over all paths write 'df/dx'",
        ),
        ("dx/dq", "dx/dq: x is an input: it has no operands", "did you mean 'dq/dx'?"),
        ("total dq/df", "total dq/df: q does not depend on f", ""),
    ],
)
def test_what_is_no_quantity_is_explained(text, message, hint):
    graph = parse(PROGRAM)
    with pytest.raises(QuantityProblem) as found:
        resolve(graph, text)
    assert (found.value.message, found.value.hint) == (message, hint)


def test_a_local_gradient_over_several_steps_offers_the_total_one():
    graph = parse("a = x^2; b = a + 1; f = b*a")
    with pytest.raises(QuantityProblem) as found:
        resolve(graph, "db/dx")
    assert found.value.message == "db/dx: x is not an operand of b"
    assert found.value.hint == "for the gradient over all paths write 'total db/dx'"
    assert resolve(graph, "total db/dx").kind == "total"


def test_a_sub_expression_that_is_there_twice_must_be_named():
    graph = parse("f = (x + y)*exp(x + y)")
    for text in ("x + y", "df/d(x+y)"):
        with pytest.raises(QuantityProblem) as found:
            resolve(graph, text)
        assert "'x + y' is there 2 times" in found.value.message.replace("x+y", "x + y")
        assert found.value.hint == "the exercise must give these nodes names"
    with pytest.raises(QuantityProblem, match="more than once"):
        expand(graph, ["all"])


def test_a_node_with_the_name_of_a_gradient_comes_first():
    graph = parse("dqdx = x*y; f = dqdx*2")
    assert resolve(graph, "dqdx").kind == "value"
    assert resolve(graph, "df/d(dqdx)").text == "df/ddqdx"
    assert resolve(graph, "df/ddqdx").text == "df/ddqdx"


def test_a_gradient_that_can_be_read_in_two_ways_needs_its_stroke():
    graph = parse("q = x*dx; qd = q + dx; f = qd*q*x")
    with pytest.raises(QuantityProblem, match="two ways"):
        resolve(graph, "dqddx")
    assert resolve(graph, "dq/ddx").kind == "local"


def test_a_division_of_the_program_is_a_forward_value():
    graph = parse("f = du/dx + 1")
    assert resolve(graph, "du/dx").kind == "value"


def test_an_output_without_a_name_is_called_out():
    graph = parse("(x + y)*z")
    assert resolve(graph, "out").node == graph.output
    assert resolve(graph, "dout/dx").kind == "gradient"
    with pytest.raises(QuantityProblem) as found:
        resolve(graph, "df/dx")
    assert "out" in found.value.hint
    taken = parse("out = x + y; out*z")
    assert resolve(taken, "out").node != taken.output


def test_names_are_written_as_the_program_writes_them():
    graph = parse("q = x₁·y; f = q^2")
    assert resolve(graph, "dq/dx1").text == resolve(graph, "∂q/∂x₁").text == "dq/dx₁"


def test_no_gradient_flows_to_constants_and_conditions():
    graph = parse("f = where(x > 0, (2 + 3)*x, x)")
    with pytest.raises(QuantityProblem, match="2 \\+ 3 is a constant: no gradient flows to it"):
        resolve(graph, "df/d(2 + 3)")
    with pytest.raises(QuantityProblem):
        resolve(graph, "df/d(x > 0)")


@pytest.mark.parametrize(
    ("program", "word", "quantities"),
    [
        (PROGRAM, "all", "q f dq/dx dq/dy df/dq df/dz df/dx df/dy"),
        (PROGRAM, "forward", "q f"),
        (PROGRAM, "local", "dq/dx dq/dy|local df/dq|local df/dz"),
        (PROGRAM, "gradients", "df/dq df/dz df/dx df/dy"),
        ("(x+y)*z", "gradients", "dout/d(x+y) dout/dz dout/dx dout/dy"),
        ("f = x*x", "all", "f df/dx"),
        ("a = 2; b = 3*a; f = b + detach(b)", "gradients", "df/d(detach(b)) df/db df/da"),
        ("q = x*y; f = q + x", "all", "q f dq/dx dq/dy|local df/dx|df/dq df/dx df/dy"),
        ("f = where(x > 0, y, 2)", "forward", "f"),
        ("c = 2*3; f = c*x", "all", "f df/dc df/dx"),
        ("f = (2 + 3)*x", "all", "f df/dx"),
    ],
)
def test_shorthands_stand_for_quantities_in_working_order(program, word, quantities):
    wanted = [part for group in quantities.split("|") for part in _parts(group)]
    assert [quantity.text for quantity in expand(parse(program), [word])] == wanted


def _parts(group: str) -> list[str]:
    return [group] if group.startswith("local ") else group.split()


def test_what_is_asked_twice_is_there_once():
    texts = [quantity.text for quantity in expand(parse(PROGRAM), ["df/dx", "all", "∂f/∂x"])]
    assert texts[0] == "df/dx"
    assert len(texts) == len(set(texts)) == 8


def test_a_node_called_all_is_no_shorthand():
    assert [q.text for q in expand(parse("all = x + y; f = all*2"), ["all"])] == ["all"]


def test_every_text_of_every_quantity_reads_as_itself():
    for program in (
        PROGRAM,
        "(x1^2 + 2*x2)^2",
        "s = 1/(1 + exp(-(w0*x0 + w1*x1 + w2)))",
        "h = relu(W1@x + b1); mean((W2@h + b2 - t)^2)",
        "m = max(x*y, z); f = -m + w[0]*w[1]",
    ):
        names = Quantities(parse(program))
        for quantity in names.expand(["all", "local"]):
            assert names.resolve(quantity.text) == quantity
