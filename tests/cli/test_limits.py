"""Every limit: refused with exit code 2 before memory is spent, and allowed with `--limit`."""

from __future__ import annotations

import io
import re
import tracemalloc
from pathlib import Path

import pytest

from gradcli.limits import LIMITS, REPLACEABLE, replaced
from tests.cli.conftest import Cli

PAGE = Path(__file__).parents[2] / "docs" / "lab.md"

MATRIX = "[" + ", ".join(["[1/3, 1/7]"] * 3) + "]"

#: For every limit that can be replaced: a command line that counts just so many, and how many.
AT = {
    "text": (["eval", "-", "--x", "1"], 5),
    "depth": (["eval", "((((((x))))))", "--x", "1"], 6),
    "nodes": (["eval", "+".join(["x"] * 50), "--x", "1"], 50),
    "elements": (["eval", "sum(outer(a, a))", "--a", "[1, 2, 3, 4]"], 16),
    "numbers": (["eval", "sum(a*a + a)", "--a", "[1, 2, 3, 4]"], 12),
    "passes": (["eval", "a*a", "--a", "[1, 2, 3]", "--jacobian"], 18),
    "products": (["eval", "sum(a@a)", "--exact", "--a", "[[1/2, 1/3], [1/5, 1/7]]"], 8),
    "unlike-products": (["eval", "sum(a@a)", "--exact", "--a", "[[pi, 1/3], [1/5, 1/7]]"], 8),
    "epochs": (["fit", "(w - 3)^2", "--param", "w=1", "--epochs", "5", "--quiet"], 5),
    "points": (["sweep", "x*y", "--x", "1:5", "--y", "1,2"], 10),
}


@pytest.fixture(autouse=True)
def program_on_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"x + 1"), "utf-8"))


def test_every_limit_has_a_command_that_meets_it() -> None:
    assert set(AT) == set(REPLACEABLE) - {"bits", "kept-numbers"}  # which refuse nothing


@pytest.mark.parametrize("name", AT)
def test_what_is_just_within_a_limit_is_worked(cli: Cli, name: str) -> None:
    words, count = AT[name]
    outcome = cli(*words, "--limit", f"{name}={count}")
    assert (outcome.code, outcome.err) == (0, "")


@pytest.mark.parametrize("name", AT)
def test_beyond_a_limit_the_error_says_how_to_allow_more(cli: Cli, name: str) -> None:
    words, count = AT[name]
    outcome = cli(*words, "--limit", f"{name}={count - 1}")
    assert (outcome.code, outcome.out) == (2, "")
    assert f"at most {count - 1:,} " in outcome.err
    limit = REPLACEABLE[name]
    assert f"try: {limit.advice}; or allow more with --limit {name}=N\n" in outcome.err


@pytest.mark.parametrize("name", AT)
def test_the_option_raises_a_limit_that_is_in_force(cli: Cli, name: str) -> None:
    words, count = AT[name]
    with replaced({name: count - 1}):
        assert cli(*words, "--limit", f"{name}={count}").code == 0


def test_more_digits_of_a_fraction_can_be_kept(cli: Cli) -> None:
    words = ["eval", "x^1010", "--x", "2", "--exact", "--quiet"]
    assert "1,000 binary digits" in cli(*words).err
    outcome = cli(*words, "--limit", "bits=1011")
    assert outcome == (0, outcome.out, "")
    assert outcome.out.splitlines()[0] == str(2**1010)


def test_digits_beyond_those_of_floats_are_kept_or_refused(cli: Cli) -> None:
    """What is too large for a float is an error as without --exact, and never a fault of ours."""
    allow = ("--exact", "--limit", "bits=14000", "--quiet")
    small = cli("eval", "(3/x)^1500", "--x", "2", *allow)
    assert small.out.splitlines()[0] == f"{3**1500}/{2**1500}"
    for text in ("x^1100", "2^(550*x)", "sin(x^1100)", "x^1100*y", "[x^1100, 1].sum()", "3^x^11"):
        outcome = cli("eval", text, "--x", "2", *allow, *(["--y", "pi"] if "y" in text else []))
        assert (outcome.code, outcome.out) == (2, "")
        assert "too large for a floating-point number" in outcome.err
    for text in ("sqrt(1/x^1000)", "1/(1/x^1000)^2", "log(1/x^1000)", "x^-1100*pi"):
        assert cli("eval", text, "--x", "2", *allow).code in (0, 2)


def test_a_limit_holds_for_one_command_only(cli: Cli) -> None:
    assert cli("eval", "x*y*z", "--x", "1", "--y", "1", "--z", "1", "--limit", "nodes=3").code == 2
    assert cli("eval", "x*y*z", "--x", "1", "--y", "1", "--z", "1").code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("node=5", "try: did you mean nodes?"),
        ("file=5", "there is no limit file"),
        ("=5", "there is no limit nothing"),
        ("bits=14001", "14001 is no whole number from 1 to 14,000"),
        ("nodes", "--limit nodes: nothing is no whole number from 1 to 999,999,999,999,999"),
        ("nodes=0", "0 is no whole number"),
        ("nodes=-1", "-1 is no whole number"),
        ("nodes=1e6", "1e6 is no whole number"),
        ("nodes=" + "9" * 5000, "is no whole number"),
        ("nodes=\x1b[31m", "\\x1b[31m is no whole number"),
    ],
)
def test_a_limit_that_makes_no_sense_is_explained(cli: Cli, text: str, said: str) -> None:
    outcome = cli("eval", "x", "--x", "1", "--limit", text)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err


#: Command lines far beyond the usual limits, that are short themselves.
FAR_BEYOND = {
    "elements": ["eval", "sum(outer(a, a))", "--a", f"[{'1,' * 9_999}1]"],
    "passes": ["eval", f"x*[{'1,' * 65_000}1]", "--jacobian", "--x", "1", "--wrt", "x"],
    "unlike-products": ["eval", "A = outer(a, a); A@A", "--exact", "--a", f"[{'pi,' * 129}1]"],
    "numbers": ["eval", f"A = outer(a, a); sum(A{'+ 1' * 30})", "--a", f"[{'1,' * 1_999}1]"],
}
#: Bytes that may be in use beside the program itself; `numbers` is noticed where it is passed.
SPENT = {"elements": 8e6, "passes": 4e7, "unlike-products": 8e6, "numbers": 9e8}


@pytest.mark.parametrize("name", FAR_BEYOND)
def test_far_beyond_a_limit_little_memory_is_spent(cli: Cli, name: str) -> None:
    cli("eval", "sum(a)", "--a", "[1, 2]")  # what is imported once
    tracemalloc.start()
    outcome = cli(*FAR_BEYOND[name])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert outcome.code == 2
    assert f"--limit {name}=N" in outcome.err
    assert peak < SPENT[name]


def test_an_exercise_file_has_the_same_limits_everywhere(cli: Cli, tmp_path: Path) -> None:
    """Its programs meet the usual limits, and no message tells of an option that is not there."""
    path = tmp_path / "set.yaml"
    path.write_text(
        "format: 1\ntitle: t\nexercises:\n  - id: a\n"
        f"    program: y = sum(outer(w, w))\n    at: {{w: [{'1, ' * 9_999}1]}}\n    ask: [y]\n"
    )
    outcome = cli("lint", str(path))
    assert outcome.code in (1, 2)
    assert "--limit" not in outcome.out + outcome.err


def table() -> str:
    """Return the table of the page for administrators, made from the limits."""
    lines = [
        "| limit | what is counted | usually | beyond it |",
        "|---|---|---|---|",
    ]
    for limit in LIMITS:
        name = f"({limit.name})" if limit.fixed else f"`{limit.name}`"
        fixed = f"; fixed, since {limit.fixed}" if limit.fixed else ""
        lines.append(f"| {name} | {limit.counts} | {limit.usual:,} | {limit.advice}{fixed} |")
    return "\n".join(lines) + "\n"


def test_the_readme_lists_every_limit() -> None:
    found = re.search(r"(?:^\| limit \|.*\n)(?:^\|.*\n)+", PAGE.read_text("utf-8"), re.MULTILINE)
    assert found is not None
    assert found[0] == table()


def test_help_names_the_limits(cli: Cli) -> None:
    text = "".join(cli("eval", "--help").out.split())
    assert ",".join(REPLACEABLE) in text
