"""Reading an ASCII program loads neither Lark nor anything else that takes time."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("lark", "unicodedata", "difflib", "numpy", "click", "rich", "yaml", "hypothesis")


@pytest.mark.parametrize(
    ("text", "loaded"),
    [
        ("(x+y)*z", ()),
        ("f = σ(x)", ("unicodedata",)),
        ("sigmiod(x)", ("difflib",)),
        ("2x", ("difflib",)),
    ],
)
def test_only_what_is_needed_is_imported(text: str, loaded: tuple[str, ...]) -> None:
    program = (
        "import sys; from gradcli.language import parse\n"
        "try: parse(sys.argv[1])\n"
        "except Exception: pass\n"
        f"print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program, text],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(done.stdout.split()) <= set(loaded)
