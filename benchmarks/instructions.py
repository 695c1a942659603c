"""Count the instructions of a cold start with valgrind: the same count on a busy machine.

    python benchmarks/instructions.py            a few short commands (a minute or two)
    python benchmarks/instructions.py eval       one of them

Prints for each command how many million instructions it takes beyond an empty Python.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import python

EXAMPLE = ["(x+y)*z", "--x", "-2", "--y", "5", "--z", "-4"]
COMMANDS = {
    "eval": ["eval", *EXAMPLE],
    "eval --quiet": ["eval", *EXAMPLE, "--quiet"],
    "eval --format json": ["eval", *EXAMPLE, "--format", "json"],
    "functions sigmoid": ["functions", "sigmoid"],
}


def instructions(command: list[str]) -> int:
    """Return how many instructions a process takes, by valgrind's cachegrind.

    Python has compiled the modules before, in a place of their own.
    """
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "counts"
        env = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPYCACHEPREFIX": folder}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        subprocess.run(command, env=env, capture_output=True, check=True)
        subprocess.run(
            [
                "valgrind", "--tool=cachegrind", "--cache-sim=no",
                f"--cachegrind-out-file={output}", *command,
            ],
            env=env,
            capture_output=True,
            check=True,
        )  # fmt: skip
        found = re.search(r"^summary: (\d+)", output.read_text("utf-8"), re.MULTILINE)
    if found is None:
        raise SystemExit("valgrind has counted nothing")
    return int(found[1])


def main(asked: list[str]) -> None:
    """Print the table, or the rows that are asked for."""
    if shutil.which("valgrind") is None:
        raise SystemExit("valgrind is not installed")
    unknown = set(asked) - set(COMMANDS)
    if unknown:
        raise SystemExit(f"no command {', '.join(unknown)}; there are {', '.join(COMMANDS)}")
    nothing = instructions(python("pass"))
    print(f"{'python -c pass':22}{nothing / 1e6:.0f} million instructions", flush=True)
    for name in asked or COMMANDS:
        count = instructions([sys.executable, "-m", "gradcli", *COMMANDS[name]]) - nothing
        print(f"{name:22}{count / 1e6:.0f} million more", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
