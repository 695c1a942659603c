"""`gradcli check` and `gradcli sheet`: exit codes, where answers come from, a class, a session."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from gradcli.grading.reader import read_sheet
from gradcli.grading.sheet_texts import plain_sheet
from tests.cli.conftest import COMMAND, Cli, Outcome, environment, process
from tests.grading.sheets import LECTURE, RIGHT, SET, SLOPE

BROKEN = SET.replace("y = sigmoid(b)", "y = log(b - 1)")
FULL = {"product": RIGHT, "slope": SLOPE}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory with a set in it, where the command is run."""
    (tmp_path / "set.yaml").write_text(SET)
    (tmp_path / "broken.yaml").write_text(BROKEN)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: Path, answers: Mapping[str, Mapping[str, str]], student: str = "") -> str:
    path.write_text(plain_sheet(student, answers))
    return path.name


CODES: list[tuple[Mapping[str, Mapping[str, str]], str, tuple[str, ...], int]] = [
    (FULL, "set.yaml", (), 0),
    ({"product": RIGHT}, "set.yaml", (), 1),
    ({"product": RIGHT}, "set.yaml", ("--only", "product"), 0),
    ({"product": LECTURE}, "set.yaml", ("--only", "product"), 1),
    ({"product": {**RIGHT, "q": "3,5"}}, "set.yaml", ("--only", "product"), 1),
    ({"product": {**RIGHT, "q": ""}}, "set.yaml", ("--only", "product"), 1),
    ({"product": {"q": "2", "f": "-8"}}, "set.yaml", ("--only", "product"), 1),
    ({"product": RIGHT}, "broken.yaml", (), 2),
    ({"product": RIGHT}, "broken.yaml", ("--only", "product"), 0),
    ({"product": {"qq": "3"}}, "set.yaml", (), 2),
    ({"produkt": {"q": "3"}}, "set.yaml", (), 2),
    (FULL, "set.yaml", ("--only", "produkt"), 2),
    (FULL, "nothing.yaml", (), 2),
    (FULL, "set.yaml", ("--format", "xml"), 2),
]


@pytest.mark.parametrize(("answers", "file", "words", "code"), CODES)
def test_exit_codes(
    cli: Cli, folder: Path, answers: Any, file: str, words: tuple[str, ...], code: int
) -> None:
    sheet = write(folder / "my.yaml", answers)
    assert cli("check", file, "--answers", sheet, *words).code == code


def test_a_sheet_at_fault_is_told_with_every_place_and_nothing_on_stdout(
    cli: Cli, folder: Path
) -> None:
    write(folder / "my.yaml", {"produkt": {"q": "3"}, "slope": {"dy/dc": "1", "yy": "2"}})
    outcome = cli("check", "set.yaml", "--answers", "my.yaml")
    assert outcome.out == ""
    first, *rest = outcome.err.splitlines()
    assert first == "my.yaml:3:3: set.yaml has no exercise 'produkt', did you mean 'product'?"
    assert [line.split(" ")[0] for line in rest] == ["my.yaml:6:5:", "my.yaml:7:5:"]


def test_a_set_at_fault_is_told_with_its_places(cli: Cli, folder: Path) -> None:
    (folder / "set.yaml").write_text(SET.replace("points: 4", "pionts: 4"))
    outcome = cli("check", "set.yaml")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == "set.yaml:11:5: unknown key 'pionts', did you mean 'points'?\n"


def test_an_ungraded_exercise_leaves_the_others_marked(cli: Cli, folder: Path) -> None:
    outcome = cli("check", "broken.yaml", "-a", write(folder / "my.yaml", {"product": RIGHT}))
    assert "4 of 4 points" in outcome.out
    assert "broken.yaml:13:18:" in outcome.err


def test_answers_in_the_file_itself(cli: Cli, folder: Path) -> None:
    answers = "".join(f"      {name}: {text}\n" for name, text in RIGHT.items())
    filled = SET.replace("    points: 4\n", f"    points: 4\n    answers:\n{answers}")
    (folder / "set.yaml").write_text(filled)
    assert cli("check", "set.yaml", "--only", "product").code == 0
    write(folder / "set.answers.yaml", {"product": {"q": "1"}})
    outcome = cli("check", "set.yaml", "--only", "product")
    assert (outcome.code, outcome.err.split(":")[0]) == (0, "note")
    outcome = cli("check", "set.yaml", "--only", "product", "-a", "set.answers.yaml")
    assert "✗ q" in outcome.out


def test_the_usual_sheet_is_found(cli: Cli, folder: Path) -> None:
    write(folder / "set.answers.yaml", FULL)
    assert cli("check", "set.yaml").code == 0


@pytest.mark.usefixtures("folder")
def test_without_answers_a_pipe_gets_the_questions(cli: Cli) -> None:
    outcome = cli("check", "set.yaml")
    assert (outcome.code, outcome.err) == (1, "")
    for part in ("A sum into a product", "q = x + y", "at x = -2, y = 5, z = -4", "How to answer"):
        assert part in outcome.out
    assert "the gradient of f with respect to x" in outcome.out
    assert "先加后乘" in cli("check", "set.yaml", "--lang", "zh").out
    assert "0.73" not in outcome.out


def test_standard_input(folder: Path) -> None:
    write(folder / "my.yaml", FULL)
    assert process("check", "-", "--answers", "my.yaml", stdin=SET.encode()).code == 0
    done = process("check", "set.yaml", "--answers", "-", stdin=(folder / "my.yaml").read_bytes())
    assert done.code == 0
    assert process("check", "-", "--answers", "-", stdin=b"").code == 2
    done = process("check", "-", stdin=b"format: 2\n")
    assert done.err.startswith("<stdin>:1:")


@pytest.mark.parametrize("form", ["json", "junit", "gradescope", "markdown", "csv"])
@pytest.mark.usefixtures("folder")
def test_every_form_is_there_also_for_blank_answers(cli: Cli, form: str) -> None:
    outcome = cli("check", "set.yaml", "--format", form)
    assert outcome.code == 1
    assert outcome.out.endswith("\n")


def test_notes_and_refusals_are_in_the_language_of_the_report(cli: Cli, folder: Path) -> None:
    words = ("check", "set.yaml", "my.yaml", "twin.yaml", "--lang", "zh")
    for name in ("my.yaml", "twin.yaml"):
        write(folder / name, {"product": RIGHT}, "2026001")
    assert cli(*words).err == "注意：2026001 同时出现在 my.yaml 和 twin.yaml 中\n"
    assert cli(*words, "--format", "markdown").err == (
        "错误：--format markdown 只用于一份答题文件\n建议：批改全班可以用 table、csv、json\n"
    )
    assert "错误：--watch 只监视" in cli(*words, "--watch").err


@pytest.mark.parametrize("words", [(), ("--format", "csv")])
def test_a_gradebook_has_no_place_for_true_values(
    cli: Cli, folder: Path, words: tuple[str, ...]
) -> None:
    sheets = [write(folder / name, {"product": LECTURE}) for name in ("my.yaml", "twin.yaml")]
    outcome = cli("check", "set.yaml", *sheets, "--reveal", *words)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (
        "error: --reveal shows true values beside answers, and a gradebook has no answers in it\n"
        "try: mark one sheet alone, or add --format json, which has them\n"
    )
    told = cli("check", "set.yaml", *sheets, "--reveal", *words, "--lang", "zh").err
    assert told.startswith("错误：--reveal 在答案旁显示正确值")


def test_a_class_in_json_has_true_values_if_they_are_wanted(cli: Cli, folder: Path) -> None:
    sheets = [write(folder / name, {"product": LECTURE}) for name in ("my.yaml", "twin.yaml")]
    words = ("check", "set.yaml", *sheets, "--only", "product", "--format", "json")
    for wanted in (True, False):
        students = cli(*words, *(["--reveal"] if wanted else [])).json["students"]
        cells = [cell for one in students for work in one["exercises"] for cell in work["cells"]]
        assert len(cells) == 2 * len(RIGHT)
        assert all(("truth" in cell) == wanted for cell in cells)


def test_the_language_is_that_of_the_locale(folder: Path) -> None:
    sheet = write(folder / "my.yaml", {"product": LECTURE})
    words = ("check", "set.yaml", "--answers", sheet)
    assert "就会得到" in process(*words, LC_ALL="zh_CN.UTF-8").out
    assert "what you get" in process(*words, LC_ALL="en_US.UTF-8").out
    assert process(*words, "--ascii", LC_ALL="zh_CN.UTF-8").out.isascii()
    assert process(*words, "--lang", "zh", PYTHONIOENCODING="ascii").out.isascii()


def test_colour_is_never_the_only_sign(cli: Cli, folder: Path) -> None:
    words = ("check", "set.yaml", "-a", write(folder / "my.yaml", {"product": LECTURE}))
    colored = cli(*words, "--color", "always").out
    assert "\x1b[31m" in colored
    import re

    assert re.sub("\x1b\\[[0-9;]*m", "", colored) == cli(*words).out


# --- a class


def test_a_class(cli: Cli, folder: Path) -> None:
    sheets = folder / "sheets"
    sheets.mkdir()
    write(sheets / "ann.yaml", FULL, "Ann")
    write(sheets / "bob.yaml", {"product": LECTURE})
    outcome = cli("check", "set.yaml", "--answers", "sheets", "--format", "csv")
    assert outcome.code == 1
    assert outcome.out.splitlines() == [
        "student,product,slope,total,points,sheet",
        f"Ann,4,1,5,5,{Path('sheets/ann.yaml')}",
        f"bob,2.67,0,2.67,5,{Path('sheets/bob.yaml')}",
    ]
    assert cli("check", "set.yaml", "-a", "sheets/*.yaml", "--format", "csv").out == outcome.out
    (sheets / "eve.yaml").write_text("{")
    outcome = cli(
        "check", "set.yaml", "-a", "sheets/ann.yaml", "sheets/bob.yaml", "sheets/eve.yaml"
    )
    assert outcome.code == 2
    assert "1 sheet could not be marked." in outcome.out
    assert outcome.err.startswith(f"{Path('sheets/eve.yaml')}:2:1:")
    found = cli("check", "set.yaml", "-a", "sheets", "--format", "json").json
    assert [one["student"] for one in found["students"]] == ["Ann", "bob"]
    assert cli("check", "set.yaml", "-a", "sheets", "--format", "junit").code == 2


def test_one_odd_answer_costs_only_itself(cli: Cli, folder: Path) -> None:
    sheets = folder / "sheets"
    sheets.mkdir()
    path = sheets / "29.yaml"
    write(path, {"product": {**RIGHT, "q": "QQ"}, "slope": SLOPE}, "张三")
    path.write_text(path.read_text().replace('"QQ"', "?").replace("QQ", "?"))
    outcome = cli("check", "set.yaml", "-a", "sheets", "--format", "csv")
    assert (outcome.code, outcome.err) == (1, "")
    assert outcome.out.splitlines()[1] == f"张三,3.33,1,4.33,5,{Path('sheets/29.yaml')}"
    outcome = cli("check", "set.yaml", "-a", str(path), "--lang", "zh")
    assert (outcome.code, outcome.err) == (1, "")
    assert "不会就空着" in outcome.out.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(
    "text",
    [
        "format: 1\nstudent: 张三\nanswers:\n  product:\n    prodct: 3\n",
        "format: 1\nstudent: 张三\nanswers:\n  product: [\n",
        "format: 2\nstudent: '张三'  # me\n",
    ],
)
def test_a_sheet_at_fault_stands_under_its_student(cli: Cli, folder: Path, text: str) -> None:
    sheets = folder / "sheets"
    sheets.mkdir()
    (sheets / "29.yaml").write_text(text)
    (sheets / "30.yaml").write_text("format: 1\nstudent: *x\n")
    outcome = cli("check", "set.yaml", "-a", "sheets", "--format", "csv")
    assert outcome.code == 2
    assert [line.split(",")[0] for line in outcome.out.splitlines()[1:]] == ["张三", "30"]


def test_how_far_a_class_is_never_stands_in_the_line_of_a_fault(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = folder / "sheets"
    sheets.mkdir()
    for name in "adc":
        write(sheets / f"{name}.yaml", FULL, name)
    (sheets / "b.yaml").write_text("{")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr("gradcli.cli.check_class.PATIENCE", -1)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    said = cli("check", "set.yaml", "-a", "sheets").err
    assert all(f"{number}/4" in said for number in (1, 2, 3))
    seen = [line.split("\r\033[K")[-1] for line in said.split("\n")]
    place = f"{Path('sheets/b.yaml')}:2:1:"
    assert [line[: len(place)] for line in seen] == [place, ""]


# --- a blank sheet


def test_a_blank_sheet_is_filled_in_and_marked(cli: Cli, folder: Path) -> None:
    outcome = cli("sheet", "set.yaml", "--student", "2026001", "--lang", "zh")
    assert (outcome.code, outcome.out) == (0, "")
    path = folder / "set.answers.yaml"
    assert "f 对 x 的梯度" in path.read_text()
    assert "# 整数要准确；其他数可以舍入" in path.read_text()
    assert read_sheet(path).student == "2026001"
    text = path.read_text()
    for name, answer in {**RIGHT, **SLOPE}.items():
        text = text.replace(f"    {name}:", f"    {name}: {answer}", 1)
    path.write_text(text)
    assert cli("check", "set.yaml").code == 0


def test_a_sheet_is_never_overwritten_unasked(cli: Cli, folder: Path) -> None:
    path = folder / "my.yaml"
    path.write_text("mine")
    outcome = cli("sheet", "set.yaml", "-o", "my.yaml")
    assert (outcome.code, path.read_text()) == (2, "mine")
    assert cli("sheet", "set.yaml", "-o", "my.yaml", "--force").code == 0
    assert list(read_sheet(path).answers) == ["product", "slope"]
    outcome = cli("sheet", "set.yaml", "-o", "-", "--only", "slope")
    assert "product" not in read_sheet("-", outcome.out).answers


@pytest.mark.parametrize("name", ["my.pdf", "my", "my.json", "my.yaml.txt", ".yaml"])
def test_a_sheet_is_refused_under_a_name_that_is_not_of_yaml(
    cli: Cli, folder: Path, name: str
) -> None:
    before = set(folder.iterdir())
    outcome = cli("sheet", "set.yaml", "-o", name)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.splitlines() == [
        f"error: a sheet is written as YAML, and {name} is not the name of a YAML file",
        "try: end it in .yaml or .yml, as in my.yaml",
    ]
    assert set(folder.iterdir()) == before
    (folder / name).write_text("mine")
    assert cli("sheet", "set.yaml", "-o", name, "--force").code == 2
    assert (folder / name).read_text() == "mine"


@pytest.mark.parametrize("name", ["my.yaml", "my.yml", "MY.YAML"])
def test_a_sheet_is_written_under_a_name_of_yaml(cli: Cli, folder: Path, name: str) -> None:
    assert cli("sheet", "set.yaml", "-o", name).code == 0
    assert list(read_sheet(folder / name).answers) == ["product", "slope"]


# --- the sets that come with gradcli


def test_a_set_that_comes_with_gradcli_goes_by_its_name(cli: Cli, folder: Path) -> None:
    assert "q = x + y" in cli("check", "ch4", "--only", "add-multiply").out
    assert cli("sheet", "ch4", "-o", "my.yaml").code == 0
    assert (folder / "my.yaml").exists()
    assert cli("lint", "ch1", "ch8").code == 0


@pytest.mark.usefixtures("folder")
def test_a_chinese_sheet_has_chinese_colons(cli: Cli) -> None:
    said = cli("sheet", "ch4", "--lang", "zh", "-o", "-").out
    assert said.startswith("# ch4 的答案：反向传播\n")


def test_a_file_of_that_name_comes_first(cli: Cli, folder: Path) -> None:
    (folder / "ch4").write_bytes((folder / "set.yaml").read_bytes())
    assert "product" in cli("check", "ch4").out


@pytest.mark.parametrize("name", ["ch4.yaml", "exercises/ch4.yaml"])
@pytest.mark.parametrize(("lang", "hint"), [("en", "is called ch4"), ("zh", "练习叫 ch4")])
@pytest.mark.usefixtures("folder")
def test_a_set_that_is_named_as_a_file_is_offered(
    cli: Cli, name: str, lang: str, hint: str
) -> None:
    outcome = cli("check", name, "--lang", lang)
    assert (outcome.code, outcome.out) == (2, "")
    assert hint in outcome.err


def test_it_is_offered_also_beside_a_sheet_of_nearly_that_name(cli: Cli, folder: Path) -> None:
    (folder / "ch4.answers.yaml").touch()
    assert "is called ch4, without" in cli("check", "ch4.yaml").err


# --- a session at a terminal


def spawn(folder: Path, *words: str, **changes: str) -> Any:
    pexpect = pytest.importorskip("pexpect")
    return pexpect.spawn(
        COMMAND[0],
        [*COMMAND[1:], "check", "set.yaml", *words],
        cwd=str(folder),
        env=environment(TERM="dumb", LC_ALL="C.UTF-8", **changes),
        timeout=20,
        encoding="utf-8",
        dimensions=(40, 100),
    )


def ended(screen: Any) -> int:
    """Return the exit code, once the command is at its end."""
    import pexpect

    screen.expect(pexpect.EOF)
    screen.close()
    code: int = screen.exitstatus
    return code


def saved(folder: Path, name: str = "set.answers.yaml") -> dict[str, str]:
    given = read_sheet(folder / name).answers["product"]
    return {quantity: answer.text for quantity, answer in given.items() if answer.text}


def test_a_session_answers_asks_for_hints_and_ends(folder: Path) -> None:
    screen = spawn(folder, "--only", "product")
    screen.expect(r"^Small set\r\n6 answers are asked")
    screen.expect("A whole number must be exact")
    screen.expect("set.answers.yaml")
    screen.expect("q = $")
    screen.sendline("2")
    screen.expect("✗ wrong")
    assert saved(folder) == {"q": "2"}
    screen.sendline("h")
    screen.expect("costs .* % of this answer")
    screen.sendline("3")
    for name, answer in list(RIGHT.items())[1:]:
        screen.expect("✓ correct")
        screen.expect(f"{name} = $")
        screen.sendline(answer)
    screen.expect("All correct")
    assert ended(screen) == 0
    assert saved(folder) == RIGHT


def test_a_hint_is_paid_for_before_it_is_shown_also_if_the_session_is_killed(
    cli: Cli, folder: Path
) -> None:
    screen = spawn(folder, "--only", "product")
    screen.expect("q = $")
    screen.sendline("h")
    screen.expect("A hint costs 10 % of this answer; h again takes it")
    assert not (folder / "set.answers.yaml").exists()
    screen.sendline("h")
    screen.expect("hint 1 of")
    screen.kill(signal.SIGKILL)
    screen.close()
    assert read_sheet(folder / "set.answers.yaml").hints["product"]["q"].text == "1/10"
    screen = spawn(folder, "--only", "product")
    screen.expect("q = $")
    screen.sendline("h")
    screen.expect("hint 1 of")
    for name, answer in RIGHT.items():
        screen.expect(f"{name} = $")
        screen.sendline(answer)
    screen.expect("3.93 of 4 points")
    screen.expect("Hints cost 0.07 points")
    assert ended(screen) == 0
    outcome = cli("check", "set.yaml", "--only", "product", "--no-ask")
    assert "3.93 of 4 points" in outcome.out
    assert "Hints cost 0.07 points" in outcome.out
    assert read_sheet(folder / "set.answers.yaml").answers["product"]["q"].text == "3"


def test_one_point_for_hints_is_one_point(cli: Cli, folder: Path) -> None:
    sheet = folder / "mine.yaml"
    sheet.write_text("format: 1\nhints: {product: {q: 1}}\nanswers: {product: {q: 3}}\n")
    set_ = (folder / "set.yaml").read_text(encoding="utf-8")
    (folder / "set.yaml").write_text(set_.replace("points: 4", "points: 6"), encoding="utf-8")
    outcome = cli("check", "set.yaml", "--only", "product", "--answers", "mine.yaml")
    assert "Hints cost 1 point, which is taken off already." in outcome.out


@pytest.mark.parametrize("width", [60, 100])
def test_the_greeting_of_a_session_is_broken_between_words(folder: Path, width: int) -> None:
    screen = spawn(folder, COLUMNS=str(width))
    screen.expect("q = $")
    greeting = [line.strip("\r") for line in screen.before.split("\n\n")[0].split("\n")]
    assert max(map(len, greeting)) <= width
    assert not any(line.startswith(" ") for line in greeting[:4])


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("sheet", [(), ("--answers", "set.answers.yaml")])
def test_an_interruption_loses_nothing_and_the_next_run_goes_on(
    folder: Path, stop: int, sheet: tuple[str, ...]
) -> None:
    screen = spawn(folder, *sheet)
    for name, answer in (("q", "3"), ("f", "-12")):
        screen.expect(f"{name} = $")
        screen.sendline(answer)
    screen.expect("df/dq = $")
    if stop == signal.SIGINT:
        screen.sendintr()
    else:
        screen.kill(stop)
    assert ended(screen) == 130
    assert saved(folder) == {"q": "3", "f": "-12"}
    assert sorted(path.name for path in folder.iterdir()) == [
        "broken.yaml",
        "set.answers.yaml",
        "set.yaml",
    ]
    screen = spawn(folder, *sheet)
    screen.expect("2 of 8 answers are there already")
    screen.expect("df/dq = $")
    screen.sendeof()
    screen.expect("2 correct, 6 blank")
    assert ended(screen) == 1


def test_a_closed_terminal_loses_nothing(folder: Path) -> None:
    screen = spawn(folder)
    screen.expect("q = $")
    screen.sendline("3")
    screen.expect("f = $")
    screen.close()
    assert saved(folder) == {"q": "3"}


def test_two_sessions_at_once_are_told(folder: Path) -> None:
    screen = spawn(folder)
    screen.expect("q = $")
    second = spawn(folder)
    second.expect("error: another gradcli is asking for the answers of set.answers.yaml")
    assert ended(second) == 2
    screen.sendline("q")
    assert ended(screen) == 1
    assert not (folder / "set.answers.yaml").exists()


def test_a_session_in_chinese(folder: Path) -> None:
    screen = spawn(folder, "--lang", "zh")
    screen.expect("共 8 个答案要填")
    screen.expect("q = $")
    screen.sendline("3")
    screen.expect("✓ 正确")
    screen.sendline("退出")
    screen.expect("正确 1、未作答 7")
    assert ended(screen) == 1


@pytest.mark.parametrize(
    ("language", "said", "none"),
    [
        ("en", "1 exercise has no answer yet.", "2 exercises have no answer yet."),
        ("zh", "1 道题尚未作答。", "2 道题尚未作答。"),
    ],
)
def test_the_end_of_a_session_only_counts_what_is_untouched(
    cli: Cli, folder: Path, language: str, said: str, none: str
) -> None:
    words = ("check", "set.yaml", "--lang", language)
    out = process(*words, "--ask", stdin=b"q\n").out
    assert none in out.splitlines()
    out = process(*words, "--ask", stdin=b"3\nq\n").out
    assert said in out.splitlines()
    assert "dy/db" not in out
    assert "0.67" in out
    assert "dy/db" in cli(*words).out  # the report that is asked for has them all
    assert saved(folder) == {"q": "3"}


@pytest.mark.parametrize(
    ("language", "total"),
    [("en", "0 of 5 points: 8 blank"), ("zh", "共 5 分，得 0 分：未作答 8")],
)
def test_a_blank_sheet_is_marked_if_it_is_named(
    cli: Cli, folder: Path, language: str, total: str
) -> None:
    assert cli("sheet", "set.yaml", "-o", "my.yaml").code == 0
    words = ("check", "set.yaml", "--lang", language)
    outcome = cli(*words, "--answers", "my.yaml")
    assert outcome.code == 1
    assert total in outcome.out.splitlines()
    assert cli(*words, "my.yaml").out == outcome.out
    given = process(*words, "--answers", "-", stdin=(folder / "my.yaml").read_bytes())
    assert (given.code, given.out) == (1, outcome.out)
    assert total not in cli(*words).out  # nobody has handed anything in


OFFERS = [
    (
        "en",
        *("2 answers are not right yet: try them again", "1 answer is not right yet: try it again"),
        *("The same command offers the wrong answers again", "shows this report again"),
    ),
    (
        "zh",
        *("还有 2 个答案不对，要重做吗？", "还有 1 个答案不对，要重做吗？"),
        *("再次运行同一命令可以重做不对的题", "再次运行同一命令会再次显示这份报告"),
    ),
]


@pytest.mark.parametrize(("language", "two", "one", "offers", "shows"), OFFERS)
def test_wrong_answers_are_offered_again_at_the_end_and_by_the_next_run(
    folder: Path, language: str, two: str, one: str, offers: str, shows: str
) -> None:
    write(folder / "set.answers.yaml", {"product": {**LECTURE, "df/dy": ""}}, "Ann")
    words = ("--only", "product", "--lang", language)
    screen = spawn(folder, *words)
    screen.expect("df/dy = $")
    screen.sendline("1")
    screen.sendline("s")
    screen.expect_exact(two)
    screen.sendline("")
    screen.expect_exact(offers)
    assert ended(screen) == 1
    assert saved(folder) == LECTURE

    screen = spawn(folder, *words)
    screen.expect("Ann")
    screen.expect_exact(two)
    screen.sendline("y")
    screen.expect("df/dx = $")
    screen.sendline("-4")
    screen.expect("df/dy = $")
    screen.sendline("s")
    screen.expect_exact(one)
    assert saved(folder) == {**LECTURE, "df/dx": "-4"}
    screen.sendline("y")
    screen.expect("df/dy = $")
    screen.sendline("-4")
    screen.expect_exact(shows)
    assert ended(screen) == 0
    assert saved(folder) == RIGHT


def test_an_offer_is_broken_between_words(folder: Path) -> None:
    write(folder / "set.answers.yaml", {"product": LECTURE})
    screen = spawn(folder, "--only", "product", COLUMNS="40")
    screen.expect_exact("2 answers are not right yet: try them\r\nagain? [y/N] ")
    screen.sendline("n")
    assert ended(screen) == 1


@pytest.mark.parametrize(
    ("key", "code"), [("eof", 1), ("intr", 130), ("y eof", 1), ("y intr", 130)]
)
def test_an_offer_can_be_left_in_any_way(folder: Path, key: str, code: int) -> None:
    write(folder / "set.answers.yaml", {"product": LECTURE})
    before = (folder / "set.answers.yaml").read_bytes()
    screen = spawn(folder, "--only", "product")
    screen.expect_exact("[y/N] ")
    if key.startswith("y"):
        screen.sendline("y")
        screen.expect("df/dx = $")
    if key.endswith("eof"):
        screen.sendeof()
    else:
        time.sleep(0.3)  # the prompt is there a moment before the line editor waits for keys
        screen.sendintr()
    import pexpect

    screen.expect(pexpect.EOF)
    assert screen.getecho()  # the shell shows what is typed next
    assert ended(screen) == code
    assert (folder / "set.answers.yaml").read_bytes() == before


def test_a_session_that_goes_on_tells_how_many_answers_are_wrong(folder: Path) -> None:
    write(folder / "set.answers.yaml", {"product": LECTURE})
    for language, said in (
        ("en", "2 of them are not right yet; they are offered again at the end."),
        ("zh", "其中 2 个还不对，最后可以重做。"),
    ):
        screen = spawn(folder, "--lang", language)
        screen.expect_exact(said)
        screen.expect("y = $")
        screen.sendline("q")
        assert ended(screen) == 1
        assert "[y/N]" not in screen.before


RIGHT_BUT_TWO = list(LECTURE.values())[:4]
HABITS = [
    ("en", "Once more: upstream times local", "1 is what you get if the local gradient"),
    ("zh", "再算一遍：沿 x 出发的每条边", "如果只写了局部梯度，没有乘以上游梯度，就会得到 1。"),
]


@pytest.mark.parametrize(("language", "alone", "full"), HABITS)
def test_a_session_refers_to_no_diagnosis_that_it_has_not_shown(
    folder: Path, language: str, alone: str, full: str
) -> None:
    lines = "\n".join([*RIGHT_BUT_TWO, "1", "s", "1", "q", ""]).encode()
    words = ("--only", "product", "--ask", "--lang", language)
    out = process("check", "set.yaml", *words, stdin=lines).out
    asked = out.split("[6/6]")
    assert alone in asked[0]
    at_second = asked[1].split("先加后乘" if language == "zh" else "A sum into a product")[0]
    assert full in at_second
    assert "相同" not in at_second
    assert "same way as" not in at_second
    assert saved(folder) == LECTURE


def test_where_nothing_can_be_saved_the_answers_are_printed(folder: Path) -> None:
    screen = spawn(folder, "--answers", "no/my.yaml")
    screen.expect("q = $")
    screen.sendline("3")
    screen.expect("    q: 3 ")
    screen.expect("error: no/my.yaml cannot be saved")
    assert ended(screen) == 2


def test_answers_are_asked_for_in_a_pipe_on_request(folder: Path) -> None:
    lines = "\n".join([*RIGHT.values(), ""]).encode()
    done = process("check", "set.yaml", "--only", "product", "--ask", stdin=lines)
    assert (done.code, done.err) == (0, "")
    assert saved(folder) == RIGHT


def test_no_ask_marks_at_a_terminal(folder: Path) -> None:
    write(folder / "my.yaml", {"product": LECTURE})
    screen = spawn(folder, "--answers", "my.yaml", "--no-ask")
    screen.expect("4 correct, 2 wrong, 2 blank")
    assert ended(screen) == 1


# --- watching


def wait_for(path: Path, text: str) -> str:
    """Return what a file holds once it holds a text."""
    for _ in range(200):
        held = path.read_text(encoding="utf-8")
        if text in held:
            return held
        time.sleep(0.05)
    raise AssertionError(f"{text!r} never came: {held}")


def test_watching_marks_again_when_a_file_is_saved(folder: Path) -> None:
    write(folder / "my.yaml", {"product": LECTURE})
    out = folder / "out.txt"
    with out.open("w") as file:
        running = subprocess.Popen(
            [*COMMAND, "check", "set.yaml", "-a", "my.yaml", "--watch", "--only", "product"],
            stdout=file,
            stderr=subprocess.STDOUT,
            env=environment(LC_ALL="C.UTF-8"),
        )
    try:
        wait_for(out, "4 correct, 2 wrong")
        (folder / "my.yaml").write_text("format: 1\nanswers: {product: {p: 1}}\n")
        wait_for(out, "my.yaml:2:21: nothing in the program is called 'p'")
        write(folder / "my.yaml", {"product": RIGHT})
        wait_for(out, "All correct.")
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=20) == 130
    finally:
        running.kill()
    assert "Traceback" not in out.read_text(encoding="utf-8")


# --- nonsense


EVIL = "\x1b[31m\u202e"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "words",
    [
        ("check", EVIL),
        ("check", "set.yaml", "--only", EVIL),
        ("check", "set.yaml", "-a", EVIL),
        ("check", "set.yaml", "-a", f"{EVIL}*"),
        ("check", "."),
        ("check", ""),
        ("check",),
        ("check", "-", "--watch"),
        ("sheet", EVIL),
        ("sheet", "set.yaml", "-o", "no/where.yaml"),
        ("sheet", "set.yaml", "-o", "."),
    ],
)
def test_nonsense_is_refused_and_never_echoed_raw(cli: Cli, words: tuple[str, ...]) -> None:
    outcome: Outcome = cli(*words)
    assert (outcome.code, outcome.out) == (2, "")
    assert all(sign.isprintable() or sign == "\n" for sign in outcome.err)


def test_answers_with_control_characters_are_shown_harmlessly(cli: Cli, folder: Path) -> None:
    write(folder / "my.yaml", {"product": {"q": "\x1b]0;owned\x07", "f": "\u202e3"}})
    for form in ("table", "json", "junit", "gradescope", "markdown", "csv"):
        outcome = cli("check", "set.yaml", "-a", "my.yaml", "--format", form)
        assert outcome.code == 1
        assert all(sign.isprintable() or sign == "\n" for sign in outcome.out), form
    json.loads(cli("check", "set.yaml", "-a", "my.yaml", "--format", "json").out)


@pytest.mark.parametrize(
    ("words", "answers", "said"),
    [
        (("set.yaml",), {"produkt": {"q": "3"}}, "my.yaml:3:3: set.yaml 里没有练习“produkt”"),
        (("set.yaml",), {"product": {"qq": "3"}}, "my.yaml:4:5: 程序里没有“qq”"),
        (("set.yaml",), {"product": {"df/dw": "3"}}, "my.yaml:4:5: df/dw：程序里没有“w”"),
        (("set.yaml", "--only", "produkt"), {}, "错误：set.yaml 里没有练习“produkt”\n建议："),
        (("sett.yaml",), {}, "错误：没有文件 sett.yaml\n建议：是不是想写“set.yaml”？"),
    ],
)
def test_what_is_wrong_with_a_sheet_is_said_in_chinese(
    cli: Cli, folder: Path, words: tuple[str, ...], answers: Any, said: str
) -> None:
    sheet = write(folder / "my.yaml", answers)
    outcome = cli("check", *words, "--answers", sheet, "--lang", "zh")
    assert outcome.code == 2
    assert outcome.err.startswith(said)
