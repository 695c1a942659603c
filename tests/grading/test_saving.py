"""Saving answers: never half a file, never a lost comment, never a lost answer."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcli.errors import GradcliError
from gradcli.grading.faults import FileFaults
from gradcli.grading.reader import read_sheet
from gradcli.grading.saving import AnswerFile, locked, save
from gradcli.grading.sheet_texts import Change, changed_sheet, plain_sheet, yaml_text

SHEET = """\
# my sheet
format: 1
answers:
  a:
    q:            # the value
    "x + y": '7'  # mine
    w: [1, 2]
"""


def answer(text: str, exercise: str, quantity: str) -> str:
    return read_sheet("s", text).answers[exercise][quantity].text


def with_answer(text: str, exercise: str, quantity: str, typed: str) -> str:
    return changed_sheet(text, "s", Change("answers", exercise, quantity, typed))


@pytest.mark.parametrize(
    ("exercise", "quantity"), [("a", "q"), ("a", "x + y"), ("a", "w"), ("a", "new"), ("b", "q")]
)
@pytest.mark.parametrize(
    "typed", ["-4", "3,5", "1: 2 # \"'", "[1,, 2", "\x1b\u2028\x85", "- 1", "~"]
)
def test_one_answer_is_put_in_and_every_comment_stays(
    exercise: str, quantity: str, typed: str
) -> None:
    changed = with_answer(SHEET, exercise, quantity, typed)
    assert answer(changed, exercise, quantity) == typed
    assert all(comment in changed for comment in ("# my sheet", "# the value", "# mine"))
    if quantity != "x + y":
        assert answer(changed, "a", "x + y") == "7"


def test_a_comment_keeps_its_column() -> None:
    assert "    q: -12        # the value\n" in with_answer(SHEET, "a", "q", "-12")


def test_a_comment_keeps_its_column_when_an_answer_is_replaced() -> None:
    text = "format: 1\nanswers:\n  circuit:\n    q:              # the value of q\n"
    place = text.splitlines()[3].index("#")
    for answer in ("3,5", "50", "q = 60", "4"):
        text = changed_sheet(text, "s.yaml", Change("answers", "circuit", "q", answer))
        assert text.splitlines()[3].index("#") == place


FLOW = """\
# my sheet
format: 1
student: 012  # me
answers: {a: {q: 3, f: },  # the first
  b: {},  # the second
  'c': {x: [1, 2]}}  # the end
"""


@pytest.mark.parametrize(
    ("exercise", "quantity"),
    [("a", "q"), ("a", "f"), ("a", "new"), ("b", "q"), ("c", "x"), ("d", "q")],
)
@pytest.mark.parametrize("typed", ["-4", "3,5", "{}", "1 # \"'"])
def test_comments_stay_in_a_sheet_with_braces_too(exercise: str, quantity: str, typed: str) -> None:
    changed = with_answer(FLOW, exercise, quantity, typed)
    assert answer(changed, exercise, quantity) == typed
    for comment in ("# my sheet", "# me", "# the first", "# the second", "# the end"):
        assert comment in changed
    assert answer(changed, "a", "q") == (typed if (exercise, quantity) == ("a", "q") else "3")


ODD = "format: 1\nstudent: 012\nanswers:\n  ? a\n  : ? q\n    : 3\n"


def test_a_sheet_that_cannot_be_changed_in_place_is_written_anew() -> None:
    changed = read_sheet("s", with_answer(ODD, "a", "f", "3,5"))
    assert {name: one.text for name, one in changed.answers["a"].items()} == {"q": "3", "f": "3,5"}
    assert changed.student == "012"


@pytest.mark.parametrize("text", [SHEET, FLOW, ODD, plain_sheet("", {})])
def test_what_hints_cost_stands_in_the_sheet_beside_the_answers(text: str) -> None:
    before = read_sheet("s", text)
    for exercise, quantity, part in (("a", "q", "1/10"), ("a", "f", "1/4"), ("b", "q", "1")):
        text = changed_sheet(text, "s", Change("hints", exercise, quantity, part))
    text = changed_sheet(text, "s", Change("hints", "a", "q", "1/2"))
    found = read_sheet("s", text)
    assert {
        exercise: {name: cost.text for name, cost in given.items()}
        for exercise, given in found.hints.items()
    } == {"a": {"q": "1/2", "f": "1/4"}, "b": {"q": "1"}}
    assert found.student == before.student
    assert {exercise: list(given) for exercise, given in found.answers.items()} == {
        exercise: list(given) for exercise, given in before.answers.items()
    }


@pytest.mark.parametrize("part", ["2", "-1", "free", ""])
def test_a_cost_is_a_part_of_the_points(part: str) -> None:
    with pytest.raises(FileFaults, match="hints"):
        read_sheet("s", f"format: 1\nhints: {{a: {{q: {part}}}}}\nanswers: {{a: {{q: 1}}}}\n")


@given(st.text(max_size=60))
def test_any_text_is_read_back(text: str) -> None:
    text = text.replace("\ud800", "")
    found = read_sheet("s", plain_sheet("", {"a": {"q": text}})).answers["a"]["q"].text
    assert found == text or (not text.strip() and not found.strip())


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_any_text_is_a_key(text: str) -> None:
    assert list(
        read_sheet("s", f"format: 1\nanswers:\n  a:\n    {yaml_text(text)}: 1\n").answers["a"]
    ) == [text]


# --- writing


def test_mode_and_link_are_kept(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    save(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "real.yaml"]


def full(*_: Any) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("place", ["os.fsync", "pathlib.Path.replace", "os.fchmod"])
def test_a_failure_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("old")
    monkeypatch.setattr(place, full)
    with pytest.raises(GradcliError, match="cannot be saved: No space left"):
        save(path, "new")
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["s.yaml"]


def loop(folder: Path) -> Path:
    (folder / "a").symlink_to(folder / "b")
    (folder / "b").symlink_to(folder / "a")
    return folder / "a"


NOWHERE: list[Callable[[Path], Path]] = [
    lambda folder: folder,
    lambda folder: folder / "no" / "s.yaml",
    lambda folder: Path(os.devnull),
    loop,
]


@pytest.mark.parametrize("place", NOWHERE)
def test_what_is_no_file_is_an_error(tmp_path: Path, place: Callable[[Path], Path]) -> None:
    with pytest.raises(GradcliError, match="cannot be saved"):
        save(place(tmp_path), "new")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_write_protected_file_or_folder_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(GradcliError, match="write-protected"):
        save(path, "new")
    tmp_path.chmod(0o555)
    with pytest.raises(GradcliError, match="Permission denied"):
        save(tmp_path / "t.yaml", "new")


# --- a sheet in use


def test_nothing_is_written_before_the_first_answer(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    with AnswerFile(path, SHEET) as file:
        assert not path.exists()
        assert not file.put(Change("answers", "a", "q", "3"))
    assert answer(path.read_text(), "a", "q") == "3"
    assert [found.name for found in tmp_path.iterdir()] == ["s.yaml"]


def test_what_an_editor_has_changed_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(SHEET)
    with AnswerFile(path, SHEET) as file:
        file.put(Change("answers", "a", "q", "3"))
        path.write_text(path.read_text().replace("'7'", "8"))
        assert file.put(Change("answers", "a", "w", "5"))
    text = path.read_text()
    assert [answer(text, "a", name) for name in ("q", "x + y", "w")] == ["3", "8", "5"]


def test_a_file_that_an_editor_has_broken_is_left_alone_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(SHEET)
    with AnswerFile(path, SHEET) as file:
        path.write_text("{")
        with pytest.raises(FileFaults):
            file.put(Change("answers", "a", "q", "3"))
        assert answer(file.text, "a", "q") == "3"
    assert path.read_text() == "{"


def test_two_sessions_on_one_sheet_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    with AnswerFile(path, SHEET), pytest.raises(GradcliError, match="another gradcli"):
        locked(path)
    with AnswerFile(path, SHEET):
        pass


def test_a_lock_that_its_session_has_just_taken_away_holds_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between opening and locking the other session may end, and another may begin."""
    import fcntl

    path, lock = tmp_path / "sheet.yaml", tmp_path / ".sheet.yaml.lock"
    original = fcntl.flock

    def slowly(file: Any, how: int) -> None:
        monkeypatch.setattr(fcntl, "flock", original)
        lock.unlink()
        original(file, how)

    monkeypatch.setattr(fcntl, "flock", slowly)
    with AnswerFile(path, SHEET):
        assert lock.exists()
        with pytest.raises(GradcliError, match="another gradcli"):
            locked(path)


def test_what_a_killed_session_left_hinders_no_other(tmp_path: Path) -> None:
    """In a container every session may have the same number."""
    path = tmp_path / "sheet.yaml"
    path.with_name(f".{path.name}.{os.getpid()}.new").write_text("half")
    save(path, SHEET)
    assert path.read_text() == SHEET
