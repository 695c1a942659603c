"""Work that grows with the graph and no faster: counted, not timed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gradcli import evaluate, jacobian, parse
from gradcli.engine.coarse import coarsen
from gradcli.errors import LimitError
from gradcli.operators import OPERATORS


def calls(work: Callable[[], Any]) -> int:
    """Return how many Python and C functions some work calls."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def chained(count: int) -> str:
    return "\n".join(["b0 = 2", *(f"b{i + 1} = b{i}" for i in range(count))])


def statements(count: int) -> str:
    return "\n".join(["x0 = 2", *(f"x{i + 1} = x{i}*0.5 + x0" for i in range(count))])


@pytest.mark.parametrize("text", [chained, statements])
@pytest.mark.parametrize("work", [parse, lambda text: coarsen(evaluate(parse(text)))])
def test_work_grows_with_the_statements(
    text: Callable[[int], str], work: Callable[[str], Any]
) -> None:
    small, large = text(300), text(3_000)
    assert calls(lambda: work(large)) < 12 * calls(lambda: work(small))


def test_names_of_one_node_are_put_together_once() -> None:
    graph = parse(chained(20_000))
    (names,) = graph.names.values()
    assert names == tuple(f"b{i}" for i in range(20_001))


@pytest.mark.parametrize(
    ("name", "program", "at"),
    [("stack", "sum([{}])", 2.0), ("concat", "sum(concat({}))", [2.0])],
)
def test_a_long_list_is_taken_apart_once(
    monkeypatch: pytest.MonkeyPatch, name: str, program: str, at: Any
) -> None:
    from dataclasses import replace

    runs = []
    row = OPERATORS[name]

    def counted(*operands: Any, **options: Any) -> Any:
        runs.append(1)
        return row.vjp[0](*operands, **options)

    monkeypatch.setitem(OPERATORS, name, replace(row, vjp=(counted,)))
    worked = evaluate(parse(program.format(", ".join(["x"] * 1_000))), {"x": at})
    assert np.sum(worked.gradients["x"]) == 1_000
    assert len(runs) == 1


def test_a_jacobian_holds_one_seed_and_one_pass_at_a_time() -> None:
    import tracemalloc

    size = 3_000
    tracemalloc.start()
    try:
        found = jacobian(parse("y = x*v; y*2 + v"), {"x": 2.0, "v": np.ones(size)}, nodes={"x": 0})
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found["x"].shape == (size,)
    assert peak < size * size


def test_a_jacobian_of_too_many_passes_is_refused() -> None:
    with pytest.raises(LimitError, match="passes for a Jacobian"):
        jacobian(parse("x*v"), {"x": 2.0, "v": np.ones(100_000)}, nodes={"x": 0})
