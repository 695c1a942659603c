"""Measure what is claimed of gradcli's speed, beside its peers where they are installed.

    python benchmarks/run.py                everything but growth (about eight minutes)
    python benchmarks/run.py start parse    these parts alone
    python benchmarks/run.py growth         what a node or a token costs, from small to large
    python benchmarks/run.py --quick        that it runs, no more: small sizes under the full names
    python benchmarks/run.py --readme       everything, and put the table in the README

Peers: pip install '.[bench]', and for math.js npm install mathjs with NODE_PATH. A figure is a
median of CPU times on one thread. The digits have a command of their own: python -m tests.oracle
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import re
from pathlib import Path

import arrays
import descent
import engines
import growth
import marking
import reading
import starts
from rows import HEADINGS, Row, line, markdown, measured

PARTS: dict[str, tuple[Row, ...]] = {
    "start": starts.ROWS,
    "parse": reading.ROWS,
    "engine": engines.ROWS,
    "arrays": arrays.ROWS,
    "marking": marking.ROWS,
    "descent": descent.ROWS,
    "growth": growth.ROWS,
}
#: What is measured unless parts are named, and what the README quotes.
USUAL = [part for part in PARTS if part != "growth"]

README = Path(__file__).parents[1] / "README.md"
#: The table in the README, with the line above it that says when and where.
QUOTED = re.compile(r"^Measured on .*\n\n(?:\|.*\n)+", re.MULTILINE)


def place() -> str:
    """Return when and where this runs."""
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    cores = os.cpu_count()
    python = f"Python {platform.python_version()}"
    return f"Measured on {today}: {cores} cores, {python}, {platform.machine()}."


def quote(table: list[tuple[str, ...]]) -> None:
    """Put a table in the README."""
    text = f"{place()}\n\n{markdown(table)}"
    before = README.read_text(encoding="utf-8")
    README.write_text(QUOTED.sub(lambda _old: text, before, count=1), encoding="utf-8")


def main() -> None:
    """Print the table, each row as soon as it is measured."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    options.add_argument("--quick", action="store_true", help="small sizes, each once")
    options.add_argument("--readme", action="store_true", help="put the table in the README")
    chosen = options.parse_args()
    if unknown := set(chosen.parts) - PARTS.keys():
        options.error(f"no part {', '.join(sorted(unknown))}: there are {', '.join(PARTS)}")
    if chosen.readme and (chosen.parts or chosen.quick):
        options.error("the README quotes the whole table, in full size")
    print(f"{place()}\n\n{line(HEADINGS)}", flush=True)
    table = []
    for part in chosen.parts or USUAL:
        for row in PARTS[part]:
            table.append(measured(row, chosen.quick))
            print(line(table[-1]), flush=True)
    verdicts = [cells[-1] for cells in table]
    print(f"\n{verdicts.count('yes')} claims hold, {verdicts.count('no')} do not.")
    if chosen.readme:
        quote(table)


if __name__ == "__main__":
    main()
