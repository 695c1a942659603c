"""The examples of the lectures, typed as a student types them; every number worked by hand."""

from __future__ import annotations

import pytest

from gradcli.operators import OPERATORS, WRITTEN
from gradcli.operators.symbols import BLACKBOARD
from gradcli.render.entries import example, gradients
from tests.cli.conftest import Cli

NEURON = "--w0 2 --x0 -1 --w1 -3 --x1 -2 --w2 -3 --digits 4"
NEURON_NUMBERS = "0.7311 -0.1966 0.3932 -0.3932 -0.5898 0.1966"

#: A program, the rest of the command line, and the value and gradients that it prints.
BARE = [
    ("(x+y)*z", "--x -2 --y 5 --z -4", "-12 -4 -4 3"),
    ("（x＋y）＊z", "--x -2 --y 5 --z -4", "-12 -4 -4 3"),
    ("2*(x*y + max(z, w))", "--x 3 --y -4 --z 2 --w -1", "-20 -8 6 2 0"),
    ("w*x + b", "--w 2 --x 3 --b 1", "7 3 2 1"),
    ("a=2; b=a*3; c=a+2; d=b+4; e=c*d", "", "40 22"),
    ("a=2; b=a*3; c=a+2; d=b+4; e=c*d", "--wrt a,b,c,d", "40 22 4 10 4"),
    ("(a*a)^2", "--a 3", "81 108"),
    ("(x1^2 + 2*x2)^2", "--x1 2 --x2 3", "100 80 40"),
    ("(x1^2 + 2*x2)^2", "--x1 2 --x2 3 --backward 2", "100 160 80"),
    ("sum(w*w + 2*w + 1)", "--w [1,2,3]", "29 [4, 6, 8]"),
    ("w*w + 2*w + 1", "--w [1,2,3] --seed [1,1,1]", "[4, 9, 16] [4, 6, 8]"),
    ("y = x*x; u = y.detach(); sum(u*x)", "--x [1,2,3]", "36 [1, 4, 9]"),
    (
        "sum(a*c)",
        "--a [2,2,3] --c [[1,2,3],[2,3,4],[3,4,5]]",
        "66 [6, 9, 12] [[2, 2, 3], [2, 2, 3], [2, 2, 3]]",
    ),
    ("1/(1+exp(-(w0*x0+w1*x1+w2)))", NEURON, NEURON_NUMBERS),
    ("1/(1+exp(-(w0*x0+w1*x1+w2)))", f"{NEURON} --expand", NEURON_NUMBERS),
    ("sigmoid(w0*x0+w1*x1+w2)", NEURON, NEURON_NUMBERS),
    ("sigmoid(w0*x0+w1*x1+w2)", f"{NEURON} --expand", NEURON_NUMBERS),
    ("σ(w0*x0+w1*x1+w2)", f"{NEURON} --expand", NEURON_NUMBERS),
]


@pytest.mark.parametrize(("program", "words", "expected"), BARE)
def test_the_numbers_are_those_worked_by_hand(
    cli: Cli, program: str, words: str, expected: str
) -> None:
    outcome = cli("eval", program, *words.split(), "--quiet")
    assert (outcome.code, outcome.err) == (0, "")
    assert " ".join(outcome.out.splitlines()) == expected


#: A program, the rest of the command line, and lines of its screen.
SCREENS = [
    (
        "(x+y)*z",
        "--x -2 --y 5 --z -4",
        [
            "  q      x + y           3                    -4",
            "  ∂out/∂q = z = -4         1 × (-4) = -4",
            "  ∂out/∂z = q = 3          1 × 3    = 3",
            "  ∂q/∂x   = 1             -4 × 1    = -4",
            "  ∂q/∂y   = 1             -4 × 1    = -4",
            "  ∂out/∂z = 3",
        ],
    ),
    ("a=2; b=a*3; c=a+2; d=b+4; e=c*d", "", ["  ∂e/∂a = 12 + 10 = 22"]),
]


@pytest.mark.parametrize(("program", "words", "lines"), SCREENS)
def test_every_step_is_on_the_screen(cli: Cli, program: str, words: str, lines: list[str]) -> None:
    shown = cli("eval", program, *words.split()).out.splitlines()
    assert [line for line in lines if line not in shown] == []


REFUSED = [
    ("w*w + 2*w + 1", "--w [1,2,3]", ["--seed", "sum(", "--jacobian"]),
    ("2x", "--x 3", ["did you mean 2*x?"]),
]


@pytest.mark.parametrize(("program", "words", "said"), REFUSED)
def test_what_cannot_be_worked_says_what_to_try(
    cli: Cli, program: str, words: str, said: list[str]
) -> None:
    outcome = cli("eval", program, *words.split())
    assert (outcome.code, outcome.out) == (2, "")
    assert [word for word in said if word not in outcome.err] == []


@pytest.mark.parametrize("name", [name for name, row in WRITTEN.items() if row.family])
def test_every_function_has_rule_domain_source_and_an_example_that_runs(name: str) -> None:
    operator = OPERATORS[name]
    done = example(operator)
    assert done is not None, operator.name
    carries = any(operator.differentiable(place) for place in range(len(operator.operands)))
    assert bool(gradients(operator, BLACKBOARD)) == carries
    assert operator.domain.text
    assert operator.doc.endswith(".")
    assert operator.source
    assert operator.samples
