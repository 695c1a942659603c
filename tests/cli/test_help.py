"""`--help`, completion and the list of commands know the variables of the expression."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from gradcli.cli import fit, sweep
from gradcli.cli.help import (
    COMMANDS,
    COMPLETION_EXAMPLES,
    DIFF_EXAMPLES,
    EVAL_EXAMPLES,
    EXAMPLES,
    EXPLAIN_EXAMPLES,
    FUNCTIONS_EXAMPLES,
    GRAPH_EXAMPLES,
)
from gradcli.grading.reader import read_set
from tests.cli.conftest import COMMAND, Cli, environment, process


def variables(text: str) -> list[str]:
    """Return the lines of the variables' section of a help text."""
    found = re.search(r"Variables of the expression:\n((?:  .*\n)+)", text)
    return [" ".join(line.split()) for line in found[1].splitlines()] if found else []


def test_help_lists_the_variables(cli: Cli) -> None:
    outcome = cli("eval", "a=2; a*(x+θ)", "--help", "--x", "1")
    assert outcome.code == 0
    assert variables(outcome.out) == [
        "--a VALUE 2 unless given",
        "--x VALUE a number or an array",
        "--θ VALUE a number or an array",
    ]


def test_help_says_how_to_bind_a_variable_with_the_name_of_an_option(cli: Cli) -> None:
    assert variables(cli("eval", "seed*2", "-h").out) == ["--set seed=VALUE a number or an array"]


@pytest.mark.parametrize(
    "words", [["x*)"], ["-f", "nowhere.txt"], ["x", "--nonsense", "1"], ["-"], []]
)
def test_help_is_shown_whatever_else_is_wrong(cli: Cli, words: list[str]) -> None:
    outcome = cli("eval", *words, "--help")
    assert outcome.code == 0
    assert outcome.out.startswith("Usage: gradcli eval ")


def test_help_names_every_option_and_every_command(cli: Cli) -> None:
    text = cli("eval", "--help").out
    for name in (
        "wrt",
        "seed",
        "jacobian",
        "expand",
        "coarse",
        "saved",
        "backward",
        "exact",
        "check",
    ):
        assert f"--{name}" in text
    top = cli("--help").out
    assert cli().out == top
    assert all(f"\n  {name} " in top for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_ends_with_examples(cli: Cli, command: str) -> None:
    examples = cli(command, "--help").out.partition("\nExamples:\n")[2].splitlines()
    assert examples
    assert all(f"gradcli {command}" in example for example in examples)


@pytest.mark.parametrize(
    ("example", "what"),
    [
        ("gradcli check ch4", "file"),
        ("gradcli sheet ch4", "file"),
        ("gradcli lint my-set.yaml", "file"),
        ("gradcli completion bash", "shell"),
    ],
)
def test_what_is_not_named_is_said(cli: Cli, example: str, what: str) -> None:
    assert cli(example.split()[1]) == (2, "", f"error: no {what} is named\ntry: {example}\n")


def test_an_option_that_is_not_there_is_said(cli: Cli) -> None:
    said = "error: there is no option {}\ntry: {}\n"
    listed = "gradcli check --help lists the options"
    assert cli("check", "ch4", "--answrs", "a") == (
        2,
        "",
        said.format("--answrs", "did you mean --answers?"),
    )
    assert cli("check", "ch4", "--tables") == (2, "", said.format("--tables", listed))
    assert cli("check", "ch4", "-z") == (2, "", said.format("-z", listed))
    assert "没有选项 -z" in cli("check", "ch4", "-z", "--lang", "zh").err


def test_version(cli: Cli) -> None:
    import gradcli

    assert cli("--version") == (0, f"gradcli {gradcli.__version__}\n", "")


def test_a_mistyped_command_is_recognised(cli: Cli) -> None:
    assert cli("evla") == (2, "", "error: there is no command evla\ntry: did you mean eval?\n")
    assert cli("x*y").err.endswith('gradcli eval "x*y"\n')
    assert cli("help").err.endswith("try: gradcli --help\n")
    assert cli("help", "fit").err.endswith("try: gradcli fit --help\n")
    assert cli("ch4").err.endswith("try: gradcli check ch4\n")


def test_a_set_that_does_not_exist_is_told_which_do(cli: Cli) -> None:
    sets = "ch1, ch2, ch3, ch4, ch5, ch6, ch7, ch8"
    for command in ("check", "sheet", "lint"):
        hint = f"try: the sets that come with gradcli are {sets}\n"
        assert cli(command, "chapter4").err.endswith(f"error: there is no file chapter4\n{hint}")


OF_COMMANDS = [*EVAL_EXAMPLES, *GRAPH_EXAMPLES, *EXPLAIN_EXAMPLES, *DIFF_EXAMPLES]
OF_COMMANDS += [*fit.EXAMPLES, *sweep.EXAMPLES, *FUNCTIONS_EXAMPLES, *COMPLETION_EXAMPLES]


@pytest.mark.parametrize("example", [*EXAMPLES, *OF_COMMANDS])
def test_every_example_of_the_help_runs(example: str, tmp_path: Path) -> None:
    script = tmp_path / "gradcli"
    script.write_text(f"#!{COMMAND[0]} -P\nfrom gradcli.cli import main\nmain()\n")
    script.chmod(0o755)
    path = f"{tmp_path}:{environment()['PATH']}"
    done = subprocess.run(
        ["sh", "-c", example],
        cwd=tmp_path,
        env=environment(PATH=path),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    written = [path for path in tmp_path.iterdir() if path != script]
    assert len(written) == example.count(" -o ") + example.count(" > ")
    assert done.stdout or written[0].read_bytes()


def answered(line: str, shell: str) -> str:
    """Return what is told to a shell that asks about the last word of a command line."""
    words = line.split(" ")
    outcome = process(
        _GRADCLI_COMPLETE=f"{shell}_complete", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1)
    )
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


def completions(line: str, shell: str = "bash") -> list[str]:
    """Return what a shell is offered for the last word of a command line."""
    lines = answered(line, shell).splitlines()
    return [line.partition(",")[2] for line in lines] if shell == "bash" else lines[1::3]


@pytest.mark.parametrize("shell", ["bash", "zsh", "powershell"])
def test_variables_are_completed_before_the_options(shell: str) -> None:
    offered = completions('gradcli eval "(x+y)*z" --', shell)
    assert offered[:3] == ["--x", "--y", "--z"]
    assert {"--seed", "--wrt", "--format", "--help"} <= set(offered)


def test_fish_asks_in_its_own_way() -> None:
    outcome = process(
        _GRADCLI_COMPLETE="fish_complete", COMP_WORDS='gradcli eval "x*y" --', COMP_CWORD="--"
    )
    assert [line.split("\t")[0] for line in outcome.out.splitlines()][:2] == [
        "plain,--x",
        "plain,--y",
    ]


COMPLETED = [
    ('gradcli eval "x*y" --x 1 --', "--y", "--x"),
    ('gradcli eval "x*y" --x = 1 --', "--y", "--x"),
    ('gradcli eval --x 1 "x*y" --', "--y", "--x"),
    ('gradcli eval "x*rate" --ra', "--rate", "--x"),
    ('gradcli eval "θ*2" --', "--θ", "--x"),
    ('gradcli eval "(x*y" --', "--y", "--z"),
    ('gradcli eval "seed*y" --', "--seed", "--x"),
    ('gradcli eval "x*y" --wrt ', "y", "--x"),
    ('gradcli eval "q=x*y;q*x" --wrt ', "q", "z"),
    ('gradcli eval "x" --format ', "json", "--x"),
    ('gradcli fit "(w*x-y)^2" --', "--x", "--z"),
    ('gradcli fit "(w*x-y)^2" --param ', "w=", "z="),
    ('gradcli fit "(w*x-y)^2" --optimizer ', "adam", "w="),
    ('gradcli sweep "w*x" --scale ', "x=", "z="),
    ('gradcli sweep "w*x" --wrt ', "w", "z"),
    ('gradcli eval "x" --ties f', "first", "last"),
    ('gradcli explain "x*y" --x 1 --', "--y", "--x"),
    ('gradcli explain "x*y" --format ', "latex", "json"),
    ('gradcli explain "x*y" --lang ', "zh", "fr"),
    ('gradcli eval "x*y" --lang ', "zh", "fr"),
    ('gradcli fit "x*y" --lang ', "zh", "fr"),
    ('gradcli sweep "x*y" --lang ', "zh", "fr"),
    ("gradcli functions --lang ", "zh", "fr"),
    ('gradcli diff "q=x*y;q*x" --wrt ', "q", "z"),
    ('gradcli diff "x*y" --format ', "python", "html"),
    ('gradcli diff "x*y" --o', "--order", "--x"),
    ("gradcli ", "eval", "--help"),
    ("gradcli ", "diff", "--help"),
    ("gradcli ex", "explain", "eval"),
    ("gradcli comp", "completion", "eval"),
    ("gradcli completion ", "zsh", "--help"),
    ("gradcli eval --", "--file", "--x"),
    ("gradcli functions s", "sigmoid", "relu"),
    ("gradcli nonsense --", "--version", "--x"),
]


@pytest.mark.parametrize(("line", "offered", "other"), COMPLETED, ids=[row[0] for row in COMPLETED])
def test_completion_offers_what_fits(line: str, offered: str, other: str) -> None:
    found = completions(line)
    assert offered in found
    assert other not in found


@pytest.mark.parametrize("command", ["check", "sheet", "lint", "lint ch1"])
def test_sets_and_exercise_files_are_completed(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("chain.yaml", "child.yml", "chat.txt", "own.yaml"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    sets = [f"ch{number}" for number in range(1, 9)]
    assert completions(f"gradcli {command} ch") == [*sets, "chain.yaml", "child.yml"]
    assert completions(f"gradcli {command} ") == [*sets, "chain.yaml", "child.yml", "own.yaml"]
    assert answered(f"gradcli {command} ch4/", "bash") == "file,ch4/\n"


ONLY = ["check ch4 --only", "sheet ch4 --only", "check --lang zh ch4 my.yaml --only"]


@pytest.mark.parametrize("words", ONLY)
def test_exercises_are_completed(words: str) -> None:
    ids = [one.id for one in read_set("ch4").exercises]
    assert len(ids) > 8
    assert completions(f"gradcli {words} ") == ids
    assert completions(f"gradcli {words} s") == [name for name in ids if name.startswith("s")]
    assert answered(f"gradcli {words} nothing-like-it", "bash") == "\n"


def test_the_title_of_an_exercise_is_shown_beside_its_id() -> None:
    shown = answered("gradcli check ch4 --lang zh --only add-m", "zsh").splitlines()
    assert shown == ["plain", "add-multiply", "先加后乘"]


@pytest.mark.parametrize("text", ["", "format: 1\ntitle: [", "\xff", None])
def test_a_file_at_fault_completes_no_exercise(
    text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if text is not None:
        (tmp_path / "set.yaml").write_text(text, encoding="latin-1")
    for file in ("set.yaml", "-", ".", "--ascii"):
        assert answered(f"gradcli check {file} --only ", "bash") == "\n"


@pytest.mark.parametrize("words", ["check ch4", "check ch4 --answers", "sheet ch4 -o"])
def test_sheets_are_completed(words: str) -> None:
    assert answered(f"gradcli {words} m", "bash") == "file,m\n"


def test_variables_of_a_file_are_completed(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("rate*2")
    assert "--rate" in completions(f"gradcli eval -f {tmp_path}/p.txt --")


SCRIPTS = {
    "bash": "complete -o nosort -F _gradcli_completion gradcli",
    "zsh": "#compdef gradcli",
    "fish": "complete --no-files --command gradcli",
    "powershell": "Register-ArgumentCompleter -Native -CommandName gradcli",
}


@pytest.mark.parametrize("shell", SCRIPTS)
def test_each_shell_has_its_script(cli: Cli, shell: str) -> None:
    outcome = cli("completion", shell)
    assert outcome.code == 0
    assert SCRIPTS[shell] in outcome.out
    assert outcome.out.startswith("# To install it, add this line to ")


def test_bash_completes_with_the_script(tmp_path: Path) -> None:
    script = tmp_path / "gradcli"
    script.write_text(f"#!{COMMAND[0]} -P\nfrom gradcli.cli import main\nmain()\n")
    script.chmod(0o755)
    asked = (
        'eval "$(gradcli completion bash)"\n'
        """COMP_WORDS=(gradcli eval '"(x+y)*z"' --); COMP_CWORD=3\n"""
        "_gradcli_completion gradcli 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"\n"
    )
    path = f"{tmp_path}:{environment()['PATH']}"
    done = subprocess.run(
        ["bash", "-c", asked],
        env=environment(PATH=path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split()[:3] == ["--x", "--y", "--z"]


def test_our_powershell_class_speaks_the_protocol_of_its_script() -> None:
    from click.shell_completion import CompletionItem

    from gradcli.cli.powershell import PowerShellComplete
    from gradcli.cli.root import root

    support = PowerShellComplete(root, {}, "gradcli", "_GRADCLI_COMPLETE")
    assert "-CommandName gradcli" in support.source()
    assert support.format_completion(CompletionItem("--x")) == "plain\n--x\n_"
    assert support.format_completion(CompletionItem("--x", help="a\nb")) == "plain\n--x\na b"


def test_an_unknown_shell_is_refused(cli: Cli) -> None:
    outcome = cli("completion", "tcsh")
    assert (outcome.code, outcome.out) == (2, "")
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish', 'powershell'" in outcome.err
