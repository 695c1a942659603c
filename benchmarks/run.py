"""Measure what is claimed of gradcli's speed, beside its peers where they are installed.

    python benchmarks/run.py            everything (about two minutes with all peers)
    python benchmarks/run.py --quick    fewer nodes
    python benchmarks/run.py --start    the start of the command alone, against its bounds

Peers: pip install micrograd autograd torch. All figures are medians; ratios come from one run.
"""

from __future__ import annotations

import argparse
import importlib
import platform
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import descent
from arrays import chains, layers
from measure import process_seconds, python, row, seconds

from gradcli import Tape, evaluate, parse
from gradcli.graph import Graph, GraphBuilder

EXAMPLE = ["eval", "(x+y)*z", "--x", "-2", "--y", "5", "--z", "-4"]
IMPORTS = "import click, lark, rich.console, rich.table"


def chain(add: Callable[[Any, Any], Any], multiply: Callable[[Any, Any], Any], tanh: Any) -> Any:
    """Return a function that builds the same graph in any library: sums, products and tanh in
    turn."""

    def build(x: Any, y: Any, nodes: int) -> Any:
        made = x
        for step in range(nodes):
            if step % 3 == 0:
                made = multiply(made, y)
            elif step % 3 == 1:
                made = add(made, x)
            else:
                made = tanh(made)
        return made

    return build


def our_graph(nodes: int) -> Graph:
    """Return the graph of `chain` in gradcli."""
    builder = GraphBuilder()
    x, y = builder.input("x"), builder.input("y")
    build = chain(
        lambda a, b: builder.add("add", (a, b)),
        lambda a, b: builder.add("multiply", (a, b)),
        lambda a: builder.add("tanh", (a,)),
    )
    return builder.build(build(x, y, nodes))


def start_up() -> None:
    """Whole processes: gradcli against the bare imports of its libraries and against an empty
    Python."""
    gradcli = [sys.executable, "-m", "gradcli", *EXAMPLE]
    ours = [gradcli, [*gradcli, "--format", "json"], [*gradcli, "--quiet"]]
    *found, imports, nothing = process_seconds([*ours, python(IMPORTS), python("pass")], 40)
    for form, bound, time in zip(("table", "json", "quiet"), (6.5, 4.2, 4.2), found, strict=True):
        row(f"cold start, {form} / python -c pass", f"{time / nothing:.1f}", f"at most {bound}")
    row("cold start, table / import click, lark, rich", f"{found[0] / imports:.2f}", "at most 1.4")
    row("cold start, table", f"{found[0] * 1e3:.0f} ms")


def engine(nodes: int) -> None:
    """Forward and backward with every local gradient kept, run again on new values."""
    graph = our_graph(nodes)
    made = seconds(lambda: our_graph(nodes), 3) / nodes
    build = seconds(lambda: Tape(graph), 3) / nodes
    tape = Tape(graph)
    again = seconds(lambda: tape.run({"x": 0.5, "y": 0.9})) / nodes
    row(f"tape compiled, {nodes:,} nodes", f"{build * 1e6:.2f} µs/node")
    row(f"tape run again, {nodes:,} nodes", f"{again * 1e6:.2f} µs/node", "at most 0.5")
    once = made + build + again
    row(f"built and run once, {nodes:,} nodes", f"{once * 1e6:.2f} µs/node")
    for name, peer in PEERS.items():
        cost = peer(min(nodes, 30_000))
        if cost is None:
            row(f"  {name}", "not installed")
        else:
            row(
                f"  {name}",
                f"{cost * 1e6:.2f} µs/node",
                f"{cost / again:.0f} times as long; {cost / once:.0f} if run once",
            )


def growth(largest: int) -> None:
    """The cost of a node from ten nodes to a million: it must stay flat."""
    size = 10
    while size <= largest:
        tape = Tape(our_graph(size))
        cost = seconds(lambda tape=tape: tape.run({"x": 0.5, "y": 0.9}), 3) / size  # type: ignore[misc]
        row(f"tape run again, {size:,} nodes", f"{cost * 1e6:.2f} µs/node")
        size *= 10


def memory(nodes: int) -> None:
    """The largest memory of a process that builds a graph and works it once."""
    code = (
        "import resource, sys; sys.path.insert(0, 'benchmarks'); from run import our_graph; "
        f"from gradcli import evaluate; evaluate(our_graph({nodes}), {{'x': 0.5, 'y': 0.9}}); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    peak = subprocess.run(python(code), capture_output=True, text=True, check=True).stdout
    row(
        f"memory of a process, {nodes:,} nodes",
        f"{float(peak):.0f} MiB",
        "at most 250 at 1,000,000",
    )


def language(terms: int) -> None:
    """Parsing, from a thousand to many terms."""
    for count in (1_000, 10_000, terms):
        text = "+".join(["x*2"] * count)
        cost = seconds(lambda text=text: parse(text), 3) / (4 * count)  # type: ignore[misc]
        row(f"parse and build, {4 * count:,} tokens", f"{cost * 1e6:.2f} µs/token")


def paths() -> None:
    """A shared graph with 2^60 paths against a chain with as many nodes."""
    builder = GraphBuilder()
    node = builder.input("x")
    for _ in range(60):
        node = builder.add("add", (builder.add("negative", (node,)), node))
    shared = builder.build(node)
    plain = our_graph(120)
    many = seconds(lambda: evaluate(shared, {"x": 1.0}), 20)
    few = seconds(lambda: evaluate(plain, {"x": 0.5, "y": 0.9}), 20)
    row("2^60 paths / a chain, both of 120 nodes", f"{many / few:.2f}")


# --- peers: seconds a node for building, forward and backward, or None if not installed


def _module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def pytorch(nodes: int) -> float | None:
    """PyTorch eager on one thread, the gradient of every node kept."""
    torch = _module("torch")
    if torch is None:
        return None
    torch.set_num_threads(1)

    def keep(made: Any) -> Any:
        made.retain_grad()
        return made

    build = chain(lambda a, b: keep(a + b), lambda a, b: keep(a * b), lambda a: keep(torch.tanh(a)))

    def work() -> None:
        x = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
        y = torch.tensor(0.9, dtype=torch.float64, requires_grad=True)
        build(x, y, nodes).backward()

    return seconds(work, 3) / nodes


def micrograd(nodes: int) -> float | None:
    """micrograd sorts recursively, so its share is measured on chains that fit the stack."""
    engine = _module("micrograd.engine")
    if engine is None:
        return None
    sys.setrecursionlimit(20_000)
    nodes = min(nodes, 3_000)

    def relu_of(a: Any) -> Any:  # micrograd has no tanh; relu is its cheapest function
        return a.relu()

    build = chain(lambda a, b: a + b, lambda a, b: a * b, relu_of)
    return seconds(lambda: build(engine.Value(0.5), engine.Value(0.9), nodes).backward(), 3) / nodes


def hips_autograd(nodes: int) -> float | None:
    """HIPS/autograd, the gradients of the inputs."""
    autograd = _module("autograd")
    if autograd is None:
        return None
    numpy = importlib.import_module("autograd.numpy")
    build = chain(lambda a, b: a + b, lambda a, b: a * b, numpy.tanh)
    nodes = min(nodes, 10_000)
    gradient = autograd.grad(lambda at: build(at[0], at[1], nodes))
    return seconds(lambda: gradient(numpy.array([0.5, 0.9])), 3) / nodes


PEERS = {"PyTorch eager": pytorch, "micrograd": micrograd, "HIPS/autograd": hips_autograd}


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="fewer nodes")
    options.add_argument("--start", action="store_true", help="the start of the command alone")
    chosen = options.parse_args()
    quick = chosen.quick
    print(f"Python {platform.python_version()}, {platform.machine()}")
    start_up()
    if chosen.start:
        return
    engine(10_000 if quick else 100_000)
    growth(10_000 if quick else 1_000_000)
    memory(100_000 if quick else 1_000_000)
    layers(20 if quick else 100)
    chains(100_000 if quick else 1_000_000, 12)
    paths()
    language(20_000 if quick else 200_000)
    descent.main()


if __name__ == "__main__":
    main()
