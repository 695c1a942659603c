"""`--lang zh` of the commands that compute: no English is left on their screens.

Every command of the golden files, of the documents and of `--help` is run again where the language
is Chinese. Latin words may stay if they are names: of functions, options and files, those of the
command line, and those of authors and their books.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gradcli.cli import run
from gradcli.cli.fit import EXAMPLES as FIT
from gradcli.cli.help import COMMANDS, EVAL_EXAMPLES, FUNCTIONS_EXAMPLES
from gradcli.cli.sweep import EXAMPLES as SWEEP
from gradcli.limits import REPLACEABLE
from gradcli.operators import CONSTANTS, FUNCTIONS, WRITTEN
from gradcli.render.entries import families
from gradcli.render.reference_words import reference_said
from gradcli.render.screen_words import SCREEN
from gradcli.render.source_words import SOURCES
from tests import console
from tests.cli.conftest import Cli, process
from tests.cli.test_start import NEVER, bare, imported
from tests.cli.test_streams import encoded

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
GOLDEN = sorted((ROOT / "tests" / "golden").glob("*.txt"))
HELP = [*EVAL_EXAMPLES, *FIT, *SWEEP, *FUNCTIONS_EXAMPLES]
CHINESE = re.compile("[\u4e00-\u9fff]")

#: Command lines that show people what they have computed.
SPEAKS = re.compile(r"\bgradcli (eval|fit|sweep|functions)\b")
FOR_PROGRAMS = re.compile(r"--format[ =](json|csv|tsv)|--help|-h\b|--ascii|LC_ALL|PYTHONIO")

#: Names of the language, of the command, and of numbers.
NAMES = {
    *FUNCTIONS, *WRITTEN, *CONSTANTS, *COMMANDS, *REPLACEABLE, "and", "or", "not", "None", "False",
    "PyTorch", "SVM", "inf", "nan", "true", "false", "out", "loss", "axis", "sgd", "nesterov",
    "gradcli", "json", "JSON", "csv", "svg", "jq", "Adam", "onehot", "scores_j", "scores_target",
}  # fmt: skip
NAMES |= {word for name in REPLACEABLE for word in name.split("-")} | {"all"}
NAMES |= {name.strip("*") for row in WRITTEN.values() for name in row.operands}
NAMES |= {alias for row in WRITTEN.values() for one in row.options for alias in one.aliases}
NAMES |= {one.name for row in WRITTEN.values() for one in row.options}
NAMES |= {word for row in WRITTEN.values() for one in row.options for word in one.choices}
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z_0-9]+")

#: Authors and titles at the end of a card.
SOURCE = re.compile(r"^  出处.*(\n    .*)*", re.MULTILINE)


def english(text: str, names: str) -> list[str]:
    """Return the Latin words of a screen that are no names; in ASCII ∂f/∂x is df/dx."""
    known = NAMES | set(IDENTIFIER.findall(names))
    text = re.sub(r"--[a-z][a-z-]*|\b0x[0-9a-f]+|'[a-z]+'", " ", SOURCE.sub("", text))
    text = re.sub(r"\bd(\w+)([/_])d(\w+)", r"\1 \2", text)
    letters = re.compile(r"[a-z][0-9]+")  # of unnamed nodes
    found = IDENTIFIER.findall(text)
    return [word for word in found if word not in known and not letters.fullmatch(word)]


Show = Callable[..., str]


@pytest.fixture
def show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Show:
    """Run a command where the language is Chinese; a plain one within this process."""
    monkeypatch.chdir(tmp_path)

    def shown(command: str, columns: int = 80, locale: str = "zh_CN.UTF-8") -> str:
        wishes = {"LC_ALL": locale, "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": str(columns)}
        for name, value in wishes.items():
            monkeypatch.setenv(name, value)
        words = shlex.shlex(command, posix=True, punctuation_chars="|<>&;`$\n")
        words.whitespace_split, words.commenters = True, ""
        name, *rest = words
        if name == "gradcli" and not any(re.fullmatch(r"[|<>&;`$\n]+", word) for word in rest):
            run(rest)
            return "".join(capsys.readouterr())
        environment = console.environment(tmp_path, **wishes)
        return subprocess.run(
            ["sh", "-c", command],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=60,
            check=False,
        ).stdout

    return shown


def speaks(command: str) -> bool:
    """Return whether a command line shows people what it has computed."""
    return bool(SPEAKS.search(command)) and not FOR_PROGRAMS.search(command)


def commands_of(document: str) -> Iterator[str]:
    """Yield the commands of the console blocks of a document that speak or write files."""
    for block in console.BLOCK.findall((ROOT / document).read_text(encoding="utf-8")):
        lines = block.splitlines()
        while lines:
            if not lines[0].startswith("$ "):
                lines.pop(0)
                continue
            command = console.take_command(lines)
            if speaks(command) or ">" in command:
                yield command


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_shows_is_told_in_chinese(
    document: str, tmp_path: Path, show: Show
) -> None:
    for command in commands_of(document):
        shown = show(command)
        files = [path for path in tmp_path.iterdir() if path.is_file()]
        names = command + "".join(path.read_text("utf-8", "replace") for path in files)
        assert not speaks(command) or not english(shown, names), command


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("file", GOLDEN, ids=lambda file: file.stem)
def test_a_golden_screen_is_told_in_chinese(file: Path, columns: int, show: Show) -> None:
    for case in console.cases(file.read_text(encoding="utf-8")):
        if not speaks(case.command) or (columns != 80 and case.screen.stderr):
            continue
        shown = show(case.command, columns)
        assert not english(shown, case.command), case.command
        if not case.wide and not case.screen.stderr:
            wide = [line for line in shown.splitlines() if console.width(line) > columns]
            assert not wide, case.command


@pytest.mark.parametrize("command", HELP)
def test_an_example_of_the_help_is_told_in_chinese(command: str, show: Show) -> None:
    assert FOR_PROGRAMS.search(command) or not english(show(command), command)


# --- the tables


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
@pytest.mark.parametrize("columns", [60, 100])
def test_a_card_is_told_in_chinese(name: str, columns: int, show: Show) -> None:
    shown = show(f"gradcli functions {name}", columns)
    assert not english(shown, "")
    assert CHINESE.search(shown)
    assert not [line for line in shown.splitlines() if console.width(line) > columns]


@pytest.mark.parametrize("row", WRITTEN.values(), ids=lambda row: row.name)
def test_every_sentence_of_an_operator_has_its_chinese(row: object) -> None:
    doc, source = row.doc, row.source  # type: ignore[attr-defined]
    assert CHINESE.search(reference_said(doc, "zh")) or not english(doc, "")
    citation = re.fullmatch(r"(DLMF|C99|PyTorch, torch\.nn|.*\b20\d\d\b).*", source)
    assert source in SOURCES or citation, source


def test_every_family_has_its_chinese() -> None:
    assert all(CHINESE.search(reference_said(name.capitalize(), "zh")) for name in families())


def sentences() -> Iterator[str]:
    """Yield each text that the program says by `said`, as it stands in the source."""
    for path in sorted((ROOT / "gradcli").rglob("*.py")):
        if "explanation" in path.parts or "picture" in path.parts or "lesson" in path.parts:
            continue
        for found in re.finditer(r'\bsaid\(\s*((?:"[^"]*"\s*)+),', path.read_text("utf-8")):
            yield "".join(re.findall(r'"([^"]*)"', found[1]))


@pytest.mark.parametrize("text", sorted(set(sentences())))
def test_every_text_of_a_screen_has_its_chinese(text: str) -> None:
    assert text in SCREEN


PART = re.compile(r"\{\w+[^}]*\}")


@pytest.mark.parametrize("text", SCREEN)
def test_the_parts_of_a_screen_are_the_same_in_chinese(text: str) -> None:
    assert sorted(PART.findall(text)) == sorted(PART.findall(SCREEN[text]["zh"]))


@pytest.mark.parametrize("words", [("-q",), ("--check", "--saved"), ("--format", "markdown")])
def test_a_screen_in_english_reads_no_table(words: tuple[str, ...]) -> None:
    modules = imported("eval", "x*y", "--x", "2", "--y", "3", *words)
    assert not [name for name in modules if "words" in name and "cli.words" not in name]
    assert not [name for name in modules if "phrase" in name or name.endswith(".speaking")]


def test_a_screen_in_chinese_imports_nothing_slow() -> None:
    modules = imported("eval", "relu(x)*y", "--x", "2", "--y", "3", "--lang", "zh") - bare()
    assert modules & NEVER == set()


# --- where Chinese is not shown


FORMS = [("--format", form) for form in ("json", "csv", "tsv")]


@pytest.mark.parametrize(
    "words",
    [
        ("eval", "max(x, y)", "--x", "1", "--y", "1", "--backward", "2"),
        ("fit", "(w*x - y)^2", "--x", "[1, 2]", "--y", "[2, 4]", "--param", "w=1"),
        ("sweep", "sqrt(x)", "--x", "-1:1:1"),
    ],
)
@pytest.mark.parametrize("form", [*FORMS, ("-q",)])
def test_what_programs_read_is_the_same_in_every_language(
    cli: Cli, words: tuple[str, ...], form: tuple[str, ...]
) -> None:
    assert cli(*words, *form, "--lang", "zh").out == cli(*words, *form, "--lang", "en").out


def test_the_card_for_programs_is_the_same_in_every_language(cli: Cli) -> None:
    words = ("functions", "pow", "--format", "json")
    assert cli(*words, "--lang", "zh").out == cli(*words).out


COMPUTING = [
    ("eval", "relu(x)", "--x", "0"),
    ("fit", "relu(w*x)", "--x", "[0, 1]", "--param", "w=1", "--epochs", "2"),
    ("sweep", "relu(x)", "--x", "-1:1"),
    ("functions", "max"),
]


@pytest.mark.parametrize("words", COMPUTING, ids=lambda words: words[0])
def test_ascii_is_english_notes_and_errors_too(cli: Cli, words: tuple[str, ...]) -> None:
    assert cli(*words, "--ascii", "--lang", "zh") == cli(*words, "--ascii")
    assert cli(words[0], "--ascii", "--lang", "zh", "--no-such").err.isascii()


@pytest.mark.parametrize("words", COMPUTING, ids=lambda words: words[0])
def test_the_plain_locale_gets_english(words: tuple[str, ...]) -> None:
    told = process(*words, "--lang", "zh", PYTHONUTF8=None, LC_ALL="C")
    assert told == process(*words, "--ascii")


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
@pytest.mark.parametrize("words", COMPUTING, ids=lambda words: words[0])
def test_chinese_stays_where_an_encoding_has_it(words: tuple[str, ...], encoding: str) -> None:
    told = encoded(encoding, *words, "--lang", "zh")
    assert CHINESE.search(told.out + told.err)
    assert "\\u" not in told.out + told.err
    assert not english(told.out + told.err, " ".join(words))


def test_a_figure_is_in_the_language(cli: Cli, tmp_path: Path) -> None:
    words = ("fit", "(w*x - y)^2", "--x", "[1, 2]", "--y", "[2, 4]", "--param", "w=1", "--plot")
    for language, label in (("zh", "轮次"), ("en", "epoch")):
        file = tmp_path / f"{language}.svg"
        assert cli(*words, str(file), "--lang", language).code == 0
        assert f">{label}<" in file.read_text(encoding="utf-8")
