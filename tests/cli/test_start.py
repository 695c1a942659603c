"""Start-up speed: what a short command may import."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.conftest import environment

XYZ = ("eval", "(x+y)*z", "--x", "-2", "--y", "5", "--z", "-4")

#: Modules that take long to import and that a short command has no use for.
NEVER = {
    "argparse", "asyncio", "concurrent.futures", "csv", "hypothesis", "importlib.metadata", "lark",
    "markdown_it", "numpy", "pathlib", "pygments", "rich.markdown", "rich.syntax",
    "rich.traceback", "shutil", "socket", "subprocess", "tempfile", "unittest", "urllib", "yaml",
}  # fmt: skip


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
        check=True,
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("words", [(), ("--color", "always")])
def test_a_table_imports_nothing_slow(words: tuple[str, ...]) -> None:
    assert imported(*XYZ, *words) & NEVER == set()


@pytest.mark.parametrize("words", [("--format", "json"), ("--quiet",), ("--format", "csv")])
def test_other_forms_import_no_tables_either(words: tuple[str, ...]) -> None:
    modules = imported(*XYZ, *words)
    assert not any(name.split(".")[0] == "rich" for name in modules)
    assert modules & (NEVER - {"csv"}) == set()


@pytest.mark.parametrize("form", ["text", "svg", "dot", "mmd"])
def test_a_picture_imports_nothing_slow(form: str) -> None:
    modules = imported("graph", *XYZ[1:], "--format", form, "--color", "never")
    assert modules & NEVER == set()
    assert "vl_convert" not in modules


def test_a_table_needs_no_json() -> None:
    assert "json" not in imported(*XYZ)


def test_only_the_command_that_runs_is_imported() -> None:
    modules = imported("--version")
    assert "gradcli.cli.eval" not in modules
    assert "gradcli.engine" not in modules
