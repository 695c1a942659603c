"""The variables of an expression are options of the command, whatever they are called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Cli

#: A command line, and the gradients it gives.
WORKED = [
    ("(x+y)*z --x -2 --y 5 --z -4", {"x": -4, "y": -4, "z": 3}),
    ("(x+y)*z --x=-2 --y=5 --z=-4", {"x": -4, "y": -4, "z": 3}),
    ("--x -2 --y=5 (x+y)*z --z -4", {"x": -4, "y": -4, "z": 3}),
    ("-x^2 --x 3", {"x": -6}),
    ("--x 3 -x^2", {"x": -6}),
    ("-x --x 3", {"x": -1}),
    ("-y+2 --y -1", {"y": -1}),
    ("--x 3 -- --x", {"x": 1}),
    ("--x 3 -- -x", {"x": -1}),
    ("x*X --x 3 --X 4", {"x": 4, "X": 3}),
    ("X*x --X 4 --x 3", {"x": 4, "X": 3}),
    ("x*x1 --x 3 --x1 4", {"x": 4, "x1": 3}),
    ("x₁*2 --x1 3", {"x₁": 2}),
    ("x₁*2 --x₁ 3", {"x₁": 2}),
    ("x1*2 --x₁ 3", {"x1": 2}),
    ("θ*2 --θ 0.5", {"θ": 2}),
    ("学习率*x --学习率 0.1 --x 3", {"学习率": 3, "x": 0.1}),
    ("w_1*2 --w_1 3", {"w_1": 2}),
    ("json*2 --json 3", {"json": 2}),
    ("json*2 --set json=3", {"json": 2}),
    ("table*f*q*o --table 1 --f 1 --q 1 --o 2", {"table": 2, "f": 2, "q": 2, "o": 1}),
    ("format*2 --set format=3", {"format": 2}),
    ("help*2 --set help=3", {"help": 2}),
    ("set*2 --set set=3", {"set": 2}),
    ("x*seed --x 2 --set seed=3 --seed 10", {"x": 30, "seed": 20}),
    ("x*y --set x=3 --y 4", {"x": 4, "y": 3}),
    ("x*y --set x=3 --set y=4", {"x": 4, "y": 3}),
    ("x₁*2 --set x₁=3", {"x₁": 2}),
    ("e*x --e 3 --x 2", {"e": 2, "x": 3}),
    ("e*x --set e=3 --x 2", {"e": 2, "x": 3}),
    ("x*y --x 1/4 --y -1/2", {"x": -0.5, "y": 0.25}),
    ("x*y --x 1e-3 --y .5", {"x": 0.5, "y": 0.001}),
    ("a=2;b=a*3;b*x --x 1", {"a": 3, "x": 6}),
    ("a=2;b=a*3;b*x --x 1 --a 5", {"a": 3, "x": 15}),
    ("a=2;b=a*3;b*x --x 1 --set a=5", {"a": 3, "x": 15}),
    ("x*y --x 3 --y 4 --wrt y --seed 2", {"x": 8, "y": 6}),
]


@pytest.mark.parametrize(("line", "gradients"), WORKED, ids=[line for line, _ in WORKED])
def test_a_variable_is_bound_by_an_option_of_its_name(
    cli: Cli, line: str, gradients: dict[str, float]
) -> None:
    words = line.split(" ")
    outcome = cli("eval", "--format", "json", *words)
    assert outcome.err == ""
    assert outcome.code == 0
    found = outcome.json["gradients"]
    expected = {name: gradients[name] for name in gradients if name in found}
    assert found == pytest.approx(expected)
    assert set(found) == set(gradients) or "--wrt" in words


def test_an_array_is_one_value(cli: Cli) -> None:
    outcome = cli("eval", "sum(w*w)", "--w", "[1, 2, 3]", "--format", "json")
    assert outcome.json["gradients"] == {"w": [2, 4, 6]}


def test_a_constant_expression_with_a_function_is_a_value(cli: Cli) -> None:
    outcome = cli("eval", "x*2", "--x", "-pi/4", "--format", "json")
    assert outcome.json["value"] == pytest.approx(-1.5707963267948966)


def test_a_program_comes_from_a_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "two.txt").write_bytes("\ufeffq = x + y  # 和\nq*z\n".encode())
    outcome = cli(
        "eval", "-f", str(tmp_path / "two.txt"), "--x=-2", "--y=5", "--z=-4", "--format", "json"
    )
    assert outcome.json["gradients"] == {"x": -4, "y": -4, "z": 3}


#: A command line at fault, and all that is said of it.
FAULTS = [
    (["x*y*z", "--x", "1"], "error: no value for y, z\ntry: add --y 1 --z 1\n"),
    (["x*seed", "--x", "1"], "error: no value for seed\ntry: add --set seed=1\n"),
    (["x₁*2"], "error: no value for x₁\ntry: add --x₁ 1\n"),
    (
        ["x + sinx", "--x", "1"],
        "error: no value for sinx\ntry: add --sinx 1, or write sin(x) for sinx\n",
    ),
    (
        ["q = x₁*y; q + x₁y", "--y", "1"],
        "error: no value for x₁, x₁y\ntry: add --x₁ 1 --x₁y 1, or write x₁*y for x₁y\n",
    ),
    (
        ["q = 2*x; tanhq", "--x", "1"],
        "error: no value for tanhq\ntry: add --tanhq 1, or write tanh(q) for tanhq\n",
    ),
    (
        ["x*y*z", "--x", "1", "--q", "3"],
        "error: the expression has no variable q; its variables are x, y, z\n",
    ),
    (
        ["rate*x", "--rats", "1"],
        (
            "error: the expression has no variable rats; its variables are rate, x\n"
            "try: did you mean --rate?\n"
        ),
    ),
    (
        ["x*2", "--X", "1"],
        "error: the expression has no variable X; its variables are x\ntry: did you mean --x?\n",
    ),
    (["2*3", "--x", "1"], "error: the expression has no variable x; it has no variables\n"),
    (["x*2", "--set", "q=1"], "error: the expression has no variable q; its variables are x\n"),
    (
        ["x*2", "--jacobain"],
        "error: there is no option --jacobain\ntry: did you mean --jacobian?\n",
    ),
    (
        ["--jacobain", "x*2", "--x", "1"],
        "error: there is no option --jacobain\ntry: did you mean --jacobian?\n",
    ),
    (
        ["x*2", "--no-color", "1"],
        "error: there is no option --no-color\ntry: did you mean --color?\n",
    ),
    (["x*2", "--x", "1", "--x", "2"], "error: x is given twice\ntry: give each value once\n"),
    (["x₁*2", "--x1", "1", "--x₁", "2"], "error: x₁ is given twice\ntry: give each value once\n"),
    (["x*2", "--x", "1", "--set", "x=2"], "error: x is given twice\ntry: give each value once\n"),
    (
        ["x*2", "--seed", "1", "--seed", "2"],
        "error: seed is given twice\ntry: give each value once\n",
    ),
    (["x*2", "--x"], "error: --x needs a value\ntry: write one behind it: --x 1\n"),
    (["x*2", "--x", ""], "error: --x needs a value\ntry: write one behind it: --x 1\n"),
    (["x*2", "--x= "], "error: --x needs a value\ntry: write one behind it: --x 1\n"),
    (
        ["α*x", "--alpha", "2", "--x", "1"],
        (
            "error: the expression has no variable alpha; its variables are α, x\n"
            "try: did you mean --α?\n"
        ),
    ),
    (
        ["x*y", "--x", "--y", "2"],
        "error: --x needs a value\ntry: write one behind it: --x 1\n",
    ),
    (
        ["x", "--seed", "--x", "2"],
        "error: --seed needs a value\ntry: --seed=VALUE takes any text for it\n",
    ),
    (
        ["x", "--set", "x"],
        "error: --set x: a name and a value are needed\ntry: --set NAME=VALUE, as in --set x=3\n",
    ),
    (
        ["x*y", "--x", "1", "--y", "1", "--wrt", "x,z"],
        "error: --wrt: nothing in the expression is called z\ntry: its names are x, y\n",
    ),
    (
        ["x", "+", "y"],
        (
            "error: there is more than one expression: the second is +\n"
            'try: put the whole expression in quotes, as in "x * y"\n'
        ),
    ),
    (
        ["x^2", "x=2"],
        (
            "error: there is more than one expression: the second is x=2\n"
            "try: a value is given with two dashes: --x 2\n"
        ),
    ),
    (
        ["x^2", "-0.5"],
        (
            "error: there is more than one expression: the second is -0.5\n"
            "try: a value is given with its name: --x -0.5\n"
        ),
    ),
    (
        ["w@x", "--w", "[1,", "2]", "--x", "[3,", "4]"],
        (
            "error: there is more than one expression: the second is 2]\n"
            'try: put a list in quotes, as in --w "[1, 2]"\n'
        ),
    ),
    (
        ["x*2", "-x", "3"],
        (
            "error: there is more than one expression: the second is -x\n"
            "try: an option of that name has two dashes: --x\n"
        ),
    ),
    (
        ["--", "x*2", "--x=3"],
        (
            "error: there is more than one expression: the second is --x=3\n"
            "try: what follows -- is no option: put options before it\n"
        ),
    ),
    (
        ["-f", "a.txt", "x*2"],
        "error: an expression is given, x*2, and a file too\ntry: choose one of them\n",
    ),
    ([], 'error: there is no expression\ntry: gradcli eval "(x+y)*z" --x -2 --y 5 --z -4\n'),
    (
        ["--x", "3"],
        'error: there is no expression\ntry: gradcli eval "(x+y)*z" --x -2 --y 5 --z -4\n',
    ),
    (
        ["x", "--x", "1", "--digits", "many"],
        (
            "error: --digits: 'many' is not a valid integer range\n"
            "try: gradcli eval --help lists the options\n"
        ),
    ),
    (
        ["x", "--x", "1", "--backward", "0"],
        (
            "error: --backward: 0 is not in the range 1<=x<=1000000\n"
            "try: gradcli eval --help lists the options\n"
        ),
    ),
    (
        ["x", "--x", "1", "--jacobian=yes"],
        (
            "error: option '--jacobian' does not take a value\n"
            "try: gradcli eval --help lists the options\n"
        ),
    ),
]


@pytest.mark.parametrize(("words", "said"), FAULTS, ids=[" ".join(words) for words, _ in FAULTS])
def test_a_fault_on_the_command_line_is_explained(cli: Cli, words: list[str], said: str) -> None:
    outcome = cli("eval", *words)
    assert outcome == (2, "", said)


def test_a_bad_value_is_marked_in_its_own_text(cli: Cli) -> None:
    outcome = cli("eval", "x*y", "--x", "1/0", "--y", "2")
    assert outcome.code == 2
    first, *lines = outcome.err.splitlines()
    assert first.startswith("error: --x: ")
    assert lines == ["1/0", "^^^", "try: a value must be a number, or inf"]


def test_a_value_is_not_an_expression_of_variables(cli: Cli) -> None:
    outcome = cli("eval", "x*y", "--x", "y", "--y", "2")
    assert outcome.code == 2
    assert outcome.err.startswith("error: --x: ")


def test_an_expression_that_cannot_be_read_is_marked(cli: Cli) -> None:
    outcome = cli("eval", "x*)", "--x", "1")
    assert (outcome.code, outcome.out) == (2, "")
    assert "\nx*)\n  ^\n" in outcome.err


def test_an_error_in_a_file_names_file_and_line(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "two.txt"
    path.write_text("q = x*2\nq*)\n")
    outcome = cli("eval", "-f", str(path), "--x", "1")
    assert outcome.err.startswith(f"error: {path}, line 2: ")


@pytest.mark.parametrize("program", ["x*pi", "x*π"])
@pytest.mark.parametrize("name", ["pi", "π"])
def test_pi_is_one_variable_however_it_is_typed(cli: Cli, program: str, name: str) -> None:
    assert cli("eval", program, "--x", "2", f"--{name}", "3", "-q").out == "6\n3\n2\n"
    assert cli("eval", program, "--x", "2", "--set", f"{name}=3", "-q").out == "6\n3\n2\n"
    assert cli("eval", program, "--x", "2", "--pi", "3", "--π", "3").code == 2


def test_a_very_long_name_is_shortened_in_messages(cli: Cli) -> None:
    name = "x" * 3000
    for words in ((), ("--y", "1"), (f"--{name}", "0")):
        outcome = cli("eval", f"1/{name}", *words)
        assert outcome.code == 2
        assert max(map(len, outcome.err.splitlines())) < 200


PAIRS = [
    ("--jacobian", "--seed 1"),
    ("--jacobian", "--backward 2"),
    ("--jacobian", "--check"),
    ("--expand", "--coarse"),
    ("--exact", "--ieee"),
    ("--coarse", "--saved"),
    ("--quiet", "--format csv"),
    ("-q", "--saved"),
    ("-q", "--check"),
]

#: Formats that have every digit.
EXACT = [("--digits 2", f"--format {form}") for form in ("json", "csv", "tsv")]


@pytest.mark.parametrize(("one", "other"), [*PAIRS, *EXACT, ("--digits 0", "--format csv")])
def test_contradictory_options_are_refused(cli: Cli, one: str, other: str) -> None:
    outcome = cli("eval", "x*2", "--x", "1", *other.split(), *one.split())
    assert (outcome.code, outcome.out) == (2, "")
    assert " do not go together: " in outcome.err
    assert outcome.err.endswith("\ntry: drop one of them\n")


def test_every_contradiction_is_tested() -> None:
    from gradcli.cli.choices import CONTRADICTIONS

    assert len(CONTRADICTIONS) == len(PAIRS)


#: What input methods, habits and other tools make people type, and what they are told.
HABITS = [
    (["xy", "--x", "1", "--y", "2"], "did you mean x*y?"),
    (["2*xy + x", "--set", "x=1", "--y", "2"], "did you mean x*y?"),
    (["sinx", "--x", "1"], "did you mean sin(x)?"),
    (["outpt*2", "--output", "1"], "did you mean --outpt?"),
    (["zs", "--x", "1"], "its variables are zs"),
    (["lang*file", "--lang", "3", "--file", "2"], "write --set file=2\n"),
    (["x", "--x＝3"], "write it with plain dashes: --x 3\n"),
    (["x", "——x", "3"], "write it with plain dashes: --x 3\n"),
    (["x*y", "--x", "1", "－－y", "1"], "write it with plain dashes: --y 1\n"),
    (["——x", "3", "x"], "write it with plain dashes: --x 3\n"),
    (["x+y", "--x", "1", "-o", "a.html"], "end the line in > a.html\n"),
    (["x+y", "--x", "1", "--output", "a.html"], "end the line in > FILE\n"),
    (["x+y", "--x", "1", "-y", "2"], "an option of that name has two dashes: --y\n"),
]


@pytest.mark.parametrize(("words", "said"), HABITS)
def test_a_habit_is_told_how_it_is_written(cli: Cli, words: list[str], said: str) -> None:
    outcome = cli("eval", *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    chinese = cli("explain", *words, "--lang", "zh").err
    assert chinese.startswith("错误：")
    assert not re.search("try|mean|write|option of|end the", chinese)


def test_an_option_that_sweep_does_not_have_is_no_variable(cli: Cli) -> None:
    said = cli("sweep", "1/x", "--x", "-1:1:1", "--ieee").err
    assert said == "error: there is no option --ieee\ntry: eval, explain and graph have --ieee\n"
    assert cli("eval", "ieee*x", "--x", "1", "--set", "ieee=2").code == 0
