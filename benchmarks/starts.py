"""The start: whole processes, beside an empty Python and beside peers that are asked the same."""

from __future__ import annotations

import atexit
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from classes import FILE, class_of, known
from measure import Maker, Work, process, python
from rows import TOLD, Row, at_least, at_most

GRADCLI = [sys.executable, "-m", "gradcli"]
EXAMPLE = [*GRADCLI, "eval", "(x+y)*z", "--x", "-2", "--y", "5", "--z", "-4"]
NOTHING = python("pass")
IMPORTS = python("import click, lark, rich.console, rich.table")

#: The question of EXAMPLE, as it is put to each peer: what must be installed, and the program.
QUESTIONS = {
    "micrograd": """from micrograd.engine import Value
x, y, z = Value(-2), Value(5), Value(-4)
f = (x + y)*z
f.backward()
print(f.data, x.grad, y.grad, z.grad)""",
    "autograd": """from autograd import grad
def f(x, y, z): return (x + y)*z
print(f(-2., 5., -4.), grad(f, (0, 1, 2))(-2., 5., -4.))""",
    "sympy": """from sympy import symbols, sympify
f, at = sympify('(x + y)*z'), {'x': -2, 'y': 5, 'z': -4}
print(f.subs(at), [f.diff(name).subs(at) for name in at])""",
    "torch": """import torch
x, y, z = (torch.tensor(v, requires_grad=True) for v in (-2., 5., -4.))
f = (x + y)*z
f.backward()
print(f, x.grad, y.grad, z.grad)""",
    "jax": """import jax
f = jax.value_and_grad(lambda x, y, z: (x + y)*z, (0, 1, 2))
print(f(-2., 5., -4.))""",
    "mathjs": """const m = require('mathjs'), f = '(x + y)*z', at = {x: -2, y: 5, z: -4}
console.log(m.evaluate(f, at), Object.keys(at).map(v => m.derivative(f, v).evaluate(at)))""",
}

#: What the peers call themselves.
PEERS = {
    "micrograd": "micrograd",
    "autograd": "HIPS/autograd",
    "sympy": "SymPy",
    "torch": "PyTorch",
    "jax": "JAX",
    "mathjs": "math.js",
}

#: One step of a long program, for gradcli and for Python with PyTorch.
STEPS = ("a{now} = a{before}*y", "a{now} = a{before} + x", "a{now} = tanh(a{before})")
TORCH = """import torch
from torch import tanh
x, y = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (0.5, 0.9))
{steps}
{last}.backward()
print({last}, x.grad, y.grad)
"""


@cache
def folder() -> Path:
    """Return a folder for this run, which goes away at its end."""
    made = TemporaryDirectory()
    atexit.register(made.cleanup)
    return Path(made.name)


def written(name: str, text: str) -> str:
    """Return the path of a new file."""
    path = folder() / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def command(words: Sequence[str]) -> Maker:
    """Return the maker of a process."""
    return lambda _size: process(words)


def asked(peer: str) -> Maker:
    """Return the maker of the process that puts EXAMPLE's question to a peer."""

    def make(_size: int) -> Work:
        needed(peer)
        runner = ["node", "-e"] if peer == "mathjs" else [sys.executable, "-c"]
        return process([*runner, QUESTIONS[peer]])

    return make


def needed(module: str) -> None:
    """Raise ImportError where a module, of Python or of Node, is missing; import nothing."""
    if module == "mathjs":
        probe = ["node", "-e", "require.resolve('mathjs')"]
        if shutil.which("node") and not subprocess.call(probe, stderr=subprocess.DEVNULL):
            return
    elif importlib.util.find_spec(module):
        return
    raise ImportError(module, name=module)


def marked(_size: int) -> Work:
    """Mark a filled sheet of chapter 4, all answers right."""
    (sheet,) = class_of(known(), 1, 0)
    return process([*GRADCLI, "check", str(FILE), "--answers", written("sheet.yaml", sheet)])


def steps(count: int) -> str:
    """Return a program of so many statements."""
    rest = (STEPS[k % 3].format(now=k, before=k - 1) for k in range(1, count))
    return "\n".join(["a0 = x*y", *rest])


def program(count: int) -> Work:
    """Work a long program."""
    path = written("program.txt", steps(count))
    return process([*GRADCLI, "eval", "-f", path, "--x", "0.5", "--y", "0.9", "--quiet"])


def torch_program(count: int) -> Work:
    """Work the same statements in Python with PyTorch."""
    needed("torch")
    text = TORCH.format(steps=steps(count), last=f"a{count - 1}")
    return process([sys.executable, written("program.py", text)])


TABLE, JSON, QUIET = (
    command([*EXAMPLE, *options]) for options in ((), ("--format", "json"), ("--quiet",))
)
EMPTY = command(NOTHING)

ROWS = (
    Row("`eval`, a table", TABLE, at_most(6.5), "`python -c pass`", EMPTY),
    Row("`eval --format json`", JSON, at_most(4.2), "`python -c pass`", EMPTY),
    Row("`eval --quiet`", QUIET, at_most(4.2), "`python -c pass`", EMPTY),
    Row("`eval`, a table", TABLE, at_most(0.75), "`import click, lark, rich`", command(IMPORTS)),
    Row("`check`, a sheet of chapter 4", marked, at_most(11), "`python -c pass`", EMPTY),
    Row("`check`, a sheet of chapter 4", marked, at_most(2), "`eval`, a table", TABLE),
    *(Row("`eval`, a table", TABLE, TOLD, f"{name}, asked the same", asked(peer))
      for peer, name in PEERS.items()),
    Row("`eval --quiet`, 10,000 statements", program, at_least(10), "Python with PyTorch",
        torch_program, sizes=(10_000, 100)),
)  # fmt: skip
