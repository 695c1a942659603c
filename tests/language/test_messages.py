"""Every message of the table is earned by every text that stands beside it."""

from __future__ import annotations

import re

import pytest

from gradcli import evaluate, jacobian
from gradcli.errors import GradcliError, LimitError, ShapeProblem
from gradcli.graph import Span
from gradcli.language import parse
from gradcli.language.messages import MESSAGES, Message
from gradcli.limits import replaced

ROWS = [(row, text) for row in MESSAGES for text in row.inputs]


def pattern(template: str) -> str:
    """Return a pattern that a template with any parts matches."""
    return ".*".join(map(re.escape, re.split(r"\{\w+\}", template)))


def earns(error: GradcliError, row: Message) -> bool:
    return (
        type(error) is row.error
        and re.fullmatch(pattern(row.message), error.message, re.DOTALL) is not None
        and re.fullmatch(pattern(row.hint), error.hint, re.DOTALL) is not None
    )


@pytest.mark.parametrize(("row", "text"), ROWS, ids=[f"{r.identifier}:{t!r}" for r, t in ROWS])
def test_a_wrong_text_earns_its_message(row: Message, text: str) -> None:
    with pytest.raises(GradcliError) as caught:
        parse(text)
    error = caught.value
    found = [other.identifier for other in MESSAGES if earns(error, other)]
    assert row.identifier in found, (found, error.message, error.hint)
    assert error.source == text
    assert error.span is not None
    assert 0 <= error.span.start <= error.span.end <= len(text)
    assert error.span.start < error.span.end or row.identifier == "empty"


def test_every_row_but_the_last_resorts_has_texts() -> None:
    without = {row.identifier for row in MESSAGES if not row.inputs}
    assert without == {"not-a-value", "syntax"}
    assert len({row.identifier for row in MESSAGES}) == len(MESSAGES)


@pytest.mark.parametrize(
    ("text", "fix", "under"),
    [
        ("2x", "2*x", "2x"),
        ("y = 3 + 2(x+1)", "2*(x+1)", "2(x+1)"),
        ("(a + b) c", "(a + b)*c", "(a + b) c"),
        ("x^2 y", "x^2*y", "x^2 y"),
        ("w[0].sum() x", "w[0].sum()*x", "w[0].sum() x"),
        ("sin 2x", "sin(2*x)", "sin 2x"),
        ("1,234.5 + x", "1234.5", "1,234.5"),
        ("1 2 3", "[1, 2, 3]", "1 2 3"),
        ("[4 5 6 7]", "[4, 5, 6, 7]", "4 5 6 7"),
        ("1,2,3", "[1, 2, 3]", ","),
        ("x, y", "[x, y]", ","),
        ("x, -y", "[x, -y]", ","),
        ("x,", "[x, …]", ","),
        ("leaky_relu(x, 0.2)", "leaky_relu(x, slope=0.2)", "leaky_relu(x, 0.2)"),
        ("A.max(0)", "max(A, axis=0)", "A.max(0)"),
        ("A.max(0)", "max(A, b)", "A.max(0)"),
        ("sum(A, 0)", "max(A, b)", "sum(A, 0)"),
        ("where(0 < x < 1, 1, 2)", "0 < x and x < 1", "0 < x < 1"),
        ("x + x(y+1)", "x*(y+1)", "x(y+1)"),
        ("sigmiod(x)", "sigmoid", "sigmiod"),
        ("sum(x, axs=0)", "axis=0", "axs=0"),
        ("a = 2*e\ne = a", "e = …", "e"),
        ("x = 1\ny = 2\nx = 3", "new name", "x"),
        ("x*y at x = 3, y = 4", "--x 3 --y 4", "at x = 3, y = 4"),
    ],
)
def test_an_error_offers_the_fix_and_stands_under_what_is_wrong(
    text: str, fix: str, under: str
) -> None:
    with pytest.raises(GradcliError) as caught:
        parse(text)
    span = caught.value.span
    assert span is not None
    assert fix in caught.value.hint
    assert text[span.start : span.end] == under


def test_a_name_assigned_twice_is_shown_at_its_second_place() -> None:
    with pytest.raises(GradcliError) as caught:
        parse("x = 1\ny = 2\nx = 3")
    assert caught.value.span is not None
    assert caught.value.span.start == 12


def test_parts_of_the_program_in_a_message_are_short_and_harmless() -> None:
    with pytest.raises(GradcliError) as caught:
        parse(f"2({'x+' * 500}\x1b[31m x)")
    assert len(caught.value.message + caught.value.hint) < 400
    assert (caught.value.message + caught.value.hint).isprintable()


FIXES = {
    "clamp(x, min=0, max=1)": "did you mean clamp(x, 0, 1)?",
    "clamp(x, high=1, low=0)": "did you mean clamp(x, 0, 1)?",
    "log(x, base=2)": "did you mean log(x, 2)?",
    "x.clip(min=0, max=1)": "did you mean clip(x, 0, 1)?",
    "2*x//(y + 1)": "did you mean floor(2*x/(y + 1))?",
    "f(x) = x^2": "write f = and the expression: its variables need no brackets",
    "reshape(A, (4,))": "did you mean [4]?",
    "sum([1, 2, x, ])": "did you mean [1, 2, x]?",
    "y = max(x, 1,)": "did you mean max(x, 1)?",
    "x^2 at x=3": "on a command line write --x 3 behind it",
    "x*y at x = 3, y = -1/2": "on a command line write --x 3 --y -1/2 behind it",
    "x*y where x=3 y=(1 + 2)": 'on a command line write --x 3 --y "(1 + 2)" behind it',
    "w@x for w = [1, 2] and x = [3, 4]": (
        'on a command line write --w "[1, 2]" --x "[3, 4]" behind it'
    ),
    "x at y": "did you mean x*at?",
    "x at y =": "did you mean x*at?",
    "let y": "did you mean let*y?",
}


@pytest.mark.parametrize(("text", "hint"), FIXES.items())
def test_the_fix_is_what_was_meant(text: str, hint: str) -> None:
    with pytest.raises(GradcliError) as caught:
        parse(text)
    assert caught.value.hint == hint


def test_hints_begin_and_end_in_one_way() -> None:
    names = ("A.T ", "LaTeX ")
    for row in MESSAGES:
        assert row.hint[:1].islower() or row.hint[:1] in "{`" or row.hint.startswith(names)
        assert not row.hint.endswith(".")


def test_the_end_of_a_slice_may_lie_beyond_every_array() -> None:
    graph = parse("w[0:99999999999999999999]")
    assert evaluate(graph, {"w": [1, 2]}, seed=[1, 1]).value.tolist() == [1, 2]
    with pytest.raises(ShapeProblem, match="index 99999999999999999999 is out of range"):
        evaluate(parse("w[99999999999999999999]"), {"w": [1, 2]})


def test_a_limit_is_shown_at_its_place() -> None:
    with pytest.raises(LimitError) as caught, replaced({"depth": 20}):
        parse("y = " + "（" * 50 + "x" + "）" * 50)
    assert caught.value.span is not None
    assert caught.value.source.startswith("y = （")
    with pytest.raises(LimitError) as caught:
        jacobian(parse("q = w*w; q + 1"), {"w": [1.0] * 5000})
    assert caught.value.span == Span(9, 14)


#: What is offered in the place of what was typed: it must mean that, and be read.
OFFERED = [
    ("x*0。5", "0.5"),
    ("√x", "sqrt(x)"),
    ("√(x)", "sqrt(x)"),
    ("√2 + 1", "sqrt(2)"),
    ("∛x", "cbrt(x)"),
    ("x 乘 y", "x * y"),
    ("x 除以 2", "x / 2"),
    ("1 1/3", "1 + 1/3"),
    ("-1 1/2", "(1 + 1/2)"),
    ("2*1 1/2", "(1 + 1/2)"),
    ("let y = x^2; y", "y = x^2"),
    ("a = 2; let y = a*x\ny + 1", "y = a*x"),
    ("令 y = max(\nx, 1)", "y = max( x, 1)"),
    ("x_{1}", "x_1"),
    ("3*w_{ij}^2 + 1", "w_ij"),
]


@pytest.mark.parametrize(("text", "fix"), OFFERED)
def test_what_is_offered_stands_for_what_is_underlined(text: str, fix: str) -> None:
    with pytest.raises(GradcliError) as caught:
        parse(text)
    error = caught.value
    assert error.hint == f"did you mean {fix}?"
    assert error.span is not None
    parse(text[: error.span.start] + fix + text[error.span.end :])


#: What is written with the fix in its place, and what it has to be worth.
MEANT = {
    "sin^2 x": "sin(x)^2",
    "sin²x": "sin(x)^2",
    "1 + cos² x*y": "1 + cos(x)^2*y",
    "tanh^3 (x + y)": "tanh(x + y)^3",
    "sin x^2": "sin(x^2)",
    "log x^2 + 1": "log(x^2) + 1",
    "sin 2x^2": "sin(2*x^2)",
    "sin^-1(x)": "asin(x)",
    "tan⁻¹ x": "atan(x)",
    "x^50%": "x^(50/100)",
    "x/50%": "x/(50/100)",
    "50%^2": "(50/100)^2",
    "2*50%": "2*(50/100)",
    "x^2//y": "floor(x^2/y)",
    "x*y//z": "floor(x*y/z)",
    "x*-y//z": "floor(-x*y/z)",
    "x/y*z//x": "floor(x/y*z/x)",
    "x//y^2": "floor(x/y^2)",
    "x//y^-z": "floor(x/y^-z)",
    "x//-y": "floor(x/(-y))",
    "z - x//y": "z - floor(x/y)",
    "-x//y": "floor(-x/y)",
    "x - -y//z": "x - floor(-y/z)",
    "2 1/2*x": "(2 + 1/2)*x",
    "1 1/3^2": "(1 + 1/3)^2",
    "x*y + 1 1/2": "x*y + 1.5",
    "2½": "2.5",
    "2½*x": "2.5*x",
    "x^½": "sqrt(x)",
    "x/½": "2*x",
    "¾^2": "9/16",
    "x + 1½ - y": "x + 1.5 - y",
    "x^2½": "x^2.5",
    "-½": "-1/2",
    "1 000.5 + x": "1000.5 + x",
    "x^2(y + 1)": "x^2*(y + 1)",
    "(sin(x) + cos(y)).exp": "exp(sin(x) + cos(y))",
    "(w[0] + y).exp": "exp(w[0] + y)",
    "(w.sum() + y).exp": "exp(w.sum() + y)",
    "sum(x//y*z)": "floor(x/y)*z",
}


@pytest.mark.parametrize(("text", "meant"), MEANT.items())
def test_the_fix_in_its_place_is_worth_what_was_meant(text: str, meant: str) -> None:
    with pytest.raises(GradcliError) as caught:
        parse(text)
    found = re.match(r"(?:did you mean|write) (.+?)(?:, or .+)?(?:\?|$)", caught.value.hint)
    span = caught.value.span
    assert found is not None
    assert span is not None
    mended = text[: span.start] + found[1] + text[span.end :]
    given = {"x": 0.75, "y": 2.25, "z": -1.5, "w": [0.5, 3]}
    worth = [
        evaluate(graph, {name: given[name] for name in graph.inputs}).value
        for graph in map(parse, (mended, meant))
    ]
    assert worth[0] == pytest.approx(worth[1], rel=1e-15), mended


OF_MODULES = {
    "np.sum(A, axis=0)": "did you mean sum(A, axis=0)?",
    "np.max(A, 0)": "did you mean max(A, axis=0)?",
    "torch.softmax(A, dim=1)": "did you mean softmax(A, dim=1)?",
    "np.std(x, ddof=1)": "did you mean std(x, ddof=1)?",
    "np.maximum(x, 0)": "did you mean maximum(x, 0)?",
    "np.log(x)": "did you mean log(x)?",
    "2*math.log(x, 2)": "did you mean log(x, 2)?",
    "np.max(A)": "did you mean max(A)?",
    "np.max(A, axis=0)": "did you mean max(A, axis=0)?",
    "np.sum(A)": "did you mean sum(A)?",
    "np.sum(A, 1)": "did you mean sum(A, axis=1)?",
    "F.leaky_relu(x, 0.1)": "did you mean leaky_relu(x, slope=0.1)?",
    "np.clip(x, 0, 1)": "did you mean clip(x, 0, 1)?",
    "x²(y + 1)": "did you mean x²*(y + 1)?",
    "x + 1, y": "for a list write [x + 1, y]; statements are separated by a semicolon",
    "q = x*2, -y": "for a list write [x*2, -y]; statements are separated by a semicolon",
}


@pytest.mark.parametrize(("text", "hint"), OF_MODULES.items())
def test_the_fix_leaves_nothing_out(text: str, hint: str) -> None:
    with pytest.raises(GradcliError) as caught:
        parse(text)
    assert caught.value.hint == hint


def test_a_variable_may_be_called_like_a_library() -> None:
    graph = parse("np = 3*x; np.max(x)")
    assert evaluate(graph, {"x": 2}).value == 6
    assert evaluate(parse("np = 4; np.max(x)"), {"x": 2}).value == 4
    assert evaluate(parse("np + np.max(x)"), {"np": 4, "x": 2}).value == 8
    assert evaluate(parse("np.max(x)", bound=["np", "x"]), {"np": 4, "x": 2}).value == 4
