"""`--lang`: what the commands say of files and programs at fault, in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gradcli.grading.shipped import shipped_sets
from tests.cli.conftest import Cli, process

FAULTY = """\
format: 1
title: {en: Test, zh: 测试}
exercises:
  - {id: a, program: "q = max(x, y); f = q*z", at: {x: 4, y: 4, z: 7}, ask: [q, f, df/dx]}
  - {id: b, prompt: {en: Go}, program: f = x*y, at: {x: 1.2345, y: 1.2345}}
  - {id: c, program: f = x*y, at: {x: 3, y: 3}, ask: [df/dx]}
  - {id: d, program: f = log(x), at: {x: -1}, ask: [df/dx]}
  - {id: e, program: f = x^2, at: {x: 7}, ask: [df/dx], tolerance: {relative: 1}}
  - {id: f, program: "f = 2*max([x, y, 3])", at: {x: 3, y: 2}, ask: [df/dx], points: 0}
  - {id: g, program: "f = 2*hypot(x, y)", at: {x: 0, y: 0}, ask: [df/dx]}
  - {id: h, program: "f = x*y", at: {x: 2/3001, y: 1234567}}
"""


def english(text: str) -> list[str]:
    """Return what is left of English sentences: three words, the ids of mistakes aside."""
    words = re.sub(r"`[^`]*`|gradcli (lint my-set\.yaml|(check|sheet) ch\d)", "", text)
    return re.findall(r"[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}", words)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "set.yaml"
    path.write_text(FAULTY, encoding="utf-8")
    return str(path)


def test_an_author_is_told_of_findings_in_chinese(cli: Cli, file: str) -> None:
    told = cli("lint", file, "--notes", "--suggest", "--lang", "zh")
    plain = cli("lint", file, "--notes", "--suggest")
    assert told.code == plain.code == 1
    lines = told.out.splitlines()
    assert len(lines) == len(plain.out.splitlines())
    assert not english(told.out)
    assert all(re.search("[\u4e00-\u9fff]", line) for line in lines if not line.startswith("  "))
    places = [re.match(r".*?:\d+:\d+", line) for line in lines]
    assert [place and place[0] for place in places] == [
        place and place[0]
        for place in (re.match(r".*?:\d+:\d+", one) for one in plain.out.splitlines())
    ]
    assert f"{file}:4:52: 错误：a：x = y：max(x, y) 在此不可导，梯度只是一种约定" in told.out
    assert "\n    把值当梯度（M17）在 df/dx 处看不出来\n    变量互换（M18）在" in told.out
    assert not re.search(r"[a-z]+-[a-z]+ \([MF]", told.out)


def test_findings_for_programs_name_their_language(cli: Cli, file: str) -> None:
    told = cli("lint", file, "--format", "json", "--lang", "zh").json
    plain = cli("lint", file, "--format", "json").json
    assert (told["language"], plain["language"]) == ("zh", "en")
    for one, other in zip(told["findings"], plain["findings"], strict=True):
        assert one["check"] == other["check"]
        assert not english(one["message"] + " " + (one["hint"] or ""))


def test_the_language_of_lint_is_that_of_the_locale(file: str) -> None:
    assert "错误：" in process("lint", file, LC_ALL="zh_CN.UTF-8").out
    assert "error: " in process("lint", file, LC_ALL="C.UTF-8").out
    assert process("lint", file, "--ascii", LC_ALL="zh_CN.UTF-8").out.isascii()


#: Command lines at fault, and a part of what is said of them in Chinese.
FAULTS = [
    (["lint"], "没有写出文件"),
    (["check"], "没有写出文件"),
    (["sheet"], "没有写出文件"),
    (["sheet", "ch4", "-o", str(shipped_sets()["ch4"])], "已经存在"),
    (["sheet", "ch4", "-o", "my.pdf"], "my.pdf 不是 YAML 文件的名字\n建议：以 .yaml 或 .yml 结尾"),
    (["sheet", "ch4", "--only", "none"], "ch4 里没有练习“none”"),
    (["sheet", "ch4", "-o", "/no-such/a.yaml"], "没有文件夹 /no-such"),
    (["check", "ch4", "--format", "pdf"], "--format：“pdf”不可用，只能是 'table'、'json'"),
    (["check", "ch4", "--tables"], "没有选项 --tables"),
    (["check", "ch4", "--reveal=1"], "--reveal 后面不写值"),
    (["graph", "x*y", "--x", "1", "--y", "2", "--theme", "blue"], "--theme：“blue”不可用"),
    (["graph", "x", "--x", "1", "--digits", "99"], "--digits：99 不在 0 到 17 的范围内"),
    (["explain", "x", "--x", "1", "--fragment"], "只用于 LaTeX 和 HTML"),
    (["graph", "x", "--x", "1", "--jacobian", "--seed", "2"], "--jacobian 不能与 --seed 同时"),
    (
        ["explain", "W@x", "--W", "[[1,2],[3,4]]", "--x", "[1,2,3]"],
        "形状 2x2 和 3 不相配：左边 2 列，右边 3 个元素",
    ),
    (["lint", "no-such.yaml"], "没有文件 no-such.yaml"),
    (["check", "lesson4"], "gradcli 自带的练习有 ch1、ch2、"),
    (["diff", "x^2", "x=3"], "赋值要写两个短横线：--x 3"),
    (["diff", "x^2", "3"], "赋值要写出变量名：--x 3"),
    (["diff", "w@x", "2]"], '给列表加上引号，例如 --w "[1, 2]"'),
    (["diff", "w@x", "--w", ""], "--w 需要一个值"),
    (["diff", "x^2", "--x"], "在后面写上值：--x 1"),
    (["diff", "e^2x"], "是不是想写 e^2*x 或 e^(2*x)？"),
    (["diff", "f'(x)"], "转置写成 A.T"),
    (["diff", "w^T x"], "是不是想写 w.T @ x？"),
    (["diff", "sin(90°)"], "角用弧度"),
    (["diff", "\\sin(x)"], "不识别 LaTeX：是不是想写 sin？"),
    (["diff", "w@x", "--w", "1,2"], "列表写成 [1, 2]"),
    (["diff", "2x"], "2 和 x 之间缺少运算符"),
    (["diff"], "没有表达式"),
    (["diff", "x", "y"], "表达式不止一个：第二个是 y"),
    (["diff", "x", "-f", "a.txt"], "既给了表达式 x，又给了文件"),
    (["diff", "-f", "no-such.txt"], "没有文件 no-such.txt"),
    (["diff", "x*y", "--z", "3"], "没有变量 z；它的变量是 x、y"),
    (["diff", "rate*x", "--rats", "3"], "是不是想写 --rate？"),
    (["diff", "x*y", "--x", "1", "--x", "2"], "x 给了两次"),
    (["diff", "x*y", "--set", "3"], "需要名字和值"),
    (["diff", "x*y", "--x", "foo"], "值应当是数、数组或常数表达式"),
    (["diff", "x*y", "--wrt", "k"], "--wrt：表达式里没有 k"),
    (["diff", "x*y", "--limit", "nodes=2"], "一个图里的节点共 3 个：最多允许 2 个"),
    (["diff", "x*y", "--limit", "nods=2"], "没有名为 nods 的限制"),
    (["diff", "3"], "它的导数是 0"),
    (["diff", "w*w", "--w", "[1, 2]"], "输出是形状为 2 的数组"),
    (["diff", "sum(w*x)", "--w", "[1, 2]"], "x 的形状未知"),
    (["diff", "w + [1, 2]", "--w", "[1, 2, 3]"], "形状不相配"),
    (["diff", "sum(w*w)", "--w", "[1, 2]", "--order", "2"], "2 阶导数只对数书写"),
    (["diff", "w*w", "--w", "1", "--wrt", ",".join("w" * 3), "--order", "3"], ""),
    (["diff", "sum(w[::2])", "--w", str([1] * 200)], "带步长的长切片的梯度无法写成"),
    (["diff", "dot(w, w)", "--w", "[1, 2]", "--format", "python", "--wrt", "w"], ""),
    (["explain", "log(x)", "--x", "-1"], "x = -1，而 log 要求 x > 0"),
    (["explain", "x*y", "--x", "1"], "没有给 y 值"),
    (["explain", "x + sinx", "--x", "1"], "加上 --sinx 1；或把 sinx 写成 sin(x)"),
    (["explain", "[x, x]", "--x", "1"], "给各元素加权"),
    (["graph", "x/y", "--x", "[1, 2]", "--y", "[1, 0]"], "而 / 要求 y != 0"),
    (["graph", "exp(x)", "--x", "1000"], "exp(x) 太大了"),
]


@pytest.mark.parametrize(("words", "part"), FAULTS, ids=[" ".join(row[0])[:50] for row in FAULTS])
def test_a_fault_is_told_in_chinese(cli: Cli, words: list[str], part: str) -> None:
    plain = cli(*words)
    told = cli(*words, "--lang", "zh")
    assert told.code == plain.code
    assert told.out == plain.out or words[0] == "lint"
    assert part in told.err
    assert bool(told.err) == bool(plain.err)
    said = [line for line in told.err.splitlines() if line.startswith(("错误：", "建议："))]
    assert len(said) == len(re.findall("^(?:error|try): ", plain.err, re.MULTILINE))
    assert not english(" ".join(said))


def test_a_fault_in_a_file_is_told_with_its_line(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "two.txt"
    path.write_text("q = x\nf = 2q\n", encoding="utf-8")
    told = cli("diff", "-f", str(path), "--lang", "zh").err.splitlines()
    assert told == [
        f"错误：{path} 第 2 行：2 和 q 之间缺少运算符",
        "f = 2q",
        "    ^^",
        "建议：是不是想写 2*q？",
    ]


def test_what_does_not_matter_to_a_derivative_is_told_in_chinese(cli: Cli) -> None:
    told = cli("diff", "学习率*θ^2", "--wrt", "θ", "--order", "2", "--lang", "zh")
    assert told == (0, "2*学习率\n", "注意：导数与 θ 无关\n")


NOTES = [
    (["graph", "max(x, y)", "--x", "1", "--y", "1"], "按约定，梯度由并列的操作数平分"),
    (["graph", "2*x", "--x", "[1, 2]", "--jacobian"], "只画出值"),
    (["diff", "x + y", "--wrt", "x"], "导数与 x、y 无关"),
]


@pytest.mark.parametrize(("words", "part"), NOTES)
def test_a_note_is_told_in_chinese(cli: Cli, words: list[str], part: str) -> None:
    told = cli(*words, "--lang", "zh")
    assert told.code == 0
    assert told.err.startswith("注意：")
    assert part in told.err
    assert not english(told.err)


def test_a_terminal_without_chinese_signs_gets_english() -> None:
    told = process("diff", "2x", "--lang", "zh", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert told.err.startswith("error: a sign is missing")


def test_commands_without_languages_stay_english(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert cli("completion", "tcsh").err.startswith("error: ")


def test_a_number_of_the_program_to_blame_is_told_in_chinese(cli: Cli) -> None:
    assert "x/0 在这里没有定义：除数是 0\n" in cli("explain", "x/0", "--x", "1", "--lang", "zh").err
    log = cli("explain", "x + log(-1)", "--x", "1", "--lang", "zh").err
    assert "log(-1) 在这里没有定义：log(x) 要求 x > 0；这里 x = -1\n" in log


@pytest.mark.parametrize("command", ["eval", "explain", "graph"])
def test_the_hint_for_an_array_names_a_command_that_has_the_option(cli: Cli, command: str) -> None:
    said = cli(command, "2*x", "--x", "[1, 2]").err
    assert said.endswith("or ask for all its gradients with gradcli eval --jacobian\n")
    assert cli("eval", "2*x", "--x", "[1, 2]", "--jacobian").code == 0
