"""Gradients of indices, slices and what joins arrays along an axis, beside differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcli import evaluate, parse
from gradcli.calculus import derivative
from gradcli.engine import values_of
from gradcli.errors import GradcliError
from gradcli.language import written_graph

H = 1e-6

MATRIX = np.arange(1.0, 13.0).reshape(3, 4) / 7
CUBE = np.arange(1.0, 25.0).reshape(2, 3, 4) / 9

#: Of the operand A, and the shape that it has.
PIECES = [
    *((MATRIX, f"A[{index}]") for index in (
        "0", "-1", "0:2", "1:", ":-1", "::2", "::-1", "1::-1", "2:0:-1", "0:1, 1", ":, 0", ":, -1",
        ":, 1:3", ":, ::2", ":, ::-1", ":, 3::-2", "1, 1:3", "1, ::3", "2, 1", "1:, 1:", "::2, ::3",
        "::-2, 1::2", "0:1, 0:1", "-2:, 0", ":, :", ":",
    )),
    *((CUBE, f"A[{index}]") for index in (
        "0", "1, 2", "1, 2, 3", ":, 0", ":, :, 0", ":, 1, 2", "0, :, 1", "::-1, 1:, ::2",
        "1, ::2, 1:3",
    )),
    (MATRIX, "A[1:][0]"), (MATRIX, "A[:, 1:][:, ::-1]"), (MATRIX, "A.T[0:2]"),
    *((MATRIX, piece) for piece in (
        "concat(A, 2*A)", "concat(A, 2*A, axis=1)", "concat(A[0], A[:, 0])",
        "concat(A, A, axis=-1)",
        "stack(A, A*A)", "stack(A, A*A, axis=1)", "stack(A, A*A, axis=2)", "stack(A, A, axis=-1)",
        "cumsum(A)", "cumsum(A, axis=0)", "cumsum(A, axis=1)", "cumsum(A, axis=-1)",
    )),
    (CUBE, "cumsum(A, axis=1)"), (CUBE, "concat(A, A*A, axis=2)"),
]  # fmt: skip


def central(program: str, at: np.ndarray) -> np.ndarray:
    """Return the gradient of a program with respect to A by central differences."""
    graph, found = parse(program), np.zeros_like(at)
    for place in np.ndindex(at.shape):
        ends = []
        for step in (H, -H):
            moved = at.copy()
            moved[place] += step
            ends.append(evaluate(graph, {"A": moved}).value)
        found[place] = (ends[0] - ends[1]) / (2 * H)
    return found


def by_text(program: str, at: np.ndarray) -> Any:
    """Return what the text of the derivative gives, read again."""
    found = derivative(parse(program), ["A"], shapes={"A": at.shape})
    again = parse(written_graph(found), bound=("A",))
    values, _ = values_of(again, {"A": at} if "A" in again.inputs else {})
    return values[again.output]


LOSSES: list[Callable[[str], str]] = [
    lambda piece: f"sum({piece})",
    lambda piece: f"sum(sin({piece})*{piece})",
    lambda piece: f"mean(({piece})^2) + sum(A*A)",
]


@pytest.mark.parametrize("loss", LOSSES, ids=["bare", "curved", "beside the whole"])
@pytest.mark.parametrize(("at", "piece"), PIECES, ids=[f"{a.ndim}d {p}" for a, p in PIECES])
def test_the_text_gives_the_central_difference(
    at: np.ndarray, piece: str, loss: Callable[[str], str]
) -> None:
    program = loss(piece)
    found = by_text(program, at)
    assert np.shape(found) == at.shape
    np.testing.assert_allclose(found, central(program, at), rtol=1e-6, atol=1e-8)


places = st.one_of(
    st.integers(-1, 0).map(str),
    st.builds(
        lambda start, step: f"{start}:{step}",
        st.sampled_from(["", "0", "1", "-1", "-2"]),
        st.sampled_from(["", ":1", ":2", ":-1", ":-2", ":3"]),
    ),
)


@given(
    st.lists(st.integers(1, 5), min_size=1, max_size=3).flatmap(
        lambda shape: st.tuples(st.just(shape), st.lists(places, min_size=1, max_size=len(shape)))
    )
)
def test_any_index_has_the_gradient_of_the_engine(case: tuple[list[int], list[str]]) -> None:
    shape, index = case
    at = np.linspace(0.5, 2, int(np.prod(shape))).reshape(shape)
    try:
        worked = evaluate(parse(f"sum(exp(A[{', '.join(index)}]))"), {"A": at})
    except Exception:  # noqa: BLE001  such a slice is empty
        return
    found = by_text(f"sum(exp(A[{', '.join(index)}]))", at)
    np.testing.assert_allclose(found, worked.gradients["A"], rtol=1e-13)


@pytest.mark.parametrize(
    "piece", ["A[0]", "A[3, 5]", "A[:, 7]", "A[10:90]", "A[:, 5:20]", "A[::-1]"]
)
def test_a_large_matrix_is_not_written_out(piece: str) -> None:
    at = np.linspace(-1, 1, 100 * 80).reshape(100, 80)
    found = derivative(parse(f"sum({piece}^2)"), ["A"], shapes={"A": at.shape})
    assert len(written_graph(found)) < 1_000
    wanted = evaluate(parse(f"sum({piece}^2)"), {"A": at}).gradients["A"]
    np.testing.assert_allclose(by_text(f"sum({piece}^2)", at), wanted, rtol=1e-13)


def test_what_cannot_be_written_says_what_to_do() -> None:
    with pytest.raises(GradcliError, match="a long slice with steps") as caught:
        derivative(parse("sum(w[::2]^2)"), ["w"], shapes={"w": (200,)})
    assert caught.value.hint == "gradcli eval with --wrt works out its numbers"
