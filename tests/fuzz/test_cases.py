"""Every input that once broke a promise keeps it now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.inputs import cases_of, seeds
from tests.fuzz.programs import programs
from tests.fuzz.promises import PROMISES

CASES = [(name, case) for name in PROMISES for case in sorted(cases_of(name).glob("*"))]


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda part: getattr(part, "name", part))
def test_an_input_found_by_fuzzing(name: str, case: Path) -> None:
    PROMISES[name](case.read_bytes())


@pytest.mark.parametrize("name", PROMISES)
def test_fuzzing_starts_from_inputs_that_keep_the_promise(name: str) -> None:
    for seed in seeds(name):
        PROMISES[name](seed)


@pytest.mark.parametrize("name", ["program", "explanation", "picture", "derivative"])
@pytest.mark.parametrize("seed", range(4))
def test_programs_of_the_grammar_keep_every_promise(name: str, seed: int) -> None:
    for text in programs(60, seed):
        PROMISES[name](text.encode())


def test_a_broken_promise_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.promises.same_structure", lambda *graphs: False)
    with pytest.raises(AssertionError):
        PROMISES["program"](b"x*y")
