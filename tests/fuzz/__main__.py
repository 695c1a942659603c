"""Fuzz one promise: `python -m tests.fuzz program -runs=100000 -seed=1`.

The other words are libFuzzer's own. An input that breaks a promise is written to the folder of the
promise under `cases`, where it is tried again by every run of the tests from then on.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["gradcli"]):
    from tests.fuzz.promises import PROMISES

from tests.fuzz.inputs import cases_of, dictionary, seeds


def main() -> None:
    """Run libFuzzer on the promise that the first word names, from seeds of its own."""
    name, *settings = sys.argv[1:]
    cases_of(name).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for number, seed in enumerate(seeds(name)):
            Path(corpus, str(number)).write_bytes(seed)
        words = Path(folder, "words")
        words.write_text("".join(f"{_quoted(word)}\n" for word in dictionary()), "ascii")
        fixed = ["-max_len=600", "-len_control=0", "-timeout=20", f"-dict={words}"]
        places = [f"-artifact_prefix={cases_of(name)}/", str(corpus)]
        atheris.Setup(["fuzz", *fixed, *settings, *places], PROMISES[name])
        atheris.Fuzz()


def _quoted(word: str) -> str:
    """Return a word as libFuzzer reads it in a dictionary."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"'


if __name__ == "__main__":
    main()
