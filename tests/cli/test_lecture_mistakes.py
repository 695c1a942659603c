"""What the command says of the mistakes of the lectures, in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gradcli.grading.sheet_texts import plain_sheet
from tests.cli.conftest import Cli, Outcome
from tests.grading.sets import FOLDER

CH4 = str(FOLDER / "ch4.yaml")

SUM = {"q": "3", "f": "-12", "dq/dx": "1", "dq/dy": "1", "df/dq": "-4", "df/dz": "3"}
SQUARE = {
    "a": "4",
    "b": "6",
    "s": "10",
    "f": "100",
    "da/dx1": "4",
    "db/dx2": "2",
    "df/ds": "20",
    "df/da": "20",
}

UPSTREAM = {
    "en": "the local gradient is written down without multiplying it by the upstream gradient",
    "zh": "只写了局部梯度，没有乘以上游梯度",
}
TWICE = {
    "en": "a second backward pass adds to the gradients of the first without resetting them",
    "zh": "第二次反向传播时没有清零，梯度在上一次的基础上累加了",
}
EXPONENT = {
    "en": "the exponent is brought to the front but not lowered by one",
    "zh": "指数提到了前面，但没有减一",
}


def checked(cli: Cli, folder: Path, exercise: str, answers: dict[str, str], *words: str) -> Outcome:
    sheet = folder / "my.yaml"
    sheet.write_text(plain_sheet("", {exercise: answers}), encoding="utf-8")
    return cli("check", CH4, "--only", exercise, "--answers", str(sheet), *words)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", ["60", "80", "120"])
@pytest.mark.parametrize("rest", [SUM, {"q": "3", "f": "-12", "df/dq": "-4", "df/dz": "3"}])
def test_a_gradient_that_was_not_multiplied_by_the_upstream_one(
    cli: Cli,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    width: str,
    rest: dict[str, str],
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    answers = {**rest, "df/dx": "1", "df/dy": "1"}
    outcome = checked(cli, tmp_path, "add-multiply", answers, "--lang", language)
    assert outcome.code == 1
    wanted = UPSTREAM[language]
    assert wanted.replace(" ", "") in outcome.out.replace("\n", "").replace(" ", "")
    assert max(len(line) for line in outcome.out.splitlines()) <= int(width)


@pytest.mark.parametrize(("language", "word"), [("en", "consistent"), ("zh", "前后一致")])
def test_a_slip_at_the_beginning_costs_only_its_own_cell(
    cli: Cli, tmp_path: Path, language: str, word: str
) -> None:
    from_two = {**SUM, "q": "2", "f": "-8", "df/dz": "2", "df/dx": "-4", "df/dy": "-4"}
    outcome = checked(cli, tmp_path, "add-multiply", from_two, "--lang", language)
    assert outcome.out.count(word) == 3  # f, df/dz and the last line
    assert outcome.out.count("✗") == 1
    assert ("7 of 8" if language == "en" else "7 / 8") in outcome.out


SQUARES = [
    (("160", "80"), {}, "M15", TWICE),
    (("160", "80"), SQUARE, "M15", TWICE),
    (("160", "40"), {}, "M33", EXPONENT),
    # With a right da/dx1 the exponent cannot be to blame: then nothing is said.
    (("160", "40"), {name: SQUARE[name] for name in SQUARE if name != "da/dx1"}, "M33", EXPONENT),
]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("gradients", "rest", "mistake", "sentence"), SQUARES)
def test_the_square_of_a_sum(
    cli: Cli,
    tmp_path: Path,
    language: str,
    gradients: tuple[str, str],
    rest: dict[str, str],
    mistake: str,
    sentence: dict[str, str],
) -> None:
    answers = {**rest, **dict(zip(("df/dx1", "df/dx2"), gradients, strict=True))}
    outcome = checked(cli, tmp_path, "squared-sum", answers, "--lang", language)
    flat = outcome.out.replace("\n", "").replace(" ", "")
    assert sentence[language].replace(" ", "") in flat
    other = EXPONENT if sentence is TWICE else TWICE
    assert other[language].replace(" ", "") not in flat
    found = checked(cli, tmp_path, "squared-sum", answers, "--format", "json")
    cells = json.loads(found.out)["exercises"][0]["cells"]
    assert [one["id"] for cell in cells for one in cell.get("mistakes", ())][:1] == [mistake]


@pytest.mark.parametrize(
    ("language", "how"),
    [("en", "How to answer: run `gradcli check"), ("zh", "如何作答：在终端里运行 `gradcli check")],
)
def test_in_a_pipe_the_questions_are_printed_with_how_to_answer(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, how: str
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = cli("check", CH4, "--lang", language)
    assert outcome.code == 1
    assert how in outcome.out
    assert outcome.out.count("q = x + y") == 1


def test_the_sets_that_ship_pass_inspection(cli: Cli) -> None:
    outcome = cli("lint", *sorted(map(str, FOLDER.glob("*.yaml"))))
    assert outcome.code == 0
    assert "no errors, no warnings" in outcome.out
