"""The house keeps its plan: imports run one way, modules are short, what is public is explained."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pytest

import gradcli
from tests.needs import missing

ROOT = Path(__file__).parents[1]
PACKAGE = Path(gradcli.__file__).parent
MODULES = {
    ".".join(("gradcli", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for path in sorted(PACKAGE.rglob("*.py"))
}

#: Generated from the grammar.
GENERATED = {"gradcli.language.tables"}
WRITTEN = [module for module in MODULES if module not in GENERATED]

#: What each room may import; a new room needs its line here.
FOUNDATIONS = {"records", "errors", "limits", "near", "numerals", "places"}
MAY_IMPORT = {
    "records": set(),
    "errors": {"graph"},
    "near": set(),
    "places": set(),
    "limits": {"errors"},
    "numerals": {"errors", "limits"},
    "graph": FOUNDATIONS,
    "operators": {"graph"} | FOUNDATIONS,
    "engine": {"operators", "graph"} | FOUNDATIONS,
    "language": {"operators", "graph"} | FOUNDATIONS,
    "calculus": {"language", "engine", "operators", "graph"} | FOUNDATIONS,
    "descent": {"language", "engine", "operators", "graph"} | FOUNDATIONS,
    "grading": {"language", "engine", "operators", "graph"} | FOUNDATIONS,
    "render": {"descent", "grading", "engine", "operators", "graph"} | FOUNDATIONS,
    "cli": {
        *("render", "calculus", "descent", "grading", "language", "engine", "operators", "graph")
    }
    | FOUNDATIONS,
    # The public names, each imported when it is first used.
    "gradcli": {"language", "engine", "graph", "errors"},
    "__main__": {"cli"},
}

#: The one room that may import each of these.
OWNERS = {
    "click": "cli",
    "rich": "render",
    "plotille": "render",
    "matplotlib": "render",
    "lark": "language",
}

#: The house stands on any machine.
MACHINE_PATHS = re.compile("/(work|root|Users|home/[a-z]+)/")


def room(module: str) -> str:
    """Return the part of the house that a module belongs to."""
    return module.split(".")[1] if "." in module else module


@cache
def tree(module: str) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def imported(nodes: Iterator[ast.AST]) -> Iterator[str]:
    """Yield the modules that import statements among `nodes` name."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the direction"
            whole = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in MODULES else str(node.module) for name in whole)


def at_start(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements that run when a module is imported."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.unparse(statement.test):
            yield from at_start(statement.orelse)
        elif not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from at_start(getattr(statement, "body", []))
            yield from at_start(getattr(statement, "orelse", []))


def public(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Yield the public functions, classes and methods."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body)


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_one_way(module: str) -> None:
    home = room(module)
    assert home in MAY_IMPORT, "a new room: say above what it may import"
    rooms = {
        room(name) for name in imported(ast.walk(tree(module))) if name.split(".")[0] == "gradcli"
    }
    assert rooms - {home, "gradcli"} <= MAY_IMPORT[home]


@pytest.mark.parametrize("module", MODULES)
def test_only_its_owner_imports_a_library(module: str) -> None:
    libraries = {name.split(".")[0] for name in imported(ast.walk(tree(module)))}
    strangers = {name for name in libraries & OWNERS.keys() if room(module) != OWNERS[name]}
    assert not strangers


@pytest.mark.parametrize("module", MODULES)
def test_numpy_is_imported_only_when_an_array_appears(module: str) -> None:
    assert "numpy" not in {name.split(".")[0] for name in imported(at_start(tree(module).body))}


@pytest.mark.parametrize("module", WRITTEN)
def test_a_module_says_what_it_is_for_and_fits_in_a_room(module: str) -> None:
    assert ast.get_docstring(tree(module))
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("module", WRITTEN)
def test_everything_public_is_explained(module: str) -> None:
    assert [node.name for node in public(tree(module).body) if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("module", [module for module in WRITTEN if module != "gradcli.__main__"])
def test_the_examples_in_docstrings_run(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_importing_gradcli_loads_no_library() -> None:
    code = "import gradcli, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"click", "rich", "lark", "numpy", "yaml"} & set(done.stdout.split())


def test_the_public_names_are_there() -> None:
    assert [name for name in gradcli.__all__ if not hasattr(gradcli, name)] == []
    with pytest.raises(AttributeError, match="backwards"):
        _ = gradcli.backwards


def test_the_version_is_that_of_the_package() -> None:
    assert version("gradcli") == gradcli.__version__


def test_the_package_is_marked_as_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


def test_the_oldest_libraries_are_those_that_are_declared() -> None:
    if shutil.which("make") is None:
        missing("make is not installed")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["picture"], *extras["plot"]]
    done = subprocess.run(
        ["make", "--dry-run", "oldest", f"PY={sys.executable}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    bounds = " ".join(name.replace(">=", "==") for name in wanted)
    assert f'[test]" {bounds};' in done.stdout


def test_the_changelog_has_unreleased_on_top() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)", text, re.MULTILINE)[0] == "[Unreleased]"


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    folders = ("tests", "grammars", "exercises", "benchmarks", ".ci")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    files += [
        ROOT / "Makefile",
        ROOT / "pyproject.toml",
        *ROOT.glob("*.md"),
        *PACKAGE.rglob("*.py"),
    ]
    sources = [path for path in files if path.suffix != ".pyc"]
    assert [
        path for path in sources if MACHINE_PATHS.search(path.read_text(encoding="utf-8"))
    ] == []
