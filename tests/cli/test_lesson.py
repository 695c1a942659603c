"""`gradcli graph … -o lesson.html` writes the lesson page that was asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Cli

PROGRAM = ("graph", "(x+y)*z", "--x", "-2", "--y", "5", "--z", "-4")


def page(cli: Cli, folder: Path, *arguments: str) -> str:
    file = folder / "lesson.html"
    outcome = cli(*arguments, "-o", str(file))
    assert (outcome.code, outcome.out) == (0, "")
    assert outcome.err in (f"{file} is written\n", f"已写入 {file}\n")
    return file.read_text(encoding="utf-8")


def test_the_ending_of_the_file_asks_for_a_lesson(cli: Cli, tmp_path: Path) -> None:
    text = page(cli, tmp_path, *PROGRAM)
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>(x+y)*z</title>" in text
    assert text.rstrip().endswith("</html>")


def test_a_lesson_can_be_piped(cli: Cli) -> None:
    outcome = cli(*PROGRAM, "--format", "html")
    assert outcome.out.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("options", "environment", "language"),
    [
        ((), {}, "en"),
        ((), {"LC_ALL": "zh_CN.UTF-8"}, "zh-CN"),
        (("--lang", "zh"), {}, "zh-CN"),
        (("--lang", "en"), {"LC_ALL": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_the_language_in_which_it_begins(
    options: tuple[str, ...],
    environment: dict[str, str],
    language: str,
    cli: Cli,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, environment.get(name, ""))
    assert f'<html lang="{language}">' in page(cli, tmp_path, *PROGRAM, *options)


@pytest.mark.parametrize(
    ("theme", "schemes"), [("auto", "light dark"), ("light", "light"), ("dark", "dark")]
)
def test_the_colours(theme: str, schemes: str, cli: Cli, tmp_path: Path) -> None:
    text = page(cli, tmp_path, *PROGRAM, "--theme", theme)
    assert f'<meta name="color-scheme" content="{schemes}">' in text
    assert ("prefers-color-scheme" in text) == (theme == "auto")


def test_several_backward_passes_are_no_lesson(cli: Cli, tmp_path: Path) -> None:
    outcome = cli(*PROGRAM, "--backward", "2", "-o", str(tmp_path / "lesson.html"))
    assert outcome.code == 2
    assert "one backward pass" in outcome.err
    assert not list(tmp_path.iterdir())


def test_a_comment_with_control_characters_and_broken_bytes_does_no_harm(
    cli: Cli, tmp_path: Path
) -> None:
    text = page(cli, tmp_path, "graph", "x*2 # \x07\x1b[31m\u202e\udcff", "--x", "1")
    assert all(sign.isprintable() or sign == "\n" for sign in text)
