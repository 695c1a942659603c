"""Every console block of the documents is what a reader sees who types its commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import console

ROOT = Path(__file__).parents[1]
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_commands_of_a_document_print_what_it_shows(name: str, tmp_path: Path) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    now = console.document_now(text, tmp_path)
    assert now == text
    assert "Traceback" not in now


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_command_hides_from_the_test(name: str) -> None:
    """A block that shows a command is marked `console`, so that it is run, or is a file format."""
    text = (ROOT / name).read_text(encoding="utf-8")
    rest = re.sub(
        r"^```text\n.*?^```$", "", console.BLOCK.sub("", text), flags=re.MULTILINE | re.DOTALL
    )
    assert not re.findall(r"^\s*\$ .*", rest, re.MULTILINE)


def anchors(text: str) -> set[str]:
    """Return the places of a document that can be linked to, as GitHub names them."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.*)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_leads_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for path, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", text):
        target = (ROOT / name).parent / path if path else ROOT / name
        assert target.exists(), path
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), anchor


def test_a_document_is_given_what_its_commands_print(tmp_path: Path) -> None:
    shown = "```console\n$ echo a > f\n$ cat f |\n> tr a b\nstale\n```\n"
    text = f"Text.\n\n{shown}\n```sh\n$ echo no\n```\n"
    now = console.document_now(text, tmp_path)
    assert now == text.replace("stale", "b")


def test_the_readme_runs_the_tool() -> None:
    blocks = "".join(console.BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8")))
    assert "$ gradcli " in blocks
