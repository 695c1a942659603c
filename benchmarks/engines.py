"""Forward and backward through scalar graphs, with every local gradient kept."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measure import Work, python, timed
from rows import MEBIBYTES, NODES, TOLD, Row, at_least, at_most

from gradcli import Tape, evaluate
from gradcli.graph import Graph, GraphBuilder

SIZES = (1_000, 10_000, 100_000, 1_000_000)
#: Where the same graph is worked.
AT = {"x": 0.5, "y": 0.9}

#: The peak of its memory, told by a process that builds a graph and works it once.
PEAK = """import sys
sys.path.insert(0, {home!r})
from engines import AT, chain_graph
from gradcli import evaluate
worked = evaluate(chain_graph({nodes}), AT)
print(*[line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")])
"""


def chain(
    x: Any,
    y: Any,
    nodes: int,
    add: Callable[[Any, Any], Any],
    multiply: Callable[[Any, Any], Any],
    tanh: Callable[[Any], Any],
) -> Any:
    """Return the last of so many nodes, made in any library: products, sums and tanh in turn."""
    made = x
    for step in range(nodes):
        if step % 3 == 0:
            made = multiply(made, y)
        elif step % 3 == 1:
            made = add(made, x)
        else:
            made = tanh(made)
    return made


def chain_graph(nodes: int) -> Graph:
    """Return the graph of `chain` in gradcli."""
    builder = GraphBuilder()
    x, y = map(builder.input, AT)
    operators = map(builder.operation, ("add", "multiply", "tanh"))
    return builder.build(chain(x, y, nodes, *operators))


def again(nodes: int) -> Work:
    """Work a graph that is compiled at new values."""
    tape = Tape(chain_graph(nodes))
    return timed(lambda: tape.run(AT))


def once(nodes: int) -> Work:
    """Build a graph and work it once."""
    return timed(lambda: evaluate(chain_graph(nodes), AT))


def listed(nodes: int) -> Work:
    """Build a graph from a list of its operations and work it once."""
    graph = chain_graph(nodes)
    leaves = len(AT)
    operators, operands = graph.operators[leaves:], graph.operands[leaves:]

    def work() -> None:
        builder = GraphBuilder()
        for name in AT:
            builder.input(name)
        evaluate(builder.build(builder.extend(operators, operands)[-1]), AT)

    return timed(work)


def memory(nodes: int) -> Work:
    """Return the peak memory of a process in MiB; Linux tells it."""
    command = python(PEAK.format(home=str(Path(__file__).parent), nodes=nodes))

    def cost() -> float:
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return float(told) / 1024

    return cost


def paths(doublings: int) -> Work:
    """Work a graph with 2^doublings paths from its input to its output."""
    builder = GraphBuilder()
    node = builder.input("x")
    for _ in range(doublings):
        node = builder.add("add", (builder.add("negative", (node,)), node))
    shared = builder.build(node)
    return timed(lambda: evaluate(shared, {"x": 1.0}))


def single_path(doublings: int) -> Work:
    """Work a chain with as many nodes as `paths` has."""
    plain = chain_graph(2 * doublings)
    return timed(lambda: evaluate(plain, AT))


def pytorch(nodes: int) -> Work:
    """Build and work the graph with PyTorch eager, the gradient of every node kept."""
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)

    def kept(made: Any) -> Any:
        made.retain_grad()
        return made

    def work() -> None:
        x, y = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in AT.values())
        operators = (lambda a, b: kept(a + b)), (lambda a, b: kept(a * b))
        chain(x, y, nodes, *operators, lambda a: kept(torch.tanh(a))).backward()

    return timed(work)


def micrograd(nodes: int) -> Work:
    """Build and work the graph with micrograd; it has no tanh, relu is its cheapest function."""
    engine = importlib.import_module("micrograd.engine")
    # It sorts the nodes recursively.
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 3 * nodes + 1_000))

    def work() -> None:
        x, y = map(engine.Value, AT.values())
        operators = (lambda a, b: a + b), (lambda a, b: a * b)
        chain(x, y, nodes, *operators, lambda a: a.relu()).backward()

    return timed(work)


def hips_autograd(nodes: int) -> Work:
    """Build and work the graph with HIPS/autograd, for the gradients of the inputs."""
    autograd = importlib.import_module("autograd")
    tanh = importlib.import_module("autograd.numpy").tanh

    def made(x: Any, y: Any) -> Any:
        return chain(x, y, nodes, lambda a, b: a + b, lambda a, b: a * b, tanh)

    gradient = autograd.grad(made, (0, 1))
    return timed(lambda: gradient(*AT.values()))


EAGER = "PyTorch eager"

#: What is claimed of a graph that calls from Python build. At 1,000 nodes 20 times would be 0.23 µs
#: a node, of which the loop that calls takes 0.06, the calls 0.05 and the two passes 0.15.
BUILT_BY_CALLS = {1_000: 12, 10_000: 15, 100_000: 18, 1_000_000: 25}

ROWS = (
    *(Row(f"run again, {size:,} nodes", again, at_least(25), EAGER, pytorch, NODES, (size, 300))
      for size in SIZES),
    *(Row(f"built from a list and run once, {size:,} nodes", listed, at_least(20), EAGER, pytorch,
          NODES, (size, 300))
      for size in SIZES),
    *(Row(f"built node by node and run once, {size:,} nodes", once, at_least(claim), EAGER,
          pytorch, NODES, (size, 300))
      for size, claim in BUILT_BY_CALLS.items()),
    *(Row("built node by node and run once, 3,000 nodes", once, TOLD, than, peer, NODES,
          (3_000, 300))
      for than, peer in (("micrograd", micrograd), ("HIPS/autograd", hips_autograd))),
    Row("run again, a node of 1,000,000", again, at_most(0.5), unit=NODES,
        sizes=(1_000_000, 1_000)),
    Row("peak memory, 1,000,000 nodes", memory, at_most(250), unit=MEBIBYTES,
        sizes=(1_000_000, 1_000)),
    Row("2^60 paths through 121 nodes", paths, at_most(1), "a chain of as many", single_path,
        sizes=(60, 60)),
)  # fmt: skip
