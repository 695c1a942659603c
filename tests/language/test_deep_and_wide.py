"""Long and deep programs: in time that grows with their length, and without a RecursionError."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from gradcli import limits
from gradcli.errors import GradcliError, LimitError
from gradcli.language import expand, parse, same_structure, written_graph

DEEP = 100_000

#: Texts of a given size, and how many nodes they have.
LARGE: dict[str, tuple[Callable[[int], str], int, Callable[[int], int]]] = {
    "sum": (lambda n: "+".join(["x"] * n), 200_000, lambda n: n),
    "sum of products": (lambda n: " + ".join(["2*x"] * n), 100_000, lambda n: 3 * n),
    "brackets": (lambda n: "(" * n + "x" + ")" * n, DEEP, lambda n: 1),
    "brackets over lines": (lambda n: "(\n" * n + "x" + "\n)" * n, DEEP, lambda n: 1),
    "signs": (lambda n: "-" * n + "x", DEEP, lambda n: n + 1),
    "powers": (lambda n: "^".join("x" * n), DEEP, lambda n: n),
    "calls": (lambda n: "exp(" * n + "x" + ")" * n, DEEP, lambda n: n + 1),
    "methods": (lambda n: "x" + ".exp()" * n, DEEP, lambda n: n + 1),
    "indices": (lambda n: "x" + "[0]" * n, DEEP, lambda n: n + 1),
    "nested sums": (lambda n: "(1+" * n + "x" + ")" * n, 60_000, lambda n: 2 * n + 1),
    "list": (lambda n: f"[{', '.join(map(str, range(n)))}]", 200_000, lambda n: 1),
    "stack": (lambda n: "[" + ",".join(["x"] * n) + "]", 200_000, lambda n: 2),
    "nested stacks": (lambda n: "[" * n + "x" + "]" * n, DEEP, lambda n: n + 1),
    "statements": (
        lambda n: "\n".join(f"a{i} = a{i - 1}*x" if i else "a0 = exp(x)" for i in range(n)),
        100_000,
        lambda n: n + 1,
    ),
    "nots": (lambda n: f"where({'not ' * n} x > 0, 1, 2)", DEEP, lambda n: n + 6),
    "names beyond ASCII": (lambda n: "＋".join(["θ²"] * n), 50_000, lambda n: 3 * n),
}


@pytest.mark.parametrize("kind", LARGE)
def test_a_large_program_is_read_in_time(kind: str) -> None:
    make, size, nodes = LARGE[kind]
    text = make(size)
    began = time.perf_counter()
    graph = parse(text)
    taken = time.perf_counter() - began
    assert len(graph) == nodes(size)
    assert taken < 10


@pytest.mark.parametrize("kind", ["brackets", "signs", "sum", "calls", "statements", "nots"])
def test_time_grows_with_the_length(kind: str) -> None:
    make, size, _ = LARGE[kind]
    small, large = make(size // 10), make(size)
    taken = []
    for text in (small, large):
        samples = []
        for _ in range(3):
            began = time.perf_counter()
            parse(text)
            samples.append(time.perf_counter() - began)
        taken.append(min(samples))
    assert taken[1] < 40 * taken[0]


@pytest.mark.parametrize(
    "kind", ["sum", "signs", "powers", "calls", "nested sums", "list", "statements", "nots"]
)
def test_a_large_graph_is_printed_and_expanded(kind: str) -> None:
    make, size, _ = LARGE[kind]
    graph = parse(make(size // 4))
    assert same_structure(parse(written_graph(graph)), graph)
    assert same_structure(expand(graph), graph)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 50_000 + "x",
        "(" * 50_000 + "2x" + ")" * 50_000,
        "x" + ")" * 50_000,
        "sin(" * 30_000,
        "x y " * 30_000,
        "[" * 40_000 + "1" + "]" * 40_000,
        "(\n" * 30_000,
        "1," * 50_000,
        "where(" + "0 < " * 20_000 + "x, 1, 2)",
    ],
    ids=lambda text: f"{text[:12]!r}…",
)
def test_a_large_wrong_program_is_refused_in_time(text: str) -> None:
    began = time.perf_counter()
    with pytest.raises(GradcliError):
        parse(text)
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("x" * 501, {"text": 500}),
        ("(" * 51 + "x" + ")" * 51, {"depth": 50}),
        ("-" * 51 + "x", {"depth": 50}),
        ("exp(" * 51 + "x" + ")" * 51, {"depth": 50}),
        ("^".join("x" * 52), {"depth": 50}),
        ("(1+" * 51 + "x" + ")" * 51, {"depth": 50}),
        ("(" * (limits.DEPTH.usual + 5_000) + "x", {}),
        ("+".join("x" * 60), {"nodes": 50}),
        ("[1, 2, 3]", {"elements": 2}),
        ("[[1, 2], [3, 4]]", {"elements": 3}),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_beyond_a_limit_a_program_is_refused(text: str, limit: dict[str, int]) -> None:
    with limits.replaced(limit), pytest.raises(LimitError):
        parse(text)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("x" * 500, {"text": 500}),
        ("(" * 50 + "x" + ")" * 50, {"depth": 50}),
        ("(1 - (2 - x))" + " - (1 - (2 - x))" * 100, {"depth": 2}),
        ("-" * 50 + "x", {"depth": 50}),
        ("exp(" * 50 + "x" + ")" * 50, {"depth": 50}),
        ("+".join("x" * 50), {"nodes": 50}),
        ("[1, 2, 3]", {"elements": 3}),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_within_a_limit_it_is_read(text: str, limit: dict[str, int]) -> None:
    with limits.replaced(limit):
        assert len(parse(text))
