"""What the options of `gradcli eval` and `gradcli functions` do to the output."""

from __future__ import annotations

import json
import re

import pytest

from gradcli.operators import FUNCTIONS, WRITTEN
from tests.cli.conftest import Cli

AT_2_3 = ("(x1^2 + 2*x2)^2", "--x1", "2", "--x2", "3")


def test_quiet_prints_the_bare_numbers(cli: Cli) -> None:
    assert cli("eval", *AT_2_3, "--quiet") == (0, "100\n80\n40\n", "")
    assert cli("eval", *AT_2_3, "-q", "--wrt", "x2") == (0, "100\n40\n", "")
    assert cli("eval", *AT_2_3, "-q", "--backward", "2") == (0, "100\n160\n80\n", "")


def test_quiet_has_every_digit_unless_told_otherwise(cli: Cli) -> None:
    third = ("eval", "x/3", "--x", "1", "-q")
    assert cli(*third).out == f"{1 / 3!r}\n{1 / 3!r}\n"
    assert cli(*third, "--digits", "2").out == "0.33\n0.33\n"


def test_exact_prints_fractions(cli: Cli) -> None:
    outcome = cli("eval", "x*y", "--x", "1/3", "--y", "0.1", "--exact", "-q")
    assert outcome.out == "1/30\n1/10\n1/3\n"


def test_a_seed_weights_the_elements(cli: Cli) -> None:
    outcome = cli("eval", "w*w", "--w", "[1, 2]", "--seed", "[1, 10]", "--format", "json")
    assert outcome.json["gradients"] == {"w": [2, 40]}


def test_a_vector_without_a_seed_is_explained(cli: Cli) -> None:
    outcome = cli("eval", "w*w", "--w", "[1, 2]")
    assert (outcome.code, outcome.out) == (2, "")
    assert all(word in outcome.err for word in ("--seed", "sum(", "--jacobian", "\nw*w\n^^^\n"))


def test_the_jacobian_needs_no_seed(cli: Cli) -> None:
    words = ("eval", "w*v", "--w", "[1, 2]", "--v", "3", "--jacobian", "--format", "json")
    assert cli(*words).json["jacobian"] == {"w": [[3, 0], [0, 3]], "v": [1, 2]}
    assert cli(*words, "--wrt", "v").json["jacobian"] == {"v": [1, 2]}
    assert cli("eval", "x*y", "--x", "2", "--y", "3", "--jacobian", "--format", "json").json[
        "jacobian"
    ] == {"x": 3, "y": 2}


def test_wrt_takes_any_named_node(cli: Cli) -> None:
    outcome = cli("eval", "q=x+y;q*z", "--x=1", "--y=2", "--z=3", "--wrt", "q,x", "--format=json")
    assert outcome.json["gradients"] == {"q": 3, "x": 3}


def test_ties_and_ieee(cli: Cli) -> None:
    tie = ("eval", "max(x, y)", "--x", "1", "--y", "1", "--format", "json")
    assert cli(*tie).json["gradients"] == {"x": 0.5, "y": 0.5}
    assert cli(*tie, "--ties", "first").json["gradients"] == {"x": 1, "y": 0}
    assert cli("eval", "1/x", "--x", "0").code == 2
    assert cli("eval", "1/x", "--x", "0", "--ieee", "--format", "json").json["value"] == "inf"


def test_expand_and_coarse_give_the_same_gradients(cli: Cli) -> None:
    words = ("eval", "s = sigmoid(x*w); s*s", "--x", "2", "--w", "-1", "--format", "json")
    plain = cli(*words).json
    for option in ("--expand", "--coarse"):
        other = cli(*words, option).json
        assert other["gradients"] == pytest.approx(plain["gradients"])
        assert len(other["nodes"]) != len(plain["nodes"])


def test_expand_chooses_steps_that_hold_and_says_so(cli: Cli) -> None:
    outcome = cli("eval", "sigmoid(x)", "--x", "-1000", "--expand", "-q")
    assert outcome.out == "0\n0\n"
    assert "sigmoid(x) is shown in other steps than usual" in outcome.err
    assert not cli("eval", "sigmoid(x)", "--x", "-1", "--expand").err


def test_expand_names_the_fault_as_it_was_typed(cli: Cli) -> None:
    words = ("eval", "1 + log1p(x)", "--x", "-2")
    assert cli(*words, "--expand") == cli(*words)
    infinite = ("eval", "1 + logaddexp(x, x)", "--x", "-inf", "--expand")
    assert "the primitive steps of logaddexp(x, x) have no value here" in cli(*infinite).err


def test_a_number_too_large_to_be_written_is_refused_where_it_stands(cli: Cli) -> None:
    for words, caret in (
        (("2*1e400 + x", "--x", "1"), "2*1e400 + x\n  ^^^^^\n"),
        (("x", "--x", "-1e400"), "-1e400\n ^^^^^\n"),
        (("x", "--set", "x=[1, 1e400]"), "[1, 1e400]\n    ^^^^^\n"),
        (("x", "--x", "1", "--seed", "9e999"), "9e999\n^^^^^\n"),
    ):
        outcome = cli("eval", *words)
        assert outcome.code == 2
        assert caret in outcome.err
    assert cli("eval", "x", "--x", "inf", "-q").out == "inf\n1\n"


def test_an_undefined_element_is_null_or_undefined(cli: Cli) -> None:
    words = ("eval", "sum(atan2(v, w))", "--v", "[0, 1]", "--w", "[0, 2]")
    assert cli(*words, "--format", "json").json["gradients"]["w"][0] is None
    assert cli(*words, "-q").out.splitlines()[2].startswith("[undefined, -0.")
    assert "[undefined, 0.4]" in cli(*words).out
    assert "nan" not in cli(*words, "--format", "csv").out


def test_check_and_saved_are_there_on_request(cli: Cli) -> None:
    outcome = cli("eval", *AT_2_3, "--check", "--saved", "--format", "json")
    assert all(compared["agrees"] for compared in outcome.json["check"])
    assert outcome.json["saved"]["elements"] >= 2


VECTOR_AT = ("v = w*w; u = v*x", "--w", "[1, 2]", "--x", "3")

#: Options, and what each must show in every form of output: the words of one line.
SHOWN = [
    (("--seed", "[1, 1]", "--wrt", "v"), "v 3 3"),
    (("--seed", "[1, 1]", "--backward", "3"), "x 15"),
    (("--seed", "[1, 1]", "--check"), "x 5 5 yes"),
    (("--seed", "[1, 1]", "--saved"), "total"),
    (("--jacobian",), "x 1 4"),
    (("--jacobian", "--wrt", "v"), "v 3 0 0 3"),
]


@pytest.mark.parametrize("form", ["csv", "tsv", "markdown", "table"])
@pytest.mark.parametrize(("words", "expected"), SHOWN, ids=[" ".join(words) for words, _ in SHOWN])
def test_every_form_shows_what_is_asked_for(
    cli: Cli, words: tuple[str, ...], expected: str, form: str
) -> None:
    outcome = cli("eval", *VECTOR_AT, *words, "--format", form)
    assert outcome.code == 0
    lines = [re.findall(r"[\w.]+", line) for line in outcome.out.splitlines()]
    wanted = expected.split()
    assert any(set(wanted) <= {part.removeprefix("u") for part in line} for line in lines)


def test_a_spreadsheet_has_further_tables(cli: Cli) -> None:
    out = cli("eval", "x*x", "--x", "3", "--check", "--saved", "--wrt", "x", "--format", "csv").out
    nodes, gradients, check, saved = out.split("\n\n")
    assert nodes.startswith("node,operation,")
    assert gradients == "gradient,passes,value\nx,1,6"
    assert check.splitlines()[0] == "check,index,backward,numerical,low,high,agrees"
    assert check.splitlines()[1].startswith("x,,6,")
    assert saved == "kept,numbers,bytes,needed by\nx,1,8,out\ntotal,1,8,\n"


def test_ascii_holds_in_every_form(cli: Cli) -> None:
    for form in ("csv", "tsv", "markdown", "table", "json"):
        outcome = cli("eval", "θ*2", "--θ", "3", "--ascii", "--format", form)
        assert outcome.out.isascii()


def test_a_check_that_cannot_be_made_is_said_so(cli: Cli) -> None:
    outcome = cli("eval", "sqrt(x)", "--x", "0", "--check")
    assert outcome.code == 0
    assert (
        "note: x: not checked numerically, since its gradient is not a finite number\n"
        in outcome.err
    )


def test_every_form_has_its_own_shape(cli: Cli) -> None:
    def form(name: str) -> str:
        outcome = cli("eval", "x*y", "--x", "2", "--y", "3", "--format", name)
        assert (outcome.code, outcome.err) == (0, "")
        assert cli("eval", "x*y", "--x", "2", "--y", "3", "--format", name) == outcome
        return outcome.out

    assert json.loads(form("json"))["version"] == 1
    assert form("csv").splitlines()[0] == "node,operation,kind,value,upstream"
    assert form("tsv").splitlines()[0] == "node\toperation\tkind\tvalue\tupstream"
    assert "|" in form("markdown")
    assert "∂" in form("table")
    assert cli("eval", "x*y", "--x", "2", "--y", "3", "--ascii").out.isascii()


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_a_table_fits_the_columns(cli: Cli, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = cli("eval", "(x+y)*z", "--x", "-2", "--y", "5", "--z", "-4").out.splitlines()
    assert max(map(len, lines)) <= columns


def test_functions_are_listed_and_explained(cli: Cli) -> None:
    assert "sigmoid" in cli("functions").out
    assert "sigmoid" in cli("functions", "sigmoid").out
    assert cli("functions", "sigmoid()") == cli("functions", "sigmoid")
    assert cli("functions", "sigmoid", "--format", "json").json
    assert len(cli("functions", "--format", "json").out) > 1000
    assert cli("functions", "--ascii").out.isascii()


@pytest.mark.parametrize("name", sorted({*FUNCTIONS, *WRITTEN}))
def test_every_name_has_its_card(cli: Cli, name: str) -> None:
    outcome = cli("functions", name)
    assert (outcome.code, outcome.err) == (0, "")
    assert "\n  domain " in outcome.out


@pytest.mark.parametrize(
    ("typed", "signatures"),
    [
        ("+", ["a + b"]),
        ("-", ["a - b", "-a"]),
        ("×", ["a * b"]),
        ("**", ["a ^ b"]),
        ("@", ["a @ b"]),
        ("%", ["a % b"]),
        ("and", ["a and b"]),
        ("[]", ["x[index]"]),
        (".T", ["x.T"]),
        ("add", ["a + b"]),
        ("log_base", ["log(x, base)"]),
    ],
)
def test_a_sign_has_its_card(cli: Cli, typed: str, signatures: list[str]) -> None:
    outcome = cli("functions", typed)
    assert outcome.code == 0
    assert [line for line in outcome.out.splitlines() if line in signatures] == signatures
    assert len(json.loads(cli("functions", typed, "--format", "json").out)["functions"]) == len(
        signatures
    )


def test_a_mistyped_function_is_recognised(cli: Cli) -> None:
    said = "error: there is no function sigmod\ntry: did you mean sigmoid?\n"
    assert cli("functions", "sigmod") == (2, "", said)
    said = "error: there is no function 12\ntry: gradcli functions lists them all\n"
    assert cli("functions", "12") == (2, "", said)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("sig", "these begin so: sigmoid, sign"),
        ("Sig", "these begin so: sigmoid, sign"),
        ("softm", "did you mean softmax?"),
        ("soft", "these begin so: softmax, softplus, softsign"),
        ("SIN", "did you mean sin?"),
        ("", "gradcli functions lists them all"),
    ],
)
def test_the_beginning_of_a_name_offers_all_that_begin_so(cli: Cli, typed: str, hint: str) -> None:
    outcome = cli("functions", typed)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == f"error: there is no function {typed}\ntry: {hint}\n"


def test_the_beginning_of_a_name_is_answered_in_chinese(cli: Cli) -> None:
    said = "错误：没有名为 sig 的函数\n建议：以它开头的有 sigmoid、sign\n"
    assert cli("functions", "sig", "--lang", "zh") == (2, "", said)


def test_a_jacobian_is_worked_where_the_output_is_not_finite(cli: Cli) -> None:
    """The seed of the table beside it is made of ones, and not of inf·0."""
    words = ("eval", "[x, y]*2", "--x", "3", "--y", "inf", "--jacobian", "--format", "json")
    found = cli(*words).json
    assert found["jacobian"] == {"x": [2, 0], "y": [0, 2]}
