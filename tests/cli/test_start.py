"""Start-up speed: what a short command may import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gradcli.grading.sheet_texts import plain_sheet
from tests.cli.conftest import environment
from tests.grading.sheets import RIGHT, SET

XYZ = ("eval", "(x+y)*z", "--x", "-2", "--y", "5", "--z", "-4")

#: Modules that take long to import and that a short command has no use for.
NEVER = {
    "argparse", "ast", "asyncio", "click", "concurrent.futures", "csv", "dataclasses", "datetime",
    "difflib", "dis", "gettext", "hypothesis", "importlib.metadata", "inspect", "lark", "locale",
    "markdown_it", "numpy", "pathlib", "platform", "pygments", "random", "rich", "shutil", "socket",
    "statistics", "string", "subprocess", "tempfile", "textwrap", "threading", "tokenize",
    "traceback", "unittest", "urllib", "uuid", "weakref", "yaml",
}  # fmt: skip

#: The most modules that a short command imports beyond those that Python itself starts with.
MOST = 135


def imported(*arguments: str) -> set[str]:
    """Return the modules that a command line imports."""
    script = (
        "import sys, os; from gradcli.cli import run; code = run(sys.argv[1:]);"
        "print(*sys.modules, file=sys.stderr); os._exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", script, *arguments],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return set(done.stderr.split())


def bare() -> set[str]:
    """Return the modules that Python itself starts with here."""
    script = "import sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", script],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


FORMS = [(), ("--color", "always"), ("--format", "json"), ("--quiet",), ("--format", "markdown")]


@pytest.mark.parametrize("words", FORMS, ids=" ".join)
def test_a_short_command_imports_little_and_nothing_slow(words: tuple[str, ...]) -> None:
    modules = imported(*XYZ, *words) - bare()
    assert modules & NEVER == set()
    assert len(modules) <= MOST


def test_a_spreadsheet_needs_only_csv_beyond_that() -> None:
    assert (imported(*XYZ, "--format", "csv") - bare()) & NEVER == {"csv"}


def test_a_table_needs_no_json() -> None:
    assert "json" not in imported(*XYZ)


def test_only_the_command_that_runs_is_imported() -> None:
    modules = imported("--version")
    assert "gradcli.cli.eval" not in modules
    assert "gradcli.engine" not in modules


# --- marking

#: What comes with click.
CLICK = {
    "ast", "click", "dataclasses", "datetime", "dis", "gettext", "inspect", "locale", "platform",
    "threading", "tokenize", "uuid", "weakref",
}  # fmt: skip
#: What reading files of YAML needs.
YAML = {"datetime", "pathlib", "urllib", "weakref", "yaml"}

#: Modules that marking a sheet without a mistake has no use for.
NOT_FOR_MARKING = (NEVER - YAML) | {
    "json", "gradcli.cli.asking", "gradcli.cli.check_class", "gradcli.cli.check_watch",
    "gradcli.grading.blind_spots", "gradcli.grading.hints", "gradcli.grading.lint",
    "gradcli.grading.mistakes", "gradcli.grading.saving", "gradcli.grading.session",
}  # fmt: skip


@pytest.mark.parametrize("form", ["text", "svg", "dot", "mmd"])
def test_a_picture_imports_nothing_slow(form: str) -> None:
    modules = imported("graph", *XYZ[1:], "--format", form, "--color", "never")
    assert (modules - bare()) & (NEVER - CLICK) == set()
    assert "vl_convert" not in modules


@pytest.mark.parametrize(
    ("gradient", "needed"),
    [("-4", set()), ("1", {"gradcli.grading.mistakes", "gradcli.grading.mistakes.diagnose"})],
)
def test_the_catalogue_of_mistakes_is_imported_for_a_wrong_answer_only(
    tmp_path: Path, gradient: str, needed: set[str]
) -> None:
    (tmp_path / "set.yaml").write_text(SET)
    answers = {"product": {**RIGHT, "df/dx": gradient, "df/dy": gradient}}
    (tmp_path / "my.yaml").write_text(plain_sheet("", answers))
    modules = imported("check", str(tmp_path / "set.yaml"), str(tmp_path / "my.yaml"))
    assert needed <= modules
    assert modules & (NOT_FOR_MARKING - needed) == set()
