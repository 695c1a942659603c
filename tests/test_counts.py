"""Counts that are the same on every machine: what a token and a node may cost in memory."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable
from typing import Any

from gradcli import Tape, evaluate, parse

TERMS = 20_000
TEXT = "+".join(["x*2"] * TERMS)
#: A constant, a product and a sum for each term; each is written with four tokens.
NODES, TOKENS = 3 * TERMS, 4 * TERMS


def cost(work: Callable[[], Any]) -> tuple[int, int, int]:
    """Return the blocks that the result of some work holds, its bytes, and the most bytes."""
    work()  # what is imported and kept once
    gc.collect()
    tracemalloc.start()
    before = sys.getallocatedblocks()
    result = work()
    blocks = sys.getallocatedblocks() - before
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del result
    return blocks, held, peak


def test_a_token_costs_no_more_than_it_must() -> None:
    blocks, held, peak = (count / TOKENS for count in cost(lambda: parse(TEXT)))
    # Half of the tokens are operators, whose operands make a tuple each.
    assert blocks < 1.5
    assert held < 90
    assert peak < 100


def test_a_node_of_a_tape_costs_no_more_than_it_must() -> None:
    graph = parse(TEXT)
    blocks, held, peak = (count / NODES for count in cost(lambda: Tape(graph)))
    # A third of the nodes are numbers, which are read beforehand.
    assert blocks < 0.4
    assert held < 28
    assert peak < 32


def test_a_node_that_is_worked_costs_no_more_than_it_must() -> None:
    graph = parse(TEXT)
    blocks, held, peak = (count / NODES for count in cost(lambda: evaluate(graph, {"x": 0.5})))
    assert blocks < 1.8
    assert held < 80
    assert peak < 100
